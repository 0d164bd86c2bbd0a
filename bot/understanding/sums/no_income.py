"""Who has no income, and who draws no pension."""

from __future__ import annotations

import re
from collections.abc import Iterator

from bot.understanding.people.whom import People
from bot.understanding.said import Said
from bot.understanding.stance import Stance, stance_of
from bot.understanding.whose.tended import giver_of_care

# 没啥收入 is not among them: so one speaks of little as well, and how much it is, is asked.
_NO_INCOME = re.compile(
    r"(?:没有?(?:一点|任何|个)?(?:经济)?(?:收入|进项|来源|进账|收入来源)|无(?:经济)?收入|"
    r"(?:啥|什么|一点|任何|半点|一分钱?的?|一毛钱?的?)(?:经济)?(?:收入|进项|进账|来源)(?:都|也)?(?:没有?|无)(?=[，。；！]|$|啊|呀|了)|"
    r"零收入|分文没有|一分(?:钱)?(?:的)?(?:收入|进项|进账)(?:都|也)?没有?|"
    r"一分钱收入没有|没有?一分(?:钱)?收入|自己一分(?:钱)?(?:也|都)?没有?(?=[，。；听说]|$)|没进(?:过)?一分钱|没有经济来源|一分(?:钱)?(?:也|都)?(?:挣|进)不(?:着|了|到|来)|一分(?:钱)?(?:也|都)?不挣|"
    r"(?<=月)(?:都|也)?(?:一分钱?|一毛钱?|一个子儿?)(?:也|都)?没挣(?:着|到)?)"
    r"(?!证明|多少|限制|要求|的人)"
)
_NO_PENSION = re.compile(
    r"(?:(?<!有)没有?|无|也没)(?:个|有)?(?:退休金|退休工资|养老金|职工养老金|退休费|"
    r"劳保)(?!.{0,2}(?:补|可)领)|"
    r"(?:退休金|退休工资|养老金|退休费)(?:我|俺|也|都|一分|一毛|从来|压根){0,4}(?:钱)?(?:没有|没|无)(?=[，。；]|$|领)"
)
_HOUSEHOLD = re.compile(
    r"(?:全家|一家(?:子|人)?|家里|[我俺咱]们?家)[^，。；他她我就只妈爸爹娘儿女孩老人]{0,6}$"
)
_OTHER_PAY = re.compile(
    r"(?:养老金|退休金|老人钱|农保[金钱]?(?:每月|一个?月|给|发|领|有|是|就|也|才){0,3}(?!一年)(?=[\d一二两三四五六七八九])|(?<!开销)(?<!花销)一个?月(?!(?:现在|也|都|自己)?(?:啥|什么|一点|任何|一分|没|半点)|怎么|得|要|最少|少说|光|吃|房租|药))"
)


# 抚恤钱一月一千零八十，旁的一分进项也没有: there is nothing besides what was just told.
_BESIDES = (
    r"(?:旁的|别的|其[他它]的?|另外|此外|除此|以外|之外|除了(?:这个?|低保|养老金)(?:以外|之外)?)[，]?"
    r"(?:[我俺他她家]|再|就|也|都){0,4}"
)
_BESIDE = re.compile(_BESIDES + "$")
NOTHING_BESIDES = re.compile(_BESIDES + _NO_INCOME.pattern)
# 一个月七八千，…现在没收入: what was earned before it is over.
_SINCE_THEN = re.compile(r"现在|后来|打那以?后|这两年")
# 俺爹有退休金，俺娘没有
_BUT_NOT = re.compile(
    r"(?:有|领着?|拿着?)(?:企业|职工)?退休(?:金|工资)[^。；没]{0,12}?(?=[我他她爸妈爹娘老婆公爷奶])"
    r"(?P<who>[^，。；没]{1,3})(?:就|却|也|可|是)?没有(?=[，。；]|$)"
)


def read_no_income(plain: str, people: People) -> Iterator[Said]:
    """没有收入 of one, 全家没有一分钱收入 of the household; 没有退休金."""
    for found in _NO_INCOME.finditer(plain):
        if _BESIDE.search(plain, max(0, found.start() - 16), found.start()):
            continue
        named = max((m.start for m in people.mentions if m.start < found.start()), default=0)
        near = _SINCE_THEN.split(plain[max(named, found.start() - 24) : found.end() + 24])[-1]
        if stance_of(plain, *found.span()) is not Stance.OPEN and not _OTHER_PAY.search(near):
            whole = _HOUSEHOLD.search(plain, max(0, found.start() - 12), found.start())
            fact = "household_income_yuan_per_month" if whole else "income_yuan_per_month"
            yield from _of(people, fact, 0, found.span())
    for found in _NO_PENSION.finditer(plain):
        if stance_of(plain, *found.span()) is not Stance.OPEN:
            yield from _of(people, "other_benefits", {"employee_pension": False}, found.span())

    for found in _BUT_NOT.finditer(plain):
        named = [m for m in people.mentions if found.start("who") <= m.start < found.end() and m.person]
        for one in named[-1:]:
            yield Said("other_benefits", {"employee_pension": False}, one, found.start("who"), found.end())


def _of(people: People, fact: str, value: object, span: tuple[int, int]) -> Iterator[Said]:
    of = people.subject(*span)
    if of is not None and of.end > of.start and fact == "income_yuan_per_month" and people.host is None:
        of = giver_of_care(people, of, span[0]) or of
    both = people.both(of, span[0], on=True) if of is not None and fact == "other_benefits" else None
    for whose in filter(None, (of, both)):
        yield Said(fact, value, whose, *span)
