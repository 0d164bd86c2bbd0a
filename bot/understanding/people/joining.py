"""Different words for one person: 孩子 of the one 闺女, 爱人 of the one husband, 孩子 of an aunt's letter."""

from __future__ import annotations

import re
from dataclasses import replace

from bot.understanding.mention import Mention

from .kinship import YOUNG, Kin, kin_words
from .speaker import Speaker

CHILD_TALK = re.compile(
    r"(?<!大)学生|儿童|未成年|双亡|母改嫁|男童|女童|\d岁童|婴|襁褓|弃儿|父母初[一二三]|年级|幼儿|民办|唇腭裂|"
    r"大班|中班|小班|高[一二三]|读高|职高|上学"
)
# 五保户学生 大专一年级: old enough to ask for themselves.
GROWN_STUDENT = re.compile(
    r"(?:大专|本科|大学|研究生|硕士|博士|高校)(?:[一二三四新]|学?生(?!子女)|在读|就读|年级)|大[一二三四](?![月日个])"
)
GRANDPARENT_TALK = re.compile(
    r"儿媳|(?<![叫姓小老])孙(?!家|村|某)|俺?老两口(?:带|拉扯|养|看)|"
    # 他娘走了…孩子九岁，跟着我老两口; but 这孩子四十了，跟着我老两口 is their own.
    r"(?<!这)(?<!那)(?:孩子|娃)[^。；！？我俺十]{0,16}(?:跟着?|随着?|归|由|靠)[我俺]们?(?:老(?:两口|俩)|老婆子|老头子)|"
    r"[我俺](?:和|跟)老伴(?:带|拉扯|养)|[我俺](?:是|"
    r"这)[^，。]{0,6}(?:奶奶|爷爷|姥姥|姥爷)|"
    r"(?<![他她])(?<![他她]爷爷)(?<![他她]姥姥)(?:祖父母|姥姥|姥爷|奶奶|爷爷|外婆)(?:抚养|带|代问|咨询|来电)"
)
_AUNT_ASKS = re.compile(r"(?:姑姑?|姨妈?|舅舅?|叔叔?|伯父|大爷|婶子?)(?:代问|代为|咨询|来电|抚养)")
DEAD_YOUNG = re.compile(
    r"(?:儿子|闺女|女儿|独子|儿)(?![他她的]{0,2}(?:[爹爸妈娘]|[爷奶姥]))"
    r"[^，。；]{0,12}(?:没了|去世|走了|死了|不在了|判了|坐牢|失踪)"
)
_DEAD_SIBLING = re.compile(
    r"[我俺](?:妹妹?|姐姐?|弟弟?|哥哥?|兄弟)(?!夫|媳|妹)[^，。；]{0,14}(?:没了|去世|走了|死了|不在了|病故)[^。]{0,20}孩子"
)
# 我姐强制戒毒…六岁的小丫头跟着我妈: the sister's, where nothing is said of one's own.
_SIBLING_AWAY = re.compile(
    r"[我俺](?:妹妹?|姐姐?|弟弟?|哥哥?|兄弟|[大二三]姐|[大二三]哥)(?![夫媳妹姐弟哥们])[^，。；！？]{0,14}"
    r"(?:没了(?!工作|活)|去世|走了|死了|不在了|病故|戒毒|判了|判刑|坐牢|服刑|进去了|失踪|跑了|失联)"
)
_OF_SIBLING = re.compile(r"(?<![我俺])(?:妹妹|姐姐|弟弟|哥哥|大姐|二姐|大哥|二哥|小妹)(?:把|的|家的?)孩子")
# 隔壁那个后爹又打孩子了…小闺女才六岁: theirs, not the speaker's.
_BEATEN_NEXT_DOOR = re.compile(
    r"(?:隔壁|楼[上下]|邻居|对门|前院|后院)[^。；！？我俺]{0,12}(?:打|骂|虐待|抽|掐|烫|锁)(?:着|了|的)?(?:[他她])?(?:孩子|娃|闺女|儿子|小)"
)
_MY_CHILD = re.compile(r"[我俺](?:家|的|们家)?(?:孩子|娃|闺女|女儿|儿子?|小子|丫头)")
_ONE_MORE = re.compile(r"(?:还|另外?)(?:有|养着?|带着?)?(?:一|另)?个[^，。；]{0,8}$")
_OTHER_SEX = {"male": "female", "female": "male"}
_IN_LAWS = ("father_in_law", "mother_in_law", "parents_in_law")


def join(seen: list[Mention], plain: str, speaker: Speaker) -> list[Mention]:
    """`seen` with generic words put to the person they stand for."""
    named = {m.person: m for m in seen if m.person}
    rename = _children(named, plain, speaker)
    rename |= _parents(seen, named)
    rename |= _elders_of_child(seen, speaker)
    rename |= _parted(named, plain)
    spouses = [p for p, m in named.items() if m.relation == "spouse" and p != "spouse"]
    if len(spouses) == 1:
        rename["spouse"] = _kin(named[spouses[0]])
    if (
        "elder" in named
        and speaker.other
        and speaker.other.relation not in ("child", "nephew_niece", "grandchild")
    ):
        rename["elder"] = speaker.other
    rename |= _relative_named(seen, plain)
    if _SIBLING_AWAY.search(plain) and not _MY_CHILD.search(plain) and not spouses:
        young = {
            "son": Kin("nephew", "nephew_niece", "male"),
            "daughter": Kin("niece", "nephew_niece", "female"),
        }
        rename |= {person: young[person] for person in named if person in young}
        if len(own := [person for person in named if person in young]) == 1:
            rename |= {"child": young[own[0]], "nephew": young[own[0]]}
    if _BEATEN_NEXT_DOOR.search(plain) and not _MY_CHILD.search(plain):
        young = {str(m.person) for m in seen if m.relation in ("son", "daughter", "child") and m.person}
        rename |= dict.fromkeys(young, Kin("neighbor-child", "neighbour"))
    unsure = rename.get("child") == Kin("grandchild", "grandchild")
    seen = [_without_side(m, plain) for m in seen] if unsure else seen
    return [_renamed(m, rename) for m in seen] if rename else seen


_IS_MINE = re.compile(r"(?:他|她|病人|患者|老人|这)(?:就)?是(?:[我俺](?:的|家)?)?$")


def _relative_named(seen: list[Mention], plain: str) -> dict[str, Kin]:
    """我是精神病人的监护人，他是俺弟弟: who is spoken for is told by kin further on."""
    named = (m for m in seen if m.person not in (None, "self", "relative"))
    mine = next((m for m in named if _IS_MINE.search(plain, 0, m.start)), None)
    return {"relative": _kin(mine)} if mine is not None else {}


_PARENT_WORD = re.compile(r"[他她]亲?(?:[爹爸妈娘]{1,2}|父亲|母亲)")


def _without_side(mention: Mention, plain: str) -> Mention:
    """他爹判了…孩子跟着俺老两口: a son or a son-in-law, which is not told; nor is he one's own father."""
    told = _PARENT_WORD.fullmatch(plain[max(0, mention.start - 1) : mention.end].lstrip("，。；"))
    told = told or _PARENT_WORD.fullmatch(plain, mention.start, mention.end)
    own = mention.relation in ("father", "mother", "spouse")
    return replace(mention, person=None, relation=None) if told and own else mention


_ELDERS_OF_CHILD = re.compile(r"(?:child|son|daughter)(?:-\d)?-grand(?:father|mother)")
_OWN_ELDERS = (Kin("father", "father", "male"), Kin("mother", "mother", "female"))
_ELDERS_IN_LAW = (
    Kin("father-in-law", "father_in_law", "male"), Kin("mother-in-law", "mother_in_law", "female")
)  # fmt: skip


def _elders_of_child(seen: list[Mention], speaker: Speaker) -> dict[str, Kin]:
    """我在家看孩子…他爷爷脑瘤: the father-in-law of the mother who speaks, the own father of a father."""
    sex = next((_OTHER_SEX[m.sex] for m in seen if m.relation == "spouse" and m.sex), speaker.sex)
    if sex is None:
        return {}
    elders = {}
    for one in seen:
        if _ELDERS_OF_CHILD.fullmatch(str(one.person)):
            of_father = re.search("爷|奶", one.words) is not None
            pair = _OWN_ELDERS if of_father == (sex == "male") else _ELDERS_IN_LAW
            elders[str(one.person)] = pair[str(one.person).endswith("mother")]
    return elders


_IS_DIVORCED = re.compile(
    r"(?:跟|和|与|同)(?:我|他|她)?们?(?:家)?(?:老公|丈夫|男人|媳妇|老婆|妻子|爱人|对象)(?:早就?|已经?|都|就|[去前今]年|上个?月|"
    r"[一二两三四五六七八九十几\d]{1,3}(?:个月|年)前|刚){0,3}离(?:了(?!不)|婚(?:了|[一二两三四五六七八九十几\d]{1,3}年)|异了?(?=[，。]|$))"
)
_AGAIN = re.compile(r"再婚|复婚|又结婚|二婚|现在(?:的|这个)(?:老公|媳妇|老婆|对象|爱人)")


def _parted(named: dict[str, Mention], plain: str) -> dict[str, Kin]:
    """我跟老公离了: the former husband, where no other is spoken of."""
    if "离" not in plain or not _IS_DIVORCED.search(plain) or _AGAIN.search(plain):
        return {}
    spouses = {p: m for p, m in named.items() if m.relation == "spouse"}
    former = {"male": "ex-husband", "female": "ex-wife"}
    return {p: Kin(former.get(str(m.sex), "ex-spouse"), "ex_spouse", m.sex) for p, m in spouses.items()}


def _parents(seen: list[Mention], named: dict[str, Mention]) -> dict[str, Kin]:
    """我爸妈都过七十…老太太还能做饭，老头子离不了人: the old man is the father here."""
    olds = [m for m in seen if m.words in ("老头子", "老头", "老婆子") and m.relation == "spouse"]
    if "parents" not in named or len(olds) != len([m for m in seen if m.relation == "spouse"]):
        return {}
    return {str(m.person): Kin("father", "father", "male") for m in olds if m.sex == "male"}


def with_own_sex(seen: list[Mention], speaker: Speaker) -> list[Mention]:
    """`seen` with the speaker's sex, where they name it or their husband, wife or parents-in-law do."""
    told = {_OTHER_SEX.get(str(m.sex)) for m in seen if m.relation == "spouse"}
    told |= {
        "male" if re.search(r"岳|丈", m.words) else "female"
        for m in seen
        if m.relation in _IN_LAWS and m.words
    }
    told.discard(None)
    sex = speaker.sex or (next(iter(told)) if len(told) == 1 else None)
    return [replace(m, sex=sex) if m.person == "self" else m for m in seen] if sex else seen


_ONLY_THIS = re.compile(r"(?:就|只|光)(?:有)?(?:这|那)(?:么)?一?个$")


def _children(named: dict[str, Mention], plain: str, speaker: Speaker) -> dict[str, Kin]:
    generic = [p for p, m in named.items() if m.relation == "child" and re.fullmatch(r"child(-\d)?", p)]
    if not generic:
        return {}
    whose = _whose_child(plain, named, speaker)
    children = [p for p, m in named.items() if m.relation in ("son", "daughter")]
    if generic == ["child"] and len(children) == 1 and _ONLY_THIS.search(plain, 0, named["child"].start):
        return {"child": _kin(named[children[0]])}  # 俺儿出车祸走了，就这一个孩子
    if whose is not None:
        return {p: Kin(whose.person + p[5:], whose.relation, whose.sex) for p in generic}
    grand = [p for p, m in named.items() if m.relation == "grandchild"]
    if generic != ["child"]:
        return {}
    if len(grand) == 1 and named[grand[0]].words in ("孩子", "娃", "小孩", "小孩子"):
        return {"child": _kin(named[grand[0]])}  # 闺女抱着个孩子回来了，孩子两岁
    if len(children) == 1:
        return {} if _besides(plain, children[0], named) else {"child": _kin(named[children[0]])}
    return {"child": _kin(named[grand[0]])} if len(grand) == 1 and not children else {}


def _besides(plain: str, person: str, named: dict[str, Mention]) -> bool:
    """我家孩子考上大学，还有个上初三的二女儿: one more child than the one spoken of."""
    start = named[person].start
    return bool(_ONE_MORE.search(plain, max(0, start - 14), start)) and named["child"].start < start


def _whose_child(plain: str, named: dict[str, Mention], speaker: Speaker) -> Kin | None:
    """孩子, said by grandparents, uncles and aunts, is not their own child."""
    if speaker.asked_child:
        return speaker.asked_child
    relations = {m.relation for m in named.values()}
    own = [m.start for m in named.values() if m.relation == "child"]
    of_others = [m for m in named.values() if _is_others_child(m) and m.start < min(own, default=0)]
    ours = any(m.relation == "child" and plain[m.start] in "我俺咱" for m in named.values())
    if of_others and not ours and not relations & {"son", "daughter", "grandchild", "nephew_niece"}:
        return _kin(of_others[0])
    for relation in ("grandchild", "nephew_niece", "pupil"):
        own = [m for m in named.values() if m.relation == relation]
        if own and not relations & {"son", "daughter"}:
            return Kin(str(own[0].person), relation, None)
    dead = _DEAD_SIBLING.search(plain) or _OF_SIBLING.search(plain)
    if dead and not relations & {"son", "daughter"}:
        return Kin("nephew", "nephew_niece")
    if GRANDPARENT_TALK.search(plain) or (relations & {"son", "daughter"} and DEAD_YOUNG.search(plain)):
        own = [m for m in named.values() if m.relation == "grandchild"]
        return _kin(own[0]) if len(own) == 1 else Kin("grandchild", "grandchild")
    in_laws = {"sister-in-law", "brother-in-law"} & set(named)
    if (in_laws and relations & {"brother", "sister"}) or _AUNT_ASKS.search(plain):
        return Kin("nephew", "nephew_niece")
    if speaker.role in ("pupil", "villager", "client") and not relations & {"son", "daughter", "spouse"}:
        return Kin(speaker.role, speaker.role)
    return None


def _is_others_child(mention: Mention) -> bool:
    """A neighbour's or a friend's child, or a small one met in the street."""
    word = kin_words().get(mention.words)
    return mention.relation not in YOUNG and bool(word and word.relation in YOUNG)


def _kin(mention: Mention) -> Kin:
    return Kin(str(mention.person), str(mention.relation), mention.sex)


def _renamed(mention: Mention, rename: dict[str, Kin]) -> Mention:
    kin = rename.get(str(mention.person))
    if kin is None:
        return mention
    return replace(mention, person=kin.person, relation=kin.relation, sex=kin.sex or mention.sex)
