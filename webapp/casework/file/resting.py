"""On whose word a condition rests: what it reads that the applicant alone has told, unseen by anybody."""

from __future__ import annotations

from collections.abc import Iterable, Mapping

from bot.phrases import fact_phrase
from knowledge import Guide
from webapp.applications.comparing import Compared, Subject
from webapp.applications.households import NOT_SAID, label_of
from webapp.models.applications import Application


def own_words(
    guide: Guide, application: Application, rows: Iterable[Compared], conditions: Iterable[Mapping]
) -> dict[str, list[str]]:
    """By the id of a condition: the facts that it reads and that only the applicant has told, in words."""
    told = {(one.person, one.fact): one for one in rows if _is_own(one)}
    called = {one.person: label_of(one.relation) for one in application.members}
    found = {}
    for condition in conditions:
        mine = [told[one] for one in _subjects(condition.get("values") or {}) if one in told]
        if mine and condition["verdict"] != "unknown" and not condition.get("ruled"):
            found[condition["id"]] = [_words(guide, one, called) for one in mine]
    return found


def _is_own(row: Compared) -> bool:
    if row.declared is None or row.verified is not None or row.disputed:
        return False
    return row.origin is None or row.origin.place not in NOT_SAID


def _subjects(values: Mapping[str, object]) -> Iterable[Subject]:
    """{"fact" or "person.fact": value} as (person, fact)."""
    for key in values:
        person, _, fact = key.rpartition(".")
        yield person or None, fact


def _words(guide: Guide, row: Compared, called: Mapping[str, str]) -> str:
    says = fact_phrase(guide.facts[row.fact], row.declared)
    return f"{called[row.person]}{says}" if row.person in called else says
