"""Only what sharing cannot supply is asked, once for all requests, and nothing that one said no to."""

from datetime import date

import pytest

from knowledge import Situation
from webapp.documents.asking import find_papers, get_document

DAY = date(2026, 11, 22)


@pytest.fixture
def papers(guide):
    def find(*policies, facts=None, **options):
        people = [{"id": "self", "relation": "self", "facts": facts or {}}]
        situation = Situation.parse({"household": {"household_size": 1}, "people": people}, guide.facts)
        targets = [(one, unit, person) for one in policies for unit, person in UNITS]
        return find_papers(guide, situation, targets, DAY, **options)

    return find


UNITS = [("household", None), ("person", "self"), ("alone", "self")]


def kinds(asked):
    return [one.kind for one in asked]


def test_who_applies_for_subsistence_is_asked_for_no_photo(papers):
    found = papers("subsistence-allowance")
    assert found.asked == ()
    assert {"household-register", "disability-card"} <= {one.id for one in found.shared}


def test_what_nobody_else_knows_is_asked_and_the_required_comes_first(papers):
    found = papers("extreme-poverty-support", "public-rental-housing")
    assert kinds(found.asked) == ["self-declaration", "rental-contract"]
    assert [one.must for one in found.asked] == [True, False]


def test_one_paper_is_asked_once_for_all_that_need_it(papers, guide):
    asked = papers("temporary-assistance", "charity-special-hardship", "public-rental-housing").asked
    assert len(kinds(asked)) == len(set(kinds(asked)))
    for one in asked:
        assert all(
            any(one.kind in material.documents for material in guide.policies[policy].materials)
            for policy in one.policies
        )


def test_what_is_surely_not_the_case_is_not_asked(papers):
    assert "tuition-receipts" in kinds(papers("rigid-expenditure").asked)
    without = papers("rigid-expenditure", facts={"school_stage": "none"})
    assert "tuition-receipts" not in kinds(without.asked)


def test_what_one_said_no_to_is_not_asked(papers):
    found = papers("rigid-expenditure", without={"rehabilitation-receipts"})
    assert "rehabilitation-receipts" not in kinds(found.asked)


def test_a_paper_of_one_person_is_not_asked_for_the_request_of_another(guide):
    situation = Situation.parse({"household": {}, "people": []}, guide.facts)
    assert find_papers(guide, situation, [("orphan-living", "person", "child")], DAY).asked == ()


def test_an_unknown_kind_is_an_error(guide):
    with pytest.raises(KeyError):
        get_document(guide, "passport")
