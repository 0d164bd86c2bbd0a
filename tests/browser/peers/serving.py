"""The two peers behind a server of their own: the words of our pages in the components of each package."""

from __future__ import annotations

import contextlib
import re
import threading
from pathlib import Path

from flask import Flask, Response, redirect, render_template, request
from werkzeug.serving import make_server

from tests.browser.serving import Quiet

HERE = Path(__file__).parent
MODULES = HERE / "node_modules"
GOVUK = MODULES / "govuk-frontend" / "dist" / "govuk"
PEERS = ("govuk", "weui")
# Its own typeface is licensed for GOV.UK alone: elsewhere one builds it with another, here with that of ours.
LICENSED = re.compile(r"@font-face\{[^}]*GDS Transport[^}]*\}")
FAMILY = re.compile(r'"?GDS Transport"?,arial,sans-serif')


def read_govuk_css() -> str:
    """The package's stylesheet as it is built for a service that is not on GOV.UK."""
    css = (GOVUK / "govuk-frontend.min.css").read_text(encoding="utf-8")
    return FAMILY.sub('"Noto Sans CJK SC",sans-serif', LICENSED.sub("", css))


def make_peers(pages: dict[str, dict]) -> Flask:
    """An app that serves `pages` (what words.js read, by name) at /govuk/NAME and /weui/NAME."""
    app = Flask(__name__, template_folder=str(HERE), static_folder=None)
    files = {
        "/govuk.css": (read_govuk_css(), "text/css"),
        "/govuk.js": ((GOVUK / "govuk-frontend.min.js").read_text(encoding="utf-8"), "text/javascript"),
        "/weui.css": ((MODULES / "weui/dist/style/weui.min.css").read_text(encoding="utf-8"), "text/css"),
    }

    @app.get("/<name>.css")
    @app.get("/<name>.js")
    def show_file(name: str) -> Response:
        text, kind = files[request.path]
        return Response(text, mimetype=kind)

    @app.get("/<peer>/<name>")
    def show(peer: str, name: str) -> str:
        return render_template(f"{peer}.html", page=pages[name])

    @app.post("/<peer>/<name>")
    def take(peer: str, name: str) -> Response:
        """Answered: on to the next page, as ours does."""
        chosen = request.form.get(
            next(one["name"] for one in pages[name]["parts"] if one["kind"] == "choices")
        )
        return redirect(f"/{peer}/{'status' if chosen else name}", 303)

    return app


@contextlib.contextmanager
def serve_peers(pages: dict[str, dict]):
    """Where the peers answer. Browsers have to be closed first: a waiting connection holds it open."""
    server = make_server("127.0.0.1", 0, make_peers(pages), threaded=True, request_handler=Quiet)
    thread = threading.Thread(target=server.serve_forever, kwargs={"poll_interval": 0.02})
    thread.start()
    try:
        yield f"http://127.0.0.1:{server.server_port}"
    finally:
        server.shutdown()
        thread.join()
        server.server_close()
