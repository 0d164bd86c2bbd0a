"""A stand-in for api.weixin.qq.com: the paths, bodies and error codes of its documentation.

Strict where the platform is: tokens age and can be revoked, a login code works once, five messages and 48
hours follow a citizen's word and three messages and a minute a tap on the menu, a subscriber's agreement is
used up, a menu has its limits. Characters that a client escapes in JSON reach the citizen as escapes.
"""

import hashlib
import json
import secrets
import threading
from collections.abc import Callable
from dataclasses import dataclass, field

from flask import Blueprint, Response, request

from webapp import clock
from webapp.gateways.sandbox.forms import Refused, check_buttons, check_values, fill, make_rid

TOKEN_SECONDS, OLD_TOKEN_SECONDS = 7200, 300
FORCED_APART_SECONDS, FORCED_A_DAY, DAY_SECONDS = 30, 20, 24 * 3600
# How long and how many messages may follow: a citizen's word; a tap on the menu, a scan or following.
WINDOWS = {"heard": (48 * 3600, 5), "tapped": (60, 3)}
CONTENT_BYTES = 2048
MEDIA = {"image": 10_000_000, "voice": 2_000_000, "video": 10_000_000, "thumb": 64_000}
Show = Callable[[str, str, str], None]


@dataclass
class Token:
    value: str = field(default_factory=lambda: secrets.token_hex(68))
    ends: float = 0.0


@dataclass
class Window:
    """A time in which some more messages may be sent to somebody."""

    ends: float
    left: int


@dataclass
class Sandbox:
    """Everything that the platform remembers. `shift` moves its clock, for tests of windows and ages."""

    show: Show
    tokens: dict[tuple[str, str], list[Token]] = field(default_factory=dict)
    forced: dict[str, list[float]] = field(default_factory=dict)
    secrets: dict[str, str] = field(default_factory=dict)
    revoked: set[str] = field(default_factory=set)
    windows: dict[str, list[Window]] = field(default_factory=dict)
    agreed: dict[tuple[str, str], int] = field(default_factory=dict)
    people: dict[str, str] = field(default_factory=dict)
    codes: dict[str, str] = field(default_factory=dict)
    used: set[str] = field(default_factory=set)
    phones: dict[str, str] = field(default_factory=dict)
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
        """The same one until it is about to end; a forced one at most every 30 seconds, 20 times a day."""
        asked = self._body()
        if asked.get("grant_type") != "client_credential":
            raise Refused(40002)
        app_id = self._known_app(asked.get("appid"), asked.get("secret"))
        issued = self.tokens.setdefault((app_id, "stable"), [])
        forced = asked.get("force_refresh") is True and self._may_force(app_id)
        if forced:
            self.revoked.update(one.value for one in issued)
        if forced or not issued or issued[-1].ends - self.now() <= OLD_TOKEN_SECONDS:
            issued.append(Token(ends=self.now() + TOKEN_SECONDS))
        return {"access_token": issued[-1].value, "expires_in": int(issued[-1].ends - self.now())}

    def _may_force(self, app_id: str) -> bool:
        past = self.forced.setdefault(app_id, [])
        past[:] = [one for one in past if one > self.now() - DAY_SECONDS]
        if len(past) >= FORCED_A_DAY:
            raise Refused(45009)
        if past and self.now() - past[-1] < FORCED_APART_SECONDS:
            return False
        past.append(self.now())
        return True

    def old_token(self) -> dict:
        """`GET /cgi-bin/token`: every call makes a new one, and the one before ends in five minutes.

        The two kinds of token know nothing of each other.
        """
        if request.args.get("grant_type") != "client_credential":
            raise Refused(40002)
        app_id = self._known_app(request.args.get("appid"), request.args.get("secret"))
        issued = self.tokens.setdefault((app_id, "plain"), [])
        for one in issued:
            one.ends = min(one.ends, self.now() + OLD_TOKEN_SECONDS)
        issued.append(Token(ends=self.now() + TOKEN_SECONDS))
        return {"access_token": issued[-1].value, "expires_in": TOKEN_SECONDS}

    def _known_app(self, app_id: object, secret: object) -> str:
        if not app_id or not secret:
            raise Refused(41004 if app_id else 41002)
        if not isinstance(app_id, str) or not app_id.startswith("wx"):
            raise Refused(40013)
        if not isinstance(secret, str) or self.secrets.setdefault(app_id, secret) != secret:
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
        if openid not in self.windows:
            self._open_window(openid, "heard")
        opened = [one for one in self.windows[openid] if one.ends >= self.now()]
        if not opened:
            raise Refused(45015)
        free = [one for one in opened if one.left]
        if not free:
            raise Refused(45047)
        free[0].left -= 1
        self.show("wechat", openid, text)
        return {"errcode": 0, "errmsg": "ok"}

    def _open_window(self, openid: str, scene: str) -> None:
        seconds, messages = WINDOWS[scene]
        self.windows.setdefault(openid, []).insert(0, Window(self.now() + seconds, messages))

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
        check_values(values)
        if self.agreed.get((openid, template), 0) < 1:
            raise Refused(43101)
        self.agreed[openid, template] -= 1
        self.show("subscribed", openid, " ".join(one["value"] for one in values.values()))
        return {"errcode": 0, "errmsg": "ok"}

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

    def phone_number(self) -> dict:
        """`getuserphonenumber`: the number that somebody let the mini-program have, once for each code."""
        code = self._body().get("code")
        if not isinstance(code, str) or code not in self.phones:
            raise Refused(40029)
        number = self.phones.pop(code)
        watermark = {"timestamp": int(self.now()), "appid": "wx"}
        told = {"phoneNumber": number, "purePhoneNumber": number, "countryCode": "86", "watermark": watermark}
        return {"errcode": 0, "errmsg": "ok", "phone_info": told}

    def user_info(self) -> dict:
        openid = request.args.get("openid", "")
        if len(openid) < 3:
            raise Refused(40003)
        found = {"subscribe": 1, "openid": openid, "subscribe_time": int(self.now()), "remark": ""}
        found |= {"groupid": 0, "tagid_list": [], "subscribe_scene": "ADD_SCENE_QR_CODE"}
        found |= {"qr_scene": 0, "qr_scene_str": ""}
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
        if b"\\u" in request.get_data():
            raise Refused(40033)
        body = self._body()
        check_buttons(body.get("button"))
        self.menu = body
        return {"errcode": 0, "errmsg": "ok"}

    def get_menu(self) -> dict:
        if self.menu is None:
            raise Refused(46003)
        return {"menu": {"button": [fill(one) for one in self.menu["button"]]}}

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
        for scene in WINDOWS:
            for openid in asked.get(scene, []):
                self._open_window(openid, scene)
        for openid, template, count in asked.get("agreed", []):
            self.agreed[openid, template] = count
        self.people |= asked.get("unions", {})
        self.codes |= asked.get("codes", {})
        self.phones |= asked.get("phones", {})
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
        ("POST", "/wxa/business/getuserphonenumber"): sandbox.phone_number,
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


def _view(sandbox: Sandbox, path: str, act: Callable, *, needs_token: bool) -> Callable[[], Response]:
    """One call. Logins answer as plain text and with a comma, all else as JSON that names no charset."""
    kind, comma = (
        ("text/plain", ",") if path.startswith("/sns/") else ("application/json; encoding=utf-8", "")
    )

    def view() -> Response:
        with sandbox.lock:
            sandbox.calls[path] = sandbox.calls.get(path, 0) + 1
            try:
                if sandbox.faults.get(path):
                    raise Refused(sandbox.faults[path].pop(0))
                if needs_token:
                    sandbox.require_token()
                answer = act()
            except Refused as refused:
                answer = {"errcode": refused.code, "errmsg": f"{refused.says}{comma} rid: {make_rid()}"}
        if isinstance(answer, Response):
            return answer
        return Response(json.dumps(answer, ensure_ascii=False), headers={"Content-Type": kind})

    return view
