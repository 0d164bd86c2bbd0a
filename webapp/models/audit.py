"""Who read or changed whose case: ids and names of facts, never values."""

from datetime import datetime

from sqlalchemy import Integer, String
from sqlalchemy.orm import Mapped, mapped_column

from webapp.models.base import Base, Instant


class AuditRow(Base):
    """`seal` hashes the row together with the seal before it; the worker sets it, and nothing changes it."""

    __tablename__ = "audit"

    id: Mapped[int] = mapped_column(Integer, primary_key=True)
    at: Mapped[datetime] = mapped_column(Instant)
    actor: Mapped[str] = mapped_column(String(80))
    action: Mapped[str] = mapped_column(String(40))
    subject: Mapped[str] = mapped_column(String(80))
    facts: Mapped[str] = mapped_column(String(500), default="")
    seal: Mapped[str | None] = mapped_column(String(64))
