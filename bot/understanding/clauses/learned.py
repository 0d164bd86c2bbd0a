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

from bot.relevance.features import BREAK, add_runs
from bot.relevance.growing import Worked
from bot.relevance.linear import Sums, load_model
from bot.understanding.people.subjects import PARENT_STATES
from bot.understanding.people.whom import People
from bot.understanding.said import Said
from bot.understanding.wordings.late import LatePattern
from bot.understanding.wordings.tables import Wording
from knowledge import FactDefinition

from .by_wording import say_at
from .doubts import Stated, may_state
from .model import ClauseModel, Runs

LIMIT = 0.0  # log odds; the limit of each class is in its bias
SHORTEST, LONGEST_PAIR = 3, 30
LEAST, STEPS = 4, (4, 2, 1)  # so many characters at least state it; so many are taken off at once
WIDE, STRIDE = 16, 8  # of a clause without any pause, so much is read at a time
# Asked, supposed, hoped for, heard of, of somebody else, done to another: what a clause with these seems to
# state is not said.
_OPEN = re.compile(
    r"[吗么？?]$|不$|(?:有|给|能)[^，。；没]{0,4}没$|怎么|咋[办领弄吃评批认申报算]|是不是|算不算|够不够|能不能|能否|可否|是否|要不要|有没有|如果|要是|(?<![一二两三四五六七八九十几\d])万一|想(?!不|起|来)|打算|准备"
    r"|听(?:人)?(?:说|讲)|据说|网上说|宣传|才能|可能|也许|不清楚|不知道|以前|之前|(?:[摔病伤瘫]|出事|住院)前|原来|前几年|那一步|的都行|是个?(?:啥|什么)|啥意思|什么意思|哪(?:里|儿|些)|什么材料|怕|担心|小区里有|村里有(?:人|的)"
    r"|(?<!不)是[^，。；！？是不没]{1,8}不是$|要[去送住进]|[我俺][^，。；]{0,6}[把将][^，。；]{1,8}[撞碰轧刮剐蹭打砸]"
)
_NO_MONEY = re.compile("没有?钱")
# 一月三千: it is not told where it comes from. 一个人的 (低保) is no sum.
_JUST_A_SUM = re.compile(
    r"(?=.{0,29}[月年百千万块元])[，、我俺咱他她们家俩人口仨一两二三四五六七八九十百千万零半几多来个每月年有就也才是能的块元钱\d.]{2,30}"
)
_STOPS = re.compile(r"[。！？!?]")
_MARKS = re.compile(r"[，。！？；,.!?;：:、\s]+")

# Who holds it alone, where a clause seems to state it of all.
_OF_ONE_ONLY = {"subsistence_single": "subsistence"}

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
        if not may_state(name, (hint.start, hint.end), plain):
            continue
        span = read.shortest(hint)
        if _JUST_A_SUM.fullmatch(plain, *span):
            continue
        for said in say_at(_row(name), _with_no(plain, hint, span), people, definition):
            taken.append(said)
            yield said
    read.end()


def _with_no(plain: str, hint: _Hint, span: Span) -> Span:
    """没|钱了，奶粉都买不起: the 没 belongs to what is stated, and does not deny it."""
    cut = _NO_MONEY.search(plain, hint.start, span[0] + 1)
    return (cut.start(), span[1]) if cut and cut.end() == span[0] + 1 else span


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
    fact, choice, value = name
    if one.end <= hint.start or one.start >= hint.end:
        return False
    if fact in PARENT_STATES and one.fact in PARENT_STATES and one.value == value:
        return True  # 我女儿让法院撤销了监护资格: of the mother alone
    if one.fact != fact:
        return False
    heard = _choice(one.value)
    return choice is None or _OF_ONE_ONLY.get(heard, heard) == choice


def _row(name: Stated) -> Wording:
    fact, choice, value = name
    denies = choice is not None and value is False
    said = value if choice is None else choice
    return Wording(fact, said, LatePattern(""), young=False, bare=False, elders=False, denies=denies)


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

    def __init__(self, plain: str, last: Worked):
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
