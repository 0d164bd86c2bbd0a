"""孤儿: whom a message is about that opens with it, and which parent lives all the same: 他妈还在，改嫁了."""

from __future__ import annotations

import re
from collections.abc import Iterable

from bot.understanding.said import Said
from bot.understanding.wordings.parts import expand

# 孤儿，7岁, 孤儿 女 12: so young a child has others who write.
_SMALL = re.compile(
    r"孤儿[，。 ]?(?:一个)?[，。 ]?(?:男|女)?孩?[，。 ]?(?:今年|才|刚|现在)?"
    r"(?:1[0-3]|\d|十[一二三]?|[一二两三四五六七八九])(?:周?岁|(?=[，。 ]|$))"
)


def is_on_small_orphan(plain: str) -> bool:
    """Does a message open with an orphan too small to write it?"""
    return _SMALL.match(plain) is not None


def opens_with_orphan(found: re.Match[str]) -> bool:
    """孤儿 16 跟着姑姑 上高一: does the state of the parents stand in such an opening?"""
    return found.start() == 0 and found.group().startswith("孤儿")


ORPHAN = "孤儿"
_ADVERBS = (
    r"(?:[他她也都还倒是就早又后来现在一直去年前年]|好几年|[一二两三四五六七八九十几\d]{1,2}年前?){0,6}"
)
# What only the living do, or what is done to them.
_LIVES = (
    r"(?:在(?=[，。；！？呢]|但|可|不过|就是|只是|却|$)|在世(?!时|的时候)|活着(?!时|的时候)|健在|没死|没有死|改(?:了)?嫁|另嫁|再婚|"
    r"嫁(?:人|到|走|去|了|给|外)|再?找了|另找|跑|不要|不管|不养|不认|不问|扔|撇|丢|抛|离(?:了|家|婚|开)|出走|"
    r"联系|失联|没(?:有)?(?:了)?(?:个)?(?:音|信|消息|联系)|不知去向|坐(?:了)?牢|在坐牢|服刑|判(?:了|刑)|进去|在(?:里头|里面|监狱)|"
    r"强戒|戒毒|(?:在)?(?:外地|外头|外面|外省|南方)|在?(?:打工|上班)|出去|去(?:了)?(?:外地|南方)|"
    r"(?:是|有)?(?:残疾|精神病|傻|疯|瘫)|得(?:了)?(?:癌|重病|大病))"
)
_BROUGHT_UP = r"(?:跟着?|由|和|随)(?:他|她|我|俺)?(?:亲)?{who}(?:一起|一块|一个人)?(?:过|住|生活|带|养|抚养)"
_PAIR = r"[爸爹父]亲?[他她跟和与]?[妈娘母]亲?"
_WHO = {"father_state": "<father>", "mother_state": "<mother>"}
_ALIVE = {
    fact: re.compile(expand(rf"(?:{who}|<parents>|{_PAIR}){_ADVERBS}{_LIVES}|{_BROUGHT_UP.format(who=who)}"))
    for fact, who in _WHO.items()
}


def parents_alive(plain: str) -> set[str]:
    """The facts of the parents who are told to live."""
    return {fact for fact, told in _ALIVE.items() if told.search(plain)}


def without_living_parents(said: Iterable[Said], plain: str) -> list[Said]:
    """`said` without the death, for which 孤儿 alone speaks, of a parent who is told to live."""
    said = list(said)
    alive = parents_alive(plain) if ORPHAN in plain else set()
    return [
        one
        for one in said
        if not (one.fact in alive and one.value == "dead" and ORPHAN in plain[one.start : one.end])
    ]


__all__ = ["ORPHAN", "is_on_small_orphan", "opens_with_orphan", "parents_alive", "without_living_parents"]
