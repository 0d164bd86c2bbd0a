"""One person at two doors: service account and mini-program share a conversation, joined by unionid.

A conversation is found by the keyed hash of its sender. Where both doors are known to be one person it
carries the hash of the service account, where messages can be sent to; the mini-program finds it through the
row here.
"""

from __future__ import annotations

import secrets
from datetime import datetime
from typing import TYPE_CHECKING

from sqlalchemy import delete, select, update
from sqlalchemy.orm import Session

from webapp.models.applications import Application
from webapp.models.conversations import ConversationRow
from webapp.models.handovers import HandoverRow
from webapp.models.wechat import MiniLogin, WechatConsent, WechatPerson
from webapp.security import rehashing
from webapp.security.crypto import IndexHash

if TYPE_CHECKING:
    from webapp.app import Zizhuni

MINI_DOOR = "miniprogram"
ID_BYTES = 18
Sender = tuple[str, str | None]  # keyed hash, and the openid where messages can be sent to


def account_hash(app: Zizhuni, openid: str) -> str:
    return app.index_hash("wechat.openid", openid)


def find_account_hash(session: Session, app: Zizhuni, openid: str) -> str:
    """The hash under which somebody at the service account is known, also while INDEX_KEY is changed."""
    return rehashing.find_hash(session, app.index_hash.every("wechat.openid", openid))


def carry_hash(session: Session, index_hash: IndexHash, purpose: str, value: str) -> str:
    """The newest hash; what stands under an older one while INDEX_KEY is changed is carried over to it."""
    keys = index_hash.every(purpose, value)
    rehashing.move(session, keys)
    return keys[0]


def find_unknown(session: Session, most: int) -> list[tuple[str, str]]:
    """Hash and openid of people at the service account whose unionid nobody has asked for yet."""
    known = select(WechatPerson.id).where(WechatPerson.account_hash == ConversationRow.sender_hash)
    query = select(ConversationRow.sender_hash, ConversationRow.sender).where(
        ConversationRow.door == "wechat", ConversationRow.sender.is_not(None), ~known.exists()
    )
    return [(row.sender_hash, row.sender) for row in session.execute(query.limit(most))]


def meet_account(session: Session, account: tuple[str, str], union: str | None, *, now: datetime) -> None:
    """Note who a follower is: `account` is hash and openid, `union` the hash of the unionid, if any."""
    person = _find(session, WechatPerson.union_hash == union) if union is not None else None
    person = person or _find(session, WechatPerson.account_hash == account[0]) or WechatPerson()
    session.add(person)
    person.union_hash = union or person.union_hash
    person.account_hash, person.account = account
    session.flush()
    _join(session, person, now)


def meet_mini(session: Session, mini: tuple[str, str], union: str | None, *, now: datetime) -> WechatPerson:
    """Note who came through the mini-program: `mini` is hash and openid, `union` as above."""
    person = _find(session, WechatPerson.union_hash == union) if union is not None else None
    other = _find(session, WechatPerson.mini_hash == mini[0])
    if person is not None and other is not None and person is not other:
        session.execute(delete(MiniLogin).where(MiniLogin.person_id == other.id))
        other.mini_hash = other.mini = None
        session.flush()
    person = person or other or WechatPerson()
    session.add(person)
    person.union_hash = union or person.union_hash
    person.mini_hash, person.mini = mini
    session.flush()
    _join(session, person, now)
    return person


def mini_sender(person: WechatPerson) -> Sender | None:
    """The sender whose conversation somebody has in the mini-program; None where nobody comes from there."""
    if person.mini_hash is None:
        return None
    is_joined = person.account_hash is not None and person.parted_at is None
    return (person.account_hash, person.account) if is_joined else (person.mini_hash, None)


def part(session: Session, conversation_id: str, *, at_account: bool, at: datetime) -> bool:
    """Part the two doors of a conversation; False when they were not joined.

    The conversation stays at the door where it was said; the other door begins a new one.
    """
    row = session.get(ConversationRow, conversation_id, populate_existing=True)
    known = row is not None and row.sender_hash is not None
    person = _find(session, WechatPerson.account_hash == row.sender_hash) if known else None
    if person is None or person.mini_hash is None or person.parted_at is not None:
        return False
    person.parted_at = at
    if not at_account:
        row.sender_hash, row.sender = person.mini_hash, None
    session.flush()
    session.expunge(row)
    return True


def rename(session: Session, conversation_id: str) -> str:
    """A new id for a conversation whose old one the other door knows."""
    renamed = secrets.token_urlsafe(ID_BYTES)
    _move(session, conversation_id, renamed)
    own = ConversationRow.id == conversation_id
    session.execute(update(ConversationRow).where(own).values(id=renamed))
    return renamed


def forget(session: Session, sender_hash: str) -> None:
    """Delete what is known of who stopped following."""
    session.execute(delete(WechatConsent).where(WechatConsent.sender_hash == sender_hash))
    session.execute(delete(WechatPerson).where(WechatPerson.account_hash == sender_hash))


def _find(session: Session, wanted) -> WechatPerson | None:
    return session.scalars(select(WechatPerson).where(wanted)).one_or_none()


def _join(session: Session, person: WechatPerson, now: datetime) -> None:
    """Make one conversation of the two of a person who is now known at both doors."""
    if person.parted_at is not None or person.account_hash is None or person.mini_hash is None:
        return
    theirs = ConversationRow.sender_hash.in_([person.account_hash, person.mini_hash])
    rows = session.scalars(select(ConversationRow).where(theirs).with_for_update()).all()
    live = [row for row in rows if row.expires_at > now]
    for row in set(rows) - set(live):
        session.delete(row)
    live.sort(key=lambda row: _worth(session, row), reverse=True)
    for row in live[1:]:
        _move(session, row.id, live[0].id)
        session.delete(row)
    session.flush()
    if live:
        live[0].sender_hash, live[0].sender = person.account_hash, person.account
        live[0].version += 1


def _worth(session: Session, row: ConversationRow) -> tuple[bool, bool, datetime]:
    """Which of two conversations to go on with: one with a draft, one that knows something, the last one."""
    return _has_draft(session, row.id), bool(row.state.get("households")), row.expires_at


def _has_draft(session: Session, conversation_id: str) -> bool:
    wanted = (Application.conversation_id == conversation_id, Application.submitted_at.is_(None))
    return session.scalar(select(Application.id).where(*wanted)) is not None


def _move(session: Session, old: str, new: str) -> None:
    """What was filed and said under one conversation goes with another; a second draft stays behind."""
    filed = Application.conversation_id == old
    if _has_draft(session, new):
        filed &= Application.submitted_at.is_not(None)
    session.execute(update(Application).where(filed).values(conversation_id=new))
    said = HandoverRow.conversation_id == old
    is_open = HandoverRow.closed_at.is_(None)
    if session.scalar(select(HandoverRow.id).where(HandoverRow.conversation_id == new, is_open)) is not None:
        said &= ~is_open
    session.execute(update(HandoverRow).where(said).values(conversation_id=new))
