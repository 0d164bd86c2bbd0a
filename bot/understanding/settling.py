"""What is told of the wrong person for certain, or twice: of the dead, of doers, or said again."""

from __future__ import annotations

import re
from dataclasses import replace

from .owners import Told, has_died, has_just_died, owned
from .people import OUTSIDE, People
from .said import Said, said_of_two
from .stance import clause_start

_SAID_ONCE = {"illnesses", "disability_types", "disability_grade", "disability_cert", "self_care"}
_SAID_ONCE |= {"on_dialysis", "holds_personal_aid", "school_stage", "receives", "age_years", "living_place"}
_OF_TWO = {"disability_cert", "living_place", "holds_personal_aid"}
_NOT_OF_THE_DEAD = {"age_years", "employment"}
_OF_A_PERSON = {"age_years", "illnesses", "employment", "income_yuan_per_month", "living_place"}
_DONE_BY = re.compile(r"[被让叫]$")
_IN_PART = re.compile(r"半(?!拉|边|侧|身)|部分|中度|轻度|不完全")
_BESIDE = re.compile(r"(?:的)?(?:对门|隔壁|旁边|附近|楼[上下]|前头|后头)")
_HELPS = re.compile(r"[^，。；伺喂擦翻]{0,3}(?:帮|扶|搭把手)(?!.{0,3}(?:喂|端屎|端尿|翻身))")
_HE = re.compile(r"[他她](?:今年|现在|还|也|才|都|就|已经){0,12}$")
_LATELY = re.compile(
    r"(?<![\d一二三四五六七八九十])(?:[一两二俩三仨四五1-5]个?(?:来|多)?月(?!前)|(?:上|这|前)个?(?:月|礼拜|星期)(?!份)|上周|"
    r"前[天几]|昨[天晚]|[一二两三四五六七八九十几半\d]{1,3}(?:来|多)?天|半拉?个?月)"
)
_FEW_MONTHS = re.compile(r"判了?(?:拘役)?[一两二俩三四五1-5]个月|拘役|行政拘留")
_LONG = re.compile(r"年|[六七八九]个?多?月|十[一二]?个?多?月|\d\d个月|从来|没满月|满月")
_FOR_LONG = ("confined", "lost_contact")


def settle(said: list[Said], people: People) -> list[Said]:
    """`said` without what is told of the wrong person for certain, or with the right one."""
    said = _without_repeats(said, people)
    said = _by_age_as_told(said, people)
    wrongly = (_of_the_dead, _he_is_not_i, _of_a_doer, _of_next_door)
    said = [one for one in said if not any(is_wrong(one, people) for is_wrong in wrongly)]
    told = Told(said, people)
    said = [own for one in _not_for_long(said, people.plain) for own in owned(one, told)]
    return _wished_for(_of_need(said, people))


def _not_for_long(said: list[Said], plain: str) -> list[Said]:
    """进去两个月: a parent who is away is not yet away for half a year."""
    lately = {(one.fact, one.person) for one in said if one.value == "short_term"}
    lately |= {(one.fact, one.person) for one in said if one.value == "able"}  # and sends money each month
    kept = [one for one in said if one.value not in _FOR_LONG or (one.fact, one.person) not in lately]
    return [replace(one, value="short_term") if _is_late(one, plain) else one for one in kept]


def _is_late(one: Said, plain: str) -> bool:
    """也走了，俩月联系不上: how long a parent has been away is told, and it is less than half a year."""
    if one.value == "confined" and _FEW_MONTHS.search(plain, one.start, one.end + 4):
        return True
    if one.value != "lost_contact":
        return False
    rest = re.compile(r"[^，。；！？ ]*").match(plain, one.end)
    words = plain[one.start : rest.end()] if rest else ""
    return bool(_LATELY.search(words)) and not _LONG.search(words)


def _is_helped(one: Said, people: People) -> bool:
    """吃饭穿衣都得我妈帮: helped, and not wholly cared for."""
    nothing = one.fact == "self_care" and one.value == "none"
    return nothing and bool(_HELPS.match(people.plain, one.end)) and "得" in people.plain[one.start : one.end]


def _of_need(said: list[Said], people: People) -> list[Said]:
    """吃饭能自己吃，穿衣上厕所都要人帮: who can do a part and needs help with another needs help in part."""
    said = [replace(one, value="partial") if _is_helped(one, people) else one for one in said]
    told: dict[str | None, set[object]] = {}
    for one in said:
        if one.fact == "self_care" and one.of:
            told.setdefault(one.of.person, set()).add(one.value)
    in_part = {person for person, values in told.items() if {"full", "partial"} <= values}
    wholly = [one for one in said if one.fact == "self_care" and one.value == "none"]
    kept = []
    for one in said:
        if one.fact == "self_care" and one.of:
            inside = any(whole.start < one.end and one.start < whole.end for whole in wholly)
            helpless = "none" in told[one.of.person] and not _IN_PART.search(people.plain, one.start, one.end)
            if one.value == "full" and one.of.person in in_part:
                continue
            if one.value == "partial" and (inside or helpless):
                continue
        kept.append(one)
    return kept


def _wished_for(said: list[Said]) -> list[Said]:
    """我妈瘫了，想请个人照看: help is wished for the one who needs care, not for who gives it."""
    needing = {
        one.person: one.of for one in said if one.fact == "self_care" and one.value in ("none", "partial")
    }
    if len(needing) != 1 or "self" in needing:
        return said
    whose = next(iter(needing.values()))
    return [
        replace(one, of=whose) if one.fact == "wants_care_service" and _gives_care(one) else one
        for one in said
    ]


def _gives_care(one: Said) -> bool:
    return one.of is not None and (one.of.person == "self" or one.of.relation in OUTSIDE)


def _by_age_as_told(said: list[Said], people: People) -> list[Said]:
    """1994年生…今年三十: an age that is told outright stands before the one that a year of birth comes to."""
    ages = [one for one in said if one.fact == "age_years" and one.of]
    born = [one for one in ages if "年" in people.plain[one.start : one.end]]
    told = {one.person for one in ages if one not in born}
    return [one for one in said if one not in born or one.person not in told]


def _without_repeats(said: list[Said], people: People) -> list[Said]:
    """Without what is said again with nobody named: the 瞎子 behind is the blind husband, not the speaker."""
    kept: list[Said] = []
    of_two = said_of_two(said)
    first: dict[tuple[str, str], tuple[str | None, int]] = {}
    for one in sorted(said, key=lambda s: (s.start, s.end)):
        if one.fact not in _SAID_ONCE or one.of is None:
            kept.append(one)
            continue
        person, start = first.setdefault((one.fact, str(one.value)), (one.of.person, one.start))
        again = person not in (one.of.person, "self") and start != one.start
        if (
            not again
            or _is_named(one, people)
            or (one.fact in _OF_TWO and (one.fact, one.start, one.end) in of_two)
        ):
            kept.append(one)
    return kept


def _is_named(one: Said, people: People) -> bool:
    """Is whom it is said of named in its clause?"""
    start = clause_start(people.plain, one.start)
    return any(m.person == one.person and start <= m.start < one.end for m in people.mentions)


def _of_the_dead(one: Said, people: People) -> bool:
    """弟妹三十三岁，当场就没了; 她男人尘肺走了，才五十一: nothing more is asked for those who died."""
    if one.fact not in _NOT_OF_THE_DEAD or has_died(one.of, people):
        return one.fact in _NOT_OF_THE_DEAD
    before = [m for m in people.mentions if m.person == one.person != "self" and m.start <= one.start]
    return one.fact == "age_years" and bool(before) and has_just_died(before[-1], people)


def _he_is_not_i(one: Said, people: People) -> bool:
    """他还不到六十岁 is never said of the speaker."""
    mine = one.fact == "age_years" and one.person == "self" and people.host is None
    return mine and bool(_HE.search(people.plain, max(0, one.start - 6), one.start))


def _of_next_door(one: Said, people: People) -> bool:
    """住我姐家对门: beside a home, not in it."""
    return one.value == "relatives" and bool(_BESIDE.match(people.plain, one.end))


def _of_a_doer(one: Said, people: People) -> bool:
    """让邻居老头糟蹋了: nothing is told of who did it."""
    if one.fact not in _OF_A_PERSON or one.of is None or one.of.relation not in ("neighbour", "villager"):
        return False
    mentions = [m for m in people.mentions if m.person == one.of.person]
    return any(_DONE_BY.search(people.plain, max(0, m.start - 1), m.start) for m in mentions)
