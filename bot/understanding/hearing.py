"""The facts of one message alone: read, put to its people and homes, and what it takes back."""

from __future__ import annotations

import dataclasses
import datetime
import re
from dataclasses import dataclass
from functools import partial

from bot.blocks import Question
from bot.messages import Evidence, Removed
from bot.relevance.growing import Growing
from bot.text.normalising import Text, normalise
from bot.understanding.aid import of_one
from bot.understanding.aid.rather import of_who_held_it
from bot.understanding.answers.replies import without_pick
from bot.understanding.asking import asks_of_case
from bot.understanding.few_words import with_few_words
from bot.understanding.gather import Gathered, Gatherer
from bot.understanding.homes.apart import of_home_alone
from bot.understanding.index import index_of
from bot.understanding.people.spoken_of import spoken_of
from bot.understanding.people.whom import People
from bot.understanding.places.districts import without_registered
from bot.understanding.reading import is_correction, read_people, read_said, redirect
from bot.understanding.said import Said
from bot.understanding.talk.at_home import each_at_home
from bot.understanding.talk.called_homes import calls_another, home_called, with_names_called
from bot.understanding.talk.echoed import without_echo
from bot.understanding.talk.ended import says_over, without_over
from bot.understanding.talk.known_ill import disabled_first
from bot.understanding.talk.named_after import name_after
from bot.understanding.talk.named_homes import named_in
from bot.understanding.talk.our_registration import of_whom_registered
from bot.understanding.talk.parent_alive import without_told_orphan
from bot.understanding.talk.parent_asked import read_on_parent
from bot.understanding.talk.parting import home_gone_on, of_home_gone_on
from bot.understanding.talk.passed_away import without_the_dead
from bot.understanding.talk.righting import (
    as_child_asked_for,
    righted_choices,
    says_other_than_told,
    with_term_in_doubt,
)
from bot.understanding.talk.swapping import (
    meant_here,
    name_unnamed,
    puts_another,
    swap_people,
    with_slip_righted,
    without_new_events,
)
from bot.understanding.talk.two_homes import (
    home_meant,
    joined,
    of_that_home,
    parts_on_homes,
    turns_to_next,
    with_next,
)
from bot.understanding.talk.whose_aid import in_doubt
from bot.understanding.tidying.bare_ages import with_years
from bot.understanding.tidying.courtesies import without_courtesies
from bot.understanding.tidying.one_word import with_one_word
from bot.understanding.tidying.pauses import spaces_as_pauses, with_pauses, without_breath
from bot.understanding.tidying.things_gone import with_things_gone
from bot.understanding.years.nursery_kind import without_nursery_kind
from knowledge import Guide, Situation

# Asking for it is wanting it: 能装扶手不, 能不能帮我要工资.
_SOUGHT = frozenset({"home_needs_access", "wants_care_service", "legal_matter", "assessed_needs"})
_ENDS = "。！～~… "


@dataclass(frozen=True)
class Heard:
    """The text as read, what was gathered from it, and what it takes back."""

    text: Text
    gathered: Gathered
    removed: tuple[Removed, ...]
    of_another: bool = False  # 他有证: begins with another than whom the question asks
    swapped: bool = False  # 说的是他爸，不是孙子; 没有了，过期了: its 不是 answers nothing
    of_case: bool = False  # 80岁给多少: it says of nobody that it is so
    of_next: bool = False  # 另一户李家: of a home that the open question does not ask of


Hearing = partial[Heard]  # `hear` of one text, to be read once more for some of the homes


def hear(
    guide: Guide,
    text: str,
    known: tuple[Situation, ...] = (),
    pending: Question | None = None,
    *,
    today: datetime.date | None = None,
    growing: Growing | None = None,
    told: tuple[Evidence, ...] = (),
) -> Heard:
    """The facts of one message alone, without its relevance."""
    read = without_echo(normalise(text, last=growing.pieces if growing is not None else None))
    words = as_told(_without_answer(guide, read, pending))
    hear_on = partial(hear, guide, text, today=today)
    apart = _of_homes_apart(guide, read, words, known, hear_on=hear_on, pending=pending, told=told)
    if apart is not None:
        return apart
    people = read_people(words, spoken_of(known, pending, told), pending, growing)
    said = read_on_parent(words, people, pending, partial(read_said, index=index_of(guide), today=today))
    said = with_few_words(guide, said, people, known=known, pending=pending, told=told)
    home = _home_asked(known, pending)
    said = of_whom_registered(without_registered(said, words.plain, home), people, home, pending)
    said = without_nursery_kind(of_home_alone(said, words.plain, home), words.plain, known)
    of_case = (bool(known) or pending is not None) and asks_of_case(read.plain.rstrip(_ENDS))
    there = home_meant(words.plain, known, told)
    sought = of_that_home((one for one in said if not of_case or one.fact in _SOUGHT), there, guide.facts)
    said = list(of_home_gone_on(sought, home_gone_on(words.plain, known, pending, told), guide.facts))
    swapped = swap_people(read, people.told, known, told)
    corrected = _as_corrected(said, plain=read.plain, known=known, told=told)
    said = corrected if swapped is None else without_new_events(said, known)
    righted = swapped or _righted(words.plain, said, known, told)
    righted = righted or _named_now(people, known, said, told=told, pending=pending)
    known, removed = righted or without_the_dead(people, known)
    named_here = meant_here(read.plain, people.told, known, removed if swapped else ())
    known, said = each_at_home(words.plain, known, said, named=named_here, told=told, facts=guide.facts)
    said = with_names_called(_with_whose_aid(said, people, known, pending), words.plain)
    gather = partial(Gatherer(words, guide.facts, known).gather, mentions=named_here)
    gathered, again = in_doubt(disabled_first(gather(said), people), known, said)
    begins = people.begins_with_another(pending.person if pending else None)
    swaps = swapped is not None or puts_another(read.plain, people.told) or says_over(words.plain, told)
    return Heard(read, gathered, (*removed, *again), begins, swaps, of_case, is_elsewhere(there, pending))


def _named_now(
    people: People,
    known: tuple[Situation, ...],
    said: list[Said],
    *,
    told: tuple[Evidence, ...],
    pending: Question | None,
) -> tuple[tuple[Situation, ...], tuple[Removed, ...]] | None:
    """What was known, of nobody, of one at home whom no word named, or of 孩子, now told by what they are."""
    named = name_after(people.plain, people.told, known, told, pending=pending)
    named = named or name_unnamed(people.plain, people.told, known)
    return named or as_child_asked_for(people.asked_child, known, said, pending)


def _as_corrected(
    said: list[Said], *, plain: str, known: tuple[Situation, ...], told: tuple[Evidence, ...]
) -> list[Said]:
    """`said` of whom and in the place of what a correction puts it right."""
    if not is_correction(plain) and not says_other_than_told(plain):
        return said
    meant = filter(None, (redirect(one, known) for one in said))
    return righted_choices(meant, plain, known, told)


def _righted(
    plain: str, said: list[Said], known: tuple[Situation, ...], told: tuple[Evidence, ...]
) -> tuple[tuple[Situation, ...], tuple[Removed, ...]] | None:
    """What was known without what was a slip, or is told to be otherwise than it was."""
    righted = with_slip_righted(plain, said, known, told) or with_term_in_doubt(plain, said, known)
    return righted or without_over(plain, known, told) or without_told_orphan(plain, known, told)


def _home_asked(known: tuple[Situation, ...], pending: Question | None) -> Situation | None:
    """The home that the open question asks of, or the first that was told of."""
    asked = (one for one in known if pending is not None and one.id == pending.household)
    return next(asked, next(iter(known), None))


def _of_homes_apart(
    guide: Guide,
    read: Text,
    words: Text,
    known: tuple[Situation, ...],
    *,
    hear_on: Hearing,
    pending: Question | None,
    told: tuple[Evidence, ...],
) -> Heard | None:
    """What a message tells of several homes, of one it names, or of one more; None for any other."""
    today = hear_on.keywords["today"]
    if not known and pending is None and (parts := parts_on_homes(words.plain)):
        gathered = (_gathered(guide, words, part, today) for part in parts)
        return Heard(read, joined(gathered, named=bool(named_in(words.plain))), ())
    if (called := home_called(words.plain, known, told)) is not None:
        return _of_home_called(called, known, hear_on, pending=pending, told=told)
    if known and (turns_to_next(words.plain) or calls_another(words.plain, known, told)):
        further = _gathered(guide, words, words.plain, today)
        return Heard(read, with_next(known, further), (), of_next=True)
    return None


def _of_home_called(
    home: Situation,
    known: tuple[Situation, ...],
    hear_on: Hearing,
    *,
    pending: Question | None,
    told: tuple[Evidence, ...],
) -> Heard:
    """What a message tells of the one of several homes that it begins with the name of."""
    asked = pending if pending is not None and pending.household == home.id else None
    heard = hear_on((home,), asked, told=tuple(one for one in told if one.household == home.id))
    told_now = {one.id: one for one in heard.gathered.situations}
    situations = (*(told_now.pop(one.id, one) for one in known), *told_now.values())
    gathered = dataclasses.replace(heard.gathered, situations=situations)
    return dataclasses.replace(heard, gathered=gathered, of_next=asked is None and pending is not None)


def _with_whose_aid(
    said: list[Said], people: People, known: tuple[Situation, ...], pending: Question | None
) -> list[Said]:
    """`said`, with 低保 put to whom of the family it is told of: 我娘有低保, 爹也有."""
    if asks_whose(pending):
        said = [*said, *of_one.read_likewise(people.plain.rstrip(_ENDS), people.told)]
    return of_one.settled(of_who_held_it(said, known, people.plain), known, people.plain)


def _gathered(guide: Guide, told: Text, part: str, today: datetime.date | None) -> Gathered:
    """What the part of a message on one of several homes tells."""
    text = dataclasses.replace(told, plain=part)
    people = People(part, whole=told.plain)
    said = with_names_called(read_said(text, people, index_of(guide), today), part)
    return Gatherer(text, guide.facts, ()).gather(said, people.told)


def as_told(read: Text) -> Text:
    """`read` without its courtesies, with one word for one thing and the pauses of speech as commas.

    What every reader of facts goes by, in training too.
    """
    read = _head_set_off(with_things_gone(with_one_word(without_courtesies(read))))
    return with_pauses(without_breath(spaces_as_pauses(with_years(read))))


# 来电：父70脑梗: who calls, set off from what is noted by a colon.
_HEADED = re.compile(
    r"^(?P<head>[^，；。：: ]{0,8}"
    r"(?:来电|来访|来信|[代替][^，；。：: ]{1,4}[问报]|代[问报填办]|转[办报])[人者]?)[：:]"
)


def _head_set_off(read: Text) -> Text:
    if "：" not in read.plain[:14] and ":" not in read.plain[:14]:
        return read
    return dataclasses.replace(read, plain=_HEADED.sub(r"\g<head>，", read.plain))


def _without_answer(guide: Guide, read: Text, pending: Question | None) -> Text:
    """The text with a choice at its head blotted out: those words answer, and tell nothing else."""
    definition = guide.facts.get(pending.fact) if pending is not None else None
    if definition is None:
        return read
    return dataclasses.replace(read, plain=without_pick(read.plain, pending, definition))


def is_elsewhere(home: Situation | None, pending: Question | None) -> bool:
    """Whether the words are of another home than the open question asks of."""
    return home is not None and pending is not None and home.id != pending.household


def asks_whose(pending: Question | None) -> bool:
    """Is it asked whether all of the family have 低保, or the one who was told to have it?"""
    return pending is not None and pending.fact == of_one.STATUS and not pending.multi
