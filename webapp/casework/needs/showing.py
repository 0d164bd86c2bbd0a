"""A household's needs in words: the radar, the same numbers in a table, why, what is open, the services."""

from __future__ import annotations

from collections.abc import Iterable, Mapping

from sqlalchemy.orm import Session

from bot.phrases import fact_phrase
from knowledge import Guide, NeedLevel, OpenFact, ServiceNeed, Situation, Verdict
from knowledge.dimensions import HIGHEST, LOWEST, Dimension
from webapp.applications.households import label_of
from webapp.casework import colleagues
from webapp.casework.file import telling
from webapp.casework.needs import radar
from webapp.casework.needs.levels import Needs
from webapp.casework.services import demanding, spans
from webapp.models.applications import Application, Request
from webapp.models.needs import ServiceDemand
from webapp.security.crypto import mask_name
from webapp.verification.shown import short_moment

HOME = "全家"
NEW_MEMBER = "没列出来的家里人"
SOMEBODY = "家里人"


def make_page(
    session: Session, guide: Guide, request: Request, situation: Situation, *, needs: Needs
) -> dict[str, object]:  # fmt: skip
    names = names_of(request.application)
    shown = [one for one in needs.levels if one.person is None or one.person in names]
    dimensions = guide.scale.dimensions
    rows = [_row(one, shown, needs) for one in dimensions.values()]
    household = [one for one in needs.levels if one.person is None]
    sides = [radar.Side(dimensions[one.dimension].name, one.low, one.high) for one in household]
    return {
        "request": request,
        "title": telling.title_of(guide, request),
        "radar": radar.draw(sides),
        "people": [(None, HOME), *names.items()],
        "rows": rows,
        "details": [_detail(guide, one, situation, needs, names=names) for one in dimensions.values()],
        "changes": _changes(session, guide, needs, names),
        "services": _services(session, guide, request, needs, names=names),
        "levels": [(str(one), str(one)) for one in range(LOWEST, HIGHEST + 1)],
        "ground": _ground(guide),
    }


def names_of(application: Application) -> dict[str, str]:
    """Everybody who lives there, masked: 王某某（父亲）."""
    return {
        one.person: _called(one.name or "", one.relation, one.is_applicant)
        for one in application.members
        if one.left_on is None
    }


def _called(name: str, relation: str, is_applicant: bool) -> str:
    masked = mask_name(name) if name else "（没有姓名）"
    return masked if is_applicant else f"{masked}（{label_of(relation)}）"


def _ground(guide: Guide) -> str:
    refs = next((one.sources for one in guide.scale.dimensions.values()), ())
    return guide.cite_all(refs)


def _row(dimension: Dimension, shown: list[NeedLevel], needs: Needs) -> dict[str, object]:
    """A dimension: the household's level, then everybody's."""
    mine = [one for one in shown if one.dimension == dimension.id]
    return {
        "id": dimension.id,
        "name": dimension.name,
        "about": dimension.about,
        "cells": {one.person: cell(dimension, one, needs) for one in mine},
    }


def cell(dimension: Dimension, level: NeedLevel, needs: Needs) -> dict[str, object]:
    side = radar.Side(dimension.name, level.low, level.high)
    words = list(dict.fromkeys((dimension.levels[level.low], dimension.levels[level.high])))
    changed = needs.changes.get((level.person, level.dimension))
    return {
        "number": side.number,
        "words": " 到 ".join(words),
        "is_open": level.low != level.high,
        "facts_say": _range(changed.said) if changed is not None else "",
    }


def _range(said: Mapping[str, int]) -> str:
    return radar.Side("", said["low"], said["high"]).number


def _detail(
    guide: Guide, dimension: Dimension, situation: Situation, needs: Needs, *, names: Mapping[str, str]
) -> dict[str, object]:
    """What speaks for and against it, what may, and which facts would tell."""
    level = next(one for one in needs.computed if (one.person, one.dimension) == (None, dimension.id))
    who = lambda person: HOME if person is None else names.get(person, SOMEBODY)  # noqa: E731
    return {
        "name": dimension.name,
        "scale": list(enumerate(dimension.levels)),
        "reasons": [
            {
                "points": f"{one.points:+d}".replace("-", "−"),
                "says": one.says,
                "who": who(one.person),
                "read": "，".join(_known(guide, situation, one.facts)),
            }
            for one in level.reasons
        ],
        "doubts": list(dict.fromkeys(f"{who(one.person)}：{one.says}" for one in level.doubts)),
        "open": open_words(guide, level.open_facts, names),
    }


def _known(guide: Guide, situation: Situation, facts: Iterable[OpenFact]) -> Iterable[str]:
    people = {one.id: one.facts for one in situation.people}
    for one in facts:
        values = situation.household if one.person is None else people.get(one.person, {})
        if one.fact in values:
            yield fact_phrase(guide.facts[one.fact], values[one.fact])


def open_words(guide: Guide, facts: Iterable[OpenFact], names: Mapping[str, str]) -> list[str]:
    """王某（父亲）：生活能不能自理."""
    found = []
    for one in facts:
        definition = guide.facts[one.fact]
        home = HOME if definition.scope == "household" else NEW_MEMBER
        who = home if one.person is None else names.get(one.person, SOMEBODY)
        found.append(f"{who}：{definition.label}")
    return list(dict.fromkeys(found))


def _changes(session: Session, guide: Guide, needs: Needs, names: Mapping[str, str]) -> list[dict]:
    clerks = colleagues.names_of(session, (colleagues.id_of(one.by) for one in needs.history))
    return [
        {
            "name": guide.scale.dimensions[one.dimension].name
            if one.dimension in guide.scale.dimensions
            else one.dimension,
            "of": HOME if one.person is None else names.get(one.person, "已经不在这一户的人"),
            "level": one.said["level"],
            "facts_say": _range(one.said),
            "why": one.said["why"],
            "who": telling.who(one.by, clerks),
            "at": short_moment(one.at),
        }
        for one in needs.history
    ]


def _services(
    session: Session, guide: Guide, request: Request, needs: Needs, *, names: Mapping[str, str]
) -> list[dict]:  # fmt: skip
    """What is needed first, then what may be; with what is noted of it already."""
    known = demanding.find_open(session, request)
    suggested = {(one.person, one.service): one for one in needs.services if one.person in names}
    keys = dict.fromkeys([*suggested, *known])
    found = []
    for key in keys:
        if key[1] in guide.scale.services:
            row = _service(guide, key, suggested.get(key), known.get(key))
            open_facts = suggested[key].open_facts if key in suggested else ()
            row |= {"of": names.get(key[0], SOMEBODY), "open": open_words(guide, open_facts, names)}
            found.append(row)
    return sorted(found, key=lambda one: (one["verdict"] != "met", one["demand"] is None))


def _service(
    guide: Guide, key: tuple[str, str], need: ServiceNeed | None, demand: ServiceDemand | None
) -> dict[str, object]:  # fmt: skip
    person, service = key
    about = guide.scale.services[service]
    waits = need is not None and need.waits_for_level
    return {
        "field": f"need|{service}|{person}",
        "name": about.name,
        "says": about.says,
        "verdict": need.verdict.value if need is not None else "unmet",
        "policies": [guide.policies[one].name for one in need.policies] if need is not None else [],
        "granted": need is not None and need.verdict is Verdict.MET,
        "level": f"{guide.scale.dimensions[about.dimension].name} {about.level} 级起" if waits else "",
        "demand": demand,
        "hours": spans.hours(demand.minutes_per_week) if demand is not None else "",
    }


def known_services(needs: Needs, request: Request, session: Session) -> list[tuple[str, str]]:
    """(person, service) of everything that can be noted on the page."""
    suggested = [(one.person, one.service) for one in needs.services]
    return list(dict.fromkeys([*suggested, *demanding.find_open(session, request)]))
