"""Papers that answer for something of their own: a sheet that was signed, a thing that was found missing.

Each is a paper like any other, of a kind of its own, so that it is decoded, sealed, shown, written down and
deleted as all are. What it answers for names its row: `Authorisation.photo`, `SupplementEntry.document`.
"""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from datetime import datetime

from sqlalchemy.orm import Session

from knowledge.policies import Document
from webapp.applications import consent, paper, supplements
from webapp.applications.households import label_of
from webapp.applications.moving import By
from webapp.applications.signatures import SignatureState
from webapp.applications.supplements import EntryKind
from webapp.documents.wording import load_words
from webapp.languages import say, typed
from webapp.models.afterwards import SupplementEntry
from webapp.models.applications import Application, ApplicationMember
from webapp.models.documents import DocumentRow

SHEET, MISSING = "sheet", "missing"


@dataclass(frozen=True)
class Tied:
    """A paper and what it is for: the member whose sheet it is, or the entry of a list of what is missing."""

    document: Document
    row: DocumentRow | None
    signer: ApplicationMember | None = None
    entry: SupplementEntry | None = None

    @property
    def is_fixed(self) -> bool:
        """Whether it has been looked at and holds, so that nothing of it is taken away any more."""
        if self.signer is None or self.row is None:
            return False
        return any(
            one.photo == self.row.id and one.state == SignatureState.SIGNED
            for one in self.signer.authorisations
        )


def sheet_kind(member: ApplicationMember) -> str:
    return f"{SHEET}-{member.position}"


def missing_kind(entry: SupplementEntry) -> str:
    return f"{MISSING}-{entry.id}"


def find_tied(session: Session, application: Application, rows: Mapping[str, DocumentRow]) -> Iterator[Tied]:
    """Sheets that are photographed or are to be, and what is missing as a paper; `rows` by kind."""
    for member in application.members:
        if (kind := sheet_kind(member)) in rows:
            who = "申请人" if member.is_applicant else label_of(member.relation)
            yield Tied(_make(kind, SHEET, who=who), rows[kind], signer=member)
    is_open = {one.id for one in supplements.find_asked(session, application)}
    for request in application.requests:
        for supplement in request.supplements:
            for entry in supplement.entries:
                row = rows.get(missing_kind(entry))
                asked = supplement.id in is_open and entry.kind == EntryKind.DOCUMENT
                if asked or (row is not None and row.pages):
                    named = _make(missing_kind(entry), MISSING, wanted=typed(entry.wanted), why=entry.why)
                    yield Tied(named, row, entry=entry)


def find_one(
    session: Session, application: Application, rows: Mapping[str, DocumentRow], kind: str
) -> Tied | None:
    return next((one for one in find_tied(session, application, rows) if one.document.id == kind), None)


def _make(kind: str, sort: str, **about: str | None) -> Document:
    said = load_words()[sort]
    why = about.get("why") or said["why"]
    return Document(kind, say(said["name"], **about), "photo", (), why, said["shows"])


def settle(session: Session, tied: Tied, row: DocumentRow, by: By, *, at: datetime) -> None:
    """After photos came or went: the sheet waits for a look, or the missing thing is answered, or neither."""
    given = row.id if row.pages else None
    if tied.entry is not None:
        supplements.attach(session, tied.entry, given, by, at=at)
    elif given and consent.find_authorisation(tied.signer, at) is None:
        paper.hand_in_paper(tied.signer, at, photo=given)
    elif not given and (waiting := paper.find_paper(tied.signer)) is not None:
        waiting.photo = None
