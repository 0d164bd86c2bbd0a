"""The whole way of a request through the desk's doors, ordinary, refused, by a meeting, urgent, objected."""

import datetime
import re

import pytest

from tests.colleagues import token_of
from tests.webapp.applications.office import PLAIN
from tests.webapp.casework.conftest import POOR, text_of
from webapp import clock
from webapp.applications import fund, publishing, reporting
from webapp.applications.comparing import Standing
from webapp.db import begin_write
from webapp.models import AuditRow, Decision, FundEntry, PublicityRow, Role, Survey
from webapp.staff.regions import StaffRegion

RICH = POOR | {"self__income_yuan_per_month": 9000, "father__income_yuan_per_month": 4000}
COUNTED = {"self__excluded_income_yuan_per_month": 0, "father__excluded_income_yuan_per_month": 0}


def path(request, rest=""):
    return f"/casework/requests/{request.id}{rest}"


def find(office, policy="subsistence-allowance", **facts):
    """A request of a household whose members have all signed."""
    application = office.file(**(facts or POOR))
    office.sign_all(application)
    office.session.commit()
    return next(one for one in application.requests if one.policy == policy)


def fill(clerk, request, rest, **values):
    """Send the form of one of its pages as that page is."""
    office = clerk.office
    office.session.rollback()
    page = clerk.browser.get(path(request, rest))
    assert page.status_code == 200, text_of(page)
    kept = {"csrf_token": token_of(page.text)}
    for name in ("press", "seen"):
        kept[name] = re.search(rf'name="{name}" value="([^"]*)"', page.text).group(1)
    return clerk.browser.post(path(request, rest), data=kept | values)


def lead(clerk, request, *states, note="平台还没回全，先往下办"):
    for one in states:
        assert clerk.step(request, one, note=note).status_code == 303, one


def look_at(clerk, request, **values):
    today = clock.today().isoformat()
    return fill(clerk, request, "/survey", visited_on=today, met="本人和邻居", done="yes", **values)


def take_down(office, request):
    """Its days are over."""
    office.session.rollback()
    begin_write(office.session)
    row = office.session.query(PublicityRow).filter_by(request_id=request.id).one()
    row.begins, row.until = (clock.today() - datetime.timedelta(days=one) for one in (9, 2))
    office.session.commit()


def test_a_whole_day_from_acceptance_to_closing(office, clerk):
    request = find(office)
    lead(clerk, request, "accepted", "verifying")
    office.session.rollback()
    office.work()
    lead(clerk, request, "surveying")
    facts = {
        "fact|self|excluded_income_yuan_per_month": "0",
        "fact|father|excluded_income_yuan_per_month": "0",
    }
    facts |= {"fact||has_notable_assets": "no", "fact|father|income_yuan_per_month": "0"}
    facts |= {"fact|self|income_yuan_per_month": "300", "fact||household_size": "2"}
    assert look_at(clerk, request, note="两间瓦房，老人卧床", **facts).status_code == 303
    assert clerk.fresh(request).state == "reviewing"
    page = clerk.get(path(request))
    assert "入户调查" in page.text and "按现在知道的：符合" in page.text
    assert "先去公示" in clerk.get(path(request, "/decide")).text
    assert 'value="approve"' not in clerk.get(path(request, "/decide")).text
    assert "定下来：不批" in text_of(clerk.get(path(request)))
    before = fill(clerk, request, "/decide", outcome="approve", amount="1454", starts_on="2026-12-01")
    assert before.status_code == 422 and "先去公示" in before.text and "1454" in before.text
    assert fill(clerk, request, "/publish", village="边河村").status_code == 303
    early = fill(clerk, request, "/decide", outcome="approve", amount="1454", starts_on="2026-12-01")
    assert early.status_code == 422 and "公示要挂到" in early.text
    assert 'value="approve" id="outcome" checked' in early.text, "what was filled in is still there"
    take_down(office, request)
    assert (
        fill(clerk, request, "/decide", outcome="approve", amount="1454", starts_on="2026-12-01").status_code
        == 303
    )
    lead(clerk, request, "paying", "closed")
    fresh = clerk.fresh(request)
    assert fresh.state == "closed" and fresh.queue_at is None
    decided = office.session.query(Decision).filter_by(request_id=request.id).one()
    assert decided.amount_fen == (877 * 2 - 300) * 100
    assert decided.starts_on == datetime.date(2026, 12, 1)
    notice = clerk.get(path(request, "/notice"))
    assert "审核确认告知书" in notice.text and "1454" in notice.text and "王大山" in notice.text


def test_publicity_shows_a_surname_for_everybody_and_only_in_its_days(office, clerk):
    request = find(office)
    lead(clerk, request, "accepted", "verifying", "surveying", "reviewing")
    assert fill(clerk, request, "/publish", village="").status_code == 422
    assert fill(clerk, request, "/publish", village="边河村").status_code == 303
    citizen = office.app.test_client()
    page = citizen.get(f"/publicity/{office.town}")
    assert "边河村，王某" in page.text and "王大山" not in page.text
    assert request.application.number not in page.text
    assert "王某" in clerk.get(path(request, "/publicity")).text
    take_down(office, request)
    assert "边河村" not in citizen.get(f"/publicity/{office.town}").text
    assert citizen.get("/publicity").status_code == 200 and citizen.get("/publicity/x").status_code == 404


def test_a_refusal_carries_condition_and_clause_and_is_decided_again_by_the_district(office, clerk, district):
    request = find(office, **RICH, **COUNTED)
    lead(clerk, request, "accepted", "verifying", "surveying", "reviewing")
    refused = fill(clerk, request, "/decide", outcome="refuse", starts_on="")
    assert refused.status_code == 303, text_of(refused)
    notice = text_of(clerk.get(path(request, "/notice")))
    assert "不予确认告知书" in notice and "人均月收入低于当地低保标准（依据" in notice
    assert clerk.step(request, "objected", note="老人说那份活早没了").status_code == 303
    assert clerk.step(request, "re-reviewed", note="我来").status_code == 422
    assert district.step(request, "re-reviewed", note="查了工资单").status_code == 303
    assert "老人说那份活早没了" in clerk.get(path(request, "/decide")).text
    about = {"outcome": "meeting", "amount": "500", "starts_on": "2026-12-01", "held_on": "2026-11-28"}
    short = fill(district, request, "/decide", **about)
    assert short.status_code == 422 and "写上谁参加了" in short.text
    about |= {"people": "张、李、王", "minutes": "活确实没了"}
    answer = fill(district, request, "/decide", **about)
    assert answer.status_code == 303, text_of(answer)
    fresh = clerk.fresh(request)
    assert fresh.state == "approved" and fresh.decisions[-1].minutes["people"] == "张、李、王"
    assert fresh.decisions[-1].amount_fen == 50_000
    assert fresh.objections[0].outcome == "approved"


def test_what_the_facts_leave_open_is_ruled_on_with_a_reason_alone(office, clerk):
    facts = {name: value for name, value in POOR.items() if name != "home__has_notable_assets"}
    request = find(office, **facts)
    lead(clerk, request, "accepted", "verifying", "surveying", "reviewing")
    bare = fill(clerk, request, "/decide", **{"rule|assets": "unmet", "outcome": "refuse"})
    assert bare.status_code == 422 and "写明凭什么" in bare.text
    said = {"rule|assets": "unmet", "why|assets": "名下有一辆新车", "outcome": "refuse"}
    assert fill(clerk, request, "/decide", **said).status_code == 303
    assert "名下有一辆新车" in str(clerk.fresh(request).decisions[-1].findings)


def test_a_decision_that_its_findings_do_not_carry_stays_on_its_form(office, clerk):
    facts = {name: value for name, value in POOR.items() if name != "home__has_notable_assets"}
    request = find(office, **facts)
    lead(clerk, request, "accepted", "verifying", "surveying", "reviewing")
    assert fill(clerk, request, "/publish", village="边河村").status_code == 303
    take_down(office, request)
    said = {"outcome": "approve", "amount": "1454", "starts_on": "2026-12-03", "note": "都看过了"}
    answer = fill(clerk, request, "/decide", **said)
    assert answer.status_code == 422 and "定下来" in text_of(answer) and "须一事一议" in answer.text
    assert all(one in answer.text for one in ("1454", "2026-12-03", "都看过了", 'id="rule|assets-error"'))
    assert clerk.fresh(request).state == "publicised"


def test_a_supplement_is_asked_for_once_from_the_proposed_list(office, clerk):
    request = find(office, **RICH)
    lead(clerk, request, "accepted")
    page = clerk.get(path(request, "/supplement")).text
    assert 'name="want"' in page and "checked" not in page, "nothing is ticked for the clerk"
    assert fill(clerk, request, "/supplement").status_code == 422
    page = clerk.get(path(request, "/supplement")).text
    mark = re.search(r'name="want" value="([^"]+)"', page).group(1)
    assert fill(clerk, request, "/supplement", want=mark, more="老人的病历\n租房合同").status_code == 303
    fresh = clerk.fresh(request)
    assert fresh.state == "supplement-requested" and len(fresh.supplements[-1].entries) == 3
    assert clerk.step(request, "accepted", note="都拿到窗口了").status_code == 303


def test_a_visit_is_kept_also_where_somebody_was_faster(office, clerk, sign_in):
    request, other = find(office), sign_in()
    lead(clerk, request, "accepted", "verifying", "surveying")
    assert look_at(clerk, request).status_code == 303
    assert look_at(other, request, note="第二个人也去了").status_code == 303
    fresh = clerk.fresh(request)
    assert [one.to_state for one in fresh.events][-1] == "reviewing" and fresh.version == 5
    office.session.rollback()
    assert office.session.query(Survey).filter_by(request_id=request.id).count() == 2


@pytest.mark.parametrize(
    ("field", "value"),
    [
        ("visited_on", "2020-01-01"),
        ("visited_on", "昨天"),
        ("met", " "),
        ("fact|father|income_yuan_per_month", "很少"),
    ],
)
def test_a_visit_that_cannot_be_is_told_field_by_field(office, clerk, field, value):
    request = find(office)
    lead(clerk, request, "accepted", "verifying", "surveying")
    about = {"visited_on": clock.today().isoformat(), "met": "本人", "note": "写了很多"} | {field: value}
    answer = fill(clerk, request, "/survey", **about)
    assert answer.status_code == 422 and "写了很多" in answer.text
    assert clerk.fresh(request).state == "surveying"


def test_what_was_seen_settles_what_departments_say_otherwise(office, clerk):
    contradicted = PLAIN | {"contradicted": True}
    application = office.verified(father=contradicted, **POOR)
    request = application.requests[0]
    lead(clerk, request, "surveying")
    rows = reporting.compare_application(office.session, office.guide, application, clock.today()).rows
    before = next(one for one in rows if (one.person, one.fact) == ("father", "income_yuan_per_month"))
    assert before.standing is Standing.DIFFERS
    seen = {"fact|father|income_yuan_per_month": "0"}
    assert look_at(clerk, request, **seen).status_code == 303
    clerk.fresh(request)
    rows = reporting.compare_application(office.session, office.guide, application, clock.today()).rows
    after = next(one for one in rows if (one.person, one.fact) == ("father", "income_yuan_per_month"))
    assert (after.standing, after.verified) == (Standing.AGREES, 0)
    assert "入户调查" in {one.source.name for one in after.found} and len(after.found) > 1


def test_publicity_is_silent_about_illness_disability_and_children(guide):
    for policy in guide.policies:
        words = publishing.shown_as(guide, policy)
        assert not re.search("残|病|癌|肾|眼|精神|儿|康复|护理", words), (policy, words)


def make_urgent(office, request):
    office.session.rollback()
    begin_write(office.session)
    request.is_urgent = True
    office.session.commit()


def test_urgent_help_is_paid_at_once_checked_after_and_given_back_once(office, clerk, district, sign_in):
    request = find(office)
    make_urgent(office, request)
    lead(clerk, request, "accepted")
    help_ = {"outcome": "meeting", "amount": "800", "paid_by": "fund", "starts_on": "2026-11-28"}
    help_ |= {"held_on": "2026-11-28", "people": "值班两人", "minutes": "房子烧了"}
    short = fill(clerk, request, "/decide", **help_)
    assert short.status_code == 422 and "备用金不够" in short.text
    assert clerk.fresh(request).state == "accepted", "nothing is decided that cannot be paid"
    answer = district.post("/casework/fund", page="/casework/fund", town=office.town, amount="5000")
    assert answer.status_code == 303, text_of(answer)
    paid = fill(clerk, request, "/decide", **help_)
    assert paid.status_code == 303, text_of(paid)
    assert clerk.fresh(request).state == "paying"
    office.session.rollback()
    entry = office.session.query(FundEntry).filter_by(request_id=request.id).one()
    assert entry.amount_fen == -80_000, "what the two on duty decided"
    left = 500_000 + entry.amount_fen
    assert fund.balance_of(office.session, office.town) == left
    lead(clerk, request, "post-check", "confirmed", "closed")
    back, seen = path(request, "/give-back"), clerk.fresh(request).version
    assert clerk.post(back, seen=seen).status_code == 422, "a reason is asked for"
    assert (
        sign_in(Role.TOWN, StaffRegion("zhangdian", "370303001")).post(back, note="没用").status_code == 403
    )
    for _ in range(2):
        assert clerk.post(back, note="家里人已经买了票", press="back-once").status_code == 303
    assert district.post(back, note="再退一次").status_code == 303
    page = text_of(clerk.get(path(request)))
    assert "退回来了" in page and "退回备用金" not in page
    assert fund.balance_of(office.session, office.town) == left - entry.amount_fen
    done = office.session.query(AuditRow).filter_by(subject=f"request:{request.id}", action="give-back")
    assert done.count() == 1 and "退回" in text_of(clerk.get("/casework/fund"))
    never = find(office)
    assert clerk.post(path(never, "/give-back"), note="没付过").status_code == 422


def test_the_fund_is_topped_up_by_the_district_alone(office, clerk, district):
    assert (
        clerk.post("/casework/fund", page="/casework/fund", town=office.town, amount="1").status_code == 403
    )
    for wrong in (
        {"town": "370303001", "amount": "5"},
        {"town": office.town, "amount": "-5"},
        {"town": office.town},
    ):
        assert district.post("/casework/fund", page="/casework/fund", **wrong).status_code == 422
