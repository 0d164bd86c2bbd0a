"""Several sums told at once: one under another, what they come to together, and since when."""

from __future__ import annotations

import datetime
import re
from collections.abc import Sequence
from itertools import combinations
from typing import TYPE_CHECKING

from bot.blocks import Block, Checklist, Link, Text
from bot.composing import cards, leaflets
from bot.wording import say
from knowledge import Verdict

if TYPE_CHECKING:
    from knowledge import Assessment, Guide, Situation

MOST_SUMS, MOST_UNTOLD = 8, 3
CASH = frozenset({"cash_monthly", "cash_once"})
CARE = "self_care"
MONTHLY = frozenset({"元/人·月", "元/月"})
_OF_YEAR = re.compile(r"按(?P<year>\d{4})年标准(?P<rest>测算.*)")
_MAY_BOTH = re.compile("^(?:不冲突|可以一起)")


def tell_sums(
    guide: Guide,
    found: Sequence[tuple[Situation, Assessment]],
    today: datetime.date,
    untold: Sequence[tuple[Situation, Assessment]] = (),
) -> list[Block]:
    """The sums, in a sentence or side by side; apart from them what hangs on care that was not told of.

    `untold`: what pays money too, of which the sum is not known.
    """
    care = [each for each in found if any(one.fact == CARE for one in each[1].open_facts)]
    sure = [each for each in found if each not in care]
    if not sure:
        sure, care = care, []
    told = _alone(guide, *sure[0], today=today) if len(sure) == 1 else []
    told = _side_by_side(guide, sure, today) if len(sure) > 1 else told
    more = [_if_cared_for(guide, *each, today=today) for each in care]
    more += [_untold(guide, *each, today=today) for each in untold[:MOST_UNTOLD]]
    return [*told[:-1], *more, *told[-1:]]


def _untold(guide: Guide, home: Situation, one: Assessment, *, today: datetime.date) -> Text:
    """您爷爷还可以看困难老人补贴; of a loan with a grant beside it the figure of the grant."""
    who, policy = cards.person_label(home, one.person), guide.policies[one.policy]
    lent = any(each.kind == cards.LOAN for each in policy.benefits)
    given = (each for each in policy.benefits if each.kind in CASH)
    line = next((line for each in given for line in leaflets.lines_of(each, today)), None) if lent else None
    if line is not None:
        return Text(say("sums_grant", who=who, line=line))
    return Text(say("sums_untold", who=who, name=cards.short_name(guide, one.policy)))


def _if_cared_for(guide: Guide, home: Situation, one: Assessment, *, today: datetime.date) -> Text:
    words, note = cards.say_amount(guide, one, today)
    who, name = cards.person_label(home, one.person), cards.short_name(guide, one.policy)
    return Text(say("sums_care", who=who, name=name, amount=words, note=note))


def _alone(guide: Guide, home: Situation, one: Assessment, *, today: datetime.date) -> list[Block]:
    """The one sum that there is, in a sentence."""
    words, note = cards.say_amount(guide, one, today)
    words = words if one.verdict is Verdict.MET else say("amount_if", amount=words)
    who, name = cards.person_label(home, one.person), cards.short_name(guide, one.policy)
    told = say("aside_amount", who=who, name=name, amount=words, note=note)
    return [Text(told), leaflets.link_to(guide.policies[one.policy])]


def _side_by_side(
    guide: Guide, found: Sequence[tuple[Situation, Assessment]], today: datetime.date
) -> list[Block]:
    """The sums one under another, what they come to where they may be had together, and since when."""
    lines, notes = [], []
    for home, one in found[:MOST_SUMS]:
        words, note = cards.say_amount(guide, one, today)
        words = words if one.verdict is Verdict.MET else say("amount_if", amount=words)
        name = cards.short_name(guide, one.policy)
        lines.append(say("sums_line", who=cards.person_label(home, one.person), name=name, amount=words))
        notes.append(note)
    whole = len(found) <= MOST_SUMS  # what they come to is told of no more than is seen
    both = dict.fromkeys(_beside(guide, one, other) for (_, one), (_, other) in combinations(found, 2))
    told: list[Block] = [Checklist(say("sums_title"), tuple(lines))]
    if whole and (together := _together(guide, [one for _, one in found])):
        told.append(Text(together))
    told += [Text(one) for one in both if one]
    told += [Text(f"{one}。") for one in _in_one(list(dict.fromkeys(filter(None, notes))))]
    return [*told, Link(say("link_result"), "result")]


def _in_one(notes: list[str]) -> list[str]:
    """The notes; those that differ in the year alone in one: 按2024年、2023年标准测算."""
    by_rest: dict[str, list[str]] = {}
    for one in notes:
        found = _OF_YEAR.fullmatch(one)
        by_rest.setdefault(found["rest"] if found else one, []).append(found["year"] if found else "")
    return [
        say("sums_note", years="、".join(f"{one}年" for one in years), rest=rest) if years[0] else rest
        for rest, years in by_rest.items()
    ]


def _beside(guide: Guide, one: Assessment, other: Assessment) -> str:
    """What the guide says of having the two together; "" where they are of two people, or it says nothing."""
    if one.person != other.person or one.policy == other.policy:
        return ""
    return next((link.says for link in guide.between(one.policy, other.policy)), "")


def _together(guide: Guide, found: Sequence[Assessment]) -> str:
    """What the monthly sums come to; "" where there is only one, or two may not be had together for all that
    the guide says."""
    monthly = [one for one in found if one.person is not None and one.amount.unit in MONTHLY]
    of_one = [pair for pair in combinations(monthly, 2) if pair[0].person == pair[1].person]
    sure = all(_MAY_BOTH.search(_beside(guide, *pair)) for pair in of_one)
    if len(monthly) < 2 or not sure or not all(one.amount.low for one in monthly):
        return ""
    words = cards.add_up([one.amount for one in monthly])
    words = say("sums_total" if len(monthly) == len(found) else "sums_monthly", amount=words)
    return words if all(one.verdict is Verdict.MET for one in monthly) else say("sums_if", sums=words)
