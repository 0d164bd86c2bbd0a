"""How many live together, and who belongs to the household."""

from __future__ import annotations

import re
from collections.abc import Iterable, Iterator
from dataclasses import replace

from bot.understanding.mention import Mention
from bot.understanding.numbers import number_at
from bot.understanding.people.kinship import COUPLES, OUTSIDE
from bot.understanding.people.whom import People
from bot.understanding.said import Said
from bot.understanding.stance import Stance, stance_of
from bot.understanding.wordings.heads import compile_headed

from .headcount import count_heads
from .joined import count_with_elders, count_with_young
from .just_two import find_two
from .one_more import count_added, count_couple_and, count_one_more
from .roster import count_named, names_speaker
from .together import find_together
from .totals import find_total

_COUNT = r"(?P<n>[一二两三四五六七八九十\d]{1,12}|仨)"
_SIZE = compile_headed(
    r"(?:我?家|俺家|全家(?:老小|老少)?|一户|[甲乙丙该某][户家]|[另单分]立?户|一大?家(?:子)?(?:老小|老少|大小)?|"
    r"家里|家中|户里|我们|俺|我(?=[三四五六七八]口)|[三四]代(?:人)?|养着?(?:俺们|我们)?|老少[^，。]{0,3}|共|"
    r"家庭成员|家庭人口)?"
    rf"(?:[连带加][^，。；]{{1,5}}?)?(?:现在|就|共|总共|一共|有|是|里|的){{0,12}}{_COUNT}(?P<unit>[口囗](?:人|(?<!两口)子)?(?!子|井|锅|味|就?吞|"
    rf"窗|水|"
    r"饭|气|烟|之家庭)|个人(?=过日子|过(?:[，。；]|$)|住|吃饭|的家|挤|一个?月(?!是?多少|能|给|发|补|领|有))|"
    r"人(?=户|[，。； ]|$))"
)
# 我家两口人上班: so many of them do; 都上班 is told of all.
_DO_SO = re.compile(
    r"(?:人)?(?:现在|目前|常年|长期)?(?:在(?:外地?|外面|厂里|城里|工地上?)?)?(?:上(?:着)?(?:班|学|大学|高中|初中|小学)|念书|读书|打(?:着)?(?:零)?工|务工|干活|挣钱|工作|失业|下岗|退休|"
    r"(?:有|生|得|害)(?:了|着)?(?:大|重|慢性)?病|住(?:着|了)?院(?!了?[一两三俩]个)|吃药|(?:有)?(?:残疾|[一二三四]级)|[吃领](?:着)?低保|有低保|没(?:有)?(?:工作|活干|上班))"
)
_ALL_OF = re.compile(r"全|一大?家|户|共|就|[三四]代|口之家|^家(?![里中])")  # 刘家两口人残疾: a note
_NO_FEWER = re.compile(r"以[上下内](?:的|才|就|能|可)?")
# 俺爹娘跟俺三口过: they come on top, of how many is not told.
_JOINED_BY = re.compile(r"(?:跟|和|随|与)着?(?:[我俺咱]们?)?$")
# 我们家五口，加上他六口: the sum is the household.
_MORE = re.compile(
    r"，?(?:再|还)?(?:加|连|算|带)上[^，。；]{1,8}?(?:一共|总共|共|是)?[一二两三四五六七八九十\d]{1,2}口"
)
_OF_HOME = re.compile(
    r"[三四]代|一户|[另单分]立?户|[甲乙丙该某][户家]|我?家|俺家|全家|一大?家|家里|家中|户里|养|共|家庭|老少|我们|俺|我"
)
# 我们兄弟三个人住得都远: of brothers and sisters `together` reads whether they are one home.
_SIBLINGS = re.compile(r"(?:弟兄|兄弟|姊妹|姐妹|姐弟|兄妹)$")
_NOTED = re.compile(r"(?:^|[ ，。；、]|农村|城镇|城市|低保(?:边缘)?|五保|[一-鿿]户|另立户|家庭)$")
_FEW = ("2", "3", "4", "5", "6", "7", "8")
_HOUSE_OF = re.compile(
    rf"{_COUNT}口之家(?!的?(?:低保|标准|怎么|能|可以|补|该|多少))|"
    r"(?:一家子?|全家|家里)(?:老少|老小)?(?P<mouths>[二两三四五六七八九\d])张嘴"
)
_THESE = re.compile(rf"(?:我|俺|咱)(?:们)?(?:家)?这{_COUNT}口(?:人|之家|子)?(?=[，。；？]|$|[一-鿿])")
_MEMBER = compile_headed(
    r"(?:一直|现在|平时|常年|都)?(?:跟|和|随|与|在)着?(?:我|俺|来电人|其)(?:们|家){0,12}(?:两口子)?(?:一起|"
    r"一块儿?|共同)?(?:过|住|生活|居住|吃住)(?!不|院|几天|过)"
    r"|(?:接到|接来)(?:我|俺)们?家?(?:一起|一块)?(?:过|住)|(?:户口)?(?:跟|和|在)(?:我|"
    r"俺)们?(?:在)?(?:一个)?户口(?:本|簿)(?:上|里)?"
)
_NOT_MEMBER = compile_headed(
    r"(?:早就?|都|也|去年|前年|已经|全|远){0,12}(?:出嫁|出了嫁|嫁(?:人|到|出去|了|去|外|走|得远|在)|分家(?:了|"
    r"单过|另过)|分了家|另立门户|单过|另过|单独立户|"
    r"不(?:跟|和)(?:我|俺)们?(?:在)?(?:一起|一块|一个户口)(?:过|住|生活|本|簿)?|(?:成家)?另立(?:了)?(?:户口|户头|锅灶)|户口(?:早)?(?:就)?(?:迁|"
    r"转)(?:走|出去))(?!还是|的话|吗|么)"
)
_MAY_JOIN = frozenset(
    {"father", "mother", "parent", "father_in_law", "mother_in_law", "parents_in_law", "grandfather",
     "grandmother", "brother", "sister", "uncle_aunt", "nephew_niece", "relative", "grandchild", "son",
     "daughter", "grandparent"}
)  # fmt: skip
_MAY_LEAVE = frozenset({"son", "daughter", "child", "brother", "sister", "grandchild"})


_WISHED = re.compile(
    r"(?:想|打算|准备|要是|如果|万一|能不能|愿不愿意|愿意|不肯|肯不肯|以后|将来|是不是|有没有)[^，。；]{0,8}$"
)


def read_sizes(plain: str, people: People) -> Iterator[Said]:
    """How many live together (一家五口, 俺娘俩); the total alone, where one is told: 娘仨伺候，五口人."""
    total = count_added(plain) or find_total(plain, answers=bool(people.asked))
    if total is not None:
        yield from _size(plain, people, *total)
        return
    more = count_one_more(people) or count_couple_and(plain)
    if more is not None:
        yield from _size(plain, people, *more, whose=people.default)
        return
    joined = count_with_young(people) or count_with_elders(people)
    if joined is not None:
        if joined[1] is not None:
            yield from _size(plain, people, joined[0], joined[1], whose=people.default)
        return
    yield from _counted_sizes(plain, people)


def _counted_sizes(plain: str, people: People) -> Iterator[Said]:
    named = list(count_named(plain))
    for span, size in named:
        own = people.default if names_speaker(plain[slice(*span)]) else None
        yield from _size(plain, people, span, size, whose=own)
    for span, size in (*find_together(plain), *_counted(plain), *count_heads(plain)):
        if not any(start < span[1] and span[0] < end for (start, end), _ in named):
            yield from _size(plain, people, span, size)
    for span, one in find_two(plain, people):
        yield from _size(plain, people, span, 2, whose=one)
    yield from _of_these(plain, people)
    yield from _just_me(plain, people)
    for found in _SIZE.finditer(plain):
        if _MORE.match(plain, found.end()) or _JOINED_BY.search(plain, 0, found.start()):
            continue
        if not _is_household(plain, found) or _NO_FEWER.match(plain, found.end()):
            continue
        if _DO_SO.match(plain, found.end()) and not _ALL_OF.search(found.group()):
            continue
        number = number_at(plain, found.start("n"))
        if number is None and "十" not in found["n"]:
            number = number_at(plain, found.end("n") - 1)  # 一千八四口人
        if number is not None and number.exact and 1 <= number.low <= 20:
            yield from _size(plain, people, found.span(), int(number.low))


def with_children_apart(said: Iterable[Said], people: People) -> list[Said]:
    """俺两口子，儿子28了，自己过: that a child lives alone makes no home of one of who tells of it."""
    apart: set[str | None] = set()
    kept = []
    for one in said:
        if _is_of_a_house(one, people):
            continue
        of_one = one.fact == "household_size" and one.value == 1
        if of_one and (of := _child_apart(people, one.start)):
            apart.add(of.person)
            one = replace(one, fact="household_member", value=False, of=of)
        elif of_one and one.person in COUPLES:
            one = replace(one, value=2)  # 爸妈80，78，自己过
        kept.append(one)
    return [
        one for one in kept if (one.fact, one.value) != ("household_member", True) or one.person not in apart
    ]


# 就一处房子自己住: it is not let; nobody lives there alone. 在老屋自己住 is of one.
_HOUSE = re.compile(
    r"(?:^|[，。；！ ])(?:(?!在)[^，。；！ ]){0,10}"
    r"(?:房子?|屋子?|楼房?|平房|老宅|宅子|院子?|[一两二三几\d][套处间])"
    r"(?:也|都|是|就|就是|自家|我们|俺们?|[他她]){0,3}$"
)


def _is_of_a_house(one: Said, people: People) -> bool:
    """Is it said of a house that the family lives in it themselves?"""
    plain = people.plain
    alone = (one.fact, one.value) == ("household_size", 1)
    if not (alone or (one.fact == "living_place" and one.person != "self")):
        return False
    words = plain[one.start : one.end].startswith("自己住")
    return words and bool(_HOUSE.search(plain, max(0, one.start - 16), one.start))


def _child_apart(people: People, start: int) -> Mention | None:
    """The child named before `start`, where who speaks tells of a home of their own."""
    of = None if people.host else people.subject(start, start)
    if of is None or of.relation not in ("son", "daughter", "child") or of.end == of.start:
        return None
    own = any(m.person in ("self", "spouse") and m.topic for m in people.mentions)
    return of if own or people.asked == "household_size" else None


def _counted(plain: str) -> Iterator[tuple[tuple[int, int], int]]:
    """五口之家, 一家子四张嘴."""
    for found in _HOUSE_OF.finditer(plain):
        number = number_at(plain, found.start("n") if found["n"] else found.start("mouths"))
        if number is not None and number.exact:
            yield found.span(), int(number.low)


# 厂里上班，就我自己; but nobody else who helps: 没人帮着伺候，就我自己
_JUST_ME = re.compile(
    r"(?:(?<![一-鿿])|(?<=家里)|(?<=现在)|(?<=[保困]户))(?:就|只有?|光|仅)(?:剩)?(?:下)?[我俺]"
    r"(?:(?:自己|自个儿?)(?:一个人?)?|一个)(?:过|住){0,2}(?=[，。；！ ]|$|[年每]年)"
)
_AT_A_TASK = re.compile("伺候|照[顾看料]|帮|管|带|陪|官司|告|店|摊")


def _just_me(plain: str, people: People) -> Iterator[Said]:
    """就我自己, where nobody else is spoken of."""
    others = people.spoken.people or any(m.person not in (None, "self") for m in people.mentions)
    found = None if others or _AT_A_TASK.search(plain) else _JUST_ME.search(plain)
    if found is not None:
        yield from _size(plain, people, found.span(), 1)


def _of_these(plain: str, people: People) -> Iterator[Said]:
    """俺这三口人, which even a question knows."""
    for found in _THESE.finditer(plain):
        number, of = number_at(plain, found.start("n")), people.home(found.end(), found.end())
        if number is not None and number.exact and of is not None and 1 <= number.low <= 20:
            yield Said("household_size", int(number.low), of, *found.span())


def _is_household(plain: str, found: re.Match[str]) -> bool:
    """三口人 always; 三口 and 三人 only of a home, or alone in a note."""
    if found["unit"] in ("口", "囗"):
        if found["n"] in ("两", "二", "2") and re.match(r"我们|俺", found.group()):
            return False  # 我们两口: the couple, not the household
        alone = (
            _NOTED.search(plain, 0, found.start("n"))
            and found.end() < len(plain)
            and plain[found.end()] in " ，。；"
        )
        return bool(_OF_HOME.match(found.group())) or bool(alone)
    if found["unit"] == "人":
        noted = found["n"] in _FEW and plain.count(" ") >= 2 and found.group()[0] == found["n"]
        if noted and _NOTED.search(plain, 0, found.start("n")):
            return True  # 村会计报 脱贫户 3人
        return bool(re.match(r"家里|家中|户里|家庭|全家|共|[甲乙丙该某][户家]", found.group()))
    if _SIBLINGS.search(plain, 0, found.start("n")):
        return False
    if found["n"] in ("两", "二", "2"):
        return not found.group().startswith("我们")
    return True


def _size(
    plain: str, people: People, span: tuple[int, int], size: int, *, whose: Mention | None = None
) -> Iterator[Said]:
    of = whose or people.home(span[1], span[1])
    if of is not None and 1 <= size <= 20 and stance_of(plain, *span) is Stance.SAID:
        yield Said("household_size", size, of, *span)


def read_membership(plain: str, people: People) -> Iterator[Said]:
    """Who lives with the speaker (跟着我们过), and who has left home (嫁出去了, 分家单过)."""
    for pattern, belongs, may in ((_MEMBER, True, _MAY_JOIN), (_NOT_MEMBER, False, _MAY_LEAVE)):
        for found in pattern.finditer(plain):
            of = _nearest(people, found.start())
            if of is None or of.relation not in may or of.relation in OUTSIDE:
                continue
            if _WISHED.search(plain, max(0, found.start() - 10), found.start()):
                continue
            if stance_of(plain, *found.span()) is Stance.SAID:
                yield Said("household_member", belongs, of, *found.span())


def _nearest(people: People, start: int) -> Mention | None:
    """The one last spoken about before `start`, in the same sentence."""
    of = people.subject(start, start)
    if of is None or of.end == of.start or re.search(r"[。！？]", people.plain[of.end : start]):
        return None
    return of
