"""Of one named before: are they young, the parent of another, or who speaks?"""

from __future__ import annotations

import re

from bot.understanding.mention import Mention

from .kinship import YOUNG

_YOUNG_KIN = re.compile(r"-(?:grand)?(?:son|daughter|child)(?:-\d)?$")


def is_parent_of(elder: Mention, one: Mention) -> bool:
    """朋友她妈没工作，她在上大专: does `one` go to school, rather than their mother who was named last?"""
    return (
        re.fullmatch(rf"{re.escape(str(one.person))}-(?:grand)?(?:father|mother)", str(elder.person))
        is not None
    )


def is_young(one: Mention) -> bool:
    """A son, or the son of one outside: no 老头."""
    return one.relation in YOUNG or _YOUNG_KIN.search(str(one.person)) is not None


def names_only_self(seen: list[Mention]) -> bool:
    return all(m.person in (None, "self") for m in seen)
