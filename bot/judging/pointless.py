"""Questions that what was told makes pointless: nobody is asked of referral who told of no treatment."""

from __future__ import annotations

from decimal import Decimal
from typing import TYPE_CHECKING

from bot.phrases import value_of
from knowledge import KnownSet, Range

from .supposing import HELD_BY_ONE, OLD, WORKING, held_of

if TYPE_CHECKING:
    from collections.abc import Iterator, Mapping

    from bot.conversation import Subject
    from knowledge import Situation

# Told of one of these, nobody is asked whether anybody is gravely ill: which count is for the office to say.
GRAVE = frozenset({
    "uremia", "leukemia", "breast_cancer", "cervical_cancer", "cancer_other", "congenital_heart",
})  # fmt: skip
NOT_OPERATED = frozenset({"autism"})
OF_SOLDIERS_KIN = frozenset({
    "martyr_family", "duty_death_family", "illness_death_family", "martyr_child", "serving_family",
})  # fmt: skip
_OF_AN_AGE = frozenset({"age_years", "school_stage", "can_work", "income_yuan_per_month"})
ILL = ("illnesses", "serious_illness", "on_dialysis", "surgery", "medical_self_pay_yuan_per_year")
SUDDEN = frozenset({"sudden_illness", "injury", "traffic_accident"})


def is_pointless(situation: Situation, subject: Subject) -> bool:
    """Whether the answer is plain from what was told, or the question has nothing to be about."""
    _, person, fact = subject
    match fact:
        case "aid_status":  # who is kept as 特困 has none of the others beside it that would give more
            return "extreme_poverty" in held_of(situation.household.get("aid_status"))
        case "serious_illness":
            return _is_grave(value_of(situation, person, "illnesses"))
        case "has_seriously_ill":
            return any(_is_grave(one.facts.get("illnesses")) for one in situation.people)
        case "unreferred_treatment":
            return not _is_treated(situation, person)
        case "child_space":  # who is beaten at home is not asked about a room to study in
            return any("abuse_claim" in held_of(one.facts.get("legal_matter")) for one in situation.people)
        case "holds_personal_aid":  # whose it is can only be told of what is had
            return HELD_BY_ONE.isdisjoint(held_of(situation.household.get("aid_status")))
        case "surgery":
            ill = held_of(value_of(situation, person, "illnesses"))
            return bool(ill) and ill <= NOT_OPERATED
        case "veteran_kinds" | "service_disability_cause" | "service_disability_grade":
            return _is_only_soldiers_kin(situation, person)
        case "employment":  # 留下我和孩子: of whom nobody said that they are grown
            return _is_any_child(situation, person)
        case "unemployed_months":  # 没工作几个月了 takes for granted what was not told
            return value_of(situation, person, "employment") != "unemployed"
        case "work_background" | "unemployment_registered" | "hard_to_employ_recognised" | "can_work":
            if value_of(situation, person, "full_time_registered") is True:
                return True  # who is at college all day looks for no work
            return _is_past_work(situation, person) or (fact != "can_work" and _is_child(situation, person))
    return False


def _is_only_soldiers_kin(situation: Situation, person: str | None) -> bool:
    """Whether somebody is told to be left by a soldier, and nothing of having served: no wound to ask of."""
    kinds = held_of(value_of(situation, person, "veteran_kinds"))
    return bool(kinds) and kinds <= OF_SOLDIERS_KIN


def _is_past_work(situation: Situation, person: str | None) -> bool:
    """Whether somebody is told to be old or to have a pension from work."""
    pension = "employee_pension" in held_of(value_of(situation, person, "other_benefits"))
    retired = value_of(situation, person, "employment") == "retired"
    return pension or retired or _number(situation, person, least=True) >= OLD


def _is_child(situation: Situation, person: str | None) -> bool:
    return _number(situation, person, least=False) < WORKING


def _is_any_child(situation: Situation, person: str | None) -> bool:
    """Whether somebody is only known as a child, whose age and school nobody told."""
    one = next((one for one in situation.people if one.id == person), None)
    return one is not None and one.relation in ("child", "grandchild") and not _OF_AN_AGE & one.facts.keys()


def _number(situation: Situation, person: str | None, *, least: bool) -> Decimal | int:
    """The age, or the end of it that is on the safe side."""
    age = value_of(situation, person, "age_years")
    if isinstance(age, Range):
        return age.low if least else age.high
    return age if isinstance(age, int | Decimal) else 0 if least else OLD


def _is_treated(situation: Situation, person: str | None) -> bool:
    """Whether an illness, an injury or what treatment cost was told, of this person or of the household."""
    home = situation.household
    sudden = not held_of(home.get("emergency_events")).isdisjoint(SUDDEN)
    if sudden or "medical" in held_of(home.get("cost_surge")):
        return True
    return any(told for one in situation.people if person in (None, one.id) for told in _told_ill(one.facts))


def _told_ill(facts: Mapping[str, object]) -> Iterator[bool]:
    for fact in ILL:
        value = facts.get(fact)
        yield bool(held_of(value)) if isinstance(value, KnownSet) else bool(value)


def _is_grave(value: object) -> bool:
    return not held_of(value).isdisjoint(GRAVE)
