"""Ages told by another's, or by the look of one: 我五十，老伴大我两岁; 我比他小四岁; 老太约七十."""

from __future__ import annotations

import re
from collections.abc import Iterator
from dataclasses import replace

from bot.understanding.mention import Mention
from bot.understanding.numbers import parse_number
from bot.understanding.people.kinship import COUPLES
from bot.understanding.people.mates import with_mate
from bot.understanding.people.parents import couple_of
from bot.understanding.people.subjects import PARENT_STATES
from bot.understanding.people.whom import People
from bot.understanding.said import Said
from bot.understanding.stance import clause_start

_YEARS = r"(?P<n>[一二两俩三四五六七八九十\d]{1,3})(?:来|多)?周?岁"
_THAN_I = re.compile(
    rf"(?:比[我俺]们?(?:也|还|都|才|就|又|得有|整整){{0,3}}(?P<how>大|小)|(?<!老)(?P<than>大|小)[我俺]){_YEARS}"
)
_I_THAN = re.compile(
    rf"[我俺]比(?:他|她|老伴儿?|老头子?|老婆子?|媳妇|老公|对象|爱人|当家的)(?P<how>大|小){_YEARS}"
)
# 爷爷八十九…奶奶比他小一岁; 老伴小他四岁; 爷爷七十三；奶奶小一岁.
_THAN_ANOTHER = re.compile(
    rf"(?:比(?P<of>他|她)(?:也|还|都|才|就|又|整整){{0,3}}(?P<how>大|小)|(?<!老)(?P<than>大|小|长)(?P<he>他|她)?){_YEARS}"
)
_SEXES = {"他": "male", "她": "female"}
_AT_MOST = 110
_YOUNGEST_PARENT = 16
_WITH_CHILDREN = frozenset(
    {"relative", "neighbour", "villager", "parent", "father", "mother", "spouse", "uncle_aunt"}
)
# 老太约七十, 男，目测五十岁: of strangers and in notes.
_ABOUT = re.compile(
    r"(?:(?:老(?:人|太|头|汉|妇|者)|孩|童|岁数|年纪|年龄|大娘|大爷|大妈)[子太]?，?"
    r"(?:看着|瞅着|目测|估计|约摸?|大约|大概|像是){1,2}|[男女]性?，?(?:看着|瞅着|目测|估计))有?"
    r"(?P<n>[一二三四五六七八九]?十[一二三四五六七八九]?|\d\d)(?:来|多)?"
    r"(?:周?岁|(?=[ ，。；左上]|$))(?!以[上下]|块|元)"
)

# 老两口，69和67; 我爸妈80，78; 爹娘一个八十一一个八十三: which of them is which is not told, so each is of an
# age between.
_OF_TWO = re.compile(
    r"(?:一个)?(?P<a>(?<!\d)[2-9]\d|[二三四五六七八九]十[一二三四五六七八九]??)岁?"
    r"(?:和|跟|[，、 ](?!一个)|[，、]?一个)"
    r"(?P<b>[2-9]\d|[二三四五六七八九]十[一二三四五六七八九]?)(?:岁(?!的)|了|(?=[，。；！ ]|$))"
)
_THE_TWO = re.compile(r"两口|[俩两]$|[俩两]个人?$|夫妻|夫妇")
_RELATIONS = {"father-in-law": "father_in_law", "mother-in-law": "mother_in_law"}
_RELATIONS |= {"mothers-father": "grandfather", "mothers-mother": "grandmother"}
_BEFORE_AGES = re.compile(
    r"(?:(?:两口子?|[俩两]人?|都|今年|现在|岁数|年纪|是|带着?|领着?)|[^，。；！？\d]{0,8}，){0,3}"
)


def ages_of_two(people: People) -> Iterator[Said]:
    """爸妈79和77, 俺老两口带俩孙子过，69和67: of both, from the younger age to the older."""
    for found in _OF_TWO.finditer(people.plain):
        ages = sorted(int(one.low) for one in map(parse_number, found.group("a", "b")) if one is not None)
        for of in _the_two(people, found.start()) if len(ages) == 2 else ():
            value = {"min": ages[0], "max": ages[1]} if ages[0] < ages[1] else ages[0]
            yield Said("age_years", value, of, *found.span())


def _the_two(people: People, start: int) -> list[Mention]:
    """The couple that is spoken of before `start`, where nobody else's ages they may be."""
    for one in reversed([m for m in people.mentions if m.end <= start and m.person and m.topic]):
        if not _BEFORE_AGES.fullmatch(people.plain, one.end, start):
            return []
        if one.person in COUPLES:
            both = COUPLES[one.person]
            return [Mention(one.start, one.end, who, _RELATIONS.get(who, who)) for who in both]
        if one.person == "self" and _THE_TWO.search(one.words or people.plain[one.start : one.end]):
            return [one, Mention(one.start, one.end, "spouse", "spouse")]
    return []


# 俺俩都六十八了, 老伴跟俺七十了: an age of both.
_ALSO = r"(?:今年|现在|也|都|快|已经|人){0,3}"
_OF_US = re.compile(rf"(?P<us>[我俺咱]们?(?:俩|两个)人?|(?:[我俺咱]们?)?(?:老两口子?|两口子|夫妻俩)){_ALSO}$")
_AND_ME = re.compile(rf"[跟和与同](?:我|俺){_ALSO}$")
_ENDS = re.compile(r"(?:来|多)?(?:岁|了|岁了|的人了)?(?=[，。；！ ]|$)")


def ages_of_us(ages: list[Said], people: People) -> Iterator[Said]:
    """What is told of one of the two who speak as of both: the same age of the other."""
    plain, aged = people.plain, {str(one.person) for one in ages}
    for one in ages:
        head = clause_start(plain, one.start)
        if one.of is None or not _ENDS.match(plain, one.end):
            continue
        us, and_me = _OF_US.search(plain, head, one.start), _AND_ME.search(plain, head, one.start)
        if us and one.person == "self":
            myself = Mention(us.start(), us.end(), "self", "self", words=us["us"])
            both = with_mate(myself, people.mentions, people.spoken.people)
        elif and_me and one.of.end == and_me.start() and one.of.relation == "spouse":
            both = (Mention(and_me.start() + 1, and_me.start() + 2, "self", "self"),)
        else:
            continue
        yield from (replace(one, of=each) for each in both if str(each.person) not in aged)


# 我四十九，妻子同年; 老伴跟我同岁; 我俩同岁: not 同年级, 同年下岗.
_ALIKE = re.compile(
    r"(?:[跟和与同](?P<me>我|俺))?(?:都|也|正好|是){0,2}"
    r"(?:同岁|同年生?|同龄|[一同]般大|一样大|一边大)(?:的|了)?(?=[，。；！、 ]|$)"
)
_WITH_ME = re.compile(r"(?:我|俺)[跟和与同]$")


def ages_alike(ages: list[Said], people: People) -> Iterator[Said]:
    """The age of one of two who are of an age, where that of the other alone is told, and exactly."""
    for found in _ALIKE.finditer(people.plain):
        pair, aged = _of_an_age(found, people), {str(one.person) for one in ages}
        told = [one for one in pair if str(one.person) in aged]
        if len(pair) != 2 or len(told) != 1:
            continue
        theirs = [one for one in ages if one.person == told[0].person]
        if isinstance(theirs[0].value, int) and all(one.value == theirs[0].value for one in theirs):
            yield replace(theirs[0], of=next(one for one in pair if one not in told))


def _of_an_age(found: re.Match[str], people: People) -> tuple[Mention, ...]:
    """The two whom 同岁 is said of: who is named right before it, and who speaks, or else of 我俩 both."""
    one = next((m for m in people.mentions if m.end == found.start() and m.person), None)
    if one is None:
        return ()
    myself = Mention(found.start(), found.start(), "self", "self")
    if one.person != "self":
        with_me = found["me"] or one.relation == "spouse" or _WITH_ME.search(people.plain, 0, one.start)
        return (one, myself) if with_me else ()
    if _THE_TWO.search(one.words):
        return with_mate(one, people.mentions, people.spoken.people)
    mate = {m.person: m for m in people.mentions if m.relation == "spouse" and m.person}
    return (one, *mate.values()) if len(mate) == 1 and not found["me"] else ()


def ages_about(people: People) -> Iterator[Said]:
    """Ages as they look: 老太约七十."""
    for found in _ABOUT.finditer(people.plain):
        of, about = people.subject(*found.span()), parse_number(found["n"])
        if of is not None and of.start == of.end and found.group().startswith("老"):
            of = Mention(found.start(), found.start(), "stranger", "stranger")
        if of is not None and about is not None and about.low >= 10:
            low = int(about.low)
            yield Said("age_years", {"min": low - 2, "max": low + 3}, of, *found.span())


def ages_beside(ages: list[Said], people: People) -> Iterator[Said]:
    """The ages that follow from the speaker's, where that one is told once and exactly."""
    own = [one.value for one in ages if one.of and one.of.person == "self"]
    mine = own[0] if own else None
    if not isinstance(mine, int) or any(age != mine for age in own):
        return
    for found in _THAN_I.finditer(people.plain):
        older = (found["how"] or found["than"]) == "大"
        yield from _told(found, mine, people.subject(found.start(), found.start()), people, older=older)
    for found in _I_THAN.finditer(people.plain):
        yield from _told(found, mine, None, people, older=found["how"] == "小")


def ages_apart(ages: list[Said], people: People) -> Iterator[Said]:
    """The ages that follow from another's, who was told of before and whose age is told exactly."""
    for found in _THAN_ANOTHER.finditer(people.plain):
        of = _told_of(found, people)
        known = {one.person for one in ages if not found.start() < one.end <= found.end()}
        if of is None or of.person in (None, "self", *known):
            continue
        than = _aged_before(found, of, ages, people)
        years = parse_number(found["n"].replace("俩", "两"))
        if than is None or years is None or not years.exact:
            continue
        older = (found["how"] or found["than"]) != "小"
        age = than + int(years.low) * (1 if older else -1)
        if 0 <= age <= _AT_MOST:
            yield Said("age_years", age, of, found.start("n"), found.end())


def _told_of(found: re.Match[str], people: People) -> Mention | None:
    """奶奶小一岁 names nobody beside her: said right behind her, where 我儿子小一岁 would be."""
    if found["of"] or found["he"]:
        return people.subject(found.start(), found.start())
    return next((m for m in people.mentions if m.end == found.start() and m.topic), None)


def _aged_before(found: re.Match[str], of: Mention, ages: list[Said], people: People) -> int | None:
    """The exact age told last of another, whom 他 or 她 may stand for; of one's wife or husband where
    neither is said."""
    he = found["of"] or found["he"]
    sexes = {m.person: m.sex for m in people.mentions if m.sex}
    mates = {one for couple in COUPLES.values() if of.person in couple for one in couple}
    before = sorted((one for one in ages if one.end <= found.start()), key=lambda one: -one.start)
    for one in before:
        if one.person == of.person or not isinstance(one.value, int):
            continue
        if he and sexes.get(str(one.person), _SEXES[he]) == _SEXES[he]:
            return one.value
        if not he and one.person in mates:
            return one.value
    return None


def ages_of_bereft(said: list[Said], people: People) -> list[Said]:
    """邻居家孩子爹妈都没了，7岁: a child's age is of the one child whose parents are told of, not of them."""
    children = {one.person: one.of for one in said if one.fact in PARENT_STATES and one.of is not None}
    if len(children) != 1 or any(one.fact == "age_years" and one.person in children for one in said):
        return said
    child = next(iter(children.values()))
    grown = _WITH_CHILDREN | ({"self"} if people.host and not people.host.young else set())
    return [replace(one, of=child) if _is_of_a_child(one, grown) else one for one in said]


def _is_of_a_child(one: Said, grown: frozenset[str]) -> bool:
    """Whether it is an age that none has who is a father or mother, or a neighbour with a child."""
    if one.fact != "age_years" or one.of is None or one.of.relation not in grown:
        return False
    return (one.value["max"] if isinstance(one.value, dict) else one.value) < _YOUNGEST_PARENT


def _told(
    found: re.Match[str], mine: int, of: Mention | None, people: People, *, older: bool
) -> Iterator[Said]:
    if of is None or of.person in (None, "self"):
        speaker = Mention(found.start(), found.start(), "self", "self")
        of = next(iter(couple_of(people, speaker)), None)
    years = parse_number(found["n"].replace("俩", "两"))
    if of is None or years is None or not years.exact:
        return
    age = mine + int(years.low) * (1 if older else -1)
    if 0 <= age <= _AT_MOST:
        yield Said("age_years", age, of, found.start("n"), found.end())
