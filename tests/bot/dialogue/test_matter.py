"""Words without any matter get a kind question, never a list of policies."""

import pytest

from bot import Conversation, Message, PolicyCard, render_plain, turn

EMPTY = ["asdf 1234 😀", "怎么申请", "我要申请", "帮帮我", "我想问问", "能领多少钱", "123456", "有什么补助"]
EMPTY += ["哈哈哈", "在吗"]
FULL = ["看病", "没工作", "房子漏雨", "上学", "孩子自闭症", "请不起律师", "低保", "想要个轮椅", "没钱交暖气"]


@pytest.mark.parametrize("text", EMPTY)
def test_words_without_a_matter_name_no_policy(guide, day, text):
    answered = turn(guide, Conversation(), Message(text), day)
    assert not [one for one in answered.reply.blocks if isinstance(one, PolicyCard)]
    assert answered.conversation.pending is None
    assert "说" in render_plain(answered.reply)


def test_a_cry_for_help_is_asked_what_is_wrong(guide, day):
    assert "家里谁遇到难处了" in render_plain(turn(guide, Conversation(), Message("帮帮我"), day).reply)


@pytest.mark.parametrize("text", FULL)
def test_one_word_of_a_matter_is_enough(guide, day, text):
    shown = render_plain(turn(guide, Conversation(), Message(text), day).reply)
    assert "家里谁遇到难处了" not in shown and "没听明白" not in shown


def test_how_to_apply_after_a_result_opens_the_application(guide, day):
    told = "家里就我一个人，78了，住在村里，淄博户口，每月三百块钱，没有车没有存款，没有低保"
    conversation = turn(guide, Conversation(), Message(told), day).conversation.replaced(pending=None)
    answered = turn(guide, conversation, Message("怎么申请"), day)
    assert [type(one).__name__ for one in answered.requests] == ["OpenApplication"]


def test_a_name_alone_asks_about_the_policy_and_does_not_say_it_is_had(guide, day):
    answered = turn(guide, Conversation(), Message("低保"), day)
    assert "已经在领" not in render_plain(answered.reply) and "989" in render_plain(answered.reply)


@pytest.mark.parametrize("text", ["凭啥问这个", "问这个干啥", "为什么要问"])
def test_why_it_is_asked_is_said(guide, day, text):
    first = turn(guide, Conversation(), Message("俺爹78了瘫在炕上三年没有退休金"), day)
    second = turn(guide, first.conversation, Message(text), day)
    assert second.reply.blocks[0].text == first.conversation.pending.why
