"""Children whom kin bring up: whose 爹娘 are told of behind them, and not those of who speaks."""

from __future__ import annotations

import re

from bot.understanding.mention import Mention

_RAISED = ("grandchild", "nephew_niece")
# 孩子跟着俺，爹娘都在外打工; but 孩子跟着俺，爸妈七十了 is of the speaker's own.
_LEFT_WITH_KIN = re.compile(
    r"(?:们|俩)?(?:一直|从小|打小|现在|都|就|是){0,2}(?:跟|随|由|归|靠)着?"
    r"(?:[我俺](?!们?俩)|爷|奶|姥|外[公婆]|老人|老的)[^。；！？]{0,16}$"
)
_GONE_PARENTS = re.compile(
    r".{1,4}?(?:俩|都|全|也|常年|一直){0,3}(?:在[^，。；]{1,6}打工|出去|出门|打工|务工|外出|在外|离|坐牢|没了|死|改嫁|失踪|跑|不管)"
)


def is_raised(plain: str, one: Mention, start: int) -> bool:
    """A grandchild or nephew, or a child left with kin while the parents behind it are away."""
    if one.relation in _RAISED:
        return True
    left = one.words.startswith("留守") or _LEFT_WITH_KIN.match(plain, one.end, start)
    return one.relation == "child" and bool(left) and _GONE_PARENTS.match(plain, start) is not None


__all__ = ["is_raised"]
