"""Figures in words, as they are spoken; what is spoken is read back as the same number."""

from decimal import Decimal

import pytest
from hypothesis import given
from hypothesis import strategies as st

from bot.render.figures import number_words, speak
from bot.understanding.numbers import parse_number

SPOKEN = {
    "每人每月 877 元": "每人每月 八百七十七块",
    "2024年1月1日起": "二〇二四年一月一日起",
    "报销 60%": "报销 百分之六十",
    "有 2 个孩子": "有 两个孩子",
    "残疾2级": "残疾二级",
    "68,800 元": "六万八千八百块",
    "2 万元": "两万块",
    "3-6 岁": "三到六 岁",
    "打 12345，着火打 119": "打 幺二三四五，着火打 幺幺九",
    "20 个工作日": "二十个工作日",
    "1.3倍": "一点三倍",
    "血透100": "血透一百",
}


@pytest.mark.parametrize(("written", "spoken"), SPOKEN.items())
def test_a_figure_is_spoken_in_words(written, spoken):
    assert speak(written) == spoken


@given(st.integers(0, 10**8 - 1))
def test_a_spoken_number_is_understood_as_the_same_number(value):
    heard = parse_number(number_words(value))
    assert heard is not None and heard.low == heard.high == value


@pytest.mark.parametrize(
    ("value", "words"),
    [(0, "零"), (10, "十"), (22, "二十二"), (202, "二百零二"), (2002, "两千零二"), (120000, "十二万")],
)
def test_two_and_nought_are_where_people_say_them(value, words):
    assert number_words(Decimal(value)) == words
