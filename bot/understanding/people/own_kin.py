"""Kin of who speaks by the word itself (内人, 家兄, 娘家哥), and where the talk turns to one's own home."""

from __future__ import annotations

import re

from bot.understanding.mention import Mention

from .kinship import kin_words
from .namings import DID_IT, OPPONENTS

_HUMBLE = re.compile(
    r"娘家.{1,3}|内人|内子|贱内|拙荆|外子|家(?:父|母|兄|姐|嫂|弟|妹|叔|伯|舅|姑)|舍(?:弟|妹|侄)|[小犬]儿|小女"
)
_HOME = re.compile(
    r"(?:^|[，。；！？：])(?:而|但是?|可是?|至于)?(?:我|俺|咱)们?(?:自己)?(?:家|这边|这里|这头)"
)
_PARENT = re.compile(r"老?[爹娘爸妈父母]")
_HAS_ONLY = re.compile(r"(?:[^，。；我俺]{0,8}，)?[^，。；！？我俺]{0,10}")


# 独生儿子没了，老婆早离了: of who bore an only child it is told, and the 老婆 is theirs.
_LOST_CHILD = re.compile(
    r"(?:闺女|女儿|姑娘|儿子?|孩子|娃|独苗|小子|丫头)[^。！？媳婿孙]{0,14}?(?:没了|去世|走了|死|病故|过世|牺牲|不在了|没的)"
)
_ONLY = re.compile(r"独[生养子苗女]|失独|[就只](?:有|生|养|要)?(?:过|了)?[这那]?么?一个|没(?:有)?(?:再|别)")
_OWN_SPOUSE = ("老婆", "老伴", "妻子", "爱人", "对象", "老公", "丈夫", "男人", "老头子", "老婆子")


def is_own_by_word(word: str, plain: str = "", start: int = 0) -> bool:
    """内人, 舍弟: nobody calls so the kin of another; a wife's 娘家哥 is her own brother."""
    if word in _OWN_SPOUSE and plain[start - 1 : start] in ("，", "。", " "):
        return bool(_LOST_CHILD.search(plain, 0, start) and _ONLY.search(plain))
    return bool(_HUMBLE.fullmatch(word))


def turns_to_own(plain: str, lead: Mention, seen: list[Mention], start: int) -> bool:
    """我哥吃着低保；我家没有，公公…: is the talk of one's own again, and no more of the one who led it?"""
    if any(m.person == "self" and m.topic and m.start > lead.end for m in seen):
        return True
    return bool(_HOME.search(plain, lead.end, start))


def is_of_opponent(plain: str, before: Mention, start: int) -> bool:
    """车主没钱，家里就一个七十的老娘: the parents of whom a claim goes against are nobody's kin here."""
    against = bool(OPPONENTS.fullmatch(before.words)) and bool(_PARENT.match(plain, start))
    return against and bool(_HAS_ONLY.fullmatch(plain, before.end, start))


# 他妈残疾一级躺炕上，小孙女跟我过: the child is named only behind its father or mother.
_RAISED_BEHIND = re.compile(
    r"[^。！？我俺]{1,40}?[，；](?:[我俺](?:家|的)?)?[这那]?(?P<young>[大小]?(?:外孙闺女|外孙女|外孙子?|孙女儿|孙[女子儿]|"
    r"外甥女|外甥|侄女|侄子|孩子|娃))(?:(?:就|一直|现在|都|从小){0,2}(?:跟着?|归|由|靠|在|是|叫|放)(?:着)?"
    r"(?:[我俺]|奶奶|爷爷|姥姥|姥爷)|(?<!孩子)(?<!娃)(?:今年|现在|才|刚)?[上读念\d一二三四五六七八九十])"
)


# 她爸爸去年查出肝癌，闺女上初二: the small child of who speaks, named behind its other parent; of old people
# it is not said: 他爸八十了，孩子上初二.
_OWN_BEHIND = re.compile(
    r"(?:(?![爷奶姥婆]|[六七八九]十|[6-9]\d|同学|同事|邻)[^。！？]){1,48}?(?:[，；]|(?<=[了残病着证]))(?:[我俺](?:家|的|一个人)?)?(?:[带养供领]着?)?"
    r"(?:[俩两仨三]个?)?(?P<young>孩子|娃|闺女|女儿|儿子)(?:，?(?:大的|老大|一个))?(?:今年|现在|才|刚|还|也){0,2}"
    r"(?:[上念读]着?(?:幼|小|初|高|[一二三四五六]年|[大中小]班|职|中专|技校)|[初高][一二三]|[一二三四五六]年级|"
    r"(?:1[0-7]|[1-9]|十[一二三四五六七]?|[一二三四五六七八九])岁)"
)


def raised_behind(plain: str, start: int) -> Mention | None:
    """The child whom who speaks raises, named in a clause behind its parent at `start`."""
    found = _RAISED_BEHIND.match(plain, start) or _OWN_BEHIND.match(plain, start)
    kin = kin_words().get(found["young"]) if found is not None else None
    return Mention(0, 0, kin.person, kin.relation, kin.sex, words=found["young"]) if kin is not None else None


def old_self(plain: str, start: int, end: int) -> Mention | None:
    """俺老汉光棍一个: who speaks, where it is not said of a husband."""
    says = plain[start:end] == "老汉" and plain[start - 1 : start] in ("我", "俺")
    return Mention(start, end, "self", "self", "male", words="我") if says else None


_BY_SOMEBODY = re.compile(
    r"[被让叫遭](?:一?个|几个|俩)?(?:喝[醉多了]{1,2}[^，。；]{0,2}的|不认识的|骑车的)?$"
)
_STRIKES = re.compile(r"[^，。；！？]{0,6}?[撞打捅砍骗咬推抢伤轧刮碰扎砸踹](?!电话|针|工|招呼)")


def of_the_doer(plain: str, start: int, end: int) -> Mention | None:
    """撞我妈的那个小伙子, 让个疯子捅伤: one who did it, of whom nothing is kept; None for anybody else."""
    if DID_IT.search(plain, max(0, start - 20), start):
        return Mention(start, end, None, None, words="凶手")
    by = _BY_SOMEBODY.search(plain, max(0, start - 9), start) and _STRIKES.match(plain, end)
    return Mention(start, end, None, None, topic=False, words="凶手") if by else None


_ANY_CHILD = re.compile(r"(?:没了|养不[了起]|管不了|没人[管养]|残疾|困难|孤|病)[^，。；我俺这]{0,6}的$")
_IS_GIVEN = re.compile(r"，?(?:就|每个?月|国家|政府|都)?(?:可以|能|按月|有(?:没有)?(?:补|钱|政策)|给)")


# 闺女没了，就这一个孩子; 没再要孩子: it counts them, and names no child of the dead.
# 单亲家庭的孩子能申请吗，我妹上高二: whichever child is so, where it is told of whom it is next.
_OF_SUCH_HOMES = re.compile(r"(?:单亲|离异|重组|低保|特困|贫困|脱贫|双残|困难)(?:家庭|户|人家)?的$")
_TOLD_OF_NEXT = re.compile(
    r"[^，。；！？我俺]{0,14}(?:吗|么|不|啥|什么|没有?|多少)[，。？！ ]{1,2}(?:我|俺)们?家?的?"
    r"(?:[妹弟姐哥侄孙]|外甥|儿|闺女|女儿|表|堂)"
)
_COUNTED = re.compile(
    r"(?:[就只仅]|统共|总共|一共|拢共)(?:有|生|养|要|得)?(?:过|了|下)?[这那]?么?一个$|[没不]再?(?:有|要|生)?过?(?:别的)?$"
)


def is_any_child(plain: str, start: int, end: int) -> bool:
    """爸妈一个没了、一个养不了的孩子，可以按月领: whichever child is so."""
    if plain[start:end] not in ("孩子", "娃", "小孩"):
        return False
    if _COUNTED.search(plain, max(0, start - 9), start) and _LOST_CHILD.search(plain, 0, start):
        return True
    if _OF_SUCH_HOMES.search(plain, max(0, start - 8), start) and _TOLD_OF_NEXT.match(plain, end):
        return True
    return bool(_ANY_CHILD.search(plain, max(0, start - 16), start) and _IS_GIVEN.match(plain, end))


__all__ = ["is_any_child", "is_of_opponent", "is_own_by_word", "of_the_doer", "turns_to_own"]
