"""Nobody is asked about without their authorisation, and what is asked is written down."""

from datetime import timedelta

import pytest
from sqlalchemy import select

from tests.webapp.applications.office import PLAIN, member, seen_by_platform
from webapp import clock
from webapp.applications import consent, settling, verifying
from webapp.applications.errors import UnsignedError
from webapp.applications.moving import By, advance, move
from webapp.applications.states import RequestState
from webapp.applications.verifying import order_verification, second_look
from webapp.models import AuditRow, OrderState, ResultState, VerificationOrder
from webapp.models.applications import Application

S = RequestState


def test_each_member_is_ordered_once_though_several_requests_come_to_be_verified(office):
    application = office.verify(office.file())
    assert len(application.requests) > 1
    for person in ("self", "father"):
        (order,) = office.orders(application, person)
        assert (order.round, order.cause, order.state) == (1, "first", OrderState.WAITING)
        assert {one.state for one in order.results} == {ResultState.WAITING}


def test_urgent_help_is_verified_after_it_was_paid(office):
    application = office.file()
    office.sign_all(application)
    request = application.requests[0]
    request.is_urgent = True
    office.session.flush()
    for state in (S.ACCEPTED, S.PAYING, S.POST_CHECK):
        assert office.orders(application) == []
        advance(office.session, request, office.now)
        assert request.state == state
    office.session.commit()
    assert len(office.orders(application)) == 1


def unsigned(office, application):
    """The father has never signed."""


def withdrawn(office, application):
    office.sign_all(application)
    consent.withdraw_authorisation(member(application, "father").authorisations[0], office.now)


def signed_another_text(office, application):
    office.sign_all(application)
    member(application, "father").authorisations[0].text_hash = "0" * 64


def over(office, application):
    office.sign_all(application)
    for request in application.requests:
        move(office.session, request, S.WITHDRAWN, By("applicant"), at=office.now)


@pytest.mark.parametrize("spoil", [unsigned, withdrawn, signed_another_text, over])
def test_nothing_is_ordered_without_a_valid_authorisation_of_every_adult(office, spoil):
    application = office.file()
    spoil(office, application)
    office.session.commit()
    with pytest.raises(UnsignedError):
        order_verification(office.session, application, office.now)
    with pytest.raises(UnsignedError):
        second_look(office.session, member(application, "father"), "bank-icbc", at=office.now, by="clerk:1")
    assert office.count_orders() == 0


def test_a_recorded_reason_opens_acceptance_but_no_verification(office):
    application = office.file()
    request = application.requests[0]
    move(office.session, request, S.ACCEPTED, By("caseworker", note="father in hospital"), at=office.now)
    with pytest.raises(UnsignedError):
        move(office.session, request, S.VERIFYING, By("caseworker", note="father in hospital"), at=office.now)
    office.session.rollback()
    assert office.count_orders() == 0


def test_a_source_that_the_authorisation_does_not_name_is_not_asked(office):
    application = office.verify(office.sign_older(office.file()))
    assert "medical-insurance" not in office.rows(application)
    with pytest.raises(UnsignedError):
        second_look(
            office.session, member(application, "father"), "medical-insurance", at=office.now, by="clerk:1"
        )


@pytest.mark.parametrize("missing", ["signature of a minor", "ID number"])
def test_who_need_not_sign_or_has_no_number_is_left_out(office, missing):
    application = office.file()
    office.sign_all(application)
    father = member(application, "father")
    if missing == "ID number":
        father.id_number = None
    else:
        father.is_adult = False
        father.authorisations.clear()
    order_verification(office.session, application, office.now)
    office.session.commit()
    assert office.orders(application, "father") == []
    assert len(office.orders(application, "self")) == 1


def test_ordering_twice_and_by_two_at_once_orders_once(office):
    application = office.file()
    office.sign_all(application)
    office.session.commit()

    def order(session):
        return len(order_verification(session, session.get(Application, application.id), office.now))

    assert sorted(office.desk.twins(order)) == [0, 2]
    assert order(office.session) == 0
    office.session.commit()
    assert office.count_orders() == 2


def test_what_is_sent_is_the_authorisation_and_what_each_source_can_confirm(office):
    application = office.verify(office.file(father__income_yuan_per_month=0, home__homes_owned=1))
    errands = [office.claim(), office.claim()]
    order = next(one.order for one in errands if one.order.name == "王老根")
    signed = member(application, "father").authorisations[0]
    assert (order.receipt, order.text_hash) == (signed.receipt, signed.text_hash)
    assert order.id_number == member(application, "father").id_number
    for source, declared in order.asked.items():
        for fact in declared:
            confirmers = office.guide.facts[fact].confirmed_by
            assert verifying.load_sources().by_id[source].confirms in confirmers
    assert order.asked["human-resources"]["income_yuan_per_month"].unit == "元/月"
    assert "employment" not in order.asked["human-resources"], "that is what was said of the son"


def test_what_came_back_is_kept_with_its_source_and_day(office):
    application = office.verified(father__income_yuan_per_month=300)
    rows = office.rows(application)
    row = rows["human-resources"]
    assert row.facts["income_yuan_per_month"] == 300
    assert row.asked_at and row.answered_at and row.as_of <= clock.today()
    assert {one.state for one in rows.values()} == {ResultState.ANSWERED}
    assert office.orders(application)[0].state == OrderState.COMPLETE


def test_nothing_that_was_declared_is_changed(office):
    application = office.file(father={"plain": True, "contradicted": True}, father__income_yuan_per_month=0)
    before = (application.situation, application.origins)
    office.verify(application)
    office.work()
    office.session.expire_all()
    assert (application.situation, application.origins) == before


class Watching:
    """Goes to the real platform, and looks at the database from outside while a call is made."""

    def __init__(self, office):
        self.office, self.real, self.seen = office, office.platform(), []

    def __getattr__(self, name):
        def call(*arguments, **named):
            assert not self.office.session.in_transaction(), "a transaction is open during a call"
            with type(self.office.session)(self.office.session.get_bind()) as other:
                order = other.scalars(
                    select(VerificationOrder).where(VerificationOrder.lease.is_not(None))
                ).one()
                states = {(one.state, one.asked_at is not None) for one in order.results}
                self.seen.append((name, order.state, states))
            return getattr(self.real, name)(*arguments, **named)

        return call


def test_what_is_asked_is_written_down_before_and_no_transaction_is_open_meanwhile(office):
    office.verify(office.file())
    watching = Watching(office)
    office.work(watching)
    assert {name for name, _, _ in watching.seen} == {"submit", "fetch"}
    first = [states for name, _, states in watching.seen if name == "submit"]
    assert first == [{(ResultState.ASKED, True)}] * 2


def test_every_question_stands_in_the_audit_by_source_and_without_a_name(office):
    application = office.verified()
    subject = f"{application.id}:{member(application, 'father').id}"
    row = office.session.scalars(select(AuditRow).where(AuditRow.subject == subject)).one()
    assert (row.action, row.actor) == ("ask-verification", "verification:system")
    assert "civil-affairs" in row.facts and "bank-" in row.facts


@pytest.mark.parametrize("killed", ["before the call", "after the call"])
def test_a_worker_that_was_killed_leaves_a_lease_and_nobody_is_asked_twice(office, killed):
    application = office.verify(office.file())
    errands = [office.claim(), office.claim()]
    if killed == "after the call":
        for errand in errands:
            verifying.run(errand, office.platform(), on=clock.today())
    assert office.claim() is None, "the lease is still held"
    office.now += verifying.LEASE + timedelta(seconds=1)
    office.work()
    asked = [key for key in seen_by_platform(office) if key in {one.key for one in errands}]
    assert len(asked) == 2
    assert {one.state for one in office.rows(application).values()} == {ResultState.ANSWERED}
    assert len(office.orders(application)) == 1


def test_who_lost_the_lease_changes_nothing(office):
    application = office.verify(office.file())
    late = office.claim()
    came = verifying.run(late, office.platform(), on=clock.today())
    office.now += verifying.LEASE + timedelta(seconds=1)
    office.work()
    before = [(one.state, one.next_try_at) for one in office.orders(application, "self")]
    assert office.settle(late, came) is None
    assert [(one.state, one.next_try_at) for one in office.orders(application, "self")] == before


def test_two_workers_never_take_the_same_order(office):
    office.verify(office.file())

    def take(session):
        errand = verifying.claim(session, office.guide, office.now)
        return errand.key if errand else None

    taken = office.desk.twins(take)
    assert None not in taken and len(set(taken)) == 2


def test_answers_arrive_in_parts(office):
    slow = {"sources": {"bank-icbc": "slow", "civil-affairs": "in-parts", "bank-abc": "silent"}}
    application = office.verify(office.file(father=PLAIN | slow))
    office.work()
    rows = office.rows(application)
    assert office.orders(application)[0].state == OrderState.PARTLY
    assert rows["bank-icbc"].state == ResultState.ASKED
    office.wait(minutes=2)
    office.work()
    assert office.rows(application)["civil-affairs"].state == ResultState.PARTLY
    part = set(office.rows(application)["civil-affairs"].facts)
    office.wait(hours=2)
    office.work()
    rows = office.rows(application)
    assert part < set(rows["civil-affairs"].facts)
    assert [rows[one].state for one in ("bank-icbc", "civil-affairs", "bank-abc")] == [
        ResultState.ANSWERED, ResultState.ANSWERED, ResultState.ASKED,
    ]  # fmt: skip


def test_who_never_answers_is_given_up_by_name(office):
    application = office.verify(office.file(father=PLAIN | {"sources": {"bank-abc": "silent"}}))
    office.work()
    office.now += settling.GIVE_UP + timedelta(hours=2)
    office.work()
    row = office.rows(application)["bank-abc"]
    assert (row.state, row.error) == (ResultState.FAILED, settling.NO_ANSWER)
    assert office.orders(application)[0].state == OrderState.COMPLETE
