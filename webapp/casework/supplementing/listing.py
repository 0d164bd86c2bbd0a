"""What may be missing of a request: papers that the policy asks for, and facts that could still decide."""

from __future__ import annotations

from dataclasses import dataclass

from sqlalchemy.orm import Session
from werkzeug.datastructures import MultiDict

from knowledge import Guide
from webapp.applications.sources import load_sources
from webapp.applications.supplements import MOST_WANTED, EntryKind, Wanted, words_for
from webapp.casework.file.reading import Known
from webapp.documents import keeping
from webapp.models.applications import Application, Request
from webapp.pages.forms import FormError

LONGEST_LINE = 200
NOTHING = "先勾上要补的，或者写一样"
TOO_MANY = f"一次最多 {MOST_WANTED} 样"


@dataclass(frozen=True)
class Offered:
    """A line of the proposed list, for the clerk to tick: nothing goes out unseen. `document`: its kind."""

    mark: str
    wanted: Wanted
    document: str | None = None
    is_on_record: bool = False


def propose(session: Session, guide: Guide, request: Request, known: Known) -> list[Offered]:
    return [*_papers(session, guide, request), *_facts(guide, request.application, known)]


def _papers(session: Session, guide: Guide, request: Request) -> list[Offered]:
    """Papers that this policy names and nobody has handed in."""
    rows = keeping.rows_of(session, request.application)
    asked = keeping.papers_of(guide, request.application).asked
    missing = [one for one in asked if request.policy in one.policies and not _is_given(rows.get(one.kind))]
    return [
        Offered(f"paper:{one.kind}", Wanted(one.document.name, EntryKind.DOCUMENT), one.kind)
        for one in missing
    ]


def _is_given(row) -> bool:
    return row is not None and bool(row.pages)


def _facts(guide: Guide, application: Application, known: Known) -> list[Offered]:
    people = {None, *(one.person for one in application.members if one.left_on is None)}
    return [
        Offered(
            f"fact:{person or ''}:{fact}",
            Wanted(words_for(guide, application, person, fact)),
            is_on_record=_is_on_record(guide, fact),
        )
        for person, fact in known.open
        if person in people and guide.facts[fact].ask
    ]


def _is_on_record(guide: Guide, fact: str) -> bool:
    """Whether a department can say it, so that nobody has to be asked before it has answered."""
    return any(one.can_say(guide.facts[fact]) and not one.by_visit for one in load_sources().by_id.values())


def parse(form: MultiDict, offered: list[Offered]) -> list[Offered]:
    """What was ticked, and each line that was written. Raises FormError."""
    ticked = set(form.getlist("want"))
    chosen = [one for one in offered if one.mark in ticked]
    lines = (one.strip()[:LONGEST_LINE] for one in form.get("more", "").splitlines())
    chosen += [Offered("", Wanted(one)) for one in lines if one]
    if not chosen:
        raise FormError({"want": NOTHING})
    if len(chosen) > MOST_WANTED:
        raise FormError({"want": TOO_MANY})
    return chosen
