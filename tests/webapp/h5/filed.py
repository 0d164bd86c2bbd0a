"""An application that was filed, for what the applicant and the clerk do with it afterwards."""

from dataclasses import dataclass

from knowledge import Verdict
from tests.builders import make_id_number
from tests.webapp.applications.conftest import Desk
from webapp import clock
from webapp.applications import consent, deciding, moving, steps, supplements
from webapp.applications.deciding import Proposal, Ruling, Subject
from webapp.applications.households import read_situation
from webapp.applications.moving import By, advance
from webapp.applications.states import RequestState, Role
from webapp.applications.submitting import submit
from webapp.models import Application, Request

S = RequestState
CLERK = By(Role.CASEWORKER, "窗口", "staff:7")


@dataclass
class Filed:
    """An application that was filed, the clerk's hands on it, and a visitor who has looked it up."""

    desk: Desk
    application: Application
    visitor: object

    @property
    def session(self):
        return self.desk.session

    @property
    def request(self):
        return self.application.requests[0]

    @property
    def tail(self):
        return steps.applicant_of(self.application).id_number[-4:]

    def look_up(self):
        self.session.commit()
        self.visitor.open("/status")
        return self.visitor.send("number", number=self.application.number, id_tail=self.tail)

    def add(self, policy):
        """Another request of the same family, submitted as well."""
        made = Request(policy=policy, unit="household", person_label="全家", state=S.DRAFT, verdict="unknown")
        made.state_since, made.findings, made.district = self.desk.now, {}, "linzi"
        self.application.requests.append(made)
        self.session.flush()
        moving.move(self.session, made, S.SUBMITTED, moving.APPLICANT, at=self.desk.now)
        return made

    def advance_to(self, state):
        while self.request.state != state:
            advance(self.session, self.request, self.desk.now)
        self.session.commit()

    def ask(self, *wanted):
        supplements.ask(self.session, self.request, list(wanted), CLERK, at=self.desk.now)
        self.session.commit()

    def fresh(self):
        """What the database holds now."""
        self.session.rollback()
        self.session.expire_all()
        return self.request


def file_for(app, session, visitor):
    """A family of two has filed; who opens its pages is `visitor`."""
    desk = Desk(session, app.guide, app.index_hash, clock.now())
    draft = desk.fill_in(desk.open_draft(), father=make_id_number("1948-03-05"))
    for member in consent.unsigned_adults(draft):
        consent.sign_authorisation(member, consent.SignatureKind.PAPER, member.name, desk.now)
    submit(session, app.guide, draft, desk.now)
    session.commit()
    return Filed(desk, draft, visitor)


def refuse(filed, why="查到家里有一辆没报的车"):
    """Not approved, because of a condition that the facts leave open and the clerk settles."""
    filed.advance_to(S.PUBLICISED)
    guide, request = filed.desk.guide, filed.request
    situation, on = read_situation(guide, filed.application), filed.desk.now.date()
    found = deciding.make_findings(guide, situation, Subject.of(request), on)
    (open_, *_) = [one["id"] for one in found["conditions"] if one["verdict"] == "unknown"]
    rulings = {open_: Ruling(Verdict.UNMET, why)}
    found = deciding.make_findings(guide, situation, Subject.of(request), on, rulings=rulings)
    proposal = Proposal(S.NOT_APPROVED, found | {"failing": [open_]})
    deciding.decide(filed.session, request, proposal, By(Role.DISTRICT, who="staff:9"), at=filed.desk.now)
    filed.session.commit()
    return next(one for one in found["conditions"] if one["id"] == open_)
