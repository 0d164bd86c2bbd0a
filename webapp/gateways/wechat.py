"""WeChat's own API: the stable access token, and customer-service messages within 48 hours of a word."""

import time
from dataclasses import dataclass, field

from webapp.gateways.http import NotDelivered, OutcomeUnknown, post_json

TOKEN_REFUSED = frozenset({40001, 40014, 42001})
BUSY = frozenset({-1, 45009, 45011})
EARLY_SECONDS = 300


@dataclass
class WechatGateway:
    """Keeps the token until shortly before it ends; `stable_token` gives every caller the same one."""

    url: str
    app_id: str
    secret: str = field(repr=False)
    _token: str = field(default="", init=False, repr=False)
    _until: float = field(default=0.0, init=False, repr=False)

    def send(self, reference: str, openid: str, text: str) -> None:
        """Hand over one text message. A refused token is renewed once."""
        code = self._send(openid, text)
        if code in TOKEN_REFUSED:
            self._until = 0.0
            code = self._send(openid, text)
        if code != 0:
            raise NotDelivered(f"errcode {code}", retry=code in BUSY)

    def _send(self, openid: str, text: str) -> int:
        body = {"touser": openid, "msgtype": "text", "text": {"content": text}}
        url = f"{self.url}/cgi-bin/message/custom/send"
        answer = post_json(url, body, {"access_token": self._access_token()})
        code = answer.get("errcode", 0 if "msgid" in answer else None)
        if not isinstance(code, int):
            raise OutcomeUnknown("answer not understood")
        return code

    def _access_token(self) -> str:
        if time.monotonic() < self._until:
            return self._token
        body = {"grant_type": "client_credential", "appid": self.app_id, "secret": self.secret}
        try:
            answer = post_json(f"{self.url}/cgi-bin/stable_token", body)
        except OutcomeUnknown:
            # Nothing was sent to the citizen yet: asking for a token again is harmless.
            raise NotDelivered("no token", retry=True) from None
        token, seconds = answer.get("access_token"), answer.get("expires_in")
        if not isinstance(token, str) or not isinstance(seconds, int):
            raise NotDelivered(f"no token, errcode {_code(answer)}", retry=True)
        self._token, self._until = token, time.monotonic() + max(seconds - EARLY_SECONDS, 0)
        return token


def _code(answer: dict) -> int:
    code = answer.get("errcode")
    return code if isinstance(code, int) else 0
