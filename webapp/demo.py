"""`make run`: a whole installation on one machine, made of random keys, SQLite and the sandbox.

Whatever the environment already says is kept; the rest is made up here once per DATA_DIR and kept in a file
that only its owner can read.
"""

import base64
import json
import os
import secrets
import socket
import string
from collections.abc import Mapping
from pathlib import Path

from webapp.settings import DEMO_FLAG

# Stands in for the sandbox, which `serve --demo` starts on a free port, where other commands want settings.
NOWHERE = "http://127.0.0.1:9"
KEYS_FILE = "demo-keys.json"
TEMPLATES = {
    "progress": {
        "id": "demo-progress",
        "fields": {"number": "character_string1", "state": "thing2", "at": "time3"},
    }
}
AES_ALPHABET = string.ascii_letters + string.digits


def make_env(env: Mapping[str, str], sandbox: str) -> dict[str, str]:
    """`env` completed for a demonstration. `sandbox` is the address of the sandbox server."""
    data_dir = Path(env.get("DATA_DIR") or "var").absolute()
    data_dir.mkdir(mode=0o700, parents=True, exist_ok=True)
    defaults = {
        DEMO_FLAG: "1",
        "PORT": "8000",
        "DATABASE_URL": f"sqlite:///{data_dir / 'zizhuni.db'}",
        "REDIS_URL": "memory://",
        "DESK_HOURS": "08:30-17:30",
        "MINIPROGRAM_TEMPLATES": json.dumps(TEMPLATES),
        "PUBLIC_URL": f"http://127.0.0.1:{env.get('PORT') or 8000}",
        "WECHAT_API_URL": f"{sandbox}/wechat",
        "SMS_URL": f"{sandbox}/sms",
        "VERIFICATION_URL": f"{sandbox}/verification",
        "IDENTITY_URL": f"{sandbox}/identity",
        "PROVINCE_URL": f"{sandbox}/province",
    }
    given = {name: value for name, value in env.items() if value}
    return defaults | load_keys(data_dir) | given | {"DATA_DIR": str(data_dir)}


def load_keys(data_dir: Path) -> dict[str, str]:
    """The secrets of this DATA_DIR, made on first use. Two starts at once agree on one file."""
    path = data_dir / KEYS_FILE
    if not path.exists():
        draft = data_dir / f".{KEYS_FILE}.{secrets.token_hex(8)}"
        descriptor = os.open(draft, os.O_WRONLY | os.O_CREAT | os.O_EXCL, 0o600)
        with os.fdopen(descriptor, "w", encoding="utf-8") as file:
            json.dump(_make_keys(), file, indent=1)
        _publish(draft, path)
    return json.loads(path.read_text(encoding="utf-8"))


def _publish(draft: Path, path: Path) -> None:
    """Give the finished file its name, unless another start was faster."""
    try:
        os.link(draft, path)
    except FileExistsError:
        pass
    finally:
        draft.unlink()


def _make_keys() -> dict[str, str]:
    return {
        "SECRET_KEY": secrets.token_urlsafe(48),
        "FIELD_KEYS": f"demo:{_random_key()}",
        "INDEX_KEY": _random_key(),
        "WECHAT_TOKEN": secrets.token_hex(16),
        "WECHAT_AES_KEY": "".join(secrets.choice(AES_ALPHABET) for _ in range(43)),
        "WECHAT_APP_ID": f"wxdemo{secrets.token_hex(6)}",
        "WECHAT_APP_SECRET": secrets.token_hex(16),
        "MINIPROGRAM_APP_ID": f"wxdemo{secrets.token_hex(6)}",
        "MINIPROGRAM_APP_SECRET": secrets.token_hex(16),
    }


def _random_key() -> str:
    return base64.b64encode(secrets.token_bytes(32)).decode()


def open_port() -> socket.socket:
    """A listening socket on a free port of this machine; a child process can inherit it."""
    listener = socket.socket(socket.AF_INET, socket.SOCK_STREAM)
    listener.setsockopt(socket.SOL_SOCKET, socket.SO_REUSEADDR, 1)
    listener.bind(("127.0.0.1", 0))
    listener.listen(64)
    return listener
