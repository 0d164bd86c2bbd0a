"""What the applicant says where a department knows something else: who is right, and why.

What was declared stays as it was said, what came back as it came: a clerk reads the reply beside both.
"""

from __future__ import annotations

import datetime
from collections.abc import Iterable
from enum import StrEnum

from sqlalchemy import select
from sqlalchemy.orm import Session

from webapp.applications.comparing import Compared, Standing, Subject
from webapp.applications.reporting import differing
from webapp.models.applications import Application, ApplicationMember
from webapp.models.verifications import VerificationReply
from webapp.security import audit

LONGEST_WORDS = 500


class ReplyChoice(StrEnum):
    """`OFFICE`: I did not say it right. `OWN`: the record is wrong, look again. `BOTH`: there is a reason."""

    OFFICE = "office"
    OWN = "own"
    BOTH = "both"


def own_differences(rows: Iterable[Compared], viewer: ApplicationMember) -> tuple[Compared, ...]:
    """What differs and rests on records about `viewer` alone: all that may be shown to them in full."""
    return tuple(one for one in differing(rows) if is_own(one, viewer))


def others_differ(rows: Iterable[Compared], viewer: ApplicationMember) -> bool:
    """Whether something differs of which `viewer` learns no more than that."""
    return any(not is_own(one, viewer) for one in differing(rows))


def is_own(row: Compared, viewer: ApplicationMember) -> bool:
    """Whether a row is about `viewer` or the household, and nobody else's records speak out of it."""
    return row.person in (None, viewer.person) and row.told_by == {viewer.person}


def reply(
    session: Session,
    application: Application,
    row: Compared,
    said: tuple[ReplyChoice, str],
    *,
    at: datetime.datetime,
) -> VerificationReply:
    """Keep what the applicant says of a fact that differs. A later reply counts instead of an earlier one."""
    if row.standing is not Standing.DIFFERS:
        raise ValueError("only what differs is replied to")
    choice, words = said
    kept = VerificationReply(
        application_id=application.id,
        person=row.person,
        fact=row.fact,
        choice=choice,
        words=words[:LONGEST_WORDS] or None,
        at=at,
    )
    session.add(kept)
    audit.record(session, "applicant", "reply-verification", subject=application.id, at=at, facts=[row.fact])
    session.flush()
    return kept


def find_replies(session: Session, application: Application) -> dict[Subject, VerificationReply]:
    """The newest reply to each fact."""
    wanted = select(VerificationReply).where(VerificationReply.application_id == application.id)
    return {(one.person, one.fact): one for one in session.scalars(wanted.order_by(VerificationReply.id))}
