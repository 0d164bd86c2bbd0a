"""Who lives in another home than who speaks: 我家低保，我弟家不是; 闺女嫁到周村; 老丈人跟大舅哥过."""

from __future__ import annotations

import re
from collections import defaultdict
from collections.abc import Sequence
from dataclasses import replace

from bot.understanding.mention import Mention
from bot.understanding.people.kinship import COUPLES
from bot.understanding.said import Said
from knowledge import Situation

from .apart_told import by_themselves, from_speaker
from .own_home import of_two_kinds, with_own_home

_TOGETHER = re.compile(r"住一起|一起(?:住|过|生活)|一块(?:住|过)|跟着?(?:我|俺)们?(?:住|过)|一个户口")
_NOT_WITH = re.compile(r"(?:不|没有?)(?:(?:跟|和|与|同|随|在)[^，。；！？]{0,6})?$")
# What one home has only one of.
_ONE_A_HOME = ("district", "area_kind", "household_size", "home_danger_grade", "district_heating")
_SAME_HOME = ("spouse", "wife", "husband", "child", "parents")
_ELSEWHERE = ("uncle_aunt", "brother", "sister", "sibling", "ex_spouse")
# Who lives with whom, where nothing else is said.
_WITH = {
    "brother": ("nephew", "niece", "sister-in-law"),
    "sister": ("nephew", "niece", "brother-in-law"),
    "son": ("grandson", "granddaughter", "grandchild", "daughter-in-law"),
    "daughter": ("grandson", "granddaughter", "grandchild", "son-in-law"),
}


# 老丈人八十三了，跟他小儿子住; 我娘瘫了，住我二哥家
_LED_TO = re.compile(
    r"(?:[^，。；！？我跟和随住]{0,12}，)?[^，。；！？我跟和随住]{0,8}?(?:一直|现在|平时|轮流|都|也|就)?"
    r"(?:(?:跟|和|随|由|与)着?|住在?|住到了?|搬到了?|在)(?:[我他她俺]|大伯|孩子)?"
)
_LIVES_WITH = re.compile(
    r"(?:两口子|一家|他们)?(?:家里?|那边|那里|那儿?)?(?:一起|一块儿?)?(?:过|住|生活|养老?|伺候)"
)
_AT_THEIRS = re.compile(
    r"(?:两口子)?(?:家里?|那边|那里|那儿?)(?:住|养老?|过)?着?(?:呢|了)?(?=[，。；！？]|$)"
)
_FOR_A_WHILE = re.compile(r"轮|昨|前天|刚才|当时|今天|过年|帮|看孩子|做客|以前|原来|不(?:想|愿|肯)|没")
_PENSION, _IN_ALL = re.compile("养老|退休|工资"), re.compile("就|才|共|俩|两人|一起|加起来")
ELDERS = ("father", "mother", "parent", "father_in_law", "mother_in_law", "grandfather", "grandmother")
_KEEP_ELDERS = ("brother", "sister", "sibling", "uncle_aunt", "relative")
# What is told of one's own home.
_OUR_HOME = re.compile(r"(?:我|俺|咱)们?(?:自己)?家(?!的?亲戚|老人|老头|老太)")
_OWN_HOME = ("aid_status", "household_size", "household_income_yuan_per_month", "has_notable_assets")


def are_together(plain: str) -> bool:
    """我们住一起, and not 我不跟他们住一起: is it said that they live in one home?"""
    found = _TOGETHER.search(plain)
    return found is not None and not _NOT_WITH.search(plain, max(0, found.start() - 8), found.start())


def living_apart(
    said: list[Said], plain: str, mentions: Sequence[Mention] = (), known: Sequence[Situation] = ()
) -> frozenset[str]:
    """The persons of whose home something is said that cannot be of the home of who speaks."""
    if are_together(plain):
        return frozenset(of_two_kinds(said, known))
    apart: set[str] = set()
    for told in _told_of_homes(said).values():
        apart |= _others(told)
    apart |= _by_house(said, plain) | with_own_home(said, plain, known)
    apart |= _kept_by_others(said, plain, mentions, known) | _left_alone(said, plain, mentions, known)
    return frozenset(apart | {of for one in apart for of in _of_their_home(one, said)})


def _told_of_homes(said: list[Said]) -> dict[object, dict[str, object]]:
    """What is said of each home, by what it is and whose home: the first word for each."""
    told: dict[object, dict[str, object]] = defaultdict(dict)
    for one in said:
        if one.of is None or one.of.person is None:
            continue
        if one.fact == "aid_status" and isinstance(one.value, dict):
            for kind, has in one.value.items():
                told[one.fact, kind].setdefault(one.of.person, bool(has))
        elif one.fact in _ONE_A_HOME and not isinstance(one.value, dict):
            told[one.fact].setdefault(one.of.person, one.value)
    return told


def _others(told: dict[str, object]) -> set[str]:
    """Of whom it is told otherwise than of who speaks, or than of the first who is told of."""
    if len(set(told.values())) < 2:
        return set()
    ours = told.get("self", next(iter(told.values())))
    return {person for person, value in told.items() if value != ours and person not in _SAME_HOME}


def _by_house(said: list[Said], plain: str) -> set[str]:
    """二姑家在张店: her home, where others are spoken of as well."""
    houses = {
        str(one.of.person)
        for one in said
        if one.fact == "district"
        and one.of
        and one.of.relation in _ELSEWHERE
        and plain.startswith("家", one.of.end)
    }
    others = {str(one.of.person) for one in said if one.of and one.of.person} - houses
    return houses if others else set()


def _kept_by_others(
    said: list[Said], plain: str, mentions: Sequence[Mention], known: Sequence[Situation]
) -> set[str]:
    """老丈人跟着我大舅哥过: he is of that home, where something is told of who speaks and theirs."""
    ours = any(one.fact in _OWN_HOME and one.of and one.person in (*_SAME_HOME, "self") for one in said)
    kept = set(led_to_kin(plain, mentions))
    return kept if ours or (kept and _is_ours(known, kept)) else set()


def _left_alone(
    said: list[Said], plain: str, mentions: Sequence[Mention], known: Sequence[Situation]
) -> set[str]:
    """我娘自己在老家过，我六十一: she is of a home of her own, where something is told of who speaks too."""
    elders = {str(m.person) for m in mentions if m.relation in ELDERS}
    elders |= {who for one in elders for who in COUPLES.get(one, ())}
    of_speaker = any(one.of and one.of.relation == "self" and one.of.end > one.of.start for one in said)
    if not (of_speaker or _tells_of_ours(said, plain) or _is_ours(known, elders)):
        return set()
    alone = from_speaker(plain, mentions, elders) | by_themselves(plain, said, elders)
    return alone | {one for one in elders if one in COUPLES and alone.issuperset(COUPLES[one])}


def _tells_of_ours(said: list[Said], plain: str) -> bool:
    """我家低保，俺爹81，单过: is it told what the home of who speaks has?"""
    return bool(_OUR_HOME.search(plain)) and any(
        one.fact in _OWN_HOME and one.person == "self" for one in said
    )


def _is_ours(known: Sequence[Situation], elders: set[str]) -> bool:
    """俺家低保，三口, and later 俺爹不在一起住: was a home of who speaks told of, without any of these?"""
    if not known or not any(fact in known[0].household for fact in _OWN_HOME):
        return False
    there = {one.id for one in known[0].people}
    return "self" in there and not there & elders and not is_without_speaker(known[0])


def led_to_kin(plain: str, mentions: Sequence[Mention]) -> dict[str, Mention]:
    """The elders of whom it is said that they live with a brother, a sister or other kin, and with whom."""
    kept: dict[str, Mention] = {}
    for elder in (m for m in mentions if m.person and (m.relation in ELDERS or m.person == "elder")):
        keeper = next((m for m in mentions if m.start >= elder.end and m.person != elder.person), None)
        named = keeper is not None and (keeper.relation in _KEEP_ELDERS or keeper.words == "小儿子")
        if not named and keeper is not None and keeper.person == "self":  # 跟着我大舅哥过
            keeper = next((m for m in mentions if m.start >= keeper.end), keeper)
            named = keeper.relation in _KEEP_ELDERS
        if not named or keeper is None or not _LED_TO.fullmatch(plain, elder.end, keeper.start):
            continue
        led = plain[max(elder.end, keeper.start - 3) : keeper.end]
        at_theirs = re.search("[住在]", led) and _AT_THEIRS.match(plain, keeper.end)
        lives = at_theirs or ("在" not in led and _LIVES_WITH.match(plain, keeper.end))
        lives = lives and not _FOR_A_WHILE.search(plain, elder.end, keeper.start)
        if lives:
            kept |= dict.fromkeys(COUPLES.get(str(elder.person), (str(elder.person),)), keeper)
    return kept


def is_without_speaker(home: Situation) -> bool:
    """他俩自己过: is it the home of the elders told of alone, as many as they are?"""
    size = home.household.get("household_size")
    elders = [one for one in home.people if one.relation in ELDERS]
    others = (one for one in home.people if one.relation not in ELDERS)
    return bool(elders) and size == len(elders) and not any(set(one.facts) - {"sex"} for one in others)


# What those are called whose home is without who speaks, by whether it is a woman or a man.
_CALLED = {
    ("father_in_law", "female"): "公公",
    ("mother_in_law", "female"): "婆婆",
    ("father_in_law", "male"): "岳父",
    ("mother_in_law", "male"): "岳母",
}


def without_idle_speaker(home: Situation) -> Situation:
    """公公特困，一个人住敬老院: his home without who speaks, of whom 公公 tells that she is a woman.

    Else what he alone has, as the only one of the home, would be hers too.
    """
    speaker = next((one for one in home.people if one.id == "self"), None)
    if speaker is None or not is_without_speaker(home):
        return home
    sex = str(speaker.facts.get("sex"))
    called = {one.id: _CALLED.get((str(one.relation), sex), one.called) for one in home.people}
    others = (replace(one, called=called[one.id]) for one in home.people if one is not speaker)
    return replace(home, people=tuple(others))


def of_home_alone(said: list[Said], plain: str, home: Situation | None) -> list[Said]:
    """`said`, with money nobody is named with as the home's, where that is one without who speaks."""
    if home is None or not is_without_speaker(home):
        return said
    own = next(one for one in home.people if one.relation in ELDERS)
    of_one = home.household["household_size"] != 1 and _PENSION.search(plain) and not _IN_ALL.search(plain)
    kept = []
    for one in said:
        unnamed = one.of is not None and one.person == "self" and one.of.end == one.of.start
        if one.fact != "income_yuan_per_month" or not unnamed:
            kept.append(one)
        elif not of_one:  # whose of the two the pension is, is to be asked
            of = Mention(one.start, one.start, own.id, own.relation)
            kept.append(replace(one, fact="household_income_yuan_per_month", of=of))
    return kept


_LIVES_WITH_US = (("household_member", True), ("living_place", "relatives"))


def _of_their_home(person: str, said: list[Said]) -> set[str]:
    """The children and the wife of a brother who lives apart."""
    people = {str(one.of.person) for one in said if one.of and one.of.person}
    with_them = _WITH.get(re.sub(r"-\d$", "", person), ())
    with_us = {one.person for one in said if (one.fact, one.value) in _LIVES_WITH_US}
    return {one for one in people - with_us if one.startswith(f"{person}-") or one in with_them}


__all__ = [
    "ELDERS",
    "are_together",
    "is_without_speaker",
    "led_to_kin",
    "living_apart",
    "of_home_alone",
    "without_idle_speaker",
]
