"""Whose a fact is, in sentences where the nearest name is not the one meant."""

import pytest

from bot.understanding import understand

CASES = [
    ("我离婚了自己带着十岁的孩子在网上给人做客服", "self", "employment", "child"),
    ("我八十一岁老母亲低保户，痴呆", "mother", "age_years", "self"),
    ("我姐四十一岁，身边一个六岁的儿子，婆婆瘫在床上", "sister", "age_years", "self"),
    ("来电人独自抚养十岁儿子，现低保", "son", "age_years", "self"),
    ("肺癌中期，刚做完手术，这是我姐夫", "brother-in-law", "illnesses", "self"),
    ("我妈穿衣翻身都得我来，证是肢体一级", "mother", "disability_grade", "self"),
    ("俺给俺老头撞了的那个车没保险，老头躺医院，俺儿请假陪床", "husband", "traffic_payment_gap", "son"),
    ("俺爹给人家养鸡场看夜，一个月一千五", "father", "income_yuan_per_month", "self"),
    ("上礼拜领着闺女搬出来了，一个月挣一千九", "self", "income_yuan_per_month", "daughter"),
    ("我开着个小卖部她爸糖尿病好几年了，闺女念初一", "self", "employment", "husband"),
    ("媳妇在家看着个两岁半的，我跑外卖", "child", "age_years", "wife"),
    ("外卖小哥一个，名下没房", "self", "employment", "brother"),
    ("外孙五岁，户口随她妈落在桓台，脑瘫", "grandson", "hukou", "daughter"),
    ("外甥女念四年级跟着我，我自己还有个初二住校的", "child", "boarding", "niece"),
    ("爷爷是因公牺牲的，奶奶一直领着那份抚恤金，今年八十八", "grandmother", "veteran_kinds", "self"),
    ("我娘一个人把我拉扯大，如今八十一了", "mother", "age_years", "self"),
    ("给儿子办了残疾证，智力三级，我今年五十", "son", "disability_grade", "self"),
    ("俺六十七了，老头七十一，孙女上初二", "husband", "age_years", "granddaughter"),
    ("小舅子精神二级，丈母娘七十七了还得管他", "mother-in-law", "age_years", "self"),
    ("俩娃，老大三年级，老二还没上学", "child-1", "school_stage", "self"),
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


TOGETHER = [
    ("我和弟弟都上高中，爸爸去年没了", "school_stage", ("self", "brother")),
    ("俺跟老伴都在家种地，没有退休金", "other_benefits", ("self", "spouse")),
    ("老两口都没有退休金，闺女嫁得远", "other_benefits", ("self", "spouse")),
    ("儿子肢体二级，俺爷俩都有残疾证", "disability_cert", ("self", "son")),
    ("奶奶带着我和弟弟生活，爸妈都没了", "living_place", ("self", "brother")),
]


@pytest.mark.parametrize(("text", "fact", "whose"), TOGETHER)
def test_what_is_said_of_two_is_of_both(guide, text, fact, whose):
    people = {p.id: p.facts for s in understand(guide, text).situations for p in s.people}
    assert [who for who in whose if fact not in people.get(who, {})] == []
