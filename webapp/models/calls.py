"""The call that an agent is on: what was typed and settled so far, as one encrypted value."""

from datetime import datetime

from sqlalchemy import BigInteger, ForeignKey, String
from sqlalchemy.orm import Mapped, mapped_column

from webapp.models.base import Base, EncryptedJSON, Instant


class CallRow(Base):
    """One call of one agent. `session_id` is the signed-in session that has it on its screen.

    `seq` grows with what the browser sends: what arrives late does not overwrite what is newer.
    """

    __tablename__ = "calls"

    id: Mapped[str] = mapped_column(String(32), primary_key=True)
    staff_id: Mapped[int] = mapped_column(ForeignKey("staff.id", ondelete="CASCADE"), index=True)
    session_id: Mapped[int | None] = mapped_column(
        ForeignKey("staff_sessions.id", ondelete="SET NULL"), unique=True
    )
    seq: Mapped[int] = mapped_column(BigInteger)
    state: Mapped[dict] = mapped_column(EncryptedJSON("calls.state"))
    opened_at: Mapped[datetime] = mapped_column(Instant)
    touched_at: Mapped[datetime] = mapped_column(Instant, index=True)
