"""What is applied for elsewhere gets a slip to take along, and is never shown as submitted."""

import re

import pytest

from tests.webapp.h5.conftest import Page


def test_every_policy_done_elsewhere_has_a_slip_with_who_where_and_what_to_bring(client, guide):
    for policy in guide.policies.values():
        response = client.get(f"/policies/{policy.id}/slip")
        if policy.filing != "elsewhere":
            assert response.status_code == 404, policy.id
            continue
        text = response.text
        assert "这张单子也不是申请" in text and "交上去" not in text, policy.id
        assert guide.departments[policy.department].name in text
        assert "到哪里" in text and "带什么" in text
        assert policy.where[0].split("，")[0] in re.sub(r"<[^>]+>", "", text), policy.id


@pytest.mark.parametrize("path", ["/policies/nothing/slip", "/policies/subsistence-allowance/slip"])
def test_what_has_no_slip_is_not_found(client, path):
    assert client.get(path).status_code == 404


def test_who_can_only_file_elsewhere_is_given_the_slips(visitor):
    visitor.say("我想创业开个小店，没本钱，能不能贷款")
    page = visitor.open("/apply")
    slips = [link for link in page.links if link.endswith("/slip")]
    assert "/policies/startup-loan/slip" in slips
    assert "交上去了" not in page.text


def test_slips_and_what_follows_by_itself_stand_apart_on_the_first_page(visitor):
    visitor.say("俺娘得了癌症住院花了八万，家里没收入，孩子上高中")
    page = visitor.open("/apply")
    assert page.path == "/apply/choose"
    listed = page.text.split("不在这里填")[1]
    assert "/slip" in listed
    for entry in re.findall(r"<li>.*?</li>", listed, re.DOTALL):
        assert ("/slip" in entry) != ("由部门按名单给" in entry)


def test_the_slip_prints_without_the_frame_of_the_screen(client):
    page = Page(client.get("/policies/startup-loan/slip"))
    assert "no-print" in page.text and page.heading
    with client.get("/static/zizhuni.css") as answer:
        css = answer.text
    assert "no-print" in css.split("@media print")[1].split("}")[0]
