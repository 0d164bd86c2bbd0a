"""Whose a fact cannot be, whatever the clues of place say: the dead, those who care, those who only tell."""

from __future__ import annotations

import re
from dataclasses import replace

from .mention import Mention
from .namings import DEAD
from .people import OUTSIDE, YOUNG, People
from .said import Said
from .stance import clause_start

_SAID_ONCE = {
    "illnesses",
    "disability_types",
    "disability_grade",
    "disability_cert",
    "self_care",
    "on_dialysis",
}
_SAID_ONCE |= {"holds_personal_aid", "school_stage", "receives", "age_years", "living_place"}
_OF_THE_ILL = {"illnesses", "disability_grade", "disability_types", "disability_cert", "on_dialysis"}
_CARE = {"self_care", "incontinent"}
_OF_ORPHANS = {"orphan-living", "unsupported-child-living"}
_NOT_OF_THE_DEAD = {"age_years", "employment"}
_OF_TRAFFIC = {"hurt_in_traffic", "traffic_payment_gap"}
_IN_HOSPITAL = re.compile(
    r"[^，。；]{0,3}(?:送|在|住)[^，。；]{0,5}(?:医院|icu|抢救|重症)|[^，。；]{0,4}昏迷"
)
_DIED_THERE = re.compile(r"[^，。；]{0,3}(?:当场|当时)就?(?:没了|死了|走了|身亡|不行了)")
_HELPED = re.compile(
    r"(?:给|替|帮|伺候|照顾|喂|侍候)[他她]?[^，。；]{0,4}$|^(?:喂|端|伺候|照顾|擦|翻身|抱|背)"
)
_FOUND = re.compile(
    r"瞅见|看见|看到|发现|碰见|遇[见到]|群众报|目击|路过|来了?个|蜷着|^(?:有个|一个|一位)?(?:老太太|老头|老人|老大爷)"
)
_OF_A_PERSON = {"age_years", "illnesses", "employment", "income_yuan_per_month", "living_place"}
_DONE_BY = re.compile(r"[被让叫]$")
_CHILDREN = ("son", "daughter", "child")
_AT_HOME = re.compile(r"家里?(?:还|就|光)?有?[一两俩二三]个$")
_OURS = re.compile(r"(?:我们|俺们|咱们|俺|咱)(?:家|都|也|是)*$")
_HE = re.compile(r"[他她](?:今年|现在|还|也|才|都|就|已经)*$")


def settle(said: list[Said], people: People) -> list[Said]:
    """`said` without what is told of the wrong person for certain, or with the right one."""
    said = _without_repeats(said, people)
    wrongly = (_of_the_dead, _he_is_not_i, _of_a_doer)
    said = [one for one in said if not any(is_wrong(one, people) for is_wrong in wrongly)]
    ill = {s.of.person: s.of for s in said if s.fact in _OF_THE_ILL and s.of and s.of.person}
    settled = []
    for one in said:
        if one.fact in _CARE or (one.fact == "disability_cert" and one.value is False):
            one = _of_the_cared_for(one, ill, people)
        elif one.fact in ("disability_grade", "disability_cert", "disability_types"):
            one = _of_one_at_home(one, people)
        elif one.fact in _OF_TRAFFIC:
            one = _of_the_survivor(one, people)
        elif one.fact in ("hukou", "hukou_kind"):
            one = _of_our_child(one, people)
        elif one.fact == "living_place" and one.value == "street":
            one = _of_the_found(one, people)
        elif one.fact == "receives" and not _OF_ORPHANS.isdisjoint(one.value):
            one = _of_the_young(one, people)
        elif one.fact == "holds_personal_aid":
            one = _of_the_served(one, people)
        settled.append(one)
    return settled


def _without_repeats(said: list[Said], people: People) -> list[Said]:
    """Without what is said again with nobody named: the 瞎子 behind is the blind husband, not the speaker."""
    kept: list[Said] = []
    first: dict[tuple[str, str], tuple[str | None, int]] = {}
    for one in sorted(said, key=lambda s: (s.start, s.end)):
        if one.fact not in _SAID_ONCE or one.of is None:
            kept.append(one)
            continue
        person, start = first.setdefault((one.fact, str(one.value)), (one.of.person, one.start))
        again = person not in (one.of.person, "self") and start != one.start
        if not (again and one.of.person == "self" and not _self_named(one, people)):
            kept.append(one)
    return kept


def _self_named(one: Said, people: People) -> bool:
    start = clause_start(people.plain, one.start)
    return any(m.person == "self" and start <= m.start < one.end for m in people.mentions)


def _of_the_dead(one: Said, people: People) -> bool:
    """弟妹三十三岁，当场就没了: nothing more is asked for those who died."""
    return one.fact in _NOT_OF_THE_DEAD and _has_died(one.of, people)


def _has_died(of: Mention | None, people: People) -> bool:
    if of is None or of.person in (None, "self"):
        return False
    ends = [m.end for m in people.mentions if m.person == of.person]
    return any(_DIED_THERE.match(people.plain, end) or DEAD.match(people.plain, end) for end in ends)


def _of_the_survivor(one: Said, people: People) -> Said:
    """弟妹当场就没了，弟弟送到县医院: the accident is of the one who lives, where there is one."""
    if not _has_died(one.of, people):
        return one
    hurt = [m for m in people.mentions if m.person and _IN_HOSPITAL.match(people.plain, m.end)]
    hurt = [m for m in hurt if m.person not in (one.of and one.of.person, "self")]
    return replace(one, of=hurt[0]) if hurt else one


def _he_is_not_i(one: Said, people: People) -> bool:
    """他还不到六十岁 is never said of the speaker."""
    mine = one.fact == "age_years" and one.of is not None and one.of.person == "self"
    return mine and bool(_HE.search(people.plain, max(0, one.start - 6), one.start))


def _of_a_doer(one: Said, people: People) -> bool:
    """让邻居老头糟蹋了: nothing is told of who did it."""
    if one.fact not in _OF_A_PERSON or one.of is None or one.of.relation not in ("neighbour", "villager"):
        return False
    mentions = [m for m in people.mentions if m.person == one.of.person]
    return any(_DONE_BY.search(people.plain, max(0, m.start - 1), m.start) for m in mentions)


def _of_the_cared_for(one: Said, ill: dict[str | None, Mention], people: People) -> Said:
    """大嫂给他端屎端尿, 吃饭都得人看: of the one who is ill or disabled, not of who helps or speaks."""
    if one.of is None or one.of.person in ill or len(ill) != 1:
        return one
    before = people.plain[max(0, one.start - 8) : one.start]
    helps = _HELPED.search(before) or _HELPED.search(people.plain[one.start : one.end])
    unnamed = (
        one.of.person == "self"
        and not _self_named(one, people)
        and one.value in ("none", "partial", True, False)
    )
    return replace(one, of=next(iter(ill.values()))) if helps or unnamed else one


def _of_the_found(one: Said, people: People) -> Said:
    """瞅见墙根蜷着个老头, 老太太坐了一宿: of the one who was found, not of who saw or sent them away."""
    if one.of is None or one.of.relation in OUTSIDE or not _FOUND.search(people.plain):
        return one
    if one.of.person == "self" and _self_named(one, people):
        return one
    met = [
        m
        for m in people.mentions
        if m.relation in (*OUTSIDE, "other") and m.person and m.relation != "villager"
    ]
    if one.of.relation in YOUNG or (one.of.person != "self" and not met):
        return one
    return replace(one, of=met[0] if met else Mention(one.start, one.start, "stranger", "stranger"))


def _of_one_at_home(one: Said, people: People) -> Said:
    """家里两个一级残疾: of some at home, not of who speaks."""
    mine = one.of is not None and one.of.person == "self"
    if not mine or not _AT_HOME.search(people.plain, max(0, one.start - 7), one.start):
        return one
    return replace(one, of=Mention(one.start, one.start, "relation", "relative"))


def _of_our_child(one: Said, people: People) -> Said:
    """闺女念职专，我们是村里户口: of the child it is asked for, where nobody else is spoken of."""
    ours = one.of is not None and one.of.person == "self"
    others = {m.person: m for m in people.mentions if m.topic and m.person and m.person != "self"}
    alone = next(iter(others.values())) if len(others) == 1 else None
    if not ours or alone is None or alone.relation not in _CHILDREN:
        return one
    return replace(one, of=alone) if _OURS.search(people.plain, max(0, one.start - 6), one.start) else one


def _of_the_young(one: Said, people: People) -> Said:
    """爸妈都没了，按孤儿给发着钱: the orphan gets it."""
    young = [m for m in people.mentions if m.relation in YOUNG and m.person]
    if one.of is None or one.of.relation in (*YOUNG, "self") or not young:
        return one
    return replace(one, of=young[0])


def _of_the_served(one: Said, people: People) -> Said:
    """我是网格员，俺组那个五保户老张头: of the one named right behind, not of who speaks by office."""
    if one.of is None or one.of.person != "self":
        return one
    behind = next((m for m in people.mentions if one.end <= m.start <= one.end + 2), None)
    return replace(one, of=behind) if behind and behind.relation in OUTSIDE and behind.person else one
