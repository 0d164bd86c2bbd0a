"""Where it stands: each request in one sentence with its days, and the doors to everything else."""

from __future__ import annotations

from collections.abc import Iterator, Mapping

from webapp.languages import say, typed
from webapp.pages.applying.finishing import signature_rows
from webapp.pages.following.places import Following, words_of
from webapp.pages.parts import (
    Bullets,
    Button,
    Door,
    Doors,
    Folded,
    Heading,
    Note,
    Page,
    Part,
    Timeline,
    Words,
)
from webapp.pages.progress import contexts, verification
from webapp.pages.written import spaced

Shown = Mapping[str, object]


def show(at: Following) -> Page:
    found = contexts.make_page(at.session, at.guide, at.visit)
    checked = None
    if at.visit.helper is None and found["verified"]:
        section = verification.make_section(at.session, at.guide, at.application, at.today)
        checked = section["verification"]
    rows = found["rows"]
    parts = [*_opening(found, checked)]
    parts += _held_up(found)
    for place, row in enumerate(rows):
        parts += _request(row, first=place == 0, alone=len(rows) == 1)
    parts += _checked(checked)
    parts += _waiting(found)
    parts += _others(found)
    parts.append(_doors(found))
    return Page(rows[0]["label"], tuple(parts), tuple(_buttons(found)))


def _opening(found: Mapping, checked: Mapping | None) -> Iterator[Part]:
    said, number = words_of("overview"), spaced(found["application"].number)
    named = said["applicant"] if found["applicant"] else said["number"]
    yield Words(say(named, number=number, name=typed(found["applicant"])), "quiet")
    if found["helper"]:
        yield Note(say(said["helping"], kind=found["helper"]))
    if found["uncertain"]:
        yield Note(said["uncertain"]["sms" if found["uncertain"] == "sms" else "other"])
    if checked and checked["differing"]:
        yield Note(say(said["differs"], count=checked["differing"]))


def _held_up(found: Shown) -> Iterator[Part]:
    """What nothing goes on without."""
    if found["held_up"]:
        said = words_of("overview")
        yield from (Note(f"{say(said['unsigned'], name=typed(name))}。") for name, _ in found["unsigned"])


def _buttons(found: Shown) -> Iterator[Button]:
    """What waits for the applicant, first of all."""
    said, missing = words_of("overview"), sum(row["missing"] for row in found["rows"])
    unsigned = found["unsigned"][:1] if found["held_up"] else []
    wanted = [(f"/sign/{position}", said["sign"]) for _, position in unsigned]
    if missing:
        wanted.append(("/status/supplement", say(said["missing"], count=missing)))
    for place, (link, label) in enumerate(wanted):
        yield Button(label, secondary=place > 0, link=link)


def _request(row: Shown, *, first: bool, alone: bool) -> Iterator[Part]:
    said = words_of("overview")
    yield Words(say(said["who"], name=row["name"], person=row["person"]), "strong")
    if not first:
        yield Heading(row["label"])
    yield Words(_stands(said, row))
    due = row["due"]
    if due and due["is_over"]:
        yield Note(say(said["late"], day=due["words"]))
    elif due and due["is_estimate"]:
        yield Words(said["estimate"], "quiet")
    yield from _refusal(said, row)
    yield from _afterwards(said, row)
    yield from _limits(said, row)
    steps = Timeline(tuple(row["timeline"]))
    yield steps if alone else Folded(said["steps"], (steps,))


def _stands(said: Mapping, row: Shown) -> str:
    if not row["open"]:
        return say(said["ended"], step=row["step"])
    due = row["due"]
    counted = due is not None and not due["is_over"]
    form = ("until_about" if due["is_estimate"] else "until") if counted else "at"
    return say(said[form], holder=row["holder"], step=row["step"], day=due["words"] if due else "")


def _refusal(said: Mapping, row: Shown) -> Iterator[Part]:
    reasons = row["reasons"]
    if reasons:
        grounds = []
        for says, source, found in reasons:
            words = say(said["found"], says=says, found=found) if found else says
            grounds.append(say(said["ground"], says=words, source=source) if source else words)
        yield Bullets(said["reason" if len(reasons) == 1 else "reasons"], tuple(grounds))
    if row["may_object"]:
        label = said["refused" if reasons else "granted"]
        yield Doors((Door(f"/status/object/{row['id']}", label),))


def _afterwards(said: Mapping, row: Shown) -> Iterator[Part]:
    """Where it was handed to, how it is looked at again, and why it is done here."""
    after, route = row["after"], row["route"]
    if after["transfer"]:
        yield Note(f"{after['transfer']}。")
    for one in after["rechecks"]:
        yield Words(f"{one['says']}。{one['why']}")
        if one["reasons"]:
            yield Bullets("", tuple(say(said["no_longer"], says=says) for says, _ in one["reasons"]))
            yield Words(said["stopped"])
        if one["source"]:
            yield from _sources(said, (one["source"],))
    if route:
        why = [Words(f"{route['says']}。")]
        if route["reason"]:
            why.append(Words(say(said["route_why"], reason=route["reason"])))
        why += _sources(said, (route["source"],) if route["source"] else ())
        yield Folded(said["route"], tuple(why))


def _limits(said: Mapping, row: Shown) -> Iterator[Part]:
    limits = row["limits"]
    if limits is None or limits.first is None:
        return
    yield Words(limits.first.says, "strong")
    yield Words(limits.first.note, "quiet")
    yield from _sources(said, limits.first.sources)
    if limits.others:
        others = [part for one in limits.others for part in (Words(one.says), *_sources(said, one.sources))]
        yield Folded(said["other_limits"], tuple(others))


def _sources(said: Mapping, sources: tuple[str, ...]) -> Iterator[Part]:
    if sources:
        yield Words(say(said["source"], sources="、".join(sources)), "source")


def _checked(checked: Mapping | None) -> Iterator[Part]:
    if checked is None:
        return
    said = words_of("overview")
    asked = say(said["asked"], asked=checked["asked"], back=checked["back"])
    yield Doors((Door("/status/verification", asked),), said["verification"])


def _waiting(found: Mapping) -> Iterator[Part]:
    """What others wait for: papers, signatures, a word at the end."""
    said, owed = words_of("overview"), found["papers_waiting"]
    doors = [Door("/status/documents", say(said["papers"], count=owed) if owed else said["papers_done"])]
    doors += [
        Door(f"/sign/{position}", say(said["unsigned"], name=typed(name)))
        for name, position in found["unsigned"]
    ]
    after = found["after"]
    if after.get("charities"):
        doors.append(Door("/status/charity", said["charity_asks" if after["charity_asks"] else "charities"]))
    if after.get("breaches"):
        doors.append(Door("/status/commitment", said["breaches"]))
    if found["asks_feedback"]:
        doors.append(Door("/status/feedback", said["feedback"]))
    yield Doors(tuple(doors))


def _others(found: Mapping) -> Iterator[Part]:
    said = words_of("overview")
    if found["by_list"]:
        entries = [
            say(said["waits" if waits else "waits_for_any"], name=policy.name, waits="、".join(waits))
            for policy, waits in found["by_list"]
        ]
        yield Bullets(said["by_list"], tuple(entries))
    if found["elsewhere"]:
        doors = [
            Door(f"/policies/{one.id}/slip", one.name, said["elsewhere_says"]) for one in found["elsewhere"]
        ]
        yield Doors(tuple(doors), said["elsewhere"])
    if not found["over"]:
        yield Folded(said["signatures"], (signature_rows(found["signatures"]),))


def _doors(found: Mapping) -> Doors:
    said = words_of("overview")
    doors = [
        Door("/status/change", said["changes"], said["changes_say"]),
        Door("/status/looks", said["looks"]),
    ]
    if found["helped"] and not found["helper"]:
        doors.append(Door("/status/helpers", said["helpers"]))
    if found["may_withdraw"]:
        doors.append(Door("/status/withdraw", said["withdraw"]))
    if not found["helper"]:
        doors.append(Door("/my/data", said["mine"]))
    return Doors(tuple(doors), said["more"])
