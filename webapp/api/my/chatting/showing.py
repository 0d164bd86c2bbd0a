"""The conversation as JSON: what the page of the chat shows, and the two forms it takes."""

from __future__ import annotations

from flask import current_app, g
from werkzeug.datastructures import MultiDict

import bot
from webapp.api.my.chatting.schemas import FactIn, SayIn
from webapp.languages import shown_all
from webapp.pages import blocks as showing
from webapp.pages import chatting, forms
from webapp.pages.chatting import Known, Subject
from webapp.problems import Problem

# What the citizen said stays as it was said.
KEPT = frozenset({"said", "value", "heard", "earlier", "subject"})


def exchange(known: Known) -> dict:
    """What was said last and what came of it; while a person answers, what they say, and the bot is quiet."""
    talk = chatting.find_talk(g.session, known)
    if talk is not None and talk.is_open:
        return _talking(known, talk)
    conversation, blocks = known.conversation, (known.row.reply or {}).get("blocks", [])
    heard = [
        (one["household"], one["person"], one["fact"])
        for block in blocks
        if block["kind"] == "heard"
        for one in block["chips"]
    ]
    earlier = [one for one in chatting.subjects(conversation) if one not in heard]
    asked = conversation.pending if any(one["kind"] == "question" for one in blocks) else None
    page = {
        "said": known.row.said or None,
        "heard": chatting.chips(conversation, heard),
        "earlier": chatting.chips(conversation, earlier),
        "blocks": showing.gathered(one for one in blocks if one["kind"] not in ("heard", "question")),
        "question": question(asked) if asked else None,
    }
    return shown_all(page, KEPT)


def _talking(known: Known, talk: chatting.Talk) -> dict:
    urgent = [one for one in (known.row.reply or {}).get("blocks", []) if one["kind"] == "urgent"]
    said = [f"{'您' if one.by_citizen else '人工'}：{one.words}" for one in talk.spoken]
    words = [{"kind": "text", "text": one} for one in said]
    blocks = [*urgent, {"kind": "heading", "text": "这会儿是人工在回您"}, *words]
    return {"said": None, "heard": [], "earlier": [], "blocks": blocks, "question": None}


def question(asked: bot.Question, *, by_place: bool = False) -> dict:
    """A question. Its rows are named by their ids, or by their places where it asks for a correction."""
    rows = [
        {"value": str(place) if by_place else one.id, "label": one.label}
        for place, one in enumerate(asked.choices)
    ]
    return {
        "id": asked.id,
        "text": asked.text,
        "why": asked.why,
        "multi": asked.multi,
        "input": asked.hint,
        "left": asked.about,
        "choices": rows,
    }


def said_form(wanted: SayIn) -> MultiDict:
    form = MultiDict({"text": wanted.text, "question": wanted.question or ""})
    form.setlist("choice", wanted.choices)
    return form


def subject_at(known: Known, number: int) -> Subject:
    facts = chatting.subjects(known.conversation)
    if not 0 < number <= len(facts):
        raise Problem(404, "unknown-fact", "这一条已经不在了，请回到对话里再看。")
    return facts[number - 1]


def name_of(subject: Subject) -> str:
    return "|".join(one or "" for one in subject)


def fact(known: Known, number: int) -> dict:
    subject = subject_at(known, number)
    page = {
        "heard": chatting.label_of(known.conversation, subject),
        "subject": name_of(subject),
        "question": question(chatting.question_about(known.conversation, subject), by_place=True),
    }
    return shown_all(page, KEPT)


def correction(known: Known, subject: Subject, wanted: FactIn) -> bot.Message:
    """Raises FormError."""
    asked = chatting.question_about(known.conversation, subject)
    form = MultiDict({"typed": wanted.typed, "do": forms.TAKE_BACK if wanted.take_back else ""})
    form.setlist("choice", wanted.choices)
    read = forms.parse_fact(form, asked, current_app.guide.facts[asked.fact])
    household, person, name = read.subject
    return bot.Message(text=read.words, answer=bot.Answer(name, person, household, read.value))


def result(reply: bot.Reply) -> dict:
    blocks = showing.gathered(reply.to_json()["blocks"])
    page = {
        "title": showing.title_of(blocks, current_app.guide),
        "blocks": [one for one in blocks if one["kind"] != "question"],
        "can_file": showing.can_file(blocks),
    }
    return shown_all(page, KEPT)
