"""Encryption of personal columns, keyed hashes that find people, and masks for screens.

A stored value is: one byte for the algorithm, one for the length of the key id, the key id, 12 random
bytes, then the AES-256-GCM ciphertext. The name of the column is authenticated with it. Keys rotate by
putting a new one first in FIELD_KEYS; old values stay readable as long as their key is listed.
"""

import hashlib
import hmac
import os
from dataclasses import dataclass, field
from functools import cached_property

from cryptography.exceptions import InvalidTag
from cryptography.hazmat.primitives.ciphers.aead import AESGCM

AES_256_GCM = 1
NONCE_LENGTH = 12


class DecryptionError(Exception):
    """A stored value does not open: its key is not listed, or it was changed or moved."""


@dataclass(frozen=True)
class FieldCipher:
    """Encrypts with the first key, decrypts with any. Use `FieldCipher.of(settings.field_keys)`."""

    active: str
    ciphers: dict[str, AESGCM] = field(repr=False)

    @classmethod
    def of(cls, keys: tuple[tuple[str, bytes], ...]) -> "FieldCipher":
        return cls(keys[0][0], {key_id: AESGCM(key) for key_id, key in keys})

    @cached_property
    def head(self) -> bytes:
        """How every value begins that the first key encrypted."""
        key_id = self.active.encode()
        return bytes((AES_256_GCM, len(key_id))) + key_id

    def encrypt(self, text: str, column: str) -> bytes:
        nonce = os.urandom(NONCE_LENGTH)
        sealed = self.ciphers[self.active].encrypt(nonce, text.encode(), column.encode())
        return self.head + nonce + sealed

    def decrypt(self, stored: bytes, column: str) -> str:
        key_id, nonce, sealed = _split(stored)
        cipher = self.ciphers.get(key_id)
        if cipher is None:
            raise DecryptionError(f"{column}: the key {key_id!r} is not in FIELD_KEYS")
        try:
            return cipher.decrypt(nonce, sealed, column.encode()).decode()
        except InvalidTag:
            raise DecryptionError(f"{column}: the value was changed, moved or has another key") from None


def key_id_of(stored: bytes) -> str:
    """The id of the key that a stored value was encrypted with."""
    return _split(stored)[0]


def _split(stored: bytes) -> tuple[str, bytes, bytes]:
    if len(stored) < 2 or stored[0] != AES_256_GCM or len(stored) < 2 + stored[1] + NONCE_LENGTH:
        raise DecryptionError("the stored value has no known form")
    start = 2 + stored[1]
    end = start + NONCE_LENGTH
    return stored[2:start].decode("ascii", "replace"), stored[start:end], stored[end:]


@dataclass(frozen=True)
class IndexHash:
    """Keyed hashes by which a person is found again without their number being stored."""

    key: bytes = field(repr=False)

    def __call__(self, purpose: str, value: str) -> str:
        """64 hex digits; the same value under another purpose gives another hash."""
        return hmac.new(self.key, f"{purpose}\0{value}".encode(), hashlib.sha256).hexdigest()


def mask_id_number(number: str) -> str:
    return number[:4] + "*" * max(len(number) - 6, 0) + number[-2:] if len(number) > 6 else "*" * len(number)


def mask_phone(number: str) -> str:
    return number[:3] + "****" + number[-4:] if len(number) >= 11 else "*" * len(number)


def mask_name(name: str) -> str:
    return name[:1] + "某" * max(len(name) - 1, 1) if name else ""
