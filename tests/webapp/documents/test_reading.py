"""From a file to plain pages, through the process that decodes: harmless, upright, without the place."""

import fcntl
import io
import os
import struct
import tempfile
import zlib
from pathlib import Path

import pypdfium2
import pytest
from PIL import Image

from tests.webapp.documents.papers import MAKER, encode, make_exif, make_paper, photo
from webapp.documents import reading
from webapp.documents.reading import BusyError, UnreadableError, read_pages
from webapp.documents.sniffing import MOST_BYTES

HEIC = (Path(__file__).parent / "photo.heic").read_bytes()


@pytest.fixture
def read(tmp_path):
    def pages_of(content):
        with tempfile.TemporaryFile() as file:
            file.write(content)
            return read_pages(file, tmp_path / "slots")

    return pages_of


def picture(page):
    return Image.open(io.BytesIO(page.jpeg))


def why(read, content):
    with pytest.raises(UnreadableError) as refused:
        read(content)
    return refused.value.why


def test_the_place_and_the_phone_are_gone_from_a_photo(read):
    content = encode(make_paper(), exif=make_exif(), comment=b"taken at home")
    assert MAKER.encode() in content
    (page,) = read(content)
    for kept in (page.jpeg, page.thumbnail):
        assert b"Exif" not in kept and MAKER.encode() not in kept and b"taken at home" not in kept
        assert dict(Image.open(io.BytesIO(kept)).getexif()) == {}


def test_a_photo_is_turned_upright_and_its_side_kept_below_two_thousand(read):
    (page,) = read(encode(make_paper().resize((4000, 3000)), exif=make_exif(orientation=6)))
    assert (page.width, page.height) == picture(page).size == (1500, 2000)
    assert max(Image.open(io.BytesIO(page.thumbnail)).size) == 320
    assert page.faults == ()


def test_a_photo_of_an_iphone_is_read_upright_and_bare(read):
    assert MAKER.encode() in HEIC
    (page,) = read(HEIC)
    assert (page.width, page.height) == (800, 1200)
    red, green, _ = picture(page).getpixel((790, 60))  # the red corner, turned to the top right
    assert red > 150 > green
    assert MAKER.encode() not in page.jpeg


def test_what_is_transparent_lies_on_white(read):
    (page,) = read(encode(Image.new("RGBA", (300, 200), (0, 0, 0, 0)), "PNG"))
    assert picture(page).getpixel((5, 5)) == (255, 255, 255)


@pytest.mark.parametrize("mode", ["1", "L", "P", "I;16", "CMYK"])
def test_every_kind_of_colour_is_read(read, mode):
    picture_of_it = Image.new(mode, (64, 48))
    (page,) = read(encode(picture_of_it, "JPEG" if mode == "CMYK" else "PNG"))
    assert (page.width, page.height) == (64, 48)


def test_a_pdf_becomes_one_picture_a_page(read):
    pages = [make_paper(), make_paper(blur=10)]
    content = encode(pages[0], "PDF", save_all=True, append_images=pages[1:])
    found = read(content)
    assert [max(one.width, one.height) for one in found] == [2000, 2000]
    assert [one.faults for one in found] == [(), ("blurred",)]
    assert all(one.jpeg.startswith(b"\xff\xd8\xff") for one in found)


def test_a_pdf_with_scripts_and_attachments_is_only_drawn(read):
    pdf = pypdfium2.PdfDocument.new()
    pdf.new_page(300, 200)
    pdf.new_attachment("virus.exe").set_data(b"MZ harmful")
    out = io.BytesIO()
    pdf.save(out)
    script = b"/OpenAction << /S /JavaScript /JS (app.alert\\(1\\)) >>"
    harmful = out.getvalue().replace(b"/Type/Catalog", b"/Type/Catalog " + script)
    assert script in harmful and b"/EmbeddedFile" in harmful
    (page,) = read(harmful)
    assert b"MZ harmful" not in page.jpeg and b"alert" not in page.jpeg


def test_a_pdf_with_a_password_is_refused_as_such(read):
    assert why(read, _locked_pdf()) == "encrypted"


def test_a_pdf_of_too_many_pages_is_refused(read):
    pdf = pypdfium2.PdfDocument.new()
    for _ in range(21):
        pdf.new_page(100, 100)
    out = io.BytesIO()
    pdf.save(out)
    assert why(read, out.getvalue()) == "pages"


@pytest.mark.parametrize("content", [b"", b"hello", b"GIF89a" + b"\0" * 90, b"MZ" + os.urandom(400)])
def test_what_is_no_photo_is_refused(read, content):
    assert why(read, content) == "unknown"


@pytest.mark.parametrize(
    "content",
    [photo()[:9000], b"\xff\xd8\xff\xe0" + os.urandom(500), b"%PDF-1.7\n" + os.urandom(500), HEIC[:3000],
     b"\x89PNG\r\n\x1a\n" + os.urandom(200)],
)  # fmt: skip
def test_what_is_broken_is_refused_and_nothing_falls(read, content):
    assert why(read, content) == "broken"


def test_a_picture_that_would_fill_the_memory_is_refused_before_it_does(read):
    assert why(read, _png_bomb(30_000, 30_000)) == "large"


def test_a_file_of_more_than_twelve_megabytes_is_refused(read):
    assert why(read, photo() + b"\0" * MOST_BYTES) == "large"


def test_a_picture_that_holds_a_page_of_a_web_site_comes_back_without_it(read):
    harmful = encode(make_paper(), comment=b"<script>alert(1)</script>")
    (page,) = read(harmful + b"<html><script>alert(2)</script></html>")
    assert b"script" not in page.jpeg


def test_the_process_that_decodes_knows_no_keys():
    assert set(reading.ENVIRONMENT) == {"PYTHONPATH", "PYTHONDONTWRITEBYTECODE", "MALLOC_ARENA_MAX"}


def test_when_all_decoders_stay_busy_one_hears_so_and_the_next_one_gets_in(tmp_path):
    held = [(tmp_path / f"decoder-{number}").open("wb") for number in range(reading.DECODERS)]
    for lock in held:
        fcntl.flock(lock, fcntl.LOCK_EX)
    with pytest.raises(BusyError):
        read_pages(io.BytesIO(photo()), tmp_path, wait_seconds=0)
    held.pop().close()
    with tempfile.TemporaryFile() as file:
        file.write(photo())
        assert len(read_pages(file, tmp_path, wait_seconds=0)) == 1
    held.pop().close()


def _png_bomb(width, height):
    def chunk(kind, content):
        return (
            struct.pack(">I", len(content)) + kind + content + struct.pack(">I", zlib.crc32(kind + content))
        )

    head = struct.pack(">IIBBBBB", width, height, 8, 2, 0, 0, 0)
    body = zlib.compress(b"\0" * 100_000)
    return b"\x89PNG\r\n\x1a\n" + chunk(b"IHDR", head) + chunk(b"IDAT", body) + chunk(b"IEND", b"")


def _locked_pdf():
    """A page that asks for a password: the standard handler of 1993, made by hand."""
    password = b"x" * 32
    encrypt = (
        b"<< /Filter /Standard /V 1 /R 2 /P -4 /O <" + password.hex().encode() + b"> /U <"
        + os.urandom(32).hex().encode() + b"> >>"
    )  # fmt: skip
    objects = [
        b"<< /Type /Catalog /Pages 2 0 R >>",
        b"<< /Type /Pages /Kids [3 0 R] /Count 1 >>",
        b"<< /Type /Page /Parent 2 0 R /MediaBox [0 0 100 100] >>",
        encrypt,
    ]
    out, places = b"%PDF-1.4\n", []
    for number, body in enumerate(objects, 1):
        places.append(len(out))
        out += b"%d 0 obj\n%s\nendobj\n" % (number, body)
    table = b"".join(b"%010d 00000 n \n" % place for place in places)
    start = len(out)
    head = b"xref\n0 5\n0000000000 65535 f \n"
    trailer = b"trailer << /Size 5 /Root 1 0 R /Encrypt 4 0 R /ID [<00> <00>] >>\n"
    return out + head + table + trailer + b"startxref\n%d\n%%%%EOF\n" % start
