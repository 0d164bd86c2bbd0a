"""Chinese on an English page, marked so that it is read out in Chinese."""

from __future__ import annotations

import re
from collections.abc import Iterator

HAN = "\u3400-\u4dbf\u4e00-\u9fff"
SIGNS = "\u3000-\u303f\uff01-\uff65“”‘’…—·"
CHINESE = re.compile(
    f"(?<![{HAN}{SIGNS}])[{SIGNS}]*+[{HAN}][{HAN}{SIGNS}]*+(?:[\\d %.,:/()+-]++[{HAN}{SIGNS}]++)*+"
)
HAS_CHINESE = re.compile(f"[{HAN}]")
TOKENS = re.compile(r"(<[^<>]*+>)")
NAME = re.compile(r"<(/?)([a-z0-9]+)")
PLAIN = frozenset({"title", "option", "textarea"})  # hold text alone: the mark goes to the element
VOID = frozenset({"br", "wbr", "img", "input", "meta", "link", "hr", "rect", "path", "circle"})
MARK = ' lang="zh-Hans"'


def mark_chinese(page: str) -> str:
    """`page` with every run of Chinese in an element that says so. Attributes stay as they are."""
    return "".join(_marked(TOKENS.split(page)))


def _marked(pieces: list[str]) -> Iterator[str]:
    inside = 0  # how deep in an element that is marked already
    for place, piece in enumerate(pieces):
        if place % 2:
            after = pieces[place + 1]
            name = NAME.match(piece)
            if name is None:
                yield piece
                continue
            closes, element = name.groups()
            if inside and element not in VOID and not piece.endswith("/>"):
                inside += -1 if closes else 1
            elif not closes and ' lang="zh' in piece:
                inside = 1
            elif not closes and element in PLAIN and HAS_CHINESE.search(after):
                yield f"{piece[:-1]}{MARK}>"
                inside = 1
                continue
            yield piece
        elif inside or not HAS_CHINESE.search(piece):
            yield piece
        else:
            yield CHINESE.sub(rf"<span{MARK}>\g<0></span>", piece)
