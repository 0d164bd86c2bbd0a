"""How many live together, by who is named: 撇下俺跟俩上学的孩子, 家里有爱人、闺女和我, 俺跟老头子烧块煤."""

from __future__ import annotations

import re
from collections.abc import Iterator

from bot.understanding.wordings.heads import compile_headed

Found = tuple[tuple[int, int], int]

_COUNTS = {"一": 1, "两": 2, "俩": 2, "二": 2, "三": 3, "仨": 3, "四": 4, "2": 2, "3": 3}
_TWO = "一儿一女|一子一女|爸爸妈妈|爸妈|爹娘|爹妈|父母|公公婆婆|公婆|爷爷奶奶|姥姥姥爷|岳父母"
_MATE = "爱人|对象|老伴|老公|男人|老头子?|当家的|老婆子?|老嬷嬷|媳妇|妻子?|配偶"
_YOUNG = (
    "[长次]子|[长次]女|儿子|闺女|女儿?|男孩|女孩|孩子|娃娃?|小子|妮子?|丫头|"
    "(?<=[俩仨个])(?:上学|念书|读书)的(?=[，。；大小]|$)|子(?=[、+，。 ]|$)"
)
_KIN = (
    f"{_MATE}|{_YOUNG}|外?孙子|外?孙女|婆婆|公公|岳母|岳父|丈母娘|老?丈人|父亲?|母亲?|爸爸?|妈妈?|老?爹|老?娘|"
    "爷爷|奶奶|姥姥|姥爷|哥哥?|弟弟?|姐姐?|妹妹?|侄子|侄女|外甥女?|儿媳妇?|女婿"
)
_N = r"[一两俩二三仨四23]"
_ME = r"(?:我|俺|本人|户主)(?:自己|自个儿?|一个人)?"
_ITEM = (
    rf"(?:(?:{_N}个?)?(?:还在?)?(?:[^，。；、和跟与我俺的]{{1,8}}的)?(?:我|俺|他|她)?"
    rf"[大小二傻瘫瞎聋病老]?(?:{_TWO}|{_KIN})|{_ME})"
)
_JOIN = r"(?:、|\+|和|跟着?|与|带着?|领着|守着|以及|，?(?:还有个?|加上|再加))"
_LIST = rf"(?P<list>{_ITEM}(?:{_JOIN}{_ITEM}){{1,5}})"
_END = r"(?=[，。；！：]|$)"
_OF_LIST = re.compile(
    rf"(?P<two>{_TWO})|(?P<n>{_N})(?:(?:个|(?<=[俩仨]))(?:[^，。；、和跟与我俺]{{1,8}}的)?)?(?:{_KIN})|(?P<one>{_KIN})|(?P<me>我|俺|本人|户主)(?=自|一|[、+，和跟与带领守还以加]|$)"
)
_ME_IN = re.compile(rf"(?:我|俺|本人|户主)(?!{_KIN}|{_TWO})")
# 家里有…和我 names all; 家里还有个弟弟 does not.
_AT_HOME = compile_headed(
    rf"(?:家里|家中|一家|全家|我家|俺家|户里|家庭成员)(?:现在|如今|平时|一共|总共|也)?(?P<just>就|只)?(?:有|是|剩下?|住着|为|：)?{_LIST}{_END}"
)
_STILL = compile_headed(rf"(?:家里|家中|我家)还有个?{_LIST}{_END}")
_KIN_WORD = re.compile(_KIN)
_LEFT_BEHIND = compile_headed(rf"(?:撇|留|丢|扔|剩|抛)下(?:了)?{_LIST}")
_LIVE = compile_headed(
    rf"{_LIST}(?P<all>[三四五六]口|[三四五六]个?人)?(?:一起|一块儿?|共同|同)?"
    r"(?:搭伙)?(?:过(?![来去年得节])|住(?!院|校)|生活|相依|挤在|租房|租住)"
)
_WHOLE = re.compile(
    rf"(?:^|(?<=[。：]))(?P<list>(?:我|俺|本人|户主)(?:[、+，和跟](?:还有)?(?:(?:{_N}个?)?(?:我|俺)?(?:{_TWO}|{_KIN}))){{2,6}})(?=[。]|$)"
)
# 三个月的娃 is how old it is, and no three of them.
_NO_AGE = r"(?!个?半?多?(?:月|岁|周|礼拜|星期|年|天))"
# Who raises children without the other parent, where nobody else is named.
_RAISES = compile_headed(
    rf"(?:自己|独自|一个人|一人|(?:离[了过]?[婚异]|丧偶|守寡)(?:后|了|以后|，)?)(?:，)?(?:还)?(?:带着?|领着?|拉扯着?|养着?|抚养)"
    rf"(?P<n>{_N}{_NO_AGE}|着)?个?(?:[^，。；我俺的]{{1,6}}的)?(?P<kin>儿子|闺女|女儿|孩子|娃|小子|丫头|妮子)"
    r"(?![^，。；]{0,6}(?:回来|回娘家|回(?:到)?[我俺]?[爸爹妈娘]|住(?:在)?[我俺娘]|去|来|看|上街|出))"
)
_SEVERAL = re.compile(
    rf"[俩两仨三四]{_NO_AGE}个?[^，。；]{{0,4}}(?:孩|娃|儿|女)|大的|小的|老[大二三]|[大二]宝|还有个"
)
_UNCOUNTED = re.compile(r"^[^一两俩二三仨四23]{0,40}(?:孩子|娃)[^一两俩二三仨四23]{0,40}$")
_OTHERS = re.compile(
    rf"{_MATE}|{_TWO}|婆婆|公公|[他她]爸|[他她]妈|[他她]爹|[他她]娘|孩子爸|孩子妈|奶奶|爷爷|姥|(?<![大姑老])娘(?![俩仨])|爹|妈|爸|[一二三四五六七八]口"
)
_LIVES_TOO = re.compile(rf"{_MATE}|{_YOUNG}|孙|公公|婆婆|哥|弟|姐|妹|爷爷|奶奶|口人")
_MATES = re.compile(rf"{_MATE}|孩子?[他她]?[爸妈爹娘]|[他她][爸妈爹娘]")
_GONE = re.compile(
    rf"(?:{_MATE}|孩子?[他她]?[爸妈爹娘]|[他她][爸妈爹娘]|前[夫妻])(?:[^，。；！？]{{0,10}}?)(?:没了|去世|死|不在|走了|走得|跑|过世|病故|牺牲|离|坐牢|判|欠|失踪)|前[夫妻]|娘家"
)
# ---- an old couple by themselves
_OLD_PAIR = compile_headed(
    r"(?:我|俺)(?:和|跟|与|、)(?:我|俺)?(?:老伴|老头子?|老婆子?|老嬷嬷)(?:俩|两人|两个)?"
    r"(?=(?:在家|在[村庄]|烧|守|种|靠|就|住(?!院)|一冬|一年|过(?![来去])|吃))|(?:我|俺)们?老(?:两口|俩)(?=[在就守靠种烧都，。]|$)|"
    r"(?:^|(?<=[，。 ]))老(?:两口|俩口?)(?=[ ，。在守]|住(?!院)|$)"
)
_US_TWO = re.compile(r"(?:俺|我|我们)俩(?!孩|娃|儿|闺|眼|腿|月|人?都?姓)")
_OLD_MATE = re.compile(r"(?:我|俺)?(?:老伴|老头子|老婆子|老嬷嬷)")
_YOUNG_ONES = re.compile(r"儿(?!童|科|麻)|闺女|女儿|孙|孩|娃|爹|娘|妈|爸|公公|婆婆|哥|弟|姐|妹|口人")
_AWAY = re.compile(
    r"(?:没儿没女|无儿无女|没有?(?:儿女|孩子)|(?:儿女|孩子们?|儿子|闺女|女儿)(?:都|也|早)*(?:分家|另过|在外|外地|出嫁|嫁|成家|没了|走了|不在|不管|不孝|指望不)[^，。；]{0,6})"
)


def names_speaker(words: str) -> bool:
    """Is the one who tells among those named?"""
    return _ME_IN.search(words) is not None


def count_named(plain: str) -> Iterator[Found]:
    """(span, how many) of each roster of a home."""
    for found in (*_AT_HOME.finditer(plain), *_LEFT_BEHIND.finditer(plain), *_WHOLE.finditer(plain)):
        just = found.re is _AT_HOME and found["just"]
        size, me = _count(found["list"]), _ME_IN.search(found["list"])
        if _UNCOUNTED.search(found["list"]) and _SEVERAL.search(plain):
            continue  # 撇下我和孩子，大的才上初中
        if just or (me and not _lacks_a_mate(plain, found)):
            yield found.span(), size + (0 if me else 1)
    for found in _LIVE.finditer(plain):
        size = _count(found["list"])
        alone = size > 2 or not _LIVES_TOO.search(plain[: found.start()] + plain[found.end() :])
        if alone and _ME_IN.search(found["list"]) and not _lacks_a_mate(plain, found):
            yield found.span(), size
    yield from _with_the_rest(plain)
    yield from _with_own_children(plain)
    yield from _old_pairs(plain)


def _lacks_a_mate(plain: str, found: re.Match[str]) -> bool:
    """他爸在外打工，家里我带两个孩子和公婆: one more belongs to them, who is not in the list."""
    before = plain[: found.start()]
    head = max(map(before.rfind, "。！？；")) + 1
    if found.re is _LEFT_BEHIND and all(map(_MATES.fullmatch, _KIN_WORD.findall(before, head))):
        before = before[:head]  # 男人是家里顶梁柱，上月…没了，撇下我跟俩上学的: who leaves them
    rest = _GONE.sub("", before + "，" + plain[found.end() :])
    return not _MATES.search(found["list"]) and bool(_MATES.search(rest))


def _count(named: str) -> int:
    size = 0
    for one in _OF_LIST.finditer(named):
        size += _COUNTS[one["n"]] if one["n"] else 2 if one["two"] else 1
    return size


def _with_the_rest(plain: str) -> Iterator[Found]:
    """爱人去年下岗…家里还有个念四年级的闺女和我婆婆: they, and the couple of whom was told."""
    for found in _STILL.finditer(plain):
        ahead = _GONE.sub("", plain[: found.start()])
        others = _KIN_WORD.sub(lambda one: "" if _MATES.fullmatch(one.group()) else "＊", ahead)
        if _MATES.search(ahead) and "＊" not in others and not names_speaker(found["list"]):
            yield found.span(), 2 + _count(found["list"])


def _with_own_children(plain: str) -> Iterator[Found]:
    rest = _GONE.sub("", plain)
    if _OTHERS.search(rest):
        return
    for found in _RAISES.finditer(plain):
        number = _COUNTS.get(found["n"] or "")
        if number is None and not (found["kin"] in ("孩子", "娃") or _SEVERAL.search(plain)):
            number = 1
        if number is not None:
            yield found.span(), 1 + number


def _old_pairs(plain: str) -> Iterator[Found]:
    if _YOUNG_ONES.search(_AWAY.sub("", plain)):
        return
    for found in _OLD_PAIR.finditer(plain):
        yield found.span(), 2
    if _OLD_MATE.search(plain):
        for found in _US_TWO.finditer(plain):
            yield found.span(), 2
