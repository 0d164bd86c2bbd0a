"""The samples for a deployment say nothing that the program does not do."""

import json
import os
import re
import shlex
import signal
import socket
import subprocess
import sys
import threading
import urllib.request
from datetime import timedelta
from pathlib import Path

import pytest
import yaml
from prometheus_client.parser import text_string_to_metric_families

from tests.builders import make_env
from tests.webapp.test_jobs import queue
from webapp import clock, jobs
from webapp.cli import build_parser
from webapp.migrating import migrate
from webapp.security.hardening import BODY_LIMIT
from webapp.settings import NAMES, Settings

ROOT = Path(__file__).resolve().parents[3]
DEPLOY = ROOT / "docs" / "deploy"
ENV = (DEPLOY / "zizhuni.env").read_text(encoding="utf-8")


def test_the_sample_of_the_environment_has_every_setting():
    given = dict(re.findall(r"^([A-Z_]+)=(.*)$", ENV, re.MULTILINE))
    optional = set(re.findall(r"^#([A-Z_]+)=", ENV, re.MULTILINE)) | {"PROXY_HOPS"}
    assert set(given) - {"PROXY_HOPS"} == set(NAMES)
    readme = (ROOT / "README.md").read_text(encoding="utf-8").partition("\n## Settings\n")[2]
    lines = [one for one in readme.partition("\n## ")[0].splitlines() if "| optional" in one]
    assert optional == {name for line in lines for name in re.findall(r"`([A-Z_]+)`", line.split("|")[1])}


def test_the_sample_leaves_every_secret_to_be_filled_in():
    for name in ("SECRET_KEY", "FIELD_KEYS", "INDEX_KEY", "WECHAT_TOKEN", "WECHAT_APP_SECRET"):
        assert re.search(f"^{name}=$", ENV, re.MULTILINE), name


@pytest.mark.parametrize("unit", sorted(DEPLOY.glob("*.service")), ids=lambda one: one.name)
def test_every_command_of_a_unit_is_one(unit):
    lines = re.findall(r"^Exec\w+=(.+)$", unit.read_text(encoding="utf-8"), re.MULTILINE)
    assert lines
    for line in lines:
        (command,) = re.findall(r"bin/(zizhuni [^']+)", re.sub(r"\$\([^)]*\)", "day", line))
        assert build_parser().parse_args(shlex.split(command)[1:]).run


def test_the_proxy_lets_through_the_largest_body_and_hides_what_is_counted(app):
    written = (DEPLOY / "nginx.conf").read_text(encoding="utf-8")
    megabytes = int(re.search(r"client_max_body_size (\d+)m;", written).group(1))
    largest = max(getattr(view, "body_limit", BODY_LIMIT) for view in app.view_functions.values())
    assert largest <= megabytes * 1024**2
    assert re.search(r"location = /metrics \{\s+allow 127\.0\.0\.1;\s+deny all;", written)
    assert "$request " not in written and "$args" not in written, "the query is not logged"
    for header in ("X-Forwarded-For $remote_addr", "X-Forwarded-Proto $scheme", "X-Request-ID $request_id"):
        assert f"proxy_set_header {header};" in written


def expressions():
    """Every expression of alarms and dashboard, with its name."""
    rules = yaml.safe_load((DEPLOY / "alerts.yaml").read_text(encoding="utf-8"))
    for group in rules["groups"]:
        for rule in group["rules"]:
            assert rule["annotations"]["summary"] and rule["labels"]["severity"] in ("page", "ticket")
            yield rule["alert"], rule["expr"]
    board = json.loads((DEPLOY / "dashboard.json").read_text(encoding="utf-8"))
    for panel in board["panels"]:
        for target in panel["targets"]:
            yield panel["title"], target["expr"]


def test_alarms_and_dashboard_ask_for_what_is_counted_by_labels_that_there_are(app, session):
    client, now = app.test_client(), clock.now()
    client.post("/api/v1/chat", json={"text": "俺爹今年78了，瘫在炕上三年，没有退休金"})
    queue(session, due_at=now - timedelta(minutes=1))
    jobs.watch(session, {"sms": "http://127.0.0.1:9"}, now)
    families = list(text_string_to_metric_families(client.get("/metrics").text))
    samples = {one.name for family in families for one in family.samples} | {one.name for one in families}
    labels = {label for family in families for one in family.samples for label in one.labels}
    # Without a row these have no sample; their names and labels stand in the code.
    samples |= {"zizhuni_verifications", "zizhuni_gaps"}
    labels |= {"source", "state", "gap", "job"}
    for name, expression in expressions():
        asked = set(re.findall(r"\bzizhuni_[a-z_]+", expression))
        assert asked <= samples, name
        by = {one.strip() for found in re.findall(r"by \(([^)]*)\)", expression) for one in found.split(",")}
        by |= set(re.findall(r'(\w+)(?:=~|=)"', expression))
        assert by <= labels, name


AS_SYSTEMD = """
import os, sys
os.dup2(int(sys.argv[1]), 3)
os.environ.update(LISTEN_PID=str(os.getpid()), LISTEN_FDS="1")
os.execv(sys.executable, [sys.executable, "-m", "webapp.cli", "serve"])
"""


def start(env, listener, log):
    """The server as systemd starts it: the socket is there already, as descriptor 3."""
    command = [sys.executable, "-c", AS_SYSTEMD, str(listener.fileno())]
    with log.open("ab") as file:
        return subprocess.Popen(
            command, env={**os.environ, **env}, stdout=file, stderr=file, pass_fds=(listener.fileno(),)
        )


def ask(port):
    with urllib.request.urlopen(f"http://127.0.0.1:{port}/healthz", timeout=60) as answer:
        return answer.status


def test_what_comes_while_it_is_restarted_waits_in_the_socket_and_is_answered(tmp_path):
    with socket.create_server(("127.0.0.1", 0), backlog=64) as listener:
        port = listener.getsockname()[1]
        env = make_env(tmp_path, PORT=str(port))
        migrate(Settings.from_env(env), env)
        first = start(env, listener, tmp_path / "log")
        assert ask(port) == 200, (tmp_path / "log").read_text(encoding="utf-8")
        first.send_signal(signal.SIGTERM)
        assert first.wait(20) == 0
        answers = []
        waiting = [threading.Thread(target=lambda: answers.append(ask(port))) for _ in range(5)]
        for one in waiting:
            one.start()
        second = start(env, listener, tmp_path / "log")
        for one in waiting:
            one.join()
        second.terminate()
        second.wait(20)
    assert answers == [200] * 5
