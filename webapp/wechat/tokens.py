"""One access token for all processes, in the database. Who finds it old renews it; the others wait or go on.

WeChat keeps the old token alive for five minutes after it gave out a new one. A token that was revoked is
refused at once; then a new one is forced, once, by whoever comes first.
"""

import secrets
import time
from dataclasses import dataclass
from datetime import datetime, timedelta

from sqlalchemy import or_, update
from sqlalchemy.exc import IntegrityError
from sqlalchemy.orm import Session, sessionmaker

from webapp import clock
from webapp.db import begin_write
from webapp.gateways.http import NotDelivered
from webapp.gateways.wechat import MiniCalls, TokenSource, WechatGateway
from webapp.models.wechat import WechatToken
from webapp.settings import Settings
from webapp.turns import is_over

EARLY = timedelta(minutes=5)
LEASE_SECONDS = 20
WAIT_SECONDS = 10
POLL_SECONDS = 0.1
LONG_AGO = datetime.fromisoformat("2000-01-01T00:00:00+00:00")


def make_gateway(settings: Settings, sessions: sessionmaker[Session]) -> WechatGateway:
    """The service account's API with the shared token."""
    source = TokenSource(settings.wechat_api_url, settings.wechat_app_id, settings.wechat_app_secret)
    return WechatGateway(settings.wechat_api_url, SharedToken(source, sessions))


def make_mini_calls(settings: Settings, sessions: sessionmaker[Session]) -> MiniCalls:
    """The mini-program's API with the shared token of the mini-program."""
    url = settings.wechat_api_url
    source = TokenSource(url, settings.miniprogram_app_id, settings.miniprogram_app_secret)
    return MiniCalls(url, SharedToken(source, sessions))


@dataclass(frozen=True)
class SharedToken:
    """The token of `source.app_id` as every process sees it."""

    source: TokenSource
    sessions: sessionmaker[Session]

    def get(self) -> str:
        """A token that should be valid. Raises NotDelivered when there is none to be had."""
        return self._find(refused="")

    def renew(self, refused: str) -> str:
        """Another token than the one that was refused."""
        return self._find(refused=refused)

    def _find(self, refused: str) -> str:
        until = time.monotonic() + WAIT_SECONDS
        while True:
            with self.sessions() as session:
                row = session.get(WechatToken, self.source.app_id)
                token, expires_at = (row.token, row.expires_at) if row is not None else (None, LONG_AGO)
                session.rollback()
                usable = token is not None and token != refused
                if usable and expires_at - EARLY > clock.now():
                    return token
                lease = self._lease(session, expires_at, new=row is None)
                if lease is not None:
                    return self._renew(session, lease, refused)
            if usable and expires_at > clock.now():
                return token
            if time.monotonic() >= until:
                raise NotDelivered("no token yet", retry=True)
            time.sleep(POLL_SECONDS)

    def _lease(self, session: Session, seen: datetime, *, new: bool) -> str | None:
        """The right to renew, committed; None while another process has it or since one has renewed."""
        lease, now = secrets.token_hex(16), clock.now()
        begin_write(session)
        if new:
            session.add(WechatToken(app_id=self.source.app_id, expires_at=LONG_AGO))
            try:
                session.flush()
            except IntegrityError:
                session.rollback()
                return None
        longest = timedelta(seconds=LEASE_SECONDS)
        free = or_(WechatToken.leased_until.is_(None), is_over(WechatToken.leased_until, now, longest))
        until = now + longest
        taken = session.execute(
            update(WechatToken)
            .where(WechatToken.app_id == self.source.app_id, WechatToken.expires_at == seen, free)
            .values(lease=lease, leased_until=until)
            .execution_options(synchronize_session=False)
        )
        session.commit()
        return lease if taken.rowcount == 1 else None

    def _renew(self, session: Session, lease: str, refused: str) -> str:
        """Fetch and store; the right to renew ends with it, whatever comes of it."""
        changes: dict[str, object] = {"lease": None, "leased_until": None}
        try:
            fetched = self.source.fetch()
            if fetched.token == refused:
                fetched = self.source.fetch(force=True)
            changes |= {
                "token": fetched.token,
                "expires_at": clock.now() + timedelta(seconds=fetched.seconds),
            }
            return fetched.token
        finally:
            begin_write(session)
            mine = (WechatToken.app_id == self.source.app_id, WechatToken.lease == lease)
            session.execute(
                update(WechatToken)
                .where(*mine)
                .values(**changes)
                .execution_options(synchronize_session=False)
            )
            session.commit()
