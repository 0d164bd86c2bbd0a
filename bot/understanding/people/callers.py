"""Who heads a clipped note, named by no word for kin: 女12, 来电老人75, 邻居男68, 失独夫妻 夫61 妻59."""

from __future__ import annotations

import re
from dataclasses import dataclass

from bot.text.surnames import SURNAMES
from bot.understanding.mention import Mention

from .kinship import Kin

# 特困男70, 拾荒女 约40, 外省籍男约50: what one is, before man or woman.
SUCH = (
    r"(?:特困|低保|五保|孤寡|独居|空巢|失独|留守|高龄|残疾|重残|肢残|智障|聋哑|盲人?|失能|失业|下岗|退役|"
    r"退伍|退休|务工|无业|"
    r"拾荒|流浪|乞讨|外[地省来](?:户?籍)?|[一-鿿]{2}籍|农村|城镇|农民工?|离异|离婚|丧偶|单身|单亲|未婚|"
    r"已婚|青年|困难|贫困|监测户?|"
    r"脱贫户?|边缘户?|户主|患者|病人|居民|村民|邻居|对门|楼[上下]|隔壁|老人|老|烈属|军属|遗属|参战|无名|"
    r"伤者|伤员|走失者?|人员?|的|户){0,4}"
)
_CALLING = r"(?:来电|来访|来信|打来|致电)(?:人|者)?(?:系|为|是|：)?(?:一?[名位个])?"
# 女12, 男 年约40, 男主60: the one it is about, before any kin are named.
_MAN_OR_WOMAN = re.compile(
    rf"(?:(?:来电(?:人|者)?|该|一名?|年轻|中年|老年|系|妇)?{SUCH}|"
    r"[一-鿿]{1,6}(?<![孙侄甥大小次长幼子儿养继独生二三一父母之其])(?=.约?\d\d))"
    r"(?P<sex>[男女])(?P<kind>性|子|孩|童|生|士|"
    rf"主(?!人))?"
    r"(?=$|[ 来]|[，]|\d|[一二三四五六七八九十]|约|年|现|今|患|退|无|已|未|精|智|肢|视|听|言|独|失|残|户|"
    r"幼|离|丧|单|在|农|低|瘫)"
)
_WOMAN = r"老太太?|老妇人?|老大娘|老奶奶|老婆婆|大[妈娘婶嫂姨姐]|阿姨|妇女|少妇|姑娘|宝妈"
_MAN = r"老汉|老头子?|老爷爷|老伯|老翁|老大爷|大[爷叔伯哥]|先生|小伙子?"
_ENDS = (
    r"(?=$|[ ，；。：\d]|[一二三四五六七八九十]{1,3}岁|约|年[近过约]|现|今年|患|因|无|未|已|独居|丧偶|"
    r"离异|失独|"
    r"低保|五保|特困|反映|称|问|咨询|求助)"
)
# 来电老人75, 来电人系老太80: who calls, by a word that names nobody's kin.
_CALLER = re.compile(
    rf"{_CALLING}{SUCH}(?:(?P<female>{_WOMAN})|(?P<male>{_MAN})|(?P<any>老人家?|老年人|青年|老兵)){_ENDS}"
)
# 沂源 老人79 独居: the same where the note does not say who calls.
_OLD_ONE = re.compile(
    rf"{SUCH}(?:(?P<female>老太太?|老妇人?|老大娘|老奶奶|老婆婆)|(?P<male>老汉|老翁|老大爷|老头子?|老爷爷)|"
    r"(?P<any>老人家?))[ ，]?(?=(?:现|今)?(?:年)?约?(?:\d{2}|[五六七八九]十))"
)
_NOT_THE_CALLER = re.compile(r"来电|来访|来信|市民|代|替|称|反映|报")
_COUPLE = re.compile(
    r"(?:来电(?:人|者)?(?:系|为|是)?|[一-鿿]{2}籍|外[地省来]|务工|进城|农民工?|失独|低保|残疾|双残|盲人|"
    r"聋哑|农村|城镇|年轻|"
    r"中年|老年|老|青年|退休|新市民|一对){0,3}(?:夫妻|夫妇|老?两口子?)(?:俩|二人|两人|双方)?(?=$|[ ，：]|"
    r"均|都|皆)"
)
_ONE_OF_TWO = re.compile(
    r"(?P<who>(?P<male>夫(?![妻妇人])|丈夫|男方?|老头|老汉)|(?P<female>妻子?(?!女)|女方?(?!儿)|老太|"
    r"老伴))(?=[ ，：]|"
    r"(?P<years>\d{1,2})(?!月|个月)|[一-鿿])"
)
_NEXT_DOOR = re.compile(r"邻居|对门|楼[上下]|隔壁")
_GROWN = 20
_CLIENT = Kin("client", "client")
# 伤者男60, 走失老人女78: who cannot be calling.
_CANNOT_CALL = re.compile(r"伤者|伤员|走失|昏迷")
# 特困儿童 男15: a child whom an office looks after; any other small one is of the parents who call.
_WARD = re.compile(r"(?:特困|困境|留守|孤困|孤残|散居|流浪|无人抚养的?)(?:儿童|少年|学生)|孤儿(?!费|补)")
_SMALL = re.compile(
    r"(?:性|子|孩|童|生)?[ ，]?(?:约|现年|今年|年)?(?:\d|1[0-5])(?=周?岁|$|[ ，；。]|[^\d个月日号天年级.])"
)


# 入户复核 …户主68; 被害人郑某男38: whom an office notes, and who says nothing. (户主50保安 alone: who calls.)
_SPEAK_THEMSELVES = re.compile(
    r"来电|来访|来信|来窗口|本人|诉求人|申请人|求助人|反映人|[代替]|户主(?:称|反映|问|说|自述|诉)"
)
_REVIEWED = re.compile(
    r"^[^，；。：]{0,16}?(?:入户|复核|核查|复审|走访|摸排|排查)(?:记录|登记|情况)?(?=[ ，：])"
)
_CALLED_SOME = re.compile(rf"(?:被害人|受害人|伤者|[ ，])[{SURNAMES}]某某?(?=[男女，\d])")


def is_only_noted(plain: str) -> bool:
    """Is a note of an office about somebody who does not call?"""
    if _SPEAK_THEMSELVES.search(plain):
        return False
    return bool(_REVIEWED.match(plain) or _CALLED_SOME.search(plain))


@dataclass(frozen=True, slots=True)
class Principal:
    """Where it is named whom the note is about; `calls`: it says that they call themselves."""

    start: int
    end: int
    sex: str | None
    kind: str = ""
    calls: bool = False
    next_door: bool = False


def principal_at(plain: str, start: int, end: int, *, met: bool = False) -> Principal | None:
    """The one whom the bit from `start` to `end` names as whom the note is about; `met`: by a passer-by."""
    caller = _CALLER.match(plain, start, end + 1)
    if caller is not None:
        return _by_word(caller, calls=True)
    found = _MAN_OR_WOMAN.match(plain, start, end + 1)
    if found is not None:
        sex = "male" if found["sex"] == "男" else "female"
        stop = max(found.end("sex"), found.end("kind"))
        near = _NEXT_DOOR.search(plain, start, found.start("sex")) is not None
        return Principal(found.start("sex"), stop, sex, found["kind"] or "", next_door=near)
    old = _OLD_ONE.match(plain, start, end + 1)
    told = old is not None and (met or not _NOT_THE_CALLER.search(plain, 0, start))
    return _by_word(old, calls=False) if old is not None and told else None


def spoken_for(plain: str, first: Principal) -> Kin | None:
    """What the one whom a note names is to it, where it is not they who call: hurt, or too small to."""
    if _CANNOT_CALL.search(plain, max(0, first.start - 8), first.start):
        return _CLIENT
    if first.sex is None or not _SMALL.match(plain, first.start + 1):
        return None
    return _CLIENT if _WARD.search(plain, 0, first.start) else Kin("child", "child")


def _by_word(found: re.Match[str], *, calls: bool) -> Principal:
    group = next(name for name in ("female", "male", "any") if found[name])
    return Principal(*found.span(group), None if group == "any" else group, calls=calls)


def read_couple(plain: str, bits: tuple[tuple[int, int], ...]) -> tuple[Mention, ...] | None:
    """失独夫妻 夫61 妻59: each of the two who call together, the first named as who speaks.

    None where no couple calls.
    """
    head = next((place for place, bit in enumerate(bits[:4]) if _COUPLE.match(plain, *bit)), None)
    if head is None:
        return None
    first, found = "", []
    for start, end in bits[head + 1 :]:
        one = _ONE_OF_TWO.match(plain, start, end)
        if one is None or (one["who"][0] in "男女" and not _is_grown(one)):
            continue
        sex = "male" if one["male"] else "female"
        first = first or sex
        if sex == first:
            found.append(Mention(*one.span("who"), "self", "self", sex, words="本人"))
        else:
            married = "husband" if sex == "male" else "wife"
            found.append(Mention(*one.span("who"), married, "spouse", sex, words=one["who"]))
    return tuple(found)


def _is_grown(one: re.Match[str]) -> bool:
    return one["years"] is not None and int(one["years"]) >= _GROWN
