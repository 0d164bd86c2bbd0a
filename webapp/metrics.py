"""Counters for operators, by endpoint and never by address: no number of labels grows with what people send.

With several worker processes, `zizhuni serve` sets PROMETHEUS_MULTIPROC_DIR before this module is imported,
and the counters of all of them are added up.
"""

import time
from collections.abc import Iterator
from dataclasses import dataclass

from flask import Flask, Response, g, request
from prometheus_client import REGISTRY, CollectorRegistry, Counter, Histogram, generate_latest, values
from prometheus_client.metrics_core import GaugeMetricFamily
from prometheus_client.multiprocess import MultiProcessCollector
from sqlalchemy import func, select
from sqlalchemy.orm import Session

from webapp.models.outbox import OutboxRow

REQUESTS = Counter("zizhuni_requests_total", "Answers by endpoint", ["endpoint", "method", "status"])
SECONDS = Histogram(
    "zizhuni_request_seconds",
    "Time to answer by endpoint",
    ["endpoint"],
    buckets=(0.005, 0.01, 0.025, 0.05, 0.1, 0.25, 0.5, 1, 2.5, 5),
)
TURNS = Counter("zizhuni_turns_total", "Conversation turns by door", ["door"])
METHODS = frozenset({"GET", "HEAD", "POST", "PUT", "PATCH", "DELETE", "OPTIONS"})


@dataclass(frozen=True)
class OutboxCollector:
    """How many messages stand in which state, as the database knows it whoever sent them."""

    session: Session

    def collect(self) -> Iterator[GaugeMetricFamily]:
        labels = ["channel", "state"]
        family = GaugeMetricFamily("zizhuni_outbox_messages", "Outbound messages", labels=labels)
        place = (OutboxRow.channel, OutboxRow.state)
        for channel, state, count in self.session.execute(select(*place, func.count()).group_by(*place)):
            family.add_metric([channel, state], count)
        yield family


def render(session: Session) -> bytes:
    """All counters in Prometheus' text format, over every worker process."""
    outbox = CollectorRegistry()
    outbox.register(OutboxCollector(session))
    if not values.ValueClass._multiprocess:
        return generate_latest(REGISTRY) + generate_latest(outbox)
    MultiProcessCollector(outbox)
    return generate_latest(outbox)


def count_request(response: Response) -> Response:
    endpoint = request.endpoint or "unknown"
    method = request.method if request.method in METHODS else "other"
    REQUESTS.labels(endpoint, method, str(response.status_code)).inc()
    if "started" in g:
        SECONDS.labels(endpoint).observe(time.perf_counter() - g.started)
    return response


def init_app(app: Flask) -> None:
    app.after_request(count_request)
