"""What is only planned, or on its way: 执照下周才能办好 is no licence yet, and nobody's business."""

from __future__ import annotations

import re
from collections.abc import Iterable, Iterator
from dataclasses import replace

from bot.understanding.said import Said
from bot.understanding.stance import clause_end, clause_start

_PAPERS = frozenset(
    {
        "business_licence",
        "disability_cert",
        "unemployment_registered",
        "hard_to_employ_recognised",
        "school_hardship_recognised",
    }
)
_COMING = re.compile(
    r"[明后]天|下下?个?(?:周|月|礼拜|星期|季度)|过(?:几|两|些|一?阵|一?段)|年后|开春|月底|年底|马上|眼看|(?<!最)(?<!很)快(?:要|能|办|批|下)|即将|就要|"
    r"(?:才|就)(?:能|可以|会)(?:办|批|下来|拿|领|登)|正(?:在|着)?(?:办|申请|跑|等)|还在(?:办|申请|跑|等)|(?:打算|准备|寻思|想)(?:着)?(?:去)?(?:办|申请|登记|领|评)|"
    r"等[^，。；]{0,6}(?:下来|办好|批)"
)
# 快办下来的时候, 去年下半年马上就办了: long since, or no more than a while ago
_LONG_DONE = re.compile(r"去年|前年|早就|上个?(?:月|周|礼拜)|已经|当年|那时候")


def without_plans(said: Iterable[Said], plain: str) -> Iterator[Said]:
    """`said`, with papers that are still to come as papers that one has not."""
    for one in said:
        clause = plain[clause_start(plain, one.start) : clause_end(plain, one.end)]
        planned = one.fact in _PAPERS and one.value is True and _COMING.search(clause)
        yield replace(one, value=False) if planned and not _LONG_DONE.search(clause) else one


__all__ = ["without_plans"]
