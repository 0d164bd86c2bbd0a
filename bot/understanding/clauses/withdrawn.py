"""我有低保，哦不是，去年取消了: what stands before a slip that is owned up to in the same breath."""

from __future__ import annotations

import re
from collections.abc import Iterable
from dataclasses import replace

from bot.understanding.mention import Mention
from bot.understanding.people.kinship import any_of, kin_words
from bot.understanding.people.whom import People
from bot.understanding.said import Said
from bot.understanding.stance import clause_end, clause_start

_PAUSE = "，。！；…、 "
_OH = f"(?:[哦噢啊哎呃嗯欸呀]{{1,2}}[{_PAUSE}]?)?"
_KIN = any_of(kin_words()).pattern
# Between two pauses: 不对, 哦不是, 俺说错了; not 村里说不对 or 对不对.
_TAKES_BACK = re.compile(
    rf"(?<=[{_PAUSE}])(?P<oh>{_OH})"
    rf"(?P<no>不对(?:不对)?|不是(?P<whom>[我俺咱他她]们?家?(?:{_KIN}))?(?:不是)?|(?:我|俺)?(?:刚才)?又?[说记打写弄搞]错了?|错了)[啊呀的]?"
    rf"[{_PAUSE}]{{1,3}}{_OH}"
)
_LEAD = (
    r"(?:应该|其实|实际上?|现在|如今|眼下|去年|前年|今年|上个?月|后来|早就?|已经|都|就|给|叫|让|被|"
    r"[我俺他她咱]|家里?|，){0,4}"
)
# 没有; 去年取消了; 停了: nothing of it is left.
_NONE_LEFT = re.compile(rf"{_LEAD}(?:没有?了?|取消|停|退|注销|吊销)[了掉的啊呢]{{0,2}}(?=$|[{_PAUSE}？])")
# 没有证，正在办; 我爸没低保; 还没批
_DENIES = re.compile(
    rf"{_LEAD}(?:(?:{_KIN}){_LEAD})?(?:还?没|不是|无|未|非|取消|停[了掉发]|退[了保]|注销|正在|在[办申]|刚申请|准备|"
    r"放?出来|释放|回来|找[到着]|好了|活着|在世|健在)"
)
# 是工伤; 爷爷有退休金
_IS = re.compile(rf"{_LEAD}(?:是|说的是|指的是|(?:{_KIN})|(?<=[我俺])[^，。]{{1,4}}是)")
_IS_OF = re.compile(
    rf"{_LEAD}(?:是|说的是|指的是)?(?:[我俺咱他她]们?家?的?)?(?:{_KIN})(?:的|了|啊|呢){{0,2}}"
)
_NUMBER = re.compile(rf"{_LEAD}(?:是|有)?[\d一二两三四五六七八九十百千]")  # each number has its own reader
_TOO = re.compile(r"也|还有|还是|另外|又得|不光|加上")
REACH = 30
NEAR = 3  # 低保户了，不对: what stands between the words and the pause
# Put right by readers of their own: 住在周村，说错了，是临淄.
_ELSEWHERE = frozenset({"sex", "household_member", "district", "hukou", "area_kind"})
# 我叫车撞了，不对，是摔的: that something happened holds, however it came about.
_HAPPENED = frozenset({"emergency_events", "cost_surge", "legal_matter", "basic_living_at_risk"})
_GRADE = "disability_grade"
_KINDS = {
    **dict.fromkeys(("disability_cert", _GRADE, "disability_types"), "disability"),
    **dict.fromkeys(("aid_status", "on_subsistence", "holds_personal_aid"), "aid"),
    **dict.fromkeys(("father_state", "mother_state"), "parents"),
}


def without_withdrawn(said: Iterable[Said], people: People) -> list[Said]:
    """`said` without what is taken back: denied where nothing is left of it, or another's: 不对，是我爸."""
    said, plain = list(said), people.plain
    for found in _TAKES_BACK.finditer(plain):
        gone = _gone(said, plain, found)
        if gone:
            another = _named_alone(people, found.end())
            if another is None and found["whom"]:
                continue  # 我妈瘫了，不是我爸，我爸好好的
            none_left = bool(_NONE_LEFT.match(plain, found.end()))
            kept = (one if one not in gone else _instead(one, another, none_left) for one in said)
            said = [one for one in kept if one is not None]
    return said


def _named_alone(people: People, end: int) -> Mention | None:
    """Who alone is named behind the slip: 我妈残疾二级，不对，是我爸."""
    until = clause_end(people.plain, end)
    if not _IS_OF.fullmatch(people.plain, end, until):
        return None
    return next((one for one in people.told if end <= one.start < until and one.person), None)


def _instead(one: Said, another: Mention | None, none_left: bool) -> Said | None:
    if another is not None:
        return replace(one, of=another, start=another.start, end=another.end)
    return _denied(one) if none_left else None


def without_slips(plain: str) -> str:
    """`plain` without the words that are taken back, and those that do it."""
    for found in reversed(list(_TAKES_BACK.finditer(plain))):
        end = found.end()
        if _told_again(plain, end) and not _TOO.search(plain, end, clause_end(plain, end)):
            plain = plain[: clause_start(plain, found.start() - 1)] + plain[end:]
    return plain


def _told_again(plain: str, end: int) -> bool:
    return bool(_DENIES.match(plain, end) or _IS.match(plain, end))


def _gone(said: list[Said], plain: str, found: re.Match[str]) -> list[Said]:
    """What is taken back: the like of what follows, else what stands right before, where that denies it."""
    start, end = found.span()
    until = clause_end(plain, end)
    if _TOO.search(plain, end, until):
        return []
    told_again = _told_again(plain, end)
    if not told_again and found["no"].startswith("不是") and not found["oh"]:
        return []  # 是低保，不是，五保: rather no 五保
    after = [one for one in said if end <= one.start < until]
    before = [one for one in said if one.end <= start <= one.start + REACH and _can_go(one, after)]
    if like := _like(before, after, plain):
        return like
    if not told_again or _NUMBER.match(plain, end):
        return []
    near = [one for one in before if start - one.end <= NEAR]
    kinds = {_kind(one) for one in near if one.fact not in _HAPPENED or _DENIES.match(plain, end)}
    held_from = clause_start(plain, start - 1)
    return [one for one in before if _kind(one) in kinds and one.start >= held_from]


def _like(before: list[Said], after: list[Said], plain: str) -> list[Said]:
    """What was told last of the kinds that are told anew."""
    kinds = {_kind(one) for one in after}
    same = [one for one in before if _kind(one) in kinds]
    held_from = max((clause_start(plain, one.start) for one in same), default=0)
    return [one for one in same if one.start >= held_from]


def _kind(one: Said) -> str:
    return _KINDS.get(one.fact, one.fact)


def _can_go(one: Said, after: list[Said]) -> bool:
    """Whether it is told to be so, and is not told once more behind the slip."""
    if one.fact in _ELSEWHERE or any((one.fact, one.person, one.value) == _key(two) for two in after):
        return False
    if isinstance(one.value, dict):
        return True in one.value.values()
    return one.value is True or isinstance(one.value, str) or one.fact == _GRADE


def _key(one: Said) -> tuple[str, str | None, object]:
    return one.fact, one.person, one.value


def _denied(one: Said) -> Said | None:
    """The same said not to be so; None where that leaves it open."""
    if one.value is True:
        return replace(one, value=False)
    if isinstance(one.value, dict) and one.fact in ("aid_status", "other_benefits"):
        return replace(one, value=dict.fromkeys(one.value, False))
    return None


__all__ = ["without_slips", "without_withdrawn"]
