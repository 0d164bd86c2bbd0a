"""May this person be asked about? The one place that decides it, for every order, call and answer.

Who may be asked has signed an authorisation that holds today and names the sources; the application it was
signed for is still under way.
"""

from __future__ import annotations

import datetime
from dataclasses import dataclass

from webapp.applications import consent
from webapp.applications.sources import load_sources
from webapp.applications.states import RequestState, is_open
from webapp.applications.wording import find_deed
from webapp.models.applications import ApplicationMember
from webapp.models.verifications import ResultState, VerificationOrder

R = ResultState
PENDING = frozenset({R.WAITING, R.ASKED, R.PARTLY})


@dataclass(frozen=True)
class Permit:
    """A person may be asked about: under this authorisation, at these sources."""

    receipt: str
    text_hash: str
    signed_at: datetime.datetime
    sources: frozenset[str]


def find_permit(member: ApplicationMember) -> Permit | None:
    """The permission that `member` gives today: signed, not withdrawn, and the application still under way.

    Everything that is asked about anybody is asked under one of these. Who died or left is not asked about.
    """
    signed = consent.find_authorisation(member)
    under_way = any(is_open(RequestState(one.state)) for one in member.application.requests)
    if signed is None or not under_way or member.left_on is not None:
        return None
    sources = load_sources().authorised_by(find_deed(signed.text_version).sources)
    return Permit(signed.receipt, signed.text_hash, signed.signed_at, sources)


def is_permitted(order: VerificationOrder) -> bool:
    """Whether the authorisation under which an order was made still covers all that it asks."""
    permit = find_permit(order.member)
    if permit is None or permit.receipt != order.receipt:
        return False
    return {one.source for one in order.results if one.state in PENDING} <= permit.sources
