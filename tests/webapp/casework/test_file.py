"""One request at the desk: masked, within the region, accepted once, and the second clerk is told."""

import re
import sqlite3

import pytest
from flask import before_render_template

from tests.webapp.casework.conftest import POOR, text_of
from webapp import clock
from webapp.applications import changing, winding
from webapp.applications.moving import APPLICANT
from webapp.calendar import day_of, load_calendar
from webapp.db import begin_write
from webapp.models import AuditRow, Role
from webapp.staff.regions import StaffRegion


@pytest.fixture
def filed(office):
    application = office.file(**POOR)
    office.sign_all(application)
    office.session.commit()
    return application.requests[0]


def path(request, rest=""):
    return f"/casework/requests/{request.id}{rest}"


def test_the_page_shows_the_household_masked_and_records_the_look(office, clerk, filed):
    page = clerk.get(path(filed))
    assert page.status_code == 200
    text = text_of(page)
    assert "王大山" not in text and "王某" in text and "13805330000" not in text and "138****0000" in text
    for one in filed.application.members:
        assert one.id_number not in page.text
    office.session.rollback()
    rows = office.session.query(AuditRow).filter_by(subject=filed.application_id, action="read").all()
    assert rows[-1].actor == f"staff:{clerk.id}" and rows[-1].reason == "handling"


def test_unmasking_needs_a_reason_and_is_recorded_with_what_was_looked_at(office, clerk, filed):
    assert clerk.post(path(filed, "/unmask"), part="phone").status_code == 422
    page = clerk.post(path(filed, "/unmask"), part="phone", reason="review")
    assert "13805330000" in page.text and filed.application.members[0].id_number not in page.text
    office.session.rollback()
    row = office.session.query(AuditRow).filter_by(subject=filed.application_id, action="read").all()[-1]
    assert (row.facts, row.reason) == ("phone", "review")


def test_accepting_puts_it_into_the_clerks_hands(clerk, filed):
    assert clerk.step(filed, "accepted").status_code == 303
    fresh = clerk.fresh(filed)
    assert (fresh.state, fresh.clerk_id) == ("accepted", clerk.id)


def test_the_second_of_two_clerks_is_told_and_keeps_what_they_wrote(clerk, sign_in, filed):
    other, seen = sign_in(), clerk.fresh(filed).version
    assert clerk.step(filed, "accepted").status_code == 303
    late = other.step(filed, "withdrawn", seen=seen, note="老王在窗口说不办了")
    assert late.status_code == 409
    assert "刚刚有人先办了" in late.text and "老王在窗口说不办了" in late.text and "测试town" in late.text
    assert [one.to_state for one in clerk.fresh(filed).events] == ["submitted", "accepted"]


def test_the_same_press_twice_is_one_step(clerk, filed):
    seen = clerk.fresh(filed).version
    for _ in range(2):
        assert clerk.step(filed, "accepted", press="the-same-press", seen=seen).status_code == 303
    assert clerk.fresh(filed).version == 2


def test_without_signatures_it_is_accepted_with_a_reason_alone(office, clerk):
    request = office.file(**POOR).requests[0]
    office.session.commit()
    refused = clerk.step(request, "accepted")
    assert refused.status_code == 422 and "授权书没签好" in refused.text and 'name="note"' in refused.text
    assert clerk.step(request, "accepted", note="父亲卧床，明天上门补签").status_code == 303


def test_another_town_and_another_role_see_nothing(office, sign_in, filed):
    other = sign_in(Role.TOWN, StaffRegion("zhangdian", "370303001"))
    answers = [
        other.get(path(filed)),
        other.step(filed, "accepted"),
        other.post(path(filed, "/unmask"), part="phone", reason="review"),
    ]
    assert [one.status_code for one in answers] == [403] * 3
    assert filed.application.number not in other.get("/casework/").text
    for role in (Role.ASSISTANT, Role.LEAD):
        assert (
            sign_in(
                role, StaffRegion("linzi", office.town) if role is Role.ASSISTANT else StaffRegion("linzi")
            )
            .get(path(filed))
            .status_code
            == 403
        )


def test_a_draft_is_nobodys_at_the_desk(office, clerk):
    draft = office.desk.open_draft("a-draft-of-somebody")
    office.session.commit()
    assert clerk.get(path(draft.requests[0])).status_code == 404


def test_it_is_handed_over_to_a_colleague_of_the_office_alone(clerk, sign_in, filed):
    other, stranger = sign_in(), sign_in(Role.TOWN, StaffRegion("zhangdian", "370303001"))
    seen = clerk.fresh(filed).version
    assert clerk.post(path(filed, "/hand-over"), clerk=stranger.id, seen=seen).status_code == 422
    assert clerk.post(path(filed, "/hand-over"), clerk=other.id, seen=seen).status_code == 303
    assert clerk.fresh(filed).clerk_id == other.id
    assert clerk.post(path(filed, "/hand-over"), clerk=clerk.id, seen=seen).status_code == 409
    assert "移交给测试town" in text_of(clerk.get(path(filed)))


def test_a_look_is_kept_before_the_page_is_made_and_also_where_the_form_was_wrong(office, clerk, filed):
    path_of_database = office.session.get_bind().url.database
    free = []

    def try_to_write(_app, **_about):
        with sqlite3.connect(path_of_database, timeout=0, isolation_level=None) as other:
            free.append(other.execute("BEGIN IMMEDIATE").connection.execute("ROLLBACK") is not None)

    def looks():
        office.session.rollback()
        return office.session.query(AuditRow).filter_by(subject=filed.application_id, action="read").count()

    before = looks()
    with before_render_template.connected_to(try_to_write):
        assert clerk.get(path(filed)).status_code == 200
    assert free == [True] and looks() == before + 1
    assert clerk.post(path(filed, "/survey"), met="").status_code == 422
    assert looks() == before + 2


def test_a_change_at_home_is_marked_as_seen_by_who_handles_it(office, clerk, sign_in, filed):
    begin_write(office.session)
    moved = changing.Change(changing.ChangeKind.ADDRESS, clock.today(), words="齐都镇新村 9 号")
    earns = changing.Change(changing.ChangeKind.INCOME, clock.today(), person="self", value=1200)
    told = [
        changing.report(office.session, office.guide, filed.application, one, by=APPLICANT, at=clock.now())
        for one in (moved, earns)
    ]
    office.session.commit()
    page = clerk.get(path(filed))
    assert "新村 9 号" not in page.text and re.search(r"收入变了.{,20}收入：.*300.*→.*1,?200", text_of(page))
    own = [path(filed, f"/changes/{one.id}") for one in told]
    stranger, city = sign_in(Role.TOWN, StaffRegion("zhangdian", "370303001")), sign_in(Role.CITY)
    assert [one.post(own[0]).status_code for one in (stranger, city)] == [403, 403]
    assert [clerk.post(one).status_code for one in (*own, own[0])] == [303] * 3
    assert clerk.post(path(filed, "/changes/999999")).status_code == 404
    assert "家里有变化" not in clerk.get(path(filed)).text
    office.session.expire_all()
    assert {one.seen_by for one in told} == {f"staff:{clerk.id}"}
    seen = office.session.query(AuditRow).filter_by(subject=filed.application_id, action="see-change")
    assert seen.count() == 2


def test_what_lengthens_a_limit_is_recorded_once_and_counted_from_then_on(office, clerk, sign_in):
    """In Linzi its own 20 days hold whatever is recorded; elsewhere the country's 45 do."""
    application = office.file(**POOR)
    office.sign_all(application)
    office.session.commit()
    request = next(one for one in application.requests if one.policy == "subsistence-allowance")
    assert clerk.step(request, "accepted").status_code == 303
    assert "期限要另算" not in clerk.get(path(request)).text
    assert clerk.post(path(request, "/extend"), ground="ground:人户分离").status_code == 422
    begin_write(office.session)
    request.district, request.town = "zhangdian", "370303001"
    winding.wind(office.session, request)
    office.session.commit()
    clerk = sign_in(Role.TOWN, StaffRegion("zhangdian", "370303001"))
    before, seen = clerk.fresh(request).due_at, clerk.fresh(request).version
    assert "期限要另算" in clerk.get(path(request)).text
    own, ground = path(request, "/extend"), {"ground": "ground:人户分离"}
    assert sign_in(Role.CITY).post(own, seen=seen, **ground).status_code == 403
    assert clerk.post(own, ground="ground:领导忙", seen=seen).status_code == 422
    for _ in range(2):
        assert clerk.post(own, press="once-extended", seen=seen, **ground).status_code == 303
    assert clerk.post(own, seen=clerk.fresh(request).version, **ground).status_code == 422
    later = clerk.fresh(request)
    days = load_calendar().count_working_days(day_of(request.accepted_at), day_of(later.due_at))
    assert later.due_at > before and days == 45 and later.version == seen + 1
    text = text_of(clerk.get(path(request)))
    assert "期限另算：人户分离" in text
    begin_write(office.session)
    assert not winding.wind(office.session, clerk.fresh(request)), "the worker comes to the same"
    office.session.rollback()
    request.policy = "extreme-poverty-support"
    office.session.commit()
    begun = {"ground": "start:town_report", "seen": clerk.fresh(request).version}
    assert clerk.post(own, **begun).status_code == 303
    assert "材料报到区县了" in text_of(clerk.get(path(request)))
    assert winding.clock_of(office.session, clerk.fresh(request)).countdowns[-1].limit.start == "town_report"
    office.session.rollback()
