"""Relevance × verdict: for whom, in what order, and what is left out."""

import pytest

from bot.judging.matching import match
from bot.understanding import understand
from knowledge import Verdict, assess


def match_text(guide, day, text):
    heard = understand(guide, text, today=day)
    return match(guide, heard, heard.situations, day)


def test_care_is_matched_for_the_father_not_the_speaker(guide, day):
    found = match_text(guide, day, "俺爹今年78了，瘫在炕上三年，没有退休金，家里就俺种地")
    people = {one.id: one.person for one in found.policies}
    assert people["care-service"] == "father"
    assert people["disability-nursing-subsidy"] == "father"


def test_gives_at_most_ten_and_the_unmet_last(guide, day):
    found = match_text(
        guide, day, "俺爹78瘫了，俺娘75痴呆，俺残疾二级，媳妇乳腺癌，孩子上大学，房子漏雨，低保户，怎么办"
    )
    assert len(found.policies) <= 10
    verdicts = [one.assessment.verdict is Verdict.UNMET for one in found.policies]
    assert verdicts == sorted(verdicts)


def test_a_policy_matches_once_for_each_person(guide, day):
    found = match_text(guide, day, "我爸我妈都是低保，都八十多了，补贴怎么领")
    keys = [(one.id, one.household, one.person) for one in found.policies]
    assert len(keys) == len(set(keys))


def test_out_of_scope_matches_nothing(guide, day):
    found = match_text(guide, day, "路灯坏了找谁修")
    assert found.in_scope is False
    assert found.policies == ()


def test_an_unmet_policy_stays_only_when_asked_for(guide, day):
    found = match_text(guide, day, "我不是残疾人，没办残疾证，想申请重度残疾人护理补贴")
    assert "disability-nursing-subsidy" in {one.id for one in found.policies}


def test_danger_is_in_scope(guide, day):
    found = match_text(guide, day, "我不想活了")
    assert found.in_scope is True
    assert found.urgent == "danger"


@pytest.mark.parametrize(
    "text",
    [
        "我是送快递的，河南人，在张店租房三年了，没有房子，想租便宜的公租房",
        "孩子爸爸坐牢，我在超市上班，孩子上二年级，能不能按孤儿领钱",
        "家里着火烧光了，在临淄，孩子上小学，想要临时救助",
    ],
)
def test_a_verdict_is_what_the_situation_beside_it_comes_to(guide, day, text):
    found = match_text(guide, day, text)
    homes = {one.id: one for one in found.situations}
    assert found.policies
    for one in found.policies:
        alone = assess(guide, homes[one.household], day, [one.id])
        assert one.assessment.verdict in [each.verdict for each in alone if each.person == one.person]
