"""Which of several children known from before 老大, 小的 and 二闺女 are: by age or school, else by order."""

from __future__ import annotations

import re
from dataclasses import replace

from bot.understanding.mention import Mention
from knowledge import Person, Range

from .kinship import Kin
from .namings import ORDINALS
from .spoken_of import SpokenOf, is_young, named_so

_SONS = frozenset({"son", "daughter"})
_LINES = {"son": "own", "daughter": "own", "child": "own", "grandchild": "grand", "nephew_niece": "nephew"}
_STAGES = ("kindergarten", "kindergarten_final", "primary", "junior", "vocational", "senior_high")
_STAGES += ("junior_college", "bachelor", "graduate")
_NUMBERED = re.compile(r"(?P<root>.{1,60}?)(?:-(?P<n>\d))?")
# What is told of all of them without telling them apart.
_OF_ALL = frozenset({"sex", "father_state", "mother_state", "living_place", "household_member", "hukou"})


_OF_KIN = re.compile(r"(?P<order>[大二三四小])(?:外?孙|侄|外甥)[子女儿闺]{0,2}")
_ORDER = {"大": 1, "二": 2, "三": 3, "四": 4, "小": 2}


def number_of(word: str) -> int | None:
    """Which of several children 老二, 大女 or 小孙子 is."""
    found = None if word in ORDINALS else _OF_KIN.fullmatch(word)
    return _ORDER[found["order"]] if found else ORDINALS.get(word)


def known_in_order(spoken: SpokenOf, word: str, kin: Kin, *, own: bool) -> Mention | None:
    """The child of the conversation whom `word` tells apart from the others; one more where it must be.

    None where no child was spoken of; nobody where there are several and nothing says which is the elder.
    """
    named, number = _alike(spoken, kin, own=own), number_of(word)
    if not named or number is None:
        return None
    first, counted = named_so(named[0]), word.startswith(("二", "三", "四")) and word not in ORDINALS
    if len(named) < 2 and kin.person != "child" and not counted:
        return None  # 俺大孙子, 小孙子 may be fond of an only one
    if len(named) < 2:
        return replace(first, person=f"{_root(named[0])}-{number}", sex=kin.sex, topic=True)
    ranked = _ranked(named)
    if ranked is None:
        return Mention(0, 0, None, None, topic=True)
    number = len(ranked) if word.startswith(("小", "老小", "老幺")) else number
    if number > len(ranked):
        return replace(first, person=f"{_root(named[0])}-{number}", sex=kin.sex, topic=True)
    return replace(named_so(ranked[number - 1]), sex=kin.sex, topic=True)


def _alike(spoken: SpokenOf, kin: Kin, *, own: bool) -> list[Person]:
    """The children one of whom is meant: of the line spoken of last, or all who are called by the word."""
    lines = ("own",) if own else _LINES.values()
    here = [one for one in spoken.people if _LINES.get(one.relation) in lines and not _is_lost(one)]
    if kin.person != "child":
        return [one for one in here if _root(one) == kin.person]
    young = [one for one in here if is_young(one)]
    raised = [one for one in young if one.relation not in _SONS]  # the sons are their fathers
    first = next(iter(raised or young or here), None)
    return [one for one in here if first is not None and _LINES[one.relation] == _LINES[first.relation]]


def _is_lost(one: Person) -> bool:
    return set(one.facts) - {"sex"} == {"household_member"} and not one.facts["household_member"]


def _ranked(named: list[Person]) -> list[Person] | None:
    """The eldest first; None where they were told apart and nothing says who that is."""
    ages, stages = [_age(one) for one in named], [_stage(one) for one in named]
    for standing in (ages, stages):
        if None not in standing and len(set(standing)) == len(standing):
            return [one for _, one in sorted(zip(standing, named, strict=True), key=lambda two: -two[0])]
    if len({_root(one) for one in named}) == 1:
        return sorted(named, key=_number)
    boy_first = sorted(named, key=lambda one: one.facts.get("sex") != "male")
    either = len(named) == 2 and len({one.facts.get("sex") for one in named}) == 2
    return boy_first if either and all(set(one.facts) <= _OF_ALL for one in named) else None


def _root(one: Person) -> str:
    return _NUMBERED.fullmatch(one.id)["root"]


def _number(one: Person) -> int:
    return int(_NUMBERED.fullmatch(one.id)["n"] or 1)


def _age(one: Person) -> int | None:
    age = one.facts.get("age_years")
    return None if age is None else int(age.low if isinstance(age, Range) else age)


def _stage(one: Person) -> int | None:
    stage = one.facts.get("school_stage")
    return _STAGES.index(stage) if stage in _STAGES else None


def sibling_of(spoken: SpokenOf, child: Mention, kin: Kin) -> Kin | None:
    """他妹妹 of a child: the one girl beside him who is known, else one more of the same line."""
    line = _LINES.get(str(child.relation))
    here = [one for one in spoken.people if line and _LINES.get(one.relation) == line]
    fit = [one for one in here if one.id != child.person and _sex(one) in (None, kin.sex)]
    if line is None or kin.relation not in ("brother", "sister") or len(fit) > 1:
        return None
    if fit:
        return Kin(fit[0].id, fit[0].relation, kin.sex)
    taken = {one.id for one in here} | {str(child.person)}
    root = _WORDS[line].get(str(kin.sex), "child")
    number = next(n for n in range(1, 10) if (f"{root}-{n}" if n > 1 else root) not in taken)
    relation = root if line == "own" else str(child.relation)
    return Kin(f"{root}-{number}" if number > 1 else root, relation, kin.sex)


_WORDS = {
    "own": {"male": "son", "female": "daughter"},
    "grand": {"male": "grandson", "female": "granddaughter"},
    "nephew": {"male": "nephew", "female": "niece"},
}


def _sex(one: Person) -> str | None:
    told = one.facts.get("sex")
    words = {word: sex for line in _WORDS.values() for sex, word in line.items()}
    return str(told) if told else words.get(_root(one))


_SCHOOLS = {
    "幼儿园": "kindergarten", "小学": "primary", "初": "junior", "高": "senior_high", "中专": "vocational",
    "职高": "vocational", "技校": "vocational", "大专": "junior_college", "大学": "bachelor",
    "本科": "bachelor",
}  # fmt: skip
_THE_ONE = re.compile(
    r"(?<![一-鿿])(?:在)?(?:上|读|念)的?(?P<at>幼儿园|小学|初(?=[中一二三])|中专|职高|技校|高(?=[中一二三])|大专|大学|本科)"
    r"[中一二三]?的(?:那个|这个|那|是)?(?:孩子|娃|老大|老二)?"
)


def with_the_one_at_school(spoken: SpokenOf, plain: str, mentions: list[Mention]) -> list[Mention]:
    """上高中的那个住校: of the one child of the conversation who goes there; of nobody where it is unsure."""
    young = [one for one in spoken.people if one.relation in _LINES]
    added = []
    for found in _THE_ONE.finditer(plain) if len(young) > 1 else ():
        if any(found.start() <= m.start < found.end() + 2 for m in mentions):
            continue
        there = [one for one in young if one.facts.get("school_stage") == _SCHOOLS[found["at"]]]
        of = named_so(there[0]) if len(there) == 1 else Mention(0, 0, None, None)
        added.append(replace(of, start=found.start(), end=found.end(), topic=True, words="那个"))
    return sorted([*mentions, *added], key=lambda m: m.start) if added else mentions


_AT_SCHOOL_OR_AGED = (
    r"(?:正|在|才|刚){0,2}(?:上|读|念)?(?:着|的)?(?:小学|初[中一二三]|高[中一二三]|大[学专一二三四](?![岁点])|本科|研究生|"
    r"中专|技校|职高|幼儿园|[一二三四五六]年级|[大中小]班|"
    r"(?:1\d|\d|十?[一二两三四五六七八九]|十)(?:周?岁|个月(?:大|的)))"
)
_ONE_MORE = re.compile(
    r"(?:^|(?<=[，。；！ ]))(?:我家|俺家|家里|家中)?(?:还|另外?)(?:还|也)?(?:有|供着?|养着?|带着?)?"
    rf"(?P<one>一?个)(?={_AT_SCHOOL_OR_AGED})"
)


def with_one_more(spoken: SpokenOf, plain: str, mentions: list[Mention]) -> list[Mention]:
    """还有个大二的, of who spoke of a child before: one more, who is not the one known."""
    for found in _ONE_MORE.finditer(plain) if "个" in plain else ():
        before = [m for m in mentions if m.start < found.start() and m.relation in _LINES and m.person]
        known = [one for one in spoken.people if one.relation in _LINES and not _is_lost(one)]
        ids = {str(m.person) for m in before} | {one.id for one in known}
        within = [m for m in mentions if found.start() <= m.start <= found.end()]
        if not ids or any(m.person not in (None, "child") for m in within):
            continue
        last = before[-1].relation if before else known[0].relation
        root = "child" if _LINES[last] == "own" else min(ids).partition("-")[0]
        number = next(n for n in range(len(ids) + 1, 20) if f"{root}-{n}" not in ids)
        relation = "child" if _LINES[last] == "own" else last
        one = Mention(*found.span("one"), f"{root}-{number}", relation, words="一个")
        mentions = sorted([*(m for m in mentions if m not in within), one], key=lambda m: m.start)
    return mentions


__all__ = ["known_in_order", "number_of", "sibling_of", "with_one_more", "with_the_one_at_school"]
