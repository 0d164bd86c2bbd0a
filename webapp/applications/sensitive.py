"""Separate consent to sensitive data, kind by kind, before the first field that asks for any.

An answer is a row with the text it was given under; the newest of a kind counts. What was refused is also
marked in the draft, so that its pages neither ask for it nor take it over from the chat.
"""

from __future__ import annotations

import hashlib
from collections.abc import Mapping
from dataclasses import dataclass
from datetime import datetime
from functools import cache

import yaml
from sqlalchemy import delete, select
from sqlalchemy.orm import Session

from knowledge import Guide, Situation
from webapp.applications import moving
from webapp.applications.households import read_situation, write_situation
from webapp.applications.wording import TEXTS
from webapp.models.applications import Application
from webapp.models.documents import DocumentPage, DocumentRow
from webapp.models.protection import SensitiveConsent

IDENTITY, MINORS, HEALTH, BANK = "identity", "minors", "health", "bank"
REFUSED = "refused:"


@dataclass(frozen=True)
class Kind:
    """One kind of sensitive data; without an `essential` one nothing can be filed here."""

    name: str
    why: str
    refused: str
    essential: bool = False
    facts: tuple[str, ...] = ()
    documents: tuple[str, ...] = ()


@dataclass(frozen=True)
class Text:
    """What is consented to. `digest` pins every word of it."""

    version: str
    title: str
    paragraphs: tuple[str, ...]
    kinds: Mapping[str, Kind]
    digest: str


@cache
def load_text() -> Text:
    written = (TEXTS / "sensitive.yaml").read_text(encoding="utf-8")
    raw = yaml.safe_load(written)
    lists = ("facts", "documents")
    kinds = {
        name: Kind(**{key: tuple(value) if key in lists else value for key, value in kind.items()})
        for name, kind in raw["kinds"].items()
    }
    digest = hashlib.sha256(written.encode()).hexdigest()
    return Text(raw["version"], raw["title"], tuple(raw["paragraphs"]), kinds, digest)


def kinds_for(application: Application) -> list[str]:
    """The kinds that this application asks for; children only where there are some."""
    has_minor = any(one.is_adult is False for one in application.members)
    return [one for one in load_text().kinds if one != MINORS or has_minor]


def find_answers(session: Session, application: Application) -> dict[str, SensitiveConsent]:
    """The newest answer to each kind."""
    own = select(SensitiveConsent).where(SensitiveConsent.application_id == application.id)
    return {one.kind: one for one in session.scalars(own.order_by(SensitiveConsent.id))}


def find_unanswered(session: Session, application: Application) -> list[str]:
    """The kinds to ask about: not answered, or answered under another text while it is still a draft."""
    answers, digest = find_answers(session, application), load_text().digest
    return [one for one in kinds_for(application) if one not in answers or answers[one].text_hash != digest]


def kinds_to_ask(session: Session, application: Application) -> list[str]:
    """What the page shows: what has no answer yet, or everything for who comes back to change one."""
    return find_unanswered(session, application) or kinds_for(application)


def answer(
    session: Session, guide: Guide, application: Application, given: Mapping[str, bool], *, at: datetime
) -> None:
    """Write the answers down. What is refused goes from the draft at once."""
    text = load_text()
    for kind, is_given in given.items():
        about = {"text_version": text.version, "text_hash": text.digest, "decided_at": at}
        session.add(SensitiveConsent(application_id=application.id, kind=kind, is_given=is_given, **about))
    marks = [one for one in application.answered if one.removeprefix(REFUSED) not in given]
    application.answered = marks + [REFUSED + kind for kind, is_given in given.items() if not is_given]
    forget_refused(guide, application)
    session.flush()


def is_refused(application: Application, kind: str) -> bool:
    return REFUSED + kind in application.answered


def refused_facts(application: Application) -> frozenset[str]:
    return frozenset(fact for kind in _refused(application) for fact in kind.facts)


def refused_documents(application: Application) -> frozenset[str]:
    return frozenset(one for kind in _refused(application) for one in kind.documents)


def _refused(application: Application) -> list[Kind]:
    return [kind for name, kind in load_text().kinds.items() if is_refused(application, name)]


def forget_refused(guide: Guide, application: Application) -> None:
    """Take out what its owner said no to: facts with the words they came from, and the card."""
    facts = refused_facts(application)
    if facts:
        write_situation(application, _without(read_situation(guide, application), facts))
        application.origins = [one for one in application.origins if one["fact"] not in facts]
    if is_refused(application, BANK):
        application.bank_card = None


def _without(situation: Situation, facts: frozenset[str]) -> Situation:
    for fact in facts & set(situation.household):
        situation = situation.without_fact(None, fact)
    for person in situation.people:
        for fact in facts & set(person.facts):
            situation = situation.without_fact(person.id, fact)
    return situation


def withdraw(session: Session, guide: Guide, application: Application, kind: str, *, at: datetime) -> None:
    """Take one consent back: its data leaves the application, and its photos too.

    Without an essential kind nothing can go on here: a draft is deleted, and what is under way is taken back
    as far as it still can be.
    """
    answer(session, guide, application, {kind: False}, at=at)
    own = select(DocumentRow.id).where(
        DocumentRow.application_id == application.id,
        DocumentRow.kind.in_(load_text().kinds[kind].documents),
    )
    session.execute(delete(DocumentPage).where(DocumentPage.document_id.in_(own)))
    if not load_text().kinds[kind].essential:
        return
    if application.submitted_at is None:
        session.delete(application)
        return
    for request in application.requests:
        if moving.may_withdraw(request):
            moving.withdraw(session, request, at)
