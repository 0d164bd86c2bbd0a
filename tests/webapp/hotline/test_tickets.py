"""A ticket from a call with nothing typed again; two agents on one; queue, search, samples, export."""

import csv
import io
import re
import threading
from datetime import timedelta

import pytest
from sqlalchemy import select, text, update

from tests.webapp.hotline.conftest import AtDesk
from webapp import clock
from webapp.calendar import load_calendar
from webapp.db import begin_write
from webapp.models import AuditRow, Category, Role, Ticket, TicketSample
from webapp.tickets.deadlines import find_due

CALL = "临淄金山镇 爹78 瘫炕上三年 没退休金 家里就他种地 住村里"
PHONE = "13853300001"
FIELDS = ("category", "policy", "department", "place", "phone", "caller")


def chosen(page, name):
    """What the form suggests: the chosen option, or the value of the field."""
    listed = re.search(rf'<select[^>]*name="{name}".*?</select>', page, re.S)
    if listed:
        return re.search(r'value="([^"]*)" selected', listed.group()).group(1)
    return re.search(rf'name="{name}"[^>]*value="([^"]*)"', page).group(1)


def open_ticket(agent, words=CALL, **changes):
    """As pressed by an agent who changes nothing but `changes`. Returns the ticket's number."""
    agent.type(words)
    page = agent.page("/hotline/tickets/new")
    values = {name: chosen(page, name) for name in FIELDS} | changes
    agent.send("/hotline/tickets/new", **values)
    assert agent.answer.status_code == 200, agent.answer.text
    return agent.answer.request.path.rpartition("/")[2]


def version_of(agent, number):
    return re.search(r'name="version" value="(\d+)"', agent.page(f"/hotline/tickets/{number}")).group(1)


def do(agent, number, what, version=None, **values):
    version = version or version_of(agent, number)
    return agent.send(f"/hotline/tickets/{number}", do=what, version=version, **values)


def ticket_of(rows, number):
    rows.rollback()
    return rows.scalars(select(Ticket).where(Ticket.number == number)).one()


def test_the_form_comes_filled_from_the_call(agent):
    agent.type(CALL)
    page = agent.page("/hotline/tickets/new")
    assert chosen(page, "category") == "help" and chosen(page, "department") == "civil-affairs"
    assert chosen(page, "place") == "370305111"
    assert CALL in page


def test_a_ticket_keeps_what_was_said_and_heard_encrypted(agent, rows):
    number = open_ticket(agent, phone=PHONE, caller="王女士", note="请镇上上门看看")
    page = agent.page(f"/hotline/tickets/{number}")
    for words in (CALL, "78 岁", "全靠人照顾", "王女士", PHONE, "请镇上上门看看", "市民政局", "临淄区金山镇"):
        assert words in page, words
    stored = rows.execute(text("SELECT * FROM tickets WHERE number = :n"), {"n": number}).one()
    assert not any(PHONE in str(cell) or "瘫炕" in str(cell) for cell in stored)


def test_the_first_responsible_department_is_that_of_the_policy(agent, rows):
    number = open_ticket(agent, "我考上大学了 家里没钱交学费", department="")
    ticket = ticket_of(rows, number)
    assert (ticket.policy, ticket.department) == ("higher-education-aid", "education")


def test_a_matter_of_others_becomes_a_ticket_too(agent, rows):
    number = open_ticket(agent, "小区门口路灯坏了半个月没人修")
    ticket = ticket_of(rows, number)
    assert (ticket.policy, ticket.department, ticket.due_at) == (None, "other", None)


def test_a_deadline_is_shown_only_where_a_published_limit_begins_with_a_clue(agent, guide):
    clue = open_ticket(
        agent, "村里老李家刚脱贫 又得大病 怕是要返贫", category="clue", policy="anti-relapse-monitoring"
    )
    page = agent.page(f"/hotline/tickets/{clue}")
    assert "依据" in page and "从发现线索到认定" in page
    other = open_ticket(agent, CALL)
    assert "没有查到公布的工单期限" in agent.page(f"/hotline/tickets/{other}")


def test_a_limit_in_working_days_is_counted_by_the_calendar(guide, day):
    at = clock.now().replace(year=2026, month=11, day=20, hour=10)
    due = find_due(guide, load_calendar(), (Category.CLUE, "extreme-poverty-support", "linzi"), at)
    assert due.at.date().isoformat() == "2026-12-04" and "10 个工作日" in due.source
    assert find_due(guide, load_calendar(), (Category.INQUIRY, "extreme-poverty-support", None), at) is None


def test_a_wrong_phone_is_told_and_the_form_keeps_its_values(agent):
    agent.type(CALL)
    page = agent.send(
        "/hotline/tickets/new", category="help", policy="", phone="138", caller="王女士", place=""
    )
    assert agent.answer.status_code == 422 and "少了" in page and 'value="王女士"' in page


def test_notes_transfer_call_back_and_close_stand_in_order(agent, rows):
    number = open_ticket(agent, phone=PHONE)
    do(agent, number, "note", note="记一笔")
    do(agent, number, "transferred", department="disabled-federation", note="请残联接")
    soon = (clock.now() + timedelta(days=1)).strftime("%Y-%m-%d %H:%M")
    do(agent, number, "call-back", call_back_at=soon)
    do(agent, number, "called")
    page = do(agent, number, "closed", result="solved", note="办好了")
    ticket = ticket_of(rows, number)
    assert [one.kind for one in ticket.events] == [
        "opened",
        "note",
        "transferred",
        "call-back",
        "called",
        "closed",
    ]
    assert (ticket.state, ticket.result, ticket.department, ticket.version) == (
        "closed",
        "solved",
        "disabled-federation",
        6,
    )
    assert "转给部门：市残联" in page and "办结：已解决" in page
    refused = do(agent, number, "transferred", department="education")
    assert agent.answer.status_code == 422 and "重新打开" in refused
    assert "已办结" not in do(agent, number, "reopened")


@pytest.mark.parametrize(
    ("what", "values"),
    [
        ("note", {}),
        ("transferred", {"department": "nowhere"}),
        ("handed", {"colleague": "0"}),
        ("call-back", {"call_back_at": "明天"}),
        ("closed", {"result": "gone"}),
        ("fly", {}),
    ],
)
def test_a_change_that_cannot_be_is_told_and_changes_nothing(agent, rows, what, values):
    number = open_ticket(agent)
    do(agent, number, what, **values)
    assert agent.answer.status_code == 422
    assert ticket_of(rows, number).version == 1


def test_the_second_of_two_agents_is_told_and_loses_nothing(house, rows):
    first, second = AtDesk(house), AtDesk(house)
    number = open_ticket(first)
    seen = version_of(second, number)
    do(first, number, "transferred", version=seen, department="health", note="先转卫健委")
    page = do(second, number, "note", version=seen, note="我问了来电人，要加一句")
    assert second.answer.status_code == 409
    assert "刚刚有人先动了" in page and "转给部门：市卫生健康委员会" in page
    assert "我问了来电人，要加一句" in page and "data-gone" not in page
    again = re.search(r'name="version" value="(\d+)"', page).group(1)
    do(second, number, "note", version=again, note="我问了来电人，要加一句")
    assert [one.kind for one in ticket_of(rows, number).events] == ["opened", "transferred", "note"]


def test_of_two_presses_in_the_same_moment_one_is_kept(house, rows):
    agents = [AtDesk(house), AtDesk(house)]
    number = open_ticket(agents[0])
    tokens = [one.token for one in agents]
    start, answers = threading.Barrier(2), []

    def press(agent, token):
        start.wait()
        values = {"csrf_token": token, "do": "closed", "result": "answered", "version": "1"}
        answers.append(agent.client.post(f"/hotline/tickets/{number}", data=values).status_code)

    threads = [threading.Thread(target=press, args=pair) for pair in zip(agents, tokens, strict=True)]
    for one in threads:
        one.start()
    for one in threads:
        one.join()
    assert sorted(answers) == [303, 409]
    assert ticket_of(rows, number).version == 2


def test_a_caller_is_known_again_by_the_phone_alone(house):
    agent = AtDesk(house)
    first = open_ticket(agent, phone="13853300077")
    second = open_ticket(agent, "孩子上大学没学费", phone="138 5330 0077")
    assert first in agent.page(f"/hotline/tickets/{second}")
    found = agent.send("/hotline/tickets/find", typed="13853300077")
    assert first in found and second in found
    assert agent.answer.request.query_string == b""


def test_a_ticket_is_found_by_its_number_as_people_read_it_out(agent):
    number = open_ticket(agent)
    agent.send("/hotline/tickets/find", typed=f"{number[:2].lower()} {number[2:7]} {number[7:]}")
    assert agent.answer.request.path == f"/hotline/tickets/{number}"
    agent.send("/hotline/tickets/find", typed="没有的")
    assert agent.answer.status_code == 422


def test_the_queue_shows_what_is_due_first_and_mine_alone_on_demand(house, rows):
    agent, other = AtDesk(house), AtDesk(house)
    plain = open_ticket(agent)
    due = open_ticket(agent, "村里老李家又返贫了", category="clue", policy="anti-relapse-monitoring")
    theirs = open_ticket(other)
    page = agent.page("/hotline/tickets")
    assert page.index(due) < page.index(plain)
    mine = agent.page("/hotline/tickets?mine=1")
    assert plain in mine and theirs not in mine
    begin_write(rows)
    rows.execute(update(Ticket).where(Ticket.number == due).values(due_at=clock.now() - timedelta(days=1)))
    rows.commit()
    late = agent.page("/hotline/tickets?state=overdue")
    assert due in late and plain not in late and "过了" in late


def test_a_shift_hands_all_its_open_tickets_over(house, rows):
    agent, other = AtDesk(house), AtDesk(house)
    numbers = [open_ticket(agent), open_ticket(agent)]
    do(agent, numbers[1], "closed", result="answered")
    agent.send("/hotline/tickets/hand-over", colleague=str(other.colleague.id))
    assert ticket_of(rows, numbers[0]).holder_id == other.colleague.id
    assert ticket_of(rows, numbers[1]).holder_id == agent.colleague.id
    agent.send("/hotline/tickets/hand-over", colleague=str(agent.colleague.id))
    assert agent.answer.status_code == 422


def test_every_look_at_a_ticket_is_recorded(agent, rows):
    number = open_ticket(agent)
    agent.page(f"/hotline/tickets/{number}")
    rows.rollback()
    kept = rows.scalars(select(AuditRow.action).where(AuditRow.subject == number)).all()
    assert kept[0] == "open-ticket" and "read" in kept


def test_a_supervisor_samples_closed_tickets_and_agents_do_not(house, rows):
    agent, supervisor = AtDesk(house), AtDesk(house, Role.SUPERVISOR)
    number = open_ticket(agent)
    do(agent, number, "closed", result="answered")
    drawn = supervisor.page("/hotline/samples")
    assert "data-ticket=" in drawn
    supervisor.send(f"/hotline/samples/{number}", accuracy="5", manner="9", completeness="4")
    assert supervisor.answer.status_code == 422
    supervisor.send(f"/hotline/samples/{number}", accuracy="5", manner="4", completeness="4", note="好")
    sample = rows.scalars(select(TicketSample).order_by(TicketSample.id.desc())).first()
    assert (sample.agent_id, sample.accuracy, sample.note) == (agent.colleague.id, 5, "好")
    agent.page("/hotline/samples")
    assert agent.answer.status_code == 403


def test_the_export_is_masked_recorded_and_for_supervisors_alone(house, rows):
    agent, supervisor = AtDesk(house), AtDesk(house, Role.SUPERVISOR)
    number = open_ticket(agent, phone=PHONE, caller="=王女士")
    today = clock.today().isoformat()
    table = supervisor.send("/hotline/tickets/export", first=today, last=today)
    assert supervisor.answer.mimetype == "text/csv"
    row = next(one for one in csv.DictReader(io.StringIO(table.lstrip("\ufeff"))) if one["编号"] == number)
    assert row["电话"] == "138****0001" and row["首接部门"] == "市民政局"
    assert PHONE not in table and "王女士" not in table and "瘫炕" not in table
    rows.rollback()
    assert rows.scalar(select(AuditRow.id).where(AuditRow.action == "export-tickets"))
    agent.send("/hotline/tickets/export", first=today, last=today)
    assert agent.answer.status_code == 403
    supervisor.send("/hotline/tickets/export", first="昨天", last=today)
    assert supervisor.answer.status_code == 422
