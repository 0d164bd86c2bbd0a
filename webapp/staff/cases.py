"""One case, as somebody on the staff opens it: within their region, and never without a trace."""

from __future__ import annotations

from collections.abc import Iterable
from datetime import datetime

from sqlalchemy.orm import Session

from webapp.models.applications import Application, Request
from webapp.models.audit import Reason
from webapp.problems import Problem
from webapp.security import access, audit
from webapp.staff.accounts import Staff
from webapp.staff.regions import covers


def read_case(
    session: Session,
    application_id: str,
    *,
    staff: Staff,
    reason: Reason,
    facts: Iterable[str],
    at: datetime,
) -> Application:
    """The application, with the read recorded: which facts (of the guide, or parts in `words.yaml`) and why.

    The caller has begun to write, and commits also where it only shows. Raises Problem 404 where there is
    none (a draft is nobody's but the citizen's), and Refused where it is another region's.
    """
    application = session.get(Application, application_id)
    if application is None or application.number is None:
        raise Problem(404, "unknown-application", "没有这一件申请。")
    if not any(covers(staff.region, district=one.district, town=one.town) for one in _parts(application)):
        raise access.Refused(staff, application.id, access.ELSEWHERE)
    audit.record_read(session, staff, application.id, reason=reason, facts=facts, at=at)
    return application


def _parts(application: Application) -> list[Application | Request]:
    """What has a place: the application, and each request, which may have gone to another town."""
    return [application, *application.requests]
