"""A text with rarer words for kin put in common ones: whose illness it is does not change what it calls for.

The model of relevance learned most from what people say of parents and children; 我婆婆住院 is for it as
我妈住院 is. Only what no policy seemed to answer is tried so; facts are read from the words as they stand.
"""

from __future__ import annotations

import re
from functools import cache

from .kinship import any_of, kin_words, not_kin

_COMMON = {
    **dict.fromkeys(("father-in-law", "grandfather", "mothers-father", "uncle"), "爸"),
    **dict.fromkeys(("mother-in-law", "grandmother", "mothers-mother", "aunt"), "妈"),
    **dict.fromkeys(("parents-in-law", "grandparents", "mothers-parents"), "父母"),
    **dict.fromkeys(("daughter", "daughter-in-law"), "女儿"),
    **dict.fromkeys(("son", "son-in-law"), "儿子"),
    **dict.fromkeys(("grandson", "granddaughter", "nephew", "niece"), "孩子"),
    **dict.fromkeys(("brother", "sister", "brother-in-law", "sister-in-law"), "弟弟"),
    **dict.fromkeys(("spouse-brother", "spouse-sister"), "弟弟"),
}
SHORTEST = 2  # one character alone is mostly a part of another word: 育儿, 姑且


def with_common_kin(plain: str) -> str:
    """`plain` with 婆婆 as 妈, 继女 as 女儿, 外甥 as 孩子."""
    return _namings().sub(lambda found: _common_of(found[0]), plain)


def _common_of(word: str) -> str:
    kin = kin_words().get(word)
    return _COMMON.get(kin.person, word) if kin is not None else word


@cache
def _namings() -> re.Pattern[str]:
    longer = any_of(word for word in kin_words() if len(word) >= SHORTEST)
    return re.compile(f"{not_kin().pattern}|{longer.pattern}")
