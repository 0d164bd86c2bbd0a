"""The pages of signing: the text first, then where to sign, or for whom; the commitment."""

from __future__ import annotations

from collections.abc import Mapping

from webapp.applications.steps import Step
from webapp.languages import say, typed
from webapp.pages.parts import (
    Button,
    Carried,
    Choice,
    Choices,
    Deed,
    Done,
    Field,
    Folded,
    Hand,
    Page,
    Part,
    Row,
    Rows,
    Tick,
    Words,
)
from webapp.pages.wording import button, load_words

Context = Mapping[str, object]
TEXT, GUARDIAN = "text", "guardian"


def words_of(name: str) -> dict:
    return load_words("applying")[name]


def authorise(step: Step, context: Context) -> Page:
    """The page of one member's authorisation; `way` says whether one reads, signs or signs for somebody."""
    if context["signed"]:
        return _signed(context)
    page = way_page(step.path, context)
    place = say(words_of("authorise")["place"], place=context["place"], count=context["count"])
    return Page(page.title, (Words(place, "quiet"), *page.parts), page.buttons, page.hint)


def way_page(path: str, context: Context) -> Page:
    """Read first, then sign, or sign for somebody; `path` is the address of these pages."""
    ways = {TEXT: _read, GUARDIAN: _sign_as_guardian}
    return ways.get(context["way"], _sign)(path, context)


def _signed(context: Context) -> Page:
    said, buttons = words_of("authorise"), words_of("buttons")
    parts = (Done(say(said["receipt"], receipt=context["signed"].receipt)),)
    onward = button(buttons["next"], "do", "" if context["member"].is_applicant else "later")
    return Page(say(said["signed"], name=typed(context["name"])), parts, (onward,))


def _read(path: str, context: Context) -> Page:
    said, buttons, own = words_of("authorise"), words_of("buttons"), context["member"].is_applicant
    title = said["read_own"] if own else say(said["read"], name=typed(context["name"]))
    parts = (
        gist(context["rows"]),
        whole(context["deed"]),
        Carried("read", "yes"),
        Carried("served", context["served"]),
        Carried("manner", ""),
    )
    return Page(title, parts, (button(buttons["read"]), *_later(context)), said["read_hint"])


def _sign(path: str, context: Context) -> Page:
    said, buttons, name = words_of("authorise"), words_of("buttons"), context["name"]
    title = said["sign_own"] if context["member"].is_applicant else say(said["sign"], name=typed(name))
    parts: list[Part] = [_was_read(path), *signature(name, said["agree"])]
    if context["children"]:
        parts.append(Tick("children", say(said["children"], names="、".join(context["children"]))))
    presses = [button(buttons["sign"]), *_later(context)]
    if not context["member"].is_applicant:
        presses.append(_way(path, say(said["by_guardian"], name=typed(name)), GUARDIAN))
    return Page(title, tuple(parts), tuple(presses))


def _sign_as_guardian(path: str, context: Context) -> Page:
    said, name, buttons = words_of("guardian"), context["name"], words_of("buttons")
    parts: list[Part] = [_was_read(path)]
    reasons, relations = (tuple(Choice(*row) for row in context[one]) for one in ("reasons", "relations"))
    parts += [
        Carried("do", GUARDIAN),
        Choices("guardian_reason", say(said["reason"], name=typed(name)), reasons, _only(reasons)),
        Choices("guardian_relation", say(said["relation"], name=typed(name)), relations, _only(relations)),
        Field("guardian_note", said["note"], hint=said["note_hint"], most=200),
        Field("guardian_name", said["name"], hint=said["name_hint"], most=40),
        Field("guardian_tail", said["tail"], input="id", digits=True, most=8),
        Hand("strokes", said["hand"]),
        Tick("guardian_agreed", say(said["agree"], name=typed(name))),
    ]
    presses = [button(buttons["guardian"])]
    if not context["minor"]:
        presses.append(_way(path, say(words_of("authorise")["by_self"], name=typed(name)), ""))
    hint = said["minor"] if context["minor"] else said["rule"]
    return Page(say(said["title"], name=typed(name)), tuple(parts), tuple(presses), hint)


def commit(step: Step, context: Context) -> Page:
    said, buttons = words_of("commit"), words_of("buttons")
    parts = (gist(context["rows"]), whole(context["deed"]), *signature(context["name"], said["agree"]))
    return Page(said["title"], parts, (button(buttons["sign"]), *_later(context)), said["hint"])


def consent(step: Step, context: Context) -> Page:
    """Whoever is helped agrees to it, here or on paper."""
    said, name = words_of("consent"), context["member"].name
    scopes = tuple(Choice(*row) for row in context["scopes"])
    parts = (
        gist(context["rows"]),
        whole(context["deed"]),
        Choices("scope", said["scope"], scopes, (scopes[0].value,)),
        *typed_signature(name),
        Tick("agreed", said["agree"]),
    )
    buttons = (button(words_of("buttons")["sign"]), button(said["paper"], "do", "paper", secondary=True))
    return Page(say(said["title"], name=typed(name)), parts, buttons, said["hint"])


def signature(name: str, agree: str) -> tuple[Part, ...]:
    """Write with a finger, or type; and a tick."""
    said = words_of("authorise")
    return Hand("strokes", said["hand"]), Folded(said["typed"], typed_signature(name)), Tick("agreed", agree)


def typed_signature(name: str) -> tuple[Part, ...]:
    """Full name and the last four of the ID number."""
    said = words_of("authorise")
    hint = said["full_name"] if "某" in name else say(said["full_name_of"], name=typed(name))
    return (
        Field("signed_name", said["name"], hint=hint, most=40),
        Field("id_tail", said["tail"], input="id", digits=True, most=8),
    )


def gist(rows: list[tuple[str, str]]) -> Rows:
    return Rows(tuple(Row(label, says) for label, says in rows))


def whole(deed: object) -> Deed:
    entries = deed.entries if deed.entries and deed.entries[0].looks_at else ()
    looked_at = tuple(Row(one.name, one.looks_at) for one in entries)
    title = words_of("authorise")["looked_at"] if looked_at else ""
    return Deed(deed.title, deed.paragraphs, title, looked_at)


def _was_read(path: str) -> Rows:
    said = words_of("authorise")
    return Rows((Row("", said["was_read"], f"{path}?way={TEXT}", said["again"]),))


def _later(context: Context) -> tuple[Button, ...]:
    """For whom is not at hand, or signs on paper at the village station."""
    if not context["may_later"]:
        return ()
    name = "later_on_paper" if context["member"].is_applicant else "later"
    return (button(words_of("buttons")[name], "do", "later", secondary=True),)


def _way(path: str, label: str, way: str) -> Button:
    link = f"{path}?way={way}" if way else path
    return Button(label, secondary=True, link=link)


def _only(choices: tuple[Choice, ...]) -> tuple[str, ...]:
    """What is chosen already where there is but one."""
    return (choices[0].value,) if len(choices) == 1 else ()
