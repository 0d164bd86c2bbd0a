"""A sum told of two at once: of each (我和对象每人挣1000), or of both together, which is of neither."""

from __future__ import annotations

import re
from dataclasses import dataclass, replace

from bot.understanding.mention import Mention
from bot.understanding.numbers import Number
from bot.understanding.people.kinship import COUPLES, YOUNG, couple_of_ids, pair_of
from bot.understanding.people.mates import with_mate
from bot.understanding.people.whom import People
from bot.understanding.said import Said
from bot.understanding.stance import Stance, clause_start, stance_of

from .old_age import LEAST, MOST

INCOMES = frozenset({"income_yuan_per_month", "income_per_member", "household_income_yuan_per_month"})
_PENSION = r"(?:基础|农村|居民|农民|老农民)?(?:养老[金钱]|农保|退休金|退休工资|老人钱)"
_PAY = rf"(?:{_PENSION}|失业金|工资|工钱|收入|低工资)"
_A_MONTH = r"(?:一个?月|每个?月|每月|月月|月(?=[收薪入]))"
_A_YEAR = r"(?:一年(?:到头|下来)?|每年|全年|年(?=[收薪入]))"
_WORK = r"(?:打零工|打工|上班|干活|种地|在厂里|在外|务工|务农)"
_TO_GET = (
    r"(?:领着?|拿着?|挣|开|发|给|进|有|能|是|就|也|都|才|只|靠|全|光|还|得|合|的|了|着|"
    r"大概|差不多|不到|到手|那点|这点)"
)
_OF_THEM = r"(?:口子|和|跟|与|同|我|老|俩|人|两个?人?|现在|如今|都退休了?|退休了?)"
_EACH = r"(?:(?<![就只光])一个?人头?|一个?人头?(?![有挣领拿])|每个?人头?|各(?:自|人)?)"
_FILL = rf"(?:{_PAY}|{_A_MONTH}|{_TO_GET}|{_OF_THEM})"
_TOLD_OF_EACH = re.compile(
    rf"(?:{_FILL}|{_WORK}){{0,8}}(?:{_EACH}(?:{_PAY}|{_A_MONTH}|{_TO_GET}){{0,6}}|(?<=[都])(?:是|有|领|拿|开|挣){{1,3}})"
)
_TOGETHER = re.compile(r"一共|总共|拢共|统共|合计|加起来|合起来|加一起|加一块|凑一块|共")
# The sum ends there, or what it is paid as follows: not 一人180的药费.
_SUM_ENDS = re.compile(
    rf"(?:多|来)?(?:块|元)?(?:钱)?(?:的)?(?:{_PAY}|{_A_MONTH}|吧|左右|上下|的样子|呢|啊|了){{0,3}}"
    r"(?=[，。；！？ ]|$)"
)
_OF_PAY = re.compile(rf"{_PAY}|{_A_MONTH}|{_WORK}|[挣领]")
# 我和对象都是厂里的，一人三千五
_AT_WORK = re.compile(
    r"厂|工人|环卫|饭店|超市|公司|工地|保洁|保安|店里|车间|单位|物业|外卖|快递|公益岗|服务员"
)
_OF_EACH_NAMED = re.compile(r"每|各|一个?人|都")
_EACH_OF_US = re.compile(r"各|每个?人")
# 两口子都上班一月一万出头: 都 is of the work, and not of the sum.
_BOTH_WORK = re.compile(rf"都(?:是|在[^，。；]{{0,6}})?{_WORK}(?={_A_MONTH})")
_AND = re.compile(r"[和跟与同、]?")
_US = re.compile(r"俩|两口|夫妻|夫妇|两个人")
_COUPLE = re.compile(r"(?:现在|家里|就|我们?)?小?(?:两口子?|俩口子?|夫妻俩?|夫妇俩?|夫妻两个?人?)")
_LIVE_ALONE = re.compile(r"(?:[他她]俩|俩人|两个人|老两口|二老)(?:自己|单独|在家)?(?:单?过|住|生活)")
_THEY = re.compile(
    r"(?:现在|家里|就)?(?:[他她]们?(?:俩|两口子|老两口|两个人?)|俩老(?:人|的)|两个老的|二老|老两口)"
)


_OF_A_COUPLE = ("self", "spouse", "child", "son", "daughter")
_NO_COUPLE = re.compile(r"[哥弟姐妹]|工友|同事|朋友|搭档|离婚|没结婚|单身")


@dataclass(frozen=True, slots=True)
class _Two:
    """Who the two are, whether who speaks is one of them, and the words besides their names.

    `ahead`: what is told of them in the clause before that of the sum. `couple`: of whom a sum told without
    more may be both together.
    """

    who: tuple[Mention, ...]
    ours: bool
    rest: str
    ahead: str = ""
    couple: bool = True


def read_of_two(plain: str, people: People) -> tuple[list[Said], set[int]]:
    """What each of two has, and where the sums end that are of both together: those are nobody's own."""
    each: list[Said] = []
    joint: set[int] = set()
    for number in people.numbers:
        two = _two_before(plain, people, number) if LEAST <= number.low <= MOST else None
        if two is None:
            continue
        if re.search(_A_YEAR, two.rest):  # 爸妈种地，一年两万: neither has all of it, nor is it by the month
            both = two.couple and not (two.ours or _EACH_OF_US.search(two.rest))
            joint |= {number.start} if both else set()
            continue
        ends = _SUM_ENDS.match(plain, number.end)
        told = f"{two.ahead}{two.rest}{ends.group() if ends else ''}"
        of_pay = people.asked in INCOMES or _OF_PAY.search(told) or _AT_WORK.search(two.ahead)
        if ends and of_pay and _TOLD_OF_EACH.fullmatch(two.rest):
            if stance_of(plain, number.start, number.end) is Stance.SAID:
                each += [
                    Said("income_yuan_per_month", number.to_json(), one, number.start, number.end)
                    for one in two.who
                ]
        elif ends and two.who and _TOGETHER.search(two.rest) and _they_alone(plain, people, two):
            each.append(_of_home(number, two.who[0]))
        elif two.couple and (not two.ours or _OF_EACH_NAMED.search(_BOTH_WORK.sub("", two.rest))):
            joint.add(number.start)
        elif ends and _TOGETHER.search(two.rest) and _STANDS_ALONE.fullmatch(two.rest):
            each.append(_of_home(number, two.who[0]))
    return each, joint


def _they_alone(plain: str, people: People, two: _Two) -> bool:
    """爸妈俩人过，退休金一共三千: is it told that the two old people are all of their home?"""
    known = any((one.fact, one.value) == ("household_size", 2) for one in people.spoken.told)
    return two.couple and not two.ours and (known or _LIVE_ALONE.search(plain) is not None)


def _of_home(number: Number, of: Mention) -> Said:
    """我两口子都退休了，一共3800: what a couple has is what its home has."""
    return Said("household_income_yuan_per_month", number.to_json(), of, number.start, number.end)


def _two_before(plain: str, people: People, number: Number) -> _Two | None:
    """The two of whom the sum is told: named in its clause, or in the one before where it names nobody."""
    head = clause_start(plain, number.start)
    two = _two_in(plain, people, head, number.start)
    if two is None and head == 0:
        return _two_known(plain, people, number)
    if two is not None or _named(people, head, number.start):
        return two
    rest = plain[head : number.start]
    before = _two_in(plain, people, clause_start(plain, head - 1), head - 1) or _one_by_one(
        people, head, rest
    )
    if before is None or not _STANDS_ALONE.fullmatch(rest):
        return None
    meant = _OF_EACH_NAMED.search(rest) or _TOGETHER.search(rest) or _WORKS.search(before.rest + rest)
    return replace(before, rest=rest, ahead=before.rest) if meant else None


def _two_known(plain: str, people: People, number: Number) -> _Two | None:
    """一人一月二百养老金, with nobody named: of who speaks and their mate, without other old ones.

    俩人养老金四百, of the old couple that was told of: of both of them together.
    """
    rest, ends = plain[: number.start], _SUM_ENDS.match(plain, number.end)
    mates = [one for one in people.spoken.people if one.relation == "spouse"]
    others = {one.relation for one in people.spoken.people} - {"self", "spouse"}
    alone = len(mates) == 1 and others <= YOUNG
    pension = re.search(_PENSION, rest + (ends.group() if ends else ""))
    old = [one for one in people.spoken.people if one.id != "self"]
    if pension and _BOTH_AT_HEAD.match(rest) and couple_of_ids([one.id for one in old]):
        return _Two(tuple(Mention(0, 0, one.id, one.relation) for one in old), False, rest)
    if not (alone and pension and re.search(_EACH, rest) and _STANDS_ALONE.fullmatch(rest)):
        return None
    return _Two((Mention(0, 0, "self", "self"), Mention(0, 0, mates[0].id, "spouse")), True, rest)


def _one_by_one(people: People, head: int, rest: str) -> _Two | None:
    """我爹70，我娘68，一人200养老金: the two named last, each in a clause of their own.

    Or as one: 公婆跟着俺过，都七十了，一人200.
    """
    named = {m.person: m for m in people.mentions if m.end <= head}
    both = [one for who, one in named.items() if who != "self"][-1:]
    if both and pair_of(both[0].person) and _OF_EACH_NAMED.search(rest):
        return _Two((both[0],), False, rest)
    mates = [one for one in named.values() if one.relation == "spouse"]
    if len(named) == len(mates) == 1 and people.default.person == "self" and _EACH_OF_US.search(rest):
        return _Two(
            (Mention(head, head, "self", "self"), mates[0]), True, rest
        )  # 六十九，老伴七十一，各一百七
    two = list(named)[-2:]
    ours = {named[one].relation for one in two} == {"self", "spouse"}
    if not _OF_EACH_NAMED.search(rest) or not (ours or couple_of_ids(two)):
        return None
    return _Two(tuple(named[one] for one in two), ours, rest)


_WORKS = re.compile(rf"{_WORK}|{_PAY}|[挣领]|退休")
_BOTH_AT_HEAD = re.compile(r"(?:俩人?|两个?人|他们?俩)(?!每|各|一个?人)")
_STANDS_ALONE = re.compile(
    rf"(?:{_A_MONTH}|{_A_YEAR}|{_TO_GET}|{_PAY}|{_EACH}|{_TOGETHER.pattern}|俩人?|两个?人){{0,6}}"
)


def _named(people: People, start: int, end: int) -> list[Mention]:
    return [m for m in people.mentions if start <= m.start and m.end <= end and m.person]


def _two_in(plain: str, people: People, start: int, end: int) -> _Two | None:
    named = _named(people, start, end)
    they = _THEY.match(plain, start, end)
    if they and not any(m.start >= they.end() or m.person == "self" for m in named):
        return _Two(tuple(_couple_of(people, start)), False, plain[they.end() : end])
    rest, ids = _without(plain, named, start, end), list({m.person: None for m in named})
    if ids == ["self"] and any(_US.search(m.words) for m in named):
        return _Two(_with_mate(people, named[0]), True, rest)
    if len(ids) == 2 and "self" in ids and any(m.relation == "spouse" for m in named):
        return _Two(tuple({m.person: m for m in named}.values()), True, rest)
    if len(ids) == 1 and pair_of(ids[0]):
        return _Two((named[0],), False, rest)
    if len(ids) == 2 and couple_of_ids(ids):
        return _Two(tuple({m.person: m for m in named}.values()), False, rest)
    if len(ids) == 2 and None not in ids and _AND.fullmatch(plain, named[0].end, named[-1].start):
        return _Two(tuple({m.person: m for m in named}.values()), "self" in ids, rest, couple=False)
    if not ids and (couple := _COUPLE.match(plain, start, end)):
        myself = Mention(start, couple.end(), "self", "self", words=couple.group())
        return _Two(_with_mate(people, myself), True, plain[couple.end() : end])
    return None


def _without(plain: str, named: list[Mention], start: int, end: int) -> str:
    """The words from `start` to `end` without those that name the people."""
    rest, place = "", start
    for one in named:
        rest += plain[place : one.start]
        place = max(place, one.end)
    return rest + plain[place:end]


def _with_mate(people: People, myself: Mention) -> tuple[Mention, ...]:
    """Who speaks, and the other of 我俩: the mate, where all told of are a couple and their children."""
    others = (one.relation for one in (*people.mentions, *people.spoken.people))
    alone = all(one in _OF_A_COUPLE for one in others) and not _NO_COUPLE.search(people.plain)
    return with_mate(myself, people.mentions, people.spoken.people, else_both=alone)


def _couple_of(people: People, place: int) -> list[Mention]:
    """The couple of old people named last before, or else in the conversation, or behind; may be nobody."""
    named = {m.person: m for m in people.mentions if m.start < place and m.person not in (None, "self")}
    behind = {m.person: m for m in people.mentions if m.start > place and m.person not in (None, "self")}
    told = {one.id: Mention(0, 0, one.id, one.relation, topic=False) for one in people.spoken.people[:2]}
    for of in (named, told, behind):
        two = list(of)[-2:] if of is named else list(of)[:2]
        if couple_of_ids(two):
            return [of[one] for one in two]
        if len(two) == 1 and two[0] in COUPLES:
            return [of[two[0]]]
    return []


__all__ = ["INCOMES", "read_of_two"]
