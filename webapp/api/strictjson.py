"""JSON as the doors take it: UTF-8, plain numbers, no lone surrogates, no bottomless nesting."""

import json
import re

from flask.json.provider import DefaultJSONProvider

MAX_DEPTH = 32
TOKENS = re.compile(r'"(?:[^"\\]|\\.)*"|[\[{]|[\]}]', re.DOTALL)


class StrictJSON(DefaultJSONProvider):
    """Flask's JSON, with Chinese unescaped on the way out and no surprises on the way in."""

    ensure_ascii = False
    sort_keys = False

    def loads(self, s: str | bytes, **kwargs: object) -> object:
        """The value of `s`. Raises ValueError, which Flask turns into 400."""
        text = s.decode("utf-8") if isinstance(s, bytes) else s
        _refuse_depth(text)
        value = json.loads(text, parse_constant=_refuse_constant, **kwargs)
        if "\\u" in text:
            # An escaped half of a character cannot be stored or sent on as UTF-8.
            json.dumps(value, ensure_ascii=False).encode("utf-8")
        return value


def _refuse_depth(text: str) -> None:
    depth = 0
    for token in TOKENS.finditer(text):
        first = token.group()[0]
        depth += (first in "[{") - (first in "]}")
        if depth > MAX_DEPTH:
            raise ValueError("nested too deeply")


def _refuse_constant(name: str) -> object:
    raise ValueError(f"{name} is not JSON")
