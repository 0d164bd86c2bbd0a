"""The one a letter is written for, and the child last spoken of."""

from __future__ import annotations

import re

from .kinship import LEADING, YOUNG, Kin, kin_words
from .mention import Mention
from .namings import CALLED, CALLED_BY, LEANED_ON, LED_ALONG, RELIED_ON, WORKS


def may_lead(mention: Mention, seen: list[Mention]) -> bool:
    """May what follows without 他的 be kin of the one named here?"""
    in_law = mention.person in ("daughter-in-law", "son-in-law")
    return mention.relation in LEADING and bool(mention.person) and not in_law and not _derived(mention, seen)


def _derived(mention: Mention, seen: list[Mention]) -> bool:
    """The wife or child of another who was named."""
    whose = str(mention.person)
    return any(m.person and m.person != whose and whose.startswith(f"{m.person}-") for m in seen)


def has_own_blood(lead: Mention) -> bool:
    """May a bare 爹 or 弟弟 be theirs? 弟媳走了，弟弟…: that of one's in-laws is one's own."""
    return lead.relation in ("relative", "other") and "in-law" not in str(lead.person)


def last_child(seen: list[Mention]) -> Mention | None:
    """The child or children last spoken of, whosever they are."""
    for mention in reversed(seen):
        word = kin_words().get(mention.words)
        if mention.person and (mention.relation in YOUNG or (word is not None and word.relation in YOUNG)):
            return mention
    return None


def parents_of_raised(plain: str, start: int, kin: Kin, seen: list[Mention]) -> Mention | None:
    """俺那外孙，爹是聋哑，娘…: the bare 爹 and 娘 of a sentence on a grandchild are the grandchild's."""
    if kin.relation not in ("father", "mother") or kin.person not in ("father", "mother"):
        return None
    raised = next((m for m in reversed(seen) if m.relation == "grandchild" and m.topic), None)
    if raised is None or re.search(r"[。！？；]", plain[raised.end : start]):
        return None
    turned = any(m.start > raised.start and m.person == "self" and m.topic for m in seen)
    return None if turned else raised


# 代父咨询, 替老伴问: whom what follows is asked for, and so about.
_FOR = re.compile(r"(?:代|替|帮|为|给)(?:我|俺|其)?(?:们)?(?:家|的)?$")
_ASKS = re.compile(
    r"(?:来电|来信|来访|电话|前来|来|再|先)?(?:代为|代)?(?:咨询|询问|问|打听|反映|求助|求个|投诉|申请|申报|报名|说句)(?!过|了好几)"
)


def leaned_on(plain: str, start: int, *, speaker: bool = False, end: int | None = None) -> bool:
    """Is the one named at `start` only lived with, cared for or compared to (跟着他, 比我)?"""
    if end is not None and RELIED_ON.search(plain, max(0, start - 4), start) and WORKS.match(plain, end):
        return False  # 家里靠老伴种二亩地
    if end is not None and _FOR.search(plain, max(0, start - 5), start) and _ASKS.match(plain, end):
        return False
    if speaker and RELIED_ON.search(plain, max(0, start - 3), start):
        return False  # 全靠俺种地: the speaker does what follows
    if not speaker and LED_ALONG.search(plain, max(0, start - 12), start):
        return True
    return bool(LEANED_ON.search(plain, max(0, start - 3), start))


def is_how_one_is_called(plain: str, start: int, end: int) -> bool:
    """Is the kin word at `start` only what one is called (我叫他大爷; 问我，大娘，你闺女…)?"""
    if CALLED_BY.search(plain, max(0, start - 4), start):
        return True
    return bool(CALLED.search(plain, max(0, start - 14), start)) and plain[end : end + 1] == "，"
