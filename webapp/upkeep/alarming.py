"""Reminders before a deadline and alarms after it, up the line: the town, then the district, then the city.

The delays are data (`alarms.yaml`). They are turned into moments once a run, so that the database finds what
is due by its own index, without what was told already. A deadline that moves is told anew.
"""

from __future__ import annotations

from dataclasses import dataclass
from datetime import datetime, timedelta
from functools import cache
from pathlib import Path

import yaml
from sqlalchemy import ColumnElement, Select, or_, select
from sqlalchemy.orm import Session

from webapp.applications import consent, notices
from webapp.applications.alerting import Desk, Kind, Level, notify
from webapp.applications.states import ENDED, RequestState
from webapp.applications.wording import load_texts
from webapp.calendar import Calendar, day_of, end_of
from webapp.models.afterwards import Supplement
from webapp.models.applications import Application, ApplicationMember, Authorisation, Request
from webapp.models.duties import DeskNotice
from webapp.models.followups import Recheck

FILE = Path(__file__).with_name("alarms.yaml")
S = RequestState
NOT_WAITING = (*ENDED, S.DRAFT, S.TRANSFERRED)
WORKING_DAYS = "工作日"
BATCH = 200


@cache
def load_alarms() -> dict:
    return yaml.safe_load(FILE.read_text(encoding="utf-8"))


@dataclass(frozen=True)
class Alarm:
    """What is told at which desk about everything due before `before`.

    `stages`: its own name, last, and those after which it need not be told any more.
    """

    kind: Kind
    level: Level
    stages: tuple[str, ...]
    before: datetime


def remind(session: Session, calendar: Calendar, now: datetime) -> int:
    """Tell the towns what is due soon, and up the line what is late. Returns how many notices."""
    return sum(
        _tell_due(session, alarm, urgent=urgent, now=now)
        for urgent, name in ((False, "ordinary"), (True, "urgent"))
        for alarm in _alarms(load_alarms()[name], calendar, now)
    )


def _alarms(plan: dict, calendar: Calendar, now: datetime) -> list[Alarm]:
    """Nearest first, so that what is due tomorrow is not told as due in three days as well."""
    unit, spans = plan["unit"], sorted(plan.get("soon", ()))
    names = [f"soon-{span}" for span in spans]
    soon = [
        Alarm(Kind.DUE_SOON, Level.TOWN, tuple(names[: place + 1]), ahead(calendar, now, span, unit))
        for place, span in enumerate(spans)
    ]
    late = [
        Alarm(Kind.OVERDUE, Level(level), (f"late-{span}",), behind(calendar, now, span, unit))
        for level, span in plan["late"].items()
    ]
    return [*late, *soon]


def ahead(calendar: Calendar, now: datetime, span: int, unit: str) -> datetime:
    """What is due before this is due in so many working days, or hours, from now on."""
    return calendar.add_working_days(now, span).at if unit == WORKING_DAYS else now + timedelta(hours=span)


def behind(calendar: Calendar, now: datetime, span: int, unit: str) -> datetime:
    """What was due before this has been late for so many whole working days, or hours."""
    if unit != WORKING_DAYS:
        return now - timedelta(hours=span)
    day = day_of(now)
    while calendar.count_working_days(day, day_of(now)) <= span and span:
        day -= timedelta(days=1)
    return end_of(day) if span else now


def _tell_due(session: Session, alarm: Alarm, *, urgent: bool, now: datetime) -> int:
    wanted = (
        Request.state.not_in(NOT_WAITING),
        Request.is_urgent.is_(urgent),
        Request.due_at >= now if alarm.kind is Kind.DUE_SOON else Request.due_at < now,
        Request.due_at <= alarm.before,
        ~_told(alarm),
    )
    found = session.scalars(select(Request).where(*wanted).order_by(Request.due_at).limit(BATCH)).all()
    return sum(_tell(session, one, alarm, now) for one in found)


def _told(alarm: Alarm) -> ColumnElement[bool]:
    """Whether this desk knows of this deadline: by this stage, or by one that makes it needless."""
    same = (
        DeskNotice.request_id == Request.id,
        DeskNotice.kind == alarm.kind,
        DeskNotice.level == alarm.level,
        DeskNotice.due_at == Request.due_at,
    )
    stages = or_(*(DeskNotice.cause.endswith(f":{one}") for one in alarm.stages))
    return select(DeskNotice.id).where(*same, stages).exists()


def _tell(session: Session, request: Request, alarm: Alarm, now: datetime) -> bool:
    cause = f"request:{request.id}:{request.due_at:%Y%m%dT%H%M%S}:{alarm.stages[-1]}"
    about = {"at": now, "request_id": request.id, "due_at": request.due_at}
    return notify(session, Desk.of(request, alarm.level), alarm.kind, cause, **about)


def alarm_rechecks(session: Session, calendar: Calendar, now: datetime) -> int:
    """Re-checks that are not done by their day, up the line."""
    plan, told = load_alarms()["rechecks"], 0
    for level, span in plan["late"].items():
        last = day_of(behind(calendar, now, span, plan["unit"])) if span else day_of(now) - timedelta(days=1)
        late = (Recheck.opened_at.is_not(None), Recheck.done_at.is_(None), Recheck.due_on <= last)
        for one in session.scalars(select(Recheck).where(*late).order_by(Recheck.due_on)).all():
            desk, about = Desk.of(one.request, Level(level)), {"at": now, "request_id": one.request_id}
            told += notify(session, desk, Kind.RECHECK_OVERDUE, f"recheck:{one.id}", **about)
    return told


def remind_supplements(session: Session, now: datetime) -> int:
    """Remind citizens, a few times, of what they were asked to hand in. Returns how many messages."""
    plan, told = load_alarms()["supplement"], 0
    first = now - timedelta(days=plan["days"])
    for one in session.scalars(
        select(Supplement).where(Supplement.closed_at.is_(None), Supplement.asked_at <= first)
    ):
        time = min((now - one.asked_at).days // plan["days"], plan["times"])
        told += _write_once(
            session, one.request.application, "supplement_waits", f"supplement:{one.id}:{time}", now=now
        )
    return told


def remind_authorisations(session: Session, now: datetime) -> int:
    """Tell citizen and town that an authorisation ends soon, while something still needs it. How many."""
    until = now + timedelta(days=load_alarms()["authorisation"]["days"])
    told = 0
    for signed in session.scalars(_ending(now, until)).all():
        filed = signed.member.application
        if not consent.is_over(filed):
            _write_once(session, filed, "authorisation_ends", f"authorisation:{signed.id}:ends", now=now)
            desk = Desk(Level.TOWN, filed.district, filed.town)
            about = {"at": now, "request_id": filed.requests[0].id, "due_at": signed.expires_at}
            told += notify(session, desk, Kind.AUTHORISATION_ENDS, f"authorisation:{signed.id}", **about)
    return told


def _ending(now: datetime, until: datetime) -> Select:
    holds = (
        Authorisation.expires_at > now,
        Authorisation.expires_at <= until,
        Authorisation.ended_at.is_(None),
        Authorisation.withdrawn_at.is_(None),
        Application.submitted_at.is_not(None),
    )
    joined = select(Authorisation).join(ApplicationMember, Authorisation.member_id == ApplicationMember.id)
    return joined.join(Application).where(*holds).order_by(Authorisation.id)


def _write_once(session: Session, application: Application, text: str, cause: str, *, now: datetime) -> bool:
    """One message to the citizen for a cause. Whether it is new."""
    words = load_texts("notices")
    news = notices.News(words[f"{text}_label"], words[text].format(number=application.number), cause)
    return notices.leave_once(session, application, news, now)
