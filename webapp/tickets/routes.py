"""Tickets at the hotline's desk: open, queue, one ticket and what is done with it, samples, export."""

from __future__ import annotations

from dataclasses import replace

from flask import Response, current_app, g, redirect, render_template, request, url_for
from werkzeug.wrappers import Response as AnyResponse

from webapp import clock
from webapp.applications.errors import IdentityError
from webapp.applications.identity import parse_phone
from webapp.db import begin_write
from webapp.hotline import bp, calls
from webapp.hotline import showing as call_showing
from webapp.hotline.handing import taking
from webapp.models.audit import Reason
from webapp.models.staff import Role
from webapp.models.tickets import Ticket
from webapp.security import access, audit
from webapp.tickets import changing, exporting, finding, forms, opening, sampling, showing
from webapp.tickets.changing import ChangeError, Outdated

Page = str | AnyResponse | tuple[str, int]


@bp.get("/tickets")
def ticket_queue() -> str:
    wanted = forms.parse_wanted(request.args, g.staff.id)
    found = finding.find_queue(g.session, wanted, clock.now())
    return _queue_page(found, wanted=wanted)


@bp.post("/tickets/find")
def find_tickets() -> Page:
    """By number, or by the phone that called: neither stands in an address."""
    typed = request.form.get("typed", "")[:40]
    ticket = finding.find_by_number(g.session, typed)
    if ticket is not None:
        return redirect(url_for("hotline.show_ticket", number=ticket.number), 303)
    try:
        found = finding.find_of_caller(g.session, current_app.index_hash, parse_phone(typed))
    except IdentityError:
        return _queue_page([], errors={"typed": "写工单编号，或者来电人的电话"}, searched=True), 422
    return _queue_page(found, searched=True)


@bp.get("/tickets/new")
def new_ticket() -> str:
    """The form, filled with what the call has come to."""
    return _new_page(_suggested())


@bp.post("/tickets/new")
def open_ticket() -> Page:
    guide, suggested = current_app.guide, _suggested()
    try:
        wanted = forms.parse_new(guide, request.form, suggested)
    except ChangeError as wrong:
        return _new_page(suggested, wrong.errors), 422
    begin_write(g.session)
    about = {"index_hash": current_app.index_hash, "by": g.staff, "at": clock.now()}
    ticket = opening.open_ticket(g.session, guide, current_app.calendar, wanted, **about)
    audit.record_staff(g.session, g.staff, "open-ticket", subject=ticket.number, at=ticket.opened_at)
    g.session.commit()
    return redirect(url_for("hotline.show_ticket", number=ticket.number, opened="1"), 303)


@bp.get("/tickets/<number>")
def show_ticket(number: str) -> str:
    begin_write(g.session)
    ticket = changing.get_ticket(g.session, number)
    about = {"facts": ("situation", "phone"), "at": clock.now()}
    audit.record_read(g.session, g.staff, ticket.number, reason=Reason.HANDLING, **about)
    g.session.commit()
    return _ticket_page(ticket)


@bp.post("/tickets/<number>")
def change_ticket(number: str) -> Page:
    """One change over the version that was seen; over a newer one nothing is written and nothing is lost."""
    begin_write(g.session)
    ticket = changing.get_ticket(g.session, number, lock=True)
    try:
        wanted = forms.parse_change(current_app.guide, request.form)
        event = changing.change(g.session, ticket, wanted, by=g.staff, at=clock.now())
    except Outdated:
        return _ticket_page(ticket, is_outdated=True), 409
    except ChangeError as wrong:
        return _ticket_page(ticket, errors=wrong.errors), 422
    audit.record_staff(g.session, g.staff, f"ticket-{event.kind}", subject=number, at=event.at)
    g.session.commit()
    return redirect(url_for("hotline.show_ticket", number=number), 303)


@bp.post("/tickets/hand-over")
def hand_over() -> Page:
    """All that one holds, at the end of a shift."""
    begin_write(g.session)
    colleague = changing.find_colleague(g.session, request.form.get("colleague", ""))
    if colleague is None or colleague.id == g.staff.id:
        found = finding.find_queue(g.session, finding.Wanted(holder_id=g.staff.id), clock.now())
        return _queue_page(found, errors={"colleague": "选一位同事"}), 422
    now = clock.now()
    changing.hand_over_all(g.session, g.staff, colleague, now)
    audit.record_staff(g.session, g.staff, "hand-over-tickets", subject=f"staff:{colleague.id}", at=now)
    g.session.commit()
    return redirect(url_for("hotline.ticket_queue", mine="1"), 303)


@bp.get("/samples")
@access.roles(Role.SUPERVISOR)
def samples() -> str:
    return _samples_page()


@bp.post("/samples/<number>")
@access.roles(Role.SUPERVISOR)
def score_ticket(number: str) -> Page:
    begin_write(g.session)
    ticket = changing.get_ticket(g.session, number, lock=True)
    try:
        scores = forms.parse_scores(request.form)
    except ChangeError as wrong:
        return _ticket_page(ticket, errors=wrong.errors), 422
    note, now = request.form.get("note", "").strip()[: opening.LONGEST_NOTE], clock.now()
    sampling.score(g.session, ticket, scores, note, by=g.staff, at=now)
    audit.record_staff(g.session, g.staff, "sample-ticket", subject=number, at=now)
    g.session.commit()
    return redirect(url_for("hotline.samples"), 303)


@bp.post("/tickets/export")
@access.roles(Role.SUPERVISOR)
def export_tickets() -> Page:
    """A table without names, words or whole numbers. Who takes it has signed in with a second factor."""
    try:
        first, last = forms.parse_days(request.form)
    except ChangeError as wrong:
        return _samples_page(wrong.errors), 422
    begin_write(g.session)
    found = exporting.find_between(g.session, first, last)
    subject = f"tickets:{first}:{last}:{len(found)}"
    audit.record_staff(g.session, g.staff, "export-tickets", subject=subject, at=clock.now())
    g.session.commit()
    return _download(exporting.to_csv(current_app.guide, found), f"tickets-{first}-{last}.csv")


def _download(content: str, name: str) -> Response:
    answer = Response(content, content_type="text/csv; charset=utf-8")
    answer.headers["Content-Disposition"] = f'attachment; filename="{name}"'
    return answer


def _suggested() -> opening.NewTicket:
    """What the call on the screen suggests, or the chat that this agent has taken over."""
    guide, handover = current_app.guide, request.values.get("handover", "")
    if handover.isdigit() and len(handover) < 10:
        row = taking.lock(g.session, int(handover))
        taking.require_own(row, g.staff)
        known = taking.conversation_of(g.session, current_app, row)
        best = max(known.relevance, key=lambda one: known.relevance[one], default=None)
        return opening.draft(guide, known, taking.said_of(g.session, row), best)
    call = calls.load(g.session, g.staff_session).call
    heard = call_showing.listen(guide, call.talk, clock.today())
    picked = call_showing.picked_place(call.talk, heard)
    policy = heard.rows[picked].policy if picked >= 0 else None
    drafted = opening.draft(guide, heard.conversation, call.talk.text, policy)
    return replace(drafted, phone=call.phone or None, application_id=call.checked or None)


def _names() -> dict[int, str]:
    return showing.names_of(changing.find_everybody(g.session))


def _queue_page(
    found: list[Ticket],
    *,
    wanted: finding.Wanted | None = None,
    errors: dict[str, str] | None = None,
    searched: bool = False,
) -> str:
    names, now = _names(), clock.now()
    return render_template(
        "hotline/tickets/queue.html",
        lines=[showing.line(current_app.guide, one, names, now) for one in found],
        wanted=wanted or finding.Wanted(),
        counts=finding.count_states(g.session),
        choices=showing.choices(current_app.guide),
        colleagues=[one for one in changing.find_colleagues(g.session) if one.id != g.staff.id],
        errors=errors,
        searched=searched,
    )


def _new_page(suggested: opening.NewTicket, errors: dict[str, str] | None = None) -> str:
    return render_template(
        "hotline/tickets/new.html",
        suggested=suggested,
        form=request.form,
        handover=request.values.get("handover", ""),
        choices=showing.choices(current_app.guide),
        errors=errors,
    )


def _ticket_page(ticket: Ticket, *, errors: dict[str, str] | None = None, is_outdated: bool = False) -> str:
    guide, names, now = current_app.guide, _names(), clock.now()
    earlier = finding.find_earlier(g.session, ticket)
    return render_template(
        "hotline/tickets/ticket.html",
        ticket=ticket,
        line=showing.line(guide, ticket, names, now),
        heard=showing.situations(guide, ticket),
        steps=showing.steps(guide, ticket, names),
        earlier=[showing.line(guide, one, names, now) for one in earlier],
        department=showing.department_words(guide, ticket.department),
        choices=showing.choices(guide),
        colleagues=changing.find_colleagues(g.session),
        changed=showing.tell_change(guide, ticket.events[-1], names) if is_outdated else "",
        may_score=g.staff.role == Role.SUPERVISOR and ticket.closed_at is not None,
        form=request.form,
        errors=errors,
    )


def _samples_page(errors: dict[str, str] | None = None) -> str:
    names, now = _names(), clock.now()
    return render_template(
        "hotline/tickets/samples.html",
        drawn=[showing.line(current_app.guide, one, names, now) for one in sampling.draw(g.session, now)],
        averages=sampling.averages(g.session, now),
        names=names,
        today=now.date(),
        form=request.form,
        errors=errors,
    )
