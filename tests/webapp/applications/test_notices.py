"""Where news of an application goes: to the phone, and to WeChat for whoever came from there."""

from datetime import timedelta

from sqlalchemy import select

from tests.builders import make_id_number
from webapp.applications.moving import advance
from webapp.applications.submitting import submit
from webapp.models import Channel, ConversationRow, OutboxRow


def file(desk, phone="13805330000", sender=None):
    """A submitted application; with a `sender`, of somebody who wrote from WeChat."""
    draft = desk.fill_in(desk.open_draft("c" * 24), father=make_id_number("1948-03-05"))
    draft.phone = phone
    empty = {"state": {}, "said": "", "reply": {}, "version": 1, "door": "wechat"}
    until = desk.now + timedelta(days=1)
    row = ConversationRow(id="c" * 24, sender=sender, created_at=desk.now, expires_at=until, **empty)
    desk.session.add(row)
    submit(desk.session, desk.guide, draft, desk.now)
    return draft


def told(desk):
    return [(row.channel, row.recipient) for row in desk.session.scalars(select(OutboxRow))]


def test_who_came_from_wechat_is_told_there_too(desk):
    file(desk, sender="o-citizen-1")
    assert told(desk) == [(Channel.SMS, "13805330000"), (Channel.WECHAT, "o-citizen-1")]


def test_a_landline_gets_no_text_message(desk):
    file(desk, phone="05332188888")
    assert told(desk) == []


def test_each_change_is_told_once_on_each_channel(desk):
    filed = file(desk, sender="o-citizen-1")
    advance(desk.session, filed.requests[0], desk.now)
    desk.session.flush()
    causes = [row.cause for row in desk.session.scalars(select(OutboxRow))]
    assert len(causes) == len(set(causes)) == 4
