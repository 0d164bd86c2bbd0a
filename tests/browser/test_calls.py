"""An agent takes thirty calls in one session by keyboard alone."""

import pytest
from playwright.sync_api import expect

from tests.browser.calls import CALLS, Agent
from tests.browser.test_hotline import call  # noqa: F401
from tests.browser.test_staff import served, visit  # noqa: F401

pytestmark = pytest.mark.browser


def test_in_thirty_calls_a_right_policy_and_the_next_question_come_by_keys_alone(call):  # noqa: F811
    page = call().page
    agent = Agent(page)
    assert len(CALLS) == 30
    page.evaluate("addEventListener('pointerdown', () => { throw new Error('a mouse'); })")
    for one in CALLS:
        expect(page.locator("#said")).to_be_focused()
        expect(page.locator("#said")).to_have_value("")
        agent.take(one)
        assert agent.seconds > 0, one["said"]
        agent.wait_for_next()
        agent.end()
