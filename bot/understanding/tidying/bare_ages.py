"""三个孩子 5 8 12: as many bare numbers as there are children are how old they are, and get their 岁."""

from __future__ import annotations

import re

from bot.text.normalising import Text

_COUNTS = {"俩": 2, "两个": 2, "2个": 2, "二个": 2, "仨": 3, "三个": 3, "3个": 3}
_YOUNG = (
    r"(?:小|上学的)?(?:孩子?|娃娃?|小孩|儿子|闺女|女儿|孙子|孙女|外孙女?|外甥女?|侄子|侄女|小子|妮子|丫头)"
)
_AGE = r"(?:1[0-7]|[1-9])"
_IN_A_ROW = re.compile(
    rf"(?P<n>{'|'.join(_COUNTS)}){_YOUNG}[ ，：]?(?:今年|现在|才|都|分别|一个){{0,2}}"
    rf"(?P<all>{_AGE}岁?(?:[ ，、和]{_AGE}岁?){{1,2}})(?=[ ，。；！？]|$)"
)
_BARE = re.compile(r"\d(?![\d岁])")


def with_years(text: Text) -> Text:
    """`text` with 岁 behind each of the bare ages of children who are counted; no other number is one."""
    places = [
        found.start("all") + bare.end()
        for found in _IN_A_ROW.finditer(text.plain)
        if len(re.findall(r"\d+", found["all"])) == _COUNTS[found["n"]]
        for bare in _BARE.finditer(found["all"])
    ]
    letters, at, last = [], [], 0
    for place in places:
        letters.append(text.plain[last:place] + "岁")
        at += [*text.at[last:place], text.at[place - 1]]
        last = place
    if not places:
        return text
    return Text(text.original, "".join(letters) + text.plain[last:], (*at, *text.at[last:]))
