"""What every template may use: text size, addresses of static files, and how figures and sources are set."""

import hashlib
import re
import secrets
from functools import cache, lru_cache
from pathlib import Path

from flask import current_app, g, redirect, request, url_for
from markupsafe import Markup, escape
from werkzeug.wrappers import Response

from webapp.applications.numbers import spaced_code
from webapp.h5 import bp
from webapp.h5.signing.routes import SEEN_SECONDS
from webapp.languages import formats, shown
from webapp.pages.blocks import address_of
from webapp.pages.written import spaced

A_YEAR = 365 * 24 * 60 * 60
STATIC = Path(__file__).parent.parent / "static"
TEXT_SIZE_COOKIE = "text_size"
PRESS_BYTES = 12
MOST_ADDRESSES = 256
WARN_SECONDS = 5 * 60
SUM = re.compile(r"¥\d[\d,]{0,20}(?:\.\d{1,6})?|\d[\d,]{0,20}(?:\.\d{1,6})?(?=\s{0,3}(?:元|万元|倍|%))")
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
    return _address(name, request.script_root)


@lru_cache(maxsize=MOST_ADDRESSES)
def _address(name: str, _root: str) -> str:
    """Made once under each root that the service is served at: every page asks for a handful."""
    return url_for("static", filename=name, v=_fingerprint(name))


bp.add_app_template_filter(formats.day)
bp.add_app_template_filter(formats.short_day)
bp.add_app_template_filter(formats.hour)
bp.add_app_template_filter(formats.month)
bp.add_app_template_filter(spaced)


@bp.app_context_processor
def add_looks() -> dict[str, object]:
    return {
        "large_text": request.cookies.get(TEXT_SIZE_COOKIE) == "large",
        "here": request.path,
        "asset": asset,
        "guide": current_app.guide,
        "address_of": address_of,
        "seconds_left": seconds_left,
        "warn_seconds": WARN_SECONDS,
        "answers_form": _answers_form(),
        "demo": current_app.settings.demo,
    }


def _answers_form() -> bool:
    """Whether the page shows a form again that was sent wrong: going back to it, a phone would ask to send it
    once more, where its address alone can be opened as well."""
    return request.method == "POST" and current_app.create_url_adapter(request).test(method="GET")


def seconds_left() -> int:
    """How long this page may be used without a step: 0 where nothing that was looked up stands on it."""
    return SEEN_SECONDS if g.get("looked_up") and not request.path.startswith("/apply") else 0


@bp.app_template_global("new_press")
def new_press() -> str:
    """The key of a button: pressed twice, it does what it does once."""
    return secrets.token_urlsafe(PRESS_BYTES)


def keep_text_size() -> Response:
    """大字版 and back, as the form says, kept for a year; then to the page where it was pressed."""
    size = "large" if request.form.get("size") == "large" else "standard"
    response = redirect(own_address(request.form.get("back", "/")), 303)
    response.set_cookie(TEXT_SIZE_COOKIE, size, max_age=A_YEAR, samesite="Lax", secure=request.is_secure)
    return response


def own_address(back: str, otherwise: str = "/") -> str:
    """A path of this site; anything else leads to `otherwise`."""
    return back if back.startswith("/") and not back.startswith(("//", "/\\")) else otherwise


@bp.app_template_filter("big_figures")
def big_figures(words: str) -> Markup:
    """The sums in a sentence, set large."""
    return _marked(SUM, words, "<b>{}</b>")


@bp.app_template_filter("unbroken")
def unbroken(words: str) -> Markup:
    """Document numbers, sections and dates never part at the end of a line."""
    return _marked(SECTION, words, '<span class="whole">{}</span>')


@bp.app_template_filter("airy")
def airy(words: str) -> str:
    """A space between a figure and its unit: 877 元/人·月."""
    return UNIT.sub(" ", shown(words))


@bp.app_template_filter("phrased")
def phrased(words: str) -> Markup:
    """A heading that may part behind 的 and punctuation, and where a | stands, but not within a word."""
    return Markup("<wbr>").join(escape(part) for part in BREATH.sub("|", shown(words)).split("|"))


@bp.app_template_filter("in_fours")
def in_fours(code: str) -> str:
    """A receipt in groups, as one reads it out: 8K2M 0QW3 ZT7C."""
    return spaced_code(code)


def _marked(pattern: re.Pattern[str], words: str, frame: str) -> Markup:
    words, parts, end = shown(words), [], 0
    for found in pattern.finditer(words):
        parts += [escape(words[end : found.start()]), Markup(frame).format(found.group())]
        end = found.end()
    return Markup("").join([*parts, escape(words[end:])])
