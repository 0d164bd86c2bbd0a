"""What was declared beside what departments and banks say, fact by fact. Pure: neither side is changed."""

import datetime
from collections.abc import Iterator, Mapping
from dataclasses import dataclass, field, replace
from enum import StrEnum

from knowledge import FactDefinition, KnownSet, Situation, Value, Verdict
from webapp.applications.agreeing import agree, join, meet, meet_all
from webapp.applications.sources import Join, Source, load_sources
from webapp.models.verifications import ResultState

R = ResultState
Subject = tuple[str | None, str]  # person, None for the household; fact
OUT = frozenset({R.WAITING, R.ASKED, R.PARTLY, R.FAILED})


class Standing(StrEnum):
    """How a fact stands. `UNDECIDED`: both may hold, one of them says less than the other."""

    AGREES = "agrees"
    DIFFERS = "differs"
    UNDECIDED = "undecided"
    ONLY_DECLARED = "only-declared"
    ONLY_VERIFIED = "only-verified"
    MISSING = "missing"


BY_VERDICT = {
    Verdict.MET: Standing.AGREES,
    Verdict.UNMET: Standing.DIFFERS,
    Verdict.UNKNOWN: Standing.UNDECIDED,
}


@dataclass(frozen=True)
class Origin:
    """Where a declared value came from, and the words that said it."""

    place: str
    words: str = field(default="", repr=False)


@dataclass(frozen=True)
class Declared:
    """What the applicant said. `wanted`: what the requests still need to know."""

    situation: Situation
    origins: Mapping[Subject, Origin] = field(default_factory=dict)
    wanted: frozenset[Subject] = frozenset()

    def value(self, subject: Subject) -> Value | None:
        person, fact = subject
        if person is None:
            return self.situation.household.get(fact)
        return next((one.facts.get(fact) for one in self.situation.people if one.id == person), None)


@dataclass(frozen=True)
class Answer:
    """How it stands with one source about one person. `since`: first asked without an answer since."""

    person: str
    source: Source
    state: ResultState
    since: datetime.datetime | None = None
    asked_at: datetime.datetime | None = None
    answered_at: datetime.datetime | None = None
    as_of: datetime.date | None = None
    facts: Mapping[str, Value] = field(default_factory=dict, repr=False)
    error: str | None = None


@dataclass(frozen=True)
class Verified:
    """Everything that came back. `expected`: (person, source id) that a whole picture would need."""

    answers: tuple[Answer, ...] = ()
    expected: frozenset[tuple[str, str]] = frozenset()


@dataclass(frozen=True)
class Found:
    """One value, with who says it about whom, of which day."""

    person: str
    source: Source
    as_of: datetime.date | None
    answered_at: datetime.datetime | None
    value: Value = field(repr=False)


@dataclass(frozen=True)
class Compared:
    """One fact. `verified` is what the sources say together, None while they say nothing or `disputed`.

    `out` are the answers still missing that could say more.
    """

    person: str | None
    fact: str
    standing: Standing
    declared: Value | None = field(default=None, repr=False)
    origin: Origin | None = None
    found: tuple[Found, ...] = ()
    verified: Value | None = field(default=None, repr=False)
    disputed: bool = False
    out: tuple[Answer, ...] = ()

    @property
    def since(self) -> datetime.datetime | None:
        """Since when an answer is missing."""
        return min((one.since for one in self.out if one.since), default=None)

    @property
    def told_by(self) -> frozenset[str]:
        """The people whose records the verified value rests on."""
        return frozenset(one.person for one in self.found)


def compare(
    facts: Mapping[str, FactDefinition], declared: Declared, verified: Verified, *, on: datetime.date
) -> tuple[Compared, ...]:
    """A row for every fact that was declared, found or is wanted: the household, then person by person."""
    known = replace(verified, answers=tuple(_with_age(one, on) for one in verified.answers))
    people = [None, *(one.id for one in declared.situation.people)]
    order = {fact: place for place, fact in enumerate(facts)}
    subjects = set(_declared_subjects(declared)) | set(_found_subjects(facts, verified)) | declared.wanted
    told = (one for one in subjects if one[0] in people and one[1] in facts)
    rows = sorted(told, key=lambda one: (people.index(one[0]), order[one[1]]))
    return tuple(
        _row(facts[one[1]], one, declared, known) for one in rows if not _follows(one, declared, subjects)
    )


def _declared_subjects(declared: Declared) -> Iterator[Subject]:
    yield from ((None, fact) for fact in declared.situation.household)
    for person in declared.situation.people:
        yield from ((person.id, fact) for fact in person.facts)


def _found_subjects(facts: Mapping[str, FactDefinition], verified: Verified) -> Iterator[Subject]:
    for answer in verified.answers:
        yield from ((_holder(facts[fact], answer.person), fact) for fact in answer.facts if fact in facts)


def _holder(definition: FactDefinition, person: str) -> str | None:
    return person if definition.scope == "person" else None


def _follows(subject: Subject, declared: Declared, subjects: set[Subject]) -> bool:
    """An age needs no row of its own beside the day of birth that was declared."""
    person, fact = subject
    return fact == "age_years" and declared.value((person, "birth_date")) is not None


def _with_age(answer: Answer, on: datetime.date) -> Answer:
    born = answer.facts.get("birth_date")
    if not isinstance(born, datetime.date) or "age_years" in answer.facts:
        return answer
    age = on.year - born.year - ((on.month, on.day) < (born.month, born.day))
    return replace(answer, facts={**answer.facts, "age_years": age})


def _row(definition: FactDefinition, subject: Subject, declared: Declared, verified: Verified) -> Compared:
    person, fact = subject
    about = [one for one in verified.answers if _holder(definition, one.person) == person]
    told = [one for one in about if fact in one.facts]
    found = tuple(Found(one.person, one.source, one.as_of, one.answered_at, one.facts[fact]) for one in told)
    out = tuple(one for one in about if _may_say_more(definition, one))
    said = declared.value(subject)
    value, disputed = _joined(definition, told, about, verified)
    standing = _standing(definition, said, value, (disputed, bool(out)))
    origin = declared.origins.get(subject) if said is not None else None
    return Compared(person, fact, standing, said, origin, found, value, disputed, out)


def _may_say_more(definition: FactDefinition, answer: Answer) -> bool:
    return answer.state in OUT and definition.key not in answer.facts and answer.source.can_say(definition)


def _standing(
    definition: FactDefinition, said: Value | None, value: Value | None, about: tuple[bool, bool]
) -> Standing:
    disputed, waits = about
    if disputed:
        return Standing.DIFFERS if said is not None else Standing.ONLY_VERIFIED
    if value is not None and said is not None:
        return BY_VERDICT[agree(definition, said, value)]
    if value is not None:
        return Standing.ONLY_VERIFIED
    return Standing.ONLY_DECLARED if said is not None and not waits else Standing.MISSING


def _joined(
    definition: FactDefinition, told: list[Answer], about: list[Answer], verified: Verified
) -> tuple[Value | None, bool]:
    """The one value of all who say something, and whether they contradict each other.

    Somebody who went and looked settles it; the newest look counts.
    """
    if not told:
        return None, False
    looked = [one for one in told if one.source.prevails]
    if looked:
        return looked[-1].facts[definition.key], False
    rule = load_sources().join_of(definition.key) if definition.scope == "household" else Join.SAME
    if rule in (Join.ANY, Join.UNION):
        values = [one.facts[definition.key] for one in told]
        value = join(definition, rule, values, complete=_all_spoke(definition, about, verified))
        return (None if value == KnownSet() else value), value is None and rule is Join.UNION
    values = [_of_person(definition, told, person) for person in dict.fromkeys(one.person for one in told)]
    if None in values:
        return None, True
    value = join(definition, rule, values, complete=_everybody_stands(definition, about, verified))
    return value, value is None


def _of_person(definition: FactDefinition, told: list[Answer], person: str) -> Value | None:
    return meet_all(definition, [one.facts[definition.key] for one in told if one.person == person])


def _spoke(definition: FactDefinition, about: list[Answer]) -> set[tuple[str, str]]:
    """(person, source id) of those who have said it, or have nobody of that name."""
    said = (one for one in about if definition.key in one.facts or one.state is R.NOT_FOUND)
    return {(one.person, one.source.id) for one in said}


def _all_spoke(definition: FactDefinition, about: list[Answer], verified: Verified) -> bool:
    """Whether every source that could say it has, about everybody who was to be asked."""
    by_id, spoke = load_sources().by_id, _spoke(definition, about)
    return all(pair in spoke for pair in verified.expected if by_id[pair[1]].can_say(definition))


def _everybody_stands(definition: FactDefinition, about: list[Answer], verified: Verified) -> bool:
    """Whether some source has said it about each one who was to be asked."""
    by_id, expected = load_sources().by_id, {person for person, _ in verified.expected}
    spoke = {person for person, id in _spoke(definition, about) if by_id[id].can_say(definition)}
    return expected <= spoke


def verified_situation(
    facts: Mapping[str, FactDefinition], declared: Declared, rows: tuple[Compared, ...]
) -> Situation:
    """What is known when the offices are believed before the applicant; what they dispute is unknown."""
    situation = declared.situation
    for row in rows:
        if row.disputed:
            situation = situation.without_fact(row.person, row.fact)
        elif row.verified is not None:
            value = _believed(facts[row.fact], row)
            situation = situation.with_fact(row.person, row.fact, value)
    return situation


def _believed(definition: FactDefinition, row: Compared) -> Value:
    """Where both hold, what both say together is more than either."""
    if row.standing is Standing.UNDECIDED:
        return meet(definition, row.declared, row.verified)
    return row.verified
