"""老伴叫监测了没，没有: a question that who writes puts and answers themselves, and no answer to ours."""

from __future__ import annotations

import re

_ASKED_AND_ANSWERED = re.compile(
    r"(?P<what>[一-鿿]{2,14}?)(?:没有?|吗|么|不)[，？ ]{1,3}(?:也|都|还|从来|就){0,2}"
    r"(?:没(?:有)?(?:呢|啊|哪|过|查|去|办|弄)?|有|是|不是|不)(?:的|啊|呢)?[。！]?"
)
_NODS = re.compile(r"(?:[我俺您你他她]们?|家里?|真|也|都|还|啥|什么|就|没有?|有|的|这|那|个){1,6}")


def answers_own_question(plain: str, asked: str) -> bool:
    """Does a reply ask and answer something that the open question, `asked`, has no word of?"""
    found = _ASKED_AND_ANSWERED.fullmatch(plain.strip())
    if found is None or _NODS.fullmatch(found["what"]):
        return False
    what = found["what"]
    return not any(what[place : place + 2] in asked for place in range(len(what) - 1))


__all__ = ["answers_own_question"]
