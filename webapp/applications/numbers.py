"""Numbers that cannot be guessed: application numbers and receipts, in letters that are hard to misread."""

import re
import secrets

from webapp.applications.identity import normalise

CROCKFORD = "0123456789ABCDEFGHJKMNPQRSTVWXYZ"
MISREAD = str.maketrans("OIL", "011")
PREFIX = "ZB"
CODE_LENGTH = 10
NUMBER = re.compile(f"{PREFIX}[{CROCKFORD}]{{{CODE_LENGTH}}}")


def make_code(length: int) -> str:
    """`length` random letters and digits of Crockford's base 32, five bits each."""
    return "".join(secrets.choice(CROCKFORD) for _ in range(length))


def spaced_code(code: str) -> str:
    """A code in groups of four, as one reads it out."""
    return " ".join(code[at : at + 4] for at in range(0, len(code), 4))


def make_application_number() -> str:
    """ZB and 50 random bits."""
    return PREFIX + make_code(CODE_LENGTH)


def find_application_number(text: str) -> str | None:
    """The application number that somebody typed, with gaps and misread letters put right."""
    typed = normalise(text)
    code = typed.removeprefix(PREFIX) if len(typed) == CODE_LENGTH + len(PREFIX) else typed
    number = PREFIX + code.translate(MISREAD)
    return number if NUMBER.fullmatch(number) else None
