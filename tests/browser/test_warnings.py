"""A warning on an assistant's phone: no fault of accessibility, and the visit without scripts.

With SHOTS set to a folder the pages are kept there as pictures, to be looked at.
"""

import os
from pathlib import Path

import pytest

from tests.browser.journey import Journey
from tests.browser.test_staff import PHONE, served, visit  # noqa: F401
from tests.builders import make_id_number
from tests.colleagues import add_colleague
from webapp import clock
from webapp.db import begin_write, make_sessions
from webapp.models import Role, WarningRow
from webapp.monitoring.pushing import Found, Pusher, Told
from webapp.staff.regions import StaffRegion

pytestmark = pytest.mark.browser
TOWNS = {True: "370305111", False: "370303001"}


def push(app, town):
    """One warning in a town, and the town's only assistant who has it."""
    district = app.guide.regions.find(town)[0].key
    colleague = add_colleague(app, Role.ASSISTANT, region=StaffRegion(district, town))
    contact = {"name": "王大山", "phone": "13805330000", "address": "边河村 12 号", "village": "边河村"}
    facts = [{"fact": "age_years", "value": 84}, {"fact": "household_size", "value": 1}]
    number = make_id_number("1942-03-05")
    found = Found("lone-elder", "", "other", number[-6:], "p1", number, town, contact, facts)
    with make_sessions(app.engine)() as session:
        begin_write(session)
        Pusher(session, app.guide, app.index_hash, clock.now()).push([found], Told())
        session.commit()
    return colleague, number


class Walk(Journey):
    """The assistant, with whom they visited beside them."""

    def fill_in(self, path):
        if path == "/apply/consent":
            self.sign()
        super().fill_in(path)


def open_warning(seen):
    page = seen.page
    page.get_by_role("radio", name="上门核查").check()
    page.get_by_role("button", name="打开").click()
    page.get_by_text("边河村 12 号").first.wait_for()


def keep(seen, name):
    """A picture of the whole page, where somebody wants to look."""
    if "SHOTS" in os.environ:
        seen.page.screenshot(path=str(Path(os.environ["SHOTS"]) / f"{name}.png"), full_page=True)


@pytest.mark.parametrize("scripts", [True, False])
def test_an_assistant_goes_and_writes_it_down_on_a_phone(visit, scripts):  # noqa: F811
    seen = visit(PHONE, scripts=scripts, large=scripts)
    colleague, _ = push(seen.app, TOWNS[scripts])
    seen.open("/casework/warnings")
    seen.sign_in(colleague, "/casework/warnings")
    check = seen.check if scripts else (lambda: None)  # axe is a script itself
    check()
    page = seen.page
    page.get_by_role("link", name="老人一个人住").click()
    page.wait_for_url("**/casework/warnings/*")
    check()
    open_warning(seen)
    check()
    page.get_by_role("radio", name="不用帮").check()
    page.fill("#note", "给装了烟感，接上了送餐")
    seen.press("记好了", "/casework/warnings")
    assert "现在没有要去看的" in page.content()
    with make_sessions(seen.app.engine)() as session:
        row = session.query(WarningRow).filter_by(town=TOWNS[scripts]).one()
        assert (row.state, row.result, row.assistant_id) == ("closed", "not-in-need", colleague.id)


WAYS = [(True, False), (True, True), (False, False)]


@pytest.mark.parametrize(("scripts", "large"), WAYS, ids=["scripts", "large", "no-scripts"])
def test_who_is_in_need_is_applied_for_on_the_same_phone(visit, scripts, large):  # noqa: F811
    seen = visit(PHONE, scripts=scripts, large=large)
    town = {(True, False): "370302001", (True, True): "370304001", (False, False): "370306001"}
    colleague, number = push(seen.app, town[scripts, large])
    check = seen.check if scripts else (lambda: None)
    page, look = seen.page, "large" if large else "normal" if scripts else "plain"
    seen.open("/casework/warnings")
    seen.sign_in(colleague, "/casework/warnings")
    page.get_by_role("link", name="老人一个人住").click()
    open_warning(seen)
    page.get_by_role("radio", name="要帮，正在帮").check()
    page.fill("#note", "瘫在床上，吃饭要人喂，冬天没生炉子")
    seen.press("记好了", "/casework/warnings/*")
    open_warning(seen)
    check()
    keep(seen, f"{look}-1-begin")
    page.get_by_role("checkbox", name="84 岁").focus()
    page.keyboard.press("Space")
    assert not page.get_by_role("checkbox", name="84 岁").is_checked()
    page.get_by_role("button", name="开始申请").focus()
    page.keyboard.press("Enter")
    page.wait_for_url("**/apply/choose")
    keep(seen, f"{look}-2-choose")
    walk = Walk(page, seen.address)
    walk.own_id = number

    def watch(_, path):
        if scripts and path != "/apply/done":
            check()
        if path in ("/apply/consent", "/apply/note", "/apply/check"):
            keep(seen, f"{look}-3-{path.rpartition('/')[2]}")

    walk.apply(watch)
    filed = walk.number()
    keep(seen, f"{look}-4-done")
    page.get_by_role("link", name="回到这条预警").click()
    page.wait_for_url("**/casework/warnings/*")
    open_warning(seen)
    check()
    keep(seen, f"{look}-5-status")
    shown = page.inner_text("main").replace(" ", "")
    assert filed in shown and "已经交上去了" in shown and "84岁" in shown
