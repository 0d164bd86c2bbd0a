"""The people and facts of a draft: from the chat, from the applicant, from an ID number."""

import datetime
from collections import Counter
from dataclasses import replace

from bot import Conversation
from bot.wording import load_wording
from knowledge import Guide, Person, Situation
from knowledge.situations import CHILDREN, GRANDCHILDREN, NOT_MEMBERS
from webapp.applications.identity import ADULT, Identity
from webapp.models.applications import Application, ApplicationMember

FROM_CHAT, FROM_APPLICANT, FROM_ID_CARD = "chat", "applicant", "id-card"
FROM_SUPPLEMENT = "supplement"  # what was asked for afterwards
FROM_RECORDS, FROM_VISIT = "records", "visit"  # what a warning was pushed with, what its visit saw
SIZE, BELONGS = "household_size", "household_member"
# An ID card, a record or a visit stands behind these, and not a word alone.
NOT_SAID = frozenset({FROM_ID_CARD, FROM_RECORDS, FROM_VISIT})
WHOLE_FAMILY = "全家"
MOST_MEMBERS = 12
YOUNG = CHILDREN | GRANDCHILDREN | {"pupil"}
RELATIONS_TO_ADD = (
    "spouse", "father", "mother", "son", "daughter", "grandson", "granddaughter", "grandfather",
    "grandmother", "brother", "sister", "father_in_law", "mother_in_law", "daughter_in_law", "son_in_law",
    "relative",
)  # fmt: skip


def read_situation(guide: Guide, application: Application) -> Situation:
    return Situation.parse(application.situation, guide.facts)


def write_situation(application: Application, situation: Situation) -> None:
    application.situation = situation.to_json()


def label_of(relation: str) -> str:
    """How a member is called on a page: 父亲; 您 for the one who speaks."""
    people = load_wording()["people"]
    return people.get(relation, people["other"])[1]


def told_apart(application: Application) -> dict[str | None, str]:
    """How each member is called beside the others: 儿子王小明 where there are two; None is the household."""
    called: dict[str | None, str] = {None: WHOLE_FAMILY}
    labels = Counter(label_of(one.relation) for one in application.members)
    for one in application.members:
        label = label_of(one.relation)
        called[one.person] = label if labels[label] == 1 else f"{label}{one.name or one.position}"
    return called


def long_label_of(relation: str) -> str:
    """The same in a sentence: 您父亲."""
    people = load_wording()["people"]
    return people.get(relation, people["other"])[0]


def origins_of(conversation: Conversation, household: str) -> list[dict]:
    """Where each fact of the household came from: the words in the chat that said it."""
    return [
        {"person": one.person, "fact": one.fact, "from": FROM_CHAT, "words": one.words}
        for one in conversation.evidence
        if one.household == household
    ]


def say_fact(
    guide: Guide,
    application: Application,
    subject: tuple[str | None, str],
    value: object,
    *,
    origin: str = FROM_APPLICANT,
) -> None:
    """A fact that the applicant gives on a page."""
    person, fact = subject
    situation = read_situation(guide, application).with_fact(person, fact, value)
    write_situation(application, situation)
    note_origin(application, person, fact, origin)


def note_origin(
    application: Application, person: str | None, fact: str, origin: str, *, words: str = ""
) -> None:
    others = [one for one in application.origins if (one["person"], one["fact"]) != (person, fact)]
    application.origins = [*others, {"person": person, "fact": fact, "from": origin, "words": words}]


def add_members(application: Application, situation: Situation) -> None:
    """A member for every person of the situation who may belong to the household, in its order."""
    known = {one.person: one for one in application.members}
    for person in situation.people:
        if person.id not in known:
            application.members.append(
                ApplicationMember(
                    person=person.id,
                    relation=person.relation,
                    position=len(application.members) + 1,
                    is_applicant=False,
                    is_adult=guess_adult(person),
                )
            )


def guess_adult(person: Person) -> bool | None:
    """Whether somebody is of age as far as was said; None when it was not."""
    age = person.facts.get("age_years")
    if isinstance(age, int):
        return age >= ADULT
    if age is not None and age.high < ADULT:
        return False
    return None if person.relation in YOUNG else True


def speaker_may_join(application: Application) -> bool:
    """Whether the one who speaks may be of this household: not of a neighbour's."""
    return any(one.relation not in NOT_MEMBERS for one in application.members)


def choose_applicant(application: Application, person: str) -> None:
    """Who files; a person not spoken of yet is the one who speaks."""
    for member in application.members:
        member.is_applicant = member.person == person
    application.members.sort(key=lambda one: (not one.is_applicant, one.position))
    for position, member in enumerate(application.members, 1):
        member.position = position


def add_member(guide: Guide, application: Application, relation: str) -> ApplicationMember:
    """A new person of the household, with nothing known yet."""
    situation = read_situation(guide, application)
    person = Person(_free_id(situation, relation), relation)
    situation = situation.with_person(person)
    write_situation(application, situation)
    add_members(application, situation)
    return application.members[-1]


def _free_id(situation: Situation, relation: str) -> str:
    taken = {one.id for one in situation.people}
    numbered = (f"{relation}_{number}" for number in range(2, MOST_MEMBERS + 40))
    return relation if relation not in taken else next(one for one in numbered if one not in taken)


def confirm_members(guide: Guide, application: Application) -> None:
    """The applicant has said that these are who live together: how many they are, and that each belongs.

    A number that was said in the chat and is another one stays beside it, for a clerk to see.
    """
    situation = read_situation(guide, application)
    if not isinstance(situation.household.get(SIZE), int) or _is_from_page(application, (None, SIZE)):
        say_fact(guide, application, (None, SIZE), len(application.members))
    for one in application.members:
        if situation.person(one.person).facts.get(BELONGS) is None:
            say_fact(guide, application, (one.person, BELONGS), True)


def _is_from_page(application: Application, subject: tuple[str | None, str]) -> bool:
    origins = {(one["person"], one["fact"]): one["from"] for one in application.origins}
    return origins.get(subject) == FROM_APPLICANT


def remove_member(guide: Guide, application: Application, member: ApplicationMember) -> None:
    """Take a person out of the household; what was asked for them alone goes as well."""
    situation = read_situation(guide, application)
    people = tuple(one for one in situation.people if one.id != member.person)
    write_situation(application, replace(situation, people=people))
    application.members.remove(member)
    application.origins = [one for one in application.origins if one["person"] != member.person]
    application.requests[:] = [one for one in application.requests if one.person != member.person]


def take_identity(
    guide: Guide,
    application: Application,
    member: ApplicationMember,
    identity: Identity,
    *,
    today: datetime.date,
) -> None:
    """What the ID number says of its holder; it goes before what was said in the chat."""
    situation = read_situation(guide, application)
    said = {
        "age_years": identity.age(today),
        "birth_date": identity.birth_date,
        "sex": identity.sex,
    }
    for fact, value in said.items():
        situation = situation.with_fact(member.person, fact, value)
        note_origin(application, member.person, fact, FROM_ID_CARD)
    write_situation(application, situation)
    member.is_adult = identity.is_adult(today)
