"""What a conversation has come to: a frozen value that goes into a turn and comes out of it.

It holds facts and a few words of evidence, never whole messages, and stays small: people,
evidence and relevance are capped, so that one row in a table always takes it.
"""

from __future__ import annotations

import dataclasses
import re
from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass, field
from itertools import islice
from typing import TYPE_CHECKING, Any

from bot.blocks import Choice, Question, to_plain
from bot.messages import ConversationError, Evidence
from knowledge.facts import value_to_json

if TYPE_CHECKING:
    from knowledge import Guide, Situation

VERSION = 1
MOST_HOUSEHOLDS = 4
MOST_PEOPLE = 12
MOST_EVIDENCE = 60
MOST_RELEVANT = 20
MOST_UNSURE = 60
MOST_WORDS = 24
_KIN_WORD = re.compile(r"[一-鿿]{1,5}")

Subject = tuple[str, str | None, str]  # household, person or None, fact


@dataclass(frozen=True)
class Conversation:
    """Facts by household, the policies they are about, and the question that waits for an answer.

    `homes`: policy → the household it was last asked for, where there are several. `serial` numbers the
    questions of all time, so that a choice tapped in an old message is never taken for a new one. `repeats`:
    how often in a row the question that waits was asked before. `view` and `page` say what “更多” continues;
    `shown` holds the verdicts last seen, to tell what is new. `listed`: the keys of
    the cards in the last list of several, as 第二个 counts them. `alarmed`: the sort of danger that the last
    reply was about, until the citizen says how it stands. `spoken`: the one policy that the last reply was
    about.
    """

    households: tuple[Situation, ...] = ()
    evidence: tuple[Evidence, ...] = ()
    relevance: Mapping[str, float] = field(default_factory=dict)
    named: tuple[str, ...] = ()
    homes: Mapping[str, str] = field(default_factory=dict)
    pending: Question | None = None
    unsure: frozenset[Subject] = frozenset()
    asked: int = 0
    repeats: int = 0
    serial: int = 0
    view: str = ""
    page: int = 0
    status_number: str = ""
    shown: Mapping[str, str] = field(default_factory=dict)
    listed: tuple[str, ...] = ()
    alarmed: str = ""
    spoken: str = ""

    def situation(self, household: str) -> Situation | None:
        return next((one for one in self.households if one.id == household), None)

    def replaced(self, **changes: object) -> Conversation:
        """A copy with `changes`, within the limits of size."""
        return Conversation(**_capped({**vars(self), **changes}))

    def capped(self) -> Conversation:
        return self.replaced()

    def to_json(self) -> dict[str, object]:
        raw = {one.name: getattr(self, one.name) for one in dataclasses.fields(self)}
        raw["households"] = [one.to_json() for one in self.households]
        raw["unsure"] = sorted(self.unsure, key=str)
        raw["called"] = {home.id: words for home in self.households if (words := _called(home))}
        return {"version": VERSION, **{key: to_plain(part) for key, part in raw.items()}}

    @classmethod
    def from_json(cls, raw: object, guide: Guide) -> Conversation:
        """The conversation stored as `raw`; ConversationError when it cannot be read."""
        from knowledge import KnowledgeError, Situation

        if not isinstance(raw, Mapping) or raw.get("version") != VERSION:
            raise ConversationError(f"not a conversation of version {VERSION}; start a new one")
        try:
            return cls(
                households=tuple(
                    _with_called(Situation.parse(one, guide.facts, one["id"]), raw.get("called"))
                    for one in raw["households"]
                ),
                evidence=tuple(Evidence(**one) for one in raw["evidence"]),
                relevance={str(key): float(score) for key, score in raw["relevance"].items()},
                named=tuple(raw["named"]),
                homes={str(policy): str(home) for policy, home in raw["homes"].items()},
                pending=_parse_question(raw["pending"]),
                unsure=frozenset((one[0], one[1], one[2]) for one in raw["unsure"]),
                asked=int(raw["asked"]),
                repeats=int(raw.get("repeats", 0)),  # stored before it was counted
                serial=int(raw["serial"]),
                view=str(raw["view"]),
                page=int(raw["page"]),
                status_number=str(raw["status_number"]),
                shown={str(key): str(verdict) for key, verdict in raw["shown"].items()},
                listed=tuple(str(key) for key in raw.get("listed", ())),
                alarmed=str(raw.get("alarmed", "")),
                spoken=str(raw.get("spoken", "")),
            )
        except (KeyError, TypeError, ValueError, AttributeError, IndexError, KnowledgeError) as error:
            raise ConversationError(f"stored conversation not readable ({error}); start a new one") from error


def _capped(parts: dict[str, Any]) -> dict[str, Any]:
    """The parts of a conversation within the limits of size."""
    best = dict(sorted(parts["relevance"].items(), key=lambda one: -one[1])[:MOST_RELEVANT])
    unsure = parts["unsure"]
    if len(unsure) > MOST_UNSURE:
        unsure = frozenset(sorted(unsure, key=str)[:MOST_UNSURE])
    return parts | {
        "households": tuple([_few_people(one) for one in parts["households"][:MOST_HOUSEHOLDS]]),
        "evidence": tuple([_few_words(one) for one in parts["evidence"][-MOST_EVIDENCE:]]),
        "relevance": best,
        "homes": {policy: home for policy, home in parts["homes"].items() if policy in best},
        "named": parts["named"][-5:],
        "listed": parts["listed"][:MOST_RELEVANT],
        "unsure": frozenset(unsure),
        "status_number": parts["status_number"][:32],
        "shown": dict(islice(parts["shown"].items(), MOST_RELEVANT)),
    }


def _few_words(evidence: Evidence) -> Evidence:
    if len(evidence.words) <= MOST_WORDS:
        return evidence
    return dataclasses.replace(evidence, words=evidence.words[:MOST_WORDS])


def _few_people(situation: Situation) -> Situation:
    if len(situation.people) <= MOST_PEOPLE:
        return situation
    return dataclasses.replace(situation, people=situation.people[:MOST_PEOPLE])


def _called(home: Situation) -> dict[str, str]:
    return {one.id: one.called for one in home.people if one.called}


def _with_called(home: Situation, raw: object) -> Situation:
    """The words stand beside the households, so that whoever does not know of them still reads the rest."""
    words = raw.get(home.id) if isinstance(raw, Mapping) else None
    for one in home.people if isinstance(words, Mapping) else ():
        word = words.get(one.id)
        if isinstance(word, str) and _KIN_WORD.fullmatch(word):
            home = home.with_person(dataclasses.replace(one, called=word))
    return home


def _parse_question(raw: object) -> Question | None:
    if raw is None:
        return None
    if not isinstance(raw, Mapping):
        raise ValueError("a pending question is an object")
    return Question(**{**raw, "choices": tuple(Choice(**one) for one in raw["choices"])})


def moved_along(told: Iterable[Evidence], homes: Sequence[Situation]) -> Iterator[Evidence]:
    """`told`, in the home where each of whom it was told is known to live now, with what is of that home."""
    home_of = {one.id: home.id for home in homes for one in home.people}
    there = {(home.id, one.id) for home in homes for one in home.people}
    for one in told:
        if one.person is None:
            had = [home.id for home in homes if _has(home, one)]
            yield one if one.household in had or not had else dataclasses.replace(one, household=had[0])
            continue
        stays = (one.household, one.person) in there
        yield one if stays else dataclasses.replace(one, household=home_of.get(one.person, one.household))


def _has(home: Situation, told: Evidence) -> bool:
    value = home.household.get(told.fact)
    return value is not None and value_to_json(value) == told.value
