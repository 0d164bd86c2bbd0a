"""JSON in, JSON out. Each route parses, calls, commits, renders."""

from apiflask import APIBlueprint
from flask import current_app, g, request

import bot
from knowledge import assess
from webapp import chat, clock
from webapp.api import applications, catalogue, leaflets, parsing, schemas
from webapp.db import begin_write
from webapp.problems import Problem

bp = APIBlueprint("api", __name__, url_prefix="/api/v1", tag="淄助你")
bp.before_request(parsing.require_json)


@bp.post("/match")
@bp.input(schemas.MatchIn, arg_name="wanted")
def match(wanted: schemas.MatchIn) -> dict:
    """一句话对上哪些政策"""
    guide = current_app.guide
    return bot.match_text(guide, wanted.text, clock.today()).to_json(guide, None)


@bp.post("/assess")
@bp.input(schemas.AssessIn, arg_name="wanted")
def assess_situation(wanted: schemas.AssessIn) -> dict:
    """一户的情况对每项政策的判断"""
    guide = current_app.guide
    situation = parsing.parse_situation(guide, wanted.situation)
    found = assess(guide, situation, parsing.clamp_day(wanted.on or clock.today()))
    return {"assessments": [one.to_json(guide) for one in found]}


@bp.post("/chat")
@bp.input(schemas.ChatIn, arg_name="wanted")
def say(wanted: schemas.ChatIn) -> dict:
    """接着说：一句话，或者一个问题的回答"""
    message = parsing.parse_message(current_app.guide, wanted)
    speaker = chat.Speaker("api", conversation=wanted.conversation, client=request.remote_addr or "")
    turned = chat.converse(g.session, current_app, speaker, message, now=clock.now())
    g.session.commit()
    matched = turned.match.to_json(current_app.guide, None) if turned.match is not None else None
    return {"conversation": turned.id, "reply": turned.shown, "match": matched}


@bp.post("/status")
@bp.input(schemas.StatusIn, arg_name="wanted")
def status(wanted: schemas.StatusIn) -> dict:
    """办到哪一步了：编号加身份证后 4 位"""
    begin_write(g.session)
    found = applications.look_up(g.session, wanted, client=request.remote_addr or "", now=clock.now())
    g.session.commit()
    return applications.tell(g.session, current_app.guide, found)


@bp.post("/applications")
@bp.input(schemas.OwnIn, arg_name="wanted")
def own_applications(wanted: schemas.OwnIn) -> dict:
    """登录了小程序的人自己交过的申请"""
    begin_write(g.session)
    found = applications.find_own(g.session, wanted.conversation, now=clock.now())
    g.session.commit()
    return {"applications": [applications.to_summary(current_app.guide, one) for one in found]}


@bp.get("/groups")
def groups() -> dict:
    """困难群众类别"""
    return catalogue.groups(current_app.guide)


@bp.get("/departments")
def departments() -> dict:
    """部门"""
    return catalogue.departments(current_app.guide)


@bp.get("/policies")
@bp.input(schemas.PoliciesQuery, location="query", arg_name="wanted")
def policies(wanted: schemas.PoliciesQuery) -> dict:
    """政策；q 是要找的话，先看名字，再看意思"""
    return catalogue.policies(current_app.guide, wanted.q.strip(), clock.today())


@bp.get("/policies/<policy_id>")
def policy(policy_id: str) -> dict:
    """一项政策的全部内容"""
    if policy_id not in current_app.guide.policies:
        raise Problem(404, "unknown-policy", "没有这项政策。")
    return catalogue.policy(current_app.guide, policy_id)


@bp.get("/policies/<policy_id>/leaflet")
def leaflet(policy_id: str) -> dict:
    """一项政策说给人听的样子"""
    if policy_id not in current_app.guide.policies:
        raise Problem(404, "unknown-policy", "没有这项政策。")
    return leaflets.leaflet_of(current_app.guide, policy_id, clock.today())


@bp.get("/standards")
@bp.input(schemas.StandardsQuery, location="query", arg_name="wanted")
def standards(wanted: schemas.StandardsQuery) -> dict:
    """某一天的标准"""
    return catalogue.standards(current_app.guide, parsing.clamp_day(wanted.on or clock.today()))


@bp.get("/regions")
def regions() -> dict:
    """区县和镇街"""
    return catalogue.regions(current_app.guide)
