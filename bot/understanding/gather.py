"""What was said, put to the right household and person, on top of what was known before."""

from __future__ import annotations

import re
from collections.abc import Iterable, Mapping
from dataclasses import dataclass, replace

from bot.messages import Evidence
from bot.text.normalising import Text
from bot.understanding.homes.apart import is_without_speaker, living_apart, without_idle_speaker
from bot.understanding.homes.lost_child import lost_children
from bot.understanding.homes.one_of_several import (
    of_all_named,
    of_each,
    of_those_known,
    renamed,
    same_children,
    with_parents_shared,
)
from bot.understanding.homes.own_home import gone_from_home, is_of_kin_elsewhere
from bot.understanding.people.departed import departed
from bot.understanding.people.gone_in_laws import has_left
from bot.understanding.people.kin_word import with_kin_words
from bot.understanding.people.kinship import pair_of
from bot.understanding.people.whom import OUTSIDE, Mention
from bot.understanding.said import Said
from bot.understanding.years.schools import says_less
from knowledge import FactDefinition, Person, Situation, SituationError, Value, parse_value, value_to_json
from knowledge.facts import KnownSet

_ANOTHER = re.compile(r"(?<![a-z])[a-z]+-[2-9]")  # the second villager, not a villager's second child
_SPEAKS = re.compile(r"[我俺咱]|本人|自家")
# 俺家低保: whose it is stays in the words.
_OURS = re.compile(r"(?:我|俺|咱)们?家(?:里)?(?:是|有|吃|吃着|都|在|住在?)?$")
_MARRIED = re.compile(r"(?P<whose>.{1,60})-(?:husband|wife|spouse)")
_OLD_COUPLE = re.compile(
    r"(?<![我俺咱])(?<!我们)(?<!俺们)老两口|(?:爸妈|父母|爹娘|公婆|他们?俩|俩老人)[^，。；]{0,6}(?:自己|单独?)"
)
# 孙子九岁，爹娘都没了: the two are told of through the child alone, and are no person of their own.
_TWO_PARENTS = re.compile(r"(?:[a-z-]{1,40}-)?(?:grand)?(?:child|son|daughter)(?:-\d)?-parents")
_UNIQUE = {"self", "father", "mother", "father_in_law", "mother_in_law"}
_THEIR_AGE = re.compile(r"(?:今年|现在|也|快|跟着?[我俺]们?[过住]|，){0,3}")
_ANOTHER_AGE = re.compile(r"(?:来|多)?(?:岁|了|岁了)?[、，和跟]?(?:[二三四五六七八九]?十|\d\d)")
_LAST_WINS = {"employment", "work_place", "on_dialysis"}
_BOTH = {
    "parents": (("father", "father"), ("mother", "mother")),
    "parents-in-law": (("father-in-law", "father_in_law"), ("mother-in-law", "mother_in_law")),
    "grandparents": (("grandfather", "grandfather"), ("grandmother", "grandmother")),
    "mothers-parents": (("mothers-father", "grandfather"), ("mothers-mother", "grandmother")),
}
# Who may be known by a word that says less, and what is told of such a one without telling them apart.
_GENERIC = {"son": "child", "daughter": "child", "grandson": "grandchild", "granddaughter": "grandchild"}
_UNTELLING = frozenset({"father_state", "mother_state", "living_place", "household_member", "hukou"})
_NOT_ELDERS = frozenset({"self", "spouse", "son", "daughter", "child", "brother", "sister", "sibling"})
_OF_OWN_HOME = frozenset(
    {"spouse", "son", "daughter", "child", "grandchild", "son_in_law", "daughter_in_law"}
)
_IN_LAWS = ("father-in-law", "mother-in-law")
_SPOUSE_OF = {"wife": "male", "husband": "female"}
_SIDES = {"female": re.compile("[婆公]"), "male": re.compile("[岳丈]")}
_OTHERS = OUTSIDE | {"ex_spouse", "other", None}
_NOT_OF_KIN_ELSEWHERE = _OF_OWN_HOME | _UNIQUE  # 我姐家着火了: who is of the home of who speaks


@dataclass
class Gathered:
    situations: tuple[Situation, ...]
    evidence: tuple[Evidence, ...]
    mourned: bool = False  # 老头子早没了: does it tell of a death?


class Gatherer:
    """Builds the situations of one message."""

    def __init__(self, text: Text, facts: Mapping[str, FactDefinition], known: tuple[Situation, ...]):
        self.text = text
        self.facts = facts
        self.situations: dict[str, Situation] = {s.id: s for s in known}
        self.evidence: list[Evidence] = []
        self._before = {(s.id, p.id) for s in known for p in s.people}
        self._left = next((s.id for s in known if is_without_speaker(s)), None)
        self._of_kin_elsewhere = {s.id for s in known[:1] if is_of_kin_elsewhere(s)}
        self._said: set[tuple[str, str | None, str]] = set()
        self._outside_homes: dict[bool, str] = {}  # of a former husband or wife, and of others
        self._named_as: dict[str, str] = {}  # 孩子, by the word of this message that tells more

    def gather(self, said: Iterable[Said], mentions: tuple[Mention, ...] = ()) -> Gathered:
        """All of `said`, earlier words first, so that a later repetition does not overturn them."""
        ordered = sorted(said, key=lambda s: (s.start, s.end))
        same = same_children(ordered, mentions, self.situations.values(), plain=self.text.plain)
        ordered = [renamed(one, same) for one in ordered]
        mentions = tuple(replace(one, person=same.get(str(one.person), one.person)) for one in mentions)
        ordered = [each for one in ordered for each in self._of_whom(one, mentions)]
        self._mixed = self._is_mixed(ordered)
        self._apart = living_apart(ordered, self.text.plain, mentions, tuple(self.situations.values()))
        ordered = [one for one in ordered if not self._is_of_no_home(one, ordered)]
        for one in ordered:
            self._take(one)
        self._add_partner()
        named = {mention.person for mention in mentions}
        for mention in mentions:
            if not {f"{mention.person}-1", f"{mention.person}-2"} <= named:
                self._add_mentioned(mention)  # 俩孩子一个…一个…: no third child
        for mention in mentions:
            self._add_sex(mention)
        self._add_side(mentions)
        self._add_departed(mentions)
        with_parents_shared(self.situations, self._before, mentions)
        gone = departed(self.text.plain, mentions)
        mourned = any(m.relation not in OUTSIDE or "-" in str(m.person) for m in gone)  # 邻居他男人
        homes = map(without_idle_speaker, self.situations.values())
        return Gathered(with_kin_words(homes, mentions), tuple(self.evidence), mourned)

    def _of_whom(self, one: Said, mentions: tuple[Mention, ...]) -> list[Said]:
        each = of_each(one, mentions, self.text.plain)
        if len(each) < 2:
            each = of_all_named(one, mentions, self.text.plain)
        known = [person for _, person in self._before]
        return each if len(each) > 1 else of_those_known(one, mentions, self.text.plain, known)

    def _is_mixed(self, said: list[Said]) -> bool:
        """Are both the speaker's own family and somebody else's spoken of?"""
        noted = not _SPEAKS.search(self.text.plain)  # 记录：村民李某…: nobody tells of a home of their own
        relations = {s.of.relation for s in said if s.of and not (noted and self._of_nobody(s))}
        own = bool(relations - _OTHERS) or any(s.people and _is_own(s) for s in self.situations.values())
        return own and (bool(relations & (OUTSIDE | {"ex_spouse"})) or any(_is_mate(s.of) for s in said))

    def _is_of_no_home(self, one: Said, said: list[Said]) -> bool:
        """闺女嫁到周村: no place of our home; nor is it told of her in her own that she is not of it."""
        if one.person in self._apart:
            return (one.fact, one.value) == ("household_member", False)
        definition = self.facts.get(one.fact)
        of_home = definition is not None and definition.scope == "household"
        return of_home and one.person in gone_from_home(said, tuple(self.situations.values()))

    def _of_nobody(self, one: Said) -> bool:
        """Is it a fact of the household, without a word for whose?"""
        definition = self.facts.get(one.fact)
        unnamed = one.of is not None and one.of.relation == "self" and one.of.end == one.of.start
        return unnamed and definition is not None and definition.scope == "household"

    def _add_mentioned(self, mention: Mention) -> None:
        """Those who are spoken about are people of the situation, whether or not a fact is known of them."""
        if mention.person is None or _both_of(mention) or not mention.topic:
            return
        if _TWO_PARENTS.fullmatch(mention.person):
            return
        if (
            mention.relation == "self"
            and self.text.plain[max(0, mention.start - 2) : mention.start] == "不是"
        ):
            return  # 不是我，是那个流浪汉
        home = self._home_of(mention)
        person = self._person(home, mention)
        situation = self.situations[home]
        if mention.relation in _NOT_ELDERS and is_without_speaker(situation):
            return  # 他俩自己过，我和我弟都成家了
        of_several = any(p.id == f"{person}-1" for p in situation.people)  # 俩娃，大的…小的…
        if not of_several and all(p.id != person for p in situation.people):
            self.situations[home] = situation.with_person(Person(person, str(mention.relation)))

    def _add_partner(self) -> None:
        """我爸妈老两口单过，我爸瘫了: the other of the two lives there too, though nothing is told of her."""
        for home, situation in list(self.situations.items()) if _OLD_COUPLE.search(self.text.plain) else ():
            told = [one for one in situation.people if set(one.facts) - {"sex"}]
            pair = next((two for two in _BOTH.values() if told and told[0].id in dict(two)), ())
            if situation.household.get("household_size") == 2 and len(told) == 1:
                for person, relation in pair:
                    if all(one.id != person for one in situation.people):
                        situation = situation.with_person(Person(person, relation))
                self.situations[home] = situation

    def _add_sex(self, mention: Mention) -> None:
        """妈 is a woman: known without being said, so no evidence and nothing to show."""
        for home, situation in self.situations.items() if mention.sex else ():
            for person in situation.people:
                named = person.id == mention.person or person.relation == mention.relation == "spouse"
                if named and "sex" not in person.facts and "sex" in self.facts:
                    self.situations[home] = situation.with_fact(person.id, "sex", mention.sex)
                    self._add_sex_of_speaker(home, mention)
                    return

    def _add_sex_of_speaker(self, home: str, spouse: Mention) -> None:
        """媳妇五十四 is said by a man, though he does not speak of himself here."""
        own = next((one for one in self.situations[home].people if one.id == "self"), None)
        if spouse.person not in _SPOUSE_OF or own is None or "sex" in own.facts:
            return
        self.situations[home] = self.situations[home].with_fact("self", "sex", _SPOUSE_OF[spouse.person])

    def _add_side(self, mentions: tuple[Mention, ...]) -> None:
        """婆婆 is said by a woman, 丈母娘 by a man: known of who speaks, so that they are called so again."""
        first = next(iter(self.situations.values()), None)
        if first is None or all(one.id not in _IN_LAWS for one in first.people):
            return
        words = [m.words for m in mentions if m.person in (*_IN_LAWS, "parents-in-law")]
        sexes = {sex for sex, side in _SIDES.items() if any(side.search(one) for one in words)}
        if len(sexes) == 1 and all(one.id != "self" for one in first.people):
            self.situations[first.id] = first.with_person(Person("self", "self", {"sex": sexes.pop()}))

    def _add_departed(self, mentions: tuple[Mention, ...]) -> None:
        """A former husband or wife, and the dead whom a claim hangs on, are no members of the household."""
        gone = {mention.person for mention in departed(self.text.plain, mentions)}
        parted = {m.person for m in mentions if has_left(self.text.plain, m.end, m.person)}
        for home, situation in list(self.situations.items()):
            for person in situation.people:
                left = person.relation == "ex_spouse" or person.id in gone | parted
                if left and "household_member" not in person.facts and "household_member" in self.facts:
                    situation = situation.with_fact(person.id, "household_member", False)
            self.situations[home] = situation
        known = {person.id for situation in self.situations.values() for person in situation.people}
        for lost in lost_children(self.text.plain, mentions):
            if lost.person not in known:  # kept, so that 就那一个儿 of a later message is heard
                away = Person(str(lost.person), str(lost.relation), {"household_member": False})
                home = self._first_home()
                self.situations[home] = self.situations[home].with_person(away)

    def _take(self, one: Said) -> None:
        definition = self.facts.get(one.fact)
        if definition is None:
            return
        if one.of and _both_of(one.of) and definition.scope == "person":
            if one.fact == "raises_child_alone":
                return  # 爸妈早离了: of neither
            if one.fact != "age_years" or self._both_aged(one):
                for person, relation in _both_of(one.of):
                    of = Mention(one.of.start, one.of.end, person, relation)
                    self._take(Said(one.fact, one.value, of, one.start, one.end))
            return
        home = self._home_of(one.of, personal=definition.scope == "person")
        person = None
        if definition.scope == "person":
            if one.of is None or one.of.person is None or _TWO_PARENTS.fullmatch(one.of.person):
                return
            person = self._person(home, one.of)
        self._put(home, person, one, definition)

    def _both_aged(self, one: Said) -> bool:
        """公婆都八十上下, 爹妈七十了: of each of the two."""
        plain, end = self.text.plain, one.of.end if one.of else 0
        alike = _THEIR_AGE.fullmatch(plain, end, one.start) and not _ANOTHER_AGE.match(plain, one.end)
        alike = alike and "一个" not in plain[max(0, one.start - 2) : one.start + 2]
        return bool(alike or re.search(r"都|均|俩", plain[end : one.start]))

    # -- whose household, which person

    def _home_of(self, of: Mention | None, *, personal: bool = False) -> str:
        if of is not None:
            for situation in self.situations.values():
                if any(p.id == of.person for p in situation.people):
                    return situation.id
            if of.relation in OUTSIDE and _ANOTHER.fullmatch(str(of.person)):
                return self._next_home()
            if (
                of.person in self._apart
                or ((of.relation in OUTSIDE or _is_mate(of)) and self._mixed)
                or of.relation == "ex_spouse"
            ):
                return self._outside(former=of.relation == "ex_spouse")
        first = self._first_home()
        if of is not None and (own := self._own_home(first, of)):
            return own
        named = of is not None and (personal or (of.person == "self" and of.end > of.start))
        if of is not None and named and self._is_left(first, of):
            return self._outside(former=False)
        return first

    def _own_home(self, first: str, of: Mention) -> str | None:
        """The home of who speaks, where they are known to live apart from the first, for their own family."""
        own = next((s.id for s in self.situations.values() if any(p.id == "self" for p in s.people)), None)
        return own if own != first and of.relation in _OF_OWN_HOME else None

    def _outside(self, *, former: bool) -> str:
        if former not in self._outside_homes:
            self._outside_homes[former] = self._next_home()
        return self._outside_homes[former]

    def _is_left(self, home: str, of: Mention) -> bool:
        """Was it told before that those of `home` live by themselves, without `of`?"""
        if of.relation in _NOT_OF_KIN_ELSEWHERE and home in self._of_kin_elsewhere:
            return True
        theirs = {one.id for one in self.situations[home].people}
        of_pair = any(of.person in dict(pair) and theirs & dict(pair).keys() for pair in _BOTH.values())
        return self._left == home and not of_pair and is_without_speaker(self.situations[home])

    def _first_home(self) -> str:
        if not self.situations:
            self.situations["h1"] = Situation("h1")
        return next(iter(self.situations))

    def _next_home(self) -> str:
        self._first_home()
        number = len(self.situations) + 1
        while f"h{number}" in self.situations:
            number += 1
        self.situations[f"h{number}"] = Situation(f"h{number}")
        return f"h{number}"

    def _person(self, home: str, of: Mention) -> str:
        """The id under which the person is known, or gets known; nobody is added twice."""
        people = self.situations[home].people
        for person in people:
            if person.id == of.person:
                return person.id
        if of.relation in _UNIQUE or of.relation == "spouse":
            for person in people:
                if person.relation == of.relation:
                    return person.id
        if married := _MARRIED.fullmatch(str(of.person)):
            for person in people:
                same = _MARRIED.fullmatch(person.id)
                if same and same["whose"] == married["whose"]:
                    return person.id
        if of.relation == "stranger":  # 那个流浪汉, of whom an official told before
            before = [p.id for p in people if p.relation == "client" and (home, p.id) in self._before]
            if len(before) == 1 and len(people) == 1:
                return before[0]
        if of.person in _GENERIC and (known := self._named_before(home, str(of.person))):
            return known
        if of.person == "child":
            children = [p.id for p in people if p.relation in ("son", "daughter", "child")]
            if len(children) == 1 and (home, children[0]) in self._before:
                return children[0]
        return str(of.person)

    def _named_before(self, home: str, person: str) -> str | None:
        """The one known as 孩子 alone, whom 外孙 and 儿子 name now; None where more than that was told."""
        generic = _GENERIC[person]
        people = {one.id: one for one in self.situations[home].people}
        known = people.get(generic)
        several = any(one.startswith(f"{generic}-") or _GENERIC.get(one) == generic for one in people)
        if known is None or several or (home, generic) not in self._before:
            return None
        if set(known.facts) <= _UNTELLING:
            self._named_as.setdefault(generic, person)
        return generic if self._named_as.get(generic) == person else None

    def _put(self, home: str, person: str | None, one: Said, definition: FactDefinition) -> None:
        key = (home, person, one.fact)
        if definition.type != "set" and key in self._said and one.fact not in _LAST_WINS:
            return
        try:
            value = parse_value(definition, one.value)
        except SituationError:
            return
        situation = self.situations[home]
        if person is not None and all(p.id != person for p in situation.people):
            situation = situation.with_person(Person(person, str(one.of.relation) if one.of else "other"))
        before = _known(situation, person, one.fact)
        if one.fact == "school_stage" and says_less(self.text.plain[one.start : one.end], value, before):
            return
        merged = _merged(before, value) if isinstance(value, KnownSet) else value
        self.situations[home] = situation.with_fact(person, one.fact, merged)
        self._said.add(key)
        self._note(home, person, one, value)

    def _note(self, home: str, person: str | None, one: Said, value: Value) -> None:
        ours = _OURS.search(self.text.plain, max(0, one.start - 6), one.start) if person is None else None
        words, start = self.text.quote(ours.start() if ours else one.start, one.end)
        raw = value_to_json(value)
        if one.fact in _LAST_WINS:
            self.evidence = [
                e for e in self.evidence if (e.household, e.person, e.fact) != (home, person, one.fact)
            ]
        key = (home, person, one.fact, raw)
        if any((e.household, e.person, e.fact, e.value) == key for e in self.evidence):
            return
        self.evidence.append(Evidence(home, person, one.fact, raw, words, start))


def _both_of(of: Mention) -> tuple[tuple[str, str], ...]:
    """爸妈, 孩子的爷爷奶奶: the two who are meant, and what each is to who speaks."""
    known = _BOTH.get(str(of.person))
    return known or tuple((one, str(of.relation)) for one in pair_of(of.person))


def _is_mate(of: Mention | None) -> bool:
    """工友, 我同学的妈: one whom one works or learns with has a home of their own."""
    return of is not None and re.fullmatch(r"friend(?:-.{1,60})?", str(of.person)) is not None


def _is_own(situation: Situation) -> bool:
    return any(p.relation not in OUTSIDE and p.relation != "ex_spouse" for p in situation.people)


def _known(situation: Situation, person: str | None, fact: str) -> Value | None:
    return situation.household.get(fact) if person is None else situation.person(person).facts.get(fact)


def _merged(before: Value | None, value: KnownSet) -> KnownSet:
    """What was known of the set with what is said now; the new word stands."""
    if not isinstance(before, KnownSet):
        return value
    has = (before.has - value.has_not) | value.has
    has_not = (before.has_not - value.has) | value.has_not
    return KnownSet(
        frozenset(has), frozenset(has_not), before.complete and not value.has_not - before.has_not
    )
