"""The two pages of who fills in for somebody else: who they are, and the consent of whom it is for."""

from __future__ import annotations

from typing import TYPE_CHECKING

from knowledge import Guide
from webapp.applications import consent, helping, identity, steps
from webapp.applications.errors import IdentityError
from webapp.applications.steps import Step
from webapp.applications.wording import load_deed, load_texts
from webapp.models.applications import Application
from webapp.pages.forms import FormError

if TYPE_CHECKING:
    from webapp.pages.applying.taking import Taking

MYSELF, PAPER = "self", "paper"


def take_helper(taking: Taking) -> None:
    """Who helps; or that nobody does, where the applicant is the one who speaks."""
    draft, form = taking.draft, taking.form
    if form.get("do") == MYSELF and steps.applicant_of(draft).relation == "self":
        draft.answered = [one for one in draft.answered if one != steps.HELPED]
        draft.helpers.clear()
        return
    person, errors = _read(form)
    if errors:
        raise FormError(errors)
    helping.open_permission(taking.session, draft, person, taking.now)


def _read(form) -> tuple[helping.Person | None, dict[str, str]]:
    errors, read = {}, {}
    for field, parse in (("helper_name", identity.parse_name), ("helper_phone", identity.parse_phone)):
        try:
            read[field] = parse(form.get(field, ""))
        except IdentityError as wrong:
            errors[field] = str(wrong)
    if form.get("relation") not in helping.relations():
        errors = {"relation": "请选您是申请人的什么人"} | errors
    if errors:
        return None, errors
    return helping.Person(form["relation"], read["helper_name"], read["helper_phone"]), {}


def take_consent(taking: Taking) -> None:
    """Signed by the applicant here, or on paper, which the village station hands in."""
    helper, applicant, form = helping.find_open(taking.draft), taking.member, taking.form
    scope = helping.Scope.ALL if form.get("scope") == helping.Scope.ALL else helping.Scope.FILING
    if form.get("do") == PAPER:
        helping.give_consent(helper, consent.SignatureKind.PAPER, applicant.name, scope, at=taking.now)
        return
    typed = consent.TypedSignature(
        form.get("signed_name", ""), form.get("id_tail", ""), form.get("agreed") == "yes"
    )
    errors = consent.find_signature_errors(applicant, typed)
    if errors:
        raise FormError(errors)
    helping.give_consent(helper, consent.SignatureKind.TYPED, typed.name.strip(), scope, at=taking.now)


def show_helper(guide: Guide, draft: Application, step: Step) -> dict[str, object]:
    applicant = steps.applicant_of(draft)
    return {
        "helper": helping.find_open(draft),
        "relations": list(helping.relations().items()),
        "applicant": applicant,
        "may_be_self": applicant.relation == "self",
    }


def show_consent(guide: Guide, draft: Application, step: Step) -> dict[str, object]:
    helper, applicant = helping.find_open(draft), steps.applicant_of(draft)
    deed = load_deed("helping")
    who = f"{helper.name}（{helping.kind_label(helper)}）"
    return {
        "deed": deed,
        "rows": deed.rows_for(applicant.name, who),
        "member": applicant,
        "helper": helper,
        "scopes": list(load_texts("helping")["scopes"].items()),
    }
