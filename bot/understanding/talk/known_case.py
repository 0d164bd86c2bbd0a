"""What a known case makes of a message: whose lawyer it is that they tell of, and where it stands.

没请律师 is told of the one whose case is known, whoever was named last; 检察院公诉的 takes no case back that
a court has judged.
"""

from __future__ import annotations

import re
from collections.abc import Iterable, Iterator
from dataclasses import replace

from bot.blocks import Question
from bot.understanding.mention import Mention
from bot.understanding.said import Said
from bot.understanding.stance import clause_start
from knowledge import Situation

_AT_COURT, _PROSECUTED = ("case_stage", "court"), ("case_stage", "procuratorate")
_JUDGED = re.compile(
    r"(?<![没未不等])(?<!没有)(?<!会)(?:宣?判(?:了|完|决|下来|刑|处|过|赔|[一二两三四五六七八九十\d]{1,3}年)|[一二]审(?:判|完|过|结|维持)|"
    r"终本|执行(?:局|不|了|终|也|没))"
)
# 现在又到了检察院, 申请抗诉: with the prosecutor once more.
_ONCE_MORE = re.compile(
    r"抗诉|申诉|监督|再审|重审|发回|退回|(?:现在|如今|眼下|又|还|重新|转|移)[^，。；]{0,6}(?:检察院|检院)|"
    r"(?:说错|弄错|不对|不是法院|不在法院)"
)


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


def where_judged(said: Iterable[Said], plain: str, known: Iterable[Situation]) -> Iterator[Said]:
    """`said` with a case that a court has judged, as told now or before, at the court: 检察院公诉的."""
    before = {one.id for home in known for one in home.people if _AT_COURT in one.facts.items()}
    judged, again = _JUDGED.search(plain) is not None, _ONCE_MORE.search(plain) is not None
    for one in said:
        if (one.fact, one.value) != _PROSECUTED or again or not (judged or one.person in before):
            yield one
        elif judged:
            yield replace(one, value="court")


__all__ = ["of_known_case", "where_judged"]
