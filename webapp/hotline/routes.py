"""The hotline's desk. Its agents answer for the whole city."""

from flask import current_app, g, redirect, render_template, request, url_for
from werkzeug.wrappers import Response

from bot.desk.aloud import Script
from webapp import clock
from webapp.db import begin_write
from webapp.hotline import bp, calls, forms, sending, showing, typing
from webapp.hotline.handing import routes as handing  # noqa: F401  registers its routes
from webapp.hotline.keys import ON_A_CALL
from webapp.hotline.lookups import routes as lookups  # registers its routes
from webapp.hotline.searching import routes as searching  # noqa: F401  registers its routes
from webapp.ledger import hearing
from webapp.ledger.counting import HOTLINE
from webapp.problems import Problem
from webapp.security import audit
from webapp.tickets import routes as tickets  # noqa: F401  registers its routes

Page = str | Response | tuple[str, int]


@bp.get("/")
def home() -> str:
    """The call on the screen."""
    now = clock.now()
    loaded = calls.load(g.session, g.staff_session)
    heard = showing.listen(current_app.guide, loaded.call.talk, now.date())
    return _desk(showing.show(current_app.guide, loaded.call, heard, now.date()), loaded)


@bp.post("/")
def say() -> Page:
    """Words and an act as a plain form, where no script runs."""
    sent = forms.parse_form_sent(request.form)
    taken = typing.take(g.session, current_app.guide, g.staff_session, sent, at=clock.now())
    g.session.commit()
    if taken.trouble is not None:
        return _desk(taken.screen, calls.load(g.session, g.staff_session), taken.trouble), 422
    return redirect(url_for("hotline.home"), 303)


@bp.post("/typing")
def type_on() -> dict[str, object]:
    """The same while the agent types: the regions that change, as HTML."""
    sent = forms.parse_json_sent(request.get_json(silent=True))
    with current_app.boxes.borrow(g.staff_session.id) as box:
        taken = typing.take(g.session, current_app.guide, g.staff_session, sent, at=clock.now(), box=box)
        g.session.commit()
        if taken.trouble is not None:
            raise taken.trouble
        return typing.to_json(current_app, taken, sent, box)


@bp.post("/end")
def end() -> Response:
    """The call is over; what was typed is forgotten, and what was asked for counted."""
    now, call = clock.now(), calls.load(g.session, g.staff_session).call
    heard = hearing.hear_call(current_app.guide, call, now)
    begin_write(g.session)
    if calls.end(g.session, g.staff_session):
        hearing.keep(g.session, heard, door=HOTLINE, at=now)
    g.session.commit()
    current_app.boxes.forget(g.staff_session.id)
    return redirect(url_for("hotline.home"), 303)


@bp.post("/resume")
def resume() -> Response:
    """Go on with the call that a lost session left."""
    begin_write(g.session)
    calls.resume(g.session, g.staff_session, clock.now())
    g.session.commit()
    return redirect(url_for("hotline.home"), 303)


@bp.get("/keys")
def show_keys() -> str:
    return render_template("hotline/keys.html", keys=ON_A_CALL)


def _desk(screen: showing.Screen, loaded: calls.Loaded, trouble: Problem | None = None) -> str:
    left = calls.find_left(g.session, g.staff_session, clock.now()) if loaded.call.is_blank else None
    return render_template(
        "hotline/desk.html",
        screen=screen,
        seq=loaded.seq,
        since=loaded.opened_at,
        left=left,
        keys=ON_A_CALL,
        trouble=trouble,
        sent="sent" in request.args,
    )


@bp.get("/send")
def show_send() -> Page:
    return _send_page()


@bp.post("/send")
def send_answer() -> Page:
    """The answer on the screen, to the number that the agent typed."""
    loaded, now = calls.load(g.session, g.staff_session), clock.now()
    script = _script(loaded.call)
    checked = loaded.call.checked if lookups.holds(loaded.call, now) else ""
    recipient = sending.parse_recipient(g.session, request.form, checked)
    if isinstance(recipient, dict) or script is None:
        return _send_page(recipient if isinstance(recipient, dict) else None), 422
    begin_write(g.session)
    about = {"call": loaded.id, "at": now}
    sending.leave(g.session, current_app.index_hash, recipient, script.written, **about)
    audit.record_staff(g.session, g.staff, "send-answer", subject=f"policy:{script.policy}", at=now)
    calls.write(g.session, g.staff_session, loaded, sending.with_phone(loaded.call, recipient), at=now)
    g.session.commit()
    return redirect(url_for("hotline.home", sent="1"), 303)


def _script(call: calls.Call) -> Script | None:
    """What is on the screen to be read out."""
    today = clock.today()
    heard = showing.listen(current_app.guide, call.talk, today)
    return showing.show(current_app.guide, call, heard, today).script


def _send_page(errors: dict[str, str] | None = None) -> Page:
    call, now = calls.load(g.session, g.staff_session).call, clock.now()
    script = _script(call)
    if script is None:
        return redirect(url_for("hotline.home"), 303)
    checked = call.checked if lookups.holds(call, now) else ""
    return render_template(
        "hotline/send.html",
        script=script,
        phone=request.form.get("phone", call.phone),
        has_wechat=sending.find_wechat(g.session, checked) is not None,
        form=request.form,
        errors=errors,
    )
