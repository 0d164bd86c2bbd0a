"""The language of the page that is made now, and words in it."""

from __future__ import annotations

from collections.abc import Iterator, Set
from contextlib import contextmanager
from contextvars import ContextVar
from enum import StrEnum

from webapp.languages.catalogues import load_catalogue, to_traditional


class Language(StrEnum):
    """As `lang` has it in HTML. Simplified Chinese is what all words are written in."""

    SIMPLIFIED = "zh-Hans"
    TRADITIONAL = "zh-Hant"
    ENGLISH = "en"


class Typed(str):
    """Words that are shown as they are: typed by a citizen, signed, or translated already."""

    __slots__ = ()


_current: ContextVar[Language] = ContextVar("language", default=Language.SIMPLIFIED)


def current() -> Language:
    return _current.get()


@contextmanager
def speaking(language: Language) -> Iterator[None]:
    """Everything inside is said in `language`."""
    before = _current.set(language)
    try:
        yield
    finally:
        _current.reset(before)


def choose(language: Language) -> None:
    """From now on, for this request, `language`."""
    _current.set(language)


def gettext(words: str) -> str:
    """The words of the interface in the language of this page; as they are where nobody translated them."""
    language = _current.get()
    if language is Language.SIMPLIFIED:
        return words
    return load_catalogue(language).get(words, words)


def say(words: str, /, **filled: object) -> str:
    """A sentence of the interface, with what belongs into it: `say("编号 {number}", number=…)`."""
    if _current.get() is Language.SIMPLIFIED:
        return words.format(**filled)
    return Typed(gettext(words).format(**{name: shown(one) for name, one in filled.items()}))


def typed(words: object) -> object:
    """Words that are to be shown as they are."""
    return Typed(words) if type(words) is str else words


def shown(words: object) -> object:
    """Words from anywhere as this page shows them. What is no plain text comes back untouched.

    In Traditional Chinese the guide's words are converted; in English they stay, and are marked later.
    """
    language = _current.get()
    if language is Language.SIMPLIFIED or type(words) is not str:
        return words
    found = load_catalogue(language).get(words)
    if found is None:
        found = to_traditional(words) if language is Language.TRADITIONAL else words
    return Typed(found)


def shown_all(values: object, kept: Set[str] = frozenset(), exact: Set[str] = frozenset()) -> object:
    """Plain values with every text as this page shows it.

    What stands under the names in `kept` is left alone; under those in `exact`, where what people typed may
    stand too, words of the interface alone are translated.
    """
    if _current.get() is Language.SIMPLIFIED:
        return values
    if isinstance(values, list):
        return [shown_all(one, kept, exact) for one in values]
    if not isinstance(values, dict):
        return shown(values)
    said = {}
    for name, one in values.items():
        is_exact = name in exact and isinstance(one, str)
        said[name] = one if name in kept else gettext(one) if is_exact else shown_all(one, kept, exact)
    return said
