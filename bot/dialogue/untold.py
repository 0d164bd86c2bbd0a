"""What is said where the guide tells nothing of what is asked: that it does not, and who knows."""

from __future__ import annotations

import re
from typing import TYPE_CHECKING

from bot.blocks import Text
from bot.composing import cards
from bot.composing.details import confirming, names_in
from bot.wording import say

if TYPE_CHECKING:
    from bot.conversation import Conversation
    from knowledge import Guide, Policy

SHARED = 2
LONGEST_PLACE = 26
_NEAR_HOME = re.compile("镇|街道|村|社区|学校|幼儿园|区县")


def not_told(guide: Guide, conversation: Conversation, asked: str, policy: str) -> Text:
    """That the guide does not say it, and who knows: of what the waiting question asks, who confirms that;
    else the window where it is filed, else its department."""
    pending, names = conversation.pending, names_in(asked)
    shared = pending is not None and any(
        names[place : place + SHARED] in pending.text for place in range(len(names) - 1)
    )
    where = (confirming(guide, pending.fact) if shared else "") or _window(guide.policies[policy])
    return Text(say("aside_unknown", where=where or cards.department_name(guide, policy)))


def _window(policy: Policy) -> str:
    """The place in the town or village where it is filed, in few words; "" where it is none such."""
    first = re.split("[，；]", policy.where[0])[0] if policy.where else ""
    is_place = _NEAR_HOME.search(first) and not first.endswith("的岗位")  # 村里的岗位 is what is sought
    return first if is_place and len(first) <= LONGEST_PLACE else ""
