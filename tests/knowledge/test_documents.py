"""Kinds of paper: what is asked for by photo, and what the departments know already."""

IN_WORDS_ALONE = {"还没办低保的，先用一张身份证、一份核对授权书申请低保"}


def test_every_material_of_a_policy_filed_here_says_which_papers_it_is(guide):
    unnamed = {
        one.says
        for policy in guide.policies.values()
        if policy.filing == "here"
        for one in policy.materials
        if one.keep != "not_needed" and not one.documents
    }
    assert unnamed == IN_WORDS_ALONE


def test_what_is_asked_by_photo_says_why_and_how(guide):
    photos = [one for one in guide.documents.values() if one.given == "photo"]
    assert photos and all(one.why and one.shows for one in photos)


def test_numbers_and_signatures_are_never_asked_by_photo(guide):
    assert {guide.documents[one].given for one in ("id-card", "bank-card")} == {"typed"}
    assert {guide.documents[one].given for one in ("authorisation", "commitment")} == {"signed"}
