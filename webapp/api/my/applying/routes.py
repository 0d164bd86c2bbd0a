"""Routes of the draft: open or resume, one page a question, submit."""

from flask import current_app, g

from webapp import clock
from webapp.api.my import bp, own
from webapp.api.my.applying import schemas, showing
from webapp.api.my.forms import form_of, refuse
from webapp.applications import drafting, submitting
from webapp.applications.errors import IncompleteError
from webapp.db import begin_write
from webapp.pages.applying import asking, taking
from webapp.pages.forms import FormError
from webapp.problems import Problem


@bp.post("/draft")
@bp.input(schemas.DraftIn, arg_name="wanted")
def open_draft(wanted: schemas.DraftIn) -> dict:
    """开始申请，或者接着填；交过的没有再开，就给编号"""
    submitted = drafting.find_submitted(g.session, g.visitor.conversation)
    if submitted and not wanted.again and own.find_draft() is None:
        return {"page": None, "submitted": submitted.number}
    draft = showing.open_draft(wanted.household)
    g.session.commit()
    return {"page": showing.waiting_page(draft), "submitted": None}


@bp.delete("/draft")
def decline_online() -> dict:
    """不在网上办了：没交的申请不留"""
    begin_write(g.session)
    drafting.discard_draft(g.session, g.visitor.conversation)
    g.session.commit()
    return {"page": asking.declined().to_json()}


@bp.get("/draft/steps/<name>", defaults={"position": None})
@bp.get("/draft/steps/<name>/<int:position>")
def show_step(name: str, position: int | None) -> dict:
    """一页：问什么、填了什么；还没到这一页的，给该填的那页"""
    draft = own.get_draft()
    return {"page": showing.page_at(draft, showing.get_step(draft, name, position))}


@bp.post("/draft/steps/<name>", defaults={"position": None})
@bp.post("/draft/steps/<name>/<int:position>")
@bp.input(schemas.FormIn, arg_name="wanted")
def fill_in(name: str, position: int | None, wanted: schemas.FormIn) -> dict:
    """填好一页，给下一页"""
    begin_write(g.session)
    draft = own.get_draft()
    step = showing.get_step(draft, name, position)
    form = taking.Taking(g.session, current_app.guide, draft, step, form_of(wanted.fields), clock.now())
    try:
        stay = taking.take(form)
    except FormError as wrong:
        raise refuse(wrong) from None
    g.session.commit()
    return {"page": showing.page_at(draft, step) if stay else showing.waiting_page(draft)}


@bp.post("/draft/submission")
def submit_draft() -> dict:
    """交上去；按两次也只有一个编号"""
    begin_write(g.session)
    draft = own.get_draft()
    try:
        submitted = submitting.submit(g.session, current_app.guide, draft, clock.now())
    except IncompleteError:
        g.session.commit()
        raise Problem(409, "not-yet", "前面还有没填好的，先填好再交。") from None
    g.session.commit()
    return showing.submitted_page(draft, submitted)
