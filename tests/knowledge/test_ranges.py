"""What numbers may be: arithmetic holds every result, comparisons are decided only where all agree."""

import operator
from decimal import Decimal

import pytest
from hypothesis import given
from hypothesis import strategies as st

from knowledge import ranges
from knowledge.verdicts import MET, UNKNOWN, UNMET

numbers = st.integers(-20, 20).map(Decimal)
spans = st.lists(st.tuples(numbers, numbers).map(sorted).map(tuple), min_size=1, max_size=3).map(tuple)


def inside(spans):
    """Some numbers that the spans hold: the ends and the whole numbers between."""
    return {Decimal(n) for low, high in spans for n in range(int(low), int(high) + 1)}


OPERATIONS = [
    (ranges.add, operator.add),
    (ranges.subtract, operator.sub),
    (ranges.multiply, operator.mul),
    (ranges.divide, operator.truediv),
]


@pytest.mark.parametrize(("on_spans", "on_numbers"), OPERATIONS)
@given(left=spans, right=spans)
def test_arithmetic_holds_every_result(on_spans, on_numbers, left, right):
    result = on_spans(left, right)
    if result is None:
        assert on_spans is ranges.divide and any(low <= 0 <= high for low, high in right)
        return
    for one in inside(left):
        for other in inside(right):
            exact = on_numbers(one, other)
            assert any(low - ranges.TINY <= exact <= high + ranges.TINY for low, high in result)


COMPARISONS = [
    (ranges.less, operator.lt),
    (ranges.at_most, operator.le),
    (ranges.equal, operator.eq),
]


@pytest.mark.parametrize(("on_spans", "on_numbers"), COMPARISONS)
@given(left=spans, right=spans)
def test_comparison_is_decided_only_where_all_agree(on_spans, on_numbers, left, right):
    certain = {on_numbers(one, other) for one in inside(left) for other in inside(right)}
    verdict = on_spans(left, right)
    if verdict is MET:
        assert certain == {True}
    if verdict is UNMET:
        assert certain == {False}
    if len(left) == len(right) == 1 and on_spans is not ranges.equal:
        assert (verdict is UNKNOWN) == (len(certain) == 2)


@given(left=spans, numbers=st.lists(numbers, min_size=1, max_size=4).map(tuple), whole=st.booleans())
def test_one_of_is_decided_only_where_all_agree(left, numbers, whole):
    certain = {number in numbers for number in inside(left)}
    verdict = ranges.one_of(left, numbers, whole)
    if verdict is not UNKNOWN:
        assert certain == {verdict is MET}
    elif whole and len(left) == 1:
        assert len(certain) == 2


@pytest.mark.parametrize("operate", [ranges.add, ranges.subtract, ranges.multiply, ranges.divide])
def test_unknown_stays_unknown(operate):
    assert operate(None, ranges.point(1)) is None
    assert operate(ranges.point(1), None) is None


def test_what_has_no_end_minus_what_has_no_end_is_unknown():
    endless = ((Decimal(1), ranges.INFINITY),)
    assert ranges.add(endless, ranges.point(1)) == ((Decimal(2), ranges.INFINITY),)
    assert ranges.subtract(endless, endless) == ((-ranges.INFINITY, ranges.INFINITY),)
    assert ranges.multiply(endless, ranges.point(0)) is None


def test_many_candidates_become_one_span_that_holds_them():
    many = tuple((Decimal(n), Decimal(n)) for n in range(20))
    assert ranges.union([many, ranges.point(30)]) == ((Decimal(0), Decimal(30)),)
    assert ranges.union([many, None]) is None


def test_what_is_said_may_be_rounded():
    third = Decimal(1000) / 3
    assert ranges.rounds_into((third, third), Decimal(333))
    assert ranges.rounds_into((third, third), Decimal("333.3"))
    assert not ranges.rounds_into((third, third), Decimal(334))


def test_noughts_behind_the_point_say_nothing_finer():
    third = Decimal(1000) / 3
    assert ranges.rounds_into((third, third), Decimal("333.0"))
    assert ranges.rounds_into((third, third), Decimal("333.3333334"))
    assert not ranges.rounds_into((third, third), Decimal("333.34"))
