"""What the pages show of what follows a decision, in plain words and without anything of others."""

from __future__ import annotations

from collections.abc import Mapping, Sequence

from sqlalchemy.orm import Session

from knowledge import Guide
from webapp.applications import committing, rechecking, referring, transferring
from webapp.applications.states import RequestState
from webapp.applications.whole import Besides
from webapp.applications.wording import load_texts
from webapp.calendar import day_of
from webapp.languages import say
from webapp.models.applications import Application, Request
from webapp.models.followups import Breach, BreachState, Recheck, RecheckOutcome, Referral, ReferralState
from webapp.models.routing import Direction, TransferState
from webapp.pages.written import day
from webapp.verification.shown import short_day

R, B = ReferralState, BreachState
Rechecks = Mapping[int, Sequence[Recheck]]


def row_of(session: Session, request: Request, rechecks: Rechecks) -> dict[str, object]:
    """What stands below a request: where it was handed to, and how it is looked at again."""
    looked = [_recheck(one) for one in rechecks.get(request.id, ()) if _is_told(one)]
    return {"transfer": _transfer(session, request), "rechecks": looked}


def _transfer(session: Session, request: Request) -> str | None:
    """Asked of the database only where a step led out of the city."""
    if not any(one.to_state == RequestState.TRANSFERRED for one in request.events):
        return None
    found = transferring.find_newest(session, request)
    if found is None or found.direction != Direction.OUT:
        return None
    outcomes = load_texts("transfers")["outcomes"]
    words = {
        TransferState.PENDING: "正转给{there}",
        TransferState.SENDING: "正转给{there}",
        TransferState.UNCERTAIN: "转给{there}的，可能没送到。镇街正在打电话问，不用您跑",
        TransferState.REFUSED: "{there}没有收，回到这里接着办",
        TransferState.TAKEN: "{there}收到了，由那边办",
        TransferState.ANSWERED: "{there}有结果了：{outcome}",
    }
    outcome = outcomes.get(found.outcome or "", "")
    return say(words[TransferState(found.state)], there=found.there, outcome=outcome)


def rechecks_of(session: Session, application: Application) -> Rechecks:
    """Those of every request by its id, the newest first."""
    found: dict[int, list[Recheck]] = {}
    for one in rechecking.list_all(session, application):
        found.setdefault(one.request_id, []).append(one)
    return found


def _is_told(one: Recheck) -> bool:
    return one.done_at is None or one.outcome is not None


def _recheck(one: Recheck) -> dict[str, object]:
    words = load_texts("rechecks")["citizen"]
    key = one.outcome or ("open" if one.opened_at else "planned")
    at = short_day(day_of(one.done_at)) if one.done_at else short_day(one.due_on)
    until = short_day(one.until) if one.until else ""
    stopped = one.outcome == RecheckOutcome.STOPPED
    return {
        "says": say(words[key], day=at, until=until),
        "why": "" if one.done_at else one.says,
        "source": "" if one.done_at else one.source,
        "reasons": _reasons(one) if stopped else [],
        "stopped": stopped,
    }


def _reasons(one: Recheck) -> list[tuple[str, str]]:
    findings = one.findings or {}
    failing = set(findings.get("failing", ()))
    unmet = (said for said in findings.get("conditions", ()) if said["id"] in failing)
    return [(said["says"], said["source"]) for said in unmet]


def waiting(besides: Besides) -> dict[str, object]:
    """What the page of the status points to: a question about a charity, a commitment."""
    return {
        "charities": besides.referrals,
        "charity_asks": besides.offered,
        "breaches": besides.breaches,
    }


def charity_page(session: Session, guide: Guide, application: Application) -> dict[str, object]:
    return {"rows": [_referral(guide, one) for one in referring.list_referrals(session, application)]}


def _referral(guide: Guide, one: Referral) -> dict[str, object]:
    words, policy = load_texts("referral"), guide.policies[one.policy]
    return {
        "id": one.id,
        "name": policy.name,
        "policy": policy.id,
        "summary": policy.summary,
        "state": words["states"][one.state]["citizen"],
        "text": referring.consent_text(guide, one).splitlines(),
        "met": [said["says"] for said in one.findings["conditions"] if said["verdict"] == "met"],
        "asks": one.state in (R.OFFERED, R.DECLINED),
        "may_stop": one.state == R.AGREED,
        "outcome": words["outcomes"].get(one.outcome or "", ""),
        "answer": one.answer or "",
    }


def commitment_page(session: Session, guide: Guide, application: Application) -> dict[str, object]:
    found = committing.list_breaches(session, application.id, told=True)
    return {"rows": [_breach(guide, one) for one in found], "said": load_texts("commitment")["citizen"]}


def _breach(guide: Guide, one: Breach) -> dict[str, object]:
    said = [event for event in one.events if event.to_state in (B.UPHELD, B.REVOKED, B.REPAIRED)]
    return {
        "id": one.id,
        "who": one.member.name or "",
        "state": load_texts("commitment")["states"][one.state]["citizen"],
        "facts": one.facts,
        "measures": committing.measures_of(guide, one),
        "until": short_day(one.expires_on) if one.expires_on else "",
        "told": next((day(event.at) for event in one.events if event.to_state == B.TOLD), ""),
        "reply": said[-1].note or "" if said else "",
        "may_appeal": one.state == B.TOLD,
        "may_repair": one.state in (B.TOLD, B.UPHELD),
    }
