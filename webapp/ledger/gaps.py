"""What nobody could answer: noted from every door, read by who edits the guide, settled as a proposal."""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from datetime import datetime
from typing import TYPE_CHECKING

from sqlalchemy import func, select
from sqlalchemy.orm import Session

from bot import Missing, redact
from webapp.clock import SHANGHAI
from webapp.ledger.counting import Place
from webapp.models.ledger import Gap, GapRow, GapState
from webapp.problems import Problem
from webapp.staff.regions import StaffRegion, covers, within

if TYPE_CHECKING:
    from webapp.staff.accounts import Staff

LONGEST_WORDS = 300
MOST_SHOWN = 300
ALIKE = 0.4  # share of pairs of characters that two questions have in common
KIND_WORDS = {
    Gap.NO_POLICY: "没有这样的政策",
    Gap.NO_FIGURE: "没有公布的数",
    Gap.NO_FACT: "缺一种情况，判断不了",
    Gap.WEAK: "没听明白",
}


@dataclass(frozen=True)
class Bundle:
    """Questions that are alike: of one kind, about one policy or none, in similar words. The newest first."""

    rows: tuple[GapRow, ...]

    @property
    def first(self) -> GapRow:
        return self.rows[0]


def without_people(words: str) -> str:
    """What may be kept of a citizen's words: nobody can be told from them, and they are not long."""
    return redact(words)[:LONGEST_WORDS]


def note(session: Session, missing: Missing, words: str, *, door: str, place: Place, at: datetime) -> GapRow:
    """One gap. `words` have been through `without_people`."""
    row = GapRow(at=at, day=at.astimezone(SHANGHAI).date(), door=door, gap=missing.gap, topic=missing.topic)
    row.district, row.town = place
    row.words = words or None
    row.state = GapState.OPEN
    session.add(row)
    session.flush()
    return row


def find_open(session: Session, region: StaffRegion, kind: str = "") -> list[GapRow]:
    """What still waits for somebody, the newest first; of one kind where said."""
    place = within(region, district=GapRow.district, town=GapRow.town)
    query = select(GapRow).where(GapRow.state == GapState.OPEN, place)
    if kind:
        query = query.where(GapRow.gap == kind)
    return list(session.scalars(query.order_by(GapRow.id.desc()).limit(MOST_SHOWN)))


def count_open(session: Session, region: StaffRegion) -> dict[str, int]:
    """How many wait, by kind."""
    place = within(region, district=GapRow.district, town=GapRow.town)
    counted = select(GapRow.gap, func.count()).where(GapRow.state == GapState.OPEN, place)
    return dict(session.execute(counted.group_by(GapRow.gap)).all())


def bundle(rows: Iterable[GapRow]) -> list[Bundle]:
    """The rows in bundles of what is alike, the largest first."""
    bundles: list[tuple[frozenset[str], list[GapRow]]] = []
    for row in rows:
        pairs = _pairs(row.words or "")
        for known, held in bundles:
            if (held[0].gap, held[0].topic) == (row.gap, row.topic) and _likeness(known, pairs) >= ALIKE:
                held.append(row)
                break
        else:
            bundles.append((pairs, [row]))
    return [Bundle(tuple(held)) for _, held in sorted(bundles, key=lambda one: -len(one[1]))]


def _pairs(words: str) -> frozenset[str]:
    """Every two characters that stand beside each other, punctuation left out."""
    letters = "".join(one for one in words if one.isalnum())
    return frozenset(letters[at : at + 2] for at in range(len(letters) - 1))


def _likeness(one: frozenset[str], other: frozenset[str]) -> float:
    """How much of the shorter one is in the longer one, 1 where neither has words any more."""
    if not one or not other:
        return float(one == other)
    return len(one & other) / min(len(one), len(other))


def find_alike(session: Session, row: GapRow, region: StaffRegion) -> Bundle:
    """The bundle of an open row; of a settled one, the row alone."""
    bundles = bundle(find_open(session, region, row.gap))
    return next((one for one in bundles if any(held.id == row.id for held in one.rows)), Bundle((row,)))


def get_gap(session: Session, gap_id: int, region: StaffRegion) -> GapRow:
    """Raises Problem 404, for what lies in another region too."""
    row = session.get(GapRow, gap_id)
    if row is None or not covers(region, district=row.district, town=row.town):
        raise Problem(404, "unknown-gap", "没有这一条。")
    return row


def lock(session: Session, ids: Sequence[int]) -> list[GapRow]:
    """Those of the rows that are there, in order, until the transaction ends. At least one."""
    rows = select(GapRow).where(GapRow.id.in_(ids)).order_by(GapRow.id).with_for_update()
    found = list(session.scalars(rows.execution_options(populate_existing=True)))
    if not found:
        raise Problem(404, "unknown-gap", "没有这一条。")
    return found


def settle(rows: Iterable[GapRow], state: GapState, by: Staff, at: datetime) -> None:
    for row in rows:
        row.state, row.settled_by, row.settled_at = state, by.id, at


def to_asked(row: GapRow) -> dict[str, object]:
    """A row as it stands in a proposal."""
    return {
        "gap": row.gap,
        "topic": row.topic or None,
        "door": row.door,
        "district": row.district or None,
        "town": row.town or None,
        "day": row.day.isoformat(),
        "words": row.words,
    }
