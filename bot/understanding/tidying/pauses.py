"""Pauses where speech without stops takes a breath: a clause is the room in which a fact finds its person.

Who speaks into a phone sends sixty characters without a comma. A small linear model over the characters on
both sides of a place, learned from texts that have their stops (`bot.training.pausing`), tells where one
would stand; what is written with stops is left as it is.
"""

from __future__ import annotations

import gzip
import json
import re
from collections.abc import Iterator
from dataclasses import replace
from functools import cache, lru_cache

from bot.shipped import MODEL
from bot.text.normalising import Text
from bot.understanding.people.notes import read_note

LONG = 16  # a stretch of fewer characters without a stop is left as it is
BREATH = AROUND = 4  # the shortest clause, and how far a place looks to both sides
FILE = "pauses.gz"
MIDDLE = 128
SLACK = 12  # a clause that begins with who speaks needs to be so much less sure
MOST_KEPT = 20_000  # places
_STRETCH = re.compile(rf"[^，。！？；：、,.!?;: （）()“”\n]{{{LONG},}}")


# 我和老伴，都七十多了: a breath before 都, and no other sentence.
_BREATH_BEFORE_ALL = re.compile(
    r"(?<![一-鿿])(?:我|俺)(?:们)?(?:和|跟|与)(?:我|俺)?(?:老伴儿?|老头子?|老婆子?|老公|老婆|媳妇|对象|爱人|丈夫|妻子|当家的|男人|爸|妈|爹|娘|[哥弟姐妹])"
    r"(?P<breath>，)(?=(?:今年|现在|如今)?都)"
)


# 走了三年连个电话没有|孩子九岁: there is no call, and there is a child.
_NOT_EVEN = re.compile(
    r"连(?:个|一[个句分口])?[^，。；！？没 ]{1,4}(?:都|也)?没有"
    r"(?=(?:[我俺][那这]?)?(?:孩子|娃|[俩两仨]|[大小]的|闺女|儿子|外?孙|现在|家里|撇|丢|扔|这孩))"
)


# 临淄 民办高中 学费1.2万已交 问能否退: an agent's note too, though nobody is named in it.
_ASKS_FOR_CALLER = re.compile(r"^(?!.*[我俺咱]).* [问询]")
_OWES = re.compile(r"欠[我俺]")  # no breath between who owes and whom
_PAUSE = re.compile(r"(?<=[\u4e00-\u9fff\d]) (?=[\u4e00-\u9fff\d])")


def without_breath(text: Text) -> Text:
    """`text` without the comma between two who are named and what is said of both."""
    found = _BREATH_BEFORE_ALL.search(text.plain)
    if found is None:
        return text
    at = found.start("breath")
    return Text(text.original, text.plain[:at] + text.plain[at + 1 :], (*text.at[:at], *text.at[at + 1 :]))


def spaces_as_pauses(read: Text) -> Text:
    """Who speaks pauses where they leave a space; an agent's note sets its entries apart by them."""
    if " " not in read.plain or _ASKS_FOR_CALLER.search(read.plain) or read_note(read.plain) is not None:
        return read
    return replace(read, plain=_PAUSE.sub("，", read.plain))


def with_pauses(text: Text) -> Text:
    """`text` with a comma at each pause that a long stretch must have; what is quoted stays the same."""
    places = {place for found in _STRETCH.finditer(text.plain) for place in _breaths(found)}
    places = sorted(places | {found.end() for found in _NOT_EVEN.finditer(text.plain)})
    if not places:
        return text
    letters, at, last = [], [], 0
    for place in places:
        letters.append(text.plain[last:place] + "，")
        at += [*text.at[last:place], text.at[place]]
        last = place
    letters.append(text.plain[last:])
    return Text(text.original, "".join(letters), (*at, *text.at[last:]))


def features_at(before: str, behind: str) -> Iterator[str]:
    """What stands before a place, behind it, and across it: of `AROUND` characters on each side."""
    for size in range(1, len(before) + 1):
        yield before[-size:] + "|"
    for size in range(1, len(behind) + 1):
        yield "|" + behind[:size]
    yield f"{before[-1:]}|{behind[:1]}"
    yield f"{before[-2:]}|{behind[:1]}"
    yield f"{before[-1:]}|{behind[:2]}"
    yield f"{before[-2:]}|{behind[:2]}"


@cache
def load_weights() -> tuple[dict[str, int], int]:
    """The weight of each feature, and what they have to come to; nothing before a model was trained."""
    path = MODEL / FILE
    if not path.exists():
        return {}, 1
    head, names, rest = gzip.decompress(path.read_bytes()).split(b"\n", 2)
    features = names.decode().split("\t")
    return {name: each - MIDDLE for name, each in zip(features, rest, strict=True)}, json.loads(head)["least"]


@lru_cache(maxsize=MOST_KEPT)
def _sum(before: str, behind: str) -> int:
    """What the features of a place add up to; a text that is typed on has nearly all its places again."""
    weights = load_weights()[0].get
    return sum([weights(one, 0) for one in features_at(before, behind)])


def _breaths(stretch: re.Match[str]) -> list[int]:
    """Where in the text the stretch is cut: the surest places first, each clause at least a breath long."""
    words, least = stretch.group(), load_weights()[1]
    sums = {
        place: _sum(words[place - AROUND : place], words[place : place + AROUND])
        for place in range(BREATH, len(words) - 1)
        if not _OWES.match(words, place - 1)
    }
    cuts: list[int] = []
    sure = (one for one in sums if sums[one] >= least - SLACK * (words[one] == "我"))
    for place in sorted(sure, key=lambda one: (-sums[one], one)):
        if all(abs(place - other) >= BREATH for other in cuts):
            cuts.append(place)
    return [stretch.start() + place for place in sorted(cuts)]
