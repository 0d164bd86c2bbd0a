"""Whom to find where: the table of contacts beside people, and the ID number by which somebody is known."""

from collections.abc import Iterable
from dataclasses import dataclass
from datetime import date

import pyarrow as pa

from knowledge.tables.facts import HOUSEHOLD, PERSON
from webapp.applications.errors import IdentityError
from webapp.applications.identity import parse_id_number
from webapp.screening.rows import ScreenError

ID_NUMBER = "id_number"
SHOWN = ("name", "phone", "address", "village")
COLUMNS = (HOUSEHOLD, PERSON, ID_NUMBER, *SHOWN)
LONGEST = 120


@dataclass(frozen=True)
class Contact:
    """The ID number, None where there is no right one; and what an assistant needs to find somebody."""

    id_number: str | None
    shown: dict[str, str]


class Contacts:
    """The contacts of one chunk, by household and person."""

    def __init__(self, table: pa.Table | None, today: date):
        self.today = today
        self.rows: dict[tuple[str, str], dict[str, str]] = {}
        for row in table.to_pylist() if table is not None else ():
            written = {name: str(value).strip()[:LONGEST] for name, value in row.items() if value is not None}
            self.rows[written.get(HOUSEHOLD, ""), written.get(PERSON, "")] = written

    def of(self, household: str, person: str) -> Contact:
        """Without a contact the id of the person may itself be the ID number."""
        row = self.rows.get((household, person), {})
        number = _number(row.get(ID_NUMBER) or person, self.today)
        return Contact(number, {name: row[name] for name in SHOWN if row.get(name)})


def _number(written: str, today: date) -> str | None:
    try:
        return parse_id_number(written, today).number
    except IdentityError:
        return None


def check_contacts(columns: Iterable[str]) -> None:
    """Raises ScreenError for a table that is none of contacts."""
    names = list(columns)
    missing = [name for name in (HOUSEHOLD, PERSON) if name not in names]
    unknown = [name for name in names if name not in COLUMNS]
    if missing:
        raise ScreenError(f"联系表里没有这几列：{'、'.join(missing)}")
    if unknown:
        raise ScreenError(f"联系表里有不认识的列：{'、'.join(unknown)}；只能有 {'、'.join(COLUMNS)}")
