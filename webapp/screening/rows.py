"""Rows as they come, read strictly: what a cell cannot be is named, and its household set aside."""

from collections.abc import Callable, Iterable, Mapping
from dataclasses import dataclass, field
from datetime import date

import numpy as np
import pyarrow as pa
import pyarrow.compute as pc

from knowledge.errors import KnowledgeError
from knowledge.facts import LARGEST_NUMBER, FactDefinition
from knowledge.situations import RELATIONS
from knowledge.tables.facts import HOUSEHOLD, PERSON, RELATION

PEOPLE, HOUSEHOLDS = "people", "households"
IDS = {PEOPLE: (HOUSEHOLD, PERSON, RELATION), HOUSEHOLDS: (HOUSEHOLD, "town")}
SCOPES = {PEOPLE: "person", HOUSEHOLDS: "household"}
PARTS = {"int": ("", "__min", "__max"), "decimal": ("", "__min", "__max"), "set": ("", "__has", "__has_not")}
YES = {"true": True, "1": True, "是": True, "false": False, "0": False, "否": False}
SEPARATOR = "|"
BAD = pa.schema(
    [
        ("table", pa.string()),
        ("household_id", pa.string()),
        ("person_id", pa.string()),
        ("reason", pa.string()),
    ]
)
Bad = list[tuple[np.ndarray, str]]


class ScreenError(KnowledgeError):
    """Tables that cannot be screened at all."""


@dataclass
class Checked:
    """Rows that can be screened, and those set aside with their reasons."""

    people: pa.Table
    households: pa.Table
    bad: pa.Table
    aside: dict[str, int] = field(default_factory=dict)


def check_columns(
    columns: Iterable[str], table: str, facts: Mapping[str, FactDefinition]
) -> dict[str, FactDefinition]:
    """The fact of each column. Raises ScreenError for a column that the guide does not know, or no id."""
    names, found = list(columns), {}
    needed = [name for name in IDS[table] if name != "town" and name not in names]
    if needed:
        raise ScreenError(f"{table} 里没有这几列：{'、'.join(needed)}")
    for name in names:
        key, _, part = name.partition("__")
        fact = facts.get(key)
        if name in IDS[table]:
            continue
        if (
            fact is None
            or fact.scope != SCOPES[table]
            or (part and f"__{part}" not in PARTS.get(fact.type, ()))
        ):
            raise ScreenError(f"{table} 里的列 {name} 不是指南里{_SCOPE_WORDS[table]}的情况；看看 facts.yaml")
        found[name] = fact
    return found


_SCOPE_WORDS = {PEOPLE: "个人", HOUSEHOLDS: "一户"}


class RowReader:
    """Reads chunks of both tables: typed columns, and the rows of whole households set aside."""

    def __init__(self, people: Iterable[str], households: Iterable[str], facts: Mapping[str, FactDefinition]):
        self.facts = {
            PEOPLE: check_columns(people, PEOPLE, facts),
            HOUSEHOLDS: check_columns(households, HOUSEHOLDS, facts),
        }  # fmt: skip

    def read(self, people: pa.Table, households: pa.Table) -> Checked:
        """The rows of some whole households, sorted by household."""
        tables, bad = {}, {}
        for name, table in ((PEOPLE, people), (HOUSEHOLDS, households)):
            tables[name], bad[name] = self._typed(name, table)
        told, outside = [], pa.array([], pa.string())
        for name, reasons in bad.items():
            if reasons:
                told.append(_told(name, tables[name], reasons))
        if not told:
            return Checked(tables[PEOPLE], tables[HOUSEHOLDS], BAD.empty_table())
        rows = pa.concat_tables(told)
        outside = pc.unique(rows.column("household_id"))
        kept = {name: _without(table, outside) for name, table in tables.items()}
        aside = {name: len(tables[name]) - len(kept[name]) for name in kept}
        return Checked(kept[PEOPLE], kept[HOUSEHOLDS], rows, aside)

    def _typed(self, name: str, table: pa.Table) -> tuple[pa.Table, Bad]:
        bad: Bad = []
        columns = {}
        for column in table.column_names:
            array = _one(table.column(column))
            fact = self.facts[name].get(column)
            try:
                columns[column] = _text(array) if fact is None else _READERS[fact.type](array, fact, bad)
            except pa.ArrowInvalid:
                raise ScreenError(f"{name} 里的列 {column} 认不出来") from None
        bad += _bad_ids(name, columns)
        for key in {column.partition("__")[0] for column in columns if column.endswith("__min")}:
            low, high = columns[f"{key}__min"], columns.get(f"{key}__max")
            if high is not None:
                _note(bad, pc.greater(low, high), f"{key} 的 min 比 max 大")
        return pa.table(columns), [(flags, reason) for flags, reason in bad if flags.any()]


def _one(column: pa.ChunkedArray) -> pa.Array:
    array = column.combine_chunks()
    return array.chunk(0) if isinstance(array, pa.ChunkedArray) else array


def _text(array: pa.Array) -> pa.Array:
    return array if array.type == pa.string() else array.cast(pa.string())


def _note(bad: Bad, flags: pa.Array, reason: str) -> None:
    found = np.asarray(flags.fill_null(False))
    if found.any():
        bad.append((found, reason))


def _bad_ids(name: str, columns: Mapping[str, pa.Array]) -> Bad:
    bad: Bad = []
    for key in (one for one in IDS[name] if one != "town"):
        _note(bad, pc.or_kleene(pc.is_null(columns[key]), pc.equal(columns[key], "")), f"{key} 是空的")
    homes = columns[HOUSEHOLD]
    if name == HOUSEHOLDS:
        _note(bad, _repeated(homes), "household_id 重复")
        return bad
    relation = columns[RELATION].dictionary_encode()
    if not set(relation.dictionary.to_pylist()) <= set(RELATIONS):
        _note(bad, pc.invert(pc.is_in(columns[RELATION], pa.array(list(RELATIONS)))), "relation 不认识")
    persons = columns[PERSON]
    same = pc.equal(homes.slice(1), homes.slice(0, max(len(homes) - 1, 0)))
    after = pc.greater(persons.slice(1), persons.slice(0, max(len(persons) - 1, 0)))
    if not pc.all(pc.or_(pc.invert(same), after), min_count=0).as_py():
        _note(bad, _repeated(pc.binary_join_element_wise(homes, persons, "\0")), "一户里 person_id 重复")
    return bad


def _repeated(ids: pa.Array) -> pa.Array:
    if not len(ids) or pc.all(pc.greater(ids.slice(1), ids.slice(0, len(ids) - 1)), min_count=0).as_py():
        return pa.array(np.zeros(len(ids), bool))
    counts = pc.value_counts(ids)
    return pc.is_in(ids, counts.field("values").filter(pc.greater(counts.field("counts"), 1)))


def _told(name: str, table: pa.Table, bad: Bad) -> pa.Table:
    reasons: dict[int, list[str]] = {}
    for flags, reason in bad:
        for row in np.flatnonzero(flags):
            reasons.setdefault(int(row), []).append(reason)
    rows = pa.array(list(reasons), pa.int64())
    persons = table.column(PERSON).take(rows) if name == PEOPLE else pa.nulls(len(rows), pa.string())
    words = ["；".join(one) for one in reasons.values()]
    columns = [[name] * len(words), table.column(HOUSEHOLD).take(rows), persons, words]
    return pa.table(columns, schema=BAD)


def _without(table: pa.Table, homes: pa.Array) -> pa.Table:
    outside = pc.is_in(table.column(HOUSEHOLD), homes)
    return table.filter(pc.invert(outside))


# ---- cells by type ----


def _words_of(array: pa.Array) -> pa.Array:
    """As a dictionary, empty words as null."""
    if pa.types.is_null(array.type):
        return array.cast(pa.string()).dictionary_encode()
    if not pa.types.is_dictionary(array.type):
        array = pc.if_else(pc.equal(array, ""), pa.scalar(None, array.type), array).dictionary_encode()
    return array


def _unknown_words(array: pa.DictionaryArray, known: Iterable[str]) -> pa.Array | None:
    """The places in the dictionary of words that are not known, None where all are."""
    known = set(known)
    wrong = [place for place, word in enumerate(array.dictionary.to_pylist()) if word not in known]
    return pa.array(wrong, array.indices.type) if wrong else None


def _choice(array: pa.Array, fact: FactDefinition, bad: Bad) -> pa.Array:
    words = _words_of(array)
    wrong = _unknown_words(words, fact.values)
    if wrong is None:
        return words
    outside = pc.and_(pc.is_in(words.indices, wrong), pc.is_valid(words.indices))
    _note(bad, outside, f"{fact.key} 不在选项里")
    return pc.if_else(outside, pa.scalar(None, pa.string()), words.cast(pa.string())).dictionary_encode()


def _set(array: pa.Array, fact: FactDefinition, bad: Bad) -> pa.Array:
    if pa.types.is_null(array.type):
        return array
    if not pa.types.is_list(array.type):
        array = _split(array)
    if not len(array.values):
        return array
    words = _words_of(array.flatten())
    wrong = _unknown_words(words, fact.values)
    if wrong is not None or words.null_count:
        outside = (
            pc.is_null(words.indices)
            if wrong is None
            else pc.or_(pc.is_in(words.indices, wrong), pc.is_null(words.indices))
        )
        flags = np.zeros(len(array), bool)
        flags[np.asarray(pc.list_parent_indices(array))[np.asarray(outside)]] = True
        _note(bad, pa.array(flags), f"{fact.key} 里有不认识的")
    return array


def _split(array: pa.Array) -> pa.Array:
    """`a|b` as a list; [] or 无 is an empty one, an empty cell is not known."""
    text = pc.utf8_trim_whitespace(array.cast(pa.string()))
    text = pc.if_else(pc.equal(text, ""), pa.scalar(None, pa.string()), text)
    none = pc.is_in(text, pa.array(["[]", "无"]))
    lists = pc.split_pattern(text, SEPARATOR)
    empty = pa.array([[]] * len(array), lists.type) if pc.any(none).as_py() else None
    return lists if empty is None else pc.if_else(none, empty, lists)


def _decoded(array: pa.Array) -> pa.Array:
    return array.dictionary_decode() if pa.types.is_dictionary(array.type) else array


def _bool(array: pa.Array, fact: FactDefinition, bad: Bad) -> pa.Array:
    if pa.types.is_boolean(array.type) or pa.types.is_null(array.type):
        return array.cast(pa.bool_())
    words = _words_of(array.cast(pa.string()))
    table = pa.array([YES.get(word.strip().lower()) for word in words.dictionary.to_pylist()], pa.bool_())
    found = table.take(words.indices)
    _note(bad, pc.and_(pc.is_null(found), pc.is_valid(words.indices)), f"{fact.key} 要写 true 或 false")
    return found


def _parsed(array: pa.Array, kind: pa.DataType, fact: FactDefinition, bad: Bad) -> pa.Array:
    """Words as numbers or days; what is none is noted."""
    text = pc.utf8_trim_whitespace(array.cast(pa.string()))
    text = pc.if_else(pc.equal(text, ""), pa.scalar(None, pa.string()), text)
    try:
        return text.cast(kind)
    except pa.ArrowInvalid:
        parse: Callable = float if pa.types.is_floating(kind) else date.fromisoformat
        found = [_try(parse, word) for word in text.to_pylist()]
        wrong = [
            value is None and word is not None for value, word in zip(found, text.to_pylist(), strict=True)
        ]
        _note(bad, pa.array(wrong), f"{fact.key} 认不出来")
        return pa.array(found, kind)


def _try(parse: Callable, word: str | None) -> object:
    try:
        return None if word is None else parse(word)
    except ValueError:
        return None


def _number(array: pa.Array, fact: FactDefinition, bad: Bad) -> pa.Array:
    array = _decoded(array)
    if pa.types.is_string(array.type) or pa.types.is_large_string(array.type):
        array = _parsed(array, pa.float64(), fact, bad)
    if array.null_count == len(array):
        return array.cast(pa.float64())
    low, high = fact.range or (None, None)
    low = -LARGEST_NUMBER if low is None else float(low)
    high = LARGEST_NUMBER if high is None else float(high)
    ends = pc.min_max(array)
    if pa.types.is_floating(array.type):
        _note(bad, pc.invert(pc.is_finite(array)), f"{fact.key} 不是有限的数")
    if float(ends["min"].as_py()) < low or float(ends["max"].as_py()) > high:
        real = array.cast(pa.float64())
        _note(
            bad,
            pc.or_(pc.less(real, low), pc.greater(real, high)),
            f"{fact.key} 不在 {low:g} 到 {high:g} 之间",
        )
    if fact.type == "int" and not pa.types.is_integer(array.type):
        real = array.cast(pa.float64())
        _note(bad, pc.not_equal(real, pc.floor(real)), f"{fact.key} 要写整数")
    return array


def _date(array: pa.Array, fact: FactDefinition, bad: Bad) -> pa.Array:
    array = _decoded(array)
    if not pa.types.is_date(array.type):
        array = (
            _parsed(array, pa.date32(), fact, bad)
            if pa.types.is_string(array.type)
            else array.cast(pa.date32())
        )
    low, high = fact.range or (None, None)
    for end, wrong in ((low, pc.less), (high, pc.greater)):
        if end is not None:
            _note(bad, wrong(array, pa.scalar(end, array.type)), f"{fact.key} 不在可能的日子里")
    return array


_READERS: Mapping[str, Callable] = {
    "bool": _bool, "int": _number, "decimal": _number, "choice": _choice, "set": _set, "date": _date,
}  # fmt: skip
