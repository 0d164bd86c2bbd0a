import pytest
from sqlalchemy import select

from tests.builders import make_id_number
from webapp.applications import drafting, moving, steps
from webapp.applications.errors import IncompleteError, TransitionError
from webapp.applications.moving import By, advance, move, withdraw
from webapp.applications.states import RequestState, Role
from webapp.applications.submitting import submit
from webapp.models.applications import Application, RequestSubject
from webapp.models.outbox import OutboxRow

FATHER = make_id_number("1948-03-05")


@pytest.fixture
def filed(desk):
    draft = desk.fill_in(desk.open_draft(), father=FATHER)
    submit(desk.session, desk.guide, draft, desk.now)
    return draft


def test_submitting_gives_a_number_and_moves_every_request(desk, filed):
    assert filed.number.startswith("ZB")
    assert {one.state for one in filed.requests} == {RequestState.SUBMITTED}
    assert all(one.town == filed.town for one in filed.requests)
    assert all(one.events[0].to_state == RequestState.SUBMITTED for one in filed.requests)


def test_submitting_again_gives_the_same_number(desk, filed):
    number = filed.number
    again = submit(desk.session, desk.guide, filed, desk.now)
    assert again.number == number
    assert drafting.find_submitted(desk.session, "c1").number == number


def test_a_twin_of_the_press_gets_the_same_number(desk, filed):
    number = filed.number
    desk.session.commit()
    twin = desk.session.get(Application, filed.id)
    assert submit(desk.session, desk.guide, twin, desk.now).number == number


def test_two_presses_at_once_give_one_number(desk):
    desk.fill_in(desk.open_draft())
    desk.session.commit()

    def press(session):
        draft = drafting.find_draft(session, "c1")
        if draft is None:
            return drafting.find_submitted(session, "c1").number
        return submit(session, desk.guide, draft, desk.now).number

    numbers = desk.twins(press)
    assert len(set(numbers)) == 1 and numbers[0].startswith("ZB")


def test_two_brothers_who_press_at_once_make_one_application(desk):
    for number in range(2):
        desk.fill_in(desk.open_draft(f"c{number}"), father=FATHER)
    desk.session.commit()
    order = iter(range(2))
    numbers = desk.twins(
        lambda session: (
            submit(session, desk.guide, drafting.find_draft(session, f"c{next(order)}"), desk.now).number
        )
    )
    assert sorted(one is None for one in numbers) == [False, True]


def test_an_unfinished_draft_names_the_page_that_waits(desk):
    draft = desk.open_draft()
    with pytest.raises(IncompleteError) as waits:
        submit(desk.session, desk.guide, draft, desk.now)
    assert waits.value.step == "/apply/choose"


def test_what_was_not_ticked_is_not_filed(desk):
    draft = desk.fill_in(desk.open_draft())
    kept = drafting.chosen_requests(draft)[0]
    drafting.choose_requests(draft, {kept.id})
    submit(desk.session, desk.guide, draft, desk.now)
    assert [one.policy for one in draft.requests] == [kept.policy]


def test_a_second_application_for_the_same_person_is_turned_away_without_a_name(desk, filed):
    policies = {one.policy for one in filed.requests}
    brother = desk.fill_in(desk.open_draft("c2"), father=FATHER)
    came = submit(desk.session, desk.guide, brother, desk.now)
    assert came.number is None
    assert set(came.doubled) == policies
    assert brother.submitted_at is None


def test_only_what_is_doubled_is_left_out(desk):
    first = desk.fill_in(desk.open_draft(), father=FATHER)
    drafting.choose_requests(first, {drafting.chosen_requests(first)[0].id})
    submit(desk.session, desk.guide, first, desk.now)
    second = desk.fill_in(desk.open_draft("c2"), father=FATHER)
    came = submit(desk.session, desk.guide, second, desk.now)
    assert came.number is not None
    assert came.doubled == (first.requests[0].policy,)
    assert first.requests[0].policy not in {one.policy for one in second.requests}


def test_after_a_withdrawal_one_may_apply_again(desk, filed):
    for request in filed.requests:
        withdraw(desk.session, request, desk.now)
    brother = desk.fill_in(desk.open_draft("c2"), father=FATHER)
    assert submit(desk.session, desk.guide, brother, desk.now).number is not None


def test_the_demo_clerk_walks_every_request_to_its_end(desk, filed):
    request = filed.requests[0]
    for _ in range(12):
        if advance(desk.session, request, desk.now) is None:
            break
    assert request.state == RequestState.CLOSED
    subject = select(RequestSubject).where(RequestSubject.request_id == request.id)
    assert not any(one.is_open for one in desk.session.scalars(subject))


def test_urgent_help_is_paid_first_and_checked_afterwards(desk, filed):
    request = filed.requests[0]
    request.is_urgent = True
    states = [advance(desk.session, request, desk.now).to_state for _ in range(5)]
    assert states == ["accepted", "paying", "post-check", "confirmed", "closed"]


def test_a_request_cannot_jump(desk, filed):
    with pytest.raises(TransitionError):
        move(desk.session, filed.requests[0], RequestState.PAYING, By(Role.CASEWORKER), at=desk.now)


def test_the_applicant_is_told_of_the_number_and_of_each_change_once(desk, filed):
    advance(desk.session, filed.requests[0], desk.now)
    desk.session.flush()
    rows = desk.session.scalars(select(OutboxRow)).all()
    assert len({one.cause for one in rows}) == len(rows) == 2
    assert all(one.recipient == "13805330000" for one in rows)
    assert all(filed.number in one.body for one in rows)
    assert not any(name in one.body for one in rows for name in ("王大山", "王老根", "护理"))


def test_the_holder_is_the_office_of_the_state(desk, filed):
    request = filed.requests[0]
    assert request.holder == filed.town_name
    moving.advance(desk.session, request, desk.now)
    moving.advance(desk.session, request, desk.now)
    assert request.holder == "核对平台"


def test_nothing_personal_stands_in_clear(desk, filed):
    desk.session.commit()
    raw = desk.session.connection().exec_driver_sql
    stored = "".join(
        str(row)
        for table in ("applications", "application_members", "requests", "authorisations", "commitments")
        for row in raw(f"SELECT * FROM {table}").fetchall()
    )
    applicant = steps.applicant_of(filed)
    for secret in (
        applicant.name,
        applicant.id_number,
        FATHER,
        "13805330000",
        "边河村",
        "6222021603000000000",
    ):
        assert secret not in stored
        assert repr(secret.encode())[2:-1] not in stored
