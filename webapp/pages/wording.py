"""What pages say, from the YAML file beside the module that asks for it."""

from __future__ import annotations

from functools import cache
from pathlib import Path

import yaml

from webapp.pages.parts import Button

FOLDER = Path(__file__).parent


@cache
def load_words(name: str) -> dict[str, dict]:
    """The words of a group of pages, such as `applying`."""
    return yaml.safe_load((FOLDER / name / "words.yaml").read_text(encoding="utf-8"))


def button(words: tuple[str, str], name: str = "", value: str = "", **looks: object) -> Button:
    """A button out of its label and what it says while it works."""
    label, working = words
    return Button(label, working, name, value, **looks)
