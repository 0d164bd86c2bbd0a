"""The open facts of every row: for each expression what `evaluation` says could still decide it, as flags.

Of a row's facts some are the household's, some the person's own, and some those of other members, whom an
aggregate asks. An aggregate stores for each fact in which rows it asks for it; whoever reads the aggregate
says only where it is still open.
"""

from collections.abc import Callable, Iterable, Mapping
from dataclasses import dataclass, field
from decimal import Decimal
from itertools import product

from knowledge.conditions import Leaf, Tree
from knowledge.expressions import (
    Aggregate,
    And,
    Arithmetic,
    Compare,
    Literal,
    Name,
    Node,
    Not,
    OneOf,
    Or,
    StandardOf,
    children,
)

from . import values
from .expressions import Trees, in_states, state_of
from .facts import PERSON, Sheet, refer
from .values import Flag, Number, Truth, both, either, opposite_of

MEMBERSHIP, SIZE = "household_member", "household_size"
ALWAYS = "open.always"
Flags = Mapping[str, Flag]


@dataclass(frozen=True, eq=False)
class Openness:
    """Where facts are open: the household's, the person's own, those in columns of members by their names.

    `blocked`: where a figure that nobody has published stands in the way, so that no fact helps.
    """

    home: Flags = field(default_factory=dict)
    own: Flags = field(default_factory=dict)
    asked: Flags = field(default_factory=dict)
    blocked: Flag = False

    def where(self, flag: Flag) -> "Openness":
        """The same, but only in the rows with the flag."""
        if flag is True:
            return self
        parts = ({key: both(flag, one) for key, one in part.items()} for part in self._parts)
        return Openness(*parts, both(flag, self.blocked))

    def settled(self) -> "Openness":
        """Nothing where it is blocked."""
        free = self.where(opposite_of(self.blocked))
        return Openness(free.home, free.own, free.asked)

    @property
    def _parts(self) -> tuple[Flags, Flags, Flags]:
        return self.home, self.own, self.asked


def united(parts: Iterable[Openness]) -> Openness:
    """What is open in any of the parts."""
    home: dict[str, Flag] = {}
    own: dict[str, Flag] = {}
    asked: dict[str, Flag] = {}
    blocked: Flag = False
    for part in parts:
        for into, flags in ((home, part.home), (own, part.own), (asked, part.asked)):
            for key, flag in flags.items():
                into[key] = either(into.get(key, False), flag)
        blocked = either(blocked, part.blocked)
    return Openness(home, own, asked, blocked)


NONE = Openness()


class Opens:
    """What is open in trees over a sheet that has kept everything it worked out."""

    def __init__(self, trees: Trees, wanted: Iterable[Node]):
        """Derived facts, figures and aggregates that the wanted trees read are worked out and stored here."""
        self.trees = trees
        self.sheet = trees.sheet
        self.guide = trees.guide
        self.columns: dict[str, str] = {}  # name of each column of members → fact
        self._stored: dict[Node, _Names] = {}
        self.sheet.store({ALWAYS: Truth(True, False)})
        self._store_all(wanted)

    def of_tree(self, tree: Tree, truth: Callable[[Tree], Truth]) -> Openness:
        """What is open in a tree of leaves, where it is unknown; `truth` says what a tree comes to."""
        if isinstance(tree, Leaf):
            found = self.of(tree.formula.expression.tree)
        else:
            found = united(self.of_tree(part, truth) for part in tree.parts)
        return found.where(_unknown(truth(tree)))

    def of(self, node: Node) -> Openness:
        """What is open in an expression, to be read where it is not decided."""
        return self._read(self._stored[node]) if self._is_stored(node) else self._of(node)

    def _is_stored(self, node: Node) -> bool:
        derived = isinstance(node, Name) and node.key in self.guide.expressions
        return derived or isinstance(node, Aggregate | StandardOf)

    def _of(self, node: Node) -> Openness:
        match node:
            case Literal():
                return NONE
            case Name():
                found = _fact(node)
                is_number = node.kind in ("int", "decimal")
                return found.where(opposite_of(_exact(self.trees.value(node)))) if is_number else found
            case Arithmetic():
                return united(map(self.of, children(node)))
            case Compare(_, Name(kind="date") as name, _) | OneOf(Name(kind="choice") as name, _):
                return _fact(name)
            case Compare() | OneOf():
                return united(map(self.of, children(node))).settled()
            case Not(part):
                return self.of(part)
            case And(parts) | Or(parts):
                return united(self.of(part).where(_unknown(self.trees.value(part))) for part in parts)
        return _fact(node.name)  # whether a set has a value

    # ---- what is stored, each as soon as what it reads is there ----

    def _store_all(self, wanted: Iterable[Node]) -> None:
        pending = self._stored_below(wanted)
        while pending:
            ready = [node for node, reads in pending.items() if reads <= self._stored.keys()]
            plain = [node for node in ready if not isinstance(node, Aggregate)]
            self._store_plain(plain)
            self._store_aggregates([node for node in ready if isinstance(node, Aggregate)])
            pending = {node: reads for node, reads in pending.items() if node not in self._stored}

    def _stored_below(self, wanted: Iterable[Node]) -> dict[Node, set[Node]]:
        """Every node that is stored, with those that it reads."""
        found: dict[Node, set[Node]] = {}
        pending = [node for tree in wanted for node in self._outer(tree)]
        while pending:
            node = pending.pop()
            if node not in found:
                found[node] = set(self._outer(self._inside(node)))
                pending += found[node]
        return found

    def _inside(self, node: Node) -> Node:
        match node:
            case Name(key):
                return self.guide.expressions[key].tree
            case Aggregate(_, part):
                return part
        return Literal(Decimal(0))

    def _outer(self, node: Node) -> list[Node]:
        if self._is_stored(node):
            return [node]
        return [one for child in children(node) for one in self._outer(child)]

    def _store_plain(self, nodes: list[Node]) -> None:
        kept: dict[str, Truth] = {}
        for node in nodes:
            if isinstance(node, Name):
                found = self.of(self._inside(node)).where(opposite_of(self._is_closed(node)))
                self._stored[node] = _named(f"open.{node.key}", found, kept)
            else:
                self._stored[node] = _named(f"open.{node.key}()", self._figure(node.key), kept)
        self.sheet.store(kept)

    def _is_closed(self, node: Name) -> Flag:
        """Whether a derived fact is decided, or contradicts what was stated."""
        value, before = self.trees.value(node), f"{node.key}__found"
        found = self.sheet.read(before) if before in self.sheet else value
        if isinstance(value, Truth):
            return either(found.yes, found.no, value.yes, value.no)
        return either(_exact(value), both(found.known, opposite_of(value.known)))

    def _figure(self, key: str) -> Openness:
        facts = [fact for fact in self.trees.figures.facts(key) if self.sheet.given(fact) is not None]
        states = list(product(*((None, *self.guide.facts[fact].values) for fact in facts)))
        held: dict[str | None, list[tuple]] = {}
        for state in states:
            blockers = self.trees.figures.ground(facts, state).standard_blockers(key)
            for name in (None,) if blockers is None else blockers:
                held.setdefault(name, []).append(state)
        column = state_of(self.sheet, facts)
        flags = {name: in_states(column, places, len(states)) for name, places in held.items()}
        return Openness({name: flag for name, flag in flags.items() if name}, blocked=flags.get(None, False))

    # ---- members ----

    def _store_aggregates(self, nodes: list[Aggregate]) -> None:
        """What any, count or sum leaves open: of members, of those who may belong, of those not listed."""
        names = {node: f"open.{self.trees.names[node]}" for node in nodes}
        ends = {f"{names[node]}.open_ended": self._asking(node).open_ended for node in nodes}
        self._store_totals(ends)
        kept: dict[str, Truth] = {}
        for node, name in names.items():
            rows = self._asked_in_rows(node, f"{name}.open_ended")
            self._stored[node] = _named(f"{name}.rows", rows, kept)
        self.sheet.store(kept)
        totals = {}
        for node in names:
            rows = self._stored[node]
            self.columns.update({column: key for key, column in rows.own.items()})
            totals |= {column + ".any": self.sheet.read(column).yes for column in rows.totals}
            asked = {key: f"{column}.any" for key, column in rows.asked.items()}
            asked |= dict.fromkeys(rows.own.values(), ALWAYS)
            home = {key: f"{column}.any" for key, column in rows.home.items()}
            self._stored[node] = _Names(home, {}, asked, f"{rows.blocked}.any")
        self._store_totals(totals)

    def _asked_in_rows(self, node: Aggregate, open_ended: str) -> Openness:
        inner, asking = self.of(node.part), self._asking(node)
        membership = asking.membership(self.sheet.read(open_ended).yes)
        return united((
            inner.where(asking.listed),
            inner.settled().where(asking.unlisted),
            Openness({SIZE: asking.size}, {MEMBERSHIP: membership}),
        ))  # fmt: skip

    def _asking(self, node: Aggregate) -> "_Asking":
        return _Asking(self.sheet, self.trees.value(node.part), node.function)

    def _store_totals(self, flags: Flags) -> None:
        """Keep where any row of the household has the flag."""
        columns = {name: flag.any() for name, flag in flags.items() if not isinstance(flag, bool)}
        found = {name: Truth(refer(name), False) for name in columns}
        plain = {name: Truth(flag, False) for name, flag in flags.items() if isinstance(flag, bool)}
        self.sheet.aggregate(columns, found | plain)

    def _read(self, names: "_Names") -> Openness:
        def read(columns: Mapping[str, str]) -> dict[str, Flag]:
            flags = {key: self.sheet.read(name).yes for key, name in columns.items()}
            return {key: flag for key, flag in flags.items() if flag is not False}

        blocked = self.sheet.read(names.blocked).yes
        return Openness(read(names.home), read(names.own), read(names.asked), blocked)


@dataclass(frozen=True, eq=False)
class _Names:
    """The names under which an Openness is stored."""

    home: Mapping[str, str]
    own: Mapping[str, str]
    asked: Mapping[str, str]
    blocked: str

    @property
    def totals(self) -> list[str]:
        return [*self.home.values(), *self.asked.values(), self.blocked]


def _named(name: str, found: Openness, kept: dict[str, Truth]) -> _Names:
    """The names for what was found, which is added to what is to be kept."""
    parts = {
        kind: {key: f"{name}.{kind}.{key}" for key in getattr(found, kind)}
        for kind in ("home", "own", "asked")
    }
    for kind, names in parts.items():
        kept.update({names[key]: Truth(flag, False) for key, flag in getattr(found, kind).items()})
    kept[f"{name}.blocked"] = Truth(found.blocked, False)
    return _Names(**parts, blocked=f"{name}.blocked")


def _fact(node: Name) -> Openness:
    flags = {node.key: True}
    return Openness(home=flags) if node.scope == "household" else Openness(own=flags)


class _Asking:
    """Whom an aggregate asks, as the sheet is now."""

    def __init__(self, sheet: Sheet, part: Truth | Number, function: str):
        self.sheet = sheet
        self.function = function
        self.person = sheet.column(PERSON).notnull()
        self.possible = both(self.person, sheet.read("other").yes)
        undecided = _unknown(part) if isinstance(part, Truth) else opposite_of(_exact(part))
        self.maybe = opposite_of(part.no) if isinstance(part, Truth) else True
        self.listed = both(either(sheet.read("member").yes, self.possible), undecided)
        self.open_ended = both(~self.person, self.maybe)
        self.unlisted = both(self.open_ended, opposite_of(sheet.read("complete").yes))

    def membership(self, open_ended: Flag) -> Flag:
        """Where it is asked whether the person belongs."""
        return both(self.possible, either(open_ended, self.maybe) if self.function == "any" else True)

    @property
    def size(self) -> Flag:
        """Where it is asked how many belong."""
        return both(self.unlisted, opposite_of(_exact(self.sheet.read(SIZE))))


def _unknown(truth: Truth) -> Flag:
    return both(opposite_of(truth.yes), opposite_of(truth.no))


def _exact(number: Number) -> Flag:
    return both(number.known, values.is_exact(number))
