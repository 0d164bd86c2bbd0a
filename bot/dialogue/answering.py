"""Facts given by tapping: a choice turned into its answer, an answer put in place, a fact taken back."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, replace
from typing import TYPE_CHECKING

from bot.judging.consequences import with_answer
from bot.messages import Answer, Evidence, Message
from bot.phrases import value_of
from bot.wording import keyword
from knowledge import KnownSet, Person, Range, Situation, SituationError, parse_value, value_to_json

if TYPE_CHECKING:
    from bot.blocks import Choice, Question
    from bot.conversation import Conversation, Subject
    from knowledge import Guide

LONGEST_TEXT = 2000
MOST_VALUES = 40
FEW_WORDS = 12  # a longer message is more than the words of one answer, and is not kept


@dataclass(frozen=True)
class Tap:
    """What a message comes to before its words are read: an action, an answer, or plain text."""

    text: str = ""
    action: str = ""
    target: str = ""
    answer: Answer | None = None
    label: str = ""


def resolve(conversation: Conversation, message: Message) -> Tap:
    """The tap of `message`. A choice of an older question is taken by its words."""
    text = message.text[:LONGEST_TEXT] if isinstance(message.text, str) else ""
    if isinstance(message.answer, Answer):
        return Tap(text, answer=message.answer, label=text)
    choice = message.choice if isinstance(message.choice, str) else keyword(text)
    if choice.startswith("go."):
        _, action, *rest = choice.split(".", 2)
        return Tap(text, action=action, target=rest[0] if rest else "")
    pending = conversation.pending
    chosen = _chosen(pending, choice) or _typed(pending, text.strip())
    if pending is None or chosen is None:
        return Tap(text)
    answer = Answer(pending.fact, pending.person, pending.household, chosen.value)
    return Tap(text, answer=answer, label=chosen.label)


def _chosen(pending: Question | None, words: str) -> Choice | None:
    """The choice of that id, or whose label was sent as it stands."""
    if pending is None or not words:
        return None
    return next((one for one in pending.choices if words in (one.id, one.label)), None)


def _typed(pending: Question | None, words: str) -> Choice | None:
    """The choice whose label was typed. Of ticks all that are meant are typed, save where a row stands for
    several."""
    chosen = _chosen(pending, words)
    several = chosen is not None and isinstance(chosen.value, Mapping) and None in chosen.value.values()
    return chosen if several or pending is None or not pending.multi else None


def place(guide: Guide, conversation: Conversation, answer: Answer) -> Subject | None:
    """Household, person and fact that an answer is about; what it leaves out follows from the question."""
    definition = guide.facts.get(answer.fact) if isinstance(answer.fact, str) else None
    if definition is None:
        return None
    pending = conversation.pending
    if pending is not None and pending.fact != answer.fact:
        pending = None
    household = answer.household or (pending.household if pending else None)
    situation = conversation.situation(household) if household else next(iter(conversation.households), None)
    if situation is None:
        return None
    if definition.scope == "household":
        return situation.id, None, definition.key
    person = answer.person or (pending.person if pending else None)
    known = [one.id for one in situation.people]
    if person is None and known:
        person = next((one.id for one in situation.people if one.relation == "self"), known[0])
    return (situation.id, person, definition.key) if person in known else None


def with_somebody(conversation: Conversation) -> Conversation:
    """The conversation with at least one household and, in it, the one who speaks."""
    households = conversation.households or (Situation("h1"),)
    first = households[0]
    if first.people:
        return conversation
    first = first.with_person(Person("self", "self"))
    return conversation.replaced(households=(first, *households[1:]))


def put(
    guide: Guide, conversation: Conversation, subject: Subject, *, raw: object, words: str
) -> Conversation:
    """The conversation with the answer in place of what was known. SituationError for a wrong value."""
    household, person, fact = subject
    situation = conversation.situation(household)
    definition = guide.facts[fact]
    if isinstance(raw, list | Mapping) and len(raw) > MOST_VALUES:
        raise SituationError([("", "值太多")])
    known = value_of(situation, person, fact)
    value = _merged(known, parse_value(definition, raw))
    words = words if len(words) <= FEW_WORDS else ""
    heard = Evidence(household, person, fact, value_to_json(value), words, 0)
    again = isinstance(known, Range) or (isinstance(known, KnownSet) and bool(known.has))
    asked_twice = {subject} if again else set()
    return conversation.replaced(
        households=_swapped(conversation, with_answer(guide, situation, (person, fact), value)),
        evidence=(*_others(conversation, subject), heard),
        unsure=(conversation.unsure - {subject}) | asked_twice,
    )


def _merged(known: object, value: object) -> object:
    """Ticks add to what is known of a set; a whole list replaces it."""
    if not isinstance(value, KnownSet) or value.complete or not isinstance(known, KnownSet):
        return value
    has = (known.has | value.has) - value.has_not
    return replace(value, has=has, has_not=(known.has_not | value.has_not) - value.has)


def take_back(conversation: Conversation, subject: Subject) -> Conversation:
    """The conversation in which the fact is not known."""
    household, person, fact = subject
    situation = conversation.situation(household)
    return conversation.replaced(
        households=_swapped(conversation, situation.without_fact(person, fact)),
        evidence=_others(conversation, subject),
        unsure=conversation.unsure - {subject},
    )


def skip(conversation: Conversation, subject: Subject) -> Conversation:
    """The conversation in which the citizen could not say; it is not asked again."""
    return conversation.replaced(unsure=conversation.unsure | {subject})


def _swapped(conversation: Conversation, changed: Situation) -> tuple[Situation, ...]:
    return tuple(changed if one.id == changed.id else one for one in conversation.households)


def _others(conversation: Conversation, subject: Subject) -> tuple[Evidence, ...]:
    return tuple(one for one in conversation.evidence if (one.household, one.person, one.fact) != subject)
