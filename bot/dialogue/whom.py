"""Whom a question is about, of those who were told of: 大的多少, 俺能拿多少, 俺俩一共多少."""

from __future__ import annotations

import re
from typing import TYPE_CHECKING

from bot.understanding.people.kinship import any_of, kin_words
from bot.understanding.people.lookalikes import without_lookalikes
from bot.understanding.talk.called_homes import home_called
from knowledge.situations import CHILDREN, GRANDCHILDREN

if TYPE_CHECKING:
    from collections.abc import Sequence

    from bot.conversation import Conversation
    from knowledge import Person

PARENTS = frozenset({"father", "mother", "parent"})
_COUPLE = frozenset({"self", "spouse", "husband", "wife"})
_KEPT = GRANDCHILDREN | {"nephew_niece"}  # 孩子 where there are none of one's own
KIN = any_of(kin_words())
# 老太太那份呢 is of a mother or grandmother, as it happens.
OLD = {
    "老太太": frozenset({"mother", "grandmother", "mother_in_law", "elder"}),
    "老爷子": frozenset({"father", "grandfather", "father_in_law", "elder"}),
    "老头子?": frozenset({"father", "grandfather", "father_in_law", "spouse", "elder"}),
}
CHILD_OF_PLACE = re.compile(
    "(?P<first>老大|大(?:的|儿子|闺女|小子|孩子|宝|丫头)|(?:第|头)一个(?:孩子|娃))|"
    "(?P<second>老二|二(?:小子|儿子|闺女|宝|孩子|丫头)|第二个(?:孩子|娃|儿子|闺女))|"
    "(?P<last>老小|小(?:的(?=那|呢|能|有|一|每|是|给|学|上|个|多少|几|$)|儿子|闺女|孩子|宝))"
)
# 俺俩, 老两口: the speaker and whom they are married to.
_BOTH = re.compile(
    "(?:俺|我|咱)?们?(?:老?两口子?|俩口子)|(?:俺|我|咱)们?(?:俩(?!孩|娃|儿|闺|孙|个)|两(?:个人|人))|夫妻俩?"
)
# 俺能拿多少, 我这病能救助多少; but 俺家, 给俺多少, 俺问问.
_SELF = re.compile(
    "(?<![给补帮替跟和让叫])(?:俺|我)(?:自己|本人|自个)?"
    "(?!们|家|[一全这]一?大?家|爹|娘|想|问|要|村|这[边里种样]|那[边里]|听|看|咨|打听|再|就问|俩孩|俩娃|交|花|该|得[交花])"
)
_BESIDE = re.compile(
    "(?<![给补帮替])(?:俺|我)(?:和|跟|与|同)|(?:和|跟|与)(?:俺|我)(?=各|一共|俩|能|多少|每|$)"
)
_THEIRS = "(?:俺|我|咱|他|她)(?:们)?(?:家)?(?:的)?"
_OF_KIN, _ALONE = re.compile(f"(?:{_THEIRS})?(?:{KIN.pattern})"), re.compile(f"{_THEIRS}(?=$|，)")


def kin_in(text: str) -> re.Match[str] | None:
    """The first word for kin; 在哪儿办 has none."""
    return KIN.search(without_lookalikes(text))


def relations_in(text: str) -> frozenset[str]:
    """What those whom the words name are to the speaker."""
    words = kin_words()
    return frozenset(words[one].relation for one in KIN.findall(without_lookalikes(text)))


def asked_of(conversation: Conversation, text: str) -> tuple[str, ...]:
    """The people whose share the words ask for, each once; none where they name nobody that is known."""
    if home := home_called(text, conversation.households, conversation.evidence):
        return tuple(one.id for one in home.people)
    people = [one for home in conversation.households for one in home.people]
    found: list[str] = []
    for who in CHILD_OF_PLACE.finditer(text):
        found += so_called(people, who[0])
    clear = without_lookalikes(text)
    for who in KIN.findall(CHILD_OF_PLACE.sub("，", clear)):
        found += so_called(people, who)
    if _BOTH.search(text):
        found += [one.id for one in people if one.relation in _COUPLE]
    named = bool(KIN.search(clear) or CHILD_OF_PLACE.search(text))
    if _BESIDE.search(text) or (not named and not found and _SELF.search(text)):
        found += [one.id for one in people if one.relation == "self"]
    return tuple(dict.fromkeys(found))


def without_whom(text: str) -> str:
    """The words without those whose share they ask for."""
    left = _BOTH.sub("，", CHILD_OF_PLACE.sub("，", text))
    return _ALONE.sub("", _OF_KIN.sub("，", left))


def so_called(people: Sequence[Person], who: str) -> list[str]:
    """Those whom a word may mean: 老二 is the second child that was told of."""
    if found := CHILD_OF_PLACE.match(who + "，") or CHILD_OF_PLACE.match(who + "呢"):
        return _at_place(people, 0 if found["first"] else 1 if found["second"] else -1)
    if old := next((each for word, each in OLD.items() if re.fullmatch(word, who)), None):
        return [one.id for one in people if one.relation in old]
    relation = kin_words()[who].relation
    alike = next((each for each in ({"child", *CHILDREN}, PARENTS) if relation in each), {relation})
    exact = [one.id for one in people if one.relation == relation]
    exact = exact or [one.id for one in people if one.relation in alike and _may_be(one.relation, relation)]
    kept = [one.id for one in people if one.relation in _KEPT]
    return exact or (kept if relation == "child" else [])


def _at_place(people: Sequence[Person], place: int) -> list[str]:
    """The child at that place by age, where all ages are known; else in the order of telling."""
    children = [one for one in people if one.relation in CHILDREN]
    if len(children) <= 1:
        children = [one for one in people if one.relation in _KEPT]
    ages = [one.facts.get("age_years") for one in children]
    if all(isinstance(age, int) for age in ages):
        children.sort(key=lambda one: -one.facts["age_years"])
    return [one.id for one in children[place:][:1]] if len(children) > 1 else []


def _may_be(known: str, called: str) -> bool:
    """Whether 孩子 may be the son that was told of; a daughter is not."""
    return "child" in (known, called) or "parent" in (known, called)
