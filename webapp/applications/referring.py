"""Charities for a household that was refused or only partly helped (慈善衔接), with the citizen's consent.

Which of the guide's charities fit is found by assessment, as for any policy. Nothing leaves before the
citizen has agreed to the very words of `texts/referral.yaml`; what the charity answered comes back.
"""

from __future__ import annotations

import datetime
import hashlib
from dataclasses import dataclass

from sqlalchemy import select
from sqlalchemy.exc import IntegrityError
from sqlalchemy.orm import Session

from knowledge import Assessment, Guide, Verdict, assess
from webapp.applications import households, notices
from webapp.applications.alerting import Desk, Kind, notify
from webapp.applications.errors import NotAllowedError
from webapp.applications.moving import By
from webapp.applications.places import offices_of
from webapp.applications.states import RequestState
from webapp.applications.wording import load_texts
from webapp.calendar import day_of
from webapp.db import guide_of
from webapp.models.applications import Application, Request
from webapp.models.followups import Referral, ReferralState
from webapp.security import audit

S, R = RequestState, ReferralState
DECIDED = frozenset({S.NOT_APPROVED, S.APPROVED, S.PAYING, S.POST_CHECK, S.CONFIRMED, S.CLOSED})
CONSENTS = ("page", "window", "phone")
OUTCOMES = ("helped", "waiting", "not-helped")
LONGEST = 1000


@dataclass(frozen=True)
class Fit:
    """A charity that may help: for whom, how sure that is, and its conditions as they were found."""

    policy: str
    person: str | None
    verdict: Verdict
    findings: dict

    @property
    def says(self) -> list[str]:
        """What speaks for it."""
        return [one["says"] for one in self.findings["conditions"] if one["verdict"] == "met"]


def find_fits(session: Session, request: Request, on: datetime.date) -> list[Fit]:
    """The charities that fit a decided request's household, the surest first; never one that does not."""
    if RequestState(request.state) not in DECIDED:
        return []
    guide = guide_of(session)
    asked = {one.policy for one in request.application.requests}
    wanted = [one.id for one in guide.policies.values() if one.charity and one.id not in asked]
    situation = households.read_situation(guide, request.application)
    best: dict[str, Fit] = {}
    for judged in assess(guide, situation, on, wanted):
        if judged.verdict is not Verdict.UNMET and _speaks_for(judged):
            found = Fit(judged.policy, judged.person, judged.verdict, judged.to_json(guide))
            best[judged.policy] = max(best.get(judged.policy, found), found, key=_rank)
    return sorted(best.values(), key=_rank, reverse=True)


def _speaks_for(judged: Assessment) -> bool:
    """Whether more is known than nothing: one condition at least is met, and it is no general one."""
    met = [one for one in judged.findings if one.verdict is Verdict.MET]
    return judged.verdict is Verdict.MET or len(met) * 2 > len(judged.findings)


def _rank(fit: Fit) -> tuple[bool, int]:
    return fit.verdict is Verdict.MET, len(fit.says)


def offer(session: Session, request: Request, policy: str, by: By, *, at: datetime.datetime) -> Referral:
    """Ask the citizen whether they want it. Asked once; raises NotAllowedError for what does not fit."""
    known = _find(session, request, policy)
    if known is not None:
        return known
    fit = next((one for one in find_fits(session, request, day_of(at)) if one.policy == policy), None)
    if fit is None:
        raise NotAllowedError("条件对不上，不能转这个项目")
    made = Referral(request_id=request.id, policy=policy, person=fit.person, findings=fit.findings)
    made.state, made.offered_at, made.offered_by = R.OFFERED, at, by.name
    try:
        with session.begin_nested():
            session.add(made)
            session.flush()
    except IntegrityError:  # a colleague offered it in this moment
        return _find(session, request, policy)
    _tell(session, made, "referral_offered", at)
    audit.record(session, by.name, "offer-referral", subject=request.application_id, at=at)
    return made


def _find(session: Session, request: Request, policy: str) -> Referral | None:
    wanted = (Referral.request_id == request.id, Referral.policy == policy)
    return session.scalars(select(Referral).where(*wanted)).one_or_none()


def consent_text(guide: Guide, referral: Referral) -> str:
    """The words that are agreed to."""
    words = load_texts("referral")["consent"]
    town, charity = offices_of(referral.request).town, guide.policies[referral.policy].name
    return words.format(town=town, charity=charity)


def reply(
    session: Session, referral: Referral, *, agrees: bool, how: str, by: By, at: datetime.datetime
) -> bool:
    """The citizen's word, theirs or written down by the town. False where it was said before.

    Until it was sent an agreement can be taken back. Raises NotAllowedError afterwards.
    """
    session.flush()
    session.refresh(referral, with_for_update=True)
    new = R.AGREED if agrees else R.DECLINED
    if referral.state == new:
        return False
    if referral.state not in (R.OFFERED, R.AGREED, R.DECLINED) or how not in CONSENTS:
        raise NotAllowedError("已经转出去了；不想要了，跟项目方说，或者打镇街电话")
    text = consent_text(guide_of(session), referral)
    referral.state, referral.consent, referral.consented_at = new, how, at
    referral.text_hash, referral.consented_by = hashlib.sha256(text.encode()).hexdigest(), by.name
    request = referral.request
    kind = Kind.REFERRAL_AGREED if agrees else Kind.REFERRAL_DECLINED
    cause = f"referral:{referral.id}:{at:%Y%m%d%H%M%S%f}"
    notify(session, Desk.of(request), kind, cause, at=at, request_id=request.id)
    audit.record(session, by.name, f"referral-{new}", subject=request.application_id, at=at)
    return True


def send(session: Session, referral: Referral, by: By, at: datetime.datetime) -> bool:
    """The town has handed it to the charity. Only with the citizen's agreement."""
    session.flush()
    session.refresh(referral, with_for_update=True)
    if referral.state == R.SENT:
        return False
    if referral.state != R.AGREED:
        raise NotAllowedError("本人同意了才能转")
    referral.state, referral.sent_at, referral.sent_by = R.SENT, at, by.name
    facts = ("name", "phone", "address")
    subject = referral.request.application_id
    audit.record(session, by.name, "referral-sent", subject=subject, at=at, facts=facts)
    return True


def answer(
    session: Session, referral: Referral, outcome: str, words: str, *, by: By, at: datetime.datetime
) -> None:
    """What the charity said; a place in a queue may still become help."""
    session.flush()
    session.refresh(referral, with_for_update=True)
    waits = referral.state == R.ANSWERED and referral.outcome == "waiting"
    if outcome not in OUTCOMES or not (waits or referral.state == R.SENT):
        raise NotAllowedError("先转出去，再记回音")
    referral.state, referral.outcome, referral.answered_at = R.ANSWERED, outcome, at
    referral.answer = words.strip()[:LONGEST] or None
    _tell(session, referral, "referral_answered", at, more=f":{outcome}")
    audit.record(session, by.name, "referral-answered", subject=referral.request.application_id, at=at)


def _tell(session: Session, referral: Referral, text: str, at: datetime.datetime, *, more: str = "") -> None:
    request = session.get(Request, referral.request_id)
    words, filed = load_texts("notices"), request.application
    body = words[text].format(number=filed.number)
    news = notices.News(words[f"{text}_label"], body, f"referral:{referral.id}:{text}{more}")
    notices.leave(session, filed, news, at)


def list_referrals(session: Session, application: Application) -> list[Referral]:
    ids = [one.id for one in application.requests]
    return list(session.scalars(select(Referral).where(Referral.request_id.in_(ids)).order_by(Referral.id)))
