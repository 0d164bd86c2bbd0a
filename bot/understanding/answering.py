"""The reply that a message gives to the open question, if it gives one."""

from __future__ import annotations

import re
from collections.abc import Sequence

from bot.blocks import Question
from bot.messages import Answer, Evidence
from bot.understanding.aid import of_one
from bot.understanding.answers.lasting import is_contradicted
from bot.understanding.answers.numbers import NUMERIC, without_numbers_told
from bot.understanding.answers.own_question import answers_own_question
from bot.understanding.answers.replies import complete_ticks, is_mere, read_answer, without_pick
from bot.understanding.asking import asks_of_case
from bot.understanding.clauses.withdrawn import without_slips
from bot.understanding.gather import Gathered
from bot.understanding.hearing import Heard, asks_whose, is_elsewhere
from bot.understanding.homes.totals import total_of
from bot.understanding.people.subjects import PARENT_STATES
from bot.understanding.reading import is_correction
from bot.understanding.talk.parting import with_kept_apart
from bot.understanding.talk.swapping import says_of_another
from bot.understanding.talk.two_homes import home_meant
from bot.understanding.talk.whose_aid import left_open
from knowledge import FactDefinition, Guide, Situation

SHORTEST_CORRECTION = 4  # 不对 alone answers


def mere_answer(guide: Guide, typed: str, pending: Question, known: tuple[Situation, ...]) -> Answer | None:
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

    我姐没了，姐夫再婚, where the father is asked about; 村里的，桓台, where the insurance is; and
    不是特困，是低保, where the registration is.
    """
    if pending.fact in PARENT_STATES:
        return [one.words for one in evidence if one.fact in PARENT_STATES and one.fact != pending.fact]
    where = {one.fact: one.words for one in evidence if one.fact in ("district", "area_kind")}
    places = list(where.values()) if pending.fact == "medical_insurance" and len(where) > 1 else []
    denied = (f"不是{one.words}" for one in evidence if one.fact == of_one.STATUS != pending.fact)
    return [*places, *denied]


def _without_clauses(plain: str, told: list[str]) -> str:
    """The message without the clauses that hold any of the words."""
    parts = re.split("(?<=[，。；！])", plain)
    return "".join(part for part in parts if not any(words in part for words in told))


def answered(guide: Guide, plain: str, pending: Question | None, told: Heard) -> Answer | None:
    """The reply to the open question, where nothing that is known speaks against it."""
    plain = without_slips(plain)  # 五保，不是，爷爷有退休金: no 五保
    answer = _answer(guide, plain, pending, told)
    return None if answer is not None and is_contradicted(answer, plain, told.gathered.situations) else answer


def _answer(guide: Guide, plain: str, pending: Question | None, told: Heard) -> Answer | None:
    """The reply to the open question: what was heard of just that fact, or what the bare words mean."""
    definition = guide.facts.get(pending.fact) if pending else None
    if pending is None or definition is None or told.of_case or told.of_next:
        return None
    evidence = told.gathered.evidence
    own_question = answers_own_question(plain, pending.text)
    if own_question and all(one.fact != pending.fact for one in evidence):
        return None  # 老伴叫监测了没，没有: no 没有 of the income
    if told.removed and not evidence:
        return None  # 说的是他爸，不是孙子: no 不是 of the question
    if pending.fact == of_one.STATUS and left_open(told.gathered, pending.household):
        return None  # 我娘有低保: whether all of them have it is still open
    if asks_whose(pending) and (whose := of_one.read_whose(plain)):
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


def is_of_asked(
    plain: str, known: tuple[Situation, ...], pending: Question | None, told: tuple[Evidence, ...]
) -> bool:
    """Whether the words, an answer by themselves, are of the home that is asked of and of nobody apart."""
    apart = with_kept_apart(plain, (), known, told) is not known
    return not apart and not is_elsewhere(home_meant(plain, known, told), pending)
