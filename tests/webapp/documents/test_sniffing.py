"""A file is what its first bytes say, whatever it is called."""

import pytest

from webapp.documents.sniffing import FileKind, find_kind


@pytest.mark.parametrize(
    "head, kind",
    [
        (b"\xff\xd8\xff\xe0\x00\x10JFIF", FileKind.JPEG),
        (b"\x89PNG\r\n\x1a\n\x00\x00", FileKind.PNG),
        (b"\x00\x00\x00\x18ftypheic\x00\x00\x00\x00mif1heic", FileKind.HEIF),
        (b"\x00\x00\x00\x18ftypmif1\x00\x00\x00\x00mif1heic", FileKind.HEIF),
        (b"%PDF-1.7\n", FileKind.PDF),
        (b"\r\n scanner 1.0 \r\n%PDF-1.4", FileKind.PDF),
    ],
)
def test_what_phones_and_scanners_make_is_known(head, kind):
    assert find_kind(head) is kind


@pytest.mark.parametrize(
    "head",
    [
        b"",
        b"hello",
        b"<html><script>alert(1)</script>",
        b"GIF89a",
        b"PK\x03\x04",
        b"II*\x00",
        b"\x00\x00\x00\x18ftypmp42\x00\x00\x00\x00isommp42",
        b"\x00\x00\x00\x1cftypavif\x00\x00\x00\x00avifmiaf",
        b"<svg xmlns='http://www.w3.org/2000/svg'/>",
        b" " * 1024 + b"%PDF-1.4",
    ],
)
def test_everything_else_is_unknown(head):
    assert find_kind(head) is None
