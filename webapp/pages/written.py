"""Days and numbers as people read them, in the language of the page."""

from webapp.languages.formats import day, hour

__all__ = ["date_words", "day", "hour", "spaced"]
date_words = day


def spaced(number: str) -> str:
    """An application number in groups, as one reads it out: ZB 9EGDZ 3A9Q9."""
    return " ".join(part for part in (number[:2], number[2:7], number[7:]) if part)
