"""A message on several homes told one after the other, each read by itself.

我们村有两户，头一户是监测户，儿子读技校；第二户老两口…: what is told of the second is not of the first,
though the same words name the people of both.
"""

from __future__ import annotations

import re
from collections.abc import Iterable, Iterator, Mapping
from dataclasses import dataclass, replace

from bot.messages import Evidence
from bot.text.surnames import SURNAMES
from bot.understanding.gather import Gathered
from bot.understanding.mention import Mention
from bot.understanding.people.kinship import OUTSIDE
from bot.understanding.people.own_told import tells_of_own
from bot.understanding.said import Said
from knowledge import FactDefinition, Person, Situation

from .named_homes import are_all_aged, begins_named, named_in

_HOME = r"(?:[家户](?![口长政])|个(?:家庭|困难户|学生|孩子))(?!医院|公司|单位|银行|厂|店|学校|机构|养老院)"
_FIRST = rf"(?:第一|头一|头){_HOME}|甲[户家]"
_SECOND = (
    rf"(?:第二|二一|另外?一|另|再一|下一){_HOME}|乙[户家]|"
    r"(?<=[，。；：！？ ])(?:还有|再有?)?一[户家](?![人子口])"
)
_THIRD = rf"(?:第三|三一){_HOME}|丙[户家]"
_NEXT = re.compile(
    rf"(?:还有|再有|另外)?(?:(?:第[二三四五]|下一|又一|再一|另外?一?){_HOME}|还有一[户家](?!人|子|口|医院|公司|单位))"
)
_NEXT_HEADS = ("还", "再", "另", "第", "下", "又")
_MARKS = re.compile(rf"(?P<first>{_FIRST})|(?P<second>{_SECOND})|(?P<third>{_THIRD})")
_AT_ONCE = 6  # 一家是我家, 2本人: so near to its mark one's own is one of them
_NUMBERS = {"first": 0, "second": 1, "third": 2}
# 我们村两户，一户脱贫…；一户低保: the second word for the first.
_EACH = re.compile(r"(?<=[，。；：！？、 ])(?:另外?|还有|再有?)?一[户家](?![人子口])")
_EACH_PUPIL = re.compile(
    r"(?<=[，。；：！？、 ])(?:另外?|还有|再有?)?一个(?=是?[^，。；]{0,4}[男女]|是?[^，。；]{0,3}年级)"
)
# 为两个家庭反映，一个叫果果，女孩…另一个是军军; 替班里两个人问，一个是老鲍…另一个姓瞿; 现有两户，一户孙某
_EACH_NAMED = re.compile(
    rf"(?<=[，。；：！？、 ])(?:另外?|还有|再有?)?一[个户位](?=叫|是?姓|是?老[一-鿿]，|是?[{SURNAMES}]某|"
    r"是?[一-鿿]{2}，[男女])"
)
_SEVERAL_NAMED = re.compile(
    r"(?:两|俩|三|几)(?:个(?:家庭|家长|人(?!口)|老人|孩子|学生|工人|工友|员工|住户)|户|家|位)(?!医院|公司|单位)"
)
# 一人问两户：1母80低保 2本人…: the figure is none of theirs. Those called by name are a list of their own.
_SIGN = re.compile(
    r"(?<=[，。；： ])(?![1-4][年月日号岁个口人级户家套间次天点万千百元块亩头只张份门条台期成辆层名位])"
    rf"(?![1-4][.、）)]?[{SURNAMES}][一-鿿]{{1,2}}[，（(])[1-4][.、）)]?(?=[一-鿿])"
)
# 跑了两家医院，一家说要手术…: what is counted there are no homes.
_NO_HOMES = (
    r"口|医院|卫生[院室]|诊所|药店|公司|单位|银行|[^，。；]{0,3}[厂店]|学校|幼儿园|机构|养老|敬老|护理|工地|法院|律|中介|"
    r"亲戚|亲家|的?[房屋地]|[^，。；]{0,4}(?:院|所|中心)(?=[，。；]|$)"
)
_SEVERAL = re.compile(
    rf"(?:两|俩|2|二|三|3|几)(?:[家户](?!{_NO_HOMES})|个(?:家庭|困难户|人家|低保户|贫困户))|"
    r"(?:两|俩|2)头|手[上里]的?几家"
)
_SEVERAL_PUPILS = re.compile(
    r"(?:班[里上]|学校里|我教)的?[^，。；我俺咱]{0,6}(?:两|俩|三)个?[^，。；]{0,3}(?:学生|孩子|娃)"
)
# What is asked for all of them, behind the last.
_ASKED = re.compile(
    r"(?<=[，。；！？ ])(?:我|俺|来电人?)?(?:就|也|还|现在)?"
    r"(?:想(?:请教|问|知道|打听)|请教|请问|请(?:镇|街道|上级|领导|民政|社区|区里|有关|贵)|问(?:能|各|可|是|分|怎|一|他|这|走)|拿不准|不知道|这[两俩三]|"
    r"[两俩三][家户个](?:的|都|各|分|能|孩子)|各(?:能|自|享|该)|他们(?:各|能|都)|咋|怎么)"
)


# 我和我哥两家，一家种地…我六十五了: who tells of their own people is read as one who does.
_OF_OWN = re.compile(
    r"(?:我|俺|咱)们?(?:自己)?(?:的|家(?:里)?的?)?(?:[爸妈爹娘儿女闺媳男公婆哥弟姐妹孙爷奶姥舅姑姨叔伯]|老[公婆伴头]|对象|爱人|丈|孩|两口)|"
    r"(?:我|俺|咱)们?家"
)
_OWN_BEHIND = re.compile(
    r"(?:我|俺|咱)(?!(?<=咱)[一-鿿]{2,4}人[，。])(?!们?(?:想|就|问|村|庄|班|社区|这[里边]))"
)
# 我村两户：老王家儿子精神病…；老赵家媳妇乳腺癌
_NAMED = re.compile(
    rf"(?<=[，。；：！？、 ])(?:还有|另外?)?(?:(?:村|庄)?[东西南北前后][头边街院]的?)?"
    rf"(?:老|姓)?[{SURNAMES}]家(?!里有|务)"
)
# 我是网格员，有个老太太瘫痪，还有一家三口男的尿毒症: one of an office tells of one, and then of a home.
_OF_OFFICE = re.compile(
    r"(?:^|[，。；])(?:我|俺)是[^，。；]{0,10}(?:网格员|书记|主任|会计|社工|干部|村医|志愿者|委员|协理员|工作人员)"
)
_ONE_OF_THEM = re.compile(
    r"(?<=[，。；])(?:辖区|村里|社区|这[边里])?有一?[个位](?=[^，。；]{0,4}[老孤残独男女大])"
)
_AND_A_HOME = re.compile(r"(?<=[，。；])(?:还|另外?|再)有一[家户](?!医院|公司|单位|银行|店|学校)")
# 都是我们村的，我是会计: told of all of them, and of who asks.
_OF_ALL = re.compile(
    r"(?<=[，。；！？ ])(?:他们)?(?:都|全|[俩仨]){0,2}(?:是|在|住)?(?:我|俺|咱)们?(?:一个|这个?|同一个)?"
    r"(?:村|社区|庄|小区|楼|街道|片)|(?<=[，。；！？ ])(?:我|俺)是"
)
_RUNS = (
    (_EACH_NAMED, _SEVERAL_NAMED),
    (_EACH, _SEVERAL),
    (_NAMED, _SEVERAL),
    (_SIGN, _SEVERAL),
    (_EACH_PUPIL, _SEVERAL_PUPILS),
)


def parts_on_homes(plain: str) -> tuple[str, ...]:
    """`plain` once for each home it tells of, with what is told of the others blotted out; () for one."""
    marks = _marks(plain)
    if len({number for _, number in marks}) < 2:
        return ()
    spans = list(_spans(plain, marks))
    numbers = sorted({number for number, _, _ in spans if number >= 0})
    begins = {start for start, _ in marks}
    signs = [m.span() for m in _SIGN.finditer(plain) if m.start() in begins]
    return tuple(
        _blotted(plain, [*signs, *((start, end) for of, start, end in spans if of != number)])
        for number in numbers
    )


def _marks(plain: str) -> list[tuple[int, int]]:
    """Where the talk turns to which home, by place; the first must come first."""
    found = [(m.start(), _NUMBERS[str(m.lastgroup)]) for m in _MARKS.finditer(plain)]
    first = next((start for start, number in found if number == 0), None)
    if first is not None and _SEVERAL.search(plain):
        return [one for one in found if one[0] >= first]
    for each, several in _RUNS:
        told = several.search(plain)
        starts = [m.start() for m in each.finditer(plain, told.end())] if told else []
        if 2 <= len(starts) <= 4 and not _of_own(plain, starts):
            return [(start, number) for number, start in enumerate(starts)]
    one, home = _ONE_OF_THEM.search(plain), _AND_A_HOME.search(plain)
    if one and home and one.start() < home.start() and _OF_OFFICE.search(plain) and not tells_of_own(plain):
        return [(one.start(), 0), (home.start(), 1)]
    return _marks_of_named(plain)


def _marks_of_named(plain: str) -> list[tuple[int, int]]:
    """老王75五保，李奶奶79儿子不管; 张三家着火，李四家娃白血病: none of them who speaks."""
    marks = named_in(plain)
    if not marks or tells_of_own(plain) or _OF_OWN.search(plain, 0, marks[0][0]):
        return []
    of_all = _OF_ALL.search(plain, marks[-1][0])
    told = plain[: of_all.start()] if of_all else plain
    own = not are_all_aged(plain) and _of_own(told, [start for start, _ in marks])
    return [] if own else marks


def _of_own(plain: str, starts: list[int]) -> bool:
    """Does who speaks tell of their own people, before the first or in the middle of another?"""
    if _OF_OWN.search(plain, 0, starts[0]):
        return True
    ends = [*starts[1:], len(plain)]
    for start, end in zip(starts, ends, strict=True):
        asked = _ASKED.search(plain, start, end)
        if _OWN_BEHIND.search(plain, start + _AT_ONCE, asked.start() if asked else end):
            return True
    return False


def _spans(plain: str, marks: list[tuple[int, int]]) -> Iterator[tuple[int, int, int]]:
    """(number, start, end) of each part; -1 for what is asked for all, which tells of nobody."""
    last = max(start for start, number in marks if number == max(n for _, n in marks))
    first_of_last = next(start for start, number in marks if number == max(n for _, n in marks))
    ends = [start for start, _ in marks[1:]] + [len(plain)]
    for (start, number), end in zip(marks, ends, strict=True):
        asked = _ASKED.search(plain, start, end) if first_of_last <= start <= last else None
        if of_all := begins_named(plain, start) and end == len(plain) and _OF_ALL.search(plain, start):
            end = of_all.start()
        yield number, start, asked.start() if asked else end
        if asked:
            yield -1, asked.start(), end


def _blotted(plain: str, spans: list[tuple[int, int]]) -> str:
    """A note stays one, whose entries are set apart by spaces."""
    blot = " " if plain.count(" ") >= 2 else "。"
    for start, end in spans:
        plain = plain[:start] + blot * (end - start) + plain[end:]
    return plain


@dataclass
class _Numbering:
    """New names for those of a further home who are called like those of the homes before."""

    home: str
    number: int
    taken: frozenset[str]

    def of(self, person: str) -> str:
        """villager-2 for the villager of the second home, villager-2-son for the son there."""
        if person not in self.taken:
            return person
        head, dash, rest = person.partition("-")
        return f"{head}-{self.number}{dash}{rest}" if head in _OUTSIDE else f"{person}-{self.number}"


_OUTSIDE = dict.fromkeys(("neighbor", *OUTSIDE))
VILLAGER = "villager"


def joined(homes: Iterable[Gathered], *, named: bool = False) -> Gathered:
    """All that was gathered of each home, as homes of one message; `named`: each of them is of a villager."""
    homes = list(homes)
    situations: list[Situation] = []
    evidence = []
    told = {p.id for gathered in homes for s in gathered.situations for p in s.people if p.facts}
    for gathered in homes:
        taken = frozenset(person.id for situation in situations for person in situation.people)
        for situation in gathered.situations:
            name = _Numbering(f"h{len(situations) + 1}", len(situations) + 1, taken)
            people = tuple(
                Person(name.of(p.id), p.relation, p.facts, p.called)
                for p in situation.people
                if p.facts or p.id not in told | taken  # who only speaks of both is of neither
            )
            if (
                named and not people
            ):  # 张三家着火: nothing is told of anyone there, and it is not the speaker's
                people = (Person(name.of(VILLAGER), VILLAGER, {}),)
            evidence += [
                replace(one, household=name.home, person=one.person and name.of(one.person))
                for one in gathered.evidence
                if one.household == situation.id
            ]
            situations.append(replace(situation, id=name.home, people=people))
    return Gathered(tuple(situations), tuple(evidence))


# 另一户是我小姨家
_OWN_KIN = re.compile(
    r"[，：]?(?:是|住的是)?(?:我|俺|咱)们?(?:的)?[^，。；！？我俺]{1,4}(?<!自己)(?<!老)家"
    r"(?=[，。：；的 ]|困难|里)"
)


def turns_to_next(plain: str) -> bool:
    """另一户李家，儿子…: does a later message begin with one more home, and tell of none of one's own?"""
    found = _NEXT.match(plain) if plain[:1] in _NEXT_HEADS else None
    kin = _OWN_KIN.match(plain, found.end()) if found else None
    return found is not None and not _OWN_BEHIND.search(plain, kin.end() if kin else 0)


def with_next(known: tuple[Situation, ...], further: Gathered) -> Gathered:
    """`known` and the home of `further`, told of by itself, under names that nobody has yet."""
    number = len(known) + 1
    while any(home.id == f"h{number}" for home in known):
        number += 1
    taken = {person.id.partition("-")[0] for home in known for person in home.people} & _OUTSIDE.keys()
    names = {
        person.id: _Numbering(f"h{number}", number, frozenset({person.id})).of(person.id)
        if person.id.partition("-")[0] in taken
        else person.id
        for home in further.situations
        for person in home.people
    }
    household = {key: value for home in further.situations for key, value in home.household.items()}
    people = (replace(one, id=names[one.id]) for home in further.situations for one in home.people)
    told = (
        replace(one, household=f"h{number}", person=one.person and names[one.person])
        for one in further.evidence
    )
    return Gathered((*known, Situation(f"h{number}", household, tuple(people))), tuple(told))


# 这家没有低保, 那一户六口人: the home told of last.
_THAT_HOME = re.compile(
    rf"(?:[这那]一?|另外?一?|他们?|她们?)[家户](?!人|子|口|里人|医院|公司|单位|银行|厂|店|学校)|老?[{SURNAMES}]家(?!里?有事)"
)


_THIS_HOME = re.compile(
    r"(?:可|那|而)?(?:我|俺|咱)们?(?:自己)?家(?!的?[亲邻老])(?:里|也|倒|就)?(?=[^，。；]{2})"
)


def home_meant(plain: str, known: tuple[Situation, ...], told: tuple[Evidence, ...]) -> Situation | None:
    """Of several homes the one told of last where a message begins with 这家, one's own where with 我家."""
    if len(known) < 2 or not told:
        return None
    if _THIS_HOME.match(plain):
        return next((home for home in known if any(one.relation == "self" for one in home.people)), None)
    if not _THAT_HOME.match(plain) or _OWN_BEHIND.search(plain):
        return None
    return next((home for home in known if home.id == told[-1].household and home.people), None)


def of_that_home(
    said: Iterable[Said], home: Situation | None, facts: Mapping[str, FactDefinition]
) -> Iterator[Said]:
    """`said`, what is of a household put to that of `home`, where one is meant."""
    if home is None:
        yield from said
        return
    one_there = next((one for one in home.people if one.relation == "self"), home.people[0])
    for one in said:
        definition = facts.get(one.fact)
        if definition is not None and definition.scope == "household":
            one = replace(one, of=Mention(one.start, one.start, one_there.id, one_there.relation))
        yield one


__all__ = ["home_meant", "joined", "of_that_home", "parts_on_homes", "turns_to_next", "with_next"]
