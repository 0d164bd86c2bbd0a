"""Kin who are those of who speaks by the word itself (内人, 家兄, 娘家哥), and where the talk turns to one's own home."""

from __future__ import annotations

import re

from .mention import Mention

_HUMBLE = re.compile(
    r"娘家.{1,3}|内人|内子|贱内|拙荆|外子|家(?:父|母|兄|姐|嫂|弟|妹|叔|伯|舅|姑)|舍(?:弟|妹|侄)|[小犬]儿|小女"
)
_HOME = re.compile(
    r"(?:^|[，。；！？：])(?:而|但是?|可是?|至于)?(?:我|俺|咱)们?(?:自己)?(?:家|这边|这里|这头)"
)


def is_own_by_word(word: str) -> bool:
    """内人, 舍弟: nobody calls so the kin of another; a wife's 娘家哥 is her own brother."""
    return bool(_HUMBLE.fullmatch(word))


def turns_to_own(plain: str, lead: Mention, seen: list[Mention], start: int) -> bool:
    """我哥吃着低保；我家没有，公公…: is the talk of one's own again, and no more of the one who led it?"""
    if any(m.person == "self" and m.topic and m.start > lead.end for m in seen):
        return True
    return bool(_HOME.search(plain, lead.end, start))


__all__ = ["is_own_by_word", "turns_to_own"]
