"""Whose the service is and whose the loss: a son in the army makes nobody else a veteran, and who fell or
died claims nothing; those who are left do."""

from __future__ import annotations

import re
from collections.abc import Iterable, Iterator
from dataclasses import replace

from bot.understanding.mention import Mention
from bot.understanding.people.departed import departed
from bot.understanding.people.whom import People
from bot.understanding.said import Said
from bot.understanding.stance import clause_start

_SERVED = frozenset(
    {"veteran", "disabled_veteran", "combat", "returned_ill", "rural_soldier", "pre_1954", "serving_family"}
)
_LOST = frozenset({"martyr_family", "duty_death_family", "illness_death_family", "martyr_child"})
_FELL = re.compile(
    r"[^。！？；我俺]{0,20}?(?:牺牲|阵亡|战死|殉职|(?:是|评为|追认为?|评了|成了)(?:革命)?烈士(?![的家遗子后儿女闺孩陵证]))"
)
# 残疾军人去年去世了，听说还能再发十二个月: what is due for them is asked for.
_DUE_AFTER_DEATH = re.compile(r"再发|丧葬|遗属")
_SOLDIERS_CARD = re.compile(
    r"[，、：]?[^，。；残]{0,6}?(?:退伍|退役|复员|转业|优待|军人|烈士|光荣)[^，。；残]{0,4}证"
)
_IS_TO = {
    "spouse": "spouse", "father": "child", "mother": "child", "son": "parent", "daughter": "parent",
    "child": "parent", "brother": "sibling", "sister": "sibling", "sibling": "sibling",
}  # fmt: skip
_PARENTS = ("parent", "father", "mother")
_LEFT = re.compile(r"[^。！？；我俺没]{0,10}?(?:还在|健在|都在|还活着|[七八九]十|[789]\d)")


def settle_soldiers_kin(said: Iterable[Said], people: People) -> Iterator[Said]:
    """`said` without service of who only has a soldier in the family, and with a loss as of who is left."""
    said = [one for one in said if not _of_serving(one, _serving_clauses(said, people), people)]
    dead = {m.person: m for m in departed(people.plain, people.mentions)} | _fallen(people)
    if (late := people.spoken.late_spouse) is not None:
        dead[late.person] = late
    if _DUE_AFTER_DEATH.search(people.plain):
        dead = _fallen(people)
    lost = {one.person for one in said if one.person in dead and _kinds(one) & _LOST}
    for one in said:
        if one.fact == "disability_cert" and _SOLDIERS_CARD.match(people.plain, one.end):
            continue
        if one.person not in dead or one.fact not in ("veteran_kinds", "kin_to_soldier"):
            yield one
        elif _kinds(one) & _LOST and one.of is not None and one.of.relation in _IS_TO:
            yield replace(one, of=Mention(one.start, one.start, "self", "self"))
    told = {one.person for one in said if one.fact == "kin_to_soldier"}
    for person in lost:
        of = dead[person]
        if "self" not in told and of.relation in _IS_TO:
            me = Mention(of.start, of.start, "self", "self")
            yield Said("kin_to_soldier", _IS_TO[of.relation], me, of.start, of.end)
    yield from _parents_left(said, people, dead)
    yield from _other_parent(said, people, dead)


def _kinds(one: Said) -> set[str]:
    told = one.fact == "veteran_kinds" and isinstance(one.value, dict)
    return {kind for kind, has in one.value.items() if has} if told else set()


def _serving_clauses(said: Iterable[Said], people: People) -> list[tuple[int, int]]:
    """Where it is told of one of the family that they are in the army now."""
    spans = [(one.start, one.end) for one in said if "serving_family" in _kinds(one)]
    return [(clause_start(people.plain, start), end) for start, end in spans]


def _of_serving(one: Said, clauses: list[tuple[int, int]], people: People) -> bool:
    """儿子在部队当兵，俺们老两口种地: neither they nor the son have left the army."""
    kinds = _kinds(one)
    if not kinds or not kinds <= _SERVED - {"serving_family"}:
        return False
    return any(first <= one.start < last for first, last in clauses)


def _fallen(people: People) -> dict[str | None, Mention]:
    """Those of whom it is told that they fell or are martyrs, before anybody else is named."""
    found: dict[str | None, Mention] = {}
    for place, mention in enumerate(people.mentions):
        after = people.mentions[place + 1] if place + 1 < len(people.mentions) else None
        end = after.start if after is not None else len(people.plain)
        if mention.person not in (None, "self") and _FELL.match(people.plain, mention.end, end):
            found[mention.person] = mention
    return found


_OWN_CHILD = re.compile("儿|闺女|女孩?|小子|孩子")


def _other_parent(said: list[Said], people: People, dead: dict[str | None, Mention]) -> Iterator[Said]:
    """俺儿在部队当兵，俺对象跑船: of both parents, where who speaks tells of husband or wife too."""
    mate = next((m for m in people.mentions if m.relation == "spouse" and m.topic), None)
    serving = {one.person for one in said if "serving_family" in _kinds(one)}
    if mate is None or people.host or mate.person in {*dead, *serving} or "self" not in serving:
        return
    for one in said:
        parents = one.fact == "kin_to_soldier" and one.value == "parent" and one.person == "self"
        if parents and _OWN_CHILD.search(people.plain, max(0, one.start - 3), one.end):
            of = Mention(one.start, one.start, mate.person, mate.relation)
            yield Said("veteran_kinds", {"serving_family": True}, of, one.start, one.end)
            yield Said("kin_to_soldier", "parent", of, one.start, one.end)
            return


def _parents_left(said: list[Said], people: People, dead: dict[str | None, Mention]) -> Iterator[Said]:
    """我哥是烈士，爹妈九十了还在: the martyr's parents; so are those of a sister told of before."""
    sibling = any(m.relation in ("brother", "sister", "sibling") for m in dead.values())
    kinds = {kind for one in said for kind in _kinds(one) & (_LOST - {"martyr_child"})} if sibling else set()
    kinds = kinds or people.spoken.lost_a_sibling
    for mention in people.mentions:
        left = mention.relation in _PARENTS and mention.person not in dead
        if kinds and left and _LEFT.match(people.plain, mention.end):
            for kind in sorted(kinds):
                yield Said("veteran_kinds", {kind: True}, mention, mention.start, mention.end)
            yield Said("kin_to_soldier", "parent", mention, mention.start, mention.end)
            return


__all__ = ["settle_soldiers_kin"]
