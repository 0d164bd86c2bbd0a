"""The desk's pages of notices, transfers, re-checks, commitments, referrals and corrections."""

import copy
import re
from dataclasses import dataclass
from datetime import timedelta

import pytest
from sqlalchemy import select

from tests.builders import make_env, make_id_number
from tests.colleagues import CSRF, add_colleague
from tests.webapp.applications.conftest import NOW, Desk
from webapp.app import create_app
from webapp.applications import committing, rechecking, referring
from webapp.applications.alerting import Kind
from webapp.applications.moving import advance
from webapp.applications.states import RequestState
from webapp.applications.submitting import submit
from webapp.casework.notices.showing import load_notice_words
from webapp.db import begin_write, make_sessions
from webapp.models import AuditRow, Breach, Correction, DeskNotice, Recheck, Referral, Request, Role, Transfer
from webapp.settings import Settings
from webapp.staff.regions import StaffRegion

S = RequestState
OTHER = StaffRegion("zhangdian", "370303001")
PRESS = re.compile(r'name="press" value="([^"]+)"')


@dataclass
class House:
    app: object
    desk: Desk
    browsers: dict

    @property
    def session(self):
        return self.desk.session

    def file(self, until=S.SUBMITTED):
        begin_write(self.session)
        draft = self.desk.open_draft(make_id_number())
        self.desk.fill_in(draft, father=make_id_number("1948-03-05"), self=make_id_number("1970-01-01"))
        submit(self.session, self.desk.guide, draft, self.desk.now)
        while draft.requests[0].state != until:
            advance(self.session, draft.requests[0], self.desk.now)
        self.session.commit()
        return draft

    def see(self, role, path):
        self.session.rollback()
        return self.browsers[role].get(path)

    def press(self, role, path, shown=None, **values):
        """Fill in a form of the page as it stands."""
        page = self.see(role, shown or path).text
        sent = {"csrf_token": CSRF.search(page).group(1), **values}
        if PRESS.search(page):
            sent.setdefault("press", PRESS.search(page).group(1))
        answer = self.browsers[role].post(path, data=sent)
        self.session.rollback()
        self.session.expire_all()
        return answer


@pytest.fixture(scope="module")
def house(tmp_path_factory, guide, migrated_sqlite):
    place = tmp_path_factory.mktemp("casework-followups")
    (place / "test.db").write_bytes(migrated_sqlite)
    app = create_app(Settings.from_env(make_env(place)), guide)
    app.testing = True
    with make_sessions(app.engine)() as session:
        made = House(app, Desk(session, guide, app.index_hash, NOW), {})
        town = StaffRegion("linzi", made.file().town)
        for name, role, region in (
            ("town", Role.TOWN, town), ("district", Role.DISTRICT, StaffRegion("linzi")),
            ("city", Role.CITY, StaffRegion()), ("other", Role.TOWN, OTHER),
        ):  # fmt: skip
            made.browsers[name] = app.test_client()
            add_colleague(app, role, region=region).sign_in(made.browsers[name])
        yield made
    app.engine.dispose()


def test_a_request_goes_to_another_town_and_the_notice_stands_there(house):
    request = house.file().requests[0]
    path = f"/casework/requests/{request.id}/elsewhere"
    page = house.see("town", path).text
    assert "为什么在这里" in page and "没有写这一项到哪个镇街办" in page and "王大山" not in page
    answer = house.press("town", path, town=OTHER.town, note="人住在张店")
    assert answer.status_code == 303
    assert house.session.get(Request, request.id).town == OTHER.town
    assert house.see("town", path).status_code == 403, "it is another town's now"
    page = house.see("other", "/casework/notices").text
    assert "别的镇街转到这里来了" in page and "王大山" not in page
    notice = house.session.scalars(select(DeskNotice.id).where(DeskNotice.town == OTHER.town)).one()
    house.press("other", "/casework/notices", notice=str(notice))
    assert "现在没有要提醒的" in house.see("other", "/casework/notices").text


@pytest.mark.parametrize(
    "values", [{"town": OTHER.town}, {"town": "", "note": "换"}, {"do": "away", "note": "换"}]
)
def test_what_lacks_something_is_asked_for_again(house, values):
    request = house.file().requests[0]
    answer = house.press("town", f"/casework/requests/{request.id}/elsewhere", **values)
    assert answer.status_code == 422 and 'role="alert"' in answer.text
    assert house.session.get(Request, request.id).state == S.SUBMITTED


def test_a_request_is_handed_away_and_an_uncertain_one_is_settled(house):
    request = house.file().requests[0]
    wanted = {
        "do": "away",
        "city": "3707",
        "place": "寿光市圣城街道",
        "consent": "phone",
        "note": "户口在那边",
    }
    assert house.press("town", f"/casework/requests/{request.id}/elsewhere", **wanted).status_code == 303
    made = house.session.scalars(select(Transfer).where(Transfer.request_id == request.id)).one()
    begin_write(house.session)
    made.state = "uncertain"
    house.session.commit()
    path = f"/casework/transfers/{made.id}"
    page = house.see("town", path).text
    assert "不知道到没到" in page and "不会自己再发" in page
    assert house.see("other", path).status_code == 403
    assert house.press("town", path, do="arrived").status_code == 303
    assert house.session.get(Transfer, made.id).state == "taken"
    assert house.press("town", path, do="again").status_code == 422
    assert "那边收到了" in house.see("town", "/casework/transfers").text
    read = select(AuditRow).where(AuditRow.subject == request.application_id, AuditRow.action == "read")
    assert len(house.session.scalars(read).all()) >= 3


def test_a_recheck_is_done_at_the_desk(house):
    request = house.file(S.PAYING).requests[0]
    begin_write(house.session)
    day = (NOW + timedelta(days=9000)).date()
    by = rechecking.By("caseworker", "定期看看", "staff:1")
    made = rechecking.plan_by_hand(house.session, request, day, by, at=NOW)
    house.session.commit()
    path = f"/casework/rechecks/{made.id}"
    page = house.see("town", path).text
    assert "按现在知道的情况" in page and "定期看看" in page
    assert "编号" in page and house.see("other", path).status_code == 403
    assert house.press("town", path, outcome="adjusted", note="查过").status_code == 422
    assert house.press("town", path, outcome="adjusted", amount="350.5", note="查过").status_code == 303
    done = house.session.get(Recheck, made.id)
    assert (done.outcome, done.amount_fen) == ("adjusted", 35050)
    assert "查完了：改了数" in house.see("town", path).text


def test_a_day_is_set_by_hand_from_the_case(house):
    request = house.file(S.PAYING).requests[0]
    token = CSRF.search(house.see("town", "/casework/").text).group(1)
    for values, status in (({"due_on": "明年"}, 422), ({"due_on": "2090-01-31", "note": "打零工"}, 303)):
        answer = house.browsers["town"].post(
            f"/casework/requests/{request.id}/recheck", data={"csrf_token": token, **values}
        )
        assert answer.status_code == status
        house.session.rollback()


def test_the_town_finds_the_district_records_and_judges(house):
    filed = house.file()
    path = f"/casework/{filed.id}/commitments"
    said = {
        "member": "1",
        "label": "名下的车",
        "declared": "没有",
        "found": "有一辆",
        "words": "车管查到，问过本人",
    }
    assert house.press("town", path, **said | {"found": ""}).status_code == 422
    assert house.press("town", path, **said).status_code == 303
    made = house.session.scalars(select(Breach).where(Breach.application_id == filed.id)).one()
    path = f"/casework/commitments/{made.id}"
    assert house.see("other", path).status_code == 403
    record = {"step": "recorded", "measure": "education", "note": "核实过"}
    assert house.press("town", path, **record).status_code == 422, "that is the district's"
    assert house.press("district", path, **record).status_code == 303
    assert house.press("town", path, step="told").status_code == 303
    page = house.see("town", path).text
    assert "依据 《" in page and "批评教育" in page and "告诉了本人" in page
    assert house.see("district", "/casework/commitments").status_code == 200
    assert committing.list_breaches(house.session, filed.id, told=True) == [made]


def test_a_charity_is_offered_and_goes_only_with_a_yes(house):
    filed = house.file(S.PAYING)
    begin_write(house.session)
    situation = copy.deepcopy(filed.situation)
    father = next(one for one in situation["people"] if one["id"] == "father")
    father["facts"] |= {"illnesses": ["uremia"], "on_dialysis": True}
    filed.situation = situation
    house.session.commit()
    path, asked = f"/casework/{filed.id}/referrals", filed.requests[0].id
    assert "血透100" in house.see("town", path).text
    assert house.press("town", path, do="offer", fit=f"{asked}:kidney-charity").status_code == 303
    made = referring.list_referrals(house.session, filed)[0]
    assert house.press("town", path, do="sent", referral=made.id).status_code == 422
    for values in ({"do": "agrees", "how": "window"}, {"do": "sent"}, {"do": "answer", "outcome": "helped"}):
        assert house.press("town", path, referral=made.id, **values).status_code == 303
    assert house.session.get(Referral, made.id).outcome == "helped"
    assert "帮上了" in house.see("town", path).text and house.see("other", path).status_code == 403


def test_a_correction_is_written_and_judged(house):
    said = {
        "what": "一户的养老金算重了，少给了两个月", "put_right": "补发了两个月", "effect": "too-little",
        "found_how": "own-check", "happened_on": "2026-11-01", "found_on": "2026-11-10",
        "put_right_on": "2026-11-12",
    }  # fmt: skip
    path = "/casework/corrections"
    wrong = house.press("town", path, **said | {"what": "13805330000 那户少给了两个月"})
    assert wrong.status_code == 422 and "不要写姓名" in wrong.text
    assert house.press("town", path, **said).status_code == 303
    made = house.session.scalars(select(Correction)).one()
    assert "补发了两个月" not in house.see("other", path).text
    judged = {"excused": "yes", "why": "数据来得晚，及时补了"}
    assert house.press("district", f"{path}/{made.id}", shown=path, **judged).status_code == 303
    assert "认定为容错情形" in house.see("town", path).text


@pytest.mark.parametrize(
    "path", ["transfers/999", "rechecks/999", "commitments/999", "requests/999/elsewhere", "x/referrals",
             "x/commitments"]
)  # fmt: skip
def test_what_is_not_there_is_not_found(house, path):
    assert house.see("town", f"/casework/{path}").status_code == 404


def test_every_kind_of_notice_has_its_words():
    assert set(load_notice_words()) == {kind.value for kind in Kind}
