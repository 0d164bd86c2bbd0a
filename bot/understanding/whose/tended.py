"""Of whom care is told by who gives it: 喂饭擦身都我来 is of the one lying ill, never of who speaks."""

from __future__ import annotations

import re
from collections.abc import Iterator
from dataclasses import replace

from bot.understanding.people.whom import Mention, People
from bot.understanding.said import Said
from bot.understanding.stance import clause_end, clause_start

_OF_CARE = frozenset({"self_care", "incontinent", "care_needed_months"})
# 翻身也靠我, 擦身都我来, 一宿一宿我守着: who speaks gives the care.
_GIVEN_BY_ME = re.compile(
    r"(?:都|全|也|就|得|要|只能|还得|还是|基本|平时|一直|天天)?(?:是|靠|指着|指望|让|叫|由|归|离不开|离不了)[我俺](?![^，。；]{0,6}[妈爸爹娘儿闺女媳婆公姐哥弟妹])|"
    r"(?:都|全|也|得|要|就|还)[我俺](?:一个人|自己|俩|们|两口子)?(?:来|伺候|弄|管|干|做|喂|擦|端|翻|守|帮|扶|背|抱|换|洗|给|$)|"
    r"[我俺](?:一个人|自己|们|俩|两口子)?(?:给|天天|每天|整天|一直|都|来|全|得){0,3}(?:给|帮|替)?(?:他|她|老人)?"
    r"(?:伺候|侍候|照顾|照看|喂(?!鸡|猪|羊|牛|奶)|擦身|擦洗|端[屎饭水尿]|翻身|守着|换尿|接[屎尿]|背着?上|抱着?上|扶着?上|来[弄喂擦翻])"
)
# 我吃饭得人喂, 得靠俺闺女给我翻身: who speaks is the one who is cared for.
_GIVEN_TO_ME = re.compile(
    r"(?:给|帮|替|伺候|照顾|喂|扶|背|抱)着?[我俺](?!妈|爸|爹|娘)|[我俺](?:自己)?(?:瘫|动不了|下不|起不|不能|没法|不会)"
)
# 我照顾我妈，大小便失禁
_TENDS_ONE = re.compile(
    r"[我俺](?:一个人|自己|在家|天天|一直|得|要){0,3}(?:伺候|侍候|照顾|照看|陪护)着?[^，。；！？]{1,8}，[^。！？；]{0,8}$"
)
# 吃喝拉撒全靠我老伴: the one named gives the care.
_LEFT_TO = re.compile(r"(?:靠|指着|指望|离不开|离不了|都是|全是|由)$")


def of_tended(said: list[Said], people: People) -> Iterator[Said]:
    """`said`, care put to the one who gets it where it was taken for the one's who gives it.

    Of nobody where the conversation tells of no such one.
    """
    for one in said:
        if one.fact == "self_care" and people.plain.startswith("读", one.end):
            continue  # 他自己走读: a day pupil
        giver = one.fact in _OF_CARE and one.value != "full" and people.host is None and _gives(one, people)
        if not giver:
            yield one
            continue
        of = _tended(one, people)
        if of is not None:
            yield replace(one, of=replace(of, start=one.start, end=one.start))


def _gives(one: Said, people: People) -> bool:
    """Is the one of whom it was taken named as who gives the care?"""
    plain = people.plain
    head, tail = clause_start(plain, one.start), clause_end(plain, one.end)
    if one.person == "self":
        tends = _GIVEN_BY_ME.search(plain, head, tail) or _TENDS_ONE.search(plain, 0, head)
        return bool(tends) and not _GIVEN_TO_ME.search(plain, head, tail)
    named = [m for m in people.mentions if m.person == one.person]
    return len(named) == 1 and head <= named[0].start and bool(_LEFT_TO.search(plain, head, named[0].start))


def _tended(one: Said, people: People) -> Mention | None:
    before = (m for m in reversed(people.mentions) if m.start < one.start and m.person)
    named = next((m for m in before if m.person not in ("self", one.person)), None)
    if named is not None:
        return named
    if one.person != "self" and people.spoken.ill in (None, "self"):
        return Mention(one.start, one.start, "self", "self")
    of = people.spoken.case_of("self_care") or people.spoken.asked
    return of if of is not None and of.person != one.person else None


__all__ = ["of_tended"]
