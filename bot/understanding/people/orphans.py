"""Messages that open with 孤儿: whom all that follows is about, whichever kin is named besides."""

from __future__ import annotations

import re

# 孤儿，7岁, 孤儿 女 12: so young a child has others who write.
_SMALL = re.compile(
    r"孤儿[，。 ]?(?:一个)?[，。 ]?(?:男|女)?孩?[，。 ]?(?:今年|才|刚|现在)?"
    r"(?:1[0-3]|\d|十[一二三]?|[一二两三四五六七八九])(?:周?岁|(?=[，。 ]|$))"
)


def is_on_small_orphan(plain: str) -> bool:
    """Does a message open with an orphan too small to write it?"""
    return _SMALL.match(plain) is not None


def opens_with_orphan(found: re.Match[str]) -> bool:
    """孤儿 16 跟着姑姑 上高一: does the state of the parents stand in such an opening?"""
    return found.start() == 0 and found.group().startswith("孤儿")


__all__ = ["is_on_small_orphan", "opens_with_orphan"]
