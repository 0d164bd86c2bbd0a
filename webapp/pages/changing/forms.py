"""A change at home as its form says it. Raises FormError with the message for each field."""

from __future__ import annotations

import datetime

from werkzeug.datastructures import MultiDict

from knowledge import Guide, SituationError, parse_value
from webapp.applications import changing, households, identity
from webapp.applications.changing import PERSON_FACTS, Change, ChangeKind
from webapp.applications.errors import IdentityError
from webapp.languages import gettext
from webapp.models.applications import Application
from webapp.pages.forms import FormError, parse_typed, why_not

LONGEST_WORDS = 1000
LONGEST_ADDRESS = 120
OLDEST_YEARS = 5
BORN = ("son", "daughter")


def parse_change(
    guide: Guide, application: Application, kind: ChangeKind, form: MultiDict, *, today: datetime.date
) -> Change:
    errors: dict[str, str] = {}
    words = " ".join(form.get("words", "").split())[:LONGEST_WORDS]
    parts: dict[str, object] = {"words": words}
    if kind in changing.COMES:
        parts |= _newcomer(kind, form, errors)
    elif kind in changing.LEAVES or kind in PERSON_FACTS:
        parts |= _member(application, kind, form, errors)
    if kind in PERSON_FACTS:
        parts["value"] = _value(guide, kind, form, errors)
    if kind is ChangeKind.ADDRESS and len(words) < 3:
        errors["words"] = "请写到村或小区，工作人员好找到您"
    if kind is ChangeKind.OTHER and not words:
        errors["words"] = "写一句有什么变化"
    day = _day(form, errors, today)
    if errors:
        raise FormError(errors)
    if kind is ChangeKind.ADDRESS:
        parts["words"] = words[:LONGEST_ADDRESS]
    return Change(kind, day, **parts)


def _newcomer(kind: ChangeKind, form: MultiDict, errors: dict[str, str]) -> dict[str, object]:
    relation, name = form.get("relation", ""), form.get("name", "").strip()
    if relation not in (BORN if kind is ChangeKind.BIRTH else households.RELATIONS_TO_ADD):
        errors["relation"] = "请选这个人是申请人的什么人"
    try:
        return {"relation": relation, "name": identity.parse_name(name) if name else None}
    except IdentityError as wrong:
        errors["name"] = str(wrong)
        return {}


def _member(
    application: Application, kind: ChangeKind, form: MultiDict, errors: dict[str, str]
) -> dict[str, object]:
    members = {one.person for one in changing.present_members(application)}
    person = form.get("person", "")
    if person not in members:
        errors["person"] = "请选是谁"
    return {"person": person}


def _value(guide: Guide, kind: ChangeKind, form: MultiDict, errors: dict[str, str]) -> object:
    definition = guide.facts[PERSON_FACTS[kind]]
    typed = form.get("value", "").strip()
    try:
        return parse_value(definition, parse_typed(typed, "number") if kind is ChangeKind.INCOME else typed)
    except SituationError as wrong:
        errors["value"] = "请选一项" if kind is ChangeKind.JOB else why_not(definition, wrong)
    except FormError as wrong:
        errors["value"] = wrong.errors["typed"]
    return None


def _day(form: MultiDict, errors: dict[str, str], today: datetime.date) -> datetime.date:
    """The day it happened, typed or left at today."""
    typed = form.get("day", "").strip()
    try:
        day = datetime.date.fromisoformat(parse_typed(typed, "date")) if typed else today
    except FormError as wrong:
        errors["day"] = gettext(wrong.errors["typed"]).replace("1948-03-05", f"{today:%Y-%m-%d}")
    except ValueError:
        errors["day"] = "没有这一天，请再看一遍"
    else:
        if day > today:
            errors["day"] = "这一天还没到，等变了再告诉我们"
        elif day.year < today.year - OLDEST_YEARS:
            errors["day"] = "这一天太早了，请再看一遍"
        return day
    return today
