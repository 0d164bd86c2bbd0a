"""Health page, metrics and doctor tell the same of the service, and it is true."""

import socketserver
import threading
from datetime import timedelta
from http.server import BaseHTTPRequestHandler

import pytest

from tests.webapp.test_jobs import queue
from webapp import clock, jobs
from webapp.gateways.probing import probe
from webapp.models import Category, OutboxState, Role, StaffAccount, Ticket, TicketState
from webapp.operations import standing

MINUTE = timedelta(minutes=1)


class Ailing(BaseHTTPRequestHandler):
    """Answers everything with its own fault, or not found below /good."""

    def do_GET(self):
        self.send_response(404 if self.path.startswith("/good") else 503)
        self.end_headers()

    def log_message(self, *_args):
        pass


@pytest.fixture
def ailing():
    with socketserver.ThreadingTCPServer(("127.0.0.1", 0), Ailing) as server:
        thread = threading.Thread(target=server.serve_forever, kwargs={"poll_interval": 0.02})
        thread.start()
        yield f"http://127.0.0.1:{server.server_address[1]}"
        server.shutdown()
        thread.join()


def test_a_gateway_is_up_when_it_answers_and_named_by_its_fault_when_not(ailing):
    found = probe({"sms": f"{ailing}/good", "wechat": f"{ailing}/bad", "identity": "http://127.0.0.1:9"})
    assert found == {"sms": None, "wechat": "status 503", "identity": "unreachable"}


def test_nobody_works_until_a_worker_was_seen_and_again_a_minute_after(stored):
    now = clock.now()
    assert not standing.find_standing(stored, now).worker_is_there
    jobs.watch(stored, {}, now)
    assert standing.find_standing(stored, now + 0.9 * MINUTE).worker_is_there
    late = standing.find_standing(stored, now + MINUTE)
    assert (late.worker_is_there, late.beat_seconds) == (False, 60)


def test_the_worker_knocks_once_a_minute_and_keeps_when_it_was_last_answered(stored, ailing):
    now, gateways = clock.now(), {"sms": f"{ailing}/good", "wechat": ailing}
    assert [jobs.watch(stored, gateways, now + place * MINUTE / 2) for place in range(4)] == [2, 0, 2, 0]
    found = standing.find_standing(stored, now + MINUTE).gateways
    assert (found["sms"].is_up, found["wechat"].is_up) == (True, False)
    unseen = standing.find_standing(stored, now + 10 * MINUTE).gateways["sms"]
    assert not unseen.is_up, "nobody has looked for long, so that nobody knows"


def test_the_outbox_stands_still_when_a_due_message_waits_five_minutes(stored):
    now = clock.now()
    queue(stored, due_at=now)
    queue(stored, "later", due_at=now + timedelta(hours=9))
    queue(stored, "gone", due_at=now - timedelta(hours=9), state=OutboxState.SENT)
    assert standing.find_standing(stored, now + 4 * MINUTE).outbox_moves
    late = standing.find_standing(stored, now + 5 * MINUTE)
    assert (late.outbox_moves, late.waiting_seconds) == (False, {"sms": 300})


def test_deadlines_are_counted_by_when_they_are(stored):
    now = clock.now().replace(hour=12)
    stored.add(make_agent(now))
    stored.flush()
    for number, (hours, state) in enumerate(
        [(-1, TicketState.OPEN), (1, TicketState.OPEN), (48, TicketState.OPEN), (-1, TicketState.CLOSED)]
    ):
        stored.add(make_ticket(number, now, now + timedelta(hours=hours), state))
    stored.commit()
    found = standing.find_deadlines(stored, now)
    tickets = {when: count for (kind, when), count in found.items() if kind == "ticket"}
    assert tickets == {"overdue": 1, "today": 1, "later": 1}


def make_ticket(number, now, due_at, state):
    return Ticket(
        number=f"T{number}", category=Category.INQUIRY, state=state, said="", situation=[], due_at=due_at,
        department="civil-affairs", opened_at=now, opened_by=1,
    )  # fmt: skip


def make_agent(now):
    return StaffAccount(
        id=1, name_key="k", sign_in_name="agent", display_name="", password="", role=Role.AGENT,
        password_changed_at=now, created_at=now,
    )  # fmt: skip
