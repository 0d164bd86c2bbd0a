"""WeChat's messages in and out. The only module that knows wechatpy, and what has to be done around it.

Around it: signatures are compared in constant time, with their age; every way in which malformed XML can fail
becomes one error; the types of all fields are checked; what goes into a reply is freed of control characters
and of the end of CDATA, so that nothing a citizen wrote can become an element.
"""

import binascii
import hashlib
import hmac
import re
import secrets
import struct
from collections.abc import Mapping
from dataclasses import dataclass
from datetime import datetime
from xml.parsers.expat import ExpatError

import xmltodict
from wechatpy import parse_message
from wechatpy.crypto import PrpCrypto, WeChatCrypto
from wechatpy.exceptions import InvalidAppIdException
from wechatpy.replies import TextReply

from webapp.settings import Settings

MAX_AGE_SECONDS = 10 * 60
MAX_REPLY_BYTES = 1800
MAX_NAME = 128
BROKEN = (
    ExpatError, KeyError, ValueError, TypeError, AttributeError, IndexError, struct.error, binascii.Error,
    xmltodict.ParsingInterrupted,
)  # fmt: skip
UNPRINTABLE = re.compile("[\x00-\x08\x0b\x0c\x0e-\x1f\x7f\ud800-\udfff\ufffe\uffff]")


class Forged(Exception):
    """The signature, the age or the account is not that of WeChat's servers for this account."""


class Malformed(Exception):
    """Signed, but not a message of WeChat's format."""


@dataclass(frozen=True)
class Delivery:
    """One message or event. `choice`: the id of a tapped menu entry; `identity`: what makes it this one."""

    sender: str
    account: str
    kind: str
    text: str
    choice: str | None
    identity: str
    place: int
    encrypted: bool


def check_signature(settings: Settings, query: Mapping[str, str], now: datetime) -> None:
    """The signature in the address, as plain calls carry it. Raises Forged."""
    _check(settings, query, now, signature=query.get("signature", ""), payload=None)


def open_delivery(settings: Settings, query: Mapping[str, str], body: bytes, now: datetime) -> Delivery:
    """The message in `body`. Raises Forged or Malformed."""
    encrypted = query.get("encrypt_type") == "aes"
    if encrypted:
        body = _decrypt(settings, query, body, now)
    else:
        check_signature(settings, query, now)
    try:
        fields = parse_message(body)._data
        return _delivery(fields, encrypted)
    except BROKEN:
        raise Malformed from None


def seal_reply(settings: Settings, delivery: Delivery, text: str, now: datetime) -> str:
    """The XML that answers `delivery` with `text`, encrypted where the delivery was."""
    created = int(now.timestamp())
    names = {"source": _safe(delivery.account), "target": _safe(delivery.sender)}
    xml = TextReply(content=_safe(_clip(text)), time=created, **names).render()
    if not delivery.encrypted:
        return xml
    crypto = WeChatCrypto(settings.wechat_token, settings.wechat_aes_key, settings.wechat_app_id)
    return crypto.encrypt_message(xml, secrets.token_hex(8), str(created))


def _check(
    settings: Settings, query: Mapping[str, str], now: datetime, *, signature: str, payload: str | None
) -> None:
    timestamp, nonce = query.get("timestamp", ""), query.get("nonce", "")
    parts = sorted([settings.wechat_token, timestamp, nonce, *([payload] if payload is not None else [])])
    expected = hashlib.sha1("".join(parts).encode("utf-8", "surrogatepass")).hexdigest()
    if not hmac.compare_digest(expected.encode(), signature.encode("utf-8", "surrogatepass")):
        raise Forged
    if not re.fullmatch(r"[0-9]{1,12}", timestamp):
        raise Forged
    if abs(now.timestamp() - int(timestamp)) > MAX_AGE_SECONDS:
        raise Forged


def _decrypt(settings: Settings, query: Mapping[str, str], body: bytes, now: datetime) -> bytes:
    try:
        sealed = xmltodict.parse(body.decode())["xml"]["Encrypt"]
    except BROKEN:
        raise Malformed from None
    if not isinstance(sealed, str):
        raise Malformed
    _check(settings, query, now, signature=query.get("msg_signature", ""), payload=sealed)
    crypto = WeChatCrypto(settings.wechat_token, settings.wechat_aes_key, settings.wechat_app_id)
    try:
        return PrpCrypto(crypto.key).decrypt(sealed, settings.wechat_app_id).encode()
    except InvalidAppIdException:
        raise Forged from None
    except BROKEN:
        raise Malformed from None


def _delivery(fields: Mapping[str, object], encrypted: bool) -> Delivery:
    kind = _text(fields, "MsgType").lower()
    sender, account = _name(fields, "FromUserName"), _name(fields, "ToUserName")
    created = _number(fields, "CreateTime")
    if kind == "event":
        event = _text(fields, "Event").lower()
        key = _text(fields, "EventKey", required=False)
        identity = f"{event}|{key}|{created}"
        return Delivery(sender, account, f"event.{event}", "", None, identity, created, encrypted)
    number = _number(fields, "MsgId")
    name = "Recognition" if kind == "voice" else "Content"
    text = _text(fields, name, required=False) if kind in {"text", "voice"} else ""
    choice = _text(fields, "bizmsgmenuid", required=False) if kind == "text" else ""
    return Delivery(sender, account, kind, text, choice or None, str(number), number, encrypted)


def _text(fields: Mapping[str, object], name: str, required: bool = True) -> str:
    value = fields.get(name)
    if value is None and not required:
        return ""
    if not isinstance(value, str):
        raise Malformed
    return value


def _name(fields: Mapping[str, object], name: str) -> str:
    value = _text(fields, name)
    if not 0 < len(value) <= MAX_NAME:
        raise Malformed
    return value


def _number(fields: Mapping[str, object], name: str) -> int:
    value = _text(fields, name)
    if not re.fullmatch(r"[0-9]{1,20}", value):
        raise Malformed
    return int(value) % 2**63


def _safe(text: str) -> str:
    return UNPRINTABLE.sub("", text).replace("]]>", "]]]]><![CDATA[>")


def _clip(text: str) -> str:
    """`text` within what WeChat shows. The bot keeps to it; this holds for whatever else answers."""
    return text.encode("utf-8", "ignore")[:MAX_REPLY_BYTES].decode("utf-8", "ignore")
