"""The region that somebody on the staff answers for, and whether a row lies in it."""

from dataclasses import dataclass

from sqlalchemy import ColumnElement, true

from knowledge.regions import CITY, Regions
from webapp.models.staff import Role
from webapp.staff.errors import StaffError
from webapp.staff.roles import LEVELS, Level


@dataclass(frozen=True)
class StaffRegion:
    """A town (with its district), a district, or with neither the whole city."""

    district: str | None = None
    town: str | None = None

    @property
    def level(self) -> Level:
        if self.town is not None:
            return Level.TOWN
        return Level.CITY if self.district is None else Level.DISTRICT

    @property
    def code(self) -> str:
        """The town's code, the district's key, or "zibo"."""
        return self.town or self.district or CITY


def parse_region(regions: Regions, written: str, role: Role) -> StaffRegion:
    """The region with this name, key or code. Raises StaffError where `role` cannot have it."""
    region = _find(regions, written.strip())
    if region is None:
        raise StaffError(f"没有“{written}”这个地方。写镇街代码（370305111）、区县（linzi 或临淄区）或 zibo")
    if region.level not in LEVELS[role]:
        raise StaffError(f"{role} 只能管{'或'.join(LEVEL_NAMES[one] for one in LEVELS[role])}")
    return region


LEVEL_NAMES = {Level.TOWN: "一个镇街", Level.DISTRICT: "一个区县", Level.CITY: "全市（zibo）"}


def _find(regions: Regions, written: str) -> StaffRegion | None:
    if written in (CITY, "淄博", "淄博市", "全市"):
        return StaffRegion()
    place = regions.find(written)
    if place is None:
        return None
    district, town = place
    return StaffRegion(district.key, town.code if town is not None else None)


def name_of(regions: Regions, code: str) -> str:
    """淄博市, 临淄区 or 临淄区金山镇; the code itself where the guide no longer knows it."""
    if code == CITY:
        return "淄博市"
    place = regions.find(code)
    if place is None:
        return code
    district, town = place
    return district.name + (town.name if town is not None else "")


def within(
    region: StaffRegion, *, district: ColumnElement[str], town: ColumnElement[str]
) -> ColumnElement[bool]:
    """The rows that `region` answers for, as a condition over their columns of district and town.

    A town is known by its code alone: a functional zone files under its own key for towns of a district.
    """
    match region.level:
        case Level.TOWN:
            return town == region.town
        case Level.DISTRICT:
            return district == region.district
    return true()


def covers(region: StaffRegion, *, district: str | None, town: str | None) -> bool:
    """The same for one row."""
    match region.level:
        case Level.TOWN:
            return town == region.town
        case Level.DISTRICT:
            return district == region.district
    return True
