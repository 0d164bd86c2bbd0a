"""Which open fact to ask for next: what settles most, weighed by relevance and by how hard it is to say."""

from __future__ import annotations

import dataclasses
import datetime
from collections import Counter
from collections.abc import Collection, Iterable, Iterator, Mapping, Sequence
from decimal import Decimal
from typing import TYPE_CHECKING

from bot import choices
from bot.blocks import Choice, Question
from bot.phrases import value_of
from knowledge import KnownSet, Range, Verdict

from . import waiting
from .consequences import surely_belongs
from .facts_read import Reading, read_guide
from .gains import EMPHASIS, could_change, expected_gain
from .granted import is_received
from .pointless import is_pointless
from .relevant import BASE, is_beside

if TYPE_CHECKING:
    from bot.conversation import Conversation, Subject
    from bot.messages import MatchedPolicy
    from knowledge import FactDefinition, Guide, Situation

MOST_POLICIES = 5
MANY_QUESTIONS = 9
MOST_QUESTIONS = 10
GRADE_OF = {"disability_grade": "disability_cert"}
ONE_ANSWER = {**GRADE_OF, "disability_types": "disability_cert", "mother_state": "father_state"}
LIVED_ON = frozenset({"household_income_yuan_per_month", "income_yuan_per_month", "household_size"})
MOST_LEFT = 40
FEW_LEFT = 3
FEW_BY_THE_WAY = 4  # so many facts at most of a policy that nobody asked for
LATE_LEFT = 4
BASE_LEFT = 4  # what others wait for is not left off that close to the end
FEW_BESIDE = 2  # so many questions at most where only what goes together is open
MANY_SHARE = 3  # and only about a fact that so many of them hang on
MOST_TRIED = 4
SHARE_TRIED = 0.4  # what weighs less than that does not overtake the weightiest
SHARE_ASKED = 0.5
SHARE_SUMMED = 0.35  # less was asked for: how much it comes to is not worth a question
EASY = 2
HARD = 4
TOO_HARD = 5
ASKED_LAST = frozenset({"receives", "household_receives", "other_benefits", "relief_times_this_year"})
LAST = 0.25
OF_THE_YOUNG = frozenset({"school_stage", "school_kind", "boarding", "full_time_registered"})
PAST_SCHOOL = 40  # whoever is older is not asked whether they go to school
HARDER = 0.3
LATER = 0.2
Wanted = tuple["MatchedPolicy", list["Subject"]]  # a policy and what can be asked for it


def choose(
    guide: Guide,
    conversation: Conversation,
    matched: Sequence[MatchedPolicy],
    on: datetime.date,
    *,
    kept: Subject | None = None,
    put_off: Subject | None = None,
) -> Question | None:
    """The next question about the most relevant policies, numbered; None when they are settled.

    `kept` is what was asked before and still waits: it is asked again where it is still worth asking.
    `put_off` was asked often enough for now: it is asked where nothing else is.
    """
    wanted_by = list(_open_income(guide, conversation, matched[:MOST_POLICIES]))
    wanted_by = wanted_by or _open_policies(guide, conversation, matched[:MOST_POLICIES])
    wanted_by = wanted_by or list(_open_amounts(guide, conversation, matched[:MOST_POLICIES], on))
    wanted_by = wanted_by or _open_beside(guide, conversation, matched)
    wanted_by = _of_anybody(guide, conversation, wanted_by)
    worth = weigh(guide, wanted_by)
    worth = {one: share * _again(conversation, one) for one, share in worth.items()}
    worth = {one: share for one, share in worth.items() if one != put_off} or worth
    keeps = kept in worth and _may_change(guide, conversation, wanted_by, kept, on=on)
    best = kept if keeps else _most_settling(guide, conversation, wanted_by, worth, on=on)
    best = best or waiting.still_waiting(guide, conversation, _all_open(guide, conversation, matched), on)
    best = best or waiting.of_two(guide, conversation, wanted_by, worth, on=on)
    if best is None:
        return None
    situation = conversation.situation(best[0])
    wanted = _wanted(read_guide(guide), best[2], [one.id for one, _ in wanted_by])
    left = len(worth) if len(worth) <= FEW_LEFT else max(FEW_LEFT, round(len(worth) * SHARE_ASKED))
    left = max(1, min(left, MOST_QUESTIONS - conversation.asked))
    return numbered(choices.build(guide, situation, best, wanted), conversation.serial + 1, left)


def _all_open(guide: Guide, conversation: Conversation, matched: Sequence[MatchedPolicy]) -> list[Wanted]:
    """All that can be asked of what the talk is about, however far off."""
    return [(one, list(askable(guide, conversation, one))) for one in matched]


def _of_anybody(guide: Guide, conversation: Conversation, wanted_by: Sequence[Wanted]) -> list[Wanted]:
    """What is wanted of several people is asked once for the household: has anybody a certificate."""
    anybody = read_guide(guide).anybody
    asked = {each for _, subjects in wanted_by for each in subjects if each[2] in anybody}
    asked = {each for each in asked if _belongs(conversation, each)}
    times = Counter((household, anybody[fact]) for household, _, fact in asked)
    whole = {}
    for household, person, fact in asked:
        instead = (household, None, anybody[fact])
        open_still = _may_ask(guide, conversation, conversation.situation(household), instead)
        if times[household, anybody[fact]] > 1 and open_still:
            whole[household, person, fact] = instead
    changed = ((one, [whole.get(each, each) for each in subjects]) for one, subjects in wanted_by)
    return [(one, list(dict.fromkeys(subjects))) for one, subjects in changed]


def _belongs(conversation: Conversation, subject: Subject) -> bool:
    people = conversation.situation(subject[0]).people
    return any(one.id == subject[1] and surely_belongs(one) for one in people)


def _open_policies(
    guide: Guide, conversation: Conversation, matched: Sequence[MatchedPolicy]
) -> list[Wanted]:
    """The policies that asking could settle, with what to ask; late in a conversation those almost there."""
    if conversation.asked >= MOST_QUESTIONS:
        return []
    matched = [one for one in matched if not is_beside(conversation, one)]
    found = ((one, list(askable(guide, conversation, one))) for one in matched)
    asked_for = [one.assessment.verdict for one in matched if one.id in conversation.relevance]
    hopeless = all(verdict is Verdict.UNMET for verdict in asked_for)
    return [pair for pair in found if 0 < _count(pair[1]) <= _limit(conversation, pair[0], hopeless)]


def _count(subjects: Sequence[Subject]) -> int:
    """How many answers may settle it: without a certificate there is no grade, one able parent is enough."""
    follow = sum((*one[:2], ONE_ANSWER.get(one[2])) in subjects for one in subjects)
    return len(subjects) - follow


def _open_income(
    guide: Guide, conversation: Conversation, matched: Sequence[MatchedPolicy]
) -> Iterator[Wanted]:
    """What the family lives on, before it gets too late to ask: no result without it was ever asked for."""
    for one in matched if MANY_QUESTIONS <= conversation.asked < MOST_QUESTIONS else ():
        if is_beside(conversation, one):
            continue
        subjects = [each for each in askable(guide, conversation, one) if each[2] in LIVED_ON]
        if subjects:
            yield one, subjects


def _limit(conversation: Conversation, one: MatchedPolicy, hopeless: bool) -> int:
    """How many facts may be open in a policy for it to be asked about: fewer late, and fewer unasked for."""
    late = conversation.asked >= MANY_QUESTIONS
    if one.id != BASE and one.id not in conversation.relevance and not hopeless:
        return 0 if late else FEW_BY_THE_WAY
    if not late:
        return MOST_LEFT
    return BASE_LEFT if one.id == BASE else LATE_LEFT


def _open_beside(guide: Guide, conversation: Conversation, matched: Sequence[MatchedPolicy]) -> list[Wanted]:
    """What goes together with what was asked for, with the facts that several of them hang on."""
    if conversation.asked >= FEW_BESIDE:
        return []
    beside = [one for one in matched if is_beside(conversation, one)]
    found = [(one, list(askable(guide, conversation, one))) for one in beside]
    times = Counter(subject for _, subjects in found for subject in subjects)
    asked = {one for one in times if times[one] >= MANY_SHARE and (guide.facts[one[2]].hard or 1) < EASY}
    shared = ((one, [subject for subject in subjects if subject in asked]) for one, subjects in found)
    return [(one, subjects) for one, subjects in shared if subjects]


def _open_amounts(
    guide: Guide, conversation: Conversation, matched: Sequence[MatchedPolicy], on: datetime.date
) -> Iterator[Wanted]:
    """The policies that are met but whose sum still hangs on one or two facts that are easy to say."""
    reading, best = read_guide(guide), max(conversation.relevance.values(), default=0.0)
    for one in matched:
        asked_for = conversation.relevance.get(one.id, 0.0) >= best * SHARE_SUMMED
        if one.assessment.verdict is not Verdict.MET or conversation.asked >= MANY_QUESTIONS or not asked_for:
            continue
        situation = conversation.situation(one.household)
        subjects = [
            (one.household, one.person if guide.facts[fact].scope == "person" else None, fact)
            for fact in reading.amount_facts[one.id]
            if (guide.facts[fact].hard or 1) <= EASY and not guide.facts[fact].derived
        ]
        subjects = [each for each in subjects if _may_ask(guide, conversation, situation, each)]
        subjects = [each for each in subjects if value_of(situation, each[1], each[2]) is None]
        subjects = [
            each
            for each in (subjects if len(subjects) <= EASY else ())
            if could_change(guide, situation, each, [one.id], on=on, sums=True)
        ]
        if subjects:
            yield one, subjects


def _most_settling(
    guide: Guide,
    conversation: Conversation,
    wanted_by: Sequence[Wanted],
    worth: Mapping[Subject, float],
    *,
    on: datetime.date,
) -> Subject | None:
    """Of the few weightiest facts the one whose answer settles most; none whose answer changes nothing."""
    ranked = sorted(worth, key=lambda one: -worth[one])
    gains: dict[Subject, float] = {}
    near = (one for one in ranked[:MOST_TRIED] if worth[one] >= worth[ranked[0]] * SHARE_TRIED)
    for subject in near:
        concerned = [one for one, subjects in wanted_by if subject in subjects]
        settled = expected_gain(guide, conversation.situation(subject[0]), subject, concerned, on=on)
        gains[subject] = _ease(guide.facts[subject[2]]) * _again(conversation, subject) * settled
    ranked.sort(key=lambda one: -gains.get(one, 0.0))
    for subject in ranked:
        if gains.get(subject) or _may_change(guide, conversation, wanted_by, subject, on=on):
            return subject
    return None


def _may_change(
    guide: Guide,
    conversation: Conversation,
    wanted_by: Sequence[Wanted],
    subject: Subject,
    *,
    on: datetime.date,
) -> bool:
    """Whether some answer would change what the policies come to that it was wanted for."""
    concerned = [one for one, subjects in wanted_by if subject in subjects]
    policies = list(dict.fromkeys(one.id for one in concerned))
    sums = all(one.assessment.verdict is Verdict.MET for one in concerned)
    return could_change(guide, conversation.situation(subject[0]), subject, policies, on=on, sums=sums)


def about(guide: Guide, conversation: Conversation, subject: Subject) -> Question:
    """The question about one given fact, numbered: a chip was tapped to change it."""
    situation = conversation.situation(subject[0])
    return numbered(choices.build(guide, situation, subject), conversation.serial + 1, 1)


def numbered(question: Question, serial: int, left: int) -> Question:
    """The question with ids that no earlier question had."""
    made = (Choice(f"q{serial}.{n}", one.label, one.value) for n, one in enumerate(question.choices, 1))
    return dataclasses.replace(question, id=f"q{serial}", choices=tuple(made), about=left)


def weigh(guide: Guide, wanted_by: Sequence[Wanted]) -> Mapping[Subject, float]:
    """How much each askable open fact may settle: its share of every policy it holds up."""
    worth: dict[Subject, float] = {}
    for one, subjects in wanted_by:
        for position, subject in enumerate(subjects):
            ease = _ease(guide.facts[subject[2]]) / (1 + LATER * position)
            worth[subject] = worth.get(subject, 0.0) + one.score**EMPHASIS * ease / len(subjects)
    return worth


def _ease(definition: FactDefinition) -> float:
    hard = definition.hard or 1
    ease = 1 / (1 + HARDER * (hard - 1))
    return ease * LAST if definition.key in ASKED_LAST or hard >= HARD else ease


def _again(conversation: Conversation, subject: Subject) -> float:
    """How much less a list is worth that was answered in part: 没低保, and the other standings come later."""
    known = value_of(conversation.situation(subject[0]), subject[1], subject[2])
    told = isinstance(known, KnownSet) and bool(known.has_not) and not known.has
    again = subject[2] == "aid_status" and conversation.asked > 0
    return LAST if told and again else 1.0


# Of who cannot hear or speak only the office can say, and how much care they need does not settle it.
_LEFT_TO_OFFICE = frozenset({"disability-nursing-subsidy"})


def askable(guide: Guide, conversation: Conversation, matched: MatchedPolicy) -> Iterator[Subject]:
    """The facts to ask for that could settle one policy, each once; none when it is settled."""
    situation = conversation.situation(matched.household)
    if situation is None or matched.assessment.verdict is not Verdict.UNKNOWN:
        return
    if is_received(guide, situation, matched.id, matched.person):
        return
    if matched.id in _LEFT_TO_OFFICE and matched.assessment.by_office:
        return
    seen = set()
    for pair in _in_order(guide, matched):
        subject = _subject(guide, situation, matched, pair)
        if subject not in seen and _may_ask(guide, conversation, situation, subject):
            yield subject
        seen.add(subject)


def _in_order(guide: Guide, matched: MatchedPolicy) -> list[tuple[str | None, str]]:
    """The open facts as the conditions name them: exclusions last, in each the vocabulary's order."""
    reading = read_guide(guide)
    leaf_facts = reading.leaf_facts[matched.id]
    findings = [one for one in matched.assessment.findings if one.verdict is Verdict.UNKNOWN]
    findings.sort(key=lambda one: one.id in reading.exclusions)
    undecided = [leaf_facts[one.id] for one in findings]

    def order(pair: tuple[str | None, str]) -> tuple[int, int]:
        leaf = next((place for place, facts in enumerate(undecided) if pair[1] in facts), len(undecided))
        return leaf, reading.places[pair[1]]

    pairs = sorted(((one.person, one.fact) for one in matched.assessment.open_facts), key=order)
    return pairs if matched.assessment.unit != "household" else _one_each(pairs)


def _one_each(pairs: Iterable[tuple[str | None, str]]) -> list[tuple[str | None, str]]:
    """Of a fact of several members one at a time, the speaker first: the first answer is often enough."""
    first: dict[str, str | None] = {}
    for person, fact in pairs:
        if first.get(fact) is None or person == "self":
            first[fact] = person
    return [(person, fact) for fact, person in first.items()]


def _subject(
    guide: Guide, situation: Situation, matched: MatchedPolicy, pair: tuple[str | None, str]
) -> Subject:
    """Whom and what to ask: one question for the household rather than one for each person."""
    person, fact = pair
    if guide.facts[fact].scope == "person" and (person is None or person != matched.assessment.person):
        whole = read_guide(guide).whole_of(fact, matched.id)
        if whole is not None:
            return situation.id, None, whole
    if guide.facts[fact].scope == "household":
        fact = _covering(guide, situation, matched, fact)
    return situation.id, person, fact


def _covering(guide: Guide, situation: Situation, matched: MatchedPolicy, fact: str) -> str:
    """The one question that answers for several open facts: has a sudden hardship struck."""
    cover = read_guide(guide).covers[matched.id].get(fact)
    open_here = {one.fact for one in matched.assessment.open_facts}
    covered = [one for one, by in read_guide(guide).covers[matched.id].items() if by == cover]
    several = cover is not None and sum(one in open_here for one in covered) > 1
    return cover if several and value_of(situation, None, cover) is None else fact


def _may_ask(guide: Guide, conversation: Conversation, situation: Situation, subject: Subject) -> bool:
    _, person, fact = subject
    definition = guide.facts[fact]
    if subject in conversation.unsure or not definition.ask or not definition.question:
        return False
    if (definition.scope == "person") != (person is not None):
        return False
    if is_pointless(situation, subject) or _hangs_on_unsure(conversation, subject):
        return False
    if fact in OF_THE_YOUNG and _is_past_school(value_of(situation, person, "age_years")):
        return False
    if (definition.hard or 1) >= TOO_HARD and definition.confirmed_by:
        return False
    known = value_of(situation, person, fact)
    may_be_finer = isinstance(known, Range) and (definition.hard or 1) < HARD
    may_be_more = isinstance(known, KnownSet) and not known.complete
    return known is None or may_be_finer or may_be_more


def _hangs_on_unsure(conversation: Conversation, subject: Subject) -> bool:
    """Whether they could not say if there is what it would be about: no grade of a doubtful certificate."""
    return (*subject[:2], GRADE_OF.get(subject[2], "")) in conversation.unsure


def _is_past_school(age: object) -> bool:
    low = age.low if isinstance(age, Range) else age
    return isinstance(low, int | Decimal) and low >= PAST_SCHOOL


def _wanted(reading: Reading, fact: str, policies: Collection[str]) -> frozenset[str]:
    """The values and the facts that matter for `fact` in these policies."""
    values = frozenset().union(*(reading.values_in(one) for one in policies))
    return values | reading.parts_of(fact)
