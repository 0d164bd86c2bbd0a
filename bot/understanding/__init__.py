"""Text → facts with the words they came from, for the right person of the right household.

`understand` is the one door. Nothing is guessed: what is asked, supposed, heard of or over is not a fact, and
what is only likely is left to the dialogue's questions.
"""

from __future__ import annotations

import dataclasses
import datetime
import re
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from functools import partial

from bot.blocks import Question
from bot.danger.safety import urgency
from bot.messages import Answer, Evidence, Removed, Understanding
from bot.relevance.growing import Growing
from bot.text.normalising import Text, normalise
from bot.understanding.aid import of_one
from bot.understanding.answers.lasting import is_contradicted
from bot.understanding.answers.numbers import NUMERIC, without_numbers_told
from bot.understanding.answers.replies import complete_ticks, is_mere, read_answer, without_pick
from bot.understanding.asking import asks_of_case
from bot.understanding.few_words import with_few_words
from bot.understanding.gather import Gathered, Gatherer
from bot.understanding.homes.apart import of_home_alone
from bot.understanding.homes.totals import total_of
from bot.understanding.implied import combine, implied
from bot.understanding.index import index_of
from bot.understanding.intents import find_status_number, read_intents
from bot.understanding.people.spoken_of import spoken_of
from bot.understanding.people.subjects import PARENT_STATES
from bot.understanding.people.whom import People
from bot.understanding.places.districts import without_registered
from bot.understanding.places.registration import of_everybody
from bot.understanding.reading import is_correction, read_people, read_said, redirect
from bot.understanding.said import Said
from bot.understanding.scope import calls_for_help, find_relevance, is_need
from bot.understanding.talk.at_home import each_at_home
from bot.understanding.talk.called_homes import calls_another, home_called, with_names_called
from bot.understanding.talk.echoed import without_echo
from bot.understanding.talk.known_ill import disabled_first
from bot.understanding.talk.parent_asked import read_on_parent
from bot.understanding.talk.parting import home_gone_on, of_home_gone_on, with_kept_apart
from bot.understanding.talk.passed_away import without_the_dead
from bot.understanding.talk.righting import as_child_asked_for, righted_choices, with_term_in_doubt
from bot.understanding.talk.swapping import (
    meant_here,
    name_unnamed,
    puts_another,
    says_of_another,
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
from bot.understanding.tidying.courtesies import without_courtesies
from bot.understanding.tidying.one_word import with_one_word
from bot.understanding.tidying.pauses import spaces_as_pauses, with_pauses, without_breath
from knowledge import FactDefinition, Guide, Situation

# Asking for it is wanting it: 能装扶手不, 能不能帮我要工资.
_SOUGHT = frozenset({"home_needs_access", "wants_care_service", "legal_matter", "assessed_needs"})
_ENDS = "。！～~… "
SURELY_MEANT = 0.5
SHORTEST_CORRECTION = 4  # 不对 alone answers

__all__ = ["Heard", "as_told", "hear", "is_need", "understand"]


def understand(
    guide: Guide,
    text: str,
    known: tuple[Situation, ...] = (),
    pending: Question | None = None,
    *,
    today: datetime.date | None = None,
    growing: Growing | None = None,
    told: tuple[Evidence, ...] = (),
) -> Understanding:
    """What one message says, merged with what was known. Never raises on any text.

    Only the first 2,000 characters are read. `today` is needed for years of birth alone. `growing`: what the
    last reading of a text that is typed on came to; it does not change what is understood. `told`: the facts
    heard before, oldest first, by which 他 and words without a subject find whom they are about.
    """
    index = index_of(guide)
    as_typed = without_echo(normalise(text, slips=False)).plain if pending is not None else ""
    mere = _mere_answer(guide, as_typed, pending, known) if pending is not None else None
    if mere is not None and _is_of_asked(as_typed, known, pending, told):
        return _merely_answered(as_typed, known, mere)
    heard = hear(guide, text, known, pending, today=today, growing=growing, told=told)
    read, gathered = heard.text, heard.gathered
    for_alarm, for_relevance = index.sums(read.plain, growing)
    urgent = index.alarm.of(read.plain, for_alarm, growing)
    relevance = find_relevance(index, read, gathered.evidence, for_relevance)
    pointed = implied(gathered.situations, urgent)
    speaks = calls_for_help(read.plain, gathered, relevance.outside, pointed)
    policies = combine(_surely_meant(heard, known, relevance.policies), pointed)
    return Understanding(
        text=read.plain,
        situations=gathered.situations,
        evidence=gathered.evidence,
        removed=heard.removed,
        urgent=urgent,
        in_scope=relevance.in_scope or urgent is not None or speaks,
        outside=relevance.outside,
        policies=policies,
        groups=index.relevance.groups(policies),
        named=relevance.named,
        intents=read_intents(read.plain),
        answer=_answered(guide, as_typed, pending, heard) or _answered(guide, read.plain, pending, heard),
        status=find_status_number(read.plain),
        mourned=gathered.mourned,
    )


def _surely_meant(
    heard: Heard, known: tuple[Situation, ...], policies: Mapping[str, float]
) -> Mapping[str, float]:
    """不是老伴，是俺儿媳妇烧伤的: who only says of whom it is asks for nothing new that is not plain."""
    if not (heard.swapped and known):
        return policies
    return {policy: score for policy, score in policies.items() if score >= SURELY_MEANT}


def _merely_answered(plain: str, known: tuple[Situation, ...], answer: Answer) -> Understanding:
    urgent, intents = urgency(plain), read_intents(plain)
    return Understanding(plain, known, urgent=urgent, intents=intents, answer=answer)


@dataclass(frozen=True)
class Heard:
    """The text as read, what was gathered from it, and what it takes back."""

    text: Text
    gathered: Gathered
    removed: tuple[Removed, ...]
    of_another: bool = False  # 他有证: begins with another than whom the question asks
    swapped: bool = False  # 说的是他爸，不是孙子: its 不是 answers nothing
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
    said = of_everybody(without_registered(said, words.plain, home), people, home)
    said = of_home_alone(said, words.plain, home)
    of_case = (bool(known) or pending is not None) and asks_of_case(read.plain.rstrip(_ENDS))
    there = home_meant(words.plain, known, told)
    sought = of_that_home((one for one in said if not of_case or one.fact in _SOUGHT), there, guide.facts)
    said = list(of_home_gone_on(sought, home_gone_on(words.plain, known, pending, told), guide.facts))
    swapped = swap_people(read, people.told, known)
    corrected = _as_corrected(said, plain=read.plain, known=known, told=told)
    said = corrected if swapped is None else without_new_events(said, known)
    righted = swapped or _righted(words.plain, said, known, told) or _named_now(people, known, said, pending)
    known, removed = righted or without_the_dead(people, known)
    named_here = meant_here(read.plain, people.told, known, removed if swapped else ())
    known, said = each_at_home(words.plain, known, said, named=named_here, told=told, facts=guide.facts)
    said = with_names_called(_with_whose_aid(said, people, known, pending), words.plain)
    gather = partial(Gatherer(words, guide.facts, known).gather, mentions=named_here)
    gathered, again = of_one.in_doubt(disabled_first(gather(said), people), known, said)
    begins = people.begins_with_another(pending.person if pending else None)
    swaps, away = swapped is not None or puts_another(read.plain, people.told), _is_elsewhere(there, pending)
    return Heard(read, gathered, (*removed, *again), begins, swaps, of_case, away)


def _named_now(
    people: People, known: tuple[Situation, ...], said: list[Said], pending: Question | None
) -> tuple[tuple[Situation, ...], tuple[Removed, ...]] | None:
    """What was known, of one at home whom no word named, or of 孩子, now told by what they are."""
    named = name_unnamed(people.plain, people.told, known)
    return named or as_child_asked_for(people.asked_child, known, said, pending)


def _as_corrected(
    said: list[Said], *, plain: str, known: tuple[Situation, ...], told: tuple[Evidence, ...]
) -> list[Said]:
    """`said` of whom and in the place of what a correction puts it right."""
    if not is_correction(plain):
        return said
    return righted_choices([redirect(one, known) for one in said], plain, known, told)


def _righted(
    plain: str, said: list[Said], known: tuple[Situation, ...], told: tuple[Evidence, ...]
) -> tuple[tuple[Situation, ...], tuple[Removed, ...]] | None:
    """What was known without what was a slip, or is told to be otherwise than it was."""
    return with_slip_righted(plain, said, known, told) or with_term_in_doubt(plain, said, known)


def _is_of_asked(
    plain: str, known: tuple[Situation, ...], pending: Question | None, told: tuple[Evidence, ...]
) -> bool:
    """Whether the words, an answer by themselves, are of the home that is asked of and of nobody apart."""
    apart = with_kept_apart(plain, (), known, told) is not known
    return not apart and not _is_elsewhere(home_meant(plain, known, told), pending)


def _is_elsewhere(home: Situation | None, pending: Question | None) -> bool:
    """Whether the words are of another home than the open question asks of."""
    return home is not None and pending is not None and home.id != pending.household


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
        return Heard(read, joined(_gathered(guide, words, part, today) for part in parts), ())
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
    if _asks_whose(pending):
        said = [*said, *of_one.read_likewise(people.plain.rstrip(_ENDS), people.told)]
    return of_one.settled(said, known, people.plain)


def _asks_whose(pending: Question | None) -> bool:
    """Is it asked whether all of the family have 低保, or the one who was told to have it?"""
    return pending is not None and pending.fact == of_one.STATUS and not pending.multi


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
    read = _head_set_off(with_one_word(without_courtesies(read)))
    return with_pauses(without_breath(spaces_as_pauses(read)))


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


def _mere_answer(guide: Guide, typed: str, pending: Question, known: tuple[Situation, ...]) -> Answer | None:
    """The answer of a message that is nothing else: one of the choices, yes or no, 不清楚."""
    definition = guide.facts.get(pending.fact)
    corrects = len(typed) > SHORTEST_CORRECTION and (is_correction(typed) or says_of_another(typed))
    if definition is None or corrects or not is_mere(typed, pending, definition):
        return None
    if definition.type not in NUMERIC and typed.endswith("呢") and asks_of_case(typed):
        return None  # 低保呢: what of it
    answer = read_answer(typed, pending, definition)
    return None if answer is not None and is_contradicted(answer, typed, known) else answer


def _with_rest(plain: str, pending: Question, definition: FactDefinition, denied: dict) -> object:
    """没有低保，啥也没办过 denies the one, and all the others too."""
    for part in (plain, *re.split("[，。；！]", plain)):
        answer = read_answer(part, pending, definition) if part else None
        if answer is not None and isinstance(answer.value, list):
            return answer.value
    return denied


def _is_of_one(pending: Question, gathered: Gathered) -> bool:
    """Whether all are asked about and one is told of: 我请病假，一个月发一千五, where there are two."""
    home = next((one for one in gathered.situations if one.id == pending.household), None)
    if pending.fact != "household_income_yuan_per_month" or home is None:
        return False
    several = home.household.get("household_size") != 1
    return several and any(one.fact == "income_yuan_per_month" for one in gathered.evidence)


def _told_beside(pending: Question, evidence: Sequence[Evidence]) -> list[str]:
    """The words of a message that tell something else than what was asked, though they could answer it.

    我姐没了，姐夫再婚, where the father is asked about; 村里的，桓台, where the insurance is.
    """
    if pending.fact in PARENT_STATES:
        return [one.words for one in evidence if one.fact in PARENT_STATES and one.fact != pending.fact]
    where = {one.fact: one.words for one in evidence if one.fact in ("district", "area_kind")}
    return list(where.values()) if pending.fact == "medical_insurance" and len(where) > 1 else []


def _without_clauses(plain: str, told: list[str]) -> str:
    """The message without the clauses that hold any of the words."""
    parts = re.split("(?<=[，。；！])", plain)
    return "".join(part for part in parts if not any(words in part for words in told))


def _answered(guide: Guide, plain: str, pending: Question | None, told: Heard) -> Answer | None:
    """The reply to the open question, where nothing that is known speaks against it."""
    answer = _answer(guide, plain, pending, told)
    return None if answer is not None and is_contradicted(answer, plain, told.gathered.situations) else answer


def _answer(guide: Guide, plain: str, pending: Question | None, told: Heard) -> Answer | None:
    """The reply to the open question: what was heard of just that fact, or what the bare words mean."""
    definition = guide.facts.get(pending.fact) if pending else None
    if pending is None or definition is None or told.of_case or told.of_next:
        return None
    evidence = told.gathered.evidence
    if told.removed and not evidence:
        return None  # 说的是他爸，不是孙子: no 不是 of the question
    if pending.fact == of_one.STATUS and of_one.left_open(told.gathered, pending.household):
        return None  # 我娘有低保: whether all of them have it is still open
    if _asks_whose(pending) and (whose := of_one.read_whose(plain)):
        return Answer(pending.fact, None, pending.household, whose)
    told_of = [e for e in evidence if (e.fact, e.person) == (pending.fact, pending.person)]
    heard = [e.value for e in told_of if pending.person or e.household == pending.household]
    if not heard and (told.swapped or told_of):
        return None  # 闺女一家吃低保, where it is asked of one's own home
    another = told.of_another or any(e.fact == pending.fact for e in evidence)
    another = another and (told.of_another or without_pick(plain, pending, definition) == plain)
    if not heard and pending.person and another and pending.fact not in PARENT_STATES:
        return None  # 我六十九, where the grandchild's age is asked for; but 今年25，我对象28 is both
    if not heard and pending.fact == "household_income_yuan_per_month":
        if (total := total_of(pending.household, told.gathered.situations, evidence)) is not None:
            return Answer(pending.fact, None, pending.household, total)
        if any(one.fact == "income_per_member" for one in evidence) or _is_of_one(pending, told.gathered):
            return None
    if not heard:
        plain = _without_clauses(plain, _told_beside(pending, evidence))
    if heard:
        value = heard[-1]
        if definition.type == "set":
            value = {choice: has for one in heard if isinstance(one, dict) for choice, has in one.items()}
            value = complete_ticks(pending, value, plain)
            value = value if True in value.values() else _with_rest(plain, pending, definition, value)
        return Answer(pending.fact, pending.person, pending.household, value)
    if definition.type in NUMERIC:
        plain = without_numbers_told(guide, plain, definition, evidence)
    return read_answer(plain, pending, definition)
