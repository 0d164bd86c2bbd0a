"""Processes are killed while citizens press: nothing acknowledged is lost, nothing is done twice."""

import contextlib
import os
import re
import time
from concurrent.futures import ThreadPoolExecutor
from dataclasses import dataclass

import pytest
import requests
from flask import session as cookie
from flask_wtf.csrf import generate_csrf
from sqlalchemy import select

from tests.builders import make_env, make_id_number
from tests.conftest import free_port, fresh_postgres, start_server
from tests.webapp.applications.conftest import Desk
from tests.webapp.wechat.test_hostile import killing
from webapp import clock
from webapp.app import create_app
from webapp.applications import steps
from webapp.db import make_sessions
from webapp.migrating import migrate
from webapp.models import Application, OutboxRow, RequestSubject
from webapp.settings import Settings

COUNT = int(os.environ.get("ZIZHUNI_CRASHES", "60"))
HANDS, PATIENCE_SECONDS, KILL_EVERY = 8, 60, 0.8
# On a busy machine a request takes longer than a process lives: killed before any answer, nobody gets one.
ANSWERS_A_KILL = HANDS


class Answers:
    """How many answers came; whether enough came since the last kill for the next one."""

    def __init__(self):
        self.came = self.at_kill = 0

    def may_kill(self):
        if self.came - self.at_kill < ANSWERS_A_KILL:
            return False
        self.at_kill = self.came
        return True


@pytest.fixture
def mortal(tmp_path):
    """A server on PostgreSQL, with two worker processes that a test may kill."""
    with contextlib.ExitStack() as stack:
        env = make_env(tmp_path, PORT=str(free_port()), DATABASE_URL=stack.enter_context(fresh_postgres()))
        migrate(Settings.from_env(env), env)
        yield stack.enter_context(start_server(["serve"], env, tmp_path / "server.log"))


@dataclass
class Citizen:
    """Somebody with a finished draft, who presses until an answer comes."""

    url: str
    conversation: str
    cookie: str
    token: str
    answers: Answers

    def submit(self):
        """The number that the page shows after pressing twice; the second press is another tab."""
        own = requests.Session()
        own.cookies.set("zizhuni", self.cookie, domain="127.0.0.1", path="/")
        numbers = []
        for _ in range(2):
            self.send(own, "POST", "/apply/check", data={"csrf_token": self.token})
            page = self.send(own, "GET", "/apply/done").text
            numbers.append(re.search(r'class="number">([^<]+)<', page).group(1).replace(" ", ""))
        return own, numbers

    def withdraw(self, own):
        """Take everything back, with one key for both presses. True when the page says so."""
        page = self.send(own, "GET", "/status/withdraw").text
        wanted = {"request": re.findall(r'name="request" value="(\d+)"', page)}
        wanted["press"] = re.search(r'name="press" value="([^"]+)"', page).group(1)
        for _ in range(2):
            self.send(own, "POST", "/status/withdraw", data=wanted | {"csrf_token": self.token})
        return "撤回了" in self.send(own, "GET", "/status/shown").text

    def send(self, own, method, path, **about):
        """Again and again while the process that should answer is gone."""
        until = time.monotonic() + PATIENCE_SECONDS
        while time.monotonic() < until:
            with contextlib.suppress(requests.RequestException):
                answer = own.request(method, self.url + path, timeout=10, **about)
                if answer.status_code < 500:
                    self.answers.came += 1
                    return answer
        raise AssertionError(f"no answer to {path}")


def make_citizens(app, url):
    """Finished drafts, each of another household, each with the cookie of its own browser."""
    citizens, answers = [], Answers()
    with make_sessions(app.engine)() as session:
        desk = Desk(session, app.guide, app.index_hash, clock.now())
        for number in range(COUNT):
            conversation = f"{number:024}"
            draft = desk.fill_in(
                desk.open_draft(conversation), father=make_id_number(f"19{40 + number % 15}-03-05")
            )
            steps.applicant_of(draft).id_number = make_id_number("1960-01-01")
            session.commit()
            with app.test_request_context():
                cookie["conversation"] = conversation
                token = generate_csrf()
                signed = app.session_interface.get_signing_serializer(app).dumps(dict(cookie))
            citizens.append(Citizen(url, conversation, signed, token, answers))
    return citizens, answers


def press_everything(citizen):
    own, numbers = citizen.submit()
    return citizen.conversation, numbers, citizen.withdraw(own)


def test_killed_workers_lose_no_acknowledged_application_and_no_step(mortal, guide):
    app = create_app(mortal.settings, guide)
    citizens, answers = make_citizens(app, mortal.url)
    with killing(mortal, KILL_EVERY, answers.may_kill) as killed, ThreadPoolExecutor(HANDS) as pool:
        done = list(pool.map(press_everything, citizens))
    print(f"{COUNT} households, {len(killed)} processes killed, {answers.came} answers")
    assert len(killed) >= 2
    with make_sessions(app.engine)() as session:
        filed = {one.conversation_id: one for one in session.scalars(select(Application))}
        causes = session.scalars(select(OutboxRow.cause)).all()
        subjects = session.scalars(select(RequestSubject)).all()
        assert len(filed) == COUNT
        for conversation, numbers, withdrawn in done:
            assert set(numbers) == {filed[conversation].number} and withdrawn
            for request in filed[conversation].requests:
                states = [(one.from_state, one.to_state) for one in request.events]
                assert states == [("draft", "submitted"), ("submitted", "withdrawn")]
                assert (request.state, request.version) == ("withdrawn", 2)
            assert f"application:{filed[conversation].number}:submitted:sms" in causes
        requests_ = [request.id for one in filed.values() for request in one.requests]
        assert len({one.number for one in filed.values()}) == COUNT
        assert len(causes) == len(set(causes)) == COUNT + len(requests_)
        assert not any(one.is_open for one in subjects)
    app.engine.dispose()
