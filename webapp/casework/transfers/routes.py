"""Routes of sending a request elsewhere, and of what went to or came from elsewhere in the province."""

from __future__ import annotations

from flask import current_app, g, redirect, render_template, request, url_for
from werkzeug.wrappers import Response

from webapp import clock
from webapp.applications import receiving, routing, transferring
from webapp.applications.errors import ApplicationError
from webapp.casework import bp
from webapp.casework.opening import open_request, open_row
from webapp.casework.owning import by_staff, written
from webapp.casework.transfers import showing
from webapp.models.applications import Request
from webapp.models.routing import Transfer
from webapp.models.staff import Role
from webapp.pages.forms import parse_press
from webapp.security import access

Page = str | Response | tuple[str, int]
MOVERS = (Role.TOWN, Role.DISTRICT)
PLACERS = (Role.TOWN, Role.DISTRICT, Role.CITY)


@bp.get("/transfers")
@access.roles(*PLACERS)
def transfers() -> str:
    rows = showing.rows(g.session, current_app.guide, g.staff.region)
    return render_template("casework/transfers/list.html", rows=rows)


@bp.get("/requests/<int:request_id>/elsewhere")
@access.roles(*MOVERS)
def show_elsewhere(request_id: int) -> str:
    found = open_request(request_id, ("name", "hukou"))
    return _elsewhere_page(found)


@bp.post("/requests/<int:request_id>/elsewhere")
@access.roles(*MOVERS)
def send_elsewhere(request_id: int) -> Page:
    """To another town of ours, or away."""
    found = open_request(request_id, ("name", "hukou"))
    press, by, now = parse_press(request.form), by_staff(written()), clock.now()
    try:
        if request.form.get("do") == "away":
            to = transferring.Away(written("city"), written("place"), written("consent"))
            transferring.hand_over(g.session, found, to, by, at=now, key=press)
        else:
            routing.reroute(g.session, found, written("town"), by, at=now, key=press)
    except ApplicationError as wrong:
        return _elsewhere_page(found, showing.error_of(wrong)), 422
    g.session.commit()
    return redirect(url_for("casework.transfers"), 303)


def _elsewhere_page(found: Request, errors: dict[str, str] | None = None) -> str:
    page = showing.elsewhere_page(g.session, current_app.guide, found)
    return render_template("casework/transfers/elsewhere.html", **page, errors=errors, form=request.form)


def _place(transfer: Transfer) -> tuple[str | None, str | None, str | None]:
    asked = g.session.get(Request, transfer.request_id) if transfer.request_id else None
    return transfer.district, transfer.town, asked.application_id if asked else None


@bp.get("/transfers/<int:transfer_id>")
@access.roles(*PLACERS)
def show_transfer(transfer_id: int) -> str:
    found = open_row(Transfer, transfer_id, _place, ("name", "phone", "address"))
    return _transfer_page(found)


@bp.post("/transfers/<int:transfer_id>")
@access.roles(*PLACERS)
def settle_transfer(transfer_id: int) -> Page:
    found = open_row(Transfer, transfer_id, _place, ("name",))
    try:
        _settle(found, request.form.get("do", ""))
    except ApplicationError as wrong:
        return _transfer_page(found, showing.error_of(wrong)), 422
    g.session.commit()
    return redirect(url_for("casework.show_transfer", transfer_id=transfer_id), 303)


def _settle(found: Transfer, do: str) -> None:
    """What a clerk decides of what is uncertain, or could not be placed."""
    about = {"by": by_staff(written() or "问过了"), "at": clock.now()}
    match do:
        case "again":
            transferring.send_again(g.session, found, about["by"], about["at"])
        case "arrived" | "not-arrived":
            transferring.settle_by_word(g.session, found, has_arrived=do == "arrived", **about)
        case "place":
            receiving.place(g.session, found, written("town"), written("policy"), **about)
        case "back":
            receiving.send_back(g.session, found, written(), **about)


def _transfer_page(found: Transfer, errors: dict[str, str] | None = None) -> str:
    page = showing.transfer_page(g.session, current_app.guide, found)
    return render_template("casework/transfers/transfer.html", **page, errors=errors, form=request.form)
