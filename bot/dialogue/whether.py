"""Whether a policy that is asked about can be had: 护理补贴能领吗 of who is disabled by the third degree.

It is judged for whom the words mean, whether it was offered or not, so that what is closed to them is not
answered by what others have of it.
"""

from __future__ import annotations

import datetime
import re
from collections.abc import Sequence
from typing import TYPE_CHECKING

from bot.blocks import Block
from bot.composing import replies
from bot.composing.details import Detail, topics_of
from bot.dialogue import meant, whom
from bot.dialogue.of_policy import BRING, CAN, HOW, TIME, WHERE, say_details
from bot.dialogue.sums import HOW_MUCH
from bot.judging.assessing import assess_supposed
from bot.judging.relevant import BASE, best_fits
from bot.messages import MatchedPolicy
from bot.relevance.sought import sought_in
from bot.understanding.numbers import parse_number
from knowledge import Person, Verdict
from knowledge.situations import CHILDREN

if TYPE_CHECKING:
    from bot.composing.replies import Judged
    from bot.conversation import Conversation
    from bot.messages import Understanding
    from knowledge import Guide, Policy

MOST_ASKED = 2  # 残疾人补贴 is of two
_ALONE = re.compile("单独|自己|一个人|个人")
_OF_SUMS = frozenset({"care_fee"})
_STILL = "together"  # 还能领护理补贴吗 is heard as of two, and may be of one
# 60岁那个补助, 那一万块钱: by a number that it is known by.
_AGE = re.compile(r"(?<!\d)(?P<number>\d{2,3}|[二三四五六七八九]?十[一二三四五六七八九]?)周?岁")
_SUM = re.compile(r"(?P<number>[\d一二两三四五六七八九十百千万]{2,8})(?:多)?(?:块|元)")
_TWO = re.compile("和|跟|与|同时|一[块起]|冲突|两|俩|都|又|着")


def told(guide: Guide, conversation: Conversation, heard: Understanding, today: datetime.date) -> list[Block]:
    """The card of what is asked for, as it is judged; nothing where more has to be told before, or where the
    words ask something else of it."""
    asked = heard.text
    if another := meant.is_for_another(conversation, asked):
        conversation = _with_child(conversation, asked)
    if another and meant.is_for_another(conversation, asked):
        return []
    if not CAN.search(asked) or _asks_more(asked):
        return _closed(guide, conversation, heard, today)
    sought = sought_in(asked)[:MOST_ASKED]
    named = sought if set(heard.named) <= set(sought) else heard.named
    wanted = [one for one in named if one in guide.policies]
    by_number = [] if wanted else _with_number(guide, conversation, asked)
    wanted = wanted or by_number
    if not wanted or len(wanted) > MOST_ASKED:
        return []
    found = [_judge(guide, conversation, policy, asked, today=today) for policy in wanted]
    sure = another or heard.named
    known = [one for one in found if one is not None and (not sure or _is_settled(one))]
    if len(known) < len(wanted):
        return []
    told: list[Block] = [replies.card(guide, conversation, one, today) for one in known]
    unsettled = by_number and not _is_settled(known[0])
    return [*told, *_from_age(guide, by_number[0], asked)] if unsettled else told


def _with_child(conversation: Conversation, asked: str) -> Conversation:
    """With a child of the home of whom nothing was told, where the words ask for one: what the home is not,
    it is not for the child. Another's child, and anybody else, is of a home that nobody knows."""
    kin = whom.relations_in(asked)
    if len(conversation.households) != 1 or len(kin) != 1 or not kin <= CHILDREN:
        return conversation
    home, relation = conversation.households[0], next(iter(kin))
    return conversation.replaced(households=(home.with_person(Person(relation, relation)),))


def _closed(
    guide: Guide, conversation: Conversation, heard: Understanding, today: datetime.date
) -> list[Block]:
    """The card of the one aid whose sum is asked for by name, where that is closed to them: 护理补贴多少钱 of
    the third degree is not answered by what the first is paid."""
    if not HOW_MUCH.search(heard.text) or len(heard.named) != 1 or set(topics_of(heard.text)) - _OF_SUMS:
        return []
    one = _judge(guide, conversation, heard.named[0], heard.text, today=today)
    closed = one is not None and one.state == "unmet" and not one.received
    return [replies.card(guide, conversation, one, today)] if closed else []


def _from_age(guide: Guide, policy: str, asked: str) -> list[Block]:
    """The sentences of the policy on the age that is named."""
    age = _AGE.search(asked)
    number = parse_number(age["number"]) if age else None
    if number is None:
        return []
    clauses = guide.policies[policy].clauses
    says = [Detail("clause", one.says, one.sources) for one in clauses if _holds(one.says, int(number.low))]
    return say_details(guide, policy, says[:1])


def _asks_more(asked: str) -> bool:
    """Whether it asks what is given, where, how or how long, or something of a known sort."""
    topics = set(topics_of(asked)) - ({_STILL} if not _TWO.search(asked) else set())
    return bool(topics) or any(one.search(asked) for one in (HOW_MUCH, WHERE, BRING, TIME, HOW))


def _with_number(guide: Guide, conversation: Conversation, asked: str) -> list[str]:
    """The policy that the words so far call for most and that is known by the age or the sum named; none for
    words without a number."""
    age, amount = _AGE.search(asked), _SUM.search(asked)
    number = parse_number((age or amount)["number"]) if age or amount else None
    if number is None:
        return []
    relevance = conversation.relevance
    called_for = sorted(relevance.keys() & guide.policies.keys(), key=lambda one: -relevance[one])
    has = _is_from_age if age else _gives
    return [one for one in called_for if has(guide.policies[one], int(number.low))][:1]


def _is_from_age(policy: Policy, age: int) -> bool:
    says = (*policy.aliases, policy.summary, *(one.says for one in policy.clauses))
    return any(_holds(one, age) for one in says)


def _holds(says: str, age: int) -> bool:
    return bool(re.search(rf"(?<!\d){age} ?周?岁", says))


def _gives(policy: Policy, amount: int) -> bool:
    return any(figure.figure == amount for one in policy.benefits for figure in one.figures)


def _is_settled(one: Judged) -> bool:
    return (
        one.received or bool(one.first) or one.verdict != "unknown" or not one.matched.assessment.open_facts
    )


def _judge(
    guide: Guide, conversation: Conversation, policy: str, asked: str, *, today: datetime.date
) -> Judged | None:
    """The policy for whom the words mean; where they mean nobody, for whom it fits best."""
    offers = [one.matched for one in meant.judge_all(guide, conversation, today)]
    people = whom.asked_of(conversation, asked) or meant.spoken_of(conversation, asked)
    if alone := policy == BASE and bool(_ALONE.search(asked)):
        people = people or tuple(one.id for home in conversation.households for one in home.people)
    theirs = _for(guide, conversation, policy, people, alone=alone, today=today) if people else []
    best = meant.judge_one(guide, conversation, policy, today) if not theirs else None
    meant_one = next(iter(theirs), None) or (best.matched if best else None)
    if meant_one is None:
        return None
    others = [one for one in offers if one.id != policy]  # what they may have first is among these
    judged = replies.judge(guide, conversation, [meant_one, *others], today)
    return next(one for one in judged if one.matched is meant_one)


def _for(
    guide: Guide,
    conversation: Conversation,
    policy: str,
    people: Sequence[str],
    *,
    alone: bool,
    today: datetime.date,
) -> list[MatchedPolicy]:
    """What they may have of it, what is not closed to them first."""
    found = [
        (home, one)
        for home in conversation.households
        for one in assess_supposed(guide, home, today, [policy])
        if one.person in people and (one.unit == "alone") is alone
    ]
    fits = found if alone else list(best_fits(guide, found))
    fits.sort(key=lambda each: each[1].verdict is Verdict.UNMET)
    return [MatchedPolicy(policy, 1.0, home.id, one.person, one) for home, one in fits]
