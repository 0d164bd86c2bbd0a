"""A change at home: what was told already, the kinds of what can be told, and a page for each."""

from __future__ import annotations

from collections.abc import Iterator, Mapping

from webapp.applications import changing
from webapp.applications.changing import ChangeKind
from webapp.languages import say
from webapp.pages.changing import contexts, forms
from webapp.pages.following.places import Following, press, words_of
from webapp.pages.forms import parse_press
from webapp.pages.parts import Choice, Choices, Door, Doors, Field, Note, Page, Part
from webapp.pages.wording import button
from webapp.pages.written import date_words
from webapp.problems import Problem

HERE = "change"


def show(at: Following) -> Page:
    if not at.key:
        return _list(contexts.list_page(at.guide, at.application))
    return _kind_page(contexts.kind_page(at.guide, at.application, get_kind(at.key)))


def take(at: Following) -> str:
    change = forms.parse_change(at.guide, at.application, get_kind(at.key), at.fields, today=at.today)
    key = parse_press(at.fields)
    changing.report(at.session, at.guide, at.application, change, by=at.visit.by, at=at.now, key=key)
    return HERE


def get_kind(name: str) -> ChangeKind:
    """Raises Problem for a name that is none."""
    try:
        return ChangeKind(name)
    except ValueError:
        raise Problem(404, "unknown-change") from None


def _list(found: Mapping) -> Page:
    said = words_of("changes")
    doors = tuple(Door(f"/status/change/{kind}", label) for kind, label in found["kinds"])
    if not found["told"]:
        return Page(said["title"], (Doors(doors),), hint=said["hint"])
    told = [_told(said, found["town"], one) for one in found["told"]]
    return Page(say(said["told"], town=found["town"]), (*told, Doors(doors, said["more"])))


def _told(said: Mapping, town: str, one: Mapping) -> Note:
    when = say(said["seen" if one["seen"] else "unseen"], day=date_words(one["day"]), town=town)
    entries = [when, *one["facts"], *([one["words"]] if one["words"] else [])]
    return Note(f"{one['says']}：{one['who']}" if one["who"] else one["says"], tuple(entries))


def _kind_page(found: Mapping) -> Page:
    said, texts = words_of("change"), found["texts"]
    parts = [*_what(said, found)]
    parts.append(Field("day", texts["day"], hint=said["day_hint"], input="date", digits=True, most=20))
    if not found["needs_address"] and not found["needs_words"]:
        parts.append(Field("words", said["words"], input="long", most=1000))
    return Page(texts["title"], (*parts, press()), (button(said["press"]),), texts["hint"])


def _what(said: Mapping, found: Mapping) -> Iterator[Part]:
    """Who it is about, and what it is now."""
    title = found["texts"]["title"]
    if found["members"]:
        yield Choices("person", title, _rows(found["members"]), heading=True)
    elif found["needs_address"] or found["needs_words"]:
        yield Field("words", title, input="long", heading=True, most=120 if found["needs_address"] else 1000)
    if found["relations"]:
        yield Choices("relation", said["relation"], _rows(found["relations"]))
        yield Field("name", said["name"], most=40)
    if found["values"]:
        yield Choices("value", said["now"], _rows(found["values"]))
    elif found["values"] is not None:
        yield Field("value", said["monthly"], hint=said["monthly_hint"], input="number", digits=True, most=12)


def _rows(rows: list[tuple[str, str]]) -> tuple[Choice, ...]:
    return tuple(Choice(*row) for row in rows)
