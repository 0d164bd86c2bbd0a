"""Whom 他, 她, 老人 and 老太太 stand for."""

from __future__ import annotations

from .kinship import YOUNG
from .mention import Mention
from .namings import ACTS, COUPLE, DEAD, EX, IN_GENERAL, PAIRS
from .speaker import Speaker


class Thirds:
    """Looks back for who is meant."""

    def __init__(self, plain: str, speaker: Speaker):
        self.plain = plain
        self.speaker = speaker

    def who(
        self, start: int, end: int, word: str, seen: list[Mention], *, topic: bool = True
    ) -> Mention | None:
        """The one whom `word` at `start` stands for, of those seen before; None when there is none."""
        if word == "老人" and not seen and IN_GENERAL.search(self.plain, max(0, start - 6), start):
            return Mention(start, end, None, None, words=word)
        likely = [
            m for m in seen if m.person != "self" and (m.topic or not self._passing(m)) and self.fits(word, m)
        ]
        grown = [m for m in likely if m.relation not in YOUNG] if word not in ("他", "她") else likely
        last = self._antecedent(word, grown, start)
        if word in ("他", "她"):
            last = self._unnamed(start, word, last, seen) or last
        other = self.speaker.other
        if last is None and other and other.relation not in ("child", "nephew_niece", "grandchild"):
            sex = other.sex or (
                "female" if word in ("她", "老太太") else "male" if word in ("他", "老头", "老汉") else None
            )
            return Mention(start, end, other.person, other.relation, sex, words="他")
        if last is None and self.speaker.role and word != "她":
            return Mention(start, end, self.speaker.role, self.speaker.role, words=word)
        if last is None and word not in ("他", "她"):
            sex = "female" if "太" in word else None if "人" in word else "male"
            return Mention(start, end, "elder", "other", sex, words=word)
        if last is None or last.person is None:
            return None
        sex = last.sex or ("female" if word == "她" else None)
        return Mention(start, end, last.person, last.relation, sex, topic, "他")

    def _unnamed(self, start: int, word: str, last: Mention | None, seen: list[Mention]) -> Mention | None:
        """他 of those who were not named: the former husband, the other of 兄弟俩 or of 俺老俩."""
        before, sex = self.plain[:start], "male" if word == "他" else "female"
        if (last is None or last.relation == "child") and EX.search(before):
            return Mention(0, 0, "ex-husband" if sex == "male" else "ex-wife", "ex_spouse", sex)
        if last is not None and last.relation not in YOUNG:
            return None
        for pair, relation, of_sex in PAIRS:
            if pair.search(before):
                return Mention(0, 0, relation, relation, of_sex)
        if last is None and COUPLE.search(before):
            return Mention(0, 0, "husband" if sex == "male" else "wife", "spouse", sex)
        return None

    def _antecedent(self, word: str, likely: list[Mention], start: int) -> Mention | None:
        """The last one spoken about, or leaned on where man or woman fits; 他 rather a man nearby."""
        sex = {"他": "male", "她": "female"}.get(word)
        if word == "她":
            likely = [m for m in likely if m.words != "一个"] or likely
        strong = [m for m in likely if m.topic or sex is None or m.sex == sex] or likely
        last = next(reversed(strong), None)
        if word == "他" and last is not None and last.sex == "female":
            since = max((self.plain.rfind(mark, 0, start) for mark in "。！？"), default=-1)
            return next((m for m in reversed(likely) if m.sex == "male" and m.start > since), last)
        return last

    def fits(self, word: str, mention: Mention) -> bool:
        """她 is no man; voice input writes 他 for everybody."""
        if word == "她" or word in ("老太太", "老大娘", "老大妈"):
            return mention.sex != "male"
        woman = mention.sex == "female"
        return not (
            woman and (word in ("老头", "老汉", "老爷子", "老大爷") or (word == "他" and "她" in self.plain))
        )

    def _passing(self, mention: Mention) -> bool:
        """The dead, and friends one only heard it from, are not the next 他."""
        if mention.person == "neighbor" and ACTS.match(self.plain, mention.end):
            return True
        return mention.person == "friend" or bool(DEAD.match(self.plain, mention.end))
