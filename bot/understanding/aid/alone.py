"""Recognised hardship that was granted to one of a household alone: 只给俺爹办了低保, 妈在低保里爸没在."""

from __future__ import annotations

import re
from collections.abc import Iterator

from bot.understanding.people.kinship import any_of, kin_words
from bot.understanding.people.whom import Mention, People
from bot.understanding.said import Said
from bot.understanding.stance import clause_start

_SUPPOSED = re.compile(
    r"(?:是不是|有没有|如果|要是|万一|凡是|像|听说|据说|网上|电视|怕|问|对|针对|给|隔壁|邻居|人家|别人|他们|她们)[^，。；]{0,6}$"
)
_ALONE = re.compile(
    r"给(?:他|她|我|俺|俺?娘|俺?爹|[^，。；]{1,3})(?:自己|一个人?)(?:办|报|批|吃|单独)?(?:了|的)*$|[就只光](?:[我他她]|[^，。；剩有]{1,3})一个人(?:吃|享受|领|拿|有)(?:着|了)?$|(?<=[妈爸爹娘婆公哥姐弟妹儿女爷奶伴她他叔姑])(?:(?:自己|自个儿?)?(?:一个人|单独)|(?<![她他])(?:自己|自个儿?))(?:吃|享受|领取?|拿|有)(?:着|了)?$|(?:单独|(?<!不)[就只光])给[^，。；们家]{1,4}?(?:办|批|评|报)(?:了|的|下来的?)(?:一份|个)?$|(?:单独|单另|[就只光单]给(?:他|她|我|俺|[^，。]{1,3}一个人))(?:吃|领|办|批|拿|享受|纳入|定|"
    r"评)?(?:了|着|的|上)?(?:一份|个)?$"
)

# 俺自己吃的低保, 家里就我娘吃着低保
_SELF_ALONE = re.compile(
    r"(?:^|[，。；！ 家是])(?:[就只光])?[我俺](?:自己|自个儿?|一个人|一人|一个)(?:单独)?"
    r"(?:吃|享受|领取?|拿|有)(?:着|了|的)?$"
)
_LIVES_ALONE = re.compile(
    r"(?:一个人|自己|自个儿?|独自|单独)(?:居住|住|过|生活)|独居|单身|光棍|没儿没女|无儿无女|[一1]口人|"
    r"另过|单过|分(?:出去|开|了?家|户)|成了?家|嫁"  # 俺自己吃低保，儿子分出去了
)
_JUST_ONE = re.compile(
    rf"(?:^|[，。；！ ]|家里?)[就只光](?:有)?[我俺]?(?:{any_of(kin_words()).pattern})(?:自己|一个人?)?"
    r"(?:吃|享受|领取?|拿|有|办)(?:着|了|的)?$"
)
# 闺女残疾，她自己吃低保; not so of one who has married and left
_ONE_SELF = re.compile(r"[她他](?:自己|自个儿?)(?:吃|享受|领取?|拿|有)(?:着|了)?$")
_OWN_HOME = re.compile(r"嫁|成了?家|分了?家|另过|单过|自己住|一个人住|独居")
_GIVEN_TO = re.compile(
    r"(?:当初|原来|本来)?(?:是|(?=单独|只|光))(?:当初|单独|只|光|村里|镇上){0,3}给(?P<who>[^，。；？?啥谁哪]{1,12}?)(?:一个人)?(?:单独)?"
    r"(?:批|办|报|评|定)(?:的|了|下来)(?!吗|么|[?？])"
)


def given_to_one_alone(plain: str, end: int) -> bool:
    """低保是单独给她一个人批的: one of the household alone holds it."""
    found = _GIVEN_TO.match(plain, end)
    return found is not None and bool(re.search(r"单独|只|光|一个人", found.group()))


def given_to(people: People, end: int) -> Mention | None:
    """单人保是给我闺女批的: the one it was granted to holds it."""
    found = _GIVEN_TO.match(people.plain, end)
    if found is None:
        return None
    named = [m for m in people.mentions if found.start("who") <= m.start < found.end("who") and m.person]
    return named[-1] if named else None


_SHARES = (
    r"(?:一起|一块儿?)(?:住|过)|(?:跟|和)着?[我俺]们?(?:家|一起|一块儿?)?(?:住|过)|住一起|一个(?:户口|锅)"
)
# 俺婆婆有低保，俺一家三口没有: the others have none.
_OTHERS_NOT = (
    rf"(?:，(?:也|就|一直){{0,2}}(?:{_SHARES}))?"
    r"，(?:可是?|但是?|就|剩下)?(?:我|俺|咱)(?:们|家|自己|本人|俩|仨|两口子?|一家子?|一家[两三四五六]口|[两三四]口子?|[跟和][^，。；]{1,4}){0,2}"
    r"(?:都|也|全|可|倒){0,2}(?:不是|没有|没(?:吃|领|享受|办)|不吃|没)(?:低保)?(?=[，。！；]|$)"
)
# 俺吃低保，媳妇孩子没有
_MATE_NOT = re.compile(
    r"户?，(?:可|但)?(?:[我俺][的]?)?(?:媳妇|老婆子?|老伴|老头子?|老公|男人|对象|孩子|[和跟、]){1,4}(?:都|也){0,2}"
    r"(?:不是|没有|没(?:吃|领|享受|办)(?:上|着|过)?|不吃|没)(?:低保)?(?=[，。！；]|$)"
)
_ONLY_ONE = re.compile(
    r"户?(?:的)?[，]?(?:是)?(?:他|她|老人|孩子|[我俺]?(?:儿子?|闺女|[爹娘爸妈]|老伴|弟|哥))(?:自己)?单独(?:一份|一个|办|吃|领|享受)?(?:的|着)(?=[，。；！]|$)|"
    r"户?[，]?(?:就|只|光|单){1,2}(?:是|有|给|保)?(?:[^，。；全家没不够剩差缺养]{1,4}?)(?:一个人?|自己|自个儿?|一人)(?:的|有|吃|领|享受)?(?:名|份|了|着)?(?=[，。；！]|$)|"
    r"(?:户)?(?:的)?(?:批|办)?(?:下来)?(?:的时候)?(?:只|就|光|单|单独|仅){1,2}(?:给)?(?:批|办|评|定|保|吃|有|算|纳入|给(?=了))(?:了|给|的){0,2}(?:[^，。；全家]{1,4}?)?(?:一个人?|自己|自个儿?|一人|本人)(?:的|了|，|。|$)|"
    r"户?，?(?:是)?[^，。；没不家]{0,6}?单人的(?=[，。；！]|$)|"
    r"户?(?:是|就是|算)[我俺他她]?[^，。；家没不]{0,3}?(?:自己|自个儿?|一个人|个人|本人)的(?=[，。；！ ]|$)|"
    r"(?:没(?:给)?(?:全家|一家人)(?:都)?(?:办|批|评|吃)，?)(?:就|只|光|单)(?:给)?[^，。；]{1,4}(?:办|批|吃|评)|"
    r"户?(?=[，](?:可是?|但是?)?(?:我|俺)?们?(?:家|家里)?(?:其他|别的?|旁|其余的?)(?:人|几口人?)(?:都|全|也){0,2}(?:没有?|不是|没吃|不吃)(?:[，。！]|$))|"
    rf"户?(?={_OTHERS_NOT}[，][^。！？]{{0,10}}(?:{_SHARES}))|"
    # 俺娘有低保，一个人的户口
    r"户?，(?:是|就|她|他|老人|自己){0,3}(?:(?:一个人|单人)的?(?:户口?|名下?|份|证|本)(?:上|儿)?|一个人的)(?=[，。；！]|$)"
)
_OTHERS_HAVE_NONE = re.compile(rf"户?{_OTHERS_NOT}")
_LIVE_TOGETHER = re.compile(_SHARES)


# 就我娘吃着低保我们都没有: what stands against it is of the rest of the home
_REST_NOT = re.compile(
    r"户?，?(?:可|但|但是)?(?:[我俺咱]们?家?|家里)?(?:们|别的?|其他|其余|旁)?的?(?:人|几口人?|几个)?(?:都|也|全|谁){0,2}"
    r"(?:不是|没有|没(?:吃|领|享受|办)(?:上|着|过)?|不吃|没)(?:低保)?(?=[，。；！ ]|$)"
)


def told_of_rest(plain: str, end: int) -> bool:
    """Is it the rest of the home that is said to have none: 就我娘吃着低保我们都没有?"""
    return bool(_REST_NOT.match(plain, end))


def of_one_alone(plain: str, start: int, end: int) -> int | None:
    """Where the words end that say one person of the household alone holds it: 低保就批给俺爹自己了."""
    if _SUPPOSED.search(plain, clause_start(plain, start), start):
        return None
    found = _ONLY_ONE.match(plain, end)
    asks = found and re.match(r"(?:吗|么|行不|不[？?]|[?？])", plain[found.end() :])
    return found.end() if found and not asks else None


# 妈在低保里爸没在, 孩子在低保本上，俺俩不在
_IN_IT = re.compile(r"(?:都|也|现在|还)?在(?:低保|五保|特困)?$")
_NEAR = 14
_NOT_IN = re.compile(
    r"(?:都|也|却|就|倒|是|现在){0,2}(?:没|不)(?:有)?(?:在|进|纳|算|包)(?:里头?|上|里面|进去|内)?(?=[，。；交]|低保|$)"
)


def by_one(plain: str, start: int, end: int) -> bool:
    """Do the words around say that one of the household has it, alone?"""
    begin = max(0, start - 12)
    if _ONE_SELF.search(plain, begin, start) and not _OWN_HOME.search(plain):
        return True
    if _SELF_ALONE.search(plain, begin, start) and not _LIVES_ALONE.search(plain):
        return True
    if _JUST_ONE.search(plain, begin, start):
        return True
    return bool(_ALONE.search(plain[max(0, start - 12) : start])) or given_to_one_alone(plain, end)


_OF_OUR_HOME = ("spouse", "son", "daughter", "child", "grandchild")


def others_have_none(people: People, end: int, of: Mention) -> tuple[Mention, ...]:
    """Those of one home who have none beside `of`: 闺女有低保，俺和她妈没有; 婆婆有，俺没有，一块过.

    Nobody where the two may live apart, as a mother does of whom nothing tells that she lives with us.
    """
    if of.person == "self":
        found, ours = _MATE_NOT.match(people.plain, end), True
    else:
        found = _OTHERS_HAVE_NONE.match(people.plain, end)
        ours = of.relation in _OF_OUR_HOME or _LIVE_TOGETHER.search(people.plain)
    if found is None or not ours or of.person is None:
        return ()
    named = {m.person: m for m in people.mentions if found.start() <= m.start < found.end()}
    if of.person != "self":
        named = named or {"self": Mention(found.end(), found.end(), "self", "self")}
    return tuple(one for who, one in named.items() if who not in (None, of.person))


def some_and_others(people: People, start: int, end: int) -> tuple[Mention, Mention] | None:
    """妈在低保里爸没在: who is in it, and who of the same household is not."""
    plain = people.plain
    if not _IN_IT.search(plain, max(clause_start(plain, start), start - 6), start):
        return None
    stop = min((place for place in map(plain.find, "。！？；", [end] * 4) if place >= 0), default=len(plain))
    others = [m for m in people.mentions if end <= m.start < min(stop, end + _NEAR) and m.person]
    within_it = [m for m in people.mentions if m.end <= start and start - m.end <= 5 and m.person]
    if not others or not within_it or not _NOT_IN.match(plain, others[0].end):
        return None
    one, other = within_it[-1], others[0]
    return (one, other) if other.person and other.person != one.person else None


def of_each(one: Mention, other: Mention, span: tuple[int, int]) -> Iterator[Said]:
    """What the two are said to have."""
    home = Mention(one.start, one.end, one.person, one.relation)
    yield Said("aid_status", {"subsistence_single": True}, home, *span)
    yield Said("holds_personal_aid", True, one, *span)
    yield Said("holds_personal_aid", False, other, *span)
