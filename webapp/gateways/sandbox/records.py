"""What the sandbox's departments and banks have on record about people who do not exist.

Everything follows from a hash of the ID number: the same person gets the same answers on every machine.
Mostly the records say what was declared. Of some people they say something else (`CONTRADICTED` in a hundred:
of households of two about one in eight), some have died or moved away by the record, some sources are slow,
answer in parts, or fail.
"""

import hashlib
from collections.abc import Mapping
from dataclasses import dataclass
from datetime import date

CONTRADICTED, DECEASED, MOVED_OUT = 7, 3, 3
ADULT, OLD = 18, 60
FORGOTTEN = 12
PENSION, WAGE, OPEN_END = 213, 2100, 100_000
BANKS = (
    "bank-icbc", "bank-abc", "bank-boc", "bank-ccb", "bank-bocom", "bank-psbc", "bank-citic", "bank-ceb",
    "bank-hxb", "bank-cmbc", "bank-cmb", "bank-cib", "bank-spdb", "bank-pab", "bank-hfb", "bank-qsb",
    "bank-qlb", "bank-qdb", "bank-whb", "bank-rcb",
)  # fmt: skip
DEPARTMENTS = (
    "civil-affairs", "public-security", "human-resources", "education", "natural-resources", "housing",
    "agriculture", "market-regulation", "housing-fund", "disabled-federation", "medical-insurance",
)  # fmt: skip
SOURCES = DEPARTMENTS + BANKS
# What a source has on record of everybody, declared or not.
ON_RECORD: dict[str, dict[str, dict]] = {
    "civil-affairs": {"aid_status": {"value": []}, "has_notable_assets": {"value": False}},
    "public-security": {"hukou": {"value": "zibo"}, "has_notable_assets": {"value": False}},
    "human-resources": {"unemployment_registered": {"value": False}},
    "natural-resources": {"has_notable_assets": {"value": False}},
    "agriculture": {"aid_status": {"value": {"lifted": False, "relapse_monitored": False}}},
    "market-regulation": {
        "business_licence": {"value": False},
        "has_notable_assets": {"value": False},
    },
    "housing-fund": {"has_notable_assets": {"value": False}},
    "disabled-federation": {"disability_cert": {"value": False}},
    "medical-insurance": {"medical_insurance": {"value": "resident"}},
} | {bank: {"has_notable_assets": {"value": False}, "has_other_loans": {"value": False}} for bank in BANKS}
# Where the records of a contradicted person differ: the first of these that was declared.
DIFFERS = (
    "income_yuan_per_month", "other_benefits", "homes_owned", "has_notable_assets", "disability_cert",
    "hukou", "employment", "household_size", "birth_date",
)  # fmt: skip
ONLY_SAID_BY = {"has_notable_assets": "bank-ccb"}
# A bank where one has no account, a fund to which one never paid, a school that one has left.
OFTEN_UNKNOWN = {**dict.fromkeys(BANKS, 70), "housing-fund": 60, "education": 80}
# Who keeps the record of what was declared: the first of these that is asked and could confirm it. Banks keep
# nothing but what stands in ON_RECORD.
KEEPERS = (
    "public-security", "human-resources", "medical-insurance", "disabled-federation", "education",
    "natural-resources", "housing", "agriculture", "market-regulation", "housing-fund", "civil-affairs",
)  # fmt: skip
# What follows from the ID number, whatever was declared.
OF_THE_NUMBER = ("age_years", "birth_date", "sex")
Stated = dict[str, object]


@dataclass(frozen=True)
class Manner:
    """How a source answers: after how many seconds, whether in two parts, whether it fails, how it ends."""

    seconds: float
    ends: str = "answered"
    in_parts: bool = False
    error: str = ""


@dataclass(frozen=True)
class Citizen:
    """A person by their ID number. `switches` is what a test has set for them."""

    id_number: str
    switches: Mapping[str, object]

    def chance(self, about: str, percent: float) -> bool:
        digest = hashlib.sha256(f"{self.id_number}|{about}".encode()).digest()
        return int.from_bytes(digest[:4], "big") % 10_000 < percent * 100

    def number(self, about: str, below: int) -> int:
        digest = hashlib.sha256(f"{self.id_number}|{about}".encode()).digest()
        return int.from_bytes(digest[4:8], "big") % below

    @property
    def is_plain(self) -> bool:
        return bool(self.switches.get("plain"))

    @property
    def is_contradicted(self) -> bool:
        told = self.switches.get("contradicted")
        return bool(told) if told is not None else not self.is_plain and self.chance("truth", CONTRADICTED)

    @property
    def born(self) -> date:
        return date(int(self.id_number[6:10]), int(self.id_number[10:12]), int(self.id_number[12:14]))

    def age(self, today: date) -> int:
        return today.year - self.born.year

    @property
    def sex(self) -> str:
        return "male" if int(self.id_number[16]) % 2 else "female"

    def fate(self, today: date) -> str:
        """Whether the records have them as dead or as moved away."""
        if "fate" in self.switches or self.is_plain:
            return str(self.switches.get("fate", ""))
        if self.age(today) >= OLD and self.chance("death", DECEASED):
            return "deceased"
        return "moved-out" if self.chance("move", MOVED_OUT) else ""

    def manner(self, source: str, *, again: bool, today: date) -> Manner:
        """`again`: it failed before, and is asked once more."""
        fate = self.fate(today)
        ends = fate if fate and source == "public-security" else "answered"
        told = self.switches.get("sources", {}).get(source)
        if told is not None:
            return TOLD[told](ends)
        if self.is_plain:
            return Manner(0, ends)
        slow = self.chance(f"slow|{source}", 15)
        seconds = 1 + self.number(f"wait|{source}", 6) + (60 + self.number(f"long|{source}", 120)) * slow
        if self.chance(f"fault|{source}", 4) and not (again and self.chance(f"heals|{source}", 75)):
            error = "source-timeout" if self.chance(f"timeout|{source}", 50) else "source-unavailable"
            return Manner(seconds, "failed", error=error)
        if ends == "answered" and self.chance(f"nobody|{source}", OFTEN_UNKNOWN.get(source, 0)):
            return Manner(seconds, "not-found")
        return Manner(seconds, ends, in_parts=self.chance(f"parts|{source}", 10))


TOLD = {
    "prompt": lambda ends: Manner(0, ends),
    "slow": lambda ends: Manner(3600, ends),
    "silent": lambda ends: Manner(10**9, ends),
    "in-parts": lambda ends: Manner(3600, ends, in_parts=True),
    "not-found": lambda ends: Manner(0, "not-found"),
    "failed": lambda ends: Manner(0, "failed", error="source-unavailable"),
}


def facts_of(
    citizen: Citizen,
    source: str,
    asked: Mapping[str, Mapping[str, Stated]],
    *,
    differs: str | None,
    today: date,
) -> dict[str, Stated]:
    """What `source` has on record. `asked`: what was declared, by source; `differs`: where it is not so."""
    facts, declared = _on_record(citizen, source, today), asked[source]
    for fact, stated in declared.items():
        kept = fact in facts or (_keeper(fact, asked) == source and not _is_forgotten(citizen, fact))
        if kept and fact not in OF_THE_NUMBER:
            facts[fact] = stated | {"value": _exact(stated["value"])}
    contradicts = differs in facts or _keeper(differs, asked) == source
    if differs in declared and contradicts and ONLY_SAID_BY.get(differs, source) == source:
        facts[differs] = declared[differs] | {"value": _other(differs, declared[differs]["value"])}
    return facts


def _keeper(fact: str | None, asked: Mapping[str, Mapping[str, Stated]]) -> str | None:
    return next((one for one in KEEPERS if fact in asked.get(one, ())), None)


def _is_forgotten(citizen: Citizen, fact: str) -> bool:
    return not citizen.is_plain and citizen.chance(f"forgotten|{fact}", FORGOTTEN)


def _on_record(citizen: Citizen, source: str, today: date) -> dict[str, Stated]:
    """What is known of somebody of whom nothing was declared."""
    facts = {fact: dict(one) for fact, one in ON_RECORD.get(source, {}).items()}
    if source == "public-security":
        facts |= {"birth_date": {"value": citizen.born.isoformat()}, "sex": {"value": citizen.sex}}
    age = citizen.age(today)
    if source == "human-resources" and (age >= OLD or (age >= ADULT and citizen.chance("works", 50))):
        facts["income_yuan_per_month"] = {"value": PENSION if age >= OLD else WAGE, "unit": "元/月"}
    if source in ("natural-resources", "housing") and age >= ADULT:
        facts["homes_owned"] = {"value": int(citizen.chance("owns", 50)), "unit": "处"}
    return facts


def _exact(said: object) -> object:
    """A record knows to the yuan what was said roughly."""
    if isinstance(said, dict) and set(said) == {"min", "max"}:
        return round((said["min"] + min(said["max"], said["min"] + 1000)) / 2)
    return said


def _other(fact: str, said: object) -> object:
    """Another value than what was said."""
    match said:
        case bool():
            return not said
        case list():
            return [] if said else ["employee_pension"]
        case {"min": _, "max": _}:
            return _other_number(fact, said)
        case dict():
            return {one: not known for one, known in said.items()}
        case str() if fact == "birth_date":
            return f"{int(said[:4]) - 1}{said[4:]}".replace("-02-29", "-02-28")
        case str() if fact == "employment":
            return "retired" if said == "employed" else "employed"
        case str():
            return "elsewhere" if said == "zibo" else "zibo"
    return _other_number(fact, said)


def _other_number(fact: str, said: object) -> object:
    step = PENSION if fact == "income_yuan_per_month" else 1
    if not isinstance(said, dict):
        return said + step
    # "From 3000 on" has nothing above it.
    return said["max"] + step if said["max"] < OPEN_END else max(0, said["min"] - step)
