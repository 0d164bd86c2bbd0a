"""Text made regular, with the way back."""

import pytest

from bot.text.normalising import LONGEST, normalise
from bot.text.tokenizer import Tokenizer
from bot.understanding.index import index_of


@pytest.mark.parametrize(
    ("typed", "plain"),
    [
        ("７８歲", "78岁"),
        ("俺爹！！！瘫了。。。", "俺爹！瘫了。"),
        ("家裡　有困難", "家里 有困难"),
        ("低\u200b保\x07户", "低保户"),
        ("好的👍🏻谢谢", "好的谢谢"),
        ("低保吃著，妳看甚麼名著", "低保吃着，你看什么名著"),
        ("顯著好轉，不值著急", "显著好转，不值着急"),
        ("  \n ", ""),
    ],
)
def test_normalises(guide, typed, plain):
    assert normalise(typed).plain == plain


@pytest.mark.parametrize(
    ("typed", "plain"),
    [
        ("底保户", "低保户"), ("低bao户", "低保户"), ("午保老人", "五保老人"), ("残及证", "残疾证"),
        ("透西", "透析"),
        ("齐汇保怎么赔", "齐惠保怎么赔"), ("公组房", "公租房"), ("态度坚定", "态度坚定"), ("误报", "误报"),
        ("博山池上镇", "博山池上镇"), ("还剩十度", "还剩十度"),
        ("也就一千一吧俺对象看大门", "也就一千一吧俺对象看大门"),
    ],
)  # fmt: skip
def test_rights_slips_of_sound_but_not_words(guide, typed, plain):
    index_of(guide)
    assert normalise(typed).plain == plain


def test_every_character_knows_its_place():
    typed = "俺😀爹　今年７８歲!!低bao户"
    text = normalise(typed)
    assert len(text.plain) == len(text.at)
    assert list(text.at) == sorted(text.at)


def test_reads_no_further_than_the_limit():
    assert len(normalise("好" * 1_000_000).plain) == LONGEST


def test_cuts_words_by_the_guides_names(guide):
    tokenizer = Tokenizer(["事实无人抚养儿童"])
    assert "事实无人抚养儿童" in tokenizer.words("问事实无人抚养儿童的钱")


WORDS_THAT_MEET = [
    "水都漫到院子里了",
    "丈夫原来和我一个厂",
    "是不是能领点钱",
    "代为反映情况",
    "得了帕金森",
    "小姑子离婚了",
]


@pytest.mark.parametrize("text", WORDS_THAT_MEET)
def test_rights_nothing_across_the_edge_of_two_words(guide, text):
    index_of(guide)
    assert normalise(text).plain == text
