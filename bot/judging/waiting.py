"""What keeps a talk from its end though no answer alone settles anything: what was asked and not answered
yet, and two facts that settle it only together, as a 户口 and an income.
"""

from __future__ import annotations

import datetime
from collections.abc import Iterator, Mapping, Sequence
from typing import TYPE_CHECKING

from bot.phrases import value_of

from .consequences import with_answer
from .gains import could_change, expected_gain, likely_answers

if TYPE_CHECKING:
    from bot.conversation import Conversation, Subject
    from bot.messages import MatchedPolicy
    from knowledge import Guide

MOST_REPEATS = 3  # so often it is put again where other things were told
MOST_TRIED, MOST_BESIDE = 3, 6
Wanted = tuple["MatchedPolicy", list["Subject"]]


def still_waiting(
    guide: Guide, conversation: Conversation, wanted_by: Sequence[Wanted], on: datetime.date
) -> Subject | None:
    """What the open question asks, where something else was told and the answer would still change something.

    您家有低保吗|我没工作: nothing is 问完了 with that.
    """
    pending = conversation.pending
    if pending is None or conversation.repeats >= MOST_REPEATS:
        return None
    subject = (pending.household, pending.person, pending.fact)
    concerned = [one.id for one, subjects in wanted_by if subject in subjects]
    situation = conversation.situation(pending.household)
    if not concerned or value_of(situation, pending.person, pending.fact) is not None:
        return None
    return subject if could_change(guide, situation, subject, concerned, on=on) else None


def of_two(
    guide: Guide,
    conversation: Conversation,
    wanted_by: Sequence[Wanted],
    worth: Mapping[Subject, float],
    *,
    on: datetime.date,
) -> Subject | None:
    """The weightiest of the facts that change something once another of them is known."""
    ranked = sorted(worth, key=lambda one: -worth[one])[:MOST_BESIDE]
    for subject in ranked[:MOST_TRIED]:
        concerned = [one for one, subjects in wanted_by if subject in subjects]
        for other in _others(ranked, subject, wanted_by):
            situation = conversation.situation(other[0])
            for value, _ in likely_answers(guide, situation, other, [one.id for one in concerned]):
                supposed = with_answer(guide, situation, other[1:], value)
                if expected_gain(guide, supposed, subject, concerned, on=on):
                    return subject
    return None


def _others(ranked: Sequence[Subject], subject: Subject, wanted_by: Sequence[Wanted]) -> Iterator[Subject]:
    """Those of the same household that one policy waits for beside it."""
    for other in ranked:
        together = any(subject in subjects and other in subjects for _, subjects in wanted_by)
        if other != subject and other[0] == subject[0] and together:
            yield other
