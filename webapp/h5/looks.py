"""What every template may use: text size, addresses of static files, and how figures and sources are set."""

import datetime
import hashlib
import re
from functools import cache
from pathlib import Path

from flask import current_app, request, url_for
from markupsafe import Markup, escape

from webapp.clock import SHANGHAI
from webapp.h5 import bp
from webapp.h5.showing import address_of

STATIC = Path(__file__).parent.parent / "static"
TEXT_SIZE_COOKIE = "text_size"
SUM = re.compile(r"\d[\d,]*(?:\.\d+)?(?=\s*(?:元|万元|倍|%))")
BREATH = re.compile(r"(?<=的)(?=[^|？！，。、吗话]{2})")
UNIT = re.compile(r"(?<=\d)(?=[元人口岁年月天次])")
SECTION = re.compile(
    r"〔\d{4}〕\s*\d+\s*号|第[\d一二三四五六七八九十百零]+[条项款章节](?:、第?[\d一二三四五六七八九十百零]+[条项款章节]?)*"
    r"|\d{4}-\d{2}-\d{2}(?:\s*起)?|\d{4}\s*年\s*\d{1,2}\s*月(?:\s*\d{1,2}\s*日)?(?:\s*起)?"
)


@cache
def _fingerprint(name: str) -> str:
    return hashlib.sha256((STATIC / name).read_bytes()).hexdigest()[:10]


def asset(name: str) -> str:
    """The address of a static file; it changes with the content, so that phones may keep it."""
    return url_for("static", filename=name, v=_fingerprint(name))


@bp.app_context_processor
def add_looks() -> dict[str, object]:
    return {
        "large_text": request.cookies.get(TEXT_SIZE_COOKIE) == "large",
        "here": request.path,
        "asset": asset,
        "guide": current_app.guide,
        "address_of": address_of,
    }


@bp.app_template_filter("big_figures")
def big_figures(words: str) -> Markup:
    """The sums in a sentence, set large."""
    return _marked(SUM, words, "<b>{}</b>")


@bp.app_template_filter("unbroken")
def unbroken(words: str) -> Markup:
    """Document numbers, sections and dates never part at the end of a line."""
    return _marked(SECTION, words, '<span class="whole">{}</span>')


@bp.app_template_filter("day")
def day(moment: datetime.datetime) -> str:
    """2026 年 11 月 22 日, as the calendar in Zibo has it."""
    here = moment.astimezone(SHANGHAI)
    return f"{here.year} 年 {here.month} 月 {here.day} 日"


@bp.app_template_filter("airy")
def airy(words: str) -> str:
    """A space between a figure and its unit: 877 元/人·月."""
    return UNIT.sub(" ", words)


@bp.app_template_filter("phrased")
def phrased(words: str) -> Markup:
    """A heading that may part behind 的 and punctuation, and where a | stands, but not within a word."""
    return Markup("<wbr>").join(escape(part) for part in BREATH.sub("|", words).split("|"))


@bp.app_template_filter("spaced")
def spaced(number: str) -> str:
    """An application number in groups, as one reads it out: ZB 9EGDZ 3A9Q9."""
    return " ".join(part for part in (number[:2], number[2:7], number[7:]) if part)


def _marked(pattern: re.Pattern[str], words: str, frame: str) -> Markup:
    parts, end = [], 0
    for found in pattern.finditer(words):
        parts += [escape(words[end : found.start()]), Markup(frame).format(found.group())]
        end = found.end()
    return Markup("").join([*parts, escape(words[end:])])
