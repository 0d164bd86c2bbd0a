"""Whom a conversation has come to speak of, for the 他 and the words without a subject of a later message.

他, 老人 and 孩子 are never who speaks: they are the one spoken of last whom the word and what follows it fit.
A few words without a subject are of whom the open question asks, or, where it asks of the household, of whom
the case is about; work and wages without a subject stay with who speaks.
"""

from __future__ import annotations

import re
from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass, replace
from functools import cached_property

from bot.blocks import Question
from bot.messages import Evidence
from bot.understanding.mention import Mention
from knowledge import Person, Range, Situation

from .hosts import Host
from .kinship import OUTSIDE, YOUNG, Kin, couple_of_ids, kin_of
from .subjects import BODY, CLAIM, PARENT_STATES, SCHOOL, SERVICE, STANDING, asks_who_speaks
from .who_fits import head_first, that_fit

_ELDERS = frozenset(
    {"father", "mother", "parent", "father_in_law", "mother_in_law", "grandfather", "grandmother"}
    | {"grandparent", "uncle_aunt", "other"}
)
_SONS = frozenset({"son", "daughter"})
_MARRIED_IN = ("daughter-in-law", "son-in-law")
_SMALL_STAGES = frozenset({"kindergarten", "kindergarten_final", "primary", "junior"})
_OLD_WORDS = ("老", "爷", "大娘", "大妈")
_WOMAN = ("她", "老太太", "老大娘", "老大妈")
_MAN = ("老头", "老汉", "老爷子", "老大爷")
_WORKS = re.compile(
    r"[^，。；]{0,8}?(?:干(?:点|些|着|得|不)?(?:活|零工)|上班|打(?:点|些|着)?(?:零?工|短工)|挣|种(?:着|点|些|了)?(?:地|菜|苹果|庄稼)|工资|退休|养老金|职工|社保|单位|开[^，。；]{0,2}车|跑(?:大)?车|拉货|找(?:不着|不到|着|到)?(?:了)?(?:活|工作)|没(?:有)?(?:工作|活干)|啥(?:都|也)不干|摆摊|喝酒|打[人我俺]|赌|出来(?:的|了)?$|[一每]个?月(?:也|就|才|能|只|有|得|挣|拿|开|收入){0,3}[小一二两三四五六七八九十几\d](?![^，。；]{0,8}(?:低保|补|残疾|孤儿|抚养|学费|药|费用)))"
)
STUDIES = re.compile(
    r"[^，。；]{0,6}?(?:(?:上|读|念|考)(?:着|了|上|到)?(?:小|初|高|大|中专|职|幼|[一二三四五六]年级)|走读|住校|住读|住宿|寄宿)"
)
_IS_AGED = re.compile(
    r"，?(?:今年|现在|都|才|刚|也|快|已经){0,3}(?:[一二三四五六七八九]?十[一二三四五六七八九]?|\d{1,2})(?:[岁多了，。]|$)"
)
_IS_WEAK = re.compile(
    r"(?:自己)?(?:也|还|就|是|现在){0,2}(?:有|没有?|办了?|领了?)?(?:个)?(?:残疾|[一二三四]级|肢体|瘫|卧床|要人|得人|生活不能|住院|透析|化疗)"
)
_DRAWS = re.compile(
    r"(?:自己)?(?:也|还|就|现在|一个?月){0,3}(?:没有?|有|领着?|拿着?|无)(?:个|点|份)?(?:退休金|退休工资|养老金|养老钱|高龄)"
)
_IS_GROWN = re.compile(
    r"[^，。；]{0,3}(?:有车|有房|买了?[车房]|再婚|又(?:结婚|娶|找)|一分钱?(?:也|都)?不(?:给|出|掏)|不(?:给|出)(?:钱|抚养))"
)
_THEY = re.compile(r"[他她]们(?:俩|两?口子|老两口)?")
_STROKES = ("sudden_illness", "injury", "traffic_accident")
_OLD, _OF_AGE, _GROWN, _PUPILS_UP_TO = 55, 18, 16, 30


@dataclass(frozen=True)
class SpokenOf:
    """Those of a conversation besides who speaks, newest first, and `asked`: whom its open question asks."""

    people: tuple[Person, ...] = ()
    asked: Mention | None = None
    told: tuple[Evidence, ...] = ()  # newest first
    speaker: Person | None = None

    def who(self, word: str, after: str) -> Mention | None:
        """Whom `word` stands for that `after` goes on from; None where it fits nobody."""
        likely = [one for one in self.people if _fits(word, one) and _may(after, one)]
        likely = that_fit(word, likely, after, aged=_IS_AGED.match(after) is not None)
        if STUDIES.match(after):  # 他自己走读: rather the pupil than the father
            likely = [one for one in likely if "school_stage" in one.facts] or likely
        if word == "他":  # in speech 他 is written for everybody, but rather for a man
            of_her = likely[:1] == [self._asked_one] and likely[0].facts.get("sex") == "female"
            men = [one for one in likely if one.facts.get("sex") != "female"]
            likely = likely if of_her or not men else men
        likely = self._fitting(likely, after)
        likely = ([one for one in likely if is_young(one)] if STUDIES.match(after) else []) or likely
        unaged = [one for one in likely if "age_years" not in one.facts]
        likely = (unaged if _IS_AGED.match(after) else likely) or likely
        return named_so(likely[0]) if likely else None

    def _fitting(self, likely: list[Person], after: str) -> list[Person]:
        """Of a certificate or an illness rather the one of whom such was told, of a pension one of age."""
        if _IS_WEAK.match(after):
            told = {one.person for one in self.told if one.fact in BODY and _is_so(one.value)}
            return [one for one in likely if one.id in told] or likely
        if _DRAWS.match(after):
            return [one for one in likely if (_age(one) or 0) >= _OLD] or likely
        return likely

    def they(self) -> Mention:
        """Whom 他们 stands for: two spoken of as a couple, or a family outside; else nobody."""
        if couple := couple_of_ids([one.id for one in self.people[:2]]):
            return Mention(0, 0, couple, "parent" if couple.startswith("parents") else "grandparent")
        if self.people and self.people[0].relation in OUTSIDE:
            return named_so(self.people[0])
        return Mention(0, 0, None, None)

    def with_them(self, plain: str, mentions: list[Mention]) -> list[Mention]:
        """`mentions` with 他们, where the message names nobody before whom it may mean."""
        they = [
            replace(self.they(), start=found.start(), end=found.end(), topic=True, words="他们")
            for found in (_THEY.finditer(plain) if self.people else ())
            if not any(m.start < found.end() and m.person not in (None, "self") for m in mentions)
        ]
        return sorted([*mentions, *they], key=lambda m: m.start) if they else mentions

    def whose(self, his: str, *, child: bool = False) -> Mention | None:
        """Whose parent 他爸 and 孩子他妈 is: the child's spoken of last, or another's whom the word fits.

        他儿子 (`child`): of no child, and rather of the husband than of his grown-up son.
        """
        if child and his[:1] in ("他", "她"):
            grown = [one for one in self.people if _fits(his[:1], one) and not _is_no_parent(one)]
            spouse = (one for one in grown if one.relation == "spouse")
            return next((named_so(one) for one in (*spouse, *grown)), None)
        if (young := self.young(his)) is not None or his.startswith(("孩子", "娃")):
            grand = next((one for one in self.people if one.relation == "grandchild"), None)
            theirs = young is not None and young.relation in ("son", "daughter") and grand is not None
            return named_so(grand) if theirs else young  # 他爸 of a grandmother: the grandchild's
        return next((named_so(one) for one in self.people if _fits(his[:1], one)), None)

    def young(self, his: str) -> Mention | None:
        """The child spoken of last whom 他 or 她 fits."""
        young = [one for one in self.people if _fits(his[:1], one) and is_young(one)]
        sure = [one for one in young if one.relation not in _SONS or _is_pupil(one)]  # the son is his father
        return named_so((sure or young)[0]) if young else None

    def with_siblings(self, child: Mention) -> list[Mention]:
        """他爸没了 of the two told apart by order alone (俩孙子，大的…小的…): of each of them."""
        group = re.sub(r"-\d$", "", str(child.person))
        alike = [one for one in self.people if re.fullmatch(rf"{re.escape(group)}(?:-\d)?", one.id)]
        return [replace(child, person=one.id) for one in alike] or [child]

    @property
    def child(self) -> Mention | None:
        """The child who is meant by 孩子, where one alone was spoken of."""
        young = [one for one in self.people if is_young(one) or one.id.endswith("-child")]
        if any(one.relation not in _SONS for one in young):  # 孙女她爹瘫了，孩子十岁: the son is the father
            young = [one for one in young if one.relation not in _SONS or _is_pupil(one)]
        if not young:
            return self._child_raised
        return named_so(young[0]) if len(young) == 1 else None

    @property
    def _child_raised(self) -> Mention | None:
        """俺闺女离了婚带着孩子: of the one who is told to raise a child, besides who speaks."""
        alone = [one for one in self.people if one.facts.get("raises_child_alone") is True]
        made = kin_of(alone[0].id, alone[0].relation, Kin("child", "child")) if len(alone) == 1 else None
        return Mention(0, 0, made.person, made.relation, topic=False) if made else None

    def only_one(self, relations: frozenset[str]) -> Mention | None:
        """The child who alone is so related: the grandchild, though a son was spoken of too."""
        young = [one for one in self.people if one.relation in relations and is_young(one)]
        return named_so(young[0]) if len(young) == 1 else None

    @property
    def raised(self) -> Mention | None:
        """The nephew, grandchild or pupil whose parents a bare 爹妈 names: the last one spoken of."""
        newest = self.people[0] if self.people else None
        theirs = newest is not None and newest.relation in ("nephew_niece", "grandchild", "pupil")
        return named_so(newest) if theirs and is_young(newest) else None

    @cached_property
    def host(self) -> Host | None:
        """The family outside that a whole conversation is about, whom later messages go on to tell of."""
        if not self.people or any(one.relation not in OUTSIDE for one in self.people):
            return None
        if any(one.person == "self" for one in self.told):
            return None
        first = self.people[0]
        root = re.sub(r"(?<=[a-z]|\d)-(?!\d).*", "", first.id)
        first = next((one for one in self.people if one.id == root), first)
        sex = first.facts.get("sex")
        young = is_young(first) or not PARENT_STATES.isdisjoint(first.facts)
        return Host(first.id, first.relation, young, str(sex) if sex else None)

    @property
    def asked_of_host(self) -> Mention | None:
        """One of the kin of a family outside of whom the open question asks."""
        theirs = self.asked is not None and self.host is not None and self.host.has_as_kin(self.asked.person)
        return self.asked if theirs else None

    def hosts(self, of: Mention) -> bool:
        """Is `of` the one a family outside is named by, so that words of theirs need no subject?"""
        return self.host is not None and (self.host.person == of.person or self.host.has_as_kin(of.person))

    def case_of(self, fact: str) -> Mention | None:
        """Of whom `fact` is where no subject is named; None where it is of who speaks, or hard to say."""
        if self.asked is not None and fact not in SCHOOL:
            return None
        person = self._subject_of(fact)
        bore = (one for one in self.people if one.id == person and fact == "children_ever")
        if any(is_young(one) or one.id in _MARRIED_IN for one in bore):
            return None  # 俩孩子一个上四年级…, 儿媳妇改嫁了: had by who speaks
        return next((named_so(one) for one in self.people if one.id == person), None)

    @property
    def side(self) -> str | None:
        """From which side a nephew or niece is counted, by whether a brother or a sister is spoken of."""
        kin = {one.relation for one in self.people}
        if "nephew_niece" not in kin or {"brother", "sister"} <= kin:
            return None
        return "brothers_child" if "brother" in kin else "sisters_child" if "sister" in kin else None

    @property
    def ill(self) -> str | None:
        """Of whom an illness, a disability or care was told last; who speaks may be."""
        return next(iter(self._told_of(BODY)), None)

    @property
    def ill_beside(self) -> Mention | None:
        """The only one told to be ill or disabled, where that is another than whom the question asks."""
        ill = set(self._told_of(BODY))
        alone = self.asked is not None and len(ill) == 1 and self.asked.person not in ill
        everybody = (*self.people, *([self.speaker] if self.speaker else ()))
        return next((named_so(one) for one in everybody if alone and one.id in ill), None)

    @property
    def ill_apart(self) -> list[Person]:
        """Those told to be ill or disabled, where they are several and none of whom the question asks."""
        ill = set(self._told_of(BODY))
        apart = self.asked is not None and len(ill) > 1 and self.asked.person not in ill
        return [one for one in (self.speaker, *self.people) if apart and one is not None and one.id in ill]

    @property
    def patients(self) -> list[Mention]:
        """Whom a bill may be of: the one who was struck or operated, or else all who were told to be ill."""
        ill = list(dict.fromkeys(self._told_of(BODY | {"hurt_in_traffic"})))
        struck = next((one for one in self.told if _is_stroke(one)), None)
        if struck is not None:
            found = {one.person for one in self.told if one.person in ill and _is_of_same_words(one, struck)}
            untold = [one.id for one in self.people if not set(one.facts) - {"sex", "age_years", "hukou"}]
            ill = list(found) or (untold if len(untold) == 1 else [*ill, *untold])
        else:
            ill = list(dict.fromkeys(self._told_of(frozenset({"surgery"})))) or ill
        everybody = (*self.people, *([self.speaker] if self.speaker else ()))
        return [named_so(one) for one in everybody if one.id in ill]

    @property
    def may_be_own(self) -> bool:
        """俺腿脚不好: who speaks was named beside the pupil who is asked of, and nothing is kept of it."""
        alone = self.speaker is not None and not set(self.speaker.facts) - {"sex"}
        return alone and self._asked_one is not None and is_young(self._asked_one) and self.ill is None

    @property
    def late_spouse(self) -> Mention | None:
        """The husband or wife of whom it was told that they died or left."""
        gone = (one for one in self.people if one.facts.get("household_member") is False)
        return next((named_so(one) for one in gone if one.relation == "spouse"), None)

    @property
    def lost_a_sibling(self) -> set[str]:
        """For what fallen brother or sister who speaks is bereaved: their parents are too."""
        mine = [one for one in self.told if one.person == "self"]
        if not any(one.fact == "kin_to_soldier" and str(one.value).startswith("sibling") for one in mine):
            return set()
        kinds = [one.value for one in mine if one.fact == "veteran_kinds" and isinstance(one.value, dict)]
        return {kind for one in kinds for kind, has in one.items() if has and kind.endswith("_family")}

    @property
    def pensioner(self) -> Mention | None:
        """Whose a pension is, where one alone is old enough for it, or is a parent whose age is not told."""
        old = [one for one in self.people if (_age(one) or 0) >= _OLD]
        if not (old or (self.speaker and self.speaker.facts.get("employment") == "retired")):
            old = [one for one in self.people if one.relation in _ELDERS and _age(one) is None]
        theirs = len(old) == 1 and self.asked is None and not self.is_old_themselves
        return named_so(old[0]) if theirs else None

    @property
    def is_old_themselves(self) -> bool:
        """Has who speaks told an age of their own at which they may draw what the old draw?"""
        mine = [one.value for one in self.told if one.person == "self" and one.fact == "age_years"]
        return bool(mine) and (mine[0]["min"] if isinstance(mine[0], dict) else int(str(mine[0]))) >= _OLD

    @property
    def is_young_themselves(self) -> bool:
        """Has who speaks told that they are a child or a pupil, or how a father or mother is?"""
        told = {one.fact: one.value for one in self.told if one.person == "self"}
        age = told.get("age_years")
        small = age is not None and int(str(age["max"] if isinstance(age, dict) else age)) < _OF_AGE
        return small or not told.keys().isdisjoint({"school_stage", *PARENT_STATES})

    def _subject_of(self, fact: str) -> str | None:
        if fact in SCHOOL:
            found = [*self._told_of(SCHOOL), *(one.id for one in self.people if is_young(one))]
        elif fact in CLAIM or fact in SERVICE:
            found = list(self._told_of(CLAIM if fact in CLAIM else SERVICE))
        else:
            found = [*self._told_of(BODY), *self._old(), *self._told_of(STANDING - {"receives"})]
            known = next((one for one in self.people if found[:1] == [one.id]), None)
            if fact == "age_years" and known is not None and "age_years" in known.facts:
                return None
            alone = not any(one.person == "self" for one in self.told)
            found += [one.id for one in self.people[:1] if alone or len(self.people) == 1]
        return found[0] if found else None

    def _told_of(self, facts: frozenset[str]) -> Iterator[str]:
        """Of whom such facts were told, newest first; that somebody is well is none of them."""
        return (one.person for one in self.told if one.person and one.fact in facts and _is_so(one.value))

    def _old(self) -> Iterator[str]:
        return (one.id for one in self.people if (_age(one) or 0) >= _OLD)

    @property
    def _asked_one(self) -> Person | None:
        return next((one for one in self.people if self.asked and one.id == self.asked.person), None)


NOBODY = SpokenOf()


def spoken_of(
    known: Sequence[Situation], pending: Question | None, told: Iterable[Evidence] = ()
) -> SpokenOf:
    """Whom a conversation speaks of: `known`, by `told` (oldest first) and by whom `pending` asks."""
    newest = tuple(reversed(tuple(told)))
    home = pending.household if pending is not None else None
    people = [
        one for situation in sorted(known, key=lambda one: one.id != home) for one in situation.people[::-1]
    ]
    of = pending.person if pending is not None else None
    if pending is not None and asks_who_speaks(people, of, pending.fact):
        of = "self"  # 打零工，有慢性病, of a mother who is asked how the mother of her child is
    asked = next((one for one in people if one.id == of), None)
    order = [one.person for one in newest if one.person]
    rank = {person: place for place, person in reversed([*enumerate(order)])}
    others = head_first([one for one in people if one.relation != "self"])
    others.sort(key=lambda one: rank.get(one.id, len(rank)))
    others.sort(key=lambda one: asked is None or one.id != asked.id)
    speaker = next((one for one in people if one.id == "self"), None)
    return SpokenOf(tuple(others), named_so(asked) if asked else None, newest, speaker)


def named_so(one: Person) -> Mention:
    sex = one.facts.get("sex")
    return Mention(0, 0, one.id, one.relation, str(sex) if sex else None, topic=False)


def _age(one: Person) -> int | None:
    age = one.facts.get("age_years")
    return None if age is None else int(age.low if isinstance(age, Range) else age)


def is_small(one: Person) -> bool:
    age, stage = _age(one), one.facts.get("school_stage")
    small = stage in _SMALL_STAGES or (stage is None and not PARENT_STATES.isdisjoint(one.facts))
    return small if age is None else age < _GROWN


def _is_no_parent(one: Person) -> bool:
    age = _age(one)
    pupil = one.relation not in _SONS or "school_stage" in one.facts
    return age < 18 if age is not None else one.relation in YOUNG and pupil


def is_young(one: Person) -> bool:
    age = _age(one)
    grown = "employment" in one.facts or "raises_child_alone" in one.facts
    return age < 18 if age is not None else one.relation in YOUNG and not grown


def _is_pupil(one: Person) -> bool:
    return "school_stage" in one.facts or _age(one) is not None


def _fits(word: str, one: Person) -> bool:
    sex, age = one.facts.get("sex"), _age(one)
    if (word in _WOMAN and sex == "male") or (word in _MAN and sex == "female"):
        return False
    if word.startswith(_OLD_WORDS):
        old = one.relation in _ELDERS or one.relation in OUTSIDE
        return age >= _OLD if age is not None else old
    return True


def _may(after: str, one: Person) -> bool:
    """May what follows 他 be said of them: no work of small children, no school of the grown?"""
    if (_WORKS.match(after) or _IS_GROWN.match(after)) and is_small(one):
        return False
    grown = one.relation in _ELDERS or one.relation == "spouse" or (_age(one) or 0) > _PUPILS_UP_TO
    return not (STUDIES.match(after) and grown)


def _is_stroke(one: Evidence) -> bool:
    """A sudden illness, an injury or an accident, told of a home without whose it is."""
    struck = isinstance(one.value, dict) and any(one.value.get(each) for each in _STROKES)
    return one.fact == "emergency_events" and struck


def _is_of_same_words(one: Evidence, struck: Evidence) -> bool:
    of_body = one.fact in BODY or one.fact == "hurt_in_traffic"
    return of_body and (one.words in struck.words or struck.words in one.words)


def _is_so(value: object) -> bool:
    if isinstance(value, dict) and not value.keys() & {"min", "max"}:
        return True in value.values()
    return value not in (False, "full", 0) and value != []
