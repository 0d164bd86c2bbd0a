"""Numbers as people say them, there and back."""

from decimal import Decimal

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from bot.understanding.numbers import find_numbers, parse_number

DIGITS = "零一二三四五六七八九"


@pytest.mark.parametrize(
    ("said", "value"),
    [
        ("三千五", 3500), ("一万二", 12000), ("1.2万", 12000), ("两千三百", 2300), ("一百零五", 105),
        ("二〇一八", 2018), ("十六万四", 164000), ("1万2", 12000), ("廿三", 23), ("78", 78),
        ("八百来", (750, 850)), ("七八万", (70000, 80000)), ("三千出头", (3000, 3300)),
        ("十七万多", (170000, 180000)), ("七十来", (68, 73)), ("五千来", (4700, 5300)),
        ("二十多万", (200000, 300000)), ("快八十", (78, 79)),
        ("一千六七", (1600, 1700)), ("三到五千", (3000, 5000)),
    ],
)  # fmt: skip
def test_reads_a_spoken_number(said, value):
    number = parse_number(said)
    low, high = value if isinstance(value, tuple) else (value, value)
    assert (number.low, number.high) == (low, high)


@pytest.mark.parametrize(
    ("said", "values"),
    [("老二6岁", [6]), ("老大12老二6", [12, 6]), ("老二三十五", [35]), ("高三18", [18]), ("初二十四岁", [14]),
     ("外债两万三", [23000]), ("老二二十", [20]), ("高三百", [300])],
)  # fmt: skip
def test_which_one_it_is_is_no_part_of_the_number_behind_it(said, values):
    assert [int(number.low) for number in find_numbers(said) if number.low > 4] == values


@pytest.mark.parametrize(
    ("said", "value"),
    [("一年落不下一万", (9000, 10000)), ("挣不了三千块", (2700, 3000)), ("见不着五百", (450, 500)),
     ("领不着三年了", (3, 3)), ("走不了二百步", (200, 200)), ("低保拿不下来，一万也没有", (10000, 10000))],
)  # fmt: skip
def test_what_cannot_be_made_is_more_than_what_is(said, value):
    found = list(find_numbers(said))[-1]
    assert (found.low, found.high) == value


@pytest.mark.parametrize("said", ["几", "", "好", "爹", "多"])
def test_what_is_no_number_is_none(said):
    assert parse_number(said) is None


def in_chinese(value):
    """`value` below a hundred million in full written form."""
    if value >= 10000:
        rest = value % 10000
        tail = ("零" if rest < 1000 else "") + in_chinese(rest) if rest else ""
        return in_chinese(value // 10000) + "万" + tail
    out = ""
    for unit, name in ((1000, "千"), (100, "百"), (10, "十"), (1, "")):
        digit, value = divmod(value, unit)
        if digit:
            out += DIGITS[digit] + name
        elif out and value:
            out += "" if out.endswith("零") else "零"
    return out.rstrip("零")


@given(st.integers(1, 99_999_999))
def test_full_written_numbers_come_back(value):
    number = parse_number(in_chinese(value))
    assert number.low == number.high == value


@given(st.integers(0, 10**9))
def test_figures_come_back(value):
    assert parse_number(str(value)).low == value


@settings(max_examples=200)
@given(st.text(st.sampled_from("一二三十百千万亿几多来两半0123456789.,到-出头左右快不到块岁"), max_size=16))
def test_never_raises_and_low_is_not_above_high(text):
    for number in find_numbers(text):
        assert isinstance(number.low, Decimal)
        assert number.low <= number.high


@pytest.mark.parametrize(
    ("said", "values"),
    [("刚退伍回来", []), ("退伍军人，二十六", [26]), ("入伍五年", [5]), ("队伍", []), ("伍佰元", [500])],
)
def test_the_army_that_one_left_is_no_five(said, values):
    assert [int(number.low) for number in find_numbers(said)] == values
