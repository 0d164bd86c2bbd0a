"""From a warning to an application: begun at the visit, filled in by the assistant, closed by its result."""

import re

import pytest
from sqlalchemy import func, select

from tests.builders import make_id_number
from tests.webapp.casework.test_warnings import AtDesk, desk  # noqa: F401
from tests.webapp.h5.conftest import Page, Visitor
from tests.webapp.h5.test_applying import Applicant
from tests.webapp.monitoring.conftest import TOWN
from webapp import clock
from webapp.applications import households
from webapp.applications.moving import advance
from webapp.db import begin_write
from webapp.models import AuditRow, WarningRow
from webapp.models.afterwards import Helper
from webapp.models.applications import Application

NOTE = "老人瘫在床上，吃饭要人喂，冬天没生炉子"
NAME = "王大山"
BEGIN = ">开始申请</button>"


class Assistant(Applicant):
    """Goes on where the desk leads, with the applicant beside them, who consents and signs."""

    scope = "all"

    def answers(self, step):
        own = {
            "consent": self.signature | {"scope": self.scope},
            "authorise/1": self.signature,
            "town": {"town": TOWN},
        }
        return own.get(step) or super().answers(step)

    @property
    def signature(self):
        return {"signed_name": NAME, "id_tail": self.number[-4:], "agreed": "yes"}


class AtDoor:
    """One lonely elder, pushed to the assistant who went there."""

    def __init__(self, desk, number=None):  # noqa: F811
        self.desk = desk
        self.number = number or desk.tables.add(age_years=84)
        desk.tables.contacts[self.number]["name"] = NAME
        desk.tables.watch(since=desk.tables.runs > 0)
        desk.session.rollback()
        self.id = desk.session.scalars(select(WarningRow.id).order_by(WarningRow.id.desc())).first()
        desk.post("town", "/casework/warnings", warning=self.id, assistant=desk.ids["walker"])

    @property
    def row(self):
        self.desk.session.rollback()
        self.desk.session.expire_all()
        return self.desk.session.get(WarningRow, self.id)

    def find_in_need(self, note=NOTE):
        return self.desk.visit("walker", self.id, outcome="in-need", note=note)

    def ticked(self, page):
        return re.findall(r'name="fact" value="([^"]+)"', page)

    def begin(self, name="walker", **values):
        """As on the page: all that is ticked goes along."""
        facts = self.ticked(self.desk.look(name, self.id).text)
        sent = {"reason": "handling", "fact": facts, **values}
        return self.desk.post(name, f"/casework/warnings/{self.id}/apply", **sent)

    def helper(self):
        """The citizens' pages in the assistant's browser, at the page that waits."""
        visitor = Visitor(self.desk.browsers["walker"])
        visitor.open(f"/apply/helping?warning={self.id}")
        return Assistant(visitor, self.number)

    def file(self, scope="all"):
        self.begin()
        helper = self.helper()
        helper.scope = scope
        page = helper.walk_to()
        assert page.path == "/apply/done", page.text
        return page

    @property
    def application(self):
        self.desk.session.rollback()
        self.desk.session.expire_all()
        return self.desk.session.scalars(select(Application)).one()

    def as_applicant(self):
        """At another phone, with the number and the ID tail."""
        visitor = Visitor(self.desk.app.test_client())
        visitor.open("/status")
        visitor.send("number", number=self.application.number, id_tail=self.number[-4:])
        return visitor

    def page(self, name="walker"):
        return self.desk.look(name, self.id).text


@pytest.fixture
def door(desk):  # noqa: F811
    return AtDoor(desk)


def test_from_the_visit_to_the_number_and_its_state(door):
    assert BEGIN not in door.page(), "nobody was found in need yet"
    answer = door.find_in_need()
    assert answer.headers["Location"].endswith(f"/casework/warnings/{door.id}")
    page = door.page()
    for words in ("替他申请", "部门数据里的", "上门看到的：“瘫在”", "84 岁", "随时能收回"):
        assert words in page
    assert door.number not in page
    assert door.begin().headers["Location"].endswith(f"/apply/helping?warning={door.id}")
    helper = door.helper()
    assert NOTE in helper.walk_to("note").text
    page = helper.walk_to()
    assert page.path == "/apply/done" and f"/casework/warnings/{door.id}" in page.links
    typed = {"name", "id-number", "phone", "address", "helper", "applicant", "residence-town"}
    assert not typed & set(helper.seen) and {"choose", "sensitive", "consent", "commit"} <= set(helper.seen)
    filed = door.application
    (helped,) = filed.helpers
    actor = f"staff:{door.desk.ids['walker']}"
    assert (helped.kind, helped.staff, helped.consent_kind) == ("assistant", actor, "typed")
    assert filed.requests[0].events[0].by == actor
    shown = door.page()
    spaced = re.search(r'class="number">([^<]+)<', page.text).group(1)
    assert spaced in shown and "已经交上去了" in shown and BEGIN not in shown and "接着填" not in shown
    row = door.row
    assert (row.state, row.result, row.application_id) == ("helping", "in-need", filed.id)


def test_each_fact_keeps_where_it_came_from_and_what_is_unticked_stays_behind(door, guide):
    door.find_in_need("瘫在床上，冬天没生炉子")
    assert set(door.ticked(door.page())) >= {"self|age_years", "|household_size", "self|self_care"}
    door.begin(fact=["self|self_care", "|household_size"])
    draft = door.application
    origins = {(one["person"], one["fact"]): (one["from"], one["words"]) for one in draft.origins}
    assert origins["self", "self_care"] == (households.FROM_VISIT, "瘫在")
    assert origins[None, "household_size"] == (households.FROM_RECORDS, "")
    situation = households.read_situation(guide, draft)
    assert "district_heating" not in situation.household and situation.household["household_size"] == 1
    assert origins["self", "age_years"][0] == households.FROM_ID_CARD, "what the ID number says goes first"
    (member,) = draft.members
    assert (member.name, member.id_number, member.is_applicant) == (NAME, door.number, True)
    assert (draft.phone, draft.address) == ("13805330000", "边河村 12 号")
    assert (draft.residence_district, draft.residence_town) == ("linzi", "370305111")


def test_pressed_twice_and_from_another_warning_of_the_same_person_it_is_one(door):
    door.find_in_need()
    for _ in range(2):
        assert door.begin().status_code == 303
    first = door.application.id
    second = AtDoor.__new__(AtDoor)
    second.__dict__ |= door.__dict__
    copy = {one.name: getattr(door.row, one.name) for one in WarningRow.__table__.columns if one.name != "id"}
    begin_write(door.desk.session)
    other = WarningRow(**copy | {"cause_key": "another", "rule": "medical-cost", "application_id": None})
    door.desk.session.add(other)
    door.desk.session.commit()
    second.id = other.id
    assert second.begin().status_code == 303 and second.row.application_id == first
    assert door.desk.session.scalar(select(func.count(Application.id))) == 1
    assert door.desk.session.scalar(select(func.count(Helper.id))) == 1
    assert "接着填" in door.page()
    door.helper().walk_to()
    assert "看进度、补材料" in door.page()
    assert door.begin().status_code == 303 and door.application.number, "after the filing it is still the one"
    visitor = Visitor(door.desk.browsers["walker"])
    page = visitor.open(f"/apply/helping?warning={door.id}")
    assert "您在替申请人办" in page.text and "/status/withdraw" not in page.links


def test_only_the_assistant_of_the_warning_begins_and_goes_on(door):
    assert door.begin().status_code == 422, "nobody was found in need yet"
    door.find_in_need()
    for name in ("town", "district", "mate", "other"):
        sent = {"reason": "handling", "fact": []}
        answer = door.desk.post(name, f"/casework/warnings/{door.id}/apply", **sent)
        assert answer.status_code == 403, name
    assert door.row.application_id is None
    assert door.desk.post("walker", f"/casework/warnings/{door.id}/apply").status_code == 422, "for what"
    door.begin()
    for name in ("mate", "town"):
        own = Visitor(door.desk.browsers[name])
        assert own.open(f"/apply/helping?warning={door.id}").status == 403
    stranger = Visitor(door.desk.app.test_client())
    for wanted in (door.id, "", "x", 99999):
        assert stranger.open(f"/apply/helping?warning={wanted}").status == 403
    assert BEGIN not in door.page("town") and "填了一半" in door.page("town")


def test_the_draft_closes_with_the_assistants_session_and_when_the_warning_goes_to_another(door):
    door.find_in_need()
    door.begin()
    helper = door.helper()
    assert helper.walk_to("consent").path == "/apply/consent"
    assert helper.visitor.open("/apply/code").path == "/apply/consent", "no code opens it elsewhere"
    door.desk.post("town", "/casework/warnings", warning=door.id, assistant=door.desk.ids["mate"])
    assert helper.visitor.open("/apply/consent").path == "/apply"
    assert NAME not in helper.visitor.page.text
    door.desk.post("town", "/casework/warnings", warning=door.id, assistant=door.desk.ids["walker"])
    assert helper.visitor.open("/apply/consent").path == "/apply/consent"
    helper.visitor.client.delete_cookie("zizhuni_staff")
    assert helper.visitor.open("/apply/consent").path == "/apply"
    assert helper.visitor.open(f"/apply/helping?warning={door.id}").status == 403


def test_the_number_of_the_records_is_kept_without_being_shown(door):
    door.find_in_need()
    door.begin()
    helper = door.helper()
    helper.walk_to("consent")
    page = helper.visitor.open("/apply/id-number")
    assert page.status == 200 and door.number not in page.text and "号码已经有了" in page.text
    assert helper.visitor.send_page().path == "/apply/consent"
    assert door.application.members[0].id_number == door.number


def test_the_applicant_sees_who_helped_and_takes_it_back(door):
    door.find_in_need()
    door.file()
    own = door.as_applicant()
    assert "由协理员代办" in own.page.text
    assert "测试assistant（协理员）" in own.open("/status/helpers").text
    own.open("/my/data")
    facts = own.send("id_tail", id_tail=door.number[-4:], **{"as": "html"}).text
    assert "部门数据里的" in facts and "上门时看到的" in facts
    looks = own.open("/status/looks").text
    assert "开始替您填申请" in looks
    own.open("/status/helpers")
    assert "取消了" in own.send("helper").text
    shown = door.page()
    assert "收回了代办" in shown and "已经交上去了" not in shown
    assert Visitor(door.desk.browsers["walker"]).open(f"/apply/helping?warning={door.id}").status == 403
    assert door.begin().status_code == 303 and door.application.number, "no second one either"
    assert "已经交上去了" in door.page("town")


def test_who_lets_them_file_alone_is_not_followed(door):
    door.find_in_need()
    door.file(scope="filing")
    assert Visitor(door.desk.browsers["walker"]).open(f"/apply/helping?warning={door.id}").status == 403
    shown = door.page()
    assert "看进度" not in shown
    assert "只让填好交上去" in shown and "已经交上去了" not in shown
    assert f'/requests/{door.application.requests[0].id}"' in door.page("town")


def test_helped_stands_for_something_filed(door):
    door.find_in_need()
    said = {"outcome": "helped", "note": "帮他填了表"}
    answer = door.desk.visit("walker", door.id, **said)
    assert answer.status_code == 422 and "还没有替他交过申请" in answer.text
    door.begin()
    assert door.desk.visit("walker", door.id, **said).status_code == 422, "a draft is nothing filed"
    door.helper().walk_to()
    assert door.desk.visit("walker", door.id, **said).status_code == 303
    assert (door.row.state, door.row.result) == ("closed", "helped")


def test_what_is_granted_closes_the_warning_by_itself(door):
    door.find_in_need()
    door.file()
    session = door.desk.session
    request = door.application.requests[0]
    for _ in range(12):
        begin_write(session)
        advance(session, request, clock.now())
        session.commit()
        if request.state in ("approved", "paying"):
            break
        assert door.row.state == "helping", request.state
    row = door.row
    assert (row.state, row.result) == ("closed", "helped") and row.closed_at is not None
    acts = session.scalars(select(AuditRow.action).where(AuditRow.subject == f"warning:{door.id}")).all()
    assert acts.count("warning-helped") == 1
    assert "现在没有要去看的" in door.desk.get("walker", "/casework/warnings").text


def test_the_purpose_and_what_was_taken_are_on_record(door):
    door.find_in_need()
    door.begin()
    reads = select(AuditRow).where(AuditRow.action == "read", AuditRow.subject == f"warning:{door.id}")
    last = door.desk.session.scalars(reads.order_by(AuditRow.id.desc())).first()
    assert last.reason == "handling" and {"id_number", "phone", "age_years"} <= set(last.facts.split(","))
    acts = select(AuditRow.subject).where(AuditRow.action == "begin-helped-application")
    assert set(door.desk.session.scalars(acts)) == {f"warning:{door.id}", door.application.id}


@pytest.fixture
def pupil(desk):  # noqa: F811
    """A child of a household of three, and what is new about them."""

    def push(**new):
        number = make_id_number("2012-05-06")
        known = {"age_years": 14, "school_stage": "primary"}
        home = {"aid_status": ["subsistence"], "household_size": 3}
        desk.tables.add(id_number=number, household=home, **known)
        desk.tables.contacts[number]["name"] = NAME
        desk.tables.watch()
        desk.tables.change(number, **new)
        return AtDoor(desk, number)

    return push


def test_what_is_not_filed_here_is_told_with_where_else(pupil):
    door = pupil(school_stage="junior")
    door.find_in_need("孩子上初中，学费交不上")
    answer = door.begin()
    assert answer.status_code == 422 and "这里交不了" in answer.text and 'href="#begin"' in answer.text
    assert door.row.application_id is None


def test_for_a_child_somebody_of_age_files(pupil):
    door = pupil(disability_cert=True, disability_grade=1)
    door.find_in_need("孩子走不了路，父亲没活干")
    door.begin()
    draft = door.application
    applicant, child = draft.members
    assert (applicant.relation, applicant.name, applicant.is_applicant) == ("self", None, True)
    assert (child.relation, child.name, child.id_number) == ("child", NAME, door.number)
    origins = {(one["person"], one["fact"]): one["from"] for one in draft.origins}
    assert origins["self", "employment"] == households.FROM_VISIT
    page = door.helper().walk_to("name")
    assert page.path == "/apply/name"


def test_a_refused_sensitive_consent_leaves_nothing_and_it_can_be_begun_anew(door):
    door.find_in_need()
    door.begin()
    helper = door.helper()
    helper.walk_to("sensitive")
    form = next(one for one in helper.visitor.page.forms if one["action"] == "/apply/sensitive")
    token = next(one["value"] for one in form["fields"] if one["name"] == "csrf_token")
    client = helper.visitor.client
    assert client.post("/apply/declined", data={"csrf_token": token}).status_code == 303
    door.desk.session.rollback()
    assert door.desk.session.scalar(select(func.count(Application.id))) == 0
    assert BEGIN in door.page() and door.begin().status_code == 303


def test_ones_own_application_in_the_same_browser_is_left_alone(door):
    own = Visitor(door.desk.browsers["walker"])
    own.say()
    own.open("/apply")
    door.find_in_need()
    door.begin()
    helper = door.helper()
    helper.walk_to()
    assert Page(own.client.get("/apply", follow_redirects=True)).path == "/apply/choose"
    drafts = select(func.count(Application.id)).where(Application.submitted_at.is_(None))
    door.desk.session.rollback()
    assert door.desk.session.scalar(drafts) == 1
