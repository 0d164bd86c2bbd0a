"""Counters for operators, by endpoint and never by address: no number of labels grows with what people send.

With several worker processes, `zizhuni serve` sets PROMETHEUS_MULTIPROC_DIR before this module is imported,
and the counters of all of them are added up.
"""

import time

from flask import Flask, Response, g, request
from prometheus_client import REGISTRY, CollectorRegistry, Counter, Histogram, generate_latest, values
from prometheus_client.multiprocess import MultiProcessCollector

REQUESTS = Counter("zizhuni_requests_total", "Answers by endpoint", ["endpoint", "method", "status"])
SECONDS = Histogram(
    "zizhuni_request_seconds",
    "Time to answer by endpoint",
    ["endpoint"],
    buckets=(0.005, 0.01, 0.025, 0.05, 0.1, 0.25, 0.5, 1, 2.5, 5),
)
TURNS = Counter("zizhuni_turns_total", "Conversation turns by door", ["door"])
SENDS = Counter("zizhuni_sends_total", "Outbound messages by channel and state", ["channel", "state"])
METHODS = frozenset({"GET", "HEAD", "POST", "PUT", "PATCH", "DELETE", "OPTIONS"})


def render() -> bytes:
    """All counters in Prometheus' text format, over every worker process."""
    if not values.ValueClass._multiprocess:
        return generate_latest(REGISTRY)
    registry = CollectorRegistry()
    MultiProcessCollector(registry)
    return generate_latest(registry)


def count_request(response: Response) -> Response:
    endpoint = request.endpoint or "unknown"
    method = request.method if request.method in METHODS else "other"
    REQUESTS.labels(endpoint, method, str(response.status_code)).inc()
    if "started" in g:
        SECONDS.labels(endpoint).observe(time.perf_counter() - g.started)
    return response


def init_app(app: Flask) -> None:
    app.after_request(count_request)
