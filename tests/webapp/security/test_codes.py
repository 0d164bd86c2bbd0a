"""One-time codes: right once, for ten minutes and five tries, for one purpose; nothing of them in clear."""

from datetime import timedelta

import pytest
from sqlalchemy import select, text
from sqlalchemy.orm import sessionmaker

from tests.builders import make_key
from tests.webapp.applications.conftest import NOW, Desk
from webapp.db import begin_write, make_engine, make_sessions
from webapp.models import OneTimeCode
from webapp.security import codes
from webapp.security.codes import Recipient, TooManyCodesError
from webapp.security.crypto import IndexHash
from webapp.settings import Settings

PHONE = Recipient("sign", "13805330000")


@pytest.fixture
def desk(installation, guide):
    settings = Settings.from_env(installation)
    engine = make_engine(settings)
    with make_sessions(engine)() as session:
        yield Desk(session, guide, IndexHash(settings.index_keys))
    engine.dispose()


def other_than(code):
    return f"{(int(code) + 1) % 10**6:06d}"


def test_the_right_code_opens_once(desk):
    code = codes.issue(desk.session, PHONE, NOW)
    assert len(code) == 6 and code.isdigit()
    assert codes.check(desk.session, PHONE, f" {code} ", NOW) is True
    assert codes.check(desk.session, PHONE, code, NOW) is False


def test_it_holds_for_ten_minutes(desk):
    code = codes.issue(desk.session, PHONE, NOW)
    assert codes.check(desk.session, PHONE, code, NOW + timedelta(minutes=10)) is False
    assert codes.check(desk.session, PHONE, code, NOW + timedelta(minutes=9, seconds=59)) is True


def test_after_five_wrong_tries_the_right_one_no_longer_opens(desk):
    code = codes.issue(desk.session, PHONE, NOW)
    assert not any(codes.check(desk.session, PHONE, other_than(code), NOW) for _ in range(5))
    assert codes.check(desk.session, PHONE, code, NOW) is False


def test_a_newer_code_takes_the_place_of_the_older(desk):
    first = codes.issue(desk.session, PHONE, NOW)
    second = codes.issue(desk.session, PHONE, NOW)
    assert first == second or codes.check(desk.session, PHONE, first, NOW) is False
    assert codes.check(desk.session, PHONE, second, NOW) is True


def test_a_code_for_one_purpose_or_phone_opens_no_other(desk):
    code = codes.issue(desk.session, PHONE, NOW)
    codes.issue(desk.session, Recipient("export", PHONE.address), NOW)
    for other in (Recipient("export", PHONE.address), Recipient("sign", "13805330001")):
        assert codes.check(desk.session, other, code, NOW) is False
    assert codes.check(desk.session, PHONE, code, NOW) is True


def test_nobody_is_sent_more_than_five_in_an_hour(desk):
    for _ in range(5):
        codes.issue(desk.session, PHONE, NOW)
    with pytest.raises(TooManyCodesError):
        codes.issue(desk.session, PHONE, NOW + timedelta(minutes=59))
    assert codes.issue(desk.session, PHONE, NOW + timedelta(hours=1))


def test_neither_code_nor_phone_stands_in_the_table(desk):
    code = codes.issue(desk.session, PHONE, NOW)
    stored = str(desk.session.execute(text("SELECT * FROM one_time_codes")).all())
    assert code not in stored and PHONE.address not in stored
    assert desk.session.scalars(select(OneTimeCode.code_key)).one() != code


def test_of_two_who_send_the_right_code_at_once_one_gets_in(desk):
    code = codes.issue(desk.session, PHONE, NOW)
    desk.session.commit()
    assert sorted(desk.twins(lambda session: codes.check(session, PHONE, code, NOW))) == [False, True]


def test_a_code_sent_before_the_index_key_was_changed_still_opens(desk, installation):
    code = codes.issue(desk.session, PHONE, NOW)
    desk.session.commit()
    env = installation | {"INDEX_KEY": f"{make_key()},{installation['INDEX_KEY']}"}
    engine = make_engine(Settings.from_env(env))
    with sessionmaker(engine)() as session:
        begin_write(session)
        assert codes.check(session, PHONE, code, NOW) is True
        session.commit()
    engine.dispose()
