"""A stand-in for the platform that verifies a household's circumstances. It is a sandbox and says so:
`X-Sandbox: verification` on every answer, `GET /verification/` in words.

The format, which is this project's own until a real platform's is known. All bodies are JSON; `order` is a
random name of 32 hexadecimal digits that the asker makes, and the only thing that stands in an address.

`POST /orders` places an order about one person. The same order again is the same order; the same name for
another one is refused (409 `order-conflict`).

    {"order": "…", "purpose": "social-assistance",
     "person": {"name": "…", "id_number": "…"},
     "authorisation": {"receipt": "…", "text_hash": 64 hex digits, "signed_at": moment with its zone},
     "sources": [{"source": "human-resources",
                  "declared": {"income_yuan_per_month": {"value": 0, "unit": "元/月"}}}]}
    → 202 {"order": "…", "state": "taken"}

`declared` is what was said of the person and the source can confirm. A value is as in a situation: exact, a
range `{"min", "max"}`, a list (a complete set) or `{"value": true|false}` (a set known in part); `unit`
stands where the fact has one.

`GET /orders/{order}` tells what has come so far, every source that was asked once:

    {"order": "…", "results": [
      {"source": "civil-affairs", "state": "pending"},
      {"source": "human-resources", "state": "answered", "as_of": "2026-11-20", "facts": {…}},
      {"source": "bank-icbc", "state": "failed", "error": "source-timeout"}]}

| state | means | has |
| --- | --- | --- |
| pending | no word yet | |
| partly | some of it, more will come | as_of, facts |
| answered | all of it | as_of, facts |
| not-found | nobody of this number there | as_of |
| deceased | died, by the record | as_of |
| moved-out | no longer registered here | as_of, facts |
| failed | no answer from there; ask anew with another order | error |

`POST /orders/{order}/cancel {"order"}` ends it: nobody is asked any more, nothing more is told.
→ {"order", "state": "cancelled"}

A platform may tell the asker that there is something to fetch, `POST …/verification/news {"order"}`, with
nothing else in it: what has come is told to who asks for it. The sandbox leaves the asker to come by itself.

Refusals are `{"error": "bad-order" | "unknown-source" | "order-conflict" | "unknown-order"}` with a 4xx.

`POST /verification/sandbox` sets what a test needs, all keys optional: `hours` moves its clock on; `people`
`{ID number: {"plain", "contradicted", "fate": "deceased"|"moved-out", "sources": {source: "prompt"|"slow"|
"silent"|"in-parts"|"not-found"|"failed"}}}` (`"*"` is everybody else); `faults` `{"submit"|"fetch"|"cancel":
[status, or seconds to hang with a point]}`, one a call; `lies` a list of `LIES`, one a fetch; `forget` loses
all orders. It answers with what it has seen: `{"calls", "orders", "cancelled"}`.
"""

import json
import re
import threading
from collections.abc import Callable
from dataclasses import dataclass, field
from datetime import datetime, timedelta

from flask import Blueprint, Response, request

from webapp import clock
from webapp.gateways.sandbox.records import DIFFERS, SOURCES, Citizen, Manner, facts_of

ORDER, ID_NUMBER = re.compile(r"[0-9a-f]{32}"), re.compile(r"\d{17}[\dX]")
HEX = re.compile(r"[0-9a-f]{64}")
OVERSIZE = 2 * 1024 * 1024
INCOME = "income_yuan_per_month"
PLACE = "/verification"
Show = Callable[[str, str, str], None]


class Refused(Exception):
    def __init__(self, status: int, error: str) -> None:
        self.status, self.error = status, error


@dataclass
class Taken:
    """An order as it was placed. `differs`: the fact in which the records contradict what was declared."""

    body: dict
    at: datetime
    again: frozenset[str]
    differs: str | None
    cancelled: bool = False


@dataclass
class Platform:
    """Everything that the platform remembers."""

    show: Show
    orders: dict[str, Taken] = field(default_factory=dict)
    failed: set[tuple[str, str]] = field(default_factory=set)
    differing: dict[str, str] = field(default_factory=dict)
    people: dict[str, dict] = field(default_factory=dict)
    faults: dict[str, list] = field(default_factory=dict)
    lies: list[str] = field(default_factory=list)
    calls: dict[str, int] = field(default_factory=dict)
    shift: timedelta = timedelta()
    lock: threading.RLock = field(default_factory=threading.RLock)
    woken: threading.Event = field(default_factory=threading.Event)

    def now(self) -> datetime:
        return clock.now() + self.shift

    def submit(self, body: dict) -> tuple[dict, int]:
        _check(body)
        key, known = body["order"], self.orders.get(body["order"])
        if known is not None and known.body != body:
            raise Refused(409, "order-conflict")
        if known is None:
            who = body["person"]["id_number"]
            asked = {one["source"] for one in body["sources"]}
            again = frozenset(source for source in asked if (who, source) in self.failed)
            self.orders[key] = Taken(body, self.now(), again, self._differs(who, body))
            self.show("verification", f"{key[:8]}…", f"核对单，问 {len(asked)} 家")
        return {"order": key, "state": "taken"}, 202

    def _differs(self, who: str, body: dict) -> str | None:
        """The same person is contradicted in the same fact, whatever is asked later."""
        said = {fact for one in body["sources"] for fact in one["declared"]}
        chosen = next((one for one in DIFFERS if one in said), None)
        if chosen is None or not self._citizen(who).is_contradicted:
            return None
        return self.differing.setdefault(who, chosen)

    def _citizen(self, id_number: str) -> Citizen:
        return Citizen(id_number, self.people.get(id_number) or self.people.get("*") or {})

    def fetch(self, key: str) -> tuple[dict, int]:
        taken = self._known(key)
        results = [] if taken.cancelled else [self._result(taken, one) for one in taken.body["sources"]]
        return {"order": key, "results": results}, 200

    def _known(self, key: str) -> Taken:
        if key not in self.orders:
            raise Refused(404, "unknown-order")
        return self.orders[key]

    def _result(self, taken: Taken, asked: dict) -> dict:
        source, who, today = asked["source"], taken.body["person"]["id_number"], clock.today()
        citizen = self._citizen(who)
        manner = citizen.manner(source, again=source in taken.again, today=today)
        waited = (self.now() - taken.at).total_seconds()
        if waited < manner.seconds and not (manner.in_parts and waited >= manner.seconds / 100):
            return {"source": source, "state": "pending"}
        as_of = (today - timedelta(days=citizen.number(f"day|{source}", 3))).isoformat()
        if manner.ends in ("not-found", "deceased"):
            return {"source": source, "state": manner.ends, "as_of": as_of}
        if manner.ends == "failed":
            self.failed.add((who, source))
            return {"source": source, "state": "failed", "error": manner.error}
        declared = {one["source"]: one["declared"] for one in taken.body["sources"]}
        facts = facts_of(citizen, source, declared, differs=taken.differs, today=today)
        return {"source": source, "as_of": as_of} | _in_time(manner, waited, facts)

    def cancel(self, key: str) -> tuple[dict, int]:
        self._known(key).cancelled = True
        return {"order": key, "state": "cancelled"}, 200

    def switch(self) -> dict:
        asked = request.get_json()
        with self.lock:
            self.shift += timedelta(hours=asked.get("hours", 0))
            self.people |= asked.get("people", {})
            self.lies += asked.get("lies", [])
            for call, faults in asked.get("faults", {}).items():
                self.faults[call] = list(faults)
            if asked.get("forget"):
                self.orders.clear()
            cancelled = [key for key, one in self.orders.items() if one.cancelled]
            seen = {
                key: [one["source"] for one in taken.body["sources"]] for key, taken in self.orders.items()
            }
            return {"calls": dict(self.calls), "orders": seen, "cancelled": cancelled}

    def take_fault(self, call: str) -> int | float | None:
        with self.lock:
            self.calls[call] = self.calls.get(call, 0) + 1
            return self.faults[call].pop(0) if self.faults.get(call) else None

    def take_lie(self, call: str) -> str | None:
        with self.lock:
            return self.lies.pop(0) if call == "fetch" and self.lies else None


def _in_time(manner: Manner, waited: float, facts: dict) -> dict:
    """All of it, or the first half while more is to come."""
    if manner.in_parts and waited < manner.seconds:
        return {"state": "partly", "facts": dict(list(facts.items())[: (len(facts) + 1) // 2])}
    if manner.ends == "moved-out":
        return {"state": "moved-out", "facts": {"hukou": {"value": "elsewhere"}}}
    return {"state": "answered", "facts": facts}


def _check(body: object) -> None:
    """Refuses what is not an order: above all one without a person's authorisation."""
    try:
        person, signed, sources = body["person"], body["authorisation"], body["sources"]
        fits = (
            set(body) == {"order", "purpose", "person", "authorisation", "sources"}
            and ORDER.fullmatch(body["order"])
            and body["purpose"] == "social-assistance"
            and isinstance(person["name"], str)
            and ID_NUMBER.fullmatch(person["id_number"])
            and isinstance(signed["receipt"], str)
            and len(signed["receipt"]) >= 8
            and HEX.fullmatch(signed["text_hash"])
            and datetime.fromisoformat(signed["signed_at"]).tzinfo is not None
            and all(set(one) == {"source", "declared"} and _is_stated(one["declared"]) for one in sources)
        )
        named = [one["source"] for one in sources]
    except (KeyError, TypeError, ValueError):
        raise Refused(400, "bad-order") from None
    if not fits or not named or len(named) != len(set(named)):
        raise Refused(400, "bad-order")
    if not set(named) <= set(SOURCES):
        raise Refused(422, "unknown-source")


def _is_stated(declared: dict) -> bool:
    return all("value" in one and set(one) <= {"value", "unit"} for one in declared.values())


# What a platform might answer that must not be believed. Each takes the true answer and spoils it.
LIES: dict[str, Callable[[dict], dict | str | bytes]] = {
    "html": lambda answer: "<html>系统维护中</html>",
    "cut-off": lambda answer: json.dumps(answer)[:-7],
    "not-utf-8": lambda answer: '{"order": "淄博"}'.encode("gbk"),
    "list": lambda answer: json.dumps([answer]),
    "deep": lambda answer: "[" * 100_000,
    "oversize": lambda answer: json.dumps(answer | {"filler": "银" * OVERSIZE}),
    "other-order": lambda answer: answer | {"order": "0" * 32},
    "unasked": lambda answer: _with_first(answer, source="bank-of-nowhere"),
    "twice": lambda answer: answer | {"results": answer["results"][:1] * 2},
    "future": lambda answer: _with_first(answer, as_of="2199-01-01"),
    "no-day": lambda answer: _with_first(answer, as_of=None),
    "no-date": lambda answer: _with_first(answer, as_of="2026-02-31"),
    "strange-state": lambda answer: _with_first(answer, state="maybe"),
    "more-keys": lambda answer: _with_first(answer, name="王秀兰"),
    "text-for-facts": lambda answer: _with_first(answer, facts="没有"),
    "unknown-fact": lambda answer: _with_fact(answer, {"shoe_size": {"value": 42}}),
    "derived-wrongly": lambda answer: _with_fact(answer, {"is_minor": {"value": True}}),
    "others-fact": lambda answer: _with_fact(answer, {"wants_care_service": {"value": True}}),
    "wrong-unit": lambda answer: _with_fact(answer, {INCOME: {"value": 2, "unit": "万元/月"}}),
    "no-unit": lambda answer: _with_fact(answer, {INCOME: {"value": 2000}}),
    "wrong-value": lambda answer: _with_fact(answer, {INCOME: {"value": "很多", "unit": "元/月"}}),
    "negative": lambda answer: _with_fact(answer, {INCOME: {"value": -5, "unit": "元/月"}}),
}


def _with_first(answer: dict, **changes: object) -> dict:
    """The first source that has answered, changed."""
    results = sorted(answer["results"], key=lambda one: one["state"] != "answered")
    changed = {name: value for name, value in (results[0] | changes).items() if value is not None}
    return answer | {"results": [changed, *results[1:]]}


def _with_fact(answer: dict, facts: dict) -> dict:
    """The same beside true facts of the department of civil affairs."""
    results = [
        one | {"facts": one.get("facts", {}) | facts} if one["source"] == "civil-affairs" else one
        for one in answer["results"]
    ]
    return answer | {"results": results}


def make_verification(show: Show) -> Blueprint:
    """The platform under one address. `show` puts on the sandbox's page what came, not who it is about."""
    platform, bp = Platform(show), Blueprint("verification", __name__, url_prefix=PLACE)
    bp.after_request(_say_sandbox)
    bp.add_url_rule("/sandbox", "switch", platform.switch, methods=["POST"])
    bp.add_url_rule(
        "/", "about", lambda: {"sandbox": "这是沙盒：部门和银行的答复都是编的", "sources": SOURCES}
    )
    bp.add_url_rule("/orders", "submit", lambda: _answer(platform, "submit", None), methods=["POST"])
    bp.add_url_rule("/orders/<key>", "fetch", lambda key: _answer(platform, "fetch", key))
    bp.add_url_rule(
        "/orders/<key>/cancel", "cancel", lambda key: _answer(platform, "cancel", key), methods=["POST"]
    )
    return bp


def _say_sandbox(response: Response) -> Response:
    response.headers["X-Sandbox"] = "verification"
    return response


def _answer(platform: Platform, call: str, key: str | None) -> Response | tuple[dict, int]:
    fault, lie = platform.take_fault(call), platform.take_lie(call)
    if isinstance(fault, float):
        platform.woken.wait(fault)  # hangs, and then answers somebody who may have gone
    elif fault is not None:
        return {"error": "fault"}, fault
    try:
        with platform.lock:
            argument = key if key is not None else request.get_json(silent=True)
            answer, status = getattr(platform, call)(argument)
    except Refused as refused:
        return {"error": refused.error}, refused.status
    spoilt = LIES[lie](answer) if lie else answer
    body = spoilt if isinstance(spoilt, str | bytes) else json.dumps(spoilt, ensure_ascii=False)
    return Response(body, status, content_type="application/json; charset=utf-8")
