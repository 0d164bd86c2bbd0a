"""Those who are named by no word for kin: 供着俩大学生, 还有个上初中的; 家里有个瘫子, 家里有个一级残疾."""

from __future__ import annotations

import re
from dataclasses import replace

from bot.understanding.mention import Mention

from .kinship import Kin, kin_of

_HAS_OWN = re.compile(r"[我俺]们?自己(?:家里?)?(?:也|还|就|都){0,2}[有供养]着?$")


# 家里有个老人, 还有一位老人, 上面还有个老人: one of the home, whom no word of kin names.
_HAS_AT_HOME = re.compile(
    r"(?:家[里中有]{0,6}(?:还|就)?有?|(?:(?<![村区里楼院])还|上[面头边]还?|身边还?|另外还?)有?)$"
)


def is_old_one_at_home(plain: str, start: int) -> bool:
    """Is the 老人 at `start` told of as one whom the home has?"""
    return _HAS_AT_HOME.search(plain, max(0, start - 10), start) is not None


def fed_by(plain: str, span: tuple[int, int], seen: list[Mention]) -> Mention:
    """我闺女供着俩大学生: the children of who pays for them; 我自己还有俩上小学的: not those one raises."""
    kin = Kin("own-child" if _HAS_OWN.search(plain, 0, span[0]) else "child", "child")
    last = next((m for m in reversed(seen) if m.topic and m.person), None)
    if last is not None and not re.search("[，。；！？]", plain[last.end : span[0]]):
        kin = kin_of(str(last.person), str(last.relation), kin) or kin
    return Mention(*span, kin.person, kin.relation, words="孩子")


_ONE_AT_HOME = re.compile(
    r"(?<![人大国])(?:家里?头?)(?:现在|还|就|光|也|又){0,3}(?:有|躺着?|养着?|伺候着?)(?:了)?(?P<one>一?个)"
    r"(?=(?:常年|长期|天天)?(?:瘫|卧床|不能自理|[一二三四]级(?:的)?(?:残|肢|智|精|视|听|伤)|(?:重|肢|智|精神|视力|听力|残)[^，。；]{0,3}残?疾?人|重残|"
    r"残疾|植物人|精神病|傻子|尿毒症|病人|病号|癌症|半身不遂|偏瘫))"
)
_APPOSED = re.compile(r"，(?:就是|是|那?是)?(?:我|咱)?(?:家)?$")
_ENDS = re.compile(r"(?=[，。！？；]|$)|(?:今年)?(?:[一二三四五六七八九]?十|\d\d)")


def with_one_at_home(plain: str, seen: list[Mention]) -> list[Mention]:
    """`seen` with the one of whom 家里有个瘫子 tells: the one named right behind it, else one of the kin."""
    found = _ONE_AT_HOME.search(plain) if "有" in plain or "躺" in plain or "着" in plain else None
    if found is None or re.search("如果|要是|听说|谁家|人家", plain[: found.start()]):
        return seen
    stop = re.search("[，。！？；]", plain[found.end() :])
    end = found.end() + stop.start() if stop else len(plain)
    within = [m for m in seen if found.start("one") <= m.start < end]
    if any(m.person for m in within):
        return seen  # 家里有个瘫痪的老娘
    of = next((m for m in seen if m.start >= end and m.person not in (None, "self")), None)
    named = of is not None and _APPOSED.fullmatch(plain, end, of.start) and _ENDS.match(plain, of.end)
    of = of if named and of is not None else Mention(0, 0, "relation", "relative")
    one = replace(of, start=found.start("one"), end=found.end("one"), topic=True, words="一个")
    return sorted([one, *(m for m in seen if m not in within)], key=lambda m: m.start)
