"""Which language a request is answered in: a link, what was chosen before, or what the browser asks for."""

from __future__ import annotations

from flask import Flask, Response, request

from webapp.languages.marking import mark_chinese
from webapp.languages.speaking import Language, choose, current
from webapp.security.hardening import is_staff_door

COOKIE, PARAMETER = "language", "lang"
A_YEAR = 365 * 24 * 60 * 60
PLAIN = "zh-CN"  # what most browsers here begin with: nothing to weigh
PAGES = frozenset({"h5", None})  # pages of residents, and addresses that lead nowhere
DOORS = PAGES | {"my"}  # the mini-program shows pages too
# Of Chinese without a word about the script, the place says it.
TRADITIONAL_PLACES = ("zh-hant", "zh-tw", "zh-hk", "zh-mo")


def find_language(name: str | None) -> Language | None:
    return next((one for one in Language if one == name), None)


def preferred(accepted: list[tuple[str, float]]) -> Language:
    """What the browser clearly asks for, best first; Simplified Chinese where that is not clear."""
    best: dict[Language, float] = {}
    for tag, quality in accepted:
        language = _language_of(tag.lower())
        if language is not None:
            best[language] = max(best.get(language, 0), quality)
    chinese = best.get(Language.SIMPLIFIED, 0)
    others = [one for one in (Language.TRADITIONAL, Language.ENGLISH) if best.get(one, 0) > chinese]
    return max(others, key=lambda one: best[one], default=Language.SIMPLIFIED)


def _language_of(tag: str) -> Language | None:
    if tag.startswith(TRADITIONAL_PLACES):
        return Language.TRADITIONAL
    if tag == "zh" or tag.startswith("zh-"):
        return Language.SIMPLIFIED
    return Language.ENGLISH if tag == "en" or tag.startswith("en-") else None


def choose_language() -> None:
    if request.blueprint not in DOORS or is_staff_door():
        return
    environ = request.environ
    wanted = _by_link() if PARAMETER in environ.get("QUERY_STRING", "") else None
    if wanted is None and COOKIE in environ.get("HTTP_COOKIE", ""):
        wanted = find_language(request.cookies.get(COOKIE))
    if wanted is None and not environ.get("HTTP_ACCEPT_LANGUAGE", PLAIN).startswith(PLAIN):
        wanted = preferred(list(request.accept_languages))
    choose(wanted or Language.SIMPLIFIED)


def _by_link() -> Language | None:
    return find_language(request.args.get(PARAMETER))


def finish(response: Response) -> Response:
    """Keep what was chosen by a link; mark what stays Chinese on an English page."""
    if request.blueprint not in PAGES or response.mimetype != "text/html":
        return response
    response.headers.add("Vary", "Accept-Language, Cookie")
    if current() is Language.ENGLISH:
        response.set_data(mark_chinese(response.get_data(as_text=True)))
    wanted = _by_link() if PARAMETER in request.environ.get("QUERY_STRING", "") else None
    if wanted is not None:
        response.set_cookie(COOKIE, wanted, max_age=A_YEAR, samesite="Lax", secure=request.is_secure)
    return response


def forget(_error: BaseException | None) -> None:
    choose(Language.SIMPLIFIED)


def init_app(app: Flask) -> None:
    app.before_request(choose_language)
    app.after_request(finish)
    app.teardown_request(forget)
