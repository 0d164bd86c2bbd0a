"""Trees of legal conditions: what they come to, which of them fail, and what is still open."""

from collections.abc import Iterator, Mapping
from dataclasses import dataclass, field

from knowledge.expressions import Expression
from knowledge.grounds import Scope
from knowledge.lazy import lazy
from knowledge.members import NONE_OPEN, Compiled, OpenFact
from knowledge.sources import SourceRef
from knowledge.verdicts import MET, UNKNOWN, UNMET, Verdict


@dataclass(frozen=True, eq=False)
class Formula:
    """An expression with its functions; `shared` says that it comes to the same for all of a household."""

    expression: Expression
    compiled: Compiled
    text: str = field(init=False)
    shared: bool = field(init=False)

    def __post_init__(self):
        object.__setattr__(self, "text", self.expression.text)
        shared = all(name.scope == "household" for name in self.expression.names)
        object.__setattr__(self, "shared", shared)

    def verdict(self, scope: Scope) -> Verdict:
        """The verdict of a condition, remembered by its text."""
        memo = scope.home.memo if self.shared else scope.memo
        found = memo.get(self.text)
        if found is None:
            found = memo[self.text] = self.compiled.value(scope)
        return found

    def open_facts(self, scope: Scope) -> frozenset[OpenFact]:
        """The facts that could decide it; none where it is decided or no figure is published."""
        if self.verdict(scope) is not UNKNOWN:
            return NONE_OPEN
        memo = scope.home.memo if self.shared else scope.memo
        found = memo.get(self)
        if found is None:
            found = memo[self] = self.compiled.open(scope) or NONE_OPEN
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

    @lazy
    def findings(self) -> Mapping[Verdict, "Finding"]:
        """The finding for each verdict."""
        return {verdict: Finding(self, verdict) for verdict in Verdict}


@dataclass(frozen=True, eq=False)
class Branch:
    """All of the parts, or any of them."""

    needs_all: bool
    parts: tuple["Leaf | Branch", ...]


Tree = Leaf | Branch


@dataclass(frozen=True, eq=False)
class Finding:
    """What a leaf came to. Each leaf has three, made once; `Assessment.values_read` says on what grounds."""

    leaf: Leaf
    verdict: Verdict

    @property
    def id(self) -> str:
        """The id of the leaf."""
        return self.leaf.id

    @property
    def says(self) -> str:
        """The condition in words."""
        return self.leaf.says

    @property
    def sources(self) -> tuple[SourceRef, ...]:
        """Where the condition is written."""
        return self.leaf.sources


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
    decisive, result = (UNMET, MET) if tree.needs_all else (MET, UNMET)
    for part in tree.parts:
        verdict = part.formula.verdict(scope) if isinstance(part, Leaf) else verdict_of(part, scope)
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
    return NONE_OPEN.union(*[open_facts(part, scope) for part in tree.parts])


def failing(tree: Tree, scope: Scope) -> tuple[str, ...]:
    """A smallest set of unmet leaves whose turning met would lift the "unmet"; ties by file order.

    () for a tree that is not unmet.
    """
    if isinstance(tree, Leaf):
        return (tree.id,) if tree.formula.verdict(scope) is UNMET else ()
    smallest: tuple[str, ...] = ()
    for part in tree.parts:
        found = failing(part, scope)
        if tree.needs_all:
            smallest += found
        elif not found:  # this one is not unmet, so neither is the whole
            return ()
        elif not smallest or len(found) < len(smallest):
            smallest = found
    return smallest
