"""Processes are killed while two clerks press the same steps: none is lost, none is taken twice."""

import contextlib
import itertools
import os
import re
import time
from concurrent.futures import ThreadPoolExecutor
from datetime import timedelta

import pytest
import requests

from knowledge import parse_value
from tests.builders import make_env, make_id_number
from tests.colleagues import add_colleague
from tests.conftest import free_port, fresh_postgres, start_server
from tests.webapp.applications.conftest import Desk
from tests.webapp.casework.conftest import POOR
from tests.webapp.wechat.test_hostile import killing
from webapp import clock
from webapp.app import create_app
from webapp.applications import consent, fund, households
from webapp.applications.submitting import submit
from webapp.db import begin_write, make_sessions
from webapp.migrating import migrate
from webapp.models import FundEntry, OutboxRow, PublicityRow, Request, Role, Survey
from webapp.security import seals
from webapp.settings import Settings
from webapp.staff.regions import StaffRegion

COUNT = int(os.environ.get("ZIZHUNI_CRASHES", "3"))
KILL_EVERY, PATIENCE_SECONDS, HELP_FEN = 0.3, 90, 50_000
MEETING = {
    "outcome": "meeting", "amount": "500", "starts_on": "2026-12-01", "held_on": "2026-11-28",
    "people": "两人", "minutes": "都同意", "paid_by": "fund",
}  # fmt: skip
COUNTED = {"self__excluded_income_yuan_per_month": 0, "father__excluded_income_yuan_per_month": 0}
WELL_OFF = {"self__income_yuan_per_month": 9000}
STEP, BULK, DISTRICT = "step", "bulk", "district"
# To which state, and how where it is not by the page of its own: by a plain press, for many at once, above.
URGENT = (
    ("accepted", STEP), ("paying", ""), ("post-check", STEP), ("confirmed", STEP), ("closed", STEP),
)  # fmt: skip
APPROVED = (
    ("accepted", BULK), ("supplement-requested", ""), ("accepted", STEP), ("verifying", STEP),
    ("surveying", STEP), ("reviewing", ""), ("publicised", BULK), ("approved", ""), ("paying", STEP),
    ("closed", STEP),
)  # fmt: skip
OBJECTED = (
    ("accepted", STEP), ("verifying", STEP), ("surveying", STEP), ("reviewing", ""), ("publicised", ""),
    ("not-approved", ""), ("objected", STEP), ("re-reviewed", DISTRICT), ("approved", DISTRICT),
    ("paying", STEP), ("closed", STEP),
)  # fmt: skip
WAYS = (URGENT, APPROVED, OBJECTED)
# Two visits, and money that both say has come back: both presses are right.
BOTH = frozenset({"reviewing", "give-back"})
_keys = itertools.count(1)


@pytest.fixture(params=["sqlite", "postgresql"])
def mortal(request, tmp_path):
    """A server of either kind of database whose worker processes a test may kill."""
    with contextlib.ExitStack() as stack:
        env = make_env(tmp_path, PORT=str(free_port()))
        if request.param == "postgresql":
            env["DATABASE_URL"] = stack.enter_context(fresh_postgres())
        migrate(Settings.from_env(env), env)
        yield stack.enter_context(start_server(["serve"], env, tmp_path / "server.log"))


def file(app):
    """Requests of poor and of well-off households, each with its way, and money to help with."""
    made = []
    with make_sessions(app.engine)() as session:
        begin_write(session)
        desk = Desk(session, app.guide, app.index_hash, clock.now())
        for number in range(COUNT):
            ids = {"father": make_id_number(f"19{40 + number}-03-05"), "self": make_id_number("1970-01-01")}
            draft = desk.fill_in(desk.open_draft(f"{number:024}"), **ids)
            way = WAYS[number % len(WAYS)]
            facts = POOR | COUNTED | (WELL_OFF if way is OBJECTED else {})
            for name, value in facts.items():
                person, fact = name.split("__")
                known = parse_value(app.guide.facts[fact], value)
                households.say_fact(app.guide, draft, (None if person == "home" else person, fact), known)
            for member in consent.unsigned_adults(draft):
                consent.sign_authorisation(member, consent.SignatureKind.PAPER, member.name, desk.now)
            submit(session, app.guide, draft, desk.now)
            own = next(one for one in draft.requests if one.policy == "subsistence-allowance")
            own.is_urgent = way is URGENT
            made.append((own.id, way))
        town = draft.town
        fund.top_up(session, ("linzi", town), HELP_FEN * COUNT, by="staff:1", key="start", at=desk.now)
        session.commit()
    return made, town


class Hand:
    """A clerk who presses until an answer comes."""

    def __init__(self, url, colleague):
        self.url, self.own = url, requests.Session()
        page = self.send("GET", "/staff/sign-in").text
        said = {"csrf_token": self.find("csrf_token", page), "name": colleague.name}
        page = self.send("POST", "/staff/sign-in", data=said | {"password": colleague.password})
        if colleague.secret:
            said = {"csrf_token": self.find("csrf_token", page.text), "code": colleague.code()}
            self.send("POST", "/staff/second-factor", data=said)
        self.token = self.find("csrf_token", self.send("GET", "/casework/").text)

    @staticmethod
    def find(name, page):
        return re.search(rf'name="{name}" value="([^"]*)"', page).group(1)

    def send(self, method, path, **about):
        until = time.monotonic() + PATIENCE_SECONDS
        while time.monotonic() < until:
            with contextlib.suppress(requests.RequestException):
                answer = self.own.request(method, self.url + path, timeout=10, **about)
                if answer.status_code < 500:
                    return answer
        raise AssertionError(f"no answer to {path}")

    def press(self, path, **values):
        """The same press twice. What both were answered."""
        data = {"csrf_token": self.token, "press": f"crash-{next(_keys):05}"} | values
        return [self.send("POST", path, data=data, allow_redirects=False).status_code for _ in range(2)]


def form_of(to, how, request_id, seen):
    """Where a step is taken, and what its form says beside the version."""
    own, day = f"/casework/requests/{request_id}", clock.today().isoformat()
    match to, how:
        case _, "bulk":
            do = {"accepted": "accept", "publicised": "publish"}[to]
            return "/casework/bulk", {"do": do, "chosen": f"{request_id}:{seen}", "village": "边河村"}
        case "supplement-requested", _:
            return f"{own}/supplement", {"more": "老人的病历"}
        case "reviewing", _:
            return f"{own}/survey", {"visited_on": day, "met": "本人", "done": "yes"}
        case "publicised", _:
            return f"{own}/publish", {"village": "边河村"}
        case "not-approved", _:
            return f"{own}/decide", {"outcome": "refuse"}
        case ("paying", "") | ("approved", "district"):
            return f"{own}/decide", MEETING
        case "approved", _:
            return f"{own}/decide", {"outcome": "approve", "amount": "1500", "starts_on": "2026-12-01"}
        case "give-back", _:
            return f"{own}/give-back", {"note": "没用上"}
    return f"{own}/step", {"to": to, "note": "照实写"}


def lead(app, hands, request_id, way):
    """Both clerks press every step at the same time, from pages that show the same version."""
    came, extra = [], [("give-back", "")] if way is URGENT else []
    with ThreadPoolExecutor(2) as pool:
        for seen, (to, how) in enumerate([*way, *extra], 1):
            path, values = form_of(to, how, request_id, seen)
            if (to, how) == ("approved", ""):
                hang_out(app, request_id)
            presses = [pool.submit(hand.press, path, seen=seen, **values) for hand in hands[how == DISTRICT]]
            came.append((to, how, [one.result() for one in presses]))
    return came


def hang_out(app, request_id):
    """The days of its publicity are over."""
    with make_sessions(app.engine)() as session:
        begin_write(session)
        (hung,) = session.query(PublicityRow).filter_by(request_id=request_id)
        hung.begins, hung.until = (clock.today() - timedelta(days=one) for one in (9, 2))
        session.commit()


def test_two_clerks_and_dying_processes_lose_and_double_nothing(mortal, guide):
    app = create_app(mortal.settings, guide)
    made, town = file(app)
    places = ((Role.TOWN, StaffRegion("linzi", town)), (Role.DISTRICT, StaffRegion("linzi")))
    hands = [
        [Hand(mortal.url, add_colleague(app, role, region=place)) for _ in range(2)] for role, place in places
    ]
    with killing(mortal, every=KILL_EVERY) as killed, ThreadPoolExecutor(2) as pool:
        came = list(pool.map(lambda one: lead(app, hands, *one), made))
    assert len(killed) >= 2
    for to, how, answers in itertools.chain(*came):
        if how == BULK:  # the page says of each what came of it
            assert answers == [[200, 200], [200, 200]], (to, answers)
            continue
        taken = [one for one in answers if one == [303, 303]]
        assert taken and all(one in ([303, 303], [409, 409]) for one in answers), (to, answers)
        assert len(taken) == 1 or to in BOTH, (to, answers)
    with make_sessions(app.engine)() as session:
        for request_id, way in made:
            check(session, session.get(Request, request_id), way)
        left = sum(one.amount_fen for one in session.query(FundEntry))
        assert fund.balance_of(session, town) == left == HELP_FEN * COUNT, "all that was paid came back"
        causes = [one.cause for one in session.query(OutboxRow)]
        assert len(causes) == len(set(causes))
        assert seals.find_faults(session) == []
    app.engine.dispose()


def check(session, request, way):
    """Every step stands there once, with what it left."""
    assert [one.to_state for one in request.events][1:] == [to for to, _ in way]
    assert request.version == len(request.events)
    decisions = {URGENT: 1, APPROVED: 1, OBJECTED: 2}
    assert len(request.decisions) == decisions[way]
    assert len(request.objections) == (way is OBJECTED)
    asked = [(len(one.entries), one.closed_at is not None) for one in request.supplements]
    assert asked == ([(1, True)] if way is APPROVED else [])
    about = (PublicityRow, Survey, FundEntry)
    hung, seen, moved = (session.query(one).filter_by(request_id=request.id).count() for one in about)
    assert (hung, seen, moved) == ((0, 0, 2) if way is URGENT else (1, 2, 0))
