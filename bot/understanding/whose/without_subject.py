"""Facts without a subject, in a conversation that asks of the household: whose they are."""

from __future__ import annotations

import re
from collections.abc import Iterator
from dataclasses import replace

from bot.understanding.people.kinship import OUTSIDE, YOUNG
from bot.understanding.people.spoken_of import SpokenOf
from bot.understanding.people.subjects import BODY, OF_CASE
from bot.understanding.people.whom import Mention, People
from bot.understanding.said import Said
from bot.understanding.stance import clause_start

_OF_US = re.compile(r"[我俺咱]|本人|自己家")
_LIVES_WITH_US = re.compile(r"[我俺咱]们?(?:这|家)?")
_AT_OURS = re.compile(r"[在落挂跟]我们?家?这")  # 户口在我这
_WORK = frozenset({"employment", "income_yuan_per_month", "can_work"})
_PAPERS = frozenset({"disability_cert", "disability_grade"})
_BILLS = frozenset(
    {
        "medical_self_pay_yuan_per_year",
        "in_policy_self_pay_yuan_per_year",
        "self_pay_after_aid_yuan_per_year",
    }
)
_IS_ILL_ONESELF = re.compile(r"[我俺](?:自己)?[也还]?(?:住院|住了|看病|吃药|透析|做?手术|化疗|的病|的药)")
_PENSION = re.compile(r"养老|农保|退休|低保金")
_IN_A_BREATH = re.compile(
    r"(?:退休金|养老金|退休工资)，(?:每个?月|一个?月|月月)(?:有|是|才|就|发|领)?$"
)  # 有退休金，一个月一千二


def of_case(said: list[Said], people: People) -> Iterator[Said]:
    """`said`, of whom the case is about where it is of their body, papers or standing and nobody is named.

    Work and wages stay with who speaks, but for what is told in one breath with an age (六十二，种地的) and
    for a pension of somebody old.
    """
    if people.host or not people.spoken.people:
        yield from said
        return
    moved: dict[int, Mention] = {}
    for place, one in enumerate(said):
        of = people.spoken.case_of(one.fact) if one.fact in OF_CASE and _is_unnamed(one, people) else None
        if of is not None and not _is_of_small_ones(one, said) and not _is_own(one, of, people.spoken):
            moved[place] = of
    care, works = _able_to_work(said, moved)
    if care is not None and not _tells_of_themselves(people.spoken):
        moved |= dict.fromkeys(works, moved[care])
        care = None
    aged = _insured(said, moved) or next(
        (of for place, of in moved.items() if said[place].fact == "age_years"), None
    )
    for place, one in enumerate(said):
        of = moved.get(place)
        if place == care:
            continue  # 我也没工作 … 能干活: of who speaks
        if of is not None and one.fact == "holds_personal_aid" and people.spoken.is_old_themselves:
            continue  # 五保吃着, said at seventy of oneself and a grandchild: to be asked
        if of is None and one.fact in _WORK and _is_unnamed(one, people):
            pension = _IN_A_BREATH.search(people.plain[: one.start]) or _PENSION.search(
                people.plain, max(0, one.start - 6), one.end + 6
            )
            of = aged or (people.spoken.pensioner if pension else None)
        if of is None:
            yield one
        elif not (one.fact == "living_place" and of.relation in OUTSIDE and _with_us(one, people)):
            yield replace(one, of=replace(of, start=one.start, end=one.start))


def _able_to_work(said: list[Said], moved: dict[int, Mention]) -> tuple[int | None, list[int]]:
    """能干活 is of one: where it tells that no care is needed, and where, by the same words, of work."""
    for care in (place for place in moved if said[place].fact == "self_care"):
        able = (place for place, one in enumerate(said) if one.fact == "can_work" and one.value is True)
        works = [place for place in able if said[place].start == said[care].start]
        if works:
            return care, works
    return None, []


def _tells_of_themselves(spoken: SpokenOf) -> bool:
    return spoken.speaker is not None and bool(set(spoken.speaker.facts) - {"sex"})


def _is_own(one: Said, of: Mention, spoken: SpokenOf) -> bool:
    """丈母娘七十八 … 俺自己五十二 … 没残疾证: of who speaks, told of last, where nobody is ill."""
    newest = next((each.person for each in spoken.told if each.person), None)
    aged = any(each.person == "self" and each.fact == "age_years" for each in spoken.told)
    ill = any(each.person == of.person and each.fact in BODY for each in spoken.told)
    return newest == "self" and aged and not ill and one.fact in _PAPERS


def of_the_ill(said: list[Said], people: People) -> Iterator[Said]:
    """`said`, a grade or a paper without a subject of the one told to be ill, not of whom the question asks.

    Of nobody where it may as well be of who speaks: 孩子考上大学，俺腿脚不好; then 残疾证四级.
    """
    spoken = people.spoken
    asked = spoken.asked.person if spoken.asked is not None else None
    ill = spoken.ill_beside
    bare = asked == people.default.person and people.asked not in BODY and not people.mentions
    if not bare or any(one.person == asked and one.fact not in BODY for one in said):
        yield from said
        return
    for one in said:
        if one.fact not in _PAPERS or one.person != asked:
            yield one
        elif ill is not None:
            yield replace(one, of=replace(ill, start=one.start, end=one.start))
        elif apart := spoken.ill_apart:  # 我俩都聋; then 有证, while the child's hukou is asked for
            if all(each.facts.get(one.fact) == one.value for each in apart):
                yield replace(one, of=Mention(one.start, one.start, apart[0].id, apart[0].relation))
        elif not spoken.may_be_own:
            yield one


def of_patient(said: list[Said], people: People) -> Iterator[Said]:
    """`said`, a bill without a subject of the one in hospital; of nobody where two may have been.

    俺自己出了三万五: who pays is not who was ill.
    """
    patients = people.spoken.patients
    others = any(m.person not in (None, "self") for m in people.mentions)
    told_here = any(one.fact in BODY for one in said)
    if not patients or others or told_here or people.host or _IS_ILL_ONESELF.search(people.plain):
        yield from said
        return
    for one in said:
        if one.fact not in _BILLS or people.asked == one.fact:
            yield one
        elif len(patients) == 1:
            yield replace(one, of=replace(patients[0], start=one.start, end=one.start))


def _insured(said: list[Said], moved: dict[int, Mention]) -> Mention | None:
    """交的职工医保，原来在超市上班: whose insurance hangs on work is who worked."""
    told = (of for place, of in moved.items() if said[place].value == "employee")
    return next(told, None)


def _is_of_small_ones(one: Said, said: list[Said]) -> bool:
    """俩孩子一个上小学一个上初中: the children of who speaks, not of the old one whom it is about."""
    return one.fact == "children_ever" and any(each.fact == "school_stage" for each in said)


def _with_us(one: Said, people: People) -> bool:
    return bool(_LIVES_WITH_US.search(people.plain, one.start, one.end))


def _is_unnamed(one: Said, people: People) -> bool:
    """Is it taken for the speaker's, or for whom the question asks, though no word tells of them?"""
    person = people.default.person
    if one.of is None or one.of.person != person or people.default.relation in YOUNG:
        return False
    if any(m.person == person and m.topic and m.start < one.end for m in people.mentions):
        return False
    with_us = one.fact == "living_place" and one.value == "relatives" and _with_us(one, people)
    with_us = with_us or (one.fact == "hukou" and _AT_OURS.search(people.plain, one.start, one.end))
    return bool(with_us) or not _OF_US.search(people.plain, clause_start(people.plain, one.start), one.end)


__all__ = ["of_case", "of_patient", "of_the_ill"]
