from datetime import timedelta

import pytest

from tests.builders import make_id_number
from webapp.applications import consent, steps
from webapp.applications.consent import SignatureKind, Standing, TypedSignature
from webapp.applications.errors import UnsignedError
from webapp.applications.moving import By, move, withdraw
from webapp.applications.states import RequestState, Role
from webapp.applications.submitting import submit
from webapp.applications.withdrawing import ask_for_sources
from webapp.applications.wording import find_deed, load_deed, load_deeds

# A new text is a new file and a new line here; none of these lines is ever changed.
PUBLISHED = {
    "authorisation-2026-11": "bf94797f6e9e0713be92f38af6037a0a21210d5d9fee87f1553c240403f50ec7",
    "authorisation-2026-11-28": "43fec4ff4238618ec101bf29b3484d7e6c38bb9da441b9352971d4049a223e4a",
    "commitment-2026-11": "5f907173031f4ba1be68a7f1d78c052e0bf637a7f5ce142aa6b78b45ccba7857",
    "commitment-2026-11-28": "c6104712e2789e147d7c4a243cb5f6a24de0655d29304e196b5eb04325c96d62",
    "helping-2026-11": "18106105a043dc411ffce3fc4c5d40e09a2ac476d427657b551ef90f1c9e50ff",
}


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
        move(desk.session, request, RequestState.ACCEPTED, By(Role.CASEWORKER), at=desk.now)


def test_a_recorded_reason_allows_acceptance_but_never_verification(desk, filled):
    submit(desk.session, desk.guide, filled, desk.now)
    request = filled.requests[0]
    event = move(
        desk.session, request, RequestState.ACCEPTED, By(Role.CASEWORKER, "老人住院，纸质后补"), at=desk.now
    )
    assert event.note == "老人住院，纸质后补"
    with pytest.raises(UnsignedError):
        move(desk.session, request, RequestState.VERIFYING, By(Role.CASEWORKER, "老人住院"), at=desk.now)


def test_a_signature_on_paper_is_good_in_every_later_step(desk, filled):
    submit(desk.session, desk.guide, filled, desk.now)
    for member in consent.unsigned_adults(filled):
        consent.sign_authorisation(member, SignatureKind.PAPER, member.name, desk.now)
    request = filled.requests[0]
    for state in (RequestState.ACCEPTED, RequestState.VERIFYING):
        move(desk.session, request, state, By(Role.CASEWORKER), at=desk.now)
    assert request.state == RequestState.VERIFYING


def test_a_withdrawn_authorisation_stops_the_verification(desk, filled):
    submit(desk.session, desk.guide, filled, desk.now)
    request = filled.requests[0]
    for member in consent.unsigned_adults(filled):
        consent.sign_authorisation(member, SignatureKind.PAPER, member.name, desk.now)
    move(desk.session, request, RequestState.ACCEPTED, By(Role.CASEWORKER), at=desk.now)
    consent.withdraw_authorisation(consent.find_authorisation(steps.applicant_of(filled)), desk.now)
    with pytest.raises(UnsignedError):
        move(desk.session, request, RequestState.VERIFYING, By(Role.CASEWORKER), at=desk.now)


def test_a_minor_needs_no_authorisation_for_acceptance_and_is_not_verified_without_one(desk):
    draft = desk.fill_in(desk.open_draft(), father=make_id_number("2015-03-05"))
    child = next(one for one in draft.members if not one.is_applicant)
    assert consent.unsigned_adults(draft) == []
    assert consent.find_authorisation(child, desk.now) is None


def test_an_authorisation_holds_for_a_year_and_no_longer(desk, filled):
    member = steps.applicant_of(filled)
    a_year_later = desk.now.replace(year=2027)
    assert consent.find_authorisation(member, a_year_later - timedelta(seconds=1)) is not None
    assert consent.find_authorisation(member, a_year_later) is None
    assert consent.standing_of(member, a_year_later) is Standing.EXPIRED


def test_an_authorisation_ends_with_the_application(desk, filled):
    submit(desk.session, desk.guide, filled, desk.now)
    member = steps.applicant_of(filled)
    assert consent.find_authorisation(member, desk.now) is not None
    for request in filled.requests:
        withdraw(desk.session, request, desk.now)
    assert consent.find_authorisation(member, desk.now) is None


def under_the_old_text(signed):
    """As if it had been signed while the first version was the newest."""
    old = find_deed("authorisation-2026-11")
    signed.text_version, signed.text_hash = old.version, old.digest


def test_an_older_text_stays_good_until_somebody_new_is_to_be_asked(desk, filled):
    member, others = steps.applicant_of(filled), [one for one in filled.members if not one.is_applicant]
    for one in others:
        consent.sign_authorisation(one, SignatureKind.PAPER, one.name, desk.now)
    under_the_old_text(consent.find_authorisation(member))
    assert consent.unsigned_adults(filled) == []
    ask_for_sources(desk.session, member, {"medical-insurance"}, by="clerk-1", at=desk.now)
    assert consent.unsigned_adults(filled) == [member]
    assert consent.standing_of(member, desk.now) is Standing.WIDER_WANTED
    consent.sign_authorisation(member, SignatureKind.TYPED, member.name, desk.now)
    assert consent.unsigned_adults(filled) == []
    assert "medical-insurance" in consent.sources_of(consent.find_authorisation(member))
    assert len(member.authorisations) == 2 and len(others[0].authorisations) == 1


def test_an_older_text_lets_nobody_ask_whom_it_does_not_name(desk, filled):
    member = steps.applicant_of(filled)
    signed = consent.find_authorisation(member)
    under_the_old_text(signed)
    assert "banks" in consent.sources_of(signed)
    assert "medical-insurance" not in consent.sources_of(signed)


def test_staff_cannot_ask_whom_no_text_names(desk, filled):
    with pytest.raises(ValueError, match="tax"):
        ask_for_sources(desk.session, steps.applicant_of(filled), {"tax"}, by="clerk-1", at=desk.now)


def test_a_text_that_was_changed_behind_a_signature_voids_it(desk, filled):
    signed = consent.find_authorisation(steps.applicant_of(filled))
    signed.text_hash = "0" * 64
    assert consent.find_authorisation(steps.applicant_of(filled)) is None


def test_the_text_names_eleven_departments_and_the_banks_one_by_one():
    deed = load_deed("authorisation")
    assert {one.id for one in deed.entries} == {
        "civil-affairs", "education", "public-security", "human-resources", "natural-resources", "housing",
        "agriculture", "market-regulation", "housing-fund", "disabled-federation", "medical-insurance",
        "banks",
    }  # fmt: skip
    assert all(one.looks_at for one in deed.entries)


def test_a_text_that_was_ever_signed_never_changes():
    assert {version: deed.digest for version, deed in load_deeds().items()} == PUBLISHED
