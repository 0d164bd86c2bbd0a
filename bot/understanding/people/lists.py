"""Several children in one breath: 一个八岁一个十二, 大的上高中小的三岁, 老大老二老三."""

from __future__ import annotations

import re
from dataclasses import replace
from itertools import pairwise

from bot.understanding.mention import Mention
from bot.understanding.numbers import parse_number

from .kinship import YOUNG, Kin, kin_words
from .leads import last_child, leaned_on
from .namings import ORDINALS
from .siblings import told_apart_by_order

_EACH = re.compile(
    r"(?:另|还有)?一个(?=[^，。；一]{1,12}|一年级)(?!人|月|劲|样|字|星期|礼拜|学期|孩子|老人|儿子|闺女|女儿|多)"
)
_SAYS = re.compile(
    r"\d|[一二两三四五六七八九十]岁?|上|读|念|在|小学|初|高|大学|大[一二三四]|幼儿园|中专|技校|没|刚|残|专|"
    r"本科|研究生|学院|病|脑瘫|自闭|职高|男|女"
)
_SPLIT = re.compile(r"[，。；、 ]")
_RUNGS = (
    "岁",
    "托",
    "小班",
    "中班",
    "大班",
    "幼儿",
    "小学",
    "年级",
    "初",
    "中专",
    "职",
    "高",
    "大专",
    "大学",
    "大",
)
_RAISED = frozenset({"son", "daughter", "grandchild", "nephew_niece"})
_SEVERAL = re.compile(r"(?:俩|两个|2个|3个|双胞胎|两|三个|仨|有个|四个|几个)[^，。；]{0,4}$")
_ORDER = re.compile(r"大的|小的|老大|老二")


def numbered(word: str, kin: Kin) -> str:
    """Which of several children 老二 or 大女 is."""
    number = ORDINALS.get(word)
    return f"{kin.person}-{number}" if number else kin.person


def in_order(plain: str, span: tuple[int, int], word: str, seen: list[Mention]) -> Mention | None:
    """老大, 小的: which of the children who were spoken of last."""
    if word not in ORDINALS or (group := last_child(seen)) is None:
        return None
    number = ORDINALS[word]
    if (two := boy_and_girl(plain, seen)) and number <= len(two):
        return replace(two[number - 1], start=span[0], end=span[1], sex=None, topic=True, words=word)
    root = re.sub(r"-[0-9]$", "", str(group.person))
    others = {m.person for m in seen if m.words != word}
    while word.startswith(("小", "老小", "老幺")) and f"{root}-{number}" in others:
        number += 1  # 大的上大学，老二高中，小的才四岁
    person = f"{root}-{number}"
    return Mention(*span, person, group.relation, topic=not leaned_on(plain, span[0]), words=word)


_MORE_THAN_ONE = re.compile(r"[两俩二三仨四五几2-9]个?$")
_BOTH_OF = re.compile(r"(?:、|和|跟|与|还有)?(?:一?个)?|，一?个")


def boy_and_girl(plain: str, seen: list[Mention]) -> tuple[Mention, Mention] | None:
    """孙子孙女俩: the two children last named in one breath, of whom either may be the elder."""
    for first, second in reversed(list(pairwise(seen))):
        sexes = {_sex_of(first), _sex_of(second)}
        alike = first.relation in _RAISED and second.relation in _RAISED and sexes == {"male", "female"}
        if alike and _MORE_THAN_ONE.search(plain, max(0, first.start - 2), first.start):
            continue  # 两个儿子一个闺女
        if alike and _BOTH_OF.fullmatch(plain, first.end, second.start) and _same_line(first, second):
            return first, second
    return None


def _sex_of(one: Mention) -> str | None:
    word = kin_words().get(one.words)
    return word.sex if word is not None else one.sex


def _same_line(first: Mention, second: Mention) -> bool:
    own = ("son", "daughter")
    return first.relation == second.relation or (first.relation in own and second.relation in own)


def each_of_several(plain: str, seen: list[Mention]) -> list[Mention]:
    """`seen` with a mention for each 一个 that tells one of several children apart, the eldest first."""
    added: list[Mention] = []
    for run in _runs(plain, seen):
        pair = _pair(plain, run, seen)
        if pair is not None:
            spans = zip(run, pair, strict=True)
            added += [replace(m, start=f.start(), end=f.end(), topic=True, words="一个") for f, m in spans]
            continue
        base = _whose(plain, run[0].start(), seen)
        if base is None or any(m.start <= run[0].start() < m.end for m in seen):
            continue
        ends = [found.start() for found in run[1:]]
        ends.append(_clause_end(plain, run[-1].end()))
        told = [plain[found.end() : end] for found, end in zip(run, ends, strict=True)]
        if not all(_SAYS.search(words) for words in told):
            continue
        ranks = _ranks(told, by_age=bool(_ORDER.search(plain, ends[-1])))
        for found, rank in zip(run, ranks, strict=True):
            person = f"{base.person}-{rank}"
            added.append(
                replace(base, start=found.start(), end=found.end(), person=person, topic=True, words="一个")
            )
    added += _respectively(plain, seen)
    added += _by_age(plain, seen)
    added += _own_besides(plain, seen)
    seen = sorted([*seen, *added], key=lambda m: m.start) if added else seen
    return told_apart_by_order(_of_either_sex(plain, seen))


def _of_either_sex(plain: str, seen: list[Mention]) -> list[Mention]:
    """带孙子孙女俩: of both; where they are told apart as 老大 and 小的, it is not told who is the boy."""
    if (two := boy_and_girl(plain, seen)) is None:
        return seen
    people, topic = {one.person for one in two}, any(one.topic for one in two)
    apart = any(m.person in people and m.sex is None for m in seen)
    made = (replace(m, topic=topic) if m in two else m for m in seen)
    return [replace(m, sex=None) if apart and m.person in people else m for m in made]


# 两个孩子分别读初二、小学四年级; 俩孩子上幼儿园和二年级
_RESPECTIVELY = re.compile(
    r"(?:(?:俩|两个|2个|三个|仨|3个)(?:孩子|娃|儿子|闺女|女儿|孙子|孙女|男孩|女孩)|[二两三四](?=孩：))孩?[，：]?(?:分别|各|一个)?(?:在)?(?:上|读|念|是)?"
    r"(?P<all>[^，。；！？]{2,10}?(?:[、和与]|，(?=小学|初|高|大|幼儿))[^，。；！？、]{2,8}(?:[、和与][^，。；！？、]{2,8})?)(?=[，。；！？]|$)"
)
# 侄女跟着我，我自己还有一个初三住校的: a child of one's own, told by age or school alone.
_OWN_BESIDES = re.compile(
    r"(?:我|俺)(?:们)?(?:自己|家|也|还|另外?){1,4}(?:有|养着?|供着?|带着?)(?:着|了)?(?P<one>一?个|俩|两个)(?=(?:上|读|念|才|刚)?"
    r"(?:小学|初[中一二三]|高[中一二三]|大[学专一二三四]|中专|技校|职高|幼儿园|[一二三四五六]年级|[一二三四五六七八九十\d]{1,2}岁)[^，。；！？孩娃儿女孙侄外]{0,6}的(?=[，。；！？]|$))"
)
_STAGE = re.compile(
    r"小学|初[中一二三]|高[中一二三]|大[学专一二三四]|本科|幼儿园|年级|[大中小]班|中专|职高|技校|学前"
)

_ONE_STAGE = (
    r"(?:本科|大专|专科|普高|职高|中专|技校|高中|初中|小学|幼儿园)?"
    r"(?:大[一二三四]|高[一二三]|初[一二三四]|[一二三四五六]年级|[小中大]班|中专|职高|技校|高中|初中|小学|幼儿园|大专|本科|大学)"
)
# 大二、高一、中班三个孩子
_IN_A_ROW = re.compile(
    rf"(?P<all>{_ONE_STAGE}(?:、{_ONE_STAGE}){{1,4}})的?(?:俩|两个|三个|仨|四个|[234]个)(?:孩子|娃)"
)

# 俩孩子十岁六岁; 两个闺女，8岁和5岁; 十岁和六岁两个孩子: as many ages as there are children.
_YEARS = r"(?:\d{1,2}|[一二]?十[一二三四五六七八九]?|[一二两三四五六七八九])"
_AGES = (
    rf"{_YEARS}(?:岁半?[、，和跟与]?|[、和跟与]){_YEARS}(?:岁半?[、，和跟与]?|[、和跟与])?(?:{_YEARS})?岁半?"
)
# 仨孩子五岁八岁十二: the last without 岁
_AGES_CUT = rf"{_YEARS}岁半?[、，和跟与]?(?:{_YEARS}岁半?[、，和跟与]?)?{_YEARS}(?=[，。；！ ]|$)"
# 三个孩子，5，8，12: the clauses are nothing but ages.
_BARE_AGES = rf"{_YEARS}(?:，{_YEARS}){{1,2}}(?=[，。；！ ]|$)"
_IN_CARE = r"(?:都|全)?(?:归|跟着?|判给|随)(?:我|俺)(?:了|过)?"  # 俩孩子都归我，10岁，5岁
_COUNTED = r"(?P<n>俩|两个|2个|仨|三个|3个)的?"
_YOUNG_WORD = r"(?:小?孩子?|娃娃?|儿子|闺女|女儿|孙子|孙女|外孙女?|外甥女?|侄子|侄女|丫头|小子|男孩|女孩)"
_AGED_IN_A_ROW = (
    re.compile(
        rf"{_COUNTED}{_YOUNG_WORD}(?:{_IN_CARE})?[，：]?(?:今年|现在|才|都|分别|一个){{0,2}}"
        rf"(?P<all>{_AGES_CUT}|{_AGES}|(?<=，){_BARE_AGES})"
    ),
    re.compile(rf"(?P<all>{_AGES})的?{_COUNTED}{_YOUNG_WORD}"),
)
_HOW_MANY = {"俩": 2, "两个": 2, "2个": 2, "仨": 3, "三个": 3, "3个": 3}


def _by_age(plain: str, seen: list[Mention]) -> list[Mention]:
    """A mention for each of several children whose ages are told in one breath, the eldest first."""
    found = next(filter(None, (told.search(plain) for told in _AGED_IN_A_ROW)), None)
    if found is None or any(found.start("all") <= m.start < found.end("all") for m in seen):
        return []
    parts = list(re.finditer(_YEARS, found["all"]))
    base = next((m for m in seen if found.start() <= m.start < found.end() and _is_child(m)), None)
    if base is None or not found.start("all") or len(parts) != _HOW_MANY[found["n"]]:
        return []
    ranks = _ranks([part.group() for part in parts], by_age=bool(_ORDER.search(plain, found.end())))
    places = [found.start("all") + part.start() for part in parts]
    return [
        replace(base, start=place - 1, end=place, person=f"{base.person}-{rank}", topic=True, words="一个")
        for place, rank in zip(places, ranks, strict=True)
    ]


def _respectively(plain: str, seen: list[Mention]) -> list[Mention]:
    """A mention for each of several children whose schools are told in one breath."""
    found = _RESPECTIVELY.search(plain) or _IN_A_ROW.search(plain)
    if found is None:
        return []
    base = next((m for m in seen if found.start() <= m.start < found.end() and _is_child(m)), None)
    base = base or Mention(found.start(), found.start(), "child", "child")
    parts = list(re.finditer(r"[^、和与，]+", found["all"]))
    if not all(_STAGE.search(part.group()) for part in parts):
        return []
    ranks = _ranks([part.group() for part in parts], by_age=False)
    return [
        replace(base, start=found.start("all") + part.start(), end=found.start("all") + part.start(),
                person=f"{base.person}-{rank}", topic=True, words="一个")
        for part, rank in zip(parts, ranks, strict=True)
    ]  # fmt: skip


def _own_besides(plain: str, seen: list[Mention]) -> list[Mention]:
    found = _OWN_BESIDES.search(plain)
    if found is None or any(m.start == found.start("one") for m in seen):
        return []
    return [Mention(*found.span("one"), "child", "child", words="一个")]


def _runs(plain: str, seen: list[Mention]) -> list[list[re.Match[str]]]:
    """Runs of two or more 一个, each within a breath of the last, with nobody else named between."""
    runs: list[list[re.Match[str]]] = []
    for found in _EACH.finditer(plain):
        last = runs[-1][-1] if runs else None
        if (
            last is not None
            and found.start() - last.end() <= 14
            and not _anyone(seen, last.end(), found.start())
        ):
            runs[-1].append(found)
        else:
            runs.append([found])
    return [run for run in runs if len(run) > 1]


def _anyone(seen: list[Mention], start: int, end: int) -> bool:
    return any(start <= m.start < end and m.person for m in seen)


def _whose(plain: str, start: int, seen: list[Mention]) -> Mention | None:
    """Of whom there are several: 俩孩子 or 孙子 right before; else the speaker's own by what is told."""
    near = [m for m in seen if _is_child(m) and start - 14 <= m.end <= start]
    if near:
        base = near[-1]
        return (
            base
            if _SEVERAL.search(plain, max(0, base.start - 8), base.end - 1) or base.end == start
            else None
        )
    if re.search(r"[岁级]|初[一二三]|高[一二三]|大[一二三]|小学|大学|幼儿园", plain[start : start + 16]):
        before = plain[max(0, start - 12) : start]
        return (
            None
            if re.search(r"我俩|俺俩|两口子|同事|老人", before)
            else Mention(start, start, "child", "child")
        )
    return None


_RAISED_TWO = re.compile(
    r"(?:妈妈?|娘|爸爸?|爹|奶奶?|姥姥|爷爷?|姥爷)(?:一个人|自己|独自)?(?:带|养|拉扯|供|抚养)(?:着|大)?(?:我|俺)们?"
    r"(?:俩|两个|(?:姊妹|姐弟|兄弟|姐妹|兄妹)(?:俩|两个)?)[^。；]{0,4}$"
)
_OURSELVES = re.compile(r"(?:俺俩|我俩|(?:我|俺)们?(?:老)?两口子?|(?:我|俺)们?夫妻俩?)[^。；]{0,8}$")
_PARENTS = (("father", "father", "male"), ("mother", "mother", "female"))
_IN_LAWS = (("father-in-law", "father_in_law", "male"), ("mother-in-law", "mother_in_law", "female"))
_GRANDPARENTS = (("grandfather", "grandfather", "male"), ("grandmother", "grandmother", "female"))
_MOTHERS_PARENTS = (("mothers-father", "grandfather", "male"), ("mothers-mother", "grandmother", "female"))
_BOTH = {"parents": _PARENTS, "parents-in-law": _IN_LAWS, "grandparents": _GRANDPARENTS}
_BOTH |= {"mothers-parents": _MOTHERS_PARENTS}


def _pair(plain: str, run: list[re.Match[str]], seen: list[Mention]) -> list[Mention] | None:
    """俺爹俺娘…一个八十一个七十八: two grown-ups named right before, each in turn."""
    start = run[0].start()
    told = re.match(r"[一二三四五六七八九\d]|[初高大][一二三四中学]", plain[run[0].end() : run[0].end() + 2])
    if len(run) != 2 or told is None:
        return None
    before = [m for m in seen if start - 20 <= m.end <= start and m.person]
    if _RAISED_TWO.search(plain, max(0, start - 16), start):
        return [Mention(start, start, "self", "self"), Mention(start, start, "sibling", "sibling")]
    if two := boy_and_girl(plain, before):
        return [replace(one, sex=None) for one in two]
    near = [] if any(_is_child(m) for m in before) else before
    if near and near[-1].person in _BOTH:
        return [Mention(start, start, *kin) for kin in _BOTH[near[-1].person]]
    if not any(m.person != "self" for m in near) and _OURSELVES.search(plain, max(0, start - 12), start):
        return [Mention(start, start, "self", "self"), Mention(start, start, "spouse", "spouse")]
    people = list(dict.fromkeys(str(m.person) for m in near))
    if len(people) != 2:
        return None
    return [next(m for m in near if m.person == person) for person in people]


def _is_child(mention: Mention) -> bool:
    word = kin_words().get(mention.words)
    return mention.relation in YOUNG or (word is not None and word.relation in YOUNG)


def _clause_end(plain: str, start: int) -> int:
    found = _SPLIT.search(plain, start)
    return found.start() if found else min(len(plain), start + 12)


def _ranks(told: list[str], *, by_age: bool) -> list[int]:
    if not by_age:
        return list(range(1, len(told) + 1))
    standing = [_standing(words) for words in told]
    order = sorted(range(len(told)), key=lambda i: -standing[i])
    return [order.index(i) + 1 for i in range(len(told))]


def _standing(words: str) -> float:
    """How grown-up one of several children sounds: by age in years, else by school."""
    age = re.match(r"[^\d一二三四五六七八九十]{0,3}(\d+|[一二三四五六七八九十]+)(?:周?岁|$|了|的)?", words)
    number = parse_number(age[1]) if age else None
    if number is not None and not re.search(r"年级|[初高大][一二三四]", words):
        return float(number.low)
    rungs = [place for place, word in enumerate(_RUNGS) if word in words]
    return 2.0 + max(rungs, default=0) * 1.5
