"""Whose lawyer it is: 没请律师 is told of the one whose case is known, whoever was named last."""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from dataclasses import replace

from bot.blocks import Question
from bot.understanding.mention import Mention
from bot.understanding.said import Said
from bot.understanding.stance import clause_start
from knowledge import Situation


def of_known_case(
    said: list[Said], plain: str, known: Iterable[Situation], pending: Question | None
) -> Iterator[Said]:
    """`said` with a lawyer that nobody of the clause is named with as of the only one who has a case.

    Where no case is told yet, it is of the one whose case is asked for.
    """
    everybody = [one for home in known for one in home.people]
    cases = {one.id: one.relation for one in everybody if getattr(one.facts.get("legal_matter"), "has", None)}
    cases |= {str(one.person): str(one.of.relation) for one in said if one.fact == "legal_matter" and one.of}
    if not cases and pending is not None and pending.fact == "legal_matter":
        cases = {one.id: one.relation for one in everybody if one.id == pending.person}
    for one in said:
        named = one.of is not None and clause_start(plain, one.start) <= one.of.start < one.of.end
        if one.fact != "has_lawyer" or named or len(cases) != 1 or one.person in cases:
            yield one
        else:
            person, relation = next(iter(cases.items()))
            yield replace(one, of=Mention(one.start, one.start, person, relation))


__all__ = ["of_known_case"]
