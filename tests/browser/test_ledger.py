"""The pages of the ledger and the published figures: no fault of accessibility, no scripts needed."""

import pytest

from tests.browser.test_staff import DESK, PHONE, served, visit  # noqa: F401
from tests.colleagues import add_colleague
from tests.webapp.ledger.conftest import write  # noqa: F401
from tests.webapp.ledger.test_figures import ASKED
from tests.webapp.ledger.test_gaps import LAMPS, OTHER
from webapp.models import Role

pytestmark = pytest.mark.browser
LOOKS = [(DESK, {}), (DESK, {"dark": True}), (PHONE, {"large": True}), (PHONE, {"scripts": False})]


@pytest.fixture
def app(served):  # noqa: F811
    return served[1]


@pytest.fixture
def ids(write):  # noqa: F811
    """A month of questions, some of them without an answer."""
    write(asked=ASKED, months_ago=1)
    return write(lacks=[*LAMPS, OTHER], asked=ASKED)


@pytest.mark.parametrize(("screen", "looks"), LOOKS)
def test_an_editor_goes_through_gaps_and_takes_a_proposal_away(visit, ids, screen, looks):  # noqa: F811
    seen = visit(screen, **looks)
    seen.open("/ledger/gaps")
    seen.sign_in(add_colleague(seen.app, Role.EDITOR), "/ledger/gaps")
    has_scripts, page = looks.get("scripts", True), seen.page
    if has_scripts:  # axe is one itself
        seen.check()
    page.get_by_role("link", name="路灯").first.click()
    page.wait_for_url("**/ledger/gaps/*")
    if has_scripts:
        seen.check()
    page.get_by_role("radio", name="补一项政策").check()
    page.get_by_label("写清楚改什么").fill("写一句路灯归谁管")
    with page.expect_download() as taken:
        page.get_by_role("button", name="下载提案文件").click()
    assert taken.value.suggested_filename.endswith(".yaml")
    seen.open("/ledger/gaps")
    assert page.get_by_role("link", name="取暖补贴").count()


@pytest.mark.parametrize(("screen", "looks"), LOOKS[:3])
def test_the_figures_have_no_faults(visit, ids, screen, looks):  # noqa: F811
    seen = visit(screen, **looks)
    seen.open("/ledger/figures")
    colleague = add_colleague(seen.app, Role.LEAD)
    seen.sign_in(colleague, "/staff/second-factor")
    seen.page.fill("#code", colleague.code())
    seen.page.keyboard.press("Enter")
    seen.page.wait_for_url("**/ledger/figures*")
    seen.check()
    for path in ("/ledger/figures?district=linzi", "/ledger/services", "/statistics"):
        seen.open(path)
        seen.check()
