"""Any word of the guide is found, also typed wrongly, and fast."""

import pytest

from bot.lookup import lookup_of

FOUND = {
    "低保": "subsistence-allowance",
    "低堡": "subsistence-allowance",
    "护理补帖": "disability-nursing-subsidy",
    "残急人护理": "disability-nursing-subsidy",
    "轮椅": "assistive-devices",
    "危防改造": "dilapidated-house-renovation",
    "助学袋款": "higher-education-aid",
    "临时 救助": "temporary-assistance",
    "灵活就业社保": "hard-to-employ-insurance",
}


@pytest.mark.parametrize(("query", "policy"), FOUND.items())
def test_a_word_finds_its_policy_first(guide, query, policy):
    found = lookup_of(guide).search(query)
    assert found[0].id == policy, [(one.id, one.words) for one in found[:3]]


def test_every_policy_is_found_by_its_name_and_by_its_names_with_a_wrong_character(guide):
    lookup = lookup_of(guide)
    for policy in guide.policies.values():
        assert policy.id in [one.id for one in lookup.search(policy.name[:20])[:3]], policy.name
        slip = policy.name[:2] + "某" + policy.name[3:12]
        assert policy.id in [one.id for one in lookup.search(slip)[:8]], slip


def test_every_checked_document_is_found_by_its_number(guide):
    lookup = lookup_of(guide)
    numbered = [one for one in guide.sources.values() if one.document_number]
    for source in numbered[:40]:
        found = lookup.search(source.document_number)
        assert source.document_number in "".join(one.words + one.title for one in found[:8]), source.id


def test_a_standard_is_found_with_its_figure_and_year(guide):
    found = next(one for one in lookup_of(guide).search("农村低保标准 877") if one.kind == "standard")
    assert "877" in found.words and "2024" in found.words


@pytest.mark.parametrize("query", ["", " ", "，。", "\x00", "x" * 500, "的" * 60, "🙂🙂"])
def test_odd_queries_find_little_and_break_nothing(guide, query):
    assert len(lookup_of(guide).search(query)) <= 20
