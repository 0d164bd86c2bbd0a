"""Who answers for which place: the same for one row and for a query, and refused elsewhere."""

import datetime

import pytest
from flask import g
from sqlalchemy import select

from knowledge.regions import Regions
from tests.colleagues import add_colleague
from webapp import clock
from webapp.app import create_app
from webapp.applications import watching
from webapp.db import begin_write, make_sessions
from webapp.models import Application, AuditRow, Reason, Request, Role
from webapp.problems import Problem
from webapp.security import access, audit
from webapp.staff import cases
from webapp.staff.accounts import Staff
from webapp.staff.errors import StaffError
from webapp.staff.regions import StaffRegion, covers, name_of, parse_region, within

JINSHAN, QIDU, MASHANG = "370305111", "370305100", "370303009"
PLACES = [("linzi", JINSHAN), ("linzi", QIDU), ("zhangdian", MASHANG), ("linzi", None), (None, None)]
NOW = datetime.datetime(2026, 11, 22, 9, 30, tzinfo=clock.SHANGHAI)


@pytest.mark.parametrize(
    ("region", "seen"),
    [
        (StaffRegion("linzi", JINSHAN), PLACES[:1]),
        (StaffRegion("linzi"), [PLACES[0], PLACES[1], PLACES[3]]),
        (StaffRegion("zhangdian"), PLACES[2:3]),
        (StaffRegion(), PLACES),
    ],
)
def test_a_town_sees_its_own_a_district_its_own_and_the_city_all(session, region, seen):
    assert [one for one in PLACES if covers(region, district=one[0], town=one[1])] == seen
    begin_write(session)
    for number, (district, town) in enumerate(PLACES):
        file_application(session, f"ZB000000010{number}", (district, town))
    asked = select(Request.district, Request.town).where(
        within(region, district=Request.district, town=Request.town)
    )
    assert [tuple(row) for row in session.execute(asked.order_by(Request.id))] == seen


def test_every_place_of_the_guide_can_be_somebodys_region(guide):
    regions: Regions = guide.regions
    for district in regions.districts.values():
        found = parse_region(regions, district.name, Role.DISTRICT)
        assert found == StaffRegion(district.key)
        for town in district.towns:
            assert parse_region(regions, town.code, Role.TOWN) == StaffRegion(district.key, town.code)
            assert name_of(regions, town.code) == district.name + town.name
    assert parse_region(regions, "全市", Role.CITY) == StaffRegion()


@pytest.mark.parametrize(
    ("written", "role", "says"),
    [
        ("火星镇", Role.TOWN, "没有“火星镇”这个地方"),
        ("linzi", Role.TOWN, "只能管一个镇街"),
        (JINSHAN, Role.DISTRICT, "只能管一个区县"),
        ("linzi", Role.AGENT, "只能管全市"),
        ("zibo", Role.ASSISTANT, "只能管一个镇街"),
    ],
)
def test_a_region_that_is_none_or_not_the_roles_is_refused_with_what_to_write(guide, written, role, says):
    with pytest.raises(StaffError, match=says):
        parse_region(guide.regions, written, role)


def file_application(session, number, place, **request_place):
    """A submitted application at a place, with one request, which may have gone elsewhere."""
    district, town = place
    filed = Application(id=number.lower(), conversation_id="c", household="h1", number=number)
    filed.guide_version, filed.district, filed.town = "v", district, town
    filed.situation, filed.origins, filed.follow_ups, filed.answered = {}, [], [], []
    filed.created_at = filed.updated_at = filed.submitted_at = NOW
    request = Request(
        policy="subsistence-allowance", unit="household", person_label="全家", state="submitted"
    )
    request.state_since, request.verdict, request.findings = NOW, "met", {}
    request.district, request.town = request_place.get("district", district), request_place.get("town", town)
    filed.requests.append(request)
    session.add(filed)
    session.flush()
    return filed


def read(session, staff, application_id):
    about = {"staff": staff, "reason": Reason.HANDLING, "facts": ["age_years", "phone"], "at": NOW}
    return cases.read_case(session, application_id, **about)


def clerk_of(district, town, staff_id=7):
    return Staff(staff_id, "某人", Role.TOWN, StaffRegion(district, town))


def test_reading_a_case_is_recorded_and_the_citizen_learns_office_and_facts_but_no_name(session, guide):
    begin_write(session)
    filed = file_application(session, "ZB0000000001", ("linzi", JINSHAN))
    assert read(session, clerk_of("linzi", JINSHAN), filed.id) is filed
    audit.record(session, "asker:abc", "read-status", subject=filed.id, at=NOW)
    session.commit()
    asked, looked = watching.find_looks(session, guide, filed)
    assert (asked.who, asked.why) == ("用编号和身份证后 4 位查的人", "")
    assert (looked.at, looked.who, looked.why) == (NOW, "临淄区金山镇 镇街经办人", "办理本件")
    assert looked.facts == (guide.facts["age_years"].label, "手机号")
    assert "某人" not in str(looked)


def test_a_case_of_another_town_is_refused(session, guide):
    begin_write(session)
    filed = file_application(session, "ZB0000000002", ("linzi", JINSHAN))
    with pytest.raises(access.Refused):
        read(session, clerk_of("linzi", QIDU), filed.id)
    assert watching.find_looks(session, guide, filed) == []


def test_a_town_reads_the_case_of_which_one_request_went_to_it(session):
    begin_write(session)
    filed = file_application(session, "ZB0000000003", ("linzi", JINSHAN), district="zhangdian", town=MASHANG)
    assert read(session, clerk_of("zhangdian", MASHANG), filed.id) is filed


def test_a_draft_is_nobodys_case(session):
    begin_write(session)
    filed = file_application(session, "ZB0000000004", ("linzi", JINSHAN))
    filed.number = None
    with pytest.raises(Problem) as refused:
        read(session, clerk_of("linzi", JINSHAN), filed.id)
    assert refused.value.status == 404


def write_elsewhere():
    """A route that has begun to write when it finds that the row is another town's."""
    begin_write(g.session)
    audit.record_staff(g.session, g.staff, "half-done", subject="request:1", at=clock.now())
    g.session.flush()
    access.require_region(district="linzi", town=QIDU, subject="request:1")
    g.session.commit()
    return "done"


def test_a_refusal_in_the_middle_rolls_back_what_was_begun_and_is_recorded(
    settings, guide, tmp_path, migrated_sqlite
):
    (tmp_path / "test.db").write_bytes(migrated_sqlite)
    app = create_app(settings, guide)
    app.add_url_rule("/casework/elsewhere", "casework.elsewhere", write_elsewhere)
    client, district = app.test_client(), app.test_client()
    add_colleague(app, Role.TOWN).sign_in(client)
    add_colleague(app, Role.DISTRICT).sign_in(district)
    answer = client.get("/casework/elsewhere")
    assert (answer.status_code, "不归您这里办" in answer.text) == (403, True)
    with make_sessions(app.engine)() as session:
        actions = session.scalars(select(AuditRow.action).order_by(AuditRow.id)).all()
        assert "half-done" not in actions
        assert (
            session.scalars(select(AuditRow).where(AuditRow.action == "refused")).one().subject == "request:1"
        )
    assert district.get("/casework/elsewhere").text == "done"
    app.engine.dispose()
