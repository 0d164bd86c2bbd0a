"""What is said about one policy by itself: what it gives, for whom, where, how long, with source and date."""

from __future__ import annotations

import dataclasses
import datetime
import re
from collections.abc import Iterable, Iterator, Sequence
from typing import TYPE_CHECKING

from bot import wording
from bot.blocks import Block, Checklist, Link, Text
from bot.wording import say

from .cards import LOAN, cite_each
from .details import find_details, topics_of

if TYPE_CHECKING:
    from knowledge import Guide, Policy, Situation
    from knowledge.policies import Benefit, BenefitFigure
    from knowledge.sources import SourceRef

MOST_FIGURES = 4
PER_CENT = "百分比"
WHOLE_PLACES = ("淄博", "山东", "全国")
TEN_THOUSAND = 10_000
MOST_LINES = 6
MOST_MATERIALS = 6
MOST_NOTED = 3
_ASKS_WHERE = re.compile(
    "怎么办理?|咋办|哪里|哪儿|去哪|上哪|材料|带什么|带啥|手续|流程|多久|几天|多少天|多长时间|啥时候|什么时候|证件|电话|找谁|到哪|在哪|怎么申请|怎么领|咋申请|咋弄|咋领|(?:带|拿|交|准备|要)(?:点|些)?(?:什么|啥|哪些)"
)
_ASKS_SUM = re.compile("多少(?!天|时间|个?月)|几百|几块|给几|标准|什么|啥")
OLD_AFTER_DAYS = 456


def make_leaflet(guide: Guide, policy_id: str, on: datetime.date) -> tuple[Block, ...]:
    """The policy in short: a sentence, the figures with their year, who can have it, where it is done."""
    policy = guide.policies[policy_id]
    entries = [*figure_lines(policy, on)] or [one.says for one in policy.benefits[:2]]
    blocks: list[Block] = [Text(policy.name, heading=True), Text(policy.summary)]
    if entries:
        blocks.append(Checklist(say("leaflet_gives"), tuple(entries[:MOST_FIGURES])))
    who = tuple(one.says for one in policy.clauses if one.role == "condition")
    if who:
        blocks.append(Checklist(say("leaflet_who"), who[:MOST_LINES]))
    blocks += slip(guide, policy, on)
    refs = [ref for one in (*policy.benefits, *policy.clauses) for ref in one.sources]
    sources = cite_each(guide, refs)
    if sources:
        blocks.append(Checklist(say("source_title"), sources))
    return (*blocks, link_to(policy))


def make_note(
    guide: Guide, policy_id: str, asked: str, on: datetime.date, *, district: str | None = None
) -> tuple[Block, ...]:
    """The policy in a chat: what it gives and, where `asked` wants to know, for whom or where it is done.

    Without what only another district than `district` gives. Where no rule is known to hold any more, that
    comes first.
    """
    policy = guide.policies[policy_id]
    benefits = tuple(one for one in policy.benefits if not _is_of_another(guide, one, district))
    policy = dataclasses.replace(policy, benefits=benefits)
    details = find_details(policy, asked) if topics_of(asked) else []
    figures = [] if _ASKS_WHERE.search(asked) and not _ASKS_SUM.search(asked) else figure_lines(policy, on)
    entries = [*figures] or [one.says for one in benefits[:2]]
    blocks: list[Block] = [Text(policy.summary), *expired(policy, on)]
    if details:
        said = tuple(one.says.rstrip("。") for one in details)
        blocks.append(Checklist(say("aside_of", name=short_name(policy)), said))
    elif entries:
        blocks.append(Checklist(say("leaflet_gives"), tuple(entries[:MOST_NOTED])))
    if _ASKS_WHERE.search(asked):
        blocks += slip(guide, policy, on)
    shown = [figure for one in policy.benefits for figure in newest_figures(one)]
    refs = [ref for one in (*shown, *policy.benefits, *policy.clauses) for ref in one.sources]
    blocks += source_of(guide, refs)
    return (*blocks, link_to(policy))


def _is_of_another(guide: Guide, benefit: Benefit, district: str | None) -> bool:
    """Whether every figure of it is published for districts other than the one they live in."""
    if district is None or not benefit.figures:
        return False
    others = [one.label for one in guide.facts["district"].choices if one.value != district]
    return all(any(name in (one.scope or "") for name in others) for one in benefit.figures)


def expired(policy: Policy, on: datetime.date) -> list[Block]:
    """What to ask first about a policy whose rules were made for a time that is over."""
    if policy.valid_until is None or on <= policy.valid_until:
        return []
    return [Text(say("warn", says=one.says.rstrip("。"))) for one in policy.warn if one.when is None][:1]


def link_to(policy: Policy) -> Link:
    """To all that there is on a policy."""
    return Link(say("link_policy", name=short_name(policy)), "policy", policy.id)


def source_of(guide: Guide, refs: Iterable[SourceRef]) -> list[Text]:
    """The one source that what was said rests on, first of all; none where there is none."""
    return [Text(say("source_line", source=one)) for one in cite_each(guide, refs, 1)]


def short_name(policy: Policy) -> str:
    """What people call it."""
    return policy.aliases[0] if policy.aliases else policy.name


def slip(guide: Guide, policy: Policy, on: datetime.date, without: Sequence[str] = ()) -> list[Block]:
    """Where to go, what to bring, how long it takes; no limits of the places `without`."""
    department = guide.departments[policy.department].name
    lines = [say("elsewhere_who", department=department)]
    lines += [say("elsewhere_where", where=one) for one in policy.where[:2]]
    bring = [one.says for one in policy.materials if one.keep == "required"]
    if bring:
        lines.append(say("elsewhere_bring", materials="；".join(bring[:4])))
    limits = [one for one in policy.time_limits if not any(place in one.says for place in without)]
    lines += [say("info_time", says=one.says) for one in limits[:1] if one.figure is not None]
    if policy.online is not None and policy.online.possible:
        lines.append(say("info_online", says=policy.online.says))
    return [Checklist(say("elsewhere_title", name=short_name(policy)), tuple(lines))]


def elsewhere(guide: Guide, situation: Situation | None) -> tuple[str, ...]:
    """The names of the districts that a household is not of; none while its own is not known."""
    own = situation.household.get("district") if situation is not None else None
    if own is None:
        return ()
    others = (one for key, one in guide.regions.districts.items() if key != own)
    return tuple(name for one in others for name in (one.name, *one.aliases))


def figure_lines(policy: Policy, on: datetime.date, without: Sequence[str] = ()) -> Iterator[str]:
    """The newest published figures of each benefit, each with its year; none of the places `without`."""
    for benefit in policy.benefits:
        yield from lines_of(benefit, on, without)


def lines_of(benefit: Benefit, on: datetime.date, without: Sequence[str] = ()) -> list[str]:
    """Those of one benefit. One that says its own figures is told in its words: they say for whom it is."""
    known = newest_figures(benefit, without)
    if known and all(_stands_in(benefit.says, one) for one in known):
        when = _when_and_where(max(known, key=_is_money), on)
        return [say("figure_said", says=benefit.says.rstrip("。"), when=when)]
    return [_figure_line(benefit, one, on) for one in known]


def newest_figures(benefit: Benefit, without: Sequence[str] = ()) -> list[BenefitFigure]:
    """What a benefit gives one by its newest figures; none of the places `without`."""
    known = [one for one in benefit.figures if one.figure is not None and _is_for_one(one)]
    known = [one for one in known if not any(place in (one.scope or "") for place in without)]
    newest = max((one.as_of or "" for one in known), default="")
    return [one for one in known if (one.as_of or "") == newest]


def _stands_in(says: str, figure: BenefitFigure) -> bool:
    """Whether a sentence names the figure, as 20000 or as 2万."""
    if isinstance(figure.figure, str):
        return False
    whole, rest = divmod(figure.figure, TEN_THOUSAND)
    named = [
        wording.number(figure.figure).replace(",", ""),
        *([f"{whole:f}万"] if whole and not rest else []),
    ]
    said = says.replace(" ", "")  # 10 is not named by 100
    return figure.figure == 0 or any(
        re.search(rf"(?<![\d.]){re.escape(one)}(?![\d.])", said) for one in named
    )


def _figure_line(benefit: Benefit, figure: BenefitFigure, on: datetime.date) -> str:
    name = say("figure_lent", name=figure.name) if benefit.kind == LOAN and _is_money(figure) else figure.name
    amount = figure.figure if isinstance(figure.figure, str) else wording.number(figure.figure)
    words = f"{amount}%" if figure.unit == PER_CENT else f"{amount} {figure.unit or ''}".rstrip()
    if not figure.as_of:
        return say("figure_plain", name=name, figure=words)
    return say("figure_known", name=name, figure=words, when=_when_and_where(figure, on))


def _when_and_where(figure: BenefitFigure, on: datetime.date) -> str:
    """The year a figure is of, and who published it where it is not for the whole city or more."""
    as_of, place = figure.as_of or "", (figure.scope or "").partition("（")[0]
    old = _is_money(figure) and (on - _first_day(as_of)).days > OLD_AFTER_DAYS
    year = say("figure_as_of_old" if old else "figure_as_of", as_of=as_of[:4])
    return year if any(one in place for one in WHOLE_PLACES) or not place else f"{place}，{year}"


def _is_for_one(figure: BenefitFigure) -> bool:
    """Whether the figure says what one gets or pays, not how much was spent on all."""
    unit = figure.unit or ""
    return any(one in unit for one in ("元", "%", PER_CENT)) and "万元" not in unit and "镇街" not in unit


def _is_money(figure: BenefitFigure) -> bool:
    return bool(figure.unit and figure.unit.startswith("元"))


def _first_day(as_of: str) -> datetime.date:
    """The first day of a year, a month or a day written 2024, 2024-01 or 2024-01-31."""
    parts = [int(one) for one in as_of.split("-")[:3] if one.isdigit()]
    return datetime.date(*(*parts, 1, 1)[:3]) if parts else datetime.date.min


def to_bring(guide: Guide, policy: Policy, today: datetime.date) -> Checklist:
    """What to bring, then what is only asked for where no department has it."""
    wanted = policy.materials_on(today)
    entries = [one.says for one in wanted if one.keep == "required"]
    known = [one for one in wanted if one.keep == "if_not_shared"]
    named = ("、".join(guide.documents[each].name for each in one.documents) or one.says for one in known)
    entries += [say("aside_if_unknown", says=one) for one in named]
    title = say("materials_title", name=short_name(policy))
    return Checklist(title, tuple(entries[:MOST_MATERIALS]) or (say("aside_nothing"),))
