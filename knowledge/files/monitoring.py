"""Plain values of layers.yaml and warnings.yaml to layers and rules. Both files may be missing."""

from collections.abc import Mapping

from knowledge.conditions import Formula
from knowledge.facts import FactDefinition
from knowledge.monitoring import BUREAU, GROUNDS, SOURCED, URGENCIES, Layer, WarningRule
from knowledge.sources import Source

from .formulas import Formulas
from .reading import Entry
from .vocabularies import keep, listed

LAYERS, WARNINGS = "layers.yaml", "warnings.yaml"


def build_layers(
    files: Mapping[str, object], sources: Mapping[str, Source], formulas: Formulas
) -> dict[str, Layer]:
    """layers.yaml: from the top; the last one has no condition and takes everybody else."""
    if LAYERS not in files:
        return {}
    found: dict[str, Layer] = {}
    entry = None
    for entry in listed(LAYERS, files, formulas.problems):
        if found and next(reversed(found.values())).when is None:
            entry.wrong("前面一层没有 when，这一层轮不到；没有 when 的放最后")
        when = _formula(entry, formulas) if entry.has("when") else None
        layer = Layer(entry.text("id"), entry.text("name"), when, entry.refs(sources))
        entry.done()
        keep(found, layer.id, layer, entry)
    if entry is not None and entry.has("when"):
        entry.wrong("最后一层要收下其余的人；去掉 when，或者再加一层", "when")
    return found


def build_warnings(
    files: Mapping[str, object], known: Mapping[str, Mapping], formulas: Formulas
) -> dict[str, WarningRule]:
    """warnings.yaml. `known`: sources, departments, policies and layers by id."""
    if WARNINGS not in files:
        return {}
    found: dict[str, WarningRule] = {}
    for entry in listed(WARNINGS, files, formulas.problems):
        rule = _rule(entry, known, formulas)
        entry.done()
        keep(found, rule.id, rule, entry)
    return found


def _rule(entry: Entry, known: Mapping[str, Mapping], formulas: Formulas) -> WarningRule:
    rule = WarningRule(
        id=entry.text("id"), name=entry.text("name"), when=_formula(entry, formulas), says=entry.text("says"),
        looks=entry.texts("looks"), shows=entry.each_of("shows", formulas.vocabulary.facts, ()),
        urgency=entry.one_of("urgency", URGENCIES),
        begins=bool(entry.flag("begins", False)), cause=_cause(entry, formulas.vocabulary.facts),
        layers=entry.each_of("layers", known["layers"], ()),
        department=entry.one_of("department", known["departments"]),
        policies=entry.each_of("policies", known["policies"], ()),
        ground=entry.one_of("ground", GROUNDS), setting=entry.text("setting", None),
        sources=entry.refs(known["sources"]),
    )  # fmt: skip
    if not rule.sources:
        entry.wrong("没有来源；写上是哪份文件说要看着这件事", "source")
    if rule.ground == BUREAU and not rule.setting:
        entry.wrong("线是局里定的，写上 setting：现在按多少、怎么来的", "ground")
    if rule.ground == SOURCED and rule.setting:
        entry.wrong("线有来源的，不写 setting；局里定的写 ground: bureau", "setting")
    return rule


def _formula(entry: Entry, formulas: Formulas) -> Formula | None:
    return formulas.formula(entry.text("when"), "person", "bool", (*entry.place, "when"))


def _cause(entry: Entry, facts: Mapping[str, FactDefinition]) -> str | None:
    """A choice of the person; of nothing else are there few enough values."""
    key = entry.text("cause", None)
    fact = facts.get(key) if key else None
    if key and (fact is None or fact.scope != "person" or fact.type != "choice" or fact.derived):
        entry.wrong(f"{key} 不是个人的 choice 情况；换一个，或去掉", "cause")
        return None
    return key
