"""What the files write as expressions, parsed and compiled: derived facts, conditions, amounts."""

from collections.abc import Mapping

from knowledge.conditions import Formula
from knowledge.errors import ExpressionError
from knowledge.evaluation import Compiler
from knowledge.expressions import Expression, Vocabulary, parse_expression
from knowledge.facts import FactDefinition
from knowledge.members import Compiled
from knowledge.standards import Standards

from .reading import Problems


class Formulas:
    """Parses and compiles what the files write as expressions, each text once."""

    def __init__(self, facts: Mapping[str, FactDefinition], standards: Standards, problems: Problems):
        self.vocabulary = Vocabulary(facts, standards)
        self.compiler = Compiler(facts)
        self.problems = problems
        self.expressions: dict[str, Expression] = {}
        self._known: dict[tuple, Formula | None] = {}

    @property
    def compiled(self) -> dict[str, Compiled]:
        """The derived facts by key."""
        return self.compiler.derived

    def derive(self, place: str) -> None:
        """Compile the derived facts, those that others name first."""
        definitions = list(self.vocabulary.facts.values())
        for index, definition in enumerate(definitions):
            if definition.derived is None:
                continue
            kind, where = "bool" if definition.type == "bool" else "number", (place, index, "derived")
            expression = self._parse(definition.derived, definition.scope, kind, where)
            if expression is not None:
                self.expressions[definition.key] = expression
        done: set[str] = set()
        for index, definition in enumerate(definitions):
            self._compile_derived(definition.key, done, (), (place, index, "derived"))

    def _compile_derived(self, key: str, done: set[str], above: tuple[str, ...], place: tuple) -> None:
        if key in above:
            self.problems.add(place, f"{' → '.join((*above, key))} 绕成了圈；改其中一个算式")
            return
        if key in done or key not in self.expressions:
            return
        for name in self.expressions[key].names:
            self._compile_derived(name.key, done, (*above, key), place)
        done.add(key)
        self.compiler.compile_derived(self.vocabulary.facts[key], self.expressions[key])

    def _parse(self, text: str, scope: str, kind: str, place: tuple) -> Expression | None:
        try:
            return parse_expression(text, self.vocabulary, scope, kind)
        except ExpressionError as error:
            for problem in error.problems:
                self.problems.add(place, problem)
            return None

    def formula(self, text: object, scope: str, kind: str, place: tuple) -> Formula | None:
        """The formula of a text or number, None (with the problems noted) when it is wrong."""
        text = str(text) if isinstance(text, int | float) and not isinstance(text, bool) else text
        known = (text, scope, kind) if isinstance(text, str) else None
        if known in self._known:
            return self._known[known]
        expression = self._parse(text, scope, kind, place)
        formula = None
        if expression is not None:
            formula = Formula(expression, self.compiler.compile(expression))
            self._known[known] = formula
        return formula
