"""Whether two kinds of aid can be had beside one another: 两个能同时拿吗, 跟低保冲突不, 还能领护理补贴不.

What the guide says of just these two is told; where it says of none that it shuts the other out, the reply
says that. Whoever asks whether one of them can still be had gets how it was judged.
"""

from __future__ import annotations

import datetime
import re
from collections.abc import Sequence
from typing import TYPE_CHECKING

from bot.blocks import Block, Checklist, Text
from bot.composing import cards, leaflets, replies
from bot.composing.details import find_details, topics_of
from bot.dialogue import meant, pairs
from bot.dialogue.of_policy import say_details
from bot.understanding.asking import asks
from bot.understanding.people.kinship import YOUNG
from bot.wording import say

if TYPE_CHECKING:
    from bot.composing.replies import Judged
    from bot.conversation import Conversation
    from bot.messages import Understanding
    from knowledge import Guide

MOST_LINES = 2
# 那还能领护理补贴不, 那生活补贴还给不: of one alone.
_STILL = re.compile(
    r"[^，。]{0,8}还(?:能|可以|会)?(?:再)?(?:领|拿|享受|办|申请|给|发|有)[^，。]{0,8}(?:不|吗|么|没有?)$"
)
_BOTH = re.compile("(?:那|这|他们|她们)?(?:两|俩|[三四]|几)个?(?:都|也|一起|能)")
_LATER = re.compile("以后|之后|岁|毕业|出来|出狱|回来|再婚|改嫁")
_TWO = re.compile("[今明]年|和|跟|与|同时|一块|一起|冲突|两|俩|都|又|影响|着")


def told(
    guide: Guide,
    conversation: Conversation,
    heard: Understanding,
    ranked: Sequence[Judged],
    *,
    today: datetime.date,
) -> list[Block]:
    """The answer to a question on two, or on whether one can still be had; nothing to any other."""
    if _STILL.match(heard.text) and not _TWO.search(heard.text):
        one = next(iter(ranked), None) or _asked_for(guide, conversation, heard, today)
        if one and _LATER.search(heard.text) and find_details(guide.policies[one.matched.id], heard.text):
            return []  # 七岁以后还有吗: what is written of that
        return [replies.card(guide, conversation, one, today)] if one and not one.received else []
    if not is_of_two(heard.text):
        return []
    if of_each := _of_each(guide, conversation, heard, today):
        return of_each
    offered = [one for one in meant.judge_all(guide, conversation, today) if one.verdict != "unmet"]
    if of_sides := _of_sides(guide, pairs.sides_of(guide, heard, offered)):
        return of_sides
    pair = pairs.pair_meant(guide, conversation, heard, today)
    return _of_pair(guide, *pair) if pair else []


def told_cold(guide: Guide, heard: Understanding) -> list[Block]:
    """What is said of two that are both named, before anything was told: 低保和公租房能一块享受吗."""
    if not (is_of_two(heard.text) and asks(heard.text)) or (heard.evidence and "，" in heard.text):
        return []  # what is told besides is heard first
    if of_sides := _of_sides(guide, pairs.sides_of(guide, heard)):
        return [*of_sides, Text(say("offer_check"))]
    named = pairs.named_apart(guide, heard)
    if len(named) <= 1:
        return []
    return [*_of_pair(guide, *named[:2]), Text(say("offer_check"))]


def is_of_two(asked: str) -> bool:
    """Whether it asks of one kind of aid beside another."""
    return "together" in topics_of(asked)


def _asked_for(
    guide: Guide, conversation: Conversation, heard: Understanding, today: datetime.date
) -> Judged | None:
    named = next(iter(pairs.named_in(guide, heard)), None)
    return meant.judge_one(guide, conversation, named, today) if named else None


def _of_each(
    guide: Guide, conversation: Conversation, heard: Understanding, today: datetime.date
) -> list[Block]:
    """两个都能领吗 of two at school: the children are meant, each by what is best for them; nothing else."""
    people = [one for home in conversation.households for one in home.people]
    pupils = [one.id for one in people if one.relation in YOUNG and "school_stage" in one.facts]
    if len(pupils) < MOST_LINES or not _BOTH.match(heard.text) or pairs.named_in(guide, heard):
        return []
    judged = [one for one in meant.judge_all(guide, conversation, today) if one.verdict != "unmet"]
    best = [next((one for one in judged if one.matched.person == pupil), None) for pupil in pupils]
    return [replies.card(guide, conversation, one, today) for one in best if one is not None]


def _of_sides(guide: Guide, sides: Sequence[tuple[str, str]] | None) -> list[Block]:
    """What is said of the two on either side of 和. Where the guide has none of a name, or one policy gives
    both and says nothing of the two, that is said: another pair would be no answer."""
    if sides is None or not any(policy for _, policy in sides):
        return []
    (word, one), (beside, other) = sides
    if one and other and one != other:
        return _of_pair(guide, one, other)
    if one == other and (details := pairs.both_in(guide, one, (word, beside))[:MOST_LINES]):
        return say_details(guide, one, details)
    return [Text(say("aside_both_untold", one=word, other=beside))]


def _of_pair(guide: Guide, one: str, other: str) -> list[Block]:
    links = pairs.rules_of(guide, one, other)
    names = {"one": cards.short_name(guide, one), "other": cards.short_name(guide, other)}
    if not links:
        sides = ((one, other), (other, one))
        beside = [link.says for a, b in sides for link in guide.policies[a].related if link.policy == b]
        entries = tuple(dict.fromkeys(beside))[:MOST_LINES]
        told: list[Block] = [Checklist(say("aside_both", **names), entries)] if entries else []
        return [*told, Text(say("aside_both_free"))]
    says = dict.fromkeys(link.says.rstrip("。") for link in links)
    refs = [ref for link in links for ref in link.sources]
    entries = tuple(says)[:MOST_LINES]
    return [Checklist(say("aside_both", **names), entries), *leaflets.source_of(guide, refs)]
