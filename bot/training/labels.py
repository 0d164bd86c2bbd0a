"""The labels of a case read as single facts, and when two values or two relations say the same."""

from __future__ import annotations

from collections.abc import Iterator

_ALIKE = (
    {"father", "mother", "parent"}, {"son", "daughter", "child"}, {"grandson", "granddaughter", "grandchild"},
    {"grandfather", "grandmother", "grandparent"}, {"brother", "sister", "sibling"},
    {"father_in_law", "mother_in_law"}, {"son_in_law", "daughter_in_law", "relative"},
    {"uncle", "aunt", "uncle_aunt", "relative"}, {"nephew", "niece", "nephew_niece", "relative"},
    {"neighbour", "villager", "stranger", "client", "pupil", "other"},
)  # fmt: skip


def labelled_facts(situations: list[dict]) -> Iterator[tuple[str, str, str | None, object]]:
    """(relation, key, choice of a set, value) of each labelled fact of a person."""
    for person in (p for situation in situations for p in situation.get("people", ())):
        for key, value in person.get("facts", {}).items():
            if isinstance(value, dict) and not value.keys() & {"min", "max"}:
                yield from ((person["relation"], key, choice, held) for choice, held in value.items())
            else:
                yield person["relation"], key, None, value


def alike(one: str, other: str | None) -> bool:
    """Do two relations name the same person (father, parent)?"""
    return one == other or any(one in family and other in family for family in _ALIKE)


def overlap(one: object, other: object) -> bool:
    """May two values be the same (72, {min: 70, max: 75})?"""
    if one == other or isinstance(one, bool | str) or isinstance(other, bool | str):
        return one == other
    (low, high), (least, most) = _bounds(one), _bounds(other)
    return low <= most and least <= high


def _bounds(value: object) -> tuple[float, float]:
    if isinstance(value, dict):
        return value.get("min", float("-inf")), value.get("max", float("inf"))
    return float(value), float(value)
