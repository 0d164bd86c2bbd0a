"""An app with a desk, and agents at it: one app for all tests of a file."""

import itertools
import json
import re

import pytest

from tests.builders import make_id_number, make_settings
from tests.colleagues import add_colleague, token_of
from tests.webapp.applications.conftest import Desk as Filing
from webapp import clock
from webapp.app import create_app
from webapp.applications.steps import applicant_of
from webapp.applications.submitting import submit
from webapp.db import begin_write, make_sessions
from webapp.models import Role

_serial = itertools.count(1)


class AtDesk:
    """Somebody signed in, on one browser: types into the box, presses what the page shows."""

    def __init__(self, app, role=Role.AGENT, colleague=None, **about):
        self.app, self.client = app, app.test_client()
        self.colleague = colleague or add_colleague(app, role, **about)
        self.answer = self.colleague.sign_in(self.client)
        self.seq = itertools.count(1)

    @property
    def token(self):
        return token_of(self.client.get("/staff/").text)

    def type(self, text, act=None, **more):
        """As the script of the page does. Returns the answer's JSON."""
        sent = {"seq": next(self.seq), "text": text, **more}
        sent |= {"act": json.dumps(act, ensure_ascii=False)} if act else {}
        headers = {"Accept": "application/json", "X-CSRFToken": self.token}
        self.answer = self.client.post("/hotline/typing", json=sent, headers=headers)
        return self.answer.get_json()

    def page(self, path="/hotline/"):
        self.answer = self.client.get(path)
        return self.answer.text

    def send(self, path, follow=True, **values):
        self.answer = self.client.post(
            path, data={"csrf_token": self.token, **values}, follow_redirects=follow
        )
        return self.answer.text


def policies(html):
    """The policies shown, with their verdicts, in order."""
    return re.findall(r'data-policy="([^"]+)" data-verdict="([^"]+)"', html)


def facts(html):
    """(person, fact) of every chip."""
    return {(person, fact) for fact, person in re.findall(r'data-fact="([^"]+)" data-person="([^"]*)"', html)}


def asked(html):
    """The fact that is asked for."""
    found = re.search(r'data-question="([^"]+)"', html)
    return found.group(1) if found else None


@pytest.fixture(scope="module")
def house(tmp_path_factory, guide, migrated_sqlite):
    place = tmp_path_factory.mktemp("hotline")
    (place / "test.db").write_bytes(migrated_sqlite)
    made = create_app(make_settings(place, DESK_HOURS="00:00-23:59"), guide)
    yield made
    made.engine.dispose()


@pytest.fixture
def agent(house):
    return AtDesk(house)


@pytest.fixture
def rows(house):
    with make_sessions(house.engine)() as opened:
        yield opened


def file_application(app, *, birth="1990-05-06", phone="13805330000"):
    """An application that was submitted: the applicant of that birth date, and an older father."""
    with make_sessions(app.engine)() as opened:
        begin_write(opened)
        filing = Filing(opened, app.guide, app.index_hash, clock.now())
        draft = filing.fill_in(filing.open_draft(f"c{next(_serial)}"), self=make_id_number(birth))
        draft.phone = phone
        submit(opened, app.guide, draft, clock.now())
        opened.commit()
        applicant = applicant_of(draft)
        other = next(one for one in draft.members if not one.is_applicant)
        return draft.id, draft.number, applicant.id_number, other.id_number
