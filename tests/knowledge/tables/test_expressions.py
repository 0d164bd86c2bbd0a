"""Expressions of every kind over a small guide: a table gives what the engine gives, or is refused."""

import random

import ibis
import pyarrow as pa
import pytest

from knowledge import Situation
from knowledge.tables.columns import assess_columns, get_rows, tables_of
from knowledge.tables.values import ColumnsError
from tests.knowledge.random_situations import Draw, parsed
from tests.knowledge.small import DAY, fact, make_guide, policy
from tests.knowledge.tables.test_columns import hold_equal

OPERATORS = ("<", "<=", ">", ">=", "==", "!=")
FIGURES = ("line", "flat", "local", "gap", "aging", "double", "line.urban")
STANDARDS = [f"standard('{key}')" for key in FIGURES]
SHARED = ["cost", "household_income", "per_member", "household_size", "spare", "sum(income)", "sum(grade)",
          "sum(extra_income)", "sum(income - extra_income)", "count(ill)", "count(income > 500 and danger)",
          "count(is_minor or 'cancer' in illnesses)", *STANDARDS]  # fmt: skip
OWN = ["income", "grade", "age_years", "extra_income", "left", *SHARED]
LITERALS = ["0", "1", "2", "0.5", "350", "900"]
SHARED_FLAGS = ["danger", "assets", "has_ill", "below_line", "any(ill and grade in (1, 2))", "any(is_minor)",
                "any(not ill)", "'edge' in aid_status", "'low' in aid_status", "area_kind == 'urban'",
                "district in ('linzi',)", "district != 'zhangdian'", "any(hukou == 'zibo' or danger)",
                "any(income < standard('line'))", "sum(income - standard('line')) < 100"]  # fmt: skip
OWN_FLAGS = ["ill", "is_minor", "hukou == 'zibo'", "'cancer' in illnesses", "'uremia' not in illnesses",
             "birth_date >= '2010-01-22'", "birth_date != '1999-03-22'", "poor", *SHARED_FLAGS]  # fmt: skip
MORE_FACTS = [
    fact("spare", "household", "decimal", derived="household_income - cost"),
    fact("left", type="decimal", derived="income - extra_income / 3"),
    fact("poor", derived="left < standard('line') or (ill and below_line)"),
]


class Conditions:
    """Draws conditions as text."""

    def __init__(self, chance, unit):
        self.chance = chance
        self.numbers, self.flags = (SHARED, SHARED_FLAGS) if unit == "household" else (OWN, OWN_FLAGS)

    def number(self):
        first, second, third = (self.chance.choice([*self.numbers, *LITERALS[:5]]) for _ in range(3))
        one, other = (self.chance.choice("+-*/") for _ in range(2))
        shapes = (first, f"{first} {one} {second}", f"({first} {one} {second}) {other} {third}")
        return self.chance.choice(shapes)

    def flag(self):
        drawn = self.chance.random()
        if drawn < 0.3:
            return self.chance.choice(self.flags)
        if drawn < 0.45:
            return f"({self.number()}) in (0, 1, 2, 350, 900, 0.5)"
        if drawn < 0.55:
            whole = [one for one in self.numbers if one in ("household_size", "grade", "age_years")]
            return f"{self.chance.choice(whole)} in (1, 2, 3, 4)"
        return f"{self.number()} {self.chance.choice(OPERATORS)} {self.number()}"

    def condition(self):
        one, other = self.flag(), self.flag()
        return self.chance.choice((one, f"not ({one})", f"({one}) and ({other})", f"({one}) or ({other})"))


def make_conditions(chance, count):
    policies = []
    for unit in ("household", "person"):
        conditions = Conditions(chance, unit)
        policies += [policy(f"{unit}-{n}", unit=unit, when=conditions.condition()) for n in range(count)]
    return make_guide(*policies, facts=MORE_FACTS)


def stated(raw, chance):
    """The household with its income a head said as people say it: rounded, a little off, as a range."""
    incomes = [one["facts"].get("income") for one in raw["people"]]
    size = raw["household"].get("household_size")
    if not incomes or not size or not all(isinstance(one, int | float) for one in [*incomes, size]):
        return raw
    total = sum(incomes)
    key, number = chance.choice((("per_member", total / size), ("household_income", total)))
    number = round(number + chance.choice((0, 0, 0, 0.5, -0.5, 0.005, 1)), chance.choice((0, 1, 2, 6)))
    low, high = round(number - chance.choice((0, 1)), 6), round(number + 1, 6)
    value = number if chance.random() < 0.7 else {"min": low, "max": high}
    return {**raw, "household": {**raw["household"], key: value}}


@pytest.fixture(scope="module")
def engine():
    connection = ibis.duckdb.connect()
    yield connection
    connection.disconnect()


@pytest.mark.parametrize("seed", [1, 2])
def test_every_kind_of_expression_gives_the_same_in_a_table(engine, seed):
    chance = random.Random(seed)
    guide = make_conditions(chance, 30)
    draw = Draw(guide, DAY, chance)
    raws = [stated(draw.situation(chance.choice((0.3, 0.8, 1.0))), chance) for _ in range(250)]
    hold_equal(engine, guide, [parsed(guide, raw, f"h{index}") for index, raw in enumerate(raws)], DAY)


def person(id="p0", relation="self", **facts):
    return {"id": id, "relation": relation, "facts": facts}


ID_COLUMNS = ("household_id", "person_id", "relation")
COUPLE = [person(), person("p1", "spouse")]
CORNERS = {
    "a tie is said half up": ("per_member < standard('line')", [
        {"household": {"household_size": 1, "per_member": said, "area_kind": "urban"},
         "people": [person(income=income)]}
        for income in (800.005, 800.004, 799.995) for said in (800, 800.01, 799.99, 800.001)
    ]),
    "a tie below nought is said away from nought": ("spare < 0 or spare > 5", [
        {"household": {"household_size": 1, "cost": 100.5, "spare": said}, "people": [person(income=income)]}
        for income in (99, 98, 97.5, 99.5) for said in (-2, -1, -3, -1.5, {"min": -2, "max": 0})
    ]),
    "more members than the household has": ("count(ill) > 1", [
        {"household": {"household_size": size}, "people": COUPLE} for size in (1, 2, {"min": 1, "max": 2})
    ]),
    "one status shuts another out": ("'edge' in aid_status", [
        {"household": {"aid_status": {"low": low}}} for low in (True, False)
    ]),
    "floating sums come out even": ("sum(income) <= 0.3 and sum(income) in (0.3, 5)", [
        {"household": {"household_size": 3}, "people": [
            *COUPLE[1:], *(person(f"q{n}", income=0.1) for n in range(1)),
            person("q2", "son", age_years=3, income=0.2)]},
        {"household": {"household_size": 2}, "people": [
            person(income=0.1), person("p1", "spouse", income=0.2)]},
    ]),
    "nobody is listed": ("any(ill)", [{"household": {}}, {"household": {"household_size": 1}}]),
    "outsiders alone are a household": ("any(ill)", [
        {"people": [person("n", "neighbour", ill=True)]},
        {"people": [person("n", "neighbour", ill=True), person(relation="spouse", ill=False)]},
        {"people": [person("n", "neighbour", ill=True), person(relation="other", ill=False)]},
    ]),
}  # fmt: skip


@pytest.mark.parametrize("corner", CORNERS)
def test_a_corner_is_the_same_in_a_table(engine, corner):
    text, raws = CORNERS[corner]
    guide = make_guide(policy(when=text), facts=MORE_FACTS)
    hold_equal(engine, guide, [parsed(guide, raw, f"h{index}") for index, raw in enumerate(raws)], DAY)


TOWN_HOME = Situation(household={"area_kind": "urban", "district": "linzi"})
TOO_MANY = " + ".join(["standard('line')", "standard('local')"] * 2)


def test_a_number_of_too_many_kinds_is_compared_by_its_ends(engine):
    guide = make_guide(policy(when=f"cost < {TOO_MANY}"))
    situations = [parsed(guide, {"household": {"cost": cost}}, f"h{cost}") for cost in (1, 2100, 99999)]
    hold_equal(engine, guide, situations, DAY)


@pytest.mark.parametrize("text", [f"cost == {TOO_MANY}", f"cost / ({TOO_MANY}) > 1"])
def test_what_rows_cannot_bear_is_refused(text):
    guide = make_guide(policy(when=text))
    with pytest.raises(ColumnsError, match="拆开"):
        assess_columns(guide, *tables_of(guide, [TOWN_HOME]), DAY)


def test_a_stated_figure_of_several_kinds_is_refused():
    gap = fact("gap", "household", "decimal", derived="standard('line') - cost")
    guide = make_guide(policy(when="gap > 0"), facts=[gap])
    told = {"household": {"gap": 5, "area_kind": "urban", "cost": 3}}
    with pytest.raises(ColumnsError, match="写明"):
        assess_columns(guide, *tables_of(guide, [parsed(guide, told, "h1")]), DAY)


@pytest.mark.parametrize("kind", [pa.decimal128(14, 2), pa.float64(), pa.int64()])
def test_rows_are_read_as_floating_or_decimal_numbers(engine, kind):
    guide = make_guide(policy(when="cost < standard('flat')"))
    people = ibis.memtable(pa.table({name: pa.array([], pa.string()) for name in ID_COLUMNS}))
    homes = {"household_id": ["a", "b"], "cost": pa.array([499, 500], pa.int32()).cast(kind)}
    table = assess_columns(guide, people, ibis.memtable(pa.table(homes)), DAY)
    rows = get_rows(engine, table).to_pylist()
    assert {row["household_id"]: row["verdict"] for row in rows} == {"a": "met", "b": "unmet"}
