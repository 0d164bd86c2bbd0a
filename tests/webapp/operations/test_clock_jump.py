"""The clock is set by hours, back or forward: nothing waits as long as that, and nothing is done twice."""

import time
from datetime import timedelta

import pytest
from sqlalchemy import select

from tests.webapp.test_jobs import Fake, queue
from webapp import clock, jobs
from webapp.applications import tries as status_tries
from webapp.db import make_sessions
from webapp.gateways.http import NotDelivered
from webapp.gateways.wechat import TokenSource
from webapp.models import InboxRow, WechatToken
from webapp.models.outbox import OutboxRow, OutboxState
from webapp.models.staff import StaffAccount
from webapp.operations.standing import find_standing
from webapp.security import codes
from webapp.staff import sessions as staff_sessions
from webapp.staff import tries
from webapp.turns import AHEAD, HOURLY, find_due, take_turn
from webapp.wechat import inbox
from webapp.wechat.tokens import SharedToken

HOURS = timedelta(hours=3)
KEY = inbox.Key("wx", "s" * 64, "m" * 64, 7)
MESSAGE = {"sender": "o-citizen", "kind": "text", "text": "俺爹78了"}
PHONE = codes.Recipient("sign", "13805330000")


@pytest.fixture
def now():
    return clock.now()


@pytest.fixture(params=[HOURS, -HOURS], ids=["set back", "set forward"])
def before(request, now):
    """What the clock said before it was set to `now`."""
    return now + request.param


def test_a_job_that_has_run_runs_again_once_and_not_twice(stored, before, now):
    assert take_turn(stored, "purge", before)
    stored.commit()
    assert find_due(stored, {"purge": HOURLY}, now) == ["purge"]
    assert take_turn(stored, "purge", now)
    assert not take_turn(stored, "purge", now)


def test_clocks_of_two_machines_may_differ_a_little(stored, now):
    assert take_turn(stored, "purge", now + AHEAD)
    assert not take_turn(stored, "purge", now)


def test_a_worker_that_is_gone_is_told_also_when_its_last_beat_lies_ahead(stored, before, now):
    jobs.watch(stored, {}, before)
    assert not find_standing(stored, now).worker_is_there
    jobs.watch(stored, {}, now)
    assert find_standing(stored, now).worker_is_there


def test_a_message_goes_out_once(stored, before, now):
    row = queue(stored, created_at=before, due_at=before)
    sms = Fake()
    assert [jobs.send_due(stored, {"sms": sms}) for _ in range(2)] == [1, 0]
    assert len(sms.sent) == 1 and stored.get(OutboxRow, row, populate_existing=True).state == OutboxState.SENT


def test_a_message_that_waits_for_its_hour_does_not_go_before_it(stored, now):
    queue(stored, created_at=now + HOURS, due_at=now + 2 * HOURS)
    assert jobs.send_due(stored, {"sms": Fake()}) == 0


def test_a_message_whose_sender_died_is_listed_and_not_sent_again(stored, before, now):
    row = queue(stored, state=OutboxState.SENDING, sending_since=before)
    sms = Fake()
    assert jobs.settle_lost(stored, now) == 1
    assert jobs.send_due(stored, {"sms": sms}) == 0 and sms.sent == []
    assert stored.get(OutboxRow, row, populate_existing=True).state == OutboxState.UNCERTAIN


def test_what_another_process_left_in_wechats_inbox_is_answered_once(stored, before):
    first = inbox.claim(stored, KEY, MESSAGE, until=time.monotonic())
    row = stored.scalars(select(InboxRow)).one()
    row.received_at, row.leased_until = before, before + timedelta(seconds=inbox.LEASE_SECONDS)
    stored.commit()
    second = inbox.claim(stored, KEY, MESSAGE, until=time.monotonic())
    assert inbox.settle(stored, second, lambda _session, _message, store: store("答复")).reply == "答复"
    assert inbox.settle(stored, first, lambda _session, _message, store: store("另一个")) is None
    assert inbox.claim(stored, KEY, MESSAGE, until=time.monotonic()).reply == "答复"


def test_a_token_whose_fetcher_died_is_fetched_by_the_next(stored, before):
    lost = WechatToken(app_id="wx", expires_at=before - 3 * HOURS, lease="gone", leased_until=before)
    stored.add(lost)
    stored.commit()
    token = SharedToken(TokenSource("http://127.0.0.1:9", "wx", "secret"), make_sessions(stored.get_bind()))
    with pytest.raises(NotDelivered) as tried:
        token.get()
    assert str(tried.value) != "no token yet"


def test_a_code_does_not_live_on_and_another_can_be_had(stored, before, now):
    for _ in range(codes.MOST_IN_AN_HOUR):
        old = codes.issue(stored, PHONE, before)
    assert codes.check(stored, PHONE, old, now) is False
    assert codes.check(stored, PHONE, codes.issue(stored, PHONE, now), now) is True


def test_who_was_locked_out_is_not_locked_out_for_hours(stored, before, now):
    for _ in range(tries.FREE_TRIES_OF_A_NAME):
        tries.claim(stored, "name", "client", before)
        status_tries.note_try(stored, "client", "number", before)
    assert tries.claim(stored, "name", "client", before) > 0
    assert tries.claim(stored, "name", "client", now) == 0
    assert status_tries.minutes_to_wait(stored, ("client", ["number"]), 5, now) == 0


def test_a_session_of_staff_does_not_outlive_its_hours(stored, before, now):
    account = StaffAccount(name_key="k" * 64, sign_in_name="n", display_name="n", password="", role="town")
    account.password_changed_at = account.created_at = before
    stored.add(account)
    stored.flush()
    token = staff_sessions.open_session(stored, account, before)
    assert staff_sessions.find_session(stored, token, before) is not None
    assert staff_sessions.find_session(stored, token, now) is None
