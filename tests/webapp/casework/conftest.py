"""A desk with a platform behind it: applications of a poor household in Linzi, clerks, and their browsers."""

import itertools
import re
from dataclasses import dataclass

import pytest

from tests.builders import make_env
from tests.colleagues import add_colleague, token_of
from tests.webapp.applications.conftest import NOW, Desk
from tests.webapp.applications.office import Office
from webapp.app import create_app
from webapp.db import make_sessions
from webapp.models import Request, Role
from webapp.settings import Settings
from webapp.staff.regions import StaffRegion

POOR = {
    "home__area_kind": "rural", "home__household_size": 2, "home__aid_status": [],
    "home__has_notable_assets": False, "self__hukou": "zibo", "father__hukou": "zibo",
    "self__income_yuan_per_month": 300, "father__income_yuan_per_month": 0,
    "father__household_member": True, "home__residence": "zibo",
}  # fmt: skip
PRESS = re.compile(r'name="press" value="([^"]+)"')
_presses = itertools.count(1)


@pytest.fixture(scope="module")
def office(tmp_path_factory, guide, migrated_sqlite, module_sandbox):
    place = tmp_path_factory.mktemp("casework")
    (place / "test.db").write_bytes(migrated_sqlite)
    app = create_app(
        Settings.from_env(make_env(place, VERIFICATION_URL=f"{module_sandbox}/verification")), guide
    )
    app.testing = True
    with make_sessions(app.engine)() as session:
        made = Office(Desk(session, guide, app.index_hash), app.settings.verification_url, NOW)
        made.app = app
        yield made
    app.engine.dispose()


@dataclass
class Clerk:
    """Somebody signed in at the desk."""

    office: object
    browser: object
    id: int

    def get(self, path):
        self.office.session.rollback()
        return self.browser.get(path)

    def post(self, path, page="/casework/", press=None, **values):
        """Fill in a form: with the token of a page, and a key of its own unless one is given."""
        self.office.session.rollback()
        token = token_of(self.browser.get(page).text)
        press = press or f"press-{next(_presses):04}"
        return self.browser.post(path, data={"csrf_token": token, "press": press, **values})

    def step(self, request, to, **values):
        fresh = self.fresh(request)
        return self.post(
            f"/casework/requests/{request.id}/step", **{"to": to, "seen": fresh.version} | values
        )

    def fresh(self, request):
        self.office.session.rollback()
        self.office.session.expire_all()
        return self.office.session.get(Request, request.id)


@pytest.fixture(scope="module")
def sign_in(office):
    def make(role=Role.TOWN, region=None):
        browser = office.app.test_client()
        place = region or (StaffRegion("linzi", office.town) if role is Role.TOWN else None)
        colleague = add_colleague(office.app, role, region=place)
        colleague.sign_in(browser)
        return Clerk(office, browser, colleague.id)

    office.town = office.file().town
    return make


@pytest.fixture(scope="module")
def clerk(sign_in):
    return sign_in()


@pytest.fixture(scope="module")
def district(sign_in):
    return sign_in(Role.DISTRICT, StaffRegion("linzi"))


def text_of(page):
    return re.sub(r"\s+", "", re.sub(r"<[^>]+>", " ", page.text))
