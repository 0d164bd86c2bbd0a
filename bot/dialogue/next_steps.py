"""What to do now, asked in so many words: 下一步干啥, 申请哪个, 哪个最多, 行了没.

First what can be had and is filed soonest, with where, with what and how long; then the question that waits.
"""

from __future__ import annotations

import datetime
import re
from collections.abc import Sequence
from typing import TYPE_CHECKING

from bot.blocks import Block, Checklist, Link, Text
from bot.composing import cards, leaflets, replies
from bot.composing.review import BOUGHT
from bot.dialogue import meant, telling
from bot.wording import say

if TYPE_CHECKING:
    from bot.composing.replies import Judged
    from bot.conversation import Conversation
    from bot.messages import Turn, Understanding
    from knowledge import Guide

MOST_NAMED = 4
_MOST_MONEY = re.compile("(?:多|高|划算)")
URGENT = "temporary-assistance"  # what is paid soonest, where something sudden has happened


def tell(guide: Guide, conversation: Conversation, heard: Understanding, today: datetime.date) -> Turn:
    """The next step from what is known by now; what is wrong is asked for where nothing is."""
    if not conversation.relevance:
        return telling.said(conversation, [Text(say("need_matter"))])
    judged = [one for one in meant.judge_all(guide, conversation, today) if not one.received]
    met = [one for one in judged if one.verdict == "met" and one.matched.id not in BOUGHT]
    if met and _MOST_MONEY.search(heard.text) and (told := _amounts(guide, conversation, met, today)):
        return telling.said(conversation, [*told, *replies.ask(conversation)])
    if met:
        return telling.said(conversation, _first(guide, conversation, met, today))
    return telling.said(conversation, _not_yet(guide, conversation, judged))


def in_short(guide: Guide, conversation: Conversation, today: datetime.date) -> list[Block]:
    """The first thing to do in one sentence; nothing where nothing can be had yet."""
    judged = meant.judge_all(guide, conversation, today)
    met = (
        one for one in judged if one.verdict == "met" and not one.received and one.matched.id not in BOUGHT
    )
    for policy in (guide.policies[one.matched.id] for one in met):
        if policy.where:
            return [Text(say("slowly_first", name=leaflets.short_name(policy), where=policy.where[0]))]
    return []


def _first(
    guide: Guide, conversation: Conversation, met: Sequence[Judged], today: datetime.date
) -> list[Block]:
    """The first of them and how it is had, the others by name."""
    here = [one for one in met if guide.policies[one.matched.id].filing == "here"]
    first = next((one for one in met if one.matched.id == URGENT), (here or list(met))[0])
    policy = guide.policies[first.matched.id]
    away = leaflets.elsewhere(guide, conversation.situation(first.matched.household))
    blocks: list[Block] = [Text(say("next_first", name=leaflets.short_name(policy)))]
    blocks += leaflets.slip(guide, policy, today, away)
    rest = [cards.short_name(guide, one.matched.id) for one in met if one.matched.id != policy.id]
    if rest:
        blocks.append(Text(say("next_others", names="、".join(dict.fromkeys(rest[:MOST_NAMED])))))
    if policy.filing == "here":
        label = say("link_apply", name=leaflets.short_name(policy))
        blocks.append(Link(label, "apply", first.matched.household))
    if conversation.pending is not None:
        return [*blocks, Text(say("next_one_more")), *replies.ask(conversation)]
    return [*blocks, Link(say("link_result"), "result")]


def _amounts(
    guide: Guide, conversation: Conversation, met: Sequence[Judged], today: datetime.date
) -> list[Block]:
    """What each of them comes to, side by side: a sum once and one a month are not to be ranked."""
    lines, unknown = [], []
    for one in met:
        words = cards.say_amount(guide, one.matched.assessment, today)[0]
        who = cards.person_label(conversation.situation(one.matched.household), one.matched.person)
        name = cards.short_name(guide, one.matched.id)
        if words:
            lines.append(say("next_amount", name=name, who=who, amount=words))
        else:
            unknown.append(name)
    if lines and unknown:
        lines.append(say("next_amount_unknown", names="、".join(dict.fromkeys(unknown))))
    return [Checklist(say("next_amounts"), tuple(dict.fromkeys(lines)))] if lines else []


def _not_yet(guide: Guide, conversation: Conversation, judged: Sequence[Judged]) -> list[Block]:
    """Nothing is sure yet: the question that waits comes first, else whom to ask of what is open."""
    if conversation.pending is not None:
        return [Text(say("next_answer")), *replies.ask(conversation)]
    names = [cards.short_name(guide, one.matched.id) for one in judged if one.verdict != "unmet"]
    named = "、".join(dict.fromkeys(names[:MOST_NAMED]))
    line = say("next_ask", names=named) if named else say("none_then")
    return [Text(line), Link(say("link_result"), "result")]
