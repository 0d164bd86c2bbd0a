"""Bad lines and small screens: no network, little to fetch, back and double taps, 320 px, text at 200 %."""

import pytest
from sqlalchemy import func, select

from tests.browser.test_journeys import check
from webapp.db import make_sessions
from webapp.models import Application

pytestmark = pytest.mark.browser
FIRST_PAGE_BYTES = 60 * 1024
WIDTHS = (320, 360, 414, 768, 1280, 1920)
PAGES = (
    "/",
    "/groups",
    "/policies/subsistence-allowance",
    "/chat",
    "/result",
    "/apply",
    "/status",
    "/my/data",
)
DOUBLED = """() => { for (const one of document.styleSheets) for (const rule of one.cssRules)
  if (rule.selectorText === 'html' || rule.selectorText === 'html.large')
    rule.style.fontSize = parseFloat(rule.style.fontSize) * 2 + '%' }"""


def test_without_network_nothing_is_sent_and_nothing_is_lost(phone):
    journey = phone()
    page, asked = journey.open("/"), []
    page.fill("#text", "俺爹今年78了")
    page.context.set_offline(True)
    page.on("request", lambda one: asked.append(one.url))
    bar = page.locator("[data-offline]")
    bar.wait_for()
    page.get_by_role("button", name="问一问").click()
    page.get_by_role("link", name="看看都有哪些帮助").click()
    assert page.evaluate("document.activeElement.hasAttribute('data-offline')")
    assert asked == [] and journey.path == "/"
    check(journey, "offline")
    page.get_by_role("button", name="大字").click()
    check(journey, "offline, large")
    page.context.set_offline(False)
    bar.wait_for(state="hidden")
    assert page.input_value("#text") == "俺爹今年78了"
    page.get_by_role("button", name="问一问").click()
    page.wait_for_url("**/chat")


def test_the_first_page_is_small_and_comes_from_one_place(phone):
    journey = phone()
    answers = []
    journey.page.on("response", lambda one: answers.append(one))
    journey.open("/")
    journey.page.wait_for_load_state("networkidle")
    assert {one.url for one in answers if not one.url.startswith(journey.address)} == set()
    assert sum(len(one.body()) for one in answers) <= FIRST_PAGE_BYTES, "before any compression"


def test_back_leads_to_what_was_typed_and_forward_asks_nothing_twice(phone, served):
    journey = phone()
    journey.talk()
    journey.apply(stop="/apply/phone")
    page = journey.page
    page.go_back()
    page.wait_for_url("**/apply/id-number")
    assert page.input_value("#id_number") == journey.own_id
    check(journey, "went back")
    page.locator("form[novalidate] .foot-bar .button").first.click()
    page.wait_for_url("**/apply/phone")
    journey.apply()
    number = journey.number()
    page.go_back()
    page.wait_for_load_state()
    journey.open("/apply/check")
    assert journey.path == "/apply/done" and journey.number() == number


def test_two_taps_on_submit_file_one_application(phone, served):
    journey = phone(touch=True)
    journey.talk()
    journey.apply(stop="/apply/check")
    before = count_filed(served[0])
    journey.page.get_by_role("button", name="交上去").dblclick()
    journey.page.wait_for_url("**/apply/done")
    assert count_filed(served[0]) == before + 1


def test_two_taps_without_scripts_file_one_application(phone, served):
    journey = phone(scripts=False)
    journey.talk()
    journey.apply(stop="/apply/check")
    before = count_filed(served[0])
    journey.page.get_by_role("button", name="交上去").click(click_count=2, delay=5)
    journey.page.wait_for_url("**/apply/done")
    assert count_filed(served[0]) == before + 1


def count_filed(app):
    with make_sessions(app.engine)() as session:
        return session.scalar(
            select(func.count()).select_from(Application).where(Application.number.is_not(None))
        )


@pytest.mark.parametrize("large", [False, True], ids=["plain", "large"])
def test_nothing_is_cut_off_from_320_px_to_a_wide_desk(phone, large):
    journey = phone(large=large)
    journey.talk()
    for path in PAGES:
        journey.open(path)
        for width in WIDTHS:
            journey.page.set_viewport_size({"width": width, "height": 640})
            assert not journey.is_too_wide(), (path, width)
            assert cut_off(journey.page) == [], (path, width)


def test_text_at_twice_its_size_loses_nothing(phone):
    journey = phone()
    journey.talk()
    for path in PAGES:
        journey.open(path)
        journey.page.evaluate(DOUBLED)
        size = journey.page.evaluate("getComputedStyle(document.documentElement).fontSize")
        assert size == "36px"
        assert not journey.is_too_wide(), path
        assert cut_off(journey.page) == [], path


def cut_off(page):
    """Words that stand outside their page or are clipped by a box around them."""
    return page.evaluate(
        """() => [...document.querySelectorAll('body *')].filter(one =>
              !one.closest('.unseen, .skip, [hidden], svg') && one.offsetParent !== null &&
              [...one.childNodes].some(child => child.nodeType === 3 && child.textContent.trim()))
            .filter(one => { const box = one.getBoundingClientRect();
              const style = getComputedStyle(one);
              return box.right > innerWidth + 1 || box.left < -1 ||
                (style.overflowX !== 'visible' && one.scrollWidth > one.clientWidth + 1); })
            .map(one => one.outerHTML.slice(0, 100))"""
    )


def test_a_page_that_is_soon_put_away_says_so_and_stays_with_one_press(phone):
    journey = phone()
    journey.talk()
    journey.apply()
    page = journey.page
    page.clock.install()
    journey.look_up(journey.number())
    journey.open("/status/change/other")
    page.fill("#words", "老人住院了")
    bar = page.locator("[data-leaving]")
    assert not bar.is_visible()
    page.clock.fast_forward("25:30")
    bar.wait_for()
    assert "再过 5 分钟" in bar.inner_text()
    check(journey, "soon put away")
    bar.get_by_role("button", name="接着看").click()
    bar.wait_for(state="hidden")
    page.clock.fast_forward("31:00")
    bar.wait_for()
    assert "写了一半的还在" in bar.inner_text()
    assert bar.get_by_role("link", name="用编号再查一次").is_visible()
    assert page.input_value("#words") == "老人住院了"
    check(journey, "put away")
