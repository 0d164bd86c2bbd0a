"""The list of papers, and one paper with its photos, as parts."""

from __future__ import annotations

from collections.abc import Mapping

from webapp.languages import say
from webapp.pages.papers.folders import APPLY, Entry, Folder, may_change
from webapp.pages.papers.taking import FIELD
from webapp.pages.parts import (
    Bullets,
    Button,
    Door,
    Doors,
    Folded,
    Note,
    Page,
    Part,
    Photo,
    Picture,
    Pictures,
    Words,
)
from webapp.pages.wording import button, load_words


def words() -> dict:
    return load_words("papers")


def list_page(folder: Folder) -> Page:
    """Every paper with its state; what departments know is not asked for."""
    said = words()
    asked = [one for one in folder.entries if not one.is_optional]
    doors = tuple(Door(f"{folder.base}/{one.number}", one.document.name, one.state) for one in folder.entries)
    parts: list[Part] = [Doors(doors)]
    if folder.shared:
        parts.append(
            Folded(said["shared"], (Bullets("", folder.shared), Words(said["shared_says"], "quiet")))
        )
    onward = said["next"] if folder.base == APPLY else said["status"]
    title, hint = (said["list"], "") if asked else (said["nothing"], said["nothing_hint"])
    return Page(title, tuple(parts), (Button(onward, link=folder.onward),), hint)


def entry_page(context: Mapping[str, object]) -> Page:
    """One paper: what it is for, what was photographed, what is wrong with it, where to take another."""
    said, entry = words(), context["entry"]
    pictures = tuple(
        Picture(
            page.id, image, say(said["picture"], place=place), tuple(f"{one}。" for one in faults), page.id
        )
        for place, (page, image, faults) in enumerate(context["pages"], 1)
    )
    parts: list[Part] = []
    if entry.row is not None and entry.row.reason:
        parts.append(Note(say(said["asked"], reason=entry.row.reason)))
    if pictures:
        parts.append(Pictures(pictures))
    parts += _photo(context, bool(pictures))
    parts.append(Folded(said["why"], _why(entry, context["policies"])))
    return Page(_title(entry, pictures), tuple(parts), _buttons(context, pictures), _hint(entry, pictures))


def _title(entry: Entry, pictures: tuple) -> str:
    plain = pictures or entry.is_optional
    return entry.document.name if plain else say(words()["take"], name=entry.document.name)


def _hint(entry: Entry, pictures: tuple) -> str:
    if pictures:
        return ""
    may = "" if entry.must or entry.is_optional else words()["if_any"]
    return say(words()["shows"], shows=entry.document.shows) + may


def _photo(context: Mapping[str, object], has_pictures: bool) -> list[Part]:
    if not may_change(context["folder"], context["entry"]):
        return []
    said = words()
    photo = Photo(FIELD, said["now"], said["album"], said["safe"])
    if not has_pictures:
        return [photo]
    return [Folded(said["again"] if context["is_wrong"] else said["another"], (photo,))]


def _buttons(context: Mapping[str, object], pictures: tuple) -> tuple[Button, ...]:
    said, entry, folder = words(), context["entry"], context["folder"]
    if not may_change(folder, entry):
        return (Button(said["back"], link=folder.onward),)
    if context["is_wrong"]:
        keep = said["keep_one" if len(pictures) == 1 else "keep_all"]
        return (button(keep, "do", "keep", secondary=True),)
    if pictures:
        return (Button(said["next"], link=folder.onward),)
    if entry.is_optional:
        return (Button(said["all"], secondary=True, link=f"{folder.base}?all=1"),)
    return (
        button(said["later"], "do", "later", secondary=True),
        button(said["none"], "do", "none", secondary=True),
    )


def _why(entry: Entry, policies: list[str]) -> tuple[Part, ...]:
    needed = say(words()["needed"], policies="、".join(policies))
    why = Words(f"{entry.document.why}。")
    return (why, Words(needed, "quiet")) if policies else (why,)
