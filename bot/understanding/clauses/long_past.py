"""A death or a mishap of years ago is no sudden event, and a death without a time not surely one.

老公十年前去世的; 男人走了六年了; 我男人没了，我带俩娃: urgent aid is for what has just happened. Of a
death that is told without its time, and without a word of how it came, it is asked instead.
"""

from __future__ import annotations

import datetime
import re
from collections.abc import Iterable, Iterator

from bot.understanding.said import Said
from bot.understanding.stance import clause_end, clause_start

_N = r"(?:[一二两三四五六七八九十\d]{1,3}|好几|多|几|十几|半辈)"
_AGO = re.compile(
    rf"(?:{_N}|好些)(?:多|来)?年(?:多)?(?:以|之)?(?:前|头里)|(?<!以)前年|早(?:些)?年|[前头那](?:些|几)年|那一?年|年轻(?:的)?时|"
    r"(?<=[岁月大小])(?:多|半)?(?:的)?(?:时候|那年|那会儿?|时(?=[，他她没走就]))|(?:还)?(?:没|未)(?:出生|满月|断奶)"
)
_FOR_YEARS = re.compile(
    rf"[，；]?(?:到现在|至今|如今|现在)?(?:[的了得]|都|也|有|已经?|快|整|得有|没|走|过去|死|去世|离开)"
    rf"{{0,5}}{_N}(?:多|来)?(?:年|个?年头)(?!级|以前|前)"
)
_EARLY = re.compile(
    r"早(?:就|已经?|都|先)?(?:没|不在|走|去世|死|过世|病故|殁)|(?:走|没|去|死)(?:得|的)(?:太|那么|就)?早"
)
_YEAR = re.compile(r"(?<![\d.])((?:19|20)?\d\d)年(?!级)|(?<!十)([〇零一二三四五六七八九]{2,4})年(?!级)")
_CHINESE = str.maketrans("〇零一二三四五六七八九", "00123456789")
_LAST_YEAR = re.compile(r"去年|头年|上一?年")
_LATE_LAST_YEAR = re.compile(r"去年(?:年(?:底|根)|腊月|冬|入冬|秋|下半年|春节)")
# How it came, or what it left: a death told as what has just befallen them.
_FRESH = re.compile(
    r"刚|今年|这(?:两|几)?(?:个月|天)|上个?(?:月|周|礼拜|星期)|[前昨今]天|夜来|前几天|[正腊]月|开春|入[秋冬夏]|年[初底根]|"
    r"春节|过年|中秋|国庆|[一二两三四五六七八九十\d]{1,3}(?:个半?月|天|月|周|个?礼拜|个?星期)|半[年月]|百天|头七|五七|"
    r"突然|猝死|车祸|撞|[轧碾砸摔淹电烧捅炸压煞绞卷挤]|工伤|工亡|事故|出事|触|掉|塌|心梗|脑出血|抢救|救过来|留住|当场|一下子|半路|"
    r"人就(?:没|走|不)|送了?命|丢了命|丧|埋|葬|火化|骨灰|发送|出殡|殡|停灵|后事|往后|以后|今后|(?:咋|怎么)(?:过|活|办)|靠他|指着他|指望他|"
    r"断了|塌了|天塌|牺牲|救人|下井|顶梁柱|死者|被害|杀|案|工地|矿|窑|车间"
)
_AROUND = 40


def without_long_past(said: Iterable[Said], plain: str, today: datetime.date | None) -> Iterator[Said]:
    """`said`, without the sudden events that are years back, and without deaths that may be."""
    for one in said:
        past = _is_event(one) and _is_years_back(plain, one, today)
        if not past and not (_is_death(one) and _may_be(plain, one)):
            yield one


def _is_event(one: Said) -> bool:
    """Of an injury it is told years later what it left: 前年从架子上掉下来，腰以下没知觉."""
    if one.fact != "emergency_events" or not isinstance(one.value, dict):
        return False
    return any(has for kind, has in one.value.items() if kind != "injury")


def _is_death(one: Said) -> bool:
    return _is_event(one) and one.value.get("breadwinner_death") is True


def _is_years_back(plain: str, one: Said, today: datetime.date | None) -> bool:
    start, end = clause_start(plain, one.start), clause_end(plain, max(one.end - 1, one.start))
    if _AGO.search(plain, start, end) or _FOR_YEARS.match(plain, one.end):
        return True
    if any(_is_past(found, today) for found in _YEAR.finditer(plain, start, end)):
        return True
    if not _is_death(one):
        return False
    if _EARLY.search(plain, start, end) or _FOR_YEARS.search(plain, one.start, end):
        return True
    return _is_told_beside(plain, start, end, today)


def _is_told_beside(plain: str, start: int, end: int, today: datetime.date | None) -> bool:
    """男人没了，六年前的事; 三年前，男人没了: the time in a clause of its own."""
    after = plain[end + 1 : clause_end(plain, end + 1)] if end < len(plain) else ""
    before = plain[clause_start(plain, start - 1) : start - 1] if start else ""
    return any(_is_mere_time(part, today) for part in (before, after))


_MERE = re.compile(r"(?:就|是|在|都|有|到现在|至今|已经|的|了|事|时候|那会儿?|得有|快|多|去世|没|走){0,6}")


def _is_mere_time(part: str, today: datetime.date | None) -> bool:
    found = _AGO.search(part) or _FOR_YEARS.search(part) or _YEAR.search(part)
    if found is None or (found.re is _YEAR and not _is_past(found, today)):
        return False
    return bool(_MERE.fullmatch(part[: found.start()]) and _MERE.fullmatch(part[found.end() :]))


def _is_past(found: re.Match[str], today: datetime.date | None) -> bool:
    """2020年, 一九年: a year before this one. 20年 said of how long it is comes to the same."""
    year = int((found[1] or found[2]).translate(_CHINESE))
    now = today.year if today is not None else 9999
    return year not in (now, now % 100)


def _may_be(plain: str, one: Said) -> bool:
    """Is nothing told of when or how it came? Of last year's it is told only by the season."""
    near = slice(max(0, one.start - _AROUND), one.end + _AROUND)
    clause = plain[clause_start(plain, one.start) : clause_end(plain, one.end)]
    if _LAST_YEAR.search(clause) and not _LATE_LAST_YEAR.search(clause):
        return True
    return _FRESH.search(plain[near]) is None


__all__ = ["without_long_past"]
