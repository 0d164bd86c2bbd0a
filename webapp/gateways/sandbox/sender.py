"""WeChat's side of the callback: pushes as the platform sends them, and as an attacker would.

Signs and encrypts with the cryptography library alone, after the documentation of the message encryption.
"""

import base64
import hashlib
import os
import random
import struct
import time
from collections.abc import Iterator
from dataclasses import dataclass, field
from xml.etree import ElementTree

import requests
from cryptography.hazmat.primitives.ciphers import Cipher, algorithms, modes

from webapp import clock

ANSWER_SECONDS = 5
PUSHES, PAUSE_SECONDS = 3, 0.5
OVERSIZE = 70_000
SAID = ("俺爹78了，瘫在炕上三年", "没有退休金", "张店的", "家里4口人", "低保多少钱", "更多", "谢谢")
KINDS = ("true", "true", "true", "again", "kind", "event", "broken", "forged", "old", "big")
BROKEN = (
    b"",
    b"not xml",
    b"<xml></xml>",
    b"<xml><MsgType>text</MsgType></xml>",
    b"<xml>\xff\xfe</xml>",
    b"<xml><MsgType>text</MsgType><MsgType>image</MsgType></xml>",
    b'<!DOCTYPE x [<!ENTITY e SYSTEM "file:///etc/passwd">]><xml><MsgType>&e;</MsgType></xml>',
    b'<!DOCTYPE x [<!ENTITY a "aaaa"><!ENTITY b "&a;&a;&a;">]><xml><MsgType>&b;</MsgType></xml>',
    b'<?xml version="1.0" encoding="hex"?><xml><MsgType>text</MsgType></xml>',
    b"<xml>" + b"<a>" * 3000 + b"</a>" * 3000 + b"</xml>",
)


@dataclass(frozen=True)
class Account:
    """The account as its console shows it."""

    token: str = field(repr=False)
    aes_key: str = field(repr=False)
    app_id: str
    name: str = "gh_0123456789ab"


@dataclass(frozen=True)
class Push:
    """One call as it goes over the wire. `right`: the answer has to be a 200; else it has to be a refusal."""

    query: dict[str, str]
    body: bytes
    right: bool = True
    identity: str = ""


@dataclass(frozen=True)
class Sender:
    """Pushes to one callback."""

    url: str
    account: Account

    def message(self, sender: str, number: int, at: float, **fields: str) -> bytes:
        """The XML of a text message. `fields` replace elements; an empty one leaves its element empty."""
        elements = {
            "ToUserName": self.account.name,
            "FromUserName": sender,
            "CreateTime": str(int(at)),
            "MsgType": "text",
            "Content": "你好",
            "MsgId": str(number),
        } | fields
        inner = "".join(f"<{name}><![CDATA[{value}]]></{name}>" for name, value in elements.items())
        return f"<xml>{inner}</xml>".encode()

    def seal(self, body: bytes, at: float, nonce: str = "") -> Push:
        """A push in encrypted mode."""
        nonce, stamp = nonce or str(random.getrandbits(32)), str(int(at))
        packed = os.urandom(16) + struct.pack(">I", len(body)) + body + self.account.app_id.encode()
        padding = 32 - len(packed) % 32
        sealed = base64.b64encode(self._aes("encryptor", packed + bytes([padding]) * padding)).decode()
        query = self._signed(stamp, nonce) | {"encrypt_type": "aes", "openid": "o"}
        query["msg_signature"] = _sha1(self.account.token, stamp, nonce, sealed)
        name = self.account.name
        xml = f"<xml><ToUserName><![CDATA[{name}]]></ToUserName><Encrypt><![CDATA[{sealed}]]></Encrypt></xml>"
        return Push(query, xml.encode())

    def plain(self, body: bytes, at: float) -> Push:
        return Push(self._signed(str(int(at)), str(random.getrandbits(32))), body)

    def open(self, body: bytes) -> str:
        """What an answer says to the citizen: its text, or "" where there is none."""
        if body in {b"", b"success"}:
            return ""
        root = ElementTree.fromstring(body)
        sealed = root.findtext("Encrypt")
        if sealed is None:
            return root.findtext("Content") or ""
        parts = self.account.token, root.findtext("TimeStamp") or "", root.findtext("Nonce") or "", sealed
        if root.findtext("MsgSignature") != _sha1(*parts):
            raise ValueError("the answer is not signed as it should be")
        packed = self._aes("decryptor", base64.b64decode(sealed))
        content = packed[16 : -packed[-1]]
        length = struct.unpack(">I", content[:4])[0]
        if content[4 + length :].decode() != self.account.app_id:
            raise ValueError("the answer is for another account")
        return ElementTree.fromstring(content[4 : 4 + length]).findtext("Content") or ""

    def deliver(self, push: Push, session: requests.Session | None = None) -> requests.Response | None:
        """As WeChat does: at most 5 seconds, three times; None when no answer came."""
        caller = session or requests
        for _ in range(PUSHES):
            try:
                answer = caller.post(self.url, params=push.query, data=push.body, timeout=ANSWER_SECONDS)
            except requests.RequestException:
                time.sleep(PAUSE_SECONDS)
                continue
            if answer.status_code < 500:
                return answer
        return None

    def _signed(self, stamp: str, nonce: str) -> dict[str, str]:
        return {"timestamp": stamp, "nonce": nonce, "signature": _sha1(self.account.token, stamp, nonce)}

    def _aes(self, way: str, content: bytes) -> bytes:
        key = base64.b64decode(self.account.aes_key + "=")
        worker = getattr(Cipher(algorithms.AES(key), modes.CBC(key[:16])), way)()
        return worker.update(content) + worker.finalize()


def hostile(sender: Sender, count: int, *, seed: int, people: int) -> Iterator[Push]:
    """`count` pushes: true ones among repeated, late, reordered, malformed, forged and oversize ones."""
    chance, now = random.Random(seed), clock.now().timestamp()
    base = int(now * 1000) * 1_000_000
    sent: list[Push] = []
    for number in range(count):
        who = f"o-hostile-{seed}-{chance.randrange(people)}"
        kind = chance.choice(KINDS)
        if kind == "again" and sent:
            yield chance.choice(sent[-40:])
            continue
        place = base + number + chance.choice((0, 0, 0, -30, 30)) * 2
        push = _hostile_one(sender, kind, chance, who=who, place=place, at=now)
        if push.right:
            sent.append(push)
        yield push


def _hostile_one(
    sender: Sender, kind: str, chance: random.Random, *, who: str, place: int, at: float
) -> Push:
    words = chance.choice(SAID)
    if kind == "kind":
        other = chance.choice(("image", "voice", "video", "shortvideo", "location", "link", "sticker"))
        fields = {"MsgType": other, "Content": "", "Label": "山东省淄博市张店区"}
    elif kind == "event":
        event = chance.choice(("subscribe", "CLICK", "SCAN", "VIEW", "view_miniprogram", "LOCATION", "x"))
        fields = {"MsgType": "event", "Event": event, "EventKey": f"go.status#{place}", "MsgId": ""}
    elif kind == "big":
        fields = {"Content": "大" * OVERSIZE}
    else:
        fields = {"Content": words + chance.choice(("", "]]>", "<b>", "\n", "😀"))}
    body = sender.message(who, place, at, **fields).replace(b"]]>]]>", b"]]]]><![CDATA[>]]>")
    if kind == "broken":
        body = chance.choice(BROKEN)
    push = sender.seal(body, at - 3600 if kind == "old" else at)
    if kind == "forged":
        push.query["msg_signature"] = "0" * 40
    right = kind in {"true", "again", "kind", "event"}
    silent = fields.get("Event") in {"VIEW", "view_miniprogram", "LOCATION", "x"}
    identity = f"{who}|{fields.get('Event', '')}|{place}"
    return Push(push.query, push.body, right, "" if silent or not right else identity)


def _sha1(*parts: str) -> str:
    return hashlib.sha1("".join(sorted(parts)).encode()).hexdigest()
