"""All tables. Importing this package registers every model with `Base.metadata`."""

from webapp.models.applications import (
    Application,
    ApplicationMember,
    Authorisation,
    Commitment,
    Request,
    RequestEvent,
    RequestSubject,
    StatusTry,
)
from webapp.models.audit import AuditRow
from webapp.models.base import Base, EncryptedJSON, EncryptedText, Instant
from webapp.models.conversations import ConversationRow
from webapp.models.handovers import HandoverRow, HandoverState, HandoverWord
from webapp.models.inbox import InboxRow, Told
from webapp.models.outbox import Channel, OutboxRow, OutboxState
from webapp.models.wechat import WechatConsent, WechatPerson, WechatToken

__all__ = [
    "Application",
    "ApplicationMember",
    "AuditRow",
    "Authorisation",
    "Base",
    "Channel",
    "Commitment",
    "ConversationRow",
    "EncryptedJSON",
    "EncryptedText",
    "HandoverRow",
    "HandoverState",
    "HandoverWord",
    "InboxRow",
    "Instant",
    "OutboxRow",
    "OutboxState",
    "Request",
    "RequestEvent",
    "RequestSubject",
    "StatusTry",
    "Told",
    "WechatConsent",
    "WechatPerson",
    "WechatToken",
]
