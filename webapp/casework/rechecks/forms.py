"""What comes from the forms of re-checks. Raises FormError with the message for each field."""

from __future__ import annotations

import datetime
import re

from werkzeug.datastructures import MultiDict

from webapp.applications.drafting import to_fen
from webapp.applications.rechecking import Result
from webapp.models.followups import RecheckOutcome
from webapp.pages.forms import FormError

AMOUNT = re.compile(r"\d{1,7}(\.\d{1,2})?")
NO_DAY = "日子写成 2027-01-31 这样"


def parse_day(form: MultiDict, field: str) -> datetime.date:
    try:
        return datetime.date.fromisoformat(form.get(field, "").strip())
    except ValueError:
        raise FormError({field: NO_DAY}) from None


def parse_result(form: MultiDict) -> Result:
    """How the re-check came out."""
    chosen, note = form.get("outcome", ""), form.get("note", "").strip()
    errors = {}
    if chosen not in set(RecheckOutcome):
        errors["outcome"] = "选一下结果"
    if not note:
        errors["note"] = "写明查到了什么"
    amount = form.get("amount", "").strip()
    if amount and not AMOUNT.fullmatch(amount):
        errors["amount"] = "写数字，比如 350 或 350.50"
    if chosen == RecheckOutcome.ADJUSTED and not amount:
        errors["amount"] = "改成多少"
    if errors:
        raise FormError(errors)
    until = parse_day(form, "until") if chosen == RecheckOutcome.FADING else None
    return Result(RecheckOutcome(chosen), note[:1000], until, to_fen(amount) if amount else None)
