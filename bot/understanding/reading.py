"""A message read once: the people in it and everything said of them."""

from __future__ import annotations

import datetime
import re
from collections.abc import Iterator

from bot.blocks import Question
from bot.relevance.growing import Growing
from bot.text.normalising import Text
from bot.understanding.aid.receipts import read_receipts
from bot.understanding.aid.recognised import read_aid
from bot.understanding.aid.relief_times import read_relief_times
from bot.understanding.body.assessed import read_assessed
from bot.understanding.body.grades import read_grades
from bot.understanding.clauses.by_wording import read_wordings
from bot.understanding.clauses.learned import read_sayings
from bot.understanding.clauses.noted import read_noted
from bot.understanding.homes.children import read_children
from bot.understanding.homes.listed import read_roster
from bot.understanding.homes.sizes import read_membership, read_sizes
from bot.understanding.homes.square_metres import read_homes
from bot.understanding.index import Index
from bot.understanding.livelihood.till_death import is_of_the_dead
from bot.understanding.people.spoken_of import NOBODY, SpokenOf
from bot.understanding.people.whom import People
from bot.understanding.places.area import read_area
from bot.understanding.putting_right import Reading, put_right
from bot.understanding.said import Said
from bot.understanding.sums.added import with_sums_added
from bot.understanding.sums.given import with_given
from bot.understanding.sums.likewise import with_likewise
from bot.understanding.sums.lodging import with_lodging
from bot.understanding.sums.money import read_money
from bot.understanding.sums.of_all import with_sums_of_all
from bot.understanding.sums.of_home import with_sums_of_home
from bot.understanding.sums.of_one import with_sums_of_one
from bot.understanding.sums.on_top import with_sums_on_top
from bot.understanding.sums.paid_back import with_paid_back
from bot.understanding.sums.parts import with_parts_of_home
from bot.understanding.whose.ages_beside import (
    ages_about,
    ages_alike,
    ages_apart,
    ages_beside,
    ages_of_two,
    ages_of_us,
)
from bot.understanding.whose.bereft import read_bereft
from bot.understanding.whose.jailed import read_jailed
from bot.understanding.whose.parents_told import read_parents_on
from bot.understanding.years.ages import read_ages
from bot.understanding.years.headed import read_head_age
from bot.understanding.years.periods import read_periods
from bot.understanding.years.schools import read_schools
from bot.understanding.years.spells import read_spells
from knowledge import Situation

_PAID_WORK = ("employed", "gig", "self_employed")
_IN_ZHANGDIAN = re.compile(r"[^，。；]{0,4}在?张店区?")  # 爸妈都在张店: in no shop
_CORRECTS = re.compile(r"说错|弄错|不对|错了|应该是|更正|改成|搞错|打错")


def read_people(
    text: Text,
    spoken: SpokenOf = NOBODY,
    pending: Question | None = None,
    growing: Growing | None = None,
) -> People:
    """The people of the message; what has no subject is of whom the open question asks."""
    asked = pending.fact if pending is not None else ""
    of = spoken.asked
    if of is not None and of.person and len(text.plain) <= 40 and not spoken.hosts(of):
        return People(text.plain, of.person, str(of.relation), asked=asked, spoken=spoken)
    return People(text.plain, asked=asked, growing=growing, spoken=spoken)


def read_said(text: Text, people: People, index: Index, today: datetime.date | None) -> Iterator[Said]:
    """Everything said in the message, in no order."""
    read = [*read_all(text.plain, people, index, today), *read_area(text.plain, people)]
    more = [
        one
        for one in read_sayings(text.plain, people, read, index.facts)
        if not is_of_the_dead(one, people)
        and text.plain[one.end - 1 : one.end + 1] != "走读"
        and not _IN_ZHANGDIAN.fullmatch(text.plain, one.start, one.end)
    ]
    learned = frozenset((one.fact, one.start, one.end) for one in more)
    yield from put_right([*read, *more], Reading(people, index, today, learned))


def read_all(plain: str, people: People, index: Index, today: datetime.date | None) -> Iterator[Said]:
    """Everything the readers find, each of whom its reader takes it for."""
    worded = list(read_wordings(index.places.without_names(plain), people, index.facts))
    works = [one.start for one in worded if one.fact == "employment" and one.value in _PAID_WORK]
    yield from read_aid(plain, people)
    yield from read_relief_times(plain, people)
    of_two = list(ages_of_two(people))
    yield from of_two
    spans = [(one.start, one.end) for one in of_two]
    ages = [one for one in read_ages(plain, people, today) if not _is_within(one, spans)]
    apart = list(ages_apart(ages, people))
    spans = [(one.start, one.end) for one in apart]
    ages = [*(one for one in ages if not _is_within(one, spans)), *apart]
    yield from ages
    yield from read_head_age(plain, people, ages)
    yield from ages_beside(ages, people)
    yield from ages_of_us(ages, people)
    yield from ages_alike(ages, people)
    yield from ages_about(people)
    yield from read_noted(people, ages)
    yield from read_grades(plain, people)
    yield from read_schools(plain, people)
    sizes = list(read_sizes(plain, people))
    yield from sizes
    yield from read_roster(people, sizes)
    yield from read_membership(plain, people)
    yield from read_homes(plain, people)
    yield from _read_sums(plain, people, works)
    yield from read_periods(plain, people)
    yield from read_receipts(plain, people)
    yield from read_spells(plain, people)
    yield from read_children(plain, people)
    yield from read_bereft(plain, people)
    yield from read_parents_on(people)
    yield from read_jailed(people)
    yield from read_assessed(plain, people)
    yield from index.places.read(plain, people)
    yield from worded


def _read_sums(plain: str, people: People, works: list[int]) -> Iterator[Said]:
    """Every sum of money, each put right by those beside it."""
    sums = list(with_likewise(list(read_money(plain, people, works)), plain, people))
    sums = with_sums_of_home(with_sums_added(sums, plain, people, works), plain, people)
    sums = with_sums_of_one(with_sums_of_all(sums, plain, people), plain, people)
    sums = with_parts_of_home(sums, plain, people)
    sums = with_sums_on_top(sums, plain, people)
    sums = with_paid_back(with_given(sums, plain, people), plain, people)
    yield from with_lodging(list(sums), plain)


def _is_within(one: Said, spans: list[tuple[int, int]]) -> bool:
    return any(start <= one.start and one.end <= end for start, end in spans)


def is_correction(plain: str) -> bool:
    """Does the message take back something said before?"""
    return bool(_CORRECTS.search(plain)) and len(plain) <= 40


def redirect(said: Said, known: tuple[Situation, ...]) -> Said | None:
    """说错了，是72岁: the age belongs to the one whose age was given, when there is only one.

    None where it may be of either of two, of whom the speaker is none.
    """
    if said.of is None or said.of.end > said.of.start:
        return said
    holders = [p for s in known for p in s.people if said.fact in p.facts]
    if len(holders) > 1 and said.person == "self" and all(one.id != "self" for one in holders):
        return None
    if len(holders) != 1:
        return said
    of = type(said.of)(0, 0, holders[0].id, holders[0].relation)
    return Said(said.fact, said.value, of, said.start, said.end)
