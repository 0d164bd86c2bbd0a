"""WeChat's own API: access tokens, messages, menus, and who logs in to the mini-program.

wechatpy's client is not used: it hard-codes addresses, has no time limit on a token, asks again without end
when a token stays refused, lets every process fetch its own token, and quotes the secret in its errors.
"""

from collections.abc import Mapping
from dataclasses import dataclass, field
from typing import Protocol

from webapp.gateways.http import NotDelivered, OutcomeUnknown, get_json, post_json

TOKEN_REFUSED = frozenset({40001, 40014, 42001})
BUSY = frozenset({-1, 45009, 45011})
# Out of the 48 hours, no more messages until the citizen writes again, not allowed, no longer following.
UNREACHABLE = frozenset({45015, 45047, 48001, 43004})
CONSENT_REFUSED = 43101


class WechatRefused(NotDelivered):
    """WeChat answered with an error code."""

    def __init__(self, code: int) -> None:
        super().__init__(f"errcode {code}", retry=code in BUSY)
        self.code = code


class Tokens(Protocol):
    """Where the access token comes from. `renew` gives another one than the `refused`."""

    def get(self) -> str: ...

    def renew(self, refused: str) -> str: ...


@dataclass(frozen=True)
class Fetched:
    token: str
    seconds: int


@dataclass(frozen=True)
class TokenSource:
    """`stable_token`: every caller gets the same one until it is about to end. `force` makes a new one."""

    url: str
    app_id: str
    secret: str = field(repr=False)

    def fetch(self, *, force: bool = False) -> Fetched:
        """Raises NotDelivered: nothing was sent to a citizen yet, asking again is harmless."""
        body = {
            "grant_type": "client_credential",
            "appid": self.app_id,
            "secret": self.secret,
            "force_refresh": force,
        }
        try:
            answer = post_json(f"{self.url}/cgi-bin/stable_token", body)
        except OutcomeUnknown:
            raise NotDelivered("no token", retry=True) from None
        token, seconds = answer.get("access_token"), answer.get("expires_in")
        if not isinstance(token, str) or not isinstance(seconds, int):
            raise NotDelivered(f"no token, errcode {_code(answer) or 0}", retry=True)
        return Fetched(token, seconds)


@dataclass(frozen=True)
class TokenCalls:
    """Calls that carry the access token of one account. A refused token is renewed once."""

    url: str
    tokens: Tokens

    def _post(self, path: str, body: Mapping[str, object]) -> dict:
        token = self.tokens.get()
        answer = post_json(self.url + path, body, {"access_token": token})
        if _code(answer) in TOKEN_REFUSED:
            answer = post_json(self.url + path, body, {"access_token": self.tokens.renew(token)})
        return answer

    def _get(self, path: str, params: Mapping[str, str]) -> dict:
        token = self.tokens.get()
        answer = get_json(self.url + path, {"access_token": token, **params})
        if _code(answer) in TOKEN_REFUSED:
            answer = get_json(self.url + path, {"access_token": self.tokens.renew(token), **params})
        return answer


@dataclass(frozen=True)
class WechatGateway(TokenCalls):
    """The API of the service account."""

    def send(self, reference: str, openid: str, text: str) -> None:
        """Hand over one text as a customer-service message."""
        body = {"touser": openid, "msgtype": "text", "text": {"content": text}}
        answer = self._post("/cgi-bin/message/custom/send", body)
        _require_code(answer, "msgid")

    def send_subscribed(self, openid: str, template_id: str, fields: Mapping[str, str], page: str) -> None:
        """Hand over one message that the citizen agreed to. Without a `page` a tap on it leads nowhere."""
        values = {name: {"value": value} for name, value in fields.items()}
        body = {"touser": openid, "template_id": template_id, "data": values}
        body |= {"page": page} if page else {}
        _require_code(self._post("/cgi-bin/message/subscribe/bizsend", body), "msgid")

    def find_union(self, openid: str) -> str | None:
        """The unionid of a follower; None where the account has none for them."""
        answer = self._get("/cgi-bin/user/info", {"openid": openid, "lang": "zh_CN"})
        _raise_code(answer)
        if "subscribe" not in answer:
            raise NotDelivered("answer not understood", retry=True)
        found = answer.get("unionid")
        return found if isinstance(found, str) and found else None

    def get_menu(self) -> dict | None:
        """The menu as it is shown now; None when there is none."""
        answer = self._get("/cgi-bin/menu/get", {})
        if _code(answer) == 46003:
            return None
        _raise_code(answer)
        return answer.get("menu") if isinstance(answer.get("menu"), dict) else None

    def push_menu(self, menu: Mapping[str, object]) -> None:
        _require_code(self._post("/cgi-bin/menu/create", menu), "menuid")


@dataclass(frozen=True)
class MiniCalls(TokenCalls):
    """What of the mini-program's API needs its access token."""

    def find_phone(self, code: str) -> str:
        """The mobile number that a citizen let us have. WechatRefused for a wrong, used or old `code`."""
        answer = self._post("/wxa/business/getuserphonenumber", {"code": code})
        _raise_code(answer)
        told = answer.get("phone_info")
        number = told.get("purePhoneNumber") if isinstance(told, dict) else None
        if not isinstance(number, str) or not number:
            raise NotDelivered("answer not understood", retry=True)
        return number

    def send_subscribed(self, openid: str, template_id: str, fields: Mapping[str, str], page: str) -> None:
        """Hand over one message that the citizen agreed to; a tap on it opens `page`."""
        values = {name: {"value": value} for name, value in fields.items()}
        body = {"touser": openid, "template_id": template_id, "page": page, "data": values, "lang": "zh_CN"}
        _require_code(self._post("/cgi-bin/message/subscribe/send", body), "msgid")


@dataclass(frozen=True)
class MiniSession:
    """Who logged in. `union` is there where mini-program and service account belong to one owner."""

    openid: str = field(repr=False)
    union: str | None = field(repr=False)


@dataclass(frozen=True)
class MiniGateway:
    """The mini-program's own API: no access token, its secret in the question."""

    url: str
    app_id: str
    secret: str = field(repr=False)

    def open_session(self, code: str) -> MiniSession:
        """Who the `code` of a login belongs to. WechatRefused for a wrong or used one.

        The session key that comes along is not kept.
        """
        asked = {"appid": self.app_id, "secret": self.secret, "js_code": code}
        answer = get_json(f"{self.url}/sns/jscode2session", asked | {"grant_type": "authorization_code"})
        _raise_code(answer)
        openid, union = answer.get("openid"), answer.get("unionid")
        if not isinstance(openid, str) or not openid:
            raise NotDelivered("answer not understood", retry=True)
        return MiniSession(openid, union if isinstance(union, str) and union else None)


def _code(answer: Mapping[str, object]) -> int | None:
    code = answer.get("errcode")
    return code if isinstance(code, int) else None


def _raise_code(answer: Mapping[str, object]) -> None:
    code = _code(answer)
    if code:
        raise WechatRefused(code)


def _require_code(answer: Mapping[str, object], sign: str) -> None:
    """Raises unless the answer says that it was taken: `errcode` 0, or what only a taken one has."""
    _raise_code(answer)
    if _code(answer) is None and sign not in answer:
        raise OutcomeUnknown("answer not understood")
