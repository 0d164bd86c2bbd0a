"""One step for many requests: each by itself, so that what cannot be done keeps nothing else back."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass
from functools import partial

from sqlalchemy.orm import Session

from knowledge import Guide, StandardMissing
from webapp.applications import publishing
from webapp.applications.errors import AlreadyMovedError, ApplicationError, UnsignedError
from webapp.applications.handing import hand_over
from webapp.applications.moving import By
from webapp.applications.states import RequestState
from webapp.casework.acting import Press
from webapp.casework.file import stepping, telling
from webapp.models.applications import Request
from webapp.staff.accounts import Staff
from webapp.staff.regions import covers

NOT_YOURS = "不归您这里办"
WHY = {UnsignedError: "授权书没签齐，打开这一件办", AlreadyMovedError: "刚刚有人先动了"}
OTHERWISE = "这一步现在不能办"
NO_PERIOD = "没有查到公示天数的规定，打开这一件看"


@dataclass(frozen=True)
class Came:
    """What came of one of them; `why` not, where it was not done."""

    request: Request
    title: str
    why: str = ""


@dataclass(frozen=True)
class Bulk:
    """What is to be done, by whom, with one press."""

    staff: Staff
    by: By
    press: Press
    clerk_id: int | None = None
    village: str = ""

    def work(self, do: str, session: Session, guide: Guide) -> Callable[[Request, dict], object]:
        """The step for one request; `about` is what every step of the machine takes."""
        match do:
            case "accept":
                return lambda one, about: stepping.take(
                    session, one, RequestState.ACCEPTED, self.by, staff=self.staff, **about
                )
            case "publish":
                return lambda one, about: publishing.publish(
                    session, guide, one, self.village, by=self.by, **about
                )
        return lambda one, about: hand_over(session, one, self.clerk_id, self.by, **about)


def do_all(
    session: Session, guide: Guide, do: str, chosen: list[tuple[int, int]], *, bulk: Bulk
) -> list[Came]:
    """In the order of their ids, so that two clerks with overlapping lists never wait for each other."""
    work, came = bulk.work(do, session, guide), []
    for id, seen in sorted(set(chosen)):
        found = session.get(Request, id)
        if found is None or found.state == RequestState.DRAFT:
            continue
        about = {"at": bulk.press.at, "key": bulk.press.key, "seen": seen}
        came.append(
            Came(
                found,
                telling.title_of(guide, found),
                _try(session, bulk.staff, partial(work, found, about), found),
            )
        )
    return came


def _try(session: Session, staff: Staff, work: Callable[[], object], found: Request) -> str:
    """Why it could not be done; empty where it was."""
    if not covers(staff.region, district=found.district, town=found.town):
        return NOT_YOURS
    try:
        with session.begin_nested():
            work()
    except StandardMissing:
        return NO_PERIOD
    except ApplicationError as wrong:
        return WHY.get(type(wrong), OTHERWISE)
    return ""
