"""What comes from the form of a decision: rulings on open conditions, the outcome, the sum, the meeting."""

from __future__ import annotations

import datetime
from collections.abc import Mapping
from dataclasses import dataclass
from decimal import Decimal

from werkzeug.datastructures import MultiDict

from knowledge import Verdict
from webapp.applications.deciding import Proposal, Ruling
from webapp.applications.drafting import to_fen
from webapp.applications.states import RequestState
from webapp.pages.forms import FormError, parse_typed

S = RequestState
APPROVE, REFUSE, MEETING = "approve", "refuse", "meeting"
FUND = "fund"
GRANTS = frozenset({APPROVE, MEETING})
LONGEST = 2000
MOST_YUAN = 1_000_000
FIRST_HELP = "急事先办：先救助，手续和核对随后补"


@dataclass(frozen=True)
class Decided:
    """A decision as it was filled in. `from_fund`: urgent help is paid from the town's reserve."""

    proposal: Proposal
    from_fund: bool = False


def parse_rulings(form: MultiDict, open_ids: list[str]) -> dict[str, Ruling]:
    """What the clerk found of conditions that the facts leave open. Raises FormError without a reason."""
    found, errors = {}, {}
    for id in open_ids:
        verdict = form.get(f"rule|{id}", "")
        if verdict in (Verdict.MET.value, Verdict.UNMET.value):
            why = form.get(f"why|{id}", "").strip()[:LONGEST]
            found[id] = Ruling(Verdict(verdict), why)
            if not why:
                errors[f"why|{id}"] = "写明凭什么这么认定"
    if errors:
        raise FormError(errors)
    return found


def parse_decision(form: MultiDict, findings: Mapping[str, object], *, urgent: bool) -> Decided:
    """Raises FormError, field by field."""
    errors: dict[str, str] = {}
    match form.get("outcome", ""):
        case "refuse":
            return Decided(Proposal(S.NOT_APPROVED, findings))
        case "approve":
            words = FIRST_HELP if urgent and findings["verdict"] != Verdict.MET.value else None
            minutes = None
        case "meeting":
            words, minutes = _parse_meeting(form, errors)
        case _:
            raise FormError({"outcome": "选一个：批、不批，还是一事一议"})
    from_fund = urgent and form.get("paid_by") == FUND
    is_free = urgent or minutes is not None
    proposal = Proposal(
        S.APPROVED,
        findings,
        amount_fen=parse_amount(form, findings, errors, must=from_fund, is_free=is_free),
        meeting=words,
        minutes=minutes,
        starts_on=_parse_day(form, "starts_on", errors, "从哪天起，写成 2026-12-01 这样"),
    )
    if errors:
        raise FormError(errors)
    return Decided(proposal, from_fund)


def _parse_meeting(form: MultiDict, errors: dict[str, str]) -> tuple[str, dict[str, object]]:
    held_on = _parse_day(form, "held_on", errors, "哪天开的会，写成 2026-11-28 这样")
    people = form.get("people", "").strip()[:LONGEST]
    words = form.get("minutes", "").strip()[:LONGEST]
    if not people:
        errors["people"] = "写上谁参加了"
    if not words:
        errors["minutes"] = "写上为什么这么定"
    return words, {"held_on": held_on.isoformat() if held_on else "", "people": people, "words": words}


def exact_amount(findings: Mapping[str, object]) -> Decimal | None:
    """The sum where the rules leave no room."""
    amount = findings["amount"]
    is_exact = amount and amount.get("low") is not None and amount["low"] == amount.get("high")
    return Decimal(str(amount["low"])) if is_exact else None


def parse_amount(
    form: MultiDict,
    findings: Mapping[str, object],
    errors: dict[str, str],
    *,
    must: bool = False,
    is_free: bool = False,
) -> int | None:
    """In fen: exact as assessed; else what was typed, within what the assessment leaves open.

    `is_free`: a meeting, or the first help in need, may give another sum than the rules would.
    """
    exact = exact_amount(findings)
    typed, amount = form.get("amount", "").strip(), findings["amount"]
    if exact is not None and not (is_free and typed):
        return to_fen(exact)
    if not typed:
        if amount or must:
            errors["amount"] = "写上批多少元"
        return None
    try:
        number = Decimal(str(parse_typed(typed, "number")))
    except FormError as wrong:
        errors["amount"] = next(iter(wrong.errors.values()))
        return None
    low, high = _bounds({} if is_free else amount)
    if not (low <= number <= high and number > 0) or number != round(number, 2):
        errors["amount"] = f"要在 {low} 到 {high} 元之间，最多写到分"
        return None
    return to_fen(number)


def _bounds(amount: Mapping[str, object] | None) -> tuple[Decimal, Decimal]:
    low = (amount or {}).get("low") or 0
    high = (amount or {}).get("high")
    return Decimal(str(low)), Decimal(str(MOST_YUAN if high is None else high))


def _parse_day(form: MultiDict, name: str, errors: dict[str, str], says: str) -> datetime.date | None:
    try:
        return datetime.date.fromisoformat(form.get(name, "").strip())
    except ValueError:
        errors[name] = says
        return None
