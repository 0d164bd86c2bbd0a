"""The namings of people in a message, from left to right: kin, neighbours, the speaker, and 他."""

from __future__ import annotations

import re
from collections.abc import Iterable
from dataclasses import dataclass
from functools import cache
from pathlib import Path

import yaml

from .numbers import parse_number

YOUNG = frozenset({"son", "daughter", "child", "grandchild", "nephew_niece", "pupil"})
OUTSIDE = frozenset({"neighbour", "villager", "stranger", "client", "pupil"})
_POSSESSIVE = (
    r"(?:(?:我们家|俺们家|我们|俺们|咱们|咱家|我家|俺家|家里|我|俺|咱|自家|自己)(?:那个|的|这个|那)?)?"
)
_RELIED_ON = re.compile(r"(?:靠着?|指着|指望|让|叫)$")
_LEANED_ON = re.compile(
    r"(?:跟着?|随着?|靠着?|全?指着|比|像|让|叫|嫁给?|找|和|住在?|挨着|听|问|借|带着?|养着?|供|生完?|生了|"
    r"拉扯|没|无)$"
)
_TALKING = re.compile(
    r"(?:就|也|今天|现在|这边|这里|先|再|只|才|还)?(?:想|要|来|得)?(?:请?问|咨询|打听|反映|替|帮|求助|听|"
    r"寻思|觉|怕|不知|亲生|"
    r"看[见到]|在网上|说[说一的]|都?打?问|能不能|可以|该|担心|不懂|不明白|叫[^着]|是[他她]|好心|弄不清|知道)"
)
_THIRD = re.compile(r"(?:他|她|老人家|老人(?![院机卡证补津公服])|老太太|老头(?!子)|老汉|老爷子)")
_OTHERS = re.compile(
    r"(?:人家|别人|别家|有的人|有人|隔壁(?:庄|村|楼)?那?[个家户]|邻村|前街那个|隔壁低保|谁家|那些|同事|病友|"
    r"(?<!我)同学|老乡|工友|(?:前|后|邻)庄|室友|听说有[个的]|老工友|"
    r"(?:护士|医生|大夫|窗口)(?!也?都?说|让|叫|讲|建议|看|查|给|要|下|诊)|对方|房东|老板|"
    r"包工头|"
    r"(?:隔壁|邻居家?|前院|后院|村里?)老?[王李张刘赵孙周吴陈杨]家?)"
)
_DEAD = re.compile(
    r"(?:都|已经|也|前年|去年|今年|早就?|早年|刚|出了?车祸|，|都没|双|[一二两三四五六七八九十几\d]+年前|"
    r"因病|得病|生病|意外|突发心梗|[一二三四五六七八九十腊正冬]+月(?:份)?)*(?:双亡|没了|去世|"
    r"走了(?=[一二两三四五六七八九十\d]|$|[，。])|死了|殁了?|不在了|过世|病故|牺牲|病逝)"
)
_COUNTED = re.compile(r"(?:俩|两个|仨|三个|双胞胎|几个|[二两三四五]个)$")
_ORDINALS = {"大的": 1, "老大": 1, "大儿子": 1, "大儿": 1, "大闺女": 1, "大女儿": 1, "大小子": 1, "姐姐没": 1}
_ORDINALS |= {
    "小的": 2,
    "老二": 2,
    "老小": 2,
    "小儿子": 2,
    "二儿子": 2,
    "二儿": 2,
    "小儿": 2,
    "小闺女": 2,
    "二闺女": 2,
}
_ORDINALS |= {"小女儿": 2, "老三": 3, "小小子": 2}
_NEIGHBOUR = (
    r"(?:我|俺)?们?家?(?:隔壁|邻居|对门|前院|后院|楼上|楼下)(?:家)?(?:的|那个|有个|住着个)?"
    r"[王李张刘赵孙周吴陈杨曹丁马朱胡郭何高林郑谢]?"
    r"(?:婶子?|大爷|大娘|大叔|大姨|阿姨|奶奶|爷爷|老太太?|老头|老汉|老人|嫂子|大哥|大姐|大伯)"
)
_AM = re.compile(r"(?:我|俺|本人)们?(?:就)?是(?![^，。]{0,6}(?:替|给|帮|为|代))[^，。！？；]{0,16}$")
_ONE_AND_ONE = re.compile(
    r"(?P<first>一个)(?P<a>[^，。；]{1,12}?)[，、 ]?(?P<second>(?:另|还有)?一个)(?P<b>[^，。；]{1,12})"
)
_TWO_YOUNG = re.compile(r"(?:俩|两个|2个|双胞胎|两|有个)[^，。；]{0,3}$")
_CALLED = re.compile(
    r"^(?:[^，。]{0,4}[，。])?(?:我|俺)?(?:想|来|要)?(?:替|帮|代|给)(?:我|俺)?(?:们|家|的)*$"
)


_CHILD_OF = {
    "brother": ("nephew", "nephew_niece"),
    "sister": ("nephew", "nephew_niece"),
    "uncle_aunt": ("cousin", "relative"),
    "son": ("grandchild", "grandchild"),
    "daughter": ("grandchild", "grandchild"),
}
CHILD_TALK = re.compile(
    r"(?<!大)学生|儿童|未成年|双亡|母改嫁|男童|女童|婴|父母初[一二三]|年级|幼儿|民办|唇腭裂|"
    r"大班|中班|小班|高[一二三]|读高|职高|上学"
)
_GRANDPARENT_TALK = re.compile(r"儿媳|孙|俺?老两口(?:带|拉扯|养|看)|[我俺](?:和|跟)老伴(?:带|拉扯|养)")


_RUNGS = (
    "岁",
    "托",
    "小班",
    "中班",
    "大班",
    "幼儿",
    "小学",
    "年级",
    "初",
    "中专",
    "职",
    "高",
    "大专",
    "大学",
    "大",
)


def _standing(words: str) -> float:
    """How grown-up one of two children sounds: by age in years, else by school."""
    age = re.match(r"[^\d一二三四五六七八九十]{0,3}(\d+|[一二三四五六七八九十]+)(?:周?岁|$|了|的)?", words)
    number = parse_number(age[1]) if age else None
    if number is not None and not re.search(r"年级|[初高大][一二三四]", words):
        return float(number.low)
    rungs = [place for place, word in enumerate(_RUNGS) if word in words]
    return 2.0 + max(rungs, default=0) * 1.5


@dataclass(frozen=True, slots=True)
class Mention:
    """One naming of a person; `person` is None for people whose facts are nobody's (别人, 医生)."""

    start: int
    end: int
    person: str | None
    relation: str | None
    sex: str | None = None
    topic: bool = True
    words: str = ""


@dataclass(frozen=True, slots=True)
class Kin:
    person: str
    relation: str
    sex: str | None


@cache
def _kin() -> dict[str, Kin]:
    raw = yaml.load((Path(__file__).parent / "kin.yaml").read_text("utf8"), yaml.CSafeLoader)
    return {
        word: Kin(row["id"], row["relation"], row.get("sex")) for row in raw["kin"] for word in row["words"]
    }


@cache
def _kin_pattern() -> re.Pattern[str]:
    words = "|".join(sorted(map(re.escape, _kin()), key=len, reverse=True))
    return re.compile(
        rf"(?P<near>{_NEIGHBOUR})|(?P<own>{_POSSESSIVE})(?P<his>(?:孩子的?|娃|他|"
        rf"她)(?=[爹爸娘妈父母])|(?:孩子|娃)(?:他|她|的)?(?=奶奶|爷爷|姥姥|姥爷)|(?:他们?|"
        rf"她们?)(?:的|家)?(?=儿|闺女|女儿|孩子|娃|小子))?"
        rf"(?P<kin>{words})"
        r"|(?P<villager>(?:我们|俺们?|咱们?)(?:这)?(?:村|庄|小区|楼|单元|社区|屯)(?:里)?(?:的|有个|"
        r"有一?[个户位家]|一[个户位]|那个|老?[王李张刘赵孙周吴陈杨曹丁马朱胡郭何高林郑谢罗宋唐许韩冯邓苗于]"
        r"))"
        r"|(?P<parent>(?<![一-鿿])[父母](?=[残无患癌瘫病肝肺胃脑\d一二三四五六七八九]))"
        r"|(?P<self>我们两口子|俺们?两口子|俺老两口|我们老两口|俺?老俩|我俩|俺俩|我们|俺们|咱们|我|俺|咱|"
        r"本人|申请人|来电人|来电者|诉求人|市民(?!卡))(?!们?(?:家|村|庄|单位|厂|这边?|那边?|小区|"
        r"楼|社区|学校|班里|班上))"
        rf"|(?P<others>{_OTHERS.pattern})|(?P<third>{_THIRD.pattern})"
    )


@cache
def _skipped() -> re.Pattern[str]:
    raw = yaml.load((Path(__file__).parent / "kin.yaml").read_text("utf8"), yaml.CSafeLoader)
    return re.compile("|".join(map(re.escape, raw["not_kin"])))


class MentionReader:
    """Reads the namings of one message."""

    def __init__(self, plain: str):
        self.plain = plain

    def read(self) -> Iterable[Mention]:
        plain = self.plain
        masked = _skipped().sub(lambda m: "＊" * len(m.group()), plain)
        seen: list[Mention] = []
        for found in _kin_pattern().finditer(masked):
            mention = self._mention(found, seen)
            if mention is not None:
                seen.append(mention)
        return self._one_and_one(_join_generic(seen, plain))

    def _one_and_one(self, seen: list[Mention]) -> list[Mention]:
        """俩孩子，一个八岁一个十二: two of them, the elder first."""
        added: list[Mention] = []
        for found in _ONE_AND_ONE.finditer(self.plain):
            near = [m for m in seen if m.relation in YOUNG and found.start() - 10 <= m.end <= found.start()]
            if not near or not _TWO_YOUNG.search(self.plain[max(0, near[-1].start - 5) : near[-1].end - 1]):
                continue
            base = near[-1]
            by_age = re.search(r"大的|小的|老大|老二", self.plain[found.end() :])
            elder = not by_age or _standing(found["a"]) >= _standing(found["b"])
            for group, number in (("first", 1 if elder else 2), ("second", 2 if elder else 1)):
                person = f"{base.person}-{number}"
                added.append(Mention(*found.span(group), person, base.relation, base.sex, words="一个"))
        return sorted([*seen, *added], key=lambda m: m.start)

    def _mention(self, found: re.Match[str], seen: list[Mention]) -> Mention | None:
        start, end = found.span()
        if found["self"]:
            topic = not _TALKING.match(self.plain, end) and not self._leaned(start, speaker=True)
            return Mention(start, end, "self", "self", topic=topic, words=found["self"])
        if found["others"]:
            if found["others"] == "人家" and self.plain[start - 1 : start] in ("让", "被", "叫", "给"):
                return None  # 让人家撞了: still about who was hit
            return Mention(start, end, None, None, words=found["others"])
        if found["near"]:
            return Mention(start, end, "neighbor", "neighbour", words="邻居")
        if found["parent"]:
            return self._noted_parent(found)
        if found["villager"]:
            return Mention(start, end, "villager", "villager", words="村里人")
        if found["third"]:
            return self._third(found, seen)
        return self._kin_mention(found, _kin()[found["kin"]], seen)

    def _noted_parent(self, found: re.Match[str]) -> Mention | None:
        """父残疾三级 母无业, in an agent's note; of a child's parents nothing is kept."""
        if CHILD_TALK.search(self.plain):
            return Mention(*found.span(), None, None)
        which = ("father", "male") if found["parent"] == "父" else ("mother", "female")
        return Mention(*found.span(), which[0], which[0], which[1], words=found["parent"])

    def _kin_mention(self, found: re.Match[str], kin: Kin, seen: list[Mention]) -> Mention | None:
        start, end = found.span()
        kin_start = found.start("kin")
        if found["his"]:
            return self._of_third(found, kin, seen)
        ends = end >= len(self.plain) or self.plain[end] in "，。！？； "
        if not found["own"] and ends and _AM.search(self.plain[max(0, start - 22) : start]):
            return None  # 我是烈士的女儿, 我是一名村民: the speaker says who they are
        before = seen[-1] if seen else None
        if before and before.person is None and self.plain[before.end : start] in ("的", "家", "家的"):
            return Mention(start, end, None, None, words=found["kin"])  # 同事的父亲
        if kin.relation in YOUNG and not found["own"] and (holder := self._holder(start, kin, seen)):
            return self._child_of_holder(found, kin, holder)
        outside = next((m for m in reversed(seen) if m.relation in OUTSIDE), None)
        if outside and outside.relation == "pupil" and kin.relation in YOUNG:
            return Mention(start, end, outside.person, outside.relation, kin.sex, True, found["kin"])
        if outside and any(m.person == "self" and m.topic and m.start > outside.end for m in seen):
            outside = None  # the speaker has turned to their own
        if outside and not found["own"] and kin.relation not in OUTSIDE and "-" not in outside.person:
            relation = "other" if outside.relation == "pupil" else str(outside.relation)
            kin = Kin(f"{outside.person}-{kin.person}", relation, kin.sex)
        person = self._numbered(found["kin"], kin, kin_start)
        topic = not self._leaned(start) and not _DEAD.match(self.plain, end)
        return Mention(start, end, person, kin.relation, kin.sex, topic, found["kin"])

    def _of_third(self, found: re.Match[str], kin: Kin, seen: list[Mention]) -> Mention | None:
        """她闺女 of the aunt is a cousin, 他孩子 of the brother a nephew; 他爹 of a child a parent."""
        if kin.relation not in YOUNG:
            return self._parent_of_child(found, kin, seen)
        last = next((m for m in reversed(seen) if m.person not in (None, "self")), None)
        if last is None:
            return Mention(*found.span(), kin.person, kin.relation, kin.sex, words=found["kin"])
        return self._child_of_holder(found, kin, last)

    def _holder(self, start: int, kin: Kin, seen: list[Mention]) -> Mention | None:
        """Whose child it is: 朋友的孩子, 我姐家儿子; or 儿子 after 替我姑问, when nobody else spoke."""
        last = seen[-1] if seen else None
        if last is None or last.person in (None, "self") or last.relation in YOUNG:
            return None
        if re.fullmatch(r"(?:家)?(?:的)?(?:那个|这个)?", self.plain[last.end : start]) and last.end < start:
            return last if last.relation != "spouse" else None
        called = _CALLED.search(self.plain[: last.start]) or _CALLED.search(self.plain[: seen[0].start])
        first = seen[0] if called else None
        return first if first and first.relation in ("uncle_aunt", "brother", "sister") else None

    def _child_of_holder(self, found: re.Match[str], kin: Kin, holder: Mention) -> Mention:
        person, relation = _CHILD_OF.get(holder.relation or "", (kin.person, kin.relation))
        if holder.relation in OUTSIDE or holder.person == "friend":
            person, relation = f"{holder.person}-{kin.person}", str(holder.relation)
        return Mention(*found.span(), person, relation, kin.sex, words=found["kin"])

    def _parent_of_child(self, found: re.Match[str], kin: Kin, seen: list[Mention]) -> Mention | None:
        """孩子他爹: the speaker's husband, when the child is the speaker's own; else nobody's facts."""
        if kin.relation in ("grandmother", "grandfather"):
            return Mention(*found.span(), f"child-{kin.person}", "relative", kin.sex, words=found["kin"])
        child = next((m for m in reversed(seen) if m.relation in YOUNG), None)
        own = found["his"].startswith(("孩子", "娃")) or (
            child and child.relation in ("son", "daughter", "child")
        )
        alive = not _DEAD.match(self.plain, found.end())
        if own and alive and kin.person in ("father", "mother"):
            spouse = "husband" if kin.person == "father" else "wife"
            return Mention(found.start(), found.end(), spouse, "spouse", kin.sex, words=found["kin"])
        return Mention(found.start(), found.end(), None, None, kin.sex, alive, found["kin"])

    def _third(self, found: re.Match[str], seen: list[Mention]) -> Mention | None:
        last = next(
            (m for m in reversed(seen) if m.person != "self" and (m.topic or not self._passing(m))), None
        )
        if last is None and found["third"] not in ("他", "她"):
            return Mention(*found.span(), "elder", "relative", words=found["third"])
        if last is None or last.person is None:
            return None
        topic = not self._leaned(found.start())
        return Mention(*found.span(), last.person, last.relation, last.sex, topic, "他")

    def _passing(self, mention: Mention) -> bool:
        """The dead, and friends one only heard it from, are not the next 他."""
        return mention.person == "friend" or bool(_DEAD.match(self.plain, mention.end))

    def _leaned(self, start: int, *, speaker: bool = False) -> bool:
        if speaker and _RELIED_ON.search(self.plain, max(0, start - 3), start):
            return False  # 全靠俺种地: the speaker does what follows
        return bool(_LEANED_ON.search(self.plain, max(0, start - 3), start))

    def _numbered(self, word: str, kin: Kin, start: int) -> str:
        number = _ORDINALS.get(word)
        return f"{kin.person}-{number}" if number else kin.person


def _join_generic(seen: list[Mention], plain: str) -> list[Mention]:
    """孩子 said of the one 闺女 already spoken of is the same child; 爱人 is the one husband."""
    named = {m.person: m for m in seen if m.person}
    children = [p for p, m in named.items() if m.relation in ("son", "daughter")]
    spouses = [p for p, m in named.items() if m.relation == "spouse" and p != "spouse"]
    numbered = [p for p, m in named.items() if m.relation == "child" and p != "child"]
    rename: dict[str, str] = {}
    if "child" in named and (kin := _whose_child(plain, named)) is not None:
        return [m if m.person != "child" else _as(m, kin) for m in seen]
    if len(children) == 1 and not numbered:
        rename["child"] = children[0]
    if len(spouses) == 1:
        rename["spouse"] = spouses[0]
    grand = [p for p in named if p in ("grandson", "granddaughter")]
    if grand and not children and "child" in named and len(grand) == 1:
        rename["child"] = grand[0]
    if not rename:
        return seen
    return [m if m.person not in rename else _as(m, named[rename[m.person]]) for m in seen]


def _whose_child(plain: str, named: dict[str, Mention]) -> Mention | None:
    """孩子, said by grandparents, uncles and aunts, is not their own child."""
    relations = {m.relation for m in named.values()}
    own = [m for person, m in named.items() if person in ("grandson", "granddaughter")]
    if len(own) == 1:
        return own[0]
    if _GRANDPARENT_TALK.search(plain):
        return Mention(0, 0, "grandchild", "grandchild")
    in_laws = {"sister-in-law", "brother-in-law"} & set(named)
    if in_laws and relations & {"brother", "sister"}:
        return Mention(0, 0, "nephew", "nephew_niece")
    return None


def _as(mention: Mention, other: Mention) -> Mention:
    return Mention(
        mention.start, mention.end, other.person, other.relation, other.sex, mention.topic, mention.words
    )
