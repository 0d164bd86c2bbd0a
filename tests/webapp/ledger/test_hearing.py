"""Every door adds to the counters and to the ledger of gaps; nothing of a person gets into either."""

from collections import Counter
from datetime import timedelta

import pytest
from sqlalchemy import LargeBinary, func, select, type_coerce

from tests.builders import make_env, make_id_number, make_push
from tests.webapp.applications.conftest import desk  # noqa: F401
from tests.webapp.h5.conftest import Visitor
from tests.webapp.hotline.conftest import AtDesk
from webapp import clock, jobs
from webapp.db import begin_write, make_sessions
from webapp.ledger import counting, gaps
from webapp.ledger.counting import ANY, BEGUN, HOTLINE, Place
from webapp.models import CallRow, DemandRow, GapRow
from webapp.security import retention
from webapp.settings import Settings

LACKS = "我叫王桂英，金山镇边河村的，小区里的路灯坏了好几天没人修，电话13805331234"
ASKS = "俺爹78了，瘫在炕上三年，没有退休金，家住金山镇"
GROUP = "elders-women-children"


@pytest.fixture
def env(tmp_path):
    return make_env(tmp_path)


@pytest.fixture
def settings(env):
    return Settings.from_env(env)


def say_api(app, _env, text):
    assert app.test_client().post("/api/v1/chat", json={"text": text}).status_code == 200


def say_h5(app, _env, text):
    Visitor(app.test_client()).say(text)


def say_wechat(app, env, text):
    query, body = make_push(env, int(clock.now().timestamp()), Content=text)
    assert app.test_client().post("/wechat", query_string=query, data=body).status_code == 200


def say_hotline(app, _env, text):
    agent = AtDesk(app)
    for end in range(4, len(text) + 4, 4):
        agent.type(text[:end])
    agent.send("/hotline/end")


DOORS = {"api": say_api, "h5": say_h5, "wechat": say_wechat, HOTLINE: say_hotline}


@pytest.mark.parametrize("door", DOORS)
def test_what_nobody_can_answer_is_in_the_ledger_without_the_person(app, session, env, door):
    DOORS[door](app, env, LACKS)
    (gap,) = session.scalars(select(GapRow)).all()
    assert (gap.door, gap.gap, gap.topic, gap.state) == (door, "no-policy", "", "open")
    assert (gap.district, gap.town) == ("linzi", "370305111")
    assert "路灯坏了" in gap.words
    assert not any(one in gap.words for one in ("王桂英", "桂英", "边河", "1380533"))
    stored = session.scalar(select(type_coerce(GapRow.words, LargeBinary)))
    assert "路灯".encode() not in stored


@pytest.mark.parametrize("door", DOORS)
def test_what_is_asked_for_is_counted_by_group_and_town(app, session, env, door):
    DOORS[door](app, env, ASKS)
    counted = {one.group_id: one for one in session.scalars(select(DemandRow))}
    assert {ANY, GROUP} <= set(counted)
    for one in counted.values():
        assert (one.door, one.count, one.day) == (door, 1, clock.today())
        assert (one.district, one.town) == ("linzi", "370305111")


def test_a_conversation_counts_a_group_once_however_long_it_is(app, session):
    client = app.test_client()
    begun = client.post("/api/v1/chat", json={"text": ASKS}).json["conversation"]
    for text in ("他还是重度残疾人", "住在村里", "低保能办吗"):
        client.post("/api/v1/chat", json={"text": text, "conversation": begun})
    counts = Counter(one.group_id for one in session.scalars(select(DemandRow)))
    assert counts[ANY] == counts[GROUP] == 1
    assert {one.count for one in session.scalars(select(DemandRow))} == {1}


def test_a_call_that_was_never_ended_is_counted_once_it_is_lost(app, session):
    AtDesk(app).type(ASKS)
    AtDesk(app).type(LACKS)
    assert jobs.count_lost_calls(session, clock.now()) == 0
    assert jobs.count_lost_calls(session, clock.now() + timedelta(hours=13)) == 2
    assert jobs.count_lost_calls(session, clock.now() + timedelta(hours=13)) == 0
    assert session.scalars(select(CallRow)).all() == []
    assert len(session.scalars(select(GapRow)).all()) == 1
    assert session.scalar(select(DemandRow.count).where(DemandRow.group_id == ANY)) == 1


def test_an_application_that_is_begun_is_counted_once(app, session):
    page = Visitor(app.test_client())
    page.say(ASKS)
    page.open("/apply")
    page.open("/apply")
    assert session.scalar(select(DemandRow.count).where(DemandRow.group_id == BEGUN)) == 1


def test_no_words_are_older_than_ninety_days_and_the_codes_stay(session, app):
    begin_write(session)
    now = clock.now()
    for days in (89, 91):
        at = now - timedelta(days=days)
        about = {"door": "h5", "place": Place(), "at": at}
        gaps.note(session, gaps.Missing("no-policy"), "路灯坏了没人修", **about)
    session.commit()
    begin_write(session)
    assert retention.enforce_own(session, now) == 1
    session.commit()
    assert [one.words for one in session.scalars(select(GapRow).order_by(GapRow.at))] == [
        None,
        "路灯坏了没人修",
    ]


def test_counts_add_up_when_two_turns_end_in_the_same_moment(desk):  # noqa: F811
    about = {"day": clock.today(), "door": "h5", "place": Place("linzi", "")}
    for _ in range(5):
        desk.twins(lambda session: counting.count(session, {ANY, GROUP, "disabled"}, **about))
    with make_sessions(desk.session.get_bind())() as session:
        sums = select(DemandRow.group_id, func.sum(DemandRow.count)).group_by(DemandRow.group_id)
        counts = dict(session.execute(sums).all())
    assert counts == {ANY: 10, GROUP: 10, "disabled": 10}


def test_an_id_number_is_kept_in_no_ledger(app, session):
    number = make_id_number()
    app.test_client().post("/api/v1/chat", json={"text": f"身份证{number}，小区的宽带总是断，怎么投诉"})
    words = session.scalar(select(GapRow.words))
    assert "宽带" in words and number not in words and number[:6] not in words
