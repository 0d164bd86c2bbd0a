"""The small reserve of each town for urgent help: how much is left, and every movement of it."""

from datetime import datetime
from enum import StrEnum

from sqlalchemy import BigInteger, CheckConstraint, ForeignKey, Index, Integer, String, text
from sqlalchemy.orm import Mapped, mapped_column

from webapp.models.base import Base, EncryptedText, Instant


class FundMove(StrEnum):
    """`TOP_UP`: the district puts money in. `PAYMENT`: urgent help. `RETURN`: a payment that came back."""

    TOP_UP = "top-up"
    PAYMENT = "payment"
    RETURN = "return"


class Fund(Base):
    """What a town has left, in whole fen. The database itself lets it never fall below nothing."""

    __tablename__ = "funds"
    __table_args__ = (CheckConstraint("balance_fen >= 0", name="balance"),)

    town: Mapped[str] = mapped_column(String(12), primary_key=True)
    district: Mapped[str] = mapped_column(String(32), index=True)
    balance_fen: Mapped[int] = mapped_column(BigInteger, default=0)


class FundEntry(Base):
    """One movement, never changed. `amount_fen` is what the balance gained, below nothing for a payment.

    `key` is unique: a button pressed twice moves money once. A request is paid once.
    """

    __tablename__ = "fund_entries"
    __table_args__ = (
        Index(None, "town", "id"),
        Index(
            "uq_fund_entries_payment",
            "request_id",
            unique=True,
            sqlite_where=text("move = 'payment'"),
            postgresql_where=text("move = 'payment'"),
        ),
    )

    id: Mapped[int] = mapped_column(Integer, primary_key=True)
    town: Mapped[str] = mapped_column(ForeignKey("funds.town"))
    move: Mapped[str] = mapped_column(String(8))
    amount_fen: Mapped[int] = mapped_column(BigInteger)
    balance_fen: Mapped[int] = mapped_column(BigInteger)
    request_id: Mapped[int | None] = mapped_column(ForeignKey("requests.id", ondelete="SET NULL"))
    key: Mapped[str] = mapped_column(String(64), unique=True)
    by: Mapped[str] = mapped_column(String(32))
    note: Mapped[str | None] = mapped_column(EncryptedText("fund_entries.note"))
    at: Mapped[datetime] = mapped_column(Instant)
