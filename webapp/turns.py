"""Jobs that are not for every second: of several workers one does them, once in a while.

A clock may be set back by hours. What was written down before lies ahead then, and would hold up whoever
waits for it as long as the clock went back: further ahead than `AHEAD`, by which clocks of two machines may
differ, it is taken as over.
"""

from collections.abc import Mapping
from datetime import datetime, timedelta

from sqlalchemy import ColumnElement, select, update
from sqlalchemy.exc import IntegrityError
from sqlalchemy.orm import Session

from webapp.models.protection import JobRun

HOURLY, DAILY = timedelta(hours=1), timedelta(days=1)
AHEAD = timedelta(minutes=2)


def is_over(
    until: datetime | ColumnElement[datetime], now: datetime, longest: timedelta
) -> bool | ColumnElement[bool]:
    """Whether what holds until then has ended, which holds no longer than `longest`; in Python or in SQL."""
    return (until <= now) | (until > now + longest + AHEAD)


def take_turn(session: Session, job: str, now: datetime, every: timedelta = HOURLY) -> bool:
    """Whether `job` is due; of several workers one is told so. The caller commits with what it does."""
    due = update(JobRun).where(JobRun.name == job, is_over(JobRun.ran_at, now - every, every))
    if session.execute(due.values(ran_at=now)).rowcount:
        return True
    try:
        with session.begin_nested():
            session.add(JobRun(name=job, ran_at=now))
            session.flush()
    except IntegrityError:
        return False
    return True


def find_due(session: Session, jobs: Mapping[str, timedelta], now: datetime) -> list[str]:
    """Which of the jobs may be due, by one look that writes nothing; `take_turn` decides."""
    rows = session.execute(select(JobRun.name, JobRun.ran_at).where(JobRun.name.in_(jobs))).all()
    ran = dict(rows)
    session.rollback()
    return [name for name, every in jobs.items() if name not in ran or is_over(ran[name], now - every, every)]
