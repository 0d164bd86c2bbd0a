"""`make run` on one machine: everything starts, everything stops, and two copies do not mind each other."""

import os
import signal
import socket
import subprocess
import sys
import time
from pathlib import Path

import pytest
import requests

from tests.conftest import free_port, start_server
from webapp import clock, demo
from webapp.db import make_engine, make_sessions
from webapp.demo import KEYS_FILE
from webapp.models import Channel, OutboxRow
from webapp.settings import Settings


@pytest.fixture
def demo_env(tmp_path):
    """What a newcomer has: a port and a place; nothing else of this process' environment counts."""
    return {"PORT": str(free_port()), "DATA_DIR": str(tmp_path / "var")}


def processes_below(pid):
    children = Path(f"/proc/{pid}/task/{pid}/children").read_text(encoding="ascii").split()
    return [int(child) for child in children] + [one for child in children for one in processes_below(child)]


def wait_for_children(pid, wanted=4):
    """The processes below `pid`; the second serving one may come a moment after the first answers."""
    deadline = time.monotonic() + 10
    while len(found := processes_below(pid)) < wanted and time.monotonic() < deadline:
        time.sleep(0.1)
    return found


def is_running(pid):
    try:
        return Path(f"/proc/{pid}/stat").read_text(encoding="utf-8").rpartition(")")[2].split()[0] != "Z"
    except FileNotFoundError:
        return False


def server_process(started):
    """The process that listens on the port of `started`: the one whose environment says so."""
    wanted = f"PORT={started.env['PORT']}".encode()
    for place in Path("/proc").glob("[0-9]*"):
        try:
            is_ours = wanted in (place / "environ").read_bytes().split(b"\0")
            if is_ours and b"--demo" in (place / "cmdline").read_bytes():
                parent = int((place / "stat").read_text(encoding="utf-8").rpartition(")")[2].split()[1])
                if parent == os.getpid():
                    return int(place.name)
        except OSError:
            continue
    raise AssertionError("no such process")


def test_a_demonstration_serves_and_stops_with_all_its_children(demo_env, tmp_path):
    with start_server(["serve", "--demo"], demo_env, tmp_path / "log") as started:
        assert requests.get(f"{started.url}/readyz", timeout=5).json()["policies"] == 51
        answer = requests.post(f"{started.url}/api/v1/chat", json={"text": "俺爹78了，瘫在炕上"}, timeout=10)
        assert answer.status_code == 200
        for page in ("/", "/status"):
            assert "这是演示" in requests.get(f"{started.url}{page}", timeout=5).text
        children = wait_for_children(server_process(started))
        assert len(children) >= 4, "sandbox, worker and two serving processes"
    assert [pid for pid in children if is_running(pid)] == []
    keys = tmp_path / "var" / KEYS_FILE
    assert keys.stat().st_mode & 0o077 == 0
    assert (tmp_path / "var" / "zizhuni.db").stat().st_mode & 0o077 == 0


def test_the_worker_of_a_demonstration_sends_to_its_sandbox(demo_env, tmp_path):
    with start_server(["serve", "--demo"], demo_env, tmp_path / "log") as started:
        sandbox = wait_for_sandbox(started.log)
        engine = make_engine(Settings.from_env(demo.make_env(demo_env, sandbox)))
        now = clock.now()
        with make_sessions(engine)() as session:
            message = {"recipient": "13800000001", "body": "有新进展", "created_at": now, "due_at": now}
            session.add(OutboxRow(channel=Channel.SMS, cause="request:1", **message))
            session.commit()
        engine.dispose()
        deadline = time.monotonic() + 10
        while not (received := received_by(sandbox)) and time.monotonic() < deadline:
            time.sleep(0.1)
    assert received == [{"channel": "sms", "to": "13800000001", "text": "有新进展"}]


def wait_for_sandbox(log):
    """The address that the sandbox writes once it runs."""
    deadline = time.monotonic() + 10
    while time.monotonic() < deadline:
        addresses = [line for line in log.read_text(encoding="utf-8").splitlines() if line.startswith("http")]
        if addresses:
            return addresses[0]
        time.sleep(0.1)
    raise AssertionError("the sandbox does not run")


def received_by(sandbox):
    return requests.get(f"{sandbox}/received", timeout=5).json()["messages"]


def test_children_end_also_when_their_parent_is_killed(demo_env, tmp_path):
    with start_server(["serve", "--demo"], demo_env, tmp_path / "log") as started:
        parent = server_process(started)
        children = processes_below(parent)
        os.kill(parent, signal.SIGKILL)
        deadline = time.monotonic() + 20
        while any(map(is_running, children)) and time.monotonic() < deadline:
            time.sleep(0.1)
        assert [pid for pid in children if is_running(pid)] == []


def test_two_copies_stand_side_by_side(demo_env, tmp_path):
    other = demo_env | {"PORT": str(free_port())}
    with (
        start_server(["serve", "--demo"], demo_env, tmp_path / "a.log") as first,
        start_server(["serve", "--demo"], other, tmp_path / "b.log") as second,
    ):
        for started in (first, second):
            answer = requests.post(f"{started.url}/api/v1/chat", json={"text": "低保"}, timeout=10)
            assert answer.status_code == 200


def test_a_port_that_is_taken_is_said_with_what_to_do(demo_env):
    with socket.create_server(("127.0.0.1", int(demo_env["PORT"]))):
        command = [sys.executable, "-m", "webapp.cli", "serve", "--demo"]
        done = subprocess.run(
            command, env={**os.environ, **demo_env}, capture_output=True, timeout=60, check=False
        )
    assert done.returncode == 2
    assert b"PORT=" in done.stderr
    assert b"Traceback" not in done.stderr
