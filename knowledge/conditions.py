"""Trees of legal conditions: what they come to, which of them fail, and what is still open."""

from collections.abc import Callable, Iterator, Mapping
from dataclasses import dataclass, field
from functools import cached_property

from knowledge.expressions import Expression
from knowledge.grounds import Scope
from knowledge.members import NONE_OPEN, Compiled, OpenFact
from knowledge.sources import SourceRef
from knowledge.verdicts import MET, UNKNOWN, UNMET, Verdict

_MISSING = object()


@dataclass(frozen=True, eq=False)
class Formula:
    """An expression with its functions."""

    expression: Expression
    compiled: Compiled

    def verdict(self, scope: Scope) -> Verdict:
        """The verdict of a condition, remembered by its text."""
        found = scope.memo.get(self.expression.text, _MISSING)
        if found is _MISSING:
            found = scope.memo[self.expression.text] = self.compiled.value(scope)
        return found

    def open_facts(self, scope: Scope) -> frozenset[OpenFact]:
        """The facts that could decide it; none where it is decided or no figure is published."""
        if self.verdict(scope) is not UNKNOWN:
            return NONE_OPEN
        key = ("open", self.expression.text)
        found = scope.memo.get(key, _MISSING)
        if found is _MISSING:
            found = scope.memo[key] = self.compiled.open(scope) or NONE_OPEN
        return found


@dataclass(frozen=True, eq=False)
class Leaf:
    """One legal condition; its id is stable. `unsourced` says why it has no source."""

    id: str
    says: str
    formula: Formula
    sources: tuple[SourceRef, ...]
    note: str | None = None
    unsourced: str | None = None


@dataclass(frozen=True, eq=False)
class Branch:
    """All of the parts, or any of them."""

    needs_all: bool
    parts: tuple["Leaf | Branch", ...]


Tree = Leaf | Branch


@dataclass(frozen=True, eq=False)
class Finding:
    """What one leaf came to."""

    id: str
    says: str
    verdict: Verdict
    sources: tuple[SourceRef, ...]
    _read: Callable[[], Mapping[str, object]] = field(repr=False)

    @cached_property
    def read(self) -> Mapping[str, object]:
        """The values read: {"fact" or "person.fact": value}. Gathered when a decision asks for them."""
        return self._read()


def leaves(tree: Tree) -> Iterator[Leaf]:
    """The leaves in the order of the file."""
    if isinstance(tree, Leaf):
        yield tree
    else:
        for part in tree.parts:
            yield from leaves(part)


def verdict_of(tree: Tree, scope: Scope) -> Verdict:
    """Strong Kleene over the tree."""
    if isinstance(tree, Leaf):
        return tree.formula.verdict(scope)
    decisive = UNMET if tree.needs_all else MET
    result = MET if tree.needs_all else UNMET
    for part in tree.parts:
        verdict = verdict_of(part, scope)
        if verdict is decisive:
            return verdict
        if verdict is UNKNOWN:
            result = UNKNOWN
    return result


def open_facts(tree: Tree, scope: Scope) -> frozenset[OpenFact]:
    """The facts that could still change the verdict of the tree."""
    if verdict_of(tree, scope) is not UNKNOWN:
        return NONE_OPEN
    if isinstance(tree, Leaf):
        return tree.formula.open_facts(scope)
    return NONE_OPEN.union(*(open_facts(part, scope) for part in tree.parts))


def failing(tree: Tree, scope: Scope) -> tuple[str, ...]:
    """A smallest set of unmet leaves whose turning met would lift the "unmet"; ties by file order."""
    if verdict_of(tree, scope) is not UNMET:
        return ()
    if isinstance(tree, Leaf):
        return (tree.id,)
    sets = [failing(part, scope) for part in tree.parts]
    if tree.needs_all:
        return tuple(id for ids in sets for id in ids)
    return min(sets, key=len)
