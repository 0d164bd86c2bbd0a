"""Blocks put together into replies, in the order of reading: what was heard, what there is, one question."""

from __future__ import annotations

import datetime
from collections.abc import Iterable, Sequence
from typing import TYPE_CHECKING

from bot import cards, granted, phrases, wording
from bot.blocks import (
    Block,
    Heard,
    Link,
    PolicyCard,
    QuestionBlock,
    Status,
    StatusRow,
    Text,
    Urgent,
)
from bot.questions import askable
from bot.wording import say
from knowledge import Verdict

if TYPE_CHECKING:
    from bot.conversation import Conversation, Subject
    from bot.messages import MatchedPolicy, RequestStatus, StatusFound
    from knowledge import Guide

MOST_CARDS = 3
MOST_CHIPS = 12


def heard(guide: Guide, conversation: Conversation, subjects: Iterable[Subject]) -> list[Block]:
    """The chips of the facts just heard; nothing when there are none."""
    chips = []
    for household, person, fact in dict.fromkeys(subjects):
        situation = conversation.situation(household)
        if situation is not None and phrases.value_of(situation, person, fact) is not None:
            chips.append(phrases.chip(guide, situation, person, fact))
    return [Heard(tuple(chips[:MOST_CHIPS]))] if chips else []


def card(
    guide: Guide, conversation: Conversation, one: MatchedPolicy, offers: Sequence[str], on: datetime.date
) -> PolicyCard:
    """The card of one matched policy, hypothetical where another policy of `offers` has to come first."""
    situation = conversation.situation(one.household)
    found = one.assessment
    first = None
    if found.verdict is Verdict.UNMET:
        first = granted.find_first_step(guide, situation, found, offers, on)
    return cards.make_card(
        guide,
        situation,
        found,
        on=on,
        asking=list(askable(guide, conversation, one)),
        first=first,
        received=granted.is_received(situation, one.id, one.person),
    )


def offers_of(matched: Iterable[MatchedPolicy]) -> list[str]:
    """The matched policies that are met or may be."""
    return [one.id for one in matched if one.assessment.verdict is not Verdict.UNMET]


def make_cards(
    guide: Guide, conversation: Conversation, matched: Sequence[MatchedPolicy], on: datetime.date
) -> list[PolicyCard]:
    """A card for each matched policy: first what is met, then what is open, then what is not."""
    offers = offers_of(matched)
    made = [card(guide, conversation, one, offers, on) for one in matched]
    rank = {"met": 0, "unknown": 1, "unmet": 2}
    return sorted(made, key=lambda one: rank[one.verdict])


def news(
    guide: Guide, conversation: Conversation, matched: Sequence[MatchedPolicy], on: datetime.date
) -> list[Block]:
    """The cards whose verdict changed since they were shown, and the best of those not shown yet.

    A no that was never offered is only said where it was asked for.
    """
    made, seen = make_cards(guide, conversation, matched, on), conversation.shown
    changed = [one for one in made if seen.get(_key(one), one.verdict) != one.verdict]
    fresh = [one for one in made if _key(one) not in seen]
    fresh = [one for one in fresh if one.verdict != "unmet" or one.policy in conversation.named]
    shown = [*changed, *(fresh[:1] if seen else fresh)][:MOST_CARDS]
    return [*lead(shown), *shown]


def verdicts(blocks: Iterable[Block]) -> dict[str, str]:
    """What the cards among `blocks` said, to tell later what is new."""
    return {_key(one): one.verdict for one in blocks if isinstance(one, PolicyCard)}


def _key(one: PolicyCard) -> str:
    return f"{one.household}/{one.person or ''}/{one.policy}"


def lead(shown: Sequence[PolicyCard]) -> list[Block]:
    """The line above the cards, by what they say."""
    if not shown:
        return []
    verdicts = {one.verdict for one in shown}
    key = "lead_met" if "met" in verdicts else "lead_open" if "unknown" in verdicts else "lead_none"
    return [Text(say(key))]


def ask(conversation: Conversation) -> list[Block]:
    """The pending question, if there is one."""
    return [QuestionBlock(conversation.pending)] if conversation.pending else []


def urgent(kind: str) -> list[Block]:
    """Help at once, with the phones that are answered day and night."""
    phones = wording.load_wording()["phones"][kind]
    lines = tuple(say(f"urgent_{kind}_lines").split("|"))
    numbers = tuple((say(label), number) for label, number in phones)
    return [Urgent(kind, say(f"urgent_{kind}_title"), lines, numbers)]


def out_of_scope(conversation: Conversation) -> list[Block]:
    """Said plainly, with the hotline; then back to the question that waits."""
    blocks: list[Block] = [Text(say("out_of_scope"))]
    if conversation.pending:
        blocks += [Text(say("out_of_scope_back")), *ask(conversation)]
    return blocks


def status(guide: Guide, found: StatusFound) -> list[Block]:
    """Where every request of an application stands."""
    rows = tuple(_status_row(guide, one) for one in found.requests)
    return [Status(found.number, rows), Link(say("link_status"), "status", found.number)]


def _status_row(guide: Guide, one: RequestStatus) -> StatusRow:
    policy = guide.policies.get(one.policy_id)
    return StatusRow(
        policy=one.policy_id,
        name=policy.name if policy else one.policy_id,
        person_label=one.person_label,
        state_label=one.state_label,
        holder=one.holder,
        since=wording.day(one.since),
        next_step=one.next_step,
    )


def apply_links(guide: Guide, shown: Iterable[PolicyCard]) -> list[Block]:
    """One link to apply for what is filed here, and the full result."""
    here = [one for one in shown if one.filing == "here" and _may_apply(one)]
    blocks: list[Block] = []
    if here:
        names = guide.policies[here[0].policy].aliases or (here[0].name,)
        label = say("link_apply", name=names[0]) if len(here) == 1 else say("link_apply_plain")
        blocks.append(Link(label, "apply", here[0].household or ""))
    return [*blocks, Link(say("link_result"), "result")]


def _may_apply(one: PolicyCard) -> bool:
    received = one.verdict_label == say("verdict_received")
    later = one.verdict == "unknown" and one.verdict_label != say("verdict_office")
    return one.verdict != "unmet" and not received and not later
