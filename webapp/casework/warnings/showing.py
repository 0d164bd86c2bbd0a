"""Warnings in a list, in codes alone; one of them with whom it is about, what is known, and by which line."""

from __future__ import annotations

import datetime

from bot.phrases import fact_phrase
from knowledge import Guide, SituationError, parse_value
from knowledge.monitoring import BUREAU
from webapp.casework.colleagues import names_of
from webapp.clock import SHANGHAI
from webapp.models.monitoring import WarningRow, WarningState
from webapp.monitoring.visiting import load_words
from webapp.staff.regions import name_of
from webapp.verification.shown import short_day

PARTS = ("name", "phone", "address")


def rows(session, guide: Guide, found: list[WarningRow], today: datetime.date) -> list[dict[str, object]]:
    """As the list shows them: nobody's name."""
    names = names_of(session, (one.assistant_id for one in found))
    return [row(guide, one, today) | {"assistant": names.get(one.assistant_id, "")} for one in found]


def row(guide: Guide, one: WarningRow, today: datetime.date) -> dict[str, object]:
    words, rule, layer = load_words(), guide.warnings.get(one.rule), guide.layers.get(one.layer)
    days = (today - one.pushed_at.astimezone(SHANGHAI).date()).days
    return {
        "id": one.id,
        "rule": rule.name if rule else one.rule,
        "layer": layer.name if layer else one.layer,
        "town": name_of(guide.regions, one.town),
        "state": words["states"][one.state],
        "result": (words["outcomes"] | words["results"]).get(one.result or "", ""),
        "since": "今天推来的" if days <= 0 else f"推来 {days} 天了",
        "is_urgent": one.rank == 0,
        "is_closed": one.state == WarningState.CLOSED,
        "is_over": one.ended_at is not None,
    }


def page(guide: Guide, one: WarningRow) -> dict[str, object]:
    """What is personal of one warning, and the rule behind it."""
    rule, words = guide.warnings.get(one.rule), load_words()
    return {
        "contact": [(words["contact"][key], said) for key, said in (one.contact or {}).items()],
        "phone": (one.contact or {}).get("phone", ""),
        "facts": list(_facts(guide, one)),
        "says": rule.says if rule else "",
        "setting": rule.setting if rule and rule.ground == BUREAU else "",
        "source": guide.cite_all(rule.sources) if rule else "",
        "looks": rule.looks if rule else (),
        "policies": [(id, guide.policies[id].name) for id in rule.policies] if rule else [],
        "visits": [
            (short_day(visit.visited_on), words["outcomes"][visit.outcome], visit.note or "")
            for visit in one.visits
        ],
        "outcomes": [(key, said, words["outcome_hints"][key]) for key, said in words["outcomes"].items()],
    }


def facts_read(one: WarningRow) -> list[str]:
    """What the audit keeps of a look: names of facts, and of parts of a case."""
    return [*PARTS, *(told["fact"] for told in one.facts or ())]


def facts_taken(one: WarningRow) -> list[str]:
    """The same of what an application takes over: with the number by which somebody is known."""
    return [*PARTS, "id_number", *(told["fact"] for told in one.facts or ())]


def _facts(guide: Guide, one: WarningRow):
    for told in one.facts or ():
        definition = guide.facts.get(told["fact"])
        if definition is None:
            continue
        try:
            yield fact_phrase(definition, parse_value(definition, told["value"]))
        except SituationError:  # the guide has changed since it was pushed
            continue
