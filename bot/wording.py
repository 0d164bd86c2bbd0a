"""Every sentence that a citizen reads, by key; people, money, numbers and days as they are written here.

The sentences stand in `wording.yaml`; a missing key or a missing parameter fails at once, so tests find it.
"""

from __future__ import annotations

import datetime
import re
from decimal import Decimal
from functools import lru_cache
from pathlib import Path
from typing import TYPE_CHECKING, Any

import yaml
from babel.dates import format_date
from babel.numbers import format_decimal

if TYPE_CHECKING:
    from knowledge import Person, Situation

LOCALE = "zh_Hans_CN"
TEN_THOUSAND = 10_000


@lru_cache(maxsize=1)
def load_wording() -> dict[str, Any]:
    """All of `wording.yaml`, read once."""
    text = Path(__file__).with_name("wording.yaml").read_text(encoding="utf-8")
    return yaml.load(text, Loader=getattr(yaml, "CSafeLoader", yaml.SafeLoader))


def say(key: str, **params: object) -> str:
    """The sentence `key` with its parameters filled in."""
    return load_wording()["sentences"][key].format(**params)


def keyword(text: str) -> str:
    """The choice that a bare word stands for where there is no button: 解绑 is go.unbind; mostly ""."""
    return load_wording()["keywords"].get(text.strip().rstrip("。！!"), "")


@lru_cache(maxsize=1024)
def number(value: Decimal | int) -> str:
    """A figure as people write it: no grouping below ten thousand, at most two decimals."""
    if abs(value) < TEN_THOUSAND:
        return format_decimal(value, format="0.##", locale=LOCALE)
    return format_decimal(value, format="#,##0.##", locale=LOCALE)


def money(value: Decimal | int) -> str:
    """Yuan in words: 989 元."""
    return f"{number(value)} 元"


def round_number(value: Decimal | int) -> str:
    """A round figure for a button: 2万 for 20000, 800 for 800."""
    if value >= TEN_THOUSAND and value % 1000 == 0:
        return load_wording()["band"]["ten_thousand"].format(value=number(Decimal(value) / TEN_THOUSAND))
    return number(value)


def day(value: datetime.date) -> str:
    """2024年1月1日."""
    return format_date(value, format="long", locale=LOCALE)


def until(value: datetime.date, time: datetime.time | None = None) -> str:
    """2026年11月23日, or where hours are counted 2026年11月23日 09:30."""
    return day(value) + (f" {time:%H:%M}" if time else "")


def since(value: datetime.date, precision: str | None = None) -> str:
    """The day as far as it is known: 2021年, 2021年7月 or 2021年7月1日."""
    if precision == "year":
        return f"{value.year}年"
    return f"{value.year}年{value.month}月" if precision == "month" else day(value)


def per_unit(unit: str) -> str:
    """How often and for whom, said before a sum: 每人每月 for 元/人·月."""
    return load_wording()["units"].get(unit, "")


def who(situation: Situation, person_id: str | None) -> str:
    """How a person is called in a sentence: 您, 您父亲, 您家大孩子; without a person, the household: 您家."""
    return _label(situation, person_id, 0) if person_id else family(situation)


def who_short(situation: Situation, person_id: str | None) -> str:
    """The same for a chip: 父亲 rather than 您父亲; nothing for a household."""
    return _label(situation, person_id, 1) if person_id else ""


def family(situation: Situation) -> str:
    """How a household is called: 您家, or 您邻居家 when the speaker is not of it."""
    relations = [one.relation for one in situation.people]
    if not relations or "self" in relations or (situation.id == "h1" and not _is_elsewhere(relations)):
        return "您家"
    first = situation.people[0]
    of_kin = _KIN_OF_OTHERS.fullmatch(first.id)
    who = _whose(situation, of_kin, 0) if of_kin else _label(situation, first.id, 0)
    return say("question_other_family", who=who)


def home(situation: Situation) -> str:
    """The household inside a question: 您家, or 您邻居家里."""
    name = family(situation)
    return name if name == "您家" else f"{name}里"


def _is_elsewhere(relations: list[str]) -> bool:
    """Whether the first person spoken of lives in another family by what they are to the speaker."""
    return relations[0] in {"neighbour", "villager", "pupil", "client", "stranger", "other", "ex_spouse"}


# villager-son, pupil-2-father: whose (of two villagers the second), and what they are to that one.
_KIN_OF_OTHERS = re.compile(
    r"(?P<whose>elder|neighbor|villager|client|pupil|stranger|friend|relation|listed|spouse-sister|spouse-brother)(?P<of>-?\d)?-(?P<kin>[a-z][a-z-]{1,60}?)"
    r"(?:-(?P<nth>\d))?"
)
_BEFORE_NAME = re.compile(r"您家|您|这位|这个|")
ELDER = "elder"
_WHOSE = {"neighbor": "neighbour", "relation": "relative", "friend": "other", "listed": "other"}
_WHOSE |= {"spouse-sister": "relative", "spouse-brother": "relative"}


def _label(situation: Situation, person_id: str, form: int) -> str:
    people = load_wording()["people"]
    person = next((one for one in situation.people if one.id == person_id), None)
    if person is None:
        return people["other"][form]
    plain = _plain(situation, person, form)
    alike = [one for one in situation.people if _plain(situation, one, form) == plain]
    if len(alike) < 2:
        return plain
    if person.relation == "child":
        return _which_child(alike, person, form)
    found = _KIN_OF_OTHERS.fullmatch(person_id)
    if found and found["kin"].endswith("child"):
        which = _which_child(alike, person, 1)
        return say("kin_of_others", whose=_whose(situation, found, form), kin=which)
    return plain if person is alike[0] else _another(plain, alike.index(person) + 1, len(alike))


def _another(plain: str, position: int, count: int) -> str:
    """Another of the same, as it is said aloud: 您另一个孙子, 第三位村民."""
    words = load_wording()["another"]
    found = _BEFORE_NAME.match(plain)
    before, name = plain[: found.end()], plain[found.end() :]
    own = before if before.startswith(words["own"]) else ""
    counted = words["young"] if before == words["this"] or name.startswith(tuple(words["of_young"])) else ""
    which = words["other"] if count == 2 else words["nth"].format(nth=_nth(position))
    return f"{own}{which}{counted or words['old']}{name}"


def _of_husband(situation: Situation) -> bool | None:
    """Whether the in-laws are a husband's parents, by whose sex is known; None where nothing tells."""
    people = {one.relation: one.facts.get("sex") for one in situation.people}
    sex = {"male": "female", "female": "male"}.get(str(people.get("spouse")), people.get("self"))
    return None if sex is None else sex == "female"


def _plain(situation: Situation, person: Person, form: int) -> str:
    """What a person is to the speaker, or, of the kin of an outsider, to that one: 您邻居的儿子.

    Kin are called as the speaker calls them; an old man or woman whom the speaker is nothing to, by that.
    """
    people = load_wording()["people"]
    found = _KIN_OF_OTHERS.fullmatch(person.id)
    if found is None:
        if person.called:
            return load_wording()["called_own"][form].format(word=person.called)
        if person.id == ELDER:
            return _elder(situation, form)
        of_husband = _of_husband(situation)
        if of_husband is not None and person.relation in load_wording()["in_laws"]:
            return load_wording()["in_laws"][person.relation]["husband" if of_husband else "wife"][form]
        called = load_wording()["called"].get(re.sub(r"-\d(?=-|$)", "", person.id))
        return (called or people.get(person.relation, people["other"]))[form]
    kin = _of_elder(found["kin"]) if found["whose"] == ELDER else _kin(found["kin"])
    return say("kin_of_others", whose=_whose(situation, found, form), kin=kin)


def _elder(situation: Situation, form: int) -> str:
    """The old man or woman for whom somebody calls: 这位老太太."""
    sexes = {str(one.facts.get("sex")) for one in situation.people if one.id == ELDER}
    words = load_wording()["elders"]
    return words.get(next(iter(sexes), ""), words["unknown"])[form]


def _of_elder(kin: str) -> str:
    """Of old people one says 老伴."""
    return load_wording()["elders"]["mate"] if kin in ("spouse", "husband", "wife") else _kin(kin)


def _whose(situation: Situation, found: re.Match[str], form: int) -> str:
    if found["whose"] == ELDER:
        return _elder(situation, form)
    plain = load_wording()["people"][_WHOSE.get(found["whose"], found["whose"])][form]
    second = int((found["of"] or "1")[-1])
    return plain if found["whose"] == "listed" or second == 1 else _another(plain, second, second)


def _kin(kin: str) -> str:
    """儿媳 for daughter-in-law, 女儿的孩子 for daughter-child; 亲戚 where there is no word."""
    words = load_wording()["kin"]
    if kin in words:
        return words[kin]
    first = max((one for one in words if kin.startswith(f"{one}-")), key=len, default=None)
    if first is None:
        return words["relation"]
    return say("kin_of_others", whose=words[first], kin=_kin(kin[len(first) + 1 :]))


def _which_child(children: list[Person], child: Person, form: int) -> str:
    """大孩子 and 小孩子 of two whose ages are known; otherwise in the order they were spoken of."""
    words = load_wording()["eldest"]
    ages = [one.facts.get("age_years") for one in children]
    if len(children) == 2 and all(isinstance(one, int) for one in ages) and ages[0] != ages[1]:
        eldest = child.facts["age_years"] == max(ages)
        return words["eldest" if eldest else "youngest"][form]
    return words["nth"][form].format(nth=_nth(children.index(child) + 1))


def _nth(position: int) -> str:
    return "一二三四五六七八九十"[min(position, 10) - 1]
