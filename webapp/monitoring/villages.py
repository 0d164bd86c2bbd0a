"""Which assistant looks after which village; the only one of a town looks after all that have nobody."""

from __future__ import annotations

from collections import defaultdict

from sqlalchemy import delete, select
from sqlalchemy.orm import Session

from webapp.models.monitoring import VillageAssistant, WarningRow, WarningState
from webapp.models.staff import Role, StaffAccount

LONGEST = 40


class Villages:
    """The assistants of all towns, read once."""

    def __init__(self, session: Session) -> None:
        self.by_town: dict[str, list[int]] = defaultdict(list)
        active = select(StaffAccount.id, StaffAccount.town).where(
            StaffAccount.role == Role.ASSISTANT, StaffAccount.disabled_at.is_(None)
        )
        for id, town in session.execute(active.order_by(StaffAccount.id)):
            self.by_town[town].append(id)
        rows = session.scalars(select(VillageAssistant))
        self.by_village = {(row.town, row.village): row.staff_id for row in rows}

    def assistant_of(self, town: str, village: str) -> int | None:
        """None where nobody is named: the town then chooses."""
        here = self.by_town.get(town, [])
        named = self.by_village.get((town, normalise(village)))
        if named in here:
            return named
        return here[0] if len(here) == 1 else None


def normalise(village: str) -> str:
    """As a village is looked up: without gaps, and as long as is kept."""
    return "".join(village.split())[:LONGEST]


def list_assistants(session: Session, town: str) -> list[tuple[int, str]]:
    """(id, name) of the assistants of a town."""
    here = (StaffAccount.role == Role.ASSISTANT, StaffAccount.town == town)
    found = select(StaffAccount).where(*here, StaffAccount.disabled_at.is_(None)).order_by(StaffAccount.id)
    return [(one.id, one.display_name) for one in session.scalars(found)]


def list_villages(session: Session, town: str) -> list[VillageAssistant]:
    """Who looks after which village of a town."""
    rows = select(VillageAssistant).where(VillageAssistant.town == town)
    return list(session.scalars(rows.order_by(VillageAssistant.village)))


def name_assistant(session: Session, town: str, village: str, staff_id: int | None) -> int:
    """From now on this one looks after the village, nobody where it is None; what waits there goes along."""
    name = normalise(village)
    here = (VillageAssistant.town == town, VillageAssistant.village == name)
    session.execute(delete(VillageAssistant).where(*here))
    if staff_id is None:
        return 0
    session.add(VillageAssistant(town=town, village=name, staff_id=staff_id))
    waiting = select(WarningRow).where(
        WarningRow.town == town, WarningRow.state != WarningState.CLOSED, WarningRow.assistant_id.is_(None)
    )
    theirs = [row for row in session.scalars(waiting) if _village_of(row) == name]
    for row in theirs:
        row.assistant_id = staff_id
    return len(theirs)


def _village_of(row: WarningRow) -> str:
    return normalise((row.contact or {}).get("village", ""))
