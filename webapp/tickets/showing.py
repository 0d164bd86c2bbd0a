"""What the pages of tickets show, in words."""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from datetime import datetime

from bot import phrases, wording
from bot.wording import say
from knowledge import Guide, Situation, SituationError
from webapp.clock import SHANGHAI
from webapp.models.staff import StaffAccount
from webapp.models.tickets import Category, Ticket, TicketEvent, TicketState
from webapp.security.crypto import mask_phone
from webapp.staff.regions import name_of
from webapp.tickets.words import OTHER_DEPARTMENT, OTHER_WORDS, department_words, load_words, policy_words

Names = Mapping[int, str]


@dataclass(frozen=True)
class Line:
    """A ticket in a list."""

    number: str
    title: str
    where: str
    state: str
    due: str
    is_late: bool
    holder: str
    opened: str
    phone: str


@dataclass(frozen=True)
class Heard:
    """What was heard of one person, or of a household."""

    label: str
    facts: tuple[str, ...]


@dataclass(frozen=True)
class Step:
    at: str
    who: str
    what: str
    note: str


def line(guide: Guide, ticket: Ticket, names: Names, now: datetime) -> Line:
    words = load_words()
    late = ticket.due_at is not None and ticket.state != TicketState.CLOSED and ticket.due_at < now
    place = ticket.town or ticket.district
    return Line(
        number=ticket.number,
        title=f"{words['categories'].get(ticket.category, '')}，{policy_words(guide, ticket.policy)}",
        where=name_of(guide.regions, place) if place else "不知道哪里",
        state=words["states"].get(ticket.state, ticket.state),
        due=tell_due(ticket),
        is_late=late,
        holder=names.get(ticket.holder_id or 0, ""),
        opened=moment(ticket.opened_at),
        phone=mask_phone(ticket.phone) if ticket.phone else "",
    )


def tell_due(ticket: Ticket) -> str:
    """限 11 月 30 日; nothing where no published limit says."""
    if ticket.due_at is None:
        return ""
    about = "大约 " if ticket.due_is_estimate else ""
    here = ticket.due_at.astimezone(SHANGHAI)
    return f"限 {about}{here.month} 月 {here.day} 日 {here:%H:%M} 前"


def moment(at: datetime) -> str:
    here = at.astimezone(SHANGHAI)
    return f"{here.month} 月 {here.day} 日 {here:%H:%M}"


def names_of(accounts: list[StaffAccount]) -> dict[int, str]:
    return {one.id: one.display_name for one in accounts}


def situations(guide: Guide, ticket: Ticket) -> list[Heard]:
    """The facts as they were heard, by person; nothing of what a newer guide no longer knows."""
    found: list[Heard] = []
    for place, raw in enumerate(ticket.situation, 1):
        try:
            situation = Situation.parse(raw, guide.facts, f"h{place}")
        except SituationError:
            continue
        found += _by_person(guide, situation)
    return found


def _by_person(guide: Guide, situation: Situation) -> Iterator[Heard]:
    held = [(one.id, one.facts) for one in situation.people] + [(None, situation.household)]
    for person, facts in held:
        told = tuple(phrases.fact_phrase(guide.facts[key], value) for key, value in facts.items())
        if told:
            label = wording.who_short(situation, person) if person else say("whole_family")
            yield Heard(say("desk_caller") if label == "您" else label, told)


def steps(guide: Guide, ticket: Ticket, names: Names) -> list[Step]:
    """What was done, in order."""
    return [_step(guide, one, names) for one in ticket.events]


def _step(guide: Guide, event: TicketEvent, names: Names) -> Step:
    words = load_words()
    what = words["events"].get(event.kind, event.kind)
    match event.kind:
        case "transferred":
            what = f"{what}：{department_words(guide, event.detail)}"
        case "handed":
            what = f"{what} {names.get(int(event.detail or 0), '同事')}"
        case "closed":
            what = f"{what}：{words['results'].get(event.detail, '')}"
    return Step(moment(event.at), names.get(event.by_id, ""), what, event.note or "")


def tell_change(guide: Guide, event: TicketEvent, names: Names) -> str:
    """What somebody else did just now, for whoever comes second."""
    step = _step(guide, event, names)
    return f"{step.who or '同事'} {step.at} {step.what}"


def choices(guide: Guide) -> dict[str, list[tuple[str, str]]]:
    """Everything to choose from on the forms: (value, words)."""
    words = load_words()
    places = [("", "不知道")]
    for district in guide.regions.districts.values():
        places.append((district.key, district.name))
        places += [(town.code, f"{district.name}{town.name}") for town in district.towns]
    policies = [(one.id, one.name) for one in guide.policies.values()]
    departments = [(one.id, one.name) for one in guide.departments.values()]
    return {
        "categories": [(one.value, words["categories"][one.value]) for one in Category],
        "policies": [("", policy_words(guide, None)), *policies],
        "departments": [*departments, (OTHER_DEPARTMENT, OTHER_WORDS)],
        "places": places,
        "results": list(words["results"].items()),
        "states": [("", "没办完的"), *words["states"].items(), ("overdue", "过了限期的")],
    }
