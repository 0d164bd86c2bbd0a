"""A commitment that was not kept (信用承诺): found, recorded, told, appealed, repaired or expired.

The town finds, the district records and judges an appeal. The citizen sees it once told, in plain words, with
what was declared beside what was found. Which consequences there are stands in `texts/commitment.yaml`, each
with its source. A record refuses nothing by itself: no rule of the guide reads it.
"""

from __future__ import annotations

import datetime
from collections.abc import Mapping, Sequence
from dataclasses import dataclass

from sqlalchemy import select
from sqlalchemy.orm import Session

from knowledge import Guide
from knowledge.sources import SourceRef
from webapp.applications import notices
from webapp.applications.alerting import Desk, Kind, Level, notify
from webapp.applications.errors import AlreadyMovedError, NotAllowedError, TransitionError
from webapp.applications.moving import By
from webapp.applications.states import Role
from webapp.applications.wording import load_texts
from webapp.calendar import day_of
from webapp.models.applications import ApplicationMember, Commitment
from webapp.models.followups import Breach, BreachEvent, BreachState
from webapp.security import audit

B = BreachState
WORKER = By(Role.WORKER)
WAYS: Mapping[BreachState, Mapping[BreachState, frozenset[Role]]] = {
    B.FOUND: {
        B.RECORDED: frozenset({Role.DISTRICT}),
        B.DROPPED: frozenset({Role.DISTRICT, Role.CASEWORKER}),
    },
    B.RECORDED: {
        B.TOLD: frozenset({Role.CASEWORKER, Role.DISTRICT}),
        B.DROPPED: frozenset({Role.DISTRICT}),
    },
    B.TOLD: {
        B.APPEALED: frozenset({Role.APPLICANT, Role.CASEWORKER}),
        B.REPAIRED: frozenset({Role.DISTRICT}),
        B.EXPIRED: frozenset({Role.WORKER}),
    },
    B.APPEALED: {B.UPHELD: frozenset({Role.DISTRICT}), B.REVOKED: frozenset({Role.DISTRICT})},
    B.UPHELD: {B.REPAIRED: frozenset({Role.DISTRICT}), B.EXPIRED: frozenset({Role.WORKER})},
    B.DROPPED: {},
    B.REVOKED: {},
    B.REPAIRED: {},
    B.EXPIRED: {},
}
"""From where to where, and whose step it is. An appeal is judged once; what is upheld can be repaired."""

SEEN = frozenset({B.TOLD, B.APPEALED, B.UPHELD, B.REPAIRED, B.EXPIRED, B.REVOKED})
TELLING = {
    B.TOLD: "breach_told",
    B.UPHELD: "breach_upheld",
    B.REVOKED: "breach_revoked",
    B.REPAIRED: "breach_repaired",
}
LONGEST = 2000


@dataclass(frozen=True)
class Untrue:
    """One fact that was declared otherwise than it was found, in words."""

    label: str
    declared: str
    found: str

    def to_json(self) -> dict[str, str]:
        return {"label": self.label, "declared": self.declared, "found": self.found}


def find(
    session: Session,
    member: ApplicationMember,
    untrue: Sequence[Untrue],
    words: str,
    *,
    by: By,
    at: datetime.datetime,
    key: str | None = None,
) -> Breach:
    """The town writes down what was not true; pressed again it is the same.

    Raises NotAllowedError without a signed commitment, or when nothing is said to be untrue.
    """
    known = session.scalars(select(Breach).where(Breach.key == key)).one_or_none() if key else None
    if known is not None:
        return known
    signed = select(Commitment.id).where(Commitment.application_id == member.application_id).limit(1)
    if session.scalar(signed) is None:
        raise NotAllowedError("没有签过承诺书的，不能按承诺认定")
    if not untrue or not words.strip():
        raise NotAllowedError("写明哪一条不真实、怎么查到的")
    made = Breach(application_id=member.application_id, member=member, state=B.FOUND, key=key)
    made.facts, made.words = [one.to_json() for one in untrue], words.strip()[:LONGEST]
    made.found_at, made.found_by, made.measures, made.version = at, by.name, "", 0
    session.add(made)
    audit.record(session, by.name, "find-breach", subject=member.application_id, at=at)
    session.flush()
    return made


def step(
    session: Session,
    breach: Breach,
    new: BreachState,
    by: By,
    *,
    at: datetime.datetime,
    key: str | None = None,
) -> BreachEvent:
    """One step on. `by.note` says why, and is needed for every step of a person but telling.

    Raises AlreadyMovedError when somebody was faster, TransitionError when there is no such way,
    NotAllowedError for the wrong role or without a reason.
    """
    session.flush()
    session.refresh(breach, with_for_update=True)
    pressed = next((one for one in breach.events if key is not None and one.key == key), None)
    if pressed is not None:
        return pressed
    old = B(breach.state)
    if old is new:
        raise AlreadyMovedError(load_texts("commitment")["states"][new]["desk"])
    _require(old, new, by)
    breach.state, breach.version = new, breach.version + 1
    event = BreachEvent(from_state=old, to_state=new, at=at, role=by.role, by=by.name, key=key)
    event.note = (by.note or "").strip()[:LONGEST] or None
    breach.events.append(event)
    audit.record(session, by.name, f"breach-{new}", subject=breach.application_id, at=at)
    session.flush()
    _tell(session, breach, event)
    return event


def _require(old: BreachState, new: BreachState, by: By) -> None:
    if new not in WAYS[old]:
        raise TransitionError(f"{old} does not lead to {new}")
    if by.role not in WAYS[old][new]:
        raise NotAllowedError(f"{by.role} may not lead it to {new}")
    if new not in (B.TOLD, B.EXPIRED) and not (by.note or "").strip():
        raise NotAllowedError("写明理由")


def record(
    session: Session,
    breach: Breach,
    measures: Sequence[str],
    expires_on: datetime.date | None,
    *,
    by: By,
    at: datetime.datetime,
    key: str | None = None,
) -> BreachEvent:
    """The district records it: which consequences, and until when it stands, where a day was set."""
    known = load_texts("commitment")["measures"]
    if not measures or not set(measures) <= set(known):
        raise NotAllowedError("选上有依据的后果")
    if expires_on is not None and expires_on <= day_of(at):
        raise NotAllowedError("到期日要在今天以后")
    event = step(session, breach, B.RECORDED, by, at=at, key=key)
    breach.measures, breach.expires_on = ",".join(measures), expires_on
    session.flush()
    return event


def expire_due(session: Session, now: datetime.datetime) -> int:
    """Let end what has stood until its day. Returns how many."""
    due = (Breach.state.in_((B.TOLD, B.UPHELD)), Breach.expires_on < day_of(now))
    found = session.scalars(select(Breach).where(*due).with_for_update(skip_locked=True)).all()
    for one in found:
        step(session, one, B.EXPIRED, WORKER, at=now)
    return len(found)


def _tell(session: Session, breach: Breach, event: BreachEvent) -> None:
    new, filed = B(event.to_state), breach.application
    if new is B.APPEALED:
        desk = Desk(Level.DISTRICT, filed.district, filed.town)
        notify(session, desk, Kind.APPEALED, f"breach:{breach.id}:{event.id}", at=event.at)
    if new in TELLING:
        words, text = load_texts("notices"), TELLING[new]
        news = notices.News(
            words[f"{text}_label"], words[text].format(number=filed.number), f"breach:{breach.id}:{event.id}"
        )
        notices.leave(session, filed, news, event.at)


def list_breaches(session: Session, application_id: str, *, told: bool = False) -> list[Breach]:
    """Those of an application; `told`: what the citizen may see."""
    query = select(Breach).where(Breach.application_id == application_id).order_by(Breach.id)
    if told:
        query = query.where(Breach.state.in_(SEEN))
    return list(session.scalars(query))


def measures_of(guide: Guide, breach: Breach) -> list[tuple[str, str]]:
    """The consequences in words, each with its source."""
    known = load_texts("commitment")["measures"]
    return [
        (known[one]["says"], cite_measure(guide, one)) for one in breach.measures.split(",") if one in known
    ]


def cite_measure(guide: Guide, measure: str) -> str:
    refs = load_texts("commitment")["measures"][measure]["source"]
    return guide.cite_all(tuple(SourceRef(one["id"], one["section"]) for one in refs))
