"""Who of a family can be filed for alone once it is 低保边缘, though all of them together cannot."""

from __future__ import annotations

import dataclasses
import datetime
from collections.abc import Iterator, Sequence
from typing import TYPE_CHECKING

from knowledge import Verdict

from .assessing import assess_supposed
from .granted import find_first_step, is_received

if TYPE_CHECKING:
    from bot.conversation import Conversation
    from bot.messages import MatchedPolicy
    from knowledge import Guide

_ALONE = "alone"


def filed_alone(
    guide: Guide, conversation: Conversation, matched: Sequence[MatchedPolicy], on: datetime.date
) -> Iterator[MatchedPolicy]:
    """Beside what a household cannot have: those of it who can alone, another aid granted first.

    三级智力残疾 in a family that is over the line of 低保 and within that of 低保边缘.
    """
    offers = [one.id for one in matched if one.assessment.verdict is not Verdict.UNMET]
    for one in matched:
        if one.assessment.verdict is not Verdict.UNMET or one.assessment.unit == _ALONE:
            continue
        if all(unit.unit != _ALONE for unit in guide.policies[one.id].who):
            continue
        situation = conversation.situation(one.household)
        for found in assess_supposed(guide, situation, on, [one.id]) if situation else ():
            if found.unit != _ALONE or found.verdict is not Verdict.UNMET:
                continue
            if is_received(guide, situation, one.id, found.person):
                continue
            if find_first_step(guide, situation, found, offers=offers, on=on) is not None:
                yield dataclasses.replace(one, person=found.person, assessment=found)


__all__ = ["filed_alone"]
