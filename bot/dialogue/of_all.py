"""What is asked of the whole: all that somebody may have, and who of a family counts."""

from __future__ import annotations

import dataclasses
import datetime
import re
from collections.abc import Sequence
from typing import TYPE_CHECKING

from bot.blocks import Block, Link, Text
from bot.composing import replies
from bot.dialogue import meant
from bot.judging.assessing import assess_supposed
from bot.judging.for_others import AID_OF
from bot.judging.relevant import BASE
from bot.judging.still_shown import is_backed
from bot.messages import MatchedPolicy
from bot.understanding.implied import implied
from bot.understanding.talk.called_homes import home_called, is_only_called
from bot.wording import say
from knowledge import Verdict

if TYPE_CHECKING:
    from bot.composing.replies import Judged
    from bot.conversation import Conversation
    from bot.messages import Understanding
    from knowledge import Guide

MOST_CARDS = 4
LEAST_POINTED = 0.2  # so much the facts of somebody speak for a policy that is shown when they are asked for
# 俺能给她领啥, 能申请点啥, 有啥补助, 有钱领不: all that there is.
_THEY = (
    r"(?:那|我|俺|咱|他|她|们|俩|这种|这样|情况|的|家|老两口|老人|"
    r"孩子|儿子?|闺女|女儿|爹|娘|爸|妈|老伴|媳妇|对象|爷爷|奶奶|姥姥|姥爷|公公|婆婆|老太太|老头|[哥姐弟妹叔姑姨舅孙]{1,2}|孙[子女])"
)
_PAID = r"(?:钱|补[助贴]|政策|待遇|救助|好处|帮扶|帮助|福利|照顾|优惠|的)"
_WHAT_THERE_IS = re.compile(
    r"(?:能|可以)(?:给|帮|替)?[^，。去]{0,4}(?:领|申请|办|享受|拿|有)(?:点|些|到|着)?(?:啥|什么|哪些|哪几[样个])"
    rf"{_PAID}?(?:吗|呢|啊|呀|不)?$|^{_THEY}{{0,3}}(?:还|都|能){{0,2}}有(?:点|些)?(?:啥|什么|哪些){_PAID}(?:吗|呢|啊|呀|没有?|可以?领|能领)?$|"
    r"(?:能|会)(?:给|帮)(?:我|俺|咱|他|她)?们?(?:家)?(?:点|些)?(?:啥|什么)$|有(?:没有)?(?:啥|什么)能帮[^，。]{0,3}$|"
    rf"^{_THEY}{{1,3}}(?:还|都|能){{0,2}}有(?:点|些)?(?:啥|什么)(?:呢|没有)?$|"
    r"^(?:那|还)?有(?:没有)?(?:钱|补[助贴])(?:可)?(?:领|拿|给|发)?(?:不|吗|没|么|没有)?$"
)
_BY_PLACE = re.compile("第[一二两三四五]|老[大二三小]|[大小](?:的|那个)")  # one of several is pointed at
_COUNTS = re.compile("(?:算|包括?|数)(?:上|进|不算|不包)?(?:谁|哪(?:些|几个)|几代)|谁(?:都)?算|哪些人算")


def who_counts(guide: Guide, conversation: Conversation, asked: str) -> list[Block]:
    """Who of them counts, where it is asked how many they are: 算上谁啊."""
    pending = conversation.pending
    is_of_size = "几口" in asked or (pending is not None and pending.fact == "household_size")
    if not is_of_size or not _COUNTS.search(asked):
        return []
    family = (one for one in guide.policies[BASE].clauses if one.id == "family")
    return [Text(one.says) for one in family]


def open_to(
    guide: Guide, conversation: Conversation, heard: Understanding, today: datetime.date
) -> list[Block]:
    """The cards of all that may be had by the one spoken of, or by them all: 俺能给她领啥, 弟弟能领啥."""
    asked = heard.text
    if heard.named or _BY_PLACE.search(asked) or not (_WHAT_THERE_IS.search(asked) or is_only_called(asked)):
        return []
    if is_only_called(asked) and home_called(asked, conversation.households, conversation.evidence) is None:
        return []
    whose = meant.spoken_of(conversation, heard.text)
    judged = meant.judge_all(guide, conversation, today)
    judged = [*judged, *pointed_to(guide, conversation, judged, whose=whose, today=today)]
    offered = [one for one in judged if one.verdict != "unmet" and not one.received]
    theirs = [one for one in offered if not whose or one.matched.person in (None, *whose)]
    if home := home_called(heard.text, conversation.households, conversation.evidence):
        there = [one for one in theirs if one.matched.household == home.id]
        theirs = [one for one in there if _is_backed(guide, one)] or there
    theirs.sort(key=lambda one: (one.matched.person is None, bool(whose) and not _is_backed(guide, one)))
    cards_of = [replies.card(guide, conversation, one, today) for one in theirs[:MOST_CARDS]]
    return [*cards_of, Link(say("link_result"), "result")] if cards_of else []


def _is_backed(guide: Guide, one: Judged) -> bool:
    return one.verdict == "met" or is_backed(guide, one.matched.assessment)


def pointed_to(
    guide: Guide,
    conversation: Conversation,
    judged: Sequence[Judged],
    *,
    whose: Sequence[str],
    today: datetime.date,
) -> list[Judged]:
    """What the facts of those asked for point to, whatever else the talk was about: 公公有什么补助 of who is
    paralysed, amid what a soldier's family may have; never what was judged for them already."""
    there = {(one.matched.id, one.matched.person) for one in judged}
    found = []
    for home in conversation.households:
        for person in (one for one in home.people if one.id in whose):
            weights = implied((dataclasses.replace(home, people=(person,)),))
            ids = {one for one, weight in weights.items() if weight >= LEAST_POINTED}
            ids |= {AID_OF[stage] for stage in [str(person.facts.get("school_stage"))] if stage in AID_OF}
            for one in assess_supposed(guide, home, today, sorted(ids)):
                theirs = one.person == person.id and (one.policy, one.person) not in there
                if theirs and one.verdict is not Verdict.UNMET and is_backed(guide, one):
                    found.append(
                        MatchedPolicy(one.policy, weights.get(one.policy, 0.0), home.id, one.person, one)
                    )
    found.sort(key=lambda one: -one.score)
    return replies.judge(guide, conversation, found, today)
