"""Jobs that several workers share: one of them, once an hour."""

from datetime import timedelta

import pytest

from webapp import clock, jobs
from webapp.db import begin_write, make_engine, make_sessions
from webapp.models import JobRun
from webapp.security.crypto import IndexHash
from webapp.settings import Settings
from webapp.turns import take_turn

NOW = clock.now()


@pytest.fixture
def session(installation):
    engine = make_engine(Settings.from_env(installation))
    with make_sessions(engine)() as opened:
        yield opened
    engine.dispose()


def turn(session, job, after):
    begin_write(session)
    mine = take_turn(session, job, NOW + after)
    session.commit()
    return mine


def test_of_several_workers_one_does_it_once_an_hour(session):
    assert turn(session, "retention", timedelta(0)) is True
    assert turn(session, "retention", timedelta(minutes=59)) is False
    assert turn(session, "rehash", timedelta(minutes=59)) is True
    assert turn(session, "retention", timedelta(minutes=60)) is True


def test_the_worker_hashes_anew_by_itself_only_while_there_are_two_index_keys(session):
    assert jobs.rehash_all(session, IndexHash((b"n" * 32,)), NOW) == 0
    assert session.get(JobRun, "rehash") is None
    assert jobs.rehash_all(session, IndexHash((b"n" * 32, b"o" * 32)), NOW) > 0
    assert jobs.rehash_all(session, IndexHash((b"n" * 32, b"o" * 32)), NOW) == 0
