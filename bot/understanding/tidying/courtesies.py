"""What is said before and behind all that is told: a greeting, that one would like to ask, thanks.

您好，我想咨询一下，…，谢谢 tells nobody's facts, names nobody the rest is about, and whoever says it means no
more than who does not: the readers of facts begin behind it, and end before it.
"""

from __future__ import annotations

import re

from bot.text.normalising import Text

_ME = "(?:我|俺|咱)"
_WHOM = "(?:您|你|你们|领导|老师|同志|大姐|师傅|工作人员|政府|各位|各位领导)"
_GREETS = f"(?:{_WHOM}?好啊?|哈喽|喂|{_WHOM}(?:们)?(?:好|辛苦了?))|请问(?:一下|下|您|你|问)?|那个|嗯|哎"
_ASKS = (
    f"(?:{_ME}?(?:想|要|来|就是?想?|先|只想?)?)?(?:麻烦|劳驾|帮忙|帮)?(?:{_WHOM})?(?:给)?"
    f"(?:咨询|请教|打听|了解|问)(?:问|一下子?|一?下|一声|一?句话?|个|您|你|点)?(?:事儿?|问题|情况)?"
)
_PREFACE = re.compile(rf"(?:(?:{_GREETS}|{_ASKS})[，。！？：、 …]{{1,3}}){{1,4}}(?=[^，。！？ ])")
_THANKS = re.compile(
    r"[，。！？ ](?:先|多|非常|十分|万分|太)?(?:麻烦|辛苦|谢谢|感谢|多谢|拜托|劳驾)"
    rf"(?:{_WHOM})?(?:了|啦)?[。！~ ]{{0,3}}$"
)


def without_courtesies(text: Text) -> Text:
    """`text` from behind its greeting and up to its thanks; what is quoted of it stays the same."""
    opening, thanks = _PREFACE.match(text.plain), _THANKS.search(text.plain)
    first = opening.end() if opening else 0
    last = max(first, thanks.start()) if thanks else len(text.plain)
    if last - first == len(text.plain):
        return text
    return Text(text.original, text.plain[first:last], text.at[first:last])
