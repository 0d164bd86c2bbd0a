"""Elders who turn out, in the middle of a talk, to have another home than who speaks; what goes with them.

我妈在我哥那住; 她自己在老家过; 我不跟他们住一块: what was told of the home while the talk was of them is of
theirs, and who speaks has one of which nothing is known yet.
"""

from __future__ import annotations

import re
from collections.abc import Collection, Iterable, Iterator, Mapping, Sequence
from dataclasses import replace

from bot.blocks import Question
from bot.messages import Evidence
from bot.understanding.homes.apart import ELDERS, are_together, is_without_speaker, led_to_kin
from bot.understanding.homes.apart_told import by_themselves, from_speaker
from bot.understanding.homes.own_home import of_another_kind
from bot.understanding.mention import Mention
from bot.understanding.people.kinship import COUPLES
from bot.understanding.reading import is_correction
from bot.understanding.said import Said
from bot.understanding.stance import clause_start
from knowledge import FactDefinition, Person, Situation

_WITH_KIN = re.compile(r"[哥姐弟妹舅姑叔伯姨]|亲戚|兄弟|小儿子")
_OUR_HOME = re.compile(r"(?:我们?|俺们?|咱们?|自己)(?:自己)?家(?!的?亲戚|老人|老头|老太)")
_OURS = re.compile(r"(?:我|俺|咱)们?(?:自己)?家")
_OF_ALL = re.compile(r"家里|全家|(?:我|俺|咱)(?:们|家|自己家)")
_SPEAKS = re.compile(r"[我俺咱]|本人")


def with_kept_apart(
    plain: str,
    mentions: Sequence[Mention],
    known: tuple[Situation, ...],
    told: Iterable[Evidence],
    *,
    said: Sequence[Said] = (),
) -> tuple[Situation, ...]:
    """`known`, with the elders who live apart from who speaks in another home than theirs.

    我妈在我哥那住, said of one of several; 我家吃低保, said where the one told of so far lives there.
    """
    if not known or are_together(plain) or any(_has_speaker(home) for home in known[1:]):
        return known
    first, told = known[0], tuple(told)
    kept = led_to_kin(plain, mentions)
    if kept and not first.household and all(one.id in kept for one in first.people):
        return known  # who speaks has told nothing of a home of their own
    elders = {one.id for one in first.people if one.relation in ELDERS}
    apart = {*kept, *from_speaker(plain, mentions, elders), *by_themselves(plain, said, elders)}
    apart |= of_another_kind(plain, said, first)
    if not apart:
        apart = _now_of_speaker(plain, said, first, told)
    keepers = {str(m.person): Person(str(m.person), str(m.relation)) for m in kept.values() if m}
    both = (who for pair in COUPLES.values() for who in pair if who in kept)  # 爸妈跟我弟过
    keepers |= {who: Person(who, who.replace("-", "_")) for who in both}
    if all(one.id not in apart for one in first.people):
        return known
    return _parted(known, {*apart, *keepers}, tuple(keepers.values()), told)


def _has_speaker(home: Situation) -> bool:
    return any(one.relation == "self" for one in home.people)


def _now_of_speaker(
    plain: str, said: Sequence[Said], home: Situation, told: tuple[Evidence, ...]
) -> set[str]:
    """Who was told before to live elsewhere, where something of who speaks or of their home comes now."""
    of_self = any(one.of and one.of.relation == "self" and one.of.end > one.of.start for one in said)
    if of_self and (elsewhere := _in_another_district(plain, said, home, told)):
        return elsewhere
    if not (of_self or _OUR_HOME.search(plain)):
        return set()
    elders = {one.id for one in home.people if one.relation in ELDERS}
    if is_without_speaker(home) and _OUR_HOME.search(plain):
        return elders
    kept = {one.person for one in told if one.fact == "living_place" and _WITH_KIN.search(one.words)}
    return elders & kept


# 我在张店租房; not 我们在张店, 我带她在张店, which may be told of the elders too.
_I_LIVE = re.compile(r"(?:我|俺)(?:自己|现在|一直|就|也|都|人){0,2}(?:住|租住)?在?$")
_TOGETHER = re.compile(r"他|她|老人|[爸爹妈娘父母婆]|公公|(?:我|俺|咱)[们家]|一家")


def _in_another_district(
    plain: str, said: Sequence[Said], home: Situation, told: tuple[Evidence, ...]
) -> set[str]:
    """The elders of `home`, told to live in another district than who speaks says now to live in."""
    elders = {one.id for one in home.people if one.relation in ELDERS}
    theirs = _told_with(told, home.id, elders)
    if is_correction(plain) or _TOGETHER.search(plain):
        return set()
    if "district" not in theirs or _live_with_us(told, elders, home):
        return set()
    before = home.household["district"]
    ours = (one for one in said if one.fact == "district" and one.person == "self" and one.value != before)
    told_now = any(_I_LIVE.search(plain, clause_start(plain, one.start), one.start) for one in ours)
    return elders if told_now else set()


def _live_with_us(told: tuple[Evidence, ...], elders: set[str], home: Situation) -> bool:
    """Was it told that they live with who speaks?"""
    of_them = [one for one in told if one.person in elders]
    with_us = any(
        (one.fact == "household_member" and one.value is True)
        or (one.fact == "living_place" and _SPEAKS.search(one.words))
        for one in of_them
    )
    return with_us or "household_size" in home.household


def _told_with(told: Iterable[Evidence], home: str, who: Collection[str]) -> set[str]:
    """What was told of `home` while the talk was of `who`, and not as of 我家 (or 家里, beside others)."""
    of_home = [one for one in told if one.household == home]
    alone = {one.person for one in of_home if one.person} <= set(who)
    theirs, last = set(), next(iter(who), None) if alone else None
    for one in of_home:
        if one.person is not None:
            last = one.person
        elif last in who and not (_OURS if alone else _OF_ALL).search(one.words):
            theirs.add(one.fact)
    return theirs


def _parted(
    known: tuple[Situation, ...], who: set[str], keepers: tuple[Person, ...], told: tuple[Evidence, ...]
) -> tuple[Situation, ...]:
    """`known` with `who` of the first home apart from its others; of whom nothing is told moves out.

    So the home that was spoken of stays the same one where the talk was of the elders alone.
    """
    first = known[0]
    there = {one.id for one in first.people}
    elders = (*(one for one in first.people if one.id in who), *(k for k in keepers if k.id not in there))
    others = tuple(one for one in first.people if one.id not in who)
    theirs = _told_with(told, first.id, who)
    number = next(n for n in range(2, len(known) + 3) if all(home.id != f"h{n}" for home in known))
    if any(set(one.facts) - {"sex"} for one in others) or not (others or theirs):
        new = Situation(f"h{number}", _of(first, theirs), elders)
        left = replace(first, people=others, household=_of(first, first.household.keys() - theirs))
    else:
        ours = {one.fact for one in told if one.household == first.id and not one.person} - theirs
        new = Situation(f"h{number}", _of(first, ours), others or (Person("self", "self"),))
        left = replace(first, people=elders, household=_of(first, first.household.keys() - ours))
    return (left, *known[1:], new)


def _of(home: Situation, facts: Collection[str]) -> dict[str, object]:
    return {fact: value for fact, value in home.household.items() if fact in facts}


def home_gone_on(
    plain: str, known: tuple[Situation, ...], pending: Question | None, told: tuple[Evidence, ...]
) -> Situation | None:
    """The home of elders who live apart that a message without 我 goes on to tell of.

    Of any kin apart, where nothing is told of the home of who speaks: 闺女出嫁了，残疾一级; 没有低保.
    """
    if len(known) < 2 or _SPEAKS.search(plain):
        return None
    first, speaker_apart = known[0], any(_has_speaker(home) for home in known[1:])
    if not speaker_apart and (first.household or any(set(one.facts) - {"sex"} for one in first.people)):
        return None
    meant = pending.household if pending is not None else told[-1].household if told else None
    theirs = (home for home in known if home.id == meant)
    return next((home for home in theirs if _is_of_elders(home) or not speaker_apart), None)


def _is_of_elders(home: Situation) -> bool:
    return not _has_speaker(home) and any(one.relation in ELDERS for one in home.people)


def of_home_gone_on(
    said: Iterable[Said], home: Situation | None, facts: Mapping[str, FactDefinition]
) -> Iterator[Said]:
    """`said`, with what is of a household and of nobody named as of `home`, where one is meant."""
    people = () if home is None else home.people
    of = next((one for one in people if one.relation in ELDERS), next(iter(people), None))
    for one in said:
        unnamed = one.of is not None and one.person == "self" and one.of.end == one.of.start
        definition = facts.get(one.fact)
        if of is not None and unnamed and definition is not None and definition.scope == "household":
            one = replace(one, of=Mention(one.start, one.start, of.id, of.relation))
        yield one


__all__ = ["home_gone_on", "of_home_gone_on", "with_kept_apart"]
