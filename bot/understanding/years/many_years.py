"""How long where no number is said: 好几年了, 老多年, 打小就这样, 没几天."""

from __future__ import annotations

import re

# 从我小时候就这样, 打小, 生下来就: as long as one lives, at least a year.
SINCE_BIRTH = (
    r"(?:从|自|打)(?:[我俺他她]|孩子|娃)?(?:很?小(?![学区卖])|记事|一?生下来|出生|落地)|一?生下来就?|天生|先天|生来|"
    r"娘?胎里带?|[我俺他她](?:还)?小(?:的)?时候"
)
MANY = (
    r"(?:好多|[老许很老挺]多|多少|好些个?|(?<![\d一二两三四五六七八九十百几])多)年|有年头|有些?年[头数]|辈子|"
    r"常年|长年|成年累月|老早|早年间?就"
)
SOME = r"(?<![十百千])(?:好?几|这些|这么些|这么多|三两)年"
SOME_MONTHS = r"好几个月"
NOT_LONG = (
    r"没(?:有)?(?:几天|几个?(?:礼拜|星期)|多久|多长时间|多少日子|多长)|"
    r"刚(?:刚)?(?:几天|开始|瘫|病倒)|[才就刚]几天"
)
_LONGEST = 1200
_READINGS = (
    (re.compile(SINCE_BIRTH), 12, _LONGEST),
    (re.compile(MANY), 24, _LONGEST),
    (re.compile(SOME), 24, _LONGEST),
    (re.compile(SOME_MONTHS), 3, 9),
    (re.compile(NOT_LONG), 0, 2),
)


def months_of(part: str) -> dict[str, int] | None:
    """The months, at least and at most, that words without a number come to; None where none are said."""
    for pattern, least, most in _READINGS:
        if pattern.search(part):
            return {"min": least, "max": most}
    return None


__all__ = ["MANY", "SINCE_BIRTH", "SOME", "SOME_MONTHS", "months_of"]
