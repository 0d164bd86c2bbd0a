"""A citizen's session ends: by itself after a while counted from its first day, or at once on a tap.

Phones are lent, and browsers keep cookies for years. However often it is used, a session is over after two
weeks; what was typed stays where it is and is found again by number and ID tail, or from WeChat.
"""

from datetime import timedelta

from flask import Flask, session

from webapp import clock

BEGUN = "begun"
LASTS = timedelta(days=14)


def end_old() -> None:
    """Before every request: an old session is as if there were none, a new one is told its first moment."""
    if not session:
        return
    now = clock.now().timestamp()
    if now - session.setdefault(BEGUN, now) > LASTS.total_seconds():
        session.clear()


def init_app(app: Flask) -> None:
    app.config["PERMANENT_SESSION_LIFETIME"] = LASTS
    app.before_request(end_old)
