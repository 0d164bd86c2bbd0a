"""A chat that an agent takes over: who takes it first has it, the bot drafts, the agent decides."""

import itertools
import re
import threading

import pytest
from sqlalchemy import select

import bot
from tests.webapp.hotline.conftest import AtDesk
from webapp import clock, handovers
from webapp.chat import Speaker, converse
from webapp.db import begin_write
from webapp.models import HandoverRow, OutboxRow

SAID = "俺爹今年78了，瘫在炕上三年，没有退休金"
_serial = itertools.count(1)


@pytest.fixture
def handed(house, rows):
    """A citizen in WeChat who asked for a person. Returns the handover's id and the citizen's openid."""
    openid = f"o-handed-{next(_serial)}"
    speaker = Speaker("wechat", sender_hash=house.index_hash("wechat.openid", openid), sender=openid)
    for words in (SAID, "转人工"):
        converse(rows, house, speaker, bot.Message(words), now=clock.now())
        rows.commit()
    row = rows.scalars(select(HandoverRow).order_by(HandoverRow.id.desc())).first()
    return row.id, openid


def hear(rows, handover_id, words):
    begin_write(rows)
    row = rows.get(HandoverRow, handover_id)
    handovers.hear(rows, row.conversation_id, words, clock.now())
    rows.commit()


def take(agent, handover_id):
    return agent.send(f"/hotline/handovers/{handover_id}/take")


def test_who_waits_is_listed_by_matter_and_not_by_person(house, handed):
    page = AtDesk(house).page("/hotline/handovers")
    assert f'data-handover="{handed[0]}"' in page and "我来接" in page
    assert "78 岁" not in page and handed[1] not in page


def test_who_takes_it_has_the_conversation_with_its_facts(house, handed):
    agent, other = AtDesk(house), AtDesk(house)
    page = take(agent, handed[0])
    assert "78 岁" in page and "全靠人照顾" in page
    take(other, handed[0])
    assert other.answer.status_code == 409
    other.page(f"/hotline/handovers/{handed[0]}")
    assert other.answer.status_code == 403


def test_of_two_who_press_in_the_same_moment_one_has_it(house, handed):
    agents = [AtDesk(house), AtDesk(house)]
    tokens, start, came = [one.token for one in agents], threading.Barrier(2), []

    def press(agent, token):
        start.wait()
        path = f"/hotline/handovers/{handed[0]}/take"
        came.append(agent.client.post(path, data={"csrf_token": token}).status_code)

    threads = [threading.Thread(target=press, args=pair) for pair in zip(agents, tokens, strict=True)]
    for one in threads:
        one.start()
    for one in threads:
        one.join()
    assert sorted(came) == [303, 409]


def test_the_agents_words_go_to_the_citizen_once(house, handed, rows):
    agent = AtDesk(house)
    page = take(agent, handed[0])
    reference = re.search(r'name="reference" value="(\w+)"', page).group(1)
    for _ in range(2):
        agent.send(f"/hotline/handovers/{handed[0]}/say", words="您好，我看到了", reference=reference)
    assert "您好，我看到了" in agent.answer.text
    rows.rollback()
    left = [one for one in rows.scalars(select(OutboxRow)) if one.recipient == handed[1]]
    assert [one.body for one in left] == ["人工：您好，我看到了"]
    agent.send(f"/hotline/handovers/{handed[0]}/say", words=" ")
    assert agent.answer.status_code == 422


def test_the_bot_drafts_and_nothing_leaves_until_the_agent_decides(house, handed, rows):
    agent = AtDesk(house)
    take(agent, handed[0])
    hear(rows, handed[0], "低保多少钱一个月")
    page = agent.send(f"/hotline/handovers/{handed[0]}/draft")
    drafted = re.search(r'<textarea[^>]*name="words"[^>]*>(.*?)</textarea>', page, re.S).group(1)
    assert "877" in drafted or "989" in drafted
    rows.rollback()
    assert [one for one in rows.scalars(select(OutboxRow)) if one.recipient == handed[1]] == []


def test_what_the_citizen_says_more_is_counted_for_the_page_that_asks(house, handed, rows):
    agent = AtDesk(house)
    take(agent, handed[0])
    before = agent.client.get(f"/hotline/handovers/{handed[0]}/count").get_json()["count"]
    hear(rows, handed[0], "还在吗")
    assert agent.client.get(f"/hotline/handovers/{handed[0]}/count").get_json()["count"] == before + 1
    assert "还在吗" in agent.page(f"/hotline/handovers/{handed[0]}")


def test_given_back_somebody_else_can_take_it_and_closed_the_bot_goes_on(house, handed, rows):
    agent, other = AtDesk(house), AtDesk(house)
    take(agent, handed[0])
    agent.send(f"/hotline/handovers/{handed[0]}/close", do="back")
    assert "78 岁" in take(other, handed[0])
    other.send(f"/hotline/handovers/{handed[0]}/close", do="close")
    rows.rollback()
    row = rows.get(HandoverRow, handed[0])
    assert row.closed_at is not None
    left = [one for one in rows.scalars(select(OutboxRow)) if one.recipient == handed[1]]
    assert "接下来还是我来" in left[-1].body


def test_a_ticket_opens_from_the_chat_with_nothing_typed_again(house, handed):
    agent = AtDesk(house)
    take(agent, handed[0])
    page = agent.page(f"/hotline/tickets/new?handover={handed[0]}")
    assert 'value="help" selected' in page and 'value="civil-affairs" selected' in page
    done = agent.send("/hotline/tickets/new", handover=str(handed[0]), category="help", policy="", place="")
    assert "78 岁" in done
    other = AtDesk(house)
    other.page(f"/hotline/tickets/new?handover={handed[0]}")
    assert other.answer.status_code == 403


def test_what_is_not_there_is_not_found(agent):
    take(agent, 999999)
    assert agent.answer.status_code == 404
