"""好像是五保吧俺也说不准: what one is not sure to have is open, and asked, rather than taken as had."""

from __future__ import annotations

import re
from collections.abc import Iterable, Iterator

from bot.understanding.said import Said
from bot.understanding.stance import clause_start

# What one has or has not, by a decision of others.
_HAD = frozenset(
    {"aid_status", "on_subsistence", "holds_personal_aid"}
    | {"receives", "household_receives", "disability_cert"}
)
_PERHAPS = r"(?:好像|大概|大约|估计|可能|应该|也许|兴许|没准儿?|说不定|八成|许是|似乎|像是)"
_KINDS = (
    r"(?:[低底]保(?:边[缘沿])?|最低生活保障|五保|特困(?:供养)?|(?:防止?返贫)?监测|脱贫|贫困|建档立卡(?:贫困)?|"
    r"边[缘沿]|单人|(?:刚性支出|支出型)(?:困难)?|证|补[贴助]|津贴|生活费|齐惠保)(?:户|老人|对象|人员|家庭)?"
)
_NAMES = rf"(?:[^，。；！？ ]{{1,8}}(?=证|补[贴助]|津贴|生活费|齐惠保))?{_KINDS}"
# 好像是低保, 应该有残疾证; but not 应该能报低保, and nothing between them that is no word for having.
_BEFORE = (
    rf"{_PERHAPS}(?:都|也|还|就)?(?:[我俺他她咱]?[家娘妈爸爹老伴公婆哥弟姐妹]?)"
    rf"(?:是|有|吃|领|拿|享受|办|评|算|属于|给|批|在)(?:着|了|过|的|上|个|一个|我|俺|他|她){{0,3}}{_NAMES}"
)
_UNSURE = (
    r"(?:说|拿|记|弄|搞|闹|分|吃)(?:不|不大|不太)(?:准|好|清楚?|明白|得)|不(?:敢|能)(?:肯定|确定|说)|"
    r"不(?:太|大|是很)?(?:确定|肯定)|没(?:把握|准)|不(?:太|大)?清楚"
)
# 不清楚能不能报: of something else
_OF_IT = r"(?=$|[，。；！ ]|了|的|呢|啊|哩|是不是|到底|有没有|听|具体)"
_BEHIND = (
    rf"{_KINDS}(?:吧|呢|啊|的|了){{0,2}}(?:"
    rf"(?:，|、| )?{_PERHAPS}(?:(?:是|有|在|领|吃|拿|办|享受)[着了过]?)?[吧的]{{0,2}}(?=$|[，。；！ ])|"
    r"[，。 ]{0,2}(?:具体|这个|不过|但|可)?(?:我|俺|咱|他|她)?(?:们)?(?:自己)?(?:也|都|还|就|真)?"
    rf"(?:{_UNSURE}){_OF_IT})"
)
_HEDGED = re.compile(f"{_BEFORE}|{_BEHIND}")
# 应该有吧, to the question whether one has it
_MERE = re.compile(
    rf"(?:[我俺他她]家?)?{_PERHAPS}(?:是|有|领|吃|享受|办)(?:着|了|过|的)?(?:吧|呢|啊)?(?:[，。 ].{{0,12}})?"
)
# 应该有残疾证才行: what is needed
_NEEDED = re.compile(r"[^，。；！]{0,4}(?:才|的话|就能|就可以)")


def without_doubted(said: Iterable[Said], plain: str) -> Iterator[Said]:
    """`said` without what is said to be had by one who is not sure of it."""
    spans = [one.span() for one in _HEDGED.finditer(plain)]
    for one in said:
        if not (_is_had(one) and any(_is_within(plain, one, span) for span in spans)):
            yield one


def is_doubted(words: str) -> bool:
    """Do a few words name what one is not sure to have?"""
    return bool(_HEDGED.search(words) or _MERE.fullmatch(words.strip("。！ ")))


def _is_had(one: Said) -> bool:
    if one.fact not in _HAD:
        return False
    return one.value is True or (isinstance(one.value, dict) and True in one.value.values())


def _is_within(plain: str, one: Said, span: tuple[int, int]) -> bool:
    start, end = span
    if _NEEDED.match(plain, end):
        return False
    return start < one.end and max(one.start, clause_start(plain, one.end - 1)) < end


__all__ = ["is_doubted", "without_doubted"]
