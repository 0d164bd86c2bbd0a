"""Whose a fact is, in sentences where the nearest name is not the one meant."""

import pytest

from bot.understanding import understand

CASES = [
    ("我离婚了自己带着十岁的孩子在网上给人做客服", "self", "employment", "child"),
    ("我八十一岁老母亲低保户，痴呆", "mother", "age_years", "self"),
    ("我姐四十一岁，身边一个六岁的儿子，婆婆瘫在床上", "sister", "age_years", "self"),
    ("来电人独自抚养十岁儿子，现低保", "son", "age_years", "self"),
    ("今年六十七，老头子六十九，都没有退休金", "self", "age_years", None),
]


@pytest.mark.parametrize(("text", "whose", "fact", "never"), CASES)
def test_a_fact_goes_to_whom_it_is_said_of(guide, text, whose, fact, never):
    people = {p.id: p.facts for s in understand(guide, text).situations for p in s.people}
    assert fact in people[whose]
    assert never is None or fact not in people.get(never, {})


def test_the_sex_of_the_speaker_is_known_from_husband_or_wife_without_evidence(guide):
    heard = understand(guide, "我丈夫瘫在床上三年了，我四十六，没有工作")
    speaker = next(p for s in heard.situations for p in s.people if p.relation == "self")
    assert speaker.facts["sex"] == "female"
    assert not any(e.fact == "sex" and e.person == speaker.id for e in heard.evidence)
