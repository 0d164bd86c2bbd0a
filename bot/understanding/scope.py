"""Does the guide have an answer at all: by how the words sound, by what they tell, by their last sentence."""

from __future__ import annotations

import dataclasses
import re
from collections.abc import Mapping, Sequence

from bot.messages import Evidence
from bot.relevance.linear import Sums
from bot.relevance.retrieval import Relevance
from bot.text.normalising import Text
from bot.understanding.gather import Gathered
from bot.understanding.index import Index
from bot.understanding.people.commonly import with_common_kin
from bot.understanding.tidying.courtesies import without_courtesies
from bot.understanding.whose.of_the_late import without_late_illness

# From here on the facts alone say that the guide has an answer.
SURE = 0.2
SURELY_OUTSIDE = 0.5
# Who only tells that somebody needs care, in a few words, is heard out though little of the guide is named.
HARDLY_INSIDE, TOLD_BRIEFLY = 0.75, 30
_ASKS = re.compile(r"[吗么?？证卡修办问补]|怎么|咋|想|(?<!不)能(?!自|动|走|下|吃)|要(?!人|靠|喂|我|俺)")
# A letter is long, and its need may stand in its last sentence alone, behind much that is not ours.
LETTER, SURELY_INSIDE, NOT_ALL_OUTSIDE = 80, 0.15, 0.9
_SENTENCE_ENDS, SHORTEST, LONGEST = "。！？?!；", 4, 200  # of a sentence that is looked at by itself
# Wages that are owed are a matter of law, whatever else is told of the shop; what a student cannot pay and an
# old one whom nobody looks after are ours too.
WAGES_OUTSIDE = 0.8
_HIGHER = frozenset({"junior_college", "bachelor", "graduate"})
_STUDIES_HARD = re.compile(r"贷|资助|助学|补助|学费|减免|困难|低保|残疾|交不起|供不起|大病|没钱|(?<!奖)学金")
_LEFT_ALONE = re.compile(r"没(?:有)?人(?:管|养|照[顾料看]|伺候|问)(?!理|道)")
OLD = 60


def find_relevance(index: Index, read: Text, evidence: Sequence[Evidence], known: Sums) -> Relevance:
    """What the words call for; 我就问一句 before them takes nothing off it, nor whose kin it is about."""
    plain = without_late_illness(read.plain)
    found = index.relevance.score(plain, evidence, known if plain == read.plain else None)
    bare = without_late_illness(without_courtesies(read).plain)
    if not found.in_scope and bare != plain:
        found = index.relevance.score(bare, evidence)
    common = bare if found.in_scope else with_common_kin(bare)
    again = found if common == bare else index.relevance.score(common, evidence)
    if not again.in_scope and found.outside < NOT_ALL_OUTSIDE and len(read.plain) >= LETTER:
        again = _of_last_sentence(index, read.plain, evidence)
    return again if again.in_scope else found


def _of_last_sentence(index: Index, plain: str, evidence: Sequence[Evidence]) -> Relevance:
    """What a letter asks for at its end, where that by itself is surely ours."""
    said = plain.rstrip(_SENTENCE_ENDS + " \n")
    begin = 1 + max(said.rfind(end) for end in _SENTENCE_ENDS)
    begin = max(begin, len(said) - LONGEST)
    last = plain[begin:] if len(said) - begin >= SHORTEST else plain
    found = index.relevance.score(last, evidence)
    return dataclasses.replace(found, in_scope=found.in_scope and found.outside < SURELY_INSIDE)


# Said of oneself, these are why people write here, whatever else they ask.
_HARDSHIPS = frozenset(
    {"disability_grade", "unemployed_months", "home_danger_grade", "supporters", "self_care", "on_dialysis"}
)


# Told in a few words, these are a call for help: 钱包丢了回不了家.
_NEEDS = frozenset(
    {
        ("self_care", "none"),
        ("self_care", "partial"),
        ("living_place", "street"),
        ("stranded_away", True),
        ("cannot_pay_food_lodging", True),
        ("basic_living_at_risk", True),
    }
)
_NEEDS_OF_SETS = frozenset({"disaster_effects", "case_harm", "traffic_payment_gap"})
# Of these the guide has aid of its own; any other illness may be a cold.
_GRAVE = frozenset(
    {"cerebral_palsy", "autism", "congenital_heart", "leukemia", "uremia", "brain_development"}
)


def calls_for_help(plain: str, gathered: Gathered, outside: float, pointed: Mapping[str, float]) -> bool:
    """Whether what was told has an answer in the guide, however its words sound."""
    if gathered.evidence and outside < SURELY_OUTSIDE and _is_strong(gathered, pointed):
        return True
    if outside < WAGES_OUTSIDE and (_is_owed_wages(gathered) or _is_in_need(plain, gathered)):
        return True
    return _tells_need(plain, gathered, outside)


def _is_in_need(plain: str, gathered: Gathered) -> bool:
    """硕士新生，能贷多少; 俺庄有个老人八十了没人管."""
    studies = any(one.fact == "school_stage" and one.value in _HIGHER for one in gathered.evidence)
    ages = (one.value for one in gathered.evidence if one.fact == "age_years")
    old = any(isinstance(age, int) and age >= OLD for age in ages)
    return bool(studies and _STUDIES_HARD.search(plain)) or bool(old and _LEFT_ALONE.search(plain))


def _is_owed_wages(gathered: Gathered) -> bool:
    matters = (one.value for one in gathered.evidence if one.fact == "legal_matter")
    return any(isinstance(one, dict) and one.get("wages") is True for one in matters)


def _is_strong(gathered: Gathered, pointed: Mapping[str, float]) -> bool:
    """Whether the facts alone call for something: one that points to a policy, a hardship, or several."""
    if max(pointed.values(), default=0.0) >= SURE or any(e.fact in _HARDSHIPS for e in gathered.evidence):
        return True
    return len({e.fact for e in gathered.evidence}) >= 3


def _tells_need(plain: str, gathered: Gathered, outside: float) -> bool:
    """我妈八十三了，瘫在床上: somebody needs care, and nothing else is asked for (a lift, a card)."""
    if outside >= HARDLY_INSIDE or len(plain) > TOLD_BRIEFLY or _ASKS.search(plain):
        return False
    return any(is_need(one.fact, one.value) for one in gathered.evidence)


def is_need(fact: str, value: object) -> bool:
    """Whether a fact by itself is a call for help."""
    if isinstance(value, dict):
        told = {choice for choice, held in value.items() if held is True}
        return bool(told if fact in _NEEDS_OF_SETS else fact == "illnesses" and told & _GRAVE)
    return (fact, value) in _NEEDS


__all__ = ["calls_for_help", "find_relevance", "is_need"]
