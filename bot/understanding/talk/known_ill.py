"""The illness one is known to have, told further: 一期浸润癌, 正化疗 of a breast cancer is no second one.

Who is said to be disabled, without a word for how, comes before the brothers and sisters.
"""

from __future__ import annotations

import re
from collections.abc import Iterable, Iterator
from dataclasses import replace

from bot.blocks import Question
from bot.understanding.gather import Gathered
from bot.understanding.people.whom import YOUNG, Mention, People
from bot.understanding.said import Said
from bot.understanding.stance import Stance, stance_of
from knowledge import Person, Situation

_NAMED = frozenset({"breast_cancer", "cervical_cancer", "leukemia", "cancer_other"})
_ANOTHER = re.compile(
    r"[肺胃肝肠胰食膀胱肾脑甲骨鼻喉舌口胆卵淋]|前列腺|子宫|乳|宫颈|白血病|又(?:查|得|长|生|多)|还(?:查|得|有)|另(?:外|一)"
)


def without_same_illness(said: Iterable[Said], plain: str, known: Iterable[Situation]) -> Iterator[Said]:
    """`said` without a cancer of no place, of one whose cancer is known by name."""
    ill = {person.id for home in known for person in home.people if _is_named(person.facts.get("illnesses"))}
    for one in said:
        again = one.fact == "illnesses" and one.value == {"cancer_other": True} and one.person in ill
        if not (again and not _ANOTHER.search(plain)):
            yield one


# 医生说是2B期, 浸润性的，三期了: the stage of the cancer that was told of, and nothing else in the clause
_STAGE = re.compile(
    r"(?:(?:大夫|医生|医院|病理|报告|诊断书?|化验单|片子)(?:上|里|单)?)?(?:俺娘|俺妈|我妈|[她他我俺])?"
    r"(?:说|写|定|查出来|查|诊断|判|给|的|着|是|就|都|已经|到了?|属于|现在|分期){0,5}(?:个)?(?:浸润性?(?:癌)?的?)?"
    r"(?:(?P<from_2b>(?:[二2Ⅱ]|ii)(?:期[bB]|[bB]期?)|(?:[三四34ⅢⅣ]|iii|iv)[a-cA-C]?期[a-cA-C]?|中?晚期)|"
    r"(?P<before_2b>(?:[二2Ⅱ]|ii)(?:期[aA]|[aA]期?)|(?:[一1Ⅰ]|i)[abAB]?[1-3]?期[abAB]?|早期)|(?P<in_situ>原位))"
    r"(?:癌)?(?:的|了|啊|呢|吧|呀){0,2}"
)
_CLAUSE = re.compile("[^，。；！、 ]+")


def read_stage(plain: str, known: Iterable[Situation], pending: Question | None) -> Iterator[Said]:
    """The stage that a clause tells by itself, of the one whose cancer is known."""
    ill = [one for home in known for one in home.people if _is_named(one.facts.get("illnesses"))]
    asked = [one for one in ill if pending is not None and one.id == pending.person]
    ill = asked if len(asked) == 1 else ill
    if len(ill) != 1:
        return
    for clause in _CLAUSE.finditer(plain):
        found = _STAGE.fullmatch(clause.group())
        if found is not None and not _is_of_another(clause.group(), ill[0]):
            of = Mention(clause.start(), clause.start(), ill[0].id, ill[0].relation)
            yield Said("cancer_stage", str(found.lastgroup), of, *clause.span())


def _is_of_another(clause: str, ill: Person) -> bool:
    """我说是三期, where it is not the speaker who is ill."""
    mine = re.search("[我俺](?![娘妈])", clause) is not None
    return mine and ill.relation != "self"


# No fact tells it; of several children all that is for the disabled is for this one.
_DISABLED = re.compile(
    "残疾(?!人|证|儿|军|车|补|的?(?:人|孩子|儿童)|类|等|有)|(?<=有)残(?=[，。；！、 ]|$)|重残|轻残"
)


def disabled_first(gathered: Gathered, people: People) -> Gathered:
    """`gathered`, the child that is said to be disabled before the other children: 老大12岁，老二残疾."""
    spans = [found.span() for found in _DISABLED.finditer(people.plain)]
    said = [people.subject(*span) for span in spans if stance_of(people.plain, *span) is Stance.SAID]
    of = {one.person for one in said if one is not None and one.relation in YOUNG}
    homes = (
        replace(home, people=tuple(sorted(home.people, key=lambda one: one.id not in of)))
        for home in gathered.situations
    )
    return replace(gathered, situations=tuple(homes)) if of else gathered


def _is_named(illnesses: object) -> bool:
    return bool(_NAMED & getattr(illnesses, "has", frozenset()))


__all__ = ["disabled_first", "read_stage", "without_same_illness"]
