"""Is something said, denied, or neither (asked, supposed, hoped for, heard of, past)?"""

from __future__ import annotations

import re
from enum import Enum


class Stance(Enum):
    SAID = "said"
    DENIED = "denied"
    OPEN = "open"


CLAUSE_ENDS = "，。！？；,.!?; "
_CLAUSE_ENDS, NEAR = frozenset(CLAUSE_ENDS), 24
_DENIED = re.compile(
    r"(?:不是|没有|没有?[办评吃领拿享受入](?:过|上|到|着|成)?|不[领拿]|不|没|无|未|非|并非|算不上|够不上|不够|不算|未办|没给|没批|"
    r"别说)(?:什么|啥|办|过|的|个)?$"
)
_OPEN_BEFORE = re.compile(
    r"(?:是不是|是否|有没有|能不能|可不可以|算不算|算是|算(?!下来|起来|了算|完)|如果|要是|假如|(?<![一二两三四五六七八九十几\d])万一|倘若|除非|只要|比如|例如|"
    r"听说有?|据说|哪些|"
    r"什么样的?|以前|(?:[摔病伤瘫倒]|出事|犯病|住院|得病|生病|手术|车祸)(?:了|伤|着)?(?:之)?前|原来|原先|曾经|早先|怕|防止?|预防|才算|不知道|没准|免得|省得|担心|必须|得是|凭啥|不想|"
    r"像|怎么(?!省|算也|着也|样也)|咋(?!省)|差点|好像|假装|装作|可能|也许|属于不属于|符不符合|不用|那种|这种|哪种|一旦|将来|"
    r"(?<![梗风祸术伤病没了倒院血断瘫残震灾雹火事塌死走婚世故亡院岗伍来休伙散垮闭产门])以后|"
    r"等我?)[^，。！？；]{0,3}$"
)
_OPEN_AFTER = re.compile(
    r"(?:吗|么|不[?？]|与否|的话|之后怎|以后怎|怎么办理|咋办理|才能|才给|的标准|的条件|是什么|算不算)"
)
_NEGATIVE_HEAD = re.compile(r"^(?:没|不|无|未|非|干不|起不|下不|离不|睡不)")


# 要是我爸瘫了，没人伺候，你们管不管: what follows 要是, and the clause behind it that still belongs to it.
_IF = re.compile(
    r"如果(?!不是)|要是(?!说|不是)|假如|假设|假使|倘若|若是|(?<![一二两三四五六七八九十几百千\d])万一(?![千百块元多])|(?<![一-鿿])(?:只要|除非|等(?=[我俺他她孩娃老]))"
)
SUPPOSED = 26  # what is supposed is no longer; a text without any pause goes on behind it
_IF_WORDS = ("如果", "要是", "假如", "假设", "假使", "倘若", "若是", "万一", "只要", "除非", "等")
_THEN = re.compile(
    r"(?:现在|如今|今年|眼下|目前|那|就|也|还|又|都|才|是不是|是否|能|可以|可不可以|会不会|该|得|咋|怎么|你们|政府|国家|公家|有没有|管不管|算不算|"
    r"找谁|谁|哪|先|要不要|我|俺|咱|他|她|多少|每月|一个?月能)"
)


def suppositions(plain: str) -> list[tuple[int, int]]:
    """From where to where the text only supposes something."""
    if not any(word in plain for word in _IF_WORDS):
        return []
    found = []
    for word in _IF.finditer(plain):
        end = clause_end(plain, word.end())
        after = clause_end(plain, end + 1) if plain[end : end + 1] == "，" else len(plain)
        goes_on = after < len(plain) and not _THEN.match(plain, end + 1)
        if goes_on and plain[after] == "，" and _THEN.match(plain, after + 1):
            end = after
        found.append((word.end(), min(end, word.end() + SUPPOSED)))
    return found


def clause_start(plain: str, place: int) -> int:
    """Where the clause that holds `place` begins."""
    place = min(place, len(plain))
    for start in range(place, max(0, place - NEAR), -1):  # most clauses are short
        if plain[start - 1] in _CLAUSE_ENDS:
            return start
    return max((plain.rfind(mark, 0, place) for mark in CLAUSE_ENDS), default=-1) + 1


def clause_end(plain: str, place: int) -> int:
    """Where the clause that holds `place` ends."""
    ends = [e for e in (plain.find(mark, place) for mark in CLAUSE_ENDS) if e >= 0]
    return min(ends, default=len(plain))


def stance_of(plain: str, start: int, end: int) -> Stance:
    """How `plain[start:end]` is meant, from the few words around it."""
    before = plain[max(clause_start(plain, start), start - 8) : start]
    if _OPEN_BEFORE.search(before):
        return Stance.OPEN
    after = plain[end : end + 6]
    if _OPEN_AFTER.match(after):
        return Stance.OPEN
    if _DENIED.search(before):
        return Stance.DENIED
    return Stance.SAID


def says_no(words: str) -> bool:
    """Do the words carry their own 不 or 没?"""
    return bool(_NEGATIVE_HEAD.match(words))
