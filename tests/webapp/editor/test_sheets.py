"""The printable sheets: every policy and every group, figures with their year, nothing promised."""

import re

import pytest


def text_of(answer):
    return re.sub(r"\s+", "", re.sub(r"<[^>]+>", "", answer.text))


def test_every_policy_has_a_sheet(client, guide):
    for policy in guide.policies.values():
        answer = client.get(f"/sheets/policies/{policy.id}")
        assert answer.status_code == 200
        assert re.sub(r"\s", "", policy.name) in text_of(answer)
        assert "以审核确认为准" in answer.text


def test_every_group_has_a_sheet_with_all_its_policies(client, guide):
    for group in guide.groups.values():
        said = text_of(client.get(f"/sheets/groups/{group.id}"))
        for policy in guide.policies.values():
            if group.id in policy.groups:
                assert re.sub(r"\s", "", policy.name) in said


def test_figures_stand_with_their_year_and_their_document(client):
    said = text_of(client.get("/sheets/policies/subsistence-allowance"))
    assert "989" in said
    assert "2024年" in said
    assert "《关于调整困难群众救助保障标准的通知》" in said


def test_the_sheet_says_when_it_was_printed_and_of_which_version(client, guide):
    assert guide.version[:8] in client.get("/sheets/policies/care-service").text


@pytest.mark.parametrize("path", ["/sheets/policies/none", "/sheets/groups/none"])
def test_a_sheet_of_nothing_is_not_found(client, path):
    assert client.get(path).status_code == 404
