"""低保 told of one of a home, as the talk goes on: open for the home where others come in question."""

from __future__ import annotations

from collections.abc import Collection, Iterable, Sequence
from dataclasses import replace

from bot.messages import Evidence, Removed
from bot.understanding.aid.of_one import CORE, OWN, PERSONAL, SINGLE, STATUS, WHOLE, held_in, is_in_doubt
from bot.understanding.aid.rather import without_lost_status
from bot.understanding.gather import Gathered
from bot.understanding.people.kinship import OUTSIDE
from bot.understanding.said import Said
from knowledge import KnownSet, Situation

# What is told of somebody for whom it matters whether they have it too.
_NEEDS = frozenset(
    {"disability_cert", "disability_grade", "disability_types", "illnesses", "self_care", "surgery"}
    | {"care_needed_months", "serious_illness", "on_dialysis", "school_stage", "incontinent"}
    | {"medical_self_pay_yuan_per_year"}
)
_OF_THE_OLD = frozenset({"age_years", OWN})


def in_doubt(
    gathered: Gathered, known: Sequence[Situation], said: Iterable[Said]
) -> tuple[Gathered, tuple[Removed, ...]]:
    """`gathered`, with 低保 that was told of one person open for the home where others come in question.

    Also what is open again that was told before.
    """
    said = list(said)
    told = {one.person for one in said if one.fact == OWN}
    before = {home.id: home for home in known}
    alone = any(one.fact == STATUS and isinstance(one.value, dict) and one.value.get(SINGLE) for one in said)
    homes = tuple(_as_last_told(home, alone=alone) for home in gathered.situations)
    homes = tuple(_in_doubt(without_lost_status(home), before.get(home.id), told) for home in homes)
    open_now = {home.id for home in homes if STATUS not in home.household or is_in_doubt(home)}
    evidence = (one for one in gathered.evidence if not _tells_whole(one) or one.household not in open_now)
    removed = (Removed(home.id, None, STATUS) for home in known if _has_whole(home) and home.id in open_now)
    return replace(gathered, situations=homes, evidence=tuple(evidence)), tuple(removed)


def _tells_whole(one: Evidence) -> bool:
    return one.fact == STATUS and isinstance(one.value, dict) and not {WHOLE, SINGLE}.isdisjoint(one.value)


def left_open(gathered: Gathered, household: str) -> bool:
    """Does a message tell that one of the home has 低保, and not whether all of them have it?"""
    tells = any(one.fact == OWN and one.household == household for one in gathered.evidence)
    return tells and any(is_in_doubt(home) for home in gathered.situations if home.id == household)


def _as_last_told(home: Situation, *, alone: bool) -> Situation:
    """Of 全家低保 and 单人低保, which shut each other out, what was told last."""
    status = home.household.get(STATUS)
    if not isinstance(status, KnownSet) or not {WHOLE, SINGLE} <= status.has:
        return home
    out = frozenset({WHOLE if alone else SINGLE})
    named = [one for one in home.people if one.relation not in {"self", *OUTSIDE}]
    if alone and len(named) == 1 and PERSONAL not in named[0].facts:
        home = home.with_fact(named[0].id, PERSONAL, True)  # 我爹是低保户, and then 一个人的低保
    return home.with_fact(None, STATUS, replace(status, has=status.has - out, has_not=status.has_not | out))


def _in_doubt(home: Situation, before: Situation | None, told: Collection[str | None]) -> Situation:
    status, holders = home.household.get(STATUS), _holders(home)
    if not holders or not isinstance(status, KnownSet) or WHOLE not in status.has:
        return home
    others = _others(home)
    if not others or (before is not None and _has_whole(before) and not holders & told and _others(before)):
        return home  # nobody comes in question, or it was said that all of them have it
    left = KnownSet(status.has - {WHOLE}, status.has_not, False)
    if left.has or left.has_not:
        return home.with_fact(None, STATUS, left)
    return home.without_fact(None, STATUS)


def _holders(home: Situation) -> frozenset[str]:
    return frozenset(one.id for one in home.people if one.facts.get(OWN) is True)


def _others(home: Situation) -> list[str]:
    """Those of whom something is told for which it matters whether they have it too."""
    holders = _holders(home)
    core = all(one.relation in CORE for one in home.people if one.id in holders)
    return [
        one.id
        for one in home.people
        if one.id not in holders
        and one.relation not in OUTSIDE
        and one.facts.get("household_member") is not False
        and not (core and one.relation in CORE)
        and (_NEEDS & one.facts.keys() or (one.relation != "self" and _OF_THE_OLD & one.facts.keys()))
    ]


def _has_whole(home: Situation) -> bool:
    return WHOLE in held_in(home)
