"""Where applications stand, as JSON: by number and ID tail, or for the person whom WeChat has logged in."""

from __future__ import annotations

import datetime
from functools import lru_cache

from flask import current_app
from sqlalchemy.orm import Session

import bot
from bot import wording
from knowledge import Guide
from webapp import chat
from webapp.api.schemas import StatusIn
from webapp.applications import consent, moving, progress, whole
from webapp.applications import status as looking
from webapp.clock import SHANGHAI
from webapp.models.applications import Application, Request
from webapp.problems import Problem
from webapp.security import audit

show_date = lru_cache(maxsize=1024)(wording.day)
NOT_FOUND = "没查到。编号或者身份证后 4 位有一样对不上，请核对一下。"


def look_up(
    session: Session, wanted: StatusIn, *, client: str, now: datetime.datetime
) -> looking.Found | bot.StatusNotFound | bot.StatusLimited:
    asker = current_app.index_hash("status.client", client)
    asked = bot.StatusLookup(wanted.number, wanted.id_tail)
    return looking.find_application(session, current_app.index_hash, asked, asker=asker, now=now)


def tell(
    session: Session, guide: Guide, found: looking.Found | bot.StatusNotFound | bot.StatusLimited
) -> dict:
    """How it stands. Raises the same Problem for a wrong number and a wrong tail.

    Comes after the commit that records the look: everybody behind one address waits for that, and not for
    what is read and put into words here.
    """
    match found:
        case looking.Found(application):
            return to_status(session, guide, application)
        case bot.StatusLimited(minutes):
            raise Problem(429, "too-many-tries", f"试的次数多了，请 {minutes} 分钟以后再查。")
    raise Problem(404, "status-not-found", NOT_FOUND)


def find_own(session: Session, conversation: str, *, now: datetime.datetime) -> list[Application]:
    """What the person behind a logged-in conversation has submitted. Each look is written down."""
    row = chat.find_conversation(session, conversation, now)
    if row is None:
        raise Problem(404, "unknown-conversation", "登录过期了，请重新打开小程序。")
    if row.sender_hash is None:
        raise Problem(403, "log-in-first", "先用微信登录，才看得到自己交过的申请。")
    own = looking.find_own(session, row)
    for one in own:
        audit.record(session, f"wechat:{row.sender_hash[:16]}", "read-status", subject=one.id, at=now)
    return own


def to_status(session: Session, guide: Guide, application: Application) -> dict:
    uncertain = whole.fill_told(session, application)
    return {
        "number": application.number,
        "uncertain": uncertain,
        "unsigned": len(consent.unsigned_adults(application)),
        "requests": [_full(session, guide, one) for one in application.requests],
    }


def to_summary(guide: Guide, application: Application) -> dict:
    return {
        "number": application.number,
        "submitted": _date(application.submitted_at).isoformat(),
        "unsigned": len(consent.unsigned_adults(application)),
        "requests": [_short(guide, one) for one in application.requests],
    }


def _full(session: Session, guide: Guide, request: Request) -> dict:
    asked = moving.find_asked(session, request)
    steps = progress.timeline(request, lambda moment: show_date(_date(moment)))
    return _short(guide, request) | {
        "missing": [one.wanted for one in asked.entries if one.answered_at is None] if asked else [],
        "timeline": [{"state": one.state, "label": one.label, "detail": one.detail} for one in steps],
    }


def _short(guide: Guide, request: Request) -> dict:
    words, due = moving.words_of(request), progress.due_of(request)
    policy = guide.policies.get(request.policy)
    return {
        "policy": request.policy,
        "name": policy.name if policy else request.policy,
        "person": request.person_label,
        "state": request.state,
        "label": words.label,
        "holder": request.holder or words.holder,
        "since": _date(request.state_since).isoformat(),
        "due": due.day.isoformat() if due else None,
        "due_at": due.at.astimezone(SHANGHAI).isoformat(timespec="seconds") if due else None,
        "due_is_estimate": due is not None and due.is_estimate,
        "next": words.step,
        "sentence": progress.sentence(request, show_date),
    }


def _date(moment: datetime.datetime) -> datetime.date:
    return moment.astimezone(SHANGHAI).date()
