"""One request: its page, unmasking, plain steps, and whose hands it is in."""

from __future__ import annotations

from collections.abc import Callable, Collection
from functools import partial

from flask import current_app, g, redirect, render_template, request, url_for
from werkzeug.wrappers import Response

from webapp import clock
from webapp.applications import changing, extending
from webapp.applications.errors import ApplicationError
from webapp.applications.handing import ask_visit, hand_over
from webapp.applications.states import RequestState
from webapp.casework import DECIDERS, acting, bp, colleagues
from webapp.casework.colleagues import HANDLERS
from webapp.casework.file import reading, showing, stepping
from webapp.casework.opening import PARTS, open_request
from webapp.models.applications import Request
from webapp.models.audit import Reason
from webapp.problems import Problem
from webapp.security import access
from webapp.staff.words import reason_words

Answer = str | Response | tuple[str, int]


@bp.get("/requests/<int:request_id>")
@access.roles(*DECIDERS)
def show_request(request_id: int) -> str:
    return _page(open_request(request_id))


@bp.post("/requests/<int:request_id>/unmask")
@access.roles(*DECIDERS)
def unmask(request_id: int) -> Answer:
    """Some parts in full, once, for a reason that is recorded with what was looked at."""
    shown = frozenset(request.form.getlist("part")) & set(showing.PARTS)
    reason = request.form.get("reason", "")
    if not shown or reason not in set(Reason):
        raise Problem(422, "no-reason", "先勾上要看哪一样，再选为什么看。")
    return _page(open_request(request_id, sorted(shown), Reason(reason)), shown)


@bp.post("/requests/<int:request_id>/step")
@access.roles(*DECIDERS)
def take_step(request_id: int) -> Answer:
    to, press = request.form.get("to", ""), acting.read_press()
    if to not in stepping.PRESSED:
        raise Problem(422, "no-step", "没有这一步。")
    found = open_request(request_id, PARTS)
    if found.state == RequestState.TRANSFERRED:
        raise Problem(409, "elsewhere", "这一件转到外市去了，那边怎么说，到“转办”里看。")
    by = acting.by_staff(request.form.get("note"))
    return _take(found, press, f"step-{to}", partial(stepping.take, staff=g.staff), RequestState(to), by)


@bp.post("/requests/<int:request_id>/hand-over")
@access.roles(*HANDLERS)
def hand_over_request(request_id: int) -> Answer:
    found, press = open_request(request_id, ()), acting.read_press()
    clerk = request.form.get("clerk", "")
    mates = dict(colleagues.find_colleagues(g.session, district=found.district, town=found.town))
    if not clerk.isdigit() or int(clerk) not in mates:
        raise Problem(422, "nobody-chosen", "先选一位同事。")
    return _take(found, press, "hand-over", hand_over, int(clerk), acting.by_staff())


@bp.post("/requests/<int:request_id>/visitor")
@access.roles(*HANDLERS)
def ask_for_visit(request_id: int) -> Answer:
    """An assistant of the town is asked to visit, or nobody any more."""
    found, press = open_request(request_id, ()), acting.read_press()
    asked = request.form.get("assistant", "")
    if asked and asked not in {str(id) for id, _ in colleagues.find_assistants(g.session, found.town)}:
        raise Problem(422, "nobody-chosen", "先选一位协理员。")
    return _take(found, press, "ask-visit", ask_visit, int(asked) if asked else None, acting.by_staff())


@bp.post("/requests/<int:request_id>/extend")
@access.roles(*HANDLERS)
def extend_limit(request_id: int) -> Answer:
    """Something that lengthens or begins a limit by the guide's data is recorded."""
    found, press = open_request(request_id, ()), acting.read_press()
    ground = request.form.get("ground", "")
    return _take(found, press, "extend-limit", extending.extend, ground, acting.by_staff())


@bp.post("/requests/<int:request_id>/changes/<int:change_id>")
@access.roles(*HANDLERS)
def see_change(request_id: int, change_id: int) -> Answer:
    """A reported change has been looked at; the citizen sees that it has."""
    found = open_request(request_id, ("situation",))
    change = next((one for one in found.application.changes if one.id == change_id), None)
    if change is None:
        raise Problem(404, "unknown-change", "没有这一条变化。")
    changing.mark_seen(g.session, change, acting.by_staff(), clock.now())
    g.session.commit()
    return _to_page(request_id)


def _take(
    found: Request, press: acting.Press, name: str, act: Callable[..., object], *said: object
) -> Answer:
    """Do what was pressed, put it in the audit, and back to the page; or say why it cannot be done."""
    request_id = found.id
    try:
        act(g.session, found, *said, **press.about())
    except ApplicationError as wrong:
        return acting.refuse(request_id, wrong)
    acting.record(found, name, press.at)
    g.session.commit()
    return _to_page(request_id)


def _to_page(request_id: int) -> Response:
    return redirect(url_for("casework.show_request", request_id=request_id), 303)


def _page(found: Request, shown: Collection[str] = ()) -> str:
    guide, now = current_app.guide, clock.now()
    known = reading.know(g.session, guide, found, now.date())
    part = acting.part_of(g.staff)
    return render_template(
        "casework/request.html",
        **showing.make_page(g.session, guide, found, known, part=part, now=now),
        household=showing.household(found.application, shown),
        parts=showing.PARTS.items(),
        shown=shown,
        reasons=[(one.value, reason_words(one)) for one in Reason if one is not Reason.CALLER],
        me=g.staff.id,
        may_hand_over=g.staff.role in HANDLERS,
    )
