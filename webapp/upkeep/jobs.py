"""The chores of the worker, each in a transaction of its own."""

from __future__ import annotations

from collections.abc import Callable
from datetime import datetime, timedelta

import structlog
from sqlalchemy import delete
from sqlalchemy.orm import Session

from webapp.applications import committing, receiving, rechecking, transferring
from webapp.applications.waiting import chase_signatures
from webapp.calendar import load_calendar
from webapp.db import begin_write
from webapp.gateways.http import GatewayError, NotDelivered
from webapp.models.duties import DeskNotice
from webapp.security import retention
from webapp.staff import sessions as staff_sessions
from webapp.staff import tries
from webapp.turns import DAILY, HOURLY, find_due, take_turn
from webapp.upkeep import alarming, delivering, publicity
from webapp.upkeep.delivering import Province

BATCH = 50
LOOK = "province"
MINUTELY = timedelta(minutes=1)
NOTICES_KEPT = timedelta(days=180)
Chore = Callable[[Session, datetime], int]
log = structlog.get_logger()


def remind(session: Session, now: datetime) -> int:
    """What is due soon or late, at the desks that have to know."""
    calendar = load_calendar()
    return alarming.remind(session, calendar, now) + alarming.alarm_rechecks(session, calendar, now)


def remind_citizens(session: Session, now: datetime) -> int:
    """What citizens still have to do."""
    return alarming.remind_supplements(session, now) + alarming.remind_authorisations(session, now)


def plan_rechecks(session: Session, now: datetime) -> int:
    """A day for everything that is granted and has none yet."""
    made, last = 0, 0
    while last is not None:
        more, last = rechecking.plan_due(session, now, last)
        made += more
    return made


def open_rechecks(session: Session, now: datetime) -> int:
    """Re-checks that come due, and those that a change at home asks for."""
    return rechecking.open_due(session, now) + rechecking.open_changed(session, now)


def forget_notices(session: Session, now: datetime) -> int:
    """Notices of desks that are half a year old."""
    return session.execute(delete(DeskNotice).where(DeskNotice.at <= now - NOTICES_KEPT)).rowcount


def purge(session: Session, now: datetime) -> int:
    """Delete or blank what `security/retention.yaml` keeps no longer, and sessions that ended."""
    own = staff_sessions.purge(session, now) + tries.purge(session, now)
    return own + retention.enforce_own(session, now) + retention.enforce(session, now)


CHORES: dict[str, tuple[Chore, timedelta]] = {
    "lapsed": (chase_signatures, HOURLY),
    "reminded": (remind, MINUTELY),
    "told": (remind_citizens, HOURLY),
    "planned": (plan_rechecks, HOURLY),
    "opened": (open_rechecks, HOURLY),
    "taken_down": (publicity.take_down_due, HOURLY),
    "expired": (committing.expire_due, HOURLY),
    "decided": (receiving.answer_decided, MINUTELY),
    "forgotten": (forget_notices, DAILY),
    "purged": (purge, HOURLY),
}
"""By the name that the worker's numbers have, each with how often it is worth a look."""


def run_chore(name: str, session: Session, now: datetime) -> int:
    """A chore, if it is its turn. Of several workers one takes a turn; what it did goes with the turn."""
    (chore, every), turn = CHORES[name], f"chore {name}"
    if not find_due(session, {turn: every}, now):
        return 0
    begin_write(session)
    done = chore(session, now) if take_turn(session, turn, now, every) else 0
    session.commit()
    return done


def deliver(session: Session, province: Province, now: datetime) -> int:
    """Say to the province's platform what is due, ask after what is open, take in what has come."""
    made = 0
    if delivering.has_due(session, now):
        begin_write(session)
        delivering.settle_lost(session, now)
        session.commit()
        while made < BATCH and _deliver_next(session, province, now):
            made += 1
    return made + (_look(session, province, now) if find_due(session, {LOOK: MINUTELY}, now) else 0)


def _look(session: Session, province: Province, now: datetime) -> int:
    """Once a minute: what became of what went away, and what has come."""
    begin_write(session)
    asked = delivering.to_ask(session, now) if take_turn(session, LOOK, now, MINUTELY) else None
    session.commit()
    if asked is None:
        return 0
    news = sum(_ask_after(session, province, *one, now=now) for one in asked)
    return news + _take_in(session, province, now)


def _deliver_next(session: Session, province: Province, now: datetime) -> bool:
    begin_write(session)
    errand = delivering.claim(session, now)
    session.commit()
    if errand is None:
        return False
    fault = delivering.run(errand, province)
    begin_write(session)
    transfer = delivering.settle(session, errand, fault, now)
    session.commit()
    log.info("transfer", id=errand.id, state=transfer.state if transfer else "lost", fault=_name(fault))
    return True


def _name(fault: GatewayError | None) -> str | None:
    return str(fault) if fault is not None else None


def _ask_after(session: Session, province: Province, id: int, number: str, *, now: datetime) -> bool:
    try:
        standing = province.find(number)
    except NotDelivered:
        return False
    begin_write(session)
    is_news = delivering.learn(session, id, standing, now)
    session.commit()
    return is_news


def _take_in(session: Session, province: Province, now: datetime) -> int:
    """Each letter is committed before the platform hears that it was taken."""
    try:
        letters = province.inbox(transferring.HERE)
    except NotDelivered as error:
        log.info("inbox", fault=str(error))
        return 0
    for letter in letters:
        begin_write(session)
        taken = receiving.take_in(session, letter, now)
        place = receiving.place_of(session, taken)
        session.commit()
        try:
            province.take(letter.number, place)
        except GatewayError as error:  # the inbox goes on to name it, and it is taken once all the same
            log.info("inbox", transfer=taken.id, fault=str(error))
    return len(letters)
