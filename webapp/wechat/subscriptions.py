"""Messages that a citizen agreed to, one at a time: 订阅通知. An agreement is used up by one message."""

from collections.abc import Iterable
from datetime import datetime

from sqlalchemy import select, update
from sqlalchemy.orm import Session

from webapp.models.wechat import WechatConsent

MOST = 20


def record(session: Session, sender_hash: str, consents: Iterable[tuple[str, bool]], *, at: datetime) -> None:
    """Add one message for each template agreed to; a refusal takes back all that were left."""
    for template_id, agreed in consents:
        row = _find(session, sender_hash, template_id)
        if row is None:
            row = WechatConsent(sender_hash=sender_hash, template_id=template_id[:64], left=0)
            session.add(row)
        row.left = min(row.left + 1, MOST) if agreed else 0
        row.changed_at = at


def use(session: Session, sender_hash: str, template_id: str) -> bool:
    """Use up one agreement; False when there is none. Two processes never use the same one."""
    used = session.execute(
        update(WechatConsent)
        .where(WechatConsent.sender_hash == sender_hash, WechatConsent.template_id == template_id)
        .where(WechatConsent.left > 0)
        .values(left=WechatConsent.left - 1)
        .execution_options(synchronize_session=False)
    )
    return used.rowcount == 1


def count_left(session: Session, sender_hash: str, template_id: str) -> int:
    row = _find(session, sender_hash, template_id)
    return row.left if row is not None else 0


def _find(session: Session, sender_hash: str, template_id: str) -> WechatConsent | None:
    wanted = (WechatConsent.sender_hash == sender_hash, WechatConsent.template_id == template_id)
    return session.scalars(select(WechatConsent).where(*wanted)).one_or_none()
