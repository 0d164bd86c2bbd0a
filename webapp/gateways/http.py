"""One way to call outside: JSON, always with a timeout, never with an address or a body in an error.

An answer is read up to a size and up to a moment, so that one that never ends takes neither memory nor the
worker.
"""

import json
import time
from collections.abc import Mapping
from dataclasses import dataclass, field
from ipaddress import ip_address
from urllib.parse import urlsplit

import requests
from urllib3.exceptions import (
    ConnectTimeoutError,
    HTTPError,
    NameResolutionError,
    NewConnectionError,
    ReadTimeoutError,
)

CONNECT_SECONDS, READ_SECONDS = 3, 8
MOST_BYTES, PART_BYTES = 1024 * 1024, 16 * 1024
# The request never left, so that sending again later cannot send twice.
NEVER_LEFT = (NewConnectionError, ConnectTimeoutError, NameResolutionError)


class GatewayError(Exception):
    """A call outside failed. Its text is a short reason and holds no address, secret or person."""


class NotDelivered(GatewayError):
    """The other side did not take it. `retry`: the same call may work later."""

    def __init__(self, reason: str, *, retry: bool) -> None:
        super().__init__(reason)
        self.retry = retry


class OutcomeUnknown(GatewayError):
    """The call left, and whether it had an effect is not known."""


class TimedOut(OutcomeUnknown):
    """The call left, and no whole answer came in time."""


class TooLarge(OutcomeUnknown):
    """The answer is larger than any that is right."""


@dataclass(frozen=True)
class Answer:
    """What came back, whatever it is."""

    status: int
    content: bytes = field(repr=False)


def keeps_secrets(url: str) -> bool:
    """Whether what is sent there stays unread on the way: TLS, or the same machine."""
    parts = urlsplit(url)
    host = (parts.hostname or "").lower()
    if parts.scheme == "https" or host == "localhost":
        return True
    try:
        return ip_address(host).is_loopback
    except ValueError:
        return False


def post_json(url: str, body: Mapping[str, object], params: Mapping[str, str] | None = None) -> dict:
    """The JSON object that answers. Raises NotDelivered or OutcomeUnknown.

    The body is UTF-8 as it stands: WeChat shows an escaped character to the citizen as its escape.
    """
    written = json.dumps(body, ensure_ascii=False, separators=(",", ":")).encode()
    return _read(call("POST", url, written, params=params))


def get_json(url: str, params: Mapping[str, str]) -> dict:
    """The same for a question, which may always be asked again: raises NotDelivered alone."""
    try:
        return _read(call("GET", url, params=params))
    except OutcomeUnknown as error:
        raise NotDelivered(str(error), retry=True) from None


def call(
    method: str,
    url: str,
    body: bytes | None = None,
    *,
    params: Mapping[str, str] | None = None,
    seconds: float = READ_SECONDS,
) -> Answer:
    """One call, and its answer with whatever status. Raises NotDelivered or OutcomeUnknown.

    `seconds` bound the wait for the answer to begin, and then the reading of it.
    """
    headers = {"Content-Type": "application/json; charset=utf-8"} if body is not None else {}
    # What is not packed cannot unpack to more than its size.
    headers["Accept-Encoding"] = "identity"
    options = {"params": params, "headers": headers, "timeout": (CONNECT_SECONDS, seconds)}
    try:
        with requests.request(
            method, url, data=body, **options, allow_redirects=False, stream=True
        ) as response:
            return Answer(response.status_code, _content(response, seconds))
    except requests.ConnectTimeout:
        raise NotDelivered("no connection", retry=True) from None
    except (requests.Timeout, ReadTimeoutError):
        raise TimedOut("no answer in time") from None
    except requests.ConnectionError as error:
        cause = getattr(error.args[0], "reason", None) if error.args else None
        if isinstance(cause, NEVER_LEFT):
            raise NotDelivered("no connection", retry=True) from None
        raise OutcomeUnknown("connection lost") from None
    except HTTPError:
        raise OutcomeUnknown("connection lost") from None
    except requests.RequestException as error:
        raise OutcomeUnknown(type(error).__name__) from None


def _content(response: requests.Response, seconds: float) -> bytes:
    parts, size, until = [], 0, time.monotonic() + seconds
    while part := response.raw.read1(PART_BYTES):
        parts.append(part)
        size += len(part)
        if size > MOST_BYTES:
            raise TooLarge("answer too large")
        if time.monotonic() > until:
            raise TimedOut("no answer in time")
    return b"".join(parts)


def _read(answer: Answer) -> dict:
    if answer.status == 429:
        raise NotDelivered("too many requests", retry=True)
    if 400 <= answer.status < 500:
        raise NotDelivered(f"status {answer.status}", retry=False)
    if answer.status >= 300:
        raise OutcomeUnknown(f"status {answer.status}")
    try:
        read = json.loads(answer.content)  # WeChat names no charset, and sends UTF-8
    except ValueError:
        raise OutcomeUnknown("answer is not JSON") from None
    if not isinstance(read, dict):
        raise OutcomeUnknown("answer is not an object")
    return read
