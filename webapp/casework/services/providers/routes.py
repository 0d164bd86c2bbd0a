"""The supply list: providers, what they have, the towns they serve; and the hours that they gave."""

from __future__ import annotations

from collections.abc import Mapping

from flask import current_app, g, redirect, render_template, request, url_for
from werkzeug.wrappers import Response

from webapp import clock
from webapp.applications.errors import ApplicationError
from webapp.casework import DECIDERS, acting, bp
from webapp.casework.services import delivering, forms, supplying
from webapp.casework.services.delivering import HoursError
from webapp.casework.services.providers import showing
from webapp.casework.services.showing import towns_in
from webapp.db import begin_write
from webapp.ledger.desk.forms import parse_month
from webapp.ledger.figures import Month, months
from webapp.models.audit import Reason
from webapp.models.needs import ServiceAssignment, ServiceProvider
from webapp.models.staff import Role
from webapp.pages.forms import FormError
from webapp.problems import Problem
from webapp.security import access, audit
from webapp.staff.regions import covers

Answer = str | Response | tuple[str, int]
ENTERERS = (Role.TOWN, Role.DISTRICT)


@bp.get("/services/providers")
@access.roles(*DECIDERS)
def list_providers() -> str:
    return _list_page()


@bp.post("/services/providers")
@access.roles(*ENTERERS)
def enter_provider() -> Answer:
    """A town enters for itself; a district for its towns. Pressed twice it is entered once."""
    towns, press = towns_in(current_app.guide, g.staff.region), acting.read_press()
    try:
        entered = forms.parse_provider(request.form, towns, lambda _: g.staff.region.district)
    except FormError as wrong:
        return _list_page(wrong.errors), 422
    begin_write(g.session)
    key = f"{g.staff.actor}:{press.key or press.at.isoformat()}"
    made = supplying.add_provider(g.session, entered, by=g.staff.actor, at=press.at, key=key)
    g.session.commit()
    return redirect(url_for("casework.show_provider", provider_id=made.id), 303)


@bp.get("/services/providers/<int:provider_id>")
@access.roles(*DECIDERS)
def show_provider(provider_id: int) -> str:
    return _page(_get_seen(provider_id))


@bp.post("/services/providers/<int:provider_id>")
@access.roles(*ENTERERS)
def change_provider(provider_id: int) -> Answer:
    """What it has of a service, the towns it serves, or that it stops. Only where it sits."""
    begin_write(g.session)
    found = _get_seen(provider_id)
    about = f"service-provider:{found.id}"
    access.require_region(district=found.district, town=found.town, subject=about)
    try:
        _change(found)
    except (FormError, ApplicationError) as wrong:
        errors = wrong.errors if isinstance(wrong, FormError) else {"hours": str(wrong)}
        g.session.rollback()
        return _page(_get_seen(provider_id), errors), 422
    g.session.commit()
    return redirect(url_for("casework.show_provider", provider_id=provider_id), 303)


def _change(found: ServiceProvider) -> None:
    guide, by = current_app.guide, {"by": g.staff.actor, "at": clock.now()}
    match request.form.get("do", ""):
        case "offer":
            service, minutes, places = forms.parse_offer(request.form, guide.scale.services)
            amount = {"minutes_per_month": minutes, "places": places}
            supplying.set_offer(g.session, found, service, **amount, **by)
        case "towns":
            towns = forms.parse_towns(request.form, towns_in(guide, g.staff.region))
            if not towns:
                raise FormError({"towns": "至少勾一个镇街；都不去了，就停用"})
            supplying.set_towns(g.session, found, towns, **by)
        case "close":
            supplying.close_provider(g.session, found, **by)
        case _:
            raise Problem(422, "nothing-to-do", "没有这一步。")


@bp.get("/services/providers/<int:provider_id>/hours")
@access.roles(*DECIDERS)
def show_hours(provider_id: int) -> str:
    begin_write(g.session)
    page = _hours_page(*_sheet(provider_id))
    g.session.commit()
    return page


@bp.get("/services/providers/<int:provider_id>/hours/sheet")
@access.roles(*DECIDERS)
def print_hours(provider_id: int) -> str:
    """The sheet that the provider fills in by hand and signs."""
    begin_write(g.session)
    page = _hours_page(*_sheet(provider_id), template="casework/services/hours_sheet.html")
    g.session.commit()
    return page


@bp.post("/services/providers/<int:provider_id>/hours")
@access.roles(*ENTERERS)
def take_hours(provider_id: int) -> Answer:
    begin_write(g.session)
    found, month, rows = _sheet(provider_id)
    try:
        minutes = forms.parse_sheet(request.form, [one.id for one in rows])
        delivering.record(g.session, rows, month, minutes, by=g.staff.actor, at=clock.now())
    except (FormError, HoursError) as wrong:
        return _hours_again(provider_id, wrong)
    g.session.commit()
    return redirect(url_for("casework.show_hours", provider_id=found.id, month=month), 303)


def _hours_again(provider_id: int, wrong: FormError | HoursError) -> tuple[str, int]:
    """Nothing of a sheet is kept that does not hold as a whole."""
    errors = wrong.errors if isinstance(wrong, FormError) else {f"hours-{wrong.assignment_id}": str(wrong)}
    begin_write(g.session)
    page = _hours_page(*_sheet(provider_id), errors=errors)
    g.session.commit()
    return page, 422


def _sheet(provider_id: int) -> tuple[ServiceProvider, Month, list[ServiceAssignment]]:
    """The month's assignments that lie in the region, with the look at each case recorded."""
    found = _get_seen(provider_id)
    month = parse_month(request.values.get("month", ""), clock.today(), finished=False)
    rows = delivering.find_of_month(g.session, found.id, month, g.staff.region)
    about = {"reason": Reason.HANDLING, "facts": ("name", "services"), "at": clock.now()}
    for case in showing.applications_of(rows):
        audit.record_read(g.session, g.staff, case, **about)
    return found, month, rows


def _get_seen(provider_id: int) -> ServiceProvider:
    """One that sits in the region or serves it. Raises Problem 404."""
    mine = (ServiceProvider.id == provider_id, supplying.seen_by(g.staff.region))
    found = g.session.query(ServiceProvider).filter(*mine).one_or_none()
    if found is None:
        raise Problem(404, "unknown-provider", "没有这一家，或者它不到您这里。")
    return found


def _list_page(errors: Mapping[str, str] | None = None) -> str:
    providers = supplying.list_providers(g.session, g.staff.region)
    return render_template(
        "casework/services/providers.html",
        rows=showing.rows(g.session, current_app.guide, providers, clock.today()),
        towns=list(towns_in(current_app.guide, g.staff.region).items()),
        may_enter=g.staff.role in ENTERERS,
        form=request.form,
        errors=errors,
    )


def _page(found: ServiceProvider, errors: Mapping[str, str] | None = None) -> str:
    guide, region = current_app.guide, g.staff.region
    return render_template(
        "casework/services/provider.html",
        one=showing.rows(g.session, guide, [found], clock.today())[0],
        served=[row.town for row in found.towns],
        towns=list(towns_in(guide, region).items()),
        services=[("", "选一样"), *((id, one.name) for id, one in guide.scale.services.items())],
        may_change=g.staff.role in ENTERERS and covers(region, district=found.district, town=found.town),
        form=request.form,
        errors=errors,
    )


def _hours_page(
    found: ServiceProvider, month: Month, rows: list[ServiceAssignment], *,
    errors: Mapping[str, str] | None = None, template: str = "casework/services/hours.html",
) -> str:  # fmt: skip
    return render_template(
        template,
        provider=found,
        month=month,
        month_options=[(str(one), one.label) for one in months(clock.today(), finished=False)],
        rows=showing.sheet_rows(current_app.guide, rows, month, clock.today()),
        may_change=g.staff.role in ENTERERS,
        form=request.form,
        errors=errors,
    )
