"""An agent takes calls by keyboard alone, at 1280×720; the page has no faults and works without scripts."""

import re

import pytest
from playwright.sync_api import expect

from tests.browser.test_staff import DESK, PHONE, served, visit  # noqa: F401
from tests.colleagues import add_colleague
from webapp.models import Role

pytestmark = pytest.mark.browser
CALL = "爹78 瘫炕上三年 没退休金 家里就他种地 住村里"


@pytest.fixture
def call(visit):  # noqa: F811
    """An agent at the desk, in a browser as the test wants it."""

    def begin(screen=DESK, **looks):
        seen = visit(screen, **looks)
        seen.open("/hotline/")
        seen.sign_in(add_colleague(seen.app, Role.AGENT), "/hotline/")
        return seen

    return begin


def focused(page):
    return page.evaluate("document.activeElement.id")


def region(page, name):
    return page.get_by_role("region", name=name)


def type_call(page, words=CALL, policy="subsistence-allowance"):
    page.keyboard.type(words)
    region(page, "最可能的政策").locator(f"[data-policy={policy}]").wait_for()


def test_the_box_has_the_focus_and_a_name_and_keeps_the_focus_while_results_come(call):
    page = call().page
    expect(page.get_by_role("textbox", name="来电人说的")).to_be_focused()
    type_call(page)
    assert focused(page) == "said"
    expect(region(page, "听到的情况").locator("[data-fact=age_years]")).to_contain_text("78 岁")
    expect(region(page, "下一句问").locator("[data-question]")).to_contain_text("？")
    expect(region(page, "念给来电人听")).to_contain_text("办的地方")


def test_nothing_lies_below_the_foot_that_stays_on_the_screen(call):
    page = call().page
    type_call(page, "老太太76，老伴瘫了三年，想问能不能领护理补贴", "disability-nursing-subsidy")
    assert page.evaluate("document.documentElement.scrollHeight <= window.innerHeight")


def test_a_call_is_taken_by_keyboard_alone(call):
    page = call().page
    type_call(page)
    asked = region(page, "下一句问").locator("[data-question]")
    before = asked.get_attribute("data-question")
    page.keyboard.press("Control+3")
    page.keyboard.press("Control+Enter")
    expect(asked).not_to_have_attribute("data-question", before)
    assert focused(page) == "said"
    page.keyboard.press("Alt+q")
    expect(page.locator("[data-question=age_years]")).to_be_visible()
    page.keyboard.press("Alt+a")
    page.keyboard.type("六十八")
    page.keyboard.press("Enter")
    expect(page.locator("[data-fact=age_years]")).to_contain_text("68 岁")
    page.keyboard.press("Escape")
    assert focused(page) == "said"
    page.keyboard.press("Alt+Shift+Q")
    expect(page.locator("[data-fact=age_years]")).to_have_count(0)
    page.keyboard.press("Alt+Backspace")
    expect(page.locator("[data-fact=age_years]")).to_have_count(1)


def test_what_is_ticked_stays_while_the_typing_goes_on(call):
    page = call().page
    type_call(page)
    asked = region(page, "下一句问").locator("[data-question=aid_status]")
    asked.wait_for()
    page.keyboard.press("Control+3")
    ticked = region(page, "下一句问").locator("[name=tick]:checked")
    expect(ticked).to_have_count(1)
    page.evaluate("document.querySelector('[data-part=question]').setAttribute('data-html', '')")
    with page.expect_response("**/typing*"):
        page.keyboard.type(" 老人")
    expect(asked).to_be_visible()
    expect(ticked).to_have_count(1)


def test_policies_are_gone_through_and_clauses_are_one_key_away(call):
    page = call().page
    type_call(page)
    first = page.locator("[data-script]").get_attribute("data-script")
    page.keyboard.press("Alt+ArrowDown")
    expect(page.locator("[data-script]")).not_to_have_attribute("data-script", first)
    page.keyboard.press("F6")
    expect(page.locator("[data-condition]").first).to_be_visible()
    page.keyboard.press("F9")
    expect(region(page, "念给来电人听")).to_contain_text("听您说的")
    assert focused(page) == "said"


def test_tab_goes_from_column_to_column_and_arrows_within_one(call):
    page = call().page
    type_call(page)
    places = []
    for _ in range(4):
        page.keyboard.press("Tab")
        places.append(page.evaluate("document.activeElement.closest('[data-part]')?.dataset.part"))
    assert places[0] == "heard" and "policies" in places and "question" in places
    page.locator(".call-policies button").first.focus()
    page.keyboard.press("ArrowDown")
    second = page.locator(".call-policies li").nth(1).locator("button")
    expect(second).to_be_focused()
    # The list may be put in another order by an answer that was on its way.
    expect(page.locator(f"#{focused(page)}")).to_have_attribute("aria-pressed", "true")
    page.keyboard.press("/")
    assert focused(page) == "said"


def test_a_digit_answers_where_the_focus_is_in_the_question_and_the_focus_stays_there(call):
    page = call().page
    type_call(page, "低保多少钱")
    page.keyboard.press("Alt+a")
    before = page.locator("[data-question]").get_attribute("data-question")
    page.keyboard.press("1")
    expect(page.locator("[data-question]")).not_to_have_attribute("data-question", before)
    assert page.evaluate("document.activeElement.closest('[data-part]').dataset.part") == "question"


def test_the_overlay_lists_all_keys_and_gives_the_focus_back(call):
    page = call().page
    page.keyboard.press("?")
    expect(page.get_by_role("dialog", name="所有按键")).to_be_visible()
    page.keyboard.press("Escape")
    assert focused(page) == "said"
    type_call(page)
    page.keyboard.type("?")
    expect(page.get_by_role("dialog", name="所有按键")).to_be_hidden()
    page.keyboard.press("F1")
    expect(page.get_by_role("dialog", name="所有按键")).to_be_visible()


def test_at_most_three_requests_a_second_and_the_last_words_win(call):
    page = call().page
    sent = []
    page.on("request", lambda one: "/typing" in one.url and sent.append(one.post_data_json["seq"]))
    page.keyboard.type(CALL, delay=60)
    expect(page.locator("[data-fact=area_kind]")).to_have_count(1)
    assert len(sent) >= 3
    assert all(later - first >= 1000 for first, later in zip(sent, sent[3:], strict=False))
    assert page.locator("#said").input_value() == CALL


def test_a_reload_and_a_second_tab_lose_nothing(call):
    page = call().page
    type_call(page)
    page.keyboard.press("Alt+n")
    expect(page.locator("#said")).to_have_value("")
    type_call(page, "邻居家孩子考上大学没学费", "higher-education-aid")
    page.reload()
    expect(page.locator("#said")).to_have_value("邻居家孩子考上大学没学费")
    page.keyboard.press("Alt+1")
    expect(page.locator("#said")).to_have_value(CALL)
    expect(page.locator("[data-fact=age_years]")).to_have_count(1)
    assert focused(page) == "said"


def test_one_sentence_is_told_to_a_screen_reader_once_the_typing_rests(call):
    page = call().page
    said = page.locator("[data-says]")
    page.evaluate(
        """() => { window.told = []; new MutationObserver(() => window.told.push(1)).observe(
           document.querySelector('[data-says]'), {childList: true, characterData: true, subtree: true}) }"""
    )
    page.keyboard.type(CALL, delay=40)
    expect(said).to_contain_text("最可能是", timeout=5000)
    assert page.evaluate("window.told.length") == 1


def test_the_mouse_does_what_the_keys_do(call):
    page = call().page
    type_call(page)
    page.locator("[data-fact=age_years] [data-remove]").click()
    expect(page.locator("[data-fact=age_years]")).to_have_count(0)
    second = page.locator(".call-policies li").nth(1).locator("button")
    second.click()
    expect(second).to_have_attribute("aria-pressed", "true")
    page.locator(".call-option").first.click()


def test_a_server_that_is_gone_is_told_and_the_words_stay(call):
    page = call().page
    type_call(page)
    page.route("**/typing", lambda route: route.abort())
    page.keyboard.type(" 没钱")
    expect(page.get_by_role("alert").first).to_contain_text("连不上")
    assert page.locator("#said").input_value() == CALL + " 没钱"


@pytest.mark.parametrize(
    ("screen", "looks"),
    [(DESK, {}), (DESK, {"dark": True}), (DESK, {"large": True}), (PHONE, {})],
    ids=["desk", "dark", "large", "phone"],
)
def test_the_page_of_a_call_has_no_faults(call, screen, looks):
    seen = call(screen, **looks)
    type_call(seen.page)
    seen.check()
    seen.page.keyboard.press("F6")
    seen.page.locator("[data-condition]").first.wait_for()
    seen.check()


def test_without_scripts_the_same_page_is_a_form(call):
    page = call(scripts=False).page
    page.get_by_role("textbox", name="来电人说的").fill(CALL)
    page.get_by_role("button", name="看看", exact=True).click()
    expect(region(page, "最可能的政策").locator("[data-policy=subsistence-allowance]")).to_be_visible()
    page.locator("[data-fact=age_years] [data-remove]").click()
    expect(page.locator("[data-fact=age_years]")).to_have_count(0)
    assert re.search("78", page.get_by_role("textbox", name="来电人说的").input_value())
