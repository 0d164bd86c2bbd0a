"""No secret, and nobody who exists, stands in what is published."""

import os
import re

import pytest

from tests.security.patterns import ROOT

LEFT_OUT = {".git", ".venv", "node_modules", "var", "build", "__pycache__", ".hypothesis", ".ruff_cache",
            ".pytest_cache"}  # fmt: skip
PACKED = {".gz", ".png", ".jpg", ".heic", ".pdf", ".ttf", ".ico", ".pyc", ".db", ".stamp"}
SECRETS = {
    "private key": r"-----BEGIN (?:[A-Z]+ )?PRIVATE KEY-----",
    "key of a cloud": r"\b(?:AKIA|LTAI|AKID)[0-9A-Za-z]{12,32}\b",
    "token": r"\b(?:gh[pousr]_[0-9A-Za-z]{36}|glpat-[0-9A-Za-z_-]{20}|xox[abprs]-[0-9A-Za-z-]{10,})\b",
    "JSON web token": r"\beyJ[0-9A-Za-z_-]{10,}\.eyJ[0-9A-Za-z_-]{10,}\.[0-9A-Za-z_-]{10,}",
    "app secret of WeChat": r"(?i)secret[\"']?\s*[:=]\s*[\"']?[0-9a-f]{32}\b",
    "key of 32 bytes": r"(?<![0-9A-Za-z+/_-])[0-9A-Za-z+/_-]{43}=(?![0-9A-Za-z=])",
    "password in an address": r"\b(?:postgresql|postgres|redis|https?)://[^\s/:@'\"{}]+:[^\s/@'\"{}]+@",
}
# What looks like one and is none: where it stands, and why.
HARMLESS = {
    ("tests/webapp/operations/test_doctor.py", "password in an address"): "a made-up one that must not leak",
}
# The area code that the tests use is given to nobody.
BIRTH = r"(?:19|20)\d\d(?:0[1-9]|1[0-2])(?:[0-2]\d|3[01])"
ID_NUMBER = re.compile(rf"(?<![0-9A-Za-z])(?!990000)[1-9]\d{{5}}{BIRTH}\d{{3}}[\dX](?![0-9A-Za-z])")
WEIGHTS = (7, 9, 10, 5, 8, 4, 2, 1, 6, 3, 7, 9, 10, 5, 8, 4, 2)


def texts():
    for place, folders, names in os.walk(ROOT):
        folders[:] = sorted(set(folders) - LEFT_OUT)
        for name in sorted(names):
            path = ROOT / place / name
            if path.suffix not in PACKED and not path.is_symlink():
                yield path.relative_to(ROOT).as_posix(), path.read_text(encoding="utf-8", errors="replace")


def is_id_number(digits):
    total = sum(int(digit) * weight for digit, weight in zip(digits[:17], WEIGHTS, strict=True))
    return digits[17] == "10X98765432"[total % 11]


def find(text):
    """Kinds of secrets in a text."""
    found = {kind for kind, pattern in SECRETS.items() if re.search(pattern, text)}
    if any(is_id_number(one.group()) for one in ID_NUMBER.finditer(text)):
        found.add("ID number of somebody")
    return found


def test_no_secret_and_no_person_stands_in_the_tree():
    found = {(name, kind) for name, text in texts() for kind in find(text)}
    assert found - set(HARMLESS) == set()


@pytest.mark.parametrize(
    ("kind", "text"),
    [
        ("private key", "-----BEGIN " + "RSA PRIVATE KEY-----"),
        ("key of a cloud", "AKIA" + "IOSFODNN7EXAMPLE"),
        ("key of 32 bytes", "INDEX_KEY=" + "q" * 43 + "="),
        ("app secret of WeChat", "WECHAT_APP_SECRET=" + "0123456789abcdef" * 2),
        ("password in an address", "postgresql://zizhuni:" + "word@db/zizhuni"),
        ("ID number of somebody", "11010519491231" + "002X"),
    ],
)
def test_the_scan_knows_one_when_it_sees_it(kind, text):
    assert find(text) == {kind}
