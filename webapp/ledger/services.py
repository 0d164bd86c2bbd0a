"""Care in kind for a lead: what is needed against what there is, by service and place, none of it of a few.

A place with fewer than five in need of a service shows its supply alone. Of the others the hours assigned or
done are shown where they are those of five people at least, and leave none or five out; so are the hours and
people that go short. What a district shows is the sum of what its towns show, and the city's that of its
districts, so that no total gives a hidden town away. Supply is that of providers, not of people in need.
"""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass

from webapp.casework.services import counting, spans
from webapp.casework.services.counting import Found, Sum
from webapp.ledger.figures import Asked
from webapp.ledger.hiding import LEAST
from webapp.staff.regions import name_of

PARTS = ("people", "needed", "assigned", "delivered", "short", "unassigned")
HOURS = ("needed", "supply", "assigned", "delivered", "unassigned")
BARS = ("needed", "supply", "assigned", "delivered")


@dataclass(frozen=True)
class Line:
    """One place, in people and minutes; None is not shown."""

    name: str
    supply: int
    people: int | None = None
    needed: int | None = None
    assigned: int | None = None
    delivered: int | None = None
    short: int | None = None
    unassigned: int | None = None
    district: str = ""

    @property
    def is_empty(self) -> bool:
        return self.people is None and not self.supply

    def hours(self, part: str) -> str | None:
        minutes = getattr(self, part)
        return None if minutes is None else spans.hours(minutes)


@dataclass(frozen=True)
class Need:
    """One service with its source: all places together, then each that shows something."""

    id: str
    name: str
    says: str
    source: str
    whole: Line
    places: tuple[Line, ...]


def needs(asked: Asked, district: str = "") -> list[Need]:
    """Every service of the guide in its order: by town in one district, else by district."""
    found = counting.gather(asked.session, asked.region, asked.month)
    one = district or asked.region.district or ""
    return [_need(asked, id, found, one) for id in asked.guide.scale.services]


def _need(asked: Asked, id: str, found: dict[counting.Place, Found], district: str) -> Need:
    own = {place: one for place, one in found.items() if place[0] == id}
    if district:
        own = {place: one for place, one in own.items() if place[1] == district}
        lines = _towns(asked, own)
    else:
        lines = [_district(asked, key, own) for key in asked.guide.regions.districts]
    whole = _together("", lines, counting.together(own.values()))
    service = asked.guide.scale.services[id]
    source = asked.guide.cite_all(service.sources)
    shown = tuple(line for line in lines if not line.is_empty)
    return Need(id, service.name, service.says, source, whole, shown)


def _district(asked: Asked, key: str, own: dict[counting.Place, Found]) -> Line:
    here = {place: one for place, one in own.items() if place[1] == key}
    name = asked.guide.regions.districts[key].name
    return _together(name, _towns(asked, here), counting.together(here.values()), district=key)


def _towns(asked: Asked, own: dict[counting.Place, Found]) -> list[Line]:
    lines = []
    for place in sorted(own):
        if place[2]:
            name = name_of(asked.guide.regions, place[2])
            lines.append(publish(name, own[place].add_up(place[0], place[2], asked.month)))
    return lines


def _together(name: str, lines: Iterable[Line], found: Found, *, district: str = "") -> Line:
    """What the places below show, added up; their supply once, as a provider may serve several."""
    sums: dict[str, int] = {}
    for line in lines:
        for part in PARTS:
            if getattr(line, part) is not None:
                sums[part] = sums.get(part, 0) + getattr(line, part)
    return Line(name, sum(found.supply.values()), **sums, district=district)


def publish(name: str, counted: Sum) -> Line:
    """One town as it may be shown."""
    people = counted.people
    if people < LEAST:
        return Line(name, counted.supply)
    assigned = counted.assigned if _tells_of_nobody(people, counted.served) else None
    reached = assigned is not None and _tells_of_nobody(counted.served, counted.reached)
    short = counted.short if _tells_of_nobody(people, counted.short) else None
    both = assigned is not None and short is not None
    return Line(
        name,
        counted.supply,
        people=people,
        needed=counted.needed,
        assigned=assigned,
        delivered=counted.delivered if reached else None,
        short=short,
        unassigned=counted.unassigned if both else None,
    )


def _tells_of_nobody(of: int, count: int) -> bool:
    """Whether a part of a group has five people at least, and so has what is left of it, or nobody."""
    return count >= LEAST and (of == count or of - count >= LEAST)


HEAD = (
    "月份", "服务", "地方", "在等的人", "要（小时）", "能供", "排了", "做了", "没排够的人", "没排上（小时）",
    "依据",
)  # fmt: skip
WHOLE, HIDDEN = "合计（写出来的）", "不写"


def to_rows(found: Iterable[Need], month: object) -> Iterable[tuple[object, ...]]:
    """The same as lines of a table."""
    for one in found:
        for line in (one.whole, *one.places):
            cells = [_cell(line.people), *(_cell(line.hours(part)) for part in BARS)]
            cells += [_cell(line.short), _cell(line.hours("unassigned"))]
            yield str(month), one.name, line.name or WHOLE, *cells, one.source


def _cell(value: object) -> object:
    return HIDDEN if value is None else value


def largest(found: Iterable[Need]) -> int:
    """The most minutes of all services, for the bars."""
    return max([getattr(one.whole, part) or 0 for one in found for part in BARS] + [1])


def widths(line: Line, most: int) -> list[float]:
    """How long the four bars of a line are, in hundredths."""
    return [round(min(100, 100 * (getattr(line, part) or 0) / most), 2) for part in BARS]
