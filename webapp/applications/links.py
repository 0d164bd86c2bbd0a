"""A personal link for a member who is elsewhere: one member, one signature, some days.

The token has 192 random bits and is kept nowhere; its keyed hash finds the link again. A link shows the
member's own name, masked, and the text; nobody else's data.
"""

import datetime
import secrets
from collections.abc import Callable

from sqlalchemy import func, select, update
from sqlalchemy.orm import Session

from webapp.applications import consent
from webapp.applications.errors import TooManyLinksError
from webapp.applications.signatures import is_name_of, is_tail_of
from webapp.models.applications import ApplicationMember
from webapp.models.signing import SigningLink

TOKEN_BYTES = 24
VALID_FOR = datetime.timedelta(days=7)
"""Less than the ten days that missing signatures have; this product's choice."""
MOST_TRIES = 5
MOST_A_DAY = 5
A_DAY = datetime.timedelta(days=1)
PURPOSE = "signing.link"
IndexHash = Callable[[str, str], str]


def open_link(
    session: Session, index_hash: IndexHash, member: ApplicationMember, at: datetime.datetime
) -> tuple[str, SigningLink]:
    """A new token for `member`, and its link; the links of before are dead. Raises TooManyLinksError."""
    of_today = (SigningLink.member_id == member.id, SigningLink.created_at > at - A_DAY)
    if session.scalar(select(func.count()).select_from(SigningLink).where(*of_today)) >= MOST_A_DAY:
        raise TooManyLinksError(f"member {member.id} had {MOST_A_DAY} links within a day")
    revoke_links(session, member, at)
    token = secrets.token_urlsafe(TOKEN_BYTES)
    link = SigningLink(
        member_id=member.id,
        token_hash=index_hash(PURPOSE, token),
        created_at=at,
        expires_at=at + VALID_FOR,
    )
    session.add(link)
    session.flush()
    return token, link


def revoke_links(session: Session, member: ApplicationMember, at: datetime.datetime) -> None:
    """Make dead whatever link of `member` still lives."""
    living = (SigningLink.member_id == member.id, SigningLink.revoked_at.is_(None))
    session.execute(update(SigningLink).where(*living).values(revoked_at=at))


def find_link(
    session: Session, index_hash: IndexHash, token: str, at: datetime.datetime
) -> SigningLink | None:
    """The link of this token while it lives: not used, not replaced, not late, not tried too often.

    Locked until the end of the transaction, so that tries at once are counted one by one.
    """
    wanted = select(SigningLink).where(SigningLink.token_hash.in_(index_hash.every(PURPOSE, token[:100])))
    link = session.scalars(wanted.with_for_update()).one_or_none()
    return link if link is not None and is_living(link, at) else None


def is_living(link: SigningLink, at: datetime.datetime) -> bool:
    over = link.used_at or link.revoked_at or link.expires_at <= at
    return not over and link.tries < MOST_TRIES and not consent.is_over(link.member.application)


def identify(link: SigningLink, name: str, id_tail: str) -> bool:
    """Whether who opened the link is its member. A wrong answer counts, and does not say what was wrong."""
    right = is_name_of(link.member, name) & is_tail_of(link.member, id_tail)
    if not right:
        link.tries += 1
    return right
