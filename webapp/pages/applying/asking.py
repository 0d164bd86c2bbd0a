"""What each page of an application asks, as parts; where it stands among the others."""

from __future__ import annotations

from collections.abc import Callable, Mapping
from dataclasses import dataclass, replace

from knowledge import Guide
from webapp.applications import steps
from webapp.applications.steps import Step
from webapp.languages import say, shown, typed
from webapp.models.applications import Application
from webapp.pages.applying import checking, signing
from webapp.pages.applying.contexts import SECTIONS, context_of
from webapp.pages.papers import showing as papers
from webapp.pages.papers.folders import APPLY, folder_of
from webapp.pages.parts import (
    Bullets,
    Button,
    Carried,
    Choice,
    Choices,
    Door,
    Doors,
    Field,
    Folded,
    Member,
    Members,
    Note,
    Page,
    Part,
    Row,
    Rows,
    Words,
)
from webapp.pages.wording import button, load_words

Context = Mapping[str, object]
NUMBERS = ("number", "date")


@dataclass(frozen=True)
class Asked:
    """A page of a draft, and its place: the part of the whole, and the address one came from."""

    step: Step
    page: Page
    back: str | None

    def to_json(self) -> dict[str, object]:
        place = {"name": shown(self.step.section.value), "number": SECTIONS.index(self.step.section) + 1}
        return {
            "link": self.step.path,
            "name": self.step.name,
            "section": place | {"count": len(SECTIONS)},
            "back": self.back,
            **self.page.to_json(),
        }


def ask(guide: Guide, draft: Application, step: Step) -> Asked:
    before = steps.step_before(draft, step)
    context = {**_context(guide, draft, step), "draft": draft}
    page = ASKERS.get(step.name, _field)(step, context)
    return Asked(step, page, before.path if before else None)


def _context(guide: Guide, draft: Application, step: Step) -> Context:
    if step.name == "documents":
        return {"folder": folder_of(guide, APPLY, draft)}
    return context_of(guide, draft, step)


def words_of(name: str) -> dict:
    return load_words("applying")[name]


def _rows(rows: list[tuple[str, ...]]) -> tuple[Choice, ...]:
    return tuple(Choice(*row) for row in rows)


def _one_choice(context: Context, field: str) -> Page:
    """A page that is one list to choose from."""
    title = context["title"]
    chosen = tuple(one for one in context["chosen"] if one)
    choices = Choices(field, shown(title).replace("|", ""), _rows(context["rows"]), chosen, heading=True)
    return Page(title, (choices,), (next_button(),), context["hint"])


def next_button() -> Button:
    return button(words_of("buttons")["next"])


def _choose(step: Step, context: Context) -> Page:
    said = words_of("choose")
    chosen = tuple(context["chosen"])
    parts: list[Part] = [
        Choices("request", said["title"], _rows(context["rows"]), chosen, multi=True, heading=True)
    ]
    if context["changes"]:
        parts.append(Note(said["changed"], tuple(context["changes"])))
    if context["follow_ups"]:
        title = say(said["others"], count=len(context["follow_ups"]))
        parts.append(Folded(title, (follow_ups(context["follow_ups"]),)))
    helping = () if context["helped"] else (button(said["helping"], "do", "helping", secondary=True),)
    return Page(said["title"], tuple(parts), (next_button(), *helping), said["hint"])


def follow_ups(found: list) -> Doors:
    """What is not filed here, each with how it is had instead."""
    said = words_of("choose")
    return Doors(tuple(Door(f"/policies/{one.id}", one.name, said[filing]) for one, filing in found))


def _sensitive(step: Step, context: Context) -> Page:
    said, text = words_of("sensitive"), context["text"]
    kinds = [(one.name, say(said["kind"], why=one.why, refused=one.refused)) for _, one in context["kinds"]]
    parts = (
        Rows(tuple(Row(name, words) for name, words in kinds)),
        Folded(say(said["whole"], title=text.title), tuple(Words(one) for one in text.paragraphs)),
    )
    if len(kinds) == 1:
        agree = button(said["agree_one"], "do", "agree")
        decline = Button(said["decline_one"], secondary=True, link="/apply/declined")
        return Page(said["title_one"], parts, (agree, decline), said["hint"])
    choices = Choices("kind", said["ticked"], _rows(context["rows"]), multi=True)
    buttons = (
        button(said["agree"], "do", "agree"),
        button(said["agree_some"], "do", "some", secondary=True),
        Button(said["decline"], secondary=True, link="/apply/declined"),
    )
    return Page(said["title"], (*parts, Folded(said["some"], (choices,))), buttons, said["hint"])


def declined() -> Page:
    """Whoever does not agree here goes to the window."""
    said = words_of("declined")
    parts = (Words(said["says"]), Bullets("", tuple(said["ways"])))
    buttons = (Button(said["result"], link="/result"), Button(said["again"], secondary=True, link="/apply"))
    return Page(said["title"], parts, buttons)


def _applicant(step: Step, context: Context) -> Page:
    said = words_of("applicant")
    return _one_choice({**context, "title": said["title"], "hint": said["hint"]}, "person")


def _place(step: Step, context: Context) -> Page:
    """A district or a town: of the hukou, where they live, where the need arose."""
    return _one_choice(context, step.name.rpartition("-")[2])


def _field(step: Step, context: Context) -> Page:
    page, said = context["page"], words_of("field")
    kinds = {"id_number": "id", "phone": "phone", "bank_card": "card"}
    field = Field(
        page.field,
        shown(context["label"]).replace("|", ""),
        context["value"],
        input=kinds.get(page.field, "text"),
        digits=page.digits,
        count=page.count,
        heading=True,
        autocomplete=page.autocomplete,
        may_fetch=page.field == "phone",
    )
    parts: list[Part] = [Note(context["doubt"]), field] if context["doubt"] else [field]
    if context["said_age"] is not None:
        parts.append(Words(say(said["said_age"], who=context["who"], age=context["said_age"])))
        parts.append(Words(said["said_age_says"], "quiet"))
    if context["optional"]:
        parts.append(Words(said["optional_child" if page.field == "id_number" else "optional"], "quiet"))
    parts.append(Folded(said["why"], (Words(page.why),)))
    return Page(context["label"], tuple(parts), (next_button(),), context["hint"])


def _helper(step: Step, context: Context) -> Page:
    said, helper = words_of("helper"), context["helper"]
    relations = _rows(context["relations"])
    chosen = (helper.relation,) if helper else ()
    phone = Field("helper_phone", said["phone"], (helper.phone or "") if helper else "", said["phone_hint"])
    parts = (
        Choices("relation", shown(said["title"]).replace("|", ""), relations, chosen, heading=True),
        Field("helper_name", said["name"], helper.name if helper else "", most=40),
        replace(phone, input="phone", digits=True, most=20, may_fetch=True),
    )
    own = (button(said["self"], "do", "self", secondary=True),) if context["may_be_self"] else ()
    hint = say(said["hint"], applicant=typed(context["applicant"].name) or said["applicant"])
    return Page(said["title"], parts, (next_button(), *own), hint)


def _household(step: Step, context: Context) -> Page:
    said, buttons = words_of("household"), words_of("buttons")
    members = tuple(
        Member(
            typed(name) if one.name else name,
            said["applicant"] if one.is_applicant else "",
            None if one.is_applicant else str(one.position),
        )
        for one, name in context["members"]
    )
    add = Choices("relation", said["relation"], _rows(context["relations"]))
    parts = (Members(members), Folded(said["add"], (add,)))
    more = button(buttons["add"], "do", "add", secondary=True)
    return Page(said["title"], parts, (button(buttons["these"]), more), said["hint"])


def _more(step: Step, context: Context) -> Page:
    said, asked = words_of("more"), context["question"]
    if asked is None:
        return Page(said["nothing"], (Words(said["nothing_says"]),), (next_button(),))
    parts: list[Part] = [Carried("question", context["mark"])]
    if asked.hint in NUMBERS:
        hint = said[f"typed_{asked.hint}"]
        parts.append(Field("typed", said["typed"], hint=hint, input=asked.hint, digits=True, most=40))
    label = said["or_choose"] if asked.hint in NUMBERS else asked.text
    hint = said["several"] if asked.multi else ""
    rows, heading = _rows(context["rows"]), asked.hint not in NUMBERS
    parts.append(Choices("choice", label, rows, multi=asked.multi, hint=hint, heading=heading))
    return Page(asked.text, tuple(parts), (next_button(),), f"{asked.why}{said['only_you']}")


def _note(step: Step, context: Context) -> Page:
    said = words_of("note")
    label, value = shown(said["title"]).replace("|", ""), context["draft"].note or ""
    field = Field("note", label, value, input="long", most=1000, heading=True)
    return Page(said["title"], (field,), (next_button(),), said["hint"])


ASKERS: dict[str, Callable[[Step, Context], Page]] = {
    "choose": _choose,
    "sensitive": _sensitive,
    "documents": lambda step, context: papers.list_page(context["folder"]),
    "applicant": _applicant,
    "helper": _helper,
    "household": _household,
    **dict.fromkeys((page for pages in steps.PLACE_PAGES.values() for page in pages), _place),
    "more": _more,
    "note": _note,
    "authorise": signing.authorise,
    "consent": signing.consent,
    "commit": signing.commit,
    "check": checking.check,
}
