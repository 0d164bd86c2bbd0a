"""Photographing papers and 我的数据 in a real browser: with scripts and without, large and dark."""

import pytest

from tests.browser.test_journeys import check
from tests.webapp.documents.papers import encode, make_paper, photo

pytestmark = pytest.mark.browser
SAID = "俺爹78了，昨天突发脑出血住院，花了十几万，钱都借遍了，日子过不下去了，家里就俺种地"
FIRST, SECOND = "/apply/documents/1", "/apply/documents/2"


@pytest.fixture
def files(tmp_path):
    """A sharp photo of many megabytes, as a phone makes it, and a shaken one."""
    sharp, shaken = tmp_path / "sharp.jpg", tmp_path / "shaken.jpg"
    sharp.write_bytes(encode(make_paper().resize((4800, 3600)), quality=95))
    shaken.write_bytes(photo(blur=12))
    return sharp, shaken


@pytest.mark.parametrize("looks", [{}, {"large": True, "dark": True}], ids=["plain", "large-dark"])
def test_papers_and_my_data_have_no_faults(phone, files, looks):
    sharp, shaken = files
    journey = phone(**looks)
    journey.talk(SAID)
    journey.apply(stop=FIRST)
    page = journey.page
    page.set_input_files("#photo", shaken)
    page.wait_for_selector(".faulty")
    check(journey, "blurred")
    page.get_by_role("button", name="还是用这张").click()
    page.get_by_text("再拍一张").click()
    page.set_input_files("#photo-stored", sharp)
    page.wait_for_selector(".paper >> nth=1")
    check(journey, "two pages")
    page.get_by_role("link", name="下一步").click()
    page.wait_for_url("**" + SECOND)
    journey.open("/apply/documents?all=1")
    check(journey, "list")
    journey.apply()
    for path in ("/status/documents?all=1", "/my/data", "/my/signed-out", "/apply/declined"):
        journey.open(path)
        for summary in page.locator("summary").all():
            summary.click()
        check(journey, path)


def test_a_photo_is_made_smaller_before_it_is_sent(phone, files):
    journey = phone()
    journey.talk(SAID)
    journey.apply(stop=FIRST)
    with journey.page.expect_request(lambda one: one.method == "POST" and one.url.endswith(FIRST)) as sent:
        journey.page.set_input_files("#photo", files[0])
    journey.page.wait_for_selector(".paper")
    assert sent.value.all_headers()
    assert int(sent.value.all_headers()["content-length"]) < files[0].stat().st_size / 2
    assert journey.page.locator(".faulty").count() == 0


def test_papers_work_without_scripts(phone, files):
    sharp, shaken = files
    journey = phone(scripts=False)
    journey.talk(SAID)
    journey.apply(stop=FIRST)
    page = journey.page
    for file in (shaken, sharp):
        page.set_input_files("#photo", file)
        page.locator(".foot-bar").get_by_role("button", name="传上去").click()
        page.wait_for_load_state()
    assert page.locator(".paper").count() == 2
    page.get_by_role("button", name="去掉第 1 张").click()
    page.wait_for_load_state()
    assert page.locator(".paper").count() == 1 and page.locator(".faulty").count() == 0
    page.get_by_role("link", name="下一步").click()
    page.wait_for_url("**" + SECOND)
    assert page.get_by_role("button", name="以后再交").is_visible()


def test_on_somebody_elses_phone_one_tap_signs_out(phone):
    journey = phone(scripts=False)
    journey.talk()
    journey.open("/")
    journey.page.get_by_role("link", name="我的数据，退出").click()
    journey.page.get_by_role("button", name="这是别人的手机，退出").click()
    assert journey.page.inner_text("h1") == "退出了"
    journey.open("/chat")
    assert journey.path == "/"
