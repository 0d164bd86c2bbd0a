"""Whom 我俩 and 两口子 mean beside who speaks: the husband or wife, where it can be nobody else."""

from __future__ import annotations

import re
from collections.abc import Iterable, Sequence

from bot.understanding.mention import Mention
from knowledge import Person

_MARRIED = re.compile(r"两口|俩口|夫妻|夫妇")
# Who speaks of these is married, so that 我俩 are husband and wife.
_OF_MARRIED = ("child", "son", "daughter", "father_in_law", "mother_in_law", "parents_in_law")


def with_mate(
    myself: Mention, mentions: Sequence[Mention], known: Iterable[Person], *, else_both: bool = False
) -> tuple[Mention, ...]:
    """Who speaks, and the husband or wife where `myself` (我俩) can mean nobody else.

    `else_both`: nothing else is told of them than what is of a couple.
    """
    known = tuple(known)
    mate = next((m for m in mentions if m.relation == "spouse" and m.person), None)
    before = next((one for one in known if one.relation == "spouse"), None)
    if mate is None and before is not None:
        mate = Mention(0, 0, before.id, before.relation)
    married = any(m.relation in _OF_MARRIED for m in mentions)
    married = married or any(one.relation in _OF_MARRIED for one in known)
    if mate is None and (else_both or _MARRIED.search(myself.words) or married):
        mate = Mention(myself.start, myself.start, "spouse", "spouse")
    return (myself, mate) if mate else (myself,)


__all__ = ["with_mate"]
