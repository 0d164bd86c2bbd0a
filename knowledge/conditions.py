"""Trees of legal conditions: what they come to, which of them fail, and what is still open."""

from collections.abc import Iterator, Mapping
from dataclasses import dataclass, field

from knowledge.evaluation import VerdictOf, conjunction, disjunction
from knowledge.expressions import Expression
from knowledge.grounds import PERSON, Scope
from knowledge.lazy import lazy
from knowledge.members import NONE_OPEN, Compiled, OpenFact
from knowledge.sources import SourceRef
from knowledge.verdicts import MET, UNKNOWN, UNMET, Verdict


@dataclass(frozen=True, eq=False)
class Formula:
    """An expression with its functions; `verdict` is that of a condition, remembered by its text.

    `shared`: it reads only the household, and comes to the same for all its people.
    """

    expression: Expression
    compiled: Compiled
    verdict: VerdictOf = field(init=False)
    shared: bool = field(init=False)

    def __post_init__(self):
        shared = PERSON not in self.compiled.reads
        remembered = _remembered_at_home if shared else _remembered
        object.__setattr__(self, "verdict", remembered(self.expression.text, self.compiled.value))
        object.__setattr__(self, "shared", shared)

    def open_facts(self, scope: Scope) -> frozenset[OpenFact]:
        """The facts that could decide it; none where it is decided or no figure is published."""
        return self.open_undecided(scope) if self.verdict(scope) is UNKNOWN else NONE_OPEN

    def open_undecided(self, scope: Scope) -> frozenset[OpenFact]:
        """The same where it is known to be undecided."""
        memo = scope.home.memo if self.shared else scope.memo
        found = memo.get(self)
        if found is None:
            found = memo[self] = self.compiled.open(scope) or NONE_OPEN
        return found


def _remembered(text: str, value: VerdictOf) -> VerdictOf:
    def verdict(scope: Scope) -> Verdict:
        found = scope.memo.get(text)
        if found is None:
            found = scope.memo[text] = value(scope)
        return found

    return verdict


def _remembered_at_home(text: str, value: VerdictOf) -> VerdictOf:
    def verdict(scope: Scope) -> Verdict:
        home = scope.home
        found = home.memo.get(text)
        if found is None:
            found = home.memo[text] = value(home)
        return found

    return verdict


@dataclass(frozen=True, eq=False)
class Leaf:
    """One legal condition; its id is stable. `unsourced` says why it has no source.

    `remedy`: what one does oneself to meet it, where one can; `verdict`: what it comes to in a scope.
    """

    id: str
    says: str
    formula: Formula
    sources: tuple[SourceRef, ...]
    note: str | None = None
    unsourced: str | None = None
    remedy: str | None = None
    verdict: VerdictOf = field(init=False)

    def __post_init__(self):
        # No formula where the file has a mistake: the guide is refused before anybody asks.
        object.__setattr__(self, "verdict", self.formula and self.formula.verdict)

    @lazy
    def findings(self) -> Mapping[Verdict, "Finding"]:
        """The finding for each verdict."""
        return {verdict: Finding(self, verdict) for verdict in Verdict}

    def open_facts(self, scope: Scope) -> frozenset[OpenFact]:
        """The facts that could decide it."""
        return self.formula.open_facts(scope)

    def open_undecided(self, scope: Scope) -> frozenset[OpenFact]:
        """The same where it is known to be undecided."""
        return self.formula.open_undecided(scope)

    def failing(self, scope: Scope) -> tuple[str, ...]:
        """Its id where it is unmet."""
        return (self.id,) if self.verdict(scope) is UNMET else ()

    def carrying(self, scope: Scope) -> "tuple[Leaf, ...]":
        """Itself where it is met."""
        return (self,) if self.verdict(scope) is MET else ()


@dataclass(frozen=True, eq=False)
class Branch:
    """All of the parts, or any of them; `verdict` is what it comes to in a scope."""

    needs_all: bool
    parts: tuple["Leaf | Branch", ...]
    verdict: VerdictOf = field(init=False)

    def __post_init__(self):
        joined = conjunction if self.needs_all else disjunction
        object.__setattr__(self, "verdict", joined(part.verdict for part in self.parts))

    def open_facts(self, scope: Scope) -> frozenset[OpenFact]:
        """The facts that could still change its verdict."""
        return self.open_undecided(scope) if self.verdict(scope) is UNKNOWN else NONE_OPEN

    def open_undecided(self, scope: Scope) -> frozenset[OpenFact]:
        """The same where it is known to be undecided."""
        found = [part.open_undecided(scope) for part in self.parts if part.verdict(scope) is UNKNOWN]
        return found[0] if len(found) == 1 else NONE_OPEN.union(*found)

    def failing(self, scope: Scope) -> tuple[str, ...]:
        """A smallest set of unmet leaves whose turning met would lift the "unmet"; ties by file order.

        () where it is not unmet.
        """
        smallest: tuple[str, ...] = ()
        for part in self.parts:
            found = part.failing(scope)
            if self.needs_all:
                smallest += found
            elif not found:  # this one is not unmet, so neither is the whole
                return ()
            elif not smallest or len(found) < len(smallest):
                smallest = found
        return smallest

    def carrying(self, scope: Scope) -> tuple[Leaf, ...]:
        """The leaves by which it is met, in file order: of alternatives only those that hold as a whole."""
        if self.verdict(scope) is not MET:
            return ()
        return tuple(leaf for part in self.parts for leaf in part.carrying(scope))


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
