"""The truth tables of three values."""

import itertools

import pytest
from hypothesis import given
from hypothesis import strategies as st

from knowledge.verdicts import MET, UNKNOWN, UNMET, Verdict, all_of, any_of, opposite

verdicts = st.lists(st.sampled_from(Verdict), max_size=6)


def completions(values):
    """Every way to make the unknown ones met or unmet."""
    choices = [[MET, UNMET] if value is UNKNOWN else [value] for value in values]
    return itertools.product(*choices)


def agreed(results):
    """The one result that all completions share, else unknown."""
    found = set(results)
    return found.pop() if len(found) == 1 else UNKNOWN


@given(verdicts)
def test_all_of_is_decided_just_when_every_completion_agrees(values):
    certain = (MET if all(one is MET for one in row) else UNMET for row in completions(values))
    assert all_of(values) is agreed(certain)


@given(verdicts)
def test_any_of_is_decided_just_when_every_completion_agrees(values):
    certain = (MET if any(one is MET for one in row) else UNMET for row in completions(values))
    assert any_of(values) is agreed(certain)


@given(verdicts)
def test_all_and_any_mirror_each_other(values):
    assert opposite(all_of(values)) is any_of([opposite(value) for value in values])


@pytest.mark.parametrize("verdict", Verdict)
def test_a_verdict_has_no_truth_value(verdict):
    with pytest.raises(TypeError, match="three values"):
        bool(verdict)
