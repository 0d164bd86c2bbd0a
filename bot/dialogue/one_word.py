"""A question of one word amid a talk, in full: 材料 asks what to bring, 地点 where it is done.

Who has just been told of a policy need not say more; a reader of questions has to have it as one.
"""

from __future__ import annotations

import dataclasses
import re
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from bot.conversation import Conversation
    from bot.messages import Understanding

_AROUND = "(?:那|还有|它|这个|的|请问|问下|啊|呀|呢|吧|哈|一下|[ ，。？?！]){0,6}"
# The word as it may be said, and what it asks.
_IN_FULL = tuple(
    (re.compile(f"{_AROUND}(?:{said}){_AROUND}"), full)
    for said, full in (
        ("(?:要|需要|申请|办理?)?(?:材料|手续|证件|资料|证明)(?:清单|材料)?", "要带什么材料"),
        ("(?:办理?|申请)?(?:地点|地址|位置|窗口|地方)", "去哪办"),
        ("(?:办理?|审批)?(?:时间|时限|期限|周期)", "多久能办下来"),
        ("利息|利率", "利息多少"),
        ("(?:多少?钱|给?多少)?(?:一个?月|每个?月)(?:给)?(?:多少?钱|多少)?", "一个月给多少钱"),
        ("多少?钱|金额|钱数|数额|补贴标准|发放标准", "给多少钱"),
        ("电话|联系电话|联系方式", "电话是多少"),
        ("流程|步骤|程序|办法", "怎么办"),
        ("(?P<fee>书本费|课本费|住宿费|学杂费|学费|保教费|伙食费|生活费|报名费)", "{fee}要交吗"),
    )
)


def in_full(conversation: Conversation, heard: Understanding) -> Understanding:
    """What was heard, with the question that its one word stands for; as it is where it tells or answers."""
    told = heard.evidence or heard.removed or heard.named or heard.answer is not None
    if told or not conversation.relevance:
        return heard
    for said, full in _IN_FULL:
        if found := said.fullmatch(heard.text):
            return dataclasses.replace(heard, text=full.format(**found.groupdict()))
    return heard
