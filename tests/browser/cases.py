"""Applications that were filed before a browser looks at them, and the clerk's hands on them."""

from __future__ import annotations

import contextlib
import secrets
from dataclasses import dataclass

from flask import Flask
from sqlalchemy.orm import Session

from knowledge import Verdict
from tests.webapp.applications.conftest import Desk
from webapp import clock
from webapp.applications import consent, deciding, helping, steps, supplements
from webapp.applications.deciding import Proposal, Ruling, Subject
from webapp.applications.households import read_situation
from webapp.applications.moving import By, advance
from webapp.applications.states import RequestState, Role
from webapp.applications.submitting import submit
from webapp.applications.supplements import EntryKind, Wanted
from webapp.db import make_sessions
from webapp.models import Application
from webapp.security import audit

S = RequestState
CLERK = By(Role.CASEWORKER, "窗口", "staff:7")
WANTED = [
    Wanted("户口簿首页和本人那一页", EntryKind.DOCUMENT, "部门没查到户口"),
    Wanted("去年看病一共花了多少，报了多少"),
]


@dataclass
class Case:
    """A filed application and the clerk's hands on it."""

    desk: Desk
    application: Application

    @property
    def session(self) -> Session:
        return self.desk.session

    @property
    def request(self):
        return self.application.requests[0]

    def file(self):
        submit(self.session, self.desk.guide, self.application, self.desk.now)

    def advance_to(self, state):
        while self.request.state != state:
            advance(self.session, self.request, self.desk.now)

    def finish(self):
        for request in self.application.requests:
            while advance(self.session, request, self.desk.now):
                pass

    def ask(self):
        supplements.ask(self.session, self.request, WANTED, CLERK, at=self.desk.now)

    def refuse(self):
        """What the facts leave open, the clerk finds unmet."""
        self.advance_to(S.PUBLICISED)
        guide, on = self.desk.guide, self.desk.now.date()
        situation, subject = read_situation(guide, self.application), Subject.of(self.request)
        found = deciding.make_findings(guide, situation, subject, on)
        open_ = next(one["id"] for one in found["conditions"] if one["verdict"] == "unknown")
        rulings = {open_: Ruling(Verdict.UNMET, "查到家里有一辆没报的车")}
        found = deciding.make_findings(guide, situation, subject, on, rulings=rulings)
        proposal = Proposal(S.NOT_APPROVED, found | {"failing": [open_]})
        by = By(Role.DISTRICT, who="staff:9")
        deciding.decide(self.session, self.request, proposal, by, at=self.desk.now)

    def help(self):
        """A neighbour files it, and an office looks at it."""
        person = helping.Person("neighbour", "李大姐", "13805330009")
        helper = helping.open_permission(self.session, self.application, person, self.desk.now)
        scope = helping.Scope.ALL
        helping.give_consent(helper, consent.SignatureKind.TYPED, "王大山", scope, at=self.desk.now)
        about = {"subject": self.application.id, "at": self.desk.now}
        facts = ["income_yuan_per_month", "disability_grade", "employment"]
        audit.record(self.session, "staff:7", "read-application", **about, facts=facts)

    def open_by(self, journey):
        """Look it up on this phone."""
        self.session.commit()
        journey.own_id = steps.applicant_of(self.application).id_number
        journey.look_up(self.application.number)
        return journey


@contextlib.contextmanager
def make_case(app: Flask):
    """An application filled in and signed on paper, not yet filed."""
    with make_sessions(app.engine)() as session:
        desk = Desk(session, app.guide, app.index_hash, clock.now())
        draft = desk.fill_in(desk.open_draft(secrets.token_hex(8)))
        for member in consent.unsigned_adults(draft):
            consent.sign_authorisation(member, consent.SignatureKind.PAPER, member.name, desk.now)
        yield Case(desk, draft)
