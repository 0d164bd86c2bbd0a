"""The illness one is known to have, told further: 一期浸润癌, 正化疗 of a breast cancer is no second one.

Who is said to be disabled, without a word for how, comes before the brothers and sisters.
"""

from __future__ import annotations

import re
from collections.abc import Iterable, Iterator
from dataclasses import replace

from bot.understanding.gather import Gathered
from bot.understanding.people.whom import YOUNG, People
from bot.understanding.said import Said
from bot.understanding.stance import Stance, stance_of
from knowledge import Situation

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


__all__ = ["disabled_first", "without_same_illness"]
