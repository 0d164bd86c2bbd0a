"""What comes from the forms of commitments that were not kept."""

from __future__ import annotations

import datetime

from werkzeug.datastructures import MultiDict

from webapp.applications.committing import Untrue
from webapp.models.followups import BreachState
from webapp.pages.forms import FormError

LONGEST = 200


def parse_found(form: MultiDict) -> tuple[int, list[Untrue]]:
    """Whose word it was (the place of the member), and what was untrue of it."""
    parts = {name: form.get(name, "").strip()[:LONGEST] for name in ("label", "declared", "found")}
    messages = {"label": "写是哪一件事", "declared": "写本人怎么说的", "found": "写查到的是什么"}
    errors = {name: messages[name] for name, words in parts.items() if not words}
    if not form.get("words", "").strip():
        errors["words"] = "写怎么查到的、问过本人没有"
    place = form.get("member", "")
    if not (place.isascii() and place.isdigit()):
        errors["member"] = "选是谁说的"
    if errors:
        raise FormError(errors)
    return int(place), [Untrue(**parts)]


def parse_step(form: MultiDict) -> BreachState:
    try:
        return BreachState(form.get("step", ""))
    except ValueError:
        raise FormError({"note": "从按钮里选一步"}) from None


def parse_record(form: MultiDict) -> tuple[list[str], datetime.date | None]:
    """The consequences, and the day until which the record stands."""
    typed = form.get("expires_on", "").strip()
    try:
        return form.getlist("measure"), datetime.date.fromisoformat(typed) if typed else None
    except ValueError:
        raise FormError({"expires_on": "日子写成 2027-01-31 这样，没有规定就空着"}) from None
