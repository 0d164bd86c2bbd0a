"""A stand-in for the province's platform. It is a sandbox and says so: `X-Sandbox: province`.

The format, which is this project's own until the real platform's is known. All bodies are JSON; a number is
8 to 32 capital letters and digits, made by the side that sends, and the only thing of a transfer that stands
in an address.

`POST /transfers` hands a request over to another city of the province:

    {"number", "policy": its name, "origin": {"city", "place", "town"?}, "to": {"city", "place", "town"?},
     "applicant": {"name", "id_number", "phone", "address"}, "says": why, "filed_on": day}
    → 202 {"number", "state": "taken"}

A city is its code of four digits (3707). The same letter again is the same transfer; another one under its
number is refused (409 `number-conflict`).

`GET /transfers/{number}` → `{"number", "state": "taken"|"accepted"|"decided"|"returned", "outcome":
"approved"|"refused"|null, "says", "place"}`: how it stands there.

`GET /inbox/{city}` → `{"transfers": [letters]}`: what has come for a city and was not taken yet.
`POST /inbox/{number}/taken {"number", "place"}` → `{"number", "state": "taken"}`: a town has it now.
`POST /inbox/{number}/answer {"number", "outcome": "approved"|"refused"|"returned", "says"}` →
`{"number", "state": "answered"}`; another answer than the one before is refused (409).

Refusals are `{"error": "bad-letter" | "unknown-city" | "number-conflict" | "not-for-us" | "unknown-number"}`
with a 4xx. `not-for-us`: that town says that the request is not for it.

`POST /province/sandbox` sets what a test needs, all keys optional: `faults` `{"send"|"find"|"inbox"|"take"|
"answer": [status, or seconds to hang with a point, or "after" to do it and break the connection off]}`, one a
call; `standing` `{number: {"state", "outcome", "says", "place"}}`; `letters`: a list put into the inbox;
`refuse`: a list of cities that take nothing. It answers with what it has seen: `{"calls", "transfers":
[numbers], "taken": {number: place}, "answers": {number: {…}}}`.
"""

import json
import re
import threading
from collections.abc import Callable
from dataclasses import dataclass, field

from flask import Blueprint, Response, request

PLACE = "/province"
NUMBER, DAY = re.compile(r"[A-Z0-9]{8,32}"), re.compile(r"\d{4}-\d\d-\d\d")
ID_NUMBER, TOWN = re.compile(r"\d{17}[\dX]"), re.compile(r"\d{9}")
# The prefecture-level cities of Shandong, by the first four digits of GB/T 2260.
CITIES = frozenset(f"37{number:02}" for number in (*range(1, 12), *range(13, 18)))
AFTER = "after"
Show = Callable[[str, str, str], None]
Answer = tuple[dict, int]


class Refused(Exception):
    def __init__(self, status: int, error: str) -> None:
        self.status, self.error = status, error


@dataclass
class Platform:
    """Everything that the platform remembers."""

    show: Show
    transfers: dict[str, dict] = field(default_factory=dict)
    standing: dict[str, dict] = field(default_factory=dict)
    letters: dict[str, dict] = field(default_factory=dict)
    taken: dict[str, str] = field(default_factory=dict)
    answers: dict[str, dict] = field(default_factory=dict)
    refuse: set[str] = field(default_factory=set)
    faults: dict[str, list] = field(default_factory=dict)
    calls: dict[str, int] = field(default_factory=dict)
    lock: threading.RLock = field(default_factory=threading.RLock)
    woken: threading.Event = field(default_factory=threading.Event)

    def send(self, _number: None, body: object) -> Answer:
        _check(body)
        number, known = body["number"], self.transfers.get(body["number"])
        if known is not None and known != body:
            raise Refused(409, "number-conflict")
        if body["to"]["city"] in self.refuse:
            raise Refused(422, "not-for-us")
        if known is None:
            self.transfers[number] = body
            self.show("province", body["to"]["place"], f"转来一件 {body['policy']}")
        return {"number": number, "state": "taken"}, 202

    def find(self, number: str, _body: None) -> Answer:
        if number not in self.transfers:
            raise Refused(404, "unknown-number")
        return {"number": number, "state": "taken"} | self.standing.get(number, {}), 200

    def inbox(self, city: str, _body: None) -> Answer:
        if city not in CITIES:
            raise Refused(422, "unknown-city")
        waiting = [one for one in self.letters.values() if one["to"]["city"] == city]
        return {"transfers": [one for one in waiting if one["number"] not in self.taken]}, 200

    def take(self, number: str, body: object) -> Answer:
        self._known(number, body, {"number", "place"})
        self.taken[number] = body["place"]
        return {"number": number, "state": "taken"}, 200

    def answer(self, number: str, body: object) -> Answer:
        self._known(number, body, {"number", "outcome", "says"})
        if body["outcome"] not in ("approved", "refused", "returned"):
            raise Refused(400, "bad-letter")
        if self.answers.setdefault(number, body) != body:
            raise Refused(409, "number-conflict")
        return {"number": number, "state": "answered"}, 200

    def _known(self, number: str, body: object, keys: set[str]) -> None:
        if not isinstance(body, dict) or set(body) != keys or body["number"] != number:
            raise Refused(400, "bad-letter")
        if number not in self.letters:
            raise Refused(404, "unknown-number")

    def switch(self) -> dict:
        asked = request.get_json()
        with self.lock:
            for call, faults in asked.get("faults", {}).items():
                self.faults[call] = list(faults)
            self.standing |= asked.get("standing", {})
            self.refuse |= set(asked.get("refuse", ()))
            for letter in asked.get("letters", ()):
                self.letters[letter["number"]] = letter
            return {
                "calls": dict(self.calls),
                "transfers": list(self.transfers),
                "taken": self.taken,
                "answers": self.answers,
            }

    def take_fault(self, call: str) -> int | float | str | None:
        with self.lock:
            self.calls[call] = self.calls.get(call, 0) + 1
            return self.faults[call].pop(0) if self.faults.get(call) else None


def _check(body: object) -> None:
    try:
        applicant, places = body["applicant"], (body["origin"], body["to"])
        fits = (
            set(body) == {"number", "policy", "origin", "to", "applicant", "says", "filed_on"}
            and NUMBER.fullmatch(body["number"])
            and DAY.fullmatch(body["filed_on"])
            and _is_text(body["policy"], 64)
            and _is_text(body["says"], 500)
            and set(applicant) == {"name", "id_number", "phone", "address"}
            and _is_text(applicant["name"], 64)
            and ID_NUMBER.fullmatch(applicant["id_number"])
            and all(set(one) == {"city", "place", "town"} and _is_text(one["place"], 64) for one in places)
            and all(one["town"] is None or TOWN.fullmatch(one["town"]) for one in places)
        )
    except (KeyError, TypeError):
        raise Refused(400, "bad-letter") from None
    if not fits:
        raise Refused(400, "bad-letter")
    if {one["city"] for one in places} - CITIES or places[0]["city"] == places[1]["city"]:
        raise Refused(422, "unknown-city")


def _is_text(value: object, most: int) -> bool:
    return isinstance(value, str) and 0 < len(value) <= most


def make_province(show: Show) -> Blueprint:
    """The platform under one address. `show` puts on the sandbox's page what came, not who it is about."""
    platform, bp = Platform(show), Blueprint("province", __name__, url_prefix=PLACE)
    bp.after_request(_say_sandbox)
    bp.add_url_rule("/sandbox", "switch", platform.switch, methods=["POST"])
    routes = (
        ("POST", "/transfers", "send"), ("GET", "/transfers/<key>", "find"), ("GET", "/inbox/<key>", "inbox"),
        ("POST", "/inbox/<key>/taken", "take"), ("POST", "/inbox/<key>/answer", "answer"),
    )  # fmt: skip
    for method, path, call in routes:
        view = lambda key=None, call=call: _answer(platform, call, key)  # noqa: E731
        bp.add_url_rule(path, call, view, methods=[method])
    return bp


def _say_sandbox(response: Response) -> Response:
    response.headers["X-Sandbox"] = "province"
    return response


def _answer(platform: Platform, call: str, key: str | None) -> Response | tuple[dict, int]:
    fault = platform.take_fault(call)
    if isinstance(fault, float):
        platform.woken.wait(fault)  # hangs, and then answers somebody who may have gone
    elif isinstance(fault, int):
        return {"error": "fault"}, fault
    try:
        with platform.lock:
            answer, status = getattr(platform, call)(key, request.get_json(silent=True))
    except Refused as refused:
        return {"error": refused.error}, refused.status
    if fault == AFTER:  # it was done, and the answer is cut off
        return Response(json.dumps(answer)[:-5], status, content_type="application/json; charset=utf-8")
    return Response(
        json.dumps(answer, ensure_ascii=False), status, content_type="application/json; charset=utf-8"
    )
