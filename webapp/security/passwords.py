"""Passwords of staff: how they are kept, checked, made and judged.

The cost is the first one that OWASP recommends for Argon2id: 19 MiB and some 30 ms, so that a flood of tries
cannot take the machine from citizens. The hash is encrypted besides (`StaffAccount.password`).
"""

import secrets

from argon2 import PasswordHasher
from argon2.exceptions import InvalidHashError, VerificationError

HASHER = PasswordHasher(time_cost=2, memory_cost=19_456, parallelism=1)
# Checked where there is no account, so that an unknown name costs what a wrong password costs.
NOBODY = "$argon2id$v=19$m=19456,t=2,p=1$UT1a4Cl/mv3edBep7qhHfw$aGk4gvP0Q7Y0oo7SjzIMHyvOp61mjky8O5dNaUVHctM"
SHORTEST, LONGEST = 12, 200
STRONG_ENOUGH = 3
LOCAL_WORDS = ("zizhuni", "zibo", "12345", "minzheng", "zhangdian", "linzi", "zichuan", "boshan", "zhoucun")
ALPHABET = "abcdefghjkmnpqrstuvwxyz23456789"
GROUPS, GROUP_LENGTH = 4, 4


def hash_password(password: str) -> str:
    return HASHER.hash(password)


def matches(stored: str | None, password: str) -> bool:
    """Whether `password` is the one whose hash is stored; never where there is none, after the same work."""
    try:
        HASHER.verify(stored or NOBODY, password[:LONGEST])
    except (VerificationError, InvalidHashError):
        return False
    return stored is not None


def is_outdated(stored: str) -> bool:
    """Whether the hash was made at another cost than today's."""
    return HASHER.check_needs_rehash(stored)


def make_password() -> str:
    """A random one of 79 bits that can be read out and typed: no l, o, 0, 1, i."""
    groups = ("".join(secrets.choice(ALPHABET) for _ in range(GROUP_LENGTH)) for _ in range(GROUPS))
    return "-".join(groups)


def find_weakness(password: str, *known: str) -> str | None:
    """What is wrong with a new password, and how to mend it; None where it is strong.

    `known`: what a guesser knows already, such as the sign-in name.
    """
    if len(password) < SHORTEST:
        return f"密码短了，至少 {SHORTEST} 位"
    if len(password) > LONGEST:
        return f"密码太长了，最多 {LONGEST} 位"
    # Its dictionaries take 12 MB and a fifth of a second: only for who changes a password.
    from zxcvbn import zxcvbn

    judged = zxcvbn(password[:72], user_inputs=[one for one in (*known, *LOCAL_WORDS) if one])
    if judged["score"] < STRONG_ENOUGH:
        return "这个密码容易被猜到。换几个不相干的词连起来，不要用姓名、生日、地名、连号"
    return None
