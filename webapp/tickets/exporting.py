"""Tickets as a table for a spreadsheet: codes and days, the phone masked, nothing that was said."""

from __future__ import annotations

import csv
import io
from collections.abc import Iterable, Iterator
from datetime import date, datetime, time

from sqlalchemy import select
from sqlalchemy.orm import Session

from knowledge import Guide
from webapp.clock import SHANGHAI
from webapp.models.tickets import Ticket
from webapp.security.crypto import mask_phone
from webapp.staff.regions import name_of
from webapp.tickets.words import department_words, load_words, policy_words

HEAD = ("编号", "类别", "政策", "首接部门", "区县", "镇街", "状态", "结果", "建单", "限期", "办结", "电话")
MOST_ROWS = 20_000
# A cell that begins so is a formula to a spreadsheet.
FORMULA = ("=", "+", "-", "@", "\t", "\r")
MARK = "\ufeff"  # tells spreadsheets that it is UTF-8


def find_between(session: Session, first: date, last: date) -> list[Ticket]:
    """The tickets opened from the one day to the other."""
    begins = datetime.combine(first, time.min, SHANGHAI)
    ends = datetime.combine(last, time.max, SHANGHAI)
    within = select(Ticket).where(Ticket.opened_at.between(begins, ends)).order_by(Ticket.id)
    return list(session.scalars(within.limit(MOST_ROWS)))


def to_csv(guide: Guide, tickets: Iterable[Ticket]) -> str:
    return write_csv(HEAD, (_row(guide, one) for one in tickets))


def write_csv(head: Iterable[str], rows: Iterable[Iterable[object]]) -> str:
    """A table in the form that spreadsheets open, with nothing that they would run."""
    written = io.StringIO()
    writer = csv.writer(written)
    writer.writerow(head)
    writer.writerows([_plain(cell) for cell in row] for row in rows)
    return MARK + written.getvalue()


def _plain(cell: object) -> str:
    text = "" if cell is None else str(cell)
    return f"'{text}" if text.startswith(FORMULA) else text


def _row(guide: Guide, ticket: Ticket) -> Iterator[str]:
    words = load_words()
    yield ticket.number
    yield words["categories"].get(ticket.category, ticket.category)
    yield policy_words(guide, ticket.policy) if ticket.policy else ""
    yield department_words(guide, ticket.department)
    yield name_of(guide.regions, ticket.district) if ticket.district else ""
    yield name_of(guide.regions, ticket.town) if ticket.town else ""
    yield words["states"].get(ticket.state, ticket.state)
    yield words["results"].get(ticket.result or "", "")
    yield _day(ticket.opened_at)
    yield _day(ticket.due_at)
    yield _day(ticket.closed_at)
    yield mask_phone(ticket.phone) if ticket.phone else ""


def _day(moment: datetime | None) -> str:
    return moment.astimezone(SHANGHAI).strftime("%Y-%m-%d %H:%M") if moment else ""
