"""The pages beside the call: tickets, look-up, handover, search, samples, by keyboard and without faults."""

import pytest
from playwright.sync_api import expect

from tests.browser.test_staff import DESK, PHONE, served, visit  # noqa: F401
from tests.colleagues import add_colleague
from webapp.models import Role

pytestmark = pytest.mark.browser
LOOKS = [(DESK, {}), (DESK, {"dark": True}), (PHONE, {"large": True})]
CALL = "临淄金山镇 爹78 瘫炕上三年 没退休金 家里就他种地 住村里"


@pytest.fixture
def desk(visit):  # noqa: F811
    """Somebody at the desk, in a browser as the test wants it."""

    def begin(role=Role.AGENT, screen=DESK, **looks):
        seen = visit(screen, **looks)
        seen.faults = []
        seen.page.on("response", lambda one: one.status >= 500 and seen.faults.append(one.url))
        seen.open("/hotline/")
        colleague = add_colleague(seen.app, role)
        if role is Role.AGENT:
            seen.sign_in(colleague, "/hotline/")
        else:
            seen.sign_in(colleague, "/staff/second-factor")
            seen.page.fill("#code", colleague.code())
            seen.page.keyboard.press("Enter")
            seen.page.wait_for_url("**/hotline/")
        return seen

    return begin


def begin_call(page):
    page.keyboard.type(CALL)
    page.locator("[data-policy=subsistence-allowance]").wait_for()


def open_ticket(page):
    page.keyboard.press("F2")
    page.wait_for_url("**/tickets/new")
    page.keyboard.press("Control+Enter")
    page.wait_for_url("**/tickets/GD*")


def test_a_ticket_is_opened_noted_and_found_again_by_keyboard_alone(desk):
    seen = desk()
    page = seen.page
    begin_call(page)
    open_ticket(page)
    expect(page.get_by_role("region", name="来电人说的")).to_contain_text("瘫炕上三年")
    page.keyboard.press("Alt+6")
    expect(page.get_by_role("radio", name="办结")).to_be_checked()
    page.locator("#result").focus()
    page.keyboard.press("ArrowDown")
    page.keyboard.press("Control+Enter")
    expect(page.get_by_role("region", name="办到哪里")).to_contain_text("办结：已答复")
    page.keyboard.press("Alt+q")
    page.wait_for_url("**/hotline/tickets")
    page.keyboard.press("Escape")
    page.wait_for_url("**/hotline/")
    expect(page.locator("#said")).to_have_value(CALL)
    assert seen.faults == []


def test_the_second_of_two_agents_sees_what_happened_and_their_own_words(desk):
    first, second = desk(), desk()
    begin_call(first.page)
    open_ticket(first.page)
    path = first.page.url.removeprefix(first.address).partition("?")[0]
    second.open(path)
    first.page.fill("#note", "我先转")
    first.page.keyboard.press("Alt+2")
    first.page.keyboard.press("Control+Enter")
    expect(first.page.get_by_role("region", name="办到哪里")).to_contain_text("转给部门")
    second.page.fill("#note", "我也要记一句")
    second.page.keyboard.press("Control+Enter")
    expect(second.page.get_by_role("alert").filter(has_text="刚刚有人先动了")).to_be_visible()
    expect(second.page.locator("#note")).to_have_value("我也要记一句")
    second.check()
    second.page.keyboard.press("Control+Enter")
    expect(second.page.get_by_role("region", name="办到哪里")).to_contain_text("我也要记一句")


def test_the_queue_is_gone_through_with_j_and_k(desk):
    page = desk().page
    begin_call(page)
    open_ticket(page)
    page.keyboard.press("Alt+q")
    page.wait_for_url("**/hotline/tickets")
    page.keyboard.press("j")
    expect(page.locator("[data-list] a").first).to_be_focused()
    page.keyboard.press("Enter")
    page.wait_for_url("**/tickets/GD*")


def test_words_of_the_guide_are_found_while_they_are_typed(desk):
    seen = desk()
    page = seen.page
    page.keyboard.press("F7")
    page.wait_for_url("**/search")
    expect(page.get_by_role("textbox", name="找什么")).to_be_focused()
    page.keyboard.type("护理补帖")
    expect(page.locator("[data-id=disability-nursing-subsidy]").first).to_be_visible()
    seen.check()


@pytest.mark.parametrize(("screen", "looks"), LOOKS)
def test_the_pages_have_no_faults(desk, screen, looks):
    seen = desk(screen=screen, **looks)
    begin_call(seen.page)
    for path in ("/hotline/send", "/hotline/tickets/new", "/hotline/tickets", "/hotline/look-up",
                 "/hotline/handovers", "/hotline/search", "/hotline/keys"):  # fmt: skip
        seen.open(path)
        seen.check()
    seen.open("/hotline/tickets/new")
    seen.page.get_by_role("button", name="建好了").click()
    seen.page.wait_for_url("**/tickets/GD*")
    seen.check()
    assert seen.faults == []


def test_a_supervisors_samples_have_no_faults(desk):
    seen = desk(Role.SUPERVISOR)
    seen.open("/hotline/samples")
    seen.check()


def test_without_scripts_a_ticket_is_opened_and_closed(desk):
    page = desk(scripts=False).page
    page.locator("#said").fill(CALL)
    page.get_by_role("button", name="看看", exact=True).click()
    page.get_by_role("link", name="建工单").click()
    page.get_by_role("button", name="建好了").click()
    page.get_by_role("radio", name="办结").check()
    page.locator("#result").select_option("answered")
    page.get_by_role("button", name="交（Ctrl+Enter）").click()
    expect(page.get_by_role("region", name="办到哪里")).to_contain_text("办结：已答复")
