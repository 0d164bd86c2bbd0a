"""Verdicts and numbers as columns: what `verdicts` and `ranges` are for one situation, for every row at once.

A verdict is two columns, surely met and surely unmet; a number is whether it is known at all, and its spans.
No column is ever null. What is the same in every row stays a plain bool or float, so that a table which
lacks most facts costs little. Numbers are floating here, so they are taken as equal within a billionth, as
`ranges` does; what that tolerance cannot bear is refused when it is compiled, never answered otherwise.
"""

import math
from collections.abc import Callable, Iterable
from dataclasses import dataclass
from decimal import Decimal
from functools import reduce
from itertools import product

import ibis

from knowledge import ranges
from knowledge.errors import KnowledgeError

Flag = bool | ibis.Value
Real = float | ibis.Value
INFINITY = math.inf
TINY = float(ranges.TINY)
MOST_DECIMALS = ranges.MOST_DECIMALS_SAID


class ColumnsError(KnowledgeError):
    """A formula that rows of a table cannot bear."""


@dataclass(frozen=True, eq=False)
class Truth:
    """A verdict in every row: surely met, surely unmet, or neither."""

    yes: Flag
    no: Flag


UNKNOWN = Truth(False, False)


@dataclass(frozen=True, eq=False)
class Span:
    """One span that a number may lie in; `present` says in which rows."""

    present: Flag
    low: Real
    high: Real


@dataclass(frozen=True, eq=False)
class Number:
    """A number in every row: whether anything is known, and its spans.

    `finite`: no span is open upwards or downwards. `blurred`: of many spans only the hull was kept.
    """

    known: Flag
    spans: tuple[Span, ...]
    finite: bool = True
    blurred: bool = False

    @property
    def hull(self) -> tuple[Real, Real]:
        """The lowest and the highest possible number."""
        if len(self.spans) == 1:
            return self.spans[0].low, self.spans[0].high
        lows = [choose(span.present, span.low, INFINITY) for span in self.spans]
        return least(*lows), greatest(*(choose(span.present, span.high, -INFINITY) for span in self.spans))


NOTHING = Number(False, (Span(True, 0.0, 0.0),))


def exact(value: Real | Decimal | int, known: Flag = True) -> Number:
    """One exact number."""
    number = value if isinstance(value, ibis.Value) else float(value)
    return Number(known, (Span(True, number, number),))


# ---- flags and reals, plain where they are the same in every row ----


def both(*flags: Flag) -> Flag:
    """All of the flags."""
    if any(flag is False for flag in flags):
        return False
    columns = [flag for flag in flags if flag is not True]
    return reduce(lambda one, other: one & other, columns) if columns else True


def either(*flags: Flag) -> Flag:
    """One of the flags."""
    if any(flag is True for flag in flags):
        return True
    columns = [flag for flag in flags if flag is not False]
    return reduce(lambda one, other: one | other, columns) if columns else False


def opposite_of(flag: Flag) -> Flag:
    """The other value."""
    return not flag if isinstance(flag, bool) else ~flag


def choose(flag: Flag, one: Real, other: Real) -> Real:
    """`one` where the flag holds, else `other`."""
    if isinstance(flag, bool):
        return one if flag else other
    return one if one is other else ibis.ifelse(flag, one, other)


def least(*values: Real) -> Real:
    """The smallest in each row."""
    return min(values) if _plain(*values) else ibis.least(*values)


def greatest(*values: Real) -> Real:
    """The greatest in each row."""
    return max(values) if _plain(*values) else ibis.greatest(*values)


def _plain(*values: Real) -> bool:
    return all(isinstance(value, float) for value in values)


def below(one: Real, other: Real, endless: bool = False) -> Flag:
    """Surely smaller, not only by what floating numbers are off; `endless`: both may be infinite."""
    if isinstance(other, float) and not isinstance(one, float):
        return one < other - TINY
    if isinstance(one, float) and not isinstance(other, float):
        return other > one + TINY
    return both(one < other, other - one > TINY) if endless else other - one > TINY


def near(one: Real, other: Real) -> Flag:
    """The same number, as far as floating numbers can say, if one of them is finite."""
    for first, second in ((one, other), (other, one)):
        if isinstance(second, float) and math.isfinite(second) and not isinstance(first, float):
            return both(first >= second - TINY, first <= second + TINY)
    apart = one - other
    return (abs(apart) if isinstance(apart, float) else apart.abs()) <= TINY


# ---- verdicts ----


def all_of(truths: Iterable[Truth]) -> Truth:
    """Strong Kleene and."""
    parts = list(truths)
    return Truth(both(*(part.yes for part in parts)), either(*(part.no for part in parts)))


def any_of(truths: Iterable[Truth]) -> Truth:
    """Strong Kleene or."""
    parts = list(truths)
    return Truth(either(*(part.yes for part in parts)), both(*(part.no for part in parts)))


def opposite(truth: Truth) -> Truth:
    """Strong Kleene not."""
    return Truth(truth.no, truth.yes)


def settle(found: Truth, stated: Truth) -> Truth:
    """What was worked out and what was stated: either alone, both where they agree, else unknown."""
    silent = both(opposite_of(found.yes), opposite_of(found.no))
    return Truth(
        either(both(found.yes, opposite_of(stated.no)), both(silent, stated.yes)),
        either(both(found.no, opposite_of(stated.yes)), both(silent, stated.no)),
    )


# ---- numbers ----


def add(left: Number, right: Number) -> Number:
    """left + right."""
    return _combine(left, right, _sums)


def subtract(left: Number, right: Number) -> Number:
    """left - right."""
    return _combine(left, right, _differences)


def multiply(left: Number, right: Number) -> Number:
    """left x right."""
    _refuse_blurred(left, right)
    return _combine(left, right, _corners(lambda one, other: one * other))


def divide(left: Number, right: Number) -> Number:
    """left / right; unknown when the divisor may be nought."""
    _refuse_blurred(left, right)
    noughts = [both(span.low <= 0.0, span.high >= 0.0) for span in right.spans]
    if any(nought is True for nought in noughts):
        return NOTHING
    spans = tuple(_without(span, nought) for span, nought in zip(right.spans, noughts, strict=True))
    possible = either(*(both(span.present, nought) for span, nought in zip(spans, noughts, strict=True)))
    divisor = Number(both(right.known, opposite_of(possible)), spans, right.finite)
    return _combine(left, divisor, _corners(lambda one, other: one / other))


def _without(span: Span, nought: Flag) -> Span:
    """The span with a harmless number where it may be nought."""
    low = choose(nought, 1.0, span.low)
    return Span(span.present, low, low if _is_point(span) else choose(nought, 1.0, span.high))


def _sums(one: Span, other: Span) -> list[Real]:
    low = one.low + other.low
    return [low, low if _is_point(one) and _is_point(other) else one.high + other.high]


def _differences(one: Span, other: Span) -> list[Real]:
    low = one.low - other.high
    return [low, low if _is_point(one) and _is_point(other) else one.high - other.low]


def _is_point(span: Span) -> bool:
    return span.low is span.high


def _corners(operate: Callable[[Real, Real], Real]) -> Callable[[Span, Span], list[Real]]:
    def reach(one: Span, other: Span) -> list[Real]:
        ends = [operate(first, second) for first in _ends(one) for second in _ends(other)]
        return ends * 2 if len(ends) == 1 else [least(*ends), *ends, greatest(*ends)]

    return reach


def _ends(span: Span) -> tuple[Real, ...]:
    return (span.low,) if _is_point(span) else (span.low, span.high)


def _combine(left: Number, right: Number, reach: Callable[[Span, Span], list[Real]]) -> Number:
    known = both(left.known, right.known)
    if known is False:
        return NOTHING
    spans, finite = [], left.finite and right.finite
    for one, other in product(left.spans, right.spans):
        ends, present = reach(one, other), both(one.present, other.present)
        if not finite:  # infinity less infinity and the like: nothing is known
            known = both(known, opposite_of(both(present, either(*map(_is_nan, ends)))))
        spans.append(Span(present, ends[0], ends[-1]))
    return few(Number(known, tuple(spans), finite, left.blurred or right.blurred))


def few(number: Number) -> Number:
    """Many spans become their hull, as in `ranges`."""
    if len(number.spans) <= ranges.MOST_SPANS:
        return number
    return Number(number.known, (Span(True, *number.hull),), number.finite, True)


def _is_nan(value: Real) -> Flag:
    return math.isnan(value) if isinstance(value, float) else value.isnan()


def _refuse_blurred(*numbers: Number) -> None:
    if any(number.blurred for number in numbers):
        raise ColumnsError("一个数有太多种可能，成表算时只能加减和比大小；把算式拆开，先比再合")


def less(left: Number, right: Number) -> Truth:
    """left < right."""
    known = both(left.known, right.known)
    if known is False:
        return UNKNOWN
    (low, high), (other_low, other_high) = left.hull, right.hull
    endless = not left.finite and not right.finite
    surely, maybe = below(high, other_low, endless), below(low, other_high, endless)
    return Truth(both(known, surely), both(known, opposite_of(maybe)))


def at_most(left: Number, right: Number) -> Truth:
    """left <= right."""
    return opposite(less(right, left))


def equal(left: Number, right: Number) -> Truth:
    """left == right."""
    _refuse_blurred(left, right)
    known = both(left.known, right.known)
    if known is False:
        return UNKNOWN
    exactly, same = both(is_exact(left), is_exact(right)), near(left.hull[0], right.hull[0])
    meeting = either(*(
        both(one.present, other.present, _overlap(one, other))
        for one, other in product(left.spans, right.spans)
    ))  # fmt: skip
    apart = either(both(exactly, opposite_of(same)), both(opposite_of(exactly), opposite_of(meeting)))
    return Truth(both(known, exactly, same), both(known, apart))


def is_exact(number: Number) -> Flag:
    """Whether only one number is possible, where anything is known."""
    low, high = number.hull
    return low is high or low == high


def _overlap(one: Span, other: Span) -> Flag:
    apart = either(below(one.high, other.low, True), below(other.high, one.low, True))
    return opposite_of(apart)


def one_of(number: Number, numbers: tuple[Decimal, ...], whole: bool) -> Truth:
    """Whether the number is among `numbers`; `whole` says that only integers are possible."""
    _refuse_blurred(number)
    if number.known is False:
        return UNKNOWN
    inside = [_span_one_of(span, numbers, whole) for span in number.spans]
    spans = list(zip(number.spans, inside, strict=True))
    yes = both(*(either(opposite_of(span.present), truth.yes) for span, truth in spans))
    no = both(*(either(opposite_of(span.present), truth.no) for span, truth in spans))
    return Truth(both(number.known, yes), both(number.known, no))


def _span_one_of(span: Span, numbers: tuple[Decimal, ...], whole: bool) -> Truth:
    targets = [float(number) for number in numbers]
    among = either(*(near(span.low, target) for target in targets))
    if _is_point(span):
        return Truth(among, opposite_of(among))
    exactly = span.low == span.high
    reached = either(*(both(span.low <= target, target <= span.high) for target in targets))
    all_reached = both(whole, reached, _all_reached(span, targets)) if whole else False
    return Truth(
        either(both(exactly, among), both(opposite_of(exactly), all_reached)),
        either(both(exactly, opposite_of(among)), both(opposite_of(exactly), opposite_of(reached))),
    )


def _all_reached(span: Span, targets: list[float]) -> Flag:
    """Whether every integer of the span is a target."""
    integers = sorted({target for target in targets if target.is_integer()})
    reached = (choose(both(span.low <= one, one <= span.high), 1.0, 0.0) for one in integers)
    closed = choose(span.high == INFINITY, 0.0, span.high)
    count = reduce(lambda one, other: one + other, reached, 0.0)
    room = _floor(closed) - _ceil(span.low) + 1.0
    return both(span.high != INFINITY, room == count)


def _floor(value: Real) -> Real:
    return float(math.floor(value)) if isinstance(value, float) else value.floor().cast("float64")


def _ceil(value: Real) -> Real:
    return float(math.ceil(value)) if isinstance(value, float) else value.ceil().cast("float64")


@dataclass(frozen=True, eq=False)
class Stated:
    """A number that was stated, and half a step of the last decimal that was said."""

    number: Number
    half_step: Real


def half_step(stated: Real) -> Real:
    """Half of 1 for 800, half of 0.1 for 800.5."""
    half: Real = 0.5 * 10.0**-MOST_DECIMALS
    for places in reversed(range(MOST_DECIMALS)):
        half = choose(near(stated, stated.round(places)), 0.5 * 10.0**-places, half)
    return half


def settle_number(found: Number, stated: Stated) -> Number:
    """What was worked out and what was stated: either alone, what both allow, unknown where they disagree."""
    if found.known is False:
        return stated.number
    if len(found.spans) > 1 or found.blurred:
        raise ColumnsError("算出来的情况有几种可能，又能直接写明，成表时合不起来；让它不要直接用分城乡的标准")
    (one,), (other,) = found.spans, stated.number.spans
    given, exactly = stated.number.known, is_exact(stated.number)
    agrees = either(
        both(exactly, _rounds_into(one, other.low, stated.half_step)),
        both(opposite_of(exactly), _overlap(one, other)),
    )
    keeps = either(opposite_of(given), both(found.known, exactly, is_exact(found)))
    takes = either(opposite_of(found.known), exactly)
    low = choose(keeps, one.low, choose(takes, other.low, greatest(one.low, other.low)))
    high = choose(keeps, one.high, choose(takes, other.high, least(one.high, other.high)))
    known = either(
        both(found.known, either(opposite_of(given), agrees)), both(opposite_of(found.known), given)
    )  # fmt: skip
    return Number(known, (Span(True, low, high),), found.finite)


def _rounds_into(span: Span, stated: Real, half: Real) -> Flag:
    """Whether somebody who says `stated` may mean a number of the span, to the decimals that were said."""
    most, fewest = stated + half, stated - half
    not_over = either(below(span.low, most), both(span.low < 0.0, near(span.low, most)))
    not_under = either(below(fewest, span.high), both(span.high >= 0.0, near(span.high, fewest)))
    return both(not_over, not_under)
