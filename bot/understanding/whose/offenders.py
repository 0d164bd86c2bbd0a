"""Who struck somebody is no victim: 我撞了人，没钱赔 says nothing of what the other side has."""

from __future__ import annotations

import re
from collections.abc import Iterable, Iterator

from bot.understanding.people.whom import People
from bot.understanding.said import Said
from bot.understanding.stance import clause_start

_OF_VICTIMS = frozenset({"compensation", "traffic_payment_gap", "case_harm"})
# What the words of the blow themselves seem to tell of who dealt it.
_OF_THE_BLOW = (
    ("hurt_in_traffic", True),
    ("legal_matter", {"injury_claim": True}),
    ("emergency_events", {"injury": True}),
)
_ANOTHER = r"(?:一?个(?!大?[坑包])|别人|人家?(?!的?车)|老(?:人|头|太)|前车|对方|邻居)"
_HIT = rf"(?:撞|碰|轧|刮|剐|蹭|打|捅|砍)(?:倒|伤|死|坏|着|残)?了?{_ANOTHER}"
_PUT = rf"把{_ANOTHER}[^，。；我俺]{{0,2}}(?:撞|碰|轧|刮|剐|蹭|打|捅|砍)(?!电话|发)"
_STRUCK = re.compile(
    rf"(?:[我俺咱]|儿子?|闺女|对象|老公|男人|媳妇|老伴|[爹爸娘妈弟哥姐妹])"
    rf"(?:今天|昨天|前天|去年|上个?月|刚|也|不小心){{0,2}}[^，。；被让叫给我俺]{{0,8}}(?<!被)(?:{_HIT}|{_PUT})"
)
_STRUCK_BEFORE = re.compile(rf"^(?:骑|开|倒)[^被让叫]{{0,6}}撞了?$|{_HIT}$|撞了?人$")
_OTHER_SIDE = re.compile(r"对方|[他她]|人家|司机|肇事|那[人家]|保险|老板|被告")
_MINE = re.compile(r"[我俺咱]们?家?(?:也|又|实在|真|根本|现在|哪|可){0,3}$")


def without_offenders_claims(said: Iterable[Said], people: People) -> Iterator[Said]:
    """`said`, without what only a victim can tell, where who speaks or their kin did it."""
    plain = people.plain
    blow = _STRUCK.search(plain)
    did_it = blow is not None or _did_it_before(people)
    for one in said:
        start = clause_start(plain, one.start)
        clause = plain[start : one.end]
        of_us = one.fact == "compensation" and _MINE.search(plain, start, one.start)
        if (
            blow
            and (one.fact, one.value) in _OF_THE_BLOW
            and blow.start() < one.end
            and one.start < blow.end()
        ):
            continue
        if one.fact in _OF_VICTIMS and (of_us or (did_it and not _OTHER_SIDE.search(clause))):
            continue
        yield one


def _did_it_before(people: People) -> bool:
    told = people.spoken.told
    if any(one.fact == "hurt_in_traffic" and one.value is True for one in told):
        return False
    return any(one.fact == "emergency_events" and _STRUCK_BEFORE.search(one.words) for one in told)


__all__ = ["without_offenders_claims"]
