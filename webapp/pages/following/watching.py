"""Who looked at what was submitted, and who acts in the applicant's place."""

from __future__ import annotations

from webapp.applications import helping, watching
from webapp.languages import say, typed
from webapp.pages.following.places import Following, words_of
from webapp.pages.parts import Button, Note, Page, Part, Row, Rows, Words
from webapp.pages.watching import contexts
from webapp.pages.wording import button
from webapp.pages.written import date_words, day, hour
from webapp.problems import Problem

HELPERS = "helpers"


def show_looks(at: Following) -> Page:
    said = words_of("looks")
    looks = watching.find_looks(at.session, at.guide, at.application)
    parts: list[Part] = [_look(said, one) for one in looks] or [Words(said["none"])]
    if len(looks) >= watching.MOST_SHOWN:
        parts.append(Words(say(said["most"], most=watching.MOST_SHOWN), "quiet"))
    return Page(said["title"], tuple(parts), hint=said["hint"])


def _look(said: dict, look: watching.Look) -> Note:
    about = [f"{day(look.at)} {hour(look.at)}"]
    if look.facts:
        about.append(say(said["facts"], facts="、".join(look.facts)))
    if look.why:
        about.append(say(said["why"], why=look.why))
    return Note(say(said["did"], who=look.who, did=look.did), ("，".join(about),))


def show_helpers(at: Following) -> Page:
    at.require_applicant()
    said, helpers = words_of("helpers"), contexts.helpers_page(at.application)["helpers"]
    parts: list[Part] = [_helper(said, one) for one in helpers] or [Words(said["none"])]
    return Page(said["title"], (*parts, Words(said["after"], "quiet")), _ends(said, helpers))


def take_helper(at: Following) -> str:
    """The applicant ends a permission; ended already, it stays so."""
    at.require_applicant()
    wanted = at.fields.get("helper", "")
    found = next((one for one in at.application.helpers if str(one.id) == wanted), None)
    if found is None:
        raise Problem(404, "unknown-helper")
    helping.withdraw(at.session, found, at.visit.by, at.now)
    return HELPERS


def _helper(said: dict, one: dict) -> Rows:
    row = one["row"]
    until = say(said["until"], since=day(row.since), until=date_words(row.until)) if row.until else None
    rows = [
        Row(said["who"], f"{row.name}（{one['kind']}）"),
        Row(said["may"], one["scope"]),
        Row(said["since"], until or say(said["to_the_end"], since=day(row.since))),
        Row(said["agreed"], said[_agreed(row)]),
    ]
    if row.withdrawn_at:
        rows.append(Row(said["ended"], day(row.withdrawn_at)))
    return Rows(tuple(rows))


def _agreed(row) -> str:
    if row.consent_kind == "paper":
        return "paper" if row.seen_at else "paper_waiting"
    return "signed" if row.consented_at else "not_yet"


def _ends(said: dict, helpers: list[dict]) -> tuple[Button, ...]:
    label, working = said["end"]
    return tuple(
        button(
            (say(label, name=typed(one["row"].name)), working), "helper", str(one["row"].id), secondary=True
        )
        for one in helpers
        if not one["row"].withdrawn_at
    )
