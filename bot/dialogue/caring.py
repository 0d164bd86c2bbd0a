"""What is said beside a reply: that one need not stay where one is beaten, and the answer to a question that
came along with a fact.
"""

from __future__ import annotations

import dataclasses
import datetime
import re
from typing import TYPE_CHECKING

from bot.blocks import Block, PolicyCard, QuestionBlock, Reply, Text, Urgent
from bot.composing import leaflets
from bot.danger import outcry, peril, redress, states
from bot.dialogue import asides, at_once, meant, soothing
from bot.judging.supposing import held_of
from bot.messages import Turn
from bot.wording import say

if TYPE_CHECKING:
    from bot.conversation import Conversation
    from bot.messages import Understanding
    from knowledge import Guide

# 俺对象总喝酒，前天骂我，昨天打我: told in the past of yesterday it is still going on.
_AT_HOME = re.compile(
    "(?:男人|老公|丈夫|对象|爱人|孩子(?:他)?爸|孩子(?:他)?爹|他|那口子|婆家|公公|婆婆|儿子|爸|爹)[^，。]{0,8}"
    "(?:打(?:我|俺|她|妈|娘|孩子|人)|揍(?:我|俺)|家暴|动手|踹(?:我|俺)|掐(?:我|俺)|虐待)|"
    "家暴|(?:我|俺|她|妈|娘)[^，。]{0,4}(?:挨打|被打)|被[^，。]{0,6}(?:男人|老公|丈夫|婆家|儿子)[^，。]{0,3}打|"
    "(?:前天|昨[天晚儿]|今[天早儿]|刚)[^，。]{0,4}(?:打|揍|踹|扇|掐)(?:我|俺)"
)
_LONG_AGO = re.compile("以前|去年|前年|当年|早就|离(?:了)?婚[^，。]{0,4}年|已经离|判了离|电话|工地|打工")
# Lines that belong beside what is told, whatever else is answered.
_BESIDE = {
    "harassed": re.compile(
        "(?:要债|催债|债主|讨债|放贷)[^。]{0,10}(?:堵|闹|骂|砸|守|赖|蹲)|(?:泼|喷)[^，。]{0,3}(?:油漆|红漆|粪|大便)|(?:堵|锁)(?:我|俺)?(?:家)?(?:的)?(?:大)?门(?:骂|口骂|口闹|要|闹|不让)|"
        "(?:在|到)(?:家|门口|单位|学校)[^，。]{0,3}(?:骂|闹事|堵人)"
    ),
    "move_out": re.compile(
        "(?:还|仍|照样|照旧|都)(?:是)?(?:在)?(?:里头|里面|那屋|那里|屋里|这屋)?(?:里)?住(?:着|在)[^。]{0,8}(?:怕|危险|吓|不敢|提心吊胆|出事)|"
        "(?:怕|眼看)[^，。]{0,6}(?:塌|倒|砸)[^。]{0,10}还[^，。]{0,4}住|"
        "(?<!空)(?:房子?|屋子?|墙|梁)(?:就|都|也|眼看|马上){0,2}(?:快|要){1,2}(?:塌|倒)了(?![^。]{0,12}没人住)"
    ),
    "worn_out": re.compile(
        "(?:伺候|照顾|照料|照看|看护|守着)[^。]{0,16}(?:撑|扛|熬|顶)不(?:住|下去)|(?:撑|扛|熬|顶)不(?:住|下去)[^。]{0,10}(?:伺候|照顾)"
    ),
}
# 没地方住了, of whom no 救助站 is told: who asks for a flat tells where they live.
_NO_ROOF = re.compile("没(?:有)?(?:个)?(?:地方|地儿|处)(?:可)?(?:住|睡|去)(?!院)")
_STRIKES = {"fire", "natural_disaster"}
WARNS = "legal-aid"  # what is said of it matters before it is settled
AT_ONCE = "homeless-relief"  # whoever has nowhere to sleep is told where to go before anything is asked


def with_care(
    guide: Guide, conversation: Conversation, turned: Turn, *, text: str, today: datetime.date
) -> Turn:
    """The turn with what is to be said beside it; most have nothing."""
    blocks = turned.reply.blocks
    if not text or not blocks or any(isinstance(one, Urgent) for one in blocks):
        return turned
    after = turned.conversation
    if after.alarmed != soothing.RAGE or conversation.alarmed == soothing.RAGE:
        after = after.replaced(alarmed="")
    at_home = _AT_HOME.search(
        outcry.without_sound(states.without_states(text))
    ) and not redress.is_by_outsider(text)
    if at_home and not _LONG_AGO.search(text):
        blocks = (Text(say("safe_at_home")), *blocks)
        after = after.replaced(alarmed="" if after.pending else peril.VIOLENCE)  # what is asked is answered
    lines = [Text(say(key)) for key, one in _BESIDE.items() if one.search(text)]
    if _has_no_roof(turned, text):
        lines.append(Text(say("no_roof")))
        blocks = tuple(one for one in blocks if one != Text(say("answer_again")))
    blocks = (*(one for one in lines if one not in blocks), *blocks)
    warm = Text(soothing.warm_word(conversation, text))
    if soothing.is_after(conversation, text) and warm not in blocks:
        blocks = (warm, *blocks)
    blocks = tuple(_with_where(guide, after, blocks, today))
    if blocks == turned.reply.blocks and after == turned.conversation:
        return turned
    return Turn(Reply(blocks), after, turned.requests, turned.match)


def _has_no_roof(turned: Turn, text: str) -> bool:
    """Has somebody whose home was struck no place to sleep, and no 救助站 stands below?"""
    if not _NO_ROOF.search(text) or any(
        isinstance(one, PolicyCard) and one.policy == AT_ONCE for one in turned.reply.blocks
    ):
        return False
    homes = [one.household for one in turned.conversation.households]
    return any(
        held_of(one.get("emergency_events")) & _STRIKES or held_of(one.get("disaster_effects"))
        for one in homes
    )


def _with_where(
    guide: Guide, conversation: Conversation, blocks: tuple[Block, ...], today: datetime.date
) -> list[Block]:
    """Behind the card of what acts at once, where to go for it."""
    found: list[Block] = []
    for one in blocks:
        found.append(one)
        shown = (one.policy, one.verdict) if isinstance(one, PolicyCard) else ()
        if shown == (AT_ONCE, "met"):
            slip = leaflets.slip(guide, guide.policies[AT_ONCE], today)
            found += [each for each in slip if each not in blocks]
        elif shown == (WARNS, "unknown"):
            found += _warnings(guide, conversation, today)
    return found


def _warnings(guide: Guide, conversation: Conversation, today: datetime.date) -> list[Block]:
    """What is to be known of it whatever is still open: to a minor a lawyer is sent unasked."""
    judged = meant.judge_one(guide, conversation, WARNS, today)
    warned = judged.matched.assessment.warnings[:1] if judged is not None else ()
    return [Text(say("warn", says=one.says.rstrip("。"))) for one in warned]


def with_aside(
    guide: Guide, conversation: Conversation, turned: Turn, heard: Understanding, *, today: datetime.date
) -> Turn:
    """The turn with the answer to what is asked behind a fact: 还没鉴定过，谁给鉴定."""
    if not (heard.evidence or heard.answer):
        return turned
    if conversation.relevance:
        told = asides.beside(guide, conversation, heard, today)
    else:
        told = at_once.answer(guide, turned.conversation, heard, today)
    blocks = turned.reply.blocks
    place = next((place for place, one in enumerate(blocks) if isinstance(one, QuestionBlock)), len(blocks))
    told = [one for one in told if one not in blocks]
    reply = Reply((*blocks[:place], *told, *blocks[place:]))
    return dataclasses.replace(turned, reply=reply) if told else turned
