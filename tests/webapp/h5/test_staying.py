"""What was looked up is put away half an hour after its last use; the page says so, a press keeps it."""

import pytest

from tests.webapp.h5.conftest import leave_alone
from tests.webapp.h5.test_applying import Applicant

MINUTE = 60


@pytest.fixture
def filed(visitor, applicant_id):
    visitor.say()
    walker = Applicant(visitor, applicant_id)
    walker.walk_to()
    return visitor


def test_every_use_keeps_it_for_another_half_hour(filed):
    for _ in range(3):
        leave_alone(filed.client, "application", 20 * MINUTE)
        assert filed.open("/status/shown").path == "/status/shown"
    leave_alone(filed.client, "application", 31 * MINUTE)
    assert filed.open("/status/shown").path == "/status"
    page = filed.open("/status/change")
    assert page.status == 403 and page.heading == "先用编号查一查" and "/status" in page.links


def test_the_page_says_how_long_and_one_press_keeps_it_without_scripts(filed):
    page = filed.open("/status/change/other")
    assert 'data-left="1800"' in page.text and "半小时不动，这一页会收起来" in page.text
    leave_alone(filed.client, "application", 29 * MINUTE)
    page = filed._press(next(one for one in page.forms if one["action"] == "/status/stay"), {})
    assert page.heading == "可以接着看"
    leave_alone(filed.client, "application", 29 * MINUTE)
    assert filed.open("/status/shown").path == "/status/shown"


def test_pages_on_which_nothing_was_looked_up_are_never_put_away(filed):
    for path in ("/", "/chat", "/groups", "/status", "/apply/done"):
        assert "data-leaving" not in filed.open(path).text, path
