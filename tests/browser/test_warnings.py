"""A warning on an assistant's phone: no fault of accessibility, and the visit without scripts."""

import pytest

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
    found = Found("lone-elder", "", "other", "h1", "p1", make_id_number(), town, contact, facts)
    with make_sessions(app.engine)() as session:
        begin_write(session)
        Pusher(session, app.guide, app.index_hash, clock.now()).push([found], Told())
        session.commit()
    return colleague


@pytest.mark.parametrize("scripts", [True, False])
def test_an_assistant_goes_and_writes_it_down_on_a_phone(visit, scripts):  # noqa: F811
    seen = visit(PHONE, scripts=scripts, large=scripts)
    colleague = push(seen.app, TOWNS[scripts])
    seen.open("/casework/warnings")
    seen.sign_in(colleague, "/casework/warnings")
    check = seen.check if scripts else (lambda: None)  # axe is a script itself
    check()
    page = seen.page
    page.get_by_role("link", name="老人一个人住").click()
    page.wait_for_url("**/casework/warnings/*")
    check()
    page.get_by_role("radio", name="上门核查").check()
    page.get_by_role("button", name="打开").click()
    page.get_by_text("边河村 12 号").wait_for()
    check()
    page.get_by_role("radio", name="帮上了 写清帮了什么").check()
    page.fill("#note", "给装了烟感，接上了送餐")
    seen.press("记好了", "/casework/warnings")
    assert "现在没有要去看的" in page.content()
    with make_sessions(seen.app.engine)() as session:
        row = session.query(WarningRow).filter_by(town=TOWNS[scripts]).one()
        assert (row.state, row.result, row.assistant_id) == ("closed", "helped", colleague.id)
