"""Who lives with who tells, counted with the rest: 公婆跟着俺过，俺自己带俩娃; 俩孙子跟着俺老两口过."""

from __future__ import annotations

import re
from collections.abc import Iterable, Iterator
from dataclasses import replace

from bot.understanding.mention import Mention
from bot.understanding.people.kinship import pair_of
from bot.understanding.people.whom import People
from bot.understanding.said import Said
from bot.understanding.stance import clause_start

Found = tuple[tuple[int, int], int | None]

_COUNTS = {"一": 1, "俩": 2, "两": 2, "二": 2, "仨": 3, "三": 3, "四": 4}
_PAIR = (
    r"公公婆婆|婆婆公公|公婆|爹娘|爹妈|爸妈|爸爸妈妈|父母|爷爷奶奶|姥姥姥爷|岳父岳母|丈人丈母娘|二老|俩老人|俩老的"
    r"|老爹老娘|[公爹爸]{1,2}[和跟、][我俺]?[婆娘妈]{1,2}|[婆娘妈]{1,2}[和跟、][我俺]?[公爹爸]{1,2}"
)
_ELDER = r"婆婆|公公|丈母娘|老丈人|岳母|岳父|奶奶|爷爷|姥姥|姥爷|老?娘|老?爹|妈妈?|爸爸?|母亲|父亲"
_WHO = rf"(?:[我俺他她]|孩子|娃)?(?:[他她])?(?:(?P<pair>{_PAIR})|(?P<one>{_ELDER}))"
_STAYS = r"(?:一起|一块儿?|在?一个锅里?)?(?:过(?![来去年得节])|住(?!院)|生活|吃住)"
_US = r"(?:我|俺|咱)(?:们)?(?:家|一家|俩|两口子?|娘[俩仨]|爷[俩仨])?"
# 俺爹妈跟着俺过, 俺跟着公公婆婆过, 公婆跟俺住一块
_ELDERS_HERE = re.compile(
    rf"{_WHO}(?:俩|两个|老两口)?(?:人|也|都|还|一直|现在|就)?(?:[跟和随]|都跟)着?{_US}{_STAYS}"
)
_WITH_ELDERS = re.compile(rf"{_US}(?:也|都|还|一直|现在|就)?[跟和随]着?{_WHO}(?:俩|老两口)?{_STAYS}")
_TOLD = re.compile(
    r"[一两二三四五六七八九十\d]口(?=[，。；！\s人过住]|$)|[两三四五六七八九\d]个人(?=[，。；！\s过住]|$)"
)
_MATE = (
    r"爱人|对象|老伴|老公|男人|那口子|老头子?|当家的|丈夫|老婆子?|媳妇|妻子"
    r"|[孩娃]子?[他她]?[爸爹妈娘]|[他她][爸爹妈娘]"
)
_GONE = re.compile(
    rf"(?:{_MATE})[^，。；！？]{{0,8}}?(?:没了|去世|死|不在了|走了|走得|跑了|过世|病故|牺牲|坐牢|判了)"
    r"|离(?:了|过)?婚|离异|丧偶|守寡|寡妇|(?:我|俺|自己|独自)?(?:自己|一个人|独自)(?:拉扯|带|养)"
)
_COUPLE = re.compile(r"两口子?(?!人)|夫妻|夫妇")
_MATES = re.compile(_MATE)
_CHILD = r"(?:孩子|娃娃?|儿子?|闺女|女儿|小子|妮子?|丫头|学生)"
_COUNTED = re.compile(
    rf"(?P<n>[一俩两二仨三四])个?(?:[^，。；我俺他她大小]{{1,6}}的)?(?:小)?{_CHILD}(?!媳妇)"
)
_NAMED_CHILD = re.compile(r"(?:儿子|闺女|女儿|(?<![一-鿿])儿)(?!媳妇)")
_OF_CORE = ("spouse", "son", "daughter", "child")
_BY_NUMBER = re.compile(r"口|个人|人口|^[\d一二两三四五六七八九]$|[仨俩]人")
# Others of whom it is not sure that they are counted, a child who works among them.
_MORE = re.compile(
    r"(?:儿子?|闺女|女儿|孩子|娃)[^，。；]{0,6}(?:打工|上班|务工|工作)|孙|哥|姐|妹|兄弟|叔|侄|甥|儿媳|女婿|[大小]姑|大伯|保姆"
)
_LEFT = re.compile(
    r"[^，。；！？]{0,10}(?:在外|外地|成了?家|结了?婚|嫁|分家|分出|另过|单过|不在家)[^，。；！？]{0,8}"
)


def count_with_elders(people: People) -> Found | None:
    """The words that tell of elders at home, and how many all are; None for it where the rest is not told.

    None at all where nobody else is told of, or a number is.
    """
    plain = people.plain
    found = _WITH_ELDERS.search(plain) or _ELDERS_HERE.search(plain)
    if found is None or _TOLD.search(plain):
        return None
    if (before := _told_before(people, found)) is not None:
        return before
    rest = _LEFT.sub("", plain[: found.start()] + "，" + plain[found.end() :])
    elders = found["pair"] or found["one"]
    living = _GONE.sub("", rest).replace(elders, "")
    told = _COUNTED.search(living) or _NAMED_CHILD.search(living) or _COUPLE.search(living)
    if told is None and not _MATES.search(living):
        return None
    core = None if _MORE.search(living) else _count_core(rest, living)
    return found.span(), core + (2 if found["pair"] else 1) if core else None


def _told_before(people: People, found: re.Match[str]) -> Found | None:
    """俺自己带俩娃, then 公婆跟着俺过: they come on top; of 一家三口 it is not sure."""
    sizes = [one for one in people.spoken.told if one.fact == "household_size"]
    ids = {m.person for m in people.mentions if found.start() <= m.start < found.end()} - {None, "self"}
    elders = {each for one in ids for each in (pair_of(one) or (one,))}
    if not sizes:
        core = any(one.relation in _OF_CORE for one in people.spoken.people)
        return (found.span(), None) if core else None
    new = elders.isdisjoint(one.id for one in people.spoken.people)
    by_name = isinstance(sizes[0].value, int) and not _BY_NUMBER.search(sizes[0].words)
    if not (new and by_name and elders):
        return found.span(), None
    return found.span(), sizes[0].value + (2 if found["pair"] else 1)


def _count_core(rest: str, living: str) -> int | None:
    """Who tells, with husband or wife and the children; None where any of that is not told."""
    if _COUPLE.search(living) or _MATES.search(living):
        adults = 2
    elif _GONE.search(rest):
        adults = 1
    else:
        return None
    counted = list(_COUNTED.finditer(living))
    if counted:
        return adults + _COUNTS[counted[0]["n"]] if len(counted) == 1 else None
    named = {one.group() for one in _NAMED_CHILD.finditer(living)}
    return adults + 1 if len(named) == 1 else None if named or "孩" in living or "娃" in living else adults


# 跟着俺老两口过, 跟俺两口子住
_WITH_US_TWO = re.compile(
    r"(?:跟|和|随|由)着?(?:我|俺|咱)们?(?:和老伴儿?|跟老伴儿?|老两口子?|老俩口?|两口子?|夫妻俩?)"
    r"(?:在?一起|一块儿?)?(?:过(?![来去年得节])|住(?!院)|生活|吃住|[，。；！]|$)"
)
_WE_TWO = re.compile(r"(?:我|俺|咱)们?老(?:两口子?|俩口?)(?=[，。；！了啊呢]|$)")
_RAISED = ("grandchild", "nephew_niece")
_HOW_MANY = re.compile(r"(?P<n>[俩两二仨三四])个?(?:小|亲|外)?$")


def count_with_young(people: People) -> Found | None:
    """How many an old couple and the grandchildren are who live with them, where those are told of."""
    found = _WITH_US_TWO.search(people.plain)
    number = _count_young(people) if found and not _with_parent(people, found.start()) else 0
    if found is None:
        found = _WE_TWO.search(people.plain)
        number = len([one for one in _raised_before(people) if one[1] == "relatives"]) if found else 0
    return (found.span(), 2 + number) if found and number else None


def _with_parent(people: People, place: int) -> bool:
    """闺女带着外孙跟着俺老两口过: does one of the children's parents come along?"""
    head = clause_start(people.plain, place)
    return any(head <= m.start < place and m.relation not in (*_RAISED, "self") for m in people.mentions)


def _count_young(people: People) -> int:
    """The grandchildren, nephews and nieces of the message, or else of the talk."""
    ids = {str(m.person): m for m in people.mentions if m.relation in _RAISED and m.person}
    single = {one for one in ids if not any(other.startswith(f"{one}-") for other in ids)}
    if len(single) == 1:
        counted = _HOW_MANY.search(people.plain, 0, ids[next(iter(single))].start)
        return _COUNTS[counted["n"]] if counted else 1
    return len(single) or len(_raised_before(people))


def _raised_before(people: People) -> list[tuple[str, object]]:
    return [
        (one.id, one.facts.get("living_place"))
        for one in people.spoken.people
        if one.relation in _RAISED and one.facts.get("household_member") is not False
    ]


# 跟着俺住, 跟着俺老两口过: never of who says it.
_WITH_ME = re.compile(r"(?:^|[^一-鿿]|也|都|就|现在|一直)?(?:跟|随)着(?:我|俺)们?")


def of_the_young(said: Iterable[Said], people: People) -> Iterator[Said]:
    """`said`, where it is told who lives with who tells: of the grandchildren of the talk, or of nobody."""
    for one in said:
        if one.fact != "living_place" or one.person != "self" or not _is_with_me(one, people.plain):
            yield one
            continue
        for known in people.spoken.people:
            if known.relation in _RAISED:
                of = Mention(one.start, one.start, known.id, known.relation)
                yield replace(one, value="relatives", of=of)


def _is_with_me(one: Said, plain: str) -> bool:
    head = clause_start(plain, one.start)
    return any(found.end() > one.start - 3 for found in _WITH_ME.finditer(plain, head, one.end))


__all__ = ["count_with_elders", "count_with_young", "of_the_young"]
