"""The sandbox server. Keeps what it received in memory alone, and only the newest."""

import os
import signal
import sys
import threading
import time
from collections import deque
from dataclasses import dataclass, field

from flask import Flask, Response, jsonify, render_template_string, request
from werkzeug.serving import WSGIRequestHandler, make_server

from webapp.gateways.sandbox.province import make_province
from webapp.gateways.sandbox.verification import make_verification
from webapp.gateways.sandbox.wechat import make_wechat

KEEP = 200
PAGE = """<!doctype html><html lang="zh-CN"><meta charset="utf-8"><title>沙盒收到的</title>
<h1>沙盒收到的</h1><p>这里代替短信、微信、核对平台这些外部系统。不会真的发出去，也不会真的去查谁。</p>
<table border="1" cellpadding="6"><tr><th>渠道</th><th>给谁</th><th>内容</th></tr>
{% for one in received %}<tr><td>{{ one.channel }}</td><td>{{ one.to }}</td><td>{{ one.text }}</td></tr>
{% else %}<tr><td colspan="3">还没有</td></tr>{% endfor %}</table></html>"""


@dataclass
class Received:
    """What came in, newest first."""

    messages: deque = field(default_factory=lambda: deque(maxlen=KEEP))
    seen: dict = field(default_factory=dict)
    lock: threading.Lock = field(default_factory=threading.Lock)


def make_sandbox() -> Flask:
    app = Flask(__name__)
    app.config["MAX_CONTENT_LENGTH"] = 64 * 1024
    app.json.ensure_ascii = False
    received = Received()
    _add_sms(app, received)
    show = lambda channel, to, text: _keep(received, channel, to, text)  # noqa: E731
    app.register_blueprint(make_wechat(show))
    app.register_blueprint(make_verification(show))
    app.register_blueprint(make_province(show))
    _add_views(app, received)
    return app


def _keep(received: Received, channel: str, to: str, text: str) -> None:
    with received.lock:
        received.messages.appendleft({"channel": channel, "to": to, "text": text})


def _add_sms(app: Flask, received: Received) -> None:
    @app.post("/sms/messages")
    def take_sms() -> Response | tuple[Response, int]:
        body = request.get_json(silent=True)
        fields = [body.get(name) for name in ("id", "phone", "text")] if isinstance(body, dict) else []
        if len(fields) != 3 or not all(isinstance(one, str) and one for one in fields):
            return jsonify(accepted=False, error="id, phone and text are needed"), 400
        reference, phone, text = fields
        if not (phone.isascii() and phone.isdigit() and len(phone) == 11):
            return jsonify(id=reference, accepted=False, error="not a mobile number")
        if reference not in received.seen:
            received.seen[reference] = True
            _keep(received, "sms", phone, text)
        return jsonify(id=reference, accepted=True)


def _add_views(app: Flask, received: Received) -> None:
    @app.get("/")
    def show() -> str:
        return render_template_string(PAGE, received=list(received.messages))

    @app.get("/received")
    def list_received() -> Response:
        return jsonify(messages=list(received.messages))


class Quiet(WSGIRequestHandler):
    def log(self, *_args: object) -> None:
        """Addresses carry tokens; the page of the sandbox shows what came."""


def run(port: int, *, descriptor: int | None = None, parent: int | None = None) -> int:
    """Serve on a port or an inherited socket, until stopped or until the process `parent` is gone."""
    signal.signal(signal.SIGTERM, lambda *_: sys.exit(0))
    if parent is not None:
        _stop_with_parent(parent)
    server = make_server(
        "127.0.0.1", port, make_sandbox(), threaded=True, request_handler=Quiet, fd=descriptor
    )
    print(f"http://127.0.0.1:{server.socket.getsockname()[1]}", flush=True)
    server.serve_forever()
    return 0


def _stop_with_parent(parent: int) -> None:
    def watch() -> None:
        while os.getppid() == parent:
            time.sleep(1)
        os.kill(os.getpid(), signal.SIGTERM)

    threading.Thread(target=watch, daemon=True).start()
