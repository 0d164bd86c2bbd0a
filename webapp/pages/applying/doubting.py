"""What is asked about once more before it is taken: a number that may be right, but does not look so.

The page comes back with what was typed and what looks odd about it. The same number once more is the answer
that it is right, so nobody is kept from going on.
"""

from __future__ import annotations

import datetime

from knowledge import Guide, Situation, Value
from knowledge.facts import Range
from knowledge.situations import CHILDREN, GRANDCHILDREN
from webapp.applications import households, identity, steps
from webapp.applications.identity import Identity
from webapp.languages import say, typed
from webapp.models.applications import Application, ApplicationMember
from webapp.pages.wording import load_words

YEARS_ALIKE = 3  # 虚岁 counts up to two years more, and ages are said from memory
YOUNGEST_PARENT = 14
FOREBEARS = {"grandfather": 2, "grandmother": 2, "grandparent": 2, "father": 1, "mother": 1, "parent": 1}
GENERATIONS = FOREBEARS | {"self": 0} | dict.fromkeys(CHILDREN, -1) | dict.fromkeys(GRANDCHILDREN, -2)


def find_doubt(
    guide: Guide, draft: Application, member: ApplicationMember, field: str, *, on: datetime.date
) -> str | None:
    """The words for what was typed into `field` and waits to be confirmed."""
    if not steps.is_doubted(draft, member, field):
        return None
    if field == "bank_card":
        return doubt_card(draft.bank_card or "")
    found = identity.parse_id_number(member.id_number or "", on)
    return doubt_identity(guide, draft, member, found, on=on)


def doubt_card(number: str) -> str | None:
    """Most cards end in a check digit, but not all, so that a wrong one is no more than a hint."""
    return None if identity.has_check_digit(number) else say(load_words("applying")["doubt"]["card"])


def doubt_identity(
    guide: Guide, draft: Application, member: ApplicationMember, found: Identity, *, on: datetime.date
) -> str | None:
    """What does not go together: the age with the one that was said, or with a parent's or child's."""
    situation, age = households.read_situation(guide, draft), found.age(on)
    words, who = load_words("applying")["doubt"], _called(member)
    said = steps.stated_age(guide, draft, member)
    if said is not None and _years_between(age, said) > YEARS_ALIKE:
        return say(words["age"], who=who, age=age, said=_in_years(said))
    near = _too_near(situation, draft, member, age)
    if near is None:
        return None
    other, years = near
    return say(words["generation"], who=who, age=age, other=_called(other), years=years)


def _called(member: ApplicationMember) -> object:
    if member.relation == "self" or not member.name:
        return households.long_label_of(member.relation)
    return typed(member.name)


def _years_between(age: int, said: Value) -> int:
    low, high = (said.low, said.high) if isinstance(said, Range) else (said, said)
    return max(low - age, age - high, 0)


def _in_years(said: Value) -> str:
    return f"{said.low}-{said.high}" if isinstance(said, Range) else str(said)


def _too_near(
    situation: Situation, draft: Application, member: ApplicationMember, age: int
) -> tuple[ApplicationMember, int] | None:
    """Another member of the direct line who would have been a parent as a child, and their age."""
    own = GENERATIONS.get(member.relation)
    for other in draft.members:
        theirs, years = GENERATIONS.get(other.relation), _age_of(situation, other)
        if own is None or theirs is None or years is None or theirs == own:
            continue
        older_by = age - years if own > theirs else years - age
        if older_by < YOUNGEST_PARENT * abs(own - theirs):
            return other, years
    return None


def _age_of(situation: Situation, member: ApplicationMember) -> int | None:
    age = situation.person(member.person).facts.get("age_years")
    return age if isinstance(age, int) else None
