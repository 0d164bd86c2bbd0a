"""What people seek in a word (轮椅, 透析, 学费) and the policies that answer it: `sought.yaml`.

A few characters tell the model of relevance too little. But where nothing is said beside such a word but
what one asks of anything (轮椅去哪儿领), the word is what is sought.
"""

from __future__ import annotations

import re
from functools import cache
from pathlib import Path

import yaml


@cache
def sought_words(held: bool = False) -> dict[str, tuple[str, ...]]:
    """Each word and the policies that answer it, best first; `held`: those that answer who receives them."""
    told = [row for row in reversed(_rows()) if row.get("held", False) == held and "words" in row]
    return {word: tuple(row["policies"]) for row in told for word in row["words"].split()}


def answers_to(wish: str | None) -> tuple[str, ...]:
    """The policies that answer a wish that no single word tells, best first."""
    return next((tuple(row["policies"]) for row in _rows() if wish and row.get("wish") == wish), ())


@cache
def _rows() -> list[dict]:
    text = Path(__file__).with_suffix(".yaml").read_text("utf8")
    return yaml.load(text, Loader=getattr(yaml, "CSafeLoader", yaml.SafeLoader))


@cache
def _word() -> re.Pattern[str]:
    longest_first = sorted(sought_words(), key=lambda word: (-len(word), word))
    return re.compile("|".join(map(re.escape, longest_first)))


def sought_in(plain: str) -> tuple[str, ...]:
    """The policies that answer what the text names, those of its first word first."""
    found = (policy for word in _word().findall(plain) for policy in sought_words()[word])
    return tuple(dict.fromkeys(found))


def sought_each(plain: str) -> list[tuple[str, ...]]:
    """For each such word of the text the policies that answer it, best first."""
    return [sought_words()[word] for word in _word().findall(plain)]


def sought_by_holders(plain: str) -> tuple[str, ...]:
    """The policies that the text is about where the speaker's household receives them."""
    return tuple(one for word, found in sought_words(True).items() if word in plain for one in found)


def without_sought(plain: str) -> str:
    """The text with a space for each such word."""
    return _word().sub(" ", plain)
