"""Every job of the worker from two processes at once, and once more: each thing happens once."""

from datetime import timedelta
from functools import partial

import pytest
from sqlalchemy import delete, select

from tests.builders import make_id_number
from webapp import jobs
from webapp.applications.submitting import submit
from webapp.models import AuditRow, OutboxRow, OutboxState
from webapp.models.applications import Authorisation
from webapp.security import seals
from webapp.upkeep.jobs import run_chore


@pytest.fixture
def filed(desk):
    """Filed, nobody has signed, and its first message is on its way from a worker that died."""
    draft = desk.fill_in(desk.open_draft(), father=make_id_number("1948-03-05"))
    submit(desk.session, desk.guide, draft, desk.now)
    desk.session.execute(delete(Authorisation))
    row = desk.session.scalars(select(OutboxRow)).first()
    row.state, row.sending_since = OutboxState.SENDING, desk.now
    desk.session.commit()
    return draft


def at_once(desk, job, at):
    """What each of two workers did, and what a third finds left."""
    done = desk.twins(lambda session: job(session, at))
    desk.session.rollback()
    desk.session.expire_all()
    return sorted(done), job(desk.session, at)


def test_a_lost_message_is_settled_once(desk, filed):
    assert at_once(desk, jobs.settle_lost, desk.now + timedelta(minutes=5)) == ([0, 1], 0)


def test_what_nobody_signed_lapses_once(desk, filed):
    done, left = at_once(desk, partial(run_chore, "lapsed"), desk.now + timedelta(days=11))
    assert (sum(done), left) == (len(filed.requests), 0)
    for request in filed.requests:
        assert [one.to_state for one in request.events] == ["submitted", "lapsed"]
    causes = desk.session.scalars(select(OutboxRow.cause)).all()
    assert len(causes) == len(set(causes)) == 1 + len(filed.requests)


def test_deadlines_are_worked_out_by_one(desk, filed):
    filed.requests[0].due_at = desk.now
    desk.session.commit()
    assert at_once(desk, jobs.wind_up, desk.now) == ([0, 1], 0)
    assert filed.requests[0].due_at is None


def test_what_has_expired_goes_once(desk, filed):
    row = desk.session.scalars(select(OutboxRow)).first()
    row.state, row.settled_at = OutboxState.SENT, desk.now
    desk.session.commit()
    done, left = at_once(desk, partial(run_chore, "purged"), desk.now + timedelta(days=31))
    assert (sum(done), left) == (1, 0)


def test_the_audit_is_sealed_into_one_chain(desk, filed):
    rows = len(desk.session.scalars(select(AuditRow.id)).all())
    done, left = at_once(desk, jobs.seal_audit, desk.now + timedelta(days=1))
    assert (sum(done), left) == (rows, 0) and rows
    assert seals.find_faults(desk.session) == []
