"""Children who live with kin: 守着一个孙子过; 大孙子撂给老两口; 放在我爸妈那里; 俩侄子归俺娘管."""

from __future__ import annotations

import re
from collections.abc import Iterable, Iterator
from dataclasses import replace

from bot.understanding.people.own_parents import is_pupil_writing
from bot.understanding.people.whom import Mention, People
from bot.understanding.said import Said
from bot.understanding.stance import Stance, clause_end, clause_start, stance_of

_Found = tuple[Mention, int, int]
_OWN = ("son", "daughter", "child")
_OF_KIN = ("grandchild", "nephew_niece")
_NUMBERED = re.compile(r"-\d$")
_SEVERAL = re.compile(r"[俩仨们]|[两三四几]个|都|全")
# Who takes a child in: kin as a child calls them, kin of who speaks, who speaks, 老两口.
_KIN = (
    r"(?:爷爷奶奶|姥姥姥爷|外公外婆|外?祖父母|外?祖[父母]|[二三四老姨姑舅]?(?:爷爷|奶奶|姥姥|姥爷|姥娘)|外[婆公]|"
    r"[大二三四五小老堂表亲]{0,2}(?:舅舅?妈?|姑姑|姑[妈父]?(?!娘)|姨[妈父]?|叔叔?|婶[子儿]?|伯[父母伯]?|大爷|大娘)|亲戚)"
)
_MINE = (
    r"(?:[我俺咱]们?(?:家|亲)?(?:爹娘|爸妈|爹妈|父母|公婆|婆婆|公公|岳父母?|岳母|丈母娘|爹|爸|娘(?!家)|妈|"
    r"大?哥|大?姐|妹妹?|弟弟?))"
)
_ME = r"[我俺咱]们?(?:老两口|老俩口?|两口子|老婆子|老头子|老太太|老伴俩|爷[俩们]|这?个老[一-鿿]{1,2})?"
_OLD = r"老(?:两口|俩口?)|老人|老头老太太?"
_THERE = r"(?:家里?|这里|这边|这儿|那里|那边|那儿|跟前|身边|手里|名下|这|那)"
_N = r"(?:一|俩|两|仨|三|四|\d)?个?"
# 守着一个|孙子|过, 领着俩|孙女|过日子
_LEADS_AT = re.compile(r"[带领]着?")
_LEADS = re.compile(rf"(?:带|领|守|拉扯|拉巴|抚养|养)(?:着|大|活)?(?:这|那)?{_N}(?:[一-鿿\d]{{1,4}}岁?的)?$")
_SO_LIVES = re.compile(
    r"(?:们|俩|仨)?(?:一起|一块儿?|[俩两二]个?人)?"
    r"(?:过(?:日子|活)?(?![来去年节得百敏马街河桥路道户冬])|生活(?!费)|度日|相依)"
)
_HELD = re.compile(
    r"(?:们|俩)?(?=[，。；])(?!，(?:[^，。；]{0,2}(?:去|来|上|到|坐|看病|在[医车路]|出门|回)))"
)
_BY_KIN = re.compile(rf"(?:{_KIN}|{_MINE})[^，。；我俺]{{0,8}}$")
# |孙子|就撂在我们这里, |大孙子|撂给老两口, |孩子|往我这里一送
_LEFT = (
    r"(?:们|俩)?(?:[\d一二三四五六七八九十]{{1,3}}岁半?，?)?(?:[就也都全才又便先]|一直|从小|现在|如今|被|让|叫){{0,4}}(?:"
    r"(?:撂|扔|丢|撇|留|甩|抛|托付?|交|塞|推|寄养|寄放)(?:下)?(?:给|在|到)了?(?:{who})(?:{there})?|"
    r"(?:放|搁|养|存|寄住|寄养|留)(?:在|到)?了?(?:{at})|"
    r"往(?:{at})(?:一?[送扔撂放丢])|"
    r"送(?:到|来|去|回)?了?(?:{at})(?!门口|楼下))"
)
_BEHIND = (
    r"(?:(?=[，。；！ 了就呢养带]|一直|今年|[大小]的|[一二两三四五六七八九十几好半\d]|$)|"
    r"(?<=[家里边儿前])(?=[我俺他她]))"
)
_AT_ME = rf"(?:{_ME})(?:们)?{_THERE}"
_AT_KIN = rf"(?:{_KIN}|{_MINE}){_THERE}|(?:[我俺咱]们?)?娘家"
_TO_ME = re.compile(
    _LEFT.format(who=rf"{_ME}|{_OLD}", there=_THERE, at=rf"{_AT_ME}|(?:{_OLD}){_THERE}?") + _BEHIND
)
_TO_KIN = re.compile(_LEFT.format(who=rf"{_KIN}|{_MINE}", there=_THERE, at=_AT_KIN) + _BEHIND)
# |姐弟俩|平时跟着二爷爷, |俩侄子|归俺娘管
_WITH_KIN = re.compile(
    rf"(?:们|俩)?[^，。；！？跟随由归靠不没]{{0,8}}?(?:跟|随|由|归|靠)着?[他她]?(?:们)?(?:{_KIN}|{_MINE})(?:一家|两口子?|俩|家|他们)?"
    r"(?:一起|一块儿?|在[^，。；]{1,6})?(?:管(?=[，。；]|$)|过(?![来去年节])|住(?!院)|生活(?!费)|长大|抚养|养着?|带着?|拉扯|"
    r"(?=[，。；（！]|$|[我俺](?:爹|娘|爸|妈|公|婆)))"
)
# 带着俩|孩子|跑回娘家，一直住到现在; 领着|孩子|住俺娘家
_BACK = re.compile(
    r"(?:们|俩)?(?:又|都|一直|现在|就|只好){0,2}(?:(?:住|挤|借住|暂住|寄住)(?:在|着|回|到|进)?了?(?:[我俺他她]的?)?娘家|"
    r"(?:跑|搬|逃|躲)?(?:回|到)了?(?:[我俺他她]的?)?娘家(?=[^。！？]{0,20}?(?:住到现在|一直住|住着|住了|住下|没回去)|[^，。；]{0,2}住))"
)
# |外甥|接到源泉我家里
_FETCHED = re.compile(
    r"(?:们|俩)?(?:都|也|先|一块){0,2}接(?:到|来|回|进)了?[^，。；]{0,4}?(?:[我俺自]己?们?的?)(?:家|这|跟前|身边|屋|出租屋)"
)
# 我妈在贵州给我带着大|女儿|; 在老家让我妈带着
_MINDED = re.compile(
    rf"(?:{_MINE}|{_KIN})(?:在(?!家带)[^，。；]{{1,6}}?|老家)(?:给|帮|替)(?:[我俺]们?)?(?:带|养|拉扯)着?{_N}$"
)
_AT_HOME_VILLAGE = re.compile(
    rf"[^，。；]{{0,4}}?(?:在|回|放在?|搁在?|留在?)了?(?:[我俺]们?)?老家(?:里|村里)?，?(?:[由让叫]|一直){{0,2}}(?:{_MINE}|{_KIN})"
    r"(?:给|帮|替)?(?:带|看|养|管|领|照看|照顾|拉扯)(?:着|大|的|(?=[，。；]|$))"
)
# 奶奶七十六领着他过
_HE_LED = re.compile(
    rf"(?:{_KIN}|{_MINE})[^，。；我俺带领]{{0,8}}(?:领|带|养|守|拉扯|拉巴)着?(?:[他她]们?|孩子们?|娃)(?:俩|仨|姐弟|兄妹|姐妹|兄弟)?"
    r"(?:一起|一块|们|俩){0,2}(?:过(?:日子)?(?![来去年节])|生活(?!费)|长大)"
)
_CLAUSE = re.compile(r"(?:^|(?<=[，。；！？ ]))(?:现在?|后来?|如今)?")
# 跟前养着三个孙辈, 代养孙辈2人
_GRANDCHILDREN = re.compile(r"(?:代养|抚养|代管|(?:跟前|身边|手里)(?:养|带|守|拉扯)着)[^，。； ]{0,3}孙辈")
_NOT_NOW = re.compile(
    r"户[口籍]|想(?!不)|打算|准备|要(?:是|把)?|能不能|怕|过年|[寒暑放]假|白天|上班|下班|周[末六日]|天天|平时放学|以前|原来|早先|别|不(?:想|愿|肯|能|让)"
)
_FOR_A_WHILE = re.compile(r"[^，。；]{0,4}(?:玩|几天|一会|过年|过节|吗|么|小住|上学去|吃饭)")


def with_kept_by_kin(said: Iterable[Said], people: People) -> list[Said]:
    """`said`, with `living_place` of the children who are told to live with kin that are not their parents.

    Where the same words were taken to tell of those whom they live with, that is left out.
    """
    kept = list(_kept(people))
    spans = [(one.start, one.end) for one in kept]
    told = (one for one in said if not (_is_with_kin(one) and _is_of_no_kin(one, people.plain)))
    said = [_of_the_elder(_of_who_writes(one, people), people) for one in told]
    old = [one for one in said if not (_is_with_kin(one) and _is_of_keeper(one, spans))]
    known = {one.person for one in old if _is_with_kin(one)}
    return [*old, *(one for one in kept if one.person not in known)]


def _is_with_kin(one: Said) -> bool:
    return (one.fact, one.value) == ("living_place", "relatives")


# 跟着他爸在潍坊, 外孙跟我姓, 他那一份就搁我这里, 白天由奶奶照看
_WITH_A_PARENT = re.compile(r"(?:跟|随)着?(?:[他她]|孩子)?亲?(?:[爸爹妈娘]{1,2}|父亲|母亲)(?![俺我])")
_OF_THINGS = re.compile(r"(?:[份钱药证账]|东西|存折)[^，。；]{0,3}$|白天(?:都|就)?$")


_TELLS = re.compile("[跟随住带养管过放撂扔丢撇留甩抛送接守领归由靠托寄搁挤和与同]|在|拉|抚|照|家")


def _is_of_no_kin(one: Said, plain: str) -> bool:
    if not _TELLS.search(plain, max(0, one.start - 1), one.end + 1):
        return True  # 外孙九岁
    if plain.startswith("姓", one.end) or _WITH_A_PARENT.search(plain, max(0, one.start - 2), one.end + 3):
        return True
    return bool(_OF_THINGS.search(plain, clause_start(plain, one.start), one.start))


_ELDERS = frozenset({"father", "mother", "grandfather", "grandmother", "father_in_law", "mother_in_law"})
_AGED = re.compile(
    r"(?:都|也|今年|快|已经){0,2}(?:[\d一二三四五六七八九十]{1,4}(?:多)?岁?的?人?了?)?，?(?:一直|现在|也|就|平时|都){0,2}"
)


def _of_the_elder(one: Said, people: People) -> Said:
    """我父亲跟我们住, 俺娘七十六，跟着我弟过: of the old one it is told right after, not of a child."""
    young = _is_with_kin(one) and one.of is not None and one.of.relation in (*_OWN, *_OF_KIN)
    if not young:
        return one
    before = next((m for m in reversed(people.mentions) if m.end <= one.start), None)
    told = before is not None and before.topic and before.relation in _ELDERS
    theirs = told and re.search(r"[他她孩娃]$", people.plain[: before.end - len(before.words)])
    if not told or theirs or not _AGED.fullmatch(people.plain, before.end, one.start):
        return one
    return replace(one, of=before)


def _of_who_writes(one: Said, people: People) -> Said:
    """从记事起就跟着大伯过，…: of the pupil who writes, not of a child that is named only later."""
    later = _is_with_kin(one) and one.of is not None and one.of.start > one.end and one.person != "self"
    if not later or not is_pupil_writing(people) or _is_told_before(people, one):
        return one
    return replace(one, of=Mention(one.start, one.start, "self", "self"))


def _is_told_before(people: People, one: Said) -> bool:
    """Is a child named in the clause, or before it?"""
    return any(m.relation in (*_OWN, *_OF_KIN) and m.start < one.end for m in people.mentions)


def _is_of_keeper(one: Said, spans: list[tuple[int, int]]) -> bool:
    """Is it put to an old one, at words that tell of a child?"""
    young = one.of is None or one.of.relation in (*_OWN, *_OF_KIN, "self")
    return not young and any(one.start < end and start < one.end for start, end in spans)


def _kept(people: People) -> Iterator[Said]:
    seen: set[str | None] = set()
    for child, start, end in (*_named(people), *_all_grandchildren(people), *_told_on(people), *_led(people)):
        if not _is_now(people.plain, start, end):
            continue
        for one in (*_each(people, child, start), *_back_at_kin(people, start, end)):
            if one.person not in seen:
                seen.add(one.person)
                yield Said("living_place", "relatives", one, start, end)


def _back_at_kin(people: People, start: int, end: int) -> list[Mention]:
    """我带着孩子住在娘家: she who leads the child lives there too."""
    of = people.subject(start, start) if people.plain.find("娘家", start, end) > 0 else None
    leads = of is not None and _LEADS_AT.match(people.plain, start)
    return [of] if of and leads and of.relation not in (*_OWN, *_OF_KIN) else []


def _named(people: People) -> Iterator[_Found]:
    for child in people.mentions:
        if child.person and child.relation in (*_OWN, *_OF_KIN):
            span = _span(people.plain, child)
            if span is not None:
                yield child, *span


def _all_grandchildren(people: People) -> Iterator[_Found]:
    for found in _GRANDCHILDREN.finditer(people.plain):
        for one in people.mentions:
            if one.relation == "grandchild" and one.person:
                yield one, *found.span()


def _told_on(people: People) -> Iterator[_Found]:
    """三岁，放在我爸妈那里: of the child who was told of last."""
    for place in _CLAUSE.finditer(people.plain):
        of = people.subject(place.end(), place.end())
        if of is None or of.relation not in (*_OWN, *_OF_KIN):
            continue
        patterns = (_TO_KIN, _WITH_KIN, *(() if of.relation in _OWN else (_TO_ME,)))
        found = next((f for one in patterns if (f := one.match(people.plain, place.end()))), None)
        if found is not None:
            yield of, *found.span()


def _span(plain: str, child: Mention) -> tuple[int, int] | None:
    """Where it is said of `child`, named there."""
    head = clause_start(plain, child.start)
    own, lives = child.relation in _OWN, _SO_LIVES.match(plain, child.end)
    leads = _LEADS.search(plain, max(head, child.start - 12), child.start)
    if leads and _HELD.match(plain, child.end) and not own and _BY_KIN.search(plain, head, leads.start()):
        return leads.start(), child.end
    if leads and own and (back := _BACK.match(plain, child.end)):
        return leads.start(), back.end()
    if leads and lives and (not own or _BY_KIN.search(plain, head, leads.start())):
        return leads.start(), lives.end()
    minded = _MINDED.search(plain, head, child.start)
    if minded and own:
        return minded.start(), child.end
    patterns = [_TO_KIN, _WITH_KIN, _AT_HOME_VILLAGE, *(() if own else (_TO_ME, _FETCHED))]
    found = next((f for pattern in patterns if (f := pattern.match(plain, child.end))), None)
    return found.span() if found else None


def _is_now(plain: str, start: int, end: int) -> bool:
    if _NOT_NOW.search(plain, clause_start(plain, start), end) or _FOR_A_WHILE.match(plain, end):
        return False
    return stance_of(plain, start, end) is Stance.SAID and plain[clause_end(plain, end) - 1] not in "吗么"


def _each(people: People, child: Mention, start: int) -> list[Mention]:
    """All who are told of as 大的 and 小的, where it is said of several; else the one named."""
    head = str(child.person).split("-")[0]
    alike = rf"{re.escape(head)}(?:-\d)?"
    several = {m.person: m for m in people.mentions if re.fullmatch(alike, str(m.person))}
    if child.person == "child":  # 带着两个孩子…大闺女上二年级，小的两岁半
        own = [m for m in people.mentions if m.relation in _OWN]
        several |= {m.person: m for m in own if _NUMBERED.search(str(m.person))}
    if f"{head}-1" in several or head == "child":
        several.pop(head, None)  # 俩孙女, before 大的 and 小的
    words = people.plain[max(0, child.start - 3) : child.end + 4] + people.plain[start : start + 3]
    if len(several) > 1 and (not _NUMBERED.search(str(child.person)) or _SEVERAL.search(words)):
        return list(several.values())
    return [child]


def _led(people: People) -> Iterator[_Found]:
    """奶奶七十六领着他过: of the child who is told of, though 他 names nobody."""
    young = [m for m in people.mentions if m.person and m.relation in (*_OWN, *_OF_KIN)]
    for found in _HE_LED.finditer(people.plain) if young else ():
        before = [m for m in young if m.start < found.end()]
        yield (before[-1] if before else young[0]), *found.span()


__all__ = ["with_kept_by_kin"]
