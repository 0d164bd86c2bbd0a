"""A press of a clerk as a step of the one machine: in which part, from which page, with which key.

Who presses second learns who was first and what they did, with all that they had typed still there.
"""

from __future__ import annotations

from dataclasses import dataclass
from datetime import datetime

from flask import current_app, g, render_template, request

from webapp import clock
from webapp.applications import consent
from webapp.applications.errors import (
    AlreadyMovedError,
    ApplicationError,
    NotAllowedError,
    TransitionError,
    UndecidedError,
    UnrecordedError,
    UnsignedError,
)
from webapp.applications.fund import FundShortError
from webapp.applications.moving import By
from webapp.applications.states import Role as Part
from webapp.casework.file import telling
from webapp.models.applications import Request
from webapp.models.staff import Role
from webapp.pages.forms import parse_press
from webapp.security import audit
from webapp.staff.accounts import Staff

PARTS = {Role.TOWN: Part.CASEWORKER, Role.DISTRICT: Part.DISTRICT, Role.CITY: Part.CITY}
LONGEST_NOTE = 2000
OWN_FIELDS = frozenset({"csrf_token", "press", "seen"})
WRITTEN = frozenset({"note", "more", "met", "people", "minutes", "village", "amount"})
NOT_POSSIBLE = "这一步现在不能办：可能已经办过，或者还没轮到。"
NOT_YOURS = "这一步不归您的岗位办，或者要写明原因。"
UNRECORDED = "{lacks}。做完了再转；先往下办的，写明原因，申请人看到的也是还没做完。"
UNSIGNED = "还有 {count} 位成年人的授权书没签好。补签以后再办；先受理的，写明原因。"


@dataclass(frozen=True)
class Press:
    """What every form of the desk carries: the key of the button, the version it showed, and the moment."""

    key: str | None
    seen: int | None
    at: datetime

    def about(self) -> dict[str, object]:
        return {"at": self.at, "key": self.key, "seen": self.seen}


def read_press() -> Press:
    seen = request.form.get("seen", "")
    return Press(
        parse_press(request.form), int(seen) if seen.isdigit() and len(seen) < 9 else None, clock.now()
    )


def part_of(staff: Staff) -> Part:
    return PARTS[staff.role]


def by_staff(note: str | None = None) -> By:
    """Who acts, in what part, and why where that was said."""
    return By(part_of(g.staff), (note or "").strip()[:LONGEST_NOTE] or None, g.staff.actor)


def record(found: Request, action: str, at: datetime) -> None:
    """What was done, beside it in the same transaction."""
    audit.record_staff(g.session, g.staff, action, subject=f"request:{found.id}", at=at)


def refuse(found_id: int, wrong: ApplicationError) -> tuple[str, int]:
    """Nothing was written: what is in the way, who was faster, and what was typed, to be sent once more."""
    g.session.rollback()
    found = g.session.get(Request, found_id)
    moved = isinstance(wrong, AlreadyMovedError)
    sent = [(name, one) for name, rows in request.form.lists() if name not in OWN_FIELDS for one in rows]
    page = render_template(
        "casework/refused.html",
        request=found,
        title=telling.title_of(current_app.guide, found),
        moved=telling.last_event(g.session, found) if moved else None,
        says=_words(found, wrong),
        sent=sent,
        written=[one for name, one in sent if one.strip() and (name in WRITTEN or name.startswith("why|"))],
        asks_why=isinstance(wrong, UnsignedError | UnrecordedError | NotAllowedError),
        request_note=request.form.get("note", ""),
        action=request.path,
    )
    return page, 409 if moved else 422


def _words(found: Request, wrong: ApplicationError) -> str:
    match wrong:
        case AlreadyMovedError():
            return wrong.says
        case UnsignedError():
            return UNSIGNED.format(count=len(consent.find_missing(g.session, found.application, clock.now())))
        case UnrecordedError():
            return UNRECORDED.format(lacks=wrong)
        case NotAllowedError():
            return NOT_YOURS
        case UndecidedError() | FundShortError():
            return str(wrong)
        case TransitionError():
            return NOT_POSSIBLE
    return NOT_POSSIBLE
