"""What judging may take for so because it follows from what was told, so that nobody is asked for it.

A child still at school lives with its parents; a farmer is not out of work for months; a fire in a home in
Zibo was in Zibo. None of it becomes a fact of the conversation: it is not shown, not carried into an
application, and whatever somebody says instead stands. Where something speaks against it, it is left open.
"""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from dataclasses import replace
from decimal import Decimal
from functools import lru_cache
from typing import TYPE_CHECKING

from knowledge import KnownSet, Range
from knowledge.situations import CHILDREN, GRANDCHILDREN, MEMBERS

from .supporting import supported

if TYPE_CHECKING:
    from knowledge import Guide, Person, Situation

Supposed = tuple[str | None, str, object]  # person or None, fact, value
SCHOOLS = frozenset({
    "kindergarten", "kindergarten_final", "primary", "junior", "senior_high", "vocational", "junior_college",
    "bachelor",
})  # fmt: skip
ELDERS = frozenset({
    "father", "mother", "parent", "grandfather", "grandmother", "grandparent", "father_in_law",
    "mother_in_law", "uncle", "aunt", "uncle_aunt", "son_in_law", "daughter_in_law",
})  # fmt: skip
BUSY = frozenset({"employed", "gig", "self_employed", "farming", "retired", "not_working"})
AT_WORK = frozenset({"employed", "gig", "self_employed", "farming"})
PAST_SCHOOL = frozenset({"gig", "self_employed", "farming", "retired"})
HELD_BY_ONE = frozenset({"subsistence_single", "extreme_poverty"})
FOREBEARS = frozenset({
    "father", "mother", "parent", "grandfather", "grandmother", "grandparent", "father_in_law",
    "mother_in_law", "son_in_law", "daughter_in_law", "spouse", "ex_spouse",
})  # fmt: skip
_IN_LAW = frozenset({"daughter-in-law", "son-in-law"})
_MARRIED = _IN_LAW | {"sister-in-law", "brother-in-law", "nephew-wife"}
OF_PARENTS = CHILDREN | GRANDCHILDREN | {"spouse", "daughter_in_law", "son_in_law"}
OF_AGE = Range(Decimal(18), Decimal(120))
WORKING = 16
AWAY = frozenset({"in_province", "other_province"})
OLD = 60
GROWN = 40
SEVERE = 2


def suppose(guide: Guide, situation: Situation) -> Situation:
    """The situation with what follows from what was told and was not said otherwise."""
    for rule in (_unasked, _events, _statuses, _homes, _supporters, _people):
        situation = situation.with_facts(rule(guide, situation))
    return situation


def _unasked(guide: Guide, situation: Situation) -> Iterator[Supposed]:
    """Not so what nobody is ever asked: every child would else be held for one touched by HIV."""
    for fact in _never_asked(guide):
        yield from ((one.id, fact, False) for one in situation.people if fact not in one.facts)


@lru_cache(maxsize=4)
def _never_asked(guide: Guide) -> tuple[str, ...]:
    return tuple(key for key, one in guide.facts.items() if one.volunteered)


def _events(guide: Guide, situation: Situation) -> Iterator[Supposed]:
    """In Zibo what struck a family whose home there was told, but for who works elsewhere."""
    home = situation.household
    happened = held_of(home.get("emergency_events")) or held_of(home.get("disaster_effects"))
    if "event_in_zibo" in home or "district" not in home or not happened:
        return
    away = home.get("residence") == "elsewhere" or any(
        one.facts.get("work_place") in AWAY for one in situation.people
    )
    if not away:
        yield None, "event_in_zibo", True


def _statuses(guide: Guide, situation: Situation) -> Iterator[Supposed]:
    """No status of their own for those who told of another of the whole family; 五保 is not 单人保."""
    known = situation.household.get("aid_status")
    held = held_of(known)
    if "extreme_poverty" in held and "subsistence_single" not in held:
        yield None, "aid_status", replace(known, has_not=known.has_not | {"subsistence_single"})
    if held and held.isdisjoint(HELD_BY_ONE):
        for one in situation.people:
            if "holds_personal_aid" not in one.facts:
                yield one.id, "holds_personal_aid", False


def _homes(guide: Guide, situation: Situation) -> Iterator[Supposed]:
    """No home in town for a family without one, or whose only one is in the village."""
    home = situation.household
    owned, rural = home.get("homes_owned"), home.get("area_kind") == "rural"
    if "homes_owned_in_town" not in home and (owned == 0 or (owned == 1 and rural)):
        yield None, "homes_owned_in_town", 0


def _people(guide: Guide, situation: Situation) -> Iterator[Supposed]:
    people, relations = situation.people, {one.relation for one in situation.people}
    grown = {one.id for one in people if _is_grown(relations, one)}
    some_are_young = len(grown) < len(people)  # 奶奶带娃: the child is not named yet
    has_children = not relations.isdisjoint(CHILDREN)
    parent, state = _as_parent(people)
    for one in people:
        facts = one.facts
        cared_for = len(_NEEDS_CARE & facts.keys()) > 1  # told, and not only tried by who weighs a question
        if (some_are_young or cared_for) and one.id in grown and "age_years" not in facts:
            yield one.id, "age_years", OF_AGE
        if "employment" not in facts and _surely_has_no_work(one):
            yield one.id, "employment", "not_working"
        if "has_lawyer" not in facts and "abuse_claim" in held_of(facts.get("legal_matter")):
            yield one.id, "has_lawyer", False  # nobody who was beaten is asked first for a lawyer
        if "household_member" not in facts and _is_at_school_from_home(one):
            yield one.id, "household_member", True
        if "household_member" not in facts and _earns_elsewhere(one, situation):
            yield one.id, "household_member", False
        if "school_stage" not in facts and _is_past_school(one, has_children):
            yield one.id, "school_stage", "none"
        if "living_place" not in facts and _keeps_house(one):
            yield one.id, "living_place", "home"
        if _HARD_OF_HEARING >= held_of(facts.get("disability_types")) != frozenset():
            yield one.id, "disability_types", _only(facts["disability_types"])
        if _NAMED & held_of(facts.get("illnesses")):
            yield one.id, "illnesses", _no_other_of(facts["illnesses"])
        if facts.get("income_yuan_per_month") == 0 and "excluded_income_yuan_per_month" not in facts:
            yield one.id, "excluded_income_yuan_per_month", 0  # of nothing there is nothing to leave out
        if "unemployed_months" not in facts and _is_not_out_of_work(one):
            yield one.id, "unemployed_months", 0
        if state is not None and parent not in facts and one.relation in CHILDREN:
            yield one.id, parent, state


def _supporters(guide: Guide, situation: Situation) -> Iterator[Supposed]:
    """One who can support those whose child, parent or mate is told to earn."""
    yield from ((person, "supporters", "able") for person in supported(situation))


# Told of a father or a wife, these are of a grown-up, and not of a child who is still to be named.
_NEEDS_CARE = frozenset({"disability_cert", "disability_grade", "disability_types", "self_care"})
_HARD_OF_HEARING = frozenset({"hearing", "speech"})
_OTHER_TYPES = frozenset({"vision", "limb", "intellectual", "mental", "multiple"})


_NAMED = frozenset({"leukemia", "congenital_heart", "breast_cancer", "cervical_cancer"})


def _no_other_of(told: KnownSet) -> KnownSet:
    """先心病: whoever names one of the gravest names it alone; another of them would have been told."""
    return replace(told, has_not=told.has_not | (_NAMED - told.has))


def _only(told: KnownSet) -> KnownSet:
    """听力残疾: whoever names that names what is worst; care for another kind would have been told."""
    return replace(told, has_not=told.has_not | _OTHER_TYPES)


def _as_parent(people: Sequence[Person]) -> tuple[str, str | None]:
    """The fact that a child has of who speaks here, and its value where that is to be taken for granted."""
    speaker = next((one for one in people if one.relation == "self"), None)
    parent = {"female": "mother_state", "male": "father_state"}.get(speaker and speaker.facts.get("sex"))
    return ("", None) if parent is None else (parent, _state_of(speaker))


def _is_at_school_from_home(one: Person) -> bool:
    lives = one.facts.get("living_place", "home") == "home"
    return one.relation in CHILDREN and one.facts.get("school_stage") in SCHOOLS and lives


# What is told of a grown child besides that it earns: with more, there is something that it may be due.
_OF_WHO_EARNS = frozenset({
    "sex", "age_years", "employment", "work_place", "income_yuan_per_month", "living_place", "supporters",
    "hukou", "school_stage",
})  # fmt: skip


def _earns_elsewhere(one: Person, situation: Situation) -> bool:
    """儿子在北京打工，我跟老伴俩人过: the two are the home, whose income does not measure the son."""
    if one.relation not in CHILDREN or one.facts.get("employment") not in AT_WORK:
        return False
    size = situation.household.get("household_size")
    others = [each for each in situation.people if each is not one and _is_at_home(each)]
    told = {fact for fact, value in one.facts.items() if value is not False}
    return len(others) == size and told <= _OF_WHO_EARNS


def _is_at_home(one: Person) -> bool:
    stated = one.facts.get("household_member")
    return one.relation in MEMBERS if stated is None else stated is True


def _surely_has_no_work(one: Person) -> bool:
    """Nobody asks whether a child works, a pupil of all day, or who cannot leave the bed."""
    return _is_too_young_to_work(one) or _studies_full_time(one) or one.facts.get("self_care") == "none"


def _studies_full_time(one: Person) -> bool:
    return one.facts.get("full_time_registered") is True and one.facts.get("school_stage") in SCHOOLS


def _keeps_house(one: Person) -> bool:
    """Who works, or raises a child alone, is in no 福利院; who cannot pay for a bed is asked."""
    works = one.facts.get("employment") in AT_WORK or one.facts.get("raises_child_alone") is True
    return works and not (one.facts.get("cannot_pay_food_lodging") or one.facts.get("stranded_away"))


def _is_past_school(one: Person, has_children: bool) -> bool:
    """Whether somebody is of an age or a trade, or is the parent of those, that goes to no school."""
    if _least(one.facts.get("age_years")) >= GROWN or one.facts.get("employment") in PAST_SCHOOL:
        return True
    return (
        one.relation in ELDERS or one.id in _IN_LAW or (one.relation in ("self", "spouse") and has_children)
    )


def _is_grown(relations: set[str], one: Person) -> bool:
    """Whether somebody is of age by what they are to others: a mother, a spouse, a child with children."""
    if one.relation in FOREBEARS or one.id in _MARRIED:
        return True
    if one.relation in CHILDREN and one.facts.get("school_stage") not in SCHOOLS:
        return not relations.isdisjoint(GRANDCHILDREN)
    return one.relation == "self" and not relations.isdisjoint(OF_PARENTS)


def _is_too_young_to_work(one: Person) -> bool:
    age = one.facts.get("age_years")
    most = age.high if isinstance(age, Range) else age
    return isinstance(most, int | Decimal) and not isinstance(most, bool) and most < WORKING


def _is_not_out_of_work(one: Person) -> bool:
    facts = one.facts
    pension = "employee_pension" in held_of(facts.get("other_benefits"))
    old = _least(facts.get("age_years")) >= OLD
    return facts.get("employment") in BUSY or pension or old or _is_too_young_to_work(one)


def _state_of(speaker: Person) -> str | None:
    """How a child's parent is who speaks here; None where that is not to be taken for granted.

    Who writes may be gravely disabled or ill and not say so, and the child has its aid by that: only a
    parent who is told to work is taken for able.
    """
    facts = speaker.facts
    grade = facts.get("disability_grade")
    of_mind = held_of(facts.get("disability_types")) & {"mental", "intellectual"}
    if isinstance(grade, int) and (grade <= SEVERE or of_mind):
        return "severe_disability"
    ill = held_of(facts.get("illnesses")) or facts.get("serious_illness") or facts.get("disability_cert")
    return "able" if facts.get("employment") in AT_WORK and not ill else None


def held_of(value: object) -> frozenset[str]:
    """What is told to be so of a set of facts; nothing where nothing is known."""
    return value.has if isinstance(value, KnownSet) else frozenset()


def _least(value: object) -> Decimal | int:
    low = value.low if isinstance(value, Range) else value
    return low if isinstance(low, int | Decimal) and not isinstance(low, bool) else 0
