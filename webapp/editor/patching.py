"""Changing single values inside a YAML file and leaving every other byte, comments included, as it was."""

import json
from collections.abc import Iterator, Mapping
from dataclasses import dataclass

import yaml

Scalar = str | int | float | bool | None
Place = tuple[str | int, ...]
BLOCK = ("|", ">")


class ImportFailed(Exception):
    """Nothing was taken in; the message says why and what to do."""


class PatchError(ImportFailed):
    """A place that cannot be changed this way; the message says which and what to do."""


@dataclass(frozen=True)
class Span:
    """Where a value stands in the text."""

    start: int
    end: int
    block: bool


def find_spans(text: str) -> dict[Place, Span]:
    """Where each scalar of a YAML text stands."""
    node = yaml.compose(text, Loader=yaml.SafeLoader)
    return {} if node is None else dict(_spans(node, ()))


def _spans(node: yaml.Node, place: Place) -> Iterator[tuple[Place, Span]]:
    if isinstance(node, yaml.MappingNode):
        for key, value in node.value:
            yield from _spans(value, (*place, key.value))
    elif isinstance(node, yaml.SequenceNode):
        for index, child in enumerate(node.value):
            yield from _spans(child, (*place, index))
    else:
        yield place, Span(node.start_mark.index, node.end_mark.index, node.style in BLOCK)


def patch(text: str, changes: Mapping[Place, Scalar]) -> str:
    """The text with those values written in. Raises PatchError for a place that is not there."""
    spans = find_spans(text)
    missing = [place for place in changes if place not in spans]
    if missing:
        raise PatchError(f"{'.'.join(map(str, missing[0]))} 在文件里没有；加行、删行请直接改文件")
    for place in sorted(changes, key=lambda one: -spans[one].start):
        span, written = spans[place], write_scalar(changes[place])
        if span.block:
            written += "\n"
        if span.start == span.end:
            written = f" {written}"
        text = text[: span.start] + written + text[span.end :]
    return text


def write_scalar(value: Scalar) -> str:
    """A value as YAML that reads back as itself, between commas too; plain where that is possible."""
    if value is None:
        return "null"
    if not isinstance(value, str):
        return json.dumps(value)
    return value if _is_plain(value) else json.dumps(value, ensure_ascii=False)


def _is_plain(text: str) -> bool:
    """Whether a text can stand without quotes: it is read back as that text, alone and within a flow."""
    if not text or text != text.strip() or "\n" in text or text[0] in "-0123456789.+~":
        return False
    try:
        return yaml.safe_load(f"[{text}]") == [text] and yaml.safe_load(f"a: {text}") == {"a": text}
    except (yaml.YAMLError, ValueError):
        return False


def flatten(raw: object, place: Place = ()) -> Iterator[tuple[Place, Scalar]]:
    """Every scalar of plain values with its place, in order; empty lists and mappings have none."""
    if isinstance(raw, dict):
        for key, value in raw.items():
            yield from flatten(value, (*place, key))
    elif isinstance(raw, list):
        for index, value in enumerate(raw):
            yield from flatten(value, (*place, index))
    else:
        yield place, raw


def add_value(text: str, row: Mapping[str, object], ended_on: str, place: Place) -> str:
    """The text of a standard's file with a new value at the end of `values` and the old one ended.

    `place` is where the old value starts its `effective`; it is ended on the day `ended_on`.
    """
    span = find_spans(text).get(place)
    lines = text.rstrip("\n").split("\n")
    if span is None or not lines[-1].lstrip().startswith("- {"):
        raise PatchError("这个文件的 values 不是一行一个；新数请直接加到文件里")
    indent = lines[-1][: len(lines[-1]) - len(lines[-1].lstrip())]
    ended = f"{text[: span.end]}, until: {ended_on}{text[span.end :]}"
    parts = ", ".join(f"{key}: {_flow(value)}" for key, value in row.items())
    return f"{ended.rstrip()}\n{indent}- {{{parts}}}\n"


def _flow(value: object) -> str:
    if isinstance(value, dict):
        return "{" + ", ".join(f"{key}: {_flow(one)}" for key, one in value.items()) + "}"
    if isinstance(value, list):
        return "[" + ", ".join(map(_flow, value)) + "]"
    return write_scalar(value)
