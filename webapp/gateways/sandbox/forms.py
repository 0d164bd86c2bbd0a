"""What WeChat's platform says and takes: its error codes, the form of a template's values, of a menu.

Codes and words are those of its documents 获取稳定版接口调用凭据, 小程序登录凭证校验, 发送订阅消息,
创建自定义菜单 and 全局返回码, and of answers that people quoted to its own forum.
"""

import re
import secrets

MESSAGES = {
    -1: "system error",
    40001: "invalid credential, access_token is invalid or not latest, could get access_token by"
    " getStableAccessToken, more details at https://mmbizurl.cn/s/JtxxFh33r",
    40002: "invalid grant_type",
    40003: "invalid openid",
    40004: "invalid media type",
    40007: "invalid media_id",
    40013: "invalid appid",
    40016: "invalid button size",
    40017: "invalid button type",
    40018: "invalid button name size",
    40019: "invalid button key size",
    40020: "invalid button url size",
    40022: "invalid sub button level",
    40023: "invalid sub button size",
    40024: "invalid sub button type",
    40025: "invalid sub button name size",
    40026: "invalid sub button key size",
    40027: "invalid sub button url size",
    40029: "invalid code",
    40033: "invalid charset. please check your request, if include \\uxxxx will create fail!",
    40037: "invalid template_id",
    40125: "invalid appsecret",
    40163: "code been used",
    41001: "access_token missing",
    41002: "appid missing",
    41004: "appsecret missing",
    42001: "access_token expired",
    43101: "user refuse to accept the msg",
    44002: "empty post data",
    44004: "empty content",
    45002: "content size out of limit",
    45009: "reach max api daily quota limit",
    45011: "api minute-quota reach limit mustslower retry next minute",
    45015: "response out of time limit or subscription is canceled",
    45047: "out of response count limit",
    46003: "menu no exist",
    47001: "data format error",
    47003: "argument invalid!",
    48001: "api unauthorized",
}
DAY = r"[0-9]{4}年[0-9]{1,2}月[0-9]{1,2}日"
MINUTE = "[0-9]{1,2}:[0-9]{2}(:[0-9]{2})?"
FIELDS = {
    "thing": ".{1,20}",
    "number": r"[0-9.]{1,32}",
    "letter": "[A-Za-z]{1,32}",
    "symbol": r"[^\w\s]{1,5}",
    "character_string": r"[\x21-\x7e]{1,32}",
    "time": f"({DAY} ?)?{MINUTE}(~({DAY} ?)?{MINUTE})?",
    "date": f"({DAY}|[0-9]{{4}}-[0-9]{{2}}-[0-9]{{2}})( {MINUTE})?",
    "amount": r"[^\w\s]?[0-9.]{1,11}元?",
    "phone_number": "[-+0-9]{1,17}",
    "car_number": ".{1,8}",
    "name": "[\u4e00-\u9fff]{1,10}|[A-Za-z .]{1,20}",
    "phrase": "[\u4e00-\u9fff]{1,5}",
}
BYTES = {"key": 128, "url": 1024, "appid": 64, "pagepath": 1024}
NEEDED = {"click": ("key",), "view": ("url",), "miniprogram": ("url", "appid", "pagepath")}
# The same mistake has another code in a button of the second level: count, name, type, key, address.
TOP, BELOW = (40016, 40018, 40017, 40019, 40020), (40023, 40025, 40024, 40026, 40027)


class Refused(Exception):
    """What the platform answers with an error code."""

    def __init__(self, code: int, says: str = "") -> None:
        self.code, self.says = code, says or MESSAGES.get(code, "error")


def make_rid() -> str:
    """The name of a call, by which its answer can be asked about."""
    return "-".join(secrets.token_hex(4) for _ in range(3))


def check_values(values: object) -> None:
    """Raises Refused for values that do not have the form that the names of their fields ask for."""
    if not isinstance(values, dict):
        raise Refused(47003)
    for name, holder in values.items():
        value = holder.get("value") if isinstance(holder, dict) else None
        if not isinstance(value, str) or not value:
            raise Refused(47003, f"argument invalid! data.{name}.value is empty")
        form = FIELDS.get(name.rstrip("0123456789"))
        if form is None or not re.fullmatch(form, value):
            raise Refused(47003, f"argument invalid! data.{name}.value invalid")


def check_buttons(buttons: object, *, below: bool = False) -> None:
    """Raises Refused for a menu beyond the limits."""
    count, naming, typing, keyed, addressed = BELOW if below else TOP
    if not isinstance(buttons, list) or not 1 <= len(buttons) <= (5 if below else 3):
        raise Refused(count)
    for one in buttons:
        name = one.get("name") if isinstance(one, dict) else None
        if not isinstance(name, str) or not 1 <= len(name.encode()) <= (60 if below else 16):
            raise Refused(naming)
        if one.get("sub_button"):
            if below:
                raise Refused(40022)
            check_buttons(one["sub_button"], below=True)
            continue
        if one.get("type") not in NEEDED:
            raise Refused(typing)
        for part in NEEDED[one["type"]]:
            value = one.get(part)
            if not isinstance(value, str) or not 1 <= len(value.encode()) <= BYTES[part]:
                raise Refused(keyed if part == "key" else addressed)


def fill(button: dict) -> dict:
    """As the platform gives it back: every button has its list of sub-buttons."""
    return button | {"sub_button": [fill(one) for one in button.get("sub_button", [])]}
