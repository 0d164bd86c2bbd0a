"""What is known of WeChat's side: its token, who is one person at two doors, who agreed to a message."""

from datetime import datetime

from sqlalchemy import ForeignKey, Integer, String, UniqueConstraint
from sqlalchemy.orm import Mapped, mapped_column, relationship

from webapp.models.base import Base, EncryptedText, Instant


class WechatToken(Base):
    """The access token of an account, shared by all processes. One of them renews it, by `lease`."""

    __tablename__ = "wechat_tokens"

    app_id: Mapped[str] = mapped_column(String(32), primary_key=True)
    token: Mapped[str | None] = mapped_column(EncryptedText("wechat_tokens.token"))
    expires_at: Mapped[datetime] = mapped_column(Instant)
    lease: Mapped[str | None] = mapped_column(String(32))
    leased_until: Mapped[datetime | None] = mapped_column(Instant)


class WechatPerson(Base):
    """One person: the keyed hashes under which the service account and the mini-program know them.

    They are joined by `union_hash`, the keyed hash of the unionid; None where WeChat has none. `parted_at`:
    the person said 解绑, and the two doors stay apart from then on. `account` and `mini` are the openids that
    messages are sent to.
    """

    __tablename__ = "wechat_people"

    id: Mapped[int] = mapped_column(Integer, primary_key=True)
    union_hash: Mapped[str | None] = mapped_column(String(64), unique=True)
    account_hash: Mapped[str | None] = mapped_column(String(64), unique=True)
    account: Mapped[str | None] = mapped_column(EncryptedText("wechat_people.account"))
    mini_hash: Mapped[str | None] = mapped_column(String(64), unique=True)
    mini: Mapped[str | None] = mapped_column(EncryptedText("wechat_people.mini"))
    parted_at: Mapped[datetime | None] = mapped_column(Instant)


class MiniLogin(Base):
    """Somebody logged in to the mini-program on one phone. Only the hash of the phone's token is kept.

    `application_id` is what they looked up last with its number and ID tail, from `looked_up_at` on; in the
    applicant's place where they were known as a helper.
    """

    __tablename__ = "mini_logins"

    id: Mapped[int] = mapped_column(Integer, primary_key=True)
    person_id: Mapped[int] = mapped_column(ForeignKey("wechat_people.id", ondelete="CASCADE"), index=True)
    token_hash: Mapped[str] = mapped_column(String(64), unique=True)
    opened_at: Mapped[datetime] = mapped_column(Instant)
    expires_at: Mapped[datetime] = mapped_column(Instant, index=True)
    application_id: Mapped[str | None] = mapped_column(ForeignKey("applications.id", ondelete="SET NULL"))
    looked_up_at: Mapped[datetime | None] = mapped_column(Instant)
    helper_id: Mapped[int | None] = mapped_column(ForeignKey("helpers.id", ondelete="SET NULL"))

    person: Mapped[WechatPerson] = relationship(lazy="joined", innerjoin=True)


class WechatConsent(Base):
    """How many messages of one template a person has agreed to and not yet had."""

    __tablename__ = "wechat_consents"
    __table_args__ = (UniqueConstraint("sender_hash", "template_id"),)

    id: Mapped[int] = mapped_column(Integer, primary_key=True)
    sender_hash: Mapped[str] = mapped_column(String(64))
    template_id: Mapped[str] = mapped_column(String(64))
    left: Mapped[int] = mapped_column(Integer)
    changed_at: Mapped[datetime] = mapped_column(Instant)
