"""What is told of the people at the desk: when, where, and never more than is known."""

from datetime import datetime, time

import pytest

from bot import HandoverClosed, HandoverElsewhere, HandoverLater, HandoverOpened, Opening
from bot.composing.handing import compose, in_words, time_of_day

MORNING = datetime(2026, 11, 30, 8, 30)


@pytest.mark.parametrize(
    ("value", "words"),
    [
        (time(8, 30), "上午八点半"),
        (time(9), "上午九点"),
        (time(8, 5), "上午八点零五分"),
        (time(10, 45), "上午十点四十五分"),
        (time(11, 10), "上午十一点十分"),
        (time(12), "中午十二点"),
        (time(13, 30), "下午一点半"),
        (time(14, 20), "下午两点二十分"),
        (time(17, 30), "下午五点半"),
        (time(20), "晚上八点"),
        (time(0, 15), "凌晨十二点十五分"),
        (time(2), "凌晨两点"),
    ],
)
def test_a_time_is_said_as_people_say_it(value, words):
    assert time_of_day(value) == words


@pytest.mark.parametrize(
    ("opening", "words"),
    [
        (Opening(MORNING, 0), "今天上午八点半以后"),
        (Opening(MORNING, 1), "明天上午八点半以后"),
        (Opening(MORNING, 1, after_holiday=True), "明天上午八点半以后"),
        (Opening(MORNING, 3), "11月30日（周一）上午八点半以后"),
        (Opening(MORNING, 8, after_holiday=True), "节后11月30日（周一）上午八点半以后"),
    ],
)
def test_an_opening_is_said_by_how_far_off_it_is(opening, words):
    assert in_words(opening) == words


def test_nothing_is_certain_in_a_year_whose_holidays_nobody_knows():
    sure, guess = (compose(HandoverLater(Opening(MORNING, 3, is_estimate=one))).text for one in (False, True))
    assert "大概" not in sure and "放假" not in sure
    assert "大概11月30日" in guess and "碰上放假会晚些" in guess
    assert "等着回话就行" in compose(HandoverOpened()).text
    assert "要是放假" in compose(HandoverOpened(is_estimate=True)).text


def test_it_is_said_where_the_answer_comes():
    here, there = (compose(HandoverOpened(in_wechat=one)).text for one in (False, True))
    assert "微信" not in here
    assert there.endswith("到那边随便发句话，人工才好回您。")
    assert "微信" in compose(HandoverLater(Opening(MORNING, 1), in_wechat=True)).text


def test_who_only_tapped_is_asked_for_a_word():
    for outcome in (HandoverOpened, lambda **more: HandoverLater(Opening(MORNING, 1), **more)):
        assert "再随便打几个字发过来" in compose(outcome(needs_word=True)).text
        assert "再随便打几个字" not in compose(outcome()).text


def test_where_no_answer_can_come_it_is_said_where_to_turn_and_when():
    told = compose(HandoverElsewhere(time(8, 30), time(17, 30)))
    for words in ("微信里的“淄助你”", "工作日上午八点半到下午五点半", "12345", "镇街"):
        assert words in told.text
    assert told.waiting is False


def test_whatever_is_told_names_the_number_that_always_answers_or_that_somebody_is_on_the_way():
    for outcome in (HandoverLater(Opening(MORNING, 1)), HandoverOpened(True), HandoverClosed()):
        assert "12345" in compose(outcome).text
    assert compose(HandoverLater(Opening(MORNING, 1))).waiting is True
