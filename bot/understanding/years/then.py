"""Ages of a time that is over: 四十来岁就不中用了，如今七十三; 二十四岁体检还没事，三个月后就没了."""

from __future__ import annotations

import re

from bot.understanding.people.whom import People
from bot.understanding.said import Said

# 四十来岁就不中用了，如今七十三; 三岁，一岁查出来的: how old one was then, where the age is told besides.
_THEN = re.compile(
    r"(?:多|来岁)?(?:就|那年|那会儿?|时|的时候|上[就得查嫁]|(?:体检|检查|才)?(?:查出|诊断|确诊|发现)|得的?(?=[这脑癌病了])|发病|出的?事|开始|守寡|嫁|做了|做过|当[的了上]兵|参[加军]|入伍|没了[爹娘爸妈男])"
)
_OF_NOW = re.compile(r"(?:今年|现年|如今|现在|眼下|这会儿|才|刚|都|已经)[我俺他她]?(?:都|也|是)?$")
# 那年俺五十一他爹五十三, 出事的时候儿子二十三, 我结婚那年二十五，对象二十八: of that time all of them.
_AT_THAT_TIME = re.compile(
    r"(?:那一?年|当年|当时|那会儿?|那时候?|那阵子?|"
    r"(?:出(?:的)?事|车祸|结婚|成家|[生得发]病|查出来?|确诊|离婚|去世|走|没|死|下岗|退伍|当兵|入伍|嫁(?:过)?来|生[他她孩娃]子?|受伤)(?:的)?时候?)[，]?"
)
_AGES_TILL_HERE = re.compile(
    r"(?:[^，。；！？ 没不今现如]{0,6}?[一二三四五六七八九十\d]{1,3}(?:来|多)?(?:周?岁)?[，、 ]?){0,3}"
    r"[^，。；！？ 没不今现如一二三四五六七八九十\d]{0,6}"
)
_LATER_DIED = re.compile(
    r"[^。！？我俺他她]{0,24}?(?:[病癌祸瘤炎梗死水血毒电]|事故|意外)(?:人)?(?:就|也|给)?(?:没了|走了|去世|死了|没救过来|没救回来)"
)


def is_of_then(one: Said, read: list[Said], plain: str) -> bool:
    """Is it how old one was then: told so, or where how old they are is told besides?"""
    if _is_at_that_time(one, plain):
        return True
    told = _OF_NOW.search(plain, max(0, one.start - 5), one.start)
    if told or not _THEN.match(plain, one.end):
        return False
    whose = one.of and one.of.person
    others = (o for o in read if o.of and o.of.person == whose and o.value != one.value)
    return any(not _THEN.match(plain, o.end) for o in others)


def _is_at_that_time(one: Said, plain: str) -> bool:
    """Do the words put it into a time that is over, whether how old they are is told or not?"""
    times = _AT_THAT_TIME.finditer(plain, max(0, one.start - 30), one.start)
    return any(_AGES_TILL_HERE.fullmatch(plain, time.end(), one.start) for time in times)


def died_later(one: Said, people: People) -> bool:
    """儿子二十四岁体检还没事，三个月后白血病就没了: of one who died, unless another is named in between."""
    found = _LATER_DIED.match(people.plain, one.end)
    if found is None or one.of is None or one.of.person == "self":
        return False
    return all(m.person == one.of.person for m in people.mentions if one.end <= m.start < found.end())


__all__ = ["died_later", "is_of_then"]
