"""The illness that somebody died of is nobody's now: 男人走了六年了，胃癌; 母亲去年脑溢血，走了."""

from __future__ import annotations

import re
from collections.abc import Iterable, Iterator

from bot.understanding.people.whom import People
from bot.understanding.said import Said
from bot.understanding.stance import clause_end, clause_start

_ILLNESS = frozenset({"illnesses", "cancer_stage", "on_dialysis", "surgery"})
_DEATH = re.compile(
    r"没了(?!工作|收入|活|钱|办法|联系|信|力|地|房|进项)|[走没死病]的(?=$|[一-鿿]{0,3}年)|走了|去世|过世|不在了?|死了|病故|病逝|离世|老了的|殁|"
    r"走(?:得|的)早|(?:早就?|已经?|都|前?年|月|天)没(?=$)|人没(?:有)?了"
)
# No word of who has it, nor that somebody has it now.
_LED_BY = re.compile(
    r"(?:他|她)?(?:就|是|都|也|因为?|由于|当时|那时|那会儿?|得(?:的是?|了|上)?|害的?|患的?|长的?){0,4}"
)
_ENDS = re.compile(
    r"(?:中|早|晚)?期?病?(?:转移)?(?:走的?|没的?|去世的?|死的?|去的|得的|闹的|引起的|了|的){0,2}(?:去年|前年|今年|当年)?"
)
_STILL = re.compile(
    r"[，；](?:[我俺]|现在|如今|还在|正|在|没钱|吃着|等着|今年|上个?月|天天|每)[^，。；]{0,8}(?:治|疗|药|医院|透析|手术|检查|复查)"
)


# 母亲去年脑溢血，走了: the sudden illness is not of these days, nor of the home that is left.
_LONG_AGO = re.compile(r"去年|前年|大前年|[一二两三四五六七八九十几多\d]年(?:前|了)|早年")
_THEN_DIED = re.compile(
    r"[^，。；！？我不没差怕要命]{0,8}，?(?:人|就|也|没几天|没多久|当天|去年|前年|今年|上个?月|[一二三四五六]年前){0,3}(?:走了|没了|死了|去世|过世|病故|不在了|没救过来|没抢救过来)"
    r"(?=[，。；！？]|$)"
)


def without_illness_of_the_late(said: Iterable[Said], people: People) -> Iterator[Said]:
    """`said`, without the illnesses told in a breath with a death, of nobody else who is named."""
    said = [one for one in said if not _died_of(one, people) and not _killed(one, people)]
    theirs = {
        clause_start(people.plain, one.start)
        for one in said
        if one.fact in _ILLNESS and _is_of_the_late(one, people)
    }
    for one in said:
        if one.fact not in _ILLNESS or clause_start(people.plain, one.start) not in theirs:
            yield one


# 老公工伤死了: what killed them is no injury of the home's; 去年车祸没了 is no accident of these days.
_KILLED = re.compile(
    r"[^，。；！？我俺]{0,12}?(?:[绞撞轧砸摔淹电烧压炸卷挤夹打]?死(?:了|亡)|没了|去世|身亡|没救过来|"
    r"没抢救过来|不在了|走[了的])(?=[，。；！？ ]|$)"
)
_LIMB_LOST = re.compile(r"(?:手|脚|腿|胳膊|指头?|趾头?|眼(?:睛|珠子?)?)(?:都|也|全)?没了")  # 压了四个指头没了
_CLAIMED = re.compile(r"赔|肇事|逃|保险|司机|对方|法院|判|丧葬|火化|骨灰")


def _killed(one: Said, people: People) -> bool:
    """Is it how one of kin, who is named in front of it, came to die?"""
    of_injury = one.fact == "emergency_events" and one.value == {"injury": True}
    if not of_injury and one.fact != "hurt_in_traffic":
        return False
    start = clause_start(people.plain, one.start)
    named = any(start <= m.start < one.end and m.person not in (None, "self") for m in people.mentions)
    clause = people.plain[start : clause_end(people.plain, one.end)]
    within = _DEATH.search(people.plain, one.start, one.end + 1)
    if not named or not (within or _KILLED.match(people.plain, one.end)) or _LIMB_LOST.search(clause):
        return False
    return of_injury or bool(_LONG_AGO.search(clause) and not _CLAIMED.search(people.plain))


# 俺闺女没了，白血病走的; 乳腺癌走了: by what they are no more ill of, nobody is sought aid for.
_ILL = r"(?:[一-鿿]{1,2}癌|癌症?|白血病|尿毒症|肝硬化|脑瘤|心梗|脑梗|脑出血|脑溢血|尘肺|心脏病)(?:晚期)?"
_GONE = r"(?:走[的了]|没[的了](?!钱|活|工作|收入|办法)|死[的了]|去世|不在了|过世|病故)"
_LATE_ILLNESS = re.compile(
    rf"(?<=[没走死]了[，。 ])(?:是|得的?|因为?)?{_ILL}(?={_GONE}|[，。]|$)|"
    rf"(?<=年了[，。 ]){_ILL}(?={_GONE})|{_ILL}(?={_GONE}(?:[，。 ]|$))"
)


def without_late_illness(plain: str) -> str:
    """`plain` with 病 in the place of the illness that somebody died of."""
    return _LATE_ILLNESS.sub("病", plain)


def _is_of_the_late(one: Said, people: People) -> bool:
    plain = people.plain
    start, end = clause_start(plain, one.start), clause_end(plain, one.end)
    if not _ENDS.fullmatch(plain[one.end : end]) or _STILL.match(plain, end):
        return False
    return bool(_LED_BY.fullmatch(plain[start : one.start])) and _tells_death(people, start - 1)


def _died_of(one: Said, people: People) -> bool:
    """母亲去年脑溢血，走了: who is named in front of the illness, and nobody after, is told to have died."""
    sudden = one.fact == "emergency_events" and one.value == {"sudden_illness": True}
    if one.fact not in _ILLNESS and not sudden:
        return False
    start = clause_start(people.plain, one.start)
    near = [m for m in people.mentions if start <= m.start < one.end and m.person]
    if not near or near[-1].person == "self" or not _THEN_DIED.match(people.plain, one.end):
        return False
    return not sudden or bool(_LONG_AGO.search(people.plain, start, one.start))


def _tells_death(people: People, end: int) -> bool:
    """Does the clause that ends there tell that one of kin, named in it or before, has died?"""
    if end <= 0 or people.plain[end] not in "， ；。":
        return False
    start = clause_start(people.plain, end - 1)
    named = any(m.person not in (None, "self") and m.start < end for m in people.mentions)
    return named and _DEATH.search(people.plain, start, end) is not None


__all__ = ["without_illness_of_the_late", "without_late_illness"]
