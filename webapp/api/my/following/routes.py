"""Routes of what was submitted: the list, looking one up, and its pages, each shown and filled in."""

from flask import current_app, g

import bot
from webapp import clock
from webapp.api.my import bp, own
from webapp.api.my.applying.schemas import FormIn
from webapp.api.my.following import showing
from webapp.api.my.forms import form_of, refuse
from webapp.applications import status
from webapp.db import begin_write
from webapp.languages import say
from webapp.pages.following import dispatch, mine
from webapp.pages.following.places import words_of
from webapp.pages.forms import FormError
from webapp.problems import Problem

PAGES = "/applications/<number>/pages/<name>"


@bp.get("/applications")
def list_applications() -> dict:
    """我的申请：在办的、没交完的，用编号查别的"""
    return {"page": showing.list_page().to_json()}


@bp.post("/applications")
@bp.input(FormIn, arg_name="wanted")
def look_up(wanted: FormIn) -> dict:
    """用编号和身份证后 4 位查；查到的半小时内能看"""
    form, said = form_of(wanted.fields), words_of("mine_list")
    lookup = bot.StatusLookup(form.get("number", "")[:60], form.get("id_tail", "")[:20])
    begin_write(g.session)
    now = clock.now()
    found = status.find_application(g.session, current_app.index_hash, lookup, asker=showing.asker(), now=now)
    if isinstance(found, status.Found):
        own.remember(found.application, found.helper, now)
    g.session.commit()
    match found:
        case status.Found(application):
            return {"number": application.number}
        case bot.StatusLimited(minutes):
            raise Problem(429, "too-many-tries", say(said["limited"], minutes=minutes))
    raise refuse(FormError({"number": said["not_found"]}))


@bp.get(PAGES, defaults={"key": ""})
@bp.get(f"{PAGES}/<key>")
def show_page(number: str, name: str, key: str) -> dict:
    """一页：办到哪一步、要补的、撤回、复核、核对、家里有变化、谁看过、签授权书、我的数据"""
    return dispatch.show(name, showing.following(own.get_visit(number), key)).to_json()


@bp.post(PAGES, defaults={"key": ""})
@bp.post(f"{PAGES}/<key>")
@bp.input(FormIn, arg_name="wanted")
def fill_page(number: str, name: str, key: str, wanted: FormIn) -> dict:
    """填好一页，给接下来的一页"""
    begin_write(g.session)
    return _take(name, showing.following(own.get_visit(number), key, form_of(wanted.fields)))


@bp.get("/draft/data")
def show_draft_data() -> dict:
    """没交的申请里留着什么"""
    return dispatch.show(mine.DATA, showing.following(own.draft_visit())).to_json()


@bp.post("/draft/data")
@bp.input(FormIn, arg_name="wanted")
def change_draft_data(wanted: FormIn) -> dict:
    """没交的申请：打开一份、删掉、收回同意"""
    begin_write(g.session)
    return _take(mine.DATA, showing.following(own.draft_visit(), form=form_of(wanted.fields)))


def _take(name: str, at) -> dict:
    try:
        shown = dispatch.take(name, at).to_json()
    except FormError as wrong:
        g.session.commit()  # a wrong ID tail was counted
        raise refuse(wrong) from None
    g.session.commit()
    return shown
