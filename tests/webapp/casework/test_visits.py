"""An assistant is asked to visit: they see that household, for the visit, and nothing else."""

import pytest

from tests.webapp.casework.conftest import text_of
from tests.webapp.casework.test_day import fill, find, lead, look_at, path
from webapp.models import AuditRow, DeskNotice, Role, Survey
from webapp.staff.regions import StaffRegion


@pytest.fixture(scope="module")
def assistant(sign_in, office, clerk):
    return sign_in(Role.ASSISTANT, StaffRegion("linzi", office.town))


@pytest.fixture
def request_(office, clerk):
    found = find(office)
    lead(clerk, found, "accepted", "verifying", "surveying")
    return found


def ask(clerk, request, assistant, **about):
    about = {"seen": clerk.fresh(request).version, "assistant": assistant.id if assistant else ""} | about
    return clerk.post(path(request, "/visitor"), **about)


def test_who_is_asked_visits_on_a_phone_and_gives_it_back(office, clerk, assistant, request_):
    assert assistant.get(path(request_, "/survey")).status_code == 403, "nobody has asked them"
    assert ask(clerk, request_, assistant).status_code == 303
    page = clerk.get(path(request_))
    assert "请测试assistant上门看看" in text_of(page) and "还没去" in text_of(page)
    home = assistant.get("/casework/")
    assert path(request_, "/survey") in home.text and "王大山" not in home.text
    text = text_of(assistant.get(path(request_, "/survey")))
    assert "王大山" in text and "13805330000" in text and "交回镇街" in text
    seen = {"fact|father|income_yuan_per_month": "0"}
    sent = look_at(assistant, request_, note="老人卧床", press="visited-once", **seen)
    assert sent.status_code == 303 and sent.location.endswith("/casework/")
    fresh = clerk.fresh(request_)
    assert (fresh.state, fresh.visitor_id, fresh.clerk_id) == ("surveying", None, clerk.id)
    assert assistant.get(path(request_, "/survey")).status_code == 403
    again = {"visited_on": "2026-11-28", "met": "本人", "done": "yes"}
    answers = [
        assistant.post(path(request_, "/survey"), press=one, **again).status_code
        for one in ("visited-once", "visited-twice")
    ]
    assert answers == [303, 403], "the same press is the same visit, another is not theirs any more"
    page = text_of(clerk.get(path(request_)))
    assert "老人卧床" in page and "协理员去看过了" in text_of(clerk.get("/casework/notices"))
    office.session.rollback()
    assert [one.by for one in office.session.query(Survey).filter_by(request_id=request_.id)] == [
        f"staff:{assistant.id}"
    ]
    told = office.session.query(DeskNotice).filter_by(request_id=request_.id, kind="visit-done")
    assert told.count() == 1
    looks = office.session.query(AuditRow).filter_by(subject=request_.application_id, action="read")
    mine = [one for one in looks if one.actor == f"staff:{assistant.id}"]
    assert {one.facts for one in mine} == {"address,name,phone,situation,survey"} and mine[
        0
    ].role == "assistant"
    refused = office.session.query(AuditRow).filter_by(subject=f"request:{request_.id}", action="refused")
    assert refused.count() == 3


def test_what_is_not_for_visiting_stays_closed_to_them(office, clerk, assistant, sign_in, request_):
    assert ask(clerk, request_, assistant).status_code == 303
    for rest in ("", "/decide", "/publish", "/supplement", "/notice", "/elsewhere"):
        assert assistant.get(path(request_, rest)).status_code == 403, rest
    for rest in ("/step", "/unmask", "/visitor", "/give-back", "/hand-over"):
        assert assistant.post(path(request_, rest), to="reviewing").status_code == 403, rest
    other = sign_in(Role.ASSISTANT, StaffRegion("linzi", office.town))
    assert other.get(path(request_, "/survey")).status_code == 403
    assert other.get("/casework/").text.count("/survey") == 0


def test_the_way_in_ends_with_the_visit_the_step_or_the_word_of_a_clerk(clerk, assistant, sign_in, request_):
    far = sign_in(Role.ASSISTANT, StaffRegion("zhangdian", "370303001"))
    assert ask(clerk, request_, far).status_code == 422, "of another town"
    assert ask(clerk, request_, clerk).status_code == 422, "not an assistant"
    assert ask(clerk, request_, assistant, seen=1).status_code == 409
    for take_back in (
        lambda: ask(clerk, request_, None),
        lambda: clerk.step(request_, "reviewing", note="家里没人，先审核"),
    ):
        assert ask(clerk, request_, assistant).status_code == 303
        assert assistant.get(path(request_, "/survey")).status_code == 200
        assert take_back().status_code == 303
        assert assistant.get(path(request_, "/survey")).status_code == 403
    assert ask(clerk, request_, assistant).status_code == 422, "no visit is due"
    assert clerk.step(request_, "surveying", note="再看一次").status_code == 303
    assert assistant.get(path(request_, "/survey")).status_code == 403, "asked once, for that visit"
    assert fill(clerk, request_, "/survey", visited_on="2026-11-28", met="本人").status_code == 303
