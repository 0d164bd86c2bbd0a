"""Whose medical bills are told: of who was treated, whoever paid them."""

from __future__ import annotations

import re
from collections.abc import Iterable, Iterator
from dataclasses import replace

from bot.understanding.people.whom import People
from bot.understanding.said import Said
from bot.understanding.stance import clause_start

_ILL = {"illnesses", "surgery", "on_dialysis"}
_BILLS = {"medical_self_pay_yuan_per_year", "in_policy_self_pay_yuan_per_year", "medical_insurance"}
_BILLS |= {"self_pay_after_aid_yuan_per_year", "unreferred_treatment"}
_TREATED = re.compile(r"[^，。；]{0,6}(?:住院|看病|手术|抢救|透析|化疗|吃药|打针)[^，。；]{0,8}")
_IN_HOSPITAL = re.compile(r"[^，。；我俺他她]{0,8}(?:住院|住了?[^，。；]{0,6}院|抢救|做手术|开刀)")


def with_patient(said: Iterable[Said], people: People) -> Iterator[Said]:
    """Medical bills belong to the one who is ill or was in hospital, though another says 我们自己掏了."""
    said, plain = list(said), people.plain
    ill = {s.of.person: s.of for s in said if s.fact in _ILL and s.of and s.of.person}
    ill = ill or {
        m.person: m for m in people.mentions if m.topic and m.person and _IN_HOSPITAL.match(plain, m.end)
    }
    for one in said:
        if (
            one.fact in _BILLS
            and one.of
            and one.of.person not in ill
            and len(ill) == 1
            and not (_treated(one, plain) or _is_named_insured(one, plain))
        ):
            yield replace(one, of=next(iter(ill.values())))
        else:
            yield one


def _is_named_insured(one: Said, plain: str) -> bool:
    """我血透，我哥没医保: whose insurance it is stands in the clause, by more than a 她."""
    of = one.of if one.fact == "medical_insurance" else None
    if of is None or not clause_start(plain, one.start) <= of.start < min(of.end, one.start):
        return False
    return plain[of.start] not in "他她"


def _treated(one: Said, plain: str) -> bool:
    """我婆婆住院又掏了三万: who was treated stands in the clause, whether or not an illness is named."""
    between = plain[one.of.end : one.start] if one.of else ""
    mine = one.of is None or one.of.relation in ("self", "spouse")
    return not mine and bool(_TREATED.fullmatch(between))
