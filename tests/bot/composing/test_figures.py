"""The figures of a year that is asked for, with their source; what nobody knows is said so."""

import pytest

from bot import Conversation, Message, PolicyCard, render_plain, turn

FATHER = "俺爹今年78了，瘫在炕上三年，没有退休金，家里就俺种地"


def said(guide, day, *texts):
    conversation = Conversation()
    for text in texts:
        answered = turn(guide, conversation, Message(text), day)
        conversation = answered.conversation
    return answered, render_plain(answered.reply)


@pytest.mark.parametrize("text", ["2023年低保标准是多少", "二〇二三年低保标准多少"])
def test_a_year_gets_the_figures_of_that_year_with_source_and_date(guide, day, text):
    _, words = said(guide, day, text)
    figures = ("2023年城市低保标准是 924 元/人·月", "2023年农村低保标准是 801 元/人·月")
    for part in (*figures, "依据", "2023年1月1日起"):
        assert part in words
    assert "989" not in words


def test_last_year_is_reckoned_from_today(guide, day):
    _, words = said(guide, day, "去年低保多少钱")
    assert "989 元/人·月（2024年1月1日起）" in words and "2025年有没有再调整没有查到" in words


@pytest.mark.parametrize("text", ["2021年低保多少钱", "2019年低保标准是多少", "2030年低保多少"])
def test_a_year_nobody_knows_is_said_so(guide, day, text):
    _, words = said(guide, day, text)
    assert f"{text[:5]}城市低保标准的数没有查到" in words and "元/人" not in words


def test_the_waiting_question_is_asked_again_and_nothing_is_taken_for_its_answer(guide, day):
    answered, words = said(guide, day, FATHER, "去年低保多少钱")
    assert answered.conversation.pending.fact == "aid_status"
    assert "aid_status" not in answered.conversation.households[0].household
    assert "989" in words


@pytest.mark.parametrize("text", ["低保多少钱", "低保怎么办", "特困是啥"])
def test_a_question_about_a_policy_is_no_answer_to_the_pending_one(guide, day, text):
    answered, _words = said(guide, day, FATHER, text)
    assert "aid_status" not in answered.conversation.households[0].household
    assert answered.conversation.pending.fact == "aid_status"


def test_a_year_in_a_story_is_no_question_about_figures(guide, day):
    answered, _ = said(guide, day, "2023年俺爹瘫了，到现在一直躺在炕上，78了没有退休金，低保能办不，能领多少")
    assert any(isinstance(one, PolicyCard) for one in answered.reply.blocks)
