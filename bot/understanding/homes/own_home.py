"""Kin who have a home of their own, of which something is told: 闺女一家吃低保; 俺爹是特困，俺家低保.

What is of that home is not of the home of who speaks, and who lives there is looked at there.
"""

from __future__ import annotations

import re
from collections.abc import Collection, Iterable, Sequence
from dataclasses import replace

from bot.understanding.said import Said
from bot.understanding.stance import clause_end
from knowledge import Situation
from knowledge.facts import KnownSet

# Grown kin who may have left home, and those who have one of their own unless it is told otherwise.
_MAY_LEAVE = frozenset({"son", "daughter", "child", "grandchild"})
_ELSEWHERE = frozenset({"brother", "sister", "sibling", "uncle_aunt"})
_ELSEWHERE_TOO = ("brother-in-law", "sister-in-law", "cousin", "cousin-sister")
_ELDERS = frozenset({"father", "mother", "father_in_law", "mother_in_law", "grandfather", "grandmother"})
# What a home has, or befalls one; where it is tells nothing of who needs help.
_OF_A_HOME = frozenset(
    {"aid_status", "has_notable_assets", "assets_over_limit", "household_size", "household_receives"}
    | {"household_income_yuan_per_month", "income_fell_sharply", "cost_surge", "basic_living_at_risk"}
    | {"homes_owned", "homes_owned_in_town", "home_danger_grade", "emergency_events", "disaster_effects"}
)
_BEFALLS = frozenset({"emergency_events", "disaster_effects", "cost_surge"})
# Why somebody is looked at by themselves.
_NEEDS = frozenset(
    {"disability_grade", "disability_types", "disability_cert", "self_care", "illnesses", "on_dialysis"}
    | {"care_needed_months", "incontinent", "holds_personal_aid"}
)
_PLACES = ("district", "area_kind", "residence")
_HOME_OF = re.compile(
    r"(?:[他她]|自己)?(?:一家(?:子|人|[三四五]口)?|家(?![里中人长属务])|两口子?|小两口|夫妻俩?)"
)
_CHILD_AT_SCHOOL = ("kindergarten", "kindergarten_final", "primary", "junior", "senior_high", "vocational")
# 我跟闺女住, 俺俩住儿子家, 带着他过: one home, or not surely two.
_WITH_THEM = re.compile(
    r"(?:跟|和|随|与|在|住在?|住到|搬到)着?(?:[我俺他她]们?)?(?:大|小|老|二|三)?(?:儿子?|闺女|女儿|姑娘|孩子|[哥弟姐妹]{1,2}|兄弟|小子|妮儿?)"
    r"(?:们|他们)?(?:一家|家里?|两口子?|那[里儿边]?)?(?:一起|一块儿?|同吃)?(?:过|住|生活|养老|吃饭|着)|"
    r"(?:跟|和|随|与)着?(?:我|俺|咱)们?(?:两口子?|老两口|家|俩)?(?:在?(?:一起|一块儿?))?(?:过|住|生活)|"
    r"住(?:在|到)?(?:大|小|老|二)?(?:儿子?|闺女|女儿|[哥弟姐妹]{1,2})(?:家|那)|"
    r"一(?:块儿?|起)(?:过|住|生活)|跟着(?:过|住|吃)|没分家|相依|一口锅|一个户口"
)
_WE_HAVE = re.compile(
    r"[我俺咱]们?(?:自己)?(?:家|自己)[^，。；不没非无能想办申问]{0,5}[低底]保(?!边|怎|咋|能|标)"
)
_MARRIED_TO = {"son": "daughter-in-law", "daughter": "son-in-law"}
_OURSELVES = ("self", "spouse", "wife", "husband")
_KEPT = re.compile(r"(?:养|拉扯|照[顾看料]|伺候|带|管|供|守)着?(?:这个?|那个?|[俺我他她个傻瘫]|残疾){0,4}$")
_KEPT_HIM = re.compile(r"(?:我|俺)[^，。；]{0,6}(?:养着?|照[顾看料]|伺候|带着?|管着?)(?:他|她)(?!家|看|孩)")


def with_own_home(said: Sequence[Said], plain: str, known: Sequence[Situation] = ()) -> set[str]:
    """The kin of whose own home, apart from that of who speaks, something is told here."""
    kept = of_two_kinds(said, known)
    if _WITH_THEM.search(plain) or _KEPT_HIM.search(plain):
        return kept
    left = gone_from_home(said, known)
    own = {str(one.person) for one in said if one.person in left and _tells(one)}
    own |= {who for who in left if any(one.person in _mates_of(who) and _tells(one) for one in said)}
    own |= {str(one.person) for one in said if one.fact in _OF_A_HOME and _is_theirs(one, plain)}
    elsewhere = {str(one.person) for one in said if _befell_kin(one, plain)}
    own |= elsewhere if _others(said, known, elsewhere) else set()
    small = {one.person for one in said if one.fact == "school_stage" and one.value in _CHILD_AT_SCHOOL}
    members = {p.id for home in known for p in home.people if p.facts.get("household_member") is True}
    members |= {one.person for one in said if (one.fact, one.value) == ("household_member", True)}
    return own - small - members | kept


def _tells(one: Said) -> bool:
    """Of a brother anything; of a child who has left, what calls for help or is of the home."""
    if one.of is not None and one.of.relation in _ELSEWHERE:
        return one.fact != "household_member" and one.fact not in _PLACES
    return one.fact in _OF_A_HOME or one.fact in _NEEDS


def _mates_of(person: str) -> tuple[str, ...]:
    """大儿分家了，他媳妇癌症: who is married to one who has left."""
    return (f"{person}-spouse", _MARRIED_TO.get(person.partition("-")[0], ""))


def gone_from_home(said: Iterable[Said], known: Sequence[Situation]) -> set[str]:
    """Those of whom it is told, now or before, that they live by themselves."""
    now = {
        str(one.person)
        for one in said
        if (one.fact, one.value) == ("household_member", False) and one.of and _may(one.of.relation)
    }
    people = (one for home in known for one in home.people if _may(one.relation))
    return now | {one.id for one in people if one.facts.get("household_member") is False}


def _may(relation: str | None) -> bool:
    return relation in _MAY_LEAVE or relation in _ELSEWHERE


def _is_theirs(one: Said, plain: str) -> bool:
    """闺女一家吃低保, 儿子家着火了: the home is named by them, and it is told of them."""
    of = one.of
    if of is None or of.end == of.start or not (_may(of.relation) or of.person in _ELSEWHERE_TOO):
        return False
    return of.end <= one.start and _HOME_OF.match(plain, of.end) is not None


def _befell_kin(one: Said, plain: str) -> bool:
    """我弟弟摔伤了, 嫂子住院了，脑出血; 姐姐自己还吃低保."""
    of = one.of
    if of is None or of.end == of.start or one.fact not in _OF_A_HOME:
        return False
    if of.relation not in _ELSEWHERE and of.person not in _ELSEWHERE_TOO:
        return False
    if _KEPT.search(plain, max(0, of.start - 8), of.start):
        return False
    if one.fact in _BEFALLS or _holds(one, "extreme_poverty"):
        return True  # 大爷住敬老院，五保: who is kept as 特困 is of a home of his own
    return one.fact != "household_size" and one.start <= clause_end(plain, of.end)


def _others(said: Iterable[Said], known: Sequence[Situation], theirs: Collection[str]) -> bool:
    """Is something told of anybody else than of those?"""
    now = any(one.of and one.person and not _is_with(str(one.person), theirs) for one in said)
    before = (one for home in known for one in home.people if not _is_with(one.id, theirs))
    return now or any(set(one.facts) - {"sex"} for one in before)


def _is_with(person: str, theirs: Collection[str]) -> bool:
    """Is it one of them, or one of their family, who are named after them?"""
    if person in _ELSEWHERE_TOO or person.partition("-")[0] in ("nephew", "niece"):
        return True
    return any(person == one or person.startswith(f"{one}-") for one in theirs)


def of_two_kinds(said: Sequence[Said], known: Sequence[Situation]) -> set[str]:
    """俺爹是特困，俺家吃低保: who is kept as 特困 is of no home that has 低保."""
    ours = any(one.person in _OURSELVES and _holds(one, "subsistence") for one in said)
    if not ours and not any("subsistence" in _kinds(home) for home in known[:1]):
        return set()
    there = {one.id for home in known for one in home.people}
    kept = {str(one.person) for one in said if _holds(one, "extreme_poverty") and _is_of_kin(one)}
    return kept if ours else kept - there


def _is_of_kin(one: Said) -> bool:
    return one.of is not None and (one.of.relation in _ELDERS or one.of.relation in _ELSEWHERE)


def _holds(one: Said, kind: str) -> bool:
    return one.fact == "aid_status" and isinstance(one.value, dict) and one.value.get(kind) is True


def _kinds(home: Situation) -> frozenset[str]:
    held = home.household.get("aid_status")
    return held.has if isinstance(held, KnownSet) else frozenset()


def of_another_kind(plain: str, said: Iterable[Said], home: Situation) -> set[str]:
    """The elders of `home` who are kept as 特困, where who speaks tells now that they have 低保 themselves.

    The other way round too: the home was told to have 低保, and one of them turns out to be 特困.
    """
    elders = {one.id: one for one in home.people if one.relation in _ELDERS}
    if "extreme_poverty" in _kinds(home) and _WE_HAVE.search(plain):
        return {one for one in elders if elders[one].facts.get("holds_personal_aid") is True}
    if "subsistence" in _kinds(home):
        return elders.keys() & {str(one.person) for one in said if _holds(one, "extreme_poverty")}
    return set()


def moved_out(known: tuple[Situation, ...], who: Collection[str]) -> tuple[Situation, ...]:
    """`known`, each of `who` in the first home in one of their own, with what is told of them."""
    if not known or (known[0].household and all(_is_with(one.id, who) for one in known[0].people)):
        return known
    homes = list(known)
    for one in known[0].people:
        if one.id not in who or one.relation in _ELDERS:
            continue
        left = tuple(each for each in homes[0].people if each.id != one.id)
        number = next(n for n in range(2, len(homes) + 3) if all(home.id != f"h{n}" for home in homes))
        facts = {fact: value for fact, value in one.facts.items() if fact != "household_member"}
        homes[0] = replace(homes[0], people=left)
        homes.append(Situation(f"h{number}", {}, (replace(one, facts=facts),)))
    return tuple(homes)


def is_of_kin_elsewhere(home: Situation) -> bool:
    """Is all that is told of a home told of a brother, a sister or an uncle, and of what befell them?"""
    if not _OF_A_HOME & home.household.keys() or "household_size" in home.household or not home.people:
        return False
    first = {one.id for one in home.people if one.relation in _ELSEWHERE or one.id in _ELSEWHERE_TOO}
    told = any(one.facts.get("household_member") is True for one in home.people)
    return bool(first) and not told and all(_is_with(one.id, first) for one in home.people)


__all__ = [
    "gone_from_home",
    "is_of_kin_elsewhere",
    "moved_out",
    "of_another_kind",
    "of_two_kinds",
    "with_own_home",
]
