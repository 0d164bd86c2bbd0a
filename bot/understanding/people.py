"""Whom a fact at some place of a message is about.

A message is read from left to right; the last person who was spoken *about* (not merely leaned on, lived
with or compared to) is whom the next fact belongs to. A fact that stands before its person with 的
(瘫痪的老娘) belongs to the one behind it.
"""

from __future__ import annotations

import re

from .joining import CHILD_TALK, join
from .kinship import OUTSIDE, YOUNG
from .mention import Mention
from .mentions import MentionReader
from .speaker import read_speaker
from .stance import clause_start

# Blamed or met, but not whom a claim or an accident is about.
_BLAMED = re.compile(r"老板|包工头|对方|房东")
_ADNOMINAL = frozenset(("的", "了的", "岁的", "的那个", "级的", "多的", "着的", "的我", "的俺", "岁"))
_DESCRIBES = re.compile(r"[^，。！？；我俺他她]{0,4}的(?:是|那个)?")
_HOLDS = re.compile(r"(?:每个?月|一个?月)?(?:那?点)?|(?:每个?月|一个?月)?[^，。；我俺他她]{0,6}的(?:那点)?")
_COUPLE = re.compile(r"两口子|我俩|俺俩|老两口|老俩|夫妻")


class People:
    """The people of one message, and `subject`: whom a fact at some place is about."""

    def __init__(self, plain: str, default: str = "self", default_relation: str = "self", *, asked: str = ""):
        self.plain = plain
        self.asked = asked  # the fact that the open question is about
        self.default = Mention(0, 0, default, default_relation, topic=False)
        self.mentions = tuple(MentionReader(plain).read())
        if default == "self" and self._is_note_on_child():
            whose = join([Mention(0, 0, "child", "child", topic=False)], plain, read_speaker(plain))
            self.default = whose[0]
        self._young = [m for m in self.mentions if m.relation in YOUNG]

    def _is_note_on_child(self) -> bool:
        """An agent's clipped note about a pupil or child, with nobody named."""
        named = any(
            m.person not in (None, "grandmother", "grandfather", "aunt", "parents") for m in self.mentions
        )
        return self.plain.count(" ") >= 2 and not named and bool(CHILD_TALK.search(self.plain))

    def subject(self, start: int, end: int, *, young: bool = False) -> Mention | None:
        """The person a fact at `start`–`end` is about; None when it is nobody's the conversation is about."""
        behind = self._behind(end) or self._holding(start)
        if behind is not None:
            return behind
        found = self._last_topic(start)
        if young and (found is None or found.relation not in YOUNG) and self._young:
            return self._nearest_young(start)
        if found is None:
            return self._only_one() or self.default
        return found if found.person else None

    def _holding(self, start: int) -> Mention | None:
        """公公的退休金: whose it is stands right before it, though one only leans on them."""
        for mention in self.mentions:
            leaned = mention.person not in (None, "self") and not mention.topic
            near = 0 < start - mention.end <= 10
            if leaned and near and _HOLDS.fullmatch(self.plain, mention.end, start):
                return mention
        return None

    def victim(self, start: int, end: int) -> Mention | None:
        """Whom a claim or an accident is about: never the 老板 or 对方 it is held against."""
        found = self.subject(start, end)
        if found is not None:
            return found
        for mention in reversed(self.mentions):
            if mention.start < start and mention.topic and not _BLAMED.fullmatch(mention.words):
                return mention if mention.person else None
        return self._only_one() or self.default

    def home(self, start: int, end: int) -> Mention | None:
        """Whose household: the speaker's own where 我家, 家里 stands in the clause, whoever was spoken of."""
        clause = self.plain[clause_start(self.plain, start) : start]
        if re.search(r"(?:我|俺|咱)们?家|家里|全家|一家", clause):
            last = self._last_topic(start)
            if last is None or last.person is None or last.relation == "neighbour":
                return self.default
        return self.subject(start, end)

    def _only_one(self) -> Mention | None:
        """The one other person who is spoken of, when the speaker does not speak of themselves."""
        if self.plain.count(" ") >= 2 and not re.search(r"[我俺咱]", self.plain):
            return None  # a note begins with the caller
        topics = {m.person: m for m in self.mentions if m.topic}
        if "self" in topics or len(topics) != 1 or self.default.person != "self":
            return None
        return next((m for m in topics.values() if m.person and m.relation not in YOUNG), None)

    def both(self, mention: Mention) -> Mention | None:
        """The second of a couple spoken of as one (俺俩, 我跟俺媳妇都); None when it is one person."""
        spouse = next((m for m in self.mentions if m.relation == "spouse" and m.person), None)
        if mention.person != "self" and mention.relation != "spouse":
            return None
        if _COUPLE.search(mention.words):
            if spouse is None and mention.words in ("我俩", "俺俩"):
                return None  # may be two brothers
            return spouse or Mention(mention.start, mention.end, "spouse", "spouse")
        if spouse is None or not re.search(r"[我俺](?:跟|和|与|同)着?$", self.plain[: spouse.start]):
            return None
        if mention.person == "self" and not 0 <= spouse.start - mention.end <= 2:
            return None
        other = spouse if mention.person == "self" else Mention(spouse.start, spouse.start, "self", "self")
        return (
            other
            if re.match(
                r"都|俩|两|去|从|在|是|种|打|下岗|失业|没|务农", self.plain[spouse.end : spouse.end + 3]
            )
            else None
        )

    def _behind(self, end: int) -> Mention | None:
        """瘫痪的老娘, 读大二的闺女, 78岁老父亲."""
        for mention in self.mentions:
            gap = mention.start - end
            if 0 <= gap <= 4 and mention.person and mention.relation != "self":
                between = self.plain[end : mention.start]
                if between in _ADNOMINAL:
                    return mention
            near = 0 < gap <= 8 and mention.person and mention.relation != "self"
            if near and _DESCRIBES.fullmatch(self.plain, end, mention.start):
                return mention
        return None

    def _last_topic(self, start: int) -> Mention | None:
        for mention in reversed(self.mentions):
            if mention.start < start and mention.topic:
                return mention
        return None

    def _nearest_young(self, start: int) -> Mention:
        before = [m for m in self._young if m.start < start]
        return before[-1] if before else self._young[0]


__all__ = ["OUTSIDE", "YOUNG", "Mention", "People"]
