"""After a decision: a charity that might help on, and what was found to differ from a commitment."""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from dataclasses import replace

from webapp.applications import committing, referring
from webapp.applications.errors import ApplicationError
from webapp.languages import say
from webapp.models.followups import BreachState
from webapp.pages.following.places import Following, press, words_of
from webapp.pages.followups import contexts
from webapp.pages.forms import FormError, parse_press
from webapp.pages.parts import Bullets, Button, Door, Doors, Field, Heading, Page, Part, Row, Rows, Words
from webapp.pages.wording import button
from webapp.problems import Problem

CHARITY, COMMITMENT = "charity", "commitment"


def show_charity(at: Following) -> Page:
    at.require_applicant()
    said = words_of("charity")
    rows = contexts.charity_page(at.session, at.guide, at.application)["rows"]
    parts = [part for one in rows for part in _referral(said, one)] or [Words(said["none"])]
    return Page(said["title"], tuple(parts), tuple(choice for one in rows for choice in _choices(said, one)))


def _referral(said: Mapping, one: Mapping) -> Iterator[Part]:
    yield Heading(one["name"])
    yield Words(one["summary"])
    if one["met"]:
        yield Words(say(said["because"], met="、".join(one["met"])), "quiet")
    yield Words(say(said["state"], state=one["state"]), "strong")
    if one["outcome"]:
        yield Words(f"{one['outcome']}：{one['answer']}" if one["answer"] else one["outcome"])
    if one["asks"]:
        yield from (Words(line) for line in one["text"])
    yield Doors((Door(f"/policies/{one['policy']}", said["what"]),))


def _choices(said: Mapping, one: Mapping) -> Iterator[Button]:
    """Yes or no to one project; until it has left, either can be changed."""
    for name, may in (("agree", one["asks"]), ("decline", one["asks"] or one["may_stop"])):
        if may:
            label, working = said[name]
            shown = say(label, name=one["name"]), working
            yield button(shown, name, str(one["id"]), secondary=name == "decline")


def take_charity(at: Following) -> str:
    at.require_applicant()
    agrees = bool(at.fields.get("agree"))
    wanted = at.fields.get("agree") or at.fields.get("decline", "")
    mine = {str(one.id): one for one in referring.list_referrals(at.session, at.application)}
    if wanted not in mine:
        raise Problem(404, "unknown-referral", "没有这一件。")
    try:
        referring.reply(at.session, mine[wanted], agrees=agrees, how="page", by=at.visit.by, at=at.now)
    except ApplicationError as wrong:
        raise Problem(409, "sent", f"{wrong}。") from None
    return CHARITY


def show_commitment(at: Following) -> Page:
    """All of it; with the number of one, what is wrong with it can be said."""
    at.require_applicant()
    found = contexts.commitment_page(at.session, at.guide, at.application)
    said, told = words_of("commitment"), found["said"]
    chosen = next((one for one in found["rows"] if str(one["id"]) == at.key and one["may_appeal"]), None)
    if chosen is not None:
        field = Field("words", told["appeal"], input="long", most=2000)
        return Page(said["title"], (*_breach(said, told, chosen), field, press()), (button(said["appeal"]),))
    parts: list[Part] = [Words(told["lead"])]
    for one in found["rows"]:
        parts += _breach(said, told, one)
        if one["may_appeal"]:
            parts.append(Doors((Door(f"/status/commitment/{one['id']}", said["say"]),)))
    return Page(said["title"], (*parts, Words(told["not_blocked"])))


def _breach(said: Mapping, told: Mapping, one: Mapping) -> Iterator[Part]:
    yield Heading(one["state"])
    if one["told"]:
        yield Words(say(said["told"], who=one["who"], day=one["told"]), "quiet")
    for fact in one["facts"]:
        rows = Row(said["declared"], fact["declared"]), Row(said["found"], fact["found"])
        yield Rows(rows, fact["label"])
    if one["reply"]:
        yield Words(say(said["reply"], words=one["reply"]))
    if one["may_repair"] and one["measures"]:
        yield Bullets(
            said["measures"],
            tuple(
                say("{says}（依据{source}）", says=says, source=source) for says, source in one["measures"]
            ),
        )
        yield Words(say(said["until"], day=one["until"]) if one["until"] else said["no_end"])
        yield Words(told["repair"])


def take_commitment(at: Following) -> str:
    """The applicant says what is wrong with it; the district judges. Pressed twice it is one appeal."""
    at.require_applicant()
    mine = committing.list_breaches(at.session, at.application.id, told=True)
    found = next((one for one in mine if str(one.id) == at.key), None)
    if found is None:
        raise Problem(404, "unknown-breach", "没有这一条。")
    words = at.fields.get("words", "").strip()
    if not words:
        raise FormError({"words": words_of("commitment")["no_words"]})
    if found.state == BreachState.TOLD:
        by = replace(at.visit.by, note=words)
        committing.step(at.session, found, BreachState.APPEALED, by, at=at.now, key=parse_press(at.fields))
    return COMMITMENT
