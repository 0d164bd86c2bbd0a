"""What a message asks for, without what it only names: a status denied, a debt, what was told before."""

from __future__ import annotations

import dataclasses
import re
from typing import TYPE_CHECKING

from bot.composing.replies import NAMED
from bot.judging.granted import grants_of

if TYPE_CHECKING:
    from bot.conversation import Conversation
    from bot.messages import Understanding
    from knowledge import Guide

TRADE_LOAN = "startup-loan"
LOANS = frozenset({TRADE_LOAN, "higher-education-aid"})
CLAIMS = "legal-aid"
LONGEST = 24
SURELY = 0.8
BORNE = "children_ever"
ACCESS, ACCESS_AID = "home_needs_access", "barrier-free-home"
_WISHES = re.compile("想|要|咋|怎么|能|吗|么|多少|哪|申请|办")
_ASKS_OF = re.compile("多少|去哪|到哪|上哪|在哪|哪里|哪儿|找谁|怎么|咋|如何|材料|手续")
_SHARES = re.compile("各|分别|一共|总共|加起来|合起来")  # 俩孩子各多少 does not tell how many one has had
# 贷款还不上了: who cannot pay back is not after another loan.
_OWES = re.compile(
    r"(?:贷款?|网贷|房贷|车贷|信用卡|借款|欠款)[^，。；？！]{0,6}(?:还不[上起了清]|没[钱法]还|逾期|断供)|"
    r"(?:还不[上起了清]|欠)(?:着|了)?(?:银行|信用社)?[^，。；？！]{0,4}(?:贷款?|网贷|房贷|车贷)|催(?:收|债|贷)"
)
_BORROWS = re.compile(
    r"(?:想|要|再|能|去|咋|怎么|申请|办)[^，。；？！还]{0,4}(?:贷款?(?!还)|借钱)|助学|学费|创业|贴息"
)


def without_status_names(guide: Guide, conversation: Conversation, heard: Understanding) -> Understanding:
    """没有低保 tells of a status that was asked about: the aid that it names is not what is wanted now."""
    if not conversation.relevance or not heard.named or _WISHES.search(heard.text):
        return heard
    grants = grants_of(guide)
    told = {(one.fact, value) for one in heard.evidence for value in _denied(one.value)}
    told_of = {policy for fact, policy in told if fact in ("receives", "household_receives")}
    told_of |= {policy for policy, grant in grants.items() if (grant.fact, grant.value) in told}
    if not set(heard.named) <= told_of:
        return heard
    return dataclasses.replace(heard, named=(), policies={})


def without_known(conversation: Conversation, heard: Understanding) -> Understanding:
    """A question that only says again what was told before, as the question that it is: 俺娘透析给多少钱."""
    again = heard.evidence and not heard.removed and heard.answer is None
    if not again or not _ASKS_OF.search(heard.text):
        return heard
    counted = {one.fact for one in heard.evidence} == {BORNE} and _SHARES.search(heard.text)
    if counted or heard.situations == conversation.households:
        return dataclasses.replace(heard, evidence=(), situations=conversation.households)
    return heard


def without_loans(heard: Understanding) -> Understanding:
    """What is wanted, without loans where the words only tell of a debt that cannot be paid back."""
    if heard.named or not _OWES.search(heard.text) or _BORROWS.search(heard.text):
        return heard
    policies = {policy: score for policy, score in heard.policies.items() if policy not in LOANS}
    return dataclasses.replace(heard, policies=policies)


_OF_PARENTS = frozenset({"father_state", "mother_state"})
_OF_LAW = re.compile("法|官司|律师|告|起诉|抚养费|赡养|讨|判|离婚|给钱|一分")


def without_suits(conversation: Conversation, heard: Understanding) -> Understanding:
    """What is wanted, without a lawyer where a talk only hears more of a child's parents: 他娘联系不上."""
    told = {one.fact for one in heard.evidence}
    if not (conversation.relevance and told and told <= _OF_PARENTS) or _OF_LAW.search(heard.text):
        return heard
    policies = {policy: score for policy, score in heard.policies.items() if policy != CLAIMS}
    return dataclasses.replace(heard, policies=policies)


def with_wished(conversation: Conversation, heard: Understanding) -> tuple[Conversation, Understanding]:
    """家里门口能修个坡不: told as a need of the home, and asked for as the aid that it is, shown again."""
    alone = {one.fact for one in heard.evidence} == {ACCESS} and not heard.named
    if not alone or len(heard.text) > LONGEST or heard.policies.get(ACCESS_AID, 0.0) < SURELY:
        return conversation, heard
    named = {f"{home.id}//{ACCESS_AID}": NAMED for home in conversation.households}  # and no card of it yet
    shown = {**conversation.shown, **named}
    return conversation.replaced(shown=shown), dataclasses.replace(heard, named=(ACCESS_AID,))


def _denied(value: object) -> list[str]:
    return [one for one, has in value.items() if has is False] if isinstance(value, dict) else []
