"""Counters for operators, by endpoint and never by address: no number of labels grows with what people send.

With several worker processes, `zizhuni serve` sets PROMETHEUS_MULTIPROC_DIR before this module is imported,
and the counters of all of them are added up.
"""

import time
from collections.abc import Iterator, Mapping
from dataclasses import dataclass

from flask import Flask, Response, g, request
from prometheus_client import REGISTRY, CollectorRegistry, Counter, Histogram, generate_latest, values
from prometheus_client.metrics_core import GaugeMetricFamily
from prometheus_client.multiprocess import MultiProcessCollector
from sqlalchemy import func, select
from sqlalchemy.orm import Session

from bot import Match
from webapp import clock
from webapp.models.ledger import GapRow
from webapp.models.outbox import OutboxRow
from webapp.models.verifications import VerificationResult
from webapp.operations.standing import Standing, find_standing

REQUESTS = Counter("zizhuni_requests_total", "Answers by endpoint", ["endpoint", "method", "status"])
SECONDS = Histogram(
    "zizhuni_request_seconds",
    "Time to answer by endpoint",
    ["endpoint"],
    buckets=(0.005, 0.01, 0.025, 0.05, 0.1, 0.25, 0.5, 1, 2.5, 5),
)
TURNS = Counter("zizhuni_turns_total", "Conversation turns by door", ["door"])
MATCHES = Counter("zizhuni_matches_total", "What messages were matched to", ["door", "found"])
NO_ROOM = Counter("zizhuni_no_room_total", "What could not be stored because a disk is full")
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


@dataclass(frozen=True)
class VerificationCollector:
    """How many questions to each department and bank stand in which state."""

    session: Session

    def collect(self) -> Iterator[GaugeMetricFamily]:
        labels = ["source", "state"]
        family = GaugeMetricFamily("zizhuni_verifications", "Questions to sources", labels=labels)
        place = (VerificationResult.source, VerificationResult.state)
        for source, state, count in self.session.execute(select(*place, func.count()).group_by(*place)):
            family.add_metric([source, state], count)
        yield family


@dataclass(frozen=True)
class GapCollector:
    """How many questions nobody could answer, by why, and whether an editor has looked at them."""

    session: Session

    def collect(self) -> Iterator[GaugeMetricFamily]:
        family = GaugeMetricFamily("zizhuni_gaps", "Questions without an answer", labels=["gap", "state"])
        place = (GapRow.gap, GapRow.state)
        for gap, state, count in self.session.execute(select(*place, func.count()).group_by(*place)):
            family.add_metric([gap, state], count)
        yield family


@dataclass(frozen=True, eq=False)  # the registry keeps collectors as keys
class StandingCollector:
    """What stands still or is late, and since when: what alarms are made of."""

    standing: Standing

    def collect(self) -> Iterator[GaugeMetricFamily]:
        stands = self.standing
        waiting = {(channel,): seconds for channel, seconds in stands.waiting_seconds.items()}
        yield _family("zizhuni_outbox_waiting_seconds", "Age of the oldest due message", ["channel"], waiting)
        labels = ["kind", "when"]
        yield _family("zizhuni_deadlines", "Requests and tickets by their limit", labels, stands.deadlines)
        up = {(name,): float(one.is_up) for name, one in stands.gateways.items()}
        yield _family("zizhuni_gateway_up", "Whether an outside system answers", ["gateway"], up)
        beat = {} if stands.beat_seconds is None else {(): stands.beat_seconds}
        yield _family("zizhuni_worker_beat_seconds", "Since a worker was last seen", [], beat)


def _family(name: str, says: str, labels: list[str], samples: Mapping) -> GaugeMetricFamily:
    family = GaugeMetricFamily(name, says, labels=labels)
    for values_of_labels, value in samples.items():
        family.add_metric(values_of_labels, value)
    return family


def count_turn(door: str, match: Match | None) -> None:
    """One more turn, and what its message was matched to, by kind alone."""
    TURNS.labels(door).inc()
    MATCHES.labels(door, _found(match)).inc()


def _found(match: Match | None) -> str:
    """`no-match`: a tap, an answer to a question, a figure that was asked for, or out of scope."""
    if match is None:
        return "no-match"
    if match.urgent is not None:
        return "urgent"
    return "policies" if match.policies else "nothing"


def render(session: Session) -> bytes:
    """All counters in Prometheus' text format, over every worker process."""
    kept = CollectorRegistry()
    kept.register(GapCollector(session))
    kept.register(StandingCollector(find_standing(session, clock.now())))
    kept.register(OutboxCollector(session))
    kept.register(VerificationCollector(session))
    if not values.ValueClass._multiprocess:
        return generate_latest(REGISTRY) + generate_latest(kept)
    MultiProcessCollector(kept)
    return generate_latest(kept)


def count_request(response: Response) -> Response:
    endpoint = request.endpoint or "unknown"
    method = request.method if request.method in METHODS else "other"
    REQUESTS.labels(endpoint, method, str(response.status_code)).inc()
    if "started" in g:
        SECONDS.labels(endpoint).observe(time.perf_counter() - g.started)
    return response


def init_app(app: Flask) -> None:
    app.after_request(count_request)
