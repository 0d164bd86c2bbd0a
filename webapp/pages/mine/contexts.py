"""What 我的数据 shows: by the plan of what is kept, the consents, the audit; and the whole copy."""

from __future__ import annotations

import base64
from dataclasses import dataclass
from datetime import datetime

from flask import g
from sqlalchemy import select
from sqlalchemy.orm import Session

from bot.phrases import chip
from knowledge import Guide, value_to_json
from webapp.applications import consent, erasing, households, moving, sensitive, watching
from webapp.applications.states import RequestState
from webapp.db import index_hash_of
from webapp.documents import keeping, tied
from webapp.documents.asking import get_document
from webapp.models import Base
from webapp.models.applications import Application, ApplicationMember
from webapp.models.documents import DocumentPage
from webapp.monitoring import refusing
from webapp.pages.signing.contexts import told_apart
from webapp.pages.written import day
from webapp.security import retention
from webapp.security.crypto import mask_id_number

FEW_LOOKS = 5
ORIGINS = {
    "chat": "聊天时说的", "applicant": "自己填的", "id-card": "身份证号算的", "records": "部门数据里的",
    "visit": "上门时看到的",
}  # fmt: skip


@dataclass(frozen=True)
class KeptRow:
    """One kind of data that is really there, why, and until when."""

    what: str
    why: str
    until: str


def make_page(guide: Guide, application: Application) -> dict[str, object]:
    return {
        "application": application,
        "is_draft": application.submitted_at is None,
        "kept": kept_rows(g.session, application),
        "consents": consents(g.session, application),
        "signed": [
            (one.position, told_apart(one)) for one in application.members if consent.find_authorisation(one)
        ],
        "looks": watching.find_looks(g.session, guide, application, FEW_LOOKS),
        "extent": erasing.extent_of(application),
        "needs_tail": needs_tail(application),
        "contact": contact_of(g.session, application),
    }


def contact_of(session: Session, application: Application) -> str:
    """Whether one may be visited for a warning: "allowed" or "refused"; "" while that cannot be said here."""
    numbers = refusing.numbers_of(application)
    if application.submitted_at is None or not numbers:
        return ""
    return "refused" if refusing.have_refused(session, index_hash_of(session), numbers) else "allowed"


def needs_tail(application: Application) -> bool:
    """Whether there is an ID number by which one shows that the application is one's own."""
    return any(one.is_applicant and one.id_number for one in application.members)


def kept_rows(session: Session, application: Application) -> list[KeptRow]:
    is_draft = application.submitted_at is None
    kept = [one for one in retention.load_plan().kept if one.ends and _is_there(session, application, one)]
    return [KeptRow(one.what, one.why, _until(one, is_draft)) for one in kept]


def _is_there(session: Session, application: Application, kept: retention.Kept) -> bool:
    own = select(Application.id).where(Application.id == application.id)
    for name in kept.columns:
        table, column = Base.metadata.tables[name.split(".")[0]], name.split(".")[1]
        if table is not Application.__table__ and not retention.hangs_on_application(table):
            continue
        there = select(1).where(retention.belongs(table, own), table.c[column].is_not(None)).limit(1)
        if session.scalar(there) is not None:
            return True
    return False


def _until(kept: retention.Kept, is_draft: bool) -> str:
    """The first ending that can come: a draft's own, or after all is done."""
    rules = [one for one in kept.ends if (one.after == retention.DRAFT) is is_draft]
    later = [one for one in rules if one.after != retention.UNHEARD]
    return (later or rules)[0].says


def consents(session: Session, application: Application) -> list[dict[str, object]]:
    kinds = sensitive.load_text().kinds
    return [
        {"kind": one.kind, "name": kinds[one.kind].name, "is_given": one.is_given, "day": day(one.decided_at)}
        | {"refused": kinds[one.kind].refused, "essential": kinds[one.kind].essential}
        for one in sensitive.find_answers(session, application).values()
        if one.kind in kinds
    ]


def make_copy(guide: Guide, application: Application, at: datetime) -> dict[str, object]:
    """Everything that is kept about the application, for its owner. Looking at photos is written down."""
    return {
        "made_at": at.isoformat(),
        "number": application.number,
        "submitted_at": _moment(application.submitted_at),
        "members": [_member(one) for one in application.members],
        "phone": application.phone,
        "address": application.address,
        "bank_card": application.bank_card,
        "note": application.note,
        "district": application.district_name,
        "town": application.town_name,
        "facts": _facts(guide, application),
        "requests": [_request(guide, one) for one in application.requests],
        "consents": [
            {"name": one["name"], "is_given": one["is_given"], "day": one["day"]}
            for one in consents(g.session, application)
        ],
        "documents": _documents(guide, application, at),
        "looks": [_look(one) for one in watching.find_looks(g.session, guide, application)],
        "kept": [vars(one) for one in kept_rows(g.session, application)],
    }


def _look(one: watching.Look) -> dict[str, object]:
    return {"day": day(one.at), "who": one.who, "what": one.did, "facts": list(one.facts), "why": one.why}


def _moment(moment: datetime | None) -> str | None:
    return moment.isoformat() if moment is not None else None


def _member(member: ApplicationMember) -> dict[str, object]:
    """Of another adult the number stays masked: it is theirs, and who holds the phone may not be they."""
    own = member.is_applicant or member.is_adult is False
    number = member.id_number or ""
    return {
        "relation": households.label_of(member.relation),
        "name": member.name,
        "id_number": number if own else mask_id_number(number),
        "is_applicant": member.is_applicant,
        "has_signed": consent.find_authorisation(member) is not None,
    }


def _facts(guide: Guide, application: Application) -> list[dict[str, object]]:
    situation = households.read_situation(guide, application)
    origins = {(one["person"], one["fact"]): one for one in application.origins}
    holders = [(None, situation.household), *((one.id, one.facts) for one in situation.people)]
    return [
        {
            "says": chip(guide, situation, person, fact).label,
            "person": person,
            "fact": fact,
            "value": value_to_json(value),
            "from": ORIGINS.get(origins.get((person, fact), {}).get("from", ""), ""),
            "words": origins.get((person, fact), {}).get("words", ""),
        }
        for person, facts in holders
        for fact, value in facts.items()
    ]


def _request(guide: Guide, request) -> dict[str, object]:
    steps = [
        {"day": day(one.at), "state": moving.words_of(request, RequestState(one.to_state)).label}
        for one in moving.moves_of(request)
    ]
    return {
        "policy": request.policy,
        "name": guide.policies[request.policy].name,
        "person": request.person_label,
        "state": moving.words_of(request).label,
        "verdict": request.verdict,
        "steps": steps,
    }


def _documents(guide: Guide, application: Application, at: datetime) -> list[dict[str, object]]:
    rows = keeping.rows_of(g.session, application)
    named = [(get_document(guide, kind), row) for kind, row in rows.items() if keeping.is_known(guide, kind)]
    bound = tied.find_tied(g.session, application, rows)
    named += [(one.document, one.row) for one in bound if one.row is not None]
    return [
        {
            "name": document.name,
            "state": row.state,
            "pages": [_picture(page, at) for page in row.pages],
        }
        for document, row in named
    ]


def _picture(page: DocumentPage, at: datetime) -> str:
    opened = keeping.open_image(g.session, page, by=keeping.BY_APPLICANT, at=at)
    return "data:image/jpeg;base64," + base64.b64encode(opened).decode()
