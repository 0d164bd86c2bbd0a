"""Looking up where an application stands: number and the last four of the applicant's ID, five tries an hour.

A wrong number and a wrong tail get the same answer, and failed tries count per client and per number. Only
failures count, because carriers put many phones behind one address.
"""

import datetime
import secrets
import zlib
from collections.abc import Callable
from dataclasses import dataclass

from sqlalchemy import Select, delete, func, select, text
from sqlalchemy.orm import Session

import bot
from webapp.applications.identity import normalise
from webapp.applications.numbers import find_application_number
from webapp.applications.states import RequestState, is_open, next_states, usual_way
from webapp.applications.steps import applicant_of
from webapp.applications.wording import StateWords, load_state_words
from webapp.models.applications import Application, Request, StatusTry
from webapp.security import audit

MOST_TRIES = 5
WINDOW = datetime.timedelta(hours=1)
IndexHash = Callable[[str, str], str]


@dataclass(frozen=True)
class TimelineStep:
    """One step: `state` is done, now or next."""

    state: str
    label: str
    detail: str


def look_up(
    session: Session, index_hash: IndexHash, wanted: bot.StatusLookup, *, asker: str, now: datetime.datetime
) -> bot.Outcome:
    """What the bot tells of an application. `asker` is the keyed hash of who asks. Writes the tries."""
    found = find_application(session, index_hash, wanted, asker=asker, now=now)
    if isinstance(found, Application):
        return to_outcome(found)
    return found


def find_application(
    session: Session, index_hash: IndexHash, wanted: bot.StatusLookup, *, asker: str, now: datetime.datetime
) -> Application | bot.StatusNotFound | bot.StatusLimited:
    """The application itself, for a page that shows its timeline."""
    number = find_application_number(wanted.number)
    number_key = index_hash("status.number", number or normalise(wanted.number)[:40])
    for key in sorted((asker, number_key)):
        _wait_for_turn(session, key)
    minutes = _minutes_to_wait(session, asker, number_key, now)
    if minutes:
        return bot.StatusLimited(minutes)
    application = _matching(session, number, normalise(wanted.id_tail))
    if application is None:
        session.add(StatusTry(client_key=asker, number_key=number_key, at=now))
        session.flush()
        return bot.StatusNotFound()
    audit.record(session, f"asker:{asker[:16]}", "read-status", subject=application.id, at=now)
    return application


def _wait_for_turn(session: Session, key: str) -> None:
    """Tries of one client or on one number run one after another, so that many at once do not slip through.

    SQLite has one writer at a time; PostgreSQL gets a lock for the transaction.
    """
    if session.get_bind().dialect.name == "postgresql":
        session.execute(text("SELECT pg_advisory_xact_lock(:key)"), {"key": zlib.crc32(key.encode())})


def _minutes_to_wait(session: Session, asker: str, number_key: str, now: datetime.datetime) -> int:
    """Whole minutes until one may try again; 0 when one may now."""
    since = now - WINDOW
    session.execute(delete(StatusTry).where(StatusTry.at <= since - WINDOW))
    waits = [
        _free_at(session, select(StatusTry.at).where(column == key, StatusTry.at > since))
        for column, key in ((StatusTry.client_key, asker), (StatusTry.number_key, number_key))
    ]
    until = max((one for one in waits if one is not None), default=None)
    return 0 if until is None else max(1, -int((now - until).total_seconds() // 60))


def _free_at(session: Session, tries: Select) -> datetime.datetime | None:
    """When the fifth last try falls out of the hour; None when fewer count."""
    moments = sorted(session.scalars(tries))
    return moments[-MOST_TRIES] + WINDOW if len(moments) >= MOST_TRIES else None


def _matching(session: Session, number: str | None, tail: str) -> Application | None:
    """The submitted application with this number whose applicant's ID ends so."""
    application = session.scalars(
        select(Application).where(Application.number == (number or ""))
    ).one_or_none()
    applicant = applicant_of(application) if application else None
    right = (applicant.id_number or "") if applicant else ""
    same = secrets.compare_digest(right[-4:].encode(), tail.encode())
    return application if application is not None and same and len(tail) == 4 else None


def to_outcome(application: Application) -> bot.StatusFound:
    """What the bot puts into words."""
    rows = (
        bot.RequestStatus(
            policy_id=one.policy,
            person_label=one.person_label,
            state_label=words_of(one).label,
            holder=one.holder or "",
            since=one.state_since.date(),
            next_step=words_of(one).step,
        )
        for one in application.requests
    )
    return bot.StatusFound(application.number, tuple(rows))


def words_of(request: Request, state: RequestState | None = None) -> StateWords:
    """The words of the request's state, or of another one, with its offices filled in."""
    filed = request.application
    words = load_state_words()[state or RequestState(request.state)]
    return words.placed(filed.town_name or "镇街", filed.district_name or "区县")


def timeline(request: Request, show_day: Callable[[datetime.datetime], str]) -> list[TimelineStep]:
    """What is done, what is now and what usually comes, each with its day and who does it."""
    now = RequestState(request.state)
    done = [one for one in request.events if RequestState(one.to_state) is not now]
    steps = [
        TimelineStep("done", words_of(request, RequestState(one.to_state)).done, show_day(one.at))
        for one in done
    ]
    current = words_of(request)
    shown = "now" if next_states(now, request.is_urgent) else "done"
    detail = (
        f"{show_day(request.state_since)}起，在{current.holder}"
        if shown == "now"
        else show_day(request.state_since)
    )
    steps.append(TimelineStep(shown, current.label, detail))
    return steps + [
        TimelineStep("next", words_of(request, state).next, words_of(request, state).holder)
        for state in _still_to_come(now, request.is_urgent)
    ]


def _still_to_come(now: RequestState, urgent: bool) -> list[RequestState]:
    """The usual way from here; after a detour it goes on behind acceptance."""
    way = usual_way(urgent)
    if not is_open(now):
        return []
    place = way.index(now) if now in way else way.index(RequestState.ACCEPTED)
    return list(way[place + 1 :])


def count_tries(session: Session) -> int:
    return session.scalar(select(func.count()).select_from(StatusTry)) or 0
