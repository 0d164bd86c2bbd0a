"""How the server shares a worker among requests."""

import socket
import threading
from concurrent.futures import ThreadPoolExecutor, wait
from pathlib import Path
from urllib.parse import urlsplit

import pytest
import requests

from tests.builders import make_env
from tests.conftest import free_port, start_server
from webapp.serving import AT_ONCE, take_turns

MANY = 12


@pytest.fixture(scope="module")
def served(tmp_path_factory):
    folder = tmp_path_factory.mktemp("served")
    env = make_env(folder, PORT=str(free_port()))
    with start_server(["serve"], env, Path(folder) / "server.log") as running:
        yield running.url


class Counting:
    """An app that knows how many requests are in it, and keeps each until `goes_on` is set."""

    def __init__(self):
        self.lock, self.goes_on, self.entered = threading.Lock(), threading.Event(), threading.Semaphore(0)
        self.inside = self.most = 0

    def __call__(self, environ, start_response):
        with self.lock:
            self.inside += 1
            self.most = max(self.most, self.inside)
        self.entered.release()
        try:
            if not self.goes_on.wait(30):
                raise TimeoutError
            if environ.get("fails"):
                raise ValueError
            return [b"done"]
        finally:
            with self.lock:
                self.inside -= 1


def test_no_more_are_worked_on_at_once_than_may_be_and_all_are_answered():
    app = Counting()
    shared = take_turns(app, at_once=2, patience=30)
    with ThreadPoolExecutor(MANY) as pool:
        answers = [pool.submit(shared, {}, None) for _ in range(MANY)]
        app.entered.acquire(timeout=30)
        app.goes_on.set()
        wait(answers)
    assert [answer.result() for answer in answers] == [[b"done"]] * MANY
    assert app.most <= 2


def test_who_waited_long_enough_goes_ahead_of_those_that_hang():
    app = Counting()
    shared = take_turns(app, at_once=1, patience=0.01)
    with ThreadPoolExecutor(MANY) as pool:
        answers = [pool.submit(shared, {}, None) for _ in range(MANY)]
        entered = [app.entered.acquire(timeout=30) for _ in range(MANY)]
        app.goes_on.set()
        wait(answers)
    assert all(entered)
    assert app.most == MANY


def test_a_place_is_free_again_after_a_fault():
    app = Counting()
    app.goes_on.set()
    shared = take_turns(app, at_once=1, patience=30)
    for _ in range(3):
        with pytest.raises(ValueError):
            shared({"fails": True}, None)
    assert shared({}, None) == [b"done"]


def test_each_request_has_a_connection_of_its_own_which_any_worker_may_take(served):
    with requests.Session() as session:
        answers = [session.get(f"{served}/healthz", timeout=20) for _ in range(4)]
    assert {answer.status_code for answer in answers} == {200}
    assert {answer.headers["Connection"] for answer in answers} == {"close"}


def test_clients_that_say_nothing_keep_nobody_from_being_answered(served):
    address = urlsplit(served)
    silent = [socket.create_connection((address.hostname, address.port)) for _ in range(2 * AT_ONCE)]
    try:
        assert requests.get(f"{served}/healthz", timeout=4).status_code == 200
    finally:
        for one in silent:
            one.close()
