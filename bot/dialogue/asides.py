"""What is asked amid a conversation, without a name: how much, where, who pays, can it be had at all.

The answer is about the policy that is meant (`meant`), from its own data; where that says nothing of it, the
reply says so, with whom to ask. Then the question that waits.
"""

from __future__ import annotations

import dataclasses
import datetime
import re
from collections.abc import Sequence
from typing import TYPE_CHECKING

from bot.blocks import Block, Text
from bot.composing import cards, leaflets, replies
from bot.composing.details import (
    confirming,
    find_details,
    is_of_held,
    is_plain,
    line_of,
    names_in,
    tells_of_known,
    topics_of,
)
from bot.dialogue import both, meant, of_all, schooling, sums, whether, whom
from bot.dialogue.of_policy import (
    BRING,
    HOW,
    OF_NO_POLICY,
    WHERE,
    answer_of,
    asks_of_any,
    is_paper,
    say_details,
)
from bot.dialogue.sums import HOW_MUCH
from bot.judging.still_shown import is_backed
from bot.judging.supposing import held_of
from bot.understanding.asking import asks
from bot.wording import say

from .matter import is_another_matter
from .wanted import LOANS

if TYPE_CHECKING:
    from bot.composing.replies import Judged
    from bot.conversation import Conversation
    from bot.messages import Understanding
    from knowledge import Guide

LONGEST = 24
FEW_TRIED = 3
FAR_MORE = 0.5
# Whoever was beaten and asks what if he comes: help at once, whatever else is asked.
_VISITS = re.compile(
    "(?:他|前夫|男人|老公|丈夫|对象|爱人|那口子|婆家|公公|儿子|他家)[^，。]{0,4}(?:来|找|知道|不走|跟着|闹|放出来|出来)"
    "(?!.{0,4}(?:钱|材料|证|活))[^，。]{0,8}(?:咋|怎么|找谁|谁管)"
)
_OF_BASE = frozenset({"assets", "counts_as", "checks", "visit", "kin_counted"})  # 低保 says it for all
_OF_ITSELF = frozenset({"duration", "paid_when"})  # each has an answer of its own, if any
_GETS = re.compile("办|申请|领|报名|能")  # who asks how to get it wants it
_NO_MONEY = frozenset({"service", "in_kind"})
_OF_A_LOAN = re.compile("贷|利息|利率")
_BY_MONTH = re.compile("一个?月|每个?月|月月")
_IS_PAID = re.compile("[给领拿补发]|救助")  # who asks what is paid out does not ask what need not be paid in


def answer(
    guide: Guide, conversation: Conversation, heard: Understanding, today: datetime.date
) -> list[Block] | None:
    """The reply to a short question about what was shown, then the question that waits; else None."""
    asked = heard.text
    if not (conversation.relevance or conversation.households) and (blocks := both.told_cold(guide, heard)):
        return blocks
    if not conversation.relevance or len(asked) > LONGEST or heard.evidence:
        return None  # where it tells something, what it asks is answered beside that
    told = of_all.who_counts(guide, conversation, asked)
    told = told or _to_what_is_told(guide, conversation, heard, today)
    if told or not asks(asked):
        return [*told, *replies.ask(conversation)] if told else None
    if _fears_visit(conversation, asked):
        return [Text(say("aside_comes")), *replies.ask(conversation)]
    if blocks := _of_whole(guide, conversation, heard, today):
        return [*blocks, *replies.ask(conversation)]
    if conversation.pending is None and HOW.search(asked) and not names_in(asked):
        return None  # 怎么申请, once it is clear what: the application is opened
    if heard.answer is not None and not asks_of_any(asked):
        return None
    judged = meant.judge_asked(guide, conversation, asked, today)
    ranked = meant.theirs_alone(conversation, asked, meant.rank_meant(guide, conversation, heard, judged))
    if blocks := both.told(guide, conversation, heard, ranked, today=today):
        return [*blocks, *replies.ask(conversation)]
    if _OF_BASE.intersection(topics_of(asked)):
        ranked = meant.with_base(guide, conversation, ranked[: FEW_TRIED - 1], today)
    blocks = _of_one(guide, conversation, heard, judged, ranked=ranked, today=today)
    return [*blocks, *replies.ask(conversation)] if blocks else None


def _of_whole(
    guide: Guide, conversation: Conversation, heard: Understanding, today: datetime.date
) -> list[Block]:
    """The answer to what is asked of all that there is, of a card by its place, or whether one can be had."""
    of_two = both.is_of_two(heard.text) and not HOW_MUCH.search(heard.text)
    of_sums = () if of_two else (schooling.told, sums.sums_of)
    for say_all in (of_all.open_to, *of_sums, _pointed_at, whether.told):
        if blocks := say_all(guide, conversation, heard, today):
            return blocks
    return []


def _of_one(
    guide: Guide,
    conversation: Conversation,
    heard: Understanding,
    judged: Sequence[Judged],
    *,
    ranked: Sequence[Judged],
    today: datetime.date,
) -> list[Block] | None:
    """What the one that is meant has to say to it; that nobody knows, where it is of the talk."""
    asked, about = heard.text, _answering(ranked, guide, heard.text, conversation)
    of_sum = HOW_MUCH.search(asked) and not heard.named
    if of_sum:
        if monthly := sums.monthly_of(guide, conversation, about, asked=asked, today=today):
            return monthly
        about = sums.paid_already(guide, judged, about, asked=asked, today=today) or about
    if of_sum and _OF_A_LOAN.search(asked):  # 能贷多少 of who cannot have it yet is of no other aid
        about = next((one for one in (*ranked, *judged) if one.matched.id in LOANS), about)
    if "why_not" in topics_of(asked):
        about = next((one for one in judged if one.verdict == "unmet"), about)
    blocks = answer_of(guide, conversation, about, heard=heard, today=today)
    by_month = _BY_MONTH.search(asked) and ranked and not _gives_money(guide, ranked[0])
    if of_sum and about is not None and not by_month and _called_for_more(conversation, ranked, about):
        first = answer_of(guide, conversation, ranked[0], heard=heard, today=today) or []
        has_sum = cards.say_amount(guide, about.matched.assessment, today)[0]
        blocks = [*first, *(blocks or [] if has_sum or not first else [])]
    if not blocks and ranked and about is not ranked[0]:
        blocks = answer_of(guide, conversation, ranked[0], heard=heard, today=today)
    if not blocks and _is_of_talk(heard):
        blocks = [Text(say("aside_unknown_anywhere"))]
    return blocks


def _to_what_is_told(
    guide: Guide, conversation: Conversation, heard: Understanding, today: datetime.date
) -> list[Block]:
    """How what is offered helps with what is told and not asked: 孩子发烧了 of who sleeps in the street."""
    if not tells_of_known(heard.text) or HOW_MUCH.search(heard.text):
        return []
    offered = (one for one in meant.judge_all(guide, conversation, today) if one.verdict != "unmet")
    for one in offered:
        policy = guide.policies[one.matched.id]
        if details := find_details(policy, heard.text, one.matched.assessment):
            return [*say_details(guide, policy.id, details), leaflets.link_to(policy)]
    return []


def outside(guide: Guide, text: str) -> list[Block]:
    """What is said of the few things beside the guide that people take for its own: 高龄津贴, 办残疾证."""
    if (line := line_of(text)) in OF_NO_POLICY:
        return [Text(say(line))]
    paper = is_paper(text) and "残疾" in text
    return [Text(say("aside_paper", department=confirming(guide, "disability_cert")))] if paper else []


def _fears_visit(conversation: Conversation, asked: str) -> bool:
    """Whether somebody who was beaten asks what to do if he comes: 他来了咋办."""
    matters = (one.facts.get("legal_matter") for home in conversation.households for one in home.people)
    return any("abuse_claim" in held_of(one) for one in matters) and bool(_VISITS.search(asked))


def _pointed_at(
    guide: Guide, conversation: Conversation, heard: Understanding, today: datetime.date
) -> list[Block]:
    """The answer to what points at a card by its place, or at somebody: 第二个呢, 孩子那份呢."""
    plain, place = meant.without_place(heard.text)
    if heard.named or not (asks_of_any(plain) or HOW.search(plain)) or line_of(plain):
        return []
    about: Judged | None = None
    if place is not None and conversation.listed:
        about = meant.at_place(guide, conversation, place, today)
        missing = Text(
            say("aside_no_such", name=cards.short_name(guide, conversation.listed[0].rpartition("/")[2]))
        )
    elif (who := meant.whom_alone(heard.text)) and not (
        topics_of(plain) or meant.words_speak_of(guide, plain)
    ):
        alike = heard.policies if names_in(plain) else {}
        about = meant.of_whom(guide, conversation, who, today, alike=alike)
        plain = plain.replace(who, "这", 1)
        missing = Text(say("aside_not_told", who=who))
    else:
        return []
    if about is None:
        return [missing]
    if about.verdict == "unmet":
        return [replies.card(guide, conversation, about, today)]
    asked = dataclasses.replace(heard, text=plain, answer=None)
    return answer_of(guide, conversation, about, heard=asked, today=today, words=heard.text) or []


def _is_of_talk(heard: Understanding) -> bool:
    """Whether a question that nothing answers is of the talk: nothing is told, and no other matter in it."""
    told = heard.evidence or heard.removed or heard.named or heard.answer is not None
    return not told and not is_another_matter(heard) and not heard.intents


def is_by_the_way(
    guide: Guide, conversation: Conversation, heard: Understanding, today: datetime.date
) -> bool:
    """Whether it asks where another policy is or what it pays, wishes for nothing, and nothing told speaks
    for that one: 救助站在哪 amid a mother's cancer."""
    asked = heard.text
    if not (heard.named and conversation.relevance and asks(asked)) or heard.evidence:
        return False
    if _GETS.search(asked) or not (WHERE.search(asked) or HOW_MUCH.search(asked)):
        return False
    policy = heard.named[0]
    if any(one.matched.id == policy for one in meant.judge_all(guide, conversation, today)):
        return False
    judged = meant.judge_one(guide, conversation, policy, today)
    return judged is None or not is_backed(guide, judged.matched.assessment)


def beside(
    guide: Guide, conversation: Conversation, heard: Understanding, today: datetime.date
) -> list[Block]:
    """The answer to what is asked along with a fact: 还没鉴定过，谁给鉴定; nothing where nothing is."""
    first, _, last = heard.text.rpartition("，")
    if not conversation.relevance or len(heard.text) > LONGEST:
        return []
    if not asks(last):
        return _to_what_is_told(guide, conversation, heard, today)
    ways = first and (WHERE.search(last) or BRING.search(last) or is_paper(last))
    if not (topics_of(last) or ways):
        return []
    asked = dataclasses.replace(heard, text=last, evidence=(), policies={}, answer=None)
    judged = meant.judge_all(guide, conversation, today)
    about = _answering(meant.rank_meant(guide, conversation, asked, judged), guide, last, conversation)
    return answer_of(guide, conversation, about, heard=asked, today=today) or []


def _called_for_more(conversation: Conversation, ranked: Sequence[Judged], about: Judged) -> bool:
    """Whether the best of them is what the words so far call for rather than the one that has a sum.

    多少钱 of a cataract is of what is for eyes, though nobody can tell how much that is.
    """
    if not ranked or about is ranked[0]:
        return False
    relevance = conversation.relevance
    first, other = (relevance.get(one.matched.id, 0.0) for one in (ranked[0], about))
    sure = 1.0 if ranked[0].verdict == "met" else FAR_MORE
    return first == max(relevance.values(), default=0.0) and other < first * sure


def _gives_money(guide: Guide, one: Judged) -> bool:
    """Whether it gives more than things and hands: none of these comes to so much a month."""
    return bool({each.kind or "" for each in guide.policies[one.matched.id].benefits} - _NO_MONEY)


def _answering(
    ranked: Sequence[Judged], guide: Guide, asked: str, conversation: Conversation
) -> Judged | None:
    """The best of them; where another of the best few has an answer and it has none, that one.

    How long it takes is asked of what was just spoken of, whether or not that is known.
    """

    def answers(one: Judged) -> bool:
        found = one.matched.assessment
        if HOW_MUCH.search(asked) and "assets" not in topics_of(asked):
            gives = {each.kind or "" for each in guide.policies[one.matched.id].benefits}
            none = _NO_MONEY | ({"fee_waiver"} if _IS_PAID.search(asked) else set())
            return bool(gives - none) or bool(cards.amount_words(found.amount)[0])
        return bool(find_details(guide.policies[one.matched.id], asked, found))

    tried = (topics_of(asked) or HOW_MUCH.search(asked)) and not (is_of_held(asked) or line_of(asked))
    best = ranked[:FEW_TRIED] if tried else ranked[:1]
    topics = {*topics_of(asked)}
    spoken = _still_spoken_of(guide, conversation, asked, ranked)
    plain = not (topics or HOW_MUCH.search(asked))
    if spoken is not None and (plain or topics & _OF_ITSELF or answers(spoken)):
        return spoken
    return next((one for one in best if answers(one)), next(iter(ranked), None))


def _still_spoken_of(
    guide: Guide, conversation: Conversation, text: str, ranked: Sequence[Judged]
) -> Judged | None:
    """The one that the last reply was about, where the words name nobody and nothing else."""
    plain = is_plain(text) or not names_in(text)
    if whom.relations_in(text) or not (plain or not meant.words_speak_of(guide, text)):
        return None
    return next((one for one in ranked if one.matched.id == conversation.spoken), None)
