"""Two values of one fact beside each other, and several made into one. Pure.

A value is what is possible: a number may be a range, a set may be known in part. Two values agree when what
the office says lies within what was declared, differ when no value fits both, and else nothing can be said.
"""

from collections.abc import Iterable, Sequence
from decimal import Decimal
from functools import reduce

from knowledge import FactDefinition, KnownSet, Range, Value, Verdict
from knowledge.ranges import INFINITY, rounds_into
from webapp.applications.sources import Join

NUMBERS = frozenset({"int", "decimal"})
Span = tuple[Decimal, Decimal]


def agree(definition: FactDefinition, declared: Value, verified: Value) -> Verdict:
    """MET: they agree; UNMET: they differ; UNKNOWN: one leaves room for both."""
    if definition.type == "set":
        return _agree_sets(definition, declared, verified)
    if definition.type in NUMBERS:
        return _agree_numbers(_span(declared), _span(verified))
    return Verdict.MET if declared == verified else Verdict.UNMET


def _agree_numbers(said: Span, found: Span) -> Verdict:
    if said[0] == said[1]:  # 213.40 is what somebody means who says 213
        meant = rounds_into(found, said[0])
        surely = rounds_into((found[0], found[0]), said[0]) and rounds_into((found[1], found[1]), said[0])
        return Verdict.MET if surely else Verdict.UNKNOWN if meant else Verdict.UNMET
    if said[0] <= found[0] and found[1] <= said[1]:
        return Verdict.MET
    return Verdict.UNMET if found[1] < said[0] or said[1] < found[0] else Verdict.UNKNOWN


def _agree_sets(definition: FactDefinition, declared: KnownSet, verified: KnownSet) -> Verdict:
    said, found = _closed(definition, declared), _closed(definition, verified)
    if said.has & found.has_not or said.has_not & found.has:
        return Verdict.UNMET
    return Verdict.MET if said.has <= found.has and said.has_not <= found.has_not else Verdict.UNKNOWN


def meet(definition: FactDefinition, one: Value, other: Value) -> Value | None:
    """What fits both; of two numbers that are the same when rounded, the second. None when nothing does."""
    if agree(definition, one, other) is Verdict.UNMET:
        return None
    if definition.type == "set":
        has, complete = one.has | other.has, one.complete or other.complete
        has_not = frozenset() if complete else one.has_not | other.has_not
        return KnownSet(has, has_not, complete)
    if definition.type in NUMBERS:
        (low, high), (other_low, other_high) = _span(one), _span(other)
        if max(low, other_low) > min(high, other_high):
            return other
        return _number(definition, max(low, other_low), min(high, other_high))
    return one


def meet_all(definition: FactDefinition, values: Iterable[Value]) -> Value | None:
    """What fits every one of them; None when they contradict each other."""
    first, *rest = values
    return reduce(lambda known, value: None if known is None else meet(definition, known, value), rest, first)


def join(definition: FactDefinition, rule: Join, values: Sequence[Value], *, complete: bool) -> Value | None:
    """The value of a household from those of its people; None when they do not make one.

    `complete`: everybody was asked and has answered.
    """
    match rule:
        case Join.ANY:
            return True if True in values else False if complete else None
        case Join.SUM:
            return _sum(definition, [_span(one) for one in values], complete=complete)
        case Join.UNION:
            return _union(definition, [_closed(definition, one) for one in values], complete=complete)
    return meet_all(definition, values)


def _sum(definition: FactDefinition, spans: Sequence[Span], *, complete: bool) -> Value:
    """What two own together stands with both: at least the largest share, at most all of them."""
    most = definition.range[1] if definition.range and definition.range[1] is not None else INFINITY
    low = max(low for low, _ in spans)
    high = min(sum((high for _, high in spans), Decimal(0)), most) if complete else most
    return _number(definition, low, max(low, high))


def _union(definition: FactDefinition, sets: Sequence[KnownSet], *, complete: bool) -> Value | None:
    has = frozenset().union(*(one.has for one in sets))
    if any(out in has for value in has for out in definition.values[value].excludes):
        return None
    has_not = frozenset().union(*(one.has_not for one in sets)) - has if complete else frozenset()
    whole = has | has_not >= set(definition.values)
    return KnownSet(has, frozenset() if whole else has_not, whole)


def _closed(definition: FactDefinition, known: KnownSet) -> KnownSet:
    """The same, with everything said that follows: what was not listed, what shuts out what."""
    every = frozenset(definition.values)
    if known.complete:
        return KnownSet(known.has, every - known.has, True)
    shut_out = {
        out for one in known.has for out in (*definition.values[one].excludes, *definition.excluders[one])
    }
    return KnownSet(known.has, (known.has_not | shut_out) - known.has, False)


def _span(value: Value) -> Span:
    if isinstance(value, Range):
        return value.low, value.high
    return Decimal(value), Decimal(value)


def _number(definition: FactDefinition, low: Decimal, high: Decimal) -> Value:
    if low != high:
        return Range(low, high)
    return int(low) if definition.type == "int" else low
