"""Routes of warnings. The list shows codes; whom one is about is shown once the purpose is said."""

from __future__ import annotations

from flask import current_app, g, redirect, render_template, request, url_for
from werkzeug.wrappers import Response

from webapp import clock
from webapp.casework import bp
from webapp.casework.warnings import filing, forms, opening, showing
from webapp.db import begin_write
from webapp.models.audit import Reason
from webapp.models.monitoring import WarningRow, WarningState
from webapp.models.staff import Role
from webapp.monitoring import villages, visiting
from webapp.pages.forms import FormError, parse_press
from webapp.security import access

Page = str | Response | tuple[str, int]
LOOKERS = (Role.TOWN, Role.ASSISTANT, Role.DISTRICT)
CLOSED = "这一条刚刚有人记过结果，已经办完了"


@bp.get("/warnings")
@access.roles(*LOOKERS)
def warnings() -> str:
    return _list_page()


@bp.post("/warnings")
@access.roles(Role.TOWN)
def assign_warnings() -> Page:
    """What was ticked goes to an assistant of the town."""
    begin_write(g.session)
    try:
        ids = forms.parse_ticked(request.form)
        assistant = forms.parse_assistant(request.form, _assistants())
    except FormError as wrong:
        return _list_page(wrong.errors), 422
    for id in visiting.assign(g.session, g.staff.region, ids, assistant):
        opening.record_act(f"warning:{id}", "assign-warning")
    g.session.commit()
    return redirect(url_for("casework.warnings"), 303)


@bp.get("/warnings/villages")
@access.roles(Role.TOWN)
def show_villages() -> str:
    return _villages_page()


@bp.post("/warnings/villages")
@access.roles(Role.TOWN)
def name_village() -> Page:
    """Who looks after a village from now on; what waits there goes along."""
    begin_write(g.session)
    try:
        village, assistant = forms.parse_village(request.form), None
        if request.form.get("do") != "nobody":
            assistant = forms.parse_assistant(request.form, _assistants())
    except FormError as wrong:
        return _villages_page(wrong.errors), 422
    villages.name_assistant(g.session, g.staff.region.town, village, assistant)
    opening.record_act(f"town:{g.staff.region.town}", "name-village-assistant")
    g.session.commit()
    return redirect(url_for("casework.show_villages"), 303)


@bp.get("/warnings/<int:warning_id>")
@access.roles(*LOOKERS)
def show_warning(warning_id: int) -> str:
    return _asking_page(opening.get_warning(warning_id))


@bp.post("/warnings/<int:warning_id>")
@access.roles(*LOOKERS)
def look_at_warning(warning_id: int) -> Page:
    """The purpose is said: who it is, what is known, and the form of the visit."""
    found = opening.get_warning(warning_id)
    try:
        reason = forms.parse_reason(request.form, g.staff.role)
    except FormError as wrong:
        return _asking_page(found, wrong.errors), 422
    page = _open_page(found, reason)
    g.session.commit()
    return page


@bp.post("/warnings/<int:warning_id>/visit")
@access.roles(Role.TOWN, Role.ASSISTANT)
def take_visit(warning_id: int) -> Page:
    found = opening.get_warning(warning_id)
    try:
        _keep(found)
    except (FormError, visiting.WarningClosedError) as wrong:
        return _open_again(found, wrong)
    g.session.commit()
    goes_on = found.state == WarningState.HELPING
    path = {"endpoint": "casework.show_warning", "warning_id": found.id} if goes_on else None
    return redirect(url_for(**path) if path else url_for("casework.warnings"), 303)


@bp.post("/warnings/<int:warning_id>/apply")
@access.roles(Role.ASSISTANT)
def begin_application(warning_id: int) -> Page:
    """For whom they visited: begun once, filled in on the citizens' pages."""
    found = opening.get_warning(warning_id)
    try:
        reason = forms.parse_reason(request.form, g.staff.role)
        opening.begin_application(found, forms.parse_facts(request.form))
    except FormError as wrong:
        return _open_again(found, wrong)
    opening.record_look(found, reason, showing.facts_taken(found))
    g.session.commit()
    return redirect(url_for("h5.go_on_helping", warning=found.id), 303)


def _keep(found: WarningRow) -> None:
    """The visit, and a refusal where one was said."""
    visit, key = forms.parse_visit(request.form, clock.today()), parse_press(request.form)
    opening.require_filed(found, visit)
    visiting.record(g.session, found, visit, g.staff.actor, at=clock.now(), key=key)
    opening.record_act(opening.subject_of(found), f"visit-{visit.outcome}")
    if request.form.get("no_more") == "yes":
        opening.refuse_contact(found)


def _open_again(found: WarningRow, wrong: FormError | visiting.WarningClosedError) -> tuple[str, int]:
    errors = wrong.errors if isinstance(wrong, FormError) else {"outcome": CLOSED}
    try:
        reason = forms.parse_reason(request.form, g.staff.role)
    except FormError as missing:
        return _asking_page(found, missing.errors), 422
    page = _open_page(found, reason, errors)
    g.session.commit()
    return page, 422


def _assistants() -> list[tuple[int, str]]:
    return villages.list_assistants(g.session, g.staff.region.town)


def _list_page(errors: dict[str, str] | None = None) -> str:
    own = g.staff.id if g.staff.role is Role.ASSISTANT else None
    found, total = visiting.list_open(g.session, g.staff.region, own)
    is_town = g.staff.role is Role.TOWN
    return render_template(
        "casework/warnings/list.html",
        rows=showing.rows(g.session, current_app.guide, found, clock.today()),
        total=total, assistants=_assistants() if is_town else [], is_town=is_town, errors=errors,
    )  # fmt: skip


def _villages_page(errors: dict[str, str] | None = None) -> str:
    names = _assistants()
    rows = villages.list_villages(g.session, g.staff.region.town)
    known = [(one.village, dict(names).get(one.staff_id, "（停用了）")) for one in rows]
    about = {"rows": known, "assistants": names, "form": request.form, "errors": errors}
    return render_template("casework/warnings/villages.html", **about)


def _asking_page(found: WarningRow, errors: dict[str, str] | None = None) -> str:
    row = showing.row(current_app.guide, found, clock.today())
    reasons = forms.reasons_for(g.staff.role)
    return render_template("casework/warnings/ask.html", row=row, reasons=reasons, errors=errors)


def _open_page(found: WarningRow, reason: Reason, errors: dict[str, str] | None = None) -> str:
    """The look is recorded before anything is shown."""
    opening.record_look(found, reason, showing.facts_read(found))
    return render_template(
        "casework/warnings/warning.html",
        row=showing.row(current_app.guide, found, clock.today()),
        **showing.page(current_app.guide, found),
        **filing.page(g.session, current_app.guide, found, g.staff, now=clock.now()),
        reason=reason, today=clock.today(), may_visit=g.staff.role is not Role.DISTRICT,
        form=request.form, errors=errors,
    )  # fmt: skip
