"""Facts by what a clause says as a whole, where no wording of `patterns/` is met.

People say the same in more ways than wordings can hold (今天拉货明天歇 for 打零工). A linear model over
the runs of characters and sounds of a clause, learned from many ways of saying each fact
(`bot/training/sayings/`), tells what such a clause states. It only adds: what the wordings heard of a clause,
or of a person, stands.
"""

from __future__ import annotations

import re
from collections.abc import Iterable, Iterator, Mapping
from dataclasses import dataclass, replace
from functools import cache
from itertools import pairwise

from bot.features import BREAK, add_runs
from bot.growing import Sayings
from bot.linear import Sums, load_model
from knowledge import FactDefinition

from .clause_model import ClauseModel, Runs
from .facts import Wording, say_at
from .people import People
from .said import Said

LIMIT = 0.0  # log odds; the limit of each class is in its bias
SHORTEST, LONGEST_PAIR = 3, 30
LEAST, STEPS = 4, (4, 2, 1)  # so many characters at least state it; so many are taken off at once
WIDE, STRIDE = 16, 8  # of a clause without any pause, so much is read at a time
# Asked, supposed, hoped for, heard of, of somebody else, done to another: what a clause with these seems to
# state is not said.
_OPEN = re.compile(
    r"[吗么？?]$|不$|怎么|咋[办领弄]|是不是|算不算|够不够|能不能|能否|可否|是否|要不要|有没有|如果|要是|(?<![一二两三四五六七八九十几\d])万一|想(?!不|起|来)|打算|准备"
    r"|听(?:人)?(?:说|讲)|据说|网上说|宣传|才能|可能|也许|不清楚|不知道|以前|原来|前几年|那一步|的都行|哪(?:里|儿|些)|什么材料|怕|担心|小区里有|村里有(?:人|的)"
    r"|要[去送住进]|[我俺][^，。；]{0,6}[把将][^，。；]{1,8}[撞碰轧刮剐蹭打砸]"
)
_STOPS = re.compile(r"[。！？!?]")
# What a text has to speak of for a clause of it to state a fact: 精神病，一级 tells nothing of anybody's
# mother, and a certificate that is 还没换 of no surgery.
_OF_PARENTS = re.compile(r"[爸妈爹娘父母]|儿|媳|婿|弟|哥|嫂|姐|妹|闺女|老公|男人|丈夫|对象|老婆|妻|孤")
_SPEAKS_OF = {
    "father_state": _OF_PARENTS,
    "mother_state": _OF_PARENTS,
    "surgery": re.compile(r"术|刀|割|切|肾|眼|心|骨|瘤|癌|医|大夫|院|架|移植|台子|做|关节|膝|腰|疝|痔|晶体"),
    "boarding": re.compile(r"学|校|班|念|读|年级|初[一二三中]|高[一二三中]|宿"),
    "traffic_payment_gap": re.compile(r"撞|轧|碾|剐|蹭|车|肇事|交警|交强|抢救|刮倒|带倒|摩托"),
    "disaster_effects": re.compile(r"雨|水|风|雹|灾|火|烧|震|雪|旱|霜|冻|虫|塌|冲|淹|洪|雷|滑坡|涝|炸"),
    "compensation": re.compile(r"案|判|赔|法院|对方|骗|撞|打|官司|凶|肇事|执行|轧|砸|伤|捅|偷|抢"),
}
# 每月给八百抚养费 is no claim.
_UNPAID = re.compile(
    r"不(?:给|养|管|出|付|认|拿|赡|抚|孝|掏)|没(?:给|人管|付|信|养)|拖|欠|赖|告|起诉|官司|讨|断了|推|要(?:抚养|赡养)|律师|法院|判(?!给)"
)
# 洗衣机漏了，家里发大水: no flood.
_BURST = re.compile(r"洗衣机|水管|马桶|水龙头|暖气片|楼上漏|热水器|地暖")
_SPARED = re.compile(r"没(?:怎么|有)?(?:受|遭)(?:着|到|了)?(?:灾|损|影响)")
_IN_NEED = re.compile(r"饿|没(?:有)?(?:得)?吃|一分钱|揭不开|断(?:粮|炊|顿)")
# 俺闺女家住着楼: whose home it is, and not who lives there.
_THEIR_HOME = re.compile(r"家住着")
# 我爸十年前脑出血: no trouble of today.
_LONG_SINCE = re.compile(r"(?:[三四五六七八九十\d]|好几|多)年前|早年|小时候|年轻时")
# 大夫说岁数大不给做: an operation is refused, and no work.
_REFUSED = re.compile(r"(?:大夫|医生|医院|专家)[^。！？]{0,12}不(?:给|敢|能|让)做(?=[ ，。；]|$)")
# 路断了, 拐棍断了: nobody's bone is broken.
_BROKEN = re.compile(
    r"(?:路|桥|电|线|网|水|信号|拐棍?|拐杖|绳|车轴|椅子?|床腿)(?:也|都|给|叫[^，。；]{1,3})*(?:轧|砸|压|冲)?断"
)
# 车没找着: it is no work that was not found.
_LOST = re.compile(r"(?:车|人|司机|孩子|狗|东西|证|病历|档案)(?:也|都|还|一直)*没(?:找|逮|抓)")
# 在养老院上班: who works there does not live there.
_AT_WORK = re.compile(
    r"(?:院|公寓|中心)(?:里)?[^，。；]{0,4}(?:上班|干活|打工|工作|当[^，。；]{0,4}工|做[饭保护]|看门)"
)
_ASKED_FOR = re.compile(r"(?:问|咨询|申请)[^，。； ]{0,4}(?:院|公寓)")
_HEALTHY = re.compile(r"自|能|走|动|硬朗|身|利索|精神|干|跑|会|做|扎实|结实")
_MARKS = re.compile(r"[，。！？；,.!?;：:、\s]+")


Stated = tuple[str, str | None, object]  # fact, choice of a set, value
Span = tuple[int, int]


@dataclass(frozen=True, slots=True)
class _Hint:
    """The class at `place` of the model holds for `plain[start:end]`, with these odds."""

    place: int
    odds: float
    start: int
    end: int


def read_sayings(
    plain: str, people: People, told: Iterable[Said], facts: Mapping[str, FactDefinition]
) -> Iterator[Said]:
    """What clauses state beyond `told`, which the wordings found in them."""
    taken, names = list(told), _names()
    read = _Typed(plain, people.growing.sayings) if people.growing is not None else _Anew(plain)
    for hint in sorted(_hints(read, plain), key=lambda one: (-one.odds, one.start)):
        name = names[hint.place]
        definition = facts.get(name[0])
        if definition is None or any(_is_told(name, hint, one) for one in taken):
            continue
        if not _may_state(name, hint, plain):
            continue
        for said in say_at(_row(name), read.shortest(hint), people, definition):
            taken.append(said)
            yield said
    read.end()


def _may_state(name: Stated, hint: _Hint, plain: str) -> bool:
    if name[0] == "self_care" and name[2] == "full":
        return bool(_HEALTHY.search(plain, hint.start, hint.end))
    if name[1] in ("support_claim", "support_unpaid"):
        return bool(_UNPAID.search(plain))
    if name[2] == "relatives" and _THEIR_HOME.search(plain, hint.start, hint.end + 3):
        return False
    if name[0] == "emergency_events" and _LONG_SINCE.search(plain, hint.start, hint.end):
        return False
    if name[1] == "injury" and _BROKEN.search(plain, hint.start, hint.end):
        return False
    if name[0] == "employment" and (_LOST.search(plain, hint.start, hint.end) or _REFUSED.search(plain)):
        return False
    if name[2] == "institution" and _ASKED_FOR.search(plain, hint.start, hint.end):
        return False
    if name[2] == "institution" and _AT_WORK.search(plain, hint.start, hint.end):
        return False
    if name[1] == "serving_family" and "生前" in plain:
        return False
    if name[0] == "basic_living_at_risk" and name[2] is False and _IN_NEED.search(plain):
        return False
    if name[1] == "natural_disaster" and (_BURST.search(plain) or _SPARED.search(plain)):
        return False
    spoken = _SPEAKS_OF.get(name[0])
    if spoken is _OF_PARENTS:
        return bool(spoken.search(plain, max(0, hint.start - 20), hint.end))
    return spoken is None or bool(spoken.search(plain))


def without_repeated(said: Iterable[Said], learned: frozenset[tuple[str, int, int]]) -> Iterator[Said]:
    """`said` without what a clause seemed to state of somebody of whom the wordings tell the same fact."""
    said = list(said)
    sure = {_about(one) for one in said if (one.fact, one.start, one.end) not in learned}
    for one in said:
        if (one.fact, one.start, one.end) not in learned or _about(one) not in sure:
            yield one


def _about(one: Said) -> tuple[str, str | None, str | None]:
    return one.fact, _choice(one.value), one.person


def _choice(value: object) -> str | None:
    return next(iter(value)) if isinstance(value, dict) and not value.keys() & {"min", "max"} else None


def _is_told(name: Stated, hint: _Hint, one: Said) -> bool:
    fact, choice, _ = name
    if one.fact != fact or one.end <= hint.start or one.start >= hint.end:
        return False
    return choice is None or _choice(one.value) == choice


def _row(name: Stated) -> Wording:
    fact, choice, value = name
    denies = choice is not None and value is False
    said = value if choice is None else choice
    return Wording(fact, said, re.compile(""), young=False, bare=False, elders=False, denies=denies)


def _hints(read: _Anew | _Typed, plain: str) -> Iterator[_Hint]:
    """What the clauses state, two short ones of a sentence together, and parts of one without a pause."""
    found = list(clauses(plain))
    for start, end in found:
        yield from read.hints([(start, end)])
        for at in range(start, end - STRIDE, STRIDE) if end - start > WIDE + STRIDE else ():
            yield from read.hints([(at, min(at + WIDE, end))])
    for one, other in pairwise(found):
        if other[1] - one[0] <= LONGEST_PAIR and not _STOPS.search(plain, one[1], other[0]):
            yield from read.hints([one, other])


class _Anew:
    """What the pieces of a text state."""

    def __init__(self, plain: str):
        self._plain, self._runs = plain, Runs(_model(), plain)
        self._summed: dict[Span, Sums] = {}

    def hints(self, spans: list[Span]) -> list[_Hint]:
        """What the piece from the first of these spans to the last states.

        Of what is open anyway nothing is added up, which is most of the work.
        """
        start, end = spans[0][0], spans[-1][1]
        if _OPEN.search(self._plain, start, end):
            return []
        sums = self._sums(spans[0])
        for span in spans[1:]:
            sums += self._sums(span)
        return [_Hint(place, odds, start, end) for place, odds in _model().above(sums, LIMIT)]

    def shortest(self, hint: _Hint) -> Span:
        """The shortest part that still states it."""
        return _shortest(self._runs, hint)

    def end(self) -> None:
        """Nothing is kept."""

    def _sums(self, span: Span) -> Sums:
        found = self._summed.get(span)
        if found is None:
            found = self._summed[span] = self._runs.sums(*span)
        return found


class _Typed:
    """The same of a text that is typed on: a piece is read by itself, where the last text did not have it."""

    def __init__(self, plain: str, last: Sayings):
        self._plain, self._last = plain, last

    def hints(self, spans: list[Span]) -> list[_Hint]:
        """As the other's."""
        begin = spans[0][0]
        words = self._plain[begin : spans[-1][1]]
        within = [(start - begin, end - begin) for start, end in spans]
        found = self._last.read(words, lambda: _Anew(words).hints(within))
        return [replace(one, start=begin + one.start, end=begin + one.end) for one in found]

    def shortest(self, hint: _Hint) -> Span:
        """As the other's."""
        words = self._plain[hint.start : hint.end]
        of_words = replace(hint, start=0, end=len(words))
        start, end = self._last.read((words, hint.place), lambda: _Anew(words).shortest(of_words))
        return hint.start + start, hint.start + end

    def end(self) -> None:
        """What this text came to is kept for the next."""
        self._last.end()


def clauses(plain: str) -> Iterator[tuple[int, int]]:
    """Where each clause of `plain` begins and ends."""
    start = 0
    for mark in [*_MARKS.finditer(plain), None]:
        end = mark.start() if mark else len(plain)
        if end - start >= SHORTEST:
            yield start, end
        start = mark.end() if mark else end


def features_of(words: str) -> set[str]:
    """The features of a clause or two, the same in training and in serving."""
    found: set[str] = set()
    for part in BREAK.split(words):
        add_runs(found, part)
    return found


@cache
def _model() -> ClauseModel:
    return ClauseModel(load_model("sayings"))


@cache
def _names() -> tuple[Stated, ...]:
    """What each class of the model states (employment=gig, illnesses:other=True)."""
    return tuple(map(_name, _model().classes))


def _name(label: str) -> Stated:
    about, _, value = label.rpartition("=")
    fact, _, choice = about.partition(":")
    return fact, choice or None, {"True": True, "False": False}.get(value, value)


def _shortest(runs: Runs, hint: _Hint) -> Span:
    """The shortest part that still states it: as much off from behind, then from before, as may be."""
    start, end = hint.start, hint.end
    for step in STEPS:
        while end - step - start >= LEAST and runs.odds(start, end - step, hint.place) > LIMIT:
            end -= step
    for step in STEPS:
        while end - start - step >= LEAST and runs.odds(start + step, end, hint.place) > LIMIT:
            start += step
    return start, end
