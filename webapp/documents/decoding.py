"""The process that decodes: a file on standard input, pages as JPEG on standard output.

It is started by `reading.py` for one file. It imports its libraries, gives up memory, time and files, and
only then looks at the file. The answer is one line of JSON, then the bytes of every page and its likeness.
"""

import io
import json
import os
import resource
import sys
from collections.abc import Iterator

from PIL import Image, ImageOps, UnidentifiedImageError

from webapp.documents.clarity import find_faults
from webapp.documents.sniffing import HEAD_LENGTH, MOST_BYTES, FileKind, find_kind

MOST_PAGES = 20
LONG_SIDE, THUMBNAIL_SIDE = 2000, 320
QUALITY, THUMBNAIL_QUALITY = 85, 75
# What a phone takes: 50 million pixels, and 108 million where a JPEG is decoded at a fraction of its size.
MOST_PIXELS = {FileKind.JPEG: 110_000_000, FileKind.PNG: 30_000_000, FileKind.HEIF: 52_000_000}
MOST_PROGRESSIVE_PIXELS = 50_000_000
MEMORY_BYTES = 1024 * 1024 * 1024
CPU_SECONDS = 15
POINTS_SCALE = 4.0
RGB = "RGB"


class Refused(Exception):
    """The file is not taken; the argument says why: unknown, broken, encrypted, large, pages."""


def main() -> None:
    _import_all()
    _give_up()
    answer, pictures = _answer()
    out = sys.stdout.buffer
    out.write(json.dumps(answer).encode() + b"\n")
    for picture in pictures:
        out.write(picture)
    out.flush()


def _import_all() -> None:
    """Plugins open files when they are loaded, which is not possible later."""
    import pi_heif
    import pypdfium2  # noqa: F401

    Image.preinit()
    pi_heif.register_heif_opener(thumbnails=False)
    Image.MAX_IMAGE_PIXELS = None  # checked here, by kind, before anything is decoded


def _give_up() -> None:
    """No more memory, time or files than one picture needs; no core that would hold it."""
    limits = {
        resource.RLIMIT_AS: MEMORY_BYTES,
        resource.RLIMIT_CPU: CPU_SECONDS,
        resource.RLIMIT_FSIZE: 0,
        resource.RLIMIT_CORE: 0,
    }
    for limit, value in limits.items():
        resource.setrlimit(limit, (value, value))


def _answer() -> tuple[dict[str, object], list[bytes]]:
    told, pictures = [], []
    try:
        for page in read_pages(sys.stdin.buffer.read(MOST_BYTES + 1)):
            jpeg, thumbnail = _encoded(page, QUALITY), _thumbnail(page)
            about = {"width": page.width, "height": page.height, "faults": find_faults(page)}
            told.append(about | {"jpeg": len(jpeg), "thumbnail": len(thumbnail)})
            pictures += [jpeg, thumbnail]
    except Refused as why:
        return {"refused": str(why)}, []
    except MemoryError:
        return {"refused": "large"}, []
    except (OSError, ValueError, SyntaxError, EOFError, UnidentifiedImageError, OverflowError):
        return {"refused": "broken"}, []
    return {"pages": told}, pictures


def read_pages(content: bytes) -> Iterator[Image.Image]:
    """Each page as a picture of at most 2000 pixels a side, upright. Raises Refused."""
    if len(content) > MOST_BYTES:
        raise Refused("large")
    kind = find_kind(content[:HEAD_LENGTH])
    if kind is None:
        raise Refused("unknown")
    if kind is FileKind.PDF:
        yield from _read_pdf(content)
    else:
        yield _read_picture(content, kind)


def _read_picture(content: bytes, kind: FileKind) -> Image.Image:
    with Image.open(io.BytesIO(content), formats=(kind,)) as opened:
        if opened.width * opened.height > MOST_PIXELS[kind]:
            raise Refused("large")
        if kind is FileKind.JPEG:
            if opened.width * opened.height > MOST_PROGRESSIVE_PIXELS and "progression" in opened.info:
                raise Refused("large")  # all of a progressive picture is decoded before it can shrink
            opened.draft(RGB, (LONG_SIDE, LONG_SIDE))
        opened.load()
        small = _shrunk(opened)
    return _on_white(ImageOps.exif_transpose(small))


def _shrunk(picture: Image.Image) -> Image.Image:
    """At most 2000 pixels a side; what says which way is up stays with it."""
    if max(picture.size) > LONG_SIDE:
        if picture.mode not in ("L", "RGB", "RGBA"):
            picture = picture.convert("RGBA" if "transparency" in picture.info else RGB)
        picture.thumbnail((LONG_SIDE, LONG_SIDE), reducing_gap=2.0)
    return picture


def _on_white(picture: Image.Image) -> Image.Image:
    if picture.mode in ("RGBA", "LA", "PA") or "transparency" in picture.info:
        seen = picture.convert("RGBA")
        paper = Image.new(RGB, seen.size, "white")
        paper.paste(seen, mask=seen.getchannel("A"))
        return paper
    return picture.convert(RGB)


def _read_pdf(content: bytes) -> Iterator[Image.Image]:
    import pypdfium2
    from pypdfium2.raw import FPDF_ERR_PASSWORD

    try:
        opened = pypdfium2.PdfDocument(content)
    except pypdfium2.PdfiumError as error:
        encrypted = getattr(error, "err_code", None) == FPDF_ERR_PASSWORD
        raise Refused("encrypted" if encrypted else "broken") from None
    try:
        if not 0 < len(opened) <= MOST_PAGES:
            raise Refused("pages" if len(opened) else "broken")
        opened.init_forms()  # so that what was filled in is drawn; this PDFium runs no scripts
        for page in opened:
            yield _draw(page)
            page.close()
    except pypdfium2.PdfiumError:
        raise Refused("broken") from None


def _draw(page) -> Image.Image:
    width, height = page.get_size()
    if min(width, height) <= 0:
        raise Refused("broken")
    scale = min(LONG_SIDE / max(width, height), POINTS_SCALE)
    return page.render(scale=scale, fill_color=(255, 255, 255, 255)).to_pil().convert(RGB)


def _encoded(page: Image.Image, quality: int) -> bytes:
    """A JPEG of the pixels alone: no EXIF, no place, no colour profile, no comment."""
    bare = Image.frombytes(RGB, page.size, page.tobytes())
    out = io.BytesIO()
    bare.save(out, "JPEG", quality=quality)
    return out.getvalue()


def _thumbnail(page: Image.Image) -> bytes:
    small = page.copy()
    small.thumbnail((THUMBNAIL_SIDE, THUMBNAIL_SIDE))
    return _encoded(small, THUMBNAIL_QUALITY)


if __name__ == "__main__":
    main()
    sys.stdout.flush()
    os._exit(0)
