"""Looking up where an application stands: number and the last four of the applicant's ID, five tries an hour.

A wrong number and a wrong tail get the same answer. Who helps under a permission gives the last four of their
own phone instead, and is known by it: what they do is recorded as theirs, and ends when the permission does.
"""

import datetime
import secrets
from dataclasses import dataclass

from sqlalchemy import select
from sqlalchemy.orm import Session

import bot
from webapp.applications import helping, moving, progress, tries, whole
from webapp.applications.identity import normalise
from webapp.applications.numbers import find_application_number
from webapp.applications.steps import applicant_of
from webapp.calendar import day_of
from webapp.models.afterwards import Helper
from webapp.models.applications import Application, Request
from webapp.models.conversations import ConversationRow
from webapp.models.wechat import WechatPerson
from webapp.security import audit
from webapp.security.crypto import IndexHash

MOST_TRIES, TAIL_LENGTH = 5, 4


@dataclass(frozen=True)
class Found:
    """An application, and who helps with it where it was they who asked."""

    application: Application
    helper: Helper | None = None


def look_up(
    session: Session, index_hash: IndexHash, wanted: bot.StatusLookup, *, asker: str, now: datetime.datetime
) -> bot.Outcome:
    """What the bot tells of an application. `asker` is the keyed hash of who asks. Writes the tries."""
    found = find_application(session, index_hash, wanted, asker=asker, now=now)
    if isinstance(found, Found):
        return to_outcome(session, found.application)
    return found


def find_application(
    session: Session, index_hash: IndexHash, wanted: bot.StatusLookup, *, asker: str, now: datetime.datetime
) -> Found | bot.StatusNotFound | bot.StatusLimited:
    """The application itself, for a page that shows its timeline."""
    number = find_application_number(wanted.number)
    number_keys = index_hash.every("status.number", number or normalise(wanted.number)[:40])
    tries.wait_for_turn(session, (asker, *number_keys))
    minutes = tries.minutes_to_wait(session, (asker, number_keys), MOST_TRIES, now)
    if minutes:
        return bot.StatusLimited(minutes)
    found = _matching(session, number, normalise(wanted.id_tail), now)
    if found is None:
        tries.note_try(session, asker, number_keys[0], now)
        return bot.StatusNotFound()
    actor = helping.actor(found.helper) if found.helper else f"asker:{asker[:16]}"
    audit.record(session, actor, "read-status", subject=found.application.id, at=now)
    return found


def _matching(session: Session, number: str | None, tail: str, now: datetime.datetime) -> Found | None:
    """The submitted application with this number whose applicant's ID, or helper's phone, ends so."""
    application = whole.find_numbered(session, number) if number else None
    applicant = applicant_of(application) if application else None
    if _ends_so((applicant.id_number or "") if applicant else "", tail):
        return Found(application)
    helpers = helping.valid_helpers(application, now) if application else []
    helper = next((one for one in helpers if _ends_so(one.phone or "", tail)), None)
    return Found(application, helper) if helper is not None else None


def _ends_so(right: str, tail: str) -> bool:
    same = secrets.compare_digest(right[-TAIL_LENGTH:].encode(), tail.encode())
    return same and len(tail) == TAIL_LENGTH


def to_outcome(session: Session, application: Application) -> bot.StatusFound:
    """What the bot puts into words."""
    uncertain = whole.fill_told(session, application)
    rows = tuple(_row(session, one) for one in application.requests)
    return bot.StatusFound(application.number, rows, uncertain)


def _row(session: Session, request: Request) -> bot.RequestStatus:
    words, due = moving.words_of(request), progress.due_of(request)
    missing = moving.find_asked(session, request)
    return bot.RequestStatus(
        policy_id=request.policy,
        person_label=request.person_label,
        state_label=words.label,
        holder=request.holder or words.holder,
        since=day_of(request.state_since),
        next_step=words.step,
        due=due.day if due else None,
        due_time=due.time if due else None,
        due_is_estimate=due is not None and due.is_estimate,
        missing=tuple(one.wanted for one in missing.entries if one.answered_at is None) if missing else (),
    )


def find_own(session: Session, row: ConversationRow) -> list[Application]:
    """What the person behind a conversation with WeChat's login has submitted, the newest first."""
    if row.sender_hash is None:
        return []
    hashes = {row.sender_hash}
    known = (WechatPerson.account_hash == row.sender_hash) | (WechatPerson.mini_hash == row.sender_hash)
    person = session.scalars(select(WechatPerson).where(known)).one_or_none()
    if person is not None and person.parted_at is None:
        hashes |= {one for one in (person.account_hash, person.mini_hash) if one}
    theirs = (Application.sender_hash.in_(hashes), Application.submitted_at.is_not(None))
    return list(session.scalars(select(Application).where(*theirs).order_by(Application.submitted_at.desc())))
