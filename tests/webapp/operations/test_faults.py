"""What is behind the service goes away under real processes and comes back: nothing acknowledged is lost."""

import contextlib
import subprocess
import time

import psycopg
import requests
from redis import Redis, RedisError

from tests.builders import make_env
from tests.conftest import POSTGRES, free_port, fresh_postgres, start_server
from webapp.migrating import migrate
from webapp.settings import Settings

SENTENCE = "俺爹今年78了，瘫在炕上三年，没有退休金，家里就俺种地"
BACK_SECONDS = 5


@contextlib.contextmanager
def serving(tmp_path, **changes):
    env = make_env(tmp_path, PORT=str(free_port()), **changes)
    migrate(Settings.from_env(env), env)
    with start_server(["serve"], env, tmp_path / "server.log") as started:
        yield started


def say(started, **body):
    return requests.post(f"{started.url}/api/v1/chat", json={"text": SENTENCE} | body, timeout=30)


def comes_back(started, conversation):
    """Whether what was acknowledged goes on within five seconds."""
    until = time.monotonic() + BACK_SECONDS
    while time.monotonic() < until:
        if say(started, conversation=conversation, text="张店的").status_code == 200:
            return True
        time.sleep(0.1)
    return False


def is_healthy(started):
    return requests.get(f"{started.url}/healthz", timeout=10).status_code == 200


def is_told_kindly(answer):
    assert answer.headers["Content-Type"] == "application/problem+json"
    return answer.status_code == 503 and answer.json()["detail"] == "现在有点忙，请稍后再试。"


@contextlib.contextmanager
def closed(url):
    """The database as during a restart: every connection is cut, and none is taken."""
    name = url.rsplit("/", 1)[1]
    with psycopg.connect(POSTGRES, autocommit=True) as admin:
        admin.execute(f"ALTER DATABASE {name} ALLOW_CONNECTIONS false")
        admin.execute("SELECT pg_terminate_backend(pid) FROM pg_stat_activity WHERE datname = %s", (name,))
        yield
        admin.execute(f"ALTER DATABASE {name} ALLOW_CONNECTIONS true")


def test_a_postgresql_that_is_restarted_is_told_and_what_was_said_is_there_after(tmp_path):
    with fresh_postgres() as url, serving(tmp_path, DATABASE_URL=url) as started:
        conversation = say(started).json()["conversation"]
        with closed(url):
            assert is_told_kindly(say(started, conversation=conversation))
            assert not is_healthy(started)
            assert requests.get(f"{started.url}/groups", timeout=10).status_code == 200, "needs no database"
        assert comes_back(started, conversation)
        assert wait_for(lambda: is_healthy(started)), "a worker finds out at its own next request"


@contextlib.contextmanager
def redis(port):
    command = ["redis-server", "--port", str(port), "--bind", "127.0.0.1", "--save", "", "--daemonize", "no"]
    server = subprocess.Popen(command, stdout=subprocess.DEVNULL, stderr=subprocess.DEVNULL)
    try:
        yield
    finally:
        server.kill()
        server.wait(10)


def troubles(started):
    return requests.get(f"{started.url}/readyz", timeout=10).json()["troubles"]


def wait_for(true):
    until = time.monotonic() + BACK_SECONDS
    while not true() and time.monotonic() < until:
        time.sleep(0.1)
    return true()


def test_without_redis_everybody_is_served_and_the_health_page_says_it(tmp_path):
    port = free_port()
    with redis(port), serving(tmp_path, REDIS_URL=f"redis://127.0.0.1:{port}/0") as started:
        assert wait_for(lambda: "redis" not in troubles(started))
        conversation = say(started).json()["conversation"]
        kill_redis(port)
        assert "redis" in troubles(started)
        assert say(started, conversation=conversation, text="张店的").status_code == 200
        with redis(port):
            assert wait_for(lambda: "redis" not in troubles(started))


def kill_redis(port):
    with Redis(port=port) as server, contextlib.suppress(RedisError):
        server.shutdown(nosave=True, now=True, force=True)
