"""A signature that comes while something is being verified is enough: nobody orders anything by hand."""

from tests.webapp.applications.office import PLAIN, member
from webapp.applications import consent, paper, verifying, withdrawing
from webapp.db import begin_write
from webapp.models import OrderState, ResultState


def withdraw(office, application, person="father"):
    begin_write(office.session)
    signed = consent.find_authorisation(member(application, person))
    withdrawing.withdraw(office.session, signed, office.now)
    office.session.commit()


def sign_again(office, application):
    begin_write(office.session)
    office.sign_all(application)
    made = verifying.order_signed(office.session, application, office.now)
    office.session.commit()
    return made


def test_who_signs_again_is_asked_only_what_had_not_come(office):
    application = office.verify(office.file(father=PLAIN | {"sources": {"bank-icbc": "slow"}}))
    office.work()
    withdraw(office, application)
    office.work()
    (order,) = sign_again(office, application)
    assert order.member.person == "father" and {one.source for one in order.results} == {"bank-icbc"}
    assert sign_again(office, application) == [], "once is enough"
    office.work()
    office.wait(hours=3)
    office.work()
    assert office.rows(application)["bank-icbc"].state == ResultState.ANSWERED


def test_who_signs_again_at_once_does_not_wait_for_what_will_be_thrown_away(office):
    application = office.verify(office.file())
    withdraw(office, application)
    (order,) = sign_again(office, application)
    first = office.orders(application)[0]
    assert first.state == OrderState.STOPPED and first is not order
    office.work()
    assert {one.state for one in office.rows(application).values()} == {ResultState.ANSWERED}


def test_a_signature_before_anything_is_verified_orders_nothing(office):
    application = office.file()
    assert sign_again(office, application) == []
    assert office.orders(application) == []


def test_a_sheet_that_staff_have_looked_at_has_the_member_asked_about(office):
    application = office.verify(office.file())
    withdraw(office, application)
    office.work()
    begin_write(office.session)
    sheet = paper.hand_in_paper(member(application, "father"), office.now)
    paper.confirm_paper(office.session, sheet, by="clerk-7", at=office.now, photo="d" * 32)
    office.session.commit()
    office.work()
    assert {one.state for one in office.rows(application).values()} == {ResultState.ANSWERED}
