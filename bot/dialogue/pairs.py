"""Which two kinds of aid are meant by a question of both, and what the guide says of having them together."""

from __future__ import annotations

import datetime
import re
from collections.abc import Sequence
from itertools import combinations
from typing import TYPE_CHECKING

from bot.composing.details import names_in
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
_AND = re.compile("[和跟与]")
_TOGETHER = re.compile(
    "一[起块]儿?|同时|冲突|冲不|两[样个份]|都|重复|影响|享受|申请|再|能不能|能|可以|和|跟|与"
)


def rules_of(guide: Guide, one: str, other: str) -> list[Link]:
    """What is said of having just these two: of the pair, or of one of them beside several that it names."""
    found = list(guide.between(one, other))
    for a, b in ((one, other), (other, one)):
        names = (guide.policies[b].name, *guide.policies[b].aliases)
        of_several = (link for link in guide.policies[a].not_with if link.policy is None)
        found += [link for link in of_several if any(name in link.says for name in names)]
    return found


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
