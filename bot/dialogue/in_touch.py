"""儿媳有联系，偶尔给钱: a parent told to be out of touch is heard of again; what holds is asked anew.

Whether such a parent can raise the child is not told with that, so nothing is put in its place.
"""

from __future__ import annotations

import re
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from bot.conversation import Conversation
    from bot.messages import Evidence

LOST = "lost_contact"
_OF_MOTHER = r"(?:孩子|娃|他|她)(?:的)?[妈娘]妈?|儿媳(?:妇)?|媳妇|老婆|前妻|妻子"
_OF_FATHER = r"(?:孩子|娃|他|她)(?:的)?[爸爹]爸?|女婿|老公|男人|前夫|丈夫"
_WHO = {"mother_state": re.compile(_OF_MOTHER), "father_state": re.compile(_OF_FATHER)}
# 闺女 is the mother of a grandchild, as 儿子 is its father.
_OF_GRANDCHILD = {"mother_state": re.compile(r"闺女|女儿"), "father_state": re.compile(r"儿子(?!媳)")}
_HEARD_OF = re.compile(
    r"(?<!没)(?<!没有)(?<!不)(?:(?:还|都|也|一直)?有(?:时|点)?联系|联系(?:得|的)?上|(?:常|偶尔|有时候?|经常|还|也|逢年过节){1,2}(?:能)?"
    r"(?:来|打|有|给|寄|回|联系)(?:过|个|点|些)?(?:电话|钱|生活费|来看|来过|家)?|(?:每月|按月|一直)(?:都)?(?:给|寄|打)(?:点|些)?(?:钱|生活费)|回来(?:了|过|看))"
)
_NOT = re.compile(r"(?:没|不|断)(?:有|了|再|怎么|大|咋)?(?:联系|给|打|回|来|管|寄)|联系不")


def heard_of(conversation: Conversation, plain: str) -> Evidence | None:
    """What was told of a parent out of touch who by these words is not; None for most words."""
    if not _HEARD_OF.search(plain) or _NOT.search(plain):
        return None
    people = {(home.id, one.id): one for home in conversation.households for one in home.people}
    for told in reversed(conversation.evidence):
        if told.fact not in _WHO or told.value != LOST:
            continue
        child = people.get((told.household, str(told.person)))
        of_grandchild = child is not None and child.relation.startswith("grand")
        named = _WHO[told.fact].search(plain) or (of_grandchild and _OF_GRANDCHILD[told.fact].search(plain))
        if named:
            return told
    return None
