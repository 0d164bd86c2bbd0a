"""Parts that wordings are put together from: `<father>` out of `parts.yaml`, `~12` for a short gap.

`~12` is up to twelve characters of the same clause, `≈12` of the same sentence. `*` and `+` after a group or
a class repeat at most twelve times (save in a whole text behind `^`), so that no text makes a wording slow.
"""

from __future__ import annotations

import re
from functools import cache
from pathlib import Path

import yaml

_PART = re.compile(r"(?<!P)<([a-z_]+)>")
_GAP = re.compile(r"([~≈])(\d+)")
_ENDLESS = re.compile(r"(?<=[)\]])(?<!\[\\s\\S\])[*+]")
_AT_MOST = {"*": "{0,12}", "+": "{1,12}"}
_WITHIN = {"~": "[^，。！？；]", "≈": "[^。！？]"}


@cache
def _parts() -> dict[str, str]:
    return yaml.load((Path(__file__).parent / "parts.yaml").read_text("utf8"), yaml.CSafeLoader)


def expand(say: str) -> str:
    """`say` with parts, gaps and repeats written out; parts may nest. KeyError names an unknown one."""
    while _PART.search(say):
        say = _PART.sub(lambda found: f"(?:{_parts()[found[1]]})", say)
    say = _ENDLESS.sub(lambda found: _AT_MOST[found[0]], say)
    return _GAP.sub(lambda found: f"{_WITHIN[found[1]]}{{0,{found[2]}}}", say)
