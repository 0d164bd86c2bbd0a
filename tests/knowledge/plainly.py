"""A second reading of the rules, as a person with a pencil would: the text of a file, one family, one day.

It shares nothing with the evaluator: the text is taken apart by Python's own parser, numbers are fractions,
the operator is the one that is written. What the family has not told is None, and so is what hangs on it.
"""

import ast
import operator
from datetime import date
from fractions import Fraction

from knowledge import Guide, StandardMissing
from knowledge.situations import CHILDREN, MEMBERS

OPERATORS = {
    ast.Lt: operator.lt, ast.LtE: operator.le, ast.Gt: operator.gt, ast.GtE: operator.ge,
    ast.Eq: operator.eq, ast.NotEq: operator.ne,
    ast.Add: operator.add, ast.Sub: operator.sub, ast.Mult: operator.mul, ast.Div: operator.truediv,
}  # fmt: skip
MOST_RISE = Fraction(5, 4)
ADULT = 18


def parse(text: str) -> ast.expr:
    """The text of a file taken apart."""
    return ast.parse(" ".join(text.split()), mode="eval").body


class Reading:
    """One family of the case files on its day; `risen` reads old figures as risen as far as they may be."""

    def __init__(self, guide: Guide, case: dict, *, risen: bool = False):
        self.guide = guide
        self.household = case["household"]
        self.people = {one["id"]: one for one in case["people"]}
        self.day = date.fromisoformat(case["day"])
        self.risen = risen

    def read(self, node: ast.expr, person: str | None) -> object:
        """What it comes to for the person, or for the household: True, False, a number, a word, None."""
        match node:
            case ast.BoolOp(op=ast.And(), values=values):
                return _all_of([self.read(one, person) for one in values])
            case ast.BoolOp(values=values):
                found = _all_of([_opposite(self.read(one, person)) for one in values])
                return _opposite(found)
            case ast.UnaryOp(op=ast.Not(), operand=operand):
                return _opposite(self.read(operand, person))
            case ast.Compare(left=left, ops=[ast.In() | ast.NotIn() as word], comparators=[right]):
                found = self.membership(left, right, person)
                return found if isinstance(word, ast.In) else _opposite(found)
            case ast.Compare(left=left, ops=[word], comparators=[right]):
                return self.applied(word, left, right, person)
            case ast.BinOp(left=left, op=word, right=right):
                return self.applied(word, left, right, person)
            case ast.Constant(value=value):
                return value if isinstance(value, str) else Fraction(str(value))
            case ast.Call(func=ast.Name(id="standard"), args=[ast.Constant(value=key)]):
                return self.standard(key)
            case ast.Call(func=ast.Name(id=function), args=[part]):
                return self.over_members(function, part)
            case ast.Name(id=key):
                return self.fact(key, person)
        raise TypeError(ast.dump(node))

    def applied(self, word: ast.AST, left: ast.expr, right: ast.expr, person: str | None) -> object:
        one, other = self.read(left, person), self.read(right, person)
        if one is None or other is None or (isinstance(word, ast.Div) and other == 0):
            return None
        return OPERATORS[type(word)](one, other)

    def membership(self, left: ast.expr, right: ast.expr, person: str | None) -> bool | None:
        wanted = self.read(left, person)
        if isinstance(right, ast.Tuple | ast.List):
            return None if wanted is None else wanted in [self.read(one, person) for one in right.elts]
        known = self.fact(right.id, person)
        return known.get(wanted) if isinstance(known, dict) else None if known is None else wanted in known

    def over_members(self, function: str, part: ast.expr) -> object:
        """any, count and sum, where the family and all of its answers are complete."""
        members = [id for id, one in self.people.items() if self.belongs(one)]
        found = [self.read(part, id) for id in members]
        if len(members) != self.household.get("household_size") or None in found:
            return True if function == "any" and True in found else None
        return any(found) if function == "any" else Fraction(sum(found))

    def belongs(self, one: dict) -> bool:
        stated = one.get("facts", {}).get("household_member")
        if stated is not None:
            return stated
        age = self.fact("age_years", one["id"])
        return one["relation"] in MEMBERS or (one["relation"] in CHILDREN and age is not None and age < ADULT)

    def fact(self, key: str, person: str | None) -> object:
        definition = self.guide.facts[key]
        holder = None if definition.scope == "household" else person
        told = self.told(key, holder)
        if definition.derived is None:
            return told
        worked_out = self.read(parse(definition.derived), holder)
        if worked_out is None or told is None:
            return told if worked_out is None else worked_out
        return worked_out if told == worked_out else None

    def told(self, key: str, holder: str | None) -> object:
        facts = self.household if holder is None else self.people[holder].get("facts", {})
        if key == "age_years" and facts.get("birth_date"):
            born = date.fromisoformat(str(facts["birth_date"]))
            ahead = (self.day.month, self.day.day) < (born.month, born.day)
            return Fraction(self.day.year - born.year - ahead)
        value = facts.get(key)
        if self.guide.facts[key].type in ("int", "decimal"):
            return None if value is None or isinstance(value, dict) else Fraction(str(value))
        return str(value) if isinstance(value, date) else value

    def standard(self, key: str) -> Fraction | None:
        family = self.guide.standards.families.get(key)
        if family is not None:
            chosen = self.household.get(family.by)
            return None if chosen is None else self.standard(family.choose[chosen])
        district = self.household.get("district")
        values = self.guide.standards.standards[key].values
        if district is None and any(one.area in self.guide.regions.districts for one in values):
            return None
        try:
            figure = self.guide.standards.get(key, district, self.day)
        except StandardMissing:
            return None
        if figure.value is None:
            return None
        return Fraction(figure.value) * (MOST_RISE if self.risen and figure.old else 1)


def _opposite(value: bool | None) -> bool | None:
    return None if value is None else not value


def _all_of(values: list) -> bool | None:
    return False if False in values else None if None in values else True
