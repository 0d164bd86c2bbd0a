"""What is late, town by town, and the reserve fund."""

from __future__ import annotations

from collections.abc import Mapping

from flask import current_app, g, redirect, render_template, request, url_for
from werkzeug.wrappers import Response

from webapp import clock
from webapp.applications import fund
from webapp.applications.errors import ApplicationError
from webapp.applications.steps import towns_of
from webapp.casework import DECIDERS, acting, bp
from webapp.casework.deciding.forms import parse_amount
from webapp.casework.file.showing import yuan
from webapp.casework.opening import open_request
from webapp.casework.overseeing.counting import count_late
from webapp.db import begin_write
from webapp.models.fund import FundMove
from webapp.models.staff import Role
from webapp.problems import Problem
from webapp.security import access
from webapp.staff.regions import name_of
from webapp.verification.shown import short_day, short_moment

Answer = str | Response | tuple[str, int]
MOVES = {FundMove.TOP_UP: "拨入", FundMove.PAYMENT: "救急付出", FundMove.RETURN: "退回"}
NO_FEN = {"amount": None}


@bp.get("/overdue")
def show_overdue() -> str:
    regions, rows = current_app.guide.regions, count_late(g.session, g.staff.region, clock.now())
    named = [(name_of(regions, one.town or ""), one, short_day(one.oldest)) for one in rows]
    may_open = g.staff.role in DECIDERS
    return render_template(
        "casework/overdue.html", rows=named, total=sum(one.count for one in rows), may_open=may_open
    )


@bp.get("/fund")
@access.roles(Role.TOWN, Role.DISTRICT)
def show_fund() -> str:
    return _fund_page()


@bp.post("/fund")
@access.roles(Role.DISTRICT)
def top_up_fund() -> Answer:
    """The district puts money in; pressed twice it goes in once."""
    errors: dict[str, str] = {}
    fen = parse_amount(request.form, NO_FEN, errors, must=True)
    town, press = request.form.get("town", ""), acting.read_press()
    if town not in dict(_towns()):
        errors["town"] = "选一个镇街"
    if errors or press.key is None:
        return _fund_page(errors or {"town": "这一页放得太久了，再填一次"}), 422
    begin_write(g.session)
    place = (g.staff.region.district, town)
    fund.top_up(g.session, place, fen, by=g.staff.actor, key=f"top-up:{press.key}", at=press.at)
    g.session.commit()
    return redirect(url_for("casework.show_fund", town=town), 303)


@bp.post("/requests/<int:request_id>/give-back")
@access.roles(Role.TOWN, Role.DISTRICT)
def give_back(request_id: int) -> Answer:
    """What the reserve has paid for a request came back, whole; pressed twice it goes in once."""
    found, press = open_request(request_id, ()), acting.read_press()
    by = acting.by_staff(request.form.get("note"))
    if by.note is None:
        raise Problem(422, "no-reason", "写上为什么退回来。")
    try:
        entry = fund.give_back(g.session, found, by=by.name, at=press.at, note=by.note)
    except ApplicationError as wrong:
        return acting.refuse(request_id, wrong)
    if entry.at == press.at:
        acting.record(found, "give-back", press.at)
    g.session.commit()
    return redirect(url_for("casework.show_request", request_id=request_id), 303)


def _towns() -> list[tuple[str, str]]:
    region = g.staff.region
    towns = towns_of(current_app.guide, region.district)
    return [one for one in towns if region.town in (None, one[0])]


def _fund_page(errors: Mapping[str, str] | None = None) -> str:
    towns = _towns()
    shown = request.values.get("town", "")
    shown = shown if shown in dict(towns) else towns[0][0]
    entries = fund.entries_of(g.session, shown)
    return render_template(
        "casework/fund.html",
        towns=[(code, name, yuan(fund.balance_of(g.session, code))) for code, name in towns],
        choices=[("", "选一个"), *towns],
        shown=dict(towns)[shown],
        entries=[(short_moment(one.at), MOVES[FundMove(one.move)], one) for one in entries],
        yuan=yuan,
        may_top_up=g.staff.role is Role.DISTRICT,
        form=request.form,
        errors=errors,
    )
