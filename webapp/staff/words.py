"""The Chinese of roles, reasons and offices."""

from functools import cache
from pathlib import Path

import yaml

from webapp.models.audit import Reason
from webapp.models.staff import Role

WORDS = Path(__file__).parent / "words.yaml"


@cache
def _load_words() -> dict[str, dict[str, str]]:
    return yaml.safe_load(WORDS.read_text(encoding="utf-8"))


def role_words(role: Role) -> str:
    return _load_words()["roles"][role]


def reason_words(reason: Reason) -> str:
    return _load_words()["reasons"][reason]


def find_part(name: str) -> str | None:
    """How a part of a case is called, by the name that the audit keeps; None for a name of something else."""
    return _load_words()["parts"].get(name)
