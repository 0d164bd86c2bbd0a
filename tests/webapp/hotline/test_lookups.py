"""Where a case stands, only after the caller was checked: two facts, few tries, every look recorded."""

import re

import pytest
from sqlalchemy import select, update

from tests.webapp.hotline.conftest import AtDesk, file_application
from webapp.db import begin_write
from webapp.models import AuditRow, CallRow, StatusTry

PHONE = "13805331234"
ALERT = re.compile(r'<li><a href="#number">([^<]*)')


@pytest.fixture(scope="module")
def filed(house):
    return file_application(house, phone=PHONE)


@pytest.fixture(autouse=True)
def fresh_tries(rows):
    begin_write(rows)
    rows.query(StatusTry).delete()
    rows.commit()


def ask(agent, number, tail, second="phone-tail", value=PHONE[-4:]):
    return agent.send("/hotline/look-up", number=number, id_tail=tail, second=second, value=value)


def test_number_tail_and_phone_tail_show_the_case_to_read_out(house, filed, rows):
    agent = AtDesk(house)
    agent.type("喂")
    id, number, id_number, _ = filed
    page = ask(agent, number, id_number[-4:])
    assert agent.answer.request.path == "/hotline/case"
    assert "念给来电人听" in page and "data-request=" in page and id_number not in page
    rows.rollback()
    looks = rows.scalars(select(AuditRow).where(AuditRow.subject == id, AuditRow.action == "read")).all()
    assert looks[-1].reason == "caller" and looks[-1].facts == "status"


def test_the_id_number_and_the_birth_year_of_another_member_do_as_well(house, filed):
    agent = AtDesk(house)
    _, number, id_number, other = filed
    page = ask(agent, id_number, id_number[-4:], "birth-year", other[6:10])
    assert agent.answer.request.path == "/hotline/case" and number[2:7] in page


def test_the_applicants_own_birth_year_is_on_the_card_and_does_not_count(house, filed):
    agent = AtDesk(house)
    _, number, id_number, _ = filed
    ask(agent, number, id_number[-4:], "birth-year", id_number[6:10])
    assert agent.answer.status_code == 422


def test_whatever_is_wrong_the_answer_is_the_same(house, filed):
    agent = AtDesk(house)
    _, number, id_number, _ = filed
    tail = id_number[-4:]
    wrong = "0000" if tail != "0000" else "1111"
    tries = [
        (number, wrong, "phone-tail", PHONE[-4:]),
        (number, tail, "phone-tail", wrong),
        ("ZB0000000000", tail, "phone-tail", PHONE[-4:]),
        (number, tail, "birth-year", "1800"),
    ]
    told = {"".join(ALERT.findall(ask(agent, *one))) for one in tries}
    assert told == {"对不上。编号、身份证后 4 位、第二样里有一样不对，请来电人再说一遍"}
    agent.page("/hotline/case")
    assert agent.answer.location == "/hotline/look-up"


def test_tries_are_limited_for_a_number_whoever_asks(house, filed):
    _, number, id_number, _ = filed
    for _ in range(5):
        ask(AtDesk(house), number, "0000")
    agent = AtDesk(house)
    page = ask(agent, number, id_number[-4:])
    assert agent.answer.status_code == 429 and "分钟以后" in page


def test_wrong_tries_are_recorded_without_what_was_typed(house, filed, rows):
    agent = AtDesk(house)
    ask(agent, filed[1], "0000")
    rows.rollback()
    failed = rows.scalars(select(AuditRow).where(AuditRow.action == "caller-check-failed")).all()
    assert failed[-1].actor == f"staff:{agent.colleague.id}" and filed[1] not in failed[-1].subject


def test_the_check_holds_for_the_call_alone_and_not_for_long(house, filed, rows):
    agent = AtDesk(house)
    agent.type("喂您好")
    ask(agent, filed[1], filed[2][-4:])
    assert AtDesk(house, colleague=agent.colleague).client.get("/hotline/case").status_code == 303
    agent.send("/hotline/end")
    assert agent.client.get("/hotline/case").status_code == 303
    ask(agent, filed[1], filed[2][-4:])
    assert agent.client.get("/hotline/case").status_code == 200
    begin_write(rows)
    row = rows.scalars(select(CallRow).where(CallRow.staff_id == agent.colleague.id)).one()
    rows.execute(update(CallRow).where(CallRow.id == row.id).values(state={**row.state, "checked_until": 1}))
    rows.commit()
    assert agent.client.get("/hotline/case").status_code == 303


def test_what_is_missing_is_asked_for(house):
    agent = AtDesk(house)
    page = agent.send("/hotline/look-up", number="", id_tail="", second="guess", value="")
    assert agent.answer.status_code == 422 and "有 4 处要改" in page
