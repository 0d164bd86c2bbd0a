"""The words for photos that cannot be taken or read."""

from collections.abc import Mapping
from functools import cache
from pathlib import Path

import yaml

WORDS = Path(__file__).parent / "words.yaml"


@cache
def load_words() -> Mapping:
    return yaml.safe_load(WORDS.read_text(encoding="utf-8"))
