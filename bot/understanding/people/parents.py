"""Whose father or mother is spoken of: the children that a state of the parents is a fact of."""

from __future__ import annotations

import re
from dataclasses import replace

from .kinship import kin_words
from .lists import boy_and_girl
from .mentions import CHILD_TALK
from .namings import MINOR
from .orphans import opens_with_orphan
from .own_parents import of_grown_speaker, of_pupil_who_speaks
from .whom import OUTSIDE, YOUNG, Mention, People

_OWN = frozenset({"son", "daughter", "child"})
_GRAND, _NEPHEWS = frozenset({"grandchild", "child"}), frozenset({"nephew_niece", "child"})
_HE, _PARENTS = re.compile(r"[他她](?![爸妈爹娘父母])"), ("father", "mother")
_FOUND = re.compile(r"[捡拾抱][^牢]{0,8}(?:的|孩|婴|娃)|弃婴|遗弃|亲(?:爹|生)|生父母|生身|不知道")
_SPOUSES = re.compile(
    r"先夫|亡夫|亡妻|先妻|老公|丈夫|男人|先生(?!说|们)|外子|前夫|当家|顶梁柱|掌柜|对象|爱人|那口子|老婆|妻子|太太|内人|前妻"
)
_OF_KIN = (
    (re.compile(r"媳妇"), _OWN | _GRAND),
    (re.compile(r"[大二三小]?(?:儿|小子|女婿|闺女|女儿)"), _GRAND),
    (
        re.compile(r"[大二三四小]?(?:弟|兄|哥|嫂|妹|姐)|大伯哥|小叔子|[大小]姑子|[大小]舅[子哥]|[大小]姨子"),
        _NEPHEWS,
    ),
)
_SPEAKS_YOUNG = re.compile(
    r"(?:我|俺)(?:今年|才|刚|现在|也|马上|下个月|还|是){0,12}(?:满|不到)?"
    r"(?:1[0-9]|十[一二三四五六七八九])(?:岁|周岁|了|，|。|上|$)|[我俺是]孤儿|"
    r"(?:我|俺|本人)(?:今年|现在|还|也|是|在|一直|要|想|家|，){0,12}[^，。]{0,12}"
    r"(?:上(?:初|高|大|小|技校|职|中专|学|[一二三四五六]年级)|读(?:大|高|初|研|书|中|本|专)|念(?:大|高|初|中)|"
    r"考上|录取|大[一二三四](?!姨|姑|爷)|学生(?!家长)|高考|高三|高中)|"
    r"^(?:我|俺)?(?:今年|刚|现在)?(?:考(?:上|到|取|进)|录取到?)(?:了)?[^，。]{1,8}(?:念|读|上)?(?:本科|大学|大专|专科|学院|高中)|"
    r"^(?:我|俺)?(?:现)?(?:在[^，。]{1,6})?(?:今年|刚)?(?:上|读|念|考上)(?:了)?(?:大[学专一二三四]|高[中一二三]|研究?生?)|"
    r"^(?:今年|才|刚|现在)?(?:1[4-9]|十[四五六七八九])(?:周?岁)?，|"
    r"^(?:[^，。 ]{0,8} )?(?:大专|大学|本科|高中|中专|职高|研究)生(?:本人)?来电|"
    # 爸爸坐牢，妈妈跑了，我跟着奶奶; 爷爷奶奶带我: who is brought up by them speaks.
    r"(?:我|俺)(?:一直|就|现在|从小|都|是){0,2}(?:跟着?|和)(?:爷爷|奶奶|姥姥|姥爷|外公|外婆|外?祖父母?|外?祖母){1,2}(?=[，。；过住生长]|一起|$)|"
    r"(?:我|俺|本人)(?:现|自幼|一直|从小)?(?:由|随|跟随)(?:外?祖父母?|外?祖母|爷爷|奶奶|姥姥|姥爷|外公|外婆){1,2}(?:抚养|照顾|带大|养大|生活)|"
    r"(?:爷爷|奶奶|姥姥|姥爷|外公|外婆){1,2}(?:一直|在|从小){0,2}(?:带|养|拉扯|抚养|照顾)(?:着|大)?(?:我|俺)(?:的|长大)?(?=[，。；]|$)|"
    r"^(?:父母|爹娘|爸妈|爹妈)[^，。]{0,6}，(?:今年|现在|我|俺)?(?:1[0-9]|十[一二三四五六七八九])(?:周?岁|，)|"
    r"^(?:父母|爹娘|爸妈|爹妈)双亡[， ](?:兄妹|姐弟|姐妹|兄弟|姊妹)"
)
_AT_SCHOOL_SELF = re.compile(
    r"[我俺][^。！？]{0,12}，(?:现在|今年|刚)?(?:上|读|念)(?:初[一二三中]|高[一二三中]|大[一二三四学专])"
)
_GROWN_UP = frozenset({"uncle_aunt", "brother", "sister", "spouse", "father_in_law", "mother_in_law"})
_SPOUSES_KIN = frozenset({"spouse-brother", "spouse-sister", "spouse-sibling"})
_NOTED_CHILD = re.compile(
    r"学生(?!家长)|(?:^|[ ，。])孤儿(?=[ ，。男女\d])|该生|儿童|男童|女童|女孩|男孩|小孩|女婴|男婴|未成年"
)
_IS_PUPIL = re.compile(r"(?:学生|该生)(?!家长|的)")
_LEFT_BEHIND = re.compile(
    r"(?:撇下|留下|扔下|丢下|剩下|抛下)[^，。]{0,6}(?:孩子|娃|小子|闺女|丫头|男孩|女孩|儿|俩|个)|"
    r"(?:孩子|娃)[^，。]{0,6}(?:跟着?|由)(?:我|俺)|(?:没了|去世|走了|死了|不在了|病故)[^。]{0,20}(?<!就这一个)(?<!就一个)(?<![没不]再要)孩子"
)
# 孩子爸爸在监狱，妈妈改嫁了: the child whose other parent was named.
_CHILDS = re.compile(r"(?:孩子|娃|小孩)(?:的|他|她)?(?:$|[爸妈爹娘父母])")
_NO_CHILD = re.compile(r"(?:没|无)(?:有)?(?:孩子|娃|小孩)$")
_CHILD_WORD = re.compile(r"孩|童|学生|娃|小姑娘|小妮|婴")
_THIRD = re.compile(r"(?:他|她|娃|孩子|小孩|生)的?$")


def children_of(people: People, found: re.Match[str]) -> list[Mention]:
    """The children whose father or mother `found` speaks of; none when no child is spoken of."""
    start, words = found.start(), found.group()
    near = [m for m in people.mentions if m.end >= start and m.start < found.end()]
    called = near[0].words if len(near) == 1 and near[0].end == start else ""  # 儿子|没了，出车祸
    relations = _of_in_law(people, start) or _relations(called + words)
    kin = {m.relation for m in people.mentions if start - 1 <= m.end <= start or m.relation == "grandchild"}
    relations = _GRAND if relations is _OWN and "grandchild" in kin and kin & _OWN else relations
    if _of_no_child(people, found, relations):
        return []
    if people.host and people.host.young and relations is YOUNG:
        return [Mention(start, start, "self", "self")]  # 班里有个男生，父亲病故: of the pupil spoken for
    if relations is YOUNG and (known := _of_who_speaks(people, found)) is not None:
        return known
    if named := _as_known(people, _named_young(people, found, relations), relations):
        found_young = _with_numbered(_nearest(named, start), named, people.plain)
        return [*found_young, *_speaker_beside(people, found, found_young)]
    if child := _asked_for(people, start, relations) or _spoken_of_before(people, found, relations):
        return people.spoken.with_siblings(child)
    if relations is not YOUNG:
        return _left_behind(people, start, relations)
    if people.default.relation in YOUNG or opens_with_orphan(found):
        return [people.default]
    outside = [m for m in people.mentions if m.relation in OUTSIDE and m.person]
    if outside and (CHILD_TALK.search(people.plain) or re.search(r"孩子|娃", people.plain)):
        return [_nearest(outside, start)]
    if _FOUND.match(words):
        return [Mention(start, start, "foundling", "other")]
    before = people.plain[max(0, start - 3) : start]
    if _THIRD.search(before):
        return _of_third(outside, start)
    speaks = re.search(r"[我俺](?:是|就是|成了)$", before) or _speaks_young(people, found)
    if speaks or relations is YOUNG:
        own = [Mention(start, start, "self", "self")] if speaks else []
        if own or (beside := small_siblings(people)):
            return own or beside
    if _CHILDS.search(people.plain[:start]) or _NOTED_CHILD.search(people.plain):
        orphaned = _LEFT_BEHIND.search(people.plain) and re.search(r"[我俺](?:妹|姐|弟|哥)", people.plain)
        kin = ("self", "self") if _is_on_a_pupil(people.plain) else ("child", "child")
        return [Mention(start, start, *(("nephew", "nephew_niece") if orphaned else kin))]
    return []


def _of_who_speaks(people: People, found: re.Match[str]) -> list[Mention] | None:
    """The children, where somebody's own parents are told of; None where they may be those of a child."""
    start = found.start()
    if _FOUND.match(found.group()):
        return None
    if of_pupil_who_speaks(people, found):
        return [Mention(start, start, "self", "self"), *small_siblings(people)]
    if _of_grown_up(people, start):
        return []
    return small_siblings(people) if of_grown_speaker(people, found) else None


def _named_young(people: People, found: re.Match[str], relations: frozenset[str]) -> list[Mention]:
    """The children who are named and may be theirs."""
    young = [m for m in people.mentions if m.person and _is_young(people, m, relations)]
    named = [m for m in young if not _is_parent_word(people, m)]
    named = [m for m in named if not _of_the_other_side(found.group(), m)]
    if relations in (YOUNG, _OWN | _GRAND) and any(m.relation == "grandchild" for m in named):
        named = [m for m in named if m.relation not in ("son", "daughter")]
    if _FOUND.match(found.group()) and (own := [m for m in named if m.relation in _OWN]):
        return own  # 抱回来一个女婴…孩子十岁
    return [] if relations is YOUNG and _all_far_behind(people, found, named) else named


def _as_known(people: People, named: list[Mention], relations: frozenset[str]) -> list[Mention]:
    """女婿…不管孩子: 孩子 is the grandchild of whom the conversation was."""
    known = people.spoken.only_one(relations - {"child"}) if relations in (_GRAND, _NEPHEWS) else None
    if known is None:
        return named
    return [
        replace(one, person=known.person, relation=known.relation) if one.relation == "child" else one
        for one in named
    ]


_BROTHERS, _SISTERS, _FAR = re.compile("弟|兄|哥|嫂"), re.compile("姐|妹"), 40


def _of_the_other_side(words: str, child: Mention) -> bool:
    """我姐没了 and a 侄子: a brother's son is no child of hers."""
    if child.relation != "nephew_niece":
        return False
    his = _BROTHERS.match(words) and "夫" not in words
    return "甥" in child.words if his else "侄" in child.words and bool(_SISTERS.match(words))


def _all_far_behind(people: People, found: re.Match[str], named: list[Mention]) -> bool:
    """Are the only children of kin told of long after a bare 爹娘 of nobody's?

    爹娘走得早, said of an old man who gives his land to a nephew.
    """
    if not named or _THIRD.search(people.plain, max(0, found.start() - 3), found.start()):
        return False
    mine = [m.start for m in people.mentions if m.person == "self" and m.topic and m.start >= found.end()]
    first = min(mine, default=len(people.plain))
    return all(
        (m.relation == "nephew_niece" and m.start > first)
        or (m.relation in ("nephew_niece", "grandchild") and m.start >= found.end() + _FAR)
        for m in named
    )


def _is_on_a_pupil(plain: str) -> bool:
    """学生上高一，父残疾一级: told of the one who goes to school, and of nobody else's home."""
    return bool(_IS_PUPIL.match(plain)) and not re.search("[我俺咱]", plain)


def _of_third(outside: list[Mention], start: int) -> list[Mention]:
    """他爸没了 of a child who is not named; of nobody where the 他 is a neighbour: 我邻居她妈瘫了."""
    theirs = any(m.start <= start < m.end for m in outside)
    return [] if theirs else [Mention(start, start, "child", "child")]


def _asked_for(people: People, start: int, relations: frozenset[str]) -> Mention | None:
    """我是孩子大姨，孩子爸爸判了五年: of the child whose aunt or grandmother speaks."""
    child = people.asked_child
    if child is None or child.relation not in relations or people.plain[:start].endswith(("我", "我的")):
        return None
    return Mention(start, start, child.person, child.relation)


def _spoken_of_before(people: People, found: re.Match[str], relations: frozenset[str]) -> Mention | None:
    """他爸还有三年才出来, 爹妈离婚了: of the child of whom the conversation was."""
    start, spoken = found.start(), people.spoken
    before = people.plain[max(0, start - 3) : start]
    his = re.match(r"(?:孩子|娃|[他她])", found.group()) or _THIRD.search(before)
    if relations is not YOUNG:
        child = spoken.only_one(relations)
        return replace(child, start=start, end=start) if child else None
    if before.endswith(("我", "俺")):
        return None
    child = spoken.young(his.group()) if his else spoken.raised
    return replace(child, start=start, end=start) if child else None


_OTHERS_PARENTS = re.compile(
    r"(?:同事|病友|工友|同学|室友|网友|老乡|朋友|战友)(?:说|讲|告诉我)[他她]$|(?:同学|同桌|朋友|同事|工友|人家|别人|病友|室友|战友|娘家)(?:家|的|她|他){0,2}$"
)
_NEWLY_MARRIED = re.compile("(?:[又再另]|刚|后来)?(?:找|娶|说|嫁|领)(?:了|上)?(?:一)?个?(?:新|后|小)?$")
_OF_SPOUSE, _GRANDS = ("father_in_law", "mother_in_law"), ("grandfather", "grandmother", "grandparent")
_IN_LAWS = {"sister-in-law": _NEPHEWS, "brother-in-law": _NEPHEWS}
_IN_LAWS |= {"daughter-in-law": _GRAND, "son-in-law": _GRAND}


def _of_no_child(people: People, found: re.Match[str], relations: frozenset[str]) -> bool:
    """我儿三十，他出去没回来: no parent is spoken of; 她同学爸妈都没了; 母来电 子17 智力二级."""
    start, named = found.start(), people.mentions
    if _NO_CHILD.search(people.plain, 0, start):
        return True  # 没孩子，爹娘没了
    if any(m.start <= start < m.end and m.relation in _OF_SPOUSE for m in named):
        return True  # 我媳妇没工作，她妈瘫痪在床
    if _NEWLY_MARRIED.search(people.plain, max(0, start - 6), start):
        return True  # 女婿又找了个媳妇，不管孩子
    if people.note is not None and _turns_to_another(people, found):
        return True
    if _HE.match(found.group()) and not any(m.start == start and m.relation in _PARENTS for m in named):
        return True
    others = relations is YOUNG and _OTHERS_PARENTS.search(people.plain, max(0, start - 6), start)
    return bool(others)


def _of_in_law(people: People, start: int) -> frozenset[str] | None:
    """替我弟问，媳妇跑了: the wife of the brother has nephews, whatever word she is called by."""
    named = next((m for m in people.mentions if m.start <= start < m.end), None)
    return _IN_LAWS.get(str(named.person)) if named is not None else None


def _turns_to_another(people: People, found: re.Match[str]) -> bool:
    """Does a bit of a note within `found` begin with somebody else?"""
    heads = {start for start, _ in people.note.bits} if people.note else set()
    return any(found.start() < m.start < found.end() and m.start in heads for m in people.mentions)


def _speaker_beside(people: People, found: re.Match[str], young: list[Mention]) -> list[Mention]:
    """妈妈去世了，爸爸判了三年，家里就剩我（上高三）和弟弟: the parents of the brother are the speaker's."""
    bare = not _THIRD.search(people.plain[max(0, found.start() - 3) : found.start()])
    beside = bare and all(m.relation in ("brother", "sister", "sibling") for m in young)
    speaks = _SPEAKS_YOUNG.search(people.plain) or _AT_SCHOOL_SELF.search(people.plain)
    return [Mention(found.start(), found.start(), "self", "self")] if beside and speaks else []


def _is_young(people: People, mention: Mention, relations: frozenset[str]) -> bool:
    """One of those children, or the 孙子 of a neighbour whose son is in prison."""
    if mention.relation in relations or _is_minor(people, mention):
        return True
    kin = kin_words().get(mention.words) if mention.relation in OUTSIDE else None
    return kin is not None and kin.relation in relations and kin.relation in YOUNG


def _is_minor(people: People, mention: Mention) -> bool:
    """表妹今年13岁: kin or neighbours who are children themselves."""
    if (mention.person == "self" and not mention.topic) or mention.relation in (*_PARENTS, *_GRANDS):
        return False  # 孙女跟着我，8岁; 孩子跟着奶奶，6岁
    shown = people.plain[mention.start : mention.end + 3]
    if mention.relation in OUTSIDE and _CHILD_WORD.search(shown):
        return True
    end = mention.end + (people.plain[mention.end : mention.end + 1] in ("，", "（"))
    told = MINOR.match(people.plain, end) or _AGED_SMALL.match(people.plain, mention.end)
    return mention.relation not in YOUNG and told is not None


def _of_grown_up(people: People, start: int) -> bool:
    """我妈痴呆, 爹娘早没了 of an old uncle: somebody's own parents, not those of the child in the message."""
    before = people.plain[max(0, start - 3) : start]
    if _THIRD.search(before):
        return False
    if before.endswith(("我", "俺")) or people.plain.startswith(("我", "俺"), start):
        return any(m.relation in YOUNG for m in people.mentions)
    topics = [m for m in people.mentions if m.start < start and m.topic and m.person]
    last = next((m for m in reversed(topics) if not _is_parent_word(people, m)), None)
    if last is None or _is_small(people.plain, last):
        return False
    return last.relation in _GROWN_UP or str(last.person) in _SPOUSES_KIN


def _left_behind(people: People, start: int, relations: frozenset[str]) -> list[Mention]:
    """哥嫂都没了，留下个九岁的小子: the child of kin who is called by a word for one's own."""
    if not _LEFT_BEHIND.search(people.plain):
        return []
    kin = "nephew" if relations is _NEPHEWS else "grandchild" if relations is _GRAND else None
    return [Mention(start, start, kin, "nephew_niece" if kin == "nephew" else kin)] if kin else []


def siblings_of(people: People, one: Mention) -> list[Mention]:
    """父亲病逝…妹妹上初二，我读大一: a younger brother or sister at school has the same parents."""
    return small_siblings(people) if one.person == "self" else []


def small_siblings(people: People) -> list[Mention]:
    """爸妈都没了，我二十三，带着念初三的妹妹: the brothers and sisters who are children still."""
    siblings = [m for m in people.mentions if m.relation in ("brother", "sister")]
    small = [m for m in siblings if _is_small(people.plain, m)]
    return list({m.person: m for m in small}.values())


def _is_small(plain: str, mention: Mention) -> bool:
    told = _AT_SCHOOL.match(plain, mention.end) or _AGED_SMALL.match(plain, mention.end)
    return bool(told or _DESCRIBED_SMALL.search(plain, max(0, mention.start - 12), mention.start))


_AGED_SMALL = re.compile(
    r"，?(?:他|她)?(?:今年|现在|才|刚|还|也|都){0,12}(?:满|不到)?(?:1[0-7]|[3-9]|十[一二三四五六七]?|[三四五六七八九])"
    r"(?:周?岁|[，。；！了 ]|$)"
)
_DESCRIBED_SMALL = re.compile(
    r"(?:(?:[上读念](?:着)?(?:小学|初中|高中|幼儿园|初[一二三]|高[一二三]|[一二三四五六]年级))|"
    r"(?:1[0-7]|[3-9]|十[一二三四五六七]?|[三四五六七八九])岁|上学|未成年|年幼|没成年)的(?:小|亲)?$"
)
_AT_SCHOOL = re.compile(
    r"(?:才|今年|还|也|在(?:[县镇村市区][^，。]{0,3})?|刚|住校|[一二三四五六七八九十\d]{1,3}岁?|，){0,12}"
    r"(?:[上读念](?:着)?(?:小|初|高|[一二三四五六]年级|幼)|[初高][一二三](?!中)|[一二三四五六]年级|特殊教育|特[教校])|"
    r"(?:才|今年)?[一二三四五六七八九]岁|初[一二三]"
)
_PARTED = re.compile(
    r"离(?:了|婚|异)|丧偶|"
    # 独生闺女…孩子她爸早不在了
    r"(?:老伴|老头子?|男人|老公|丈夫|老婆子?|媳妇|妻子|爱人|(?:孩子|闺女|儿子|娃)的?[他她]?[爸爹妈娘])"
    r"[^，。；]{0,6}(?:走了|没了|死|去世|不在了)"
)
_COUPLE = re.compile(
    r"(?:俺|我)们?(?:老)?(?:两口子?|夫妻俩?|夫妇俩?|俩(?!儿|闺|孩)|老俩)|老两口|他爹|她爹|[他她]爸|老头子|老伴|"
    r"爱人|内子"
)


def couple_of(people: People, one: Mention) -> list[Mention]:
    """The husband or wife of whom an only child is said too, where the couple is spoken of."""
    if one.person != "self" or _PARTED.search(people.plain):
        return []
    spouse = next((m for m in people.mentions if m.relation == "spouse" and m.person), None)
    if spouse is None and _COUPLE.search(people.plain):
        spouse = Mention(one.start, one.end, "spouse", "spouse")
    return [] if spouse is None else [Mention(one.start, one.end, spouse.person, "spouse")]


def _relations(words: str) -> frozenset[str]:
    """Of which children: 俺儿 has grandchildren of the speaker, 弟媳 nephews, 老公 their own."""
    if _FOUND.search(words):
        return YOUNG
    if _SPOUSES.match(words):
        return _OWN
    return next((whose for pattern, whose in _OF_KIN if pattern.match(words)), YOUNG)


def _nearest(named: list[Mention], start: int) -> Mention:
    before = [m for m in named if m.start < start]
    return before[-1] if before else named[0]


def _with_numbered(one: Mention, named: list[Mention], plain: str) -> list[Mention]:
    """俩孙子，大的九岁小的六岁; 孙子孙女俩: what is said of the parents is said of each of them."""
    if (two := boy_and_girl(plain, named)) and one.person in {m.person for m in two}:
        return list(two)
    head = str(one.person).split("-")[0]
    same = [m for m in named if m.relation == one.relation]
    numbered = {m.person: m for m in same if str(m.person).startswith(f"{head}-")}
    return list(numbered.values()) if len(numbered) > 1 else [one]


def _names_both(plain: str) -> bool:
    """爹没了，娘重残: of a child, by whom it matters."""
    bare = not re.search("[我俺咱]", plain)
    return bare and bool(re.search("[爹爸父]", plain)) and bool(re.search("[娘妈母]", plain))


_AILING = re.compile("[瘫残病癌疯傻憨痴级症瘤]|植物|失明|瞎|透析")


def _speaks_young(people: People, found: re.Match[str]) -> bool:
    """Is the speaker a child or student whose own parents are meant? Whose parents ail may be grown up."""
    ailing = _AILING.search(found.group()) and not (
        people.spoken.is_young_themselves or _names_both(people.plain)
    )
    if len(people.plain) <= 12 and not ailing:
        return True
    others = _THIRD.search(people.plain[max(0, found.start() - 3) : found.start()])
    if others or any(m.relation in YOUNG for m in people.mentions):
        return False
    return bool(_SPEAKS_YOUNG.search(people.plain) or _AT_SCHOOL_SELF.search(people.plain))


_CAME_TO_NOTHING = re.compile(
    r"[）)]?(?:去年|前年|今年|[一二两三四五六七八九十\d]{1,12}年前)?(?:现在|也|因.{0,4}|在|又|早)?(?:坐牢|服刑|判了|进去|入狱|跑了|没了|死了|失联|强戒|去世|殁)"
)


def _is_parent_word(people: People, mention: Mention) -> bool:
    """儿子判了四年, 他爹 of a grandchild: the son is the child's father here, not the child."""
    named = re.search(r"[爹爸妈娘父母]", people.plain[mention.start : mention.end])
    return bool(named or _CAME_TO_NOTHING.match(people.plain, mention.end, mention.end + 14))
