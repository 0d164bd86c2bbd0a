"""What somebody in danger asks once help was named: where to stay tonight, whom to turn to, how to sue.

The alarm that named 110 and the shelter is not over with it; whoever asks again is told again.
"""

from __future__ import annotations

import dataclasses
import re
from typing import TYPE_CHECKING

from bot.blocks import Block, Text
from bot.composing import leaflets, replies
from bot.danger import peril
from bot.danger.peril import VIOLENCE
from bot.danger.plight import ROOFLESS
from bot.dialogue import telling
from bot.judging.supposing import held_of
from bot.wording import say

if TYPE_CHECKING:
    from bot.conversation import Conversation
    from bot.messages import Turn, Understanding
    from knowledge import Guide

LONGEST = 16
_SHELTER, _LAW = "homeless-relief", "legal-aid"
# 能先住哪, 今晚去哪, 没地方去, 有地方收留不: tonight; 公租房住哪 is of another thing.
_STAY = re.compile(
    "(?:住|睡|躲|待|落脚|安身|过夜)(?:在|到)?(?:哪|啥地方|什么地方)|(?:去|跑)(?:哪|啥地方|什么地方)(?:儿|里)?(?:好|了|啊|呀|呢)?$|(?:哪|啥地方|什么地方)(?:儿|里)?[^，。]{0,4}(?:住|去|睡|躲|收留|落脚|过夜)(?!院|校)|"
    "没(?:有)?(?:个)?(?:地方|地儿|处|家)(?:可|能)?(?:住|去|睡|躲|待|回)|收留|收容|无家可归|避难|庇护"
)
_NOT_OF_TONIGHT = re.compile(
    "鉴定|报案|验伤|检查|办|申请|领|钱|材料|手续|登记|开证明|租|医院|看病|起诉|告|学"
)
# 能找谁, 谁管, 怎么帮她, 咋办: whom to turn to; 找谁办低保 is of another thing.
_WHOM = re.compile(
    "^(?:那|我|俺|她|他|能|该|可以|得|还|有|现在|这|这种|事|这事){0,4}(?:找谁|找哪|谁(?:能)?(?:来)?(?:管|帮)|(?:咋|怎么|如何)(?:帮|救|办|弄|管|保护)|(?:能|可以)帮)"
    "(?:我|俺|她|他|忙|管|一下|啊|呀|呢|好|吗|不|们){0,4}$"
)
_SUE = re.compile(
    "(?:能|可以|想|要|咋|怎么|如何)[^，。]{0,4}(?:起诉|离婚|打官司|告(?!诉)(?:他|她|了)?)|^(?:起诉|离婚|打官司|告他|告她)|(?:起诉|离婚|告他|告她)(?:行|能|可以)?(?:吗|不)$"
)
_STRIKES = {"fire", "natural_disaster"}
_AWAY = (("living_place", "street"), ("stranded_away", True), ("cannot_pay_food_lodging", True))


def answer(guide: Guide, conversation: Conversation, heard: Understanding) -> Turn | None:
    """The reply to who asks where to stay, or after blows whom to turn to; else None."""
    if len(heard.text) > LONGEST or heard.named or not _may_answer(heard):
        return None
    beaten = _was_beaten(conversation)
    key, policy = _line(heard.text, beaten, homeless=beaten or _is_away(conversation))
    if not key:
        return None
    told = telling.remember(conversation, heard) if heard.evidence else conversation
    told = told.replaced(relevance=_called_for(conversation, policy))
    blocks: list[Block] = [Text(say(key)), leaflets.link_to(guide.policies[policy])]
    return telling.said(told, [*blocks, *replies.ask(told)])


def of_the_struck(conversation: Conversation, heard: Understanding) -> Understanding:
    """今晚没地方住 of those whose home has burnt: no alarm of its own, the village finds them a roof."""
    if not (_is_of_tonight(heard) and _was_struck(conversation)):
        return heard
    return dataclasses.replace(heard, urgent=None)


def _may_answer(heard: Understanding) -> bool:
    return not heard.urgent or _is_of_tonight(heard)


def _is_of_tonight(heard: Understanding) -> bool:
    """Whether it is an alarm of one who has no bed, and of nothing worse."""
    return heard.urgent == "danger" and peril.sort_of(heard.text) == ROOFLESS


def _was_struck(conversation: Conversation) -> bool:
    if conversation.alarmed == "disaster":
        return True
    homes = [one.household for one in conversation.households]
    return any(
        held_of(one.get("emergency_events")) & _STRIKES or held_of(one.get("disaster_effects"))
        for one in homes
    )


def _line(text: str, beaten: bool, *, homeless: bool) -> tuple[str, str]:
    """The key of the line that answers, and the policy that it rests on; ("", "") where none does."""
    if homeless and _STAY.search(text) and not _NOT_OF_TONIGHT.search(text):
        return ("stay_beaten" if beaten else "stay_away"), _SHELTER
    if beaten and _SUE.search(text):
        return "sue_beaten", _LAW
    return ("whom_beaten", _LAW) if beaten and _WHOM.search(text) else ("", "")


def _called_for(conversation: Conversation, policy: str) -> dict[str, float]:
    """What the talk is about, with what was asked for where it was about nothing yet."""
    return dict(conversation.relevance) or {policy: 1.0}


def _was_beaten(conversation: Conversation) -> bool:
    if conversation.alarmed == VIOLENCE:
        return True
    matters = (one.facts.get("legal_matter") for home in conversation.households for one in home.people)
    return any("abuse_claim" in held_of(one) for one in matters)


def _is_away(conversation: Conversation) -> bool:
    """Whether somebody sleeps in the street, is stranded, or has no money for food and a bed."""
    people = (one.facts for home in conversation.households for one in home.people)
    return any(facts.get(fact) == value for facts in people for fact, value in _AWAY)
