"""The sheet that the tape is written from: one table and expressions over its columns, never a query."""

from collections.abc import Iterable, Mapping

import ibis

from knowledge.facts import FactDefinition

from .facts import Sheet, mapped, named
from .kernels import Input
from .values import Number, Truth

_TYPES = {
    "bool": "boolean", "number": "float64", "whole": "float64", "word": "string",
    "set": "array<string>", "date": "date",
}  # fmt: skip


class FlatSheet(Sheet):
    """A sheet over one table: what is stored stays an expression over its columns.

    What is worked out once a household stands in expressions of rows as it is.
    """

    def __init__(self, inputs: Mapping[str, Input], facts: Mapping[str, FactDefinition]):
        columns = {name: _TYPES.get(one.kind, "string") for name, one in inputs.items()}
        super().__init__(ibis.table(columns, name="sheet"), facts)
        self.in_order: list[ibis.Value] = []

    def store(self, values: Mapping[str, Truth | Number]) -> None:
        """Keep the values."""
        for name, value in values.items():
            self._stored[name] = mapped(value, self._note)

    def aggregate(self, columns: Mapping[str, ibis.Value], values: Mapping[str, Truth | Number]) -> None:
        """Keep the values with the columns in the place of their names."""
        self._columns.update(columns)
        self.in_order += columns.values()
        for name, value in values.items():
            self._stored[name] = mapped(value, lambda part, _: named(part, columns))

    def want(self, names: Iterable[str]) -> None:
        """Nothing is dropped: what nobody reads is left off the tape."""

    def read(self, name: str) -> Truth | Number:
        """What was stored by that name."""
        return self._stored[name]

    def _note(self, part: object, _: str) -> object:
        if isinstance(part, ibis.Value):
            self.in_order.append(part)
        return part
