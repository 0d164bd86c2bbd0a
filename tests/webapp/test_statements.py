"""No page asks the database in a loop: few statements a page, and none of them over and over."""

import contextlib
from collections import Counter

import pytest
from sqlalchemy import event, select

from tests.builders import make_id_number
from tests.colleagues import add_colleague
from tests.webapp.h5.conftest import SAID, Visitor
from tests.webapp.h5.test_applying import Applicant
from webapp.db import make_sessions
from webapp.models import Application, Role
from webapp.models.base import Base

# Saving, rolling back and reading again once is a habit of the doors; four times the same is a loop.
MOST, MOST_ALIKE = 30, 3
# The status is what citizens look at most, however much they filed. What is said of somebody's data asks each
# table that holds something personal, once, after what every page asks.
MOST_OF = {"/my/data": len(Base.metadata.tables) + 10, "/status/shown": 6, "/api/v1/status": 6}
PAGES = ["/", "/groups", "/policies", "/chat", "/result", "/status/shown", "/status/documents", "/my/data"]


@contextlib.contextmanager
def counting(app):
    """The statements that are sent meanwhile, by their text."""
    sent = Counter()

    def note(_connection, _cursor, statement, *_rest):
        if not statement.startswith(("BEGIN", "PRAGMA", "SAVEPOINT", "RELEASE")):
            sent[statement] += 1

    event.listen(app.engine, "before_cursor_execute", note)
    yield sent
    event.remove(app.engine, "before_cursor_execute", note)


def check(sent, where):
    alike = [f"{count} times {text[:90]}" for text, count in sent.items() if count > MOST_ALIKE]
    assert alike == [], where
    assert sent.total() <= MOST_OF.get(where, MOST), where


@pytest.fixture
def filed(app):
    """Somebody who has filed for a family, and is looked up."""
    visitor = Visitor(app.test_client())
    visitor.say(SAID)
    Applicant(visitor, make_id_number("1970-01-01")).walk_to()
    return visitor


def test_the_pages_of_somebody_who_has_filed(app, filed):
    for path in PAGES:
        with counting(app) as sent:
            assert filed.open(path).status == 200, path
        check(sent, path)


def test_a_turn_and_a_look_up_at_the_json_door(app, filed):
    with make_sessions(app.engine)() as session:
        application = session.scalars(select(Application)).one()
        tail = next(one.id_number for one in application.members if one.is_applicant)[-4:]
        wanted = {"number": application.number, "id_tail": tail}
    for path, body in (("/api/v1/chat", {"text": SAID}), ("/api/v1/status", wanted)):
        with counting(app) as sent:
            assert app.test_client().post(path, json=body).status_code == 200, path
        check(sent, path)


@pytest.mark.parametrize(("role", "path"), [(Role.CITY, "/casework/"), (Role.AGENT, "/hotline/")])
def test_the_desks_with_applications_in_them(app, filed, role, path):
    client = app.test_client()
    add_colleague(app, role).sign_in(client)
    with counting(app) as sent:
        assert client.get(path).status_code == 200
    check(sent, path)


def test_operators_are_told_in_few_statements(app, client):
    for path in ("/healthz", "/readyz", "/metrics"):
        with counting(app) as sent:
            assert client.get(path).status_code == 200
        check(sent, path)
