"""Who acts for the applicant."""

from __future__ import annotations

from webapp.applications import helping
from webapp.applications.wording import load_texts
from webapp.models.afterwards import Helper
from webapp.models.applications import Application


def helpers_page(application: Application) -> dict[str, object]:
    return {"helpers": [_helper(one) for one in application.helpers]}


def _helper(helper: Helper) -> dict[str, object]:
    return {
        "row": helper,
        "kind": helping.kind_label(helper),
        "scope": load_texts("helping")["scopes"][helper.scope],
    }
