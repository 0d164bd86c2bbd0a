"""The labelled everyday messages, as the benchmarks use them."""

import json
from pathlib import Path

import bot.training

CASES = Path(bot.training.__file__).parent / "cases.jsonl"


def load_rows(path):
    """The rows of a file of JSON lines."""
    return [json.loads(line) for line in path.read_text(encoding="utf-8").splitlines() if line]


def load_cases():
    """Every labelled message: text, groups, policies, scope, urgency, situations."""
    return load_rows(CASES)


def load_messages():
    return [case["text"] for case in load_cases()]
