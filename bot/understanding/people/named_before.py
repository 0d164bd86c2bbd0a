"""Of one named before: are they young, the parent of another, or who speaks?"""

from __future__ import annotations

import re

from bot.understanding.mention import Mention

from .kinship import YOUNG, Kin

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


# 她妈75: too old to be the mother of a child at home.
_GROWN_OLD = re.compile(r".{0,3}(?:今年|都|也|快|已经|，){0,3}(?:[6-9]\d|[六七八九]十)")


# 他爹没了…俺老两口带着他: told by the child's grandparents, and no wife.
_BY_OTHERS = re.compile("老两口|老俩|[我俺]们?老[头婆]|孙|侄|外甥|弟|妹")


def childs_parent(plain: str, start: int, his: str, kin: Kin, *, seen: list[Mention]) -> Mention | None:
    """他爸叫车撞了, of whom nobody was named: the child's father, as a mother calls her husband."""
    alone = his in ("他", "她") and kin.relation in ("father", "mother") and not seen
    alone = alone and not re.search("[我俺]", plain[:start])
    if not alone or _GROWN_OLD.match(plain, start) or _BY_OTHERS.search(plain):
        return None
    return Mention(0, 0, "child", "child")
