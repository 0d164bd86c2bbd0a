"""The same message any number of times, at once and in several processes: one turn and one reply."""

import threading
import time
from concurrent.futures import ThreadPoolExecutor
from datetime import timedelta
from xml.etree import ElementTree

import pytest
import requests
from sqlalchemy import select, update

from tests.builders import make_push
from webapp import clock
from webapp.app import create_app
from webapp.db import make_engine, make_sessions
from webapp.models import ConversationRow, InboxRow, OutboxRow
from webapp.security.crypto import IndexHash
from webapp.settings import Settings
from webapp.wechat import answering, inbox


def send(url, pushed):
    query, body = pushed
    answer = requests.post(f"{url}/wechat", params=query, data=body, timeout=20)
    assert answer.status_code == 200, answer.text
    return ElementTree.fromstring(answer.content).findtext("Content")


def send_all(url, pushes):
    gate = threading.Barrier(len(pushes))

    def wait_and_send(pushed):
        gate.wait()
        return send(url, pushed)

    with ThreadPoolExecutor(len(pushes)) as pool:
        return list(pool.map(wait_and_send, pushes))


def rows_of(settings, model, *senders):
    """The rows of these senders, or all."""
    index_hash = IndexHash(settings.index_keys)
    known = [model.sender_hash.in_([index_hash("wechat.openid", one) for one in senders])] if senders else []
    engine = make_engine(settings)
    with make_sessions(engine)() as session:
        rows = session.scalars(select(model).where(*known)).all()
    engine.dispose()
    return rows


def versions_of(running, *senders):
    return [row.version for row in rows_of(running.settings, ConversationRow, *senders)]


def test_three_pushes_at_once_are_one_turn_with_one_reply(running):
    now = int(clock.now().timestamp())
    for turn in range(1, 4):
        replies = send_all(running.url, [make_push(running.env, now, FromUserName="o-three")] * 3)
        assert len(set(replies)) == 1
        assert versions_of(running, "o-three") == [turn]
        assert len(rows_of(running.settings, InboxRow, "o-three")) == turn


def test_events_without_an_id_are_told_apart_by_kind_key_and_moment(running):
    now = int(clock.now().timestamp())
    event = {"FromUserName": "o-event", "MsgType": "event", "Event": "subscribe", "Content": "", "MsgId": ""}
    replies = send_all(running.url, [make_push(running.env, now, **event) for _ in range(3)])
    assert len(set(replies)) == 1
    assert versions_of(running, "o-event") == [1]


def test_different_messages_at_once_are_all_heard(running):
    now = int(clock.now().timestamp())
    said = ["俺爹78了", "俺家在张店", "俺娘70了", "俺家4口人"]
    pushes = [make_push(running.env, now, FromUserName="o-hasty", Content=words) for words in said]
    send_all(running.url, pushes)
    (row,) = rows_of(running.settings, ConversationRow, "o-hasty")
    assert row.version == 4
    (household,) = row.state["households"]
    assert household["household"]["household_size"] == 4
    assert {person["facts"].get("age_years") for person in household["people"]} >= {78, 70}


def test_many_senders_at_once_each_get_their_own_conversation(running):
    now = int(clock.now().timestamp())
    senders = [f"o-many-{number}" for number in range(12)]
    send_all(running.url, [make_push(running.env, now, FromUserName=sender) for sender in senders])
    assert versions_of(running, *senders) == [1] * 12


MESSAGE = {"sender": "o-citizen", "kind": "text", "text": "你好"}


@pytest.fixture
def opened(installation):
    """A session on each kind of database, and one delivery's key."""
    settings = Settings.from_env(installation)
    engine = make_engine(settings)
    with make_sessions(engine)() as session:
        yield session, inbox.Key("wx", "s" * 64, "m" * 64, 7)
    engine.dispose()


def claim(session, key, seconds=0.0, message=MESSAGE):
    return inbox.claim(session, key, message, until=time.monotonic() + seconds)


def replying(words):
    return lambda _session, _message, store: store(words)


def drop(session, key):
    """As if the process that holds the claim had been killed a while ago."""
    mine = InboxRow.message_hash == key.message_hash
    session.execute(update(InboxRow).where(mine).values(leased_until=clock.now() - timedelta(seconds=1)))
    session.commit()


def age(session, seconds):
    session.execute(update(InboxRow).values(received_at=clock.now() - timedelta(seconds=seconds)))
    session.commit()


def outbox(session):
    session.expire_all()
    return [(row.recipient, row.body) for row in session.scalars(select(OutboxRow).order_by(OutboxRow.id))]


def test_a_second_claim_gets_the_reply_that_the_first_stored(opened):
    session, key = opened
    inbox.settle(session, claim(session, key), replying("答复"))
    assert claim(session, key) == inbox.Settled("答复")


def test_a_message_is_kept_until_it_is_answered_and_no_longer(opened):
    session, key = opened
    claimed = claim(session, key)
    assert session.scalars(select(InboxRow.message)).one() == MESSAGE
    inbox.settle(session, claimed, replying("答复"))
    session.expire_all()
    assert session.scalars(select(InboxRow.message)).one() is None


def test_a_duplicate_waits_for_the_reply_of_the_first(opened):
    session, key = opened
    claimed = claim(session, key)
    other = type(session)(session.get_bind())

    def finish_later():
        inbox.settle(other, claimed, replying("晚一点的答复"))
        other.close()

    timer = threading.Timer(0.5, finish_later)
    timer.start()
    assert claim(session, key, seconds=3) == inbox.Settled("晚一点的答复")
    timer.join()


def test_a_duplicate_gives_up_when_its_time_is_over(opened):
    session, key = opened
    claim(session, key)
    with pytest.raises(TimeoutError):
        claim(session, key)


def test_a_dropped_claim_is_taken_over_and_its_first_holder_loses(opened):
    session, key = opened
    first = claim(session, key)
    drop(session, key)
    second = claim(session, key)
    assert second.lease != first.lease
    assert inbox.settle(session, first, replying("太晚了")) is None
    assert inbox.settle(session, second, replying("答复")) == inbox.Settled("答复")
    assert claim(session, key) == inbox.Settled("答复")


def test_a_duplicate_waits_four_seconds_at_most_and_longer_than_a_push_is_held():
    assert answering.HOLD_SECONDS < inbox.LEASE_SECONDS < answering.WAIT_SECONDS <= 4


def test_a_held_claim_is_taken_over_once_its_lease_is_over(opened):
    session, key = opened
    first = claim(session, key)
    second = claim(session, key, seconds=answering.WAIT_SECONDS)
    assert isinstance(second, inbox.Claim)
    assert second.lease != first.lease


def test_a_late_reply_goes_to_the_outbox_and_repeated_pushes_hear_that_it_will(opened):
    session, key = opened
    claimed = claim(session, key)
    assert inbox.mark_late(session, claimed) == inbox.Settled("", late=True)
    assert claim(session, key) == inbox.Settled("", late=True)
    assert inbox.settle(session, claimed, replying("慢慢想出来的")).late
    assert outbox(session) == [("o-citizen", "慢慢想出来的")]
    assert claim(session, key).late


def test_a_reply_in_the_last_moment_is_the_answer_and_is_not_sent_again(opened):
    session, key = opened
    claimed = claim(session, key)
    inbox.settle(session, claimed, replying("正好"))
    assert inbox.mark_late(session, claimed) == inbox.Settled("正好")
    assert outbox(session) == []


def test_what_was_dropped_is_answered_before_a_later_message_of_the_same_sender(opened):
    session, key = opened
    later = inbox.Key("wx", "s" * 64, "n" * 64, 8)
    claim(session, key, message=MESSAGE | {"text": "先"})
    drop(session, key)
    said = []

    def compose(_session, message, store):
        said.append(message["text"])
        store(f"答{message['text']}")

    inbox.work_off(session, claim(session, later, message=MESSAGE | {"text": "后"}), compose)
    assert said == ["先", "后"]
    assert claim(session, key) == inbox.Settled("答先")
    age(session, 60)
    assert inbox.tell_owed(session, clock.now()) == 0
    assert outbox(session) == []


def test_a_reply_that_no_push_fetches_is_sent_once(opened):
    session, key = opened
    later = inbox.Key("wx", "s" * 64, "n" * 64, 8)
    claim(session, key)
    drop(session, key)
    inbox.work_off(session, claim(session, later), replying("答"))
    age(session, 60)
    assert [inbox.tell_owed(session, clock.now()) for _ in range(2)] == [1, 0]
    assert outbox(session) == [("o-citizen", "答")]
    assert claim(session, key).late


def test_what_nobody_comes_back_for_is_left_to_the_worker(opened):
    session, key = opened
    claim(session, key)
    drop(session, key)
    assert inbox.find_left(session, clock.now()) == []
    age(session, 60)
    (left,) = inbox.find_left(session, clock.now())
    assert inbox.find_left(session, clock.now()) == []
    inbox.settle(session, left, replying("答"))
    assert outbox(session) == [("o-citizen", "答")]


def test_a_fault_in_the_turn_leaves_the_message_open_for_a_repeated_push(opened):
    session, key = opened

    def fail(_session, _message, _store):
        raise ZeroDivisionError

    with pytest.raises(ZeroDivisionError):
        inbox.settle(session, claim(session, key), fail)
    session.rollback()
    drop(session, key)
    assert inbox.settle(session, claim(session, key), replying("第二次好了")).reply == "第二次好了"


def test_a_fault_is_answered_politely_and_nothing_of_it_is_kept(settings, guide, tmp_path, migrated_sqlite):
    (tmp_path / "test.db").write_bytes(migrated_sqlite)
    app = create_app(settings, guide)
    env = {"WECHAT_TOKEN": settings.wechat_tokens[0]}
    app.guide = None
    query, body = make_push(env, int(clock.now().timestamp()))
    answer = app.test_client().post("/wechat", query_string=query, data=body)
    assert "12345" in ElementTree.fromstring(answer.data).findtext("Content")
    assert rows_of(settings, ConversationRow) == []
    app.engine.dispose()


def test_a_claim_knows_whether_something_of_its_sender_was_open_before_it(opened):
    session, key = opened
    first = claim(session, key)
    others = [
        inbox.Key("wx", "s" * 64, "n" * 64, 8),
        inbox.Key("wx", "s" * 64, "o" * 64, 6),
        inbox.Key("wx", "t" * 64, "n" * 64, 8),
    ]
    assert first.after_others is False
    assert [claim(session, one).after_others for one in others] == [True, False, False]
