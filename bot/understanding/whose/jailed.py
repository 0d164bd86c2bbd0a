"""A husband or wife in prison: of no household meanwhile, and the child they have has a parent shut up.

俺男人坐牢三年了, and only later 闺女五岁: the child is told of when the other is known already.
"""

from __future__ import annotations

import re
from collections.abc import Iterable, Iterator, Sequence

from bot.messages import Evidence
from bot.understanding.people.whom import People
from bot.understanding.said import Said
from bot.understanding.stance import Stance, stance_of
from bot.understanding.wordings.parts import expand
from knowledge import Situation

# Those who are held before a sentence, or out again, are of the household still.
_IN_PRISON = re.compile(
    expand(
        r"(?:他|她|也|都|还|因[^，。；]{1,6}?|犯[^，。；]{1,4}?|去年|前年|今年|现在|已经|正|让人){0,4}(?P<w><confined>|进去)"
    )
)
_NOT_THERE = re.compile(
    r"[^。！？]{0,12}?(?:缓刑|缓[一二两三四五]年|取保|监外|保外|假释|出来了|放了|回来了|刑满|[没不]坐|上诉)|(?:离婚|赔|我|俺|给)"
)
_SHUT_UP = re.compile(r"牢|刑|狱|监|判|戒|拘役|里头|里面|进去|劳改|关|蹲")
_STATE = {"male": "father_state", "female": "mother_state"}
_OTHER = {"male": "female", "female": "male"}
_SMALL_STAGES = frozenset({"kindergarten", "kindergarten_final", "primary", "junior", "senior_high"})
_OWN, _OF_AGE = ("son", "daughter", "child"), 18


def read_jailed(people: People) -> Iterator[Said]:
    """`household_member` of a husband or wife who is in prison."""
    if people.host is not None:
        return
    for spouse in people.mentions:
        found = _IN_PRISON.match(people.plain, spouse.end) if spouse.relation == "spouse" else None
        if found is None or _NOT_THERE.match(people.plain, found.end()):
            continue
        if stance_of(people.plain, *found.span("w")) is Stance.SAID:
            yield Said("household_member", False, spouse, *found.span("w"))


def read_child_of_jailed(
    said: Iterable[Said], known: Sequence[Situation], told: Iterable[Evidence]
) -> Iterator[Said]:
    """How the parent of a small child is, where it was told before that the spouse is in prison."""
    told, said = tuple(told), tuple(said)
    states = {(one.fact, one.person) for one in said}
    for home in known:
        state = _state(home, told)
        people = {one.id: one for one in home.people}
        for one in said if state else ():
            if one.of is None or one.of.relation not in _OWN or not _is_small(one):
                continue
            before = people.get(str(one.person))
            if (state, one.person) not in states and (before is None or state not in before.facts):
                states.add((str(state), one.person))
                yield Said(str(state), "confined", one.of, one.start, one.end)


def _state(home: Situation, told: Iterable[Evidence]) -> str | None:
    """Which parent is in prison, by the word for them or by who speaks."""
    jailed = {
        one.person
        for one in told
        if one.household == home.id and one.fact == "household_member" and _SHUT_UP.search(one.words)
    }
    spouse = next((one for one in home.people if one.relation == "spouse" and one.id in jailed), None)
    if spouse is None or spouse.facts.get("household_member") is not False:
        return None
    mine = next((one.facts.get("sex") for one in home.people if one.id == "self"), None)
    return _STATE.get(str(spouse.facts.get("sex") or _OTHER.get(str(mine)) or "male"))


def _is_small(one: Said) -> bool:
    if one.fact == "age_years":
        return (one.value["max"] if isinstance(one.value, dict) else one.value) < _OF_AGE
    return one.fact == "school_stage" and one.value in _SMALL_STAGES


__all__ = ["read_child_of_jailed", "read_jailed"]
