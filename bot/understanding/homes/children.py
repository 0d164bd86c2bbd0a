"""How many children somebody has had: 养了两个儿子一个闺女, 三个儿一个闺女, 仨闺女都嫁出去了."""

from __future__ import annotations

import re
from collections.abc import Iterator
from dataclasses import replace

from bot.understanding.numbers import number_at
from bot.understanding.people.kinship import COUPLES
from bot.understanding.people.whom import Mention, People
from bot.understanding.said import Said
from bot.understanding.stance import Stance, clause_start, stance_of
from bot.understanding.wordings.heads import compile_headed

# 79|儿子不管, 七十三|闺女: the last figure of an age is no count; 70|3个闺女 may be one.
_COUNT = r"(?:[一二两三四五六七八九\d]个|两|(?<!十)[一二三四五六七八九]|(?<!\d)\d|俩|仨|个)"
_CHILD = r"(?:亲)?(?:儿子?(?![媳童])|小子|闺女|女儿|男孩|女孩|孩子|娃|子女|女(?![儿婿人的工生职]))"
_SOME = re.compile(rf"(?P<n>{_COUNT}){_CHILD}")
_ALL = compile_headed(
    rf"(?P<raised>(?:(?:生养?|养活?|拉[扯巴]|抚养)(?:了|过|大|活|下){{1,12}}(?:[两二三四五六七八九]个，)?|有|我|俺)?(?:们)?)"
    rf"(?P<sum>{_COUNT}{_CHILD}(?:[，、和跟与]?(?:还有)?{_COUNT}{_CHILD}){{0,2}})"
    r"(?P<grown>[，]?(?:都|全|各|没(?:有)?一个|没个|谁|哪个|四个人|三个人|推来推去|轮流|不养|不管|一个[^，。]{1,4}一个))?"
)
_IN_ALL = re.compile(rf"{_COUNT}(?:孩子|娃|子女)")
_LEFT = re.compile(r"(?:留|撇|丢|扔|抛|剩)(?:下|给)(?:了|我|俺){0,12}(?:和)?$")
_RAISED = re.compile(r"生|养|拉[扯巴]")
# 就生了一个, 后来没再生过孩子
_JUST_ONE = compile_headed(
    r"(?:就|只|统共|总共|一共|光|一辈子)(?:就|只)?生(?:养)?[过了下]?[这那]?么?一个(?![月年礼星人])|"
    r"(?:我|俺|咱)们?(?:老?两口子?|老俩|俩|夫妻俩?)?[就只][有养要]?[了过]?[这那]?么?一个(?:孩子|独苗|亲生的|骨肉)|"
    r"独苗苗?一[个根棵]|(?:往后|以后|后来|此后|再)也?(?:一直)?没有?再?[要生]过?(?:孩子|第二个|二胎)"
)
# 一辈子生了五个, 拉巴大七个; 膝下四女, 两子一女
_BORE = compile_headed(
    r"(?:生养?|生育|养活?|拉[扯巴])[了过下大]{1,2}(?P<n>[两二三四五六七八九]个|俩|仨)(?=[，。；！ ]|$|孩子)"
)
# 仨闺女，老大嫁了，老二在家招的女婿; of who is grown up in part
_GROWN_ONE = re.compile(
    r"，?(?:老大|[大]的|大闺女|大女儿|大儿子?|一个)[^，。；！？]{0,8}?(?:嫁|成家|结婚|分家|打工|上班|大学|参军|当兵)"
)
# 俺们兄弟姊妹四个，一家三个月: how many their father and mother have, who are told of.
_SIBLINGS = re.compile(
    r"[我俺咱]们?(?:家)?(?:一共|共|总共)?(?:兄弟姊妹|兄弟姐妹|弟兄姊妹|弟兄|兄弟|姊妹|姐妹|姐弟|兄妹)(?:们)?"
    r"(?:一共|共|总共)?(?P<n>[两二三四五六七八九\d]个|俩|仨)(?=[^。！？]{0,24}?"
    r"(?:轮|一家[一二三四]?个?月|一人[一二三四]个?月|伺候|赡养|养老|凑钱|平摊|摊|都不管|推))"
)
# |我|是独生子, |我对象|是独生女: of whose parents there is but that one.
_IS_ONLY = re.compile(r"(?:也|本身|又|都)?是(?:个|家里的?)?独(?:生)?(?:子(?!女)|女(?!婿|证)|儿子?|闺女|苗)")
_JUST_ME = re.compile(
    r"(?:就|只)(?:有|生了|养了)?(?:[我俺]|[他她])(?:这)?一个(?:孩子|儿子?|闺女|女儿|独苗)?(?=[，。；]|$)"
)
_PARENTS_OF = {"self": ("father", "mother"), "spouse": ("father-in-law", "mother-in-law")}
_SONS_DAUGHTERS = re.compile(
    r"(?:生|育|养|有|膝下|[我俺他她]家)[了过有]{0,2}(?P<a>[一二两三四五六])[个]?[子儿男](?P<b>[一二两三四五六])[个]?女(?![婿儿人的工生职])|"
    r"膝下(?:有|就|只|仅)?(?P<c>[一二两三四五六])[女子](?![婿人])"
)
_ASKS = re.compile(r"[^，。]{0,3}[吗么？]|的(?:能|可以|家庭|有)")
_CHILDREN = ("son", "daughter", "child")
_NUMBERS = {"俩": 2, "仨": 3, "个": 1}


_HAS_THE_CHILD = re.compile(
    r"(?:孩子|儿子|闺女|女儿|小子|丫头|娃|老大|老二|[俩仨]|岁)(?:都|也|就|一直)?(?:归|判给|跟)(?:着|了)?(?P<who>她|他|前[妻夫])"
    r"(?=[，。；！过了]|$)"
)


def _after_parting(plain: str, people: People) -> Iterator[Said]:
    """和前妻离了，儿子归她: she raises the child alone, as long as nobody is told of beside her."""
    for found in _HAS_THE_CHILD.finditer(plain):
        of = next((m for m in people.mentions if m.start == found.start("who")), None)
        married = re.search(
            r"(?:又|再|另)(?:结|成家|嫁|娶|找)", plain[max(0, found.start() - 30) : found.end() + 30]
        )
        if of is None or of.relation != "ex_spouse" or (married and "我再婚" not in plain):
            continue
        if stance_of(plain, *found.span()) is Stance.SAID:
            yield Said("raises_child_alone", True, of, *found.span())


def read_children(plain: str, people: People) -> Iterator[Said]:
    """`children_ever` of who is said to have raised them, or whose several grown children are counted."""
    yield from _just_one(plain, people)
    yield from _born(plain, people)
    yield from _after_parting(plain, people)
    yield from _of_the_parents(plain, people)
    for found in _ALL.finditer(plain):
        groups = _SOME.findall(found["sum"])
        sure = _RAISED.search(found["raised"]) or (found["grown"] and len(found["sum"]) > 1)
        in_part = len(found["sum"]) > 1 and _GROWN_ONE.match(plain, found.end())
        if not (sure or in_part) and not (len(groups) > 1 and found["raised"]):
            continue
        if _LEFT.search(plain, max(0, found.start() - 4), found.start()):
            continue  # 留下两个孩子, said of who is gone
        if plain[max(0, found.start() - 1) : found.start()] in tuple("班校村园院庄社"):
            continue  # 我们班三个孩子都是留守的
        total = sum(_number(group) for group in groups)
        if len(groups) > 1 and _IN_ALL.match(found["sum"]):
            total = _number(groups[0])  # 三个孩子两儿一女
        of = people.subject(found.start(), found.start())
        if of is None or not 1 < total <= 12 or stance_of(plain, *found.span()) is not Stance.SAID:
            continue
        if of.relation == "spouse" and of.start < clause_start(plain, found.start()):
            yield Said("children_ever", total, of, *found.span("sum"))
            of = Mention(of.start, of.start, "self", "self")  # 我七十八老伴七十六，养了仨儿: of both
        if of.relation in _CHILDREN:
            of = Mention(of.start, of.start, "self", "self")
        yield Said("children_ever", total, of, *found.span("sum"))


def _just_one(plain: str, people: People) -> Iterator[Said]:
    for found in (*_JUST_ONE.finditer(plain), *_JUST_ME.finditer(plain)):
        of = people.subject(found.start(), found.start())
        asked = _ASKS.match(plain, found.end())
        if of is None or asked or stance_of(plain, *found.span()) is not Stance.SAID:
            continue
        if any(m.person == of.person for m in people.mentions if found.start() < m.start < found.end()):
            continue  # 没低保，家里就我一个: who lives there, and no child of theirs
        if of.relation in (*_CHILDREN, "spouse"):
            of = Mention(of.start, of.start, "self", "self")
        yield Said("children_ever", 1, of, *found.span())


def _of_the_parents(plain: str, people: People) -> Iterator[Said]:
    """How many the parents who are told of have: of an only child, or of several who take turns."""
    told = {m.person: m for m in people.mentions if m.person and m.topic}
    for both, pair in COUPLES.items():
        if (named := told.get(both)) is not None:
            told |= {one: replace(named, person=one, relation=one.replace("-", "_")) for one in pair}
    for mention in people.mentions:
        only = _IS_ONLY.match(plain, mention.end)
        parents = _PARENTS_OF.get(str(mention.relation), ()) if only else ()
        if only and stance_of(plain, *only.span()) is Stance.SAID:
            for one in filter(told.get, parents):
                yield Said("children_ever", 1, told[one], *only.span())
    for found in _SIBLINGS.finditer(plain):
        if stance_of(plain, *found.span()) is Stance.SAID:
            for one in filter(told.get, ("father", "mother")):
                yield Said("children_ever", _number(found["n"]), told[one], *found.span())


def _born(plain: str, people: People) -> Iterator[Said]:
    """Of each who bore some the first count: 生了五个，拉扯大四个."""
    told: set[str | None] = set()
    found_all = [*_BORE.finditer(plain), *_SONS_DAUGHTERS.finditer(plain)]
    for found in sorted(found_all, key=lambda one: one.start()):
        of = people.subject(found.start(), found.start())
        if of is None or stance_of(plain, *found.span()) is not Stance.SAID:
            continue
        if of.relation in _CHILDREN:
            of = Mention(of.start, of.start, "self", "self")
        if of.person not in told:
            told.add(of.person)
            yield Said("children_ever", sum(map(_number, filter(None, found.groups()))), of, *found.span())


def _number(count: str) -> int:
    if count in _NUMBERS:
        return _NUMBERS[count]
    number = number_at(count, 0)
    return int(number.low) if number else 0
