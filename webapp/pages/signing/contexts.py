"""What the pages of signing show: the text first, then where to sign; or how a signature stands."""

from __future__ import annotations

import datetime

from flask import request
from sqlalchemy.orm import Session

from webapp.applications import consent, guardians, households, paper, reading
from webapp.applications.guardians import REASON_WORDS, RELATION_WORDS
from webapp.applications.signatures import Door
from webapp.applications.wording import AUTHORISATION, load_deed
from webapp.languages import say, shown, typed
from webapp.models.applications import ApplicationMember
from webapp.pages.signing.taking import serve_text
from webapp.security.crypto import mask_name

TEXT, HAND, GUARDIAN = "text", "hand", "guardian"
APPLICANT, WHO_FILLS_IN = "申请人", "填表的人"
TOLD_TO_APPLICANT = frozenset({"怎么签的", "哪天签的", "监护人", "是本人的", "管到哪天", "凭据号"})


def make_context(
    session: Session, member: ApplicationMember, door: Door, now: datetime.datetime
) -> dict[str, object]:
    """For the pages of `member`: `way` says whether one reads, signs or signs for somebody."""
    deed = load_deed(AUTHORISATION)
    name = shown_name(member, door)
    return {
        "deed": deed,
        "rows": deed.rows_for(name),
        "member": member,
        "name": name,
        "signed": consent.find_authorisation(member, now),
        "way": _way(session, member, door, now),
        "served": serve_text(member),
        "by_link": door is Door.LINK,
        "minor": guardians.is_adult(member, now) is False,
        "children": _children(member, now),
        "reasons": [(one.value, REASON_WORDS[one]) for one in guardians.reasons_for(member, now)],
        "relations": [(one.value, RELATION_WORDS[one]) for one in guardians.relations_for(member, now)],
        "sheet": paper.find_paper(member),
        "turned_down": paper.find_turned_down(member),
    }


def shown_name(member: ApplicationMember, door: Door) -> str:
    """While the draft is filled in the full name, as it was just typed; later a masked one."""
    if door is not Door.SHARED:
        return typed(mask_name(member.name)) if member.name else households.label_of(member.relation)
    drafting = member.application.submitted_at is None
    return typed(member.name) if drafting and member.name else told_apart(member)


def told_apart(member: ApplicationMember) -> str:
    """王某某（父亲）: in a family most bear one name, and masked they would all read the same."""
    label = WHO_FILLS_IN if member.relation == "self" else households.label_of(member.relation)
    if not member.name:
        return label
    who = APPLICANT if member.is_applicant else label
    return say("{name}（{who}）", name=typed(mask_name(member.name)), who=who)


def _way(session: Session, member: ApplicationMember, door: Door, now: datetime.datetime) -> str:
    read = reading.find_reading(session, member, door, now)
    if read is None or request.args.get("way") == TEXT:
        return TEXT
    for_another = GUARDIAN in (request.args.get("way"), request.form.get("do"))
    is_minor = guardians.is_adult(member, now) is False
    may_have_guardian = door is Door.SHARED and not member.is_applicant
    return GUARDIAN if is_minor or (for_another and may_have_guardian) else HAND


def _children(member: ApplicationMember, now: datetime.datetime) -> list[str]:
    """The names of the children for whom the applicant may sign with the same signature."""
    if not member.is_applicant:
        return []
    waiting = [
        one for one in guardians.own_children(member, now) if consent.find_authorisation(one, now) is None
    ]
    return [one.name or shown(households.label_of(one.relation)) for one in waiting]
