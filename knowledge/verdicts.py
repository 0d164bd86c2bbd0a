"""Three values after Kleene: met, unmet, and unknown, which is never taken for no."""

from collections.abc import Iterable
from enum import Enum


class Verdict(Enum):
    """What is known of a condition. It has no truth value: write `verdict is Verdict.MET`."""

    MET = "met"
    UNMET = "unmet"
    UNKNOWN = "unknown"

    __hash__ = object.__hash__  # there is one of each; that of Enum is ten times slower

    def __bool__(self) -> bool:
        raise TypeError("a verdict has three values: compare it with `is Verdict.MET`")


MET, UNMET, UNKNOWN = Verdict.MET, Verdict.UNMET, Verdict.UNKNOWN


def all_of(verdicts: Iterable[Verdict]) -> Verdict:
    """Unmet when one is unmet, met when all are met, else unknown; met for none at all."""
    result = MET
    for verdict in verdicts:
        if verdict is UNMET:
            return UNMET
        if verdict is UNKNOWN:
            result = UNKNOWN
    return result


def any_of(verdicts: Iterable[Verdict]) -> Verdict:
    """Met when one is met, unmet when all are unmet, else unknown; unmet for none at all."""
    result = UNMET
    for verdict in verdicts:
        if verdict is MET:
            return MET
        if verdict is UNKNOWN:
            result = UNKNOWN
    return result


def opposite(verdict: Verdict) -> Verdict:
    """Met for unmet and unmet for met; unknown stays unknown."""
    if verdict is MET:
        return UNMET
    return MET if verdict is UNMET else UNKNOWN
