"""Good-faith mistakes that were put right (容错纠错): what, how found, how put right; nobody is named.

The town writes it down, the district judges it. The list of 8 and 9 situations that the city has set was not
found published, so that the district's judgement is in its own words. A text with an ID number, a phone, a
card or the name of a member of the case it came from is refused.
"""

from __future__ import annotations

import datetime
import re
from dataclasses import dataclass, field

from sqlalchemy import select
from sqlalchemy.orm import Session

from webapp.applications.errors import NotAllowedError
from webapp.applications.numbers import find_application_number
from webapp.calendar import day_of
from webapp.models.applications import Application
from webapp.models.duties import Correction, FoundHow
from webapp.security import audit
from webapp.staff.accounts import Staff

EFFECTS = ("too-little", "too-much", "late", "refused", "granted", "none")
LONGEST, SHORTEST = 1000, 6
# An ID number, a mobile or landline number, a card, an application number: any run of digits that long.
NUMBERS = re.compile(r"\d[\d \-]{6,}[\dXx]|ZB[0-9A-Z]{6,}", re.IGNORECASE)
SURNAMED = re.compile(r"(?:申请人|当事人|村民|居民|户主)[:：]?[一-龥]{2,3}(?:[，。、（(]|$)")


class NamedError(NotAllowedError):
    """A text that names somebody, or carries a number. `field` is the one to mend."""

    def __init__(self, field: str, says: str) -> None:
        self.field = field
        super().__init__(says)


@dataclass(frozen=True)
class Mistake:
    """What is written down. `case`: the number it came from, only to look for names; it is not kept."""

    what: str
    put_right: str
    happened_on: datetime.date
    found_on: datetime.date
    put_right_on: datetime.date
    found_how: FoundHow
    effect: str
    policy: str | None = None
    lesson: str = ""
    case: str = field(default="", repr=False)


def write_down(
    session: Session, mistake: Mistake, staff: Staff, *, at: datetime.datetime, key: str | None = None
) -> Correction:
    """Raises NamedError where somebody could be known by the text, NotAllowedError for days out of order."""
    known = session.scalars(select(Correction).where(Correction.key == key)).one_or_none() if key else None
    if known is not None:
        return known
    _check(session, mistake, day_of(at))
    made = Correction(district=staff.region.district, town=staff.region.town, policy=mistake.policy, key=key)
    made.what, made.put_right = mistake.what.strip(), mistake.put_right.strip()
    made.lesson = mistake.lesson.strip() or None
    made.happened_on, made.found_on, made.put_right_on = (
        mistake.happened_on, mistake.found_on, mistake.put_right_on,
    )  # fmt: skip
    made.found_how, made.effect, made.by, made.at = mistake.found_how, mistake.effect, staff.actor, at
    session.add(made)
    session.flush()
    audit.record_staff(session, staff, "write-correction", subject=f"correction:{made.id}", at=at)
    return made


def _check(session: Session, mistake: Mistake, today: datetime.date) -> None:
    if not mistake.happened_on <= mistake.found_on <= mistake.put_right_on <= today:
        raise NotAllowedError("日子要按先后：先出错，再发现，再改好，都不晚于今天")
    if mistake.effect not in EFFECTS:
        raise NotAllowedError("选一下对群众有什么影响")
    names = _names_in(session, mistake.case)
    for name in ("what", "put_right", "lesson"):
        text = getattr(mistake, name)
        if name != "lesson" and len(text.strip()) < SHORTEST:
            raise NamedError(name, "写清楚，至少一句话")
        if NUMBERS.search(text) or SURNAMED.search(text) or any(one in text for one in names):
            raise NamedError(name, "不要写姓名、证件号、电话、编号，写“一户”“一位老人”就行")


def _names_in(session: Session, case: str) -> list[str]:
    """The names in the case that the mistake was made in."""
    number = find_application_number(case) if case.strip() else None
    if number is None:
        return []
    filed = session.scalars(select(Application).where(Application.number == number)).one_or_none()
    return [one.name for one in filed.members if one.name] if filed is not None else []


def judge(
    session: Session, correction: Correction, staff: Staff, *, excused: bool, why: str, at: datetime.datetime
) -> None:
    """The district says whether it was a mistake in good faith, and why. Once."""
    session.flush()
    session.refresh(correction, with_for_update=True)
    if correction.judged_at is not None:
        raise NotAllowedError("已经认定过了")
    if len(why.strip()) < SHORTEST or NUMBERS.search(why):
        raise NamedError("why", "写明凭什么这样认定，不写姓名和号码")
    correction.is_excused, correction.judged_why = excused, why.strip()[:LONGEST]
    correction.judged_by, correction.judged_at = staff.actor, at
    audit.record_staff(session, staff, "judge-correction", subject=f"correction:{correction.id}", at=at)
