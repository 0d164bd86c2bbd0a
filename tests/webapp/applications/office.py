"""An office that verifies: applications brought to be verified, and a worker that goes to the platform."""

from __future__ import annotations

import secrets
from dataclasses import dataclass
from datetime import datetime, timedelta

import pytest
import requests
from sqlalchemy import delete, func, select

from knowledge import parse_value
from tests.builders import make_id_number
from webapp import clock
from webapp.applications import consent, households, settling, verified, verifying
from webapp.applications.comparing import compare
from webapp.applications.moving import By, move
from webapp.applications.reporting import expected_of
from webapp.applications.states import RequestState
from webapp.applications.submitting import submit
from webapp.applications.wording import find_deed
from webapp.db import begin_write
from webapp.gateways.verification import VerificationGateway
from webapp.models.verifications import VerificationOrder

PLAIN = {"plain": True}


# What depends on the platform alone is tried beside one kind of database.
on_sqlite = pytest.mark.parametrize("office_of_file", ["sqlite"], indirect=True, scope="module")


def seen_by_platform(office):
    return office.switch()["orders"]


@dataclass
class Office:
    """`desk` files; `url` is the sandbox platform; `now` goes on only when it is told to."""

    desk: object
    url: str
    now: datetime

    @property
    def session(self):
        return self.desk.session

    @property
    def guide(self):
        return self.desk.guide

    def file(self, *said, father=None, own=None, **facts):
        """A submitted application of a man and his father whose records are plain unless said.

        `facts`: what was declared, `father__income_yuan_per_month=0`; `home__…` is the household.
        """
        ids = {"father": make_id_number("1948-03-05"), "self": make_id_number("1970-01-01")}
        self.switch(people={ids["father"]: father or PLAIN, ids["self"]: own or PLAIN})
        begin_write(self.session)
        draft = self.desk.open_draft(secrets.token_hex(8), *said)
        self.desk.fill_in(draft, **ids)
        for name, value in facts.items():
            person, fact = name.split("__")
            subject = (None if person == "home" else person, fact)
            known = parse_value(self.guide.facts[fact], value)
            households.say_fact(self.guide, draft, subject, known)
        submit(self.session, self.guide, draft, self.now)
        self.session.commit()
        return draft

    def sign_all(self, application):
        for member in consent.unsigned_adults(application):
            consent.sign_authorisation(member, consent.SignatureKind.PAPER, member.name, self.now)
        self.session.flush()

    def sign_older(self, application):
        """Everybody has signed the version that did not name 医保 yet."""
        self.sign_all(application)
        older = find_deed("authorisation-2026-11")
        for one in application.members:
            for signed in one.authorisations:
                signed.text_version, signed.text_hash = older.version, older.digest
        self.session.commit()
        return application

    def verify(self, application, state=RequestState.VERIFYING):
        """Everybody has signed, and every request comes to be verified."""
        begin_write(self.session)
        self.sign_all(application)
        for request in application.requests:
            move(self.session, request, RequestState.ACCEPTED, By("caseworker"), at=self.now)
            move(self.session, request, state, By("caseworker"), at=self.now)
        self.session.commit()
        return application

    def verified(self, **wanted):
        """An application whose answers are all in."""
        application = self.verify(self.file(**wanted))
        self.work()
        return application

    def switch(self, **changes):
        return requests.post(f"{self.url}/sandbox", json=changes, timeout=5).json()

    def platform(self, **options):
        return VerificationGateway(self.url, **options)

    def wait(self, **length):
        """Time passes here and at the platform."""
        self.now += timedelta(**length)
        self.switch(hours=timedelta(**length) / timedelta(hours=1))

    def work(self, platform=None, rounds=4):
        """What the worker does until nothing is due; a few seconds pass between its rounds."""
        for _ in range(rounds):
            self.sweep()
            while self.step(platform):
                pass
            self.now += timedelta(seconds=3)

    def sweep(self):
        begin_write(self.session)
        settling.sweep(self.session, self.now)
        self.session.commit()

    def claim(self):
        begin_write(self.session)
        errand = verifying.claim(self.session, self.guide, self.now)
        self.session.commit()
        return errand

    def settle(self, errand, came):
        begin_write(self.session)
        order = settling.settle(self.session, self.guide, errand, came, at=self.now)
        self.session.commit()
        return order

    def step(self, platform=None):
        errand = self.claim()
        if errand is None:
            return False
        came = verifying.run(errand, platform or self.platform(), on=clock.today())
        self.settle(errand, came)
        return True

    def clear(self):
        self.session.rollback()
        self.session.expunge_all()
        self.session.execute(delete(VerificationOrder))
        self.session.commit()
        self.switch(people={"*": {}}, faults={"submit": [], "fetch": [], "cancel": []})

    # --- looking ----------------------------------------------------------------------------------------

    def orders(self, application, person="father"):
        self.session.expire_all()
        found = verified.find_orders(self.session, application)
        return [one for one in found if one.member.person == person]

    def rows(self, application, person="father"):
        """The newest row of each source."""
        self.session.expire_all()
        found = verified.find_orders(self.session, application)
        rows = verified.rows_by_source(found, member(application, person))
        return {source: one[-1] for source, one in rows.items()}

    def compare(self, application):
        self.session.expire_all()
        declared = verified.find_declared(self.guide, application)
        known = verified.find_verified(self.session, self.guide.facts, application, expected_of(application))
        rows = compare(self.guide.facts, declared, known, on=self.now.date())
        return {(one.person, one.fact): one for one in rows}

    def count_orders(self):
        return self.session.scalar(select(func.count()).select_from(VerificationOrder))


def member(application, person):
    return next(one for one in application.members if one.person == person)
