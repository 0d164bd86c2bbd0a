"""Where the family lives: the districts and towns of Zibo by name, and what speaks for living there."""

from __future__ import annotations

import re
from collections.abc import Iterable, Iterator
from dataclasses import dataclass
from functools import cache
from pathlib import Path

import yaml

from bot.understanding.people.whom import Mention, People
from bot.understanding.said import Said
from bot.understanding.stance import Stance, clause_start, stance_of
from bot.understanding.tenses import holds_now
from bot.understanding.wordings.parts import expand
from knowledge import Guide, Situation

from .kin_elsewhere import lives_there
from .registration import read_registration

_OURS = ("mine", "we_live")
# Those whose stay somewhere does not say where the speaker's family lives.
_ELDERS = frozenset({"father", "mother", "parent", "grandfather", "grandmother", "uncle_aunt"})
_GONE = frozenset({"son", "daughter", "child", "son_in_law", "nephew_niece", "relative", "other"})


@cache
def place_words() -> dict[str, object]:
    """The table of `places.yaml`; every rule of one string is a compiled pattern."""
    raw = yaml.load((Path(__file__).parent / "places.yaml").read_text("utf8"), yaml.CSafeLoader)
    return {name: re.compile(expand(rule)) if isinstance(rule, str) else rule for name, rule in raw.items()}


@dataclass(frozen=True, slots=True)
class _Place:
    start: int
    end: int
    key: str


class Places:
    """Names of the districts and towns of the guide, longest first."""

    def __init__(self, guide: Guide):
        self._of: dict[str, str] = {}
        self._common: dict[str, str] = {}
        self._districts: set[str] = set()
        for region in guide.regions.districts.values():
            for name in (region.name, *region.aliases):
                self._add(name, region.key)
            for town in region.towns:
                for name in (town.name, *town.aliases):
                    self._add(name, region.key, town=True)
        lone = f"(?<=[住在])(?:{_any_of(self._common).pattern}){place_words()['home_behind'].pattern}"
        self._pattern = re.compile(f"{_any_of(self._of).pattern}|{lone}")
        self._town_of = _any_of(place_words()["common"])
        self._asked = _any_of(a for p in guide.policies.values() for a in (p.name, *p.aliases) if len(a) >= 5)

    @property
    def names(self) -> Iterable[str]:
        """Every name of a district or town, long and short."""
        return {*self._of, *place_words()["common"]}

    def without_names(self, plain: str) -> str:
        """`plain` with the names of policies blotted out, so that asking for one states nothing."""
        return self._asked.sub(lambda found: "＊" * len(found.group()), plain)

    def _add(self, name: str, key: str, *, town: bool = False) -> None:
        short = re.sub(r"(?:街道|镇|区|县)$", "", name)
        names = [name]
        if len(short) >= 2 and not (town and short in place_words()["common"]):
            names.append(short)
        elif town:
            self._common[short] = key
        for one in names:
            self._of.setdefault(one, key)
            if not town:
                self._districts.add(one)

    def read(self, plain: str, people: People) -> Iterator[Said]:
        """The district the family is said to live in, and whether somebody's hukou is in Zibo."""
        places = list(self._places(plain))
        weighed = [(place, self._weight(plain, place, people)) for place in places]
        best = max((weight for _, weight in weighed), default=0)
        if best == 0 and len({place.key for place in places}) == 1:
            weighed = [
                (place, _asked_about(plain, place) or _earns(plain, place, people)) for place in places
            ]
            best = max(weight for _, weight in weighed)
        for place, weight in weighed:
            if weight == best > 0:
                of = people.subject(place.start, place.end) or _speaker(plain, place, people)
                if of is not None:
                    yield Said("district", place.key, of, place.start, place.end)
            elif of := lives_there(plain, place.start, place.end, people):
                yield Said("district", place.key, of, place.start, place.end)
        yield from _where_it_happened(plain, places, people)
        yield from read_registration(plain, people, [(p.start, p.end) for p in places])

    def spans(self, plain: str) -> list[tuple[int, int]]:
        """Where a district or town is named, a district with its town as one."""
        return [(place.start, place.end) for place in self._places(plain)]

    def _places(self, plain: str) -> Iterator[_Place]:
        """Every place named; 桓台索镇 is one, and the district that is named outright decides."""
        last: _Place | None = None
        for found in self._pattern.finditer(plain):
            key, start, end = self._key(found.group()), found.start(), found.end()
            if last is not None and plain[last.end : start] in ("", "的", "区", "县", "市"):
                last = _Place(last.start, end, last.key)
                continue
            if last is not None:
                yield self._with_town(plain, last)
            last = _Place(start, end, key)
        if last is not None:
            yield self._with_town(plain, last)

    def _key(self, name: str) -> str:
        return self._of.get(name) or self._common[name]

    def _with_town(self, plain: str, place: _Place) -> _Place:
        """博山源泉: a town that is an everyday word elsewhere counts right behind its district."""
        town = self._town_of.match(plain, place.end)
        return _Place(place.start, town.end(), place.key) if town else place

    def _weight(self, plain: str, place: _Place, people: People) -> int:
        """4 lives there now, 3 lives there, 2 is from there, 1 has a shop, school or hukou there, 0 none."""
        rules = place_words()
        clause = plain[max(clause_start(plain, place.start) - 1, place.start - 14, 0) : place.start]
        before = re.sub(rules["inside"], "", clause)
        if rules["ours"].search(clause) and not rules["not_ours"].match(plain, place.end):
            return 3
        if _OTHERS_MOVED.search(clause) or stance_of(plain, place.start, place.end) is not Stance.SAID:
            return 0
        if rules["in_care"].match(plain, place.end):
            return 3
        if _is_origin(plain, place, before):
            return 2  # 我是高青的，住在张店
        if any(rules[own].search(clause) and rules[f"{own}_after"].match(plain, place.end) for own in _OURS):
            return 3
        if rules["institutions"].match(plain, place.end):
            return 0
        whose = people.subject(place.start, place.start)
        if rules["returns"].search(before):
            return 3 if _is_own(whose) else 0
        if rules["permit"].search(clause) and rules["permit_after"].match(plain, place.end):
            return 1
        if (came := _came(plain, place, before)) is not None:
            return 3 if came and _is_at_home(whose) else 0
        if rules["elsewhere"].search(before) or _another_speaks(before):
            return 0
        if rules["registered"].search(before) or rules["registered_after"].match(plain, place.end):
            return 1
        gone = _is_gone(whose, clause_start(plain, place.start), before)
        if rules["schools"].match(plain, place.end) and before.endswith("在"):
            return 1  # small children go to school near home
        if rules["perhaps"].match(plain, place.end) and re.search(r"在$|^$", before):
            return 0 if gone else 1
        if rules["now"].search(before):
            return 4
        at_home = not before or bool(rules["lives"].search(before) or _SO_MANY.search(before))
        named = at_home and (rules["ends"].match(plain, place.end) or rules["dwells"].search(before))
        if named or _counts_its_own(plain, place, before) or rules["lives_after"].match(plain, place.end):
            return 0 if gone else 3
        stays = at_home and not gone and not rules["works"].match(plain, place.end)
        return 3 if stays and place.end - place.start > 2 else 0


def without_registered(said: Iterable[Said], plain: str, home: Situation | None) -> list[Said]:
    """`said` without the district they are registered in, where another one was told that they live in.

    老家沂源农村 says no more of those whose home in town is known.
    """
    rules, known = place_words(), home is not None and "district" in home.household

    def is_registered(one: Said) -> bool:
        before = plain[max(clause_start(plain, one.start), one.start - 14) : one.start]
        after = rules["registered_after"].match(plain, one.end)
        return bool(rules["registered"].search(before) or after or _OLD_HOME.search(before))

    of_place = ("district", "area_kind")
    return [one for one in said if not (known and one.fact in of_place and is_registered(one))]


_OLD_HOME = re.compile("老家[^，。；住]{0,6}$")


def _came(plain: str, place: _Place, before: str) -> bool | None:
    """退伍回周村种地, 回周村家里了: did they come to live there? None where no coming is told."""
    rules = place_words()
    if rules["home_again"].search(before) and rules["home_again_after"].match(plain, place.end):
        return True
    if not rules["moved"].search(before):
        return None
    return bool(rules["moved_after"].match(plain, place.end)) and not _TO_WORKPLACE.match(plain, place.end)


def _where_it_happened(plain: str, places: list[_Place], people: People) -> Iterator[Said]:
    """在桓台果里叫货车撞了: an accident or a plight in Zibo."""
    for place in places:
        at = place_words()["happens_at"].search(plain, max(0, place.start - 4), place.start)
        if at and place_words()["happens"].match(plain, place.end):
            of = people.home(place.end, place.end) or people.default
            yield Said("event_in_zibo", True, of, place.start, place.end)
            return


def _asked_about(plain: str, place: _Place) -> int:
    """临淄的孩子上学免吗: who asks what is given in the one district that is named lives there."""
    rules = place_words()
    before = plain[max(clause_start(plain, place.start), place.start - 8) : place.start]
    asks = rules["asks_before"].fullmatch(before) and rules["asks_after"].match(plain, place.end)
    sets_out = before.endswith("从") and rules["sets_out"].match(plain, place.end)
    here = rules["here_before"].fullmatch(before) and rules["here_after"].match(plain, place.end)
    works = before.endswith(("我在", "俺在")) and rules["works_there"].match(plain, place.end)
    applies = before.endswith("在") and rules["applies_after"].match(plain, place.end)
    rents = before.endswith(("在", "，")) and rules["rents"].match(plain, place.end)
    goes_on = rules["asks_on"].match(plain, place.end) and not rules["asks_on_not"].search(before)
    return int(bool(asks or sets_out or rents or here or works or applies or goes_on))


# 来淄博高新区的药企上班: where one works, and no more
_TO_WORKPLACE = re.compile(
    r"(?:[区县])?的[^，。；]{0,8}(?:企|企业|厂|公司|单位|园区|店|医院|学校)(?:里)?(?:上班|工作|打工|干)"
)
# 三口之家张店城里
_SO_MANY = re.compile(
    r"^(?:[，。；！ ])?(?:我们?|俺们?)?(?:一家|全家|家里?)?[两三四五六七八九\d](?:口人?|个人)(?:之家|一家)?$"
)
_FROM_BEFORE = re.compile(
    r"(?:^|[，。；！ ])(?:我|俺|咱|本人)们?(?:家)?(?:本来|原来|都|也|就|老家)?(?:是|系)?(?:个)?$"
)
_FROM_AFTER = re.compile(r"(?:[区县市])?(?:的|人|这边的|那边的)(?=[，。；！ ]|$)")


def _counts_its_own(plain: str, place: _Place, before: str) -> bool:
    """一家三口桓台的孩子脑瘫: of whom it was told how many they are."""
    return bool(_SO_MANY.search(before)) and plain.startswith("的", place.end)


def _is_origin(plain: str, place: _Place, before: str) -> bool:
    """我是高青的: from there, and at home there unless another place is told to live in."""
    return bool(_FROM_BEFORE.search(before) and _FROM_AFTER.match(plain, place.end))


# 定点机构搬到了张店
_OTHERS_MOVED = re.compile(r"(?:机构|单位|学校|医院|厂子?|公司|定点)[^，。]{0,4}(?:搬|挪|迁|调)[^，。]{0,3}$")
# 我在博山打工，老家是临淄的; but 老家河南，在张店送快递三年了
_HOME_ELSEWHERE = re.compile(r"老家(?![^。]{0,40}(?:租|年了|带着|跟过来|也过来))")


def _earns(plain: str, place: _Place, people: People) -> int:
    """他在高新区送外卖，我在家带孩子: a couple lives where one of them works, if no other place is named."""
    rules = place_words()
    before = plain[max(clause_start(plain, place.start) - 1, place.start - 10, 0) : place.start]
    works = rules["earns_before"].search(before) and rules["earns_after"].match(plain, place.end)
    now = holds_now(plain, place.start, place.end) and not _HOME_ELSEWHERE.search(plain)
    return int(bool(works) and now and _is_own(people.subject(place.start, place.start)))


def _any_of(names: Iterable[str]) -> re.Pattern[str]:
    words = sorted(set(names), key=len, reverse=True)
    return re.compile("|".join(map(re.escape, words)) or r"(?!)")


def _is_own(of: Mention | None) -> bool:
    return of is not None and of.relation in ("self", "spouse")


def _is_at_home(of: Mention | None) -> bool:
    """退伍回周村种地: of who speaks and of their elders it says where the family is."""
    return _is_own(of) or (of is not None and of.relation in _ELDERS)


def _is_gone(of: Mention | None, clause: int, before: str) -> bool:
    """闺女在张店, 我弟他们高新区: the place of a grown-up child, not of the family."""
    near = of is not None and of.relation in _GONE and of.start >= clause
    theirs = re.search(r"(?:在|们|[儿女子弟妹孩])$", before) and not re.search(r"[跟带领养]", before)
    return near and bool(theirs)


def _another_speaks(before: str) -> bool:
    """朋友在张店, but not 跟战友在临淄."""
    others = r"(?<![跟和与同])(?:朋友|同事|亲戚|人家(?!的[屋房])|别人|邻居|战友|同学|老乡)[^，。]{0,4}$"
    return bool(re.search(others, before))


def _speaker(plain: str, place: _Place, people: People) -> Mention | None:
    """听同事说…。坐标张店: a place that is a sentence of its own is the speaker's."""
    others = [m.words for m in people.mentions if m.person is None and m.start < place.start]
    alone = not plain[clause_start(plain, place.start) : place.start].strip("坐标地址位置在是：:")
    return people.default if alone or not (others and others[-1]) else None
