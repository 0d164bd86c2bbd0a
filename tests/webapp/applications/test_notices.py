"""Where news of an application goes: one message, the best way first, the next when it is refused."""

import json
from datetime import timedelta

import pytest
from sqlalchemy import delete, select

from tests.builders import make_id_number
from webapp import jobs
from webapp.applications import notices, whole
from webapp.applications.moving import advance
from webapp.applications.submitting import submit
from webapp.gateways.http import NotDelivered, OutcomeUnknown
from webapp.models import Channel, ConversationRow, OutboxRow, OutboxState


class Gateway:
    """Takes everything, or fails as it is told."""

    def __init__(self, fault=None):
        self.fault, self.sent = fault, []

    def send(self, reference, recipient, text):
        self.sent.append((recipient, text))
        if self.fault:
            raise self.fault


def file(desk, phone="13805330000", sender=None):
    """A submitted application; with a `sender`, of somebody who wrote from WeChat."""
    draft = desk.fill_in(desk.open_draft("c" * 24), father=make_id_number("1948-03-05"))
    draft.phone = phone
    empty = {"state": {}, "said": "", "reply": {}, "version": 1, "door": "wechat"}
    until = desk.now + timedelta(days=1)
    row = ConversationRow(id="c" * 24, sender=sender, created_at=desk.now, expires_at=until, **empty)
    row.sender_hash = "h" * 64 if sender else None
    desk.session.add(row)
    submit(desk.session, desk.guide, draft, desk.now)
    return draft


def told(desk):
    return [(row.channel, row.recipient) for row in desk.session.scalars(select(OutboxRow))]


def send(desk, **faults):
    """What the worker does, with gateways that fail as told. Returns what each sent."""
    senders = {channel: Gateway(faults.get(channel.value)) for channel in Channel}
    desk.session.commit()
    while jobs.send_due(desk.session, senders):
        pass
    return {channel.value: gateway.sent for channel, gateway in senders.items()}


def test_who_came_from_wechat_is_told_there_first_and_only_once(desk):
    file(desk, sender="o-citizen-1")
    assert told(desk) == [(Channel.SUBSCRIBED, "o-citizen-1")]
    sent = send(desk)
    assert len(sent["subscribed"]) == 1 and sent["sms"] == sent["wechat"] == []
    assert json.loads(sent["subscribed"][0][1])["template"] == "progress"


def test_a_text_message_follows_where_wechat_refuses(desk):
    filed = file(desk, sender="o-citizen-1")
    refused = NotDelivered("refused", retry=False)
    sent = send(desk, subscribed=refused, wechat=refused)
    assert [len(sent[one]) for one in ("subscribed", "wechat", "sms")] == [1, 1, 1]
    assert sent["sms"][0][0] == "13805330000" and filed.number in sent["sms"][0][1]


def test_after_an_unknown_outcome_no_other_way_is_tried_and_both_sides_see_it(desk):
    filed = file(desk, sender="o-citizen-1")
    sent = send(desk, subscribed=OutcomeUnknown("connection lost"))
    assert sent["wechat"] == sent["sms"] == []
    assert whole.look_besides(desk.session, filed).uncertain == Channel.SUBSCRIBED
    assert notices.is_uncertain(desk.session, filed)
    ((row, whose),) = notices.list_uncertain(desk.session, filed.town)
    assert whose.id == filed.id and notices.list_uncertain(desk.session, "370000000") == []
    notices.settle_uncertain(row, arrived=False, at=desk.now)
    assert notices.list_uncertain(desk.session) == []
    assert send(desk)["sms"] == []


def test_who_has_no_wechat_gets_a_text_message(desk):
    file(desk)
    assert told(desk) == [(Channel.SMS, "13805330000")]


def test_a_landline_gets_no_text_message(desk):
    file(desk, phone="05332188888")
    assert told(desk) == []


def test_wechat_is_told_long_after_the_conversation_is_gone(desk):
    filed = file(desk, phone="05332188888", sender="o-citizen-1")
    desk.session.execute(delete(ConversationRow))
    desk.session.execute(delete(OutboxRow))
    advance(desk.session, filed.requests[0], desk.now + timedelta(days=40))
    assert told(desk) == [(Channel.SUBSCRIBED, "o-citizen-1")]


@pytest.mark.parametrize("sender", [None, "o-citizen-1"])
def test_each_change_is_told_once(desk, sender):
    filed = file(desk, sender=sender)
    advance(desk.session, filed.requests[0], desk.now)
    desk.session.flush()
    causes = [row.cause for row in desk.session.scalars(select(OutboxRow))]
    assert len(causes) == len(set(causes)) == 2


def test_a_message_says_what_has_happened_and_names_nobody(desk):
    filed = file(desk)
    advance(desk.session, filed.requests[0], desk.now)
    newest = desk.session.scalars(select(OutboxRow).order_by(OutboxRow.id.desc())).first()
    assert f"{filed.town_name}受理了" in newest.body and newest.state == OutboxState.PENDING
    assert not any(word in newest.body for word in ("王大山", "王老根", "护理", "元"))
