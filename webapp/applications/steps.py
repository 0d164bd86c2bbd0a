"""Which pages a draft goes through, in order, and which of them still wait. One question a page."""

from dataclasses import dataclass
from enum import StrEnum

from sqlalchemy.orm import Session

from knowledge import Guide, Value
from webapp.applications import consent, households, sensitive
from webapp.applications.drafting import chosen_requests
from webapp.applications.sources import verifiers
from webapp.documents import keeping
from webapp.models.applications import Application, ApplicationMember

HELPED = "helped"  # the mark of a draft that is filled in for somebody else
DOUBTED = "doubted"  # what was typed and waits to be confirmed
HARDEST_ASKED = 3
MOST_ASKED = 3  # so that a family of four fills in 25 fields at most


PLACE_PAGES = {
    "hukou_town": ("district", "town"),
    "residence_town": ("residence-district", "residence-town"),
    "event_town": ("event-district", "event-town"),
}
"""The pages for each word of the guide's routes."""


class Section(StrEnum):
    """What the progress bar shows."""

    WHAT = "办什么"
    WHO = "家里人"
    WHERE = "住哪、打到哪"
    SIGN = "授权和承诺"
    CHECK = "核对交上"


@dataclass(frozen=True)
class Step:
    """A page: its name in the address, the position of the member it is about, and its part of the whole."""

    name: str
    section: Section
    position: int | None = None

    @property
    def path(self) -> str:
        return f"/apply/{self.name}" + (f"/{self.position}" if self.position else "")

    @property
    def mark(self) -> str:
        return f"{self.name}/{self.position}" if self.position else self.name


@dataclass(frozen=True)
class OpenQuestion:
    """A fact that no department knows and that still matters, of a person or the household."""

    person: str | None
    fact: str


def steps_of(application: Application) -> list[Step]:
    """Every page of this draft, in order."""
    steps = [Step("choose", Section.WHAT), Step("applicant", Section.WHO)]
    asks_who = is_helped(application) and not is_by_staff(application)
    steps += [Step("helper", Section.WHO)] if asks_who else []
    steps += [Step(name, Section.WHO) for name in ("sensitive", "name", "id-number", "phone", "household")]
    for member in application.members:
        if not member.is_applicant:
            steps.append(Step("member-name", Section.WHO, member.position))
            steps.append(Step("member-id", Section.WHO, member.position))
    where = ("address", "card", "more", "note", "documents")
    steps += [Step(name, Section.WHERE) for name in (*_places(application), *where)]
    steps += [Step("consent", Section.SIGN)] if is_helped(application) else []
    steps += [Step("authorise", Section.SIGN, one.position) for one in adults(application)]
    return [*steps, Step("commit", Section.SIGN), Step("check", Section.CHECK)]


def _places(application: Application) -> list[str]:
    """The pages that ask for a place, as far as the routes of what is asked for go by it.

    Who only needs urgent help is not asked for a hukou here: it may be anywhere.
    """
    found = [one.findings.get("places", ()) for one in chosen_requests(application)]
    sure = {places[0] if len(places) == 1 else "hukou_town" for places in found} or {"hukou_town"}
    return [page for place, pages in PLACE_PAGES.items() if place in sure for page in pages]


def adults(application: Application) -> list[ApplicationMember]:
    return [one for one in application.members if one.is_adult is not False]


def is_helped(application: Application) -> bool:
    """Whether somebody else fills it in: they said so, or the applicant is not the one who speaks."""
    applicant = applicant_of(application)
    return HELPED in application.answered or (applicant is not None and applicant.relation != "self")


def is_by_staff(application: Application) -> bool:
    """Whether a village assistant fills it in from their account, so that nobody has to say who helps."""
    return any(one.staff is not None and one.withdrawn_at is None for one in application.helpers)


def applicant_of(application: Application) -> ApplicationMember | None:
    return next((one for one in application.members if one.is_applicant), None)


def member_at(application: Application, position: int) -> ApplicationMember | None:
    return next((one for one in application.members if one.position == position), None)


def mark_answered(application: Application, step: Step) -> None:
    if step.mark not in application.answered:
        application.answered = [*application.answered, step.mark]


def mark_doubted(application: Application, step: Step, member: ApplicationMember, field: str) -> None:
    """What was typed is kept, and its page waits until it is confirmed or mended."""
    mark = _doubt_mark(member, field)
    application.answered = [one for one in application.answered if one not in (mark, step.mark)] + [mark]


def clear_doubt(application: Application, member: ApplicationMember, field: str) -> None:
    if is_doubted(application, member, field):
        mark = _doubt_mark(member, field)
        application.answered = [one for one in application.answered if one != mark]


def is_doubted(application: Application, member: ApplicationMember, field: str) -> bool:
    return _doubt_mark(member, field) in application.answered


def _doubt_mark(member: ApplicationMember, field: str) -> str:
    return f"{DOUBTED}:{field}:{member.person}"


def is_done(session: Session, guide: Guide, application: Application, step: Step) -> bool:
    """Whether a page has what it asks for."""
    member = member_at(application, step.position) if step.position else applicant_of(application)
    match step.name:
        case "choose":
            return step.mark in application.answered and bool(chosen_requests(application))
        case "sensitive":
            return not sensitive.find_unanswered(session, application)
        case "documents":
            return not keeping.find_waiting(session, guide, application)
        case "card":
            refused = sensitive.is_refused(application, sensitive.BANK)
            return refused or step.mark in application.answered
        case "applicant":
            return member is not None
        case "name" | "member-name":
            return member is not None and bool(member.name)
        case "id-number" | "member-id":
            return member is not None and _has_number(application, member, step)
        case "phone":
            return bool(application.phone)
        case name if any(name in pages for pages in PLACE_PAGES.values()):
            return bool(getattr(application, name.replace("-", "_")))
        case "more":
            return not open_questions(guide, application)
        case "helper":
            return any(one.withdrawn_at is None for one in application.helpers)
        case "consent":
            return any(one.withdrawn_at is None and one.consented_at for one in application.helpers)
        case "authorise":
            signed = member is not None and consent.find_authorisation(member) is not None
            return signed or (may_sign_later(application, member) and step.mark in application.answered)
        case "commit":
            signed = consent.find_commitment(session, application) is not None
            return signed or (is_helped(application) and step.mark in application.answered)
        case "check":
            return application.submitted_at is not None
    return step.mark in application.answered


def _has_number(application: Application, member: ApplicationMember, step: Step) -> bool:
    if is_doubted(application, member, "id_number"):
        return False
    return bool(member.id_number or (step.name == "member-id" and step.mark in application.answered))


def may_sign_later(application: Application, member: ApplicationMember) -> bool:
    """Who is not at hand, or does not use a phone: a member, and the applicant where somebody helps them."""
    return not member.is_applicant or is_helped(application)


def first_waiting(session: Session, guide: Guide, application: Application) -> Step:
    """The first page that still lacks something; the last one when all are done."""
    steps = steps_of(application)
    return next((one for one in steps if not is_done(session, guide, application, one)), steps[-1])


def step_before(application: Application, step: Step) -> Step | None:
    steps = steps_of(application)
    place = next((index for index, one in enumerate(steps) if one == step), 0)
    return steps[place - 1] if place else None


def is_behind(application: Application, step: Step, waiting: Step) -> bool:
    """Whether a page comes after one that still waits."""
    order = steps_of(application)
    return order.index(step) > order.index(waiting)


def open_questions(guide: Guide, application: Application) -> list[OpenQuestion]:
    """What to ask because nobody else can say it, the most wanted first; few, and nothing hard."""
    asked = {one for one in application.answered if one.startswith("fact:")}
    refused = sensitive.refused_facts(application)
    counts: dict[OpenQuestion, int] = {}
    for request in chosen_requests(application):
        for one in request.findings["open_facts"]:
            question = OpenQuestion(one["person"], one["fact"])
            wanted = is_for_applicant(guide, question.fact) and question.fact not in refused
            if wanted and question_mark(question) not in asked:
                counts[question] = counts.get(question, 0) + 1
    left = MOST_ASKED - len(asked)
    return sorted(counts, key=lambda one: -counts[one])[: max(left, 0)]


def is_for_applicant(guide: Guide, fact: str) -> bool:
    definition = guide.facts[fact]
    known_elsewhere = bool(verifiers() & set(definition.confirmed_by))
    return (
        definition.ask
        and not known_elsewhere
        and bool(definition.question)
        and definition.hard <= HARDEST_ASKED
    )


def question_mark(question: OpenQuestion) -> str:
    return f"fact:{question.person or ''}:{question.fact}"


def set_district(guide: Guide, application: Application, key: str) -> None:
    """Where the hukou is. Another district means another town."""
    district = guide.regions.districts[key]
    if application.district != key:
        application.town = application.town_name = None
    application.district, application.district_name = key, district.name
    households.say_fact(guide, application, (None, "district"), key)


def set_place_district(guide: Guide, application: Application, place: str, key: str) -> None:
    """Where they live (`residence`) or where the need arose (`event`)."""
    if getattr(application, f"{place}_district") != key:
        setattr(application, f"{place}_town", None)
    setattr(application, f"{place}_district", key)
    if not _asks_hukou(application):
        set_district(guide, application, key)


def set_place_town(guide: Guide, application: Application, place: str, code: str) -> None:
    """The town of it; where no hukou here is asked for, the application is filed there."""
    setattr(application, f"{place}_town", code)
    if not _asks_hukou(application):
        set_town(guide, application, code)


def _asks_hukou(application: Application) -> bool:
    return "district" in _places(application)


def towns_of(guide: Guide, key: str) -> list[tuple[str, str]]:
    """(code, name) of every town that a district governs or, as a functional zone, looks after."""
    districts = guide.regions.districts
    district = districts[key]
    towns = [(town.code, town.name) for town in district.towns]
    looked_after = set(district.administers)
    return towns or [
        (town.code, town.name)
        for other in districts.values()
        for town in other.towns
        if town.code in looked_after
    ]


def set_town(guide: Guide, application: Application, code: str) -> None:
    application.town = code
    application.town_name = dict(towns_of(guide, application.district))[code]


def stated_age(guide: Guide, application: Application, member: ApplicationMember) -> Value | None:
    """The age that somebody said, exact or not; what an ID number or a record tells was not said."""
    origins = {one["from"] for one in application.origins if _is_age(one, member)}
    if origins & households.NOT_SAID:
        return None
    return households.read_situation(guide, application).person(member.person).facts.get("age_years")


def _is_age(origin: dict, member: ApplicationMember) -> bool:
    return (origin["person"], origin["fact"]) == (member.person, "age_years")


def age_said(guide: Guide, application: Application, member: ApplicationMember) -> int | None:
    """The age that was said in the chat, for the page that asks for the ID number."""
    age = stated_age(guide, application, member)
    return age if isinstance(age, int) else None
