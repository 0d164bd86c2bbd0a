"""What comes from the forms of tickets. What is wrong is told field by field, with the form still filled."""

from __future__ import annotations

import re
from datetime import date, datetime

from werkzeug.datastructures import MultiDict

from knowledge import Guide
from webapp.applications.errors import IdentityError
from webapp.applications.identity import parse_phone
from webapp.clock import SHANGHAI
from webapp.models.tickets import Category
from webapp.tickets.changing import Change, ChangeError
from webapp.tickets.finding import OVERDUE, Wanted
from webapp.tickets.opening import LONGEST_NOTE, NewTicket
from webapp.tickets.sampling import HIGHEST, LOWEST, SCORES
from webapp.tickets.words import OTHER_DEPARTMENT, load_words

MOMENT = re.compile(r"(\d{4})-(\d{1,2})-(\d{1,2})[ T](\d{1,2})[:：](\d{2})")
LONGEST_CALLER = 20
NO_DATE = "日子写成 2026-11-22 这样"


def parse_new(guide: Guide, form: MultiDict, suggested: NewTicket) -> NewTicket:
    """A ticket as the agent leaves the form. Raises ChangeError."""
    errors: dict[str, str] = {}
    category = form.get("category", "")
    if category not in set(Category):
        errors["category"] = "选一个类别"
    policy = form.get("policy") or None
    if policy is not None and policy not in guide.policies:
        errors["policy"] = "选一项政策，或者选“没有对应的政策”"
    phone = _parse_phone(form.get("phone", ""), errors)
    district, town = _parse_place(guide, form.get("place", ""), errors)
    if errors:
        raise ChangeError(errors)
    return NewTicket(
        category=Category(category),
        policy=policy,
        department=_department(guide, form.get("department", ""), policy),
        district=district,
        town=town,
        said=suggested.said,
        situation=suggested.situation,
        phone=phone,
        caller=form.get("caller", "").strip()[:LONGEST_CALLER] or None,
        note=form.get("note", "").strip()[:LONGEST_NOTE],
        application_id=suggested.application_id,
    )


def _department(guide: Guide, typed: str, policy: str | None) -> str:
    """首接首办: the one chosen; where none is, that of the policy."""
    if typed in guide.departments or typed == OTHER_DEPARTMENT:
        return typed
    return guide.policies[policy].department if policy else OTHER_DEPARTMENT


def _parse_phone(typed: str, errors: dict[str, str]) -> str | None:
    if not typed.strip():
        return None
    try:
        return parse_phone(typed)
    except IdentityError as wrong:
        errors["phone"] = str(wrong)
        return None


def _parse_place(guide: Guide, typed: str, errors: dict[str, str]) -> tuple[str | None, str | None]:
    """A town's code or a district's key."""
    if not typed:
        return None, None
    place = guide.regions.find(typed)
    if place is None:
        errors["place"] = "没有这个地方，从列表里选"
        return None, None
    district, town = place
    return district.key, town.code if town is not None else None


def parse_change(guide: Guide, form: MultiDict) -> Change:
    """Which change, over which version. Raises ChangeError."""
    do = form.get("do", "")
    to = {"transferred": "department", "handed": "colleague", "closed": "result"}.get(do, "")
    chosen = form.get(to, "")[:64] if to else ""
    if do == "transferred" and chosen not in guide.departments and chosen != OTHER_DEPARTMENT:
        raise ChangeError({"department": "选一个部门"})
    version = form.get("version", "")
    return Change(
        do=do,
        version=int(version) if version.isdigit() and len(version) < 9 else 0,
        note=form.get("note", "").strip()[:LONGEST_NOTE],
        to=chosen,
        at=parse_moment(form.get("call_back_at", "")) if do == "call-back" else None,
    )


def parse_moment(typed: str) -> datetime | None:
    """2026-11-23 09:30, in Zibo's time; None where it is no moment."""
    found = MOMENT.fullmatch(typed.strip())
    try:
        return datetime(*(int(one) for one in found.groups()), tzinfo=SHANGHAI) if found else None
    except ValueError:
        return None


def parse_wanted(args: MultiDict, staff_id: int) -> Wanted:
    """Which part of the queue an address asks for: codes alone."""
    state = args.get("state", "")
    known = state in load_words()["states"] or state == OVERDUE
    mine = staff_id if args.get("mine") == "1" else None
    return Wanted(state if known else "", mine, args.get("department", "")[:32])


def parse_scores(form: MultiDict) -> dict[str, int]:
    """Each score from 1 to 5. Raises ChangeError."""
    scores = {name: form.get(name, "") for name in SCORES}
    wrong = [name for name, one in scores.items() if one not in map(str, range(LOWEST, HIGHEST + 1))]
    if wrong:
        raise ChangeError(dict.fromkeys(wrong, "选 1 到 5 分"))
    return {name: int(one) for name, one in scores.items()}


def parse_days(form: MultiDict) -> tuple[date, date]:
    """From and to. Raises ChangeError."""
    days, errors = [], {}
    for name in ("first", "last"):
        try:
            days.append(date.fromisoformat(form.get(name, "").strip()))
        except ValueError:
            errors[name] = NO_DATE
    if errors:
        raise ChangeError(errors)
    return min(days), max(days)
