"""Looking up a case for a caller: first the check, then what stands in this call's own state."""

import dataclasses
from datetime import datetime, timedelta

from flask import current_app, g, redirect, render_template, request, url_for
from werkzeug.datastructures import MultiDict
from werkzeug.wrappers import Response

from webapp import clock
from webapp.db import begin_write
from webapp.hotline import bp, calls
from webapp.hotline.lookups import checking, showing
from webapp.hotline.lookups.checking import Claimed, Limited, Second
from webapp.models.audit import Reason
from webapp.staff import cases

Page = str | Response | tuple[str, int]
CHECK_HOLDS = timedelta(minutes=30)
WRONG = {"number": "对不上。编号、身份证后 4 位、第二样里有一样不对，请来电人再说一遍"}


@bp.get("/look-up")
def look_up() -> str:
    return _ask_page()


@bp.post("/look-up")
def take_look_up() -> Page:
    claimed = parse_claimed(request.form)
    if isinstance(claimed, dict):
        return _ask_page(claimed), 422
    opened, now = calls.load(g.session, g.staff_session), clock.now()
    begin_write(g.session)
    found = checking.check(g.session, current_app.index_hash, claimed, by=g.staff, at=now)
    if found is None or isinstance(found, Limited):
        g.session.commit()
        return _ask_page(_told(found)), 429 if found else 422
    until = int((now + CHECK_HOLDS).timestamp())
    call = dataclasses.replace(opened.call, checked=found.id, checked_until=until)
    calls.write(g.session, g.staff_session, opened, call, at=now)
    g.session.commit()
    return redirect(url_for("hotline.show_case"), 303)


@bp.get("/case")
def show_case() -> Page:
    """The case of the caller who was checked in this call; every look is recorded."""
    call, now = calls.load(g.session, g.staff_session).call, clock.now()
    if not holds(call, now):
        return redirect(url_for("hotline.look_up"), 303)
    begin_write(g.session)
    about = {"reason": Reason.CALLER, "facts": showing.READ_FACTS, "at": now}
    application = cases.read_case(g.session, call.checked, staff=g.staff, **about)
    g.session.commit()
    found = showing.stands(current_app.guide, application)
    return render_template(
        "hotline/case.html",
        number=application.number,
        stands=found,
        spoken=showing.aloud(current_app.guide, found),
    )


def holds(call: calls.Call, now: datetime) -> bool:
    """Whether the caller of this call was checked, and not too long ago."""
    return bool(call.checked) and now.timestamp() < call.checked_until


def parse_claimed(form: MultiDict) -> Claimed | dict[str, str]:
    """What the caller said, or the errors of the form."""
    values = {name: form.get(name, "").strip()[:40] for name in ("number", "id_tail", "value")}
    missing = {"number": "写申请编号或者身份证号", "id_tail": "写身份证最后 4 位", "value": "写第二样"}
    errors = {name: missing[name] for name, value in values.items() if not value}
    second = form.get("second", "")
    if second not in set(Second):
        errors["second"] = "选一样"
    return errors or Claimed(second=Second(second), **values)


def _told(found: Limited | None) -> dict[str, str]:
    if isinstance(found, Limited):
        return {"number": f"试的次数多了，为了不让别人乱查，{found.minutes} 分钟以后再来"}
    return WRONG


def _ask_page(errors: dict[str, str] | None = None) -> str:
    return render_template("hotline/look_up.html", form=request.form, errors=errors)
