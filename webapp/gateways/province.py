"""The province's platform: requests that another town of the province decides on, both ways.

The wire format stands in `sandbox/province.py`. A transfer is known on both sides by its number, so that the
other side takes it once however often it comes. Who a person is goes out in a body alone, over TLS unless the
platform is the sandbox on this machine.
"""

import json
from collections.abc import Mapping
from dataclasses import dataclass
from typing import Annotated, Literal

from pydantic import BaseModel, ConfigDict, Field, ValidationError

from webapp.gateways.http import Answer, NotDelivered, OutcomeUnknown, call, keeps_secrets
from webapp.strictjson import parse_json

NUMBER = r"^[A-Z0-9]{8,32}$"
Text = Annotated[str, Field(min_length=1, max_length=64)]
LongText = Annotated[str, Field(max_length=500)]


class _Strict(BaseModel):
    model_config = ConfigDict(extra="forbid", strict=True)


class Where(_Strict):
    """A city by its code, and the town by name; of a town here also by code."""

    city: Annotated[str, Field(pattern=r"^37\d\d$")]
    place: Text
    town: Annotated[str, Field(pattern=r"^\d{9}$")] | None = None


class Who(_Strict):
    name: Text
    id_number: Annotated[str, Field(pattern=r"^\d{17}[\dX]$")]
    phone: Annotated[str, Field(max_length=20)] | None = None
    address: Annotated[str, Field(max_length=160)] | None = None


class Letter(_Strict):
    """All that goes from one town to the other: who applies for what, and why it belongs there."""

    number: Annotated[str, Field(pattern=NUMBER)]
    policy: Text
    origin: Where
    to: Where
    applicant: Who
    says: LongText
    filed_on: Annotated[str, Field(pattern=r"^\d{4}-\d{2}-\d{2}$")]


class Standing(_Strict):
    """How a transfer stands on the other side; `says` is its answer in words."""

    number: str
    state: Literal["taken", "accepted", "decided", "returned"]
    outcome: Literal["approved", "refused"] | None = None
    says: LongText | None = None
    place: Text | None = None


class _Inbox(_Strict):
    transfers: Annotated[list[Letter], Field(max_length=100)]


class _Receipt(_Strict):
    number: str
    state: Literal["taken", "answered"]


@dataclass(frozen=True)
class ProvinceGateway:
    """One platform. What may have arrived raises OutcomeUnknown, all else NotDelivered."""

    url: str
    seconds: float = 8

    def __post_init__(self) -> None:
        if not keeps_secrets(self.url):
            raise ValueError("the address of the province's platform has to be https://")

    def send(self, letter: Mapping[str, object]) -> None:
        """Hand a request over. The same letter again is the same transfer to the platform."""
        self._tell("/transfers", letter, "taken")

    def find(self, number: str) -> Standing | None:
        """How a transfer stands; None where the platform has none of it. Raises NotDelivered alone."""
        answer = self._ask(f"/transfers/{number}")
        if answer.status == 404:
            return None
        standing = _understood(Standing, answer)
        if standing.number != number:
            raise NotDelivered("answer of another transfer", retry=True)
        return standing

    def inbox(self, city: str) -> list[Letter]:
        """What has come for a city and was not taken yet. Raises NotDelivered alone."""
        letters = _understood(_Inbox, self._ask(f"/inbox/{city}")).transfers
        if any(one.to.city != city for one in letters):
            raise NotDelivered("letter for another city", retry=True)
        return letters

    def take(self, number: str, place: str) -> None:
        """Say which town here has it. Until that arrives, the inbox goes on to name it."""
        self._tell(f"/inbox/{number}/taken", {"number": number, "place": place}, "taken")

    def answer(self, number: str, outcome: str, says: str) -> None:
        """Tell the town that sent it what was decided. The same answer again is the same answer."""
        body = {"number": number, "outcome": outcome, "says": says}
        self._tell(f"/inbox/{number}/answer", body, "answered")

    def _tell(self, path: str, body: Mapping[str, object], state: str) -> None:
        written = json.dumps(body, ensure_ascii=False).encode()
        answer = call("POST", self.url + path, written, seconds=self.seconds)
        if answer.status == 429:
            raise NotDelivered("busy", retry=True)
        if 400 <= answer.status < 500:
            raise NotDelivered(_error_of(answer), retry=False)
        if answer.status >= 300:
            raise OutcomeUnknown(f"status {answer.status}")
        try:
            receipt = _Receipt.model_validate(parse_json(answer.content))
        except (ValueError, ValidationError):
            raise OutcomeUnknown("answer not understood") from None
        if (receipt.number, receipt.state) != (body["number"], state):
            raise OutcomeUnknown("answer of another transfer")

    def _ask(self, path: str) -> Answer:
        """A question may always be asked again."""
        try:
            return call("GET", self.url + path, seconds=self.seconds)
        except OutcomeUnknown as error:
            raise NotDelivered(str(error), retry=True) from None


def _understood(model: type[BaseModel], answer: Answer) -> BaseModel:
    if answer.status != 200:
        raise NotDelivered(f"status {answer.status}", retry=True)
    try:
        return model.model_validate(parse_json(answer.content))
    except (ValueError, ValidationError):
        raise NotDelivered("answer not understood", retry=True) from None


def _error_of(answer: Answer) -> str:
    """The name of the refusal, where it is one that the format knows."""
    try:
        error = parse_json(answer.content)["error"]
    except (ValueError, KeyError, TypeError):
        return f"status {answer.status}"
    known = ("bad-letter", "number-conflict", "unknown-city", "not-for-us", "unknown-number")
    return error if error in known else f"status {answer.status}"
