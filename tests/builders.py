"""Values that are valid by default; a test sets only what it is about."""

import base64
import hashlib
import itertools
import os
import struct
from pathlib import Path
from xml.etree import ElementTree

from cryptography.hazmat.primitives.ciphers import Cipher, algorithms, modes

from webapp.settings import Settings

_serial = itertools.count(1)
ID_WEIGHTS = (7, 9, 10, 5, 8, 4, 2, 1, 6, 3, 7, 9, 10, 5, 8, 4, 2)
AES_KEY = "A1b2C3d4E5f6G7h8I9j0K1l2M3n4O5p6Q7r8S9t0U1v"


def make_id_number(birth: str = "1948-03-05", sex: str = "male") -> str:
    """An ID number with a valid checksum in an area code that is given to nobody (990000)."""
    serial = next(_serial) % 500 * 2 + (1 if sex == "male" else 0)
    digits = "990000" + birth.replace("-", "") + f"{serial:03d}"
    total = sum(int(digit) * weight for digit, weight in zip(digits, ID_WEIGHTS, strict=True))
    return digits + "10X98765432"[total % 11]


def make_key() -> str:
    return base64.b64encode(os.urandom(32)).decode()


def make_env(data_dir: Path, **changes: str) -> dict[str, str]:
    """An environment that demo settings accept. `changes` replace single names."""
    gateway = "http://127.0.0.1:9"
    env = {
        "ZIZHUNI_DEMO": "1",
        "PORT": "8000",
        "DATA_DIR": str(data_dir),
        "DATABASE_URL": f"sqlite:///{data_dir}/test.db",
        "REDIS_URL": "memory://",
        "SECRET_KEY": "s" * 40,
        "FIELD_KEYS": f"k1:{make_key()}",
        "INDEX_KEY": make_key(),
        "WECHAT_TOKEN": "token-of-the-tests",
        "WECHAT_AES_KEY": AES_KEY,
        "WECHAT_APP_ID": "wx0123456789abcdef",
        "WECHAT_APP_SECRET": "secret-of-the-tests",
        "WECHAT_API_URL": gateway,
        "MINIPROGRAM_APP_ID": "wxfedcba9876543210",
        "MINIPROGRAM_APP_SECRET": "secret-of-the-mini-program",
        "VERIFICATION_URL": gateway,
        "SMS_URL": gateway,
        "IDENTITY_URL": gateway,
        "PROVINCE_URL": gateway,
    }
    return env | changes


def make_settings(data_dir: Path, **changes: str) -> Settings:
    return Settings.from_env(make_env(data_dir, **changes))


def encode_form(values: dict[str, str], files: list[tuple[str, str, bytes]]) -> bytes:
    """A form with files (field, name, content) as a browser sends it, with the boundary "paper"."""
    parts = [(f'name="{name}"', value.encode()) for name, value in values.items()]
    parts += [(f'name="{field}"; filename="{name}"', content) for field, name, content in files]
    said = (b"--paper\r\nContent-Disposition: form-data; %b\r\n\r\n%b\r\n" % (head.encode(), content)
            for head, content in parts)  # fmt: skip
    return b"".join(said) + b"--paper--\r\n"


# --- what WeChat's servers send, made without the library that reads it -----------------------------------


def make_push(env: dict[str, str], at: int, **fields: str) -> tuple[dict[str, str], bytes]:
    """Query and body of a message as WeChat pushes it in plain mode. `fields` replace XML elements."""
    elements = {
        "ToUserName": "gh_0123456789ab",
        "FromUserName": "o-citizen-1",
        "CreateTime": str(at),
        "MsgType": "text",
        "Content": "俺爹78了，瘫在炕上三年，没有退休金",
        "MsgId": str(6_000_000_000_000_000_000 + next(_serial)),
    } | fields
    inner = "".join(f"<{name}><![CDATA[{value}]]></{name}>" for name, value in elements.items())
    return sign_query(env["WECHAT_TOKEN"], at), f"<xml>{inner}</xml>".encode()


def sign_query(token: str, at: int, nonce: str = "n0nce") -> dict[str, str]:
    return {"timestamp": str(at), "nonce": nonce, "signature": _sha1(token, str(at), nonce)}


def seal_push(env: dict[str, str], push: tuple[dict, bytes], app_id: str = "") -> tuple[dict, bytes]:
    """The same push in encrypted mode."""
    query, body = push
    sealed = base64.b64encode(_aes(env, "encrypt", _pack(body, app_id or env["WECHAT_APP_ID"]))).decode()
    signature = _sha1(env["WECHAT_TOKEN"], query["timestamp"], query["nonce"], sealed)
    xml = f"<xml><ToUserName><![CDATA[gh]]></ToUserName><Encrypt><![CDATA[{sealed}]]></Encrypt></xml>"
    return query | {"encrypt_type": "aes", "msg_signature": signature}, xml.encode()


def open_reply(env: dict[str, str], xml: bytes) -> tuple[bytes, str]:
    """The XML inside an encrypted reply, and the app id it is for. Checks its signature."""
    root = ElementTree.fromstring(xml)
    sealed, at, nonce = (root.findtext(name) for name in ("Encrypt", "TimeStamp", "Nonce"))
    assert root.findtext("MsgSignature") == _sha1(env["WECHAT_TOKEN"], at, nonce, sealed)
    packed = _aes(env, "decrypt", base64.b64decode(sealed))
    content = packed[16 : -packed[-1]]
    length = struct.unpack(">I", content[:4])[0]
    return content[4 : 4 + length], content[4 + length :].decode()


def _pack(body: bytes, app_id: str) -> bytes:
    packed = os.urandom(16) + struct.pack(">I", len(body)) + body + app_id.encode()
    padding = 32 - len(packed) % 32
    return packed + bytes([padding]) * padding


def _aes(env: dict[str, str], way: str, packed: bytes) -> bytes:
    key = base64.b64decode(env["WECHAT_AES_KEY"] + "=")
    cipher = Cipher(algorithms.AES(key), modes.CBC(key[:16]))
    worker = cipher.encryptor() if way == "encrypt" else cipher.decryptor()
    return worker.update(packed) + worker.finalize()


def _sha1(*parts: str) -> str:
    return hashlib.sha1("".join(sorted(parts)).encode()).hexdigest()
