"""WeChat's messages in and out. The only module that knows wechatpy, and what has to be done around it.

Its parser of messages is not used: it renames events, drops fields, and fails in five ways on odd ones.

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
from dataclasses import dataclass, field
from datetime import datetime
from xml.parsers.expat import ExpatError

import xmltodict
from wechatpy.crypto import PrpCrypto, WeChatCrypto
from wechatpy.exceptions import InvalidAppIdException
from wechatpy.replies import TextReply

from webapp.settings import Settings

MAX_AGE_SECONDS = 10 * 60
MAX_REPLY_BYTES = 1800
MAX_NAME = 128
MOST_CONSENTS = 5
# A LookupError is a missing element as well as an encoding that the XML names and nobody knows.
BROKEN = (
    ExpatError, LookupError, ValueError, TypeError, AttributeError, struct.error, binascii.Error,
    xmltodict.ParsingInterrupted,
)  # fmt: skip
UNPRINTABLE = re.compile("[\x00-\x08\x0b\x0c\x0e-\x1f\x7f\ud800-\udfff\ufffe\uffff]")


class Forged(Exception):
    """The signature, the age or the account is not that of WeChat's servers for this account."""


class Malformed(Exception):
    """Signed, but not a message of WeChat's format."""


@dataclass(frozen=True)
class Seal:
    """The token and the key that a delivery came under. Its reply goes back under the same ones."""

    token: str = field(repr=False)
    aes_key: str = field(repr=False)


@dataclass(frozen=True)
class Delivery:
    """One message or event. `choice`: the id of a tapped menu entry; `identity`: what makes it this one.

    `key` is the key of a tapped menu button or of a scanned code, `place` the address of a position. `number`
    orders the messages of one sender; `seal` is None in plain mode.
    """

    sender: str
    account: str
    kind: str
    identity: str
    number: int
    text: str = ""
    choice: str | None = None
    key: str = ""
    place: str = ""
    consents: tuple[tuple[str, bool], ...] = ()
    seal: Seal | None = None


def check_signature(settings: Settings, query: Mapping[str, str], now: datetime) -> None:
    """The signature in the address, as plain calls carry it. Raises Forged."""
    _check(settings, query, now, signature=query.get("signature", ""), payload=None)


def open_echo(settings: Settings, query: Mapping[str, str], now: datetime) -> str:
    """What the check of the address is answered with: its own random text. Raises Forged."""
    check_signature(settings, query, now)
    return query.get("echostr", "")[:256]


def open_delivery(settings: Settings, query: Mapping[str, str], body: bytes, now: datetime) -> Delivery:
    """The message in `body`. Raises Forged or Malformed.

    In compatible mode the same message stands beside its encryption; only the encrypted one is read.
    """
    seal = None
    if query.get("encrypt_type") == "aes":
        seal, body = _decrypt(settings, query, body, now)
    else:
        check_signature(settings, query, now)
    try:
        return _delivery(xmltodict.parse(body)["xml"], seal)
    except BROKEN:
        raise Malformed from None


def seal_reply(settings: Settings, delivery: Delivery, text: str, now: datetime) -> str:
    """The XML that answers `delivery` with `text`, encrypted where the delivery was."""
    created = int(now.timestamp())
    names = {"source": _safe(delivery.account), "target": _safe(delivery.sender)}
    xml = TextReply(content=_safe(_clip(text)), time=created, **names).render()
    if delivery.seal is None:
        return xml
    crypto = WeChatCrypto(delivery.seal.token, delivery.seal.aes_key, settings.wechat_app_id)
    return crypto.encrypt_message(xml, secrets.token_hex(8), str(created))


def _check(
    settings: Settings, query: Mapping[str, str], now: datetime, *, signature: str, payload: str | None
) -> str:
    """The token that signed the call, the newest or the one before it. Raises Forged."""
    timestamp, nonce = query.get("timestamp", ""), query.get("nonce", "")
    rest = [timestamp, nonce, *([payload] if payload is not None else [])]
    given, signer = signature.encode("utf-8", "surrogatepass"), None
    for token in settings.wechat_tokens:
        expected = hashlib.sha1("".join(sorted([token, *rest])).encode("utf-8", "surrogatepass")).hexdigest()
        if hmac.compare_digest(expected.encode(), given):
            signer = token
    if signer is None or not re.fullmatch(r"[0-9]{1,12}", timestamp):
        raise Forged
    if abs(now.timestamp() - int(timestamp)) > MAX_AGE_SECONDS:
        raise Forged
    return signer


def _decrypt(settings: Settings, query: Mapping[str, str], body: bytes, now: datetime) -> tuple[Seal, bytes]:
    try:
        sealed = xmltodict.parse(body.decode())["xml"]["Encrypt"]
    except BROKEN:
        raise Malformed from None
    if not isinstance(sealed, str):
        raise Malformed
    token = _check(settings, query, now, signature=query.get("msg_signature", ""), payload=sealed)
    error: type[Exception] = Malformed
    for aes_key in settings.wechat_aes_keys:
        crypto = WeChatCrypto(token, aes_key, settings.wechat_app_id)
        try:
            opened = PrpCrypto(crypto.key).decrypt(sealed, settings.wechat_app_id)
            return Seal(token, aes_key), opened.encode()
        except InvalidAppIdException:
            error = Forged
        except BROKEN:
            continue
    raise error from None


def _delivery(fields: Mapping[str, object], seal: Seal | None) -> Delivery:
    kind = _text(fields, "MsgType").lower()
    who = _name(fields, "FromUserName"), _name(fields, "ToUserName")
    created = _number(fields, "CreateTime")
    if kind == "event":
        return _event(fields, who, created, seal)
    number = _number(fields, "MsgId")
    name = "Recognition" if kind == "voice" else "Content"
    return Delivery(
        *who,
        kind,
        str(number),
        number,
        text=_text(fields, name, required=False) if kind in {"text", "voice"} else "",
        choice=(_text(fields, "bizmsgmenuid", required=False) or None) if kind == "text" else None,
        place=_text(fields, "Label", required=False) if kind == "location" else "",
        seal=seal,
    )


def _event(fields: Mapping[str, object], who: tuple[str, str], created: int, seal: Seal | None) -> Delivery:
    """An event has no id: its kind, its key and its second make it this one, and what a receipt is for."""
    event = _text(fields, "Event").lower()
    key = _text(fields, "EventKey", required=False)
    receipt = fields.get("MsgID") or fields.get("MsgId") or ""
    about = [receipt] if isinstance(receipt, str) and receipt else []
    identity = "|".join([event, key, str(created), *about])
    consents = _consents(fields) if event.startswith("subscribe_msg_") else ()
    return Delivery(*who, f"event.{event}", identity, created, key=key, consents=consents, seal=seal)


def _consents(fields: Mapping[str, object]) -> tuple[tuple[str, bool], ...]:
    """Template by template, whether the citizen agreed to one message; one element stands without a list."""
    found = []
    for name in ("SubscribeMsgPopupEvent", "SubscribeMsgChangeEvent"):
        holder = fields.get(name)
        entries = holder.get("List") if isinstance(holder, Mapping) else None
        for entry in entries if isinstance(entries, list) else [entries]:
            if isinstance(entry, Mapping) and isinstance(entry.get("TemplateId"), str):
                found.append((entry["TemplateId"], entry.get("SubscribeStatusString") == "accept"))
    return tuple(found[:MOST_CONSENTS])


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
