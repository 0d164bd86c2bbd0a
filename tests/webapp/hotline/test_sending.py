"""The answer on the screen goes to the phone that the agent typed: once, encrypted, through the outbox."""

from sqlalchemy import select, text

from webapp.models import AuditRow, OutboxRow

CALL = "爹78 瘫炕上三年 没退休金 住村里"
PHONE = "13853300009"


def sent(rows):
    rows.rollback()
    return [one for one in rows.scalars(select(OutboxRow)) if one.recipient == PHONE]


def test_the_answer_is_left_for_the_phone_once_however_often_the_key_is_pressed(agent, rows):
    agent.type(CALL)
    assert "【淄助你】" in agent.page("/hotline/send")
    for _ in range(2):
        agent.send("/hotline/send", phone=PHONE, channel="sms")
    (row,) = sent(rows)
    assert row.channel == "sms" and "依据" in row.body and "78" not in row.body
    stored = rows.execute(
        text("SELECT recipient, body, cause FROM outbox WHERE id = :id"), {"id": row.id}
    ).one()
    assert not any(PHONE in str(cell) for cell in stored)
    assert rows.scalar(select(AuditRow.id).where(AuditRow.action == "send-answer"))


def test_the_number_is_not_typed_again_for_the_ticket(agent):
    agent.type(CALL)
    agent.send("/hotline/send", phone="13853300010", channel="sms")
    assert 'value="13853300010"' in agent.page("/hotline/tickets/new")


def test_the_agent_is_not_told_that_it_arrived(agent):
    agent.type(CALL)
    page = agent.send("/hotline/send", phone="13853300011", channel="sms")
    assert "已经交去发送" in page and "马上收到" not in page


def test_a_landline_a_wrong_number_and_wechat_without_a_case_are_told(agent):
    agent.type(CALL)
    for values, words in (
        ({"phone": "0533-1234567", "channel": "sms"}, "座机收不到短信"),
        ({"phone": "1385330", "channel": "sms"}, "少了"),
        ({"channel": "wechat"}, "没有这家人的微信"),
    ):
        page = agent.send("/hotline/send", **values)
        assert agent.answer.status_code == 422 and words in page


def test_without_anything_to_send_one_is_back_at_the_call(agent):
    agent.page("/hotline/send")
    assert agent.answer.location == "/hotline/"
