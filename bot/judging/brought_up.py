"""What is only offered once somebody brought it up: no flood relief before a flood was told."""

from __future__ import annotations

from collections.abc import Mapping
from functools import cache
from pathlib import Path
from typing import TYPE_CHECKING

import yaml

from knowledge import KnownSet

from .supposing import FOREBEARS

if TYPE_CHECKING:
    from bot.conversation import Conversation
    from bot.messages import Understanding
    from knowledge import Person, Situation

ASKED = 0.25  # so much relevance, and the words ask for the policy itself
OF_CHILDREN = frozenset({"child-rehabilitation", "red-cross-child-illness"})
# Nobody so young is at the school that it is for.
LEAST_AGE = {"higher-education-aid": 15, "rain-dew-plan": 13, "senior-secondary-aid": 13}
SURELY_ASKED = 0.5
OF_SOLDIERS = frozenset({"veteran-hardship-aid", "veteran-pension-medical"})  # not for an age alone: 俺六十
CALLED_FOR = 0.2
ORPHANS = "orphan-living"
KEPT_BY_STATE = "extreme-poverty-support"
_OWN_PARENTS = frozenset({"father", "mother", "parent"})
UNRAISED = frozenset({"unsupported-child-living", ORPHANS})
GONE = frozenset({"dead", "not_found", "missing"})
PARENTS = ("father_state", "mother_state")
SIBLINGS = frozenset({"brother", "sister", "sibling"})
WORK = frozenset({"public-welfare-job", "hard-to-employ-insurance", "startup-loan", "lifted-population-jobs"})
OF_WORKERS = WORK | {"affordable-rental-housing"}
AT_SCHOOL = frozenset(
    {"kindergarten", "kindergarten_final", "primary", "junior", "senior_high", "vocational"}
)
STUDYING = frozenset({"junior_college", "bachelor"})
AT_WORK = frozenset({"employed", "gig", "self_employed", "farming", "unemployed"})
ADULT = 18
_PARENTS_OF = {
    **dict.fromkeys(("self", "brother", "sister", "sibling"), ("father", "mother")),
    **dict.fromkeys(("son", "daughter", "child"), ("self", "spouse")),
}
TENDED = frozenset({"none", "partial"})


@cache
def subjects() -> Mapping[str, Mapping[str, object]]:
    """Policy → the facts one of which has to be told of before it is offered, with the values that count."""
    return yaml.load(Path(__file__).with_suffix(".yaml").read_text("utf8"), yaml.CSafeLoader)


def is_brought_up(conversation: Conversation, policy: str, situation: Situation) -> bool:
    """Whether the policy was asked for or shown, or what it is about was told of somebody there."""
    least = SURELY_ASKED if policy in OF_SOLDIERS else ASKED
    asked = policy in conversation.named or conversation.relevance.get(policy, 0.0) >= least
    return asked or _was_shown(conversation, policy) or is_told_of(policy, situation)


def is_told_of(policy: str, situation: Situation) -> bool:
    """Whether what the policy is about was told of somebody there; so it always is of most."""
    wanted = subjects().get(policy)
    if wanted is None:
        return True
    told = (situation.household, *(one.facts for one in situation.people))
    return any(_counts(wanted[fact], facts[fact]) for facts in told for fact in wanted.keys() & facts.keys())


def with_raised(relevance: Mapping[str, float], heard: Understanding) -> dict[str, float]:
    """`relevance`, with what a few words surely call for and tell of: 爸判了五年, after school fees."""
    told = {one.fact for one in heard.evidence}
    raised = dict(relevance)
    for policy, score in heard.policies.items():
        about = PARENTS if policy in UNRAISED else subjects().get(policy, ())
        if score >= SURELY_ASKED and not told.isdisjoint(about):
            raised[policy] = max(score, relevance.get(policy, 0.0))
    return raised


def concerns(conversation: Conversation, policy: str, situation: Situation, person: str | None) -> bool:
    """Whether somebody may be meant by it: a child without parents only where a parent was told to fail.

    A child that is ill, or whose father works elsewhere, has parents as long as nobody says otherwise. Work
    is not for a mother-in-law who has had a stroke, nor for a girl at school.
    """
    if policy in WORK and any(
        one.id == person and one.relation != "self" and one.facts.get("self_care") in TENDED
        for one in situation.people
    ):
        return False
    sure = conversation.relevance.get(policy, 0.0) >= SURELY_ASKED
    unasked = not sure and policy not in conversation.named
    if unasked and policy == KEPT_BY_STATE and _has_subsistence_and_child(situation, person):
        return False
    # 爹耳朵不好: of whom no age is told, and who is a child by no account
    theirs = [one for one in situation.people if one.id == person]
    if policy in OF_CHILDREN | UNRAISED and any(one.relation in FOREBEARS for one in theirs):
        return False
    if any(_is_too_young(policy, one) for one in theirs):
        return policy in conversation.named
    if policy in OF_WORKERS and any(one.id == person and _only_learns(one) for one in situation.people):
        return policy in conversation.named
    if policy not in UNRAISED or sure or policy in conversation.named or _was_shown(conversation, policy):
        return True
    if any(one.relation in SIBLINGS for one in theirs):  # who have the parents of who speaks
        theirs += [one for one in situation.people if one.relation == "self"]
    states = {one.facts.get(parent) for one in theirs for parent in PARENTS} - {None, "able"}
    if policy != ORPHANS and not states and _is_kept_by_kin(conversation, theirs):
        return True
    if policy != ORPHANS and not states and _has_helpless_parent(situation, theirs):
        return True
    if policy == ORPHANS:
        return not states.isdisjoint(GONE) and not _has_living_parent(situation, theirs)
    return bool(states)


def _has_subsistence_and_child(situation: Situation, person: str | None) -> bool:
    """我妈68岁，低保: her own child speaks, and nobody is asked whether she has any who could keep her."""
    held = "subsistence" in _values(situation.household.get("aid_status"))
    return held and any(
        one.id == person and one.relation in _OWN_PARENTS and "supporters" not in one.facts
        for one in situation.people
    )


def _is_too_young(policy: str, one: Person) -> bool:
    """Whether somebody whose school is not told is years from it: 小的5岁 is not shown a student's loan."""
    age = one.facts.get("age_years")
    return isinstance(age, int) and "school_stage" not in one.facts and age < LEAST_AGE.get(policy, 0)


def _only_learns(one: Person) -> bool:
    """Whether somebody is at school and nothing is told of work: a girl in 初中 is no new worker."""
    if one.relation == "self":
        return False  # 我大三，想开个店
    stage, told = one.facts.get("school_stage"), one.facts.get("work_background")
    if stage in AT_SCHOOL:
        return one.facts.get("employment") not in AT_WORK
    works = one.facts.get("employment") in AT_WORK or (isinstance(told, KnownSet) and bool(told.has))
    return stage in STUDYING and one.facts.get("full_time_registered") is not False and not works


def _is_kept_by_kin(conversation: Conversation, theirs: list[Person]) -> bool:
    """俺带着外孙9岁: where that is what was told, its parents are asked after, unless one can raise it."""
    called_for = conversation.relevance.get("unsupported-child-living", 0.0) >= CALLED_FOR
    able = any(one.facts.get(parent) == "able" for one in theirs for parent in PARENTS)
    return called_for and not able and any(one.facts.get("living_place") == "relatives" for one in theirs)


def _has_helpless_parent(situation: Situation, theirs: list[Person]) -> bool:
    """我15，我爸瘫了: no certificate is told, so nothing is known of how a child's parents are but to ask."""
    small = {one.relation for one in theirs if _is_of_age_to_be_raised(one)}
    parents = {parent for relation in small for parent in _PARENTS_OF.get(relation, ())}
    return any(one.relation in parents and one.facts.get("self_care") == "none" for one in situation.people)


def _is_of_age_to_be_raised(one: Person) -> bool:
    age = one.facts.get("age_years")
    if isinstance(age, int):
        return age < ADULT
    return one.facts.get("school_stage") in AT_SCHOOL


def _has_living_parent(situation: Situation, theirs: list[Person]) -> bool:
    """Whether a parent of who speaks, or of a brother or sister, is told of as alive: 俺妈下岗."""
    own = any(one.relation == "self" or one.relation in SIBLINGS for one in theirs)
    told = {one.relation for one in situation.people if one.facts.keys() - {"sex", "age_years"}}
    asked = {f"{parent}_state" for parent in told & {"father", "mother"}}
    return own and any(all(one.facts.get(state) not in GONE for one in theirs) for state in asked)


def _was_shown(conversation: Conversation, policy: str) -> bool:
    return any(key.rpartition("/")[2] == policy for key in conversation.shown)


def _counts(wanted: object, value: object) -> bool:
    has = _values(value)
    return bool(has) if wanted == "any" else not has.isdisjoint(wanted)


def _values(value: object) -> frozenset[object]:
    """What was told to be so; nothing for a no."""
    if isinstance(value, KnownSet):
        return value.has
    return frozenset() if value is False or value is None else frozenset((value,))


def is_left_with_disabled(told: Person, supposed: Person) -> bool:
    """Does one parent fail by what was told, and is the other gravely disabled by what follows from it?"""
    failing = [parent for parent in PARENTS if told.facts.get(parent, "able") != "able"]
    return len(failing) == 1 and any(
        parent not in told.facts and supposed.facts.get(parent) == "severe_disability" for parent in PARENTS
    )
