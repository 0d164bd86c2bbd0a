"""The one a letter is written for, and the child last spoken of."""

from __future__ import annotations

import re
from dataclasses import replace

from bot.understanding.mention import Mention

from .joining import CHILD_TALK, DEAD_YOUNG, GRANDPARENT_TALK
from .kinship import LEADING, OUTSIDE, YOUNG, Kin, kin_of, kin_words, own_words
from .left_with_kin import is_raised
from .namings import (
    CALLED,
    CALLED_BY,
    CHILD,
    DEAD,
    GIVEN_AWAY,
    IN_LAWS,
    LEADS,
    LEANED_ON,
    LED_ALONG,
    MINOR,
    OLD_WORDS,
    PARENT,
    PARTED,
    RELIED_ON,
    SEVERAL,
    SPOUSE_OR_CHILD,
    WORKS,
    YOUNG_WORDS,
)
from .own_kin import raised_behind


def may_lead(mention: Mention, seen: list[Mention]) -> bool:
    """May what follows without 他的 be kin of the one named here?"""
    in_law = mention.person in ("daughter-in-law", "son-in-law", "child-grandmother", "child-grandfather")
    return mention.relation in LEADING and bool(mention.person) and not in_law and not _derived(mention, seen)


def _derived(mention: Mention, seen: list[Mention]) -> bool:
    """The wife or child of another who was named."""
    whose = str(mention.person)
    return any(m.person and m.person != whose and whose.startswith(f"{m.person}-") for m in seen)


def has_own_blood(lead: Mention) -> bool:
    """May a bare 爹 or 弟弟 be theirs? 弟媳走了，弟弟…: that of one's in-laws is one's own."""
    return lead.relation in ("relative", "other") and "in-law" not in str(lead.person)


def last_child(seen: list[Mention]) -> Mention | None:
    """The child or children last spoken of, whosever they are."""
    for mention in reversed(seen):
        word = kin_words().get(mention.words)
        if mention.person and (mention.relation in YOUNG or (word is not None and word.relation in YOUNG)):
            return mention
    return None


def follows(last: Mention, kin: Kin) -> bool:
    """我哥媳妇, 儿子媳妇 and 孩子爸爸 need no 的; 老婆孩子 are two of one's own."""
    if last.relation in LEADING and kin.relation in SPOUSE_OR_CHILD:
        return True
    if last.relation in ("son", "daughter") and kin.relation == "spouse":
        return True
    young = last.relation in ("child", "grandchild", "nephew_niece")
    return young and kin.relation in ("father", "mother", "parent", "grandmother", "grandfather")


_SONS_WIFE = re.compile(r"，?(?:今年)?(?:[二三四五六]?十[一二三四五六七八九]?|[2-6]\d)(?:岁|了)?，媳妇")
_OWN_WIFE = re.compile(r"老婆|老伴|妻子|丈夫|老公|老头")
_ONLY = re.compile(r"(?:就|只|光|跟前)(?:有|剩)?下?(?:这么)?一?个$")


def only_kin_of(plain: str, start: int, kin: Kin, last: Mention) -> bool:
    """三叔没成家，就一个亲姐姐: the sister of who was named, not of who speaks."""
    theirs = kin.relation in ("brother", "sister") and last.relation in ("uncle_aunt", "spouse", *OUTSIDE)
    if last.relation == "son" and _SONS_WIFE.match(plain, last.end) and plain.startswith("媳妇", start):
        return bool(_OWN_WIFE.search(plain, 0, last.start))  # 老婆六十三…儿子三十七，媳妇三十五
    return theirs and last.topic and bool(_ONLY.search(plain, 0, start))


_LEADS_ON = re.compile(r"(?:一个人|自己|离了婚){0,2}(?:带|领|拉扯|抱)着")


def led_by(plain: str, start: int, kin: Kin, last: Mention) -> bool:
    """闺女带着个五岁的小妮儿: is the child named at `start` one of the grown child named before it?"""
    grown = last.relation in ("son", "daughter") and kin.relation in CHILD
    if not grown or last.end > start:
        return False
    leads = LEADS.fullmatch(plain, last.end, start)
    return bool(leads or (kin.person == "child" and _LEADS_ON.fullmatch(plain, last.end, start)))


def is_minor(one: Mention, seen: list[Mention], plain: str) -> bool:
    """表妹今年13岁: is one named before still a child?"""
    return any(MINOR.match(plain, m.end) for m in seen if m.person == one.person)


_SMALL = re.compile(
    r"(?<![\d一二三四五六七八九十])(?:1?\d|十?[一二三四五六七八九])(?:岁|个月)半?(?:多|大)?的?(?:小|大)?$"
)


def is_of_others(plain: str, seen: list[Mention]) -> bool:
    """我姐…，两口子都下岗了: is a bare 两口子 of another couple than who speaks and theirs?"""
    last = next((m for m in reversed(seen) if m.topic and m.relation != "self"), None)
    if last is None or last.relation in ("spouse", "child", "grandmother", "grandfather", "mother_in_law"):
        return False
    small = last.relation in ("son", "daughter") and _SMALL.search(plain, 0, last.start)
    return not small


def child_of_them(plain: str, start: int, seen: list[Mention]) -> Mention | None:
    """The child whose parent 他爹, 她娘 is; None where it is no child's."""
    young = [m for m in seen if m.relation in YOUNG and not PARENT.search(m.words)]
    if young and young[-1].person == "child":
        # 俺外孙女…才六岁的孩子。她爹: 孩子 is the one who was named
        young = [m for m in young if m.relation in ("grandchild", "nephew_niece")] or young
    if young and young[-1].person:
        return _as_first_named(young[-1], seen)
    last = seen[-1] if seen else None
    if last is not None and last.person == "self" and last.end == start - 1 and plain[last.end] in "跟和与同":
        return Mention(0, 0, "child", "child")  # 我跟她爸: of the child of both
    if last is not None and last.person != "self" and last.words.startswith(("娃", "孩")):
        return replace(last, person=None)  # 娃他爹没了，他娘…: the speaker's wife, or who speaks
    return None


def _as_first_named(one: Mention, seen: list[Mention]) -> Mention:
    """俺外孙女考上…她娘: the word that tells whose child the grandchild is, though 她 was last."""
    word = next((m.words for m in reversed(seen) if m.person == one.person and m.words != "他"), one.words)
    return replace(one, words=word)


_ELDER = re.compile("[爸妈爹娘爷奶姥父母]")
_CHILD_BEFORE = re.compile(r"(?<!生)[头二三]胎(?!政策)|宝宝|小孩")


def whose_parent(
    plain: str, start: int, kin: Kin, seen: list[Mention], *, side: str | None = None
) -> Mention | None:
    """Whose parent 他爸 is, whose grandparent 他爷爷 beside 他爸; None where it is said of another."""
    if (of := _of_asked_child(kin, seen, side)) is not None:
        return of
    if side is not None and not seen and kin.person in ("father", "mother"):
        return Mention(0, 0, "child", "child")  # 他爸一级残疾…我是他姑
    if kin.relation in ("grandfather", "grandmother"):
        last = seen[-1] if seen else None
        theirs = (
            last is not None and plain[last.start] in "他她" and _ELDER.search(plain, last.start, last.end)
        )
        return child_of_them(plain, start, seen) if theirs else None
    if kin.relation not in ("father", "mother"):
        return None
    if child := child_of_them(plain, start, seen):
        return child
    if beside_other_parent(plain, kin, seen):
        return Mention(0, 0, "self", "self")  # 弟弟九岁。他爸没了，他妈…
    nobody = all(m.person == "self" for m in seen)
    if nobody and (CHILD_TALK.search(plain[:start]) or _CHILD_BEFORE.search(plain[:start])):
        return Mention(0, 0, "child", "child")  # 小学四年级住校…他爸残疾
    unnamed = all(m.person == "self" or plain[m.start : m.start + 1] in ("他", "她") for m in seen)
    return raised_behind(plain, start) if unnamed else None


def beside_other_parent(plain: str, kin: Kin, seen: list[Mention]) -> bool:
    """他爸…，他妈…: one's own mother, where the other parent of the same 他 was one's own father."""
    last = seen[-1] if seen else None
    pair = {"father", "mother"}
    theirs = last is not None and plain[last.start] in "他她" and last.relation in pair
    return theirs and {last.relation, kin.relation} == pair


def side_of(holder: Mention) -> str:
    """The relation of `holder`, told apart where the grandchild is a daughter's (外孙)."""
    outer = holder.relation == "grandchild" and "外孙" in holder.words
    return "daughters_child" if outer else str(holder.relation)


_ASKED_FOR = ("child", "grandchild", "nephew_niece")


def kin_through(holder: Mention, kin: Kin, side: str | None) -> Kin | None:
    """What the `kin` of `holder` is to who speaks: the mother of a child whose aunt asks is her sister."""
    if side and holder.relation in _ASKED_FOR and kin.relation in ("father", "mother"):
        return kin_of(side, side, kin)
    return kin_of(str(holder.person), side_of(holder), kin)


def kin_called(word: str, side: str | None) -> Kin:
    """Whom a word for kin names; 孩子他妈 of a child whose aunt speaks is the aunt's sister."""
    kin = kin_words().get(word) or own_words()[word]
    if side is None or kin.relation != "spouse" or word[0] not in "孩娃":
        return kin
    parent = Kin("father", "father") if kin.sex == "male" else Kin("mother", "mother")
    return kin_of(side, side, parent) or kin


def _of_asked_child(kin: Kin, seen: list[Mention], side: str | None) -> Mention | None:
    """孩子爸爸…，妈妈…，我是孩子大姨: the bare 妈妈 beside the other parent of the child asked for."""
    if side is None or kin.person not in ("father", "mother") or not seen:
        return None
    last = next((m for m in reversed(seen) if m.person != "self"), None)
    word = kin_words().get(last.words) if last is not None else None
    parent = word is not None and word.person in ("father", "mother") and last.relation != word.relation
    theirs = last is None or parent or last.relation in _ASKED_FOR
    return Mention(0, 0, "child", "child") if theirs else None


def parents_of_raised(
    plain: str, start: int, kin: Kin, seen: list[Mention], *, side: str | None = None
) -> Mention | None:
    """俺那外孙，爹是聋哑，娘…; 侄女白血病，爹妈…: the bare 爹 and 娘 of such a sentence are the child's."""
    if (of := _of_asked_child(kin, seen, side)) is not None:
        return of
    if kin.person not in ("father", "mother", "parents"):
        return None
    raised = next((m for m in reversed(seen) if m.topic and is_raised(plain, m, start)), None)
    if raised is None or re.search(r"[。！？；]", plain[raised.end : start]):
        return None
    turned = any(m.start > raised.start and m.person == "self" and m.topic for m in seen)
    return None if turned else raised


# 代父咨询, 替老伴问: whom what follows is asked for, and so about.
_FOR = re.compile(r"(?:代|替|帮|为|给)(?:我|俺|其)?(?:们)?(?:家|的)?$")
_ASKS = re.compile(
    r"(?:来电|来信|来访|电话|前来|来|再|先)?(?:代为|代)?(?:咨询|询问|问|打听|反映|求助|求个|投诉|申请|申报|报名|说句)(?!过|了好几)"
)
# 给儿子办的残疾证, 给他买过齐惠保: whom it was done for has it.
_TAKEN_OUT = re.compile(
    r"(?:也|都|就|顺手|早就?|去年|年初|今年){0,4}(?:办|评|买|交|申请|报|上|入|参加?)(?:了|的|过|上|下来)?(?:个|份|一份|那个)?"
    r"(?:残疾|证|居民|职工|医保|医疗|保险|齐惠保|社保|养老|低保|特困|五保|新农合|补贴|护理)"
)
# 给俺老头撞倒的是个大车: of whom it happened to.
_HIT = re.compile(r"(?:撞|打|砸|碰|轧|刮|挂|蹭|烫|咬|推|电|炸|碾|怼|剐|剁|压)(?!电话)")
# 提裤子得俺给提, 翻身都是我来: the speaker helps the one who is spoken of.
_LEFT_TO = re.compile(r"(?:得|要|全靠|全是|都是|光|让|叫|由|等|等着|离不开|离不了|离了)$")
_TENDS = re.compile(
    r"(?:一[口勺]|一个人|天天|整天|白天黑夜|在家|在跟前|在身边){0,4}"
    r"(?:给(?!人)|伺候|喂|背|端|抱|扶|搀|架|照顾|照看|陪|侍候|擦|翻|提|抬|换|掀|挪|搓|托|洗|穿|脱|梳|接屎|管着?|看着|来(?=[，。；！]|$)|[，。；！]|$)"
)
_GIVES = re.compile(
    r"(?:一[口勺]|一个人|天天|整天|在家|在跟前){0,3}(?:给[她他]?(?=[弄喂穿洗擦端换做接翻梳])|伺候|喂(?!鸡|猪|羊|牛)|背着|端|抱着?|扶着?|搀|"
    r"照顾|照看|侍候|擦|翻身)"
)
_BROUGHT_UP = re.compile(
    r"(?:们)?(?:姊妹|姐弟|兄弟|几个|俩|仨)?[^，。；]{0,3}(?:养大|拉扯|带大|供出来|抚养|养活|生下)"
)
# 一个人带俩孩子在超市理货: who has the children works there.
_HAS_ALONG = re.compile(
    r"(?:带|领|养|供|拉扯|看|照顾|抚养)(?:着|了)?(?:一?个|这|俩|仨|[两二三四]个)?(?:上学的|吃奶的|小的?)?$"
)
_GOES_ON = re.compile(
    r"(?:在(?!上|读|念|家|校)[^，。；]{0,8}(?:打工|干活|上班|租|做|卖|当|理|帮|刷|洗|摆|送|扫|缝|店|厂|超市|工地)|"
    r"(?:出来|出去)?打(?:零)?工|种地|租房|过日子|上班|摆摊|讨生活)"
)
_AM_THEIRS = re.compile(r"(?:我|俺|本人)(?:就)?是(?:他|她|孩子|娃)的?亲?$")
_STOP = re.compile(r"[，。；！？ ]|$")
_SAYS_ON = re.compile(r"[，。；！？ ]|$|今年|现在|[三四五六七八]十|[3-8]\d")
_BY_YEARS = re.compile(r"(?:[一两二三四五六七八九十几]{1,3}|\d{1,2})(?:来|多)?岁")
_TO_SCHOOL = re.compile(r"(?:送|接|接送|陪)$")
_GOES_TO_SCHOOL = re.compile(r"(?:上学|放学|下学|去学校|去上学|上幼儿园|去幼儿园|上补习|读书|念书)")


def leaned_on(plain: str, start: int, *, speaker: bool = False, end: int | None = None) -> bool:
    """Is the one named at `start` only lived with, cared for or compared to (跟着他, 比我)?"""
    if end is not None and RELIED_ON.search(plain, max(0, start - 4), start) and WORKS.match(plain, end):
        return False  # 家里靠老伴种二亩地
    if end is not None and plain[start - 1 : start] in ("给", "把", "叫") and _HIT.match(plain, end):
        return False
    along = end is not None and not speaker and _HAS_ALONG.search(plain, max(0, start - 9), start)
    if along and _GOES_ON.match(plain, end):
        return True
    if (
        end is not None
        and _TO_SCHOOL.search(plain, max(0, start - 2), start)
        and _GOES_TO_SCHOOL.match(plain, end)
    ):
        return True
    if end is not None and _FOR.search(plain, max(0, start - 5), start):
        return not (_ASKS.match(plain, end) or _TAKEN_OUT.match(plain, end)) and _is_leaned(plain, start)
    if speaker and end is not None and _LEFT_TO.search(plain, max(0, start - 3), start):
        return bool(_TENDS.match(plain, end))
    if speaker and end is not None and _BROUGHT_UP.match(plain, end):
        return plain[start - 1 : start] in ("把", "将", "供", "养")
    if speaker and plain[start - 1 : start] in ("小", "大") and _BY_YEARS.match(plain, end or start):
        return True  # 老伴小我两岁，换了人工关节
    if speaker and RELIED_ON.search(plain, max(0, start - 3), start):
        return False  # 全靠俺种地: the speaker does what follows
    if not speaker and end is not None and is_left_to(plain, start, end):
        return True
    if not speaker and LED_ALONG.search(plain, max(0, start - 12), start):
        return True
    return _is_leaned(plain, start)


def is_left_to(plain: str, start: int, end: int) -> bool:
    """吃饭穿衣都得俺妈给弄: the one named only tends another."""
    left = _LEFT_TO.search(plain, max(0, start - 3), start)
    return bool(left and _GIVES.match(plain, end))


def _is_leaned(plain: str, start: int) -> bool:
    return bool(LEANED_ON.search(plain, max(0, start - 5), start))


def is_gone(plain: str, end: int, kin: Kin, word: str = "") -> bool:
    """Has the one named before `end` left or died, or was the child given to others?"""
    gone = word.startswith(("先", "亡"))  # 先夫
    left = kin.relation in ("spouse", "relative") and PARTED.match(plain, end)
    given = kin.relation in YOUNG and GIVEN_AWAY.match(plain, end)
    return bool(gone or left or given or DEAD.match(plain, end))


_ONLY_ME = re.compile(r"剩(?:下|了)?[我俺](?:这|自己|这么)?一?个$")
_GONE = r"[^，。；！？]{0,14}(?:牺牲|没了|去世|走了|死|不在|病故|过世|早没)"
_SIBLING_GONE = re.compile(rf"[哥姐弟妹兄]{_GONE}")
_PARENT_GONE = re.compile(rf"(?:[爹娘爸妈]|父亲?|母亲?){_GONE}")


def _is_left_alone(before: str, word: str) -> bool:
    """大哥牺牲了，就剩俺这一个兄弟; 爹没了，就剩俺一个闺女: who is left is who speaks."""
    kin = kin_words().get(word)
    if kin is None or kin.relation not in ("brother", "sister", *CHILD):
        return False
    gone = _PARENT_GONE if kin.relation in CHILD else _SIBLING_GONE
    return bool(gone.search(before))


def says_of_self(plain: str, span: tuple[int, int], word: str, own: str) -> bool:
    """就俺一个老婆子, 我一个女孩子: a word for somebody that the speaker says of themselves."""
    start, end = span
    if _ONLY_ME.search(plain, 0, end - len(word)) and _is_left_alone(plain[:start], word):
        return bool(_STOP.match(plain, end) or plain.startswith("了", end))
    theirs = _AM_THEIRS.search(plain, max(0, start - 4), end - len(word))
    if theirs and word[-1:] in tuple("哥弟姐妹妈娘爸爹") and _SAYS_ON.match(plain, end):
        return True  # 俺是他兄弟，也六十三咧; 我是她妈今年五十一
    ends = end >= len(plain) or plain[end] in "，。！？一自也就啊呀 "
    says = plain[start - 1 : start] in ("是", "就") and own in ("我", "俺") and ends
    young = own in ("我一个", "俺一个") and plain[end : end + 2] != "一个"
    old = own.endswith(("一个", "这", "这个")) or says
    return (word in OLD_WORDS and old) or (word in YOUNG_WORDS and young)


def is_how_one_is_called(plain: str, start: int, end: int) -> bool:
    """Is the kin word at `start` only what one is called (我叫他大爷; 问我，大娘，你闺女…)?"""
    if CALLED_BY.search(plain, max(0, start - 4), start):
        return True
    ours = plain[start] in "我俺咱"  # 问问，俺爹，八十了: nobody is called that by others
    return not ours and bool(CALLED.search(plain, max(0, start - 14), start)) and plain[end : end + 1] == "，"


def own_young(plain: str, kin: Kin, seen: list[Mention]) -> Mention | None:
    """妹妹, said by the mother of two, is her younger child; 媳妇 of the one who raises grandchildren
    the wife of the son."""
    young = next((m for m in reversed(seen) if m.relation in CHILD and m.person), None)
    if young is None:
        return None
    if kin.relation in ("brother", "sister"):
        parent = bool(SEVERAL.search(plain)) or any(m.relation == "spouse" for m in seen) or "家长" in plain
        return young if parent or young.relation != "child" else None
    if kin.person == "wife" and young.relation == "son":
        raised = GRANDPARENT_TALK.search(plain) or DEAD_YOUNG.search(plain)
        return young if raised or any(m.relation == "spouse" for m in seen) else None
    return None


def beside(plain: str, start: int, kin: Kin, seen: list[Mention]) -> Mention | None:
    """她公公…，婆婆…: the parents-in-law of one and the same."""
    last = seen[-1] if seen else None
    if last is None or kin.relation not in IN_LAWS or re.search(r"[。！？]", plain[last.end : start]):
        return None
    pair = str(last.person).endswith(("-father-in-law", "-mother-in-law"))
    whose = re.sub(r"-(?:father|mother)-in-law$", "", str(last.person))
    return next((m for m in reversed(seen) if pair and m.person == whose), None)


def other_parent(plain: str, last: Mention, seen: list[Mention]) -> Mention | None:
    """我对象跟前妻有个儿子: of the one who is told of, rather than of whom he had the child with."""
    first = seen[-2] if len(seen) > 1 else None
    if last.relation != "ex_spouse" or first is None or first.person is None:
        return None
    return first if plain[first.end : last.start] in ("跟", "和", "与", "同", "跟他", "跟她") else None


_BEING = re.compile(r"(?:^|是|系|属|属于|按|为|算)(?:特困|低保|五保)?$")


def is_what_one_is(plain: str, start: int, end: int) -> bool:
    """我父亲是特困供养人员: what somebody is; or a note that begins with who calls."""
    return plain[end : end + 1] in tuple("，。(（； ：") and bool(
        _BEING.search(plain, max(0, start - 5), start)
    )
