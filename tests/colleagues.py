"""People on the staff, as they come to the sign-in page: a name, a password, perhaps a phone with codes."""

import itertools
import re
from dataclasses import dataclass

import pyotp

from webapp import clock
from webapp.db import begin_write, make_sessions
from webapp.models.staff import Role, StaffAccount
from webapp.security import passwords
from webapp.staff import accounts, second_factor
from webapp.staff.regions import StaffRegion
from webapp.staff.roles import EXPORTERS, LEVELS, Level

_serial = itertools.count(1)
PLACES = {
    Level.TOWN: StaffRegion("linzi", "370305111"),
    Level.DISTRICT: StaffRegion("linzi"),
    Level.CITY: StaffRegion(),
}
CSRF = re.compile(r'name="csrf_token" value="([^"]+)"')


@dataclass
class Colleague:
    id: int
    name: str
    password: str
    secret: str | None = None
    steps: int = 0

    def code(self):
        """The digits of the phone: now, and for a second code those of the next half minute."""
        self.steps += 1
        step = int(clock.now().timestamp()) // 30
        return pyotp.TOTP(self.secret).generate_otp(step + self.steps - 1)

    def sign_in(self, client):
        """Through the pages, to where the role arrives. Returns the last answer."""
        answer = send(client, "/staff/sign-in", name=self.name, password=self.password)
        if answer.request.path == "/staff/second-factor":
            answer = send(client, "/staff/second-factor", code=self.code())
        return answer


def add_colleague(app, role=Role.TOWN, *, region=None, fresh=False, phone=None):
    """An account that can be used at once; a `fresh` one still has the password it was given.

    `phone`: whether codes are set up; as the role needs it unless said.
    """
    name, password = f"tester-{next(_serial)}", passwords.make_password()
    with make_sessions(app.engine)() as session:
        begin_write(session)
        place = region or PLACES[LEVELS[role][0]]
        new = accounts.NewAccount(name, f"测试{role}", role, place, password)
        account = accounts.add_account(session, app.index_hash, new, clock.now())
        account.must_change_password = fresh
        if role in EXPORTERS if phone is None else phone:
            second_factor.begin(account)
            second_factor.confirm(session, app.index_hash, account, clock.now())
        session.commit()
        return Colleague(account.id, name, password, account.totp_secret)


def token_of(page):
    return CSRF.search(page).group(1)


def send(client, path, page=None, **values):
    """Fill in the form of `path` as a browser does: with the token of its page, and on to where it leads."""
    token = token_of(client.get(page or path).text)
    return client.post(path, data={"csrf_token": token, **values}, follow_redirects=True)


def change(app, colleague, **columns):
    """Set columns of an account, as time or an operator would."""
    with make_sessions(app.engine)() as session:
        begin_write(session)
        account = session.get(StaffAccount, colleague.id)
        for name, value in columns.items():
            setattr(account, name, value)
        session.commit()
