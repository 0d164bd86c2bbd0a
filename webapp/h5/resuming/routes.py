"""Routes that carry a draft from one phone to another: the code here, the code and the ID tail there."""

from flask import current_app, g, redirect, render_template, request, session
from werkzeug.wrappers import Response

from webapp import clock
from webapp.applications import notices, resuming
from webapp.db import begin_write
from webapp.h5 import bp, conversing, helping
from webapp.models.applications import Application
from webapp.pages.forms import parse_press

NOT_FOUND = {"code": "没找到。码或者身份证后 4 位有一样对不上，请核对一下"}


@bp.get("/apply/code")
def show_code() -> Response | str:
    """The code of this visitor's draft, made when it is first asked for."""
    begin_write(g.session)
    draft = helping.find_draft()
    if draft is None or helping.is_helping():
        return redirect("/apply/resume" if draft is None else "/apply", 303)
    code = (
        resuming.open_code(g.session, current_app.index_hash, draft)
        if resuming.may_have_code(draft)
        else None
    )
    g.session.commit()
    return render_template("apply/code.html", draft=draft, code=code, sent="sent" in request.args)


@bp.post("/apply/code")
def send_code() -> Response:
    """To the phone that stands in the draft; pressed twice, it is sent once."""
    begin_write(g.session)
    draft = helping.find_draft()
    press = parse_press(request.form)
    if draft is None or draft.resume_code is None or press is None:
        return redirect("/apply/code", 303)
    sent = notices.send_code(g.session, draft, press, clock.now())
    g.session.commit()
    return redirect("/apply/code?sent" if sent else "/apply/code", 303)


@bp.get("/apply/resume")
def ask_code() -> str:
    return render_template("apply/resume.html", form=request.form, errors=None)


@bp.post("/apply/resume")
def resume() -> Response | tuple[str, int]:
    asker = current_app.index_hash("resume.client", request.remote_addr or "")
    begin_write(g.session)
    code, tail = request.form.get("code", "")[:60], request.form.get("id_tail", "")[:20]
    found = resuming.find_draft(g.session, current_app.index_hash, code, tail, asker=asker, now=clock.now())
    g.session.commit()
    match found:
        case Application():
            session[conversing.CONVERSATION] = found.conversation_id
            session.permanent = True
            return redirect("/apply", 303)
        case resuming.Limited(minutes):
            return render_template("status/limited.html", minutes=minutes), 429
    return render_template("apply/resume.html", form=request.form, errors=NOT_FOUND), 422
