"""What comes from the form of a corrected mistake."""

from __future__ import annotations

import datetime

from werkzeug.datastructures import MultiDict

from knowledge import Guide
from webapp.applications.correcting import EFFECTS, LONGEST, Mistake
from webapp.models.duties import FoundHow
from webapp.pages.forms import FormError

DAYS = ("happened_on", "found_on", "put_right_on")


def parse_mistake(form: MultiDict, guide: Guide) -> Mistake:
    """Raises FormError with the message for each field."""
    errors, days = {}, {}
    for name in DAYS:
        try:
            days[name] = datetime.date.fromisoformat(form.get(name, "").strip())
        except ValueError:
            errors[name] = "日子写成 2026-11-22 这样"
    if form.get("found_how") not in set(FoundHow):
        errors["found_how"] = "选怎么发现的"
    if form.get("effect") not in EFFECTS:
        errors["effect"] = "选对群众有什么影响"
    policy = form.get("policy") or None
    if policy is not None and policy not in guide.policies:
        errors["policy"] = "选一项政策"
    if errors:
        raise FormError(errors)
    said = {name: form.get(name, "").strip()[:LONGEST] for name in ("what", "put_right", "lesson", "case")}
    found_how, effect = FoundHow(form["found_how"]), form["effect"]
    return Mistake(**said, **days, found_how=found_how, effect=effect, policy=policy)
