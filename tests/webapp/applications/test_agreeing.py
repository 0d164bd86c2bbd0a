"""Agreement is what it means: every value that the office allows was declared, none was, or neither."""

import datetime
from decimal import Decimal
from itertools import product

import pytest
from hypothesis import given
from hypothesis import strategies as st

from knowledge import Choice, FactDefinition, KnownSet, Range, Verdict
from webapp.applications.agreeing import agree, join, meet, meet_all
from webapp.applications.sources import Join

MET, UNMET, UNKNOWN = Verdict.MET, Verdict.UNMET, Verdict.UNKNOWN
PEOPLE = FactDefinition("people", "household", "int", "几口人", unit="人", range=(Decimal(0), Decimal(6)))
MONEY = FactDefinition("money", "person", "decimal", "钱", unit="元", range=(Decimal(0), Decimal(10**6)))
AID = FactDefinition(
    "aid", "household", "set", "身份",
    choices=(Choice("a", "甲", excludes=("b",)), Choice("b", "乙"), Choice("c", "丙")),
)  # fmt: skip
YES = FactDefinition("yes", "household", "bool", "有没有")
BORN = FactDefinition("born", "person", "date", "生日")
VALUES = ("a", "b", "c")


def span(low, high):
    return low if low == high else Range(Decimal(low), Decimal(high))


whole = st.integers(0, 6)
spans = st.tuples(whole, whole).map(lambda ends: span(*sorted(ends)))


@st.composite
def sets(draw):
    """Something that may be known of a set and does not contradict itself."""
    has = draw(st.sets(st.sampled_from(VALUES)))
    if {"a", "b"} <= has:
        has.discard("b")
    if draw(st.booleans()):
        return KnownSet(frozenset(has), frozenset(), True)
    has_not = draw(st.sets(st.sampled_from(VALUES))) - has
    return KnownSet(frozenset(has), frozenset(has_not), False)


def worlds(value):
    """Everything that can be so, one by one."""
    if isinstance(value, KnownSet):
        every = (
            frozenset(v for v, there in zip(VALUES, bits, strict=True) if there)
            for bits in product((0, 1), repeat=3)
        )
        possible = (one for one in every if not {"a", "b"} <= one)
        return {
            one for one in possible
            if value.has <= one and not value.has_not & one and (not value.complete or one == value.has)
        }  # fmt: skip
    if isinstance(value, Range):
        return set(range(int(value.low), int(value.high) + 1))
    return {value}


def truth(declared, verified):
    said, found = worlds(declared), worlds(verified)
    return UNMET if not said & found else MET if found <= said else UNKNOWN


@given(spans, spans)
def test_numbers_agree_as_the_numbers_that_may_be_meant(declared, verified):
    assert agree(PEOPLE, declared, verified) is truth(declared, verified)


@given(sets(), sets())
def test_sets_agree_as_the_sets_that_may_be_meant(declared, verified):
    found = agree(AID, declared, verified)
    expected = truth(declared, verified)
    # What follows only from several statements together may stay open, but never turns into its opposite.
    assert found is expected or found is UNKNOWN
    assert (found is UNMET) == (expected is UNMET)


@given(st.one_of(st.tuples(st.just(PEOPLE), spans, spans), st.tuples(st.just(AID), sets(), sets())))
def test_what_both_say_is_what_fits_both(case):
    definition, one, other = case
    both = meet(definition, one, other)
    if agree(definition, one, other) is UNMET:
        assert both is None
    else:
        assert worlds(both) == worlds(one) & worlds(other)


@given(
    st.one_of(
        st.tuples(st.just(PEOPLE), st.lists(spans, min_size=1)),
        st.tuples(st.just(AID), st.lists(sets(), min_size=1)),
    )
)
def test_the_order_in_which_sources_speak_does_not_matter(case):
    definition, values = case
    forwards, backwards = meet_all(definition, values), meet_all(definition, values[::-1])
    assert (forwards is None) == (backwards is None)
    if forwards is not None:
        assert worlds(forwards) == worlds(backwards)


@pytest.mark.parametrize(
    ("declared", "verified", "verdict"),
    [
        (213, Decimal("213.40"), MET),
        (213, Decimal("214"), UNMET),
        (Decimal("213.4"), Decimal("213.44"), MET),
        (Range(Decimal(750), Decimal(850)), Decimal(800), MET),
        (Range(Decimal(750), Decimal(850)), Decimal(900), UNMET),
        (600, Range(Decimal(213), Decimal(10**6)), UNKNOWN),
        (0, Range(Decimal(213), Decimal(10**6)), UNMET),
        (Range(Decimal(0), Decimal(500)), Range(Decimal(400), Decimal(900)), UNKNOWN),
    ],
)
def test_money_agrees_as_people_say_money(declared, verified, verdict):
    assert agree(MONEY, declared, verified) is verdict


def test_days_and_choices_agree_when_they_are_the_same():
    day = datetime.date(1948, 3, 5)
    assert agree(BORN, day, day) is MET
    assert agree(BORN, day, datetime.date(1947, 3, 5)) is UNMET
    assert agree(YES, True, False) is UNMET


@pytest.mark.parametrize(
    ("values", "complete", "joined"),
    [
        ([False, True], False, True),
        ([False, False], True, False),
        ([False, False], False, None),
    ],
)
def test_one_who_has_it_is_enough_and_all_must_lack_it(values, complete, joined):
    assert join(YES, Join.ANY, values, complete=complete) is joined


@pytest.mark.parametrize(
    ("values", "complete", "joined"),
    [
        ([1, 0], True, 1),
        ([1, 1], True, span(1, 2)),
        ([1], False, span(1, 6)),
        ([4, 4], True, span(4, 6)),
    ],
)
def test_what_each_owns_is_added_up_and_may_be_owned_together(values, complete, joined):
    assert join(PEOPLE, Join.SUM, values, complete=complete) == joined


def known(*has, hasnt=(), complete=False):
    return KnownSet(frozenset(has), frozenset(hasnt), complete)


@pytest.mark.parametrize(
    ("values", "complete", "joined"),
    [
        ([known("a", complete=True), known(complete=True)], True, known("a", complete=True)),
        ([known("c"), known(hasnt=["a"])], True, known("c", hasnt=["a"])),
        ([known("c"), known(hasnt=["a"])], False, known("c")),
        ([known("a"), known("b")], True, None),
    ],
)
def test_what_one_member_has_the_household_has(values, complete, joined):
    assert join(AID, Join.UNION, values, complete=complete) == joined


def test_the_same_is_said_of_a_household_by_all_or_it_is_disputed():
    assert join(PEOPLE, Join.SAME, [3, 3, span(1, 4)], complete=False) == 3
    assert join(PEOPLE, Join.SAME, [3, 2], complete=True) is None
