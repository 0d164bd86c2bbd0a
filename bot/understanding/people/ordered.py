"""Which of several children known from before 老大, 小的 and 二闺女 are: by age or school, else by order."""

from __future__ import annotations

import re
from dataclasses import replace

from bot.understanding.mention import Mention
from knowledge import Person, Range

from .kinship import Kin
from .namings import ORDINALS
from .spoken_of import SpokenOf, is_young, named_so

_SONS = frozenset({"son", "daughter"})
_LINES = {"son": "own", "daughter": "own", "child": "own", "grandchild": "grand", "nephew_niece": "nephew"}
_STAGES = ("kindergarten", "kindergarten_final", "primary", "junior", "vocational", "senior_high")
_STAGES += ("junior_college", "bachelor", "graduate")
_NUMBERED = re.compile(r"(?P<root>.{1,60}?)(?:-(?P<n>\d))?")
# What is told of all of them without telling them apart.
_OF_ALL = frozenset({"sex", "father_state", "mother_state", "living_place", "household_member", "hukou"})


def known_in_order(spoken: SpokenOf, word: str, kin: Kin, *, own: bool) -> Mention | None:
    """The child of the conversation whom `word` tells apart from the others; one more where it must be.

    None where no child was spoken of; nobody where there are several and nothing says which is the elder.
    """
    named, number = _alike(spoken, kin, own=own), ORDINALS[word]
    if not named or (len(named) < 2 and kin.person != "child"):
        return None
    first = named_so(named[0])
    if len(named) < 2:
        return replace(first, person=f"{_root(named[0])}-{number}", sex=kin.sex, topic=True)
    ranked = _ranked(named)
    if ranked is None:
        return Mention(0, 0, None, None, topic=True)
    number = len(ranked) if word.startswith(("小", "老小", "老幺")) else number
    if number > len(ranked):
        return replace(first, person=f"{_root(named[0])}-{number}", sex=kin.sex, topic=True)
    return replace(named_so(ranked[number - 1]), sex=kin.sex, topic=True)


def _alike(spoken: SpokenOf, kin: Kin, *, own: bool) -> list[Person]:
    """The children one of whom is meant: of the line spoken of last, or all who are called by the word."""
    lines = ("own",) if own else _LINES.values()
    here = [one for one in spoken.people if _LINES.get(one.relation) in lines and not _is_lost(one)]
    if kin.person != "child":
        return [one for one in here if _root(one) == kin.person]
    young = [one for one in here if is_young(one)]
    raised = [one for one in young if one.relation not in _SONS]  # the sons are their fathers
    first = next(iter(raised or young or here), None)
    return [one for one in here if first is not None and _LINES[one.relation] == _LINES[first.relation]]


def _is_lost(one: Person) -> bool:
    return set(one.facts) - {"sex"} == {"household_member"} and not one.facts["household_member"]


def _ranked(named: list[Person]) -> list[Person] | None:
    """The eldest first; None where they were told apart and nothing says who that is."""
    ages, stages = [_age(one) for one in named], [_stage(one) for one in named]
    for standing in (ages, stages):
        if None not in standing and len(set(standing)) == len(standing):
            return [one for _, one in sorted(zip(standing, named, strict=True), key=lambda two: -two[0])]
    if len({_root(one) for one in named}) == 1:
        return sorted(named, key=_number)
    boy_first = sorted(named, key=lambda one: one.facts.get("sex") != "male")
    either = len(named) == 2 and len({one.facts.get("sex") for one in named}) == 2
    return boy_first if either and all(set(one.facts) <= _OF_ALL for one in named) else None


def _root(one: Person) -> str:
    return _NUMBERED.fullmatch(one.id)["root"]


def _number(one: Person) -> int:
    return int(_NUMBERED.fullmatch(one.id)["n"] or 1)


def _age(one: Person) -> int | None:
    age = one.facts.get("age_years")
    return None if age is None else int(age.low if isinstance(age, Range) else age)


def _stage(one: Person) -> int | None:
    stage = one.facts.get("school_stage")
    return _STAGES.index(stage) if stage in _STAGES else None


__all__ = ["known_in_order"]
