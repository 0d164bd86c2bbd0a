"""Which pages a draft goes through, in order, and which of them still wait. One question a page."""

from dataclasses import dataclass
from enum import StrEnum

from sqlalchemy.orm import Session

from knowledge import Guide
from webapp.applications import consent, households
from webapp.applications.drafting import chosen_requests
from webapp.models.applications import Application, ApplicationMember

# Facts that these confirm are not asked: the authorisation opens them.
VERIFIERS = frozenset(
    ("公安", "人社", "自然资源", "住建", "教育", "农业农村", "市场监管", "住房公积金", "残联", "银行")
)
HARDEST_ASKED = 3
MOST_ASKED = 4


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
    steps += [Step(name, Section.WHO) for name in ("name", "id-number", "phone", "household")]
    for member in application.members:
        if not member.is_applicant:
            steps.append(Step("member-name", Section.WHO, member.position))
            steps.append(Step("member-id", Section.WHO, member.position))
    steps += [Step(name, Section.WHERE) for name in ("district", "town", "address", "card", "more", "note")]
    steps += [Step("authorise", Section.SIGN, one.position) for one in adults(application)]
    return [*steps, Step("commit", Section.SIGN), Step("check", Section.CHECK)]


def adults(application: Application) -> list[ApplicationMember]:
    return [one for one in application.members if one.is_adult is not False]


def applicant_of(application: Application) -> ApplicationMember | None:
    return next((one for one in application.members if one.is_applicant), None)


def member_at(application: Application, position: int) -> ApplicationMember | None:
    return next((one for one in application.members if one.position == position), None)


def mark_answered(application: Application, step: Step) -> None:
    if step.mark not in application.answered:
        application.answered = [*application.answered, step.mark]


def is_done(session: Session, guide: Guide, application: Application, step: Step) -> bool:
    """Whether a page has what it asks for."""
    member = member_at(application, step.position) if step.position else applicant_of(application)
    match step.name:
        case "choose":
            return step.mark in application.answered and bool(chosen_requests(application))
        case "applicant":
            return member is not None
        case "name" | "member-name":
            return member is not None and bool(member.name)
        case "id-number":
            return member is not None and bool(member.id_number)
        case "member-id":
            return member is not None and bool(member.id_number or step.mark in application.answered)
        case "phone":
            return bool(application.phone)
        case "district" | "town":
            return bool(getattr(application, step.name))
        case "more":
            return not open_questions(guide, application)
        case "authorise":
            signed = member is not None and consent.find_authorisation(member) is not None
            return signed or (not member.is_applicant and step.mark in application.answered)
        case "commit":
            return consent.find_commitment(session, application) is not None
        case "check":
            return application.submitted_at is not None
    return step.mark in application.answered


def first_waiting(session: Session, guide: Guide, application: Application) -> Step:
    """The first page that still lacks something; the last one when all are done."""
    steps = steps_of(application)
    return next((one for one in steps if not is_done(session, guide, application, one)), steps[-1])


def step_before(application: Application, step: Step) -> Step | None:
    steps = steps_of(application)
    place = next((index for index, one in enumerate(steps) if one == step), 0)
    return steps[place - 1] if place else None


def open_questions(guide: Guide, application: Application) -> list[OpenQuestion]:
    """What to ask because nobody else can say it, the most wanted first; few, and nothing hard."""
    asked = {one for one in application.answered if one.startswith("fact:")}
    counts: dict[OpenQuestion, int] = {}
    for request in chosen_requests(application):
        for one in request.findings["open_facts"]:
            question = OpenQuestion(one["person"], one["fact"])
            if is_for_applicant(guide, question.fact) and question_mark(question) not in asked:
                counts[question] = counts.get(question, 0) + 1
    left = MOST_ASKED - len(asked)
    return sorted(counts, key=lambda one: -counts[one])[: max(left, 0)]


def is_for_applicant(guide: Guide, fact: str) -> bool:
    definition = guide.facts[fact]
    known_elsewhere = bool(VERIFIERS & set(definition.confirmed_by))
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


def age_said(guide: Guide, application: Application, member: ApplicationMember) -> int | None:
    """The age that was said in the chat, for the page that asks for the ID number."""
    age = households.read_situation(guide, application).person(member.person).facts.get("age_years")
    return age if isinstance(age, int) else None
