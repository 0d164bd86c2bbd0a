"""Personal columns: readable with the right key, in the right column, unchanged; and not otherwise."""

import os

import pytest

from webapp.security.crypto import (
    DecryptionError,
    FieldCipher,
    IndexHash,
    key_id_of,
    mask_id_number,
    mask_name,
    mask_phone,
)

OLD, NEW = ("k1", os.urandom(32)), ("k2", os.urandom(32))
WORDS = "俺爹78了，瘫在炕上"


def test_what_was_encrypted_is_read_again():
    cipher = FieldCipher.of((OLD,))
    assert cipher.decrypt(cipher.encrypt(WORDS, "conversations.said"), "conversations.said") == WORDS


def test_the_same_words_never_look_the_same():
    cipher = FieldCipher.of((OLD,))
    stored = cipher.encrypt(WORDS, "conversations.said")
    assert stored != cipher.encrypt(WORDS, "conversations.said")
    assert WORDS.encode() not in stored


def test_a_value_moved_to_another_column_does_not_open():
    cipher = FieldCipher.of((OLD,))
    with pytest.raises(DecryptionError, match="members"):
        cipher.decrypt(cipher.encrypt(WORDS, "conversations.said"), "members.name")


@pytest.mark.parametrize("place", [0, 1, 2, 6, -1])
def test_a_changed_byte_is_noticed(place):
    cipher = FieldCipher.of((OLD,))
    stored = bytearray(cipher.encrypt(WORDS, "conversations.said"))
    stored[place] ^= 1
    with pytest.raises(DecryptionError):
        cipher.decrypt(bytes(stored), "conversations.said")


@pytest.mark.parametrize("stored", [b"", b"\x01", b"\x01\x02k1", b"clear text"])
def test_what_has_no_known_form_is_an_error_of_its_own(stored):
    with pytest.raises(DecryptionError):
        FieldCipher.of((OLD,)).decrypt(stored, "conversations.said")


def test_a_new_first_key_encrypts_and_the_old_one_still_reads():
    stored = FieldCipher.of((OLD,)).encrypt(WORDS, "conversations.said")
    rotated = FieldCipher.of((NEW, OLD))
    assert rotated.decrypt(stored, "conversations.said") == WORDS
    assert key_id_of(rotated.encrypt(WORDS, "conversations.said")) == "k2"
    with pytest.raises(DecryptionError, match="k1"):
        FieldCipher.of((NEW,)).decrypt(stored, "conversations.said")


def test_keyed_hashes_differ_by_purpose_and_key():
    ours, theirs = IndexHash(os.urandom(32)), IndexHash(os.urandom(32))
    assert ours("wechat.openid", "o1") == ours("wechat.openid", "o1")
    assert len({ours("wechat.openid", "o1"), ours("status.client", "o1"), theirs("wechat.openid", "o1")}) == 3


def test_masks_leave_just_enough_to_recognise_oneself():
    assert mask_id_number("990000194803050011") == "9900************11"
    assert mask_phone("13812345678") == "138****5678"
    assert (mask_name("王秀兰"), mask_name("王"), mask_name("")) == ("王某某", "王某", "")
