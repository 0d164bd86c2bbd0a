"""The one machine: no step is lost, none is taken twice, and of two at once the second is told so."""

import tempfile
from itertools import pairwise
from pathlib import Path
from typing import ClassVar

import pytest
from hypothesis import HealthCheck, settings
from hypothesis import strategies as st
from hypothesis.stateful import RuleBasedStateMachine, initialize, invariant, rule, run_state_machine_as_test
from sqlalchemy import select

from tests.builders import make_id_number, make_settings
from tests.webapp.applications.conftest import Desk
from webapp.applications import consent, deciding, moving, supplements
from webapp.applications.errors import AlreadyMovedError, ApplicationError, NotAllowedError
from webapp.applications.moving import By, move
from webapp.applications.states import TRANSITIONS, URGENT_TRANSITIONS, RequestState, Role, get_way, is_open
from webapp.applications.submitting import submit
from webapp.applications.supplements import Given, Wanted
from webapp.applications.wording import load_way_words
from webapp.db import begin_write, make_engine, make_sessions
from webapp.models import OutboxRow, Request, RequestEvent, RequestSubject
from webapp.security.crypto import IndexHash

S = RequestState
LAST = 11
CLERK = By(Role.CASEWORKER, "窗口")


def file(desk, conversation="c1"):
    draft = desk.fill_in(desk.open_draft(conversation), father=make_id_number("1948-03-05"))
    for member in consent.unsigned_adults(draft):
        consent.sign_authorisation(member, consent.SignatureKind.PAPER, member.name, desk.now)
    submit(desk.session, desk.guide, draft, desk.now)
    return draft


def test_every_way_has_its_words_and_no_words_are_left_over():
    ways = {
        (old, way.to)
        for table in (TRANSITIONS, URGENT_TRANSITIONS)
        for old, row in table.items()
        for way in row
    }
    assert set(load_way_words()) == ways


def test_only_the_applicant_submits_and_only_an_office_decides():
    for table in (TRANSITIONS, URGENT_TRANSITIONS):
        for old, row in table.items():
            for way in row:
                assert way.roles, (old, way.to)
                if way.decides:
                    assert way.roles <= {Role.CASEWORKER, Role.DISTRICT, Role.CITY}
                assert way.notes <= way.roles or way.notes == frozenset(Role)
    assert TRANSITIONS[S.DRAFT][0].roles == {Role.APPLICANT}


@pytest.fixture
def filed(sqlite_desk):
    return file(sqlite_desk)


@pytest.mark.parametrize(
    ("new", "by"),
    [
        (S.ACCEPTED, By(Role.APPLICANT)),
        (S.ACCEPTED, By(Role.WORKER)),
        (S.WITHDRAWN, By(Role.CASEWORKER)),
        (S.WITHDRAWN, By(Role.CASEWORKER, "  ")),
        (S.LAPSED, By(Role.WORKER)),
    ],
)
def test_who_may_not_or_does_not_say_why_changes_nothing(sqlite_desk, filed, new, by):
    request = filed.requests[0]
    with pytest.raises(NotAllowedError):
        move(sqlite_desk.session, request, new, by, at=sqlite_desk.now)
    assert (request.state, len(request.events)) == (S.SUBMITTED, 1)


def test_a_button_pressed_twice_gives_the_same_step(sqlite_desk, filed):
    request = filed.requests[0]
    first = move(sqlite_desk.session, request, S.ACCEPTED, CLERK, at=sqlite_desk.now, key="press-1")
    move(sqlite_desk.session, request, S.VERIFYING, CLERK, at=sqlite_desk.now)
    assert move(sqlite_desk.session, request, S.ACCEPTED, CLERK, at=sqlite_desk.now, key="press-1") is first
    assert (request.state, request.version) == (S.VERIFYING, 3)


def test_a_page_that_shows_an_older_state_is_told_what_has_happened(sqlite_desk, filed):
    request = filed.requests[0]
    seen = request.version
    move(sqlite_desk.session, request, S.ACCEPTED, CLERK, at=sqlite_desk.now, seen=seen)
    with pytest.raises(AlreadyMovedError) as late:
        move(sqlite_desk.session, request, S.WITHDRAWN, By(Role.APPLICANT), at=sqlite_desk.now, seen=seen)
    assert late.value.says == "已经受理了"


PRESSES = {
    "the same twice": [
        lambda session, one, at: move(session, one, S.ACCEPTED, CLERK, at=at),
        lambda session, one, at: move(session, one, S.ACCEPTED, CLERK, at=at),
    ],
    "accept and take back": [
        lambda session, one, at: move(session, one, S.ACCEPTED, CLERK, at=at, seen=1),
        lambda session, one, at: move(session, one, S.WITHDRAWN, By(Role.APPLICANT), at=at, seen=1),
    ],
    "accept and ask": [
        lambda session, one, at: move(session, one, S.ACCEPTED, CLERK, at=at, seen=1),
        lambda session, one, at: supplements.ask(session, one, [Wanted("户口簿")], CLERK, at=at, seen=1),
    ],
}


@pytest.mark.parametrize("presses", PRESSES.values(), ids=PRESSES)
def test_of_two_at_once_the_second_is_told_and_nothing_is_half_done(desk, presses):
    request_id, turns = file(desk).requests[0].id, iter(presses)
    desk.session.commit()

    def press(session):
        request = session.get(Request, request_id)
        try:
            return next(turns)(session, request, desk.now).to_state
        except AlreadyMovedError as late:
            session.rollback()
            return late.says

    came = desk.twins(press)
    desk.session.expire_all()
    request = desk.session.get(Request, request_id)
    assert [one.to_state for one in request.events][1:] == [one for one in came if not one.startswith("已经")]
    assert len(request.events) == request.version == 2
    assert len(request.supplements) == (request.state == S.SUPPLEMENT_REQUESTED)
    assert [one for one in came if one.startswith("已经")] == [moving.words_of(request).already]


def test_the_same_press_on_two_connections_makes_one_step(desk):
    request_id = file(desk).requests[0].id
    desk.session.commit()
    ids = desk.twins(
        lambda session: (
            move(session, session.get(Request, request_id), S.ACCEPTED, CLERK, at=desk.now, key="press-1").id
        )
    )
    assert len(set(ids)) == 1


class Machine(RuleBasedStateMachine):
    """One request, and everybody who may press anything, in any order, from pages new and old."""

    guide = None
    database = b""
    taken: ClassVar[set] = set()

    @initialize(urgent=st.booleans())
    def begin(self, urgent):
        self.place = tempfile.TemporaryDirectory()
        (Path(self.place.name) / "test.db").write_bytes(self.database)
        made = make_settings(Path(self.place.name))
        self.engine = make_engine(made, self.guide)
        self.session = make_sessions(self.engine)()
        self.desk = Desk(self.session, self.guide, IndexHash(made.index_keys))
        begin_write(self.session)
        application = file(self.desk)
        self.request_id = application.requests[0].id
        application.requests[0].is_urgent = urgent
        self.session.commit()
        self.seen, self.pressed = 1, {}

    @property
    def request(self):
        return self.session.get(Request, self.request_id)

    def press(self, work):
        """One press as a route takes it: all of it is committed, or nothing."""
        begin_write(self.session)
        before = (self.request.state, self.request.version)
        try:
            event = work(self.request)
            self.session.commit()
            return event
        except ApplicationError:
            self.session.rollback()
            assert (self.request.state, self.request.version) == before
            return None

    @rule()
    def look(self):
        self.seen = self.request.version

    @rule(
        new=st.sampled_from([one for one in RequestState if one not in (S.WITHDRAWN, S.LAPSED)]),
        role=st.sampled_from(Role),
        note=st.sampled_from([None, "看过了"]),
        key=st.sampled_from([None, None, "k1", "k2"]),
        old_page=st.booleans(),
    )
    def step(self, new, role, note, key, old_page):
        by, seen = By(role, note), self.seen if old_page else None
        event = self.press(
            lambda request: move(self.session, request, new, by, at=self.desk.now, key=key, seen=seen)
        )
        if event is not None and key is not None:
            assert self.pressed.setdefault(key, event.id) == event.id

    @rule()
    def usual_step(self):
        self.press(lambda request: moving.advance(self.session, request, self.desk.now))

    @rule(pick=st.integers(0, LAST), who=st.integers(0, 4))
    def fitting_step(self, pick, who):
        """One of the ways that there are, by somebody who may take it."""

        def take(request):
            ways = (URGENT_TRANSITIONS if request.is_urgent else TRANSITIONS)[S(request.state)]
            lasting = [one for one in ways if one.to not in (S.WITHDRAWN, S.LAPSED)]
            ways = ways if pick == LAST else lasting
            if not ways:
                return None
            way = ways[pick % len(ways)]
            by = By(sorted(way.roles)[who % len(way.roles)], "看过了")
            if way.decides is not None:
                return self.decided(request, way.decides, by)
            if way.to is S.SUPPLEMENT_REQUESTED:
                return supplements.ask(self.session, request, [Wanted("户口簿")], by, at=self.desk.now)
            return move(self.session, request, way.to, by, at=self.desk.now)

        self.press(take)

    @rule(role=st.sampled_from(Role), key=st.sampled_from([None, "k3"]))
    def ask(self, role, key):
        wanted = [Wanted("户口簿"), Wanted("收入怎么来的")]
        self.press(
            lambda request: supplements.ask(
                self.session, request, wanted, By(role), at=self.desk.now, key=key
            )
        )

    @rule(all_of_it=st.booleans(), key=st.sampled_from([None, "k4"]))
    def answer(self, all_of_it, key):
        def give(request):
            asked = moving.find_supplement(self.session, request)
            entries = (asked.entries if all_of_it else asked.entries[:1]) if asked else []
            given = {one.id: Given("交了") for one in entries}
            by = By(Role.APPLICANT)
            return asked and supplements.answer(self.session, asked, given, by, at=self.desk.now, key=key)

        self.press(give)

    @rule(outcome=st.sampled_from([S.APPROVED, S.NOT_APPROVED]), role=st.sampled_from(Role))
    def decide(self, outcome, role):
        self.press(lambda request: self.decided(request, outcome, By(role, "定了")))

    def decided(self, request, outcome, by):
        leaf = {"id": "income", "verdict": "unmet", "says": "收入", "source": "", "ruled": None}
        findings = {"guide": "g", "verdict": "unmet", "conditions": [leaf], "failing": ["income"]}
        proposal = deciding.Proposal(outcome, findings, meeting="开会定的")
        return deciding.decide(self.session, request, proposal, by, at=self.desk.now)

    @invariant()
    def nothing_is_lost_or_done_twice(self):
        request = self.request
        events = self.session.scalars(
            select(RequestEvent).where(RequestEvent.request_id == request.id).order_by(RequestEvent.id)
        ).all()
        assert events[0].from_state == S.DRAFT and events[-1].to_state == request.state
        assert request.version == len(events)
        for one, after in pairwise(events):
            assert one.to_state == after.from_state
        for one in events:
            way = get_way(S(one.from_state), S(one.to_state), request.is_urgent or one is events[0])
            assert one.role in way.roles and (one.note or one.role not in way.notes)
        keys = [one.key for one in events if one.key]
        assert len(keys) == len(set(keys))

    @invariant()
    def what_hangs_on_the_state_agrees_with_it(self):
        request = self.request
        state = S(request.state)
        subject = select(RequestSubject.is_open).where(RequestSubject.request_id == request.id)
        assert set(self.session.scalars(subject)) == {is_open(state)}
        asked = moving.find_supplement(self.session, request)
        assert (asked is not None) == (state is S.SUPPLEMENT_REQUESTED)
        told = select(OutboxRow.id).where(OutboxRow.cause.startswith(f"request:{request.id}:event:"))
        assert len(self.session.scalars(told).all()) == request.version - 1

    def teardown(self):
        self.taken.update((one.from_state, one.to_state) for one in self.request.events)
        self.session.close()
        self.engine.dispose()
        self.place.cleanup()


def test_whatever_is_pressed_in_whatever_order_no_step_is_lost_and_none_is_taken_twice(
    guide, migrated_sqlite
):
    Machine.guide, Machine.database = guide, migrated_sqlite
    quick = settings(
        max_examples=25,
        stateful_step_count=40,
        deadline=None,
        database=None,
        derandomize=True,
        suppress_health_check=list(HealthCheck),
    )
    Machine.taken.clear()
    run_state_machine_as_test(Machine, settings=quick)
    assert len(Machine.taken) > len(load_way_words()) / 3
