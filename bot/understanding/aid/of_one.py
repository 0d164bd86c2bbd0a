"""Whose 低保 it is: told of one person it is theirs, and of the others who are spoken of it stays open.

我娘有低保，我爹八十九: whether all of them have it or she alone is asked. 我娘有低保，我爹没有: she alone
has it. 我叔没低保: that takes nothing from my father, who has it.
"""

from __future__ import annotations

import re
from collections.abc import Collection, Iterable, Iterator, Mapping, Sequence
from dataclasses import replace

from bot.understanding.mention import Mention
from bot.understanding.people.kinship import COUPLES, OUTSIDE
from bot.understanding.said import Said
from bot.understanding.stance import clause_start
from knowledge import KnownSet, Person, Situation

OWN, STATUS, PERSONAL = "on_subsistence", "aid_status", "holds_personal_aid"
WHOLE, SINGLE = "subsistence", "subsistence_single"
OF_ONE = {SINGLE: True, WHOLE: False}
# 我娘一直吃着低保, 俺爹的低保停了; but 我姐家低保, 我和老伴的低保, 爸妈都吃低保 are of more than one.
_ONE_HAS = re.compile(
    r"[也就还倒可却才刚现在一直早已经去今前年月办批评吃领拿享受有是着了的过没不无未非]{0,10}"
)
_WITH_ANOTHER = re.compile(r"[和跟与、]$")
# 我爷爷不是特困，是低保: what it is not stands between.
_RATHER_HAS = re.compile(
    r"(?:现在|其实|可|并)?不是(?:什么)?(?:特困|五保)(?:户|供养|人员|对象)?[，、 ]{0,2}"
    r"(?:而|其实|就)?(?:是|吃|有)着?的?"
)
CORE = frozenset({"self", "spouse", "child", "son", "daughter"})


def own_aid(plain: str, of: Mention, span: tuple[int, int], *, held: bool, sure: bool) -> Iterator[Said]:
    """That the one who is named in the same clause has 低保, or has none; `sure` of 低保户 too."""
    start, end = span
    named = of.end > of.start and of.person != "self" and _is_one(of)
    rather = named and bool(_RATHER_HAS.fullmatch(plain, of.end, start))
    if not named or not (rather or clause_start(plain, start) <= of.start < start):
        return
    alone = rather or _ONE_HAS.fullmatch(plain, of.end, start)
    alone = alone and not _WITH_ANOTHER.search(plain, 0, of.start)
    if alone and (sure or "户" not in plain[start:end]):
        yield Said(OWN, held, of, start, end)


# 我爸低保，我妈不是; 我娘有，我爹也有
_OTHER_HASNT = re.compile(
    r"(?:可|却|就|倒|也|都){0,2}(?:不是|没(?:有|吃|领|办|享受|批)?|不吃|不领)(?:低保)?(?:户|呢|啊)?(?=[，。；！]|$)"
)
_OTHER_HAS = re.compile(
    r"(?:也|都){1,2}(?:有|是|吃|领|享受|拿)(?:着|的)?(?:低保)?(?:户|呢|啊)?(?=[，。；！]|$)"
)
_OTHER_STILL_HAS = re.compile(
    r"(?:可|却|就|倒|也|都|是){0,2}(?:有|吃着?|领着?|享受着?|拿着)(?:低保)?(?:呢|啊)?(?=[，。；！]|$)"
)
_TURN = re.compile(r"户?，(?:可是?|但是?)?")


def of_the_other(plain: str, mentions: Sequence[Mention], place: int, *, held: bool) -> list[Said]:
    """What is told, in the same few words, of another than who was said to have 低保, or not to."""
    turn = _TURN.match(plain, place)
    other = next((m for m in mentions if turn and m.start == turn.end()), None)
    if other is None or not _is_one(other) or "们" in plain[other.start : other.end + 1]:
        return []
    return list(_told_of(plain, other, _OTHER_HAS if held else _OTHER_STILL_HAS))


def read_likewise(plain: str, mentions: Sequence[Mention]) -> list[Said]:
    """爹也有, 我妈不是: nothing else than that one more of them has it, or has not."""
    first = next((m for m in mentions if m.start == 0 and _is_one(m)), None)
    told = _told_of(plain, first, _OTHER_HAS) if first is not None else ()
    return [one for one in told if one.end == len(plain)]


def _told_of(plain: str, other: Mention, has: re.Pattern[str]) -> Iterator[Said]:
    for told, held in ((_OTHER_HASNT, False), (has, True)):
        if found := told.match(plain, other.end):
            yield Said(STATUS, {WHOLE: held}, other, other.start, found.end())
            yield Said(OWN, held, other, other.start, found.end())


def _is_one(of: Mention) -> bool:
    """Is it one person of the family, and no couple?"""
    return of.person is not None and not of.person.endswith("parents") and of.relation not in OUTSIDE


def settled(said: Sequence[Said], known: Sequence[Situation], plain: str) -> list[Said]:
    """`said`, with what one of the family has and another has not put to each of them."""
    said = _of_one_where_told_so(said)
    if all(one.fact not in (OWN, STATUS) for one in said):
        return list(said)
    people = [person for home in known for person in home.people]
    has, hasnt = _told(said, True), {**_denied(said, plain), **_told(said, False)}
    had = {one.id: _mention(one) for one in people if _is_holder(one)}
    had_not = {one.id: _mention(one) for one in people if one.facts.get(OWN) is False}
    holders = {who: of for who, of in {**had, **has}.items() if who not in hasnt}
    without = {who: of for who, of in {**had_not, **hasnt}.items() if who not in has}
    if not (has or hasnt) or not without:
        return list(said)
    if not holders:
        return _of_the_whole(said, known, hasnt, plain)
    kept = [one for one in said if not _is_of_home(one, {*has, *hasnt})]
    pair = next(((a, b) for a in holders for b in without if _are_couple(a, b)), None)
    if pair is None:
        return [*kept, *_without_own(said, hasnt)]
    first = next(one for one in said if one.fact in (OWN, STATUS) and one.person in {*has, *hasnt})
    one, other = holders[pair[0]], without[pair[1]]
    told = [
        Said(STATUS, dict(OF_ONE), one, first.start, first.end),
        Said(PERSONAL, True, one, first.start, first.end),
        Said(PERSONAL, False, other, first.start, first.end),
    ]
    return [*(one for one in kept if one.fact != OWN or one.person not in pair), *told]


def _of_one_where_told_so(said: Sequence[Said]) -> list[Said]:
    """公公低保，单人保: the second word tells what the first one is, and all of them have none by it."""
    alone = {one.person for one in said if _tells(one, SINGLE)}
    alone &= {one.person for one in said if one.fact == PERSONAL and one.value is True}
    both = {one.person for one in said if one.person in alone and _tells(one, WHOLE)}
    kept = []
    for one in said:
        if one.person in both and _tells(one, SINGLE):
            kept.append(replace(one, value=dict(OF_ONE)))
        elif one.person not in both or not (one.fact == OWN or _tells(one, WHOLE)):
            kept.append(one)
    return kept


def _tells(one: Said, kind: str) -> bool:
    return one.fact == STATUS and isinstance(one.value, dict) and one.value.get(kind) is True


def _denied(said: Iterable[Said], plain: str) -> dict[str, Mention]:
    """Of whom a 没低保 is told that may be of the whole home: 还有我叔，71，没低保."""
    return {str(one.person): one.of for one in said if one.of and _is_denied_of_one(one, plain)}


def _is_denied_of_one(one: Said, plain: str) -> bool:
    """Is it of somebody who is named, and of no home of theirs (他家没低保)?"""
    of = one.of if one.fact == STATUS and one.value == {WHOLE: False} else None
    if of is None or of.end == of.start or of.person == "self" or not _is_one(of):
        return False
    return "家" not in plain[of.start : one.start]


def _without_own(said: Sequence[Said], hasnt: Mapping[str, Mention]) -> Iterator[Said]:
    """What is told of the home, said of each of these alone where it is not yet."""
    told = {one.person for one in said if one.fact == OWN}
    for one in said:
        if _is_of_home(one, hasnt) and one.person not in told:
            yield replace(one, fact=OWN, value=False)


def _of_the_whole(
    said: Sequence[Said], known: Sequence[Situation], hasnt: Mapping[str, Mention], plain: str
) -> list[Said]:
    """我家低保, and later 还有我叔，没低保: not of our home, which has it still."""
    there = {person.id for home in known for person in home.people}
    kin = {who: of for who, of in hasnt.items() if who not in there and of.relation not in CORE}
    if not any({WHOLE, SINGLE} & held_in(home) for home in known):
        return list(said)
    kept = [*(one for one in said if not _is_of_home(one, kin)), *_without_own(said, kin)]
    put = [each for one in kept for each in _but_one(one, there - {"self", str(one.person)}, plain)]
    granted = {one.person for one in put if one.fact == PERSONAL}
    return [one for one in put if one.fact != OWN or one.person not in granted]


def _but_one(one: Said, others: Collection[str], plain: str) -> list[Said]:
    """我家低保，孩子高二, and later 我媳妇没低保: another of them has it alone."""
    if one.of is None or not others or one.of.relation not in CORE or not _is_denied_of_one(one, plain):
        return [one]
    return [replace(one, value=dict(OF_ONE)), replace(one, fact=PERSONAL, value=False)]


def _is_holder(person: Person) -> bool:
    return person.facts.get(OWN) is True or person.facts.get(PERSONAL) is True


def tells_of_one(home: Situation) -> bool:
    """Is 低保 all that is known of the statuses of the home, but for those that it is said not to have?"""
    status = home.household.get(STATUS)
    return isinstance(status, KnownSet) and WHOLE in status.has | status.has_not and status.has <= {WHOLE}


def holder_of(home: Situation) -> Person | None:
    """The one person who was told to have 低保, where it was not said of all of the home."""
    return next((one for one in home.people if one.facts.get(OWN) is True), None)


def is_in_doubt(home: Situation) -> Person | None:
    """Who has 低保 of a home of which it is not known whether all of them have it."""
    status = home.household.get(STATUS)
    told = status.has | status.has_not if isinstance(status, KnownSet) else frozenset()
    if not told.isdisjoint({WHOLE, SINGLE}):
        return None
    return holder_of(home)


def with_whose(home: Situation, value: object) -> Situation:
    """`home` with whom 低保 is granted to, where it was open and is said to be of all, or of one alone."""
    if is_in_doubt(home) is None or not isinstance(value, KnownSet):
        return home
    theirs = [one for one in home.people if one.facts.get(OWN) is True]
    if WHOLE in value.has:
        for one in theirs:
            home = home.without_fact(one.id, OWN)
    if SINGLE not in value.has:
        return home
    rest = [one for one in home.people if one.facts.get(OWN) is not True and one.relation not in OUTSIDE]
    told = [*((one.id, PERSONAL, True) for one in theirs), *((one.id, PERSONAL, False) for one in rest)]
    return home.with_facts(told)


# 全家都有, 他俩都领着; 就她自己, 只批给俺娘了: the reply to whether all of them have it or the one alone.
_ALL_HAVE_IT = re.compile(
    r"(?:是|那)?(?:我们|俺们|咱|我|俺)?(?:全家|一家(?:子|人)?|家里人?|全部?|[他她]?俩人?|两个人?|老两口|大家|一起|一块儿?)"
    r"(?:人)?(?:都|一起|一块|也){0,2}(?:有|吃|领|享受|是)?(?:着|的|了|低保)*"
)
_ONE_HAS_IT = re.compile(
    r"(?:是|那)?(?:就|只|光|单独|单){0,2}(?:是|有)?(?:(?:批|办|评)?给|保)?(?:了)?(?:我|俺)?"
    r"(?:[他她]|老?[娘妈爹爸]|奶奶?|爷爷?|婆婆?|公公?|姥[娘姥爷]|父亲|母亲|老人|老伴|[哥姐弟妹叔姑舅姨])?"
    r"(?:自己|自个儿?|一个人|一人|个人|本人|单独|一个)(?:一个人)?(?:批|办|有|吃|领|享受|一份)?(?:的|着|了|低保)*"
)


def read_whose(plain: str) -> dict[str, bool] | None:
    """Whether all have it or the one alone, by a short reply; None where it says neither."""
    short = plain.strip("，。！？ ")
    if _ALL_HAVE_IT.fullmatch(short):
        return {WHOLE: True}
    return dict(OF_ONE) if _ONE_HAS_IT.fullmatch(short) else None


def _told(said: Iterable[Said], held: bool) -> dict[str, Mention]:
    return {str(one.person): one.of for one in said if one.fact == OWN and one.value is held and one.of}


def _is_of_home(one: Said, of: Collection[str | None]) -> bool:
    """Is it the 低保 of a home, told where one of these was told to have it, or not?"""
    return one.fact == STATUS and one.person in of and isinstance(one.value, dict) and WHOLE in one.value


def held_in(home: Situation) -> frozenset[str]:
    status = home.household.get(STATUS)
    return status.has if isinstance(status, KnownSet) else frozenset()


def _are_couple(one: str, other: str) -> bool:
    return any({one, other} == set(pair) for pair in COUPLES.values())


def _mention(person: Person) -> Mention:
    return Mention(0, 0, person.id, person.relation)
