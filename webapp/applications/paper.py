"""Signing on paper: a sheet is signed, photographed, handed in; it counts once staff have looked at it."""

import datetime

from sqlalchemy.orm import Session

from webapp.applications import consent, copies, verifying
from webapp.applications.errors import PaperError
from webapp.applications.guardians import Guardianship, check_signer
from webapp.applications.signatures import Door, Mark, SignatureKind, SignatureState
from webapp.applications.wording import AUTHORISATION, load_deed
from webapp.models.applications import ApplicationMember, Authorisation
from webapp.security import audit


def hand_in_paper(
    member: ApplicationMember, at: datetime.datetime, *, photo: str | None = None
) -> Authorisation:
    """A sheet that `member` is said to have signed. Waits for a look; `photo` names the picture of it.

    Handing in again keeps the one sheet, with the newer photo.
    """
    waiting = find_paper(member)
    if waiting is None:
        waiting = consent.make_authorisation(member, SignatureKind.PAPER, at, mark=Mark(door=Door.PAPER))
        waiting.state = SignatureState.AWAITING_CHECK
    waiting.photo = photo or waiting.photo
    return waiting


def find_paper(member: ApplicationMember) -> Authorisation | None:
    """The sheet of `member` that waits for a look."""
    return next((one for one in member.authorisations if consent.is_awaiting(one)), None)


def find_turned_down(member: ApplicationMember) -> Authorisation | None:
    """The last sheet of `member`, when it was turned down."""
    sheets = [one for one in member.authorisations if one.kind == SignatureKind.PAPER]
    return sheets[-1] if sheets and sheets[-1].state == SignatureState.TURNED_DOWN else None


def confirm_paper(
    session: Session,
    authorisation: Authorisation,
    *,
    by: str,
    at: datetime.datetime,
    photo: str | None,
    guardian: Guardianship | None = None,
) -> Authorisation:
    """Staff saw the signed sheet: it counts from now on. Where a signature holds already, that one stays.

    `by` is a staff id, `photo` names the picture unless it was handed in, `guardian` is who signed the sheet
    for somebody. Raises PaperError, and GuardianError as a signature on a phone does.
    """
    _check_waiting(authorisation, by)
    shown = photo or authorisation.photo
    if not shown:
        raise PaperError("a signed sheet counts with its photo")
    member = authorisation.member
    check_signer(member, guardian, at)
    holding = consent.find_authorisation(member, at)
    if holding is not None:
        authorisation.ended_at = at
        return holding
    authorisation.ended_at = at  # so that it is not ended with what it takes the place of
    consent.end_authorisations(member, at)
    authorisation.ended_at = None
    authorisation.state, authorisation.photo = SignatureState.SIGNED, shown
    authorisation.checked_by, authorisation.checked_at = by, at
    authorisation.signature = guardian.guardian.name if guardian else member.name
    consent.note_guardian(authorisation, guardian)
    authorisation.expires_at = load_deed(AUTHORISATION).expires_at(at)
    member.refused_at = None
    copies.keep_copy(authorisation)
    _note(session, authorisation, "confirm-paper", by, at=at)
    verifying.order_signed(session, member.application, at)
    return authorisation


def turn_down_paper(
    session: Session, authorisation: Authorisation, *, by: str, at: datetime.datetime, reason: str
) -> None:
    """The sheet cannot be taken; the applicant reads why. Raises PaperError."""
    _check_waiting(authorisation, by)
    authorisation.state, authorisation.check_note = SignatureState.TURNED_DOWN, reason
    authorisation.checked_by, authorisation.checked_at, authorisation.ended_at = by, at, at
    _note(session, authorisation, "turn-down-paper", by, at=at)


def _check_waiting(authorisation: Authorisation, by: str) -> None:
    if not by:
        raise PaperError("who looked at the sheet has to be known")
    if not consent.is_awaiting(authorisation):
        raise PaperError("no sheet waits here")


def _note(
    session: Session, authorisation: Authorisation, action: str, by: str, *, at: datetime.datetime
) -> None:
    session.flush()
    audit.record(session, by, action, subject=f"authorisation:{authorisation.id}", at=at)
