"""The catalogues, read once when a page in their language is first wanted: nothing has to be compiled."""

from __future__ import annotations

from collections.abc import Mapping
from functools import cache, lru_cache
from pathlib import Path
from types import MappingProxyType

import opencc
from babel.messages.catalog import Catalog
from babel.messages.pofile import read_po

FOLDER = Path(__file__).parent.parent / "translations"
DOMAIN = "zizhuni"
LOCALES = MappingProxyType({"zh-Hant": "zh_Hant", "en": "en"})
SCRIPTS = "zizhuni.js", "signing.js"
MOST_CONVERTED = 4096


def path_of(language: str) -> Path:
    return FOLDER / LOCALES[language] / "LC_MESSAGES" / f"{DOMAIN}.po"


def read_catalogue(language: str) -> Catalog:
    """The file as it lies there, with what is missing or stale."""
    with path_of(language).open("rb") as file:
        return read_po(file, locale=LOCALES[language], domain=DOMAIN)


def load_catalogue(language: str) -> Mapping[str, str]:
    """Simplified words to words of `language`, without those that nobody has translated."""
    return _load(language)[0]


def load_script_words(language: str) -> Mapping[str, str]:
    """The words that only scripts say."""
    return _load(language)[1]


@cache
def _load(language: str) -> tuple[Mapping[str, str], Mapping[str, str]]:
    said = [one for one in read_catalogue(language) if one.id and one.string]
    in_scripts = (one for one in said if any(place.endswith(SCRIPTS) for place, _ in one.locations))
    return (
        MappingProxyType({one.id: one.string for one in said}),
        MappingProxyType({one.id: one.string for one in in_scripts}),
    )


@cache
def converter() -> opencc.OpenCC:
    """Simplified to Traditional characters; words and meaning stay."""
    return opencc.OpenCC("s2tw")


@lru_cache(maxsize=MOST_CONVERTED)
def to_traditional(words: str) -> str:
    return words if words.isascii() else converter().convert(words)
