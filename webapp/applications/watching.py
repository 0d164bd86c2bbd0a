"""Who looked at or changed an application, in words, from the audit: by role and office, never by name.

One list for every way in: desks, papers, the hotline's conversation, who helps, and what departments and
banks were asked. Of what another adult does with their own signature it tells nothing: the applicant is to
read no more than signed or not signed.
"""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass
from datetime import datetime

from sqlalchemy import ColumnElement, Select, String, and_, cast, literal, or_, select
from sqlalchemy.orm import Session

from knowledge import Guide
from webapp.applications import helping
from webapp.applications.households import label_of
from webapp.applications.sources import load_sources
from webapp.applications.wording import load_texts
from webapp.languages import say
from webapp.models.applications import Application
from webapp.models.audit import AuditRow, Reason
from webapp.models.handovers import HandoverRow
from webapp.models.monitoring import WarningRow
from webapp.models.staff import Role
from webapp.staff.regions import name_of
from webapp.staff.words import find_part, reason_words, role_words

MOST_SHOWN = 100
BANKS = "银行"
ABOUT_OTHERS = frozenset(
    {"ask-verification", "ask-for-sources", "make-link", "confirm-paper", "turn-down-paper"}
)


@dataclass(frozen=True)
class Look:
    """One look or change: when, who in which part and office, what they did, at which facts, and why."""

    at: datetime
    who: str
    did: str
    facts: tuple[str, ...]
    why: str


def find_looks(
    session: Session, guide: Guide, application: Application, most: int = MOST_SHOWN
) -> list[Look]:
    """The newest first."""
    shown = or_(AuditRow.subject.in_(_whole(session, application)), *_of_members(application))
    newest = select(AuditRow).where(shown).order_by(AuditRow.id.desc())
    return [_look(guide, application, row) for row in session.scalars(newest.limit(most))]


def _whole(session: Session, application: Application) -> list[str]:
    """Subjects of which everything is shown: the application, its requests, the talk with an agent."""
    spoken = HandoverRow.conversation_id == application.conversation_id
    handed = session.scalars(select(HandoverRow.id).where(spoken))
    return [
        application.id,
        f"application:{application.id}",
        *(f"request:{one.id}" for one in application.requests),
        *(f"handover:{one}" for one in handed),
    ]


def _of_members(application: Application) -> Iterator[ColumnElement[bool]]:
    """What is shown of each member: all of the applicant's own; of others what was done about them."""
    for member in application.members:
        signed = member.authorisations
        own = [f"{application.id}:{member.id}", f"member:{member.id}"]
        own += [f"authorisation:{one.id}" for one in signed]
        if member.is_applicant:
            yield AuditRow.subject.in_([*own, *(one.receipt for one in signed)])
            if member.id_key is not None:
                yield AuditRow.subject.in_(_warnings_of(member.id_key))
        else:
            yield and_(AuditRow.subject.in_(own), AuditRow.action.in_(ABOUT_OTHERS))


def _warnings_of(id_key: str) -> Select:
    """The subjects of the applicant's own warnings: who was to visit them, and looked."""
    name = literal("warning:").concat(cast(WarningRow.id, String))
    return select(name).where(WarningRow.person_key == id_key)


def _look(guide: Guide, application: Application, row: AuditRow) -> Look:
    actions = load_texts("looks")["actions"]
    did = say(actions.get(row.action, actions["other"]), whose=_whose(application, row.subject))
    why = reason_words(Reason(row.reason)) if row.reason else ""
    facts = tuple(dict.fromkeys(_facts(guide, row.facts)))
    return Look(row.at, _who(guide, application, row), did, facts, why)


def _whose(application: Application, subject: str) -> str:
    """父亲; 您 for the applicant, and where the subject names no member."""
    _, _, id = subject.rpartition(":")
    signed = subject.startswith("authorisation:")
    for member in application.members:
        ids = [one.id for one in member.authorisations] if signed else [member.id]
        if not member.is_applicant and id in map(str, ids):
            return label_of(member.relation)
    return load_texts("looks")["you"]


def _who(guide: Guide, application: Application, row: AuditRow) -> str:
    """临淄区金山镇 镇街经办人; 替您办的人（儿女）; 您自己."""
    if row.role:
        return say(
            "{region} {role}", region=name_of(guide.regions, row.region), role=role_words(Role(row.role))
        )
    actors = load_texts("looks")["actors"]
    kind, _, id = row.actor.partition(":")
    helper = helping.find_helper(application, int(id)) if kind == "helper" and id.isdigit() else None
    if helper is not None:
        return say("{helper}（{kind}）", helper=actors["helper"], kind=helping.kind_label(helper))
    return actors.get(kind, actors["other"])


def _facts(guide: Guide, names: str) -> Iterator[str]:
    """The facts, papers, parts of a case and offices in words; other names say nothing to anybody outside."""
    sources = load_sources().by_id
    for name in names.split(","):
        key = name.rpartition(".")[2]
        if name in sources:
            yield BANKS if sources[name].is_bank else sources[name].name
            continue
        if key in guide.facts:
            yield guide.facts[key].label
        elif key in guide.documents:
            yield guide.documents[key].name
        elif part := find_part(key):
            yield part
