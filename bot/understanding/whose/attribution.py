"""Whose a fact is, weighed: each person of the message by clues of place and of sense.

The readers put a fact to whom the words before it are about, which goes wrong where the talk turns. Here
every person is weighed by where they are named (right before, in this clause, behind with 的, only leaned on)
and by what such a fact is likely said of (school of the young, pensions of the old). The weights are learned
from labelled messages (`python -m bot.training.attributing FILE…`) and stand in `attribution.yaml`.
"""

from __future__ import annotations

import re
from bisect import bisect_left, bisect_right
from collections import Counter
from collections.abc import Iterable, Iterator
from dataclasses import replace
from functools import cache
from itertools import repeat
from pathlib import Path

import yaml

from bot.understanding.people.departed import has_just_died
from bot.understanding.people.kinship import OUTSIDE, YOUNG
from bot.understanding.people.whom import Mention, People
from bot.understanding.said import Said, said_of_two
from bot.understanding.stance import clause_end, clause_start
from bot.understanding.years.ages import age_band, highest

from .away import is_brought, left_by
from .claims import is_settled
from .one_illness import of_one_illness
from .pupils import is_of_a_pupil
from .sense import CLASSES, KIND_OF, STAGES

_OF_CHILDREN = frozenset({"cerebral_palsy", "autism", "brain_development", "congenital_heart"})
_MARKS = re.compile(r"[，。！？；,.!?; ：、]")
_STOPS = "。！？；!?"
_SAYS = re.compile(
    r"(?:也|都|就|又|还|跟我|给我|偷偷){0,12}(?:说|讲|告诉|念叨|嫌|劝|建议|让我|叫我|教我|听说|答复|问)"
)
_HOLDS = re.compile(r"(?:每?一?个?月)?(?:那?点|的)?|[^，。；我俺他她]{0,6}的(?:那点)?")
_GAPS, _GAP_NAMES = (2, 6, 13, 26), ("gap0", "gap2", "gap6", "gap13", "gap26")
_CARES_FOR = re.compile(r"(?:伺候|照顾|侍候|服侍|照料|照看)(?:着|了)?$")
_LOOKED_AFTER = re.compile(
    r"(?:看|带|领|养|供|照顾|照看|接送|送|哄|拉扯|伺候)(?:着|了)?(?:一?个|[俩仨两二三四\d]|[两三四]个|这)?$"
)
_GRADUATED = re.compile(r"[^。！？；我俺]{0,6}(?<!没)(?<!快)毕(?:了)?业(?!生|证|还|以后想|后想)")
_OF_LATER = ("not_working", False)
_OF_THE_LIVING = ("work", "money", "care", "aid", "alone", "place", "school", "age")
_DEAD = re.compile(
    r"[^，。；]{0,6}(?:(?<![腿脚手膊臂指趾眼耳牙肾肺球])没了|去世|已故|亡故|早亡|[均俱皆]亡|离世|早逝|死了|不在了|过世|病故|走了|牺牲)"
)


Between = tuple[int, bool, int, int]  # others spoken of, whether the same again, clauses, sentences


@cache
def weights() -> dict[str, float]:
    """The learned weight of each clue."""
    return yaml.load((Path(__file__).parent / "attribution.yaml").read_text("utf8"), yaml.CSafeLoader) or {}


def attribute(said: list[Said], people: People) -> Iterator[Said]:
    """`said`, each with the person it most likely is about."""
    weigher = Weigher(said, people)
    best = ((one, weigher.best(one) if weigher.is_open(one) else one.of) for one in said)
    yield from of_one_illness(
        (one, replace(one, of=of)) for one, of in best if of is not None or one.of is None
    )


class Weigher:
    """The clues for whose each fact of one message is."""

    def __init__(self, said: Iterable[Said], people: People):
        self.people = people
        self.plain = people.plain
        self._said = list(said)
        self._marks = [found.start() for found in _MARKS.finditer(self.plain)]
        self._stops = [place for place in self._marks if self.plain[place] in _STOPS]
        self._starts = [m.start for m in people.mentions]
        places = self._marks, self._stops
        self._ends = {id(m): [bisect_left(one, m.end) for one in places] for m in people.mentions}
        self._standing = {id(m): self._standing_clues(m) for m in people.mentions}
        self._ages = self._known_ages()
        self._pupils = {
            s.of.person
            for s in self._said
            if s.of and s.fact == "school_stage" and s.value != "none" and not self._has_left_school(s)
        }
        self._ill = {s.of.person for s in self._said if s.fact == "illnesses" and s.of}
        self._victims = {s.of.person for s in self._said if s.of and s.value == {"criminal_victim": True}}
        self._tended = {
            m.person
            for m in people.mentions
            if m.person and _LOOKED_AFTER.search(self.plain, max(0, m.start - 5), m.start)
        }
        self._main = self._most_named()
        self._others: dict[int, list[Mention]] = {}
        self._lone = self._sole_other()
        self._twice = said_of_two(self._said)
        self._dead = {m.person for m in people.mentions if m.person != "self" and has_just_died(m, people)}

    def _has_left_school(self, one: Said) -> bool:
        """供出来一个大学生，去年毕业进了厂: at work by now."""
        return bool(_GRADUATED.match(self.plain, one.end))

    def _names_whom_one_leans_on(self, one: Said) -> bool:
        """跟小叔子过: lived with, so that it is not of them."""
        within = (m for m in self.people.mentions if one.start <= m.start < one.end)
        return any(m.person not in (None, "self") and not m.topic for m in within)

    def is_open(self, one: Said) -> bool:
        """May another than the reader's choice be meant?"""
        return (
            one.of is not None
            and one.fact in KIND_OF
            and not is_settled(one.fact, one.value, self.people)
            and len(self.people.mentions) > 0
            and (one.fact, one.start, one.end) not in self._twice
            and not (one.fact == "living_place" and self._names_whom_one_leans_on(one))
            and not one.end <= self.people.opening
            and not self._opens_with_speaker(one)
            and not self._is_noted(one)
            and not self._is_head(one)
            and not (KIND_OF[one.fact] == "work" and str(one.of.person).endswith("-parents"))
            and not (one.fact == "hurt_in_traffic" and one.of.person in self._dead)
            and self.people.named_behind(one.end) is None
            and not (one.fact == "care_needed_months" and self._is_cared_for(one.of))
            and not (KIND_OF[one.fact] == "claim" and self._victims == {one.of.person})
        )

    def _opens_with_speaker(self, one: Said) -> bool:
        """俺咋没有: the words themselves name who speaks."""
        of = one.of
        return of is not None and of.person == "self" and of.start == one.start < of.end <= one.end

    def _is_noted(self, one: Said) -> bool:
        """夫矿上退休 尘肺三期: of whom a note names last, if such a thing may be said of them."""
        if self.people.note is None or (of := one.of) is None or of.person is None:
            return False
        if self._leads_on(one) and any(
            m.start == one.end and m.person != "self" for m in self.people.mentions
        ):
            return False  # 夫妻与83岁母亲
        school = KIND_OF[one.fact] == "school" and self._class(of) in ("spouse", "parent", "grand")
        return not (school or self._at_no_work(of, one) or self._too_grown(of, one))

    def _is_head(self, one: Said) -> bool:
        """送快递的，上个月摔断胳膊，家里俩孩子: of the speaker, who names nobody before."""
        first = self.people.mentions[0]
        far = first.start - one.end >= 6 and (first.relation in YOUNG or first.relation == "spouse")
        mine = one.of is not None and one.of.person == self.people.default.person == "self"
        return mine and far and KIND_OF[one.fact] in ("work", "service") and one.value not in _OF_LATER

    def _is_cared_for(self, of: Mention) -> bool:
        """我姐伺候他两年多了: whom the words name as cared for."""
        return bool(_CARES_FOR.search(self.plain, max(0, of.start - 3), of.start))

    def best(self, one: Said) -> Mention | None:
        """The likeliest person; None when it is somebody whose facts are nobody's."""
        weigh = weights().get
        best, most = one.of, float("-inf")
        for mention, clues in self.candidates(one):
            score = sum(map(weigh, clues, repeat(0.0)))
            if score > most and not self._at_no_work(mention, one) and not self._too_grown(mention, one):
                best, most = mention, score
        return None if best is None or best.person is None else best

    def _too_grown(self, mention: Mention, one: Said) -> bool:
        """媳妇在家带一个一岁多的: no wife is one year old."""
        small = one.fact == "age_years" and highest(one.value) < 13
        return small and self._class(mention) in ("spouse", "parent", "grand", "ex")

    def _at_no_work(self, mention: Mention, one: Said) -> bool:
        """媳妇看孩子, 我带个闺女在饭店干: the child that is looked after does not earn."""
        if KIND_OF[one.fact] not in ("work", "money"):
            return False
        first, last = clause_start(self.plain, one.start), clause_end(self.plain, one.end)
        pension = "养老" in self.plain[max(first, one.start - 4) : min(last, one.end + 4)]
        if pension and one.fact == "income_yuan_per_month" and self._class(mention) in ("child", "small"):
            return True  # 三个儿谁也不朝面。每月就那二百来块养老钱
        if self._ages.get(str(mention.person), 99) < 15 or self._is_pupil(mention):
            return True
        if self._class(mention) not in ("child", "small"):
            return False
        return mention.person in self._tended

    def _is_pupil(self, mention: Mention) -> bool:
        """俩孩子一个大学一个高中，扫大街一月一千九: who is at school does not sweep the streets."""
        young = self._class(mention) in ("child", "small", "sibling")
        return young and mention.person in self._pupils

    def candidates(self, one: Said) -> Iterator[tuple[Mention, list[str]]]:
        """Everybody it may be about, each naming of theirs with its clues."""
        kind = KIND_OF[one.fact]
        guess = one.person
        named, between = False, self._between(one)
        for place, mention in enumerate(self.people.mentions):
            if mention.person is None and not mention.topic:
                continue  # 跟老乡去了宁波
            if mention.person in self._dead and kind in _OF_THE_LIVING:
                continue
            clues = [*self._standing[id(mention)], *self._place_clues(mention, one, between[place])]
            named = named or mention.person == guess
            yield mention, clues + self._sense_clues(mention, one, kind, guess)
            for other in self._others_of(place, mention) if mention.words == "他" else ():
                yield other, [*clues, "other_antecedent", *self._sense_clues(other, one, kind, guess)]
        if is_of_a_pupil(one, self.people):
            child = Mention(one.start, one.start, "child", "child")
            yield child, ["unnamed", *self._sense_clues(child, one, kind, guess)]
        if self._heads(one):
            default = self.people.default
            yield default, ["unnamed", "head", *self._sense_clues(default, one, kind, guess)]
        elif not named and one.of is not None:
            yield one.of, ["unnamed", *self._sense_clues(one.of, one, kind, guess)]
        left = [f"left:{kind}"] if one.of and "gone" in left_by(self.plain, one.of) else []
        speaks = any(m.person == "self" and (not left or m.start < one.start) for m in self.people.mentions)
        if not speaks and guess != "self" and not self._heads(one):
            default = self.people.default
            yield default, ["unnamed", *left, *self._sense_clues(default, one, kind, guess)]

    def _heads(self, one: Said) -> bool:
        """前年脑梗，媳妇伺候我: said before anybody is named, in a sentence of its own."""
        first = self.people.mentions[0].start
        return one.end < first and (first - one.end >= 14 or bool(_MARKS.search(self.plain, one.end, first)))

    # -- clues

    def _standing_clues(self, mention: Mention) -> list[str]:
        clues = ["topic" if mention.topic else "leaned"]
        before = self.plain[mention.start - 1 : mention.start]
        if not before or _MARKS.match(before):
            clues.append("initial")
        elif before in "把被给让叫对为由":
            clues.append("object")
        if mention.words == "他":
            clues.append("pronoun")
        if _SAYS.match(self.plain, mention.end):
            clues.append("says")
        if mention.person != "self" and _DEAD.match(self.plain, mention.end):
            clues.append("dead")
        if is_brought(self.plain, mention):
            clues.append("brought")
        return clues

    def _between(self, one: Said) -> list[Between]:
        """What stands between each naming and `one`."""
        found, seen = [], set()
        before = self.people.mentions[: bisect_left(self._starts, one.start)]
        marks, stops = bisect_left(self._marks, one.start), bisect_left(self._stops, one.start)
        for mention in reversed(before):
            again = mention.person in seen
            first_mark, first_stop = self._ends[id(mention)]
            found.append((len(seen) - again, again, marks - first_mark, stops - first_stop))
            if mention.topic:
                seen.add(mention.person)
        return [*reversed(found), *[(0, False, 0, 0)] * (len(self.people.mentions) - len(before))]

    def _place_clues(self, mention: Mention, one: Said, between: Between) -> list[str]:
        if mention.start >= one.end:
            gap = self.plain[one.end : mention.start] if mention.start - one.end <= 10 else None
            late = [*self._lone_clue(mention), *self._named_late(mention, one)]
            if gap is None:
                return ["after", *late]
            if gap == "" and mention.person != "self":
                leads = self._leads_on(one) or (one.fact == "age_years" and mention.words.startswith("老"))
                return ["right_behind" if leads else "next"]
            described = self.people.describes(mention, one.start, one.end)
            return ["behind" if described else "after", *late]
        if mention.start >= one.start:
            return ["within"]
        rank, again, clauses, sentences = between
        clues = [f"rank{min(rank, 4)}", f"clause{min(clauses, 4)}", f"sentence{min(sentences, 3)}"]
        if clauses == 0:
            gap = one.start - mention.end
            clues.append(_GAP_NAMES[bisect_right(_GAPS, gap)])
            if _HOLDS.fullmatch(self.plain, mention.end, one.start):
                clues.append("holds")
            leads = gap == 0 and mention.person == "self" and self._leads_on(one)
            if leads and self._kin_behind(one.end):
                clues.append("possessor")
        if clauses > 0 and mention.person != "self":
            clues += [f"{how}:{KIND_OF[one.fact]}" for how in self._left_by(mention)]
        if again:
            clues.append("named_again")
        return clues + self._lone_clue(mention)

    def _left_by(self, mention: Mention) -> list[str]:
        """闺女嫁到河北了，去年查出乳腺癌 is of her still, unless the speaker told of themselves before."""
        told_of_self = any(m.person == "self" and m.start < mention.start for m in self.people.mentions)
        left = left_by(self.plain, mention)
        return ["gone" if how == "married" else how for how in left if how == "gone" or told_of_self]

    def _named_late(self, mention: Mention, one: Said) -> list[str]:
        """透析三年半了，我爸: the first who is named, in the clause behind."""
        if mention.person in (None, "self") or self._starts[0] != mention.start or not mention.topic:
            return []
        clauses = bisect_left(self._marks, mention.start) - bisect_left(self._marks, one.end)
        ends = mention.end == len(self.plain) or _MARKS.match(self.plain, mention.end)
        if clauses == 0 and ends and self.plain[mention.start - 1] in "了咧啦呢的":
            return ["tail"]  # 透析三年半了我爸，我们是边缘户
        return [f"named_late{clauses}"] if clauses <= 1 else []

    def _leads_on(self, one: Said) -> bool:
        """八十一岁|老母亲, 瘫痪的|老娘; but 我五十六|老伴五十八, where the next one begins."""
        return self.plain[one.end - 1 : one.end] in ("岁", "的")

    def _kin_behind(self, end: int) -> bool:
        """我八十一岁老母亲: what stands between the speaker and their kin is said of the kin."""
        return any(0 <= m.start - end <= 1 and m.person != "self" for m in self.people.mentions)

    def _sense_clues(self, mention: Mention, one: Said, kind: str, guess: str | None) -> list[str]:
        who = self._class(mention)
        if kind == "school":
            kind = STAGES.get(str(one.value), "school")
        clues = [f"{kind}:{who}", who]
        if mention.person == guess:
            clues.append("guess")
        if mention.words == "他" and mention.sex == "female" and self.plain[mention.start] == "他":
            clues.append("he_for_woman")
        if mention.person == self._main:
            clues.append("main")
        age = self._ages.get(str(mention.person))
        if kind == "age":
            low = one.value["min"] if isinstance(one.value, dict) else one.value
            clues = [f"age{age_band(low)}:{who}", *clues[1:]]
            rough = isinstance(one.value, dict)
            if age is not None and abs(age - low) > (3 if rough else 0):
                clues.append("has_age")
        elif age is not None:
            clues.append(f"{kind}:aged{age_band(age)}")
        if one.fact == "illnesses" and not _OF_CHILDREN.isdisjoint(one.value):
            clues.append(f"young_illness:{who}")
        if kind in ("bills", "ill", "care") and one.fact != "illnesses" and mention.person in self._ill:
            clues.append("is_ill")
            if self._is_ill_here(mention, one):
                clues.append("ill_here")
        return clues

    def _is_ill_here(self, mention: Mention, one: Said) -> bool:
        """Is their illness or operation told in the same sentence?"""
        first = bisect_left(self._stops, one.start)
        return any(
            said.of.person == mention.person and bisect_left(self._stops, said.start) == first
            for said in self._said
            if said.of and said is not one and said.fact in ("illnesses", "surgery")
        )

    def _class(self, mention: Mention) -> str:
        if mention.person is None:
            return "nobody"
        if mention.person == "self" and self.people.host:
            return "hosted"
        if mention.relation in OUTSIDE and mention.relation != "pupil":
            return "outside"
        return CLASSES.get(str(mention.relation), "kin")

    def _lone_clue(self, mention: Mention) -> list[str]:
        return ["lone"] if mention.person == self._lone else []

    # -- what is known of the message as a whole

    def _known_ages(self) -> dict[str, int]:
        ages = {}
        for one in self._said:
            if one.fact == "age_years" and one.of:
                ages[str(one.of.person)] = one.value["min"] if isinstance(one.value, dict) else one.value
        return ages

    def _sole_other(self) -> str | None:
        """The one who is spoken of, where the speaker does not speak of themselves."""
        topics = {m.person for m in self.people.mentions if m.topic}
        return next(iter(topics)) if len(topics) == 1 and "self" not in topics else None

    def _others_of(self, place: int, mention: Mention) -> list[Mention]:
        """The same for all that is said: found once for each 他."""
        if place not in self._others:
            self._others[place] = list(self._other_antecedents(place, mention))
        return self._others[place]

    def _other_antecedents(self, place: int, mention: Mention) -> Iterator[Mention]:
        """Whom 他 may stand for besides the last one named: the one before, and whom it all is about."""
        offered = {None, mention.person} | (set() if self.people.host else {"self"})
        first = len(offered)
        for other in reversed(self.people.mentions[:place]):
            near = len(offered) == first
            if other.person not in offered and (near or other.person == self._main):
                offered.add(other.person)
                if self.plain[mention.start] == "他" or other.sex != "male":
                    yield replace(mention, person=other.person, relation=other.relation, sex=other.sex)

    def _most_named(self) -> str | None:
        """The one other person whom the message speaks of most."""
        counts = Counter(m.person for m in self.people.mentions if m.person not in (None, "self"))
        first = counts.most_common(2)
        clear = first and first[0][1] > 1 and (len(first) == 1 or first[0][1] > first[1][1])
        return first[0][0] if clear else None
