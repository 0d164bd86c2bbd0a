"""A stand-in for api.weixin.qq.com: the paths, bodies and error codes of its documentation.

Strict where the platform is: tokens age and can be revoked, a login code works once, five messages and 48
hours follow a citizen's word, a subscriber's agreement is used up, a menu has its limits. Characters that a
client escapes in JSON reach the citizen as escapes, as they do there.
"""

import hashlib
import json
import secrets
import threading
from collections.abc import Callable
from dataclasses import dataclass, field

from flask import Blueprint, Response, request

from webapp import clock

TOKEN_SECONDS, OLD_TOKEN_SECONDS = 7200, 300
WINDOW_SECONDS, WINDOW_MESSAGES = 48 * 3600, 5
CONTENT_BYTES = 2048
MEDIA = {"image": 10_000_000, "voice": 2_000_000, "video": 10_000_000, "thumb": 64_000}
FIELDS = {"thing": 20, "phrase": 5, "character_string": 32, "time": 32, "date": 32, "number": 32, "name": 10}
MENU_TYPES = {"click": "key", "view": "url", "miniprogram": "pagepath"}
MESSAGES = {
    -1: "system error",
    40001: "invalid credential, access_token is invalid or not latest",
    40002: "invalid grant_type",
    40003: "invalid openid",
    40004: "invalid media type",
    40007: "invalid media_id",
    40013: "invalid appid",
    40016: "invalid button size",
    40018: "invalid button name size",
    40019: "invalid button key size",
    40020: "invalid button url size",
    40023: "invalid sub button size",
    40029: "invalid code",
    40037: "invalid template_id",
    40125: "invalid appsecret",
    40163: "code been used",
    41001: "access_token missing",
    42001: "access_token expired",
    43101: "user refuse to accept the msg",
    44002: "empty post data",
    44004: "empty content",
    45002: "content size out of limit",
    45009: "reach max api daily quota limit",
    45015: "response out of time limit or subscription is canceled",
    45047: "out of response count limit",
    46003: "menu no exist",
    47001: "data format error",
    47003: "argument invalid!",
    48001: "api unauthorized",
}
Show = Callable[[str, str, str], None]


class Refused(Exception):
    """What the platform answers with an error code."""

    def __init__(self, code: int, says: str = "") -> None:
        self.code, self.says = code, says


@dataclass
class Token:
    value: str = field(default_factory=lambda: secrets.token_hex(68))
    ends: float = 0.0


@dataclass
class Sandbox:
    """Everything that the platform remembers. `shift` moves its clock, for tests of windows and ages."""

    show: Show
    tokens: dict[str, list[Token]] = field(default_factory=dict)
    secrets: dict[str, str] = field(default_factory=dict)
    revoked: set[str] = field(default_factory=set)
    heard: dict[str, tuple[float, int]] = field(default_factory=dict)
    agreed: dict[tuple[str, str], int] = field(default_factory=dict)
    people: dict[str, str] = field(default_factory=dict)
    codes: dict[str, str] = field(default_factory=dict)
    used: set[str] = field(default_factory=set)
    media: dict[str, tuple[str, bytes]] = field(default_factory=dict)
    faults: dict[str, list[int]] = field(default_factory=dict)
    menu: dict | None = None
    calls: dict[str, int] = field(default_factory=dict)
    shift: float = 0.0
    lock: threading.RLock = field(default_factory=threading.RLock)

    def now(self) -> float:
        return clock.now().timestamp() + self.shift

    # --- tokens ---------------------------------------------------------------------------------------------

    def stable_token(self) -> dict:
        asked = self._body()
        if asked.get("grant_type") != "client_credential":
            raise Refused(40002)
        app_id = self._known_app(asked.get("appid"), asked.get("secret"))
        issued = self.tokens.setdefault(app_id, [])
        fresh = not issued or issued[-1].ends - self.now() <= OLD_TOKEN_SECONDS
        if asked.get("force_refresh") is True or fresh:
            if asked.get("force_refresh") is True:
                self.revoked.update(one.value for one in issued)
            issued.append(Token(ends=self.now() + TOKEN_SECONDS))
        return {"access_token": issued[-1].value, "expires_in": int(issued[-1].ends - self.now())}

    def old_token(self) -> dict:
        """`GET /cgi-bin/token`: every call makes a new one, and the one before ends in five minutes."""
        if request.args.get("grant_type") != "client_credential":
            raise Refused(40002)
        app_id = self._known_app(request.args.get("appid"), request.args.get("secret"))
        issued = self.tokens.setdefault(app_id, [])
        for one in issued:
            one.ends = min(one.ends, self.now() + OLD_TOKEN_SECONDS)
        issued.append(Token(ends=self.now() + TOKEN_SECONDS))
        return {"access_token": issued[-1].value, "expires_in": TOKEN_SECONDS}

    def _known_app(self, app_id: object, secret: object) -> str:
        if not isinstance(app_id, str) or not app_id:
            raise Refused(40013)
        if not isinstance(secret, str) or self.secrets.setdefault(app_id, secret) != secret or not secret:
            raise Refused(40125)
        return app_id

    def require_token(self) -> None:
        value = request.args.get("access_token", "")
        if not value:
            raise Refused(41001)
        found = [one for issued in self.tokens.values() for one in issued if one.value == value]
        if not found or value in self.revoked:
            raise Refused(40001)
        if found[0].ends <= self.now():
            raise Refused(42001)

    # --- messages -------------------------------------------------------------------------------------------

    def custom_send(self) -> dict:
        body = self._body()
        openid = body.get("touser")
        if not isinstance(openid, str) or not openid:
            raise Refused(40003)
        text = self._content(body)
        since, left = self.heard.setdefault(openid, (self.now(), WINDOW_MESSAGES))
        if self.now() - since > WINDOW_SECONDS:
            raise Refused(45015)
        if left == 0:
            raise Refused(45047)
        self.heard[openid] = (since, left - 1)
        self.show("wechat", openid, text)
        return {"errcode": 0, "errmsg": "ok"}

    def _content(self, body: dict) -> str:
        kind = body.get("msgtype")
        part = body.get(kind) if isinstance(kind, str) else None
        if not isinstance(part, dict):
            raise Refused(47001)
        if kind in {"image", "voice", "video"}:
            if part.get("media_id") not in self.media:
                raise Refused(40007)
            return f"[{kind}]"
        content = part.get("content") if kind == "text" else part.get("head_content") or part.get("title")
        if not isinstance(content, str) or not content:
            raise Refused(44004)
        if len(content.encode()) > CONTENT_BYTES:
            raise Refused(45002)
        return content

    def subscribe_send(self) -> dict:
        body = self._body()
        openid, template = body.get("touser"), body.get("template_id")
        if not isinstance(openid, str) or not openid:
            raise Refused(40003)
        if not isinstance(template, str) or len(template) < 8:
            raise Refused(40037)
        values = body.get("data")
        if not isinstance(values, dict) or not all(map(_fits, values.items())):
            raise Refused(47003, "data is invalid")
        if self.agreed.get((openid, template), 0) < 1:
            raise Refused(43101)
        self.agreed[openid, template] -= 1
        self.show("subscribed", openid, " ".join(one["value"] for one in values.values()))
        return {"errcode": 0, "errmsg": "ok", "msgid": secrets.randbits(60)}

    # --- people ---------------------------------------------------------------------------------------------

    def code_session(self) -> dict:
        self._known_app(request.args.get("appid"), request.args.get("secret"))
        code = request.args.get("js_code", "")
        if request.args.get("grant_type") != "authorization_code":
            raise Refused(40002)
        if len(code) < 4:
            raise Refused(40029)
        if code in self.used:
            raise Refused(40163)
        self.used.add(code)
        openid = self.codes.get(code) or "m" + hashlib.sha256(code.encode()).hexdigest()[:27]
        found = {"openid": openid, "session_key": secrets.token_urlsafe(16) + "=="}
        return found | ({"unionid": self.people[openid]} if openid in self.people else {})

    def user_info(self) -> dict:
        openid = request.args.get("openid", "")
        if len(openid) < 3:
            raise Refused(40003)
        found = {"subscribe": 1, "openid": openid, "language": "zh_CN", "subscribe_time": int(self.now())}
        return found | ({"unionid": self.people[openid]} if openid in self.people else {})

    # --- media, menu ----------------------------------------------------------------------------------------

    def upload(self) -> dict:
        kind, sent = request.args.get("type", ""), request.files.get("media")
        if kind not in MEDIA or sent is None:
            raise Refused(40004)
        content = sent.read()
        if not content or len(content) > MEDIA[kind]:
            raise Refused(45002 if content else 44002)
        media_id = secrets.token_urlsafe(48)
        self.media[media_id] = (kind, content)
        return {"type": kind, "media_id": media_id, "created_at": int(self.now())}

    def download(self) -> dict | Response:
        found = self.media.get(request.args.get("media_id", ""))
        if found is None:
            raise Refused(40007)
        kind = "image/jpeg" if found[0] == "image" else "application/octet-stream"
        return Response(found[1], content_type=kind)

    def create_menu(self) -> dict:
        body = self._body()
        _check_buttons(body.get("button"))
        self.menu = body
        return {"errcode": 0, "errmsg": "ok"}

    def get_menu(self) -> dict:
        if self.menu is None:
            raise Refused(46003)
        return {"menu": {"button": [_filled(one) for one in self.menu["button"]]}}

    def delete_menu(self) -> dict:
        self.menu = None
        return {"errcode": 0, "errmsg": "ok"}

    # --- the sandbox's own switches -------------------------------------------------------------------------

    def switch(self) -> dict:
        """`POST /wechat/sandbox`: what a test or a newcomer changes on the platform's side."""
        asked = request.get_json()
        issued = [one for tokens in self.tokens.values() for one in tokens]
        if asked.get("revoke"):
            self.revoked.update(one.value for one in issued)
            self.tokens.clear()
        if asked.get("expire"):
            for one in issued:
                one.ends = self.now()
        self.shift += 3600 * asked.get("hours", 0)
        for openid in asked.get("heard", []):
            self.heard[openid] = (self.now(), WINDOW_MESSAGES)
        for openid, template, count in asked.get("agreed", []):
            self.agreed[openid, template] = count
        self.people |= asked.get("unions", {})
        self.codes |= asked.get("codes", {})
        for path, codes in asked.get("faults", {}).items():
            self.faults[path] = list(codes)
        return {"calls": dict(self.calls)}

    def _body(self) -> dict:
        """The JSON of a call. An escaped character stays an escape, as the platform shows it."""
        try:
            body = json.loads(request.get_data().replace(b"\\u", b"\\\\u"))
        except ValueError:
            raise Refused(47001) from None
        if not isinstance(body, dict) or not body:
            raise Refused(44002)
        return body


def _fits(entry: tuple[str, object]) -> bool:
    """Whether a value has the form that the name of its field asks for."""
    name, holder = entry
    value = holder.get("value") if isinstance(holder, dict) else None
    if not isinstance(value, str) or not value:
        return False
    kind = name.rstrip("0123456789")
    return len(value) <= FIELDS.get(kind, 0) and (kind != "character_string" or value.isascii())


def _check_buttons(buttons: object, *, inside: bool = False) -> None:
    if not isinstance(buttons, list) or not 1 <= len(buttons) <= (5 if inside else 3):
        raise Refused(40023 if inside else 40016)
    for one in buttons:
        name = one.get("name") if isinstance(one, dict) else None
        if not isinstance(name, str) or not 1 <= len(name.encode()) <= (60 if inside else 16):
            raise Refused(40018)
        if one.get("sub_button"):
            if inside:
                raise Refused(40023)
            _check_buttons(one["sub_button"], inside=True)
            continue
        needed = MENU_TYPES.get(one.get("type"))
        if needed is None:
            raise Refused(40017)
        value = one.get(needed)
        if not isinstance(value, str) or not 1 <= len(value.encode()) <= (128 if needed == "key" else 1024):
            raise Refused(40019 if needed == "key" else 40020)


def _filled(button: dict) -> dict:
    """As the platform gives it back: every button has its list of sub-buttons."""
    return button | {"sub_button": [_filled(one) for one in button.get("sub_button", [])]}


def make_wechat(show: Show) -> Blueprint:
    """The platform under one address. `show` puts what a citizen would see on the sandbox's page."""
    sandbox, bp = Sandbox(show), Blueprint("wechat", __name__, url_prefix="/wechat")
    open_calls = {
        ("POST", "/cgi-bin/stable_token"): sandbox.stable_token,
        ("GET", "/cgi-bin/token"): sandbox.old_token,
        ("GET", "/sns/jscode2session"): sandbox.code_session,
    }
    calls = {
        ("POST", "/cgi-bin/message/custom/send"): sandbox.custom_send,
        ("POST", "/cgi-bin/message/subscribe/bizsend"): sandbox.subscribe_send,
        ("POST", "/cgi-bin/message/subscribe/send"): sandbox.subscribe_send,
        ("GET", "/cgi-bin/user/info"): sandbox.user_info,
        ("POST", "/cgi-bin/media/upload"): sandbox.upload,
        ("GET", "/cgi-bin/media/get"): sandbox.download,
        ("POST", "/cgi-bin/menu/create"): sandbox.create_menu,
        ("GET", "/cgi-bin/menu/get"): sandbox.get_menu,
        ("GET", "/cgi-bin/menu/delete"): sandbox.delete_menu,
    }
    for (method, path), act in (open_calls | calls).items():
        view = _view(sandbox, path, act, needs_token=(method, path) in calls)
        bp.add_url_rule(path, path.strip("/").replace("/", "_"), view, methods=[method])
    bp.add_url_rule("/sandbox", "switch", lambda: sandbox.switch(), methods=["POST"])
    return bp


def _view(sandbox: Sandbox, path: str, act: Callable, *, needs_token: bool) -> Callable[[], Response | dict]:
    def view() -> Response | dict:
        with sandbox.lock:
            sandbox.calls[path] = sandbox.calls.get(path, 0) + 1
            try:
                if sandbox.faults.get(path):
                    raise Refused(sandbox.faults[path].pop(0))
                if needs_token:
                    sandbox.require_token()
                return act()
            except Refused as refused:
                says = refused.says or MESSAGES.get(refused.code, "error")
                return {"errcode": refused.code, "errmsg": f"{says} rid: {secrets.token_hex(4)}"}

    return view
