"""What a word calls for only beside what was told of: 能垫吗 after a crash, 能报多少 of what pays back."""

from __future__ import annotations

import re
from collections.abc import Sequence
from typing import TYPE_CHECKING

from bot.judging.supposing import held_of

if TYPE_CHECKING:
    from bot.composing.replies import Judged
    from bot.conversation import Conversation
    from knowledge import Guide

_OF_CRASHES = "traffic-accident-fund"
_ADVANCES = re.compile("垫")
_CRASH = re.compile("车(?!间)|撞|肇事|交通|交警|救助基金")
_REFUNDS = re.compile("(?<![申上举汇通警])报(?![名警到案告考社道])")
# The first as much as being of the group and the department asked for.
SURELY_PAID_BACK, MAYBE_PAID_BACK = 2, 1


def fitting(conversation: Conversation, text: str, policies: Sequence[str]) -> tuple[str, ...]:
    """`policies` without the fund of crashes where 垫 is asked for and no car was told of."""
    if not _ADVANCES.search(text) or _CRASH.search(text) or _tells_of_crash(conversation):
        return tuple(policies)
    return tuple(one for one in policies if one != _OF_CRASHES)


def _tells_of_crash(conversation: Conversation) -> bool:
    homes = [one.household for one in conversation.households]
    if any("traffic_accident" in held_of(one.get("emergency_events")) for one in homes):
        return True
    return _OF_CRASHES in conversation.relevance


def asks_refund(text: str) -> bool:
    """能报多少: not 报名."""
    return bool(_REFUNDS.search(text))


def paid_back(guide: Guide, one: Judged) -> int:
    """How surely it pays back what was spent, whichever department it is of: 康复一年给报多少."""
    if one.received or all(each.kind != "reimbursement" for each in guide.policies[one.matched.id].benefits):
        return 0
    return SURELY_PAID_BACK if one.verdict == "met" else MAYBE_PAID_BACK


__all__ = ["asks_refund", "fitting", "paid_back"]
