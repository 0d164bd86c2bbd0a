"""The districts and towns of Zibo, and which wider region each lies in."""

from collections.abc import Mapping
from dataclasses import dataclass
from functools import cached_property

NATIONAL, PROVINCE, CITY = "national", "shandong", "zibo"
ABOVE_CITY = (CITY, PROVINCE, NATIONAL)


@dataclass(frozen=True)
class Town:
    """A town or street office; `code` is its statistical code."""

    code: str
    name: str
    kind: str
    aliases: tuple[str, ...] = ()


@dataclass(frozen=True)
class District:
    """A district, county or functional zone; `key` is a value of the fact `district`."""

    key: str
    code: str | None
    name: str
    aliases: tuple[str, ...]
    kind: str
    towns: tuple[Town, ...]
    administers: tuple[str, ...] = ()


@dataclass(frozen=True)
class Regions:
    """All districts by key, in order."""

    districts: Mapping[str, District]

    @cached_property
    def _places(self) -> dict[str, tuple[District, Town | None]]:
        places: dict[str, tuple[District, Town | None]] = {}
        for district in self.districts.values():
            for town in district.towns:
                for name in (town.code, town.name, *town.aliases):
                    places.setdefault(name, (district, town))
        for district in self.districts.values():
            for name in filter(None, (district.key, district.code, district.name, *district.aliases)):
                places[name] = (district, None)
        return places

    @cached_property
    def areas(self) -> frozenset[str]:
        """Every key that a value of a standard may name as its area."""
        towns = (town.code for district in self.districts.values() for town in district.towns)
        return frozenset((*ABOVE_CITY, *self.districts, *towns))

    def find(self, name: str) -> tuple[District, Town | None] | None:
        """The district and, where a town is named, the town; None when nothing has that name."""
        return self._places.get(name)

    def path(self, area: str | None) -> tuple[str, ...]:
        """The area and what it lies in, nearest first; the city's path when None."""
        if area is None or area in ABOVE_CITY:
            return ABOVE_CITY[ABOVE_CITY.index(area or CITY) :]
        place = self._places.get(area)
        if place is None:
            return ABOVE_CITY
        district, town = place
        return (district.key, *ABOVE_CITY) if town is None else (town.code, district.key, *ABOVE_CITY)
