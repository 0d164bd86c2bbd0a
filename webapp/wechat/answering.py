"""From a delivery to the words that answer it: one turn for a message, however often it is delivered.

The turn runs in a thread of its own. WeChat waits 5 seconds: a push whose turn is not done in 3.5 is answered
with a word of patience, and what the turn comes to follows as a customer-service message.
"""

from __future__ import annotations

import time
from collections.abc import Callable
from concurrent.futures import Future, ThreadPoolExecutor
from dataclasses import dataclass, field
from threading import BoundedSemaphore
from typing import TYPE_CHECKING

import structlog
from sqlalchemy.exc import OperationalError
from sqlalchemy.orm import Session

import bot
from webapp import chat, clock, metrics, people, tracing
from webapp.db import begin_write, is_full, make_sessions
from webapp.wechat import inbox, subscriptions
from webapp.wechat.envelope import Delivery

if TYPE_CHECKING:
    from webapp.app import Zizhuni

# A duplicate waits a little longer than the first push is held, so that it hears what became of that one.
HOLD_SECONDS, WAIT_SECONDS = 3.5, 4.0
MOST_TURNS = 32
SPOKEN = frozenset({"text", "voice"})
GREETED = frozenset({"event.subscribe", "event.scan", "event.click"})
LEAVING, WAITS_FOR_SCAN = "event.unsubscribe", "event.scancode_waitmsg"
CONSENTS = frozenset({"event.subscribe_msg_popup_event", "event.subscribe_msg_change_event"})
# All other events (a page opened, a position, a receipt) leave nothing to do or to say.
EVENTS = GREETED | CONSENTS | {LEAVING, WAITS_FOR_SCAN}
# What a menu button or a scanned code may set going. Whatever else they say is a greeting.
ACTIONS = frozenset({"home", "result", "status", "apply", "human", "more", "policy"})
SCENE = "qrscene_"
WORDLESS = {"shortvideo": "video"}
log = structlog.get_logger()


@dataclass(frozen=True)
class Hands:
    """The threads of this process that take turns, made when the first one is needed."""

    free: BoundedSemaphore = field(default_factory=lambda: BoundedSemaphore(MOST_TURNS))
    pool: ThreadPoolExecutor = field(default_factory=lambda: ThreadPoolExecutor(MOST_TURNS))

    def begin(self, work: Callable[[], inbox.Settled | None]) -> Future | None:
        """The turn as it runs; None when too many are running."""
        if not self.free.acquire(blocking=False):
            return None
        future = self.pool.submit(tracing.going_along(work))
        future.add_done_callback(lambda _done: self.free.release())
        return future


def answer(session: Session, app: Zizhuni, delivery: Delivery, *, root: str, came: float) -> str:
    """The reply to `delivery`, committed. Empty where WeChat wants none, or another process is at it.

    `came`: when the push arrived (monotonic); `root`: the address that links in the reply begin with.
    """
    if delivery.kind.startswith("event.") and delivery.kind not in EVENTS:
        return ""
    key, until = key_of(app, delivery), came + HOLD_SECONDS
    try:
        claimed = inbox.claim(session, key, _to_json(delivery, root), until=came + WAIT_SECONDS)
    except TimeoutError:
        return ""
    except OperationalError as error:
        if not is_full(error):
            raise  # WeChat pushes again, and by then it may be back
        log.error("no_room", error=type(error.orig).__name__, kind=delivery.kind)
        metrics.NO_ROOM.inc()
        session.rollback()
        return bot.say("reply_no_room")
    if isinstance(claimed, inbox.Settled):
        return _words(claimed)
    turn = app.hands.begin(lambda: take(app, claimed))
    if turn is None:
        return _words(inbox.mark_late(session, claimed, seconds=0))
    try:
        return _words(turn.result(max(until - time.monotonic(), 0)))
    except TimeoutError:
        return _words(inbox.mark_late(session, claimed))


def take(app: Zizhuni, claimed: inbox.Claim, *, in_order: bool = True) -> inbox.Settled | None:
    """Take the turn of a claimed delivery in a session of its own, after those before it."""
    with make_sessions(app.engine)() as session:
        compose = _composer(app)
        try:
            return (inbox.work_off if in_order else inbox.settle)(session, claimed, compose)
        except OperationalError as error:
            # Locked or gone for a moment: nothing was written, and the worker takes the turn when it is back.
            log.error("database_unavailable", error=type(error.orig).__name__, kind=claimed.message["kind"])
            session.rollback()
            return inbox.mark_late(session, claimed, seconds=0)


def key_of(app: Zizhuni, delivery: Delivery) -> inbox.Key:
    return inbox.Key(
        app_id=app.settings.wechat_app_id,
        sender_hash=people.account_hash(app, delivery.sender),
        message_hash=app.index_hash("wechat.message", delivery.identity),
        place=delivery.number,
    )


def _composer(app: Zizhuni) -> inbox.Compose:
    """A turn for any claimed message; a fault in it is answered with an apology, once."""

    def compose(session: Session, message: inbox.Message, store: inbox.Store) -> None:
        try:
            _compose(session, app, message, store)
        except (inbox.LeaseLost, OperationalError):
            raise
        except Exception as error:
            log.error("wechat_fault", error=type(error).__name__, kind=message["kind"])
            begin_write(session)
            store(bot.say("reply_fault"))

    return compose


def _compose(session: Session, app: Zizhuni, message: inbox.Message, store: inbox.Store) -> None:
    sender_hash = people.find_account_hash(session, app, message["sender"])
    if message["kind"] == LEAVING:
        chat.forget(session, sender_hash)
        people.forget(session, sender_hash)
        store("")
        return
    if message["kind"] in CONSENTS:
        begin_write(session)
        subscriptions.record(session, sender_hash, message["consents"], at=clock.now())
        store("")
        return

    def keep(turned: chat.Turned) -> None:
        """While somebody at the desk speaks, the bot listens; it speaks up for danger alone."""
        urgent = turned.match is not None and turned.match.urgent
        store("" if turned.is_taken and not urgent else _render(app, turned.reply, message["root"]))

    speaker = chat.Speaker("wechat", sender_hash=sender_hash, sender=message["sender"], root=message["root"])
    chat.converse(session, app, speaker, _said(message), now=clock.now(), and_then=keep)


def _said(message: inbox.Message) -> bot.Message | bot.Unread:
    """What a delivery says to the bot: words, a tapped choice, or something without words."""
    kind, text, choice = message["kind"], message["text"], message["choice"]
    if kind in SPOKEN and (text or choice):
        return bot.Message(text=text, choice=choice)
    if kind in GREETED:
        return bot.Message(choice=_chosen(message["key"]))
    return bot.Unread(WORDLESS.get(kind, kind), message["place"])


def _chosen(key: str) -> str:
    """The choice behind a menu button (`go.status`) or the scene of a code (`policy.…`, `status`)."""
    choice = f"go.{key.removeprefix(SCENE)}" if not key.startswith("go.") else key
    return choice if choice.split(".")[1] in ACTIONS else chat.ARRIVED.choice


def _render(app: Zizhuni, reply: bot.Reply, root: str) -> str:
    mini = app.settings.miniprogram_app_id if app.settings.miniprogram_links else ""
    return bot.render_wechat(reply, root=root, miniprogram=mini)


def _words(settled: inbox.Settled | None) -> str:
    if settled is None:
        return ""
    return bot.say("reply_late") if settled.late else settled.reply


def _to_json(delivery: Delivery, root: str) -> dict[str, object]:
    """What another process needs to answer it."""
    names = ("sender", "kind", "text", "choice", "key", "place")
    consents = [list(one) for one in delivery.consents]
    return {name: getattr(delivery, name) for name in names} | {"root": root, "consents": consents}
