"""Personal columns: readable with the right key, in the right column, unchanged; and not otherwise."""

import os

import pytest
from cryptography.hazmat.primitives.ciphers import algorithms
from hypothesis import given
from hypothesis import strategies as st

from webapp.security.crypto import (
    DecryptionError,
    FieldCipher,
    IndexHash,
    Sm4Gcm,
    key_id_of,
    mask_address,
    mask_card,
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
    ours, theirs = IndexHash((os.urandom(32),)), IndexHash((os.urandom(32),))
    assert ours("wechat.openid", "o1") == ours("wechat.openid", "o1")
    assert len({ours("wechat.openid", "o1"), ours("status.client", "o1"), theirs("wechat.openid", "o1")}) == 3


def test_while_a_key_is_changed_the_new_one_writes_and_every_one_is_looked_for():
    old, new = os.urandom(32), os.urandom(32)
    both = IndexHash((new, old))
    assert both("id-number", "1") == IndexHash((new,))("id-number", "1")
    assert both.every("id-number", "1") == (both("id-number", "1"), IndexHash((old,))("id-number", "1"))


@pytest.mark.parametrize("cipher", ["aes", "sm4"])
def test_bytes_are_opened_only_where_they_are_bound_to_whichever_cipher_wrote_them(cipher):
    stored = FieldCipher.of((OLD,), cipher).seal(b"\xff\xd8 picture", "document_pages.image:1")
    for reader in ("aes", "sm4"):
        opened = FieldCipher.of((NEW, OLD), reader).open(stored, "document_pages.image:1")
        assert opened == b"\xff\xd8 picture"
    with pytest.raises(DecryptionError):
        FieldCipher.of((OLD,), cipher).open(stored, "document_pages.image:2")
    with pytest.raises(DecryptionError):
        FieldCipher.of((OLD,), cipher).open(stored[:-1], "document_pages.image:1")
    with pytest.raises(DecryptionError):
        FieldCipher.of((OLD,), cipher).open(stored[:24], "document_pages.image:1")


def test_sm4_gcm_is_the_published_one():
    """RFC 8998, A.2."""
    key, nonce = bytes.fromhex("0123456789ABCDEFFEDCBA9876543210"), bytes.fromhex("00001234567800000000ABCD")
    plain = bytes.fromhex(
        "AAAAAAAAAAAAAAAABBBBBBBBBBBBBBBBCCCCCCCCCCCCCCCCDDDDDDDDDDDDDDDD"
        "EEEEEEEEEEEEEEEEFFFFFFFFFFFFFFFFEEEEEEEEEEEEEEEEAAAAAAAAAAAAAAAA"
    )
    sm4 = Sm4Gcm.__new__(Sm4Gcm)
    sm4._sm4 = algorithms.SM4(key)
    sealed = sm4.encrypt(nonce, plain, bytes.fromhex("FEEDFACEDEADBEEFFEEDFACEDEADBEEFABADDAD2"))
    assert sealed.hex().upper() == (
        "17F399F08C67D5EE19D0DC9969C4BB7D5FD46FD3756489069157B282BB200735"
        "D82710CA5C22F0CCFA7CBF93D496AC15A56834CBCF98C397B4024A2691233B8D"
        "83DE3541E4C2B58177E065A9BF7B62EC"
    )


@given(st.text(alphabet="0123456789X", max_size=40))
def test_no_mask_shows_more_than_it_says(number):
    """Birth date and serial of an ID, the middle of a phone, all but the tail of a card."""
    assert len(mask_id_number(number)) == len(number)
    assert sum(one != "*" for one in mask_id_number(number)) <= 6
    assert sum(one != "*" for one in mask_phone(number)) <= 7
    if len(number) > 4:
        assert number not in mask_id_number(number) + mask_phone(number) + mask_card(number)
    if len(number) >= 18:
        assert mask_id_number(number)[4:-2] == "*" * (len(number) - 6)
    assert mask_card(number).removeprefix("尾号 ") in (number[-4:], "*" * len(number))


@given(st.text(min_size=1, max_size=30))
def test_a_masked_name_keeps_one_character_and_an_address_six(words):
    assert set(mask_name(words)[1:]) == {"某"}
    assert len(mask_address(words)) <= 7 and words not in mask_address(words)


def test_masks_leave_just_enough_to_recognise_oneself():
    assert mask_id_number("990000194803050011") == "9900************11"
    assert mask_phone("13812345678") == "138****5678"
    assert (mask_name("王秀兰"), mask_name("王"), mask_name("")) == ("王某某", "王某", "")
