"""Facts that a word only sounds like: 果树叫雹子砸了 hurts nobody, 精神不好 is no certificate.

Each rule says what is dropped, and what has to stand in, before or behind its words.
"""

from __future__ import annotations

import re
from collections.abc import Iterable, Iterator
from dataclasses import dataclass, replace

from bot.understanding.people.kinship import YOUNG
from bot.understanding.people.whom import People
from bot.understanding.places.districts import Places
from bot.understanding.said import Said
from bot.understanding.stance import clause_end, clause_start

NEAR = 6
_THING = (
    r"(?:地里?|田|树|苗|果子?|果园|苹果|桃|梨|葡萄|樱桃|庄稼|玉米|棒子|麦子?|菜|瓜|大?棚|车|三轮|摩托|房子?|房顶|屋|屋顶|瓦|玻璃|墙|"
    r"[猪羊鸡牛]圈|太阳能|空调|窗户?|门|锅|摊子?|电线|货|店|机器|手机)"
)
_THING_BEFORE = re.compile(rf"{_THING}(?:上|里|也|都|全|给|就|又){{0,3}}$")
_OF_BODY = re.compile(
    r"头|脑|腿|脚|手(?!机)|腰|胳膊|背|肋|骨|眼|脸|人(?!家)|伤|[我俺他她]|孩子|老[人伴爹娘头]|断|瘫"
)
# 精神不好, of somebody tired or old; what is said of an illness beside it leaves no doubt.
_LOW = re.compile(r"精神(?:上|方面)?(?:也|都|一直|老是?)?(?:不大|有点不|不太|有些不|不怎么|不)好")
_OF_THE_MIND = re.compile(
    r"残|证|级|病|药|疯|从小|打小|[几一二两三四五六七八九十\d]年|分裂|抑郁|发作|打人|砸|骂|乱跑|说胡话|受(?:过|了)?刺激"
)
_TIRED = re.compile("这[两几]天|最近|没睡|睡不|今天|累")
_NO_HEATING = re.compile(
    r"(?:没(?:有)?|未|不)(?:有|给|能)?(?:通|接|上|装|入|搞|实行|安|开通|覆盖|是)?(?:上|过|着|的|了)?(?:集中|集体|统一)(?:供)?[暖热]?(?:气)?$"
)
_NONE_BEHIND = re.compile(r"(?:[也都还一直管道]{0,3})(?:没(?:有)?|未)(?:通|接|上|装|覆盖|给|到|弄|$|[，。])")
_REALLY = re.compile(r"[^，。]{0,3}[嘛吗么]")
# 扫大街也行, 干保洁都愿意: what one would do is not what one does.
_WILLING = re.compile(r"(?:也|都)(?:行|成|中(?!午)|可以|愿意|肯|没事|认|干(?!过|了|着|得|净))")
_WOULD = re.compile(
    r"(?:想|愿意|愿|哪怕)[^，。；]{0,4}$|(?:给|找|安排|介绍)(?:我|俺)?(?:个|份|点)[^，。；]{0,4}$"
)
# 高考完我在奶茶店打工, 暑假去超市干了俩月: work between terms.
_BETWEEN_TERMS = re.compile(
    r"(?:[高中]考|考试|考)(?:完|后|结束|以后|之后)|[暑寒]假|假期|暑期|放(?:了)?假|开学(?:之)?前"
)
_LASTING = re.compile(r"残|证|级|截|[没少掉]了|[一两俩半几][条只根个截]|接不上|年")
_HELD = re.compile(r"(?:了|被|让|叫|给|公安|警察|派出所){0,4}(?:刑事|行政)?(?:拘|抓|逮|判|关|进去|带走)")
_PARENT = re.compile(r"[他她][爹爸妈娘]|[父母]亲?")
_AWAY_FROM_HERE = re.compile(r"不在|没在|离开|外[地省面]|搬|出去|走了|[去到]了?[^，。]{0,3}(?:打工|上班)")


@dataclass(frozen=True, slots=True)
class _Place:
    """Where a fact is said: its words, what stands in its clause before and behind, and the whole text."""

    words: str
    before: str
    behind: str
    plain: str


def without_sounds(
    said: Iterable[Said], people: People, places: Places, learned: frozenset[tuple[str, int, int]]
) -> Iterator[Said]:
    """`said` without what only sounds so; heating as none where it is denied, 精神不好 as an illness."""
    here = [*places.spans(people.plain), *((m.start(), m.end()) for m in re.finditer("淄博", people.plain))]
    for one in said:
        at = _place_of(one, people.plain)
        if one.fact == "district_heating" and one.value is True and _is_unheated(at):
            yield replace(one, value=False)
        elif _is_learned(one, learned) and _is_misread(one, at, here):
            continue
        elif not _only_sounds(one, at, people):
            yield replace(one, fact="illnesses", value={"other": True}) if _is_low(one, at, people) else one


def _only_sounds(one: Said, at: _Place, people: People) -> bool:
    if one.fact == "emergency_events" and one.value == {"injury": True}:
        return _is_of_thing(at)
    if one.fact == "disability_types" and one.value == {"mental": True}:
        return _is_low(one, at, people) and bool(_TIRED.search(at.plain))
    if one.fact == "work_background" and one.value == {"frontline": True}:
        return _would(at)
    if one.fact == "employment" and one.value in ("employed", "gig"):
        return _would(at) or bool(_BETWEEN_TERMS.search(at.before + at.words))
    if one.fact == "legal_matter":
        return _is_of_the_held(one, at)
    if one.fact == "living_place":
        return at.words.endswith("过") and at.behind.startswith(("年", "节", "中秋", "十五"))
    if one.fact == "self_care":
        return "离不开人" in at.words and at.before.endswith(("家", "家里", "店里", "摊上"))
    return False


def _is_of_the_held(one: Said, at: _Place) -> bool:
    """他爹喝酒打人被拘留了: who struck a stranger beats nobody at home, and the child has no case."""
    if one.value == {"abuse_claim": True}:
        return at.words.endswith("打人") and _HELD.match(at.behind) is not None
    young = one.of is not None and one.of.relation in YOUNG
    return one.value == {"criminal_defence": True} and young and bool(_PARENT.search(at.before))


def _is_low(one: Said, at: _Place, people: People) -> bool:
    """精神不太好: something is wrong with them, and nobody has said that it is a disability."""
    if one.fact != "disability_types" or people.asked.startswith("disability"):
        return False
    return bool(_LOW.fullmatch(at.words)) and not _OF_THE_MIND.search(at.plain)


def _would(at: _Place) -> bool:
    return bool(_WILLING.search(at.words + at.behind[:NEAR]) or _WOULD.search(at.before))


def _is_of_thing(at: _Place) -> bool:
    """Was it a thing that was struck, and no part of a body?"""
    if "砸" not in at.words or _OF_BODY.search(at.words + at.behind):
        return False
    return bool(_THING_BEFORE.search(at.before) or re.match(_THING, at.behind))


def _is_unheated(at: _Place) -> bool:
    head = at.before + at.words
    denied = any(_NO_HEATING.search(head[:end]) for end in range(max(0, len(head) - 4), len(head) + 1))
    return (denied and not _REALLY.match(at.behind)) or bool(_NONE_BEHIND.match(at.behind))


def _is_misread(one: Said, at: _Place, here: list[tuple[int, int]]) -> bool:
    """Found by likeness alone: 户口淄博 tells no home, 淄博桓台 none elsewhere, 手断了 no disability."""
    if one.fact == "residence" and "户" in at.words:
        return True
    if one.fact == "residence" and one.value == "elsewhere":
        named = any(start < one.end and one.start < end for start, end in here)
        return named and not _AWAY_FROM_HERE.search(at.before + at.words + at.behind)
    if one.fact == "disability_types" and one.value == {"limb": True}:
        return "断" in at.words and not _LASTING.search(at.plain)
    return False


def _is_learned(one: Said, learned: frozenset[tuple[str, int, int]]) -> bool:
    return (one.fact, one.start, one.end) in learned


def _place_of(one: Said, plain: str) -> _Place:
    start, end = clause_start(plain, one.start), clause_end(plain, one.end)
    return _Place(plain[one.start : one.end], plain[start : one.start], plain[one.end : end], plain)


__all__ = ["without_sounds"]
