"""What is shown of a verification: who was asked when, what differs, and what it changes."""

from __future__ import annotations

import datetime
from collections.abc import Iterable
from dataclasses import dataclass, field

from sqlalchemy.orm import Session

from knowledge import Assessment, Guide, Situation, Verdict, assess
from webapp.applications import surveys
from webapp.applications.comparing import Compared, Declared, Standing, compare, verified_situation
from webapp.applications.drafting import to_fen
from webapp.applications.permits import find_permit
from webapp.applications.records import BACK, FATES
from webapp.applications.sources import Source, load_sources
from webapp.applications.verified import (
    Answer,
    answer_of,
    find_declared,
    find_orders,
    find_verified,
    rows_by_source,
)
from webapp.models.applications import Application, ApplicationMember, Request
from webapp.models.verifications import ResultState, VerificationResult


@dataclass(frozen=True)
class SourceReport:
    """One source about one member. `answer` is None where nobody asked; `is_covered`: it may be asked."""

    source: Source
    is_covered: bool
    answer: Answer | None = None
    attempts: int = 0
    next_try_at: datetime.datetime | None = None

    @property
    def state(self) -> ResultState | None:
        return self.answer.state if self.answer else None


@dataclass(frozen=True)
class MemberReport:
    """How the verification of one member stands."""

    member: ApplicationMember = field(repr=False)
    is_permitted: bool
    sources: tuple[SourceReport, ...]

    @property
    def asked(self) -> tuple[SourceReport, ...]:
        return tuple(one for one in self.sources if one.answer is not None)

    @property
    def back(self) -> tuple[SourceReport, ...]:
        """The sources that have answered, if only that they have nobody of that name."""
        return tuple(one for one in self.sources if one.state in BACK)

    @property
    def out(self) -> tuple[SourceReport, ...]:
        """The sources whose answer is still missing."""
        return tuple(one for one in self.asked if one.state not in BACK)

    @property
    def fates(self) -> tuple[SourceReport, ...]:
        """Who has the member as dead or moved away. For a clerk to look into before anything else."""
        return tuple(one for one in self.sources if one.state in FATES)


@dataclass(frozen=True)
class Report:
    """The whole verification of an application, member by member."""

    members: tuple[MemberReport, ...]

    @property
    def asked(self) -> int:
        return sum(len(one.asked) for one in self.members)

    @property
    def back(self) -> int:
        return sum(len(one.back) for one in self.members)

    @property
    def is_complete(self) -> bool:
        return self.asked > 0 and self.asked == self.back

    @property
    def fates(self) -> tuple[tuple[MemberReport, SourceReport], ...]:
        return tuple((one, fate) for one in self.members for fate in one.fates)


def verification_report(session: Session, application: Application) -> Report:
    """Who was asked about whom, since when, and how it stands. Reads no fact."""
    orders = find_orders(session, application)
    return Report(tuple(_member_report(one, rows_by_source(orders, one)) for one in application.members))


def _member_report(member: ApplicationMember, rows: dict[str, list[VerificationResult]]) -> MemberReport:
    permit = find_permit(member)
    covered = permit.sources if permit else frozenset()
    sources = (
        _source_report(member, one, rows.get(one.id, []), one.id in covered)
        for one in load_sources().by_id.values()
    )
    return MemberReport(member, permit is not None, tuple(sources))


def _source_report(
    member: ApplicationMember, source: Source, rows: list[VerificationResult], is_covered: bool
) -> SourceReport:
    if not rows:
        return SourceReport(source, is_covered)
    answer = answer_of({}, member, source, rows)
    return SourceReport(source, is_covered, answer, rows[-1].attempts, rows[-1].next_try_at)


# --- declared beside verified -----------------------------------------------------------------------------


@dataclass(frozen=True)
class Comparison:
    """Every fact, and what the requests come to on either side."""

    declared: Declared = field(repr=False)
    rows: tuple[Compared, ...]
    verdicts: tuple[Reassessed, ...]

    @property
    def differing(self) -> tuple[Compared, ...]:
        return differing(self.rows)


def differing(rows: Iterable[Compared]) -> tuple[Compared, ...]:
    return tuple(one for one in rows if one.standing is Standing.DIFFERS)


@dataclass(frozen=True)
class Judged:
    """A verdict with its amount in fen; a `high` of None is open upwards, both None is no amount."""

    verdict: Verdict
    low: int | None = None
    high: int | None = None


@dataclass(frozen=True)
class ChangedCondition:
    """A condition that comes to something else when the offices are believed."""

    id: str
    says: str
    declared: Verdict
    verified: Verdict


@dataclass(frozen=True)
class Reassessed:
    """A request as declared and as verified. `changed` says which conditions make the difference."""

    request_id: int
    policy: str
    person: str | None
    declared: Judged
    verified: Judged
    changed: tuple[ChangedCondition, ...] = ()

    @property
    def is_changed(self) -> bool:
        return self.declared != self.verified


def compare_application(
    session: Session, guide: Guide, application: Application, on: datetime.date
) -> Comparison:
    """What was declared beside what came back, and what that changes, under the rules of `on`."""
    declared = find_declared(guide, application)
    rows = find_rows(session, guide, declared, application, on=on)
    return Comparison(declared, rows, reassess(guide, application.requests, (declared, rows), on))


def find_rows(
    session: Session, guide: Guide, declared: Declared, application: Application, *, on: datetime.date
) -> tuple[Compared, ...]:
    """What was declared beside what came back and was seen at home, fact by fact."""
    verified = find_verified(session, guide.facts, application, expected_of(application))
    verified = surveys.with_surveys(session, guide.facts, application, verified)
    return compare(guide.facts, declared, verified, on=on)


def expected_of(application: Application) -> set[tuple[str, str]]:
    """Whom a whole picture of the household needs: every adult, by every source. Minors need not sign."""
    adults = (one for one in application.members if one.is_adult is not False)
    return {(one.person, source) for one in adults for source in load_sources().by_id}


def reassess(
    guide: Guide,
    requests: list[Request],
    known: tuple[Declared, tuple[Compared, ...]],
    on: datetime.date,
) -> tuple[Reassessed, ...]:
    """Each request under both situations: as declared, and with the offices believed first."""
    declared, rows = known
    believed = verified_situation(guide.facts, declared, rows)
    return tuple(_reassess_one(guide, one, (declared.situation, believed), on) for one in requests)


def _reassess_one(
    guide: Guide, request: Request, situations: tuple[Situation, Situation], on: datetime.date
) -> Reassessed:
    said, found = (_assessment(guide, request, one, on) for one in situations)
    return Reassessed(
        request.id, request.policy, request.person, _judged(said), _judged(found), _changed(said, found)
    )


def _assessment(guide: Guide, request: Request, situation: Situation, on: datetime.date) -> Assessment | None:
    """None where somebody by the records does not belong to the household any more."""
    found = assess(guide, situation, on, [request.policy])
    wanted = (request.unit, request.person)
    return next((one for one in found if (one.unit, one.person) == wanted), None)


def _judged(found: Assessment | None) -> Judged:
    if found is None:
        return Judged(Verdict.UNKNOWN)
    if found.amount is None:
        return Judged(found.verdict)
    high = found.amount.high
    return Judged(found.verdict, to_fen(found.amount.low), None if high is None else to_fen(high))


def _changed(said: Assessment | None, found: Assessment | None) -> tuple[ChangedCondition, ...]:
    if said is None or found is None:
        return ()
    before = {one.id: one for one in said.findings}
    return tuple(
        ChangedCondition(one.id, one.says, before[one.id].verdict, one.verdict)
        for one in found.findings
        if one.id in before and before[one.id].verdict is not one.verdict
    )
