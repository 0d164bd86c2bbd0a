"""Everything that differs between two installations, in one frozen value.

Values come from the environment under the names below. Without demo mode every name needs a real value: a
missing or malformed one stops the start, and the error names all of them at once.
"""

import base64
import binascii
import json
import re
from collections.abc import Mapping
from dataclasses import dataclass, field
from datetime import time
from ipaddress import ip_address
from pathlib import Path
from urllib.parse import urlsplit

DEMO_FLAG = "ZIZHUNI_DEMO"
GATEWAY_URLS = ("WECHAT_API_URL", "VERIFICATION_URL", "SMS_URL", "IDENTITY_URL", "PROVINCE_URL")
SECRETS = ("SECRET_KEY", "WECHAT_APP_SECRET", "MINIPROGRAM_APP_SECRET")
IDENTIFIERS = ("WECHAT_APP_ID", "MINIPROGRAM_APP_ID")
NAMES = (
    "PORT", "DATA_DIR", "DATABASE_URL", "REDIS_URL", *SECRETS, "FIELD_KEYS", "INDEX_KEY", "WECHAT_TOKEN",
    "WECHAT_AES_KEY", *IDENTIFIERS, *GATEWAY_URLS,
)  # fmt: skip
UNREAL_DOMAINS = (".localhost", ".local", ".test", ".invalid", ".example")
TOKEN, AES_KEY = re.compile(r"[A-Za-z0-9_.-]{3,32}"), re.compile(r"[A-Za-z0-9+/]{43}")
HOURS = re.compile("((?:[01][0-9]|2[0-3]):[0-5][0-9])-((?:[01][0-9]|2[0-3]):[0-5][0-9])")
KEY_ID = re.compile(r"[A-Za-z0-9_-]{1,16}")
URL_SAFE = str.maketrans("-_", "+/")
SECRET_KEY_LENGTH = 16
CIPHERS = ("aes", "sm4")


@dataclass(frozen=True)
class Template:
    """A subscribe-message template of WeChat: its id, and which of its fields takes which of our values."""

    id: str
    fields: tuple[tuple[str, str], ...]


class SettingsError(Exception):
    """The environment does not describe an installation; `problems` names every setting that is wrong."""

    def __init__(self, problems: list[str]) -> None:
        self.problems = problems
        super().__init__("Settings are not usable:\n  " + "\n  ".join(problems))


@dataclass(frozen=True)
class Settings:
    """One installation. Secrets stay out of `repr`, so that a settings value in a log shows none."""

    port: int
    data_dir: Path
    database_url: str = field(repr=False)
    redis_url: str = field(repr=False)
    secret_key: str = field(repr=False)
    field_keys: tuple[tuple[str, bytes], ...] = field(repr=False)
    index_keys: tuple[bytes, ...] = field(repr=False)
    wechat_tokens: tuple[str, ...] = field(repr=False)
    wechat_aes_keys: tuple[str, ...] = field(repr=False)
    wechat_app_id: str
    wechat_app_secret: str = field(repr=False)
    wechat_api_url: str
    miniprogram_app_id: str
    miniprogram_app_secret: str = field(repr=False)
    verification_url: str
    sms_url: str
    identity_url: str
    province_url: str
    demo: bool = False
    proxy_hops: int = 0
    wechat_templates: Mapping[str, Template] = field(default_factory=dict)
    miniprogram_templates: Mapping[str, Template] = field(default_factory=dict)
    miniprogram_links: bool = False
    desk_hours: tuple[time, time] | None = None
    public_url: str | None = None
    field_cipher: str = "aes"
    web_concurrency: int = 2

    @classmethod
    def from_env(cls, env: Mapping[str, str]) -> "Settings":
        """The settings that `env` describes. Raises SettingsError naming everything missing or malformed."""
        demo = env.get(DEMO_FLAG) == "1"
        reader = _Reader(env, demo)
        values = {name.lower(): reader.text(name) for name in SECRETS + IDENTIFIERS}
        values |= {name.lower(): reader.gateway(name) for name in GATEWAY_URLS}
        settings = {
            "port": reader.port(),
            "data_dir": Path(reader.text("DATA_DIR")),
            "database_url": reader.database(),
            "redis_url": reader.redis(),
            "field_keys": reader.field_keys(),
            "index_keys": reader.index_keys(),
            "field_cipher": reader.field_cipher(),
            "wechat_tokens": reader.entries("WECHAT_TOKEN", TOKEN, "3 to 32 letters and digits"),
            "wechat_aes_keys": reader.entries("WECHAT_AES_KEY", AES_KEY, "43 characters of base64"),
            "proxy_hops": reader.proxy_hops(),
            "web_concurrency": reader.web_concurrency(),
            "wechat_templates": reader.templates("WECHAT_TEMPLATES"),
            "miniprogram_templates": reader.templates("MINIPROGRAM_TEMPLATES"),
            "miniprogram_links": env.get("MINIPROGRAM_LINKS") == "1",
            "desk_hours": reader.hours("DESK_HOURS"),
            "public_url": reader.public_url(),
        }
        if reader.problems:
            raise SettingsError(reader.problems)
        return cls(**values, **settings, demo=demo)


class _Reader:
    """Reads single settings and collects what is wrong instead of stopping at the first."""

    def __init__(self, env: Mapping[str, str], demo: bool) -> None:
        self.env = env
        self.demo = demo
        self.problems: list[str] = []

    def text(self, name: str) -> str:
        value = self.env.get(name, "").strip()
        if not value:
            self.problems.append(f"{name}: missing; set it in the environment")
        elif name == "SECRET_KEY" and len(value) < SECRET_KEY_LENGTH:
            self.problems.append(f"{name}: too short; use at least {SECRET_KEY_LENGTH} random characters")
        return value

    def port(self) -> int:
        return self._whole_number("PORT", self.text("PORT"), 1, 65535)

    def proxy_hops(self) -> int:
        """How many reverse proxies in front are trusted to name the client; none unless said."""
        return self._whole_number("PROXY_HOPS", self.env.get("PROXY_HOPS", "0"), 0, 5)

    def web_concurrency(self) -> int:
        """How many processes serve; two unless said. One for each core is a good start."""
        return self._whole_number("WEB_CONCURRENCY", self.env.get("WEB_CONCURRENCY") or "2", 1, 64)

    def _whole_number(self, name: str, value: str, low: int, high: int) -> int:
        if value.isascii() and value.isdigit() and low <= int(value) <= high:
            return int(value)
        if value:
            self.problems.append(f"{name}: not a whole number from {low} to {high}")
        return low

    def database(self) -> str:
        value = self.text("DATABASE_URL")
        if value.startswith(("postgresql://", "postgres://")):
            value = "postgresql+psycopg://" + value.split("://", 1)[1]
        if value and not value.startswith(("postgresql+psycopg://", "sqlite:///")):
            self.problems.append("DATABASE_URL: only postgresql:// and sqlite:/// are served")
        return value

    def redis(self) -> str:
        """Shared counters of the rate limits; in demo mode `memory://` keeps them in each process."""
        value = self.text("REDIS_URL")
        allowed = ("redis://", "rediss://", "unix://", *(["memory://"] if self.demo else []))
        if value and not value.startswith(allowed):
            self.problems.append("REDIS_URL: not a redis:// address")
        return value

    def gateway(self, name: str) -> str:
        value = self.text(name).rstrip("/")
        if not value:
            return value
        if not _is_web_address(value):
            self.problems.append(f"{name}: not an http:// or https:// address")
        elif not self.demo and _is_sandbox(value):
            self.problems.append(f"{name}: a sandbox address; production needs a real https service")
        return value

    def public_url(self) -> str | None:
        """Where citizens reach the pages, for links in text messages; without it none is sent.

        A request names its own host, and whoever sends it can write another one there.
        """
        written = self.env.get("PUBLIC_URL", "").strip().rstrip("/")
        if not written:
            return None
        if not _is_web_address(written) or not (self.demo or written.startswith("https://")):
            self.problems.append(
                "PUBLIC_URL: the https:// address of the pages, such as https://example.gov.cn"
            )
        return written

    def field_keys(self) -> tuple[tuple[str, bytes], ...]:
        """`k2:base64,k1:base64`: the first encrypts, all decrypt."""
        entries = [entry.strip() for entry in self.text("FIELD_KEYS").split(",") if entry.strip()]
        keys: dict[str, bytes] = {}
        for entry in entries:
            key_id, _, encoded = entry.partition(":")
            if not KEY_ID.fullmatch(key_id):
                self.problems.append("FIELD_KEYS: each entry reads id:base64, the id of letters and digits")
            elif key_id in keys:
                self.problems.append(f"FIELD_KEYS: the id {key_id} stands twice")
            else:
                keys[key_id] = self.key("FIELD_KEYS", encoded)
        return tuple(keys.items())

    def field_cipher(self) -> str:
        """What is written with: aes, or sm4 where a review of cryptography wants it. Both are read."""
        cipher = self.env.get("FIELD_CIPHER", "").strip() or "aes"
        if cipher not in CIPHERS:
            self.problems.append(f"FIELD_CIPHER: one of {', '.join(CIPHERS)}")
        return cipher

    def index_keys(self) -> tuple[bytes, ...]:
        """One key, or `new,old` until `zizhuni rotate-keys` has hashed anew what the old one had hashed."""
        entries = [one.strip() for one in self.text("INDEX_KEY").split(",") if one.strip()]
        if len(entries) > 2 or len(set(entries)) < len(entries):
            self.problems.append("INDEX_KEY: at most two different keys, new,old")
        return tuple(self.key("INDEX_KEY", one) for one in entries)

    def key(self, name: str, encoded: str) -> bytes:
        try:
            decoded = base64.b64decode(encoded.translate(URL_SAFE), validate=True)
        except (binascii.Error, ValueError):
            decoded = b""
        if len(decoded) != 32:
            self.problems.append(f"{name}: a key must be 32 random bytes in base64")
        return decoded

    def entries(self, name: str, form: re.Pattern[str], says: str) -> tuple[str, ...]:
        """One value, or two while a key is changed: the new one, a comma, the old one."""
        values = tuple(one.strip() for one in self.text(name).split(",") if one.strip())
        if len(values) > 2 or not all(form.fullmatch(one) for one in values):
            self.problems.append(f"{name}: {says}, as the WeChat console shows them; at most two, new,old")
        return values

    def templates(self, setting: str) -> Mapping[str, Template]:
        """`{"progress": {"id": "…", "fields": {"number": "character_string1", …}}}`; none unless said."""
        written = self.env.get(setting, "").strip()
        try:
            read = json.loads(written) if written else {}
            return {name: _template(raw) for name, raw in read.items()}
        except (ValueError, TypeError, AttributeError, KeyError):
            self.problems.append(setting + ': {"progress": {"id": "…", "fields": {"number": "…"}}}')
            return {}

    def hours(self, name: str) -> tuple[time, time] | None:
        """`08:30-17:30`, on working days; nobody sits at a desk unless said."""
        written = self.env.get(name, "").strip()
        if not written:
            return None
        found = HOURS.fullmatch(written)
        begins, ends = (time.fromisoformat(one) for one in found.groups()) if found else (time(), time())
        if begins >= ends:
            self.problems.append(f"{name}: hours read 08:30-17:30, the end after the beginning")
        return begins, ends


def _template(raw: Mapping[str, object]) -> Template:
    fields = tuple((str(ours), str(theirs)) for ours, theirs in raw["fields"].items())
    if not isinstance(raw["id"], str) or not fields:
        raise ValueError
    return Template(raw["id"], fields)


def _is_web_address(value: str) -> bool:
    try:
        parts = urlsplit(value)
        return parts.scheme in {"http", "https"} and bool(parts.hostname) and parts.port != 0
    except ValueError:
        return False


def _is_sandbox(value: str) -> bool:
    """Whether an address stays on this machine or goes without TLS: never a real service."""
    parts = urlsplit(value)
    host = (parts.hostname or "").rstrip(".").lower()
    if parts.scheme != "https" or host == "localhost" or host.endswith(UNREAL_DOMAINS):
        return True
    try:
        address = ip_address(host)
    except ValueError:
        return "sandbox" in host or "." not in host
    return address.is_loopback or address.is_unspecified or address.is_link_local
