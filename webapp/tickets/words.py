"""The Chinese of a ticket's codes."""

from functools import cache
from pathlib import Path

import yaml

from knowledge import Guide

WORDS = Path(__file__).parent / "words.yaml"
OTHER_DEPARTMENT = "other"
OTHER_WORDS = "不在 18 个部门里，按 12345 平台转办"


@cache
def load_words() -> dict[str, dict[str, str]]:
    return yaml.safe_load(WORDS.read_text(encoding="utf-8"))


def department_words(guide: Guide, department: str) -> str:
    found = guide.departments.get(department)
    return found.name if found is not None else OTHER_WORDS


def policy_words(guide: Guide, policy: str | None) -> str:
    found = guide.policies.get(policy or "")
    return found.name if found is not None else "没有对应的政策"
