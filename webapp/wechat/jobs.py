"""What the worker sends through WeChat by an agreement of the citizen's."""

from __future__ import annotations

import json
from dataclasses import dataclass

from sqlalchemy.orm import Session, sessionmaker

from webapp import clock
from webapp.db import begin_write, index_hash_of
from webapp.gateways.http import NotDelivered
from webapp.gateways.wechat import CONSENT_REFUSED, WechatGateway, WechatRefused
from webapp.security.rehashing import find_hash
from webapp.settings import Settings
from webapp.wechat import subscriptions


@dataclass(frozen=True)
class SubscribedSender:
    """Messages that were agreed to. One agreement is used up before the message leaves."""

    gateway: WechatGateway
    sessions: sessionmaker[Session]
    settings: Settings

    def send(self, reference: str, recipient: str, text: str) -> None:
        """`text` is JSON: the name of a template and the values for its fields."""
        told = json.loads(text)
        template = self.settings.wechat_templates.get(told["template"])
        if template is None:
            raise NotDelivered("no template", retry=False)
        with self.sessions() as session:
            begin_write(session)
            sender_hash = find_hash(session, index_hash_of(session).every("wechat.openid", recipient))
            agreed = subscriptions.use(session, sender_hash, template.id)
            session.commit()
        if not agreed:
            raise NotDelivered("not agreed to", retry=False)
        fields = {theirs: told["values"][ours] for ours, theirs in template.fields if ours in told["values"]}
        try:
            self.gateway.send_subscribed(recipient, template.id, fields, "")
        except NotDelivered as error:
            self._give_back(sender_hash, template.id, error)
            raise

    def _give_back(self, sender_hash: str, template_id: str, error: NotDelivered) -> None:
        """The agreement was not used; where WeChat knows of none, all are gone."""
        refused = isinstance(error, WechatRefused) and error.code == CONSENT_REFUSED
        with self.sessions() as session:
            begin_write(session)
            subscriptions.record(session, sender_hash, [(template_id, not refused)], at=clock.now())
            session.commit()
