"""没有人死, 那不是收入, 我没说两岁, 不是三个孩子就两个: what was heard and is denied outright.

The words denied are held against what was shown as heard; a fact that they speak of is taken back, put right
where the right number stands beside, or denied where it is one of several.
"""

from __future__ import annotations

import dataclasses
import re
from typing import TYPE_CHECKING

from bot import phrases
from bot.blocks import Block, Text
from bot.dialogue import answering, in_touch
from bot.understanding.answers.numbers import read_number
from bot.understanding.numbers import find_numbers
from bot.understanding.people.subjects import PARENT_STATES
from bot.wording import say

if TYPE_CHECKING:
    from bot.conversation import Conversation, Subject
    from bot.messages import Evidence, Understanding
    from knowledge import Guide, Situation

LONGEST = 40
LEAST_SHARED = 2
MOSTLY = 0.6
_DENIES = re.compile(
    r"(?:(?<!是)不是(?!说|不|吗|给|为|因)|(?:我|俺|可|也|并)?(?:没|没有)(?:说|讲|提)(?:过)?(?:是|有)?|谁说(?:是|有|的)?|哪来的|哪(?:里|儿)?有|"
    r"(?:咋|怎么|为啥|为什么|凭啥|干啥)(?:给(?:我)?)?(?:写|说|记|填|弄|显示)(?:的)?(?:成|着|上|了|是|我)?)"
    r"(?P<what>[^，。！？吗呢 ]{2,12})"
)
_IS_RATHER = re.compile(r"[，。 ]{0,2}(?:(?:而|应该|其实)?是|[\d一二两三四五六七八九十])")
_NOT_A_DENIAL = re.compile(r"不是(?:我|俺)|是不是|不是吗|能不能|吗$|[?？]$")
_NOBODY_DIED = re.compile(
    r"(?:没(?:有)?(?:人|谁)(?:死|去世|遇难|没了|走|出事)|没(?:有)?死人|人(?:都|也|倒|可|还)?(?:没(?:死|走)(?!开)|好好的|还?(?:活着|健在)))"
)
_NOBODY_HURT = re.compile(r"没(?:有)?(?:人|谁)?(?:受伤|伤着|受重伤|伤到)|人(?:都|也|倒)?没(?:受)?伤")
_LEADS = re.compile(r"^(?:(?:你|您)?(?:们)?(?:搞|弄|写|记|听|说)?错了|不对|哎|[，。！ ])+")
LEAST_REST = 4
_DEATHS = {"disaster_effects": "member_died", "emergency_events": "breadwinner_death"}
_AID = frozenset({"aid_status", "on_subsistence", "holds_personal_aid"})
_INJURIES = {"emergency_events": "injury"}
# Said around what is denied, and in chips of all sorts.
_AROUND = re.compile("[我俺咱他她您你们在了的是有着过也都]|家里?|孩子|现在|[一二两三四五]个|这个|那个")
_NUMBER = re.compile(r"[\d一二两三四五六七八九十百千万半点.]{1,9}")
_UNIT = {"age_years": r"(?:周?岁|了|$)"}
_FEWER = re.compile(
    r"(?:孩子|娃|小孩|孩儿)[^。]{0,8}(?:就|只(?:有)?|一共|总共|才|(?<!不)是)(?:有)?(?P<a>[一二两俩三仨四五\d])个?|"
    r"(?:就|只(?:有)?|一共|总共|才|(?<!不)是)(?:有)?(?P<b>[一二两俩三仨四五\d])个?(?:孩子|娃|小孩)|多(?:出来?|算|记|写)?了?一个(?:孩子|娃|小孩)|"
    r"没有?(?:那么多|第[二三四五]个)(?:孩子|娃)?"
)
_CHILDREN = frozenset({"child", "son", "daughter"})
_TELLING = ("age_years", "school_stage")  # a child of whom neither is known may be one that was told of again


def take_back(
    guide: Guide, conversation: Conversation, heard: Understanding
) -> tuple[Conversation, list[Block], str] | None:
    """The conversation without what is denied, what to say of it, and what else is said; else None."""
    plain = heard.text
    if len(plain) > LONGEST or not conversation.evidence or _NOT_A_DENIAL.search(plain):
        return None
    if (fewer := _fewer_children(conversation, plain)) is not None:
        return fewer, [Text(say("fewer_children"))], ""
    if (denied := _deaths_and_wounds(guide, conversation, plain)) is not None:
        return denied
    if (found_again := in_touch.heard_of(conversation, plain)) is not None:
        return (*_without(guide, conversation, found_again), "")
    for found in _DENIES.finditer(plain):
        if _IS_RATHER.match(plain, found.end()):
            continue  # 不是三口，是四口: read as the fact that it is
        if _is_read(heard, found["what"]):
            continue  # 不是特困是低保: heard, with what it is
        told = _spoken_of(guide, conversation, found["what"], plain)
        if told is not None and not any(
            one.fact == told.fact for one in heard.evidence if not _is(one, told)
        ):
            rest = _LEADS.sub("", plain[: found.start()] + plain[found.end() :])
            return (*_without(guide, conversation, told), rest if len(rest) >= LEAST_REST else "")
    return None


def _is_read(heard: Understanding, what: str) -> bool:
    """Whether the words were read as denying one status, where another is told beside it."""
    told = [(one, value) for one in heard.evidence if one.fact in _AID for value in _values(one.value)]
    denied = any(one.words in what and value is False for one, value in told)
    return denied and any(value is True for _, value in told)


def _values(value: object) -> list[object]:
    return list(value.values()) if isinstance(value, dict) else [value]


def _is(one: Evidence, told: Evidence) -> bool:
    """Whether the words were read as the very thing that they deny, or of nobody it was told of."""
    return one.value == told.value or one.person != told.person


def _deaths_and_wounds(
    guide: Guide, conversation: Conversation, plain: str
) -> tuple[Conversation, list[Block], str] | None:
    denied = {**(_DEATHS if _NOBODY_DIED.search(plain) else {})}
    pairs = [*denied.items(), *(_INJURIES.items() if _NOBODY_HURT.search(plain) else ())]
    changed, subjects = conversation, []
    for told in conversation.evidence:
        for fact, choice in pairs:
            if told.fact == fact and isinstance(told.value, dict) and told.value.get(choice):
                subject = (told.household, told.person, fact)
                changed = answering.put(guide, changed, subject, raw={choice: False}, words=plain)
                subjects.append((subject, choice))
    if not subjects:
        return None
    labels = [phrases.labels(guide.facts[subject[2]], [choice])[0] for subject, choice in subjects]
    return changed, [Text(say("removed", fact=label)) for label in dict.fromkeys(labels)], ""


def _spoken_of(guide: Guide, conversation: Conversation, what: str, plain: str) -> Evidence | None:
    """The fact told last that the denied words speak of: by its number, or by the words of its chip."""
    for told in reversed(conversation.evidence):
        situation = conversation.situation(told.household)
        known = situation and phrases.value_of(situation, told.person, told.fact)
        if known is None or told.value is False:
            continue
        if _is_number(told.value):
            label = guide.facts[told.fact].label
            number = _NUMBER.search(what)
            if number and _reads_as(guide, told, number.group()) and _fits(told.fact, what, number.end()):
                return told
            if _shared(label, what) >= LEAST_SHARED and any(
                _reads_as(guide, told, one) for one in _NUMBER.findall(plain)
            ):
                return told
        elif _names(told, phrases.fact_phrase(guide.facts[told.fact], known), what):
            return told
    return None


def _names(told: Evidence, label: str, what: str) -> bool:
    """Whether the words denied are those that the fact came from, or for the most part those of its chip."""
    if len(told.words) >= LEAST_SHARED and told.words in what:
        return True
    bare = _AROUND.sub("", what)
    shared = _shared(_AROUND.sub("", label), bare)
    return shared >= LEAST_SHARED and shared >= len(bare) * MOSTLY


def _is_number(value: object) -> bool:
    return not isinstance(value, str | bool | dict | list) or (isinstance(value, str) and value.isdigit())


def _fits(fact: str, what: str, end: int) -> bool:
    unit = _UNIT.get(fact)
    return unit is None or re.match(unit, what[end:]) is not None


def _reads_as(guide: Guide, told: Evidence, words: str) -> bool:
    value = read_number(words, guide.facts[told.fact])
    return value is not None and str(value) == str(told.value)


def _shared(label: str, what: str) -> int:
    """How many characters in one piece both hold."""
    for length in range(min(len(label), len(what)), 1, -1):
        if any(what[start : start + length] in label for start in range(len(what) - length + 1)):
            return length
    return 0


def _without(guide: Guide, conversation: Conversation, told: Evidence) -> tuple[Conversation, list[Block]]:
    subject: Subject = (told.household, told.person, told.fact)
    label = guide.facts[told.fact].label
    return answering.take_back(conversation, subject), [Text(say("removed", fact=label))]


def _fewer_children(conversation: Conversation, plain: str) -> Conversation | None:
    """The conversation without the children that are too many, where it is clear which those are."""
    found = _FEWER.search(plain)
    if found is None or not re.search("不是|没有|多|错|不对|就|只", plain):
        return None
    for situation in conversation.households:
        children = [one for one in situation.people if one.relation in _CHILDREN]
        said = next(find_numbers(found["a"] or found["b"] or ""), None)
        count = int(said.low) if said is not None else len(children) - 1
        bare = [one for one in children if not any(fact in one.facts for fact in _TELLING)]
        extra = {one.id for one in bare[: len(children) - count]} if len(children) > count > 0 else set()
        if extra and len(children) - len(extra) == count:
            return _without_children(conversation, situation, extra)
    return None


def _without_children(conversation: Conversation, situation: Situation, extra: set[str]) -> Conversation:
    """What was told of all the children through one that is none is kept with the others."""
    gone = [one for one in situation.people if one.id in extra]
    shared = {fact: value for one in gone for fact, value in one.facts.items() if fact in PARENT_STATES}
    kept = []
    for one in situation.people:
        if one.id in extra:
            continue
        facts = {**shared, **one.facts} if one.relation in _CHILDREN else one.facts
        kept.append(dataclasses.replace(one, facts=facts))
    changed = dataclasses.replace(situation, people=tuple(kept))
    homes = tuple(changed if one.id == situation.id else one for one in conversation.households)
    evidence = tuple(one for one in conversation.evidence if one.person not in extra)
    return conversation.replaced(households=homes, evidence=evidence, pending=None)
