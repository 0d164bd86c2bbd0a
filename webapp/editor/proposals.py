"""A proposal for the guide as a file: what was asked without an answer, and what an editor suggests.

The file changes nothing by itself. Who edits the guide checks it (`zizhuni guide proposal`), changes the data
by hand, and publishes that.
"""

from __future__ import annotations

from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass
from datetime import date

import yaml

from knowledge import Guide

KINDS = {"phrasing": "换个说法也听得懂", "policy": "补一项政策", "figure": "补一个数", "fact": "补一种情况"}
NEEDS_POLICY = frozenset({"phrasing", "figure", "fact"})
LONGEST_TEXT = 2000
MOST_ASKED = 200
PARTS = {"kind", "policy", "suggests", "written", "asked"}
ASKED = {"gap", "topic", "door", "district", "town", "day", "words"}
HEAD = "# 给指南的一条提案，指南本身没有改动。先跑 zizhuni guide proposal 这个文件，再照着改数据文件。\n"


@dataclass(frozen=True)
class Proposal:
    """`asked`: the rows of the ledger it answers, as plain values; their words are redacted."""

    kind: str
    policy: str
    suggests: str
    written: date
    asked: Sequence[Mapping[str, object]]


def write(wanted: Proposal) -> str:
    """The file."""
    content = {
        "kind": wanted.kind,
        "policy": wanted.policy or None,
        "suggests": wanted.suggests,
        "written": wanted.written.isoformat(),
        "asked": [dict(one) for one in wanted.asked],
    }
    return HEAD + yaml.safe_dump(content, allow_unicode=True, sort_keys=False, width=100)


def find_faults(guide: Guide, text: str) -> list[str]:
    """What is wrong with a file, each as one sentence with what to do; nothing where it is sound."""
    try:
        raw = yaml.safe_load(text)
    except yaml.YAMLError as error:
        return [f"读不成 YAML：{str(error).splitlines()[0]}。"]
    if not isinstance(raw, Mapping) or set(raw) != PARTS:
        return [f"要有这几样，不多不少：{'、'.join(sorted(PARTS))}。"]
    return [*_faults_of_head(guide, raw), *_faults_of_asked(guide, raw["asked"])]


def read_words(text: str) -> tuple[str, list[str]]:
    """The policy that a sound file is about, "" where there is none, and the words that were asked."""
    raw = yaml.safe_load(text)
    return raw["policy"] or "", [one["words"] for one in raw["asked"] if one["words"]]


def _faults_of_head(guide: Guide, raw: Mapping[str, object]) -> Iterator[str]:
    if raw["kind"] not in KINDS:
        yield f"kind 没有“{raw['kind']}”，写 {'、'.join(KINDS)} 里的一个。"
    if raw["policy"] is None and raw["kind"] in NEEDS_POLICY:
        yield f"{raw['kind']} 要写是哪项政策（policy）。"
    if raw["policy"] is not None and raw["policy"] not in guide.policies:
        yield f"policy 没有“{raw['policy']}”，看 knowledge/data/policies/ 的文件名。"
    if not isinstance(raw["suggests"], str) or not 0 < len(raw["suggests"].strip()) <= LONGEST_TEXT:
        yield f"suggests 写一段话，最多 {LONGEST_TEXT} 字。"
    if not _is_day(raw["written"]):
        yield "written 写成 2026-11-28 这样。"


def _faults_of_asked(guide: Guide, asked: object) -> Iterator[str]:
    if not isinstance(asked, list) or not 0 < len(asked) <= MOST_ASKED:
        yield f"asked 写 1 到 {MOST_ASKED} 条问法。"
        return
    for number, one in enumerate(asked, 1):
        if not isinstance(one, Mapping) or set(one) != ASKED:
            yield f"asked 第 {number} 条要有：{'、'.join(sorted(ASKED))}。"
        elif not _is_day(one["day"]):
            yield f"asked 第 {number} 条的 day 写成 2026-11-28 这样。"
        elif one["district"] and guide.regions.find(str(one["town"] or one["district"])) is None:
            yield f"asked 第 {number} 条：没有“{one['town'] or one['district']}”这个地方。"


def _is_day(written: object) -> bool:
    try:
        return date.fromisoformat(str(written)) is not None
    except ValueError:
        return False
