"""Lines of JSON in, lines of JSON out, in order: a bad line costs its own answer and no other."""

import json
import sys
from collections.abc import Callable, Iterable, Iterator
from contextlib import contextmanager
from pathlib import Path
from typing import BinaryIO, TextIO

from webapp.strictjson import parse_json


class LineError(ValueError):
    """What is wrong with a line, in words for whoever wrote it; `errors` lists places."""

    def __init__(self, says: str, errors: list[dict] | None = None) -> None:
        super().__init__(says)
        self.errors = errors or []


@contextmanager
def open_lines(name: str) -> Iterator[BinaryIO]:
    """The file of that name, or standard input for `-`."""
    if name == "-":
        yield sys.stdin.buffer
        return
    with Path(name).open("rb") as file:
        yield file


def answer_lines(lines: Iterable[bytes], answer: Callable[[dict], dict], out: TextIO) -> bool:
    """Write one answer a line; blank lines are passed over. Returns whether every line was good.

    `answer` gets an object with an `id`, and raises LineError where it cannot answer.
    """
    good = True
    for number, line in enumerate(lines, start=1):
        if not line.strip():
            continue
        written = _answer_line(line, number, answer)
        good = good and "error" not in written
        out.write(json.dumps(written, ensure_ascii=False) + "\n")
        out.flush()
    return good


def _answer_line(line: bytes, number: int, answer: Callable[[dict], dict]) -> dict:
    wanted: object = None
    try:
        wanted = _parse(line)
        return answer(wanted)
    except LineError as error:
        problem = {"line": number, "detail": str(error)}
        id = wanted.get("id") if isinstance(wanted, dict) else None
        known = id if isinstance(id, str | int) else None
        return {"id": known, "error": problem | ({"errors": error.errors} if error.errors else {})}


def _parse(line: bytes) -> dict:
    try:
        wanted = parse_json(line)
    except ValueError:
        raise LineError("这一行不是 JSON") from None
    if not isinstance(wanted, dict):
        raise LineError("这一行要写成对象")
    return wanted
