"""Who is provided for, because one who must by law is told to earn: 俺爹跟俺过，俺一个月四千.

The law takes nobody for unable to support because they earn little, but who is kept by the state, old,
gravely disabled or in prison; so nothing is taken for granted of these, nor of who earns next to nothing.
"""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from typing import TYPE_CHECKING

from knowledge import KnownSet, Range, Verdict
from knowledge.situations import CHILDREN

if TYPE_CHECKING:
    from knowledge import Assessment, Person, Situation

LEAST_PAY = 1500
OLD, SEVERE = 70, 3
_PARENTS = frozenset({"father", "mother", "parent"})
_IN_LAW = frozenset({"father_in_law", "mother_in_law"})
_KEPT = frozenset({"subsistence", "subsistence_single", "extreme_poverty", "rigid_expenditure", "marginal"})
# By what one is to who speaks: who must support them.
_MUST = {
    **dict.fromkeys(_PARENTS, frozenset({"self", "brother", "sister", "sibling"}) | _PARENTS),
    **dict.fromkeys(_IN_LAW, frozenset({"spouse"}) | _IN_LAW),
    **dict.fromkeys(CHILDREN, frozenset({"self", "spouse"})),
    "self": frozenset({"spouse"}) | CHILDREN | _PARENTS,
    "spouse": frozenset({"self"}) | CHILDREN | _IN_LAW,
    "brother": _PARENTS, "sister": _PARENTS, "sibling": _PARENTS,
    "grandfather": _PARENTS, "grandmother": _PARENTS, "grandparent": _PARENTS,
}  # fmt: skip
FRAIL_FROM, GROWN = 60, 18
_NOBODY = frozenset({"none", "unable"})
_FRAIL = ("disability_grade", "disability_types", "disability_cert", "self_care", "holds_personal_aid")
_MATES = frozenset({"spouse", "self"}) | _PARENTS | _IN_LAW


def supported(situation: Situation) -> Iterator[str]:
    """The ids of those of whom it was not told whether anybody supports them, and who have one who must."""
    held = situation.household.get("aid_status")
    if isinstance(held, KnownSet) and not held.has.isdisjoint(_KEPT):
        return
    able = [one for one in situation.people if _is_able(one)]
    for one in situation.people if able else ():
        must = _MUST.get(one.relation, frozenset())
        if "supporters" not in one.facts and any(
            other.relation in must for other in able if other is not one
        ):
            yield one.id


def has_kin(situation: Situation, person: str | None) -> bool:
    """Whether somebody who must support them is told of and lives: a child's parents, a wife, a grown son."""
    one = next((each for each in situation.people if each.id == person), None)
    if one is None or one.facts.get("supporters") in _NOBODY:
        return False
    must = _MUST.get(one.relation, frozenset())
    kin = [each for each in situation.people if each is not one and each.relation in must]
    return any(_may_support(one, each) for each in kin)


def _may_support(one: Person, kin: Person) -> bool:
    """Not so who left or died, a child who is not told to be grown, nor whom the law takes for unable."""
    facts = kin.facts
    if kin.relation in CHILDREN and _least(facts.get("age_years")) < GROWN:
        return False
    if _most(facts.get("age_years")) >= OLD or (
        kin.relation == "self" and 0 < _most(facts.get("age_years")) < GROWN
    ):
        return False
    if kin.relation == "spouse" and facts.get("household_member") is False:
        return False
    if (
        _is_gravely_disabled(kin)
        or facts.get("self_care") == "none"
        or facts.get("holds_personal_aid") is True
    ):
        return False
    return one.facts.get(f"{kin.relation}_state") in (None, "able")


def _is_gravely_disabled(one: Person) -> bool:
    grade, kinds = one.facts.get("disability_grade"), one.facts.get("disability_types")
    of_mind = isinstance(kinds, KnownSet) and not kinds.has.isdisjoint({"intellectual", "mental"})
    return isinstance(grade, int) and grade <= (SEVERE if of_mind else SEVERE - 1)


def of_the_provided(found: Sequence[tuple[Situation, Assessment]]) -> list[tuple[Situation, Assessment]]:
    """Of what is for those whom nobody supports: of the old father it was asked for, not of who supports him.

    All of `found` where nobody is provided for, or somebody else may have it by what was told of them.
    """
    homes = {home.id: set(supported(home)) for home, _ in found}
    told = [(home, one) for home, one in found if one.verdict is Verdict.MET or _is_frail(home, one.person)]
    provided = any(one.person in homes[home.id] for home, one in told)
    return told if provided else list(found)


def _is_frail(home: Situation, person: str | None) -> bool:
    facts = next((one.facts for one in home.people if one.id == person), {})
    return any(fact in facts for fact in _FRAIL) or _least(facts.get("age_years")) >= FRAIL_FROM


def _is_able(one: Person) -> bool:
    """Whether somebody is told to earn, and nothing tells that the law would not ask them."""
    facts = one.facts
    if _least(facts.get("income_yuan_per_month")) < LEAST_PAY or _most(facts.get("age_years")) >= OLD:
        return False
    if one.relation in _MATES - {"self"} and facts.get("household_member") is False:
        return False  # who died or left
    grade = facts.get("disability_grade")
    kept = facts.get("holds_personal_aid") is True or facts.get("self_care") in ("none", "partial")
    return not kept and not (isinstance(grade, int) and grade <= SEVERE)


def _least(value: object) -> object:
    return (value.low if isinstance(value, Range) else value) or 0


def _most(value: object) -> object:
    return (value.high if isinstance(value, Range) else value) or 0


__all__ = ["has_kin", "of_the_provided", "supported"]
