"""Needs and services in a real browser: from the radar to somebody who goes there and the hours they gave."""

import pytest

from tests.browser.test_casework import at_desk  # noqa: F401
from tests.browser.test_staff import DESK, PHONE, served, visit  # noqa: F401
from webapp.db import begin_write, make_sessions
from webapp.models import Request

pytestmark = pytest.mark.browser
LOOKS = [(DESK, {"dark": True}), (PHONE, {})]


def tell_of_care(app, request_id):
    """The father gets 低保 and cannot look after himself: care is needed for sure."""
    with make_sessions(app.engine)() as session:
        begin_write(session)
        filed = session.get(Request, request_id).application
        household = filed.situation["household"] | {"aid_status": ["subsistence"]}
        situation = filed.situation | {"household": household}
        for one in situation["people"]:
            if one["id"] == "father":
                one["facts"] |= {"self_care": "none", "living_place": "home"}
        filed.situation = situation
        session.commit()


@pytest.mark.parametrize(("screen", "looks"), LOOKS, ids=["desk-dark", "phone"])
def test_from_the_radar_to_the_hours_that_were_given(at_desk, screen, looks):  # noqa: F811
    seen, request_id = at_desk(screen, **looks)
    page, needs = seen.page, f"/casework/requests/{request_id}/needs"
    name = f"演示服务队{request_id}"
    tell_of_care(seen.app, request_id)
    seen.open(needs)
    assert page.locator("svg.radar .radar-low").count() == 1 and page.locator(".levels tbody tr").count() == 6
    seen.check()
    page.locator("[id='need|meals|father']").fill("3.5")
    seen.press("记进需求清单", "/needs")
    page.select_option("#dimension", "social")
    page.select_option("#level", "4")
    page.fill("#why", "几天没人来")
    seen.press("改（会记下是谁、为什么）", "/needs")
    assert "几天没人来" in page.inner_text("main")
    seen.open("/casework/services/providers")
    seen.press("录进去", "/services/providers")
    seen.check()
    page.fill("#name", name)
    page.select_option("#town", index=1)
    page.locator("[name=towns]").first.check()
    page.locator("main").get_by_role("button", name="录进去").click()
    page.wait_for_url("**/services/providers/*")
    page.select_option("#service", "meals")
    page.fill("#hours", "80")
    page.locator("main").get_by_role("button", name="记下").click()
    page.get_by_text("助餐：每月 80 小时").wait_for()
    provider = seen.path
    seen.check()
    seen.open("/casework/services/demands")
    seen.check()
    page.locator(".queue a").last.click()
    page.get_by_text("同一个镇街").first.wait_for()
    page.locator("label", has_text=name).first.click()
    seen.check()
    page.locator("main").get_by_role("button", name="安排（").click()
    page.get_by_text(f"{name}，每周 3.5 小时").wait_for()
    seen.check()
    seen.open(f"{provider}/hours")
    page.locator("input[id^=hours-]").first.fill("2")
    page.locator("main").get_by_role("button", name="记下").click()
    page.wait_for_url("**/hours?month=*")
    seen.check()
    seen.open("/casework/services")
    assert page.locator(".service-sums .four-bars rect").count() >= 8
    seen.check()
    for sheet in (f"{needs}/sheet", f"{provider}/hours/sheet"):
        seen.open(sheet)
        assert page.locator("h1").count() == 1
