"""What comes in to a home, though nothing says so but whose it is or how many they are.

By the year of a couple (两口子打工一年六万) or of the parents of who is at school (父母一年收入四万，
我考上大专), and by the month beside how many they are: 四口人，没低保，一个月两千.
"""

from __future__ import annotations

import re
from collections.abc import Iterable, Iterator

from bot.understanding.mention import Mention
from bot.understanding.numbers import Number
from bot.understanding.people.kinship import YOUNG, couple_of_ids, pair_of
from bot.understanding.people.whom import People
from bot.understanding.said import Said
from bot.understanding.stance import Stance, clause_end, clause_start, stance_of

from .named import is_bare_by_month, is_for
from .of_two import INCOMES
from .pay import by_twelfth

_OF_HOME = "household_income_yuan_per_month"
_A_YEAR = r"(?:一年到头|一年下来|一年|全年|每年|年收入)"
_WORK = (
    r"(?:打零工|打工|上班|干活|干零活|种地|种大棚|务工|做工|跑车|摆摊|卖菜|开店|在工地|在厂里|在外面|在外头|在外地|在外|"
    r"养[猪羊牛鸡鸭])"
)
_FILL = (
    r"(?:总共|一共|拢共|统共|加起来|大概|差不多|不到|俩人|两个人|两人|两个|俩|现在|平时|收入|收|也|就|才|都|能|挣|赚|进|落|剩|见|有|"
    r"是|的|个|了|到手|靠|和|跟|与|我|加)"
)
_BY_YEAR = re.compile(rf"(?=.{{0,16}}{_A_YEAR})(?:{_A_YEAR}|{_WORK}|{_FILL}){{1,10}}")
_OF_EACH = re.compile(r"每人|各|一个?人(?!家)|平均|人均")
_ENDS = re.compile(
    r"(?:多|来)?(?:块|元)?(?:钱)?(?:吧|左右|上下|的样子|的?收入|了|呢){0,2}(?=[，。；！？ ]|$)"
)
_US = re.compile(r"(?:我们?|俺们?|咱们?)?(?:家)?(?:老|小)?(?:两口子?|俩口子?|夫妻俩?|夫妇俩?|俩人|两个人|俩)")
_FAMILY = YOUNG | {"self", "spouse"}
_NO_COUPLE = re.compile(r"[哥弟姐妹]|工友|同事|朋友|搭档|离婚|没结婚|单身|光棍|娘俩|爷俩|母女|母子")
# 我考上大专, 我高三: who lives on what the parents bring.
_I_STUDY = re.compile(
    r"(?:(?<!给)我|俺)(?:今年|现在|刚|也|才|还在|在|是){0,3}(?:考上|考取|考了|读|念|上[大高初中专本学]|[大高初研][一二三四]|大专|本科|学生|中专)"
)
LEAST_YEAR, MOST_YEAR = 2000, 200_000

_COUNT = re.compile(
    r"(?:(?:我|俺|咱|现在|一共|总共|农村|城里|城镇|户口|老家)们?|家里?|就|有|是|一|全){0,6}"
    r"(?:[一两二三四五六七八九十\d]{1,2}口(?:人|子)?|(?:老|小)?两口子?|夫妻俩|[我俺]俩)(?:过|人)?(?:了|都)?"
    r"(?:农村|城里|城镇|村里)?(?:的|户口)?"
)
# What tells of no cost: 没低保, 桓台农村户口, 没孩子. A flat that is not there may be paid for by the month.
_HARMLESS = re.compile(
    r"[^，。；]{0,6}(?:户口|农村|城里|城镇|村里|[县区市镇])(?:的|人)?|[张周临淄博桓高沂][一-龥](?:的|人|城里|农村|户口){0,2}|"
    r"(?:也)?(?:没|没有|无)(?:孩子|低保|车|存款|积蓄|地|残疾证?|大病|别的|啥病|老人|[，、]){1,4}"
)
_AID = re.compile(r"(?<!没)(?<!没有)(?<!无)(?<!没吃)(?<!没领)(?<!没办)(?:低保|五保|特困|补贴|残补|津贴|救济)")
_ASKS_BEHIND = re.compile(
    r"(?:多|来)?(?:块|元)?(?:钱)?(?:收入)?(?:能|可以|够|可)[^，。；]{0,8}(?:低保|困难|救助|补助|补贴|申请|啥|什么)"
)
_RENTED = re.compile(r"租|赁|房费")  # 租个单间，一家三口，一个月六百
_CLAUSES_BACK = 4


def with_sums_of_home(said: Iterable[Said], plain: str, people: People) -> Iterator[Said]:
    """`said`, where such a sum is what the home has, and what was read of it before gives way to that."""
    said = list(said)
    for number in people.numbers:
        of = _by_year(plain, people, number)
        if of is not None:
            said = [one for one in said if not (one.fact in INCOMES and one.start <= number.start < one.end)]
            if of.person is not None:
                said.append(Said(_OF_HOME, by_twelfth(number).to_json(), of, number.start, number.end))
        elif not any(one.fact in INCOMES and one.value for one in said) and _beside_count(
            plain, people, number
        ):
            whose = people.subject(number.start, number.end) or people.default
            said.append(Said(_OF_HOME, number.to_json(), whose, number.start, number.end))
    yield from said


def _by_year(plain: str, people: People, number: Number) -> Mention | None:
    """Of whose home a sum by the year is that is told of two at once; of nobody where it is not known."""
    head = clause_start(plain, number.start)
    if not LEAST_YEAR <= number.low <= number.high <= MOST_YEAR or "年" not in plain[head : number.start]:
        return None  # most numbers are none: the parts of the clause need not be looked at
    two, rest = _two_in(plain, people, head, number.start)
    whole = _ENDS.match(plain, number.end)
    if two is None or not whole or not _BY_YEAR.fullmatch(rest) or _OF_EACH.search(rest):
        return None
    if is_for(plain, head, clause_end(plain, number.end)):
        return None
    if stance_of(plain, number.start, number.end) is Stance.OPEN:
        return None
    return two


def _two_in(plain: str, people: People, head: int, end: int) -> tuple[Mention | None, str]:
    """The home of the two that the clause names, and the clause without them."""
    named = [m for m in people.mentions if head <= m.start and m.end <= end and m.person]
    ids = {m.person for m in named}
    rest, place = "", head
    for one in named:
        rest, place = rest + plain[place : max(one.start, place)], max(place, one.end)
    rest += plain[place:end]
    myself = Mention(head, end, "self", "self")
    if {m.relation for m in named} == {"self", "spouse"} and _are_couple(people):
        return myself, rest
    if "parents" in ids or couple_of_ids(ids) == "parents":
        return (myself if _studies(people) else Mention(head, end, None, "other")), rest
    if len(ids) == 1 and pair_of(next(iter(ids))):
        return Mention(head, end, None, "other"), rest
    us = _US.match(rest) if ids <= {"self"} and _are_couple(people) else None
    if us is None and not (ids == {"self"} and any("俩" in m.words for m in named)):
        return None, rest
    return myself, rest[us.end() if us else 0 :]


def _are_couple(people: People) -> bool:
    """Are none but husband, wife and their children told of?"""
    told = {one.relation for one in (*people.mentions, *people.spoken.people)}
    return told <= _FAMILY and not _NO_COUPLE.search(people.plain)


def _studies(people: People) -> bool:
    known = next((one for one in people.spoken.people if one.id == "self"), None)
    at_school = known is not None and known.facts.get("school_stage") not in (None, "none")
    return at_school or bool(_I_STUDY.search(people.plain))


def _beside_count(plain: str, people: People, number: Number) -> bool:
    """Is it a bare sum by the month behind how many they are, with nothing between that it could be for?"""
    head, tail = clause_start(plain, number.start), clause_end(plain, number.end)
    ends = number.end if _ASKS_BEHIND.match(plain, number.end) else tail
    if "cost" in people.asked or not is_bare_by_month(plain, head, number, ends):
        return False
    if stance_of(plain, number.start, number.end) is Stance.OPEN or is_for(plain, head, tail):
        return False
    if _AID.search(plain, 0, head) or _RENTED.search(plain, 0, head):
        return False
    for _ in range(_CLAUSES_BACK):
        if head == 0:
            return False
        end, head = head - 1, clause_start(plain, head - 1)
        if _COUNT.fullmatch(plain, head, end) or _COUNT.fullmatch(_unplaced(plain[head:end])):
            return True
        if not _HARMLESS.fullmatch(plain, head, end):
            return False
    return False


def _unplaced(clause: str) -> str:
    """张店城里三口人: without the place that stands ahead."""
    return re.sub(r"^[张周临淄博桓高沂][一-龥](?:区|县)?", "", clause)


__all__ = ["with_sums_of_home"]
