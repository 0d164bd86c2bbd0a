"""What an agent at the hotline sees while a caller speaks: facts, policies, and the sentence to ask next.

The words typed so far are read anew each time, because half sentences are put right as they grow. What the
agent settled by a key lies over them as notes; where the words later say something else of the same fact,
the words win, as they are newer.
"""

from __future__ import annotations

import dataclasses
import datetime
from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass
from enum import StrEnum
from typing import TYPE_CHECKING

from bot import phrases, wording
from bot.composing import cards, replies
from bot.conversation import Conversation
from bot.dialogue import answering
from bot.dialogue.telling import remember
from bot.judging import questions
from bot.judging.matching import match
from bot.judging.questions import askable
from bot.messages import Understanding
from bot.understanding import understand
from bot.understanding.implied import combine, implied
from knowledge import Person, SituationError, value_to_json

if TYPE_CHECKING:
    from bot.blocks import Question
    from bot.composing.replies import Judged
    from bot.conversation import Subject
    from bot.messages import MatchedPolicy
    from bot.relevance.growing import Growing
    from knowledge import Guide, Situation

MOST_ROWS = 6
MOST_GROUPS = 3
MOST_NOTES = 60
FEWEST = 2  # characters; less is not worth reading
WEAK = 0.12  # no policy answers what is less relevant than that
HOME = "h1"


class Kind(StrEnum):
    """`SAID`: the fact has a value. `REMOVED`: it was misheard. `UNSURE`: the caller cannot say. `LATER`: not
    asked for now."""

    SAID = "said"
    REMOVED = "removed"
    UNSURE = "unsure"
    LATER = "later"


@dataclass(frozen=True)
class Note:
    """What the agent settled about one fact. `heard` is what the words said of it then, as raw JSON."""

    kind: Kind
    household: str
    person: str | None
    relation: str | None
    fact: str
    value: object = None
    heard: object = None

    @property
    def subject(self) -> Subject:
        return self.household, self.person, self.fact


@dataclass(frozen=True)
class Told:
    """One fact as it is shown: whose, in words, and whether a key settled it rather than the words."""

    household: str
    person: str | None
    fact: str
    label: str
    noted: bool


@dataclass(frozen=True)
class Row:
    """One policy as it is shown: for whom, verdict and one reason."""

    policy: str
    household: str
    person: str | None
    name: str
    whose: str
    verdict: str
    verdict_label: str
    reason: str

    @property
    def key(self) -> str:
        return f"{self.policy}/{self.household}/{self.person or ''}"


@dataclass(frozen=True)
class Listening:
    """What the words and the notes come to. `judged` stands beside `rows`, in their order.

    `missed`: nothing of the guide answers it: "outside" its matters, or "weak" because little is said.
    """

    conversation: Conversation
    told: tuple[Told, ...]
    groups: tuple[str, ...]
    rows: tuple[Row, ...]
    judged: tuple[Judged, ...]
    question: Question | None
    urgent: str | None
    missed: str | None


def listen(
    guide: Guide,
    text: str,
    notes: Sequence[Note],
    today: datetime.date,
    *,
    asking: Subject | None = None,
    growing: Growing | None = None,
) -> Listening:
    """Everything shown for the words so far. `asking`: a fact that is being put right. Never raises.

    `growing`: what the last reading of the same box came to; only time hangs on it.
    """
    heard = _hear(guide, text, today, growing)
    conversation = with_notes(guide, remember(Conversation(), heard), notes)
    heard = _with_settled(heard, conversation) if notes else heard
    conversation = conversation.replaced(relevance=heard.policies) if notes else conversation
    found = match(guide, heard, conversation.households, today)
    shown = found.policies[:MOST_ROWS]
    judged = _in_order(shown, replies.judge(guide, conversation, shown, today))
    return Listening(
        conversation=conversation,
        told=tuple(_told(guide, conversation, notes)),
        groups=tuple(one.id for one in found.groups[:MOST_GROUPS]) if shown else (),
        rows=tuple(_row(guide, conversation, one) for one in judged),
        judged=judged,
        question=_question(guide, conversation, found.policies, today, asking=asking, notes=notes),
        urgent=heard.urgent,
        missed=_missed(heard, shown),
    )


def listen_for_facts(guide: Guide, text: str, notes: Sequence[Note], today: datetime.date) -> Conversation:
    """The facts alone that the words and the notes come to."""
    return with_notes(guide, remember(Conversation(), _hear(guide, text, today)), notes)


def _hear(guide: Guide, text: str, today: datetime.date, growing: Growing | None = None) -> Understanding:
    if len(text.strip()) < FEWEST:
        return Understanding(text="", in_scope=True)
    return understand(guide, text, today=today, growing=growing)


def _with_settled(heard: Understanding, conversation: Conversation) -> Understanding:
    """What was heard, with what the settled facts point to as well."""
    before = implied(heard.situations, heard.urgent)
    pointed = implied(conversation.households, heard.urgent)
    more = {policy: weight for policy, weight in pointed.items() if weight > before.get(policy, 0.0)}
    return dataclasses.replace(
        heard,
        situations=conversation.households,
        evidence=conversation.evidence,
        policies=combine(heard.policies, more),
        in_scope=heard.in_scope or bool(conversation.evidence),
    )


def _missed(heard: Understanding, shown: Sequence[MatchedPolicy]) -> str | None:
    if heard.urgent or not heard.text:
        return None
    if not heard.in_scope:
        return "outside"
    best = max(heard.policies.values(), default=0.0)
    return "weak" if not shown or best < WEAK else None


# --- notes ----------------------------------------------------------------------------------------------


def with_notes(guide: Guide, conversation: Conversation, notes: Iterable[Note]) -> Conversation:
    """The conversation with what the agent settled laid over what the words say."""
    conversation = answering.with_somebody(conversation)
    asked = 0
    for note in notes:
        if not _is_newer(guide, conversation, note):
            continue
        conversation = _laid_over(guide, conversation, note)
        asked += note.kind is Kind.SAID
    return conversation.replaced(asked=asked)


def heard_value(conversation: Conversation, subject: Subject) -> object:
    """What is known of a fact, as raw JSON; None where nothing is."""
    situation = conversation.situation(subject[0])
    value = phrases.value_of(situation, subject[1], subject[2]) if situation is not None else None
    return None if value is None else value_to_json(value)


def _is_newer(guide: Guide, conversation: Conversation, note: Note) -> bool:
    """Whether the words still say what they said when the note was made, or nothing any more."""
    if note.fact not in guide.facts:
        return False
    heard = heard_value(conversation, note.subject)
    return heard is None or heard == note.heard


def _laid_over(guide: Guide, conversation: Conversation, note: Note) -> Conversation:
    match note.kind:
        case Kind.SAID:
            conversation = _with_person(conversation, note)
            try:
                return answering.put(guide, conversation, note.subject, raw=note.value, words="")
            except (SituationError, AttributeError):
                return conversation
        case Kind.REMOVED:
            if conversation.situation(note.household) is None:
                return conversation
            return answering.take_back(conversation, note.subject)
    return answering.skip(conversation, note.subject)


def _with_person(conversation: Conversation, note: Note) -> Conversation:
    """The conversation with the person of a note, whom the words may no longer name."""
    situation = conversation.situation(note.household) or conversation.households[0]
    if note.person is None or any(one.id == note.person for one in situation.people):
        return conversation
    changed = situation.with_person(Person(note.person, note.relation or "other"))
    households = tuple(changed if one.id == changed.id else one for one in conversation.households)
    return conversation.replaced(households=households)


# --- what is shown --------------------------------------------------------------------------------------


def _told(guide: Guide, conversation: Conversation, notes: Sequence[Note]) -> Iterator[Told]:
    """Every fact that is known, by household, those of the household after those of its people."""
    noted = {one.subject for one in notes if one.kind is Kind.SAID}
    for home in conversation.households:
        held = [(one.id, one.facts) for one in home.people] + [(None, home.household)]
        for person, facts in held:
            for fact, value in facts.items():
                label = phrases.fact_phrase(guide.facts[fact], value)
                yield Told(home.id, person, fact, label, (home.id, person, fact) in noted)


def _in_order(shown: Sequence[MatchedPolicy], judged: Iterable[Judged]) -> tuple[Judged, ...]:
    """As they were matched, the best first, whatever the verdict."""
    by_matched = {id(one.matched): one for one in judged}
    return tuple(by_matched[id(one)] for one in shown)


def _row(guide: Guide, conversation: Conversation, judged: Judged) -> Row:
    one = judged.matched
    situation = _home(conversation, one.household)
    asking = list(askable(guide, conversation, one))
    label, reason = cards.say_verdict(
        guide, situation, one.assessment, asking=asking, first=judged.first, received=judged.received
    )
    return Row(
        policy=one.id,
        household=situation.id,
        person=one.person,
        name=cards.full_name(guide.policies[one.id]),
        whose=cards.person_label(situation, one.person),
        verdict=judged.verdict,
        verdict_label=label,
        reason=reason,
    )


def _home(conversation: Conversation, household: str) -> Situation:
    return conversation.situation(household) or conversation.households[0]


def _question(
    guide: Guide,
    conversation: Conversation,
    matched: Sequence[MatchedPolicy],
    today: datetime.date,
    *,
    asking: Subject | None,
    notes: Sequence[Note],
) -> Question | None:
    """The one to ask: that of the fact being put right, else what settles most, else what was put off."""
    if asking is not None and asking[2] in guide.facts and conversation.situation(asking[0]) is not None:
        return questions.about(guide, answering.take_back(conversation, asking), asking)
    if not matched:
        return None
    found = questions.choose(guide, conversation, matched, today)
    later = {one.subject for one in notes if one.kind is Kind.LATER}
    if found is not None or not later:
        return found
    again = conversation.replaced(unsure=conversation.unsure - later)
    return questions.choose(guide, again, matched, today)


def household_label(conversation: Conversation, household: str) -> str:
    """来电人家, or 邻居家 for a household that is not the caller's."""
    situation = conversation.situation(household)
    label = wording.family(situation) if situation is not None else "您家"
    return wording.say("desk_own_home") if label == "您家" else label.removeprefix("您")


def person_label(conversation: Conversation, household: str, person: str | None) -> str:
    """Who a group of facts is of: 父亲, 来电人本人, 全家."""
    situation = conversation.situation(household)
    if person is None or situation is None:
        return wording.say("whole_family")
    label = wording.who_short(situation, person)
    return wording.say("desk_caller") if label == "您" else label
