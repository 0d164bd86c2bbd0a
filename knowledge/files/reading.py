"""YAML files to plain values, and mappings read key by key so that nothing unknown slips in."""

import re
from collections.abc import Iterator
from datetime import date
from decimal import Decimal
from pathlib import Path

import yaml

from knowledge.errors import GuideError
from knowledge.sources import SourceRef

_YamlLoader = getattr(yaml, "CSafeLoader", yaml.SafeLoader)
_NUMBER = re.compile(r"^[-+]?(0|[1-9][0-9]*+)(\.[0-9]++)?$")
_TAG = "tag:yaml.org,2002:"
REQUIRED = object()


class Problems:
    """Gathers what is wrong, with the line of each place."""

    def __init__(self):
        self.found: list[str] = []
        self.lines: dict[tuple, int] = {}

    def add(self, place: tuple, what: str) -> None:
        """One problem at (file, key, key, …)."""
        above = (place[:end] for end in range(len(place), 0, -1))
        line = next((self.lines[one] for one in above if one in self.lines), 1)
        key = ".".join(str(part) for part in place[1:])
        self.found.append(f"{place[0]}:{line}{' ' + key if key else ''}: {what}")

    def raise_if_any(self) -> None:
        """Raise one GuideError with everything found."""
        if self.found:
            raise GuideError(self.found)


def read_yaml(name: str, text: str, problems: Problems) -> object:
    """The plain value of a YAML file: mappings, lists, text, whole numbers, floats, booleans, None.

    Days become ISO text. Duplicate keys, aliases, tags and numbers with leading noughts are problems.
    """
    try:
        node = yaml.compose(text, Loader=_YamlLoader)
    except yaml.YAMLError as error:
        mark = getattr(error, "problem_mark", None)
        problems.lines[(name,)] = mark.line + 1 if mark else 1
        why = getattr(error, "problem", None) or "格式不对"
        problems.add((name,), f"读不懂这个 YAML（{why}）；看看缩进、引号和冒号")
        return None
    return None if node is None else _Plain(problems).value(node, (name,))


class _Plain:
    """Turns the nodes of one file into plain values and notes the line of each."""

    def __init__(self, problems: Problems):
        self.problems = problems
        self.seen: set[int] = set()

    def value(self, node: yaml.Node, place: tuple) -> object:
        if id(node) in self.seen:
            self.problems.add(place, "不能用 YAML 的 & 和 * 引用；把内容写出来")
            return None
        self.seen.add(id(node))
        self.problems.lines[place] = node.start_mark.line + 1
        if isinstance(node, yaml.MappingNode):
            return self.mapping(node, place)
        if isinstance(node, yaml.SequenceNode):
            return [self.value(child, (*place, index)) for index, child in enumerate(node.value)]
        return self.scalar(node, place)

    def mapping(self, node: yaml.MappingNode, place: tuple) -> dict:
        found: dict = {}
        for key_node, value_node in node.value:
            key = key_node.value if isinstance(key_node, yaml.ScalarNode) else None
            here = (*place, key)
            if key is None or key == "<<":
                self.problems.add(place, "键只能是文字；去掉合并键和复杂的键")
            elif key in found:
                self.problems.lines[here] = key_node.start_mark.line + 1
                self.problems.add(here, "这个键写了两遍；留一个")
            else:
                found[key] = self.value(value_node, here)
        return found

    def scalar(self, node: yaml.ScalarNode, place: tuple) -> object:
        tag, text = node.tag.removeprefix(_TAG), node.value
        if tag in ("str", "timestamp") or node.style in ("'", '"', "|", ">"):
            return text
        if tag == "null":
            return None
        if tag == "bool":
            return text.lower() in ("true", "yes", "on")
        if tag not in ("int", "float"):
            self.problems.add(place, f"不能用 YAML 标签 {node.tag}；直接写值")
            return None
        if not _NUMBER.match(text):
            self.problems.add(place, f"{text} 会被读成别的数；代码、电话、时间要加引号")
            return text
        return float(text) if "." in text else int(text)


class Entry:
    """One mapping of a data file. Each key is asked for by type; `done` reports those nobody asked for."""

    def __init__(self, raw: object, place: tuple, problems: Problems):
        self.place = place
        self.problems = problems
        if not isinstance(raw, dict):
            self.wrong("这里要写成 键: 值", None)
            raw = {}
        self._raw: dict = raw
        self._asked: set[str] = set()

    def wrong(self, what: str, key: str | None = None) -> None:
        """Report a problem at the key, or at the mapping."""
        self.problems.add(self.place if key is None else (*self.place, key), what)

    def has(self, key: str) -> bool:
        """Whether the key is written."""
        return key in self._raw

    def take(self, key: str, default: object = REQUIRED) -> object:
        """The plain value; a problem when it is required and not written."""
        self._asked.add(key)
        if key in self._raw:
            return self._raw[key]
        if default is REQUIRED:
            self.wrong(f"缺 {key}；补上这一项")
            return None
        return default

    def _typed(self, key: str, default: object, kind: type | tuple, words: str) -> object:
        value = self.take(key, default)
        if value is default or value is None:
            if value is None and default is REQUIRED and key in self._raw:
                self.wrong(f"{key} 不能空着；写上{words}", key)
            return None if value is REQUIRED else value
        if not isinstance(value, kind) or (isinstance(value, bool) and kind is not bool):
            self.wrong(f"要写{words}，写的是 {value!r:.40}", key)
            return None if default is REQUIRED else default
        return value

    def text(self, key: str, default: object = REQUIRED) -> str:
        """Text that is not empty."""
        value = self._typed(key, default, str, "文字")
        if value == "":
            self.wrong("不能是空文字；写上内容或去掉这一项", key)
        return value if value is not None or default is not REQUIRED else ""

    def texts(self, key: str, default: object = REQUIRED) -> tuple[str, ...]:
        """A list of texts."""
        value = self._typed(key, default, list, "文字的列表")
        for index, one in enumerate(value or ()):
            if not isinstance(one, str) or not one:
                place = (*self.place, key, index)
                self.problems.add(place, f"要写文字，写的是 {one!r:.40}；数和是否要加引号")
        return tuple(one for one in value or () if isinstance(one, str))

    def one_of(self, key: str, allowed, default: object = REQUIRED) -> str:
        """One of a few words."""
        value = self.text(key, default)
        if value and value not in allowed:
            few = len(allowed) < 15
            advice = f"只能是 {'、'.join(sorted(allowed))} 里的一个" if few else "看看编号写对没有"
            self.wrong(f"没有 {value}；{advice}", key)
        return value or ""

    def each_of(self, key: str, allowed, default: object = REQUIRED) -> tuple[str, ...]:
        """A list of ids that exist."""
        values = self.texts(key, default)
        for index, value in enumerate(values):
            if value not in allowed:
                self.problems.add((*self.place, key, index), f"没有 {value}；看看编号写对没有")
        return values

    def flag(self, key: str, default: object = REQUIRED) -> bool | None:
        """true or false."""
        return self._typed(key, default, bool, " true 或 false")

    def whole(self, key: str, default: object = REQUIRED) -> int | None:
        """A whole number."""
        return self._typed(key, default, int, "整数")

    def number(self, key: str, default: object = REQUIRED) -> Decimal | None:
        """A number; None where it is written as null."""
        value = self.take(key, default)
        if value is None or value is default:
            return None if value is REQUIRED else value
        if isinstance(value, bool) or not isinstance(value, int | float):
            self.wrong(f"要写数（不加引号），写的是 {value!r:.40}", key)
            return None
        return Decimal(repr(value))

    def day(self, key: str, default: object = REQUIRED) -> date | None:
        """A day."""
        value = self._typed(key, default, str, " 2024-01-31 这样的日子")
        if not value:
            return date.min if default is REQUIRED else None
        try:
            return date.fromisoformat(value)
        except ValueError:
            self.wrong(f"{value} 不是 2024-01-31 这样的日子；改成真有的一天", key)
            return date.min

    def entries(self, key: str, default: object = REQUIRED) -> Iterator["Entry"]:
        """The mappings of a list."""
        value = self._typed(key, default, list, "列表")
        for index, raw in enumerate(value or ()):
            yield Entry(raw, (*self.place, key, index), self.problems)

    def entry(self, key: str) -> "Entry | None":
        """One mapping, None when it is not written."""
        raw = self.take(key, None)
        return None if raw is None else Entry(raw, (*self.place, key), self.problems)

    def refs(self, known, key: str = "source", default: object = REQUIRED) -> tuple[SourceRef, ...]:
        """Sources, each an id or {id, section}; a problem where the id is not in sources.yaml."""
        value = self._typed(key, default, list, "来源的列表")
        found = []
        for index, raw in enumerate(value or ()):
            written = {"id": raw} if isinstance(raw, str) else raw
            entry = Entry(written, (*self.place, key, index), self.problems)
            id, section = entry.text("id"), entry.text("section", None)
            if id and id not in known:
                entry.wrong(f"没有来源 {id}；先在 sources.yaml 里写上")
            entry.done()
            found.append(SourceRef(id, section))
        return tuple(found)

    def done(self) -> None:
        """Report every key that nobody asked for."""
        for key in self._raw:
            if key not in self._asked:
                self.wrong("没有这一项；看看拼写，或删掉", key)


def read_files(folder: Path) -> dict[str, bytes]:
    """Every YAML file below the folder by its relative name, in order."""
    return {path.relative_to(folder).as_posix(): path.read_bytes() for path in sorted(folder.rglob("*.yaml"))}
