"""A disk with no room left: every door says kindly that nothing was kept, and goes on once there is room."""

import contextlib
import re
import resource
import shutil
import subprocess
import time
from pathlib import Path
from xml.etree import ElementTree

import psycopg
import pytest
import requests
from prometheus_client.parser import text_string_to_metric_families

from tests.builders import make_env, make_push
from tests.conftest import empty_postgres, free_port, start_server
from webapp.app import create_app
from webapp.problems import NO_ROOM
from webapp.settings import Settings

SENTENCE = "俺爹今年78了，瘫在炕上三年，没有退休金，家里就俺种地"
BACK_SECONDS = 5
# A file system of its own, which only the server sees; what it writes to standard error lies there too.
SMALL_DISK = (
    "unshare", "--mount", "--map-root-user", "sh", "-c",
    'mount -t tmpfs -o size=64m tmpfs "$0" && cp -r "$0.seed/." "$0" && exec "$@" 2>"$0/log"',
)  # fmt: skip


def may_mount(place):
    if shutil.which(SMALL_DISK[0]) is None:
        return False
    return subprocess.run([*SMALL_DISK, place, "true"], stderr=subprocess.DEVNULL).returncode == 0


@contextlib.contextmanager
def filled(started):
    """Not one more byte fits on the disk."""
    filler = Path(f"/proc/{started.pid}/root{started.env['DATA_DIR']}/filler")
    with filler.open("wb", buffering=0) as file, pytest.raises(OSError, match="No space left"):
        while True:
            file.write(b"-" * 4096)
    yield
    filler.unlink()


@contextlib.contextmanager
def limited(started):
    """Where nobody may mount: no file of the server grows any more."""
    own = f"PORT={started.env['PORT']}".encode()
    pids = [int(one.name) for one in Path("/proc").glob("[0-9]*") if own in environment_of(one)]
    for pid in pids:
        resource.prlimit(pid, resource.RLIMIT_FSIZE, (4096, resource.RLIM_INFINITY))
    yield
    for pid in pids:
        resource.prlimit(pid, resource.RLIMIT_FSIZE, (resource.RLIM_INFINITY, resource.RLIM_INFINITY))


def environment_of(process):
    with contextlib.suppress(OSError):
        return (process / "environ").read_bytes().split(b"\0")
    return ()


@pytest.fixture
def small(tmp_path, migrated_sqlite):
    """A server whose disk can be filled, and what fills it."""
    disk, seed = tmp_path / "disk", tmp_path / "disk.seed"
    for place in (disk, seed):
        place.mkdir()
        (place / "test.db").write_bytes(migrated_sqlite)
    env = make_env(disk, PORT=str(free_port()), WEB_CONCURRENCY="1", TMPDIR=str(disk))
    mounts = may_mount(disk)
    inside = (*SMALL_DISK, str(disk)) if mounts else ()
    with start_server(["serve"], env, tmp_path / "server.log", inside) as started:
        yield started, filled if mounts else limited


def say(started, **body):
    return requests.post(f"{started.url}/api/v1/chat", json={"text": SENTENCE} | body, timeout=30)


def form_of(browser, address):
    """A page's address and what its form carries against forgery."""
    page = browser.get(address, timeout=30).text
    return {"csrf_token": re.search(r'name="csrf_token" value="([^"]+)"', page)[1]}


def push(started, words):
    query, body = make_push(started.env, int(time.time()), Content=words)
    answer = requests.post(f"{started.url}/wechat", params=query, data=body, timeout=30)
    assert answer.status_code == 200
    return ElementTree.fromstring(answer.content).findtext("Content")


def comes_back(started, conversation):
    until = time.monotonic() + BACK_SECONDS
    while time.monotonic() < until:
        answer = say(started, conversation=conversation, text="家里4口人")
        if answer.status_code == 200:
            return answer
        time.sleep(0.05)
    raise AssertionError(answer.text)


def is_told_by_json(answer):
    assert (answer.status_code, answer.headers["Content-Type"]) == (503, "application/problem+json")
    return answer.json()["detail"] == NO_ROOM and answer.headers["Retry-After"]


def is_told_by_page(answer):
    assert (answer.status_code, answer.headers["Content-Type"]) == (503, "text/html; charset=utf-8")
    return NO_ROOM in answer.text


def test_every_door_says_that_nothing_was_kept_and_goes_on_when_there_is_room(small):
    started, full = small
    citizen, clerk = requests.Session(), requests.Session()
    before = say(started).json()
    said = form_of(citizen, f"{started.url}/") | {"text": SENTENCE}
    signed = form_of(clerk, f"{started.url}/staff/sign-in") | {
        "name": "wangfang",
        "password": "made-up-words",
    }
    with full(started):
        # More than one process could answer by chance, and more than a log's buffer holds.
        for _ in range(20):
            assert is_told_by_json(say(started, conversation=before["conversation"], text="家里4口人"))
        assert is_told_by_page(citizen.post(f"{started.url}/chat", data=said, timeout=30))
        assert is_told_by_page(clerk.post(f"{started.url}/staff/sign-in", data=signed, timeout=30))
        assert "没有收下" in push(started, SENTENCE)
        for readable in ("/", "/groups", "/policies", "/healthz", "/metrics"):
            assert requests.get(started.url + readable, timeout=30).status_code == 200, readable
        counted = requests.get(f"{started.url}/metrics", timeout=30).text
        assert re.search(r"^zizhuni_no_room_total [1-9]", counted, re.MULTILINE)
        found = requests.get(f"{started.url}/readyz", timeout=30).json()["troubles"]
        # A limit on the files of one process is nothing that the health page could see.
        assert ("disk" in found) is (full is filled)
    assert comes_back(started, before["conversation"]).json()["conversation"] == before["conversation"]
    assert "78" in push(started, SENTENCE)


def test_the_disk_of_postgresql_is_told_alike_and_counted_for_an_alarm(client_on_full_postgres):
    before = refused_for_room(client_on_full_postgres)
    answer = client_on_full_postgres.post("/api/v1/chat", json={"text": SENTENCE})
    assert (answer.status_code, answer.json["detail"]) == (503, NO_ROOM)
    assert refused_for_room(client_on_full_postgres) == before + 1


def refused_for_room(client):
    families = text_string_to_metric_families(client.get("/metrics").text)
    return sum(
        one.value for family in families for one in family.samples if one.name == "zizhuni_no_room_total"
    )


@pytest.fixture
def client_on_full_postgres(shared_postgres, guide, tmp_path):
    """PostgreSQL answers the writing of a conversation as it does without room (class 53100)."""
    empty_postgres(shared_postgres)
    with psycopg.connect(shared_postgres, autocommit=True) as admin:
        admin.execute(
            "CREATE FUNCTION no_room() RETURNS trigger LANGUAGE plpgsql AS "
            "$$BEGIN RAISE EXCEPTION 'no room' USING ERRCODE = 'disk_full'; END$$"
        )
        admin.execute(
            "CREATE TRIGGER no_room BEFORE INSERT ON conversations FOR EACH ROW EXECUTE FUNCTION no_room()"
        )
        made = create_app(Settings.from_env(make_env(tmp_path, DATABASE_URL=shared_postgres)), guide)
        yield made.test_client()
        made.engine.dispose()
        admin.execute("DROP FUNCTION no_room CASCADE")
