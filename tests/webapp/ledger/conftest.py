"""Editors and bureau leads at the desk of the ledger, over rows that a test writes down."""

import re
from datetime import timedelta

import pytest

from bot import Missing
from tests.colleagues import add_colleague, token_of
from webapp import clock
from webapp.db import begin_write, make_sessions
from webapp.ledger import counting, gaps
from webapp.ledger.counting import ANY, Place
from webapp.models import Role

LINZI = Place("linzi", "370305111")
LAMP = ("小区里的路灯坏了没人修", "路灯坏了没人修找谁", "我们小区路灯坏了，没人修")


class AtLedger:
    """Somebody signed in, on one browser."""

    def __init__(self, app, role, **about):
        self.app, self.client = app, app.test_client()
        self.colleague = add_colleague(app, role, **about)
        self.colleague.sign_in(self.client)

    def get(self, path):
        self.answer = self.client.get(path)
        return self.answer.text

    def post(self, path, **values):
        token = token_of(self.client.get("/staff/").text)
        self.answer = self.client.post(path, data={"csrf_token": token, **values})
        return self.answer.text

    def numbers(self, path="/ledger/figures"):
        """What stands beside each row of the page, by title and label."""
        return numbers(self.get(path))


def numbers(html):
    found = {}
    for title, body in re.findall(
        r'<section class="figure".*?<h2[^>]*>(.*?)</h2>(.*?)</section>', html, re.S
    ):
        rows = re.findall(r'<th scope="row">(.*?)</th><td>(.*?)</td>', body, re.S)
        found[title] = {plain(label): plain(shown) for label, shown in rows}
    return found


def plain(html):
    return re.sub(r"<[^>]+>", "", html).strip()


@pytest.fixture
def editor(app):
    return AtLedger(app, Role.EDITOR)


@pytest.fixture
def lead(app):
    return AtLedger(app, Role.LEAD)


@pytest.fixture
def write(app):
    """Rows of the ledger and of the counters."""

    def write(*, lacks=(), asked=(), months_ago=0):
        now = clock.now().replace(day=15 if months_ago else clock.now().day)
        at = now - timedelta(days=30 * months_ago)
        with make_sessions(app.engine)() as session:
            begin_write(session)
            ids = [
                gaps.note(session, Missing(kind, topic), words, door="h5", place=place, at=at).id
                for kind, topic, words, place in lacks
            ]
            for group, place, times in asked:
                for _ in range(times):
                    about = {"day": at.date(), "door": "h5", "place": place}
                    counting.count(session, {group, ANY}, **about)
            session.commit()
            return ids

    return write
