"""Conditions and amounts that no household can come to, looked for with `searching`."""

from collections.abc import Callable, Iterator
from dataclasses import replace
from datetime import date

from knowledge.conditions import Branch, Leaf, Tree, leaves
from knowledge.guide import Guide
from knowledge.policies import Conditions, Policy
from knowledge.situations import Situation

from .searching import NONE, Goal, Search, days_to_try, met, opposite_of

Place = tuple[str | int, ...]


def find_unreachable(guide: Guide) -> Iterator[tuple[Place, str, bool]]:
    """For each rule that nobody seems to meet its place, what is wrong and whether that is certain."""
    for policy in guide.policies.values():
        search = Search(guide, policy)
        for index, version in enumerate(policy.who):
            yield from _of_version(search, (f"policies/{policy.id}.yaml", "who", index), version)
        yield from _of_amounts(search, policy)


def find_witnesses(guide: Guide, policy: Policy, on: date) -> Iterator[Situation]:
    """Households that meet the policy on the day: one for each way in and each amount."""
    search = Search(guide, policy)
    for unit in policy.units:
        version = policy.conditions_on(unit, on)
        if version is None:
            continue
        rules = [rule for rule in policy.amounts if rule.unit_of == unit and rule.when and rule.in_force(on)]
        paid = [Branch(True, (Leaf(rule.id, "", rule.when, ()), version.tree)) for rule in rules]
        ways = [tree for _, tree in _alternatives(version.tree, lambda one: one)]
        found = (search.find(met(tree), unit, on) for tree in (version.tree, *ways, *paid))
        yield from (situation for situation in found if situation is not None)


def _of_version(search: Search, place: Place, version: Conditions) -> Iterator[tuple[Place, str, bool]]:
    days = days_to_try(search.guide, search.policy, version.effective, version.until)
    if not _can_be_met(search, version.tree, version, days):
        yield place, "没有哪一家能符合；看看条件是不是互相顶着", search.outcome == NONE
        return
    for part, tree in _alternatives(version.tree, lambda one: one):
        if not _can_be_met(search, tree, version, days):
            what = f"any 里的 {_name(part)} 谁也走不到；看看它跟别的条件是不是顶着"
            yield (*place, _first(part).id), what, search.outcome == NONE
    for leaf in leaves(version.tree):
        never_unmet = Goal(opposite_of(leaf.formula.verdict), leaf.formula.open_facts)
        if all(search.find(never_unmet, version.unit, day) is None for day in days):
            yield (*place, leaf.id), "说了就总是符合，分不出谁来；看看是不是少写了什么", False


def _of_amounts(search: Search, policy: Policy) -> Iterator[tuple[Place, str, bool]]:
    for rule in policy.amounts:
        if rule.when is None:
            continue
        applies = Leaf(rule.id, "", rule.when, ())
        versions = [one for one in policy.who if one.unit == rule.unit_of]
        if not any(_applies(search, applies, version, rule.in_force) for version in versions):
            place = (f"policies/{policy.id}.yaml", "amounts", rule.id)
            yield place, "符合条件的人里谁也用不到这一条；看看 when", search.outcome == NONE


def _applies(search: Search, leaf: Leaf, version: Conditions, in_force: Callable[[date], bool]) -> bool:
    days = days_to_try(search.guide, search.policy, version.effective, version.until)
    offered = Branch(False, (version.tree, *version.ask_office))  # the office too speaks of a sum
    both = Branch(True, (leaf, offered))
    return _can_be_met(search, both, version, [day for day in days if in_force(day)])


def _can_be_met(search: Search, tree: Tree, version: Conditions, days: list[date]) -> bool:
    return any(search.find(met(tree), version.unit, day) is not None for day in days)


def _alternatives(tree: Tree, rebuild: Callable[[Tree], Tree]) -> Iterator[tuple[Tree, Tree]]:
    """Each part of an `any` with the whole tree in which only that part is left of it."""
    if isinstance(tree, Leaf):
        return
    for index, part in enumerate(tree.parts):
        if not tree.needs_all and len(tree.parts) > 1:
            yield part, rebuild(part)
        yield from _alternatives(part, _inside(tree, index, rebuild))


def _inside(branch: Branch, index: int, rebuild: Callable[[Tree], Tree]) -> Callable[[Tree], Tree]:
    before, after = branch.parts[:index], branch.parts[index + 1 :]
    return lambda part: rebuild(replace(branch, parts=(*before, part, *after)))


def _first(tree: Tree) -> Leaf:
    return next(leaves(tree))


def _name(tree: Tree) -> str:
    return "、".join(leaf.id for leaf in leaves(tree))
