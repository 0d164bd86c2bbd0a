"""Text → facts with the words they came from, for the right person of the right household.

`understand` is the one door. Nothing is guessed: what is asked, supposed, heard of or over is not a fact, and
what is only likely is left to the dialogue's questions.
"""

from __future__ import annotations

import datetime
from collections.abc import Mapping

from bot.blocks import Question
from bot.danger.safety import urgency
from bot.messages import Answer, Evidence, Understanding
from bot.relevance.growing import Growing
from bot.text.normalising import normalise
from bot.understanding.answering import answered, is_of_asked, mere_answer
from bot.understanding.hearing import Heard, as_told, hear
from bot.understanding.implied import combine, implied, passed_on
from bot.understanding.index import index_of
from bot.understanding.intents import find_status_number, read_intents
from bot.understanding.scope import calls_for_help, find_relevance, is_need
from bot.understanding.talk.echoed import without_echo
from knowledge import Guide, Situation

SURELY_MEANT = 0.5

__all__ = ["Heard", "as_told", "hear", "is_need", "passed_on", "understand"]


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
    mere = mere_answer(guide, as_typed, pending, known) if pending is not None else None
    if mere is not None and is_of_asked(as_typed, known, pending, told):
        return _merely_answered(as_typed, known, mere)
    heard = hear(guide, text, known, pending, today=today, growing=growing, told=told)
    read, gathered = heard.text, heard.gathered
    for_alarm, for_relevance = index.sums(read.plain, growing)
    urgent = index.alarm.of(read.plain, for_alarm, growing)
    relevance = find_relevance(index, read, gathered.evidence, for_relevance)
    pointed = implied(gathered.situations, urgent)
    speaks = calls_for_help(read.plain, gathered, relevance.outside, pointed)
    asked = passed_on(relevance.policies, gathered.situations, plain=read.plain, named=relevance.named)
    policies = combine(_surely_meant(heard, known, asked), pointed)
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
        answer=answered(guide, as_typed, pending, heard) or answered(guide, read.plain, pending, heard),
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
