"""Which town a request is with and why, and what was handed to or came from elsewhere in the province."""

from datetime import datetime
from enum import StrEnum

from sqlalchemy import ForeignKey, Index, String, Text, text
from sqlalchemy.orm import Mapped, mapped_column

from webapp.models.base import Base, EncryptedJSON, EncryptedText, Instant


class Place(StrEnum):
    """By what a town was chosen. The first three are the words of the guide's routes."""

    HUKOU = "hukou_town"
    RESIDENCE = "residence_town"
    EVENT = "event_town"
    CLERK = "clerk"
    PROVINCE = "province"


class RequestRoute(Base):
    """A request goes to a town: the newest counts. `says` and `source` are those of the rule.

    `reason`: why a clerk has sent it elsewhere. `key` is that of the button.
    """

    __tablename__ = "request_routes"
    __table_args__ = (Index("uq_request_routes_key", "request_id", "key", unique=True),)

    id: Mapped[int] = mapped_column(primary_key=True)
    request_id: Mapped[int] = mapped_column(ForeignKey("requests.id", ondelete="CASCADE"), index=True)
    place: Mapped[str] = mapped_column(String(16))
    district: Mapped[str | None] = mapped_column(String(32))
    town: Mapped[str | None] = mapped_column(String(12))
    from_district: Mapped[str | None] = mapped_column(String(32))
    from_town: Mapped[str | None] = mapped_column(String(12))
    says: Mapped[str] = mapped_column(Text)
    source: Mapped[str] = mapped_column(Text, default="")
    reason: Mapped[str | None] = mapped_column(EncryptedText("request_routes.reason"))
    by: Mapped[str] = mapped_column(String(32))
    at: Mapped[datetime] = mapped_column(Instant)
    key: Mapped[str | None] = mapped_column(String(64))


class Direction(StrEnum):
    OUT = "out"
    IN = "in"


class TransferState(StrEnum):
    """Of what is said to the other town: the transfer itself, or, for what came in, the answer to it.

    `UNCERTAIN`: whether it arrived is not known. It is shown so and never sent again by itself.
    """

    PENDING = "pending"
    SENDING = "sending"
    UNCERTAIN = "uncertain"
    REFUSED = "refused"
    TAKEN = "taken"
    ANSWERED = "answered"


class Transfer(Base):
    """A request that another town of the province decides on, or that was handed to a town here.

    `number` is how both sides know it. `there` is the other side: the code of a city, and the place by name.
    `application_number` and `person` are what was sent (out) or came (in). For what came in `state` is TAKEN
    while it is handled here. `outcome` and `answer` are what became of it.
    """

    __tablename__ = "transfers"
    __table_args__ = (
        Index(None, "state", "due_at"),
        Index(
            "uq_transfers_open",
            "request_id",
            unique=True,
            sqlite_where=text("closed_at IS NULL"),
            postgresql_where=text("closed_at IS NULL"),
        ),
    )

    id: Mapped[int] = mapped_column(primary_key=True)
    number: Mapped[str] = mapped_column(String(32), unique=True)
    direction: Mapped[str] = mapped_column(String(3))
    request_id: Mapped[int | None] = mapped_column(ForeignKey("requests.id", ondelete="CASCADE"), index=True)
    district: Mapped[str | None] = mapped_column(String(32))
    town: Mapped[str | None] = mapped_column(String(12), index=True)
    there_city: Mapped[str] = mapped_column(String(6))
    there: Mapped[str] = mapped_column(String(64))
    letter: Mapped[dict] = mapped_column(EncryptedJSON("transfers.letter"))
    consent: Mapped[str | None] = mapped_column(String(16))
    state: Mapped[str] = mapped_column(String(12))
    attempts: Mapped[int] = mapped_column(default=0)
    fault: Mapped[str | None] = mapped_column(String(64))
    due_at: Mapped[datetime | None] = mapped_column(Instant)
    sending_since: Mapped[datetime | None] = mapped_column(Instant)
    outcome: Mapped[str | None] = mapped_column(String(16))
    answer: Mapped[str | None] = mapped_column(EncryptedText("transfers.answer"))
    by: Mapped[str] = mapped_column(String(32))
    opened_at: Mapped[datetime] = mapped_column(Instant)
    taken_at: Mapped[datetime | None] = mapped_column(Instant)
    closed_at: Mapped[datetime | None] = mapped_column(Instant)
