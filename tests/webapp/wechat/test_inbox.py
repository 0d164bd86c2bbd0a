"""The same message any number of times, at once and in several processes: one turn and one reply."""

import threading
from concurrent.futures import ThreadPoolExecutor
from datetime import timedelta
from xml.etree import ElementTree

import pytest
import requests
from sqlalchemy import select

from tests.builders import make_push
from webapp import clock
from webapp.app import create_app
from webapp.db import make_engine, make_sessions
from webapp.models import ConversationRow, InboxRow
from webapp.security.crypto import IndexHash
from webapp.settings import Settings
from webapp.wechat import inbox


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
    index_hash = IndexHash(settings.index_key)
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


@pytest.fixture
def opened(installation):
    """A session on each kind of database, and one delivery's key."""
    settings = Settings.from_env(installation)
    engine = make_engine(settings)
    with make_sessions(engine)() as session:
        yield session, inbox.Key("wx", "s" * 64, "m" * 64, 7)
    engine.dispose()


def test_a_second_claim_gets_the_reply_that_the_first_stored(opened):
    session, key = opened
    claimed = inbox.claim(session, key)
    inbox.finish(session, claimed, "答复")
    session.commit()
    assert inbox.claim(session, key) == "答复"


def test_a_duplicate_waits_for_the_reply_of_the_first(opened):
    session, key = opened
    claimed = inbox.claim(session, key)
    other = type(session)(session.get_bind())

    def finish_later():
        inbox.finish(other, claimed, "晚一点的答复")
        other.commit()
        other.close()

    timer = threading.Timer(0.5, finish_later)
    timer.start()
    assert inbox.claim(session, key) == "晚一点的答复"
    timer.join()


def test_a_dropped_claim_is_taken_over_and_its_first_holder_loses(opened):
    session, key = opened
    first = inbox.claim(session, key)
    inbox.release(session, first, clock.now() - timedelta(seconds=1))
    second = inbox.claim(session, key)
    assert second.lease != first.lease
    with pytest.raises(inbox.LeaseLost):
        inbox.finish(session, first, "太晚了")
    session.rollback()
    inbox.finish(session, second, "答复")
    session.commit()
    assert inbox.claim(session, key) == "答复"


def test_a_held_claim_is_taken_over_once_its_lease_is_over(opened):
    session, key = opened
    first = inbox.claim(session, key)
    second = inbox.claim(session, key)
    assert isinstance(second, inbox.Claim)
    assert second.lease != first.lease


def test_a_fault_in_the_turn_leaves_the_message_open_for_a_repeated_push(opened):
    session, key = opened

    def fail(_store):
        raise ZeroDivisionError

    with pytest.raises(ZeroDivisionError):
        inbox.answer_once(session, key, fail)
    assert inbox.answer_once(session, key, lambda store: store("第二次好了")) == "第二次好了"


def test_a_fault_is_answered_politely_and_nothing_of_it_is_kept(settings, guide, tmp_path, migrated_sqlite):
    (tmp_path / "test.db").write_bytes(migrated_sqlite)
    app = create_app(settings, guide)
    env = {"WECHAT_TOKEN": settings.wechat_token}
    app.guide = None
    query, body = make_push(env, int(clock.now().timestamp()))
    answer = app.test_client().post("/wechat", query_string=query, data=body)
    assert "12345" in ElementTree.fromstring(answer.data).findtext("Content")
    assert rows_of(settings, ConversationRow) == []
    app.engine.dispose()
