"""A signed sheet counts once somebody has looked at it."""

from datetime import timedelta

import pytest

from tests.builders import make_id_number
from webapp.applications import consent, paper, steps
from webapp.applications.consent import SignatureKind, Standing
from webapp.applications.errors import PaperError, UnsignedError
from webapp.applications.moving import By, move
from webapp.applications.states import RequestState
from webapp.applications.submitting import submit
from webapp.applications.waiting import chase_signatures

PHOTO = "d" * 32


@pytest.fixture
def father(desk):
    draft = desk.fill_in(desk.open_draft(), father=make_id_number("1948-03-05"))
    submit(desk.session, desk.guide, draft, desk.now)
    return next(one for one in draft.members if not one.is_applicant)


def confirm(desk, sheet, by="clerk-7", photo=PHOTO):
    return paper.confirm_paper(desk.session, sheet, by=by, at=desk.now, photo=photo)


def test_a_sheet_that_was_handed_in_counts_only_after_a_look(desk, father):
    sheet = paper.hand_in_paper(father, desk.now)
    assert consent.unsigned_adults(father.application) == [father]
    assert consent.standing_of(father, desk.now) is Standing.ON_PAPER
    with pytest.raises(UnsignedError):
        move(
            desk.session, father.application.requests[0], RequestState.ACCEPTED, By("caseworker"), at=desk.now
        )
    confirm(desk, sheet)
    assert consent.unsigned_adults(father.application) == []
    assert (sheet.kind, sheet.checked_by, sheet.photo) == ("paper", "clerk-7", PHOTO)
    assert sheet.copy_hash


def test_handing_in_twice_keeps_one_sheet_with_the_newer_photo(desk, father):
    paper.hand_in_paper(father, desk.now, photo="a" * 32)
    sheet = paper.hand_in_paper(father, desk.now, photo=PHOTO)
    assert [one.photo for one in father.authorisations] == [sheet.photo] == [PHOTO]


@pytest.mark.parametrize("missing", [{"photo": None}, {"by": ""}])
def test_a_look_needs_a_photo_and_a_name(desk, father, missing):
    with pytest.raises(PaperError):
        confirm(desk, paper.hand_in_paper(father, desk.now), **missing)


def test_a_sheet_is_decided_once(desk, father):
    sheet = paper.hand_in_paper(father, desk.now)
    paper.turn_down_paper(desk.session, sheet, by="clerk-7", at=desk.now, reason="没有签名")
    assert paper.find_turned_down(father).check_note == "没有签名"
    assert consent.standing_of(father, desk.now) is Standing.UNSIGNED
    with pytest.raises(PaperError):
        confirm(desk, sheet)


def test_who_signed_on_the_phone_meanwhile_has_one_authorisation(desk, father):
    sheet = paper.hand_in_paper(father, desk.now)
    signed = consent.sign_authorisation(father, SignatureKind.TYPED, father.name, desk.now)
    assert paper.find_paper(father) is None
    with pytest.raises(PaperError):
        confirm(desk, sheet)
    assert consent.find_authorisation(father) is signed


def test_what_waits_for_a_look_does_not_lapse(desk, father):
    paper.hand_in_paper(father, desk.now)
    assert chase_signatures(desk.session, desk.now + timedelta(days=11)) == 0
    assert father.application.requests[0].state == RequestState.SUBMITTED


def test_a_refusal_ends_with_a_confirmed_sheet(desk, father):
    father.refused_at = desk.now
    assert consent.standing_of(father, desk.now) is Standing.REFUSED
    confirm(desk, paper.hand_in_paper(father, desk.now))
    assert consent.standing_of(father, desk.now) is Standing.SIGNED
    assert steps.applicant_of(father.application).refused_at is None
