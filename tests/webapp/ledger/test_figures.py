"""The figures of a lead and of everybody: right, hidden where they are small, within the region."""

import csv
import io
from datetime import timedelta

import pytest
from sqlalchemy import select

from tests.builders import make_id_number
from tests.colleagues import PLACES
from tests.webapp.applications.conftest import Desk
from tests.webapp.ledger.conftest import LINZI, AtLedger, numbers
from webapp import clock
from webapp.applications.submitting import submit
from webapp.db import begin_write, make_sessions
from webapp.ledger import figures
from webapp.ledger.counting import NOWHERE, Place
from webapp.ledger.figures import Asked, Month
from webapp.models import Role, WarningRow
from webapp.models.afterwards import Decision
from webapp.models.applications import Application
from webapp.staff.regions import StaffRegion
from webapp.staff.roles import Level

ELDERS, SICK = "elders-women-children", "patients"
OTHER_TOWN = Place("linzi", "370305005")
ASKED = [(ELDERS, LINZI, 9), (SICK, OTHER_TOWN, 3), (SICK, NOWHERE, 8), (ELDERS, Place("zhangdian", ""), 2)]


def test_demand_is_shown_by_group_and_district_and_small_counts_are_not(lead, write, guide):
    write(asked=ASKED)
    shown = lead.numbers()
    groups = shown["各类人群来问的"]
    assert groups[guide.groups[ELDERS].name] == "11"
    assert guide.groups["veterans"].name not in groups
    places = shown["哪里来问的"]
    assert places == {"临淄区": "9", "没说哪里": "8", "列出来的合计": "17 次"}


def test_the_towns_of_a_district_add_up_to_what_the_district_shows(lead, write):
    write(asked=ASKED)
    towns = lead.numbers("/ledger/figures?district=linzi")["哪里来问的"]
    assert towns == {"金山镇": "9", "列出来的合计": "9 次"}


def test_a_lead_of_a_district_sees_that_district_alone(app, write):
    write(asked=ASKED)
    lead = AtLedger(app, Role.LEAD, region=PLACES[Level.DISTRICT])
    for path in ("/ledger/figures", "/ledger/figures?district=zhangdian"):
        assert lead.numbers(path)["哪里来问的"] == {"金山镇": "9", "列出来的合计": "9 次"}
        assert "张店区" not in lead.answer.text
        assert "开始填申请的" not in lead.answer.text


def test_the_file_holds_the_same_numbers_and_taking_it_is_recorded(lead, write, session):
    write(asked=ASKED)
    rows = list(csv.reader(io.StringIO(lead.post("/ledger/figures.csv").lstrip("\ufeff"))))
    assert rows[0] == ["月份", "表", "项", "数", "单位"]
    told = {(table, label): count for _, table, label, count, _ in rows[1:]}
    assert told["哪里来问的", "临淄区"] == "9" and told["哪里来问的", "张店区"] == "不到5"
    assert "3" not in told.values()


def test_the_public_page_has_finished_months_alone(client, write):
    write(asked=[(ELDERS, LINZI, 50)])
    assert numbers(client.get("/statistics").text)["哪里来问的"] == {}
    write(asked=[(ELDERS, LINZI, 7)], months_ago=2)
    past = [str(one) for one in figures.months(clock.today(), finished=True)][:3]
    pages = [numbers(client.get(f"/statistics?month={one}").text)["哪里来问的"].get("临淄区") for one in past]
    assert pages.count("7") == 1
    assert client.get(f"/statistics?month={clock.today():%Y-%m}").status_code == 404
    answer = client.get(f"/statistics.csv?month={past[pages.index('7')]}")
    assert answer.mimetype == "text/csv" and "临淄区,7,次" in answer.text


@pytest.fixture
def filed(app, guide):
    """Twelve applications of this month, eight of them decided ten days after they were accepted."""
    now = clock.now()
    with make_sessions(app.engine)() as session:
        begin_write(session)
        desk = Desk(session, guide, app.index_hash, now)
        for number in range(12):
            person = f"19{50 + number}-01-01"
            draft = desk.fill_in(desk.open_draft(f"c{number}"), self=make_id_number(person))
            submit(session, guide, draft, now)
            one = draft.requests[0]
            one.accepted_at = now - timedelta(days=10)
            one.due_at = now - timedelta(days=1)
            if number < 8:
                made = Decision(request_id=one.id, outcome="approved", at=now, role="city")
                made.by, made.guide_version, made.findings = "staff:1", "1", {}
                session.add(made)
        session.commit()


def test_from_asking_to_approval_and_how_long_it_takes(app, filed, guide):
    with make_sessions(app.engine)() as session:
        now = clock.now()
        asked = Asked(session, guide, Month(now.date().replace(day=1)), StaffRegion(), now)
        steps = {row.label: row.count for row in figures.funnel(asked).rows}
        days = figures.time_to_decision(asked)
        late = {row.label: row.count for row in figures.overdue(asked, "linzi").rows}
    assert (steps["开始填申请的"], steps["交了申请的"], steps["其中受理了的"]) == (12, 12, 12)
    assert steps["其中定下来的"] is None, "four are left out, which would tell of them"
    assert {row.label: row.count for row in days.rows}["8–15 天"] == 8
    assert max(one or 0 for one in late.values()) >= 12


@pytest.mark.parametrize("path", ["/statistics", "/statistics.csv"])
def test_everybody_may_read_them_without_a_number_of_anybody(client, path):
    assert client.get(path).status_code == 200


def test_what_became_of_warnings_adds_up_and_small_counts_are_hidden(app, lead, guide):
    now = clock.now()
    fates = [("closed", "helped", 2)] * 6 + [("closed", "not-in-need", 4)] * 5 + [("open", None, None)] * 7
    fates += [("again", "not-found", 1)] * 2
    with make_sessions(app.engine)() as session:
        begin_write(session)
        for number, (state, result, days) in enumerate(fates):
            keys = dict.fromkeys(("person_key", "household_key", "cause_key"), f"k{number}")
            row = WarningRow(
                rule="lone-elder", layer="other", rank=1, district="linzi", town=LINZI.town, **keys
            )
            row.subject, row.guide_version, row.state, row.result = {}, guide.version, state, result
            row.pushed_at = now
            row.visited_at = now + timedelta(days=days) if days else None
            session.add(row)
        session.commit()
    shown = lead.numbers()
    assert shown["推下去的预警怎么样了"] == {
        "帮上了": "6", "不用帮": "5", "还没去": "7", "列出来的合计": "18 条",
    }  # fmt: skip
    assert "上门看过 11 条" in lead.answer.text and "一半在 2 天以内上门" in lead.answer.text
    assert shown["现在还没办完的预警"]["临淄区"] == "9"


def test_what_was_filed_after_visits_is_counted_to_its_end(app, lead, filed, guide):
    now = clock.now()
    with make_sessions(app.engine)() as session:
        begin_write(session)
        ids = session.scalars(select(Application.id).order_by(Application.id)).all()
        for number, id in enumerate([*ids, None, None, None, None, None]):
            keys = dict.fromkeys(("person_key", "household_key", "cause_key"), f"k{number}")
            row = WarningRow(
                rule="lone-elder", layer="other", rank=1, district="linzi", town=LINZI.town, **keys
            )
            row.subject, row.guide_version, row.state, row.result = {}, guide.version, "helping", "in-need"
            row.pushed_at = row.visited_at = now
            row.application_id = id
            session.add(row)
        session.commit()
    shown = lead.numbers()["上门以后申请的"]
    assert shown == {"协理员替他交了申请的": "12"}, "eight were decided, and four left out would be told of"
