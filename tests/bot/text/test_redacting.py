"""What outlives its conversation tells nobody who it was about: names, papers, phones, cards, addresses."""

from datetime import date

import pytest
from hypothesis import given
from hypothesis import strategies as st

from bot.text.redacting import NAME, NUMBER, PLACE, redact
from tests.builders import make_id_number

SURNAMES = "王李张刘陈杨赵吴徐孙朱郭罗梁宋郑韩唐冯曹袁邓傅曾彭吕蒋蔡贾魏薛阎潘杜姜于高"
GIVEN = (
    "伟芳娜敏静丽强磊军洋勇艳杰娟涛超秀霞平刚桂英华玉兰红梅珍莲荣珠贞琴云建国庆海志德福贵财祥龙斌鹏飞翔宇浩"
)
DIGITS = "零一二三四五六七八九"
FULL = str.maketrans("0123456789", "０１２３４５６７８９")
SPOKEN = str.maketrans("0123456789", DIGITS)
CUED = ["我叫{}，家里没水吃", "户主是{}", "俺名字叫{}，没房子住", "姓名：{}，问补贴", "联系人 {} 电话打不通"]
BARE = ["{}家里着火了谁管", "邻居{}瘫在炕上", "给{}问问暖气费", "{}，男，问停水", "听{}说有钱领，是真的吗"]
VILLAGES = ["边河", "石马", "槐荫", "凤凰", "柳泉", "桃源", "碧水", "沣水"]
KINDS = ["村", "庄", "社区", "小区", "路", "街", "家园", "花园", "巷", "家属院"]


def names(surnames):
    return st.builds("".join, st.tuples(st.sampled_from(surnames), st.text(GIVEN, min_size=1, max_size=2)))


@given(names(SURNAMES), st.sampled_from(CUED))
def test_a_name_that_is_told_as_one_is_hidden(name, sentence):
    shown = redact(sentence.format(name))
    assert name not in shown and NAME in shown
    assert name[1:] not in shown or len(name) == 2


@given(names(SURNAMES.replace("于高", "").replace("平", "")), st.sampled_from(BARE))
def test_a_name_within_a_sentence_is_hidden(name, sentence):
    shown = redact(sentence.format(name))
    assert name not in shown and NAME in shown


@given(
    st.dates(date(1920, 1, 1), date(2020, 1, 1)),
    st.sampled_from(["{}", "身份证{}，问补贴", "号是{}能领吗", "{}这个证过期了"]),
    st.sampled_from(["plain", "full", "spaced", "dashed", "spoken", "lower"]),
)
def test_an_id_number_is_hidden_however_it_is_written(birth, sentence, how):
    number = make_id_number(birth.isoformat())
    written = {
        "plain": number,
        "full": number.translate(FULL),
        "spaced": " ".join(number),
        "dashed": f"{number[:6]}-{number[6:14]}-{number[14:]}",
        "spoken": number.translate(SPOKEN),
        "lower": number.lower(),
    }[how]
    assert no_number_left(redact(sentence.format(written)))


@given(
    st.from_regex(r"1[3-9][0-9]{9}|0533-?[2-8][0-9]{6}|62[0-9]{14,17}", fullmatch=True),
    st.sampled_from(["电话{}", "打{}找我", "卡号 {}，没到账", "{}"]),
    st.sampled_from(["plain", "full", "spaced", "spoken"]),
)
def test_phones_and_cards_are_hidden_however_they_are_written(number, sentence, how):
    spaced = " ".join(number[at : at + 4] for at in range(0, len(number), 4))
    written = {
        "plain": number, "full": number.translate(FULL), "spaced": spaced, "spoken": number.translate(SPOKEN)
    }[how]  # fmt: skip
    assert no_number_left(redact(sentence.format(written)))


def no_number_left(shown):
    """At most four digits stand together, whatever parts them."""
    longest = run = 0
    for one in shown:
        run = run + 1 if one in "0123456789" + DIGITS else run if one in " -" else 0
        longest = max(longest, run)
    return longest <= 4 and NUMBER in shown


@given(
    st.sampled_from(VILLAGES),
    st.sampled_from(KINDS),
    st.integers(1, 99),
    st.sampled_from(
        ["住{}{}{}号", "张店区{}{}{}号楼2单元501室停水", "我在{}{}，{}号，灯坏了", "金山镇{}{}{}组没人管"]
    ),
)
def test_an_address_is_hidden_down_to_the_town(village, kind, house, sentence):
    shown = redact(sentence.format(village, kind, house))
    assert village not in shown and PLACE in shown
    assert str(house) not in shown.replace("2单元", "")
    assert "501" not in shown
    assert ("张店" in shown) == ("张店" in sentence) and ("金山镇" in shown) == ("金山" in sentence)


@pytest.mark.parametrize(
    "text",
    [
        "低保一个月多少钱", "打12345，或者110", "农村户口能办吗，俺们村里没人管", "补30000元够不够",
        "这条路谁来修", "孙子在张店上高中", "一张床一台轮椅", "爷爷从小聋哑，今年68，家里四口人",
        "公交车老年卡怎么办", "水费减免一年十吨", "社区说要等", "高血压的药报多少",
    ],
)  # fmt: skip
def test_what_tells_nobody_stays(text):
    assert "〔" not in redact(text)


@pytest.mark.parametrize(
    "told",
    [
        "微信号 wx_abc123", "邮箱 li.si@example.com", "车牌鲁C12A45", "1948年3月5日生的", "欧阳娜娜",
        "1948-03-05", "护照E12345678",
    ],
)  # fmt: skip
def test_other_marks_of_a_person_are_hidden(told):
    shown = redact(f"问一下{told}，能办不")
    assert "〔" in shown
    assert not any(one in shown for one in ("abc123", "li.si", "12A45", "月5日", "娜娜", "03-05", "12345678"))


@given(st.text(max_size=400))
def test_any_text_is_taken_and_stays_as_it_is_when_taken_again(text):
    once = redact(text)
    assert redact(once) == once
