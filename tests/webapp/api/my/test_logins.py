"""The token of a login: who has it sees what is theirs, who has not sees nothing."""

from datetime import timedelta

import pytest
from sqlalchemy import select, update

from webapp import clock
from webapp.db import begin_write
from webapp.models import MiniLogin, WechatPerson
from webapp.upkeep import jobs as upkeep
from webapp.wechat.login.logins import VALID_FOR

SAID = "俺爹78了，瘫在炕上三年，没有退休金，家在张店区"


def change(house, model, **values):
    with house.sessions() as session:
        begin_write(session)
        session.execute(update(model).values(**values))
        session.commit()


def test_a_token_opens_the_conversation_of_its_owner_alone(house, phone):
    other = house.phone()
    phone.post("chat", text=SAID)
    assert phone.get("chat")["said"] == SAID
    assert other.get("chat")["said"] is None


def test_every_route_of_the_door_refuses_whoever_has_no_token(house):
    adapter, walked = house.app.url_map.bind("localhost"), 0
    for rule in house.app.url_map.iter_rules():
        if not rule.endpoint.startswith("my."):
            continue
        kinds = {name: type(converter).__name__ for name, converter in rule._converters.items()}
        values = {name: 1 if "Integer" in kind else "x" for name, kind in kinds.items()}
        for method in rule.methods - {"HEAD", "OPTIONS"}:
            path = adapter.build(rule.endpoint, values, method=method)
            answer = house.app.test_client().open(path, method=method, json={})
            assert (answer.status_code, answer.mimetype) == (401, "application/problem+json"), path
            walked += 1
    assert walked >= 7


@pytest.mark.parametrize(
    "header", ["", "Bearer", "Bearer x", "Basic eDp5", "Bearer " + "a" * 4000, "Token x"]
)
def test_a_wrong_header_opens_nothing(house, header):
    answer = house.app.test_client().get("/api/v1/my/chat", headers={"Authorization": header})
    assert answer.status_code == 401


def test_the_token_is_kept_as_a_hash_alone(house, phone):
    with house.sessions() as session:
        kept = [str(value) for row in session.scalars(select(MiniLogin)) for value in vars(row).values()]
    assert kept
    assert not any(phone.token in one for one in kept)


def test_a_login_ends_after_a_day_and_the_next_one_goes_on(house, phone):
    phone.post("chat", text=SAID)
    old = phone.token
    change(house, MiniLogin, expires_at=clock.now() - timedelta(seconds=1))
    phone.get("chat", status=401)
    phone.log_in()
    assert phone.token != old
    assert phone.get("chat")["said"] == SAID


def test_the_answer_says_until_when_a_login_is_good(house, phone):
    until = clock.datetime.fromisoformat(phone.log_in()["expires_at"])
    assert timedelta(minutes=-1) < until - clock.now() - VALID_FOR < timedelta(minutes=1)


def test_logging_out_ends_this_login_and_no_other(house, phone):
    second = house.phone(phone.openid)
    assert phone.ask("delete", "login") == {"closed": True}
    phone.get("chat", status=401)
    second.get("chat")


def test_the_worker_deletes_logins_that_have_ended(house, phone):
    change(house, MiniLogin, expires_at=clock.now() - timedelta(seconds=1))
    with house.sessions() as session:
        upkeep.purge(session, clock.now())
        assert session.scalars(select(MiniLogin)).all() == []


def test_where_messages_go_is_kept_encrypted(house, phone):
    with house.sessions() as session:
        raw = session.connection().exec_driver_sql("SELECT mini FROM wechat_people").scalars().all()
        known = session.scalars(select(WechatPerson)).all()
    assert phone.openid in [one.mini for one in known]
    assert not any(phone.openid.encode() in one for one in raw)
