"""Conversations as rows: versions, retries, tickets."""

from datetime import timedelta

import pytest
from sqlalchemy import select

import bot
from webapp import chat, clock
from webapp.models import ConversationRow
from webapp.problems import Problem

SAID = bot.Message(text="俺爹78了，瘫在炕上三年，没有退休金")


def converse(session, app, **changes):
    speaker = chat.Speaker(**({"door": "api"} | changes))
    turned = chat.converse(session, app, speaker, SAID, now=clock.now())
    session.commit()
    return turned


def test_a_turn_is_one_row_with_the_exchange_in_it(app, session):
    turned = converse(session, app)
    row = chat.find_conversation(session, turned.id, clock.now())
    assert (row.version, row.said) == (1, SAID.text)
    assert row.reply == turned.reply.to_json()
    assert chat.read_conversation(app, row) == turned.conversation


def test_a_turn_that_is_not_committed_leaves_nothing(app, session):
    chat.converse(session, app, chat.Speaker("api"), SAID, now=clock.now())
    session.rollback()
    assert session.scalars(select(ConversationRow)).all() == []


def test_a_turn_taken_meanwhile_is_taken_into_account(app, session):
    """Another turn is saved between reading and writing: this one is taken again on the newer one."""
    turned = converse(session, app)
    other = type(session)(app.engine)
    interrupted = []

    class Interrupting:
        """The app, in whose first turn somebody else is faster."""

        settings, index_hash = app.settings, app.index_hash

        @property
        def guide(self):
            if len(interrupted) == 1:
                interrupted.append(True)
                message = bot.Message(text="俺家在张店")
                speaker = chat.Speaker("api", conversation=turned.id)
                chat.converse(other, app, speaker, message, now=clock.now())
                other.commit()
            interrupted.append(True)
            return app.guide

    speaker = chat.Speaker("api", conversation=turned.id)
    last = chat.converse(session, Interrupting(), speaker, bot.Message(text="俺家4口人"), now=clock.now())
    session.commit()
    other.close()
    facts = last.conversation.households[0].household
    assert facts["household_size"] == 4
    assert "district" in facts
    assert chat.find_conversation(session, turned.id, clock.now()).version == 3


def test_a_sender_whose_conversation_expired_starts_afresh_in_the_same_row(app, session):
    turned = converse(session, app, door="wechat", sender_hash="s" * 64)
    row = chat.find_conversation(session, turned.id, clock.now())
    row.expires_at = clock.now() - timedelta(seconds=1)
    session.commit()
    again = chat.converse(
        session, app, chat.Speaker("wechat", sender_hash="s" * 64), bot.Message(text=""), now=clock.now()
    )
    session.commit()
    assert again.conversation.households == ()
    assert again.id == turned.id


def test_a_row_that_a_newer_guide_cannot_read_starts_afresh(app, session):
    turned = converse(session, app)
    row = chat.find_conversation(session, turned.id, clock.now())
    row.state = row.state | {"version": -1}
    session.commit()
    assert chat.read_conversation(app, row) == bot.Conversation()


@pytest.mark.parametrize("unknown", ["x" * 24, "' OR 1=1 --"])
def test_an_unknown_conversation_is_a_problem(app, session, unknown):
    with pytest.raises(Problem) as caught:
        converse(session, app, conversation=unknown)
    assert caught.value.status == 404


def test_a_ticket_opens_one_conversation_and_no_forged_one_does(app):
    ticket = chat.make_ticket(app, "c" * 24)
    assert chat.read_ticket(app, ticket) == "c" * 24
    assert chat.read_ticket(app, ticket[:-2]) is None
    assert chat.read_ticket(app, "") is None


def test_a_status_asked_five_times_wrongly_is_limited(app, session):
    speaker = chat.Speaker("wechat", sender_hash="s" * 64)
    said = []
    for _ in range(7):
        message = bot.Message(text="查进度 ZB0123456789 1234")
        turned = chat.converse(session, app, speaker, message, now=clock.now())
        session.commit()
        said.append(bot.render_plain(turned.reply))
    assert "没查到" in said[0]
    assert "分钟" in said[-1]
