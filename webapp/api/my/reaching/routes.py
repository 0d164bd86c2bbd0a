"""Routes of phone number and messages."""

from flask import current_app, g

from webapp import clock
from webapp.api.my import bp
from webapp.api.my.reaching import schemas
from webapp.db import begin_write, make_sessions
from webapp.gateways.http import NotDelivered, OutcomeUnknown
from webapp.gateways.wechat import WechatRefused
from webapp.problems import Problem
from webapp.wechat import subscriptions
from webapp.wechat.tokens import make_mini_calls


@bp.post("/phone")
@bp.input(schemas.PhoneIn, arg_name="wanted")
def find_phone(wanted: schemas.PhoneIn) -> dict:
    """微信里的手机号，市民点了按钮才有"""
    calls = make_mini_calls(current_app.settings, make_sessions(current_app.engine))
    try:
        return {"phone": calls.find_phone(wanted.code)}
    except WechatRefused as error:
        if error.retry:
            raise Problem(503, "wechat-busy", "微信那边忙，请自己填一下手机号。") from None
        raise Problem(409, "phone-refused", "微信没有给出手机号，请自己填一下。") from None
    except (NotDelivered, OutcomeUnknown):
        raise Problem(503, "wechat-unreachable", "连不上微信，请自己填一下手机号。") from None


@bp.get("/messages")
def list_messages() -> dict:
    """能在微信里告诉您的消息，每样要先同意"""
    templates = current_app.settings.miniprogram_templates
    return {"templates": [{"name": name, "id": one.id} for name, one in templates.items()]}


@bp.post("/messages")
@bp.input(schemas.AgreedIn, arg_name="wanted")
def take_agreement(wanted: schemas.AgreedIn) -> dict:
    """同意收一条，或者不要"""
    known = {one.id for one in current_app.settings.miniprogram_templates.values()}
    pressed = [(one, True) for one in wanted.agreed] + [(one, False) for one in wanted.refused]
    sender_hash = g.visitor.login.person.mini_hash
    begin_write(g.session)
    subscriptions.record(g.session, sender_hash, [one for one in pressed if one[0] in known], at=clock.now())
    g.session.commit()
    return {"agreed": [one for one in wanted.agreed if one in known]}
