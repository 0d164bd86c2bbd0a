"""Numbers that are known in part: a number is one of a few closed spans, or unknown (None).

`((800, 850),)` is "eight hundred and something"; `((924, 924), (801, 801))` is one of two standards.
Every result holds all that is possible (it may hold more), so a comparison that is decided stays so.
"""

from decimal import Decimal, InvalidOperation

from knowledge.verdicts import MET, UNKNOWN, UNMET, Verdict

Span = tuple[Decimal, Decimal]
Spans = tuple[Span, ...]

INFINITY = Decimal("Infinity")
ZERO = Decimal(0)
MOST_SPANS = 8
MOST_DECIMALS_SAID = 6
TINY = Decimal("1e-9")  # a third times three is one: no figure of the guide is as fine as this


def point(value: Decimal | int) -> Spans:
    """The spans of one exact number."""
    exact = Decimal(value)
    return ((exact, exact),)


def is_exact(spans: Spans | None) -> bool:
    """Whether only one number is possible."""
    return spans is not None and len(spans) == 1 and spans[0][0] == spans[0][1]


def hull(spans: Spans) -> Span:
    """The lowest and the highest possible number."""
    return min(low for low, _ in spans), max(high for _, high in spans)


def union(parts: list[Spans | None]) -> Spans | None:
    """What is possible when any one of `parts` may hold; unknown if one of them is unknown."""
    spans: list[Span] = []
    for part in parts:
        if part is None:
            return None
        spans.extend(span for span in part if span not in spans)
    return _few(tuple(spans)) if spans else None


def intersection(left: Spans, right: Spans) -> Spans:
    """What both allow; empty when they exclude each other."""
    found = (
        (max(low, other_low), min(high, other_high))
        for low, high in left
        for other_low, other_high in right
        if low <= other_high and other_low <= high
    )
    return _few(tuple(dict.fromkeys(found)))


def _few(spans: Spans) -> Spans:
    return spans if len(spans) <= MOST_SPANS else (hull(spans),)


def _combine(operate, left: Spans | None, right: Spans | None) -> Spans | None:
    if left is None or right is None:
        return None
    try:
        if len(left) == 1 and len(right) == 1:
            span = operate(left[0], right[0])
            return None if span is None else (span,)
        spans = [operate(one, other) for one in left for other in right]
    except InvalidOperation:  # infinity times nought and the like: nothing is known
        return None
    if None in spans:
        return None
    return _few(tuple(dict.fromkeys(spans)))


def _add(left: Span, right: Span) -> Span:
    return left[0] + right[0], left[1] + right[1]


def _subtract(left: Span, right: Span) -> Span:
    return left[0] - right[1], left[1] - right[0]


def _multiply(left: Span, right: Span) -> Span:
    if left[0] == left[1] and right[0] == right[1]:
        product = left[0] * right[0]
        return product, product
    ends = [one * other for one in left for other in right]
    return min(ends), max(ends)


def _divide(left: Span, right: Span) -> Span | None:
    if right[0] <= 0 <= right[1]:
        return None
    ends = [one / other for one in left for other in right]
    return min(ends), max(ends)


def add(left: Spans | None, right: Spans | None) -> Spans | None:
    """left + right."""
    return _combine(_add, left, right)


def subtract(left: Spans | None, right: Spans | None) -> Spans | None:
    """left - right."""
    return _combine(_subtract, left, right)


def multiply(left: Spans | None, right: Spans | None) -> Spans | None:
    """left x right."""
    return _combine(_multiply, left, right)


def divide(left: Spans | None, right: Spans | None) -> Spans | None:
    """left / right; unknown when the divisor may be nought."""
    return _combine(_divide, left, right)


def _below(one: Decimal, other: Decimal) -> bool:
    return one < other and other - one > TINY


def less(left: Spans | None, right: Spans | None) -> Verdict:
    """left < right for all, for none, or unknown."""
    if left is None or right is None:
        return UNKNOWN
    left_low, left_high = left[0] if len(left) == 1 else hull(left)
    right_low, right_high = right[0] if len(right) == 1 else hull(right)
    if _below(left_high, right_low):
        return MET
    return UNKNOWN if _below(left_low, right_high) else UNMET


def at_most(left: Spans | None, right: Spans | None) -> Verdict:
    """left <= right for all, for none, or unknown."""
    if left is None or right is None:
        return UNKNOWN
    left_low, left_high = left[0] if len(left) == 1 else hull(left)
    right_low, right_high = right[0] if len(right) == 1 else hull(right)
    if not _below(right_low, left_high):
        return MET
    return UNMET if _below(right_high, left_low) else UNKNOWN


def equal(left: Spans | None, right: Spans | None) -> Verdict:
    """left == right for all, for none, or unknown."""
    if left is None or right is None:
        return UNKNOWN
    if is_exact(left) and is_exact(right):
        one, other = left[0][0], right[0][0]
        return UNMET if _below(one, other) or _below(other, one) else MET
    return UNKNOWN if intersection(left, right) else UNMET


def one_of(spans: Spans | None, numbers: tuple[Decimal, ...], whole: bool) -> Verdict:
    """Whether the number is among `numbers`; `whole` says that only integers are possible."""
    if spans is None:
        return UNKNOWN
    inside = [_span_one_of(span, numbers, whole) for span in spans]
    first = inside[0]
    return first if all(verdict is first for verdict in inside) else UNKNOWN


def _span_one_of(span: Span, numbers: tuple[Decimal, ...], whole: bool) -> Verdict:
    low, high = span
    if low == high:
        return MET if low in numbers else UNMET
    reached = {number for number in numbers if low <= number <= high}
    if not reached:
        return UNMET
    if whole and high != INFINITY:
        first, last = low.to_integral_value("ROUND_CEILING"), high.to_integral_value("ROUND_FLOOR")
        if len({number for number in reached if number == number.to_integral_value()}) == last - first + 1:
            return MET
    return UNKNOWN


def rounds_into(span: Span, stated: Decimal) -> bool:
    """Whether somebody who says `stated` may mean a number of the span, to the decimals that were said.

    800.0 says no more than 800, and what is said more finely than MOST_DECIMALS_SAID counts to there.
    """
    decimals = max(0, -stated.normalize().as_tuple().exponent)
    places = Decimal(1).scaleb(-min(decimals, MOST_DECIMALS_SAID))
    low, high, said = (
        end if end.is_infinite() else end.quantize(places, "ROUND_HALF_UP") for end in (*span, stated)
    )
    return low <= said <= high
