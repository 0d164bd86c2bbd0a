"""Of whom care is told by who gives it: 喂饭擦身都我来 is of the one lying ill, never of who speaks."""

from __future__ import annotations

import re
from collections.abc import Iterator
from dataclasses import replace

from bot.understanding.people.whom import YOUNG, Mention, People
from bot.understanding.said import Said
from bot.understanding.stance import clause_end, clause_start

_AT_HOME = ("unemployed", "not_working")
_BESIDE = re.compile("(?:的|着|在床的?|在炕的?|了的?){0,2}[我俺]?的?")
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
        if (whose := _of_the_two(one, people)) is not None:
            yield replace(one, of=whose)
            continue
        giver = one.fact in _OF_CARE and one.value != "full" and people.host is None and _gives(one, people)
        if not giver:
            yield one
            continue
        of = _tended(one, people)
        if of is not None:
            yield replace(one, of=replace(of, start=one.start, end=one.start))


def _of_the_two(one: Said, people: People) -> Mention | None:
    """伺候瘫痪婆婆: 瘫痪 is of her who is tended; 在家看老人: at home is who tends. None for all else."""
    behind = (m for m in people.mentions if one.start <= m.start <= one.end + 2 and m.person)
    of = next(behind, None)
    if of is None or people.host is not None or of.person == "self":
        return None
    if one.fact in _OF_CARE and of.person != one.person:
        gap = _BESIDE.fullmatch(people.plain, one.end, max(one.end, of.start))
        tends = _GIVES_CARE.search(people.plain, max(0, of.start - 14), of.start)
        return replace(of, start=one.start, end=one.start) if gap and tends else None
    if one.fact == "employment" and of.person == one.person and one.value in _AT_HOME:
        return giver_of_care(people, of, of.end)
    return None


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


_TENDED = (
    r"(?:伺候|侍候|照顾|照看|照料|服侍|陪护|看护|看|守|养|管|带|领|哄|奶|接送|抚养|拉扯|要|争|生)(?:着|了|过)?"
    r"(?:[一两俩仨二三四]个?|个|[这那])?(?:(?:常年|长期|天天)?(?:瘫(?:痪|在床上?|了)?|卧床|生病|有病|残疾|痴呆|脑瘫|上学|不能动|不能自理|年[老迈幼]|小)(?:的|着)?)?"
)
_GIVES_CARE = re.compile(rf"{_TENDED}(?:[我俺咱他她]们?家?的?(?:那个?)?)?$")
# 孩子判给我了, 孩子归我: with whom a child stays, behind the word for the child.
_STAYS_WITH_ME = re.compile(
    r"(?:们|俩)?(?:也|就|都|全|法院|现在){0,3}(?:判给|归|跟|随|给|由)(?:了|着)?[我俺](?:了|自己|一个人|养|带|抚养|过){0,3}，?"
)
_HEAD_OF_CARE = re.compile(
    r"(?:在家|天天|整天|全职|一直|只能|得|要|想|专门|光|就|为了?|离婚|离了|自己|一个人|，){0,8}$"
)


def giver_of_care(people: People, of: Mention, start: int) -> Mention | None:
    """媳妇伺候婆婆没收入, 孩子判给我了没收入: who tends or keeps the one named right before `start`.

    None where what stands there is told of that one themselves.
    """
    plain, gap = people.plain, people.plain[of.end : start]
    stays = of.relation in YOUNG and _STAYS_WITH_ME.fullmatch(gap)
    tends = re.fullmatch("(?:的|也|呢|们|俩){0,2}，?(?:现在|又|也|就|啥也?|所以)?", gap)
    verb = _GIVES_CARE.search(plain, max(0, of.start - 14), of.start) if tends else None
    if not (stays or verb):
        return None
    before = [m for m in people.mentions if m.end <= (verb.start() if verb else of.start) and m.person]
    lead = before[-1] if before and verb else None
    near = lead is not None and lead.person != of.person
    if near and _HEAD_OF_CARE.fullmatch(plain, lead.end, verb.start()):
        return lead
    return Mention(start, start, "self", "self")


__all__ = ["giver_of_care", "of_tended"]
