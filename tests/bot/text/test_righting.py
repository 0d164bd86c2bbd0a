"""Characters of the wrong writing but the right sound."""

import pytest
from hypothesis import given
from hypothesis import strategies as st

from bot.text.normalising import normalise
from bot.text.righting import right_characters
from bot.text.sounds import sound_of, with_n_or_l
from bot.training.mishearing import misheard


@pytest.mark.parametrize(
    ("heard", "meant"),
    [
        ("我姐姐惊神二级残疾", "我姐姐精神二级残疾"),
        ("想问问司法旧助咋办", "想问问司法救助咋办"),
        ("在羊老院住着，每月的互理费", "在养老院住着，每月的护理费"),
        ("一只眼白内帐", "一只眼白内障"),
        ("他得了尿独症，每周头析三次", "他得了尿毒症，每周透析三次"),
        ("申请低报要什么才料", "申请低保要什么材料"),
        ("雪费交不起", "学费交不起"),
        ("一个月三百脍钱", "一个月三百块钱"),
        ("医生说不能鲮失业金", "医生说不能领失业金"),
        ("二级残，琢轮椅", "二级残，坐轮椅"),
        ("爹没劳动能里了", "爹没劳动能力了"),
        ("去连领过一回", "去年领过一回"),
    ],
)
def test_rights_what_does_not_read(heard, meant):
    assert right_characters(heard) == meant


@pytest.mark.parametrize(
    "typed",
    [
        "庄稼长得矮，我们家没收成",
        "去年他殁了",
        "他跟她去镇上找过",
        "化粪池常年满着",
        "俺儿媳妇带着俩孩子走了",
        "残疾证是四级的，不是十级",
        "村东头老李家吃五保",
        "马踏湖那边起凤镇的",
        "报完了一共是十六万四",
    ],
)
def test_leaves_alone_what_reads(typed):
    assert right_characters(typed) == typed


@pytest.mark.parametrize("seed", range(5))
def test_a_message_full_of_slips_reads_as_it_was_meant(seed):
    meant = "我父亲今年七十八岁，瘫痪在床三年了，没有退休金，家里就靠我种地，想问问能不能申请低保"
    noisy = misheard(meant, 0.3, seed)
    wrong = sum(a != b for a, b in zip(meant, noisy, strict=True))
    left = sum(a != b for a, b in zip(meant, right_characters(noisy), strict=True))
    assert wrong >= 5
    assert left <= 1


@given(st.text(max_size=200))
def test_only_ever_changes_characters_to_others_of_the_same_sound(typed):
    plain = normalise(typed, slips=False).plain
    righted = right_characters(plain)
    assert len(righted) == len(plain)
    for one, written in zip(righted, plain, strict=True):
        assert sound_of(one) in (sound_of(written), with_n_or_l(sound_of(written)))


@pytest.mark.parametrize(
    "typed",
    ["我叫卢涛立，六十了", "俺村的彭梓守，七十三了，没儿没女", "想问问法援", "在家抱孩子", "老家包了二亩地"],
)
def test_names_are_no_slips(guide, typed):
    assert normalise(typed).plain == typed


def test_numbers_are_never_changed():
    typed = "一二三四五六七八九十百千万零两俩仨半几"
    assert right_characters(typed) == typed


def test_the_evidence_is_what_was_typed(guide):
    text = normalise("得了尿独症")
    assert text.plain == "得了尿毒症"
    assert text.quote(2, 5) == ("尿独症", 2)


@pytest.mark.parametrize(
    ("typed", "meant"),
    [
        ("我没上ban在家带孩子", "我没上班在家带孩子"),
        ("他在外di跑外mai", "他在外地跑外卖"),
        ("shou续去哪里办", "手续去哪里办"),
        ("瘫了下不来chuang要人wei饭", "瘫了下不来床要人喂饭"),
    ],
)
def test_syllables_in_letters_become_the_character_that_fits(typed, meant):
    assert normalise(typed).plain == meant


@pytest.mark.parametrize("typed", ["住了三天icu", "做了ct和pet", "维生素b吃着", "下个app行不行"])
def test_letters_that_are_no_syllables_stay(typed):
    assert normalise(typed).plain == typed


def test_what_was_read_of_syllables_is_quoted_as_it_was_typed():
    read = normalise("我没上ban在家带孩子")
    assert read.quote(2, 4) == ("上ban", 2)
