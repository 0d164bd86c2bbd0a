"""Ages by where they stand: 38 女 离异 at the head of a text, 外甥跟着我，十五了 behind who keeps a child."""

from __future__ import annotations

import re
from collections.abc import Iterator

from bot.understanding.numbers import Number, parse_number
from bot.understanding.people.whom import YOUNG, Mention, People
from bot.understanding.said import Said

_HEAD = re.compile(
    r"(?:我|俺|本人)?[， ]?(?P<n>1[4-9]|[2-9]\d|十[四五六七八九]|[二三四五六七八九]十[一二三四五六七八九]?)"
    r"(?:周?岁)?[， ]?[男女](?:的|性)?(?=[，。； ]|$)"
)
# 孙女归俺养，十三，…: a clause on with whom the child lives, between the child and its age.
_KEPT_BY = re.compile(
    r"(?:就|一直|现在|都|从小|也){0,2}(?:(?:跟着?|随着?|归|由|靠着?)[我俺](?:们|家|老?两口子?|老俩|和[^，。；]{1,4}){0,2}"
    r"|[我俺](?:们|家)?)(?:在家)?(?:过日子|过|住|养活?|抚养|带|拉扯|管|看|照看|一起过|一块过|生活)?(?:着|大)?，"
)
# 孩子在特教念五年级，十一，智力二级: a clause that is nothing but a number, behind one on a pupil
_PUPIL_AHEAD = re.compile(
    r"[^，。；！？俩两仨几个们]{0,8}(?:[念上读][^，。；！？俩两仨]{1,8}|[一二三四五六]年级|[小中大]班)，"
)
_NO_MORE = re.compile(r"(?:周?岁)?[了咧]?(?:[，。；！ ]|$)")
_OF_AGE = 18


def child_told(people: People, number: Number) -> Mention | None:
    """The child of whom a bare age is told, behind a clause that says who keeps it or where it learns."""
    if not (number.exact and 3 <= number.low < _OF_AGE and _NO_MORE.match(people.plain, number.end)):
        return None
    young = (m for m in reversed(people.mentions) if m.relation in YOUNG and m.end < number.start)
    last = next(young, None)
    if last is None or people.plain[last.start - 1 : last.start] in ("俩", "两", "仨", "几", "个"):
        return None  # 俩孙子跟着俺，十二了: of which of them
    ahead = (_KEPT_BY, _PUPIL_AHEAD)
    return last if any(one.fullmatch(people.plain, last.end, number.start) for one in ahead) else None


# 厂里把我裁了五十九，一分钱…, 右眼快不行了五十九，: what befell somebody, and without a breath their age;
# but 裁了五十九，of the hands of a works
_BEFELL = re.compile(
    r"(?:[把被叫让给][我俺他她][^，。；]{0,3}(?:裁|辞|开|开除|辞退)|不行|看不见|听不见|走不[动了]|干不[动了]|瘫|聋|瞎|下(?:了)?岗|失业)了$"
)
COMES = re.compile(r"来(?:这[边里儿]|打工|淄博|张店|找活|投奔)")
# 俺河南的，五十一来这边工地上; 五十六在村里住
_SO_OLD_THERE = re.compile(
    r"在(?:[村庄]里?|农村|城里|[^，。；买卖花办交]{1,5}?(?=住|过|打工|上班|租))(?:住(?!院)|过(?!年|节)|打工|上班|租)|"
    rf"{COMES.pattern}|一个人(?:住|过)|没(?:儿|成家|对象|媳妇|老婆)"
)
_YEARS_GROWN = range(18, 100)
_OPENS = re.compile(
    r"(?:了|咧)?，(?![一二三四五六七八九十])(?=[^，。；！？\d]{2})(?!怎么|咋|能|可以|算|够|多少|对)"
)


_ENDS = ("", "，", "。", "；", "！", "的", "了")
# 失业了四十九了，女的
_SEXED = re.compile(r"岁?[了咧]，?[女男]的(?=[，。；！]|$)")
# 五岁八岁十二: the last of several children's ages
_AGES_BEFORE = re.compile(r"(?:[一二两三四五六七八九十\d]{1,3}岁半?[，、]?){1,4}$")


def ends_ages(plain: str, number: Number) -> bool:
    """Is it the age of the last of several, told behind those of the others?"""
    if not (number.exact and 0 < number.low <= 40) or plain[number.end : number.end + 1] not in _ENDS:
        return False
    return _AGES_BEFORE.search(plain, max(0, number.start - 16), number.start) is not None


def is_run_on(plain: str, number: Number) -> bool:
    """A grown-up's bare age where who speaks draws no breath around it."""
    if not (number.exact and number.low in _YEARS_GROWN) or number.end - number.start < 2:
        return False
    if _SEXED.match(plain, number.end):
        return plain[max(0, number.start - 1) : number.start] in ("", "了", "，", "。")
    if _BEFELL.search(plain, max(0, number.start - 9), number.start):
        return plain[number.end : number.end + 1] in ("", "，", "。", "！", "的")
    opens = plain[number.start - 1 : number.start] in ("，", "。", "！")
    return opens and bool(_SO_OLD_THERE.match(plain, number.end))


def opens_with_age(plain: str, number: Number, people: People) -> bool:
    """五十五，刚办完退休: a grown-up's age at the head of a message, where nothing was asked."""
    bare = number.start == 0 and number.exact and 18 <= number.low <= 99 and not people.asked
    return bare and bool(_OPENS.match(plain, number.end))


def read_head_age(plain: str, people: People, ages: list[Said]) -> Iterator[Said]:
    """The age that opens the text, of whom its words are, where none was read there."""
    found = _HEAD.match(plain)
    if found is None or any(one.start < found.end() for one in ages):
        return
    years, of = parse_number(found["n"]), people.subject(*found.span())
    if years is not None and of is not None:
        yield Said("age_years", int(years.low), of, *found.span("n"))
