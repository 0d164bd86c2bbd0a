"""Clipped notes of officials and hotline agents: whom they are about, and of whom each bit speaks.

来电 淄川昆仑 女53 夫矿上退休 尘肺三期 儿子失业: bits without subjects. A word for kin at the head of a bit
(夫, 儿子) makes the person of whom that bit and those behind it speak, until the next; before any, they speak
of whom the note is about: of who calls, or of whom 代邻居问, 村委代报 or 群众急报 says.
"""

from __future__ import annotations

import re
from collections.abc import Iterator
from dataclasses import dataclass, replace
from functools import cache

from bot.understanding.mention import Mention

from .callers import SUCH, Principal, is_only_noted, principal_at, read_couple, spoken_for
from .kinship import OUTSIDE, Kin, any_of, head_words, kin_words, no_heads, words_of_self

_SPEAKS = ("我", "俺", "咱")
_LONGEST_BIT = 13
_BITS = re.compile(r"[^ ，；。]+")
# 来电人女，夫瘫痪三年，公公82失能: set apart by commas, as other talk is too; so only what opens like a note.
_OPENS = re.compile(
    r"^[^，；。 ]{0,8}(?:来电|来访|来信)(?:人|者)?(?:称|男|女)?[，： ]|"
    r"^[^，；。 ]{0,8}[代替][^，；。 ]{1,4}(?:来电|问|报|咨询)[，： ]|"
    r"^[^，；。 ]{0,10}(?:代报|急报|代填|代问|代办|转办|转报|复核)[，： ]|"
    r"^(?:[^，；。 ]{2,6}[，])?[男女](?:性)?[，]?\d\d岁?[，]"
)
# What no one says who speaks of themselves with spaces for pauses (老伴走了三年 儿子在外地 一个人住).
_MARKS = re.compile(
    r"(?:村委会?|村会计|村支书|村主任|村干部|社区|网格员|居委会?|街道|民政[办所]?|经办人|"
    r"驻村干部)[^ ，]{0,2}[报咨问]|"
    r"(?:民警|巡[警逻]|城管|学校|老师|班主任|医院|残联|妇联|工会|司法所)[^ ，]{0,2}(?:来电|反映|代|报|转)|"
    r"来电|来访|来信|本人|该[人户生]|[代替][^ ，]{0,5}[问报咨填]|急报|(?:群众|村民|邻居|路人)报|(?:^|"
    rf"[ ，])(?:一?[名位个])?(?:妇|老年|年轻)?{SUCH}(?:[男女](?=[ ，童孩性生主士子]|约?\d)|"
    rf"[一-鿿]{{0,6}}[男女]\d\d(?=[ ，])|老(?:人|汉|太太?)(?=约?\d\d))"
)
_KIN_BY_NAME = r"[一-鿿]{1,5}?"
_ASKED_FOR = re.compile(
    rf"(?P<by>[一-鿿]{{0,8}}?)(?:代|替|帮|为)(?P<whom>{_KIN_BY_NAME})"
    r"(?:来电|咨询|询问|反映|求助|申请|申报|打听|致电|上报|问|报|诉)(?=$|[ ，；。：]|[一-鿿])"
)
_BY = re.compile(r"(?P<by>[一-鿿]{1,8}?)(?:代问|代为|代咨|代报|代填|代来电)")
# 妻来电问…, 母76代问: kin who call, with what the one it is about is to them.
_CALLS = re.compile(
    r"(?P<by>家属|家人|亲属|妻子?|夫|丈夫|老公|老婆|配偶|爱人|儿子?|女儿|闺女|父亲?|母亲?|[兄弟姐妹]|"
    r"外?祖[父母]|外[公婆]|爷爷|奶奶|姥[姥爷]|姑[姑妈]?|舅[舅妈]?|叔叔?|大?伯父?|姨[妈母]?|儿媳|女婿|"
    r"侄[子女儿]?|外甥女?|甥女?|外?孙[子女]?|子(?=\d*代)|女(?=\d*代))(?:\d{2}岁?)?"
    r"(?:代(?:问|为|咨|报|填|诉|来电|申|办)|来电|致电|来访|来信|打来|求助|咨询)"
)
_TO_CALLER = {
    **dict.fromkeys(("妻", "妻子", "老婆"), Kin("husband", "spouse", "male")),
    **dict.fromkeys(("夫", "丈夫", "老公"), Kin("wife", "spouse", "female")),
    **dict.fromkeys(("配偶", "爱人"), Kin("spouse", "spouse")),
    **dict.fromkeys(("子", "女", "儿", "儿子", "女儿", "闺女"), Kin("parent", "parent")),
    **dict.fromkeys(("父", "母", "父亲", "母亲"), Kin("child", "child")),
    **dict.fromkeys(("家属", "家人", "亲属"), Kin("relation", "relative")),
    **dict.fromkeys("兄弟姐妹", Kin("sibling", "sibling")),
    **dict.fromkeys(
        ("祖父", "祖母", "外祖父", "外祖母", "外公", "外婆", "爷爷", "奶奶", "姥姥", "姥爷"),
        Kin("grandchild", "grandchild"),
    ),
    **dict.fromkeys(
        (*"姑舅叔伯姨", "姑姑", "姑妈", "舅舅", "舅妈", "叔叔", "伯父", "大伯", "大伯父", "姨妈", "姨母"),
        Kin("nephew", "nephew_niece"),
    ),
    **dict.fromkeys(
        ("侄", "侄子", "侄女", "侄儿", "外甥", "外甥女", "甥", "甥女"), Kin("uncle", "uncle_aunt")
    ),
    **dict.fromkeys(("孙", "孙子", "孙女", "外孙", "外孙子", "外孙女"), Kin("grandparent", "grandparent")),
    **dict.fromkeys(("儿媳", "女婿"), Kin("parents-in-law", "mother_in_law")),
}
_RAISING = re.compile(r"(?:抚养|监护|照料|照管|带养)$")
_OFFICES = (
    r"(?:(?P<villager>村[委支民会医妇干主书里两]|驻村|包村|第一书记|大队|网格员|妇女主任)|"
    r"(?P<pupil>班主任|老师|学校|校方|园长|辅导员)|"
    r"(?P<client>社区|居委|街道|民政|残联|社工|养老院|敬老院|福利院|医院|镇政府|办事处|协理员|助理员?|护工|"
    r"妇联|工会|司法所|退役军人(?:服务)?站|养老机构|养老服务中心|护理院|卫生院|慈善(?:总?会)?|人社所?|就业(?:中心|站))|"
    r"(?P<neighbor>邻居|对门|楼[上下]|隔壁)|"
    r"(?P<stranger>群众|路人|行人|目击|火车站|汽车站|客运站|救助站|巡[警逻]|民警|保安|环卫|好心人|热心|过路|游客|司机|市民(?=急报|报|发现|代报)))"
)
_OFFICE = re.compile(
    rf"{_OFFICES}[^ ，；。：\d]{{0,4}}?(?:代报|急报|上报|代问|代咨|代填|代为|代办|来电|反映|发现|转来|转办|"
    r"报警|求助|咨询|来报|(?<=[计记部书任委员办工师])问|转(?=[ ，；：]|$)|报(?![销名废考]))"
)
# 来电 路人 公园北门…: who calls, in a bit of their own.
_WHO_CALLS = re.compile(
    rf"(?P<calls>来电人?|来访|来信)?(?:系|为|是|：)?(?:一?[名位])?{_OFFICES}(?:员|人员|人|工人?|干部|工作人员|市民|群众|司机)?"
)
_CALLS_ALONE = ("来电", "来访", "来信")
_RELATION = {"neighbor": "neighbour"}
_NEIGHBOURS = ("邻", "邻居", "对门", "隔壁", "楼上", "楼下")
_OTHERS = (
    (re.compile(r"^(?:我?们?村|别?人$|人家$|村民|村里|同村|本村|乡邻|老乡)"), Kin("villager", "villager")),
    (re.compile(r"居民|住户|服务对象|特困|老人$|孤儿|残疾人"), Kin("client", "client")),
    (re.compile(r"学生|该生"), Kin("pupil", "pupil")),
    (re.compile(r"朋友|同事|工友|战友"), Kin("friend", "other")),
    (re.compile(r"流浪|路人|陌生"), Kin("stranger", "stranger")),
)
# 夫三个月前工地身亡, 子被害, 妻遭殴致死
DIED = (
    r"身亡|坠亡|溺亡|病亡|亡故|已故|亡(?=$|[ ，；。两一二三四五六七八九十半\d])|已亡|故去|病故|病逝|早逝|"
    r"去世|死亡|过世|离世|"
    r"殁|牺牲|遇难|猝死|遇害|不治|抢救无效|致死|杀害|被杀|被害(?!人|[^ ，；。]{0,8}[伤残])|"
    r"[打殴捅砍轧撞摔砸淹电烧毒]死"
)
# 母改嫁: who is gone heads nothing behind.
_GONE = re.compile(
    rf"[^ ，；。]{{0,10}}?(?:{DIED}|双亡|"
    r"(?<!被)(?<!遭)(?<!受)(?:家暴|施暴|虐待|殴打|打骂)(?!致)|改嫁|再婚|失联|离家|出走|下落不明|失踪|"
    r"不知去向|不详|离异|离婚|"
    rf"跑了|另组|服刑|"
    r"入狱|在押|羁押|判刑|强戒|强制|戒毒)"
)
# 儿媳照护, 女远嫁: told of on the way, and not what is spoken of next.
_ON_THE_WAY = re.compile(
    r"(?:代为|在家|负责|独自|一人|自己|均|都|已|轮流|长期|全职|辞职|辞工|偶尔|也|又){0,3}(?:在家)?"
    r"(?:照护|照料|照看|照顾|照应|看护|护理|陪护|陪同|伺候|抚养|赡养|扶养|带(?=$|[ ，；。])|代养|代管|"
    r"养(?=$|[ ，；。])|做饭|送饭|来电|致电|代|不管|不赡养|不养|"
    r"不来往|不往来|无力|远嫁|出嫁|外嫁|已嫁|成家|已婚|结婚|另过|分家|分户|另住|定居)"
)
_HERE_BEGINS = re.compile(
    r"(?:现年|今年|年|约)?[\d一二三四五六七八九十]{1,3}(?![个万千百元级期米斤])|患|脑瘫|智力|精神|孤独症|"
    r"自闭|[初高大小][一二三四学中]|[ ，]|$"
)
_LED = re.compile(
    r"(?:带|抚养|养育|育有?|养|有|生有?|供|照顾|拉扯|随带)(?:着|一|1|有一)?(?:名|"
    r"个)?(?:\d{1,2}周?岁)?(?:的|幼|小)?$"
)
_AT_WORK = re.compile(
    r"[均都皆双]?(?:在职|在岗|务工|打工|上班|无业|失业|下岗|待业|在外|外出|有工作|无工作|职工|农民)"
)
# 市民称父82, 父打工母务农
_SAID = re.compile(r"(?:称|反映|诉|述|因|系)其?$")
_TOLD = re.compile(
    r"务农|打工|务工|无业|失业|下岗|退休|在职|改嫁|离家|失联|瘫|残|患|病|已?亡|去世|服刑|在押|外出|无劳|"
    r"均|\d|[小初高大][学一二三四中]"
)
_PARENT = re.compile(r"父|母|[爸妈爹娘]")
_PARENTS = frozenset({"father", "mother", "parent"})
_ELDERS = _PARENTS | {"grandfather", "grandmother", "grandparent"}
_BLOOD = _ELDERS | {"brother", "sister", "sibling", "uncle_aunt"}
_CHILDREN = ("son", "daughter", "child")
_RAISED = ("grandchild", "nephew_niece")
_ANY_OF_THEM = ("孙", "侄", "甥", "外孙", "孩子")


@dataclass(frozen=True, slots=True)
class Note:
    """`asked`: whom the note is about, where it is not who calls; `caller`: the word of kin of who calls."""

    plain: str
    bits: tuple[tuple[int, int], ...]
    asked: Mention | None
    caller: tuple[str, Kin] | None
    shown: tuple[Mention, ...]  # where the one it is about is named, and who calls
    child: tuple[int, int]  # 父母双亡 女14: a child it is about, but not named

    def bit_of(self, place: int) -> tuple[int, int]:
        """The bit that holds `place`."""
        return next((bit for bit in self.bits if bit[0] <= place < bit[1]), (place, place))

    def by_word(self, found: re.Match[str], kin: Kin, word: str) -> Mention | None:
        """祖父代孙问…祖父72, 代弟问 弟38: who calls and who is asked for, by the same word again."""
        if word in ("两老", "二老") and not self.shown:
            return Mention(*found.span(), "self", "self", words="老两口")
        asked = self.asked
        same = asked is not None and asked.words and kin.relation == asked.relation
        same = same and (kin.person == asked.person or word in _ANY_OF_THEM)
        if same and (self.caller is None or word != self.caller[0]):
            return replace(asked, start=found.start(), end=found.end(), topic=True)
        if self.caller is not None and (word == self.caller[0] or kin.person == self.caller[1].person):
            return Mention(*found.span(), "self", "self", kin.sex, words=word)
        return None

    def parents(self, found: re.Match[str], kin: Kin, seen: list[Mention]) -> Mention | None:
        """子4岁 听力残疾 父母均在职: the parents of the child just told of, of whom one calls."""
        last = next((m for m in reversed(seen) if m.topic and m.person), None)
        of_child = last is not None and last.relation in _CHILDREN and self.asked is None
        if not of_child or kin.person != "parents" or not _AT_WORK.match(self.plain, found.end()):
            return None
        return Mention(*found.span(), "self", "self", words="我们夫妻")

    def is_about(self, word: str, end: int) -> bool:
        """淄川西河 村民 男58: does the word only say what the one is whom the note is about?"""
        bare = self.plain[end : end + 1] == " "
        return bare and self.asked is None and word in ("村民", "居民")

    def holder(self, kin: Kin) -> Mention | None:
        """Whose kin a bare word names: of an outsider, or of a grandchild or nephew, theirs."""
        asked = self.asked
        if asked is None or asked.person == kin.person:
            return None
        if asked.relation in OUTSIDE or asked.relation == "other":
            return asked
        if asked.relation in _RAISED:
            return asked if kin.relation in _BLOOD else None
        if asked.relation in _CHILDREN:
            return asked if kin.relation in _PARENTS else None
        if asked.relation in ("brother", "sister"):
            return asked if kin.relation in ("spouse", *_CHILDREN) else None
        return asked if asked.relation in _ELDERS and kin.relation == "spouse" else None

    def matches(self, say: re.Pattern[str], masked: str) -> Iterator[re.Match[str] | Mention]:
        """All that names somebody, from left to right: what `say` finds, and the heads of bits."""
        heads: list[re.Match[str] | Mention] = [*self.shown, *self._heads(masked)]
        taken = sorted((one.start, one.end) if isinstance(one, Mention) else one.span() for one in heads)
        kept = [f for f in say.finditer(masked) if all(f.end() <= s or e <= f.start() for s, e in taken)]
        yield from sorted(
            [*heads, *kept], key=lambda one: one.start if isinstance(one, Mention) else one.start()
        )

    def _heads(self, masked: str) -> Iterator[re.Match[str]]:
        names = [self.child, *((m.start, m.end) for m in self.shown)]
        for found in _bare_kin().finditer(masked):
            start, end = found.span("note")
            if any(s < end and start < e for s, e in names):
                continue
            begins = start == self.bit_of(start)[0]
            bit = self.bit_of(start)[0]
            led = not begins and (
                _LED.search(masked, max(bit, start - 8), start)
                or _SAID.search(masked, max(bit, start - 4), start)
            )
            after = not begins and _bare_kin().match(masked, bit) and _TOLD.match(masked, end)
            if begins or after or (led and _HERE_BEGINS.match(masked, end)):
                yield found

    def settle(self, mention: Mention) -> Mention:
        """`mention` as spoken about or not: by whether it heads a bit and what the bit tells of them."""
        if mention.person is None:  # of the child's own parents, of whom nothing is kept
            return replace(mention, topic=mention.topic and not _GONE.match(self.plain, mention.end))
        if mention.relation == "self":
            return mention
        if mention.person == "elder" and self.asked is not None and self.asked.relation in OUTSIDE:
            return replace(self.asked, start=mention.start, end=mention.end, topic=True)
        head = mention.start == self.bit_of(mention.start)[0]
        told = mention.end - mention.start < 6
        if _GONE.match(self.plain, mention.end):
            return replace(mention, topic=False)
        if _ON_THE_WAY.match(self.plain, mention.end):
            return replace(mention, topic=False)
        led = _LED.search(self.plain, max(0, mention.start - 8), mention.start)
        begins = led and _HERE_BEGINS.match(self.plain, mention.end)
        return replace(mention, topic=True) if told and (head or begins) else mention


def read_note(plain: str) -> Note | None:
    """The note that `plain` is; None where it is told in sentences."""
    spaces = plain.count(" ")
    if (spaces < 2 and not ("，" in plain and _OPENS.match(plain))) or any(one in plain for one in _SPEAKS):
        return None
    bits = tuple(found.span() for found in _BITS.finditer(plain))
    if not (_MARKS.search(plain) or any(_bare_kin().match(plain, *bit) for bit in bits)):
        return None
    if len(bits) < 3 or sum(end - start for start, end in bits) > _LONGEST_BIT * len(bits):
        return None
    asked, caller, shown = _about(plain, bits)
    if asked is None and caller is None and is_only_noted(plain):
        asked = Mention(0, 0, "client", "client", topic=False)
    if asked is not None and asked.relation in OUTSIDE:  # 户主61: by what they are in their house
        heads = re.finditer("户主", plain)
        shown += tuple(replace(asked, start=m.start(), end=m.end(), topic=True, words="户主") for m in heads)
    couple = read_couple(plain, bits) if asked is None and caller is None else None
    if couple is not None:
        return Note(plain, bits, asked, caller, shown + couple, (0, 0))
    first, orphan = _principal(plain, bits, asked)
    if first is None and asked is not None and not asked.words and _is_named(plain, bits, asked):
        asked = None  # 祖母代问 孙10: named behind
    if orphan and first is not None:
        return Note(plain, bits, asked, caller, shown, (first.start, first.end))
    if first is not None and asked is None and (kin := spoken_for(plain, first)) is not None:
        asked = Mention(0, 0, kin.person, kin.relation, topic=False)
    if first is not None and first.next_door and asked is None:
        asked = Mention(0, 0, "neighbor", "neighbour", topic=False)
    if first is not None and asked is not None and not first.calls:
        asked = replace(asked, sex=first.sex)
        shown += (replace(asked, start=first.start, end=first.end, topic=True, words="该人"),)
    elif first is not None:
        shown += (Mention(first.start, first.end, "self", "self", first.sex, words="本人"),)
    return Note(plain, bits, asked, caller, shown, (0, 0))


def _about(
    plain: str, bits: tuple[tuple[int, int], ...]
) -> tuple[Mention | None, tuple[str, Kin] | None, tuple[Mention, ...]]:
    """Whom it is about, by which word of kin they call who calls, and where both are named."""
    for start, end in bits:
        found = _ASKED_FOR.match(plain, start, end)
        if found is not None and (whom := _whom(found["whom"])) is not None:
            by = _last_kin(found["by"])
            asked = Mention(*found.span("whom"), whom.person, whom.relation, whom.sex, words=found["whom"])
            if by is None:
                return asked, None, (asked,)
            word, caller = by
            stop = found.end("by")
            calls = Mention(stop - len(word), stop, "self", "self", caller.sex, words="我")
            return asked, by, (calls, asked)
        by = _BY.match(plain, start, end)
        if by is not None and (whom := _asked_by(by["by"])) is not None:
            return Mention(0, 0, whom.person, whom.relation, topic=False), None, ()
        calls_in = _CALLS.match(plain, start, end)
        if calls_in is not None and (whom := _TO_CALLER.get(calls_in["by"])) is not None:
            word = calls_in["by"]
            caller = kin_words().get(word) or head_words().get(word) or Kin("relation", "relative")
            shown = Mention(*calls_in.span("by"), "self", "self", words="我")
            return Mention(0, 0, whom.person, whom.relation, whom.sex, topic=False), (word, caller), (shown,)
        office = _OFFICE.search(plain, start, end) or _who_calls(plain, start, end)
        far = (start, end) not in (*bits[:3], *bits[-2:])
        if office is not None and not far and (start == bits[0][0] or office.start() - start <= 6):
            person = str(office.lastgroup)
            return Mention(0, 0, person, _RELATION.get(person, person), topic=False), None, ()
    return None, None, ()


def _who_calls(plain: str, start: int, end: int) -> re.Match[str] | None:
    """来电 路人, 来电社区: an office or a passer-by that is all of a bit, where it says that they call."""
    found = _WHO_CALLS.fullmatch(plain, start, end)
    said = found is not None and (found["calls"] or plain[max(0, start - 3) : start].strip() in _CALLS_ALONE)
    return found if said else None


def _is_named(plain: str, bits: tuple[tuple[int, int], ...], asked: Mention) -> bool:
    """Does a bit name the one it is asked for, or one who may be they, by a word for kin?"""
    if asked.relation in OUTSIDE:
        return False
    alike = {"parent": _PARENTS, "child": _CHILDREN, "sibling": ("brother", "sister")}
    for start, end in bits:
        found = any_kin().match(plain, start, end) or _bare_kin().match(plain, start, end)
        kin = (kin_words().get(found.group()) or head_words().get(found.group())) if found else None
        calls = _CALLS.match(plain, start, end)
        if kin and not calls and kin.relation in (asked.relation, *alike.get(str(asked.relation), ())):
            return True
    return False


def _whom(word: str) -> Kin | None:
    if word.startswith(_NEIGHBOURS):
        return Kin("neighbor", "neighbour")
    kin = kin_words().get(word) or head_words().get(word) or kin_words().get(word.lstrip("其老"))
    return kin or next((kin for say, kin in _OTHERS if say.search(word)), None)


def _asked_by(words: str) -> Kin | None:
    """奶奶代问, 朋友代咨: whom they ask for, by what they are to them."""
    words = _RAISING.sub("", words)
    word = next((words[start:] for start in range(len(words)) if words[start:] in words_of_self()), None)
    return words_of_self()[word] if word else None


def _last_kin(words: str) -> tuple[str, Kin] | None:
    """The longest word of kin at the end of `words`, with whom it names."""
    for start in range(len(words)):
        word = words[start:]
        if kin := kin_words().get(word) or (head_words().get(word) if len(word) == 1 else None):
            return word, kin
    return None


def _principal(
    plain: str, bits: tuple[tuple[int, int], ...], asked: Mention | None
) -> tuple[Principal | None, bool]:
    """Where 女12 or 男 names the one it is about, before any kin are named; is it a child left by parents?"""
    left = False
    for start, end in bits[:6]:
        found = principal_at(plain, start, end, met=asked is not None and asked.relation == "stranger")
        if found is not None:
            small = asked is None and found.kind in ("孩", "童")
            own = asked is not None and asked.words == plain[found.start]
            return (None if small or own else found), left and asked is None
        if any(say.match(plain, start, end) for say in (_BY, _ASKED_FOR, _CALLS)):
            continue
        kin = _bare_kin().match(plain, start, end) or any_kin().match(plain, start, end)
        if kin is None or (asked is not None and kin.group() == asked.words):
            continue
        left = bool(_PARENT.match(plain, start, end) and _GONE.match(plain, kin.end(), end))
        if not left:
            return None, False
    return None, False


@cache
def any_kin() -> re.Pattern[str]:
    """Any word for kin."""
    return any_of(kin_words())


@cache
def _bare_kin() -> re.Pattern[str]:
    """A bare word for kin, unless it begins another word."""
    each = [f"{word}(?![{no_heads()[word[-1]]}])" for word in head_words() if word[-1] in no_heads()]
    longer = [re.escape(word) for word in head_words() if word[-1] not in no_heads()]
    return re.compile(f"(?P<note>{'|'.join(sorted([*longer, *each], key=len, reverse=True))})")
