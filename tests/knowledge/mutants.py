"""`python -m tests.knowledge.mutants [POLICY …]`: would the hand-made families notice a slip in the rules?

Each rule is made wrong once, in memory, and the cases of `eligibility/` and `published/` are held against it.
A slip that no case notices survives: a case is missing, or `survivors.yaml` says why it changes nothing.
The `facts` and `standards` shares go over the derived facts and the dated figures that the policies read.
"""

import argparse
import sys
import time
from collections.abc import Callable, Iterator
from dataclasses import dataclass, replace
from datetime import date
from decimal import Decimal
from functools import lru_cache, partial
from itertools import pairwise
from multiprocessing import get_context
from pathlib import Path

from knowledge import Guide, Situation, assess, load_guide
from knowledge.amounts import formulas
from knowledge.conditions import Branch, Formula, Leaf, leaves
from knowledge.evaluation import Compiler
from knowledge.expressions import Expression
from knowledge.guide import policy_formulas
from knowledge.policies import Policy
from knowledge.standards import Standard, Standards, StandardValue
from tests.cases import load_yaml
from tests.knowledge.mutations import PolicySlips, Slips, compile_formula

HERE = Path(__file__).parent
SURVIVORS = HERE / "survivors.yaml"
FACTS, STANDARDS = "facts", "standards"
PUBLISHED = date(2024, 1, 1)


@dataclass(frozen=True)
class Case:
    """One hand-made family, parsed once."""

    policy: str
    unit: str
    person: str | None
    day: date
    situation: Situation
    expected: dict
    figures: tuple[tuple[str, Decimal], ...] = ()

    def holds(self, guide: Guide) -> bool:
        """Whether the guide decides as the case says."""
        return self.answer(guide) == self.expected

    def answer(self, guide: Guide) -> dict | None:
        """What the guide says of all that the case speaks of, its figures taken as published."""
        if self.figures:
            guide = replace(guide, standards=publish(guide.standards, self.figures))
        found = assess(guide, self.situation, self.day, [self.policy])
        one = next((one for one in found if (one.unit, one.person) == (self.unit, self.person)), None)
        return None if one is None else {key: _SAID[key](one) for key in self.expected}


def _amount(found) -> dict | None:
    amount = found.amount
    if amount is None:
        return None
    high = None if amount.high is None else float(amount.high)
    return {"low": float(amount.low), "high": high, "unit": amount.unit, "at_least": amount.at_least}


_SAID: dict[str, Callable] = {
    "verdict": lambda found: found.verdict.value,
    "open": lambda found: [tuple(one) for one in found.open_facts],
    "failing": lambda found: list(found.failing),
    "amount": _amount,
    "services": lambda found: list(found.services),
}


def load_cases(guide: Guide) -> list[Case]:
    """The cases that hold for the guide as it is; the others are named on the error output."""
    found = []
    for path in sorted((*(HERE / "eligibility").glob("*.yaml"), *(HERE / "published").glob("*.yaml"))):
        for raw in load_yaml(path):
            case = case_of(raw, guide)
            if case.holds(guide):
                found.append(case)
            else:
                print(f"{path.name}: {raw['policy']} {raw['says']}: 现在就不对，不用它", file=sys.stderr)
    return found


def case_of(raw: dict, guide: Guide) -> Case:
    """The case of an entry of the files."""
    expected = {key: raw[key] for key in _SAID if key in raw}
    if "open" in expected:
        expected["open"] = [(one.get("person"), one["fact"]) for one in expected["open"]]
    situation = Situation.parse({"household": raw["household"], "people": raw["people"]}, guide.facts)
    unit, person = raw.get("unit", "household"), raw.get("person")
    figures = tuple((key, Decimal(str(number))) for key, number in raw.get("figures", {}).items())
    return Case(raw["policy"], unit, person, date.fromisoformat(raw["day"]), situation, expected, figures)


@lru_cache(maxsize=64)
def publish(standards: Standards, figures: tuple[tuple[str, Decimal], ...]) -> Standards:
    """The standards as if those figures, which nobody has published, were in force everywhere since 2024."""
    changed = dict(standards.standards)
    for key, number in figures:
        unknown = changed[key].values[0]
        assert unknown.value is None, f"{key} is published: take its real figure"
        changed[key] = replace(changed[key], values=(replace(unknown, value=number, effective=PUBLISHED),))
    return Standards(changed, standards.families, standards.regions)


Mutant = tuple[str, list[str], Callable[[str], Guide]]


class Workshop:
    """Wrong guides, one slip each, and the cases to hold against them."""

    def __init__(self):
        self.guide = load_guide()
        self.compiler = Compiler(self.guide.facts)
        self.compiler.derived = dict(self.guide.compiled)
        self.slips = Slips(self.guide.facts, self.guide.standards)
        self.accepted = {(one["share"], one["slip"]) for one in load_survivors()}
        self._names = {id: _names_of(self.guide, policy) for id, policy in self.guide.policies.items()}
        self.cases: dict[str, list[Case]] = {id: [] for id in self.guide.policies}
        for case in load_cases(self.guide):
            self.cases[case.policy].append(case)

    @property
    def shares(self) -> list[str]:
        """What can be gone over on its own: each policy, each derived fact, each dated standard."""
        facts = [f"{FACTS}:{key}" for key in self.guide.expressions if self._deciding(key)]
        dated = [key for key, one in self.guide.standards.standards.items() if _swaps(one)]
        standards = [f"{STANDARDS}:{key}" for key in dated if self._readers(key)]
        return [*self.guide.policies, *facts, *standards]

    def _deciding(self, key: str) -> list[str]:
        """The policies whose conditions or amounts read the fact."""
        return [id for id in self.guide.used_by[key] if key in self._names[id]]

    def _readers(self, key: str) -> list[str]:
        return [id for id, policy in self.guide.policies.items() if key in _standards_of(self.guide, policy)]

    def mutants(self, share: str) -> Iterator[Mutant]:
        """For each slip its words, the policies it touches, and the wrong guide for one of them."""
        kind, _, key = share.partition(":")
        if kind == FACTS:
            yield from self._of_fact(key)
        elif kind == STANDARDS:
            yield from self._of_standard(key)
        else:
            for what, wrong in PolicySlips(self.slips, self.compiler).of_policy(self.guide.policies[share]):
                yield what, [share], lambda _, wrong=wrong: self._with(wrong)

    def _with(self, policy: Policy, guide: Guide | None = None) -> Guide:
        guide = guide or self.guide
        return replace(guide, policies={policy.id: policy})

    def _of_fact(self, key: str):
        definition, expression = self.guide.facts[key], self.guide.expressions[key]
        for what, wrong in self.slips.of_expression(expression, definition.scope):
            wrong_guide = partial(self._with_facts, self._recompiled(key, wrong))
            yield what, self._deciding(key), wrong_guide

    def _with_facts(self, compiler: Compiler, policy: str) -> Guide:
        return self._with(_recompile(self.guide.policies[policy], compiler))

    def _recompiled(self, key: str, wrong: Expression) -> Compiler:
        """The derived facts with one of them wrong, those that read it included."""
        compiler = Compiler(self.guide.facts)
        expressions = {**self.guide.expressions, key: wrong}
        for one in self.guide.compiled:  # compiled in this order: those read first come first
            compiler.compile_derived(self.guide.facts[one], expressions[one])
        return compiler

    def _of_standard(self, key: str):
        standards = self.guide.standards
        readers = self._readers(key)
        for what, wrong in _swaps(standards.standards[key]):
            changed = Standards({**standards.standards, key: wrong}, standards.families, standards.regions)
            yield what, readers, lambda id, changed=changed: replace(self.guide, standards=changed)

    def survivors(self, share: str) -> tuple[int, list[str]]:
        """How many slips there are, and those that no case notices and nobody has explained."""
        count, left = 0, []
        for what, policies, wrong_guide in self.mutants(share):
            if (share, what) in self.accepted:
                continue
            count += 1
            if not any(self._noticed(id, wrong_guide(id)) for id in policies if self.cases[id]):
                left.append(what)
        return count, left

    def _noticed(self, policy: str, wrong: Guide) -> bool:
        """Whether some case notices; the last that did is asked first next time."""
        cases = self.cases[policy]
        for index, case in enumerate(cases):
            if not case.holds(wrong):
                cases.insert(0, cases.pop(index))
                return True
        return False


def _recompile(policy: Policy, compiler: Compiler) -> Policy:
    """The policy with its conditions and amounts compiled anew."""

    def formula(one: Formula | None) -> Formula | None:
        return None if one is None else compile_formula(one.expression, compiler)

    def tree(one: Leaf | Branch) -> Leaf | Branch:
        if isinstance(one, Leaf):
            return replace(one, formula=formula(one.formula))
        return replace(one, parts=tuple(tree(part) for part in one.parts))

    keys = ("when", "unless", "amount", "amount_from", "amount_up_to", "at_least", "at_most")
    amounts = tuple(
        replace(one, **{key: formula(getattr(one, key)) for key in keys}) for one in policy.amounts
    )
    who = tuple(
        replace(one, tree=tree(one.tree), ask_office=tuple(tree(leaf) for leaf in one.ask_office))
        for one in policy.who
    )
    return replace(policy, who=who, amounts=amounts)


def _names_of(guide: Guide, policy: Policy) -> set[str]:
    found = [leaf.formula for one in policy.who for leaf in (*leaves(one.tree), *one.ask_office)]
    for rule in policy.amounts:
        found += [rule.when, rule.unless, *formulas(rule)]
    return {name.key for one in found if one is not None for name in guide.names_below(one.expression)}


def _standards_of(guide: Guide, policy: Policy) -> set[str]:
    keys = {key for one in policy_formulas(policy) for key in guide.standards_below(one.expression)}
    families = guide.standards.families
    members = {member for key in keys if key in families for member in families[key].choose.values()}
    keys |= members
    return keys | {value.of for key in keys & set(guide.standards.standards)
                   for value in guide.standards.standards[key].values if value.of}  # fmt: skip


def _swaps(standard: Standard) -> list[tuple[str, Standard]]:
    """The figures of two neighbouring periods of one area taken for each other."""
    found = []
    for area in dict.fromkeys(value.area for value in standard.values):
        dated = [one for one in standard.values if one.area == area]
        for older, newer in pairwise(sorted(dated, key=lambda one: one.effective)):
            if _figure(older) == _figure(newer):
                continue
            swapped = {older: replace(older, **_figure(newer)), newer: replace(newer, **_figure(older))}
            values = tuple(swapped.get(one, one) for one in standard.values)
            words = f"{area} {older.effective} and {newer.effective} swapped"
            found.append((words, replace(standard, values=values)))
    return found


def _figure(value: StandardValue) -> dict:
    return {"value": value.value, "times": value.times, "of": value.of}


def load_survivors() -> list[dict]:
    """The slips that change nothing, each with a reason."""
    return load_yaml(SURVIVORS) or [] if SURVIVORS.exists() else []


_workshops: list[Workshop] = []  # opened before the workers are forked


def _go_over(share: str) -> tuple[str, int, list[str], float]:
    started = time.perf_counter()
    count, left = _workshops[0].survivors(share)
    return share, count, left, time.perf_counter() - started


def main(arguments: list[str] | None = None) -> int:
    """0 when every slip is noticed or explained, else 1."""
    parser = argparse.ArgumentParser(prog="mutants", description=__doc__)
    parser.add_argument("shares", nargs="*", help="POLICY, facts:KEY, standards:KEY; else all")
    parser.add_argument("--workers", type=int, default=2)
    wanted = parser.parse_args(arguments)
    workshop = Workshop()
    _workshops[:] = [workshop]
    shares, slips, noticed = wanted.shares or workshop.shares, 0, 0
    with get_context("fork").Pool(wanted.workers) as pool:
        for share, count, left, seconds in pool.imap(_go_over, shares):
            slips, noticed = slips + count, noticed + count - len(left)
            rate = f"{(count - len(left)) / count:6.1%}" if count else "     –"
            print(f"{rate} {count - len(left):4}/{count:<4} {seconds:5.1f}s {share}", flush=True)
            for what in left:
                print(f"         survives: {what}", flush=True)
    print(f"{noticed}/{slips} slips noticed ({noticed / max(slips, 1):.1%})")
    return 0 if noticed == slips else 1


if __name__ == "__main__":
    sys.exit(main())
