"""What hangs in public comes down after its last day, once, and the town is told."""

from datetime import timedelta

import pytest
from sqlalchemy import select

from tests.builders import make_id_number
from webapp.applications.submitting import submit
from webapp.models import DeskNotice, PublicityRow
from webapp.upkeep.publicity import take_down_due


@pytest.fixture
def hung(desk):
    draft = desk.fill_in(desk.open_draft(), father=make_id_number("1948-03-05"))
    submit(desk.session, desk.guide, draft, desk.now)
    made = PublicityRow(request_id=draft.requests[0].id, name="王某", village="边河村", shown_as="社会救助")
    made.begins, made.until = desk.now.date(), desk.now.date() + timedelta(days=7)
    made.district, made.town, made.by = draft.district, draft.town, "staff:1"
    desk.session.add(made)
    desk.session.commit()
    return made


def test_it_hangs_through_its_last_day_and_comes_down_once(desk, hung):
    for days, count in ((7, 0), (8, 1), (8, 0), (30, 0)):
        assert take_down_due(desk.session, desk.now + timedelta(days=days)) == count
    assert hung.taken_down_at == desk.now + timedelta(days=8)
    assert [one.kind for one in desk.session.scalars(select(DeskNotice))] == ["publicity-down"]


def test_two_workers_take_it_down_once(desk, hung):
    at = desk.now + timedelta(days=8)
    desk.twins(lambda session: take_down_due(session, at))
    desk.session.expire_all()
    assert desk.session.scalars(select(PublicityRow)).one().taken_down_at == at
    assert len(desk.session.scalars(select(DeskNotice)).all()) == 1
