"""Where a request stands, line by line, as every door without pages of its own says it."""

from __future__ import annotations

from collections.abc import Iterator

from bot.blocks import StatusRow
from bot.wording import say


def row_lines(row: StatusRow) -> Iterator[str]:
    """What it is and how it stands; who holds it, by when; what is to be handed in; what comes next."""
    yield say("status_row", policy=row.name, who=row.person_label, state=row.state_label)
    if row.holder:
        yield say("status_holder", holder=row.holder, since=row.since)
    if row.due:
        yield say("status_due_estimate" if row.due_is_estimate else "status_due", due=row.due)
    if row.missing:
        yield say("status_missing", missing="；".join(row.missing))
    if row.next_step:
        yield say("status_next", next=row.next_step)
