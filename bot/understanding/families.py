"""Two families told of in one message, each read by itself: 甲户3人 低保…乙户独居男81…; 头一户…第二户….

What stands before the first is told of both (沂源 网格员报两户), so each is read behind it. What one family
has is no fact of the other, and no word for kin reaches across.
"""

from __future__ import annotations

import re
from dataclasses import replace

from bot.surnames import SURNAMES
from bot.text import Text

from .gather import Gathered
from .kinship import OUTSIDE

_OF_TWO = r"(?:两|二|三|四|几|俩|2|3|4)个?(?:家庭|户|家)"
# Each way of counting families up, by what heads each, and whether only where several are told of.
_COUNTED = (
    (re.compile(r"(?<![一-鿿])[甲乙丙丁](?:户|家庭?|方家庭)(?:[，：])?"), False),
    (
        re.compile(
            r"(?:(?<=[，。；：！ ])|^)(?:头|第)[一二三四1-4]?(?:一)?(?:户|家(?!里|长|公司|"
            r"厂))(?:人家)?(?:[，：])?(?!口)|"
            r"(?:(?<=[，。；：！ ])|^)(?:另|还有|再有|剩下|后)(?:外)?(?:有)?(?:那|的)?(?:一)?(?:户|"
            r"家(?!里|长|公司|厂))(?:人家)?(?:[，：])?"
        ),
        True,
    ),
    # ①刘长顺，71岁: a list of people by their names is read as such.
    (re.compile(rf"[①②③④](?![{SURNAMES}][一-鿿]{{1,2}}[，（(、])"), True),
    (re.compile(r"(?:(?<=[，。；：！ ])|^)(?:户[1-4一二三]|[一二三四]户(?=[：是]))[，：]?"), True),
    (re.compile(r"(?:(?<=[，。；：！ ])|^)一(?:户|家)(?!人|里|几?口|子|老小|长|[两三四五六七八]口)"), True),
)
_SEVERAL = re.compile(_OF_TWO)
_NOTE = re.compile(r"(?<=[一-鿿\d]) (?=[一-鿿\d])")
_OF_OURS = "包的一户"  # as who looks after them calls a family
_OUR_OWN = re.compile(r"(?:就|则)?[是系为]?(?:我|俺|咱|本人|自己|来电人|自家)")
_NEXT_DOOR = re.compile(
    r"(?:就|则)?[是系为](?:我|俺|咱)?们?[^，。；]{0,3}(?:邻居|隔壁|对门|[前后]街|[前后]院|村|庄|老[一-鿿])"
)
_FOR_OTHERS = re.compile(r"替|帮|代|网格|包[着的]|社区|居委|村[里干支会]")
_MARKS = "①②③④甲乙丙丁"
_LEAST = 4


def families_of(told: Text) -> list[Text]:
    """`told` once for each family, with what stands before the first; `told` alone where it is of one."""
    heads = _heads(_as_marked(told))
    if len(heads) < 2:
        return [told]
    starts = [head.start() for head in heads]
    ends = [*starts[1:], len(told.plain)]
    if any(end - head.end() < _LEAST for head, end in zip(heads, ends, strict=True)):
        return [told]
    note = len(_NOTE.findall(told.plain)) >= 2
    return [_family(told, starts[0], head, end, note=note) for head, end in zip(heads, ends, strict=True)]


def _as_marked(told: Text) -> str:
    """The text with such marks as they were written: ① is read as 1, and 乙户 as a slip for 一户."""
    return "".join(
        typed if (typed := told.original[at]) in _MARKS else one
        for one, at in zip(told.plain, told.at, strict=True)
    )


def _heads(plain: str) -> list[re.Match[str]]:
    for say, several in _COUNTED:
        heads = list(say.finditer(plain))
        if len(heads) >= 2 and (not several or _SEVERAL.search(plain, 0, heads[0].end())):
            return heads
    return []


def _family(told: Text, first: int, head: re.Match[str], end: int, *, note: bool) -> Text:
    own = not note and _OUR_OWN.match(told.plain, head.end())
    counted = "户" in head.group() or "家" in head.group()
    met = _NEXT_DOOR.match(told.plain, head.end())
    named = " " if note else _OF_OURS if counted and not own and not met else ""
    lead = told.plain[:first].rstrip(" ：") if note else told.plain[:first]
    if own and _FOR_OTHERS.search(lead):
        lead = ""  # 替邻居和我家问两家的事…一家是我家
    plain = lead + named + told.plain[head.end() : end].lstrip(" ，：" if note else "")
    body = range(end - (len(plain) - len(lead) - len(named)), end)
    at = (*told.at[: len(lead)], *[told.at[head.start()]] * len(named), *(told.at[place] for place in body))
    return replace(told, plain=plain, at=at)


def beside(first: Gathered, other: Gathered) -> Gathered:
    """Both, a further family under ids of its own beside those of the first."""
    taken = {person.id for one in first.situations for person in one.people}
    homes: dict[str, str] = {}
    situations = list(first.situations)
    for one in other.situations:
        homes[one.id] = f"h{len(situations) + 1}"
        people = tuple(replace(p, id=_renamed(p.id, p.relation, homes[one.id], taken)) for p in one.people)
        situations.append(replace(one, id=homes[one.id], people=people))
    relations = {(one.id, p.id): p.relation for one in other.situations for p in one.people}
    evidence = tuple(
        replace(
            e,
            household=homes[e.household],
            person=e.person
            and _renamed(e.person, relations[e.household, e.person], homes[e.household], taken),
        )
        for e in other.evidence
    )
    return Gathered(tuple(situations), (*first.evidence, *evidence))


def _renamed(person: str, relation: str, home: str, taken: set[str]) -> str:
    """The villager of the second family is another than that of the first; the speaker is the same."""
    return f"{person}-{home}" if person in taken and relation in OUTSIDE else person
