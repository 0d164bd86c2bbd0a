"""Signing by finger and mouse, reading to the end, a link on another phone."""

import json

import pytest

from tests.browser.journey import PHONE, Journey
from tests.browser.test_journeys import check

pytestmark = pytest.mark.browser
BOX = "/apply/authorise/1"


@pytest.fixture(scope="module")
def drafted(browser, address):
    """The cookies of a phone that has read the text of its draft and is about to sign."""
    context = browser.new_context(**PHONE)
    journey = Journey(context.new_page(), address)
    journey.talk()
    journey.apply(stop=BOX)
    journey.page.evaluate("document.querySelector('[data-read]').click()")
    journey.page.wait_for_selector("[data-not-read]:not([hidden])")
    assert journey.path == BOX and journey.page.locator("#strokes").count() == 0
    journey.page.wait_for_function("document.querySelector('[data-manner]').value === 'scrolled'")
    journey.read_to_the_end()
    yield context.cookies()
    context.close()


@pytest.fixture(scope="module")
def submitted(browser, address):
    """The cookies of a phone that has submitted; the father's signature is still missing."""
    context = browser.new_context(**PHONE)
    journey = Journey(context.new_page(), address)
    journey.talk()
    journey.apply()
    yield context.cookies()
    context.close()


@pytest.fixture
def box(phone, drafted):
    """A page with the box to write in."""

    def make(**looks):
        journey = phone(**looks)
        journey.page.context.add_cookies(drafted)
        journey.open(BOX)
        return journey

    return make


def strokes(journey):
    return json.loads(journey.page.input_value("[data-strokes]") or "[]")


def sign(journey):
    journey.page.get_by_role("button", name="签好了").click()
    journey.page.wait_for_load_state()


def test_a_name_is_drawn_undone_and_drawn_again(box):
    journey = box()
    assert not journey.page.locator("#signed_name").is_visible()
    journey.draw()
    assert len(strokes(journey)) == 10
    journey.page.get_by_role("button", name="撤一笔").click()
    assert len(strokes(journey)) == 9
    journey.page.get_by_role("button", name="重写").click()
    assert strokes(journey) == []


def test_what_was_drawn_stays_when_the_tick_was_forgotten(box):
    journey = box()
    journey.draw()
    drawn = strokes(journey)
    sign(journey)
    journey.page.wait_for_selector("#errors")
    assert strokes(journey) == drawn
    pixels = "document.querySelector('#strokes').getContext('2d').getImageData(0, 0, 600, 300).data"
    assert journey.page.evaluate(f"{pixels}.some(one => one)")
    check(journey)


def test_an_empty_box_says_what_to_do_and_typing_is_one_tap_away(box):
    journey = box()
    journey.page.check("#agreed")
    sign(journey)
    journey.page.wait_for_selector("#errors")
    assert "请用手指写上" in journey.page.inner_text("#errors")
    check(journey)
    journey.page.get_by_text("手写不方便，打字签").click()
    journey.page.check("#agreed")
    sign(journey)
    journey.page.wait_for_selector("#errors")
    assert journey.page.locator("#signed_name").is_visible()
    assert "写的姓名" in journey.page.inner_text("#errors")


def test_a_finger_draws_and_does_not_scroll(box):
    journey = box(touch=True)
    place = journey.page.locator("#strokes").bounding_box()
    before = journey.page.evaluate("scrollY")
    touch = journey.page.context.new_cdp_session(journey.page)
    for way in ([(40, 40), (40, 90), (42, 150)], [(80, 40), (150, 60), (220, 150)]):
        points = [{"x": place["x"] + x, "y": place["y"] + y} for x, y in way]
        touch.send("Input.dispatchTouchEvent", {"type": "touchStart", "touchPoints": points[:1]})
        for one in points[1:]:
            touch.send("Input.dispatchTouchEvent", {"type": "touchMove", "touchPoints": [one]})
        touch.send("Input.dispatchTouchEvent", {"type": "touchEnd", "touchPoints": []})
    assert len(strokes(journey)) == 2 and all(len(one) >= 4 for one in strokes(journey))
    assert journey.page.evaluate("scrollY") == before


@pytest.mark.parametrize("looks", [{}, {"large": True, "dark": True}], ids=["plain", "large-dark"])
def test_pages_of_signing_have_no_faults(phone, submitted, looks):
    journey = phone(**looks)
    journey.page.context.add_cookies(submitted)
    for path in ("/sign/1", "/sign/1/withdraw", "/sign/2", "/sign/2/link", "/status/shown", "/receipt"):
        journey.open(path)
        check(journey, path)
    journey.open("/sign/2")
    journey.read_to_the_end()
    check(journey, "hand")
    for path in ("/sign/2?way=guardian", "/sign/paper/2", "/sign/paper"):
        journey.open(path)
        check(journey, path)
    page = journey.open("/sign/1")
    assert "手写签名" in page.inner_text("main")
    receipt = page.locator("a[href^='/receipts/']").first.get_attribute("href")
    for path in (receipt, receipt + "/mine"):
        journey.open(path)
        check(journey, path)


def test_a_link_is_signed_on_another_phone(phone):
    journey = phone()
    journey.talk()
    journey.apply()
    journey.open("/sign/2/link")
    journey.page.get_by_role("button", name="给我链接").click()
    link = journey.page.inner_text("#link").strip()
    check(journey, "link")
    other = phone()
    other.page.goto(link)
    check(other, "gate")
    other.page.fill("#own_name", "王老根")
    other.page.fill("#own_tail", journey.father_id[-4:])
    other.page.get_by_role("button", name="打开授权书").click()
    check(other, "text")
    other.read_to_the_end()
    check(other, "box")
    other.draw()
    other.page.check("#agreed")
    sign(other)
    assert other.page.inner_text("h1") == "签好了，谢谢您"
    check(other, "done")
    other.page.goto(link)
    assert other.page.inner_text("h1") == "这个链接不能用了"
