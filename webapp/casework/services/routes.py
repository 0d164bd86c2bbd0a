"""A month's sums of services, the demand list, one demand with who could go, and assigning."""

from __future__ import annotations

from collections.abc import Mapping

from flask import Response as FlaskResponse
from flask import current_app, g, redirect, render_template, request, url_for
from werkzeug.wrappers import Response

from webapp import clock
from webapp.applications.errors import ApplicationError
from webapp.casework import DECIDERS, acting, bp
from webapp.casework.opening import open_row
from webapp.casework.services import booking, counting, demanding, forms, showing
from webapp.db import begin_write
from webapp.ledger.desk.forms import parse_month
from webapp.ledger.figures import Month, months
from webapp.models.needs import ServiceAssignment, ServiceDemand
from webapp.models.staff import Role
from webapp.pages.forms import FormError
from webapp.problems import Problem
from webapp.security import access, audit
from webapp.tickets.exporting import write_csv

Answer = str | Response | tuple[str, int]
ASSIGNERS = (Role.TOWN, Role.DISTRICT)
PARTS = ("members", "services")


@bp.get("/services")
@access.roles(*DECIDERS)
def show_services() -> str:
    month, sums = _sums()
    return render_template(
        "casework/services/figures.html",
        **showing.figures(current_app.guide, sums),
        month=month,
        month_options=[(str(one), one.label) for one in months(clock.today(), finished=False)],
        may_export=g.staff.role in (Role.DISTRICT, Role.CITY),
    )


@bp.post("/services/figures.csv")
@access.roles(Role.DISTRICT, Role.CITY)
def export_services() -> FlaskResponse:
    """The same sums as a table; that they were taken is recorded."""
    month, sums = _sums()
    written = write_csv(showing.HEAD, showing.to_rows(current_app.guide, sums, month))
    begin_write(g.session)
    subject = f"services:{month}:{g.staff.region.code}"
    audit.record_staff(g.session, g.staff, "export-figures", subject=subject, at=clock.now())
    g.session.commit()
    answer = FlaskResponse(written, content_type="text/csv; charset=utf-8")
    answer.headers["Content-Disposition"] = f'attachment; filename="services-{month}.csv"'
    return answer


def _sums() -> tuple[Month, list[counting.Sum]]:
    month = parse_month(request.values.get("month", ""), clock.today(), finished=False)
    services = current_app.guide.scale.services
    return month, counting.count(g.session, g.staff.region, month, services)


@bp.get("/services/demands")
@access.roles(*DECIDERS)
def list_demands() -> str:
    guide, towns = current_app.guide, showing.towns_in(current_app.guide, g.staff.region)
    service, town = request.args.get("service", ""), request.args.get("town", "")
    service, town = service if service in guide.scale.services else "", town if town in towns else ""
    demands = demanding.list_open(g.session, g.staff.region, service=service, town=town)
    return render_template(
        "casework/services/demands.html",
        rows=showing.demand_rows(guide, demands, clock.today()),
        services=[("", "全部"), *((id, one.name) for id, one in guide.scale.services.items())],
        towns=[("", "全部"), *towns.items()] if len(towns) > 1 else [],
        wanted={"service": service, "town": town},
    )


@bp.get("/services/demands/<int:demand_id>")
@access.roles(*DECIDERS)
def show_demand(demand_id: int) -> str:
    return _page(open_row(ServiceDemand, demand_id, _place, PARTS))


@bp.post("/services/demands/<int:demand_id>/assign")
@access.roles(*ASSIGNERS)
def assign_service(demand_id: int) -> Answer:
    """Who goes; whoever presses second is told what is left."""
    demand, press = open_row(ServiceDemand, demand_id, _place, PARTS), acting.read_press()
    try:
        wanted = forms.parse_wanted(request.form, press.at.date())
        key = f"{g.staff.actor}:{_key(press)}"
        booking.assign(g.session, demand, wanted, by=g.staff.actor, at=press.at, key=key)
    except (FormError, ApplicationError) as wrong:
        return _again(demand, wrong)
    g.session.commit()
    return _to_demand(demand_id)


@bp.post("/services/demands/<int:demand_id>/close")
@access.roles(*ASSIGNERS)
def close_demand(demand_id: int) -> Answer:
    demand = open_row(ServiceDemand, demand_id, _place, PARTS)
    try:
        demanding.close(g.session, demand, by=g.staff.actor, at=clock.now())
    except ApplicationError as wrong:
        return _again(demand, wrong)
    g.session.commit()
    return redirect(url_for("casework.list_demands"), 303)


@bp.post("/services/assignments/<int:assignment_id>/end")
@access.roles(*ASSIGNERS)
def end_service(assignment_id: int) -> Answer:
    found = open_row(ServiceAssignment, assignment_id, lambda one: _place(one.demand), PARTS)
    demand_id, now = found.demand_id, clock.now()
    try:
        booking.end(
            g.session, found, forms.parse_last(request.form, now.date()), by=g.staff.actor, at=now
        )  # fmt: skip
    except (FormError, ApplicationError) as wrong:
        return _again(found.demand, wrong)
    g.session.commit()
    return _to_demand(demand_id)


def _place(demand: ServiceDemand) -> tuple[str | None, str | None, str]:
    """Where it lies, and whose case it is."""
    return demand.district, demand.town, demand.member.application_id


def _key(press: acting.Press) -> str:
    if press.key is None:
        raise Problem(422, "no-press", "这一页放得太久了，再填一次。")
    return press.key


def _again(demand: ServiceDemand, wrong: FormError | ApplicationError) -> tuple[str, int]:
    g.session.rollback()
    errors = wrong.errors if isinstance(wrong, FormError) else {"offer": str(wrong)}
    return _page(demand, errors), 422


def _page(demand: ServiceDemand, errors: Mapping[str, str] | None = None) -> str:
    return render_template(
        "casework/services/demand.html",
        **showing.demand_page(g.session, current_app.guide, demand, clock.today()),
        may_assign=g.staff.role in ASSIGNERS,
        form=request.form,
        errors=errors,
    )


def _to_demand(demand_id: int) -> Response:
    return redirect(url_for("casework.show_demand", demand_id=demand_id), 303)
