"""`zizhuni watch` on both kinds of database: each cause once, ended and begun anew, never who refused."""

import random
from datetime import timedelta

import pytest
from sqlalchemy import func, select

from tests.colleagues import add_colleague
from tests.webapp.monitoring.conftest import OTHER_TOWN, TOWN, Tables
from webapp import clock
from webapp.app import create_app
from webapp.db import begin_write, make_sessions
from webapp.models import Role, VillageAssistant, WarningRow, WarningState
from webapp.monitoring import refusing
from webapp.security import retention
from webapp.settings import Settings
from webapp.staff.regions import StaffRegion


@pytest.fixture
def house(installation, guide):
    app = create_app(Settings.from_env(installation), guide)
    yield app
    app.engine.dispose()


@pytest.fixture
def session(house):
    with make_sessions(house.engine)() as opened:
        yield opened


@pytest.fixture
def tables(house, installation, tmp_path, capsys, monkeypatch):
    folder = tmp_path / "tables"
    folder.mkdir()
    return Tables(folder, capsys, installation, monkeypatch)


def rows(session):
    session.rollback()
    return session.scalars(select(WarningRow).order_by(WarningRow.id)).all()


def test_a_cause_is_pushed_once_ends_and_begins_anew(tables, session, guide):
    elder = tables.add(town="金山镇")
    tables.add(age_years=50)
    said = tables.watch()
    assert "新推 1 条" in said and "没有 --since" in said
    one = rows(session)[0]
    assert (one.rule, one.town, one.district, one.layer) == ("lone-elder", TOWN, "linzi", "other")
    assert one.contact["name"].startswith("王") and one.subject["person"] == elder
    assert {"fact": "household_size", "value": 1} in one.facts
    assert "新推 0 条，推过还没过去的 1 条" in tables.watch(since=True)
    tables.change(elder, household={"household_size": None})
    assert "新推 0 条，推过还没过去的 0 条不再推，过去了的 0 条" in tables.watch(since=True), (
        "not known: it goes on"
    )
    tables.change(elder, household={"household_size": 3})
    assert "过去了的 1 条" in tables.watch(since=True)
    tables.change(elder, household={"household_size": 1})
    assert "新推 1 条" in tables.watch(since=True)
    assert [row.ended_at is None for row in rows(session)] == [False, True]


def test_what_begins_is_pushed_only_beside_an_earlier_run(tables, session):
    worker = tables.add(age_years=40, sex="male", employment="employed")
    pupil = tables.add(age_years=12, school_stage="primary", household={"aid_status": ["subsistence"]})
    tables.add(age_years=40, disability_cert=True, disability_grade=2)
    assert "新推 0 条" in tables.watch()
    tables.change(worker, employment=None)
    assert "新推 0 条" in tables.watch(since=True)
    tables.change(worker, employment="unemployed")
    tables.change(pupil, school_stage="junior")
    tables.add(age_years=30, disability_cert=True)  # was not there before: nobody knows that it is new
    assert "新推 2 条" in tables.watch(since=True)
    assert "新推 0 条" in tables.watch(since=True)
    tables.change(pupil, school_stage="senior_high")
    said = tables.watch(since=True)
    assert "新推 1 条" in said and "过去了的 1 条" in said
    assert [row.subject["cause"] for row in rows(session)] == ["junior", "", "senior_high"]
    assert rows(session)[0].layer == "lowest-income"


def test_it_goes_to_the_assistant_of_the_village_and_what_lacks_a_place_waits(tables, house, session):
    ours = [add_colleague(house, Role.ASSISTANT, region=StaffRegion("linzi", TOWN)).id for _ in range(2)]
    alone = add_colleague(house, Role.ASSISTANT, region=StaffRegion("zhangdian", OTHER_TOWN)).id
    begin_write(session)
    session.add(VillageAssistant(town=TOWN, village="边河村", staff_id=ours[1]))
    session.commit()
    tables.add(), tables.add(village="南王村"), tables.add(town=OTHER_TOWN, village="")
    lost = tables.add(town="没有这个镇")
    assert "新推 3 条" in (said := tables.watch()) and "1 条没写镇街" in said
    assert [row.assistant_id for row in rows(session)] == [ours[1], None, alone]
    tables.change(lost, household={"town": TOWN})
    assert "新推 1 条" in tables.watch(since=True, contacts=True)
    assert "没有身份证号" in tables.watch(contacts=False)


def test_however_often_it_runs_nobody_is_pushed_twice_and_nobody_who_refused(tables, house, session, guide):
    """Random changes, refusals and runs beside a plain account of what has to be there."""
    chance, index_hash = random.Random("watch"), house.index_hash
    people = [tables.add(disability_cert=chance.random() < 0.3) for _ in range(24)]
    refused, lasting, expected = set(), set(), 0
    for _ in range(6):
        for number in chance.sample(people, 8):
            size = chance.choice((1, 1, 2))
            tables.change(number, household={"household_size": size})
        for number in chance.sample(people, 3):
            begin_write(session)
            if number in refused:
                refusing.allow(session, index_hash, number)
                refused.discard(number)
            else:
                refusing.refuse(session, index_hash, number, by="applicant", at=clock.now())
                refused.add(number)
                lasting.discard(number)
            session.commit()
        alone = {number for number in people if tables.homes[number]["household_size"] == 1}
        lasting &= alone
        expected += len(alone - lasting - refused)
        lasting |= alone - refused
        tables.watch(since=tables.runs > 0)
        found = [row for row in rows(session) if row.rule == "lone-elder"]
        assert len(found) == expected
        assert {row.subject["person"] for row in found if row.ended_at is None} == lasting
        open_ = [row for row in rows(session) if row.state != WarningState.CLOSED]
        assert not refused & {row.subject["person"] for row in open_}


def test_closed_warnings_lose_what_is_personal_and_go_once_the_cause_is_over(tables, session):
    elder = tables.add()
    tables.watch()
    begin_write(session)
    row, now = session.scalars(select(WarningRow)).one(), clock.now()
    row.state, row.closed_at = WarningState.CLOSED, now - timedelta(days=181)
    session.commit()
    begin_write(session)
    assert retention.enforce_own(session, now) >= 2
    session.commit()
    session.expire_all()
    assert (row.contact, row.facts) == (None, None)
    assert "新推 0 条" in tables.watch(since=True), "it lasts, and is remembered"
    tables.change(elder, household={"household_size": 2})
    tables.watch(since=True)
    begin_write(session)
    retention.enforce_own(session, now + timedelta(days=370))
    session.commit()
    assert session.scalar(select(func.count()).select_from(WarningRow)) == 0
