"""How long a father or mother is away: only who is gone or shut up for half a year counts as gone.

进去两个月 and 判了三个月 are not yet, or never, that long. Who works elsewhere or is divorced and 不管孩子
may be reached, and since when it has been so is not told.
"""

from __future__ import annotations

import re
from dataclasses import replace

from bot.understanding.people.subjects import PARENT_STATES
from bot.understanding.said import Said

from .parents_surely import surely_so

_N = r"[一两二俩仨三四五1-5]"
_SOME_DAYS = r"[一两二三四五六七八九十几半\d]{1,3}(?:来|多)?天"
_LATELY = re.compile(
    rf"(?<![\d一二三四五六七八九十]){_N}个?(?:来|多)?月(?!前)|(?<![\d一二三四五六七八九十])(?:上|这|前)个?(?:月|礼拜|星期)(?!份)|上周|"
    rf"前[天几]|昨[天晚]|{_SOME_DAYS}|半拉?个?月"
)
# 生下她三个月就走了: how old the child was, not how long ago.
_SINCE_BIRTH = re.compile(r"(?:生(?:了|下)|满)(?:孩子|娃|他|她)?(?:才|刚|没|不到|了)?[^，。；]{1,4}个?月")
_LONG = re.compile(r"年|[六七八九]个?多?月|十[一二]?个?多?月|\d\d个月|从来|没满月|满月")
# 爹娘都跑了，三天了没人管
_CLAUSE_FROM = re.compile(
    r"[^，。；！？ ]*(?:，(?:都|已经|快|有|整整)?[一二两三四五六七八九十几半\d]{1,3}(?:来|多)?天)?"
)
_SENTENCE = re.compile(
    r"[^。！？爹爸妈娘父母]{0,16}?判(?:了|刑|处|的)?(?:有期)?(?:徒刑)?(?:[一二两三四五六七八九十\d]{1,3}年|无期|死缓|[六七八九十]个?月)"
)
_FOR_LONG = ("confined", "lost_contact")
# What is told on of the same parent, up to whom else it turns to.
_TOLD_ON = re.compile(r"[^。！？爹爸妈娘父母]{0,24}")
_TERM_ON = re.compile(r"[^。！？爹爸妈娘父母我俺爷奶姥孩娃哥姐弟妹叔姑舅姨孙侄甥媳婿女]{0,24}")
# 坐牢，就判了3个月; not 再有三个月就出来, which tells how much is left of it.
_TERM = re.compile(
    rf"(?<!还有)(?<!再有)(?<!还剩)(?<!再过)(?<!剩下)(?<!就剩)(?<![\d一二三四五六七八九十零年剩差]){_N}个?(?:来|多|半)?月(?!后|以后|之后)|"
    rf"{_SOME_DAYS}|(?<!年)半拉?个?月|拘役|(?<!半年)(?:拘留|刑拘)"
)
_TERM_OF_YEARS = re.compile(
    r"[一二两三四五六七八九十几半多\d]年(?!级)|[六七八九]个?(?:多|半|来)?月|十[一二]?个?多?月|\d\d个月|无期|死缓"
)
# 判了三年缓刑, 取保候审: at home meanwhile.
_NOT_INSIDE = re.compile(r"缓刑|判[^，。；]{0,4}缓|取保|监外|保外|假释|监视居住")
# 爸妈离婚都不要她: nobody says that they cannot be found, nor since when.
_GIVEN_UP = re.compile(r"不(?:管|要|养)|不闻不问")
_GONE = re.compile(
    r"跑|嫁|走|失(?:联|踪|去)|出走|[没人]影|音[信讯]|没[^，。；]{0,3}信|消息|联系|下落|[丢扔撇抛撂]|再(?:也)?没|"
    r"没(?:再)?[回来露照见看管给打寄]|不(?:回|露|见|来|认)|找不|拉黑|电话|[一二两三四五六七八九十几半多\d]年(?!前|级)|"
    r"[六七八九]个?多?月|十[一二]?个?多?月|从[来小]"
)
# 改嫁不管了, 跟人过了: of who lives with another, 不管 does not tell that nobody can reach them.
_LIVES_WITH_ANOTHER = re.compile(
    r"改了?嫁|另嫁|又嫁|再嫁|嫁(?:人|到|去|走|给|了|出去)|再婚|(?:又|另|重新)(?:找|娶|成|结婚)|"
    r"跟(?:着|了)?(?:别的?|个|男|女){0,2}人(?:家)?过"
)
_OUT_OF_REACH = re.compile(
    r"跑|失(?:联|踪|去)|出走|[没人]影|音[信讯]|没[^，。；]{0,3}信|消息|联系|下落|再(?:也)?没|拉黑|电话|微信|停机|空号|找不|人影|"
    r"没(?:再)?[回来露照见看给打寄]|不(?:回|露|见|来)|从[来小]|"
    r"[一二两三四五六七八九十几半多\d]年了?(?:也|都|一直|从来?|就|再|还){0,3}[没未不]|[六七八九]个?多?月[没未不]"
)
_DIED = re.compile("[死没殁亡故世]|不在|[咽断]气|牺牲|自杀|上吊|病|癌|车祸|事故|意外|剩|[留撇丢]下")
# What tells of a death at all: 生老二大出血 and 出了车祸 alone do not.
_OF_DEATH = re.compile(
    "[死殁亡故世逝]|没[了的]|没(?:能|有)?抢?[救留保熬挺]|人没|没[命气爹爸娘妈父母]|走|不在|不行|[咽断]气|牺牲|自杀|上吊|短见|去了|孤|丧|[留撇丢剩]下|烈士|遗"
)
_LIMB_LOST = re.compile("(?:[腿脚手]|胳膊|眼珠?子?|[手脚]?指头?|脚趾头?)(?:都|也|全)?没了")
_BROUGHT_UP = re.compile(r"从小|打小|长大|拉扯大|养大")


def lasting(said: list[Said], plain: str) -> list[Said]:
    """`said`, with the states of fathers and mothers as long as they are told to last."""
    said = [one for one in said if one.fact not in PARENT_STATES or _may_be(one, plain)]
    said = _without_unsure(surely_so(said, plain), plain)
    said = _without_either(_without_grown(said), plain)
    gone = {(one.fact, one.person) for one in said if one.value == "dead" and one.fact in PARENT_STATES}
    said = [one for one in said if one.value == "dead" or (one.fact, one.person) not in gone]
    for_years = {(one.fact, one.person) for one in said if _is_sentenced(one, plain)}
    said = [one for one in said if one.value != "short_term" or (one.fact, one.person) not in for_years]
    lately = {(one.fact, one.person) for one in said if one.value == "short_term"}
    lately |= {(one.fact, one.person) for one in said if one.value == "able"}  # and sends money each month
    kept = [one for one in said if one.value not in _FOR_LONG or (one.fact, one.person) not in lately]
    return [replace(one, value="short_term") if _is_late(one, plain) else one for one in kept]


def _without_unsure(said: list[Said], plain: str) -> list[Said]:
    """Without 走了两个月了, which says neither that somebody died nor that they are away."""
    lately = {(one.fact, one.person) for one in said if one.value == "short_term"}
    gone = {
        (one.fact, one.person)
        for one in said
        if one.value == "dead" and not _DIED.search(plain, one.start, one.end + 6)
    }
    return [one for one in said if (one.fact, one.person) not in lately & gone]


_GROWN = 30
_WITH_GROWN = 60  # whose own children, of whom no age and no school is told, are grown up


def _without_grown(said: list[Said]) -> list[Said]:
    """儿子四十四，爹没得早: of somebody long grown up, whom no help for children without parents is for."""
    ages = {one.person: one.value for one in said if one.fact == "age_years"}
    least = {who: age["min"] if isinstance(age, dict) else age for who, age in ages.items()}
    at_school = {one.person for one in said if one.fact == "school_stage"}
    if least.get("self", 0) >= _WITH_GROWN:  # 男人没了，我62，儿子在外地
        known = least.keys() | at_school
        said = [one for one in said if not _is_of_own(one) or one.person in known]
    return [one for one in said if one.fact not in PARENT_STATES or least.get(one.person, 0) < _GROWN]


def _is_of_own(one: Said) -> bool:
    own = one.of is not None and one.of.relation in ("son", "daughter", "child")
    return one.fact in PARENT_STATES and own


_EITHER = re.compile("爱人|对象|另一半|老伴")
_OF_SEX = {"male": "mother_state", "female": "father_state"}  # whose 爱人 is the mother, whose the father


def _without_either(said: list[Said], plain: str) -> list[Said]:
    """爱人五年前走的: a child lost one of the two; which one, by the sex of who speaks if that is told."""
    told = {one.value for one in said if one.fact == "sex" and one.person == "self"}
    mine = {_OF_SEX.get(str(sex)) for sex in told} if len(told) == 1 else set()
    spans: dict[tuple[str | None, int], set[str]] = {}
    for one in said:
        if one.fact in PARENT_STATES and _EITHER.search(plain, one.start, one.end):
            spans.setdefault((one.person, one.start), set()).add(one.fact)
    both = {key for key, facts in spans.items() if len(facts) == 2}
    return [
        one
        for one in said
        if one.fact not in PARENT_STATES or (one.person, one.start) not in both or one.fact in mine
    ]


def _may_be(one: Said, plain: str) -> bool:
    """Not who is sentenced and free, and not who 不管孩子 where no more than that is told."""
    if one.value == "dead":
        lost = _LIMB_LOST.search(plain, one.start, one.end + 2)
        return not lost and bool(_OF_DEATH.search(plain, max(0, one.start - 2), one.end + 6))
    on = _told_on(one, plain, _TOLD_ON)
    if one.value == "confined":
        return not _NOT_INSIDE.search(on)
    if one.value != "lost_contact":
        return True
    if _LIVES_WITH_ANOTHER.search(on):
        return any(told.search(on) for told in (_OUT_OF_REACH, _LATELY)) or bool(_BROUGHT_UP.search(plain))
    return not _GIVEN_UP.search(on) or bool(_GONE.search(on) or _BROUGHT_UP.search(plain))


def _told_on(one: Said, plain: str, on: re.Pattern[str]) -> str:
    """The words that tell it, and those that go on about the same parent."""
    further = on.match(plain, one.end)
    return plain[one.start : further.end() if further else one.end]


def _is_sentenced(one: Said, plain: str) -> bool:
    """他爹三个月前进去的，判了两年: how long it will be is told, however short it has been."""
    inside = one.fact in PARENT_STATES and one.value in ("confined", "short_term")
    return inside and bool(_SENTENCE.match(plain, one.start + 1))


def _is_late(one: Said, plain: str) -> bool:
    """也走了，俩月联系不上: how long a parent has been away is told, and it is less than half a year."""
    if one.value == "confined":
        on = _told_on(one, plain, _TERM_ON)
        return bool(_TERM.search(on)) and not _TERM_OF_YEARS.search(on)
    if one.value != "lost_contact":
        return False
    words = _SINCE_BIRTH.sub("", plain[one.start : _CLAUSE_FROM.match(plain, one.end).end()])
    return bool(_LATELY.search(words)) and not _LONG.search(words)


__all__ = ["lasting"]
