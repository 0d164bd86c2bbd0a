"""Phones that are logged in to the mini-program, over a sandbox in WeChat's place."""

import itertools
import threading

import pytest
import requests
from werkzeug.serving import make_server

from tests.builders import make_env
from webapp.app import create_app
from webapp.db import make_sessions
from webapp.gateways.sandbox.server import Quiet, make_sandbox
from webapp.settings import Settings

_codes = itertools.count(1)
TEMPLATES = '{"progress": {"id": "T-12345678", "fields": {"number": "character_string1", "state": "thing2"}}}'


class Phone:
    """One phone with the mini-program: it logs in as somebody and asks with its token."""

    def __init__(self, house, openid):
        self.house, self.openid, self.client = house, openid, house.app.test_client()
        self.token = self.language = None

    def log_in(self):
        code = f"code-{next(_codes)}"
        self.house.switch(codes={code: self.openid})
        answer = self.client.post("/wechat/login", json={"code": code})
        assert answer.status_code == 200, answer.text
        self.token = answer.json["token"]
        return answer.json

    def ask(self, method, path, status=200, **body):
        """The JSON of an answer under /api/v1/my."""
        headers = {"Authorization": f"Bearer {self.token}"} if self.token else {}
        if self.language:
            headers["Accept-Language"] = self.language
        sent = {"json": body} if method == "post" else {}
        answer = self.client.open(f"/api/v1/my/{path}", method=method, headers=headers, **sent)
        assert answer.status_code == status, answer.text
        return answer.json

    def get(self, path, status=200):
        return self.ask("get", path, status)

    def post(self, path, status=200, **body):
        return self.ask("post", path, status, **body)


class House:
    """One app and its sandbox for a module of tests; everybody in it has an openid of their own."""

    def __init__(self, app, sandbox):
        self.app, self.sandbox, self.sessions = app, sandbox, make_sessions(app.engine)

    def switch(self, **what):
        requests.post(f"{self.sandbox}/wechat/sandbox", json=what, timeout=5).raise_for_status()

    def phone(self, openid=None):
        made = Phone(self, openid or f"m-citizen-{next(_codes)}")
        made.log_in()
        return made


@pytest.fixture(scope="module")
def house(tmp_path_factory, guide, migrated_sqlite):
    place = tmp_path_factory.mktemp("my")
    (place / "test.db").write_bytes(migrated_sqlite)
    server = make_server("127.0.0.1", 0, make_sandbox(), threaded=True, request_handler=Quiet)
    thread = threading.Thread(target=server.serve_forever)
    thread.start()
    sandbox = f"http://127.0.0.1:{server.server_port}"
    env = make_env(place, WECHAT_API_URL=f"{sandbox}/wechat", MINIPROGRAM_TEMPLATES=TEMPLATES)
    app = create_app(Settings.from_env(env), guide)
    yield House(app, sandbox)
    server.shutdown()
    thread.join()
    server.server_close()
    app.engine.dispose()


@pytest.fixture
def phone(house):
    return house.phone()
