"""A request that another town of the province decides on: handed over once, and both towns know of it.

It goes out before it is accepted, with the citizen's consent, through the province's platform (`delivering`).
The number of the transfer makes it one on both sides. Whether it arrived may stay unknown; then it is shown
as uncertain, asked after by its number, and sent again by a clerk alone.
"""

from __future__ import annotations

import datetime
from dataclasses import dataclass, field

from sqlalchemy import select
from sqlalchemy.orm import Session

from webapp.applications import notices
from webapp.applications.alerting import Desk, Kind, notify
from webapp.applications.errors import NotAllowedError, RoutingError
from webapp.applications.moving import By, lock, move
from webapp.applications.numbers import make_code
from webapp.applications.places import offices_of
from webapp.applications.states import RequestState, Role
from webapp.applications.steps import applicant_of
from webapp.applications.wording import load_texts
from webapp.calendar import day_of
from webapp.db import guide_of
from webapp.models.applications import Request
from webapp.models.routing import Direction, Transfer, TransferState
from webapp.security import audit

S, T = RequestState, TransferState
HERE = "3703"
CONSENTS = ("window", "phone", "paper")
LONGEST_PLACE, LONGEST_SAYS = 60, 500
WORKER = By(Role.WORKER, "province")


@dataclass(frozen=True)
class Away:
    """Where a request is handed: a city of the province, the town by name; how the citizen agreed."""

    city: str
    place: str
    consent: str = field(default="")


def hand_over(
    session: Session, request: Request, to: Away, by: By, *, at: datetime.datetime, key: str | None = None
) -> Transfer:
    """Have a request decided elsewhere; `by.note` says why. Pressed again it is the same transfer.

    Raises RoutingError for a place that is none, NotAllowedError for urgent need (met where it arises), and
    what `move` raises: only what was not accepted yet can go.
    """
    lock(session, request)
    found = find_open(session, request)
    if found is not None:
        return found
    _check(request, to)
    move(session, request, S.TRANSFERRED, by, at=at, key=key)
    made = Transfer(number=f"ZX{make_code(14)}", direction=Direction.OUT, request_id=request.id, by=by.name)
    made.district, made.town, made.there_city = request.district, request.town, to.city
    made.there, made.consent = f"{city_name(to.city)}{to.place}", to.consent
    made.letter = _letter(session, request, to, number=made.number, says=by.note, on=day_of(at))
    made.state, made.opened_at, made.due_at = T.PENDING, at, at
    request.holder = made.there
    session.add(made)
    audit.record(session, by.name, "transfer-out", subject=request.application_id, at=at, facts=("name",))
    session.flush()
    return made


def _check(request: Request, to: Away) -> None:
    if request.is_urgent:
        raise NotAllowedError("急事在哪里出的就在哪里办，不能转走")
    if to.city not in load_texts("cities") or to.city == HERE:
        raise RoutingError("选一个外市")
    if not 2 <= len(to.place.strip()) <= LONGEST_PLACE:
        raise RoutingError("写清是哪个县、哪个镇街")
    if to.consent not in CONSENTS:
        raise RoutingError("先问申请人同不同意转，再选是怎么同意的")


def city_name(code: str) -> str:
    return load_texts("cities").get(code, code)


def _letter(
    session: Session, request: Request, to: Away, *, number: str, says: str, on: datetime.date
) -> dict:
    """What the other town needs to begin: who, for what, why there. Nothing of others in the household."""
    filed, offices = request.application, offices_of(request)
    applicant = applicant_of(filed)
    who = {"name": applicant.name, "id_number": applicant.id_number}
    return {
        "number": number,
        "policy": guide_of(session).policies[request.policy].name,
        "origin": {"city": HERE, "place": f"{offices.district}{offices.town}", "town": request.town},
        "to": {"city": to.city, "place": to.place.strip(), "town": None},
        "applicant": who | {"phone": filed.phone, "address": filed.address},
        "says": says.strip()[:LONGEST_SAYS],
        "filed_on": day_of(filed.submitted_at).isoformat() if filed.submitted_at else on.isoformat(),
    }


def find_open(session: Session, request: Request) -> Transfer | None:
    """The transfer by which a request is elsewhere, or came from there, while that is not over."""
    wanted = (Transfer.request_id == request.id, Transfer.closed_at.is_(None))
    return session.scalars(select(Transfer).where(*wanted)).one_or_none()


def find_newest(session: Session, request: Request) -> Transfer | None:
    newest = select(Transfer).where(Transfer.request_id == request.id).order_by(Transfer.id.desc()).limit(1)
    return session.scalars(newest).one_or_none()


# --- how it stands ------------------------------------------------------------------------------------------


def arrived(session: Session, transfer: Transfer, at: datetime.datetime, *, by: str = "worker") -> None:
    """The other side has it: its own town and the citizen learn that."""
    transfer.state, transfer.taken_at, transfer.fault, transfer.due_at = T.TAKEN, at, None, None
    _alert(session, transfer, Kind.TRANSFER_TAKEN, at)
    _tell(session, transfer, "transfer_taken", at)
    audit.record(session, by, "transfer-arrived", subject=f"transfer:{transfer.id}", at=at)


def refused(
    session: Session, transfer: Transfer, fault: str, at: datetime.datetime, *, by: By = WORKER
) -> None:
    """The other side does not take it: it is with its own town again, as it was."""
    transfer.state, transfer.fault, transfer.closed_at, transfer.due_at = T.REFUSED, fault[:64], at, None
    _alert(session, transfer, Kind.TRANSFER_REFUSED, at)
    request = session.get(Request, transfer.request_id)
    if transfer.direction == Direction.OUT and request.state == S.TRANSFERRED:
        move(session, request, S.SUBMITTED, by, at=at)


def lost(session: Session, transfer: Transfer, fault: str, at: datetime.datetime) -> None:
    """Whether it arrived is not known. A clerk decides what comes next."""
    transfer.state, transfer.fault, transfer.due_at = T.UNCERTAIN, fault[:64], at
    _alert(session, transfer, Kind.TRANSFER_UNCERTAIN, at)


def decided(session: Session, transfer: Transfer, outcome: str, says: str, *, at: datetime.datetime) -> None:
    """The other side has answered: the request ends here, or is back with its town where it was returned."""
    transfer.outcome, transfer.answer = outcome, says
    request = session.get(Request, transfer.request_id)
    _alert(session, transfer, Kind.TRANSFER_ANSWERED, at)
    _tell(session, transfer, "transfer_answered", at)
    transfer.state, transfer.closed_at, transfer.due_at = T.ANSWERED, at, None
    if request.state == S.TRANSFERRED:
        move(session, request, S.SUBMITTED if outcome == "returned" else S.CLOSED, WORKER, at=at)


def send_again(session: Session, transfer: Transfer, by: By, at: datetime.datetime) -> None:
    """A clerk has it sent once more, under the same number. Only what is uncertain."""
    _require_uncertain(transfer)
    transfer.state, transfer.due_at = T.PENDING, at
    audit.record(session, by.name, "transfer-again", subject=f"transfer:{transfer.id}", at=at)


def settle_by_word(
    session: Session, transfer: Transfer, *, has_arrived: bool, by: By, at: datetime.datetime
) -> None:
    """A clerk has asked the other town whether it has it."""
    _require_uncertain(transfer)
    if transfer.direction == Direction.IN:
        transfer.state, transfer.due_at = (T.ANSWERED, None) if has_arrived else (T.PENDING, at)
        transfer.closed_at = at if has_arrived else None
    elif has_arrived:
        arrived(session, transfer, at, by=by.name)
    else:
        refused(session, transfer, "not arrived", at, by=by)
    audit.record(session, by.name, "transfer-asked", subject=f"transfer:{transfer.id}", at=at)


def _require_uncertain(transfer: Transfer) -> None:
    if transfer.state != T.UNCERTAIN:
        raise NotAllowedError("只有没准信的才用这一步")


def _alert(session: Session, transfer: Transfer, kind: Kind, at: datetime.datetime) -> None:
    desk = Desk("town" if transfer.town else "city", transfer.district, transfer.town)
    cause = f"transfer:{transfer.id}:{transfer.attempts}"
    notify(session, desk, kind, cause, at=at, request_id=transfer.request_id)


def _tell(session: Session, transfer: Transfer, text: str, at: datetime.datetime) -> None:
    """The citizen, where it was handed over from here."""
    if transfer.direction != Direction.OUT:
        return
    filed = session.get(Request, transfer.request_id).application
    words, outcomes = load_texts("notices"), load_texts("transfers")["outcomes"]
    outcome = outcomes.get(transfer.outcome or "", "")
    body = words[text].format(number=filed.number, there=transfer.there, outcome=outcome)
    news = notices.News(words[f"{text}_label"], body, f"transfer:{transfer.id}:{text}")
    notices.leave(session, filed, news, at)
