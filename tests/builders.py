"""Values that are valid by default; a test sets only what it is about."""

import base64
import itertools
import os
from pathlib import Path

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
