"""What anybody may know of a signature whose code they hold."""

import pytest

from tests.builders import make_id_number
from webapp.applications import consent, paper, receipts, steps, withdrawing
from webapp.applications.consent import SignatureKind
from webapp.applications.guardians import Guardianship, Reason, Relation
from webapp.applications.receipts import Validity


@pytest.fixture
def signed(desk):
    draft = desk.fill_in(desk.open_draft(), father=make_id_number("1948-03-05"))
    return consent.find_authorisation(steps.applicant_of(draft))


def test_a_code_is_found_with_gaps_and_misread_letters(desk, signed):
    signed.receipt = "01AB01CD23EF"
    desk.session.flush()
    assert receipts.find_signed(desk.session, "oiab-o1cd 23ef") is signed
    assert receipts.find_signed(desk.session, "01AB01CD23E") is None


def test_a_receipt_says_kind_title_version_day_and_a_masked_name(desk, signed):
    receipt = receipts.make_receipt(signed, desk.now)
    assert (receipt.validity, receipt.name, receipt.title) == (
        Validity.HOLDS,
        "王某某",
        "家庭经济状况核对授权书",
    )
    assert "打字签名" in receipt.kind and receipt.version == signed.text_version


def test_a_receipt_tells_a_withdrawal_and_an_expiry(desk, signed):
    late = desk.now.replace(year=2027)
    assert receipts.make_receipt(signed, late).validity is Validity.EXPIRED
    withdrawing.withdraw(desk.session, signed, desk.now)
    receipt = receipts.make_receipt(signed, late)
    assert (receipt.validity, receipt.ended_at) == (Validity.WITHDRAWN, desk.now)


def test_a_receipt_of_a_guardian_and_of_a_sheet_that_waits(desk, signed):
    father = next(one for one in signed.member.application.members if not one.is_applicant)
    sheet = paper.hand_in_paper(father, desk.now)
    assert receipts.make_receipt(sheet, desk.now).validity is Validity.AWAITING
    about = Guardianship(signed.member, Relation.CHILD, Reason.MIND)
    guarded = consent.sign_authorisation(father, SignatureKind.TYPED, "王大山", desk.now, guardian=about)
    assert "由监护人代签" in receipts.make_receipt(guarded, desk.now).kind
    assert receipts.signer_of(guarded) is signed.member
    assert receipts.is_signer(guarded, "王大山", signed.member.id_number[-4:])
    assert not receipts.is_signer(guarded, "王大山", father.id_number[-4:])


def test_a_commitment_has_a_receipt_too(desk, signed):
    commitment = consent.find_commitment(desk.session, signed.member.application)
    found = receipts.find_signed(desk.session, commitment.receipt)
    assert found is commitment
    assert receipts.make_receipt(found, desk.now).title == "社会救助信用承诺书"
