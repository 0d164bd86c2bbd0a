"""Every fact of every person in words that can be read aloud."""

from decimal import Decimal

import pytest

from bot import Conversation, Message, render_plain, turn
from bot.phrases import chip, fact_phrase, open_phrase
from knowledge import KnownSet, Person, Range, Situation

PEOPLE = ("self", "father", "child", "grandson", "neighbour")
HOME = Situation("h1", {}, tuple(Person(one, one) for one in PEOPLE))
CLUMSY = ("的有没有", "的是不是", "的能不能", "的愿不愿", "的领不领", "您您", "您的您")
CLUMSY += ("：：", "以上级", "以上 ", "在在", "None")


def values_of(definition):
    match definition.type:
        case "bool":
            return [True, False]
        case "choice":
            return list(definition.values)
        case "set":
            some = [KnownSet(frozenset({one})) for one in definition.values]
            return [*some, KnownSet(frozenset(), frozenset(), True)]
        case "int" | "decimal":
            return [24, Range(Decimal(2), Decimal(5)), Range(Decimal(3), Decimal(10**7))]
    return []


@pytest.mark.parametrize("person", PEOPLE)
def test_every_fact_is_said_without_a_stumble(guide, person):
    for key, definition in guide.facts.items():
        whose = person if definition.scope == "person" else None
        said = [open_phrase(guide, HOME, [(whose, key)])]
        for value in values_of(definition):
            situation = HOME.with_fact(whose, key, value)
            said.append(chip(guide, situation, whose, key).label)
        assert not [words for words in said for one in CLUMSY if one in words], (key, said)


@pytest.mark.parametrize(
    ("person", "fact", "value", "words"),
    [
        ("self", "father_state", "dead", "您父亲去世了"),
        ("child", "mother_state", "lost_contact", "孩子母亲联系不上、不管孩子"),
        ("father", "care_needed_months", 36, "父亲要人照顾 3 年了"),
        ("father", "care_needed_months", 30, "父亲要人照顾 30 个月了"),
        ("father", "age_years", Range(Decimal(80), Decimal(10**7)), "父亲 80 岁以上"),
        ("self", "veteran_kinds", KnownSet(frozenset({"veteran"})), "您是退役军官、士兵"),
    ],
)
def test_a_chip_reads_as_spoken(guide, person, fact, value, words):
    situation = HOME.with_fact(person, fact, value)
    assert chip(guide, situation, person, fact).label == words


def test_chips_in_a_talk_count_whole_years(guide, day):
    said = Message("俺爹今年78了，瘫在炕上三年，没有退休金，家里就俺种地")
    shown = render_plain(turn(guide, Conversation(), said, day).reply)
    assert "父亲要人照顾 3 年了" in shown and "个月了" not in shown


def test_of_a_list_of_which_one_thing_matters_that_thing_is_named(guide):
    situation = Situation("h1").with_person(Person("self", "self"))
    pairs = [("self", "other_benefits")]
    wanted = frozenset({"work_injury_nursing", "vision"})
    assert open_phrase(guide, situation, pairs, wanted) == "您领不领工伤生活护理费"
    assert open_phrase(guide, situation, pairs) == "您领不领失业金、退休金"


def test_of_many_things_denied_none_is_named(guide):
    definition = guide.facts["receives"]
    few = KnownSet(frozenset(), frozenset({"orphan-living"}), False)
    many = KnownSet(frozenset(), frozenset(definition.values), False)
    assert fact_phrase(definition, few) == "没有孤儿基本生活费"
    assert fact_phrase(definition, many) == "这些补贴都没领"
