"""A fact that is missing, asked as the chat asks it: a question with choices, a number with its unit."""

from __future__ import annotations

from dataclasses import dataclass, field

from werkzeug.datastructures import MultiDict

from bot.blocks import Question
from bot.choices import build
from knowledge import FactDefinition, Guide, SituationError, parse_value
from webapp.applications import households
from webapp.applications.supplements import LONGEST_ANSWER, Given, Said, find_subject
from webapp.languages import say, typed
from webapp.models.afterwards import SupplementEntry
from webapp.pages.forms import FormError, parse_typed, ticked_value, why_not

TYPED = ("number", "date")


def field_of(entry_id: int) -> str:
    """Where something is written."""
    return f"answer-{entry_id}"


def choice_of(entry_id: int) -> str:
    """Where something is chosen."""
    return f"choice-{entry_id}"


@dataclass(frozen=True)
class Asked:
    """An entry of a list as a question; `subject`: of whom and what, `answer`: what was answered before."""

    entry: int
    subject: str
    person: str | None
    definition: FactDefinition
    question: Question = field(repr=False)
    answer: str = field(default="", repr=False)

    @property
    def rows(self) -> list[tuple[str, str]]:
        return [(str(place), one.label) for place, one in enumerate(self.question.choices)]

    @property
    def is_typed(self) -> bool:
        return self.question.hint in TYPED

    @property
    def why(self) -> str:
        """Of whom and what it asks, which the chat says by what went before; and why."""
        return say("{subject}。{why}", subject=typed(self.subject), why=self.definition.why or "")

    @property
    def unit(self) -> str:
        return self.definition.unit or ""

    @property
    def chosen(self) -> list[str]:
        told = set(self.answer.split("、"))
        return [place for place, label in self.rows if label in told]

    @property
    def typed(self) -> str:
        is_row = self.chosen or not self.is_typed
        return "" if is_row else self.answer.removesuffix(self.unit).strip()


def find_asked(guide: Guide, entry: SupplementEntry) -> Asked | None:
    """None for what is answered in the citizen's own words, or with a paper."""
    application = entry.supplement.request.application
    subject = find_subject(guide, application, entry)
    if subject is None:
        return None
    person, fact = subject
    # What was answered is asked as it was before, so that it can be changed.
    situation = households.read_situation(guide, application).without_fact(person, fact)
    question = build(guide, situation, (situation.id, person, fact))
    return Asked(entry.id, entry.wanted, person, guide.facts[fact], question, entry.answer or "")


def parse(form: MultiDict, asked: Asked) -> Given:
    """What was typed before what was chosen; empty where nothing was. Raises FormError.

    Who had typed something and now chooses a row means the row.
    """
    written = form.get(field_of(asked.entry), "").strip()[:LONGEST_ANSWER]
    if written == asked.typed and form.get(choice_of(asked.entry)):
        written = ""
    if written and not asked.is_typed:
        return Given(written)  # from a page that had a box for words
    if written:
        raw, words = (
            _number(asked, written),
            f"{written.removesuffix(asked.unit).strip()} {asked.unit}".strip(),
        )
    else:
        places = [int(one) for one in form.getlist(choice_of(asked.entry)) if one.isdigit()]
        chosen = [asked.question.choices[one] for one in places if one < len(asked.question.choices)]
        if not chosen:
            return Given()
        raw = ticked_value(asked.question.choices, chosen) if asked.question.multi else chosen[0].value
        words = "、".join(one.label for one in chosen)
    return Given(words, said=None if raw is None else _said(asked, raw))


def _number(asked: Asked, written: str) -> object:
    try:
        return parse_typed(written.removesuffix(asked.unit).strip(), asked.question.hint)
    except FormError as wrong:
        raise FormError({field_of(asked.entry): next(iter(wrong.errors.values()))}) from None


def _said(asked: Asked, raw: object) -> Said:
    try:
        return Said(asked.person, asked.definition.key, parse_value(asked.definition, raw))
    except SituationError as wrong:
        name = field_of(asked.entry) if asked.is_typed else choice_of(asked.entry)
        raise FormError({name: why_not(asked.definition, wrong)}) from None
