"""The list of what is missing, proposed and sent."""

from __future__ import annotations

from collections.abc import Mapping

from flask import current_app, g, redirect, render_template, request, url_for
from werkzeug.wrappers import Response

from webapp import clock
from webapp.applications import supplements
from webapp.applications.errors import ApplicationError
from webapp.casework import acting, bp
from webapp.casework.file import reading, telling
from webapp.casework.opening import open_request
from webapp.casework.supplementing import listing
from webapp.casework.supplementing.listing import Offered
from webapp.documents import keeping
from webapp.models.applications import Request
from webapp.models.staff import Role
from webapp.pages.forms import FormError
from webapp.security import access

Answer = str | Response | tuple[str, int]


@bp.get("/requests/<int:request_id>/supplement")
@access.roles(Role.TOWN, Role.DISTRICT)
def show_supplement(request_id: int) -> str:
    found = open_request(request_id)
    return _page(found, _offered(found))


@bp.post("/requests/<int:request_id>/supplement")
@access.roles(Role.TOWN, Role.DISTRICT)
def ask_supplement(request_id: int) -> Answer:
    found, press = open_request(request_id), acting.read_press()
    offered = _offered(found)
    try:
        chosen = listing.parse(request.form, offered)
        _ask(found, chosen, press)
    except FormError as wrong:
        return _page(found, offered, wrong.errors), 422
    except ApplicationError as wrong:
        return acting.refuse(request_id, wrong)
    g.session.commit()
    return redirect(url_for("casework.show_request", request_id=request_id), 303)


def _ask(found: Request, chosen: list[Offered], press: acting.Press) -> None:
    by = acting.by_staff()
    event = supplements.ask(g.session, found, [one.wanted for one in chosen], by, **press.about())
    if event.at != press.at:
        return  # the first press has done it
    for one in chosen:
        if one.document:
            keeping.ask(g.session, found.application, one.document, by=by.name, reason=None, at=press.at)
    acting.record(found, "step-supplement-requested", press.at)


def _about(one: Offered) -> str:
    if one.document:
        return "材料"
    return "部门查得到，先等核对" if one.is_on_record else "说清楚就行"


def _offered(found: Request) -> list[Offered]:
    known = reading.know(g.session, current_app.guide, found, clock.today())
    return listing.propose(g.session, current_app.guide, found, known)


def _page(found: Request, offered: list[Offered], errors: Mapping[str, str] | None = None) -> str:
    return render_template(
        "casework/supplement.html",
        request=found,
        title=telling.title_of(current_app.guide, found),
        offered=[(one.mark, one.wanted.wanted, _about(one)) for one in offered],
        ticked=request.form.getlist("want"),
        form=request.form,
        errors=errors,
    )
