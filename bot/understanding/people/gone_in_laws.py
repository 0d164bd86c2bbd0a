"""A daughter- or son-in-law who has left the family: no member of it, and nobody whom 他 or 她 means."""

from __future__ import annotations

import re

_IN_LAW = re.compile(r"(?:.{1,40}-)?(?:daughter|son)-in-law(?:-\d)?")
_LEFT = re.compile(
    r"(?:也|就|都|早就?|[去前]年|后来|又|另|再|离婚|跟着?(?:人家?|别人|网友)){0,4}"
    r"(?:改嫁|另嫁|嫁人|再婚|离婚|另找|跑|走)(?:人|掉)?了?(?=[，。；！ 她他我俺没不]|$)"
)


def has_left(plain: str, end: int, person: str | None) -> bool:
    """媳妇改嫁了, 女婿跟人跑了: has the in-law whose name ends at `end` left?"""
    return _IN_LAW.fullmatch(str(person)) is not None and _LEFT.match(plain, end) is not None
