"""What departments and banks answered of the applicant, and which of two is right where they differ."""

from __future__ import annotations

from collections.abc import Iterator, Mapping

from flask import current_app

from webapp.applications import replying
from webapp.languages import say, typed
from webapp.pages.following.places import Following, words_of
from webapp.pages.forms import FormError
from webapp.pages.parts import (
    Carried,
    Choice,
    Choices,
    Done,
    Door,
    Doors,
    Field,
    Folded,
    Heading,
    Note,
    Page,
    Part,
    Row,
    Rows,
    Words,
)
from webapp.pages.progress import verification
from webapp.pages.wording import button

HERE = "verification"


def show(at: Following) -> Page | None:
    """All of it, or with a key the page of one contradiction. None where nobody has been asked."""
    at.require_applicant()
    seen = verification.find_seen(at.session, at.guide, at.application, at.today)
    if seen is None:
        return None
    if not at.key:
        return _whole(verification.make_page(at.guide, seen))
    if verification.find_difference(seen, at.number()) is None:
        return _whole(verification.make_page(at.guide, seen))
    return _reply_page(verification.make_reply_page(at.guide, seen, at.number()))


def take(at: Following) -> str:
    at.require_applicant()
    seen = verification.find_seen(at.session, at.guide, at.application, at.today)
    row = verification.find_difference(seen, at.number())
    if row is None or row.fact != at.fields.get("fact"):
        return HERE  # something has come in since: the numbers are others
    errors = verification.find_reply_errors(at.fields)
    if errors:
        raise FormError(errors)
    replying.reply(at.session, at.application, row, verification.read_reply(at.fields), at=at.now)
    return HERE


def _whole(found: Mapping) -> Page:
    said = words_of("verification")
    parts: list[Part] = [Words(say(said["asked"], asked=found["asked"], back=found["back"]))]
    if found["differing"]:
        parts.append(Words(said["no_matter"]))
    for row in found["differing"]:
        parts += _difference(said, row)
    for state, name, _ in found["own_fates"]:
        kind = "deceased" if state == "deceased" else "moved"
        parts += [Heading(said[kind]), Words(say(said[f"{kind}_says"], name=typed(name)))]
    parts += [Note(said[name]) for name in ("others_fate", "others_differ") if found[name]]
    parts += _records(said, found)
    parts.append(Words(said["only_yours"], "quiet"))
    if current_app.settings.demo:
        parts.append(Words(said["demo"], "quiet"))
    return Page(_title(said, found), tuple(parts))


def _title(said: Mapping, found: Mapping) -> str:
    if found["differing"]:
        return say(said["differs"], count=len(found["differing"]))
    return said["all_back" if found["asked"] == found["back"] else "waiting"]


def _difference(said: Mapping, row: Mapping) -> Iterator[Part]:
    yield _both(said, row)
    reply = row["reply"]
    if reply:
        yield Done(say(said["replied_words" if reply["words"] else "replied"], **reply))
    act = said["mend" if reply else "say"]
    yield Doors((Door(f"/status/verification/{row['place']}", act),))


def _both(said: Mapping, row: Mapping) -> Rows:
    """What was said and what was found, one below the other."""
    spoken = f"{row['said']}（{row['origin']}）" if row["origin"] else row["said"]
    found = [
        Row(say(said["found"], names=names), say(said["of_day"], words=words, day=day) if day else words)
        for names, words, day in row["found"]
    ]
    return Rows((Row(said["said"], spoken), *found), row["label"])


def _records(said: Mapping, found: Mapping) -> Iterator[Part]:
    if found["found"]:
        rows = [
            Row(words, say(said["own_row"], names=names, standing=standing))
            for words, names, standing in found["found"]
        ]
        yield Folded(said["own"], (Rows(tuple(rows)),))
    asked = [Row(name, words) for name, words in found["departments"]]
    if found["banks"]:
        asked.append(Row(said["banks"], say(said["asked"], **found["banks"])))
        asked += [Row(name, words) for name, words in found["banks"]["out"]]
    yield Folded(said["whom"], (Rows(tuple(asked)),))


def _reply_page(found: Mapping) -> Page:
    said, row = words_of("reply"), found["row"]
    choices = tuple(Choice(value.value, label, about) for value, label, about in found["choices"])
    chosen = tuple(one.value for one in choices if row["reply"] and row["reply"]["label"] == one.label)
    parts = (
        _both(words_of("verification"), row),
        Choices("choice", said["choice"], choices, chosen),
        Field(
            "words",
            said["words"],
            row["reply"]["words"] if row["reply"] else "",
            said["words_hint"],
            input="long",
            most=500,
        ),
        Carried("fact", found["fact"]),
        Words(said["honest"], "quiet"),
    )
    return Page(say(said["title"], label=row["label"]), parts, (button(said["press"]),))
