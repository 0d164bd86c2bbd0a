"""The worker: recorded before sending, never sent twice, and what has expired is gone."""

from datetime import timedelta

import pytest
from sqlalchemy import func, select
from sqlalchemy.exc import IntegrityError

from webapp import clock, jobs
from webapp.db import make_engine, make_sessions
from webapp.gateways.http import NotDelivered, OutcomeUnknown
from webapp.models import (
    Channel,
    ConversationRow,
    InboxRow,
    OutboxRow,
    OutboxState,
    SignInTry,
    StaffAccount,
    StaffSession,
)
from webapp.security import audit, seals
from webapp.security.crypto import IndexHash
from webapp.settings import Settings
from webapp.upkeep import jobs as upkeep


class Fake:
    """A gateway that takes everything, or fails as it is told."""

    def __init__(self, fault=None, before=None):
        self.fault, self.before, self.sent = fault, before, []

    def send(self, reference, recipient, text):
        if self.before:
            self.before()
        self.sent.append((reference, recipient, text))
        if self.fault:
            raise self.fault


class Quiet:
    """A province in which nothing happens."""

    def inbox(self, city):
        return []


def no_app():
    raise AssertionError("no turn is left, so that no app is needed")


@pytest.fixture
def stored(installation):
    engine = make_engine(Settings.from_env(installation))
    with make_sessions(engine)() as session:
        yield session
    engine.dispose()


def queue(session, cause="request:1", **changes):
    now = clock.now()
    row = OutboxRow(
        channel=Channel.SMS, cause=cause, recipient="13800000001", body="有新进展", created_at=now, due_at=now
    )
    for name, value in changes.items():
        setattr(row, name, value)
    session.add(row)
    session.commit()
    return row.id


def state_of(session, row_id):
    session.expire_all()
    row = session.get(OutboxRow, row_id)
    found = (row.state, row.reason, row.attempts)
    session.rollback()
    return found


def test_a_due_message_is_sent_once(stored):
    row_id, gateway = queue(stored), Fake()
    assert jobs.send_due(stored, {Channel.SMS: gateway}) == 1
    assert jobs.send_due(stored, {Channel.SMS: gateway}) == 0
    assert gateway.sent == [("request:1", "13800000001", "有新进展")]
    assert state_of(stored, row_id) == (OutboxState.SENT, None, 1)


def test_a_message_is_marked_before_it_leaves(stored):
    row_id = queue(stored)
    seen = []
    other = type(stored)(stored.get_bind())
    gateway = Fake(before=lambda: seen.append(other.get(OutboxRow, row_id).state))
    jobs.send_due(stored, {Channel.SMS: gateway})
    other.close()
    assert seen == [OutboxState.SENDING]


def test_an_unknown_outcome_stays_uncertain_and_is_not_sent_again(stored):
    row_id, gateway = queue(stored), Fake(OutcomeUnknown("connection lost"))
    for _ in range(3):
        jobs.send_due(stored, {Channel.SMS: gateway})
    assert len(gateway.sent) == 1
    assert state_of(stored, row_id) == (OutboxState.UNCERTAIN, "connection lost", 1)


def test_what_never_left_is_tried_again_later(stored):
    row_id, gateway = queue(stored), Fake(NotDelivered("no connection", retry=True))
    jobs.send_due(stored, {Channel.SMS: gateway})
    assert state_of(stored, row_id)[0] == OutboxState.PENDING
    stored.expire_all()
    assert stored.get(OutboxRow, row_id).due_at > clock.now()
    stored.rollback()


def test_after_the_last_try_a_message_has_failed(stored):
    row_id, gateway = queue(stored, attempts=len(jobs.RETRY_MINUTES)), Fake(NotDelivered("busy", retry=True))
    jobs.send_due(stored, {Channel.SMS: gateway})
    assert state_of(stored, row_id)[0] == OutboxState.FAILED


def test_a_refusal_is_final(stored):
    row_id = queue(stored)
    jobs.send_due(stored, {Channel.SMS: Fake(NotDelivered("refused", retry=False))})
    assert state_of(stored, row_id) == (OutboxState.FAILED, "refused", 1)


def test_a_worker_that_died_while_sending_leaves_the_message_uncertain(stored):
    long_ago = clock.now() - timedelta(minutes=10)
    row_id = queue(stored, state=OutboxState.SENDING, sending_since=long_ago)
    gateway = Fake()
    jobs.send_due(stored, {Channel.SMS: gateway})
    assert jobs.settle_lost(stored, clock.now()) == 1
    assert state_of(stored, row_id)[0] == OutboxState.UNCERTAIN
    assert gateway.sent == []


def test_the_same_cause_is_told_once(stored):
    queue(stored)
    with pytest.raises(IntegrityError):
        queue(stored)
    stored.rollback()


def test_expired_conversations_and_old_deliveries_are_gone(stored):
    now = clock.now()
    for name, expires in (("a" * 24, now - timedelta(seconds=1)), ("b" * 24, now + timedelta(days=1))):
        empty = {"state": {}, "said": "", "reply": {}}
        stored.add(
            ConversationRow(id=name, version=1, door="api", created_at=now, expires_at=expires, **empty)
        )
    for message, received in (("m1", now - timedelta(days=2)), ("m2", now)):
        stored.add(
            InboxRow(
                app_id="wx",
                sender_hash="s",
                message_hash=message,
                place=1,
                lease="x",
                leased_until=now,
                received_at=received,
            )
        )
    stored.commit()
    assert upkeep.purge(stored, now) == 2
    assert stored.scalars(select(ConversationRow.id)).all() == ["b" * 24]
    assert stored.scalars(select(InboxRow.message_hash)).all() == ["m2"]


def test_the_audit_is_sealed_as_it_grows(stored):
    for number in range(3):
        about = {"subject": f"request:{number}", "at": clock.now(), "facts": ["hukou", "age_years"]}
        audit.record(stored, "staff:7", "read", **about)
    stored.commit()
    assert jobs.seal_audit(stored, clock.now()) == 3
    assert jobs.seal_audit(stored, clock.now()) == 0
    assert seals.find_faults(stored) == []


def test_sessions_that_ended_and_tries_that_no_longer_count_are_gone(stored):
    now = clock.now()
    account = StaffAccount(
        name_key="k", sign_in_name="someone", display_name="某人", password="x", role="town"
    )
    account.password_changed_at = account.created_at = now
    stored.add(account)
    stored.flush()
    for name, seen in (("old", now - timedelta(minutes=31)), ("new", now)):
        times = {"opened_at": seen, "seen_at": seen, "expires_at": now + timedelta(hours=1)}
        stored.add(StaffSession(staff_id=account.id, token_hash=name, **times))
        stored.add(SignInTry(name_key=name, client_key="c", at=seen - timedelta(minutes=30)))
    stored.commit()
    assert upkeep.purge(stored, now) == 2
    assert stored.scalars(select(StaffSession.token_hash)).all() == ["new"]
    assert stored.scalars(select(SignInTry.name_key)).all() == ["new"]


def test_one_round_does_everything_and_counts_it(stored):
    queue(stored)
    sessions = make_sessions(stored.get_bind())
    gateways = {Channel.SMS: Fake()}, no_app, Fake(), IndexHash((b"k" * 32,)), Fake(), Quiet()
    worker = jobs.Worker(sessions, *gateways)
    assert worker.run_once() == {
        "answered": 0, "sent": 1, "lost": 0, "verified": 0, "met": 0, "wound": 0, "counted": 0,
        "rehashed": 0, "sealed": 0, "knocked": 0, "delivered": 0,
        **dict.fromkeys(upkeep.CHORES, 0),
    }  # fmt: skip
    assert stored.scalar(select(func.count()).select_from(OutboxRow)) == 1
