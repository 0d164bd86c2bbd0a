"""啥是转诊备案, amid the question that uses the word: what it means, and the question once more."""

from __future__ import annotations

import re
from typing import TYPE_CHECKING

from bot.blocks import Block, Text
from bot.composing import replies
from bot.wording import load_wording, say

if TYPE_CHECKING:
    from bot.blocks import Question
    from bot.conversation import Conversation
    from bot.messages import Understanding

_AHEAD = r"(?:那|请问|问一下|哎|嗯|恩|你说的?|这个?|到底|，| ){0,4}"
_BEHIND = r"(?:啊|呀|呢|啦|哩|来着|我不懂|俺不懂|不明白|不懂|？|\?|。|，| ){0,4}"
# 啥是转诊备案, 啥叫户口在淄博, 居民医保是啥, 转诊备案啥意思
_ASKS = re.compile(
    rf"{_AHEAD}(?:(?:啥|什么|何)(?:样的?)?(?:才?是|才?叫|叫做|才?算|为)(?P<first>[^，。？? ]{{2,12}}?)|"
    rf"(?P<then>[^，。？?啥 ]{{2,12}}?)(?:又|到底)?(?:是|叫|指)?(?:个|的)?(?:啥|什么)(?:意思|东西|玩意儿?)?)"
    rf"{_BEHIND}"
)


def explain(conversation: Conversation, heard: Understanding) -> list[Block]:
    """What a word of the open question means; nothing where it is asked of another word, or of a policy."""
    pending, found = conversation.pending, _ASKS.fullmatch(heard.text.strip())
    if pending is None or found is None or heard.named:
        return []
    asked = found["first"] or found["then"]
    terms = [term for term in load_wording()["terms"] if term in asked or asked in term]
    if not terms and not _is_of(pending, asked):
        return []
    words = load_wording()["terms"][terms[0]] if terms else pending.why or say("why_plain")
    return [Text(words), *replies.ask(conversation)]


def _is_of(question: Question, asked: str) -> bool:
    return any(asked in words for words in (question.text, *(one.label for one in question.choices)))


__all__ = ["explain"]
