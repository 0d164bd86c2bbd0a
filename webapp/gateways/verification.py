"""The verification platform: an order about one person under their authorisation, and what each source says.

The wire format stands in `sandbox/verification.py`. Every call may be made again: the platform knows an order
by its key and asks nobody twice. Who a person is goes out in a body and nowhere else: neither in an address
nor in a log or an error, and over TLS alone unless the platform is the sandbox on this machine.

An answer is taken as a whole or refused as a whole, by the name of what is wrong with it.
"""

import datetime
import json
from collections.abc import Collection, Mapping
from dataclasses import dataclass, field
from enum import StrEnum
from typing import Annotated, Literal

from pydantic import BaseModel, ConfigDict, Field, ValidationError

from webapp.gateways.http import (
    READ_SECONDS,
    Answer,
    GatewayError,
    NotDelivered,
    OutcomeUnknown,
    TimedOut,
    TooLarge,
    call,
    keeps_secrets,
)
from webapp.strictjson import parse_json

PURPOSE = "social-assistance"
OLDEST_RECORD = datetime.date(1949, 10, 1)


class Fault(StrEnum):
    """What went wrong, by name. None of them leaves anything half done."""

    UNREACHABLE = "unreachable"
    TIMEOUT = "timeout"
    LOST = "connection-lost"
    BUSY = "busy"
    SERVER = "server-error"
    REFUSED = "refused"
    UNKNOWN_ORDER = "unknown-order"
    CONFLICT = "order-conflict"
    OVERSIZE = "oversize"
    GARBLED = "garbled"
    MISMATCH = "mismatch"


# The same call cannot do better later.
FINAL = frozenset({Fault.REFUSED, Fault.CONFLICT})


class VerificationError(GatewayError):
    """A call to the platform failed, or its answer was refused. `retry`: the same call may work later."""

    def __init__(self, fault: Fault) -> None:
        super().__init__(fault.value)
        self.fault = fault
        self.retry = fault not in FINAL


class SourceState(StrEnum):
    """How it stands with one source, as the platform says it."""

    PENDING = "pending"
    PARTLY = "partly"
    ANSWERED = "answered"
    NOT_FOUND = "not-found"
    DECEASED = "deceased"
    MOVED_OUT = "moved-out"
    FAILED = "failed"


S = SourceState
WITH_FACTS = frozenset({S.PARTLY, S.ANSWERED, S.MOVED_OUT})
WITH_DAY = WITH_FACTS | {S.NOT_FOUND, S.DECEASED}


@dataclass(frozen=True)
class Stated:
    """A value as it travels: JSON, and the unit it is counted in."""

    value: object = field(repr=False)
    unit: str | None = None


@dataclass(frozen=True)
class Order:
    """What is asked about one person: of whom, under which authorisation, and beside which declared facts."""

    key: str
    name: str = field(repr=False)
    id_number: str = field(repr=False)
    receipt: str
    text_hash: str
    signed_at: datetime.datetime
    asked: Mapping[str, Mapping[str, Stated]] = field(repr=False)

    def to_json(self) -> dict:
        sources = [
            {"source": source, "declared": {fact: _stated_to_json(one) for fact, one in declared.items()}}
            for source, declared in self.asked.items()
        ]
        signed = {
            "receipt": self.receipt,
            "text_hash": self.text_hash,
            "signed_at": self.signed_at.isoformat(),
        }
        return {
            "order": self.key,
            "purpose": PURPOSE,
            "person": {"name": self.name, "id_number": self.id_number},
            "authorisation": signed,
            "sources": sources,
        }


def _stated_to_json(stated: Stated) -> dict:
    return {"value": stated.value} | ({"unit": stated.unit} if stated.unit else {})


@dataclass(frozen=True)
class SourceAnswer:
    """What one source says: the day its records stand at, and facts that are still to be understood."""

    source: str
    state: SourceState
    as_of: datetime.date | None = None
    facts: Mapping[str, Stated] = field(default_factory=dict, repr=False)
    error: str | None = None


@dataclass(frozen=True)
class VerificationGateway:
    """One platform. `seconds`: how long a call may take after it was connected."""

    url: str
    seconds: float = READ_SECONDS

    def __post_init__(self) -> None:
        if not keeps_secrets(self.url):
            raise ValueError("the address of the verification platform has to be https://")

    def submit(self, order: Order) -> None:
        """Hand over an order; the same one again is the same order to the platform."""
        answer = self._call("POST", "/orders", order.to_json())
        if answer.get("order") != order.key:
            raise VerificationError(Fault.MISMATCH)

    def fetch(self, key: str, asked: Collection[str], *, on: datetime.date) -> tuple[SourceAnswer, ...]:
        """What the sources that were asked have said by now; a source that is left out is still pending."""
        read = self._call("GET", f"/orders/{key}")
        try:
            report = _Report.model_validate(read)
        except ValidationError:
            raise VerificationError(Fault.GARBLED) from None
        answers = tuple(one.understood() for one in report.results)
        named = [one.source for one in answers]
        if report.order != key or not set(named) <= set(asked) or len(named) != len(set(named)):
            raise VerificationError(Fault.MISMATCH)
        if any(one.as_of and not OLDEST_RECORD <= one.as_of <= on for one in answers):
            raise VerificationError(Fault.GARBLED)
        return answers

    def cancel(self, key: str) -> None:
        """Have nobody asked any more. An order that the platform does not know needs no cancelling."""
        try:
            answer = self._call("POST", f"/orders/{key}/cancel", {"order": key})
        except VerificationError as error:
            if error.fault is Fault.UNKNOWN_ORDER:
                return
            raise
        if answer.get("order") != key:
            raise VerificationError(Fault.MISMATCH)

    def _call(self, method: str, path: str, body: Mapping[str, object] | None = None) -> dict:
        written = json.dumps(body, ensure_ascii=False).encode() if body is not None else None
        try:
            answer = call(method, self.url + path, written, seconds=self.seconds)
        except (NotDelivered, OutcomeUnknown) as error:
            raise VerificationError(_fault_of(error)) from None
        return _read(answer)


def _fault_of(error: GatewayError) -> Fault:
    match error:
        case NotDelivered():
            return Fault.UNREACHABLE
        case TimedOut():
            return Fault.TIMEOUT
        case TooLarge():
            return Fault.OVERSIZE
    return Fault.LOST


def _read(answer: Answer) -> dict:
    if answer.status == 429:
        raise VerificationError(Fault.BUSY)
    if answer.status >= 500:
        raise VerificationError(Fault.SERVER)
    if answer.status == 404:
        raise VerificationError(Fault.UNKNOWN_ORDER)
    if answer.status == 409:
        raise VerificationError(Fault.CONFLICT)
    if answer.status >= 300:
        raise VerificationError(Fault.REFUSED)
    try:
        read = parse_json(answer.content)
    except ValueError:
        raise VerificationError(Fault.GARBLED) from None
    if not isinstance(read, dict):
        raise VerificationError(Fault.GARBLED)
    return read


class _Strict(BaseModel):
    model_config = ConfigDict(extra="forbid", strict=True)


class _Fact(_Strict):
    value: object
    unit: Annotated[str, Field(max_length=16)] | None = None


class _Result(_Strict):
    source: Annotated[str, Field(pattern=r"^[a-z-]{1,32}$")]
    state: Literal["pending", "partly", "answered", "not-found", "deceased", "moved-out", "failed"]
    as_of: Annotated[str, Field(pattern=r"^\d{4}-\d{2}-\d{2}$")] | None = None
    facts: Annotated[dict[str, _Fact], Field(max_length=100)] = Field(default_factory=dict)
    error: Annotated[str, Field(pattern=r"^[a-z0-9-]{1,32}$")] | None = None

    def understood(self) -> SourceAnswer:
        """Raises VerificationError when its parts do not go together."""
        state = SourceState(self.state)
        fits = (
            (self.as_of is not None) == (state in WITH_DAY)
            and (not self.facts or state in WITH_FACTS)
            and (self.error is not None) == (state is SourceState.FAILED)
        )
        try:
            as_of = datetime.date.fromisoformat(self.as_of) if self.as_of else None
        except ValueError:
            fits = False
        if not fits:
            raise VerificationError(Fault.GARBLED)
        facts = {fact: Stated(one.value, one.unit) for fact, one in self.facts.items()}
        return SourceAnswer(self.source, state, as_of, facts, self.error)


class _Report(_Strict):
    order: str
    results: Annotated[list[_Result], Field(max_length=100)]
