import datetime

import pytest

import bot
from webapp.applications import progress, status, steps
from webapp.applications.moving import advance
from webapp.applications.submitting import submit

ASKER = "a" * 64


@pytest.fixture
def filed(desk):
    draft = desk.fill_in(desk.open_draft())
    submit(desk.session, desk.guide, draft, desk.now)
    return draft


def ask(desk, number, tail, asker=ASKER, later=datetime.timedelta()):
    wanted = bot.StatusLookup(number, tail)
    return status.look_up(desk.session, desk.index_hash, wanted, asker=asker, now=desk.now + later)


def tail_of(application):
    return steps.applicant_of(application).id_number[-4:]


def test_number_and_tail_show_every_request(desk, filed):
    found = ask(desk, filed.number, tail_of(filed))
    assert isinstance(found, bot.StatusFound)
    assert {one.policy_id for one in found.requests} == {one.policy for one in filed.requests}
    assert all(one.state_label and one.holder and one.next_step for one in found.requests)


def test_a_number_in_groups_and_a_small_x_are_taken(desk, filed):
    grouped = " ".join((filed.number[:2].lower(), filed.number[2:7], filed.number[7:]))
    assert isinstance(ask(desk, grouped, tail_of(filed).lower()), bot.StatusFound)


def test_a_wrong_number_and_a_wrong_tail_get_the_same_answer(desk, filed):
    wrong_tail = "0000" if tail_of(filed) != "0000" else "1111"
    assert (
        ask(desk, filed.number, wrong_tail)
        == ask(desk, "ZB0000000000", tail_of(filed))
        == bot.StatusNotFound()
    )


def test_half_a_tail_and_none_are_not_enough(desk, filed):
    for tail in ("", tail_of(filed)[1:], "9" + tail_of(filed)):
        assert ask(desk, filed.number, tail) == bot.StatusNotFound()


def test_a_draft_is_never_shown(desk):
    draft = desk.fill_in(desk.open_draft())
    assert ask(desk, "", tail_of(draft)) == bot.StatusNotFound()


def test_the_sixth_wrong_try_of_an_hour_is_refused_with_the_minutes(desk, filed):
    for number in range(5):
        assert ask(desk, f"ZB000000000{number}", "0000") == bot.StatusNotFound()
    assert ask(desk, filed.number, tail_of(filed)) == bot.StatusLimited(60)
    later = datetime.timedelta(minutes=45)
    assert ask(desk, filed.number, tail_of(filed), later=later) == bot.StatusLimited(15)
    assert isinstance(
        ask(desk, filed.number, tail_of(filed), later=datetime.timedelta(hours=1)), bot.StatusFound
    )


def test_tries_on_one_number_count_over_all_clients(desk, filed):
    for client in "bcdef":
        ask(desk, filed.number, "0000" if tail_of(filed) != "0000" else "1111", asker=client * 64)
    assert isinstance(ask(desk, filed.number, tail_of(filed), asker="g" * 64), bot.StatusLimited)


def test_looking_up_ones_own_number_does_not_use_up_tries(desk, filed):
    for _ in range(8):
        assert isinstance(ask(desk, filed.number, tail_of(filed)), bot.StatusFound)


def test_the_timeline_shows_done_now_and_next(desk, filed):
    request = filed.requests[0]
    advance(desk.session, request, desk.now)
    steps_shown = progress.timeline(request, lambda moment: moment.date().isoformat())
    assert [one.state for one in steps_shown].count("now") == 1
    assert steps_shown[0].state == "done" and steps_shown[0].label == "您交了申请"
    assert steps_shown[-1].state == "next" and steps_shown[-1].label == "办完"


def test_a_closed_request_has_nothing_to_come(desk, filed):
    request = filed.requests[0]
    while advance(desk.session, request, desk.now):
        pass
    states = {one.state for one in progress.timeline(request, str)}
    assert states == {"done"}
