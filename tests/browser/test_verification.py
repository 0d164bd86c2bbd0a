"""What the applicant sees of the verification, in a real browser: no fault of accessibility, no script."""

import pytest

from tests.browser.serving import open_house
from tests.browser.test_journeys import check
from tests.webapp.applications.conftest import Desk
from tests.webapp.applications.office import PLAIN, Office
from webapp import clock
from webapp.db import make_sessions

pytestmark = pytest.mark.browser
PAGE = "/status/verification"
OWN = PLAIN | {"contradicted": True, "sources": {"bank-icbc": "slow", "education": "failed"}}
FATHER = PLAIN | {"contradicted": True, "fate": "deceased"}


@pytest.fixture(scope="module")
def filed(tmp_path_factory, guide, migrated_sqlite):
    """An application in which nearly everything is as it should not be, and where it can be looked at."""
    place = tmp_path_factory.mktemp("browser-verification")
    with open_house(place, guide, migrated_sqlite) as house:
        with make_sessions(house.app.engine)() as session:
            desk = Desk(session, guide, house.app.index_hash)
            office = Office(desk, house.verification_url, clock.now())
            application = office.verified(
                own=OWN, father=FATHER, self__income_yuan_per_month=600, father__income_yuan_per_month=0
            )
            tail = next(one for one in application.members if one.is_applicant).id_number[-4:]
            number = application.number
        yield house.address, number, tail


@pytest.fixture(scope="module")
def address(filed):
    return filed[0]


def look_up(journey, filed):
    _, number, tail = filed
    journey.open("/status")
    journey.page.fill("#number", number)
    journey.page.fill("#id_tail", tail)
    journey.page.get_by_role("button", name="查一查").click()
    journey.page.wait_for_load_state()


@pytest.mark.parametrize("looks", [{}, {"large": True, "dark": True}], ids=["plain", "large-dark"])
def test_status_verification_and_reply_have_no_faults(phone, filed, looks):
    journey = phone(**looks)
    look_up(journey, filed)
    check(journey, "status")
    journey.open(PAGE)
    for summary in journey.page.locator("details summary").all():
        summary.click()
    check(journey, PAGE)
    journey.open(f"{PAGE}/1")
    check(journey, "reply")
    journey.page.get_by_role("button", name="告诉镇街").click()
    journey.page.wait_for_selector("#errors")
    check(journey, "error")


def test_a_contradiction_is_answered_without_scripts(phone, filed):
    journey = phone(scripts=False)
    look_up(journey, filed)
    journey.page.get_by_role("link", name="看看哪里不一样").click()
    journey.page.get_by_role("link", name="说说哪个对").click()
    journey.page.get_by_label("我说的对").check()
    journey.page.get_by_role("button", name="告诉镇街").click()
    journey.page.wait_for_url(f"**{PAGE}")
    assert "您回了：我说的对" in journey.page.inner_text("main")
