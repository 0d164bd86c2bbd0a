"""What goes into a turn and what comes out of it: plain frozen values that every door shares."""

from __future__ import annotations

import datetime
from collections.abc import Mapping
from dataclasses import dataclass, field
from typing import TYPE_CHECKING

from bot.blocks import Question, Reply, to_plain

if TYPE_CHECKING:
    from bot.conversation import Conversation
    from knowledge import Assessment, Guide, Situation


class BotError(Exception):
    """Anything wrong with what the bot was handed."""


class ConversationError(BotError):
    """A stored conversation that cannot be read: another version, or facts the guide no longer has."""


# --- in -----------------------------------------------------------------------------------------------------


@dataclass(frozen=True)
class Answer:
    """A fact given through a form or a tapped chip. `value` is raw JSON; None takes it back, or is 不清楚."""

    fact: str
    person: str | None = None
    household: str | None = None
    value: object = None


@dataclass(frozen=True)
class Message:
    """What the citizen sent: words, an answer to a question, or the id of a tapped choice with its label."""

    text: str = ""
    answer: Answer | None = None
    choice: str | None = None


@dataclass(frozen=True)
class RequestStatus:
    """Where one request stands, in words the webapp has already chosen from its states.

    `due`: by when its holder has to act, where a limit is known, with `due_time` where hours are counted; an
    estimate while holidays are counted that nobody knows yet. `missing`: what the citizen has to hand in.
    """

    policy_id: str
    person_label: str
    state_label: str
    holder: str
    since: datetime.date
    next_step: str
    due: datetime.date | None = None
    due_time: datetime.time | None = None
    due_is_estimate: bool = False
    missing: tuple[str, ...] = ()


@dataclass(frozen=True)
class StatusFound:
    """`uncertain`: a message about it may not have arrived."""

    number: str
    requests: tuple[RequestStatus, ...]
    uncertain: bool = False


@dataclass(frozen=True)
class StatusNotFound:
    pass


@dataclass(frozen=True)
class StatusLimited:
    minutes: int


@dataclass(frozen=True)
class ApplicationOpened:
    url: str


@dataclass(frozen=True)
class Opening:
    """When somebody is at the desk again: the moment in Zibo, and how many days off it is.

    `after_holiday`: holidays lie before it; `is_estimate`: the holidays of that year are not known yet.
    """

    at: datetime.datetime
    days: int
    after_holiday: bool = False
    is_estimate: bool = False


@dataclass(frozen=True)
class HandoverOpened:
    """The desk has it. `is_estimate`: today may be a holiday; `in_wechat`: the answer comes there.

    `needs_word`: WeChat lets nobody answer who was only tapped at; some word has to be written first.
    """

    waiting: bool = False
    is_estimate: bool = False
    in_wechat: bool = False
    needs_word: bool = False


@dataclass(frozen=True)
class HandoverLater:
    """The desk is recorded to, but nobody sits there now; `opening` says when somebody will."""

    opening: Opening
    in_wechat: bool = False
    needs_word: bool = False


@dataclass(frozen=True)
class HandoverElsewhere:
    """There is a desk from `begins` to `ends` on working days, but its words cannot reach this door."""

    begins: datetime.time
    ends: datetime.time


@dataclass(frozen=True)
class HandoverClosed:
    """There is no desk: nobody is said to be waiting."""


@dataclass(frozen=True)
class Unbound:
    """Whether two doors had been joined for this person, and are now apart."""

    was_bound: bool


@dataclass(frozen=True)
class Unread:
    """Something without words came: image voice video location link file other. `place` names where."""

    kind: str
    place: str = ""


Outcome = (
    StatusFound
    | StatusNotFound
    | StatusLimited
    | ApplicationOpened
    | HandoverOpened
    | HandoverLater
    | HandoverElsewhere
    | HandoverClosed
    | Unbound
    | Unread
)


# --- asked of the webapp ------------------------------------------------------------------------------------


@dataclass(frozen=True)
class StatusLookup:
    number: str
    id_tail: str


@dataclass(frozen=True)
class OpenApplication:
    household: str


@dataclass(frozen=True)
class Handover:
    reason: str


@dataclass(frozen=True)
class Unbind:
    """The doors that one person was joined over are to be parted."""


Request = StatusLookup | OpenApplication | Handover | Unbind


# --- understanding and matching -----------------------------------------------------------------------------


@dataclass(frozen=True)
class Evidence:
    """One fact that was heard, with the shortest words it came from and where they start in the message.

    `value` is raw JSON, as `value_to_json` of knowledge gives it.
    """

    household: str
    person: str | None
    fact: str
    value: object
    words: str
    start: int


@dataclass(frozen=True)
class Removed:
    """A fact that the citizen took back."""

    household: str
    person: str | None
    fact: str


@dataclass(frozen=True)
class Understanding:
    """What one message says. `situations` are merged with what was known before it.

    `outside`: how likely the words alone are to be of nothing in the guide, from 0 to 1. `mourned`: they tell
    of a death.
    """

    text: str
    situations: tuple[Situation, ...] = ()
    evidence: tuple[Evidence, ...] = ()
    removed: tuple[Removed, ...] = ()
    urgent: str | None = None
    in_scope: bool = True
    outside: float = 0.0
    policies: Mapping[str, float] = field(default_factory=dict)
    groups: Mapping[str, float] = field(default_factory=dict)
    named: tuple[str, ...] = ()
    intents: frozenset[str] = frozenset()
    answer: Answer | None = None
    status: tuple[str, str] | None = None
    mourned: bool = False


@dataclass(frozen=True)
class MatchedPolicy:
    id: str
    score: float
    household: str
    person: str | None
    assessment: Assessment


@dataclass(frozen=True)
class MatchedGroup:
    id: str
    score: float


@dataclass(frozen=True)
class Match:
    """Relevance × verdict for one message: what to offer first comes first."""

    in_scope: bool
    urgent: str | None
    groups: tuple[MatchedGroup, ...]
    policies: tuple[MatchedPolicy, ...]
    situations: tuple[Situation, ...]
    evidence: tuple[Evidence, ...]
    question: Question | None = None

    def to_json(self, guide: Guide, id: str | None = None) -> dict[str, object]:
        """The match line of the public contract, with names and sources spelt out."""
        question = self.question
        return {
            "id": id,
            "in_scope": self.in_scope,
            "urgent": self.urgent,
            "groups": [
                {"id": one.id, "name": guide.groups[one.id].name, "score": round(one.score, 4)}
                for one in self.groups
            ],
            "policies": [_policy_line(guide, one) for one in self.policies],
            "situations": [one.to_json() for one in self.situations],
            "evidence": to_plain(self.evidence),
            "question": question.to_match_json() if question else None,
        }


def _policy_line(guide: Guide, matched: MatchedPolicy) -> dict[str, object]:
    found = matched.assessment
    return {
        "id": matched.id,
        "name": guide.policies[matched.id].name,
        "score": round(matched.score, 4),
        "household": matched.household,
        "person": matched.person,
        "verdict": found.verdict.value,
        "conditions": [
            {
                "id": one.id,
                "says": one.says,
                "verdict": one.verdict.value,
                "source": guide.cite(one.sources[0]) if one.sources else None,
            }
            for one in found.findings
        ],
        "open_facts": [{"person": one.person, "fact": one.fact} for one in found.open_facts],
    }


@dataclass(frozen=True)
class Turn:
    """One question and answer: what to show, the conversation after it, and what the webapp is to do."""

    reply: Reply
    conversation: Conversation
    requests: tuple[Request, ...] = ()
    match: Match | None = None
