"""记岔了, 看错了: the many ways to own a slip, each read as 说错了, which readers of corrections know."""

from __future__ import annotations

import re

# Between two pauses, or before 是: no 看错了病, and no 工资算错了.
_OWNS_A_SLIP = re.compile(
    r"(?:^|(?<=[，。！；… ])|(?<=[哦噢哎呀啊唉嗯哟我俺又])|(?<=刚才)|(?<=刚刚))"
    r"(?:[说记看听瞧念报写][岔差混串反拧秃]|[看听瞧念报数讲][错])"
    r"(?=了?(?:[，。！；… ]|$|应?该?是|[\d一二两三四五六七八九十]))"
)


def with_one_slip(plain: str) -> str:
    """`plain` with one word for all of them; each is as long as the one it stands for."""
    return _OWNS_A_SLIP.sub("说错", plain)
