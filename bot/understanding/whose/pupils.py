"""Whether what is told is of a pupil whom nobody names: 走读的小学生有没有补助."""

from __future__ import annotations

import re

from bot.understanding.people.kinship import YOUNG, kin_words
from bot.understanding.people.whom import People
from bot.understanding.said import Said
from bot.understanding.years.ages import highest

from .sense import STAGES

_UPPER_SCHOOLS = ("junior", "senior_high", "vocational")
_SMALL_SCHOOL = re.compile(r"保教费|托费|园费|幼儿园|民办园|公办园|小学")
_STUDIES = re.compile(
    r"[我俺](?:今年|现在|也|还|在|是){0,12}[^，。；]{0,6}(?:上|读|念|住)(?:高|大|初|中|职|校)"
)


def is_of_a_pupil(one: Said, people: People) -> bool:
    """走读的小学生有没有补助: of a child, though none is named."""
    if (people.host and people.host.young) or people.spoken.is_young_themselves:
        return False  # it is the pupil spoken for, or who speaks: 一年级, after 俺16 上技校
    small = STAGES.get(str(one.value)) == "small_school" or one.fact == "boarding"
    cares = one.fact in ("school_kind", "education_cost_yuan_per_year")
    small = small or (cares and bool(_SMALL_SCHOOL.search(people.plain)))
    nobody = all(m.person != "self" for m in people.mentions)
    small = small or (one.fact == "age_years" and highest(one.value) < 13)
    small = small or (nobody and one.value in _UPPER_SCHOOLS and "学费" in people.plain)
    if not small:
        return False
    young = any(
        m.relation in YOUNG or (m.words in kin_words() and kin_words()[m.words].relation in YOUNG)
        for m in people.mentions
    )
    return not young and not _STUDIES.search(people.plain)
