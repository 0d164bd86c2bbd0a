from itertools import pairwise

import pytest

from webapp.applications.errors import TransitionError
from webapp.applications.states import (
    ENDED,
    TRANSITIONS,
    URGENT_TRANSITIONS,
    RequestState,
    get_way,
    is_open,
    next_states,
    usual_way,
)

S = RequestState


def test_every_state_has_its_row():
    assert set(TRANSITIONS) == set(URGENT_TRANSITIONS) == set(RequestState)


@pytest.mark.parametrize("urgent", [False, True])
def test_the_usual_way_follows_the_table_from_submitted_to_closed(urgent):
    way = usual_way(urgent)
    for old, new in pairwise(way):
        get_way(old, new, urgent)
    assert way[0] is S.SUBMITTED and way[-1] is S.CLOSED


@pytest.mark.parametrize("urgent", [False, True])
def test_every_state_is_reached_or_begins(urgent):
    table = URGENT_TRANSITIONS if urgent else TRANSITIONS
    reached, pending = set(), [S.DRAFT]
    while pending:
        state = pending.pop()
        if state not in reached:
            reached.add(state)
            pending += [way.to for way in table[state]]
    afterwards = {S.POST_CHECK, S.CONFIRMED, S.RECOVERY_NOT_SOUGHT}
    beforehand = {S.VERIFYING, S.SURVEYING, S.REVIEWING, S.PUBLICISED}
    assert set(RequestState) - reached == (beforehand if urgent else afterwards)


def test_help_is_paid_before_it_is_checked_only_when_it_is_urgent():
    get_way(S.ACCEPTED, S.PAYING, urgent=True)
    with pytest.raises(TransitionError, match="accepted leads to"):
        get_way(S.ACCEPTED, S.PAYING)


def test_nothing_leads_out_of_an_end_except_an_objection_to_a_refusal():
    ways = {state: next_states(state) for state in ENDED}
    assert ways.pop(S.NOT_APPROVED) == (S.OBJECTED, S.CLOSED)
    assert set(ways.values()) == {()}


def test_a_draft_keeps_nobody_out_and_a_submitted_request_does():
    assert not is_open(S.DRAFT)
    assert is_open(S.SUBMITTED)
    assert not is_open(S.WITHDRAWN)
