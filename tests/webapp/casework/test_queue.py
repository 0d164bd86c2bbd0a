"""The queue: urgent first, then by the clock, page by page; many at once; what is late."""

import datetime
import re

import pytest

from tests.webapp.casework.conftest import POOR, text_of
from webapp import clock
from webapp.applications.winding import NO_DUE
from webapp.casework.queue import finding
from webapp.casework.queue.finding import Place, Wanted
from webapp.models import Request, Role
from webapp.staff.regions import StaffRegion


@pytest.fixture
def filed(office):
    """Three requests of one town: one without a clock, one late, one urgent."""
    made = []
    for _ in range(3):
        application = office.file(**POOR)
        office.sign_all(application)
        office.session.commit()
        made.append(application.requests[0])
    begin = clock.now()
    for one, at in zip(made, (NO_DUE, begin - datetime.timedelta(days=5), begin), strict=True):
        one.queue_at, one.due_at = at, None if at == NO_DUE else at
    made[2].is_urgent, made[2].queue_rank = True, 0
    office.session.commit()
    return made


def rows(page):
    return [int(one) for one in re.findall(r'data-request="(\d+)"', page.text)]


def test_urgent_comes_first_then_the_clock_then_what_has_none(clerk, filed):
    found = rows(clerk.get("/casework/"))
    mine = [one for one in found if one in {row.id for row in filed}]
    assert mine == [filed[2].id, filed[1].id, filed[0].id] or len(found) == finding.PAGE


def test_pages_follow_each_other_without_gap_or_double(office, filed, monkeypatch):
    monkeypatch.setattr(finding, "PAGE", 2)
    office.session.rollback()
    region, seen, after = StaffRegion("linzi", office.town), [], None
    for _ in range(1000):
        page = finding.find_page(office.session, region, Wanted(after=after), staff_id=1, now=clock.now())
        seen += [one.id for one in page.rows]
        after = page.next and Place.parse(str(page.next))
        if after is None:
            break
    waiting = office.session.query(Request).filter(Request.queue_at.is_not(None), Request.town == office.town)
    assert len(seen) == len(set(seen)) == waiting.count()


@pytest.mark.parametrize("written", ["", "x", "1.2", "1.2.3.4", "-1.2.3", "1.999999999999999999.3", "１.2.3"])
def test_a_made_up_place_shows_the_first_page(clerk, written):
    assert clerk.get(f"/casework/?after={written}").status_code == 200


def test_it_is_narrowed_by_state_group_holder_and_lateness(clerk, filed):
    clerk.step(filed[0], "accepted")
    assert filed[0].id in rows(clerk.get("/casework/?holder=mine"))
    assert filed[1].id not in rows(clerk.get("/casework/?holder=mine"))
    assert filed[0].id not in rows(clerk.get("/casework/?state=submitted"))
    assert filed[1].id in rows(clerk.get("/casework/?late=1")) and filed[0].id not in rows(
        clerk.get("/casework/?late=1")
    )
    assert filed[1].id not in rows(clerk.get("/casework/?group=students"))


def test_a_number_leads_to_its_request_within_the_region_alone(clerk, sign_in, filed):
    number = filed[0].application.number
    page = clerk.post("/casework/find", number=f" {number.lower()} ")
    assert page.status_code in (200, 303)
    assert page.status_code == 303 or filed[0].id in rows(page)
    stranger = sign_in(Role.TOWN, StaffRegion("zhangdian", "370303001"))
    assert rows(stranger.post("/casework/find", number=number)) == []


def chosen(*requests):
    return [f"{one.id}:{one.version}" for one in requests]


def test_many_are_accepted_at_once_and_what_cannot_be_keeps_nothing_back(clerk, filed):
    picked = chosen(*(clerk.fresh(one) for one in filed))
    clerk.step(filed[1], "accepted")
    page = text_of(clerk.post("/casework/bulk", do="accept", chosen=picked))
    assert "办成2件，1件没办" in page and "刚刚有人先动了" in page
    assert {clerk.fresh(one).state for one in filed} == {"accepted"}
    assert [clerk.fresh(one).version for one in filed] == [2, 2, 2]


def test_many_are_handed_over_at_once(clerk, sign_in, filed):
    other = sign_in()
    picked = chosen(*(clerk.fresh(one) for one in filed))
    assert clerk.post("/casework/bulk", do="hand-over", chosen=picked).status_code == 422
    assert "办成3件" in text_of(clerk.post("/casework/bulk", do="hand-over", chosen=picked, clerk=other.id))
    assert {clerk.fresh(one).clerk_id for one in filed} == {other.id}


def test_many_are_published_at_once_where_they_are_ready(clerk, filed):
    for one in ("accepted", "verifying", "surveying", "reviewing"):
        clerk.step(filed[0], one, note="先往下办")
    picked = chosen(*(clerk.fresh(one) for one in filed))
    page = text_of(clerk.post("/casework/bulk", do="publish", chosen=picked, village="边河村"))
    assert "办成1件，2件没办" in page
    assert [clerk.fresh(one).state for one in filed] == ["publicised", "submitted", "submitted"]


@pytest.mark.parametrize(
    "about", [{}, {"do": "delete"}, {"do": "accept"}, {"do": "publish", "chosen": "1:1"}]
)
def test_a_step_for_many_that_lacks_something_is_refused(clerk, about):
    assert clerk.post("/casework/bulk", **about).status_code == 422


def test_another_towns_requests_are_left_alone(sign_in, filed):
    stranger = sign_in(Role.TOWN, StaffRegion("zhangdian", "370303001"))
    page = text_of(stranger.post("/casework/bulk", do="accept", chosen=chosen(*filed)))
    assert "办成0件，3件没办" in page and "不归您这里办" in page


def test_what_is_late_goes_up_the_line_in_numbers_alone(office, clerk, district, sign_in, filed):
    for one in (clerk, district, sign_in(Role.LEAD, StaffRegion("linzi")), sign_in(Role.CITY)):
        page = one.get("/casework/overdue")
        assert page.status_code == 200 and re.search(r"超过 3 天\">\s*[1-9]", page.text)
        assert filed[1].application.number not in page.text


def test_assistants_and_leads_see_numbers_alone(sign_in, filed):
    page = sign_in(Role.LEAD, StaffRegion("linzi")).get("/casework/")
    assert page.status_code == 200 and "已经交上去了" in page.text and rows(page) == []
