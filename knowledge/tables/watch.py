"""The warning rules as one tape over chunks of people: for everybody whether each holds, and their layer."""

from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from datetime import date

import numpy as np

from knowledge.conditions import Formula
from knowledge.guide import Guide
from knowledge.monitoring import WarningRule

from .chunks import NOWHERE, Chunk
from .columns import Verdicts, Work
from .flat import FlatSheet
from .kernels import CONSTANT, HOME, VALUE, Input, Tape, Writer
from .layout import Array, unpack
from .values import Flag, both

UNKNOWN, NOT = -1, 0


@dataclass(frozen=True, eq=False)
class Standing:
    """How one rule stands for the people of a chunk, in the order of their table.

    `codes`: UNKNOWN, NOT, or the place of the cause among `causes` and one. A rule without a fact in its
    cause has one cause, "".
    """

    rule: WarningRule
    codes: Array
    causes: tuple[str, ...]

    def cause(self, row: int) -> str | None:
        """The cause that stands for a person, None where none does."""
        code = int(self.codes[row])
        return self.causes[code - 1] if code > NOT else None


@dataclass(frozen=True, eq=False)
class Watch:
    """The tape of all rules and layers."""

    guide: Guide
    tape: Tape
    flags: Mapping[str, Flag]

    def layers_of(self, chunk: Chunk, found: Mapping[str, Array | bool]) -> Array:
        """The place of everybody's layer among the layers of the guide."""
        layers = list(self.guide.layers.values())
        places = np.full(len(chunk.people), len(layers) - 1)
        for place, layer in reversed(list(enumerate(layers))):
            if layer.when is not None:
                places[self._rows(chunk, found, f"layer/{layer.id}/yes")] = place
        return places

    def standing(self, chunk: Chunk) -> tuple[dict[str, Standing], Array]:
        """How every rule stands, by its id; and the layers."""
        given = {key: chunk.given(*key) for key in self.tape.inputs}
        found = self.tape.run(chunk.layout, given)
        layers = self.layers_of(chunk, found)
        return {id: self._of(rule, chunk, found, layers) for id, rule in self.guide.warnings.items()}, layers

    def _of(
        self, rule: WarningRule, chunk: Chunk, found: Mapping[str, Array | bool], layers: Array
    ) -> Standing:
        codes, causes = np.full(len(chunk.people), UNKNOWN, np.int16), ("",)
        holds = self._rows(chunk, found, f"rule/{rule.id}/yes")
        if rule.cause is not None and rule.cause in chunk.inputs:
            causes = chunk.inputs[rule.cause].labels
            values = _in_order(chunk, chunk.given(rule.cause, VALUE)).astype(np.int16)
            codes[holds & (values > 0)] = values[holds & (values > 0)]
        elif rule.cause is None:
            codes[holds] = 1
        codes[self._rows(chunk, found, f"rule/{rule.id}/no")] = NOT
        if rule.layers:
            watched = [place for place, id in enumerate(self.guide.layers) if id in rule.layers]
            codes[~np.isin(layers, watched)] = NOT
        return Standing(rule, codes, causes)

    def _rows(self, chunk: Chunk, found: Mapping[str, Array | bool], name: str) -> Array:
        """A flag for the people of the chunk, in the order of their table."""
        flag = self.flags[name]
        if isinstance(flag, bool | np.bool_):
            return np.full(len(chunk.people), bool(flag))
        if self.tape.levels[name] == CONSTANT:
            return np.full(len(chunk.people), bool(found[name]))
        of_home = self.tape.levels[name] == HOME
        return _in_order(chunk, unpack(chunk.layout.spread_flags(found[name]) if of_home else found[name]))


def _in_order(chunk: Chunk, rows: Array) -> Array:
    placed, listed = np.empty(len(chunk.people), rows.dtype), chunk.rows != NOWHERE
    placed[chunk.rows[listed]] = rows[listed]
    return placed


def build_watch(guide: Guide, on: date, inputs: Mapping[str, Input]) -> Watch:
    """The warning rules of the day over these inputs."""
    formulas = {f"rule/{rule.id}": rule.when for rule in guide.warnings.values()}
    formulas |= {f"layer/{one.id}": one.when for one in guide.layers.values() if one.when is not None}
    sheet = FlatSheet(inputs, guide.facts)
    verdicts = Verdicts(Work(guide, on, lambda _: sheet, _each_once(formulas.values())))
    subject, flags = verdicts.is_subject("person"), {}
    for name, formula in formulas.items():
        truth = sheet.read(verdicts.names[formula.expression.text])
        holds = truth.yes if name.startswith("layer/") else both(subject, truth.yes)
        flags |= {f"{name}/yes": holds, f"{name}/no": truth.no}
    wanted = {name: flag for name, flag in flags.items() if not isinstance(flag, bool)}
    return Watch(guide, Writer(inputs).write(sheet.in_order, wanted), flags)


def _each_once(formulas: Iterable[Formula]) -> list[Formula]:
    return list({one.expression.text: one for one in formulas}.values())
