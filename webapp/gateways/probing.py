"""Whether the outside systems answer at all. Nothing is sent but a knock: no token, no person."""

from collections.abc import Mapping
from concurrent.futures import ThreadPoolExecutor

import requests

SECONDS = 2


def probe(gateways: Mapping[str, str]) -> dict[str, str | None]:
    """For each name: None where something answers at its address, else the fault by name. All at once."""
    with ThreadPoolExecutor(max(len(gateways), 1)) as pool:
        return dict(zip(gateways, pool.map(_knock, gateways.values()), strict=True))


def _knock(url: str) -> str | None:
    """Any answer but a server's own error will do: what there is to ask for differs by gateway."""
    try:
        with requests.get(url, timeout=SECONDS, allow_redirects=False, stream=True) as answer:
            return f"status {answer.status_code}" if answer.status_code >= 500 else None
    except requests.exceptions.SSLError:
        return "certificate"
    except requests.Timeout:
        return "timeout"
    except requests.RequestException:
        return "unreachable"
