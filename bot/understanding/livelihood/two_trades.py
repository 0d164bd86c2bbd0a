"""What each of two does or has, told in one breath: 我们两口子一个卖菜一个在超市; 爸妈一个打工，一个看门."""

from __future__ import annotations

import re
from collections.abc import Iterator, Mapping

from bot.understanding.clauses.by_wording import read_wordings
from bot.understanding.mention import Mention
from bot.understanding.people.whom import People
from bot.understanding.said import Said
from knowledge import FactDefinition

_ONE_AND_ONE = re.compile(
    r"(?:一个|一人)(?P<one>[^，。；！？一]{1,12}?)[，、]?(?:另?一个|一人)(?P<other>[^，。；！？一]{1,12}?)(?=[，。；！？]|$|都|学校|每|工资|挣|孩)"
)
# Of whom it may be: a couple, or two who are named as one right before.
_TWO = re.compile(
    r"(?P<couple>(?:我|俺|咱)们?(?:两口子?|俩口?子?|夫妻俩?|夫妇俩?|跟(?:老公|媳妇|对象|爱人|老婆|老伴|孩子他[爸妈])|和(?:老公|媳妇|对象|爱人|老婆|老伴|孩子他[爸妈]))|两口子|夫妻俩|俩大人)"
    r"|(?P<parents>爸妈|父母|爹娘|爹妈|爸爸妈妈)"
)
# Of work the first that is told is taken to be of the first who is named; of which of the two an illness is
# cannot be known, and it is not asked of both.
_BY_ORDER = frozenset({"employment", "other_benefits"})
_OF_EACH = _BY_ORDER | {"self_care", "illnesses", "can_work"}
_REACH = 14
_SOMEBODY = "老公"  # the wordings want to know of whom a clause is


def with_two_trades(said: list[Said], people: People, facts: Mapping[str, FactDefinition]) -> Iterator[Said]:
    """`said`, with what each of two does or has, where one clause tells it of the one and of the other."""
    each = {match.span(): _each(match, people, facts) for match in _ONE_AND_ONE.finditer(people.plain)}
    spans = [span for span, heard in each.items() if heard is not None]
    for one in said:
        if one.fact not in _OF_EACH or not any(start <= one.start < end for start, end in spans):
            yield one
    for heard in each.values():
        yield from heard or ()


def _each(match: re.Match[str], people: People, facts: Mapping[str, FactDefinition]) -> list[Said] | None:
    """What is heard of each, nothing where only one works; None where one of the two parts tells nothing."""
    two = _pair(match.start(), people)
    parts = [_read(match[part], facts) for part in ("one", "other")] if two is not None else []
    if not parts or not all(parts):
        return None
    if not all(_BY_ORDER & told.keys() for told in parts):
        return []  # 一个瘫了一个打工: which of them works cannot be known
    spans = match.span("one"), match.span("other")
    return [
        Said(fact, value, of, *span)
        for of, told, span in zip(two, parts, spans, strict=True)
        for fact, value in told.items()
        if fact in _BY_ORDER
    ]


def _read(words: str, facts: Mapping[str, FactDefinition]) -> dict[str, object]:
    """What `words` tell of somebody."""
    people, told = People(_SOMEBODY + words), {}
    for one in read_wordings(people.plain, people, facts):
        if one.fact in _OF_EACH:
            told.setdefault(one.fact, one.value)
    return told


def _pair(start: int, people: People) -> tuple[Mention, Mention] | None:
    """The two who are named last before `start`."""
    named = list(_TWO.finditer(people.plain, max(0, start - _REACH), start))
    if not named or people.host is not None:
        return None
    at = named[-1].start()
    if named[-1]["couple"]:
        spouse = next((m for m in people.mentions if m.relation == "spouse" and m.person), None)
        person = spouse.person if spouse is not None else "spouse"
        return Mention(at, at, "self", "self"), Mention(at, at, person, "spouse")
    whose = people.mentions and any(m.relation in ("grandchild", "nephew_niece") for m in people.mentions)
    if whose:
        return None
    return Mention(at, at, "father", "father"), Mention(at, at, "mother", "mother")
