"""Made-up citizens: everything that is true of a household, whether they say it or not.

What a message says and what its labels say is kept; the rest is drawn, the same for the same seed, and fits
together: ages with relations and schools, incomes with their sum, people with the size of the household.
"""

import random
from dataclasses import dataclass
from datetime import date
from decimal import Decimal

from knowledge import KnownSet, Person, Range, Situation
from knowledge.editing.population import USUAL
from knowledge.evaluation import Compiler
from knowledge.grounds import Ground
from knowledge.ranges import is_exact
from knowledge.verdicts import MET, UNKNOWN, Verdict

OUTSIDERS = {"neighbour", "villager", "stranger", "ex_spouse", "pupil", "client"}
GAPS = {  # how much older than the speaker
    "father": (24, 34), "mother": (22, 32), "parent": (23, 33), "father_in_law": (24, 32),
    "mother_in_law": (22, 32), "grandfather": (46, 58), "grandmother": (45, 56), "grandparent": (46, 56),
    "son": (-33, -22), "daughter": (-33, -22), "child": (-33, -22), "grandson": (-56, -48),
    "granddaughter": (-56, -48), "grandchild": (-56, -48), "uncle": (12, 25), "aunt": (12, 25),
    "uncle_aunt": (12, 25), "nephew": (-30, -20), "niece": (-30, -20), "nephew_niece": (-30, -20),
}  # fmt: skip
SEX = {
    "father": "male", "son": "male", "grandfather": "male", "brother": "male", "uncle": "male",
    "mother": "female", "daughter": "female", "grandmother": "female", "sister": "female", "aunt": "female",
    "grandson": "male", "granddaughter": "female", "mother_in_law": "female", "father_in_law": "male",
}  # fmt: skip
STAGES = {
    "kindergarten": (3, 5), "kindergarten_final": (5, 6), "primary": (6, 11), "junior": (12, 14),
    "senior_high": (15, 17), "vocational": (15, 18), "junior_college": (18, 21), "bachelor": (18, 22),
    "graduate": (22, 26), "none": (19, 90),
}  # fmt: skip
ONLY_WITH = {  # a number or choice that nobody has without another fact
    "disability_grade": ("disability_cert", True),
    "unemployed_months": ("employment", "unemployed"),
    "service_disability_grade": ("veteran_kinds", "disabled_veteran"),
    "service_disability_cause": ("veteran_kinds", "disabled_veteran"),
    "only_child_state": ("children_ever", 1),
}
CANCERS = frozenset({"breast_cancer", "cervical_cancer", "cancer_other"})
OF_SCHOOL = {"school_kind", "boarding", "full_time_registered", "agricultural_major", "good_grades"}
STUDIES = frozenset(STAGES) - {"none"}
COSTS = ("medical_self_pay_yuan_per_year", "education_cost_yuan_per_year", "disability_cost_yuan_per_year")
UNUSUAL = 0.18
LARGEST = Decimal(200_000)
MOST_EXTRA = 2
TRIES = 40


def derived_values(guide):
    """The derived facts, compiled; so that a citizen knows what they come to."""
    compiler = Compiler(guide.facts)

    def add(key, above=()):
        if key in compiler.derived or key not in guide.expressions:
            return
        for name in guide.expressions[key].names:
            add(name.key, (*above, key))
        compiler.compile_derived(guide.facts[key], guide.expressions[key])

    for key in guide.expressions:
        add(key)
    return compiler.derived


@dataclass
class Citizen:
    """Opening words, and all that is true of each household."""

    id: str
    text: str
    households: dict[str, Situation]
    grounds: dict[str, Ground]
    derived: dict
    facts: dict

    def truth(self, household, person, fact):
        """The true value of a fact; None where there is none (the grade of a certificate nobody has)."""
        ground = self.grounds.get(household)
        scope = ground and (ground.home if person is None else ground.by_id.get(person))
        if scope is None:
            return None
        situation = self.households[household]
        facts = situation.household if person is None else situation.person(person).facts
        if fact in facts:
            return facts[fact]
        compiled = self.derived.get(fact)
        return _plain(compiled.value(scope)) if compiled else None


def _plain(value):
    if isinstance(value, Verdict):
        return None if value is UNKNOWN else value is MET
    if value is None or not is_exact(value):
        return None
    number = value[0][0]
    return int(number) if number == number.to_integral_value() else number.quantize(Decimal("0.01"))


def make_citizen(guide, id, text, heard, *, day, derived):
    """A citizen of whom `heard` is true; None where what was heard contradicts itself."""
    for attempt in range(TRIES):
        draw = random.Random(f"{id}.{attempt}")
        households = {one.id: _complete(guide, one, draw, day) for one in heard}
        grounds = {key: Ground(one, guide.standards, day) for key, one in households.items()}
        citizen = Citizen(id, text, households, grounds, derived, guide.facts)
        if all(_agrees(citizen, one) for one in heard):
            return citizen
    return None


def _agrees(citizen, heard):
    """Whether what was stated of a derived fact is what the other facts come to."""
    ground = citizen.grounds[heard.id]
    for person, facts in ((None, heard.household), *((one.id, one.facts) for one in heard.people)):
        scope = ground.home if person is None else ground.by_id[person]
        for key in facts:
            if key in citizen.derived:
                citizen.derived[key].value(scope)
        if scope.conflicts:
            return False
    return True


def _complete(guide, heard, draw, day):
    home = {key: _exact(value, draw, guide.facts[key]) for key, value in heard.household.items()}
    people = _roster(heard, home, draw)
    _ages(people, draw)
    for relation, facts in people.values():
        _person(guide, relation, facts, home, draw, day)
    _incomes(people, home, draw)
    for key, definition in _base(guide, "household"):
        if key not in home:
            home[key] = _drawn(definition, draw)
    _fit_rigid(people, home)
    members = tuple(
        Person(id, relation, {key: value for key, value in facts.items() if value is not None})
        for id, (relation, facts) in people.items()
    )
    return Situation(heard.id, {key: value for key, value in home.items() if value is not None}, members)


def _base(guide, scope):
    for key, definition in guide.facts.items():
        if (
            definition.scope == scope
            and not definition.derived
            and key not in ("birth_date", "household_member")
        ):
            yield key, definition


def _roster(heard, home, draw):
    """Everybody, with who belongs; as many as the household has."""
    people = {one.id: (one.relation, dict(one.facts)) for one in heard.people}
    alone = all(relation in OUTSIDERS or relation == "other" for relation, _ in people.values())
    sure = sum(_surely(relation, facts, alone) for relation, facts in people.values())
    size = home.get("household_size")
    for relation, facts in people.values():
        if _surely(relation, facts, alone) or relation in OUTSIDERS or "household_member" in facts:
            continue
        room = size is None or sure < size
        facts["household_member"] = room and draw.random() < 0.75
        sure += facts["household_member"]
    size = size or sure + draw.choice((0, 0, 1, MOST_EXTRA))
    while sure < size:
        relation = "spouse" if all(one != "spouse" for one, _ in people.values()) and not alone else "child"
        people[f"extra-{len(people)}"] = (relation, {"household_member": True})
        sure += 1
    home["household_size"] = max(size, sure, 1)
    return people


def _surely(relation, facts, alone):
    return (
        facts.get("household_member") is True
        or relation in ("self", "spouse")
        or (relation in ("son", "daughter", "child") and _most(facts.get("age_years")) < 18)
        or (alone and (relation in OUTSIDERS or relation == "other"))
    )


def _most(age):
    return 99 if age is None else age.high if isinstance(age, Range) else age


def _ages(people, draw):
    """Ages that fit the relations, the schools and what was said of work."""
    given = {id: facts["age_years"] for id, (_, facts) in people.items() if "age_years" in facts}
    exact = {id: _number(value, draw) for id, value in given.items()}
    speaker = next(
        (exact[id] for id, (relation, _) in people.items() if relation == "self" and id in exact), None
    )
    if speaker is None:
        bounds = [(exact[id] - GAPS[r][1], exact[id] - GAPS[r][0]) for id, (r, _) in people.items()
                  if id in exact and r in GAPS]  # fmt: skip
        low, high = bounds[0] if bounds else (25, 72)
        speaker = max(20, min(85, draw.randint(int(low), int(high))))
    for id, (relation, facts) in people.items():
        age = exact.get(id)
        if age is None:
            age = _likely_age(relation, facts, speaker, draw)
        facts["age_years"] = int(max(0, min(100, age)))


def _likely_age(relation, facts, speaker, draw):
    if facts.get("school_stage") in STUDIES:
        return draw.randint(*STAGES[facts["school_stage"]])
    if facts.get("employment") == "retired":
        return draw.randint(60, 80)
    if relation in GAPS:
        return max(0, speaker + draw.randint(*GAPS[relation]))
    return speaker if relation == "self" else max(18, speaker + draw.randint(-4, 4))


def _person(guide, relation, facts, home, draw, day):
    for key in list(facts):
        facts[key] = _exact(facts[key], draw, guide.facts[key])
    age = facts["age_years"]
    facts["birth_date"] = facts.get("birth_date") or date(
        day.year - age, draw.randint(1, 10), draw.randint(1, 28)
    )
    facts.setdefault("sex", SEX.get(relation) or draw.choice(("male", "female")))
    facts.setdefault("school_stage", _stage(age, draw))
    facts.setdefault("employment", _work(age, facts["school_stage"], draw))
    ill = draw.random() < UNUSUAL
    _disability(facts, draw)
    facts.setdefault(
        "illnesses", _set(*(draw.choice((["other"], ["cancer_other"], ["uremia"])) if ill else []))
    )
    has = facts["illnesses"].has
    facts.setdefault("serious_illness", bool(has) and draw.random() < 0.6)
    facts.setdefault("on_dialysis", "uremia" in has)
    facts.setdefault("cancer_stage", draw.choice(("before_2b", "from_2b")) if has & CANCERS else None)
    facts.setdefault("surgery", draw.choice(("not_needed", "advised", "done")) if has else "not_needed")
    facts.setdefault("father_state", "able" if age < 40 or draw.random() < 0.4 else "dead")
    facts.setdefault("mother_state", "able" if age < 40 or draw.random() < 0.4 else "dead")
    facts.setdefault("medical_self_pay_yuan_per_year", draw.choice((3000, 8000, 30000, 60000)) if has else 0)
    costs = facts["school_stage"] != "none"
    facts.setdefault("education_cost_yuan_per_year", draw.choice((0, 1000, 5000, 8000)) if costs else 0)
    pension = facts["employment"] == "retired" and draw.random() < 0.5
    facts.setdefault("other_benefits", _set(*(["employee_pension"] if pension else [])))
    facts.setdefault("can_work", 16 <= age < 70 and draw.random() < 0.8)
    for key, definition in _base(guide, "person"):
        if key in facts or key in ("income_yuan_per_month", "excluded_income_yuan_per_month"):
            continue
        needs = ONLY_WITH.get(key)
        off = needs is not None and not _has(facts.get(needs[0]), needs[1])
        off = off or (key in OF_SCHOOL and facts["school_stage"] == "none" and definition.type == "choice")
        facts[key] = None if off else _drawn(definition, draw)


def _has(value, wanted):
    return wanted in value.has if isinstance(value, KnownSet) else value == wanted


def _disability(facts, draw):
    told = "disability_grade" in facts or bool(getattr(facts.get("disability_types"), "has", ()))
    facts.setdefault("disability_cert", told or draw.random() < UNUSUAL)
    if facts["disability_cert"]:
        facts.setdefault("disability_grade", draw.randint(1, 4))
        facts.setdefault("disability_types", _set(draw.choice(("limb", "vision", "mental", "hearing"))))
    else:
        facts.setdefault("disability_types", _set())


def _stage(age, draw):
    fitting = [stage for stage, (low, high) in STAGES.items() if low <= age <= high and stage != "none"]
    return draw.choice(fitting) if fitting and (age < 18 or (age < 23 and draw.random() < 0.4)) else "none"


def _work(age, stage, draw):
    if age < 18 or stage != "none":
        return "not_working"
    kinds = (
        ("retired", "farming", "not_working") if age >= 60 else ("employed", "gig", "farming", "unemployed")
    )
    return draw.choice(kinds)


def _incomes(people, home, draw):
    """Incomes of the members that come to what was said of the household."""
    alone = all(relation in OUTSIDERS or relation == "other" for relation, _ in people.values())
    members = [facts for relation, facts in people.values() if _surely(relation, facts, alone)
               or (relation in ("son", "daughter", "child") and facts["age_years"] < 18)]  # fmt: skip
    size, total = home["household_size"], home.get("household_income_yuan_per_month")
    if total is None and "income_per_member" in home:
        total = home["household_income_yuan_per_month"] = home["income_per_member"] * size
    for _, facts in people.values():
        earns = facts["employment"] in ("employed", "gig", "farming", "retired", "self_employed")
        guess = draw.choice((600, 1200, 2000, 3000, 4500)) if earns else draw.choice((0, 0, 200))
        facts.setdefault("income_yuan_per_month", 0 if facts["age_years"] < 18 else guess)
        basic_pension = facts["age_years"] >= 60 and draw.random() < 0.3
        facts.setdefault("excluded_income_yuan_per_month", 100 if basic_pension else 0)
    if total is not None and members:
        for facts in members:
            facts["income_yuan_per_month"] = 0
        members[0]["income_yuan_per_month"] = total


def _fit_rigid(people, home):
    """The cost of living that makes the sum of must-pay costs what was said of it."""
    total = home.get("rigid_cost_yuan_per_year")
    if total is not None:
        spent = sum(facts.get(key) or 0 for _, facts in people.values() for key in COSTS)
        home["living_cost_yuan_per_month"] = max(Decimal(0), (Decimal(total) - spent) / 12)


def _drawn(definition, draw):
    usual, unusual = USUAL.get(definition.key), draw.random() < UNUSUAL
    match definition.type:
        case "bool":
            return bool(usual) != unusual
        case "choice":
            values = list(definition.values)
            return usual if usual in values and not unusual else draw.choice(values)
        case "set":
            return _set(*([draw.choice(list(definition.values))] if unusual else []))
    low, high = definition.range or (0, 100)
    if definition.unit in ("元/年", "元/月"):
        return draw.choice((500, 1000, 2000, 6000)) if unusual else 0
    few = int(min(high, max(low, 0) + 3))
    return draw.randint(int(low), few) if unusual or low else 0


def _exact(value, draw, definition):
    """One of the values that a range or a partly known set may be."""
    if isinstance(value, Range):
        return _number(value, draw)
    if isinstance(value, KnownSet) and not value.complete:
        shut = {out for one in definition.choices if one.value in value.has for out in one.excludes}
        return _set(*(value.has - shut))
    return value


def _number(value, draw):
    if not isinstance(value, Range):
        return value
    low, high = value.low, min(value.high, max(LARGEST, value.low))
    if high - low <= 20:
        return draw.randint(int(low), int(high)) if int(high) >= low else low
    step = 100 if high - low >= 200 else 10
    return min(int(high), int(low) + step * draw.randint(0, min(9, int(high - low) // step)))


def _set(*values):
    return KnownSet(frozenset(values), frozenset(), True)
