"""男48 女47 俩口子: husband and wife, each called but man or woman, the first named as who speaks."""

from __future__ import annotations

import re

from bot.understanding.mention import Mention

_AGED = (
    r"(?:方|的)?(?:今年|现在|，)?(?:[2-9]\d|[二三四五六七八九]十[一二三四五六七八九]?)"
    r"(?!\d|块|元|万|千|百|天|号|个)(?:多|来)?岁?"
)
_BETWEEN = "[，、 和]{0,2}"
_THE_TWO = re.compile(
    rf"(?<![孙侄甥闺养继独长次一大小二三])(?:男{_AGED}{_BETWEEN}女{_AGED}|女{_AGED}{_BETWEEN}男{_AGED})"
    r"(?![^，。；]{0,3}(?:才|能|可以|就|退休|吗|以上|以下))"
)
_COUPLE = re.compile(r"[两俩]口子?|夫妻|夫妇|二人结婚|老[两俩](?!年)")
_KIN = {"男": ("husband", "male"), "女": ("wife", "female")}


def with_man_and_wife(plain: str, seen: list[Mention]) -> list[Mention]:
    """`seen` with the two of a couple, where the message calls them man and woman by their ages."""
    found = _THE_TWO.search(plain) if "男" in plain and "女" in plain and _COUPLE.search(plain) else None
    if found is None:
        return seen
    two = []
    for place in sorted(plain.index(sex, found.start(), found.end()) for sex in _KIN):
        person, sex = _KIN[plain[place]]
        end = place + 1 + plain.startswith(("的", "方"), place + 1)
        own = not two
        two.append(
            Mention(
                place,
                end,
                "self" if own else person,
                "self" if own else "spouse",
                sex,
                words="本人" if own else plain[place],
            )
        )
    rest = [m for m in seen if all(m.end <= one.start or one.end <= m.start for one in two)]
    return sorted([*rest, *two], key=lambda m: m.start)


__all__ = ["with_man_and_wife"]
