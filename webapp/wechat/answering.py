"""From a delivery to the words that answer it: one turn for a message, however often it is delivered."""

from __future__ import annotations

from typing import TYPE_CHECKING

import structlog
from sqlalchemy.orm import Session

import bot
from webapp import chat, clock
from webapp.wechat import inbox
from webapp.wechat.envelope import Delivery

if TYPE_CHECKING:
    from webapp.app import Zizhuni

# What a person sees who sent something else than words, and who comes while a fault lasts.
NOT_WORDS = "图片、语音这些我还看不懂。打几个字说说家里的难处就行，我帮您看能领什么。"
SORRY = "刚才出了点小毛病，没顾上回您。请再发一次；急的话打 12345，全天有人接。"
SPOKEN = frozenset({"text", "voice"})
GREETED = frozenset(
    {"event.subscribe", "event.subscribe_scan", "event.subscribe_scan_product", "event.click"}
)
LEAVING = "event.unsubscribe"
log = structlog.get_logger()


def answer(session: Session, app: Zizhuni, delivery: Delivery, root: str) -> str:
    """The reply to `delivery`, committed. Empty where WeChat wants none, or another process is at it.

    Who stops following is forgotten; the deletion is left to be committed.
    """
    key = _key(app, delivery)
    if delivery.kind == LEAVING:
        chat.forget(session, key.sender_hash)
    if not _wants_answer(delivery):
        return ""

    def compose(store: inbox.Store) -> None:
        if not _is_understood(delivery):
            store(NOT_WORDS)
            return
        speaker = chat.Speaker("wechat", sender_hash=key.sender_hash, sender=delivery.sender, root=root)
        said = bot.Message(text=delivery.text, choice=delivery.choice)
        message = chat.ARRIVED if delivery.kind in GREETED else said
        keep = lambda turned: store(bot.render_wechat(turned.reply))  # noqa: E731
        chat.converse(session, app, speaker, message, now=clock.now(), and_then=keep)

    try:
        return inbox.answer_once(session, key, compose)
    except TimeoutError:
        return ""
    except Exception as error:
        log.error("wechat_fault", error=type(error).__name__, kind=delivery.kind)
        return SORRY


def _is_understood(delivery: Delivery) -> bool:
    """Words, spoken words that WeChat wrote down, and greetings."""
    return delivery.kind in GREETED or (delivery.kind in SPOKEN and bool(delivery.text or delivery.choice))


def _wants_answer(delivery: Delivery) -> bool:
    """Events other than a greeting or a menu tap (leaving, positions, receipts) get no words."""
    return not delivery.kind.startswith("event.") or delivery.kind in GREETED


def _key(app: Zizhuni, delivery: Delivery) -> inbox.Key:
    return inbox.Key(
        app_id=app.settings.wechat_app_id,
        sender_hash=app.index_hash("wechat.openid", delivery.sender),
        message_hash=app.index_hash("wechat.message", delivery.identity),
        place=delivery.place,
    )
