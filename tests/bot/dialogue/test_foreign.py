"""English is told apart from pinyin, numbers and single words."""

import datetime

import pytest

from bot import Conversation, Message, turn
from bot.blocks import QuestionBlock, Text, Urgent
from bot.dialogue.foreign import is_english

DAY = datetime.date(2026, 12, 1)


@pytest.mark.parametrize("text", ["How do I apply?", "I’m 76, no children", "help", "My husband is ill"])
def test_english_is_known(text):
    assert is_english(text)


@pytest.mark.parametrize(
    "text",
    ["dibao zenme shenqing", "wo ba tan le", "ZB F5TWE RJBS1", "ok", "有 HIV in 淄博", ""],
)
def test_what_is_not_english_is_left_alone(text):
    assert not is_english(text)


def test_english_midway_raises_no_alarm_and_asks_the_question_again(guide):
    begun = turn(guide, Conversation(), Message(text="俺爹今年78了，瘫在炕上"), DAY).conversation
    told = turn(guide, begun, Message(text="I have no income at all"), DAY)
    assert not any(isinstance(one, Urgent) for one in told.reply.blocks)
    (says,) = (one.text for one in told.reply.blocks if isinstance(one, Text))
    assert "12345" in says and "110" in says and says.isascii()
    assert any(isinstance(one, QuestionBlock) for one in told.reply.blocks)
    assert told.conversation.evidence == begun.evidence and told.conversation.pending == begun.pending
