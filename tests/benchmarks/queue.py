"""How fast the caseworkers' queue turns its pages over 100,000 open requests, on SQLite and PostgreSQL.

And what the legal clock of a request costs, with three pauses in it.

python -m tests.benchmarks.queue
"""

from __future__ import annotations

import contextlib
import json
import statistics
import tempfile
import time
from dataclasses import replace
from datetime import timedelta
from itertools import cycle
from pathlib import Path

from sqlalchemy import insert, text

from knowledge import load_guide
from tests.builders import make_env
from tests.conftest import fresh_postgres
from webapp import clock
from webapp.app import create_app
from webapp.applications.deadlines import Course, Step, legal_clock
from webapp.applications.states import RequestState
from webapp.applications.winding import NO_DUE
from webapp.calendar import load_calendar
from webapp.casework.queue import finding
from webapp.casework.queue.finding import NOBODY, Wanted
from webapp.db import begin_write, make_sessions
from webapp.migrating import migrate
from webapp.models import Application, Request
from webapp.settings import Settings
from webapp.staff.regions import StaffRegion

COUNT, BATCH, ROUNDS, DEEP, CLOCKS = 100_000, 5000, 15, 50, 5000
STATES = ("submitted", "accepted", "verifying", "surveying", "reviewing", "publicised", "approved")
FINDINGS = {
    "conditions": [{"id": f"c{number}", "says": "人均月收入低于当地低保标准"} for number in range(12)]
}


def fill(session, guide, now):
    """Open requests over all towns and policies; one in 50 urgent, one in 5 late, one in 10 in hand."""
    towns = [(key, town.code) for key, one in guide.regions.districts.items() for town in one.towns]
    policies = list(guide.policies)
    begin_write(session)
    for start in range(0, COUNT, BATCH):
        numbers = range(start, min(start + BATCH, COUNT))
        session.execute(
            insert(Application), [_application(one, towns[one % len(towns)], now) for one in numbers]
        )
        rows = [
            _request(one, towns[one % len(towns)], policies[one % len(policies)], now=now) for one in numbers
        ]
        session.execute(insert(Request), rows)
    session.commit()
    begin_write(session)
    session.execute(text("ANALYZE"))
    session.commit()


def _application(number, place, now):
    about = {"conversation_id": f"c{number}", "household": "h1", "guide_version": "v", "origins": []}
    about |= {"situation": {"household": {}, "people": []}, "follow_ups": [], "answered": []}
    about |= {"created_at": now, "updated_at": now, "submitted_at": now}
    return about | {
        "id": f"{number:032}",
        "number": f"ZB{number:010}",
        "district": place[0],
        "town": place[1],
    }


def _request(number, place, policy, *, now):
    due = now + timedelta(hours=(number * 7919) % 2400 - 480) if number % 7 else None
    about = {
        "unit": "household",
        "person_label": "全家",
        "verdict": "met",
        "findings": FINDINGS,
        "version": 1,
    }
    about |= {"application_id": f"{number:032}", "policy": policy, "district": place[0], "town": place[1]}
    about |= {"state": STATES[number % 7], "state_since": now, "is_urgent": number % 50 == 0, "due_at": due}
    about |= {"queue_rank": int(number % 50 != 0), "queue_at": due or NO_DUE, "is_chosen": True}
    return about | {"clerk_id": number % 40 + 1 if number % 10 == 0 else None}


def cases(guide):
    town = next(one.towns[0].code for one in guide.regions.districts.values() if one.towns)
    group = next(iter(guide.groups))
    rare = frozenset(list(guide.policies)[:1])
    places = {"town": StaffRegion("zhangdian", town), "district": StaffRegion("linzi"), "city": StaffRegion()}
    narrow = {
        "all": Wanted(),
        "state": Wanted(state="reviewing"),
        "group": Wanted(group=group, policies=frozenset(
            id for id, one in guide.policies.items() if group in one.groups)),
        "one policy": Wanted(policies=rare),
        "mine": Wanted(holder="mine"),
        "nobody's": Wanted(holder=NOBODY),
        "late": Wanted(is_late=True),
    }  # fmt: skip
    return {
        f"{place}, {name}": (region, wanted)
        for place, region in places.items()
        for name, wanted in narrow.items()
    }


def measure(session, region, wanted, now):
    """Milliseconds of the first page, and of one so far behind as there are pages, up to DEEP."""
    first = [_timed(session, region, wanted, now)[0] for _ in range(ROUNDS)]
    page, turned = _timed(session, region, wanted, now)[1], 0
    while page.next is not None and turned < DEEP:
        wanted = replace(wanted, after=page.next)
        page, turned = _timed(session, region, wanted, now)[1], turned + 1
    deep = [_timed(session, region, wanted, now)[0] for _ in range(ROUNDS)]
    return {"first": _worst(first), "deep": _worst(deep), "pages": turned}


def _timed(session, region, wanted, now):
    session.rollback()
    started = time.perf_counter()
    page = finding.find_page(session, region, wanted, staff_id=1, now=now)
    return (time.perf_counter() - started) * 1000, page


def _count(session, region):
    session.rollback()
    started = time.perf_counter()
    finding.count_states(session, region)
    return (time.perf_counter() - started) * 1000


def _worst(times):
    return {"median": round(statistics.median(times), 1), "worst": round(max(times), 1)}


def clocks(guide, now):
    """Milliseconds of one legal clock, in the mean of 5,000 of each of two policies."""
    turns = cycle((RequestState.ACCEPTED, RequestState.SUPPLEMENT_REQUESTED))
    steps = tuple(
        Step(state, now + timedelta(days=2 * day)) for day, state in zip(range(7), turns, strict=False)
    )
    calendar, policies = load_calendar(), ("subsistence-allowance", "extreme-poverty-support")
    started = time.process_time()
    for policy in policies * CLOCKS:
        legal_clock(guide, calendar, Course(policy, "linzi", steps))
    return round((time.process_time() - started) * 1000 / (CLOCKS * len(policies)), 3)


def run(env):
    settings, now = Settings.from_env(env), clock.now()
    migrate(settings, env)
    app = create_app(settings)
    with make_sessions(app.engine)() as session:
        fill(session, app.guide, now)
        found = {name: measure(session, *case, now) for name, case in cases(app.guide).items()}
        for name, region in (("town", StaffRegion("linzi", "370305001")), ("district", StaffRegion("linzi")),
                             ("city", StaffRegion())):  # fmt: skip
            found[f"counts, {name}"] = _worst([_count(session, region) for _ in range(ROUNDS)])
    app.engine.dispose()
    return found


def main():
    found = {"one legal clock": clocks(load_guide(), clock.now())}
    with contextlib.ExitStack() as stack:
        place = Path(stack.enter_context(tempfile.TemporaryDirectory()))
        found["sqlite"] = run(make_env(place))
        found["postgresql"] = run(make_env(place, DATABASE_URL=stack.enter_context(fresh_postgres())))
    print(json.dumps(found, ensure_ascii=False, indent=1))


if __name__ == "__main__":
    main()
