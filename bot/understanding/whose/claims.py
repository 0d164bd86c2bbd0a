"""Whose a claim is that another's deed or death has left: the beaten, the unsupported, the survivors."""

from __future__ import annotations

import re

from bot.understanding.people.namings import DEAD
from bot.understanding.people.whom import YOUNG, Mention, People
from bot.understanding.stance import clause_start

from .struck import is_doer, struck

OF_COUPLES = frozenset({"only_child_state", "children_ever"})
_AGAINST_KIN = frozenset({"support_claim", "abuse_claim"})
_SURVIVORS = frozenset(
    {"martyr_family", "martyr_child", "duty_death_family", "illness_death_family", "serving_family"}
)
_PARENT_RAISES = re.compile(r"爸|妈|父|母|爹|娘")
_ELDERS_OF = frozenset({"grandchild", "nephew_niece", "pupil"})
_SUPPORTED = frozenset(
    {"father", "mother", "grandfather", "grandmother", "uncle_aunt", "father_in_law", "mother_in_law"}
)
_WHO_SUPPORTS = frozenset({*YOUNG, "brother", "sister"})
_SOLDIER = re.compile(
    r"儿|小子|孩子|丈夫|男人|老公|老头|老伴|爱人|爹|爸|父|哥|弟|兄|姐|妹|孙|对象|女婿|爷爷|闺女|大伯|姥爷|外公|"
    r"因公|配偶"
)


def is_claim(fact: str, value: object) -> bool:
    """Is it told of somebody else than whom the words name?"""
    if fact in OF_COUPLES or fact in ("raises_child_alone", "kin_to_soldier"):
        return True
    if fact == "supporters":
        return value in ("able", "unable")
    return value in _AGAINST_KIN or value in _SURVIVORS


def is_settled(fact: str, value: object, people: People) -> bool:
    """Do the words themselves tell whose it is, so that no clue of place may overturn it?"""
    parts = list(value) if isinstance(value, dict) else [value]
    return any(is_claim(fact, part) or struck(fact, part, people) is not None for part in parts)


def bearer_of(fact: str, value: object, found: re.Match[str], people: People) -> Mention | None:
    """Who bears the claim that `found` speaks of."""
    if fact == "raises_child_alone" or value == "support_claim":
        parted = _parted_child(people, found.start(), found.end())
        if parted is not None:
            return parted
    if fact == "raises_child_alone" and (raiser := _raiser(people, found)) is not None:
        return raiser
    if fact in OF_COUPLES:
        return _parent(found.start(), people)
    if fact == "kin_to_soldier" or value in _SURVIVORS:
        return _survivor(found, people, value)
    return _claimant(value, found, people)


_PARTED = re.compile(
    r"[^。！？我俺]{0,12}?(?:离(?:了|过)?婚|离了|丧偶|守寡|男人(?:没|走|死|跑)|老公(?:没|走|死|跑)|女婿(?:没|走|死|跑))"
)


_RAISED_HERSELF = re.compile(r"(?:带|领|养|供|抚养|拉[扯巴])(?:着|大|活|了){0,2}(?:[一俩两二三仨]个?)?$")


def _parted_child(people: People, start: int, end: int) -> Mention | None:
    """俺闺女离了婚带着俩孩子, told by her mother: it is the daughter who raises them and is not paid."""
    grown = [m for m in people.mentions if m.relation in ("son", "daughter") and m.start < end and m.topic]
    for mention in reversed(grown):
        if _RAISED_HERSELF.search(people.plain, max(0, mention.start - 8), mention.start):
            continue  # 我一个人拉扯俩闺女，男人没了: she is the one who is raised
        told = _PARTED.match(people.plain, mention.end)
        if told and not any(
            m.person == "self" and mention.end < m.start < start and m.topic for m in people.mentions
        ):
            return mention
    return None


_RAISES = re.compile(r"[^，。；！？我]{0,6}?(?:带|领|拉扯|养)着?")
_GROWN_UP = frozenset({"son", "daughter", "sister", "brother"})


def _raiser(people: People, found: re.Match[str]) -> Mention | None:
    """我闺女领着孩子: not who speaks, but who is told to raise the child."""
    near = (m for m in people.mentions if found.start() - 2 <= m.start < found.end())
    grown = (m for m in near if m.relation in _GROWN_UP and m.topic)
    return next((m for m in grown if _RAISES.match(people.plain, m.end)), None)


def _self(start: int) -> Mention:
    return Mention(start, start, "self", "self")


_PASSED_BY = re.compile(
    r"(?:抓住|逃跑|打人|撞人|骗人)的(?:那个)?|[撞打骗欠害伤轧]了?[我俺].{0,20}|肇事.{0,20}|人家|老板|包工头|对方|房东|[他她]|法官|司机|护士|医生|大夫|"
    r".{0,20}[爸爹妈娘]"
)


def victim(people: People, start: int, end: int) -> Mention | None:
    """Whom a claim or an accident is about, beyond those it is held against or who only speak of it."""
    found = people.victim(start, end)
    if found is not None and not is_doer(people, found):
        return found
    for mention in reversed(people.mentions):
        if mention.start < start and mention.topic and not is_doer(people, mention):
            if mention.person:
                return mention
            if not _PASSED_BY.fullmatch(mention.words):
                return None
    return people.default


_THEIRS = re.compile(r"(?:[他她]|(?<![我俺])的)亲?$")


def _survivor(found: re.Match[str], people: People, value: object) -> Mention | None:
    """俺儿牺牲了 is said of the parents, 她爹是烈士 of her; 烈属, 烈士的女儿 of whoever was spoken of."""
    start = found.start()
    if found.group().startswith(("爷爷", "姥爷", "外公")):
        if value in ("martyr_child", "child"):
            parent = "father" if found.group().startswith("爷爷") else "mother"
            return next((m for m in people.mentions if m.relation == parent and m.topic), None)
        widow = next((m for m in people.mentions if m.relation == "grandmother"), None)
        return None if widow is not None and DEAD.match(people.plain, widow.end) else widow
    before = people.plain[max(0, start - 3) : start]
    if _SOLDIER.match(found.group()) and not _THEIRS.search(before):
        return _self(start)
    earlier = [m for m in people.mentions if m.end <= start and m.topic and m.person]
    kin = [m for m in earlier if m.relation not in YOUNG] if _SOLDIER.match(found.group()) else earlier
    return kin[-1] if kin else people.subject(start, start) if not earlier else _self(start)


def _claimant(value: object, found: re.Match[str], people: People) -> Mention | None:
    """Who raises the child, is not supported or is beaten: never the child or the one who does it."""
    start = found.start()
    if _PARENT_RAISES.match(found.group()) and not re.search("[不没打揍]", found.group()):
        return next((m for m in people.mentions if m.start <= start < m.end), None)
    speaker = next((m for m in people.mentions if m.person == "self"), None)
    if value == "abuse_claim" and (kin := _beaten_kin(found, people)) is not None:
        return kin
    if re.search(r"[我俺]", found.group()) or (found.group().startswith(("老公", "男人")) and speaker):
        return _self(start)
    if value == "abuse_claim" and found.group().startswith(("被", "让", "叫", "教")):
        before = [m for m in people.mentions if m.end <= start and m.topic and m.person]
        return before[-1] if before else _self(start)
    if value == "abuse_claim" and (struck_by := _by_whom(found, people)) is not None:
        return struck_by
    if value == "abuse_claim" and _STRIKES.match(found.group()):
        return _beaten_by(people.subject(start, start), found, people)
    beaten = [m for m in people.mentions if m.words == "他" and start <= m.start < found.end() and m.person]
    if value == "abuse_claim" and beaten and beaten[-1].relation not in ("son_in_law", "husband"):
        return beaten[-1]
    of = people.subject(start, start)
    if value == "abuse_claim" and of is not None and is_doer(people, of):
        before = [m for m in people.mentions if m.end <= of.start and m.topic and m.person]
        return before[-1] if before else _self(start)
    if value == "support_claim" and (unpaid := _named_behind(people, found.end())) is not None:
        return unpaid
    if value == "support_claim" and of is not None and of.relation in _WHO_SUPPORTS:
        elders = [m for m in people.mentions if m.end <= start and m.topic and m.relation in _SUPPORTED]
        if elders:
            return elders[-1]  # 我妈七十六，四个儿子谁也不养她
    if value == "support_claim" and "抚养" in found.group() and of and of.relation in ("father", "mother"):
        return _self(start)  # 我爸不给抚养费，我上高二
    if value == "abuse_claim" and (beaten_before := _beaten_before(of, people)) is not None:
        return beaten_before
    of_them = of is not None and of.relation in (*YOUNG, "spouse", "ex_spouse")
    spared = _ELDERS_OF if value != "support_claim" else ()
    if of is None or (of_them and of.relation not in spared):
        return _self(start)
    return of


def _named_behind(people: People, end: int) -> Mention | None:
    """大哥一分养老钱也不给|我娘: who is not supported is named right behind."""
    near = (m for m in people.mentions if end <= m.start <= end + 1 and m.relation in _SUPPORTED)
    return next(near, None)


_GROWN = frozenset(
    {"brother", "mother", "father", "sister", "grandmother", "grandfather", "uncle_aunt", "relative"}
)


_STRIKES, _DONE_BY = re.compile("[拿提抡举拎把]"), re.compile("[叫让被教][^，。；！？]{1,6}$")


def _by_whom(found: re.Match[str], people: People) -> Mention | None:
    """闺女叫女婿拿皮带抽: the one before 叫, where it is not the speaker who says so of themselves."""
    by = _DONE_BY.search(people.plain, max(0, found.start() - 9), found.start())
    before = [m for m in people.mentions if by and m.end <= by.start() and m.topic and m.person]
    return before[-1] if before else None


def _beaten_by(doer: Mention | None, found: re.Match[str], people: People) -> Mention | None:
    """我妈住我弟家，弟媳把她搡倒: who was told of before the one that does it; else who speaks.

    None where the blow before it has told whom: 弟媳把我妈搡倒，拿开水浇.
    """
    whom = re.search("[他她]", found.group())
    if doer is None:
        return _self(found.start())
    head = people.plain[max(0, found.start() - 16) : found.start()]
    if whom is None:
        told_whom = not re.search("[我俺]", found.group()) and "把" in head
        return None if told_whom else _self(found.start())
    other = "male" if whom.group() == "她" else "female"
    before = (m for m in reversed(people.mentions) if m.end <= doer.start and m.person not in (None, "self"))
    told = (m for m in before if m.person != doer.person and m.sex != other)
    return next(told, _self(found.start()))


def _beaten_kin(found: re.Match[str], people: People) -> Mention | None:
    """姐夫喝了酒就打我姐, 满院子追我妈: the grown-up kin of the speaker who is beaten."""
    mine = max(found.group().rfind("我"), found.group().rfind("俺"))
    if mine < 0 and people.plain[found.end() : found.end() + 1] in ("我", "俺"):
        mine = len(found.group())
    if mine < 0:
        return _beaten_his(found, people)
    if re.search(r"[被让叫教]$", found.group()[:mine]):
        return None
    at = found.start() + mine
    kin = next((m for m in people.mentions if at <= m.start <= at + 1 and m.person != "self"), None)
    if kin is None or kin.relation in _GROWN:
        return kin
    by_in_law = any(m.person in _MARRIED_IN and m.start < at for m in people.mentions)
    return kin if by_in_law and kin.relation in ("son", "daughter") else None  # 女婿打我闺女


def _beaten_his(found: re.Match[str], people: People) -> Mention | None:
    """俺儿天天打|他媳妇: the grown-up kin of the one who does it."""
    near = (m for m in people.mentions if found.start() < m.start < found.end() < m.end)
    return next((m for m in near if people.plain[m.start] in "他她" and m.relation not in YOUNG), None)


_MARRIED_IN = ("son-in-law", "daughter-in-law")
_IS_BEATEN = re.compile(
    r"[^，。；！？]{0,6}(?:挨(?:了|过)?[^，。；]{0,3}[打揍]|[被让叫][^，。；]{0,6}[打揍踹])"
)


def _beaten_before(doer: Mention | None, people: People) -> Mention | None:
    """儿媳天天挨打，我儿子往死里打: who was told to be beaten before the one who does it was named."""
    before = [m for m in people.mentions if doer and m.end <= doer.start and m.person not in (None, "self")]
    return next((m for m in reversed(before) if _IS_BEATEN.match(people.plain, m.end)), None)


_IS_AN_ONLY_CHILD = re.compile(r"(?:也|就|都|家里|自己|家)?是(?:家里|家中)?(?:的)?(?:个|一个|唯一的?)?")


def _parent(start: int, people: People) -> Mention | None:
    """The state of an only child is a fact of the parents, who mostly speak themselves."""
    of = people.subject(start, start)
    apart = (
        of is not None
        and clause_start(people.plain, start) > of.start
        and of.relation in ("father", "mother")
    )
    if (
        of is not None
        and of.relation in ("self", "spouse", "grandchild", "nephew_niece")
        and _IS_AN_ONLY_CHILD.fullmatch(people.plain, of.end, start)
    ):
        return None  # 我老公是独子, 我是独生子: of the parents
    return of if of and not apart and of.relation not in (*YOUNG, "spouse") else _self(start)
