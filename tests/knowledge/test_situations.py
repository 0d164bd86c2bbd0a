"""Situations from untrusted JSON: everything wrong is said, nothing else escapes."""

from datetime import date
from decimal import Decimal

import pytest
from hypothesis import given
from hypothesis import strategies as st

from knowledge import KnownSet, Person, Range, Situation, SituationError
from tests.knowledge.small import make_guide

FACTS = make_guide().facts
KEYS = [*FACTS, "happy", "", "a/b"]

scalars = st.one_of(
    st.none(),
    st.booleans(),
    st.integers(),
    st.integers(-3, 200),
    st.floats(),
    st.text(max_size=8),
    st.sampled_from(["zibo", "urban", "low", "cancer", "2000-02-29", "2000-02-30", 10**5000, "\ud800"]),
)
values = st.one_of(
    scalars,
    st.lists(scalars, max_size=3),
    st.dictionaries(st.sampled_from(["min", "max", "low", "cancer", "x"]), scalars, max_size=3),
)
facts = st.one_of(
    scalars, st.dictionaries(st.one_of(st.sampled_from(KEYS), st.text(max_size=5)), values, max_size=4)
)
relations = st.one_of(scalars, st.sampled_from(["self", "father", "neighbour"]))
people = st.one_of(
    scalars,
    st.lists(
        st.one_of(
            scalars,
            st.fixed_dictionaries(
                {}, optional={"id": scalars, "relation": relations, "facts": facts, "name": scalars}
            ),
        ),
        max_size=3,
    ),
)
raws = st.one_of(
    scalars,
    st.fixed_dictionaries(
        {}, optional={"id": scalars, "household": facts, "people": people, "more": scalars}
    ),
)


@given(raws)
def test_no_input_raises_anything_but_a_situation_error(raw):
    try:
        situation = Situation.parse(raw, FACTS)
    except SituationError as error:
        assert error.problems and all(message for _, message in error.problems)
    else:
        assert Situation.parse(situation.to_json(), FACTS) == situation


def parse_fact(key, raw, scope="person"):
    given = {"people": [{"id": "self", "relation": "self", "facts": {key: raw}}]}
    situation = Situation.parse(given if scope == "person" else {"household": {key: raw}}, FACTS)
    return (situation.people[0].facts if scope == "person" else situation.household)[key]


@pytest.mark.parametrize(
    ("key", "raw", "value"),
    [
        ("ill", True, True),
        ("grade", 2, 2),
        ("income", 800.5, Decimal("800.5")),
        ("income", 800, Decimal(800)),
        ("income", {"min": 800, "max": 899}, Range(Decimal(800), Decimal(899))),
        ("grade", {"min": 2, "max": 2}, 2),
        ("hukou", "zibo", "zibo"),
        ("birth_date", "2000-02-29", date(2000, 2, 29)),
        ("illnesses", [], KnownSet(complete=True)),
        ("illnesses", ["cancer"], KnownSet(frozenset({"cancer"}), complete=True)),
        (
            "illnesses",
            {"cancer": True, "uremia": False},
            KnownSet(frozenset({"cancer"}), frozenset({"uremia"})),
        ),
    ],
)
def test_a_value_is_read_and_written_back(key, raw, value):
    assert parse_fact(key, raw) == value
    situation = Situation(people=(Person("self", "self", {key: value}),))
    assert Situation.parse(situation.to_json(), FACTS) == situation


@pytest.mark.parametrize(
    ("key", "raw", "words"),
    [
        ("ill", 1, "true 或 false"),
        ("ill", "yes", "true 或 false"),
        ("ill", None, "true 或 false"),
        ("grade", 5, "1 到 4"),
        ("grade", 1.5, "整数"),
        ("grade", True, "一个数"),
        ("income", -1, "0 到 1000000"),
        ("income", float("nan"), "有限"),
        ("income", "800", "一个数"),
        ("income", 10**50, "太大"),
        ("income", {"min": 5}, "min 和 max"),
        ("income", {"min": 5, "max": 4}, "min 比 max 大"),
        ("hukou", "mars", "zibo、elsewhere"),
        ("illnesses", "cancer", "列表"),
        ("illnesses", ["mars"], "cancer"),
        ("illnesses", {"cancer": 1}, "true/false"),
        ("birth_date", "2001-02-29", "1990-01-31"),
        ("birth_date", "1899-12-31", "不在可能的日子里"),
        ("happy", True, "情况词表里没有"),
        ("danger", True, "家里的情况"),
    ],
)
def test_a_wrong_value_is_refused_in_words(key, raw, words):
    with pytest.raises(SituationError) as refused:
        parse_fact(key, raw)
    ((pointer, message),) = refused.value.problems
    assert pointer == f"/people/0/facts/{key}"
    assert words in message


def test_every_problem_is_said_with_its_pointer():
    raw = {
        "household": {"ill": True, "cost": "x"},
        "people": [{"id": "a", "relation": "boss"}, {"id": "a", "relation": "father", "age": 3}],
        "note": 1,
    }
    with pytest.raises(SituationError) as refused:
        Situation.parse(raw, FACTS)
    pointers = {pointer for pointer, _ in refused.value.problems}
    assert pointers == {
        "/note",
        "/household/ill",
        "/household/cost",
        "/people/0/relation",
        "/people/1/age",
        "/people/1/id",
    }


def test_only_one_person_is_self():
    people = [{"id": "a", "relation": "self"}, {"id": "b", "relation": "self"}]
    with pytest.raises(SituationError, match="self 只能有一个"):
        Situation.parse({"people": people}, FACTS)


def test_copies_change_one_thing_and_leave_the_rest():
    first = Situation("h2", {"danger": True}, (Person("self", "self"),))
    second = first.with_fact("self", "ill", True).with_fact(None, "cost", Decimal(5))
    assert (first.people[0].facts, first.household) == ({}, {"danger": True})
    assert second.person("self").facts == {"ill": True}
    assert second.without_fact(None, "danger").household == {"cost": Decimal(5)}
    assert second.without_fact("self", "ill").person("self").facts == {}
    assert [one.id for one in second.with_person(Person("father", "father")).people] == ["self", "father"]
    with pytest.raises(SituationError, match="nobody"):
        second.person("nobody")
