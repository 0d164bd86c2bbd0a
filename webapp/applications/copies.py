"""The PDF of what was signed: the text, who, when and how, the drawing, the receipt. Kept as it was that day.

The bytes are stored, so that the hash taken on signing is that of every later download, also after the
library that sets them has changed. They hang on the signature alone: set again on that day they are the same.
"""

import base64
import hashlib
import io
import re
from collections.abc import Iterator
from functools import cache
from pathlib import Path
from xml.sax.saxutils import escape

from reportlab.lib.pagesizes import A4
from reportlab.lib.styles import ParagraphStyle
from reportlab.lib.units import mm
from reportlab.lib.utils import ImageReader
from reportlab.pdfbase import pdfmetrics
from reportlab.pdfbase.ttfonts import TTFont
from reportlab.platypus import Flowable, Image, KeepTogether, Paragraph, SimpleDocTemplate, Spacer, Table

from webapp.applications.describing import describe
from webapp.applications.wording import Deed, find_deed
from webapp.languages import Language, speaking
from webapp.models.applications import Authorisation, Commitment

FONT = Path(__file__).parent.parent / "fonts" / "DroidSansFallbackFull.ttf"
CHINESE, LATIN = "Chinese", "Helvetica"
LATIN_RUN = re.compile(r"[\x20-\x7e\xa0-\xff]+")
NO_GLYPH = "〓"
DRAWING_WIDTH, LABEL_WIDTH = 70 * mm, 42 * mm
TEXT = {"fontName": CHINESE, "wordWrap": "CJK", "textColor": "#1C2420"}
BODY = ParagraphStyle("body", **TEXT, fontSize=10.5, leading=17, spaceAfter=5)
ROW = ParagraphStyle("row", **TEXT, fontSize=10.5, leading=16)
TITLE = ParagraphStyle("title", **TEXT, fontSize=19, leading=28, alignment=1, spaceAfter=12)
HEADING = ParagraphStyle("heading", **TEXT, fontSize=12, leading=20, spaceBefore=10, spaceAfter=4)
PRINT = ParagraphStyle("print", **TEXT, fontSize=8, leading=12)

Signed = Authorisation | Commitment


def keep_copy(signed: Signed) -> None:
    """Make the copy of a signature and note its hash. A signature has one copy for good."""
    made = make_copy(signed)
    signed.copy = base64.b64encode(made).decode()
    signed.copy_hash = hashlib.sha256(made).hexdigest()


def read_copy(signed: Signed) -> bytes | None:
    """The bytes that were kept; None for what was signed before copies were."""
    return base64.b64decode(signed.copy) if signed.copy else None


def make_copy(signed: Signed) -> bytes:
    """The PDF of a signature. The same signature gives the same bytes."""
    _load_fonts()
    deed, out = find_deed(signed.text_version), io.BytesIO()
    margins = dict.fromkeys(("leftMargin", "rightMargin"), 22 * mm) | dict.fromkeys(
        ("topMargin", "bottomMargin"), 18 * mm
    )
    document = SimpleDocTemplate(
        out, pagesize=A4, invariant=1, title=deed.title, author="淄助你", lang="zh-CN", **margins
    )
    document.build([*_text_of(deed), KeepTogether(list(_signature_of(signed)))])
    return out.getvalue()


@cache
def _load_fonts() -> None:
    pdfmetrics.registerFont(TTFont(CHINESE, FONT))


def _text_of(deed: Deed) -> Iterator[Flowable]:
    yield Paragraph(set_words(deed.title), TITLE)
    for number, words in enumerate(deed.paragraphs, 1):
        yield Paragraph(set_words(f"{number}. {words}"), BODY)
    if deed.entries:
        yield Paragraph(set_words("可以查的部门、银行和查的内容"), HEADING)
        yield _table([(one.name, one.looks_at) for one in deed.entries])


def _signature_of(signed: Signed) -> Iterator[Flowable]:
    yield Paragraph(set_words("签名"), HEADING)
    with speaking(Language.SIMPLIFIED):
        rows = describe(signed)
    yield _table(rows)
    yield Spacer(0, 8)
    if signed.drawing:
        yield _drawing(signed.drawing)
    deed = find_deed(signed.text_version)
    yield Paragraph(set_words(f"正文版本 {deed.version}"), PRINT)
    yield Paragraph(set_words(f"正文 SHA-256 {signed.text_hash}"), PRINT)
    yield Paragraph(set_words("谁都能凭凭据号在“淄助你”上核一核这份签名还算不算数。"), PRINT)


def _drawing(encoded: str) -> Image:
    png = io.BytesIO(base64.b64decode(encoded))
    width, height = ImageReader(png).getSize()
    png.seek(0)
    return Image(png, DRAWING_WIDTH, DRAWING_WIDTH * height / width, hAlign="LEFT")


def _table(rows: list[tuple[str, str]]) -> Table:
    cells = [[Paragraph(set_words(one), ROW) for one in row] for row in rows]
    style = [
        ("VALIGN", (0, 0), (-1, -1), "TOP"),
        ("LEFTPADDING", (0, 0), (-1, -1), 0),
        ("TOPPADDING", (0, 0), (-1, -1), 3),
        ("BOTTOMPADDING", (0, 0), (-1, -1), 4),
        ("LINEABOVE", (0, 0), (-1, -1), 0.4, "#BDB6A8"),
        ("LINEBELOW", (0, -1), (-1, -1), 0.4, "#BDB6A8"),
    ]
    width = A4[0] - 44 * mm - 12
    return Table(cells, colWidths=[LABEL_WIDTH, width - LABEL_WIDTH], style=style, hAlign="LEFT")


def set_words(words: str) -> str:
    """Words as markup for the setter: Latin runs in a Latin font, what no font has as its number."""
    words = _with_glyphs(words.replace("“", "「").replace("”", "」"))
    parts, end = [], 0
    for run in LATIN_RUN.finditer(words):
        latin = f'<font name="{LATIN}">{escape(run.group())}</font>'
        parts += [escape(words[end : run.start()]), latin]
        end = run.end()
    return "".join([*parts, escape(words[end:])])


def _with_glyphs(words: str) -> str:
    known = pdfmetrics.getFont(CHINESE).face.charToGlyph
    return "".join(
        one if ord(one) in known or LATIN_RUN.fullmatch(one) else f"{NO_GLYPH}(U+{ord(one):X})"
        for one in words
    )
