"""Dated figures by region: what is in force on a day, and how far an old figure can still be trusted."""

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import date
from decimal import Decimal
from functools import cached_property, lru_cache

from knowledge.errors import StandardMissing
from knowledge.ranges import Spans, point, union
from knowledge.regions import Regions
from knowledge.sources import SourceRef

REFERENCE_ONLY = "reference_only"
OLD_AFTER_MONTHS = 15
MOST_RISE = Decimal("1.25")


@dataclass(frozen=True)
class StandardValue:
    """One published value, or one known gap (`value` and `times` both None)."""

    area: str
    effective: date
    until: date | None
    value: Decimal | None
    times: Decimal | None
    of: str | None
    precision: str | None
    sources: tuple[SourceRef, ...]
    note: str | None


@dataclass(frozen=True)
class Standard:
    """A figure with its values; `direction` is rises, any or fixed."""

    key: str
    label: str
    unit: str | None
    kind: str | None
    direction: str
    values: tuple[StandardValue, ...]
    note: str | None = None


@dataclass(frozen=True)
class Family:
    """A figure that a household fact chooses: `choose` maps each value of `by` to a standard."""

    key: str
    label: str
    unit: str | None
    by: str
    choose: Mapping[str, str]
    note: str | None = None


@dataclass(frozen=True)
class Figure:
    """What is in force: `value` None is a known gap.

    `stale`: nobody has confirmed it for over fifteen months. `old`: stale, and it may have risen since.
    """

    key: str
    label: str
    unit: str | None
    value: Decimal | None
    area: str
    effective: date
    until: date | None
    precision: str | None
    sources: tuple[SourceRef, ...]
    old: bool
    stale: bool
    note: str | None

    @property
    def published(self) -> Spans | None:
        """The figure as it was published."""
        return None if self.value is None else point(self.value)

    @property
    def spans(self) -> Spans | None:
        """What the figure may be today, for comparisons."""
        if self.value is None:
            return None
        return ((self.value, self.value * MOST_RISE if self.old else self.value),)


class DayStandards:
    """The standards on one day; every lookup is kept, as there are few days and few regions."""

    def __init__(self, standards: "Standards", on: date):
        self._standards = standards
        self._on = on
        self._found: dict[tuple[str, str | None], Figure | None] = {}
        self._candidates: dict[tuple[str, str | None], list[Figure | None]] = {}
        self._spans: dict[tuple[str, str | None, bool], Spans | None] = {}
        self._kept: dict[tuple[object, ...], tuple[dict, dict, dict]] = {}

    def kept_for(self, *place: object) -> tuple[dict, dict, dict]:
        """What households worked out for which the same chooses their figures: to be added to."""
        return self._kept.setdefault(place, ({}, {}, {}))

    def find(self, key: str, area: str | None) -> Figure | None:
        """The figure in force in `area` (the whole city when None), or None."""
        known = (key, area)
        if known not in self._found:
            self._found[known] = self._standards.find(key, area, self._on)
        return self._found[known]

    def candidates(self, key: str, district: str | None) -> list[Figure | None]:
        """The figure of the district, or those of all districts when it is not known."""
        known = (key, district)
        if known not in self._candidates:
            regions = self._standards.regions.districts
            areas = [district] if district is not None or not regions else list(regions)
            self._candidates[known] = list(dict.fromkeys(self.find(key, area) for area in areas))
        return self._candidates[known]

    def spans(self, key: str, district: str | None, *, exact: bool = False) -> Spans | None:
        """What the standard may be in the district, or in any when it is not known; `exact` as published."""
        known = (key, district, exact)
        if known not in self._spans:
            figures = self.candidates(key, district)
            spans = [figure and (figure.published if exact else figure.spans) for figure in figures]
            self._spans[known] = union(spans)
        return self._spans[known]


@dataclass(frozen=True, eq=False)
class Standards:
    """All standards and families by key."""

    standards: Mapping[str, Standard]
    families: Mapping[str, Family]
    regions: Regions

    def __contains__(self, key: str) -> bool:
        return key in self.standards or key in self.families

    def __post_init__(self):
        object.__setattr__(self, "on_day", lru_cache(maxsize=32)(lambda on: DayStandards(self, on)))

    @cached_property
    def labels(self) -> Mapping[str, str]:
        """The label of every standard and family by key."""
        return {key: one.label for key, one in (*self.standards.items(), *self.families.items())}

    @cached_property
    def chosen_by(self) -> frozenset[str]:
        """The facts of a household that choose a figure."""
        return frozenset(("district", *(family.by for family in self.families.values())))

    @cached_property
    def choosing(self) -> tuple[str, ...]:
        """Those facts in one order."""
        return tuple(sorted(self.chosen_by))

    def get(self, key: str, region: str | None, on: date) -> Figure:
        """The figure of `key` in force in `region` on `on`, with its unit and sources.

        Looks in the region, then in what it lies in. The figure's `value` is None where it is known that
        none is published. Raises StandardMissing when no value covers the day.
        """
        figure = self.find(key, region, on)
        if figure is None:
            raise StandardMissing(f"{key}：{region or 'zibo'} 在 {on} 没有数")
        return figure

    def find(self, key: str, region: str | None, on: date) -> Figure | None:
        """As `get`, but None when no value covers the day."""
        standard = self.standards.get(key)
        if standard is None:
            return None
        for area in self.regions.path(region):
            value = _in_force(standard, area, on)
            if value is not None:
                return self._figure(standard, value, region, on)
        return None

    def _figure(self, standard: Standard, found: StandardValue, region: str | None, on: date) -> Figure:
        value, stale, rises = found.value, _is_stale(standard, found, on), standard.direction == "rises"
        if found.times is not None and found.of is not None:
            base = self.find(found.of, region, on)
            value = None if base is None or base.value is None else base.value * found.times
            stale = stale or (base is not None and base.stale)
            rises = base is not None and base.old
        return Figure(
            key=standard.key, label=standard.label, unit=standard.unit, value=value, area=found.area,
            effective=found.effective, until=found.until, precision=found.precision,
            sources=found.sources, old=stale and rises and value is not None,
            stale=stale and value is not None, note=found.note,
        )  # fmt: skip

    def all_on(self, on: date) -> list[Figure]:
        """Every figure in force on the day, in every area that has its own."""
        figures = []
        for standard in self.standards.values():
            for area in dict.fromkeys(value.area for value in standard.values):
                found = _in_force(standard, area, on)
                if found is not None:
                    region = area if area in self.regions.areas else None
                    figures.append(self._figure(standard, found, region, on))
        return figures


def _in_force(standard: Standard, area: str, on: date) -> StandardValue | None:
    begun = [value for value in standard.values if value.area == area and value.effective <= on]
    if not begun:
        return None
    newest = max(begun, key=lambda value: value.effective)
    return newest if newest.until is None or on <= newest.until else None


def _is_stale(standard: Standard, value: StandardValue, on: date) -> bool:
    if standard.direction == "fixed" or value.until is not None:
        return False
    months = (on.year - value.effective.year) * 12 + on.month - value.effective.month
    return (months, on.day) > (OLD_AFTER_MONTHS, value.effective.day)
