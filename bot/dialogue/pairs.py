"""Which two kinds of aid are meant by a question of both, and what the guide says of having them together."""

from __future__ import annotations

import datetime
import re
from collections.abc import Sequence
from itertools import combinations
from typing import TYPE_CHECKING

from bot.composing.details import Detail, names_in, sentences_of
from bot.composing.sums import CASH
from bot.dialogue import meant
from bot.relevance.sought import sought_each

if TYPE_CHECKING:
    from bot.composing.replies import Judged
    from bot.conversation import Conversation
    from bot.messages import Understanding
    from knowledge import Guide, Policy
    from knowledge.policies import Link

MOST_TRIED = 6
AS_MUCH = 0.5  # called for half as much as what is called for most
STEM = 3  # 国家助学金 and 中职助学金 end alike
SHORTEST = 2
PAIR = 2
LONGEST = 12  # of what stands on either side of 和: more is a tale
_AND = re.compile("[和跟与]")
# 那我领着低保和公益岗能一起吗: what stands before the one, and what asks behind the other.
_BEFORE = re.compile(
    "^(?:那|我家?|俺家?|咱家?|他|她|孩子|的|又|既|有了?|领[了着]?|拿[了着]?|吃[了着]?|想|问一?下?|这个){1,6}"
)
_ASKS = re.compile(
    "能|可以|可不|一[起块]|同时|都|冲突|冲不|重复|影响|又|是不是|会不会|有没有|(?:两|俩)[样个份]"
)
_OF_BOTH = re.compile("一起|同时|二选一|不影响|不再领")
_TOGETHER = re.compile(
    "一[起块]儿?|同时|冲突|冲不|两[样个份]|都|重复|影响|享受|申请|再|能不能|能|可以|和|跟|与"
)


def rules_of(guide: Guide, one: str, other: str) -> list[Link]:
    """What is said of having just these two: of the pair, or of one of them beside several that it names;
    where there is none such, what names it in a list of several on the way."""
    found = list(guide.between(one, other))
    listing: list[Link] = []
    for a, b in ((one, other), (other, one)):
        names = (guide.policies[b].name, *guide.policies[b].aliases)
        for link in guide.policies[a].not_with:
            if link.policy is None and any(name in link.says for name in names):
                found.append(link)
            elif any(f"{name}、" in link.says or f"、{name}" in link.says for name in names):
                listing.append(link)
    return found or [link for link in listing if _OF_BOTH.search(link.says)]


def named_in(guide: Guide, heard: Understanding, offered: Sequence[Judged] = ()) -> tuple[str, ...]:
    """The policies that the words name, by a thing sought or by the only one that a court or office gives; of
    those that answer one word the one that was offered."""
    there = {one.matched.id for one in offered}
    sought = [next((one for one in each if one in there), each[0]) for each in sought_each(heard.text)]
    named = [one for one in heard.named or sought if one in guide.policies]
    return tuple(dict.fromkeys([*named, *_of_offices(guide, heard.text)]))


def named_apart(guide: Guide, heard: Understanding) -> tuple[str, ...]:
    """The same, and where that is one alone what the words on either side of 和 speak of."""
    named = named_in(guide, heard)
    parts = (part for part in _AND.split(heard.text) if len(names_in(part)) >= SHORTEST)
    spoken = (one for part in parts for one in meant.words_speak_of(guide, part)[:1])
    return named if len(named) > 1 else tuple(dict.fromkeys([*named, *spoken]))


def sides_of(
    guide: Guide, heard: Understanding, offered: Sequence[Judged] = ()
) -> list[tuple[str, str]] | None:
    """What stands on either side of 和, each with the policy that it names, "" where the guide has none of
    that name; None where two are not set side by side."""
    parts = _AND.split(heard.text.rpartition("，")[2])
    words = [_ASKS.split(_BEFORE.sub("", one))[0] for one in parts]
    if len(parts) != PAIR or min(map(len, words)) < SHORTEST or max(map(len, words)) > LONGEST:
        return None
    called = [_called(guide, word, offered) for word in words]
    return [
        (word, policy and _offered_kin(guide, policy, offered, word))
        for word, policy in zip(words, called, strict=True)
    ]


def both_in(guide: Guide, policy: str, words: Sequence[str]) -> list[Detail]:
    """The policy's own sentences that name both of two things that it gives."""
    told = sentences_of(guide.policies[policy])
    return [one for one in told if all(word in one.says for word in words)]


def _called(guide: Guide, word: str, offered: Sequence[Judged]) -> str:
    """The policy with the longest name that stands in the word; else one of whose name the word is
    part, rather one that was offered; else the one that a thing sought answers."""
    there = [one.matched.id for one in offered]
    policies = sorted(guide.policies.values(), key=lambda one: one.id not in there)
    names = [(name, one.id) for one in policies for name in (one.name, *one.aliases)]
    standing = [(name, policy) for name, policy in names if name in word]
    if standing:
        return max(standing, key=lambda one: len(one[0]))[1]
    within = next((policy for name, policy in names if word in name), "")
    sought = next((one for each in sought_each(word) for one in each if one in guide.policies), "")
    return within or sought


def _of_offices(guide: Guide, asked: str) -> list[str]:
    found = []
    for one in guide.departments.values():
        given = [policy.id for policy in guide.policies.values() if policy.department == one.id]
        if len(given) == 1 and any(name in asked for name in (one.name, *one.aliases)):
            found += given
    return found


def pair_meant(
    guide: Guide, conversation: Conversation, heard: Understanding, today: datetime.date
) -> tuple[str, str] | None:
    """The two that are meant: those named; beside one, what the talk is about; of none, what was offered."""
    judged = meant.judge_all(guide, conversation, today)
    offered = [one for one in judged if one.verdict != "unmet"]
    named = [_offered_kin(guide, one, offered, heard.text) for one in named_in(guide, heard, offered)]
    named = list(dict.fromkeys(named))
    if len(named) > 1:
        return named[0], named[1]
    named = named or _alluded(guide, offered, heard.text)
    others = _talked_of(conversation, judged) if named else _had(conversation, offered)[:MOST_TRIED]

    def pays(policy: str) -> bool:  # 两样能一起领吗 is of what is paid out
        return any(each.kind in CASH for each in guide.policies[policy].benefits)

    beside = [(one, other) for one in named for other in others if one != other]
    pairs = beside or sorted(combinations(others, 2), key=lambda pair: not all(map(pays, pair)))
    return next((pair for pair in pairs if rules_of(guide, *pair)), next(iter(pairs), None))


def _offered_kin(guide: Guide, named: str, offered: Sequence[Judged], asked: str) -> str:
    """The one named; where it was not offered and one that is called alike was, that one: 国家助学金 of a
    pupil at a trade school."""
    if any(one.matched.id == named for one in offered):
        return named
    policy = guide.policies[named]
    stems = {name[-STEM:] for name in policy.aliases if name[-STEM:] in asked}
    kin = (guide.policies[one.matched.id] for one in offered)
    alike = (
        one.id
        for one in kin
        if one.groups[0] == policy.groups[0] and any(name[-STEM:] in stems for name in one.aliases)
    )
    return next(alike, named)


def _alluded(guide: Guide, offered: Sequence[Judged], asked: str) -> list[str]:
    """What was offered and is called by a word of the question: 助学金, 免学费."""
    left = names_in(_TOGETHER.sub("，", asked))
    if len(left) < SHORTEST:
        return []
    called = (guide.policies[one.matched.id] for one in offered)
    return [one.id for one in called if _is_called(one, left)]


def _is_called(policy: Policy, word: str) -> bool:
    return any(word in name for name in (policy.name, *policy.aliases))


def _talked_of(conversation: Conversation, judged: Sequence[Judged]) -> list[str]:
    """What the talk is about, to be had or not: what was asked for last, then what is called for."""
    relevance = conversation.relevance
    least = max(relevance.values(), default=0.0) * AS_MUCH
    called_for = sorted(relevance, key=lambda one: -relevance[one])
    there = {one.matched.id for one in judged}
    asked_for = [one for one in conversation.named[-1:] if one in there]
    may = [one.matched.id for one in judged if one.verdict != "unmet" and not one.received]
    most = [one for one in called_for if relevance[one] >= least and one in there]
    return list(dict.fromkeys([*asked_for, *most, *may]))


def _had(conversation: Conversation, offered: Sequence[Judged]) -> list[str]:
    """What was asked for last, what may be had, surely first, and what is received."""
    ranked = sorted(offered, key=lambda one: (one.received, one.verdict != "met"))
    return list(dict.fromkeys([*conversation.named[-1:], *(one.matched.id for one in ranked)]))
