"""Read aloud: whole sentences, nothing that only the eye understands."""

import pytest

from bot import Conversation, Link, Message, PolicyCard, Reply, Text, render_speech, turn

SAID = ["俺爹78了瘫在炕上没有退休金，家里就俺种地", "低保多少钱", "我不想活了", "路灯坏了找谁修"]


@pytest.mark.parametrize("text", SAID)
def test_it_is_whole_sentences_without_marks(guide, day, text):
    spoken = render_speech(turn(guide, Conversation(), Message(text), day).reply)
    assert spoken.endswith(("。", "？")) and "。。" not in spoken and "，。" not in spoken
    assert not set("①②③✓◐－<>【】《》“”") & set(spoken)


def test_the_question_comes_last(guide, day):
    answered = turn(guide, Conversation(), Message(SAID[0]), day)
    question = answered.conversation.pending.text
    assert question in render_speech(answered.reply)[-120:]


def test_a_card_says_verdict_sum_reason_and_source():
    card = PolicyCard(
        "a", "低保", "全家", "met", "符合", "对得上。", amount="每月 10 元", source="依据 《办法》第一条"
    )
    assert render_speech(Reply((card,))) == "低保，全家，符合。每月 10 元。对得上。依据 办法第一条。"


def test_links_are_not_read_out():
    assert render_speech(Reply((Text("好。"), Link("看结果", "result")))) == "好。"


def test_one_of_two_offices_is_said_as_one_of_two():
    said = render_speech(Reply((Text("户口所在镇（街道）便民服务中心，或村（居）委会"),)))
    assert said == "户口所在镇或街道便民服务中心，或村或居委会。"
