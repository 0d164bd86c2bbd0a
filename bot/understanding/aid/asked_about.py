"""Recognised hardship that is only asked about: what it is (啥是刚性支出), or if one is it (我算贫困户不)."""

from __future__ import annotations

import re

from bot.understanding.stance import clause_start

_REACH = 14
# 啥是刚性支出, 什么样的家庭才算低保户; but 为什么是低保边缘, 凭啥他是贫困户 are told by who knows that it is
# so, and 没什么 asks nothing.
_WHAT_IS = (
    r"(?:(?<![没为凭不])(?:啥|什么|何)|怎样|怎么样|咋样|谁|(?:怎么|咋|如何)(?=才?[算叫]))"
    r"(?:样子?|种|类)?的?(?:人家?|家庭|家里|情况|条件|户|老人|孩子)?"
    r"(?:才|又|就|能|可以|到底|究竟|的){0,3}(?:是|叫|叫做|叫作|算|算作|算是|为|属于|评为?)(?:个|上|得上|成)?"
)
_ASKED = re.compile(f"{_WHAT_IS}$")
# Where a clause only asks what one of them is.
WHAT_IS_ONE = re.compile(f"{_WHAT_IS}(?=[低底五特贫脱监边返刚]|支出型|防返|建档|三无|最低)")
_ASKS_OF = re.compile(f"(?:那|说人话，?|请问|到底){{0,2}}{_WHAT_IS}(?=[一-鿿])")
# 我算贫困户不, 俺家是低保户吗: of one's own home, which who asks does not know.
_OWN = re.compile(
    r"(?:^|[，。；！？ ])(?:那|请问|问一?下)?(?:[我俺咱]|我们|俺们|咱们|这|样|种|家里?|情况|现在|的){0,5}"
    r"(?:还|也|到底)?"
    r"(?:算(?:不算)?|是(?!不)|属于|够)(?:个|得上|上|是)?$"
)
_OR_NOT = re.compile(r"户?(?:吗|么|不(?:是|算|属于|够)?)(?:啊|呀|呢)?[?？]?(?=[，。！；]|$)")


_OWN_WHOLE = re.compile(
    r"(?:那|请问)?(?:[我俺咱]们?|家里?|这样?|这种|情况|还|也|到底){0,5}(?:算|是)(?:个|上)?(?P<what>[^，。；！？不没吗么是]{2,10})"
    r"(?:吗|么|不(?:是|算)?)(?:啊|呀|呢)?"
)


def asks_only(words: str) -> bool:
    """Does a reply ask what a choice is, or whether one is such a one: 啥是刚性支出, 我算监测户不?"""
    short = words.strip("，。！？?!；; ")
    return bool(_ASKS_OF.match(short) or _OWN_WHOLE.fullmatch(short))


def asks_meaning(plain: str, start: int) -> bool:
    """Do the words right before a term ask what it is, or who is such a one?"""
    return bool(_ASKED.search(plain, max(clause_start(plain, start), start - _REACH), start))


def asks_of_own(plain: str, start: int, end: int) -> bool:
    """Is it asked whether one's own home is such a one?"""
    begin = max(0, clause_start(plain, start) - 1, start - _REACH)
    return bool(_OWN.search(plain, begin, start) and _OR_NOT.match(plain, end))
