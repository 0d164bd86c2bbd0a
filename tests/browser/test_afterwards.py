"""The pages of a filed application in a real browser: large, dark, without scripts; no fault found."""

import pytest

from tests.browser.cases import S, make_case
from tests.browser.test_journeys import check

pytestmark = pytest.mark.browser
LOOKS = pytest.mark.parametrize("looks", [{}, {"large": True, "dark": True}], ids=["plain", "large-dark"])


@pytest.fixture
def case(served):
    with make_case(served[0]) as made:
        yield made


@LOOKS
def test_what_is_missing_is_filled_in_and_taken_back_without_faults(phone, case, looks):
    case.file()
    case.advance_to(S.VERIFYING)
    case.ask()
    journey = case.open_by(phone(**looks))
    check(journey, "status, something missing")
    journey.open("/status/supplement")
    check(journey, "supplement")
    journey.page.get_by_role("button", name="补好了，交上去").click()
    journey.page.wait_for_selector("#errors")
    check(journey, "supplement, with errors")
    journey.open("/status/withdraw")
    check(journey, "withdraw")


@LOOKS
def test_a_refusal_and_its_objection_have_no_faults(phone, case, looks):
    case.file()
    case.refuse()
    journey = case.open_by(phone(**looks))
    check(journey, "status, refused")
    journey.open(f"/status/object/{case.request.id}")
    check(journey, "objection")


@LOOKS
def test_changes_looks_helpers_and_feedback_have_no_faults(phone, case, looks):
    case.help()
    case.file()
    case.finish()
    journey = case.open_by(phone(**looks))
    check(journey, "status, all over")
    for path in ("change", "change/birth", "change/death", "change/income", "change/job", "change/address"):
        journey.open(f"/status/{path}")
        check(journey, path)
    journey.page.fill("#words", "金山镇边河村 9 号")
    journey.page.get_by_role("button", name="记下来").click()
    journey.page.wait_for_url("**/status/change")
    check(journey, "changes, one told")
    for path in ("looks", "helpers", "feedback"):
        journey.open(f"/status/{path}")
        check(journey, path)


@LOOKS
def test_filing_for_another_and_going_on_elsewhere_have_no_faults(phone, looks):
    journey = phone(**looks)
    journey.talk()
    journey.open("/apply")
    journey.page.get_by_role("button", name="我是替别人填的").click()
    journey.page.wait_for_url("**/apply/helper")
    check(journey, "helper")
    journey.page.get_by_label("邻居、朋友").check()
    journey.page.fill("#helper_name", "李大姐")
    journey.page.fill("#helper_phone", "13805330009")
    journey.page.locator(".foot-bar").get_by_role("button", name="下一步").click()
    journey.page.wait_for_url("**/apply/sensitive")
    journey.apply(stop="/apply/consent")
    check(journey, "consent")
    journey.open("/apply/code")
    check(journey, "code")
    for path in ("/apply/resume", "/policies/higher-education-aid/slip", "/policies/kidney-charity/slip"):
        journey.open(path)
        check(journey, path)


def test_the_list_is_answered_without_scripts_and_by_keyboard(phone, case):
    case.file()
    case.ask()
    journey = case.open_by(phone(scripts=False))
    journey.page.get_by_role("link", name="看看要补的 2 样").click()
    journey.page.wait_for_url("**/status/supplement")
    for field in journey.page.locator("textarea").all():
        field.fill("交给村里王会计了")
    journey.page.locator("textarea").last.press("Tab")
    journey.page.keyboard.press("Enter")
    journey.page.wait_for_url("**/status/shown")
    assert journey.page.inner_text("h1") == "已经交上去了"
