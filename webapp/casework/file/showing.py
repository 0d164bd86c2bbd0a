"""The page of one request: who, masked; what is known; what the rules come to; what has happened and may."""

from __future__ import annotations

import datetime
from collections.abc import Collection, Iterable, Mapping

from sqlalchemy.orm import Session

from bot.phrases import fact_phrase
from knowledge import Guide, parse_value
from webapp.applications import changing, consent, extending, fund, moving, publishing, replying, surveys
from webapp.applications.progress import due_of
from webapp.applications.states import VISITED, RequestState
from webapp.applications.states import Role as Part
from webapp.applications.wording import load_state_words, load_texts
from webapp.casework import colleagues
from webapp.casework.file import resting, stepping, telling
from webapp.casework.file.reading import Known
from webapp.casework.queue.showing import due_words
from webapp.casework.verifying import showing as verification
from webapp.models.afterwards import HouseholdChange, Supplement
from webapp.models.applications import Application, ApplicationMember, Request
from webapp.pages.changing.contexts import fact_words
from webapp.security.crypto import mask_address, mask_card, mask_id_number, mask_name, mask_phone
from webapp.verification.shown import short_day

S = RequestState
VERDICTS = {"met": "符合", "unmet": "不符合", "unknown": "还没查清"}
PARTS = {"name": "姓名", "id_number": "身份证号", "phone": "电话", "address": "住址", "bank_card": "银行卡号"}


def make_page(
    session: Session, guide: Guide, request: Request, known: Known, *, part: Part, now: datetime.datetime
) -> dict[str, object]:
    filed = request.application
    asked, due = moving.find_asked(session, request), due_of(request)
    replies = replying.find_replies(session, filed)
    back = moving.return_state(request, asked, now) if asked else None
    return {
        "request": request,
        "title": telling.title_of(guide, request),
        "state": load_state_words()[S(request.state)].label,
        "due": due_words(due),
        "is_late": due is not None and due.is_over(now),
        "groups": verification.groups(guide, filed, known.comparison.rows, replies, masked=True),
        "differing": len(known.comparison.differing),
        "verdict": known_verdict(guide, filed, known),
        "steps": stepping.next_steps(request, part, back, stepping.find_lacks(session, request)),
        "timeline": telling.timeline(session, request),
        "asked": asked,
        "supplied": [_supplied(one) for one in request.supplements if one.closed_at is not None],
        "decisions": decisions(session, guide, request),
        "unsigned": len(consent.find_missing(session, filed, now)),
        "others": [
            _other(guide, one) for one in filed.requests if one is not request and one.state != S.DRAFT
        ],
        "changes": [_changed(guide, one) for one in filed.changes if one.seen_at is None],
        "clerk": colleagues.names_of(session, [request.clerk_id]).get(request.clerk_id, ""),
        "mates": colleagues.find_colleagues(session, district=request.district, town=request.town),
        "grounds": extending.offered(guide, request, now),
        "fund": _fund(session, request),
        "assistants": _assistants(session, request),
        "visitor": colleagues.names_of(session, [request.visitor_id]).get(request.visitor_id, ""),
        "until": publishing.hangs_until(session, request),
        "visits": surveys.find_surveys(session, filed),
    }


def household(application: Application, shown: Collection[str] = ()) -> dict[str, object]:
    """Who belongs to it and how they are reached; only what is in `shown` in full."""

    def tell(part: str, value: str | None, mask) -> str:
        return "" if not value else value if part in shown else mask(value)

    return {
        "members": [
            {
                "called": verification.called(one, tell("name", one.name, mask_name)),
                "id_number": tell("id_number", one.id_number, mask_id_number),
                "gone": _gone(one),
            }
            for one in application.members
        ],
        "phone": tell("phone", application.phone, mask_phone),
        "address": tell("address", application.address, mask_address),
        "bank_card": tell("bank_card", application.bank_card, mask_card),
        "note": application.note or "",
    }


def _supplied(supplement: Supplement) -> dict[str, object]:
    """A list that is closed: what was wanted, and what came."""
    rows = [(one.wanted, one.answer or ("交了" if one.answered_at else "没补")) for one in supplement.entries]
    return {"day": short_day(supplement.closed_at), "rows": rows}


def _gone(member: ApplicationMember) -> str:
    if member.left_on is None:
        return ""
    died = member.left_why == changing.ChangeKind.DEATH
    return f"{short_day(member.left_on)}{'去世' if died else '搬走'}"


def known_verdict(guide: Guide, application: Application, known: Known) -> dict[str, object] | None:
    """The same for what is known today, with what rests on the applicant's word alone."""
    found = verdict(guide, known.findings)
    if found is not None:
        own = resting.own_words(guide, application, known.comparison.rows, known.findings["conditions"])
        for one in found["conditions"]:
            one["own"] = "；".join(own.get(one["id"], ()))
        found["own"] = len(own)
    return found


def verdict(guide: Guide, findings: Mapping[str, object] | None) -> dict[str, object] | None:
    """What the rules come to: each condition, what stands in the way, the sum and its working."""
    if findings is None:
        return None
    rows = [_condition(guide, one) for one in findings["conditions"]]
    failing = set(findings["failing"])
    return {
        "verdict": findings["verdict"],
        "words": VERDICTS[findings["verdict"]],
        "conditions": rows,
        "failing": [one for one in rows if one["id"] in failing],
        "open": [one for one in rows if one["verdict"] == "unknown"],
        "amount": amount_words(findings["amount"]),
        "working": (findings["amount"] or {}).get("working", ()),
    }


def _condition(guide: Guide, one: Mapping[str, object]) -> dict[str, object]:
    return {
        "id": one["id"],
        "verdict": one["verdict"],
        "verdict_words": VERDICTS[one["verdict"]],
        "says": one["says"],
        "read": "，".join(_values(guide, one.get("values") or {})),
        "source": one.get("source") or "",
        "ruled": one.get("ruled") or "",
    }


def _values(guide: Guide, values: Mapping[str, object]) -> Iterable[str]:
    """The values read, as far as they are facts that have words."""
    for key, raw in values.items():
        definition = guide.facts.get(key)
        if definition is not None and raw is not None and not isinstance(raw, list):
            yield fact_phrase(definition, parse_value(definition, raw))


def amount_words(amount: Mapping[str, object] | None) -> str:
    """355 元/户·月; a range while something is open; nothing where no sum is known."""
    if not amount or amount.get("low") is None:
        return ""
    low, high, unit = amount["low"], amount.get("high"), amount["unit"]
    if high is None:
        return f"至少 {low} {unit}"
    return f"{low} {unit}" if low == high else f"{low} 到 {high} {unit}"


def decisions(session: Session, guide: Guide, request: Request) -> list[dict[str, object]]:
    """Every decision, the newest first."""
    names = colleagues.names_of(session, (colleagues.id_of(one.by) for one in request.decisions))
    return [
        {
            "row": one,
            "words": load_state_words()[S(one.outcome)].label,
            "day": short_day(one.at),
            "who": telling.who(one.by, names),
            "amount": yuan(one.amount_fen),
            "failing": verdict(guide, one.findings)["failing"] if one.outcome == S.NOT_APPROVED else [],
        }
        for one in reversed(request.decisions)
    ]


def yuan(fen: int | None) -> str:
    if fen is None:
        return ""
    return f"{fen // 100}" if fen % 100 == 0 else f"{fen / 100:.2f}"


def _other(guide: Guide, request: Request) -> tuple[int, str, str]:
    return request.id, telling.title_of(guide, request), load_state_words()[S(request.state)].label


def _fund(session: Session, request: Request) -> dict[str, str] | None:
    """What the reserve fund has paid for it, and when that came back."""
    paid = fund.find_payment(session, request)
    if paid is None:
        return None
    back = fund.find_return(session, request)
    return {"paid": yuan(-paid.amount_fen), "back": short_day(back.at) if back is not None else ""}


def _assistants(session: Session, request: Request) -> list[tuple[int, str]]:
    """Who can be asked to visit, while a visit is due."""
    return colleagues.find_assistants(session, request.town) if request.state in VISITED else []


def _changed(guide: Guide, change: HouseholdChange) -> dict[str, object]:
    """A new address stands with the household, masked."""
    member = changing.member_of(change.application, change.person)
    moved = change.kind == changing.ChangeKind.ADDRESS
    return {
        "id": change.id,
        "day": short_day(change.happened_on),
        "says": load_texts("changes")[change.kind]["told"],
        "who": verification.called(member, mask_name(member.name or "")) if member is not None else "",
        "facts": [] if moved else [words for one in change.facts if (words := fact_words(guide, one))],
        "words": "" if moved else change.words or "",
    }
