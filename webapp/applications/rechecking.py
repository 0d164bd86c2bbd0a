"""Help that is granted is looked at again: by the cycle of its category, on a change at home, when it fades.

The cycles are the guide's (`rechecks` and `fading` of a policy), with their sources. Where no source says how
often, no day is set and nothing is late; a clerk may set one with a reason. A stop rests on findings that can
be replayed, as a decision does, and the citizen is told why and what to do about it.
"""

from __future__ import annotations

import calendar
import datetime
from dataclasses import dataclass

from sqlalchemy import or_, select
from sqlalchemy.exc import IntegrityError
from sqlalchemy.orm import Session, object_session

from knowledge import Guide, assess
from knowledge.policies import Cycle
from webapp.applications import deciding, households, notices
from webapp.applications.alerting import Desk, Kind, notify
from webapp.applications.changing import ChangeKind
from webapp.applications.errors import NotAllowedError, UndecidedError
from webapp.applications.moving import By
from webapp.applications.states import RequestState, Role
from webapp.applications.wording import load_texts
from webapp.calendar import day_of
from webapp.db import guide_of
from webapp.models.afterwards import HouseholdChange
from webapp.models.applications import Application, Request, RequestEvent
from webapp.models.followups import Recheck, RecheckCause, RecheckOutcome
from webapp.security import audit

S, C, Outcome = RequestState, RecheckCause, RecheckOutcome
WORKER = By(Role.WORKER)
AFTER = {C.APPROVAL: "approval", C.DEATH: "death"}
PAID = frozenset({S.PAYING, S.CLOSED, S.APPROVED})
BATCH = 100
SOON = datetime.timedelta(days=30)


def add_months(day: datetime.date, months: int) -> datetime.date:
    """So many months later: the same day, or the last one of a shorter month."""
    month = day.month - 1 + months
    year, month = day.year + month // 12, month % 12 + 1
    return day.replace(year=year, month=month, day=min(day.day, calendar.monthrange(year, month)[1]))


def cycle_of(guide: Guide, request: Request, cause: RecheckCause, on: datetime.date) -> Cycle | None:
    """By which rule it is looked at again; None where no source says when."""
    situation = households.read_situation(guide, request.application)
    for judged in assess(guide, situation, on, [request.policy]):
        if (judged.unit, judged.person) == (request.unit, request.person):
            return judged.recheck(AFTER[cause])
    return None


def plan(
    session: Session, request: Request, cause: RecheckCause, since: datetime.date, *, at: datetime.datetime
) -> Recheck | None:
    """Set the day of the next re-check by the guide; None where it says none, or one is planned already."""
    guide = guide_of(session)
    cycle = cycle_of(guide, request, cause, since) if request.policy in guide.policies else None
    figure = guide.standards.find(cycle.months, request.district, since) if cycle else None
    if figure is None or figure.value is None:
        return None
    due_on, source = add_months(since, int(figure.value)), guide.cite_all(cycle.sources)
    return _add(session, request, Planned(cause, due_on, cycle.says, source), by=WORKER, at=at)


@dataclass(frozen=True)
class Planned:
    """A re-check to be planned: why, by when, and what says so."""

    cause: RecheckCause
    due_on: datetime.date
    says: str
    source: str = ""


def plan_by_hand(
    session: Session, request: Request, due_on: datetime.date, by: By, *, at: datetime.datetime
) -> Recheck:
    """A clerk sets a day, with a reason (`by.note`); only for help that is granted, and not in the past."""
    if not is_granted(request) or not (by.note or "").strip() or due_on < day_of(at):
        raise NotAllowedError("只给正在享受的定复查日子：日子不能早过今天，写明为什么")
    made = _add(session, request, Planned(C.CLERK, due_on, by.note.strip()), by=by, at=at)
    if made is None:
        raise NotAllowedError("已经定了一次，先做完那一次")
    return made


def _add(
    session: Session, request: Request, planned: Planned, *, by: By, at: datetime.datetime
) -> Recheck | None:
    made = Recheck(request_id=request.id, cause=planned.cause, due_on=planned.due_on, says=planned.says)
    made.source, made.planned_at, made.planned_by = planned.source, at, by.name
    try:
        with session.begin_nested():
            session.add(made)
            session.flush()
    except IntegrityError:  # one waits already
        return None
    return made


def is_granted(request: Request) -> bool:
    """Whether somebody has the help now: approved, and not stopped since."""
    stopped = select(Recheck.id).where(Recheck.request_id == request.id, Recheck.outcome == Outcome.STOPPED)
    approved = request.decisions and request.decisions[-1].outcome == S.APPROVED
    session = object_session(request)
    return bool(approved and RequestState(request.state) in PAID and session.scalar(stopped) is None)


# --- jobs ---------------------------------------------------------------------------------------------------


def plan_due(session: Session, now: datetime.datetime, after: int = 0) -> tuple[int, int | None]:
    """Plan for a batch of what is granted and has no day; how many, and the id to go on from."""
    planned = select(Recheck.id).where(
        Recheck.request_id == Request.id,
        or_(Recheck.cause == C.APPROVAL, Recheck.outcome == Outcome.STOPPED),
    )
    policies = [one.id for one in guide_of(session).policies.values() if one.rechecks]
    wanted = (
        Request.id > after,
        Request.policy.in_(policies),
        Request.state.in_(PAID),
        ~planned.exists(),
    )
    found = session.scalars(select(Request).where(*wanted).order_by(Request.id).limit(BATCH)).all()
    made = sum(
        plan(session, one, C.APPROVAL, _granted_on(one), at=now) is not None
        for one in found
        if is_granted(one)
    )
    return made, found[-1].id if len(found) == BATCH else None


def _granted_on(request: Request) -> datetime.date:
    return day_of(request.decisions[-1].at)


def open_due(session: Session, now: datetime.datetime) -> int:
    """Open every re-check that is due within a month, and tell its town. Returns how many."""
    due = (Recheck.opened_at.is_(None), Recheck.done_at.is_(None), Recheck.due_on <= day_of(now + SOON))
    query = select(Recheck).where(*due).order_by(Recheck.due_on).limit(BATCH)
    found = session.scalars(query.with_for_update(skip_locked=True)).all()
    for one in found:
        open_now(session, one, now)
    return len(found)


def open_now(session: Session, recheck: Recheck, at: datetime.datetime) -> None:
    """The town begins: its desk and the citizen are told."""
    recheck.opened_at = at
    request = recheck.request
    due_at = datetime.datetime.combine(recheck.due_on, datetime.time(23, 59, 59), at.tzinfo)
    about = {"at": at, "request_id": request.id, "due_at": due_at}
    notify(session, Desk.of(request), Kind.RECHECK_DUE, f"recheck:{recheck.id}", **about)
    _tell(session, recheck, "recheck_opened", at)


def open_changed(session: Session, now: datetime.datetime) -> int:
    """A change at home opens a re-check of what the household has; a death by its own rule. How many."""
    ours = (Recheck.request_id == Request.id, Recheck.cause.in_((C.CHANGE, C.DEATH)))
    answered = select(Recheck.id).where(
        *ours, or_(Recheck.done_at.is_(None), Recheck.done_at >= HouseholdChange.reported_at)
    )
    stopped = select(Recheck.id).where(Recheck.request_id == Request.id, Recheck.outcome == Outcome.STOPPED)
    query = (
        select(HouseholdChange, Request)
        .join(Request, Request.application_id == HouseholdChange.application_id)
        .where(Request.state.in_(PAID), ~answered.exists(), ~stopped.exists())
        .where(HouseholdChange.reported_at > _granted_at())
        .order_by(HouseholdChange.id, Request.id)
        .limit(BATCH)
    )
    return sum(_open_changed(session, change, one, now) for change, one in session.execute(query).all())


def _granted_at():
    """When the request was approved last, or was paid at once."""
    granted = (RequestEvent.request_id == Request.id, RequestEvent.to_state.in_((S.APPROVED, S.PAYING)))
    newest = select(RequestEvent.at).where(*granted).order_by(RequestEvent.id.desc()).limit(1)
    return newest.correlate(Request).scalar_subquery()


def _open_changed(
    session: Session, change: HouseholdChange, request: Request, now: datetime.datetime
) -> bool:
    if not is_granted(request):
        return False
    if change.kind == ChangeKind.DEATH:
        made = plan(session, request, C.DEATH, change.happened_on, at=now)
        if made is not None:
            open_now(session, made, now)
            return True
    says = load_texts("rechecks")["changed"]
    made = _add(session, request, Planned(C.CHANGE, day_of(now), says), by=WORKER, at=now)
    if made is not None:
        open_now(session, made, now)
    return made is not None


# --- how it comes out ---------------------------------------------------------------------------------------


@dataclass(frozen=True)
class Result:
    """How a re-check came out. `until`: the last day of fading out. `note`: what was found."""

    outcome: RecheckOutcome
    note: str
    until: datetime.date | None = None
    amount_fen: int | None = None


def finish(session: Session, recheck: Recheck, result: Result, by: By, *, at: datetime.datetime) -> bool:
    """Write down how it came out and set the next day. False where somebody has done so before.

    Raises NotAllowedError without a note, or for a month of fading out too many; UndecidedError for a stop
    that no condition carries.
    """
    session.flush()
    session.refresh(recheck, with_for_update=True)
    if recheck.done_at is not None:
        return False
    if not result.note.strip():
        raise NotAllowedError("写明查到了什么")
    request, today = recheck.request, day_of(at)
    recheck.findings = _check(session, request, result, at)
    recheck.outcome, recheck.note, recheck.until = result.outcome, result.note.strip(), result.until
    recheck.amount_fen, recheck.done_at, recheck.done_by = result.amount_fen, at, by.name
    session.flush()
    _plan_next(session, recheck, result, today, at=at)
    _tell(session, recheck, f"recheck_{result.outcome.value}", at)
    audit.record(session, by.name, "recheck", subject=request.application_id, at=at)
    return True


def _check(session: Session, request: Request, result: Result, at: datetime.datetime) -> dict:
    guide, today = guide_of(session), day_of(at)
    situation = households.read_situation(guide, request.application)
    if any(one.person == request.person and one.left_on for one in request.application.members):
        return _gone(request, result)
    findings = deciding.make_findings(guide, situation, deciding.Subject.of(request), today)
    if result.outcome is Outcome.STOPPED and not findings["failing"]:
        raise UndecidedError("没有哪一条不符合，不能停；先把情况改对再定")
    if result.outcome is Outcome.FADING:
        latest = fading_until(guide, request, today)
        if latest is None or result.until is None or not today < result.until <= latest[0]:
            says = f"渐退最晚到 {latest[0]}" if latest else "这一项没有渐退的规定"
            raise NotAllowedError(says)
    return findings


def _gone(request: Request, result: Result) -> dict:
    """Whose help it was has died or moved away: it can but stop."""
    if result.outcome is not Outcome.STOPPED:
        raise UndecidedError("这个人已经不在这一户里，这一份只能停")
    return {"conditions": [], "failing": [], "gone": request.person}


def fading_until(guide: Guide, request: Request, on: datetime.date) -> tuple[datetime.date, str, str] | None:
    """The last day to which help may fade out from `on`, with the rule and its source; None where none is."""
    cycle = guide.policies[request.policy].fading
    figure = guide.standards.find(cycle.months, request.district, on) if cycle else None
    if figure is None or figure.value is None:
        return None
    return add_months(on, int(figure.value)), cycle.says, guide.cite_all(cycle.sources)


def _plan_next(
    session: Session, recheck: Recheck, result: Result, today: datetime.date, *, at: datetime.datetime
) -> None:
    request = recheck.request
    match result.outcome:
        case Outcome.FADING:
            _, says, source = fading_until(guide_of(session), request, today)
            _add(session, request, Planned(C.FADING, result.until, says, source), by=WORKER, at=at)
        case Outcome.KEPT | Outcome.ADJUSTED if recheck.cause in (C.APPROVAL, C.FADING):
            plan(session, request, C.APPROVAL, today, at=at)
        case Outcome.STOPPED:
            waiting = (Recheck.request_id == request.id, Recheck.done_at.is_(None))
            for one in session.scalars(select(Recheck).where(*waiting)).all():
                one.done_at, one.done_by = at, "stopped"


def _tell(session: Session, recheck: Recheck, text: str, at: datetime.datetime) -> None:
    filed, words = recheck.request.application, load_texts("notices")
    body = words[text].format(number=filed.number)
    news = notices.News(words[f"{text}_label"], body, f"recheck:{recheck.id}:{text}")
    notices.leave(session, filed, news, at)


def list_all(session: Session, application: Application) -> list[Recheck]:
    """Those of every request of an application, the newest first."""
    ids = [one.id for one in application.requests]
    query = select(Recheck).where(Recheck.request_id.in_(ids)).order_by(Recheck.id.desc())
    return list(session.scalars(query))


def list_rechecks(session: Session, request: Request) -> list[Recheck]:
    """Those of a request, the newest first."""
    query = select(Recheck).where(Recheck.request_id == request.id).order_by(Recheck.id.desc())
    return list(session.scalars(query))
