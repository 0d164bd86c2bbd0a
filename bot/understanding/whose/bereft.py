"""Children whose father or mother died or is gravely ill, told sentences away from the word for kin.

户主老宋四十一，上山采石，叫石头砸着，当场没了命…两个孩子: who died is of whom the talk was there, and the
children are those of that family.
"""

from __future__ import annotations

import re
from collections.abc import Iterator

from bot.understanding.mention import Mention
from bot.understanding.people.kinship import YOUNG
from bot.understanding.people.whom import People
from bot.understanding.said import Said
from bot.understanding.stance import Stance, stance_of

_DIED = re.compile(
    r"(?:当场|当时|到医院|在路上|送医院)(?:就)?(?:没了命?|咽(?:了)?气|不行了|死了)|(?:没|丢|送)了(?:性)?命|"
    r"(?<![男女老病])人(?:当场|当时)?就?没了|没(?:抢)?救过来|没抢救过来"
)
_NEARLY = re.compile(r"(?:差点儿?|险些|差一点|怕|要是|如果|万一|早晚|迟早|非得)[^，。；]{0,8}$")
_GRAVE = re.compile(
    r"(?:癌|尿毒症|白血病|肝硬化失代偿|肝腹水|心衰|再障|渐冻|恶性肿瘤|脑瘤)(?!.{0,3}(?:吗|么|筛查|走|没|去世|死))"
)
_PARENT = {"male": "father_state", "female": "mother_state"}
# Whose children they are, by who died.
_CHILDREN_OF = {
    "spouse": ("son", "daughter", "child"),
    "son": ("grandchild",),
    "daughter": ("grandchild",),
    "brother": ("nephew_niece",),
    "sister": ("nephew_niece",),
}
_IN_LAWS = {"son-in-law": "grandchild", "daughter-in-law": "grandchild"}
_IN_LAWS |= {"brother-in-law": "nephew_niece", "sister-in-law": "nephew_niece"}


def read_bereft(plain: str, people: People) -> Iterator[Said]:
    """`father_state` and `mother_state` that follow from who died, or from how ill a pupil's parent is."""
    for found in _DIED.finditer(plain):
        unsure = _NEARLY.search(plain, max(0, found.start() - 12), found.start())
        if unsure or stance_of(plain, *found.span()) is not Stance.SAID:
            continue
        of = people.subject(found.start(), found.start())
        for child in _children_of(of, people) if of is not None else ():
            yield Said(_PARENT[str(of.sex)], "dead", child, *found.span())
    if people.host and people.host.young:
        yield from _of_pupil(plain, people)


def _children_of(of: Mention, people: People) -> list[Mention]:
    sex = of.sex or next((m.sex for m in people.mentions if m.person == of.person and m.sex), None)
    if sex is None or of.sex is None:
        return []
    if of.person == "self" and people.host and not people.host.young:
        relations = _CHILDREN_OF["spouse"]
    elif of.person in _IN_LAWS:
        relations = (_IN_LAWS[str(of.person)],)
    else:
        relations = _CHILDREN_OF.get(str(of.relation), ())
    children = [m for m in people.mentions if m.relation in relations and m.relation in YOUNG and m.person]
    numbered = [m for m in children if re.search(r"-\d$", str(m.person))]
    return list({m.person: m for m in numbered or children}.values())


def _of_pupil(plain: str, people: People) -> Iterator[Said]:
    """班里有个男生…父亲前几年查出尘肺，又确诊肝硬化失代偿: of the pupil, though far from the word for kin."""
    for found in _GRAVE.finditer(plain):
        of = people.subject(*found.span())
        if of is None or of.relation not in ("father", "mother"):
            continue
        if stance_of(plain, *found.span()) is Stance.SAID:
            pupil = Mention(found.start(), found.start(), "self", "self")
            yield Said(f"{of.relation}_state", "severe_illness", pupil, *found.span())
