"""What a visit looks at, as fields of a form, and back again as facts."""

from __future__ import annotations

import datetime
from dataclasses import dataclass

from werkzeug.datastructures import MultiDict

from bot.phrases import fact_phrase
from knowledge import FactDefinition, Guide, SituationError, Value, parse_value
from webapp.applications.comparing import Compared, Standing, Subject
from webapp.applications.households import FROM_ID_CARD, WHOLE_FAMILY, label_of
from webapp.applications.surveys import LONGEST_MET, LONGEST_NOTE, Visit
from webapp.casework.file.reading import Known
from webapp.models.applications import Application
from webapp.pages.forms import FormError, parse_typed

MOST_ASKED = 12
WANTED = (Standing.DIFFERS, Standing.ONLY_DECLARED, Standing.MISSING)
NONE = "none"
YES_NO = (("yes", "是"), ("no", "不是"))
LONGEST_AGO = datetime.timedelta(days=365)
NO_DAY, NOT_THEN = "写成 2026-11-28 这样", "要在今天以前、一年以内"


@dataclass(frozen=True)
class Asked:
    """One fact to look at: of whom, in what words, what is known so far, and its choices if it has some."""

    name: str
    who: str
    definition: FactDefinition
    known: str = ""

    @property
    def choices(self) -> list[tuple[str, str]]:
        if self.definition.type == "bool":
            return list(YES_NO)
        return [(one.value, one.label) for one in self.definition.choices]


def ask(guide: Guide, application: Application, known: Known) -> list[Asked]:
    """What could still decide first, then what differs, then what stands on the applicant's word alone.

    An ID card needs nobody to go and look.
    """
    rows = {(one.person, one.fact): one for one in known.comparison.rows if not _is_on_card(one)}
    wanted = [
        *known.open,
        *(subject for kind in WANTED for subject, one in rows.items() if one.standing is kind),
    ]
    people = {one.person: label_of(one.relation) for one in application.members if one.left_on is None}
    people[None] = WHOLE_FAMILY
    fit = [one for one in dict.fromkeys(wanted) if one[0] in people and not guide.facts[one[1]].derived]
    return [_asked(guide, one, people[one[0]], rows.get(one)) for one in fit[:MOST_ASKED]]


def _is_on_card(row: Compared) -> bool:
    return (
        row.origin is not None and row.origin.place == FROM_ID_CARD and row.standing is not Standing.DIFFERS
    )


def _asked(guide: Guide, subject: Subject, who: str, row) -> Asked:
    definition = guide.facts[subject[1]]
    value = row.declared if row is not None else None
    said = fact_phrase(definition, value) if value is not None else ""
    return Asked(f"fact|{subject[0] or ''}|{subject[1]}", who, definition, said)


def parse(guide: Guide, application: Application, form: MultiDict, today: datetime.date) -> Visit:
    """Raises FormError. What was left empty was not seen."""
    errors: dict[str, str] = {}
    day = _parse_day(form, today, errors)
    met, note = form.get("met", "").strip()[:LONGEST_MET], form.get("note", "").strip()[:LONGEST_NOTE]
    if not met:
        errors["met"] = "写上见到了谁，没见到人也写上"
    facts: dict[Subject, Value] = {}
    people = {one.person for one in application.members} | {None}
    for name in dict.fromkeys(form):
        subject = _subject(guide, name)
        if subject is None or subject[0] not in people:
            continue
        try:
            raw = _raw(guide.facts[subject[1]], form.getlist(name))
            if raw is not None:
                facts[subject] = parse_value(guide.facts[subject[1]], raw)
        except FormError as wrong:
            errors[name] = next(iter(wrong.errors.values()))
        except SituationError as wrong:
            errors[name] = wrong.problems[0][1]
    if errors:
        raise FormError(errors)
    return Visit(day, met, facts, note)


def _subject(guide: Guide, name: str) -> Subject | None:
    """Which fact of whom a field is about; None for other fields."""
    kind, _, rest = name.partition("|")
    person, _, fact = rest.partition("|")
    definition = guide.facts.get(fact) if kind == "fact" else None
    if definition is None or (definition.scope == "person") != bool(person):
        return None
    return person or None, fact


def _raw(definition: FactDefinition, given: list[str]) -> object:
    """What was filled in, as JSON; None where nothing was."""
    filled = [one.strip() for one in given if one.strip()]
    if not filled:
        return None
    match definition.type:
        case "bool":
            return filled[0] == "yes"
        case "choice":
            return filled[0]
        case "set":
            return [] if NONE in filled else dict.fromkeys(filled, True)
    return parse_typed(filled[0], "date" if definition.type == "date" else "number")


def _parse_day(form: MultiDict, today: datetime.date, errors: dict[str, str]) -> datetime.date:
    try:
        day = datetime.date.fromisoformat(form.get("visited_on", "").strip())
    except ValueError:
        errors["visited_on"] = NO_DAY
        return today
    if not today - LONGEST_AGO <= day <= today:
        errors["visited_on"] = NOT_THEN
    return day
