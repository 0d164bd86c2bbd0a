"""哪呀，早取消了; 面包车，报废了; 上个月接回来了: what was told is over, in words that name nothing else.

Of an aid it is heard as a denial; of anything else what was told is open again.
"""

from __future__ import annotations

import re
from collections.abc import Iterable, Iterator

from bot.messages import Evidence, Removed
from bot.understanding.mention import Mention
from bot.understanding.said import Said
from knowledge import Situation

LONGEST = 24
_OH = (
    r"(?:(?:[哦噢哎呀嗯啊唉嗨]{1,2}|哪呀|哪有|没有了?|不是|不对|错了|说错了?|记错了?|可不)"
    r"[了的啊呀]?[，。！ ]{0,2}){0,3}"
)
_WHEN = (
    r"(?:早就?|去年|前年|今年|上个?月|这个?月|上半年|年初|前几天|前阵子?|后来|现在|已经|都|就|又|给|让|被|叫|"
    r"村里|镇上|民政|社区|人家|[我俺他她](?:家)?|，){0,5}"
)
_AID = r"(?:[低底]保|五保|特困|监测户?|补贴|待遇|证|钱|卡)?"
_ENDED = (
    # (what is over, the facts that may be, as which)
    (
        rf"{_AID}(?:也|都|就|又|给|让|被|叫|村里|去年|前年|今年|上个?月){{0,3}}"
        r"(?:取消|停[了掉发]|退[了出]|清退|注销|销了|掐|撤|撸|抹|不给了|不吃了|不领了|不发了)",
        ("aid_status", "on_subsistence", "holds_personal_aid", "receives", "household_receives"),
    ),
    (
        r"(?:残疾)?证?(?:也|都|就|去年|前年|今年|上个?月){0,3}(?:过期|到期|注销|作废|失效|收走|收回|没换)",
        ("disability_cert",),
    ),
    (
        r"(?:那|是|就|一)?(?:辆|个|台)?"
        r"(?:面包车|小?轿车|汽车|货车|三轮车?|车|房子?|门面|商铺|店|铺子)?[，、 ]?"
        r"(?:也|早|都|就|去年|前年|今年|上个?月){0,3}"
        r"(?:报废|卖[了掉]|卖给|处理[了掉]|抵[了债给]|顶账|过户|收走)",
        ("has_notable_assets",),
    ),
    (r"(?:接回|搬回|领回|出来了|回[家来]|出院)", ("living_place",)),
)
_REST = r"[了来家去的掉啊呢吧 ，。]{0,6}(?:(?:早|去年|前年|今年|上个?月)[^，。；？]{0,4}的?)?[。！]?"
_OVER = tuple((re.compile(f"{_OH}{_WHEN}(?:{say}){_REST}"), facts) for say, facts in _ENDED)
_NONE_LEFT = re.compile(r"没有|注销|作废|收走|收回")
_AWAY = frozenset({"institution", "street", "relatives"})


def _found(plain: str, told: tuple[Evidence, ...]) -> list[Evidence]:
    """What was told last of that which the words say is over; nothing where they say more."""
    if len(plain) > LONGEST or not told:
        return []
    for say, facts in _OVER:
        if say.fullmatch(plain):
            last = next((one for one in reversed(told) if one.fact in facts and _is_so(one)), None)
            if last is not None:
                return [one for one in told if one.fact in facts and _is_with(one, last)]
    return []


def says_over(plain: str, told: tuple[Evidence, ...]) -> bool:
    """Do the words say that what was told is over: 没有了，过期了, of a certificate?"""
    return bool(_found(plain, told))


def _is_so(one: Evidence) -> bool:
    if isinstance(one.value, dict):
        return True in one.value.values()
    return one.value is True or (one.fact == "living_place" and one.value in _AWAY)


def _is_with(one: Evidence, last: Evidence) -> bool:
    """Is it that very fact, or one that the same words told?"""
    alike = one.household == last.household and _is_so(one)
    return alike and (one == last or (one.words in last.words or last.words in one.words))


def read_over(
    plain: str, known: Iterable[Situation], told: tuple[Evidence, ...], said: Iterable[Said]
) -> Iterator[Said]:
    """What is denied by words that say it is over: 早取消了."""
    if any(one.fact not in ("aid_status", "living_place") for one in said):
        return
    people = {(home.id, one.id): one for home in known for one in home.people}
    for one in _found(plain, told):
        denied = _denied(one, plain)
        holder = people.get((one.household, str(one.person)))
        first = next((each for (home, _), each in people.items() if home == one.household), None)
        who = holder or (first if one.person is None else None)
        if denied is not None and who is not None:
            yield Said(one.fact, denied, Mention(0, 0, who.id, who.relation), 0, len(plain))
        elif denied is not None and one.person is None:
            yield Said(one.fact, denied, Mention(0, 0, "self", "self"), 0, len(plain))


def _denied(one: Evidence, plain: str) -> object | None:
    if one.fact in ("has_notable_assets", "living_place"):
        return None
    if one.fact == "disability_cert" and not _NONE_LEFT.search(plain):
        return None
    return dict.fromkeys(one.value, False) if isinstance(one.value, dict) else False


def without_over(
    plain: str, known: tuple[Situation, ...], told: tuple[Evidence, ...]
) -> tuple[tuple[Situation, ...], tuple[Removed, ...]] | None:
    """The situations without what is over and leaves open how it is now: 车卖了, 接回来了; else None."""
    gone = [one for one in _found(plain, told) if _denied(one, plain) is None]
    if not gone:
        return None
    removed = tuple(Removed(one.household, one.person, one.fact) for one in gone)
    return tuple(_without(home, removed) for home in known), removed


def _without(home: Situation, removed: tuple[Removed, ...]) -> Situation:
    for one in removed:
        if one.household == home.id:
            home = home.without_fact(one.person, one.fact)
    return home


__all__ = ["read_over", "says_over", "without_over"]
