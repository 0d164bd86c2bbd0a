"""The whole dialogue on one page: what comes in decides who answers, and every answer ends in one reply.

Danger comes first, then what the citizen asked the conversation to do, then facts: what was heard, what there
is, and the one question that settles most.
"""

from __future__ import annotations

import dataclasses
import datetime
import re
from typing import TYPE_CHECKING

from bot.blocks import Block, PolicyCard, Reply, Text
from bot.composing import replies
from bot.conversation import Conversation
from bot.dialogue import (
    acting,
    answering,
    asides,
    asking_on,
    both,
    caring,
    explaining,
    foreign,
    meant,
    one_word,
    schooling,
    sheltering,
    soothing,
    taking_back,
    telling,
    wanted,
)
from bot.dialogue.correcting import begins_with_no, puts_right_another, read_correction
from bot.dialogue.matter import (
    asks_why,
    is_another_matter,
    is_bare_name,
    is_no_matter,
    mourns,
    opens_outside,
    says_matter,
    tells_of_home,
    tells_of_lost_spouse,
    tells_of_the_ill,
)
from bot.messages import Message, Outcome, Turn, Understanding
from bot.understanding import understand
from bot.understanding.asking import asks
from bot.wording import say

if TYPE_CHECKING:
    from knowledge import Guide

_CHANGES = re.compile("改一下|改改|更正|重说")
_SAYS_WRONG = re.compile(f"说错|弄错|搞错|记错|写错|错了|不对|{_CHANGES.pattern}")
_CORRECTS = re.compile(f"{_SAYS_WRONG.pattern}|不是(?![的啊呀，。]).{{1,6}}是")
SHORT = 7
OF_THE_LEFT = "unsupported-child-living"  # whom a parent who is missing leaves
FEWEST_LISTED = 2  # one card alone is no new list
SHORTEST = 3


def turn(guide: Guide, conversation: Conversation, message: Message | Outcome, today: datetime.date) -> Turn:
    """The reply to a message or to the outcome of a request, and the conversation after it. Never raises."""
    turned = _turn(guide, conversation, message, today)
    text = message.text if isinstance(message, Message) else ""
    return _with_list(caring.with_care(guide, conversation, turned, text=text, today=today))


def _with_list(turned: Turn) -> Turn:
    """The turn whose conversation knows the cards shown, for 第二个怎么办, and the one it is about."""
    spoken = replies.only_policy_of(turned.reply)
    if spoken != turned.conversation.spoken:
        turned = dataclasses.replace(turned, conversation=turned.conversation.replaced(spoken=spoken))
    cards = [one for one in turned.reply.blocks if isinstance(one, PolicyCard)]
    before = turned.conversation.listed
    if not cards or (before and len(cards) < FEWEST_LISTED):
        return turned
    listed = tuple(one.key for one in cards)
    return dataclasses.replace(turned, conversation=turned.conversation.replaced(listed=listed))


def _turn(guide: Guide, conversation: Conversation, message: Message | Outcome, today: datetime.date) -> Turn:
    """The same, without what is said beside it."""
    if not isinstance(message, Message):
        return acting.report(guide, conversation, message)
    tap = answering.resolve(conversation, message)
    if tap.action:
        return acting.act(guide, conversation, tap, today)
    if tap.answer is not None and not soothing.is_for_alarm(conversation, message):
        calm = conversation.replaced(alarmed="")
        return telling.answer(guide, calm, tap.answer, words=tap.label, today=today)
    if foreign.is_english(tap.text):
        return foreign.answer(conversation)
    heard = soothing.with_hunger(conversation, _understood(guide, conversation, tap.text, today))
    heard = soothing.of_the_dead(conversation, heard)
    heard = sheltering.of_the_struck(conversation, heard)
    if (sheltered := sheltering.answer(guide, conversation, heard)) is not None:
        return sheltered
    if heard.urgent:
        return acting.help_now(guide, conversation, heard, today)
    if (calmed := soothing.go_on(guide, conversation, heard, today)) is not None:
        return calmed
    heard = soothing.without_denial(conversation, heard)
    conversation = conversation.replaced(alarmed="")
    if heard.status or "status" in heard.intents or acting.is_tail(conversation, tap.text):
        return acting.look_up(guide, conversation, heard, text=tap.text, today=today)
    turned = _asked_to_do(guide, conversation, heard, tap.text, today=today) or _told(
        guide, conversation, heard, tap.text, today=today
    )
    return caring.with_aside(guide, conversation, turned, heard, today=today)


def _asked_to_do(
    guide: Guide, conversation: Conversation, heard: Understanding, text: str, *, today: datetime.date
) -> Turn | None:
    """What is asked of the conversation itself: why a question, figures of a year, one of the intents."""
    if conversation.pending is not None and asks_why(text):
        return acting.INTENTS["why"](guide, conversation, heard, today)
    if meaning := explaining.explain(conversation, heard):
        return telling.said(conversation, meaning)
    if figures := telling.figures_asked(guide, conversation, text, today):
        return telling.said(conversation, figures)
    for intent, act in acting.INTENTS.items():
        if intent in heard.intents and not _rather_tells(intent, heard):
            return act(guide, conversation, heard, today)
    return None


def _rather_tells(intent: str, heard: Understanding) -> bool:
    """Whether a pleasantry comes along with a fact, or with the answer to the question."""
    if intent == "unsure":
        return bool(heard.evidence)
    return intent in acting.PLEASANTRIES and bool(heard.evidence or heard.removed or heard.answer is not None)


def _told(
    guide: Guide, conversation: Conversation, heard: Understanding, text: str, *, today: datetime.date
) -> Turn:
    """Facts, needs, corrections and answers."""
    if (taken := taking_back.take_back(guide, conversation, heard)) is not None:
        return _went_on_without(guide, *taken, today=today)
    conversation, heard = wanted.with_wished(conversation, wanted.without_known(conversation, heard))
    heard = schooling.of_their_school(conversation, one_word.in_full(conversation, heard))
    heard = meant.with_name(guide, conversation, heard, today)
    if aside := asides.answer(guide, conversation, heard, today):
        named = heard.named or meant.told_of(guide, conversation, heard.text, aside)
        named = () if both.is_of_two(heard.text) else named  # 和低保能一起吗: the talk stays where it was
        told = conversation.replaced(named=(*conversation.named, *named))
        return asking_on.answered(guide, told, aside, today)
    if asides.is_by_the_way(guide, conversation, heard, today):
        return telling.noted(guide, conversation, heard, today)
    if _only_mourns(conversation, heard):
        return telling.mourned(guide, conversation, heard, today)
    if heard.named and not heard.evidence and asks(heard.text):
        heard = dataclasses.replace(heard, answer=None)  # 低保多少钱 asks; it does not say that there is one
    no_first = begins_with_no(guide, conversation, heard)
    if conversation.households and (no_first or _CORRECTS.search(heard.text)):
        stands = no_first and not puts_right_another(guide, conversation, heard)
        heard = heard if stands else _without_stray_answer(heard)
        corrected = _corrected(guide, conversation, heard, text, today=today)
        if corrected is not None:
            return corrected
    parts = telling.parts(conversation, heard)  # 我家吃低保, and 我妈 lives at 我哥's
    if heard.answer is not None and not (parts or _says_more(heard)):
        return telling.answer(guide, conversation, heard.answer, words=text, today=today)
    if not (conversation.pending or says_matter(heard) or (heard.mourned and conversation.households)):
        return acting.ask_matter(guide, conversation, heard, today)
    begins = not (conversation.households or conversation.pending)
    if begins and tells_of_lost_spouse(heard):
        return telling.said(conversation.replaced(relevance={OF_THE_LEFT: 1.0}), [Text(say("lost_spouse"))])
    tells = heard.in_scope or heard.evidence or heard.removed or parts
    if begins and opens_outside(heard):
        tells = False  # 停车场一个小时收我十五: what was heard in passing makes it nothing of the guide's
    if not (tells or tells_of_the_ill(heard)) and not _is_try(conversation, text):
        return _sent_on(guide, conversation, heard, today)
    return telling.tell(guide, conversation, heard, today)


def _sent_on(guide: Guide, conversation: Conversation, heard: Understanding, today: datetime.date) -> Turn:
    """After words that are no matter of the guide's: amid a talk let be, else one hears who can help."""
    if conversation.relevance and not is_another_matter(heard):
        return telling.not_taken(guide, conversation, today, another=is_no_matter(heard))
    if mourns(heard) or tells_of_home(heard):  # who tells of a death is not sent away
        return acting.ask_matter(guide, conversation, heard, today)
    beside = asides.outside(guide, heard.text)
    return telling.said(conversation, beside or replies.out_of_scope(conversation))


def _went_on_without(
    guide: Guide, conversation: Conversation, blocks: list[Block], rest: str, *, today: datetime.date
) -> Turn:
    """After something was taken back: on with what is told beside it, or with what waits."""
    heard = _understood(guide, conversation, rest, today) if rest else None
    if heard is None or not heard.evidence:
        return telling.went_on(guide, conversation, blocks, today)
    told = telling.tell(guide, conversation, heard, today)
    return dataclasses.replace(told, reply=Reply((*blocks, *told.reply.blocks)))


def _corrected(
    guide: Guide, conversation: Conversation, heard: Understanding, text: str, *, today: datetime.date
) -> Turn | None:
    """说错了，四千二 put right at once; 改一下 alone shows what was heard."""
    righted = read_correction(guide, conversation, heard.text)
    if righted is not None and all(one.fact != righted.fact for one in heard.evidence):
        return telling.answer(guide, conversation, righted, words=text, today=today)
    says_nothing = not heard.evidence and not heard.removed and heard.answer is None
    if says_nothing and _SAYS_WRONG.search(heard.text):
        return telling.offer_correction(guide, conversation)
    return None


def _understood(guide: Guide, conversation: Conversation, text: str, today: datetime.date) -> Understanding:
    """What the words say here: a bare name tells no fact, a status denied asks for nothing."""
    known, pending = conversation.households, conversation.pending
    heard = understand(guide, text, known, pending, today=today, told=conversation.evidence)
    if conversation.pending is None and is_bare_name(guide, text):
        heard = dataclasses.replace(heard, evidence=(), removed=(), situations=conversation.households)
    heard = wanted.without_loans(wanted.without_status_names(guide, conversation, heard))
    return wanted.without_suits(conversation, heard)


def _only_mourns(conversation: Conversation, heard: Understanding) -> bool:
    """Whether a message amid the talk says no more than that somebody has died: 老头子早没了."""
    more = heard.evidence or heard.removed or heard.answer is not None or heard.named or asks(heard.text)
    brief = len(heard.text) < 2 * telling.TELLING_LENGTH
    return heard.mourned and brief and bool(conversation.relevance) and not more


def _without_stray_answer(heard: Understanding) -> Understanding:
    """A correction without an answer that its words do not bear out: 改一下 is no 一."""
    heard_facts = {one.fact for one in heard.evidence}
    says_other = heard_facts or heard.removed or _CHANGES.search(heard.text)
    stray = heard.answer is not None and says_other
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
