import pytest

from webapp.applications import consent, steps
from webapp.applications.consent import SignatureKind, TypedSignature
from webapp.applications.errors import UnsignedError
from webapp.applications.moving import By, move
from webapp.applications.states import RequestState
from webapp.applications.submitting import submit
from webapp.applications.wording import load_deed


@pytest.fixture
def filled(desk):
    return desk.fill_in(desk.open_draft())


def test_a_signature_keeps_kind_text_version_and_time(desk, filled):
    signed = consent.find_authorisation(steps.applicant_of(filled))
    deed = load_deed("authorisation")
    assert (signed.kind, signed.text_version, signed.text_hash) == ("typed", deed.version, deed.digest)
    assert signed.signed_at == desk.now
    assert len(signed.receipt) == consent.RECEIPT_LENGTH


def test_signing_twice_keeps_one_signature(desk, filled):
    member = steps.applicant_of(filled)
    consent.sign_authorisation(member, SignatureKind.TYPED, member.name, desk.now)
    consent.sign_commitment(desk.session, member, member.name, desk.now)
    assert len(member.authorisations) == 1


@pytest.mark.parametrize(
    ("typed", "fields"),
    [
        (("王大山", "{tail}", True), set()),
        (("王大", "{tail}", True), {"signed_name"}),
        (("王大山", "0000x", True), {"id_tail"}),
        (("王大山", "{tail}", False), {"agreed"}),
        (("", "", False), {"signed_name", "id_tail", "agreed"}),
    ],
)
def test_a_typed_signature_needs_name_tail_and_tick(filled, typed, fields):
    member = steps.applicant_of(filled)
    name, tail, agreed = typed
    wrong = consent.find_signature_errors(
        member, TypedSignature(name, tail.format(tail=member.id_number[-4:]), agreed)
    )
    assert set(wrong) == fields


def test_one_may_submit_while_another_adult_has_not_signed_but_not_be_accepted(desk, filled):
    submit(desk.session, desk.guide, filled, desk.now)
    request = filled.requests[0]
    with pytest.raises(UnsignedError):
        move(desk.session, request, RequestState.ACCEPTED, By("clerk"), at=desk.now)


def test_a_recorded_reason_allows_acceptance_but_never_verification(desk, filled):
    submit(desk.session, desk.guide, filled, desk.now)
    request = filled.requests[0]
    event = move(desk.session, request, RequestState.ACCEPTED, By("clerk", "老人住院，纸质后补"), at=desk.now)
    assert event.note == "老人住院，纸质后补"
    with pytest.raises(UnsignedError):
        move(desk.session, request, RequestState.VERIFYING, By("clerk", "老人住院"), at=desk.now)


def test_a_signature_on_paper_is_good_in_every_later_step(desk, filled):
    submit(desk.session, desk.guide, filled, desk.now)
    for member in consent.unsigned_adults(filled):
        consent.sign_authorisation(member, SignatureKind.PAPER, member.name, desk.now)
    request = filled.requests[0]
    for state in (RequestState.ACCEPTED, RequestState.VERIFYING):
        move(desk.session, request, state, By("clerk"), at=desk.now)
    assert request.state == RequestState.VERIFYING


def test_a_withdrawn_authorisation_stops_the_verification(desk, filled):
    submit(desk.session, desk.guide, filled, desk.now)
    request = filled.requests[0]
    for member in consent.unsigned_adults(filled):
        consent.sign_authorisation(member, SignatureKind.PAPER, member.name, desk.now)
    move(desk.session, request, RequestState.ACCEPTED, By("clerk"), at=desk.now)
    consent.withdraw_authorisation(consent.find_authorisation(steps.applicant_of(filled)), desk.now)
    with pytest.raises(UnsignedError):
        move(desk.session, request, RequestState.VERIFYING, By("clerk"), at=desk.now)


def test_the_text_names_the_ten_departments_and_banks_and_pins_every_word():
    deed = load_deed("authorisation")
    assert len(deed.sources) == 11
    assert deed.digest != load_deed("commitment").digest
    assert len(deed.digest) == 64
