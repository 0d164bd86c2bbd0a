"""Who may sign for whom: an adult of the household, for a reason, as long as the reason lasts."""

import pytest

from tests.builders import make_id_number
from webapp.applications import consent, guardians, paper, steps
from webapp.applications.consent import SignatureKind
from webapp.applications.errors import GuardianError
from webapp.applications.guardians import Guardianship, Reason, Relation


@pytest.fixture
def family(desk):
    """The applicant, born in 1960, and their father."""
    draft = desk.fill_in(desk.open_draft(), father=make_id_number("1948-03-05"))
    applicant = steps.applicant_of(draft)
    return applicant, next(one for one in draft.members if one is not applicant)


def sign_for(desk, member, guardian, reason=Reason.MIND, relation=Relation.CHILD, at=None):
    about = Guardianship(guardian, relation, reason, "精神残疾证二级")
    return consent.sign_authorisation(
        member, SignatureKind.TYPED, guardian.name, at or desk.now, guardian=about
    )


def test_a_guardian_signs_and_relation_and_reason_are_kept(desk, family):
    applicant, father = family
    signed = sign_for(desk, father, applicant)
    assert consent.find_authorisation(father, desk.now) is signed
    kept = (signed.signed_by, signed.guardian_relation, signed.guardian_reason, signed.guardian_note)
    assert kept == ("guardian", "child", "mind", "精神残疾证二级")


def test_nobody_is_their_own_guardian_and_a_stranger_is_none(desk, family):
    _, father = family
    other = steps.applicant_of(desk.fill_in(desk.open_draft("c2")))
    for guardian in (father, other):
        with pytest.raises(GuardianError):
            sign_for(desk, father, guardian)


def test_a_minor_is_nobodys_guardian(desk):
    draft = desk.fill_in(desk.open_draft(), father=make_id_number("2015-03-05"))
    applicant, minor = steps.applicant_of(draft), draft.members[-1]
    applicant.authorisations.clear()
    with pytest.raises(GuardianError):
        sign_for(desk, applicant, minor)


def test_a_minor_does_not_sign_alone_on_a_phone_or_on_paper(desk):
    draft = desk.fill_in(desk.open_draft(), father=make_id_number("2015-03-05"))
    applicant, minor = steps.applicant_of(draft), draft.members[-1]
    with pytest.raises(GuardianError):
        consent.sign_authorisation(minor, SignatureKind.TYPED, minor.name, desk.now)
    sheet, look = paper.hand_in_paper(minor, desk.now), {"by": "clerk-7", "at": desk.now, "photo": "d" * 32}
    with pytest.raises(GuardianError):
        paper.confirm_paper(desk.session, sheet, **look)
    parent = Guardianship(applicant, Relation.PARENT, Reason.MINOR)
    signed = paper.confirm_paper(desk.session, sheet, **look, guardian=parent)
    assert (signed.signed_by, signed.signature, signed.kind) == ("guardian", applicant.name, "paper")
    assert consent.find_authorisation(minor, desk.now) is signed


def test_who_is_of_age_is_not_signed_for_as_a_minor(desk, family):
    with pytest.raises(GuardianError):
        sign_for(desk, family[1], family[0], Reason.MINOR, Relation.PARENT)


def test_a_childs_authorisation_ends_on_the_eighteenth_birthday(desk):
    draft = desk.fill_in(desk.open_draft(), father=make_id_number("2009-03-05"))
    applicant, minor = steps.applicant_of(draft), draft.members[-1]
    sign_for(desk, minor, applicant, Reason.MINOR, Relation.PARENT)
    before, birthday = desk.now.replace(2027, 3, 4), desk.now.replace(2027, 3, 5)
    assert consent.find_authorisation(minor, before) is not None
    assert consent.find_authorisation(minor, birthday) is None


def test_a_guardian_whose_name_was_wrong_has_signed_for_nobody(desk, family):
    applicant, father = family
    sign_for(desk, father, applicant)
    consent.forget_signatures(desk.session, applicant)
    assert consent.find_authorisation(father) is None


def test_a_guardian_is_found_by_name_and_tail_alone(family):
    applicant, father = family
    assert guardians.find_guardian(father, applicant.name, applicant.id_number[-4:]) is applicant
    assert guardians.find_guardian(father, father.name, father.id_number[-4:]) is None
    assert guardians.find_guardian(father, applicant.name, "0000") is None


def test_a_child_is_signed_for_as_a_child_and_a_grown_up_for_other_reasons(desk, family):
    _, father = family
    assert Reason.MINOR not in guardians.reasons_for(father, desk.now)
    father.id_number = make_id_number("2015-03-05")
    assert guardians.reasons_for(father, desk.now) == (Reason.MINOR,)
    assert Relation.SPOUSE not in guardians.relations_for(father, desk.now)
