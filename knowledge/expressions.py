"""The closed expression language of the guide: parsed once into an immutable tree, never `eval`'d.

    expression  = condition | number
    condition   = condition "or" condition | condition "and" condition | "not" condition
                | number ("<" | "<=" | ">" | ">=" | "==" | "!=") number      one comparison, no chains
                | choice ("==" | "!=") 'value'
                | date ("<" | "<=" | ">" | ">=" | "==" | "!=") '2024-01-31'
                | choice ("in" | "not in") ('value', 'value', …)
                | number ("in" | "not in") (1, 2, …)
                | 'value' ("in" | "not in") set
                | "any" "(" condition ")"
                | name of a bool fact
    number      = number ("+" | "-" | "*" | "/") number | "-" number | 12 | 1.5
                | "standard" "(" 'key' ")"
                | "count" "(" condition ")" | "sum" "(" number ")"
                | name of an int or decimal fact

`any`, `count` and `sum` run over the members of the household and are not nested; inside them a name may be
a fact of the member or of the household. Outside them a condition of a household names only facts of the
household; a condition of a person names both. A name may be a derived fact, itself such an expression.
The value of a condition is a Verdict; the value of a number is what it may be (`ranges`), or unknown.
以上/以下 include the number (>= <=); 不满/超过/低于 do not (< >).
"""

import ast
from collections.abc import Container, Mapping
from dataclasses import dataclass
from datetime import date
from decimal import Decimal
from functools import cached_property

from knowledge.errors import ExpressionError
from knowledge.facts import FactDefinition

LONGEST_TEXT = 2000
DEEPEST_TREE = 20
MOST_LITERALS = 60


@dataclass(frozen=True)
class Name:
    """A fact; `kind` is its type."""

    key: str
    kind: str
    scope: str


@dataclass(frozen=True)
class Literal:
    """A number, a date or the value of a choice."""

    value: Decimal | date | str


@dataclass(frozen=True)
class Compare:
    """left operator right, with operator one of < <= > >= == !=."""

    operator: str
    left: "Node"
    right: "Node"


@dataclass(frozen=True)
class OneOf:
    """Whether a choice or a number is among the literals."""

    left: "Node"
    values: tuple[Decimal | str, ...]


@dataclass(frozen=True)
class Contains:
    """Whether a set fact has the value."""

    name: Name
    value: str


@dataclass(frozen=True)
class Not:
    """The opposite."""

    part: "Node"


@dataclass(frozen=True)
class And:
    """All of the parts."""

    parts: tuple["Node", ...]


@dataclass(frozen=True)
class Or:
    """One of the parts."""

    parts: tuple["Node", ...]


@dataclass(frozen=True)
class Arithmetic:
    """left operator right, with operator one of + - * /."""

    operator: str
    left: "Node"
    right: "Node"


@dataclass(frozen=True)
class StandardOf:
    """The figure of a standard in the household's region on the day."""

    key: str


@dataclass(frozen=True)
class Aggregate:
    """any, count or sum of `part` over the members of the household."""

    function: str
    part: "Node"


Node = Name | Literal | Compare | OneOf | Contains | Not | And | Or | Arithmetic | StandardOf | Aggregate


@dataclass(frozen=True)
class Expression:
    """A parsed expression: its text, its tree and whether it is a "bool" or a "number"."""

    text: str
    tree: Node
    kind: str

    @cached_property
    def names(self) -> tuple[Name, ...]:
        """The facts it names, in order, without those that derived facts name."""
        return tuple(dict.fromkeys(node for node in walk(self.tree) if isinstance(node, Name)))

    @cached_property
    def standards(self) -> tuple[str, ...]:
        """The standards it names, in order, without those that derived facts name."""
        return tuple(dict.fromkeys(node.key for node in walk(self.tree) if isinstance(node, StandardOf)))


def children(node: Node) -> tuple[Node, ...]:
    """The parts of a node, in order."""
    match node:
        case Compare() | Arithmetic():
            return node.left, node.right
        case OneOf():
            return (node.left,)
        case Contains():
            return (node.name,)
        case Not() | Aggregate():
            return (node.part,)
        case And() | Or():
            return node.parts
    return ()


def walk(node: Node):
    """The node and all below it, outermost first, left to right."""
    yield node
    for child in children(node):
        yield from walk(child)


@dataclass(frozen=True)
class Vocabulary:
    """The names that an expression may use."""

    facts: Mapping[str, FactDefinition]
    standards: Container[str]


def parse_expression(text: str, vocabulary: Vocabulary, scope: str, kind: str) -> Expression:
    """The expression of `text` for a "person" or the "household", of kind "bool" or "number".

    Raises ExpressionError with every problem found, in words that say what to write instead.
    """
    parser = _Parser(vocabulary, scope)
    tree, found = parser.parse(text)
    if found is not None and found != kind:
        wanted = "条件（真或假）" if kind == "bool" else "数"
        parser.problems.append(f"这里要写{wanted}，写的却是{_KINDS.get(found, found)}")
    if parser.problems:
        raise ExpressionError(parser.problems)
    return Expression(text, tree, kind)


def _written(node: ast.AST) -> str:
    """How it was written, cut short."""
    return ast.unparse(node)[:60]


_KINDS = {"bool": "条件", "number": "数", "choice": "选项", "set": "多选", "date": "日子", "text": "文字"}
_COMPARISONS = {ast.Lt: "<", ast.LtE: "<=", ast.Gt: ">", ast.GtE: ">=", ast.Eq: "==", ast.NotEq: "!="}
_OPERATIONS = {ast.Add: "+", ast.Sub: "-", ast.Mult: "*", ast.Div: "/"}
_UNKNOWN_KIND = None
_Typed = tuple[Node, str | None]


class _Parser:
    """Turns Python's own syntax tree into ours and gathers every problem on the way."""

    def __init__(self, vocabulary: Vocabulary, scope: str):
        self.vocabulary = vocabulary
        self.scope = scope
        self.inside: str | None = None
        self.depth = 0
        self.problems: list[str] = []

    def parse(self, text: str) -> _Typed:
        if not isinstance(text, str) or not text.strip():
            return self.wrong("算式是空的；要写一个条件或算式")
        if len(text) > LONGEST_TEXT:
            return self.wrong(f"算式太长（{len(text)} 字，最多 {LONGEST_TEXT}）；拆成几个算出来的情况")
        if "\\" in text:
            return self.wrong("算式里不能有反斜杠")
        try:
            tree = ast.parse(" ".join(text.split()), mode="eval")
        except (SyntaxError, ValueError, RecursionError, MemoryError):
            return self.wrong(f"看不懂的算式：{text[:60]}；看看括号、引号配没配对")
        return self.node(tree.body)

    def wrong(self, problem: str) -> _Typed:
        self.problems.append(problem)
        return Literal(""), _UNKNOWN_KIND

    def node(self, node: ast.AST) -> _Typed:
        if self.depth >= DEEPEST_TREE:
            return self.wrong("算式套得太深；拆成几个算出来的情况")
        self.depth += 1
        try:
            return self.convert(node)
        finally:
            self.depth -= 1

    def convert(self, node: ast.AST) -> _Typed:
        match node:
            case ast.BoolOp(op=operator, values=values):
                parts = tuple(self.expect(value, "bool") for value in values)
                return (And if isinstance(operator, ast.And) else Or)(parts), "bool"
            case ast.UnaryOp(op=ast.Not(), operand=operand):
                return Not(self.expect(operand, "bool")), "bool"
            case ast.UnaryOp(op=ast.USub(), operand=operand):
                return Arithmetic("-", Literal(Decimal(0)), self.expect(operand, "number")), "number"
            case ast.BinOp(left=left, op=operator, right=right) if type(operator) in _OPERATIONS:
                sides = self.expect(left, "number"), self.expect(right, "number")
                return Arithmetic(_OPERATIONS[type(operator)], *sides), "number"
            case ast.Compare(left=left, ops=[operator], comparators=[right]):
                return self.comparison(left, operator, right)
            case ast.Compare():
                return self.wrong("一次只能比两样；用 and 连起来")
            case ast.Call():
                return self.call(node)
            case ast.Name(id=name):
                return self.name(name)
            case ast.Constant(value=value):
                return self.constant(value)
        words = _written(node)
        return self.wrong(f"不能写 {words}；只有情况名、数、比较、in、and or not、加减乘除和函数")

    def expect(self, node: ast.AST, kind: str) -> Node:
        found, found_kind = self.node(node)
        if found_kind not in (kind, _UNKNOWN_KIND):
            wanted = _KINDS[kind]
            self.wrong(f"{_written(node)} 是{_KINDS.get(found_kind, found_kind)}，这里要写{wanted}")
        return found

    def constant(self, value: object) -> _Typed:
        if isinstance(value, bool) or not isinstance(value, int | float | str):
            return self.wrong(f"不能写 {str(value)[:60]}；真假的情况只写名字，或 not 名字")
        if isinstance(value, str):
            return Literal(value), "text"
        return Literal(Decimal(repr(value))), "number"

    def name(self, key: str) -> _Typed:
        definition = self.vocabulary.facts.get(key)
        if definition is None:
            return self.wrong(f"没有情况 {key}；看看 facts.yaml 里是怎么写的")
        if definition.scope == "person" and self.scope == "household" and self.inside is None:
            return self.wrong(f"{key} 是个人的情况，给全家的条件要放在 any() count() sum() 里")
        kind = "number" if definition.type in ("int", "decimal") else definition.type
        return Name(key, definition.type, definition.scope), kind

    def call(self, node: ast.Call) -> _Typed:
        function = node.func.id if isinstance(node.func, ast.Name) else ""
        if function not in ("standard", "any", "count", "sum") or len(node.args) != 1 or node.keywords:
            advice = "函数只有 standard('键')、any()、count()、sum()，各一个参数"
            return self.wrong(f"不能写 {_written(node)}；{advice}")
        if function == "standard":
            return self.standard(node.args[0])
        if self.inside is not None:
            return self.wrong(f"{self.inside}() 里不能再套 {function}()；先写成算出来的情况")
        self.inside = function
        part = self.expect(node.args[0], "number" if function == "sum" else "bool")
        self.inside = None
        return Aggregate(function, part), "bool" if function == "any" else "number"

    def standard(self, argument: ast.AST) -> _Typed:
        if not isinstance(argument, ast.Constant) or not isinstance(argument.value, str):
            return self.wrong("standard() 里要写带引号的标准键")
        if argument.value not in self.vocabulary.standards:
            return self.wrong(f"没有标准 {argument.value}；看看 standards/ 里有没有这个键")
        return StandardOf(argument.value), "number"

    def comparison(self, left: ast.AST, operator: ast.cmpop, right: ast.AST) -> _Typed:
        if isinstance(operator, ast.In | ast.NotIn):
            node = self.membership(left, right)
            return (Not(node) if isinstance(operator, ast.NotIn) else node), "bool"
        if type(operator) not in _COMPARISONS:
            return self.wrong("比较只有 < <= > >= == != in not in")
        one, one_kind = self.node(left)
        other, other_kind = self.node(right)
        return self.compared(_COMPARISONS[type(operator)], (one, one_kind), (other, other_kind)), "bool"

    def compared(self, operator: str, left: _Typed, right: _Typed) -> Node:
        kinds = {left[1], right[1]}
        if _UNKNOWN_KIND in kinds or kinds == {"number"}:
            return Compare(operator, left[0], right[0])
        if kinds == {"choice", "text"} and operator in ("==", "!="):
            name, literal = (left[0], right[0]) if left[1] == "choice" else (right[0], left[0])
            self.check_choice(name, literal.value)
            node = OneOf(name, (literal.value,))
            return node if operator == "==" else Not(node)
        if kinds == {"date", "text"} and left[1] == "date":
            return Compare(operator, left[0], Literal(self.day(right[0].value)))
        words = "和".join(_KINDS.get(kind, str(kind)) for kind in (left[1], right[1]))
        return self.wrong(f"{words}不能用 {operator} 比；真假的情况只写名字，选项用 == 或 in")[0]

    def day(self, text: str) -> date:
        try:
            return date.fromisoformat(text)
        except ValueError:
            self.wrong(f"{text} 不是 2024-01-31 这样的日子")
            return date.min

    def check_choice(self, name: Name, value: str) -> None:
        definition = self.vocabulary.facts[name.key]
        if value not in definition.values:
            self.wrong(f"{name.key} 没有 {value} 这个选项；只有 {'、'.join(definition.values)}")

    def membership(self, left: ast.AST, right: ast.AST) -> Node:
        if isinstance(right, ast.Tuple | ast.List):
            return self.one_of(left, right.elts)
        literal, literal_kind = self.node(left)
        name, kind = self.node(right)
        if _UNKNOWN_KIND in (kind, literal_kind):
            return literal
        if kind != "set" or literal_kind != "text":
            return self.wrong("in 的写法只有 'x' in 多选情况，或 情况 in ('x', 'y')")[0]
        self.check_choice(name, literal.value)
        return Contains(name, literal.value)

    def one_of(self, left: ast.AST, elements: list[ast.AST]) -> Node:
        node, kind = self.node(left)
        values = [element.value for element in elements if isinstance(element, ast.Constant)]
        if not values or len(values) < len(elements) or len(values) > MOST_LITERALS:
            return self.wrong("in 后面的括号里要写选项或数，不能空着")[0]
        if kind == "choice" and all(isinstance(value, str) for value in values):
            for value in values:
                self.check_choice(node, value)
            return OneOf(node, tuple(values))
        if kind == "number" and all(type(value) in (int, float) for value in values):
            return OneOf(node, tuple(Decimal(repr(value)) for value in values))
        if kind is not _UNKNOWN_KIND:
            self.wrong(f"{_written(left)} 是{_KINDS.get(kind, kind)}，跟括号里写的不是一类")
        return node
