"""Encryption of personal values, keyed hashes that find people, and masks for screens.

A stored value is: one byte for the algorithm, one for the length of the key id, the key id, 12 random bytes,
then the ciphertext with its tag. What it is bound to (the name of its column, for a document the id of its
page as well) is authenticated with it: a value moved elsewhere does not open. Keys rotate by putting a new
one first in FIELD_KEYS; old values stay readable as long as their key is listed. AES-256-GCM by default;
FIELD_CIPHER=sm4 writes SM4-GCM, which the national cryptography review asks for. Both are always read.
"""

import hashlib
import hmac
import os
from collections.abc import Mapping
from dataclasses import dataclass, field
from functools import cached_property

from cryptography.exceptions import InvalidTag
from cryptography.hazmat.primitives.ciphers import Cipher, algorithms, modes
from cryptography.hazmat.primitives.ciphers.aead import AESGCM
from cryptography.hazmat.primitives.hashes import SHA256
from cryptography.hazmat.primitives.kdf.hkdf import HKDF

AES_256_GCM, SM4_GCM = 1, 2
ALGORITHMS = {"aes": AES_256_GCM, "sm4": SM4_GCM}
NONCE_LENGTH, TAG_LENGTH, SM4_KEY_LENGTH = 12, 16, 16


class DecryptionError(Exception):
    """A stored value does not open: its key is not listed, or it was changed or moved."""


class Sm4Gcm:
    """SM4 in GCM. Its key is half as long as those of FIELD_KEYS, and derived from one of them."""

    def __init__(self, key: bytes) -> None:
        derived = HKDF(SHA256(), SM4_KEY_LENGTH, salt=None, info=b"zizhuni sm4-gcm").derive(key)
        self._sm4 = algorithms.SM4(derived)

    def encrypt(self, nonce: bytes, content: bytes, bound: bytes) -> bytes:
        encryptor = Cipher(self._sm4, modes.GCM(nonce)).encryptor()
        encryptor.authenticate_additional_data(bound)
        return encryptor.update(content) + encryptor.finalize() + encryptor.tag

    def decrypt(self, nonce: bytes, sealed: bytes, bound: bytes) -> bytes:
        """Raises InvalidTag."""
        if len(sealed) < TAG_LENGTH:
            raise InvalidTag
        content, tag = sealed[:-TAG_LENGTH], sealed[-TAG_LENGTH:]
        decryptor = Cipher(self._sm4, modes.GCM(nonce, tag)).decryptor()
        decryptor.authenticate_additional_data(bound)
        return decryptor.update(content) + decryptor.finalize()


MAKERS = {AES_256_GCM: AESGCM, SM4_GCM: Sm4Gcm}


@dataclass(frozen=True)
class FieldCipher:
    """Encrypts with the first key, decrypts with any. Use `FieldCipher.of(settings.field_keys)`."""

    active: str
    algorithm: int
    ciphers: Mapping[tuple[int, str], AESGCM | Sm4Gcm] = field(repr=False)

    @classmethod
    def of(cls, keys: tuple[tuple[str, bytes], ...], cipher: str = "aes") -> "FieldCipher":
        made = {(number, key_id): make(key) for key_id, key in keys for number, make in MAKERS.items()}
        return cls(keys[0][0], ALGORITHMS[cipher], made)

    @cached_property
    def head(self) -> bytes:
        """How every value begins that the first key encrypted."""
        key_id = self.active.encode()
        return bytes((self.algorithm, len(key_id))) + key_id

    def encrypt(self, text: str, column: str) -> bytes:
        return self.seal(text.encode(), column)

    def decrypt(self, stored: bytes, column: str) -> str:
        return self.open(stored, column).decode()

    def seal(self, content: bytes, bound: str) -> bytes:
        """`content` encrypted, to be opened only where it is bound to the same place."""
        nonce = os.urandom(NONCE_LENGTH)
        sealed = self.ciphers[self.algorithm, self.active].encrypt(nonce, content, bound.encode())
        return self.head + nonce + sealed

    def open(self, stored: bytes, bound: str) -> bytes:
        """Raises DecryptionError."""
        algorithm, key_id, nonce, sealed = _split(stored)
        cipher = self.ciphers.get((algorithm, key_id))
        if cipher is None:
            raise DecryptionError(f"{bound}: the key {key_id!r} is not in FIELD_KEYS")
        try:
            return cipher.decrypt(nonce, sealed, bound.encode())
        except InvalidTag:
            raise DecryptionError(f"{bound}: the value was changed, moved or has another key") from None


def key_id_of(stored: bytes) -> str:
    """The id of the key that a stored value was encrypted with."""
    return _split(stored)[1]


def _split(stored: bytes) -> tuple[int, str, bytes, bytes]:
    if len(stored) < 2 or stored[0] not in MAKERS or len(stored) < 2 + stored[1] + NONCE_LENGTH:
        raise DecryptionError("the stored value has no known form")
    start = 2 + stored[1]
    end = start + NONCE_LENGTH
    return stored[0], stored[2:start].decode("ascii", "replace"), stored[start:end], stored[end:]


@dataclass(frozen=True)
class IndexHash:
    """Keyed hashes by which a person is found again without their number being stored.

    While INDEX_KEY is changed there are two keys: the new one writes, and a look-up asks for `every` hash.
    """

    keys: tuple[bytes, ...] = field(repr=False)

    def __call__(self, purpose: str, value: str) -> str:
        """64 hex digits; the same value under another purpose gives another hash."""
        return _hash(self.keys[0], purpose, value)

    def every(self, purpose: str, value: str) -> tuple[str, ...]:
        """The hash under each key, the newest first."""
        return tuple(_hash(key, purpose, value) for key in self.keys)


def _hash(key: bytes, purpose: str, value: str) -> str:
    return hmac.new(key, f"{purpose}\0{value}".encode(), hashlib.sha256).hexdigest()


def mask_id_number(number: str) -> str:
    """9900************11: what comes before the birth date, and the last two."""
    return number[:4] + "*" * (len(number) - 6) + number[-2:] if len(number) > 6 else "*" * len(number)


def mask_phone(number: str) -> str:
    """138****5678; of a landline, whose area code everybody knows, the last four."""
    if len(number) < 8:
        return "*" * len(number)
    return number[:3] + "*" * (len(number) - 7) + number[-4:]


def mask_name(name: str) -> str:
    return name[:1] + "某" * max(len(name) - 1, 1) if name else ""


def mask_card(number: str) -> str:
    """尾号 0001; nothing of what is too short to be a card."""
    return f"尾号 {number[-4:]}" if len(number) >= 8 else "*" * len(number)


def mask_address(address: str) -> str:
    """The first six characters, which name a town or a village; the house is left out."""
    return address[:6] + "…" if len(address) > 6 else address[: max(len(address) - 2, 0)] + "…"
