"""Which town of Zibo a text names, as a code for counting; nothing finer is ever kept."""

from __future__ import annotations

import re
from functools import lru_cache

from bot.understanding.places.districts import place_words
from knowledge import Guide

SHORTEST = 2
SUFFIX = re.compile(r"(?:街道|镇|乡)$")


class Towns:
    """The names of towns and districts, longest first."""

    def __init__(self, guide: Guide) -> None:
        self._towns: dict[str, list[tuple[str, str]]] = {}
        self._districts: dict[str, str] = {}
        for district in guide.regions.districts.values():
            for name in (district.name, *district.aliases):
                self._districts.setdefault(name, district.key)
            for town in district.towns:
                for name in _names(town.name, *town.aliases):
                    self._towns.setdefault(name, []).append((district.key, town.code))
        self._town = _any_of(self._towns)
        self._district = _any_of(self._districts)

    def find(self, text: str, district: str = "") -> tuple[str, str]:
        """District and town code; "" for what is not named. `district`: what is known of it already."""
        named = self._district.search(text)
        district = district or (self._districts[named.group()] if named else "")
        for found in self._town.finditer(text):
            places = self._towns[found.group()]
            here = [one for one in places if one[0] == district]
            if here or (not district and len(places) == 1):
                return (here or places)[0]
        return district, ""


@lru_cache(maxsize=4)
def towns_of(guide: Guide) -> Towns:
    return Towns(guide)


def _names(*names: str) -> list[str]:
    """As written, and without 镇 or 街道 where that is still a name and no everyday word."""
    short = [SUFFIX.sub("", one) for one in names]
    common = place_words()["common"]
    short = [one for one in short if len(one) >= SHORTEST and one not in common]
    return list(dict.fromkeys([*names, *short]))


def _any_of(names: dict[str, object]) -> re.Pattern[str]:
    return re.compile("|".join(re.escape(one) for one in sorted(names, key=len, reverse=True)))
