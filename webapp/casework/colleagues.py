"""Who else works on the requests of a place: names for lists, and to whom one can be handed over."""

from __future__ import annotations

from collections.abc import Iterable

from sqlalchemy import or_, select
from sqlalchemy.orm import Session

from webapp.models.staff import Role, StaffAccount

HANDLERS = (Role.TOWN, Role.DISTRICT)


def find_colleagues(session: Session, *, district: str | None, town: str | None) -> list[tuple[int, str]]:
    """(id, name) of everybody at the town and its district who may handle a request there."""
    at_town = (StaffAccount.role == Role.TOWN) & (StaffAccount.town == town)
    at_district = (StaffAccount.role == Role.DISTRICT) & (StaffAccount.district == district)
    active = select(StaffAccount).where(StaffAccount.disabled_at.is_(None), or_(at_town, at_district))
    return [(one.id, one.display_name) for one in session.scalars(active.order_by(StaffAccount.id))]


def find_assistants(session: Session, town: str | None) -> list[tuple[int, str]]:
    """(id, name) of the assistants of a town, who can be asked to visit."""
    here = (
        StaffAccount.role == Role.ASSISTANT,
        StaffAccount.town == town,
        StaffAccount.disabled_at.is_(None),
    )
    found = session.scalars(select(StaffAccount).where(*here).order_by(StaffAccount.id))
    return [(one.id, one.display_name) for one in found]


def names_of(session: Session, ids: Iterable[int | None]) -> dict[int, str]:
    """The names of these accounts, disabled ones too."""
    wanted = {one for one in ids if one is not None}
    if not wanted:
        return {}
    found = session.scalars(select(StaffAccount).where(StaffAccount.id.in_(wanted)))
    return {one.id: one.display_name for one in found}


def id_of(actor: str) -> int | None:
    """The account behind `staff:7`; None for everybody else."""
    kind, _, id = actor.partition(":")
    return int(id) if kind == "staff" and id.isdigit() else None
