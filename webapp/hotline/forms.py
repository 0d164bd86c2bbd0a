"""What the page of a call sends, as JSON while the agent types or as a plain form. All of it is untrusted."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from typing import TYPE_CHECKING

from werkzeug.datastructures import MultiDict

from webapp.hotline.acts import LOOK, Act
from webapp.hotline.calls import LONGEST_TEXT
from webapp.problems import Problem
from webapp.strictjson import parse_json

if TYPE_CHECKING:
    from bot.conversation import Subject

MOST_TICKS = 12
LONGEST_ACT = 2000
LONGEST_TYPED = 80
LARGEST_SEQ = 2**53


@dataclass(frozen=True)
class Sent:
    """The words in the box and one act. `seq` orders what a browser sends; 0 where nothing orders it."""

    text: str
    act: Act
    seq: int = 0


def parse_json_sent(raw: object) -> Sent:
    """What the script of the page sends. Raises Problem 422."""
    if not isinstance(raw, Mapping) or not isinstance(raw.get("text", ""), str):
        raise _wrong()
    seq = raw.get("seq", 0)
    if not isinstance(seq, int) or isinstance(seq, bool) or not 0 <= seq < LARGEST_SEQ:
        raise _wrong()
    ticks = raw.get("ticks", [])
    if not isinstance(ticks, list) or not all(isinstance(one, str) for one in ticks):
        raise _wrong()
    typed = raw.get("typed", "")
    act = parse_act(raw.get("act") or "", ticks, typed if isinstance(typed, str) else "")
    return Sent(raw.get("text", "")[:LONGEST_TEXT], act, seq)


def parse_form_sent(form: MultiDict) -> Sent:
    """The same from the form, where no script runs."""
    act = parse_act(form.get("act", ""), form.getlist("tick"), form.get("typed", ""))
    return Sent(form.get("text", "")[:LONGEST_TEXT], act)


def parse_act(written: object, ticks: list[str], typed: str) -> Act:
    """The act of a button: JSON as `showing` wrote it."""
    if not written:
        return LOOK
    raw = _read(written)
    if not isinstance(raw, Mapping) or not isinstance(raw.get("do"), str):
        raise _wrong()
    values = tuple(_read(one) for one in ticks[:MOST_TICKS])
    return Act(raw["do"], _parse_subject(raw.get("on")), raw.get("value"), typed[:LONGEST_TYPED], values)


def _parse_subject(raw: object) -> Subject | None:
    if raw is None:
        return None
    if not isinstance(raw, list) or len(raw) != 3:
        raise _wrong()
    household, person, fact = raw
    if not isinstance(household, str) or not isinstance(fact, str) or not isinstance(person, str | None):
        raise _wrong()
    return household[:64], person[:64] if person is not None else None, fact[:64]


def _read(written: object) -> object:
    if not isinstance(written, str) or len(written) > LONGEST_ACT:
        raise _wrong()
    try:
        return parse_json(written)
    except (ValueError, RecursionError):
        raise _wrong() from None


def _wrong() -> Problem:
    return Problem(422, "unknown-act", "这一步没有看懂，请再试一次。")
