"""不是我，是我妈; 是俺娘，不是俺爹: what was taken for one person's is another's."""

from __future__ import annotations

import re

from bot.messages import Removed
from bot.text import Text
from knowledge import Person, Situation

from .mention import Mention

LONGEST = 30
_OF_BODY_ALONE = "sex"  # follows from who somebody is
_NOT_I = re.compile(r"不是(?:说)?(?:我|俺|本人)[^，。]{0,4}[，,。 ]{0,12}(?:是|说的是|应该是|问的是)")
_NOT = re.compile(r"不是(?:说|问|给)?(?:的)?(?:我|俺|咱)?们?家?(?:的)?$")
_IS = re.compile(r"(?<!不)是(?:说|问|给)?(?:的)?(?:我|俺|咱)?们?家?(?:的)?$")
_IS_I = re.compile(r"(?<!不)是(?:说|问|给)?(?:我|俺)(?:自己|本人)?(?=[，。！]|$)")
# What is put right, where the words say it: 是他爸残疾，不是孙子 moves no school.
_KINDRED = (
    (re.compile("残疾|[一二三四]级"), frozenset({"disability_cert", "disability_grade", "disability_types"})),
    (
        re.compile("病|瘫|透析|手术"),
        frozenset({"illnesses", "surgery", "on_dialysis", "serious_illness", "self_care"}),
    ),
    (
        re.compile("上学|读书|念书|年级|[初高大][一二三四中专学]"),
        frozenset({"school_stage", "boarding", "school_kind", "full_time_registered"}),
    ),
)
_ENDS = re.compile(r"(?:的(?:事|情况)?)?(?:(?:有)?残疾证?|有病|得病|病了|瘫了?|上学)?的?(?:[，。！,! ]|$)")


def swap_people(
    text: Text,
    mentions: tuple[Mention, ...],
    situations: tuple[Situation, ...],
    told: frozenset[str] = frozenset(),
) -> tuple[tuple[Situation, ...], tuple[Removed, ...]] | None:
    """The situations with the facts moved to whom they are of; None when nothing such is said.

    `told`: what the message says of the right one; that, and what goes with it, is moved alone.
    """
    found = _wrong_and_right(text.plain, mentions) if len(text.plain) <= LONGEST else None
    if found is None:
        return None
    wrong, right, relation = found
    for index, situation in enumerate(situations):
        holder = next((p for p in situation.people if p.id == wrong), None)
        if holder is None or not holder.facts:
            continue
        known = next((p for p in situation.people if p.id == right), None)
        kindred = (facts for words, facts in _KINDRED if facts & told or words.search(text.plain))
        these = told.union(*kindred)
        these = these if these & holder.facts.keys() else holder.facts.keys()
        moved = {
            fact: value for fact, value in holder.facts.items() if fact != _OF_BODY_ALONE and fact in these
        }
        left = {fact: value for fact, value in holder.facts.items() if fact not in these}
        changed = situation.with_person(Person(holder.id, holder.relation, left))
        changed = changed.with_person(Person(right, relation, {**moved, **(known.facts if known else {})}))
        removed = tuple(Removed(situation.id, holder.id, fact) for fact in holder.facts if fact not in left)
        return (*situations[:index], changed, *situations[index + 1 :]), removed
    return None


def _wrong_and_right(plain: str, mentions: tuple[Mention, ...]) -> tuple[str, str, str] | None:
    """Whose it is not, whose it is, and what that one is to the speaker."""
    named = [one for one in mentions if one.person not in (None, "self")]
    for one in named:
        if not _NOT.search(plain, 0, one.start) or not _ENDS.match(plain, one.end):
            continue
        if _IS_I.search(plain):
            return str(one.person), "self", "self"
        others = (each for each in named if each.person != one.person and _IS.search(plain, 0, each.start))
        if (other := next(others, None)) is not None:
            return str(one.person), str(other.person), str(other.relation)
    if not_i := _NOT_I.search(plain):
        other = next((one for one in named if one.start >= not_i.end() - 1), None)
        return ("self", str(other.person), str(other.relation)) if other else None
    return None
