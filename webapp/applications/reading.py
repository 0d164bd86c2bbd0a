"""Reading before signing: the whole text was served, and somebody pressed the button at its end."""

import datetime
from enum import StrEnum

from sqlalchemy import select
from sqlalchemy.orm import Session

from webapp.applications.signatures import Door
from webapp.applications.wording import AUTHORISATION, load_deed
from webapp.models.applications import ApplicationMember
from webapp.models.signing import DeedReading

HOLDS_FOR = datetime.timedelta(days=1)
"""Who signs later reads again. The day is this product's choice."""


class Manner(StrEnum):
    """`SCROLLED`: the browser saw the end of the text come into view."""

    SCROLLED = "scrolled"
    PAGED = "paged"


def note_reading(
    session: Session,
    member: ApplicationMember,
    served_at: datetime.datetime,
    at: datetime.datetime,
    **how: str,
) -> DeedReading:
    """Record that the text of today was read. `how`: `door` and `manner`."""
    deed = load_deed(AUTHORISATION)
    read = DeedReading(member_id=member.id, text_version=deed.version, served_at=served_at, read_at=at, **how)
    session.add(read)
    session.flush()
    return read


def find_reading(
    session: Session, member: ApplicationMember, door: Door, at: datetime.datetime
) -> DeedReading | None:
    """When the text of today was read for this member at this door, not long ago."""
    wanted = select(DeedReading).where(
        DeedReading.member_id == member.id,
        DeedReading.door == door,
        DeedReading.text_version == load_deed(AUTHORISATION).version,
        DeedReading.read_at > at - HOLDS_FOR,
    )
    return session.scalars(wanted.order_by(DeedReading.id.desc())).first()
