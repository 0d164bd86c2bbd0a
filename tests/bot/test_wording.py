"""The words a citizen reads: nothing promised, nothing official, every sentence complete."""

import re
import string
from datetime import date
from decimal import Decimal

import pytest

from bot import wording
from bot.wording import load_wording, say
from knowledge import Person, Situation

FORBIDDEN = ["您好", "保证", "一定能", "肯定能", "包您", "尊敬的", "贵单位", "特此", "敬请", "亲，", "！！"]
SENTENCES = load_wording()["sentences"]


@pytest.mark.parametrize("key", SENTENCES)
def test_sentence_promises_nothing_and_is_no_officialese(key):
    assert not [words for words in FORBIDDEN if words in SENTENCES[key]]


@pytest.mark.parametrize("key", SENTENCES)
def test_sentence_is_short_enough_to_be_heard(key):
    longest = max(re.split(r"[。！？|]|[.] ", SENTENCES[key]), key=len)
    assert len(longest) <= 60, longest


def test_every_sentence_can_be_filled():
    for key, sentence in SENTENCES.items():
        names = [name for _, name, _, _ in string.Formatter().parse(sentence) if name]
        assert say(key, **dict.fromkeys(names, "甲"))


def test_a_missing_parameter_fails_at_once():
    with pytest.raises(KeyError):
        say("status_limited")


def test_money_is_written_without_a_sign_or_needless_noughts():
    assert wording.money(Decimal("989.00")) == "989 元"
    assert wording.money(Decimal("1154.50")) == "1154.5 元"
    assert wording.money(20000) == "20,000 元"


def test_round_figures_are_said_in_ten_thousands():
    assert wording.round_number(20000) == "2万"
    assert wording.round_number(1500) == "1500"


def test_days_are_written_as_far_as_they_are_known():
    assert wording.since(date(2024, 1, 1)) == "2024年1月1日"
    assert wording.since(date(2021, 7, 1), "month") == "2021年7月"
    assert wording.since(date(2015, 1, 1), "year") == "2015年"


def test_people_are_called_by_what_they_are_to_the_speaker():
    situation = Situation("h1", {}, (Person("self", "self"), Person("father", "father")))
    assert wording.who(situation, "self") == "您"
    assert wording.who(situation, "father") == "您父亲"
    assert wording.who_short(situation, "father") == "父亲"
    assert wording.who(situation, None) == "您家"


def test_two_children_are_told_apart_by_age():
    children = (Person("a", "child", {"age_years": 6}), Person("b", "child", {"age_years": 13}))
    situation = Situation("h1", {}, children)
    assert wording.who(situation, "a") == "您家小孩子"
    assert wording.who(situation, "b") == "您家大孩子"


def test_children_of_unknown_age_are_told_apart_by_order():
    situation = Situation("h1", {}, (Person("a", "child"), Person("b", "child")))
    assert wording.who(situation, "b") == "您家第二个孩子"


def test_a_neighbours_household_is_not_called_yours():
    assert wording.family(Situation("h1", {}, (Person("n", "neighbour"),))) == "您邻居家"
    assert wording.family(Situation("h1", {}, (Person("f", "father"),))) == "您家"


def test_every_relation_has_a_name():
    from knowledge import RELATIONS

    assert set(RELATIONS) == set(load_wording()["people"])


def test_chips_and_topics_name_real_facts(guide):
    words = load_wording()
    named = {*words["chips"], *words["topics"], *words["chips_none"], *words["chips_zero"]}
    named |= {*words["possessive"], *words["chips_not"]}
    assert named - set(guide.facts) == set()


def test_urgent_phones_are_only_the_public_ones():
    numbers = {number for phones in load_wording()["phones"].values() for _, number in phones}
    assert numbers <= {"110", "119", "120", "12356", "12345"}


@pytest.mark.parametrize(
    ("ids", "relation", "called"),
    [
        (("grandson", "grandson-2"), "grandchild", ["您孙子", "您另一个孙子"]),
        (("villager", "villager-2", "villager-3"), "villager", ["这位村民", "第二位村民", "第三位村民"]),
        (("stranger", "stranger-2"), "stranger", ["这个人", "另一个人"]),
        (("niece", "uncle"), "nephew_niece", ["您侄女或外甥女", "您叔伯舅"]),
        (("villager-2-son", "villager-son"), "villager", ["另一位村民的儿子", "这位村民的儿子"]),
    ],
)
def test_several_of_the_same_are_told_apart_by_words_that_can_be_said(ids, relation, called):
    situation = Situation("h1", {}, tuple(Person(one, relation) for one in ids))
    assert [wording.who(situation, one) for one in ids] == called


def test_kin_are_called_as_who_speaks_calls_them():
    situation = Situation("h1", {}, (Person("uncle", "uncle_aunt", called="二叔"),))
    assert wording.who(situation, "uncle") == "您二叔"
    assert wording.who_short(situation, "uncle") == "二叔"


def test_an_old_couple_for_whom_somebody_calls_stays_a_couple():
    people = (Person("elder", "other", {"sex": "female"}), Person("elder-spouse", "other"))
    situation = Situation("h1", {}, people)
    assert wording.who(situation, "elder") == "这位老太太"
    assert wording.who_short(situation, "elder-spouse") == "老太太的老伴"
