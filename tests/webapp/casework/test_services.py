"""Services at the desk: a provider is entered, somebody goes, hours come in, and the sums show the gaps."""

import csv
import io
import re
from datetime import timedelta

import pytest

from tests.webapp.casework.conftest import text_of
from tests.webapp.casework.test_needs import AILING
from webapp import clock
from webapp.models import AuditRow, Role, ServiceAssignment, ServiceDemand, ServiceHours, ServiceProvider
from webapp.staff.regions import StaffRegion

HOME = "/casework/services"
TODAY = clock.today()


@pytest.fixture(scope="module")
def request_(office, clerk):
    application = office.file(**AILING)
    office.session.commit()
    found = application.requests[0]
    needs = f"/casework/requests/{found.id}/needs/services"
    assert clerk.post(needs, **{"need|meals|father": "6"}).status_code == 303
    return found


@pytest.fixture
def demand(office, request_):
    office.session.rollback()
    return office.session.query(ServiceDemand).filter_by(request_id=request_.id).one()


def enter(office, who, name, towns, *, hours, seat=None, places=""):
    """A made-up provider, by the pages."""
    page = f"{HOME}/providers"
    answer = who.post(page, name=name, town=seat or towns[0], towns=towns)
    assert answer.status_code == 303, answer.text
    own = answer.location
    assert who.post(own, do="offer", service="meals", hours=hours, places=places).status_code == 303
    return own


@pytest.fixture(scope="module")
def providers(office, clerk, district):
    towns = ["370305111", office.town]
    other = next(one for one in towns if one != office.town)
    return {
        "far": enter(office, district, "演示服务队甲", [other, office.town], hours="100"),
        "near": enter(office, clerk, "演示服务队乙", [office.town], hours="20"),
        "elsewhere": enter(office, district, "演示服务队丙", [other], hours="100"),
    }


def options(page):
    return re.findall(r'name="offer" value="(\d+)".*?choice-words">([^<]+)<small>([^<]+)', page.text, re.S)


def test_a_form_of_a_provider_says_what_is_wrong(clerk, providers, office):
    wrong = clerk.post(f"{HOME}/providers", name="", town="370303001")
    assert wrong.status_code == 422
    for says in ("写上名字", "选它在哪个镇街", "勾上它管哪几个镇街"):
        assert says in wrong.text
    own = providers["near"]
    for values in (
        {"service": "cooking", "hours": "3"},
        {"service": "meals", "hours": "-1"},
        {"service": "meals"},
    ):
        assert clerk.post(own, do="offer", **values).status_code == 422
    assert clerk.post(own, do="towns").status_code == 422
    assert clerk.post(own, do="sell").status_code == 422
    pressed = {"name": "演示服务队丁", "town": office.town, "towns": [office.town]}
    places = {clerk.post(f"{HOME}/providers", press="pressed-twice", **pressed).location for _ in range(2)}
    assert len(places) == 1, "pressed twice it is entered once"
    assert clerk.post(places.pop(), do="close").status_code == 303


def test_the_nearest_with_time_is_suggested_first_and_nobody_is_overbooked(
    office, clerk, district, demand, providers
):
    path = f"{HOME}/demands/{demand.id}"
    page = clerk.get(path)
    assert "王大山" not in page.text and "还差 6 小时" in page.text
    near, far = options(page)
    assert near[1:] == ("演示服务队乙", "同一个镇街，每周还有 4.5 小时")
    assert far[1].startswith("演示服务队甲") and far[2].startswith("同一个区县，")
    wanted = {"offer": near[0], "hours": "5", "begins": TODAY.isoformat()}
    assert "最多还能排每周 4.5 小时" in clerk.post(f"{path}/assign", **wanted).text
    early = wanted | {"hours": "2", "begins": (TODAY - timedelta(days=1)).isoformat()}
    assert clerk.post(f"{path}/assign", **early).status_code == 422
    for missing in ("offer", "hours", "begins"):
        assert clerk.post(f"{path}/assign", **wanted | {missing: ""}).status_code == 422
    for _ in range(2):
        assert clerk.post(f"{path}/assign", press="go-there", **wanted | {"hours": "4"}).status_code == 303
    page = clerk.get(path)
    assert "还差 2 小时" in page.text and "每周还有 0.5 小时" in page.text
    more = clerk.post(f"{path}/assign", offer=far[0], hours="3", begins=TODAY.isoformat())
    assert "最多还能排每周 2 小时" in more.text, "no more than is needed"
    assert clerk.post(f"{path}/close").status_code == 422, "somebody still goes there"
    less = district.post(providers["near"], do="offer", service="meals", hours="10")
    assert less.status_code == 422 and "不能比这少" in less.text
    assert clerk.post(providers["near"], do="close").status_code == 422
    office.session.rollback()
    assert [one.minutes_per_week for one in office.session.query(ServiceAssignment)] == [240]


def test_hours_are_taken_by_the_sheet_as_far_as_a_calendar_holds_them(office, clerk, demand, providers):
    office.session.rollback()
    assigned = office.session.query(ServiceAssignment).filter_by(demand_id=demand.id).one()
    sheet, field = f"{providers['near']}/hours", f"hours-{assigned.id}"
    page = clerk.get(sheet)
    assert page.status_code == 200 and f'name="{field}"' in page.text and "王大山" not in page.text
    office.session.rollback()
    looked = office.session.query(AuditRow).filter_by(action="read", actor=f"staff:{clerk.id}")
    assert looked.order_by(AuditRow.id.desc()).first().facts == "name,services"
    month = f"{TODAY:%Y-%m}"
    assert "记不到 25 小时" in clerk.post(sheet, month=month, **{field: "25"}).text, "one day has 24"
    assert clerk.post(sheet, month=month, **{field: "一些"}).status_code == 422
    assert clerk.post(sheet, month="2199-01", **{field: "1"}).status_code == 404
    for hours in ("2", "3.5"):
        assert clerk.post(sheet, month=month, **{field: hours}).status_code == 303
    office.session.rollback()
    assert [one.minutes for one in office.session.query(ServiceHours)] == [210], "the newest entry stands"
    printed = clerk.get(f"{sheet}/sheet?month={month}")
    assert "服务小时单" in printed.text and "3.5" in printed.text and "演示服务队乙" in printed.text


def test_the_sums_of_the_month_show_both_gaps_and_leave_as_a_table(
    office, clerk, district, providers, demand
):
    days = (TODAY.replace(day=28) + timedelta(days=4)).replace(day=1) - TODAY
    page = clerk.get(HOME)
    text = text_of(page)
    needed, assigned = 6 * days.days / 7, 4 * days.days / 7
    as_said = lambda hours: f"{round(hours * 60) / 60:.1f}".removesuffix(".0")  # noqa: E731
    assert f"助餐1{as_said(needed)}120{as_said(assigned)}3.5" in text, text
    assert page.text.count("<rect") >= 8, "the bars of the same figures"
    taken = district.post(f"{HOME}/figures.csv")
    rows = list(csv.reader(io.StringIO(taken.text.lstrip("\ufeff"))))
    mine = next(one for one in rows if one[1:3] == ["助餐", "合计"])
    assert mine[3:] == [
        "1", as_said(needed), "220", as_said(assigned), "3.5", as_said(needed - assigned),
        as_said(max(0, assigned - 3.5)),
    ]  # fmt: skip
    office.session.rollback()
    assert office.session.query(AuditRow).filter_by(action="export-figures").count() == 1
    assert clerk.post(f"{HOME}/figures.csv").status_code == 403


def test_ending_frees_the_provider_and_closing_ends_the_demand(office, clerk, demand, providers):
    path = f"{HOME}/demands/{demand.id}"
    office.session.rollback()
    assigned = office.session.query(ServiceAssignment).filter_by(demand_id=demand.id).one()
    end = f"{HOME}/assignments/{assigned.id}/end"
    assert clerk.post(end, last="昨天").status_code == 422
    assert clerk.post(end, last=(TODAY - timedelta(days=9)).isoformat()).status_code == 422
    assert clerk.post(end, last=TODAY.isoformat()).status_code == 303
    assert clerk.post(f"{path}/close").status_code == 303
    assert "没有要安排的" in clerk.get(f"{HOME}/demands").text
    assert clerk.post(f"{path}/assign", offer="1", hours="1", begins=TODAY.isoformat()).status_code == 422
    assert clerk.post(providers["near"], do="close").status_code == 303
    assert "（停了）" in clerk.get(f"{HOME}/providers").text


def test_other_towns_and_roles_reach_neither_people_nor_providers(office, sign_in, demand, providers):
    other = sign_in(Role.TOWN, StaffRegion("zhangdian", "370303001"))
    path = f"{HOME}/demands/{demand.id}"
    answers = [
        other.get(path),
        other.post(f"{path}/assign", offer="1", hours="1", begins=TODAY.isoformat()),
        other.post(f"{path}/close"),
        other.post(f"{HOME}/assignments/1/end", last=TODAY.isoformat()),
    ]
    assert [one.status_code for one in answers] == [403] * 4
    assert [other.get(providers["far"]).status_code, other.get(f"{providers['far']}/hours").status_code] == [
        404,
        404,
    ]
    own = sign_in()
    assert own.get(providers["far"]).status_code == 200, "it serves this town"
    assert own.post(providers["far"], do="close").status_code == 403, "it is entered by the district"
    assert "演示服务队丙" not in own.get(f"{HOME}/providers").text
    city = sign_in(Role.CITY, StaffRegion())
    assert city.get(HOME).status_code == 200
    assert city.post(f"{HOME}/providers", name="x", town=office.town, towns=[office.town]).status_code == 403
    assert office.session.query(ServiceProvider).count() == 4
