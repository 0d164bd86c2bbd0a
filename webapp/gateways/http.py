"""One way to call outside: JSON, always with a timeout, never with an address or a body in an error."""

import json
from collections.abc import Mapping

import requests
from urllib3.exceptions import ConnectTimeoutError, NameResolutionError, NewConnectionError

CONNECT_SECONDS, READ_SECONDS = 3, 8
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


def post_json(url: str, body: Mapping[str, object], params: Mapping[str, str] | None = None) -> dict:
    """The JSON object that answers. Raises NotDelivered or OutcomeUnknown.

    The body is UTF-8 as it stands: WeChat shows an escaped character to the citizen as its escape.
    """
    written = json.dumps(body, ensure_ascii=False, separators=(",", ":")).encode()
    return _read(_call("POST", url, params, written))


def get_json(url: str, params: Mapping[str, str]) -> dict:
    """The same for a question, which may always be asked again: raises NotDelivered alone."""
    try:
        return _read(_call("GET", url, params, None))
    except OutcomeUnknown as error:
        raise NotDelivered(str(error), retry=True) from None


def _read(response: requests.Response) -> dict:
    if response.status_code == 429:
        raise NotDelivered("too many requests", retry=True)
    if 400 <= response.status_code < 500:
        raise NotDelivered(f"status {response.status_code}", retry=False)
    if response.status_code >= 300:
        raise OutcomeUnknown(f"status {response.status_code}")
    try:
        answer = json.loads(response.content)  # WeChat names no charset, and sends UTF-8
    except ValueError:
        raise OutcomeUnknown("answer is not JSON") from None
    if not isinstance(answer, dict):
        raise OutcomeUnknown("answer is not an object")
    return answer


def _call(method: str, url: str, params: Mapping[str, str] | None, body: bytes | None) -> requests.Response:
    headers = {"Content-Type": "application/json; charset=utf-8"} if body is not None else {}
    timeout = (CONNECT_SECONDS, READ_SECONDS)
    options = {"params": params, "headers": headers, "timeout": timeout, "allow_redirects": False}
    try:
        return requests.request(method, url, data=body, **options)
    except requests.ConnectTimeout:
        raise NotDelivered("no connection", retry=True) from None
    except requests.ConnectionError as error:
        cause = getattr(error.args[0], "reason", None) if error.args else None
        if isinstance(cause, NEVER_LEFT):
            raise NotDelivered("no connection", retry=True) from None
        raise OutcomeUnknown("connection lost") from None
    except requests.RequestException as error:
        raise OutcomeUnknown(type(error).__name__) from None
