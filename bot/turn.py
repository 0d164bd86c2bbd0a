"""The whole dialogue on one page: what comes in decides who answers, and every answer ends in one reply.

Danger comes first, then what the citizen asked the conversation to do, then facts: what was heard, what there
is, and the one question that settles most.
"""

from __future__ import annotations

import dataclasses
import datetime
import re
from typing import TYPE_CHECKING

from bot import acting, answering, asides, caring, meant, replies, soothing, telling
from bot.conversation import Conversation
from bot.matter import asks_why, is_bare_name, says_matter
from bot.messages import Message, Outcome, Turn, Understanding
from bot.understanding import understand

if TYPE_CHECKING:
    from knowledge import Guide

_ASKS = re.compile("多少|怎么|咋|啥|什么|吗|哪|几")
_CORRECTS = re.compile(
    "说错|弄错|搞错|记错|写错|错了|不对|更正|改一下|改改|重说|不是(?![的啊呀，。]).{1,6}是"
)
_CHANGES = re.compile("改一下|改改|更正|重说")
SHORT = 7
SHORTEST = 3


def turn(guide: Guide, conversation: Conversation, message: Message | Outcome, today: datetime.date) -> Turn:
    """The reply to a message or to the outcome of a request, and the conversation after it. Never raises."""
    turned = _turn(guide, conversation, message, today)
    text = message.text if isinstance(message, Message) else ""
    return caring.with_care(guide, conversation, turned, text=text, today=today)


def _turn(guide: Guide, conversation: Conversation, message: Message | Outcome, today: datetime.date) -> Turn:
    """The same, without what is said beside it."""
    if not isinstance(message, Message):
        return acting.report(guide, conversation, message)
    tap = answering.resolve(conversation, message)
    if tap.action:
        return acting.act(guide, conversation, tap, today)
    if tap.answer is not None:
        return telling.answer(guide, conversation, tap.answer, words=tap.label, today=today)
    heard = _understood(guide, conversation, tap.text, today)
    if heard.urgent:
        return acting.help_now(guide, conversation, heard, today)
    if (calmed := soothing.go_on(guide, conversation, heard, today)) is not None:
        return calmed
    conversation = conversation.replaced(alarmed="")
    if heard.status or "status" in heard.intents or acting.is_tail(conversation, tap.text):
        return acting.look_up(guide, conversation, heard, text=tap.text, today=today)
    if conversation.pending is not None and asks_why(tap.text):
        return acting.INTENTS["why"](guide, conversation, heard, today)
    if figures := telling.figures_asked(guide, conversation, tap.text, today):
        return telling.said(conversation, figures)
    for intent, act in acting.INTENTS.items():
        if intent in heard.intents and not (intent == "unsure" and heard.evidence):
            return act(guide, conversation, heard, today)
    heard = meant.with_name(guide, conversation, heard, today)
    if aside := asides.answer(guide, conversation, heard, today):
        return telling.said(conversation, aside)
    if heard.named and not heard.evidence and _ASKS.search(heard.text):
        heard = dataclasses.replace(heard, answer=None)  # 低保多少钱 asks; it does not say that there is one
    if conversation.households and _CORRECTS.search(heard.text):
        heard = _without_stray_answer(heard)
        if not heard.evidence and not heard.removed and heard.answer is None:
            return telling.offer_correction(guide, conversation)
    if heard.answer is not None and not _says_more(heard):
        return telling.answer(guide, conversation, heard.answer, words=tap.text, today=today)
    if not conversation.pending and not says_matter(heard):
        return acting.ask_matter(guide, conversation, heard, today)
    if not heard.in_scope and not heard.evidence and not _is_try(conversation, tap.text):
        return telling.said(conversation, replies.out_of_scope(conversation))
    return telling.tell(guide, conversation, heard, today)


def _understood(guide: Guide, conversation: Conversation, text: str, today: datetime.date) -> Understanding:
    """What the words say here: a bare name tells no fact, a status denied asks for nothing."""
    heard = understand(guide, text, conversation.households, conversation.pending, today=today)
    if conversation.pending is None and is_bare_name(guide, text):
        heard = dataclasses.replace(heard, evidence=(), removed=(), situations=conversation.households)
    return meant.without_status_names(guide, conversation, heard)


def _without_stray_answer(heard: Understanding) -> Understanding:
    """A correction without an answer that its words do not bear out: 改一下 is no 一."""
    heard_facts = {one.fact for one in heard.evidence}
    stray = heard.answer is not None and (heard_facts or _CHANGES.search(heard.text))
    if stray and heard.answer.fact not in heard_facts:
        return dataclasses.replace(heard, answer=None)
    return heard


def _says_more(heard: Understanding) -> bool:
    """Whether a message holds facts beyond the answer to the question."""
    answer = heard.answer
    return any((one.fact, one.person) != (answer.fact, answer.person) for one in heard.evidence)


def _is_try(conversation: Conversation, text: str) -> bool:
    """Whether a few words are rather a try at the question, or no words, than a matter of their own."""
    words = sum(one.isalnum() for one in text)
    return words < (SHORT if conversation.households else SHORTEST)
