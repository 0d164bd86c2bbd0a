"""Where somebody is registered: hukou in Zibo or elsewhere."""

from __future__ import annotations

import re
from collections.abc import Iterator
from dataclasses import replace
from functools import cache
from pathlib import Path

import yaml

from bot.understanding.people.departed import departed
from bot.understanding.people.whom import Mention, People
from bot.understanding.said import Said
from bot.understanding.stance import Stance, clause_start, stance_of
from bot.understanding.wordings.heads import compile_headed
from knowledge import Person, Situation

from .registered_whom import listed, of_group, partner_too, unnamed_in_note

_REGISTERED = re.compile(
    r"(?:户口|户籍|落户|入户)(?:本)?(?:也|还|都|均|仍|一直|就|本来|现在|是|落|上|挂|迁|地|所在地){0,12}(?:在|到|是|为|[：:])?"
    r"(?:了|我们|俺们?|咱们?|淄博市?|山东省?|老家|[娘爷母](?:[俩仨]|几个)|老两口|两口子|一家(?:子|[三四五]口)?|全家|都在?){0,12}$"
)
# 张店城里户口, 周村农村的户口
_KIND = r"(?:农村|农业|非农业?|城里|城镇|城市|城区|居民|市里|市区|村里|庄里|乡下|县城|镇上)的?"
_REGISTERED_AFTER = re.compile(
    rf"(?:[区县市]|镇|街道|那边|这边)?(?:[一-鿿]{{0,4}}村)?(?:的|本地)?(?:{_KIND})?(?:户口|户籍|籍)"
)
# 城里户口，博山: the place said by itself behind the kind of registration.
_KIND_BEFORE = re.compile(rf"{_KIND}(?:户口|户籍)的?[，、 ]{{0,2}}(?:就|也|都|是|在){{0,2}}$")
_BY_ITSELF = re.compile(r"(?:[区县市]|镇|街道)?(?:这边|那边)?的?人?(?=[，。；！？ ]|$)")
_LIKE = re.compile(
    r"(?:户口|户籍)(?:本)?(?:也|都)?[跟和与随]着?(?P<who>[^，。；]{1,4}?)"
    r"(?:(?:也|都)?一样(?:也|都)?(?:在|是)?|(?:一起|一块)?(?:都)?，?(?:落|上|都)?(?:在|是))$"
)
_NOT_MOVED = re.compile(
    r"(?:户口|户籍)(?:还|都|也|又|一直|全){0,12}(?:没|未)(?:有)?(?:迁|转|落|挪)(?=[，。；！ ]|$)"
)
# 从河南来的…我们三个的户口都在那边
_LEFT_THERE = re.compile(
    r"(?:户口|户籍)(?:也|还|都|全|一直){0,4}(?:留|放)?在(?:老家那?边?|那边|那里|那儿)(?=[，。；！]|$)"
)
_CAME_FROM = re.compile(r"从[^，。；]{2,8}来(?!信|电)(?:的|打工|干活|投)|居住证")
_FROM_AFAR = re.compile(r"居住证|外地|外省|从[^，。；]{2,8}来(?!信|电)|老家")
# 我在青岛打工, in reply: where they only work, learn or are treated.
_ONLY_THERE = re.compile(
    r"(?:省|市|那边)?(?:这边|那儿)?(?:[打务]工|上班|干活|工作|上大?学|念书|读书|住院|看病|治病?|透析|手术|化疗|康复)"
)
# 户口都没迁, 一家人户口都在博山: of the children too.
_OF_ALL = re.compile(r"(?:户口|户籍)(?:本)?(?:还|也|一直|现在){0,3}(?:都|全)")
# 孩子两岁…我们是安徽的户口: the child's too.
_WE = re.compile(r"[我俺]们(?:都|全)?是")
# 户口我们娘仨都在张店
_WITH_CHILDREN = re.compile(
    r"(?:户口|户籍)(?:本)?(?:还|也|一直|现在)?(?:我们?|俺们?|咱们?)?"
    r"(?:[娘爷](?:[俩仨]|几个)|母[子女]|父[子女])"
)
_NEAR = 12
_CHILDREN = ("self", "son", "daughter", "child")
_FAMILY = ("self", "spouse", "son", "daughter", "child")
_ELDERS = ("father", "mother", "parent", "father_in_law", "mother_in_law", "grandfather", "grandmother")
_OF_ONE_HOME = (*_FAMILY, *_ELDERS, "grandson", "granddaughter", "grandchild", "daughter_in_law", "other")
_AND_OTHERS = re.compile(r"(?:跟|和|与|带着?)[^，。；我俺]{1,4}(?:的)?(?:户口|户籍)$")
_COUPLE = re.compile(r"(?:的)?(?:夫妻|夫妇|两口子|小两口|一家)")
_ONCE_MORE = re.compile("外[地省]户[口籍](?:的)?(?:能|可|有|带|在|该|怎|想)")  # 外地户口能申请什么
_SINCE = (
    r"(?:是|也|都|已经?|早|就|才|刚|大?前年|去年|今年|上个?月|后来|(?:结|离)婚(?:以)?后?|婚后|"
    r"[\d一二三四五六七八九十]{1,4}年){0,6}"
)
_MOVED_IN = re.compile(rf"(?:户口|户籍){_SINCE}(?:迁|落|转)(?:过|到)?(?:来|这|本地|淄博)")
_WITH_ME = re.compile(r"我们?家?这")  # 户口在我这: of whom was spoken
# 全家户口都在淄川, 都是本地的: said of the whole home, where the clause names nobody of it.
_OF_EVERYBODY = re.compile(
    r"(?=[^，。；！？ ]{0,10}?(?:都|全|一家|我们|俺们|咱们|[我俺咱]家))(?:我们?|俺们?|咱们?)?"
    r"(?P<home>全家(?:人|老小)?|一大?家(?:子|人|[两三四五六七八]口)?|家里?(?:人|几口人?)?|[两三四五六七八几]口(?:人|子)?)?"
    r"的?(?:户口本?|户籍)?(?:现在|一直|也|就|全|都|还|是|算){0,4}"
)
_SO_MANY, _SIBLINGS = re.compile("(?P<n>[两三四五六七八])口"), ("brother", "sister", "sibling")
_ALIKE = re.compile(r"[，、](?P<who>[^，。；]{1,4})(?:也|都)(?:是|在|一样)")


@cache
def far_places() -> str:
    """The names of other provinces, cities and counties, as alternatives."""
    raw = yaml.load((Path(__file__).parent / "places.yaml").read_text("utf8"), yaml.CSafeLoader)
    return "|".join([*raw["provinces"], *raw["cities"], *raw["counties"]])


# 我送快递的外地来的; not 外地来的媳妇.
_FROM_AWAY = r"(?:我|俺)们?外地(?:人|的)(?=[，。； 这来在]|$)"
_WORKS_AND_CAME = (
    r"(?:我|俺)们?(?:俩)?(?:是|在|就是)?[^，。；我俺他她和跟与]{1,8}的(?:是)?外[地省]来的"
    r"(?![媳老司学女男姑小厂商车孩伙])"
)


@cache
def _patterns() -> tuple[tuple[re.Pattern[str], str], ...]:
    far = far_places()
    elsewhere = (
        rf"(?:户口|户籍)(?:还|都|仍|也|一直|本来|就|是|落|地|所在地){{0,12}}(?:在|为)?(?:老家)?(?:外地|外省|外市|{far})|"
        rf"(?:户口|户籍)[^，。；不没迁转]{{0,5}}(?:在|是)(?:老家)?(?:{far})|"
        rf"(?:户口|户籍)(?:还|都|也|又|一直){{0,12}}(?:不在|没在)(?:这|淄博|本|当地|张店|淄川|博山|临淄|周村|桓台|高青|沂源|咱)|"
        rf"(?:户口|户籍)(?:还|都|也|又|一直){{0,12}}没(?:有)?(?:迁|转|落|挪)(?:过?来|到这|进来)|"
        rf"(?:户口|户籍)(?:也|都)?不是(?:淄博|本地|这里|这边|本市|咱这|咱们这|当地)|"
        rf"不是(?:淄博|本地|这里|这边|本市|咱这|咱们这|当地)(?:的)?(?:户口|户籍|人)|"
        rf"(?:外省|外地|外市|非本[市地]|非淄博|{far})(?:省|市|的)?(?:[一-鿿]{{0,3}}?{_KIND})?(?:户籍|户口|籍(?!贯))|"
        rf"(?:我们俩?|我|俺|俺们|咱|俩|两口子|夫妻|都|本人)(?:都)?(?:是)(?:个)?(?:外地|外省|{far})(?:省|市)?[一-鿿]{{0,4}}?(?:的|人|来)|"
        rf"(?:我|俺|本人)们?[是俩都]?(?:{far})[省市县]?(?:[一-鿿]{{0,4}}人|(?:那边|农村)?(?:过?来)?的)(?=[，。；]|$)|"
        rf"(?<!不)(?<!对方)(?<!老板)(?<!司机)是(?:个|从)?(?:外地|外省|{far})(?:省|市|那边|农村)?[一-鿿]{{0,3}}(?:人|来的|过来的)(?=[，。；嫁]|$)|"
        rf"(?<=说)是(?:{far})(?:省|市)?[一-鿿]{{0,3}}?的(?=[，。；]|来|过来|出来|$)|(?:自述|自称|自报)(?:是|为)?(?:外省|外地|{far})(?:省|市)?[一-鿿]{{0,3}}(?:人|务工|来淄|来此)|"
        rf"(?<![娘婆亲他她人大国老])家是(?:{far})(?:省|市)?[一-鿿]{{0,4}}的|"
        rf"(?<=[，。！？ 我俺他她])家(?:是|在|住)(?:外地|外省|{far})(?:省|市)?[一-鿿]{{0,4}}(?=[，。；]|$)|"
        rf"(?:我|俺)们?(?:俩)?(?:都)?(?:是)?(?:从)?外(?:地|省)来(?:的|打工|务工|干|做)|"
        rf"(?<=[，。！？ ])(?:{far})(?:省|市)?[一-鿿]{{0,4}}?人(?=[，。])|"
        rf"(?<=[，。！？ ])外地(?:人|来的)(?=[，。；]|$)|(?:我们?|俺们?)(?:是)?外地人|"
        rf"(?:我|俺|我们)?老家(?:是|在)?(?:{far})(?:省|市)?[一-鿿]{{0,3}}?(?:的|农村)?(?=[，。；在来跑现就钱]|$)|"
        rf"外来务工(?:人员|的)(?=[，。；在来]|$)|{_WORKS_AND_CAME}|{_FROM_AWAY}|"
        rf"(?:要|给|弄|求)一?张[^，。；]{{0,2}}回(?:{far})(?:老家|的?家)?的?(?:车|火车|高铁|汽车)?票|"
        rf"(?:{far})(?:省|市)?[一-鿿]{{0,3}}?的(?=能[给帮不]|(?:我|俺)?想回|要回|，(?:想|要)回)|"
        rf"(?:是|我们|俺们?)(?:{far})(?:省|市)?(?:[一-鿿]{{0,2}}?的)?(?:户口|户籍)(?!在|迁|转|想|怎|能)|"
        rf"(?:家是|老家)(?:{far})(?:省|市)?的|(?:从|打)(?:外[省地]|{far})(?:省|市)?[^，。回]{{0,3}}(?:过来|来(?:的|投|打工|找活|务工|干活|做工|上班|嫁|淄|张店|"
        rf"淄川|博山|临淄|周村|桓台|高青|沂源|这))"
    )
    here = (
        r"(?:^|(?<=[ ，。；、女男\d岁]))(?:本市|本地|淄博|本县|本区)(?:的)?(?:户籍|户口)|"
        r"(?:自述|系|均为|都是|均系)(?:本[县区市地]|我[县区市])(?:的)?(?:户籍|户口)|"
        r"(?:户口|户籍)(?:也|都|就|是|在|落|本来|一直){0,12}(?:淄博|本地|本市|本村|本镇|咱淄博|咱这|当地|这里|这边|[我俺]们?家?这|这(?=，|。|$))|"
        rf"(?:户口|户籍){_SINCE}(?:迁|落|转|上)(?:过|到)?(?:来了?|这边|这里|本地|淄博)|"
        r"(?:户口|户籍)(?:是|也|都)?(?:(?![想要能从准打怎咋可])[^，。；]){0,4}(?:迁|落|转)(?:过|到|进|来|在|了){1,3}(?:淄博|张店|淄川|博山|临淄|周村|桓台|高青|沂源|高新区)|"
        r"(?:^|(?<=[，。；！？ ]))(?:我们?|俺们?|咱们?)?"
        r"(?:全家|一家(?:子|人|[两三四五六七八]口)?|家里)?(?:人|的)?(?:也|就|全)?都是"
        r"(?:淄博|本地|当地|本市|咱?这里?|这边)(?:的|人|的人)(?=[，。；！]|$)|"
        r"(?:我|俺|我们|都)(?:是)?(?:淄博|张店|淄川|博山|临淄|周村|桓台|高青|沂源)本地(?:人|的)(?=[，。；]|$)|"
        rf"(?<!要)(?<!用)(?<!非)(?<!是)(?:淄博|本地|本市)(?:的)?(?:{_KIND})?(?:户口|户籍)|(?<!不)是(?:淄博|本地|本市)(?:的)?(?:户口|户籍)|(?:我|俺|是|都是)(?:土生土长的?|老)?(?:淄博|本地)(?:当地|本地)?人(?=[，。；]|$)|(?:我|是)(?:土生土长的?|地道的?|老)(?:张店|淄川|博山|临淄|周村|桓台|高青|沂源)人"
    )
    return ((compile_headed(elsewhere), "elsewhere"), (compile_headed(here), "zibo"))


_KINDS_BESIDE = (
    (re.compile(r"(?:[区县市]|镇)?的?(?:农村|乡下|村里|庄里)(?![信医合])"), "rural"),
    (re.compile(r"(?:[区县市]|镇)?的?(?:城里|城区|市里|市区|城镇)(?=的?(?:[，。；！ ]|$))"), "city"),
)


def read_registration(plain: str, people: People, places: list[tuple[int, int]]) -> Iterator[Said]:
    """`hukou` as said, and `hukou_kind` where village or town is told beside the place: 户口是高青农村的."""
    for one in _read_places(plain, people, places):
        yield one
        for pattern, kind in _KINDS_BESIDE:
            if beside := pattern.match(plain, one.end):
                yield replace(one, fact="hukou_kind", value=kind, end=beside.end())


def _read_places(plain: str, people: People, places: list[tuple[int, int]]) -> Iterator[Said]:
    """`hukou` of places in Zibo that stand at 户口, and of words for here and elsewhere."""
    for start, end in places:
        at = _REGISTERED.search(plain, max(0, start - 12), start)
        if alike := _LIKE.search(plain, max(0, start - 14), start):
            yield from _of_both(people, alike, end)
        at = at or _kind_before(plain, start, end)
        after = _REGISTERED_AFTER.match(plain, end)
        if at is None and after is None:
            continue
        first, last = (at.start(), end) if at else (start, after.end() if after else end)
        yield from _of(people, "zibo", first, last)
    if people.asked == "hukou":
        for found in re.finditer(far_places(), plain):  # 不在，还在河南
            if not _ONLY_THERE.match(plain, found.end()):
                yield from _of(people, "elsewhere", *found.span())
    far = [(*found.span(), "elsewhere") for found in re.finditer(far_places(), plain)]
    own = list(listed(people, [*((start, end, "zibo") for start, end in places), *far]))
    yield from (Said("hukou", value, of, start, end) for of, value, start, end in own)
    moved, told = _MOVED_IN.search(plain), False
    for pattern, value in _patterns():
        for found in (*pattern.finditer(plain), *_unmoved(plain, value)):
            if moved and value == "elsewhere" and "户" not in found.group():
                continue
            if any(found.start() < end and start < found.end() for _, _, start, end in own):
                continue
            if found.start() and _ONCE_MORE.match(plain, found.start()) and told:
                continue
            told = told or value == "elsewhere"
            yield from _of(people, value, *found.span())


def _kind_before(plain: str, start: int, end: int) -> re.Match[str] | None:
    """农村户口，张店的: what stands before the place; None of one who is registered far away."""
    found = _KIND_BEFORE.search(plain, max(0, start - 12), start)
    if found is None or _BY_ITSELF.match(plain, end) is None:
        return None
    before = plain[max(clause_start(plain, found.start()), found.start() - 8) : found.start()]
    return None if re.search(rf"外[地省市]|不是|没|{far_places()}", before) else found


def _unmoved(plain: str, value: str) -> Iterator[re.Match[str]]:
    """从黑龙江来…户口都没迁, 从河南来的…户口都在那边: registered where they came from."""
    if value == "elsewhere" and _FROM_AFAR.search(plain):
        yield from _NOT_MOVED.finditer(plain)
    if value == "elsewhere" and _CAME_FROM.search(plain):
        yield from _LEFT_THERE.finditer(plain)


def _of_both(people: People, alike: re.Match[str], end: int) -> Iterator[Said]:
    """我户口跟她一样都在桓台: of both whom it names."""
    whose = people.subject(alike.start(), alike.start())
    named = [m for m in people.mentions if alike.start("who") <= m.start < alike.end("who") and m.person]
    for of in filter(None, (whose, *named)):
        yield Said("hukou", "zibo", of, alike.start(), end)


def _of(people: People, value: str, start: int, end: int) -> Iterator[Said]:
    """Of whom the words name (我们是外地的), else of whom is spoken; of both of a couple, and of 孩子也是."""
    if stance_of(people.plain, start, end) is not Stance.SAID:
        return
    named = [m for m in people.mentions if start <= m.start < end and m.person]
    named = [m for m in named if not _WITH_ME.match(people.plain, m.start)]
    of = named[0] if named else people.subject(start, end)
    if not named and unnamed_in_note(people, start, end):
        of = people.default
    if of is None or _is_one_of_them(of, people):
        return
    alike = _ALIKE.match(people.plain, end)
    both = people.both(of, start)
    if _COUPLE.match(people.plain, end) and people.default.person in ("self", "child"):
        spouse = next((m for m in people.mentions if m.relation == "spouse"), None)
        of, both = Mention(start, start, "self", "self"), spouse or Mention(end, end, "spouse", "spouse")
    both = both or partner_too(people, of, start)
    of_all = of_group(people, start) or _all_of(people, start, end)
    if of_all:
        yield from (Said("hukou", value, whose, start, end) for whose in of_all)
        return
    also = [m for m in people.mentions if alike and alike.start("who") <= m.start < alike.end("who")]
    for whose in filter(None, (of, both, *also)):
        yield Said("hukou", value, whose, start, end)


def of_everybody(said: list[Said], people: People, home: Situation | None) -> list[Said]:
    """`said`, where it is told of the whole home, of each of `home` of whom it was not told before."""
    told = [one for one in said if one.fact == "hukou" and _is_of_everybody(one, people)]
    if not told or people.host:
        return said
    first = told[0].start
    known = list(home.people) if home is not None else []
    meant = [Mention(first, first, each.id, each.relation) for each in known if _may_be_meant(each)]
    meant += [m for m in people.told if all(m.person != each.id for each in known)]
    named = {one.person for one in said if one.fact == "hukou"}
    gone = {m.person for m in departed(people.plain, people.mentions)}
    meant = [
        m
        for m in meant
        if m.person not in gone and (m.relation in _OF_ONE_HOME or _are_so_many(m, meant, people, first))
    ]
    lacking = {m.person: m for m in meant if m.person not in (None, *named)}
    kept = [one for one in said if one not in told or one.of.relation in _OF_ONE_HOME]  # 邻居…，我家户口在…
    return [*kept, *(replace(told[0], of=of) for of in lacking.values())]


def _are_so_many(one: Mention, meant: list[Mention], people: People, start: int) -> bool:
    """一家四口的户口: a brother too, where just as many are told of."""
    number = _SO_MANY.search(people.plain, clause_start(people.plain, start), start)
    gone = {m.person for m in departed(people.plain, people.mentions)}
    home = {m.person for m in meant if m.relation in (*_OF_ONE_HOME, *_SIBLINGS)} - gone | {"self"}
    return (
        number is not None
        and one.relation in _SIBLINGS
        and len(home) == "〇一两三四五六七八".find(number["n"])
    )


def _is_of_everybody(one: Said, people: People) -> bool:
    start = clause_start(people.plain, one.start)
    told = _OF_EVERYBODY.match(people.plain, start)
    if told is None or told.end() < one.start or not 0 <= one.start - start <= _NEAR:
        return False
    others = [m for m in people.mentions if m.person not in (None, "self") and m.end > m.start]
    here = any(start <= m.start < one.end for m in others)
    named = any(m.start < start and m.topic for m in others)  # 我爸我妈七十多了，户口都在这
    return not here and (not named or told["home"] is not None)


def _may_be_meant(one: Person) -> bool:
    return "hukou" not in one.facts and one.facts.get("household_member") is not False


def _is_one_of_them(of: Mention, people: People) -> bool:
    """一个男孩…一个女孩…孩子户口在我这: which of the children is not told."""
    own = {m.person for m in people.mentions if m.relation in ("son", "daughter")}
    return of.person == "child" and len(own) > 1


def _all_of(people: People, start: int, end: int) -> list[Mention]:
    """她跟孩子户口都在博山: those the clause names; 户口都没迁: the couple and their children."""
    if _WITH_CHILDREN.match(people.plain, start):
        family = {m.person: m for m in people.mentions if m.relation in _CHILDREN and m.person}
        return [Mention(start, start, "self", "self"), *(m for who, m in family.items() if who != "self")]
    if _WE.search(people.plain, start, end) and people.default.person in ("self", "child"):
        young = {m.person: m for m in people.mentions if m.relation in _CHILDREN and m.start < start}
        young = {who: m for who, m in young.items() if who not in (None, "self")}
        return [Mention(start, start, "self", "self"), *young.values()] if len(young) == 1 else []
    if not _OF_ALL.match(people.plain, start):
        return []
    clause = clause_start(people.plain, start)
    named = {m.person: m for m in people.mentions if clause <= m.start < start and m.person}
    if len(named) > 1 and _AND_OTHERS.search(people.plain[clause : start + 2]):
        return list(named.values())
    if set(named) - {"self"}:
        return []
    family = {m.person: m for m in people.mentions if m.relation in _FAMILY and m.person}
    couple = any(m.relation == "spouse" for m in family.values())
    return list(family.values()) if couple and people.default.person == "self" else []
