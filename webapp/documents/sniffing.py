"""What a file is, by its first bytes. Its name and what the browser says of it count for nothing."""

from enum import StrEnum

MOST_BYTES = 12 * 1024 * 1024
HEAD_LENGTH = 1024
HEIF_BRANDS = frozenset({b"heic", b"heix", b"heim", b"heis", b"mif1", b"msf1"})
JPEG_HEAD, PNG_HEAD, PDF_HEAD = b"\xff\xd8\xff", b"\x89PNG\r\n\x1a\n", b"%PDF-"


class FileKind(StrEnum):
    JPEG = "JPEG"
    PNG = "PNG"
    HEIF = "HEIF"
    PDF = "PDF"


def find_kind(head: bytes) -> FileKind | None:
    """The kind of a file that begins with `head` (at least 1024 bytes of it); None for all others."""
    if head.startswith(JPEG_HEAD):
        return FileKind.JPEG
    if head.startswith(PNG_HEAD):
        return FileKind.PNG
    if head[4:8] == b"ftyp" and _brands(head) & HEIF_BRANDS:
        return FileKind.HEIF
    # Readers of PDF allow something before the head, and some scanners put it there.
    return FileKind.PDF if PDF_HEAD in head[:HEAD_LENGTH] else None


def _brands(head: bytes) -> set[bytes]:
    """The major brand and the compatible ones. AVIF and video say others."""
    end = min(int.from_bytes(head[:4], "big"), len(head))
    return {head[8:12], *(head[place : place + 4] for place in range(16, end - 3, 4))}
