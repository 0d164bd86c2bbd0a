"""From one sentence to a number, with scripts and without, large and dark; no fault of accessibility."""

import pytest
from axe_playwright_python.sync_playwright import Axe

from tests.browser.journey import SAID

pytestmark = pytest.mark.browser
PAGES = [
    "/",
    "/groups",
    "/groups/patients",
    "/policies?q=低保",
    "/policies/subsistence-allowance",
    "/status",
    "/my/data",
    "/apply",
    "/nothing-here",
]


def faults(journey):
    """What axe finds, as (rule, element)."""
    found = Axe().run(journey.page).response["violations"]
    return [(one["id"], node["html"][:120]) for one in found for node in one["nodes"]]


def check(journey, path=""):
    assert faults(journey) == [], path
    assert not journey.is_too_wide(), path
    assert journey.small_targets() == [], path


@pytest.mark.parametrize("looks", [{}, {"large": True}, {"dark": True}], ids=["plain", "large", "dark"])
def test_pages_have_no_faults(phone, looks):
    journey = phone(**looks)
    for path in PAGES:
        journey.open(path)
        check(journey, path)


@pytest.mark.parametrize("large", [False, True])
def test_numbers_to_call_and_ways_on_are_large_enough_to_tap(phone, large):
    page = phone(large=large).open("/status")
    heights = page.evaluate("[...document.querySelectorAll('main p a')].map(a => a.offsetHeight)")
    assert len(heights) == 2 and min(heights) >= 48


@pytest.mark.parametrize("looks", [{}, {"large": True}, {"dark": True}], ids=["plain", "large", "dark"])
def test_chat_result_and_correction_have_no_faults(phone, looks):
    journey = phone(**looks)
    journey.talk()
    check(journey, "chat")
    journey.open("/result")
    check(journey, "result")
    journey.open("/chat/fact/1")
    check(journey, "fact")


@pytest.mark.parametrize("looks", [{}, {"large": True, "dark": True}], ids=["plain", "large-dark"])
def test_every_page_of_the_application_and_the_status_have_no_faults(phone, looks):
    journey = phone(**looks)
    journey.talk()
    journey.apply(look=check)
    number = journey.number()
    journey.look_up(number)
    check(journey, "status")
    assert "已经交上去了" in journey.page.inner_text("h1")
    for path in ("/sign/1", "/sign/2"):
        journey.open(path)
        check(journey, path)


def test_the_whole_way_works_without_scripts(phone):
    journey = phone(scripts=False)
    journey.talk()
    assert SAID in journey.page.inner_text(".said")
    journey.apply()
    number = journey.number()
    journey.look_up(number)
    assert journey.page.inner_text("h1") == "已经交上去了"


def test_an_error_is_shown_beside_the_field_with_focus_on_the_summary(phone):
    journey = phone()
    journey.talk()
    journey.apply(stop="/apply/id-number")
    journey.page.fill("#id_number", journey.own_id[:17])
    journey.page.get_by_role("button", name="下一步").click()
    journey.page.wait_for_selector("#errors")
    assert "身份证号少了一位，应该是 18 位" in journey.page.inner_text("#errors")
    assert journey.page.evaluate("document.activeElement.id") == "errors"
    check(journey, "error")


def test_going_back_to_a_form_that_was_mended_opens_its_page_again(phone):
    journey = phone()
    journey.talk()
    journey.apply(stop="/apply/id-number")
    page = journey.page
    for number in (journey.own_id[:17], journey.own_id):
        page.fill("#id_number", number)
        page.get_by_role("button", name="下一步").click()
        page.wait_for_load_state()
    onward = journey.path
    page.go_back()
    assert onward != journey.path == "/apply/id-number" and page.locator("#id_number").is_visible()


def test_large_type_comes_without_losing_what_is_half_typed(phone):
    journey = phone()
    page = journey.open("/")
    page.fill("#text", "俺爹今年78了")
    page.get_by_role("button", name="大字").click()
    assert page.evaluate("getComputedStyle(document.documentElement).fontSize") == "24px"
    assert page.input_value("#text") == "俺爹今年78了"
    journey.open("/status")
    assert page.evaluate("getComputedStyle(document.documentElement).fontSize") == "24px"


def test_large_type_is_one_tap_without_scripts(phone):
    journey = phone(scripts=False)
    page = journey.open("/groups")
    page.get_by_role("button", name="大字").click()
    assert journey.path == "/groups"
    assert page.get_by_role("button", name="标准字").is_visible()


def test_the_digits_still_to_come_are_counted(phone):
    journey = phone()
    journey.talk()
    journey.apply(stop="/apply/id-number")
    journey.page.fill("#id_number", "3703051948")
    assert journey.page.inner_text("[data-count]") == "已填 10 位，还有 8 位"


def test_the_keyboard_finds_its_way_and_focus_is_seen(phone):
    journey = phone()
    page = journey.open("/")
    page.keyboard.press("Tab")
    assert page.evaluate("document.activeElement.className") == "skip"
    for _ in range(2):
        page.keyboard.press("Tab")
    assert page.evaluate("getComputedStyle(document.activeElement).outlineStyle") == "solid"


def test_the_enter_key_presses_the_main_button(phone):
    journey = phone()
    journey.talk()
    journey.apply(stop="/apply/authorise/2")
    journey.read_to_the_end()
    journey.page.get_by_text("手写不方便，打字签").click()
    journey.page.fill("#signed_name", "王老根")
    journey.page.press("#signed_name", "Enter")
    journey.page.wait_for_selector("#errors")
    assert journey.page.locator("#errors a").first.get_attribute("href") == "#id_tail"


def test_nothing_is_fetched_from_elsewhere_and_the_console_stays_quiet(phone):
    journey = phone()
    asked, said = [], []
    journey.page.on("request", lambda request: asked.append(request.url))
    journey.page.on("console", lambda message: said.append(message.text))
    journey.talk()
    journey.open("/result")
    assert {one for one in asked if not one.startswith(journey.address)} == set()
    assert said == []
