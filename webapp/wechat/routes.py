"""What WeChat's servers call, and where a link from WeChat lands."""

import re
import time

from flask import Blueprint, Response, current_app, g, redirect, request, session

from webapp import chat, clock
from webapp.problems import Problem
from webapp.wechat import answering, envelope

bp = Blueprint("wechat", __name__, url_prefix="/wechat")
HOUSEHOLD = re.compile(r"[A-Za-z0-9_-]{1,32}")
NOTHING_TO_SAY = "success"


@bp.get("")
def confirm() -> Response:
    """WeChat's check of the address: a signed call gets its own random text back."""
    echo = _refuse_forged(envelope.open_echo, current_app.settings, request.args, clock.now())
    return Response(echo, content_type="text/plain; charset=utf-8")


@bp.post("")
def receive() -> Response:
    """One message or event. The same message gets the same reply, however often it comes."""
    now, came = clock.now(), time.monotonic()
    body = request.get_data(cache=False)
    delivery = _refuse_forged(envelope.open_delivery, current_app.settings, request.args, body, now)
    app = current_app._get_current_object()
    text = answering.answer(g.session, app, delivery, root=request.url_root, came=came)
    if not text:
        return Response(NOTHING_TO_SAY, content_type="text/plain")
    xml = envelope.seal_reply(current_app.settings, delivery, text, now)
    return Response(xml, content_type="application/xml; charset=utf-8")


@bp.get("/continue")
def go_on() -> Response:
    """A link from WeChat: the browser takes over the conversation, and goes on to the application."""
    conversation = chat.read_ticket(current_app, request.args.get("ticket", ""))
    if conversation is None:
        raise Problem(410, "ticket-expired", "这个链接过期了。回到微信里再发一次“申请”，会给您新的。")
    household = request.args.get("household", "")
    session["conversation"] = conversation
    known = HOUSEHOLD.fullmatch(household) is not None
    return redirect(f"/apply?household={household}" if known else "/apply")


def _refuse_forged(check, *arguments):
    try:
        return check(*arguments)
    except envelope.Forged:
        raise Problem(403, "forged", "签名不对，或者时间太久。") from None
    except envelope.Malformed:
        raise Problem(400, "malformed-message", "不是微信的消息格式。") from None
