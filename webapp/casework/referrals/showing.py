"""The charities that fit a case, and how those that were offered stand."""

from __future__ import annotations

import datetime

from sqlalchemy.orm import Session

from knowledge import Guide, Verdict
from webapp.applications import referring
from webapp.applications.wording import load_texts
from webapp.models.applications import Application
from webapp.models.followups import Referral, ReferralState
from webapp.verification.shown import short_moment

R = ReferralState


def page(session: Session, guide: Guide, found: Application, today: datetime.date) -> dict[str, object]:
    offered = referring.list_referrals(session, found)
    known = {one.policy for one in offered}
    words = load_texts("referral")
    return {
        "application": found,
        "fits": [
            {
                "value": f"{asked.id}:{fit.policy}",
                "name": guide.policies[fit.policy].name,
                "sure": fit.verdict is Verdict.MET,
                "says": fit.says,
                "about": f"{guide.policies[asked.policy].name}（{asked.person_label}）",
            }
            for asked in found.requests
            for fit in referring.find_fits(session, asked, today)
            if fit.policy not in known
        ],
        "rows": [_row(guide, one) for one in offered],
        "outcomes": list(words["outcomes"].items()),
        "consents": [one for one in words["consents"].items() if one[0] != "page"],
    }


def _row(guide: Guide, one: Referral) -> dict[str, object]:
    words = load_texts("referral")
    return {
        "id": one.id,
        "name": guide.policies[one.policy].name,
        "state": words["states"][one.state]["desk"],
        "consent": words["consents"].get(one.consent or "", ""),
        "text": referring.consent_text(guide, one),
        "offered": short_moment(one.offered_at),
        "asks": one.state in (R.OFFERED, R.DECLINED),
        "agreed": one.state == R.AGREED,
        "sent": one.state == R.SENT or (one.state == R.ANSWERED and one.outcome == "waiting"),
        "outcome": words["outcomes"].get(one.outcome or "", ""),
        "answer": one.answer or "",
    }
