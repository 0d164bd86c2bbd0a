"""A policy, a group, or the whole guide as pages show them; every figure with its source and its year."""

from __future__ import annotations

import datetime
import re
from collections import Counter
from collections.abc import Iterable, Iterator, Mapping
from dataclasses import dataclass

import bot
from bot import wording
from bot.lookup import SOUNDS_THE_SAME, lookup_of
from knowledge import Guide, Policy
from knowledge.policies import Benefit, BenefitFigure, Material, Refs, TimeLimit
from webapp.languages import formats, gettext, say

OLD_AFTER_DAYS = 456
MOST_FOUND = 10
MOST_SOURCES = 3
MOST_PLACES = 60
HERE, BY_LIST, ELSEWHERE = "here", "by_list", "elsewhere"
FILING_WORDS = {
    HERE: "能在这里申请",
    BY_LIST: "不用申请，按名单给",
    ELSEWHERE: "到部门那边办",
}
KEEP_WORDS = {
    "required": "要带的",
    "if_not_shared": "部门查不到才要的",
    "if_applicable": "有这种情况才要的",
}
STARTS = {
    "request": "交申请",
    "acceptance": "受理",
    "clue": "得到线索",
    "publicity": "公示",
    "town_report": "镇街报上来",
    "report": "报告",
    "decision": "作决定",
    "approval": "同意",
    "funds_received": "钱拨到",
    "objection": "提意见",
}
WORKING_DAY, HOUR = "工作日", "小时"
AREAS = {"national": "全国", "shandong": "山东省", "zibo": "淄博市"}
LIMIT = re.compile(r"限额|最高|上限|封顶|起付|不超过|以内|保费|缴费|上涨|涨幅")
CITY = re.compile(r"淄博|全国|国家|山东|张店|淄川|博山|临淄|周村|桓台|高青|沂源|高新区|经开区|文昌湖")


@dataclass(frozen=True)
class FigureRow:
    """One published figure: what for, how much in words, from when, where."""

    name: str
    words: str
    when: str
    sources: tuple[str, ...]


@dataclass(frozen=True)
class LimitRow:
    """A time limit: what it says, how it is counted, what it does not count, on whose word."""

    says: str
    counted: str
    pauses: tuple[tuple[str, tuple[str, ...]], ...]
    sources: tuple[str, ...]


def groups(guide: Guide) -> list[Mapping[str, object]]:
    """The ten groups with how many policies each has."""
    return [
        {
            "id": group.id,
            "name": group.name,
            "summary": group.summary,
            "count": len(policies_of(guide, group.id)),
        }
        for group in guide.groups.values()
    ]


def policies_of(guide: Guide, group_id: str) -> list[Policy]:
    return [one for one in guide.policies.values() if group_id in one.groups]


def search(guide: Guide, wanted: str, today: datetime.date) -> list[Policy]:
    """What somebody looks for: by name first, then by what the words ask for; else whose text has them.

    残疾证 is neither a policy nor a need, but what many ask for; 残及证 sounds the same.
    """
    plain = wanted.replace(" ", "")
    named = [
        one for one in guide.policies.values() if any(plain in name for name in (one.name, *one.aliases))
    ]
    meant = [guide.policies[one.id] for one in bot.match_text(guide, wanted, today).policies]
    found = [*named, *meant] or [guide.policies[one] for one in _with_words(guide, wanted)]
    return list(dict.fromkeys(found))[:MOST_FOUND]


def _with_words(guide: Guide, wanted: str) -> list[str]:
    """The policies that speak of it, those first that do so most."""
    places = lookup_of(guide).search(wanted, MOST_PLACES)
    policies = (one.id for one in places if one.kind == "policy" and one.score >= SOUNDS_THE_SAME)
    return [policy for policy, _ in Counter(policies).most_common()]


def make_page(guide: Guide, policy_id: str, today: datetime.date) -> dict[str, object]:
    """All that the page of a policy shows."""
    policy = guide.policies[policy_id]
    rows = [row for benefit in policy.benefits for row in _figures(guide, benefit, today)]
    return {
        "policy": policy,
        "group": guide.groups[policy.groups[0]],
        "department": guide.departments[policy.department].name,
        "filing": FILING_WORDS[policy.filing],
        "benefits": [one.says for one in policy.benefits],
        "figures": rows,
        "figure_sources": _unique(source for row in rows for source in row.sources),
        "when": rows[0].when if rows and len({row.when for row in rows}) == 1 else "",
        "gaps": _gaps(policy),
        "who": _clauses(guide, policy, ("condition",)),
        "besides": _clauses(guide, policy, ("advisory",)),
        "family": _clauses(guide, policy, ("definition",)),
        "where": [*policy.where, *_unique(one.says for one in policy.routes if one.says not in policy.where)],
        "materials": _materials(policy, today),
        "time_limits": [(one.says, cite(guide, one.sources)) for one in policy.time_limits],
        "limits": _limits(guide, policy, today),
        "review_months": policy.review.months if policy.review else None,
        "identity": _identity(guide, policy),
        "opens": [(one.id, one.name, one.summary) for one in _followers(guide, policy)],
        "opened_by": [(one, guide.policies[one].name, guide.policies[one].summary) for one in policy.follows],
        "not_with": _links(guide, policy.not_with),
        "related": _links(guide, policy.related),
        "confusable": _links(guide, policy.confusable),
        "sources": _documents(guide, policy),
    }


def cite(guide: Guide, refs: Refs) -> tuple[str, ...]:
    return _unique(guide.cite(one) for one in refs)[:MOST_SOURCES]


def _unique(values: Iterable[str]) -> tuple[str, ...]:
    return tuple(dict.fromkeys(values))


def _clauses(guide: Guide, policy: Policy, roles: tuple[str, ...]) -> list[tuple[str, tuple[str, ...]]]:
    return [(one.says, cite(guide, one.sources)) for one in policy.clauses if one.role in roles]


def _figures(guide: Guide, benefit: Benefit, today: datetime.date) -> Iterator[FigureRow]:
    """The newest of the figures that stand for one thing; none of another region."""
    newest: dict[str, BenefitFigure] = {}
    for one in benefit.figures:
        if one.figure is None or (one.scope and not CITY.search(one.scope)):
            continue
        thing = base_name(one.name)
        if thing not in newest or (one.as_of or "") > (newest[thing].as_of or ""):
            newest[thing] = one
    for thing, one in newest.items():
        rises = benefit.kind == "cash_monthly" and not LIMIT.search(one.name) and _is_old(one, today)
        words = _figure_words(one, rises)
        yield FigureRow(_name(thing, one), words, _when(one, today), cite(guide, one.sources))


def base_name(name: str) -> str:
    """The name of a figure without its year: 城市低保标准（2024年起，现知最新） is 城市低保标准."""
    return re.sub(r"（[^（）]*(?:\d{4}|现知|旧标准|调整前)[^（）]*）$", "", name)


def _name(thing: str, figure: BenefitFigure) -> str:
    local = figure.scope and not re.search(r"淄博|全国|国家|山东", figure.scope)
    return f"{thing}（{figure.scope}）" if local else thing


def _figure_words(figure: BenefitFigure, is_least: bool = False) -> str:
    if isinstance(figure.figure, str):
        return " ".join(one for one in (figure.figure, figure.unit or "") if one)
    number, unit = formats.number(figure.figure), _unit(figure)
    if unit.startswith("元") and wording.per_unit(unit):
        words = "{per}至少 {sum}" if is_least else "{per} {sum}"
        return say(words, per=wording.per_unit(unit), sum=formats.money(figure.figure))
    if unit in ("百分比", "%"):
        return f"{number}%"
    return f"{number} {unit}".strip()


def _unit(figure: BenefitFigure) -> str:
    """元/人/月 and 元/人·月 are one unit."""
    return re.sub(r"^(元/[^/·]+)/", r"\1·", figure.unit or "")


def _when(figure: BenefitFigure, today: datetime.date) -> str:
    """Since when it holds; older sums may have been raised since."""
    if not figure.as_of:
        return ""
    year, *rest = figure.as_of.split("-")
    since = formats.month(datetime.date(int(year), int(rest[0]), 1)) if rest else formats.year(int(year))
    is_old = _is_old(figure, today)
    return say("{since}的标准，如有调整以最新公布为准" if is_old else "{since}的标准", since=since)


def _is_old(figure: BenefitFigure, today: datetime.date) -> bool:
    """Whether a figure is older than 15 months."""
    if not figure.as_of:
        return False
    parts = [int(one) for one in figure.as_of.split("-")]
    return (today - datetime.date(*[*parts, 1, 1][:3])).days > OLD_AFTER_DAYS


def _gaps(policy: Policy) -> bool:
    """Whether a sum is known to exist whose figure is not published."""
    return (
        any(one.figure is None for benefit in policy.benefits for one in benefit.figures)
        or not policy.benefits
    )


def _materials(policy: Policy, today: datetime.date) -> list[tuple[str, list[str]]]:
    """What to bring, by how surely; what the state knows already comes second."""
    return [
        (words, found)
        for keep, words in KEEP_WORDS.items()
        if (found := [one.says for one in policy.materials if one.keep == keep and _in_force(one, today)])
    ]


def _in_force(material: Material, today: datetime.date) -> bool:
    begun = material.effective is None or material.effective <= today
    return begun and (material.until is None or today <= material.until)


def _limits(guide: Guide, policy: Policy, today: datetime.date) -> list[tuple[str, list[LimitRow]]]:
    """The time limits by area, what no area is told of first; an area with no figure counts as none."""
    by_area: dict[str, list[LimitRow]] = {}
    for one in policy.time_limits:
        if one.in_force(today):
            area = "" if one.figure is None else _area(guide, one.area)
            by_area.setdefault(area, []).append(_limit_row(guide, one))
    return list(by_area.items())


def _area(guide: Guide, area: str | None) -> str:
    districts = guide.regions.districts
    return districts[area].name if area in districts else AREAS.get(area or "", "")


def _limit_row(guide: Guide, limit: TimeLimit) -> LimitRow:
    pauses = tuple((one.says, cite(guide, one.sources)) for one in limit.pauses)
    return LimitRow(limit.says, _how_counted(limit), pauses, cite(guide, limit.sources))


def _how_counted(limit: TimeLimit) -> str:
    """From when it counts, in what days, and for whom alone: 从受理那天算，周末、节假日不算。"""
    if limit.figure is None:
        return ""
    moment = "那一刻" if limit.unit == HOUR else "那天"
    words = [say("从{start}{moment}算", start=STARTS[limit.start], moment=moment)] if limit.start else []
    words += [gettext("周末、节假日不算")] if limit.unit == WORKING_DAY else []
    found = say("{words}。", words=gettext("，").join(words)) if words else ""
    if limit.grounds:
        kind, grounds = "能延长的" if limit.extends else "只管这样的", gettext("、").join(limit.grounds)
        found += say("{kind}：{grounds}。", kind=kind, grounds=grounds)
    return found


def _identity(guide: Guide, policy: Policy) -> str:
    """What the family is from then on: 低保."""
    if policy.grants is None:
        return ""
    choices = guide.facts[policy.grants.fact].choices
    label = next(one.label for one in choices if one.value == policy.grants.value)
    return re.sub(r"（[^（）]*）", "", label)


def _followers(guide: Guide, policy: Policy) -> list[Policy]:
    return [one for one in guide.policies.values() if policy.id in one.follows]


def _links(guide: Guide, links: Iterable) -> list[tuple[str | None, str, str]]:
    """(policy id, its name, why) of policies that stand beside this one."""
    return [
        (one.policy, guide.policies[one.policy].name if one.policy in guide.policies else "", one.says)
        for one in links
    ]


def _documents(guide: Guide, policy: Policy) -> list[str]:
    """The documents behind the policy, with number and year; none of other provinces."""
    found = [guide.sources[one] for one in policy.sources if one in guide.sources]
    kept = [one for one in found if not re.search("借鉴|外省|外市", one.note or "")]
    return list(
        _unique(" · ".join(part for part in (_title(one), one.document_number) if part) for one in kept)
    )


def _title(source) -> str:
    return source.title if "《" in source.title else f"《{source.title}》"
