"""Home, chat, result and the guide. Application and status have routes of their own in the same blueprint."""

from flask import Response, current_app, g, make_response, redirect, render_template, request, session
from flask_wtf.csrf import CSRFError
from werkzeug.wrappers import Response as AnyResponse

import bot
from webapp import clock
from webapp.applications import drafting
from webapp.db import begin_write
from webapp.h5 import bp, conversing, helping, looks
from webapp.h5.answering import routes as answering  # noqa: F401  registers its routes
from webapp.h5.applying import routes as applying  # noqa: F401  registers its routes
from webapp.h5.changing import routes as changing  # noqa: F401  registers its routes
from webapp.h5.documents import routes as documents  # noqa: F401  registers its routes
from webapp.h5.followups import routes as followups  # noqa: F401  registers its routes
from webapp.h5.linking import routes as linking  # noqa: F401  registers its routes
from webapp.h5.mine import routes as mine  # noqa: F401  registers its routes
from webapp.h5.progress import routes as progress  # noqa: F401  registers its routes
from webapp.h5.publicity import routes as publicity  # noqa: F401  registers its routes
from webapp.h5.receipts import routes as receipts  # noqa: F401  registers its routes
from webapp.h5.resuming import routes as resuming  # noqa: F401  registers its routes
from webapp.h5.signing import routes as signing  # noqa: F401  registers its routes
from webapp.h5.slips import routes as slips  # noqa: F401  registers its routes
from webapp.h5.statistics import routes as statistics  # noqa: F401  registers its routes
from webapp.h5.watching import routes as watching  # noqa: F401  registers its routes
from webapp.pages import blocks as showing
from webapp.pages import chatting, forms, leaflet
from webapp.problems import Problem, on_csrf_error

OLD_PAGE = {"text": "这一页放得太久了。您写的还在，再点一次“问一问”就行"}


@bp.get("/")
def home() -> str:
    known = conversing.find_known()
    return render_template("h5/home.html", talking=known is not None, filed=_filed_alone(), errors=None)


@bp.post("/text-size")
def set_text_size() -> AnyResponse:
    return looks.keep_text_size()


@bp.post("/chat")
def say() -> AnyResponse | tuple[str, int]:
    known = conversing.find_known()
    try:
        message = forms.parse_said(request.form, known.conversation.pending if known else None)
    except forms.FormError as wrong:
        return _say_again(known, wrong.errors)
    turned = conversing.speak(message, known.row.id if known else None)
    g.session.commit()
    expired = known is None and conversing.CONVERSATION in session
    session[conversing.CONVERSATION] = turned.id
    session.permanent = True
    return redirect("/chat?afresh=1" if expired else "/chat", 303)


@bp.get("/chat")
def show_chat() -> AnyResponse | tuple[str, int] | str:
    known = conversing.find_known()
    if known is None:
        return _nothing_said()
    return _chat_page(known)


@bp.route("/chat/fact/<int:number>", methods=["GET", "POST"])
def correct_fact(number: int) -> AnyResponse | tuple[str, int] | str:
    """A small page for one fact that was heard: what it should be, or that it is to go."""
    known = conversing.find_known()
    if known is None:
        return _nothing_said()
    subject = _subject(known, number)
    question = chatting.question_about(known.conversation, subject)
    if request.method == "GET":
        return _fact_page(known, subject, question)
    return _take_correction(known, subject, question)


@bp.post("/chat/restart")
def restart() -> AnyResponse:
    """Begin anew: what was said, and a draft that was not submitted, are deleted."""
    begin_write(g.session)
    chatting.forget(session.get(conversing.CONVERSATION))
    session.clear()
    g.session.commit()
    return redirect("/", 303)


@bp.get("/result")
def result() -> AnyResponse | tuple[str, int] | str:
    known = conversing.find_known()
    if known is None:
        return _nothing_said()
    reply = bot.review(current_app.guide, known.conversation, clock.today())
    blocks = showing.gathered(reply.to_json()["blocks"])
    return render_template(
        "h5/result.html",
        blocks=blocks,
        title=showing.title_of(blocks, current_app.guide),
        can_file=showing.can_file(blocks),
    )


@bp.get("/groups")
def groups() -> str:
    return render_template("h5/groups.html", groups=leaflet.groups(current_app.guide))


@bp.get("/groups/<group_id>")
def group(group_id: str) -> str:
    guide = current_app.guide
    if group_id not in guide.groups:
        raise Problem(404, "unknown-group")
    return render_template(
        "h5/group.html", group=guide.groups[group_id], policies=leaflet.policies_of(guide, group_id)
    )


@bp.get("/policies")
def policies() -> str:
    guide, wanted = current_app.guide, request.args.get("q", "").strip()[:100]
    found = leaflet.search(guide, wanted, clock.today()) if wanted else None
    return render_template("h5/policies.html", wanted=wanted, found=found, groups=leaflet.groups(guide))


@bp.get("/policies/<policy_id>")
def policy(policy_id: str) -> str:
    guide = current_app.guide
    if policy_id not in guide.policies:
        raise Problem(404, "unknown-policy")
    return render_template("h5/policy.html", page=leaflet.make_page(guide, policy_id, clock.today()))


def _filed_alone() -> bool:
    """Whether this visitor's application was submitted, and none is begun that waits to be."""
    if helping.talk() is None or helping.find_draft() is not None:
        return False
    return drafting.find_submitted(g.session, helping.talk()) is not None


def _own_address(back: str) -> str:
    """A path of this site; anything else leads home."""
    return back if back.startswith("/") and not back.startswith(("//", "/\\")) else "/"


def _nothing_said() -> AnyResponse | tuple[str, int]:
    """No conversation: never one, or one that has expired."""
    if session.pop(conversing.CONVERSATION, None) is None:
        return redirect("/", 303)
    return render_template("h5/expired.html"), 410


@bp.errorhandler(CSRFError)
def keep_words(error: CSRFError) -> AnyResponse | tuple[str, int]:
    """A form whose cookie is gone does nothing; words typed into it come back, to be sent once more."""
    if request.endpoint != "h5.say" or not request.form.get("text", "").strip():
        return on_csrf_error(error)
    return render_template("h5/home.html", talking=False, errors=OLD_PAGE), 400


def _say_again(known: chatting.Known | None, errors: dict[str, str]) -> AnyResponse | tuple[str, int]:
    if known is None:
        return render_template("h5/home.html", talking=False, errors=errors), 422
    return _chat_page(known, errors), 422


def _chat_page(known: chatting.Known, errors: dict[str, str] | None = None) -> str:
    conversation, reply = known.conversation, known.row.reply or {}
    blocks = reply.get("blocks", [])
    heard = [
        (one["household"], one["person"], one["fact"])
        for block in blocks
        if block["kind"] == "heard"
        for one in block["chips"]
    ]
    earlier = [one for one in chatting.subjects(conversation) if one not in heard]
    question = conversation.pending if any(one["kind"] == "question" for one in blocks) else None
    talk = chatting.find_talk(g.session, known)
    if talk is not None and talk.is_open:
        urgent = [one for one in blocks if one["kind"] == "urgent"]
        return render_template("h5/talk.html", talk=talk, urgent=urgent, errors=errors)
    return render_template(
        "h5/chat.html",
        talk=talk,
        said=known.row.said,
        heard=chatting.chips(conversation, heard),
        earlier=chatting.chips(conversation, earlier),
        blocks=showing.gathered(one for one in blocks if one["kind"] not in ("heard", "question")),
        question=question,
        rows=[(one.id, one.label) for one in question.choices] if question else [],
        afresh="afresh" in request.args,
        errors=errors,
    )


def _subject(known: chatting.Known, number: int) -> chatting.Subject:
    facts = chatting.subjects(known.conversation)
    if not 0 < number <= len(facts):
        raise Problem(404, "unknown-fact", "这一条已经不在了，请回到对话里再看。")
    return facts[number - 1]


def _fact_page(
    known: chatting.Known, subject: chatting.Subject, question: bot.Question, errors: dict | None = None
) -> str:
    return render_template(
        "h5/fact.html",
        heard=chatting.label_of(known.conversation, subject),
        subject="|".join(one or "" for one in subject),
        question=question,
        rows=[(str(place), one.label) for place, one in enumerate(question.choices)],
        errors=errors,
        form=request.form,
    )


def _take_correction(
    known: chatting.Known, subject: chatting.Subject, question: bot.Question
) -> AnyResponse | Response | tuple[str, int]:
    if request.form.get("subject") != "|".join(one or "" for one in subject):
        raise Problem(409, "fact-moved", "这一条刚刚变过了，请回到对话里再点一次。")
    try:
        form = forms.parse_fact(request.form, question, current_app.guide.facts[question.fact])
    except forms.FormError as wrong:
        return make_response(_fact_page(known, subject, question, wrong.errors), 422)
    household, person, fact = form.subject
    answer = bot.Answer(fact, person, household, form.value)
    conversing.speak(bot.Message(text=form.words, answer=answer), known.row.id)
    g.session.commit()
    return redirect("/chat", 303)
