"""What somebody is paid or has, and what never reached them: subsidies, insurance, posts, rented homes."""

from __future__ import annotations

import re
from collections.abc import Iterator
from dataclasses import dataclass
from functools import cache
from pathlib import Path

import yaml

from bot.understanding.people.kinship import YOUNG
from bot.understanding.people.whom import Mention, People
from bot.understanding.said import Said
from bot.understanding.stance import clause_end, clause_start
from bot.understanding.tenses import has_ended
from bot.understanding.wordings.heads import compile_headed

# A bare 没领过 is of a benefit named no farther back than this.
_NEAR = 120
_CONTEXT = {"before": 16, "after": 24}
_OF_HOUSEHOLD = "household_receives"


@dataclass(frozen=True, slots=True)
class _Benefit:
    fact: str
    value: str
    say: re.Pattern[str]
    given: re.Pattern[str] | None
    young: bool
    adults: bool
    bought: bool
    once: bool  # given once: nothing that comes late by a month
    post: bool  # work, which who has left it has no more; of a subsidy 以前领过 may be all there is to have


@cache
def _table() -> dict:
    return yaml.load((Path(__file__).parent / "receipts.yaml").read_text("utf8"), yaml.CSafeLoader)


@cache
def _benefits() -> tuple[_Benefit, ...]:
    return tuple(
        _Benefit(
            row["fact"],
            row["value"],
            compile_headed(row["say"]),
            re.compile(row["given"]) if "given" in row else None,
            *(row.get(flag, False) for flag in ("young", "adults", "bought", "once", "post")),
        )
        for row in _table()["benefits"]
    )


@cache
def _cue(name: str, benefit: str = "") -> re.Pattern[str]:
    """The cue of that name, the benefit's own where it has one."""
    own, shared = _table()["own"].get(benefit, {}).get(name), _table().get(name, "(?!)")
    both = own is not None and name.startswith("lacks")
    return re.compile(f"(?:{own})|(?:{shared})" if both else own or shared)


def read_receipts(plain: str, people: People) -> Iterator[Said]:
    """`receives` and `household_receives` as the text has them, true and false."""
    named: list[tuple[int, _Benefit]] = []
    for benefit in _benefits():
        if benefit.given is not None and not benefit.given.search(plain):
            continue
        for found in benefit.say.finditer(plain):
            named.append((found.end(), benefit))
            held = _held(plain, found, benefit)
            if held is None:
                continue
            start, end = found.span()
            named_by = _bought_for(plain, people, start) if benefit.bought else []
            named_by = named_by or _together_behind(plain, people, end)
            for of in named_by or _whose(people, benefit, start, end):
                yield Said(benefit.fact, {benefit.value: held}, of, start, end)
    yield from _bare(plain, people, sorted(named, key=lambda one: one[0]))


def _is_late(before: str, after: str) -> bool:
    """拖了两个月没发, of what is paid by the month and was not only just applied for."""
    late = _cue("late").match(after)
    return late is not None and not _cue("new").search(before + late.group())


def _whose(people: People, benefit: _Benefit, start: int, end: int) -> list[Mention]:
    of = people.home(end, end) if benefit.fact == _OF_HOUSEHOLD else None
    of = of or people.subject(start, end, young=benefit.young)
    if benefit.young and (of is None or of.relation not in YOUNG):
        of = next((m for m in reversed(people.mentions) if _is_young_before(m, start)), of)
    unnamed = of is not None and of.person == "self" and of.start == of.end
    if of is None or (benefit.young and unnamed and not (people.host and people.host.young)):
        return []
    second = people.both(of)
    return [of] if second is None else [of, second]


def _is_young_before(mention: Mention, start: int) -> bool:
    return mention.start < start and mention.person is not None and mention.relation in YOUNG


# 给我爸还有我自己都买了, 顺手给他买过
_BOUGHT_FOR = re.compile(
    r"(?:给|替|帮)[^，。；]{1,14}?(?:买|交|投|入|保|扣|续)(?:过|了|上|的|着|个|份){0,4}(?:市里|政府|县里|淄博)?(?:[那这]个|的){0,2}$"
)


def _bought_for(plain: str, people: People, start: int) -> list[Mention]:
    """For whom an insurance was bought by another."""
    bought = _BOUGHT_FOR.search(plain, max(0, start - 20), start)
    if bought is None:
        return []
    named = [m for m in people.mentions if bought.start() < m.start < bought.end() and m.person]
    return list({m.person: m for m in named}.values())


# 齐惠保我跟我老公都买了, 护理补贴我和我弟都领着
_TOGETHER_BEHIND = re.compile(r"(?:我|俺)?[^，。；]{0,5}?[和跟与同][^，。；]{1,6}?(?:俩|两个)?(?:也|都|全)")
_COUPLE_BEHIND = re.compile(r"(?:我|俺)们?(?:俩|两口子|老两口|夫妻俩?|两个)")


def _together_behind(plain: str, people: People, end: int) -> list[Mention]:
    """Those whom the words right behind a benefit name together."""
    if found := _TOGETHER_BEHIND.match(plain, end):
        named = {m.person: m for m in people.mentions if end <= m.start < found.end() and m.person}
        return list(named.values()) if len(named) > 1 else []
    found = _COUPLE_BEHIND.match(plain, end)
    if found is None:
        return []
    spouse = next((m for m in people.mentions if m.relation == "spouse" and m.person), None)
    return [Mention(end, end + 1, "self", "self"), spouse or Mention(end, found.end(), "spouse", "spouse")]


def _held(plain: str, found: re.Match[str], benefit: _Benefit) -> bool | None:
    """True, false, or None where it is only asked about, hoped for or told of others."""
    start, end = found.span()
    before = plain[max(clause_start(plain, start), start - _CONTEXT["before"]) : start]
    after = plain[end : end + _CONTEXT["after"]]
    cues = ("has_before", "has_after", "lacks_before", "lacks_after")
    cue = {name: _cue(name, benefit.value) for name in cues}
    if _cue("hearsay").search(before) or _cue("asked").match(after):
        return None
    if not (benefit.once or benefit.bought) and _is_late(before, after):
        return True
    if _cue("broken_off").match(after):
        return None
    lacks = cue["lacks_after"].match(after)
    if lacks and _WHETHER_PAID.search(plain, start, clause_end(plain, end)):
        return None
    if _cue("held_now").match(after) or (lacks and _is_asked(lacks.group(), plain[end + lacks.end() :])):
        lacks = None
    if cue["lacks_before"].search(before) or lacks:
        return False
    if _cue("held_now").match(after):
        return True
    if benefit.post and has_ended(plain, start, end):
        return False
    if _WISHED.search(before) or _asks_sum(plain, before, end):
        return None
    return True if cue["has_before"].search(before) or cue["has_after"].match(after) else None


# 在领孤儿费 问满18岁停发否: it is asked whether it will end.
_WHETHER = re.compile(r"问|是否|会不会|会否|是不是|要不要|怕|担心|将|多大|几岁|何时|啥时候?|什么时候")
# 公益岗或者自己交社保有补贴没
_WHETHER_PAID = re.compile(r"(?:有|给|能)(?:啥|什么|点)?(?:补[贴助]?|钱|发)[^，。；没]{0,3}没(?:有)?$")
# 想干公益岗; 孤儿生活费每个月多少: what is wished for, and how much it is
_WISHED = re.compile(
    r"(?:想|打算|准备|愿意|盼着?|求|申请|报名)(?:着|去|要|给)?(?:[我俺他她]|孩子)?(?:干|当|做|找|上|安排|领|办|拿|要|争取|进)?"
    r"(?:个|份|一个|一份|点|这个|那个)?$"
)
_ASKS_SUM = re.compile(
    r"[^，。；！？]{0,8}?(?:(?:是|有|给|发|领|拿|能|补|打)(?:到)?(?:个)?)?(?:多少|几个钱|几百|几块|啥标准|什么标准)"
)
_IN_RECEIPT = re.compile(r"着|在领|正领|上了|领了|过(?:的)?$")
_OR_NOT = re.compile(r"否|吗|么|不(?=[ ，。？]|$)")


def _asks_sum(plain: str, before: str, end: int) -> bool:
    """Is only asked how much it is, of one who is not said to be paid it: 领着孤儿费，一月多少?"""
    asked = _ASKS_SUM.match(plain, end, clause_end(plain, end))
    return asked is not None and not _IN_RECEIPT.search(before + asked.group())


def _is_asked(words: str, behind: str) -> bool:
    return bool(_WHETHER.search(words) or _OR_NOT.match(behind))


def _bare(plain: str, people: People, named: list[tuple[int, _Benefit]]) -> Iterator[Said]:
    """护理补贴要是早知道…我们一直没领过: of the benefit last named, where it is no pension of others."""
    if not named:
        return
    for found in _cue("bare").finditer(plain):
        before = [one for one in named if 0 <= found.start() - one[0] <= _NEAR]
        whose = plain[clause_start(plain, found.start()) : found.start()]
        if not before or whose.endswith(("别人", "他们", "人家")):
            continue
        end, benefit = before[-1]
        after = plain[end : end + _CONTEXT["after"]]
        if _is_late("", after) or _cue("broken_off").match(after):
            continue
        named_here = [m for m in people.mentions if found.start() <= m.start < found.end() and m.person]
        of = next(iter(named_here[-1:]), None) or people.subject(*found.span(), young=benefit.young)
        if of is not None and not (of.relation in YOUNG and benefit.adults):
            yield Said(benefit.fact, {benefit.value: False}, of, *found.span())
