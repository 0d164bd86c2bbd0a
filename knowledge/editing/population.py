"""Made-up households to try a change of the rules on: the same ones for the same seed.

How many are 低保, 特困, 低保边缘, students and so on goes by the counts that the guide keeps as standards
(`stat.*`, each with its document). How the rest is spread nobody has published: those shares, marked ASSUMED,
only see to it that the rules are tried; what comes out is a comparison of two guides, never a statistic.
"""

import hashlib
from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from functools import cached_property

from knowledge.facts import FactDefinition, KnownSet, Value
from knowledge.guide import Guide
from knowledge.situations import Person, Situation

# The whole that the counts are shares of: people under dynamic monitoring (S000 六.4).
MONITORED = "stat.monitored_people"
# aid_status → people who have it (S000 二.1).
AID = {
    "subsistence": "stat.dibao_people",
    "extreme_poverty": "stat.tekun_people",
    "marginal": "stat.marginal_people",
}
STUDENTS = "stat.edu_students_2021_2022"  # S000 三.2
PUBLIC_HOUSING = "stat.public_housing_households"  # S000 三.3
RELIEF = "stat.temp_times"  # S000 四.1
COURT_CASES, PROCURATORATE_CASES = "stat.court_cases", "stat.procuratorate_cases"  # S000 三.5

HOUSEHOLD_SIZES = {1: 30, 2: 30, 3: 20, 4: 14, 5: 6}  # ASSUMED
AGES = ((0, 17, 18), (18, 59, 44), (60, 79, 30), (80, 95, 8))  # ASSUMED: from, to, weight
UNUSUAL = 0.12  # ASSUMED: how often a fact is not the usual one
UNTOLD = 0.01  # ASSUMED: how often a fact is not known
CHILD, ADULT, ELDER = 3, 18, 60
STAGES = ((6, "kindergarten"), (12, "primary"), (15, "junior"), (18, "senior_high"), (22, "bachelor"))
# What is usual where no count is published; sets and truths are empty and false, numbers nought.
USUAL = {
    "hukou": "zibo", "residence": "zibo", "self_care": "full", "father_state": "able", "mother_state": "able",
    "living_place": "home", "school_kind": "public", "home_danger_grade": "safe", "only_child_state": "well",
    "medical_insurance": "resident", "supporters": "able", "child_space": "own", "compensation": "pending",
    "case_stage": "none", "surgery": "not_needed", "work_place": "local", "employee_insurance_payer": "none",
    "event_in_zibo": True, "full_time_registered": True,
}  # fmt: skip
SKIPPED = frozenset({"birth_date", "household_member"})


@dataclass(frozen=True)
class Draws:
    """Numbers that look random and are always the same for the same words."""

    words: str

    def share(self, *about: object) -> float:
        """A number from 0 up to 1 for the matter."""
        text = "\0".join(map(str, (self.words, *about)))
        return int.from_bytes(hashlib.blake2b(text.encode(), digest_size=7).digest()) / 2**56

    def pick(self, weights: dict, *about: object) -> object:
        """One of the keys, by weight."""
        left = self.share(*about) * sum(weights.values())
        for key, weight in weights.items():
            left -= weight
            if left < 0:
                return key
        return next(reversed(weights))

    def one_of(self, values: Sequence, *about: object) -> object:
        """One of the values."""
        return values[int(self.share(*about) * len(values))]

    def whole(self, low: int, high: int, *about: object) -> int:
        """A whole number, both ends included."""
        return low + int(self.share(*about) * (high - low + 1))


@dataclass(frozen=True)
class Population:
    """Households by number; nothing is kept, so memory does not grow with their count.

    With `facts` only those are told: each fact is drawn for itself, so they are the same households.
    """

    guide: Guide
    seed: int = 1
    facts: frozenset[str] | None = None

    def households(self, start: int, stop: int) -> Iterator[Situation]:
        """The households of those numbers."""
        return (self.household(number) for number in range(start, stop))

    def household(self, number: int) -> Situation:
        """The household of that number."""
        draws = Draws(f"{self.seed}.{number}")
        status = draws.pick(self._aid, "aid")
        size = 1 if status == "extreme_poverty" else draws.pick(HOUSEHOLD_SIZES, "size")
        district, area = draws.pick(self._places, "place")
        line = self._line(area)
        household = {
            "household_size": size, "district": district, "area_kind": area,
            "aid_status": _complete() if status == "none" else _complete(status),
        }  # fmt: skip
        if draws.share("housing") < self._count(PUBLIC_HOUSING) / self._whole:
            household["household_receives"] = _complete("public-rental-housing")
        if draws.share("relief") < self._count(RELIEF) / self._whole:
            household["emergency_events"] = _complete("sudden_illness")
        people = tuple(self._person(draws, member, status, line) for member in range(size))
        return Situation(f"h{number}", self._rest("household", household, draws, "home"), people)

    def _person(self, draws: Draws, member: int, status: str, line: int) -> Person:
        about = ("person", member)
        low, high, _ = draws.pick({one: one[2] for one in AGES}, *about, "ages")
        if member == 0:
            low, high = max(low, ADULT), max(high, ELDER)
        age = draws.whole(low, high, *about, "age")
        facts = {"age_years": age, "school_stage": self._stage(draws, age, about)}
        facts["income_yuan_per_month"] = _income(draws, about, status, line)
        facts["disability_cert"] = draws.share(*about, "disabled") < UNUSUAL
        if status == "extreme_poverty":
            facts["supporters"] = "none"
        facts["disability_grade"] = draws.whole(1, 4, *about, "grade") if facts["disability_cert"] else None
        cases = self._count(COURT_CASES) + self._count(PROCURATORATE_CASES)
        if draws.share(*about, "case") < cases / self._whole:
            facts["case_stage"] = draws.one_of(("court", "procuratorate"), *about, "stage")
        facts["employment"] = _employment(draws, age, about)
        relation = ("self", "spouse" if age >= ADULT else "child")[min(member, 1)]
        if member > 1:
            relation, facts["household_member"] = "child" if age < ADULT else "other", True
        return Person(f"p{member}", relation, self._rest("person", facts, draws, *about))

    def _stage(self, draws: Draws, age: int, about: tuple) -> str:
        """By age; of those over the school age as many as S000 三.2 counts."""
        studies = draws.share(*about, "student") < self._count(STUDENTS) / self._whole
        if age < CHILD or (age >= ADULT and not studies):
            return "none"
        return next((stage for below, stage in STAGES if age < below), "bachelor")

    def _rest(self, scope: str, known: dict, draws: Draws, *about: object) -> dict[str, Value]:
        """The other facts: the usual value, now and then another, rarely none at all."""
        told = {key: value for key, value in known.items() if value is not None}
        values = {key: value for key, value in told.items() if self._is_told(key)}
        for key, definition in self._drawn[scope].items():
            if key in known:
                continue
            share = draws.share(*about, key)
            unusual = share < UNTOLD + UNUSUAL
            value = _value(definition, draws, (*about, key), unusual=unusual)
            if share >= UNTOLD and value is not None:
                values[key] = value
        return values

    def _is_told(self, key: str) -> bool:
        always = key in ("household_size", "household_member", "age_years", "district")
        return key in self.guide.facts and (always or self.facts is None or key in self.facts)

    @cached_property
    def _drawn(self) -> dict[str, dict[str, FactDefinition]]:
        """The facts drawn one by one, for the household and for each person."""
        drawn: dict[str, dict[str, FactDefinition]] = {"household": {}, "person": {}}
        for key, definition in self.guide.facts.items():
            if not definition.derived and key not in SKIPPED and self._is_told(key):
                drawn[definition.scope][key] = definition
        return drawn

    @cached_property
    def _whole(self) -> int:
        return self._count(MONITORED) or 1

    @cached_property
    def _aid(self) -> dict[str, int]:
        counts = {status: self._count(key) for status, key in AID.items()}
        return {**counts, "none": max(self._whole - sum(counts.values()), 1)}

    @cached_property
    def _places(self) -> dict[tuple[str, str], int]:
        """District and urban or rural, by how many street offices and towns it has (regions.yaml)."""
        places: dict[tuple[str, str], int] = {}
        for district in self.guide.regions.districts.values():
            for town in district.towns:
                area = "urban" if town.kind == "街道" else "rural"
                places[district.key, area] = places.get((district.key, area), 0) + 1
        return places or {(key, "urban"): 1 for key in self.guide.regions.districts}

    def _count(self, key: str) -> int:
        standard = self.guide.standards.standards.get(key)
        found = [value.value for value in standard.values if value.value is not None] if standard else []
        return int(found[-1]) if found else 0

    def _line(self, area: str) -> int:
        return self._count(f"dibao.{area}") or 1000


def _complete(*values: str) -> KnownSet:
    return KnownSet(frozenset(values), frozenset(), True)


def _income(draws: Draws, about: tuple, status: str, line: int) -> int:
    """A month's income a head about the subsistence line: below it for those who receive it."""
    low, high = {"none": (60, 320), "marginal": (95, 155)}.get(status, (0, 105))
    return line * draws.whole(low, high, *about, "income") // 100


def _employment(draws: Draws, age: int, about: tuple) -> str:
    if age < ADULT or age >= ELDER:
        return "not_working" if age < ADULT else "retired"
    kinds = ("employed", "gig", "self_employed", "farming", "unemployed", "not_working")
    return draws.one_of(kinds, *about, "employment")


def _value(definition: FactDefinition, draws: Draws, about: tuple, *, unusual: bool) -> Value | None:
    usual = USUAL.get(definition.key)
    match definition.type:
        case "bool":
            return bool(usual) != unusual
        case "choice":
            values = list(definition.values)
            return usual if usual in values and not unusual else draws.one_of(values, *about, "value")
        case "set":
            has = [draws.one_of(list(definition.values), *about, "value")] if unusual else []
            return _complete(*has)
    low, high = definition.range or (0, 100)
    if unusual and definition.type != "date":
        return draws.whole(int(low), int(min(high, low + 50_000)), *about, "value")
    return 0 if low == 0 else None  # a grade and the like: those who have none have no number
