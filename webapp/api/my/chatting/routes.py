"""Routes of the conversation. A refused form is a 422 that names each field."""

from flask import current_app, g, request

import bot
from webapp import chat, clock, people
from webapp.api.my import bp
from webapp.api.my.chatting import schemas, showing
from webapp.api.my.forms import refuse
from webapp.db import begin_write
from webapp.pages import chatting, forms
from webapp.pages.forms import FormError
from webapp.problems import Problem


@bp.get("/chat")
def show_chat() -> dict:
    """最近一问一答"""
    return showing.exchange(_known())


@bp.post("/chat")
@bp.input(schemas.SayIn, arg_name="wanted")
def say(wanted: schemas.SayIn) -> dict:
    """接着说：一句话，或者选中的几项"""
    try:
        message = forms.parse_said(showing.said_form(wanted), _known().conversation.pending)
    except FormError as wrong:
        raise refuse(wrong) from None
    _speak(message)
    g.session.commit()
    return showing.exchange(_known())


@bp.delete("/chat")
def restart() -> dict:
    """从头来：说过的、没交的申请都清掉"""
    sender = g.visitor.sender
    begin_write(g.session)
    chatting.forget(g.visitor.conversation)
    conversation = chat.open_for(g.session, people.MINI_DOOR, sender, clock.now())
    g.session.commit()
    return showing.exchange(_known(conversation))


@bp.get("/chat/facts/<int:number>")
def show_fact(number: int) -> dict:
    """一条听明白的情况，和它回答的问题"""
    return showing.fact(_known(), number)


@bp.post("/chat/facts/<int:number>")
@bp.input(schemas.FactIn, arg_name="wanted")
def correct_fact(number: int, wanted: schemas.FactIn) -> dict:
    """改一条情况，或者去掉"""
    known = _known()
    subject = showing.subject_at(known, number)
    if wanted.subject != showing.name_of(subject):
        raise Problem(409, "fact-moved", "这一条刚刚变过了，请回到对话里再点一次。")
    try:
        message = showing.correction(known, subject, wanted)
    except FormError as wrong:
        raise refuse(wrong) from None
    _speak(message)
    g.session.commit()
    return showing.exchange(_known())


@bp.get("/result")
def show_result() -> dict:
    """能领什么"""
    known = _known()
    return showing.result(bot.review(current_app.guide, known.conversation, clock.today()))


def _known(conversation: str | None = None) -> chatting.Known:
    row = chat.find_conversation(g.session, conversation or g.visitor.conversation, clock.now())
    if row is None:
        raise Problem(401, "log-in", "这段对话已经过期了，请重新开始说。")
    return chatting.Known(row, chat.read_conversation(current_app, row))


def _speak(message: bot.Message) -> None:
    speaker = chat.Speaker(
        people.MINI_DOOR, conversation=g.visitor.conversation, client=request.remote_addr or ""
    )
    chat.converse(g.session, current_app, speaker, message, now=clock.now())
