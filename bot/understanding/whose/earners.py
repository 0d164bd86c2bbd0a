"""Work, wages, contracts and lawyers without a subject: of who speaks, never of the pupil named last."""

from __future__ import annotations

import re
from collections.abc import Iterator
from dataclasses import replace

from bot.understanding.people.spoken_of import is_small
from bot.understanding.people.subjects import CLAIM, PARENT_STATES
from bot.understanding.people.whom import Mention, People
from bot.understanding.said import Said
from bot.understanding.stance import clause_start
from knowledge import Person
from knowledge.situations import GRANDCHILDREN

_WORK = frozenset(
    {
        "employment",
        "unemployed_months",
        "unemployment_registered",
        "unemployment_insured",
        "work_background",
        "work_place",
        "employee_insurance_payer",
        "business_licence",
    }
)
_OF_GROWN = frozenset({"wages", "labour_relation", "work_injury", "other"})
_LAWYER = frozenset({"has_lawyer", "has_fixed_income"})
_HOLIDAY_WORK = re.compile("[暑寒]假工|[暑寒]期工|勤工俭学")
_GENERATION_BETWEEN = frozenset({"son", "daughter", "son_in_law", "daughter_in_law"})
_NO_PUPIL = ("none", "graduate")
_GROWN = 16
_INCOME = re.compile("收入|进项|进账|进钱")


def of_earners(said: list[Said], people: People) -> Iterator[Said]:
    """`said`, with what a pupil's clause does not tell of them as of whom the case or who speaks."""
    by_pupils = people.host or _HOLIDAY_WORK.search(people.plain)
    pupils = set() if by_pupils else _pupils(said, people)
    moved = [one for one in said if one.person in pupils and _is_of_another(one, people)]
    at_work = {one.person for one in said if one.fact == "employment" and one not in moved}
    works = {one.person for one in moved if one.fact == "employment"}
    said = [_as_earned(one, said, people, pupils) for one in said]
    said = [_of_the_case(one, said, people) for one in said]
    for one in said:
        if (one in moved and one.person not in at_work) or (_is_pay(one) and one.person in works):
            if not _may_be_parents(people):
                yield replace(one, of=_bearer(one, people, pupils))
        elif not (_is_unnamed_labour(one, people) and _may_be_parents(people)):
            yield one


def _of_the_case(one: Said, said: list[Said], people: People) -> Said:
    """对象一月三千，没请律师 after 厂里把俺辞了: of whose case it is, and not of who is named last."""
    spoken = people.spoken
    if one.fact != "has_lawyer" or one.person in (None, "self") or people.host or not spoken.told:
        return one
    own = any(each.person == one.person and each.fact in CLAIM - {"has_lawyer"} for each in said)
    if own or _has_case(one.person, people) or people.default.person == one.person:
        return one
    start = clause_start(people.plain, one.start)
    if any(m.person == one.person and start <= m.start < one.end for m in people.mentions):
        return one
    known = any(each.fact in CLAIM for each in spoken.told) or all(p.id != one.person for p in spoken.people)
    return replace(one, of=_bearer(one, people, set())) if known else one


def _is_unnamed_labour(one: Said, people: People) -> bool:
    """没签合同 of nobody, where who speaks has told nothing of themselves."""
    unnamed = one.of is not None and one.person == "self" and one.of.start == one.of.end
    told = any(each.person == "self" for each in people.spoken.told)
    return unnamed and _is_of_grown(one) and not told and not re.search("[我俺]", people.plain)


def _is_pay(one: Said) -> bool:
    return one.fact == "income_yuan_per_month"


def _as_earned(one: Said, said: list[Said], people: People, pupils: set[str]) -> Said:
    """一年收入三万，四口人: of all of them; 一年挣不到两万, where it is asked of a pupil: of who speaks."""
    if not _is_pay(one) or one.person not in ("self", *pupils) or people.asked == one.fact:
        return one
    head = clause_start(people.plain, one.start)
    named = any(m.person and head <= m.start < one.end for m in people.mentions)
    if named or one.of is None or (people.mentions and one.of.end > one.of.start):
        return one
    counted = any(each.fact == "household_size" for each in said)
    alone = sum(_is_pay(each) for each in said) == 1 and not people.mentions
    of_all = counted and alone and _INCOME.search(people.plain, head, one.end) is not None
    of = Mention(one.start, one.start, "self", "self")
    return replace(one, of=of, fact="household_income_yuan_per_month" if of_all else one.fact)


def _may_be_parents(people: People) -> bool:
    """孙女九岁，她爹打工摔了: by a grandparent, whose a contract is may be the father's."""
    between = any(one.relation in _GENERATION_BETWEEN for one in people.spoken.people)
    return between and any(one.relation in GRANDCHILDREN for one in people.spoken.people)


def _pupils(said: list[Said], people: People) -> set[str]:
    now = {
        one.person
        for one in said
        if (one.fact == "school_stage" and one.value not in _NO_PUPIL)
        or (one.fact == "age_years" and isinstance(one.value, int) and one.value < _GROWN)
    }
    return {str(one) for one in now - {None}} | {one.id for one in people.spoken.people if _is_pupil(one)} - {
        "self"
    }


def _is_pupil(one: Person) -> bool:
    return (
        is_small(one)
        or not PARENT_STATES.isdisjoint(one.facts)
        or one.facts.get("school_stage", "none") not in _NO_PUPIL
    )


def _is_of_another(one: Said, people: People) -> bool:
    """Is it of work or law, where neither the clause nor the open question is of the pupil?"""
    labour = _is_of_grown(one)
    if not (labour or one.fact in _WORK or one.fact in _LAWYER):
        return False
    if people.asked == one.fact and people.default.person == one.person:
        return False
    start = clause_start(people.plain, one.start)
    if any(m.person == one.person and start <= m.start < one.end for m in people.mentions):
        return False
    return labour or one.fact in _WORK or not _has_case(one.person, people)


def _is_of_grown(one: Said) -> bool:
    return one.fact == "legal_matter" and isinstance(one.value, dict) and not _OF_GROWN.isdisjoint(one.value)


def _has_case(person: str | None, people: People) -> bool:
    return any(one.person == person and one.fact in CLAIM for one in people.spoken.told)


def _bearer(one: Said, people: People, pupils: set[str]) -> Mention:
    """Whose the case was told to be last, for law; else who speaks."""
    told = (each.person for each in people.spoken.told if each.fact in CLAIM and one.fact not in _WORK)
    person = next((each for each in told if each and each not in pupils), "self")
    relation = next((each.relation for each in people.spoken.people if each.id == person), "self")
    return Mention(one.start, one.start, person, relation)


__all__ = ["of_earners"]
