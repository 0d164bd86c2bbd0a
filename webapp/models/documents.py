"""Papers that citizens photographed: what is asked for, and the pages that were given.

The pages are rows, not files. Several workers on several machines see one state, a page appears in the
transaction that answers for it or not at all, deleting an application takes its pages along, and one backup
holds everything. A page is about half a megabyte and there are few of them: no load that a database minds.
Lists never read the pictures (`deferred`).
"""

from datetime import datetime
from enum import StrEnum

from sqlalchemy import ForeignKey, Index, Integer, String
from sqlalchemy.orm import Mapped, mapped_column, relationship

from webapp.models.applications import Application
from webapp.models.base import Base, EncryptedText, Instant, Sealed


class DocumentState(StrEnum):
    """`LATER` and `NONE` are answers as well: the applicant brings it later, or has none."""

    ASKED = "asked"
    GIVEN = "given"
    LATER = "later"
    NONE = "none"


class DocumentRow(Base):
    """One kind of paper in one application, asked once for all of its requests.

    `kind` is an id of the guide's documents, or "other". `asked_by` is "guide", "applicant" or a staff id;
    `reason` is what a caseworker wrote with it.
    """

    __tablename__ = "documents"
    __table_args__ = (Index("uq_documents_kind", "application_id", "kind", unique=True),)

    id: Mapped[str] = mapped_column(String(32), primary_key=True)
    application_id: Mapped[str] = mapped_column(ForeignKey("applications.id", ondelete="CASCADE"))
    kind: Mapped[str] = mapped_column(String(48))
    state: Mapped[str] = mapped_column(String(8), default=DocumentState.ASKED)
    asked_by: Mapped[str] = mapped_column(String(32))
    reason: Mapped[str | None] = mapped_column(EncryptedText("documents.reason"))
    asked_at: Mapped[datetime] = mapped_column(Instant)
    answered_at: Mapped[datetime | None] = mapped_column(Instant)

    application: Mapped[Application] = relationship()
    pages: Mapped[list["DocumentPage"]] = relationship(
        order_by="DocumentPage.position", cascade="all, delete-orphan", passive_deletes=True
    )


class DocumentPage(Base):
    """One picture: a re-encoded JPEG and its small likeness, each sealed and bound to the id of this row.

    `faults`: what is wrong with it ("blurred,dark"); `is_kept`: the applicant takes it all the same.
    """

    __tablename__ = "document_pages"

    id: Mapped[str] = mapped_column(String(32), primary_key=True)
    document_id: Mapped[str] = mapped_column(ForeignKey("documents.id", ondelete="CASCADE"), index=True)
    position: Mapped[int] = mapped_column(Integer)
    width: Mapped[int] = mapped_column(Integer)
    height: Mapped[int] = mapped_column(Integer)
    size: Mapped[int] = mapped_column(Integer)
    faults: Mapped[str] = mapped_column(String(32), default="")
    is_kept: Mapped[bool] = mapped_column(default=False)
    image: Mapped[bytes] = mapped_column(Sealed("document_pages.image"), deferred=True)
    thumbnail: Mapped[bytes] = mapped_column(Sealed("document_pages.thumbnail"), deferred=True)
    added_at: Mapped[datetime] = mapped_column(Instant)
