"""Who writes: somebody's aunt, a village clerk, a teacher; a man or a woman."""

from __future__ import annotations

import re
from dataclasses import dataclass, field
from functools import cache

from bot.understanding.mention import Mention
from bot.understanding.wordings.heads import compile_headed

from .kinship import Kin, any_of, roles, sides, words_of_self

_ME = r"(?:我|俺|本人|来电人|来电者|来电人员|反映人|申请人|咱)(?:们)?"
_END = r"(?=$|[，。；！？、：啊呀呢吧嘛 ]|我|俺|想|来|替|他|她|孩|的(?:[，。]|都)?|都|七|六|五|四|三|八)"
# 孩子他奶奶想问，8岁脑瘫: who asks, and not of whom what follows is told.
ASKS = re.compile(
    r"，?(?:我|俺)?(?:想|来|要|就|先){0,2}(?:替|代|帮|给)?(?:孩子|娃|他|她)?(?:来)?(?:问|咨询|打听|求助|反映)"
)
_NO_KIN_OF = re.compile(r"烈士|军人|老兵|单亲|独生|两个|三个|双胞胎|失独|家里|一[名个位]$|困难")
# 二级智力残疾孩子的妈妈, 尿毒症患者的家属
_ONE_DESCRIBED = re.compile(
    r"(?:^|[^的])(?:老人|老头|老太太|患者|病人|病号|残疾人?|[盲哑]人|孤儿)$|[^的](?:孩子|娃娃?|儿童|男孩|女孩|学生)$"
)
_FOR_OTHERS = re.compile(
    r"替|代|给|为|帮|反映|班[里上级]|本班|学生|我们?村|本村|某村|辖区|小区|户里|求助|有个|一[名位个户]|该|结对|帮扶|服务的|包的|片里|照看的|村里"
)
# 班主任：…; but 老师您好：, who is written to.
_CALLED_BY_OFFICE = r"^[^，。；]{0,16}?(?:%s)[^，。：；您你好]{0,4}(?:来电|反映|咨询|代为|打来|致电|来信|：)"
_IS_WOMAN = compile_headed(
    r"(?:我|俺|本人)(?:就)?(?:是|这|一个|个){0,12}[^，。；我俺他她的和跟与]{0,8}?(?:妇女|女工|女职工|寡妇|女的|女人|"
    r"(?<![我俺])老婆子|老嬷嬷|老太婆|"
    r"老妈妈|妈妈|宝妈|女教师|(?<!爷爷)奶奶|(?<!姥爷)姥姥|单亲母亲)(?!都|也|她|瘫|病|住|说|病了|今年)|[我俺](?:坐月子|怀孕|"
    r"怀着|生(?:完|了)孩子|生二胎)|"
    r"(?:[我俺]|^)坐月子|就俺?一个老(?:婆子|嬷嬷)|俺这老婆子|[我俺](?:一个)?女(?:的|人)|"
    r"[我俺]是[^，。；]{0,8}的(?:妻子|老婆|媳妇|母亲|女儿|儿媳)|当[娘妈]的|做母亲的|当姐的|当奶奶的|"
    r"[我俺](?:的)?(?:乳腺|子宫|宫颈|卵巢)"
)
_IS_MAN = re.compile(
    r"(?:我|俺|本人)(?:就)?(?:是|这|一个|个){0,12}[^，。；我俺他她的和跟与]{0,6}?(?:(?<![我俺])老头子?|(?<![我俺])(?<![我俺][家那])老汉|老光棍|光棍|大男人|"
    r"男的|大老爷们|大爷们|单亲爸爸|"
    r"大老粗)(?!都|也|他|瘫|病|住|说)|[我俺][^，。；]{0,8}?(?:没(?:娶|说)(?:过|上)?(?:媳妇|老婆|亲)|打光棍|"
    r"没成家的男)|当[爹爸]的|当哥的|做父亲的|入赘|上门女婿"
)


@dataclass(frozen=True, slots=True)
class Speaker:
    """`role`: what those they speak for are to them by office; `other`: by kin; `named`: where they name
    themselves (the aunt of 我是孩子的大姨), not to be taken for somebody else; `side`: from which side they
    count the parents of the child they speak for; `described`: where they say what the other is (瘫痪老人 of
    我是瘫痪老人的儿媳妇)."""

    role: str | None = None
    other: Kin | None = None
    named: tuple[tuple[int, int], ...] = ()
    sex: str | None = None
    others: tuple[tuple[int, int], ...] = field(default=())
    side: str | None = None
    described: tuple[int, int] | None = None

    @property
    def asked_child(self) -> Kin | None:
        """The nephew or grandchild for whom who says 我是孩子大姨 speaks."""
        young = self.other is not None and self.other.relation in ("nephew_niece", "grandchild")
        return self.other if young else None


@cache
def _named_self() -> re.Pattern[str]:
    words = any_of(words_of_self()).pattern
    return re.compile(
        rf"{_ME}(?:就|也|只|算)?(?:是|系|为)(?P<of>[^，。；！？是我俺问咨]{{0,12}}?)(?:的|家的?|家里的|"
        rf"本家)?(?P<kin>{words}){_END}"
        rf"|{_ME}(?:这个?|一?个|做|当|作为){{1,12}}(?P<kin2>{words})(?:的)?(?!有|得|患|病|瘫|住|说|在家|给|是|今年|去年|前年|打小|自小|从小|生下来|也?[一二三四五六七八九\d]|一辈子|残|聋|哑|智力|精神|天生|傻|瞎|瘸|脑瘫|查|上[初高大小]|读|念|打|没(?:成|结|娶|有?工|收))"
        rf"|(?:作为|当)(?P<kin3>{words})的"
        rf"|(?:^|(?<=[，。！：]))(?:孩子|娃)(?:的|他|她)?(?P<kin4>{words})(?={ASKS.pattern})"
    )


@cache
def _by_office() -> tuple[tuple[str, re.Pattern[str]], ...]:
    return tuple(
        (
            role,
            re.compile(
                rf"{_ME}(?:就)?(?:是|系|为|在|当|做|干)[^，。；]{{0,14}}?(?:{say})|{_CALLED_BY_OFFICE % say}"
            ),
        )
        for role, say in roles()
    )


def read_speaker(plain: str) -> Speaker:
    """What the message says of the one who writes it."""
    named: list[tuple[int, int]] = []
    other = side = described = None
    for found in _named_self().finditer(plain):
        group = next(g for g in ("kin", "kin2", "kin3", "kin4") if found[g])
        whose = found["of"] or ""
        word = found[group]
        if group == "kin" and _NO_KIN_OF.search(whose):
            continue
        if group == "kin" and not whose and word not in ("姐姐", "哥哥"):
            continue  # 我是奶奶 says no more than that
        named.append(found.span(group))
        side = side if other else sides().get(word)
        other = other or words_of_self()[word]
        if group == "kin" and _ONE_DESCRIBED.search(whose):
            described = described or found.span("of")
    return Speaker(_role(plain), other, tuple(named), _sex(plain), side=side, described=described)


def _role(plain: str) -> str | None:
    if not _FOR_OTHERS.search(plain):
        return None
    return next((role for role, say in _by_office() if say.search(plain)), None)


def _sex(plain: str) -> str | None:
    woman, man = _IS_WOMAN.search(plain), _IS_MAN.search(plain)
    if bool(woman) == bool(man):
        return None
    return "female" if woman else "male"


def one_described(plain: str, speaker: Speaker, seen: list[Mention]) -> list[Mention]:
    """瘫痪老人 of 我是瘫痪老人的儿媳妇, where no other word of it names anybody."""
    span, other = speaker.described, speaker.other
    if span is None or other is None or any(m.start < span[1] and span[0] < m.end for m in seen):
        return []
    words = plain[span[1] - 2 : span[1]]
    return [Mention(span[1] - 2, span[1], other.person, other.relation, other.sex, True, words)]
