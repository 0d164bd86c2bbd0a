"""The word for kin that was used of somebody: 二叔, 外甥女, 嫂子. The vocabulary of relations says less."""

from __future__ import annotations

import re
from collections.abc import Iterable
from dataclasses import replace

from bot.understanding.mention import Mention
from bot.understanding.people.kinship import kin_words
from knowledge import Situation

_VAGUE = frozenset({"uncle_aunt", "nephew_niece", "grandchild", "brother", "sister", "relative"})
# As one says 您 before it: not 家兄, 舍侄, 亡弟.
_FITS = re.compile(r"(?![家舍亡胞]|小侄$|本家$|远房$).{2,5}|[哥姐弟妹叔舅姑姨婶嫂]")


def with_kin_words(situations: Iterable[Situation], mentions: tuple[Mention, ...]) -> tuple[Situation, ...]:
    """`situations`, each person of them called by the first word that named them, where it tells more."""
    words: dict[str, str] = {}
    for one in mentions:
        if one.relation in _VAGUE and _is_own_word(one):
            words.setdefault(str(one.person), one.words)
    return tuple([_with(home, words) for home in situations])


def _is_own_word(one: Mention) -> bool:
    """Whether it was said of them as kin of who speaks: not 孩子, a name, or 儿媳 of the neighbour."""
    kin = kin_words().get(one.words)
    whose = re.sub(r"-\d$", "", str(one.person))
    return kin is not None and kin.person == whose and _FITS.fullmatch(one.words) is not None


def _with(home: Situation, words: dict[str, str]) -> Situation:
    for person in home.people:
        if person.id in words and not person.called:
            home = home.with_person(replace(person, called=words[person.id]))
    return home
