"""JSON as strangers send it: UTF-8, plain numbers, no halves of characters, no bottomless nesting."""

import json
import math
import re

MAX_DEPTH = 32
DECIMALS = 6
TOKENS = re.compile(r'"(?:[^"\\]|\\.)*"|[\[{]|[\]}]', re.DOTALL)


def parse_json(raw: str | bytes) -> object:
    """The value of `raw`. Raises ValueError."""
    text = raw.decode("utf-8") if isinstance(raw, bytes) else raw
    _refuse_depth(text)
    value = json.loads(text, parse_constant=_refuse_constant, parse_float=_parse_fraction)
    if "\\u" in text:
        # An escaped half of a character cannot be stored or sent on as UTF-8.
        json.dumps(value, ensure_ascii=False).encode("utf-8")
    return value


def _refuse_depth(text: str) -> None:
    if text.count("[") + text.count("{") <= MAX_DEPTH:
        return  # however they stand
    depth = 0
    for token in TOKENS.finditer(text):
        first = token.group()[0]
        depth += (first in "[{") - (first in "]}")
        if depth > MAX_DEPTH:
            raise ValueError("nested too deeply")


def _parse_fraction(written: str) -> float:
    """A number with a point. What a client's arithmetic left behind the millionths is dropped."""
    value = float(written)
    if not math.isfinite(value):
        raise ValueError("a number too large")
    return round(value, DECIMALS)


def _refuse_constant(name: str) -> object:
    raise ValueError(f"{name} is not JSON")
