"""Who raises small children alone: 孩儿他妈没了，俺在钢厂上班; not 男人在外头打工，我自己带孩子."""

from __future__ import annotations

import re

from bot.understanding.people.subjects import PARENT_STATES
from bot.understanding.people.whom import Mention, People
from bot.understanding.said import Said

_OWN = ("son", "daughter", "child")
_SMALL_STAGES = ("kindergarten", "kindergarten_final", "primary", "junior", "senior_high", "vocational")
_OF_AGE = 18
_GONE = ("dead", "lost_contact")
# Who the other parent is, by whose child it is and which of the two is gone.
_OTHER = {
    ("nephew_niece", "father_state"): ("sister", "sister-in-law"),
    ("nephew_niece", "mother_state"): ("brother", "brother-in-law"),
    ("grandchild", "father_state"): ("daughter", "daughter-in-law"),
    ("grandchild", "mother_state"): ("son", "son-in-law"),
}
_CHILDREN_OF = {"self": _OWN, "spouse": _OWN, "son": ("grandchild",), "daughter": ("grandchild",)}
_CHILDREN_OF |= {"brother": ("nephew_niece",), "sister": ("nephew_niece",)}
_MARRIED_AGAIN = re.compile(
    r"(?:又|再|另|后来)(?:找|嫁|娶|结婚|成家)了?(?!他)|再[婚嫁]|二婚|重组|改嫁|后(?:老伴|来的|[爸妈爹娘])|继[父母]|"
    r"现在的(?:老公|男人|媳妇|对象)|前一个|两口子都|他前头|成了?家"
)
_PARTED = re.compile(
    r"离(?:了|婚|异)|前[夫妻]|丧[偶妻夫]|守寡|寡妇|单亲|没了|去世|死|走了|不在了|病故|跑了|失联|坐牢|判了|进去"
)
_SPOUSE_AT_WORK = re.compile(
    r"(?:[我俺](?:家)?男的|老公|丈夫|男人|当家的|对象|爱人|媳妇|老婆|孩子?他?[爸爹])[^，。；！？离没死]{0,4}"
    r"(?:在|去|上)(?:外|工地|厂|矿|单位|南方|城|店|窑)[^，。；！？]{0,10}|两口子是|男的带"
)
_DIED = re.compile(r"没了|去世|死|走了|不在了|病故|过世|牺牲")
_OF_CHILDREN = re.compile(r"[孩娃儿女闺妮崽宝]|小子|丫头|老大|小的|大的|单亲|[俩仨]|拉扯|抚养|上学|年级")
_RAISES = re.compile(
    r"[^，。；！？]{0,24}?(?:带|领|拉扯|拉巴|养|供)着?[^，。；！？]{0,12}?[孩娃儿闺女子妮丫]"
)


def of_lone_parents(said: list[Said], people: People) -> list[Said]:
    """`said`, with `raises_child_alone` of the parent whose husband or wife is told to be gone.

    Without it where a husband or wife is told to be there, or the children are grown up.
    """
    kept = [one for one in said if one.fact != "raises_child_alone" or _may_be(one, said, people.plain)]
    known = {one.person for one in kept if one.fact == "raises_child_alone"}
    small, with_kin = _small(said), _with_kin(said)
    for one in said:
        if one.fact not in PARENT_STATES or one.value not in _GONE or one.of is None:
            continue
        if one.person not in small or one.person in with_kin or _MARRIED_AGAIN.search(people.plain):
            continue
        if _states(one.person, said) != {one.fact}:
            continue
        of = _the_other(one, said, people)
        if of is not None and of.person not in known:
            known.add(of.person)
            kept.append(Said("raises_child_alone", True, of, one.start, one.end))
    return kept


def _small(said: list[Said]) -> set[str | None]:
    ages = {one.person: one.value for one in said if one.fact == "age_years"}
    at_school = {one.person for one in said if one.fact == "school_stage" and one.value in _SMALL_STAGES}
    grown = {who for who, age in ages.items() if _least(age) >= _OF_AGE}
    return {who for who in ages if who not in grown} | (at_school - grown)


def _least(age: object) -> int:
    return age["min"] if isinstance(age, dict) else age


def _with_kin(said: list[Said]) -> set[str | None]:
    return {one.person for one in said if one.fact == "living_place"}


def _states(child: str | None, said: list[Said]) -> set[str]:
    return {one.fact for one in said if one.person == child and one.fact in PARENT_STATES}


def _the_other(one: Said, said: list[Said], people: People) -> Mention | None:
    """The parent who is left: who speaks, of their own child; else the one who is told to bring it up."""
    relation = one.of.relation
    if relation in _OWN:
        spouse_told = any(s.of is not None and s.of.relation == "spouse" for s in said)
        left = "mother" if one.fact == "father_state" else "father"
        own = people.host is None or not (people.host.young or any(m.person == left for m in people.mentions))
        alone = own and not spouse_told and re.search(r"[我俺]", people.plain)
        return Mention(one.start, one.start, "self", "self") if alone else None
    others = _OTHER.get((str(relation), one.fact), ())
    told = (m for m in people.mentions if m.person in others and m.topic)
    return next((m for m in told if _RAISES.match(people.plain, m.end)), None)


def _may_be(one: Said, said: list[Said], plain: str) -> bool:
    """Not of 俺男的在外头干建筑，我自己带孩子, nor of a mother whose son is at college.

    Nor of 我老公去世，他父母跟着我, where no child is told of at all.
    """
    if _DIED.search(plain, one.start, one.end) and not _OF_CHILDREN.search(plain):
        return False
    if _SPOUSE_AT_WORK.search(plain) and not _PARTED.search(plain):
        return False
    of = str(one.of.relation) if one.of is not None else ""
    relations = _CHILDREN_OF.get(of, ())
    theirs = {s.person for s in said if s.of is not None and s.of.relation in relations}
    ages = {s.person: _least(s.value) for s in said if s.fact == "age_years" and s.person in theirs}
    return not (theirs and ages.keys() == theirs and min(ages.values()) >= _OF_AGE)


__all__ = ["of_lone_parents"]
