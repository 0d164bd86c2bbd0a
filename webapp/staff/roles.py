"""What each role is bound to: the regions it may have, and whether it needs a second factor."""

from enum import StrEnum

from webapp.models.staff import Role


class Level(StrEnum):
    TOWN = "town"
    DISTRICT = "district"
    CITY = "city"


LEVELS: dict[Role, tuple[Level, ...]] = {
    Role.TOWN: (Level.TOWN,),
    Role.ASSISTANT: (Level.TOWN,),
    Role.DISTRICT: (Level.DISTRICT,),
    Role.CITY: (Level.CITY,),
    Role.AGENT: (Level.CITY,),
    Role.SUPERVISOR: (Level.CITY,),
    Role.LEAD: (Level.CITY, Level.DISTRICT),
    Role.EDITOR: (Level.CITY,),
}
"""The regions that an account of each role may have."""

EXPORTERS = frozenset({Role.DISTRICT, Role.CITY, Role.SUPERVISOR, Role.LEAD})
"""Who may take data out of the system in bulk. They sign in with a second factor."""

CASEWORKERS = frozenset({Role.TOWN, Role.ASSISTANT, Role.DISTRICT, Role.CITY, Role.LEAD})
AGENTS = frozenset({Role.AGENT, Role.SUPERVISOR})
EVERYBODY = frozenset(Role)
