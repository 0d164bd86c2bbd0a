"""What a step rests on, in numbers: who was asked and has answered, and who went to look. Opens no fact.

A step that says that something is done has its record, or the reason of who goes on without one.
"""

from __future__ import annotations

import datetime
from collections import Counter
from collections.abc import Mapping
from dataclasses import dataclass

from sqlalchemy import bindparam, select
from sqlalchemy.orm import Session

from webapp.applications.states import RequestState
from webapp.models.applications import Application, Request
from webapp.models.casework import Survey
from webapp.models.verifications import ResultState, VerificationOrder, VerificationResult

R, S = ResultState, RequestState
SUMMARY = (
    select(
        VerificationOrder.member_id,
        VerificationOrder.differs,
        VerificationOrder.differs_together,
        VerificationResult.source,
        VerificationResult.state,
    )
    .join(VerificationResult)
    .where(VerificationOrder.application_id == bindparam("application"))
    .order_by(VerificationOrder.round, VerificationOrder.id)
)
FATES = frozenset({R.DECEASED, R.MOVED_OUT})
BACK = frozenset({R.ANSWERED, R.NOT_FOUND, *FATES})
OUTSTANDING = "问了 {asked} 家次，还有 {out} 家次没回话"
NOBODY_ASKED = "还没有一家部门回话"
NOT_VISITED = "还没有记入户调查"
# What is finished by leaving a state the usual way.
RESTS_ON_REPLIES = frozenset({(S.VERIFYING, S.SURVEYING), (S.POST_CHECK, S.CONFIRMED)})
RESTS_ON_VISIT = frozenset({(S.SURVEYING, S.REVIEWING), (S.POST_CHECK, S.CONFIRMED)})
RESTING = RESTS_ON_REPLIES | RESTS_ON_VISIT


@dataclass(frozen=True)
class Summary:
    """A verification in numbers, by member id. `differs`: facts that differ by their records alone."""

    asked: Mapping[int, int]
    back: Mapping[int, int]
    differs: Mapping[int, int]
    differs_together: int
    fates: frozenset[int]

    def others_differ(self, member_id: int) -> bool:
        others = (count for one, count in self.differs.items() if one != member_id)
        return self.differs_together > 0 or any(others)


def summarise(session: Session, application: Application) -> Summary | None:
    """For lists and the status: no fact is opened. None while nobody has been asked."""
    mine = {"application": application.id}
    states: dict[tuple[int, str], str] = {}
    counts: dict[int, tuple[int, int]] = {}
    for member_id, differs, together, source, state in session.execute(SUMMARY, mine):
        states[member_id, source] = state
        counts[member_id] = (differs, together)
    if not states:
        return None
    return Summary(
        asked=Counter(member_id for member_id, _ in states),
        back=Counter(member_id for (member_id, _), state in states.items() if state in BACK),
        differs={member_id: differs for member_id, (differs, _) in counts.items()},
        differs_together=sum(together for _, together in counts.values()),
        fates=frozenset(member_id for (member_id, _), state in states.items() if state in FATES),
    )


def find_lacks(session: Session, request: Request, new: RequestState) -> list[str]:
    """What is missing of the records that the step to `new` would say are there, in words for a clerk."""
    way, application = (S(request.state), new), request.application
    lacks = []
    if way in RESTS_ON_REPLIES and not _is_answered(found := summarise(session, application)):
        lacks.append(_outstanding(found))
    if way in RESTS_ON_VISIT and not _is_visited(visits_of(session, application), _looked_before(request)):
        lacks.append(NOT_VISITED)
    return lacks


def _is_answered(found: Summary | None) -> bool:
    return found is not None and sum(found.asked.values()) == sum(found.back.values())


def _outstanding(found: Summary | None) -> str:
    if found is None:
        return NOBODY_ASKED
    asked, back = sum(found.asked.values()), sum(found.back.values())
    return OUTSTANDING.format(asked=asked, out=asked - back)


def visits_of(session: Session, application: Application) -> list[datetime.datetime]:
    """When visits of this household were written down."""
    return list(session.scalars(select(Survey.at).where(Survey.application_id == application.id)))


def _is_visited(visits: list[datetime.datetime], after: datetime.datetime | None) -> bool:
    return any(after is None or one > after for one in visits)


def _looked_before(request: Request) -> datetime.datetime | None:
    """When an earlier look at this household was over: what is looked at again needs a visit of its own."""
    over = [one.at for one in request.events if _way(one) in RESTS_ON_VISIT]
    return max(over, default=None)


def _way(event) -> tuple[RequestState, RequestState]:
    return S(event.from_state), S(event.to_state)


def unfinished(session: Session, request: Request) -> frozenset[int]:
    """The steps, by the id of their event, that were taken without what they rest on, as far as known today.

    An answer or a visit that was written down later counts.
    """
    steps = [one for one in request.events if _way(one) in RESTING]
    if not steps:
        return frozenset()
    application = request.application
    answered = _is_answered(summarise(session, application))
    visits, before, found = visits_of(session, application), None, set()
    for one in steps:
        is_short = _way(one) in RESTS_ON_REPLIES and not answered
        if _way(one) in RESTS_ON_VISIT:
            is_short = is_short or not _is_visited(visits, before)
            before = one.at
        if is_short:
            found.add(one.id)
    return frozenset(found)
