"""Who acts at the desk, and in what role."""

from __future__ import annotations

from flask import g, request

from webapp.applications.moving import By
from webapp.applications.states import Role
from webapp.models.staff import Role as StaffRole

ACTS_AS = {
    StaffRole.TOWN: Role.CASEWORKER,
    StaffRole.DISTRICT: Role.DISTRICT,
    StaffRole.CITY: Role.CITY,
}
DECIDERS = tuple(ACTS_AS)
LONGEST_NOTE = 1000


def by_staff(note: str | None = None) -> By:
    """Who presses, as what, and why where that has to be said."""
    return By(ACTS_AS[g.staff.role], note, g.staff.actor)


def written(name: str = "note") -> str:
    """A text of the form, as much as is kept."""
    return request.form.get(name, "").strip()[:LONGEST_NOTE]
