"""不是我，是我妈; 是俺娘，不是俺爹: what was taken for one person's is another's."""

from __future__ import annotations

import re
from collections.abc import Iterable
from dataclasses import replace

from bot.messages import Evidence, Removed
from bot.text.normalising import Text
from bot.understanding.mention import Mention
from bot.understanding.people.kinship import OUTSIDE
from bot.understanding.said import Said
from knowledge import Person, Situation

LONGEST = 30
_SAYS_ON = re.compile(r"(?=[，。！、 ]|$)|(?:今年|都|快|才)?(?:[一二三四五六七八九]?十|\d\d)")
_OF_BODY_ALONE = "sex"  # follows from who somebody is
_NOT_I = re.compile(r"不是(?:说)?(?:我|俺|本人)[^，。]{0,4}[，,。 ]{0,12}(?:是|说的是|应该是|问的是)")
_MATE = re.compile(r"(?:我|俺)?(?:的)?(?:一个|那个)?(?:老同学|同学|室友|病友|同桌|舍友)")
_FOR = re.compile(r"(?:替|帮|给|代)(?:着)?(?:我|俺|咱)?(?:的)?$")
_NOT_I_BUT = re.compile(r"不是(?:说)?(?:我|俺|本人)(?:自己)?[，,。 ]{1,2}")
_I_AM_NOT = re.compile(
    r"[，。,！ 爸妈爹娘弟妹哥姐子女](?:可)?(?:不是|又不是|没说)(?:说)?(?:我|俺|本人)(?:自己)?(?:[，。！]|$)"
)
_NOT = re.compile(r"不是(?:说|问|给)?(?:的)?(?:我|俺|咱)?们?家?(?:的)?$")
_IS = re.compile(r"(?<!不)是(?:说|问|给)?(?:的)?(?:我|俺|咱)?们?家?(?:的)?$")
_IS_I = re.compile(r"(?<!不)是(?:说|问|给)?(?:我|俺)(?:自己|本人)?(?=[，。！]|$)")
_ENDS = re.compile(
    r"(?:的(?:事|情况)?|(?:有|是|得了?|办)?(?:的)?(?:残疾证?|残|病|瘫子?|低保|五保|老兵|退伍兵?))?"
    r"(?:[，。！,! ]|$)"
)
# 不是我爸瘫了，是我公公瘫了: the same is said of both.
_SAID_OF_BOTH = re.compile(
    r"(?P<said>[^，。！？ 是]{1,8})[，。 ]{1,2}"
    r"(?:而|应该|说的|其实)?是[^，。！？是]{1,12}(?P=said)(?=$|[，。！])"
)
_SLIP = re.compile(
    r"^(?:不对|错了|(?:我|俺)?(?:刚才|刚刚)?[打说写弄搞记]错字?了?)[，。！ ]{0,2}(?=(?:应该)?是?(?:我|俺|咱))"
)
_TOO = re.compile("也|还有|都|另外")
_SWAPS = re.compile(r"(?:说|问)的是|不是[^，。！？是]{1,10}[，。,！ ]{1,2}(?:而)?(?:说的|问的)?是")
# 是他老伴有残疾证: what alone is the other's, where the words name it.
_MATTERS = (
    (
        re.compile(r"残疾|残(?=[，。]|$)|[一二三四]级"),
        {"disability_grade", "disability_cert", "disability_types"},
    ),
    (re.compile(r"瘫|得人喂|照顾|自理|下不了床"), {"self_care", "incontinent", "care_needed_months"}),
    (re.compile(r"病|症|癌|透析|化疗"), {"illnesses", "on_dialysis", "cancer_stage", "surgery"}),
    (re.compile(r"上学|念书|读书|学籍|[年班]级"), {"school_stage", "boarding", "full_time_registered"}),
    (re.compile(r"低保|五保|特困"), {"holds_personal_aid"}),
    (re.compile(r"退伍|当(?:过)?兵|老兵|烈士|军人"), {"veteran_kinds", "kin_to_soldier"}),
    (re.compile(r"[烧烫摔砸撞碰轧]伤|骨折|受伤|车祸"), {"hurt_in_traffic", "traffic_payment_gap", "surgery"}),
)
# 残疾的是俺大伯哥，俺男人没残疾: that one is well is said instead of 不是.
_IS_WELL = re.compile(
    r"(?:可|倒|又|根本|自己|身体|也){0,2}(?:没(?:有)?|不)(?:得|办|是)?过?(?:残疾|残|病|瘫|癌|住院|[烧烫摔撞]|伤|事|低保)|"
    r"(?:可|倒|身体)?好好的|身体(?:可|倒)?好"
)
_EVENTS = "emergency_events"
_YOUNGER = frozenset({"son", "daughter", "child", "grandchild", "nephew_niece"})
_MARRIED_IN = ("daughter-in-law", "son-in-law")


def _matter(plain: str) -> set[str]:
    """The facts that the words are about; none where they name no matter."""
    return set().union(*(facts for say, facts in _MATTERS if say.search(plain)))


def _is_meant(fact: str, matter: set[str]) -> bool:
    return fact in matter if matter else fact != _OF_BODY_ALONE


# 说错了，是俺婆婆: nothing but who it is, of all that was told of another just before
_IS_RATHER_OF = re.compile(
    r"(?:[哦噢哎呀嗯啊]{1,2}[，。]?)?(?:不对|错了|(?:我|俺)?(?:刚才|刚刚)?[打说写弄搞记]错字?了?)"
    r"[，。！ ]{0,2}(?:应该)?(?:说的)?是(?:我|俺|咱)?们?家?(?:的)?$"
)


def _slip_of_person(
    plain: str, mentions: tuple[Mention, ...], told: tuple[Evidence, ...]
) -> tuple[str, str, str] | None:
    """Of whom all that was told last is not, and of whom it is, where nothing was told of that one before."""
    named = next((one for one in mentions if one.person not in (None, "self") and one.end > one.start), None)
    wrong = told[-1].person if told else None
    if named is None or wrong in (None, named.person) or plain[named.end :].strip("的，。！ "):
        return None
    persons = [one.person for one in told if one.person is not None]
    only_last = persons[persons.index(wrong) :].count(wrong) == len(persons) - persons.index(wrong)
    if not only_last or not _IS_RATHER_OF.fullmatch(plain, 0, named.start):
        return None
    return str(wrong), str(named.person), str(named.relation)


def swap_people(
    text: Text,
    mentions: tuple[Mention, ...],
    situations: tuple[Situation, ...],
    told: tuple[Evidence, ...] = (),
) -> tuple[tuple[Situation, ...], tuple[Removed, ...]] | None:
    """The situations with the facts moved to whom they are of; None when nothing such is said."""
    found = _wrong_and_right(text.plain, mentions) if len(text.plain) <= LONGEST else None
    found = found or _slip_of_person(text.plain, mentions, told)
    if found is None:
        return None
    wrong, right, relation = found
    matter = _matter(text.plain)
    if not matter and any(
        _SAID_OF_BOTH.match(text.plain, one.end) for one in mentions if one.person == wrong
    ):
        return situations, ()  # 不是我妈住院，是我婆婆住院: nothing else of hers moves along
    for index, situation in enumerate(situations):
        holder = next((p for p in situation.people if p.id == wrong), None)
        if holder is None or not holder.facts:
            continue
        known = next((p for p in situation.people if p.id == right), None)
        moved = {fact: value for fact, value in holder.facts.items() if _is_meant(fact, matter)}
        if _is_of_next_generation(holder, right, relation):
            moved.pop("age_years", None)  # 不是老伴，是俺儿媳妇: at 68 it was the wife
        if not moved:
            return situations, ()
        own_age = "age_years" if "age_years" not in moved else None
        kept = {k: v for k, v in holder.facts.items() if k not in moved and (matter or k == own_age)}
        stays = kept or relation not in (*OUTSIDE, "other")
        changed = (
            situation.with_person(Person(holder.id, holder.relation, kept, holder.called))
            if stays
            else replace(situation, people=tuple(one for one in situation.people if one is not holder))
        )
        changed = changed.with_person(Person(right, relation, {**moved, **(known.facts if known else {})}))
        lost = (fact for fact in holder.facts if fact not in kept)
        removed = tuple(Removed(situation.id, holder.id, fact) for fact in lost)
        return (*situations[:index], changed, *situations[index + 1 :]), removed
    return None


def with_slip_righted(
    plain: str, said: Iterable[Said], situations: tuple[Situation, ...], told: tuple[Evidence, ...]
) -> tuple[tuple[Situation, ...], tuple[Removed, ...]] | None:
    """打错字了，我婆婆瘫了 after 我妈瘫了: what is said again of another was not of the first.

    None where nothing is said again, or where it is told of one more.
    """
    if len(plain) > LONGEST or not _SLIP.match(plain) or _TOO.search(plain):
        return None
    for one in said:
        wrong = next((each for each in reversed(told) if each.fact == one.fact), None)
        if wrong is None or one.of is None or wrong.value != one.value:
            continue
        if wrong.person in (None, one.person) or (home := _home_of(situations, wrong)) is None:
            continue
        words = [(each.person, each.fact) for each in told if wrong.words in each.words]
        people = tuple(_without(person, words) for person in home.people)
        changed = tuple(replace(home, people=people) if each is home else each for each in situations)
        return changed, tuple(Removed(home.id, *each) for each in words)
    return None


def _is_of_next_generation(holder: Person, right: str, relation: str) -> bool:
    younger = relation in _YOUNGER or right in _MARRIED_IN
    return younger and holder.relation not in _YOUNGER and holder.id not in _MARRIED_IN


def without_new_events(said: Iterable[Said], situations: tuple[Situation, ...]) -> list[Said]:
    """`said` of a message that only says whose it is: 俺娘好好的，是俺婆婆瘫了 tells of nothing sudden."""
    known = {str(home.household.get(_EVENTS)) for home in situations}
    told = [one for one in said if one.fact == _EVENTS and isinstance(one.value, dict)]
    new = [one for one in told if not any(kind in each for kind in one.value for each in known)]
    return [one for one in said if one not in new]


def _home_of(situations: tuple[Situation, ...], told: Evidence) -> Situation | None:
    return next((one for one in situations if one.id == told.household), None)


def _without(person: Person, gone: list[tuple[str | None, str]]) -> Person:
    kept = {fact: value for fact, value in person.facts.items() if (person.id, fact) not in gone}
    return Person(person.id, person.relation, kept, person.called)


def meant_here(
    plain: str,
    mentions: tuple[Mention, ...],
    situations: tuple[Situation, ...],
    removed: tuple[Removed, ...],
) -> tuple[Mention, ...]:
    """Those who are named, without the one of whom it is not, where nothing else is known of them."""
    found = _wrong_and_right(plain, mentions) if len(plain) <= LONGEST else None
    known = {one.id for home in situations for one in home.people}
    wrong = found[0] if found and found[0] not in known else None
    if any(one.person == "self" for one in removed):
        wrong = "self"  # 是我同学，不是我
    return tuple(one for one in mentions if wrong is None or one.person != wrong)


# 家里有个瘫子 … 我哥，四十七: who of the kin it is, told when asked.
_NAMES = re.compile(
    r"^(?:嗯|哦|就|就是|那是|那|他是|她是|是|说的是|得病的是|瘫的是){0,3}(?:我|咱)?们?家?(?:的)?$"
)
_UNNAMED = "relation"


def name_unnamed(
    plain: str, mentions: tuple[Mention, ...], situations: tuple[Situation, ...]
) -> tuple[tuple[Situation, ...], tuple[Removed, ...]] | None:
    """The situations with the one at home whom no word named now known by a word for kin; None if none is."""
    first = next((one for one in mentions if one.person != "self"), None)
    if first is None or first.person is None or first.relation in OUTSIDE or first.person == _UNNAMED:
        return None
    if not _NAMES.search(plain, 0, first.start) or not _SAYS_ON.match(plain, first.end):
        return None
    for index, home in enumerate(situations):
        people = {one.id: one for one in home.people}
        if _UNNAMED not in people or first.person in people:
            continue
        facts = people.pop(_UNNAMED).facts
        named = Person(str(first.person), str(first.relation), facts)
        changed = replace(home, people=(named, *people.values()))
        removed = tuple(Removed(home.id, _UNNAMED, fact) for fact in facts)
        return (*situations[:index], changed, *situations[index + 1 :]), removed
    return None


def says_of_another(plain: str) -> bool:
    """Do the words say whose it is instead of another's, so that their 不是 answers nothing?"""
    return len(plain) <= LONGEST and bool(_SWAPS.search(plain))


def puts_another(plain: str, mentions: tuple[Mention, ...]) -> bool:
    """不是老伴，是俺儿媳妇烧伤的: is one named in the place of another, whatever was told of that one?"""
    return len(plain) <= LONGEST and _wrong_and_right(plain, mentions) is not None


def _is_meant_for(plain: str, one: Mention) -> bool:
    """是我爸，不是我; 替邻居问的，不是我自己: is it this one of whom it was told?"""
    asks_for = _FOR.search(plain, 0, one.start) and re.match("问|咨询|打听|办|说", plain[one.end :])
    return bool(_IS.search(plain, 0, one.start) or asks_for)


def _well_and_ill(plain: str, named: list[Mention]) -> tuple[str, str, str] | None:
    """残疾的是俺大伯哥，俺男人没残疾; 老伴没残疾，是俺: who is well, and who is not instead."""
    for one in named:
        if not _IS_WELL.match(plain, one.end):
            continue
        if _IS_I.search(plain):
            return str(one.person), "self", "self"
        others = (each for each in named if each.person != one.person and _IS.search(plain, 0, each.start))
        if (other := next(others, None)) is not None:
            return str(one.person), str(other.person), str(other.relation)
    return None


def _wrong_and_right(plain: str, mentions: tuple[Mention, ...]) -> tuple[str, str, str] | None:
    """Whose it is not, whose it is, and what that one is to the speaker."""
    named = [one for one in mentions if one.person not in (None, "self")]
    for one in named:
        ends = _ENDS.match(plain, one.end) or _SAID_OF_BOTH.match(plain, one.end)
        if not _NOT.search(plain, 0, one.start) or not ends:
            continue
        if _IS_I.search(plain):
            return str(one.person), "self", "self"
        others = (each for each in named if each.person != one.person and _IS.search(plain, 0, each.start))
        if (other := next(others, None)) is not None:
            return str(one.person), str(other.person), str(other.relation)
    if (well := _well_and_ill(plain, named)) is not None:
        return well
    named = named or [Mention(*mate.span(), "friend", "other") for mate in _MATE.finditer(plain)]
    if _I_AM_NOT.search(plain):  # 是我同学，不是我
        other = next((one for one in named if _is_meant_for(plain, one)), None)
        return ("self", str(other.person), str(other.relation)) if other else None
    if bare := _NOT_I_BUT.match(plain):
        other = next((one for one in named if one.end == len(plain) and one.start <= bare.end()), None)
        if other is not None:  # 不是我，我爸
            return "self", str(other.person), str(other.relation)
    if not_i := _NOT_I.search(plain):
        other = next((one for one in named if one.start >= not_i.end() - 1), None)
        return ("self", str(other.person), str(other.relation)) if other else None
    return None
