"""Recognised hardship (低保, 五保, 边缘, 监测…): what the household has, has not, or only asks about."""

from __future__ import annotations

import re
from collections.abc import Iterator

from .people import Mention, People
from .said import Said
from .stance import CLAUSE_ENDS, clause_start

_TERMS = (
    ("marginal", r"低保边缘(?:家庭|户|人口)?|低边(?:户|家庭)?|边缘(?:户|家庭)|(?<=[是非属])边缘(?!易)"),
    ("subsistence_single", r"单人(?:户)?低?保|只保了[他她我]一个"),
    ("subsistence", r"低保(?:户|家庭|对象|人员)?|最低生活保障"),
    ("extreme_poverty", r"五保(?:户|老人|对象)?|特困(?:供养|人员|户|对象)*|三无(?:人员|老人)"),
    ("relapse_monitored", r"(?:防返贫)?监测(?:户|对象|家庭)|边缘易致贫户?|脱贫不稳定户?"),
    ("lifted", r"脱贫(?:户|人口|家庭)|脱(?:的|了)贫|脱贫了|摘(?:的|了)帽|贫困户|建档立卡(?:贫困)?户?"),
    ("rigid_expenditure", r"刚性支出(?:困难)?(?:家庭|户)?|支出型(?:困难|贫困)(?:家庭|户)?"),
)
_TERM = re.compile("|".join(f"(?P<{name}>{say})" for name, say in _TERMS))
_WEIGHED = re.compile(
    r"(?:算不算|够不够|是不是|有没有|吃不吃|符不符合|属不属于|能不能|算不上)(?:是|吃|个|得上|上|领|拿)?$"
)
_NOTHING = re.compile(
    r"(?:啥|什么|任何|一点)(?:困难|贫困)?身份(?:都|也)?(?:没有?|不是)|(?:没有|无|没)(?:任何|啥|"
    r"什么)(?:困难|贫困)?身份"
)
_NONE_HELD = (
    "subsistence",
    "extreme_poverty",
    "marginal",
    "rigid_expenditure",
    "relapse_monitored",
    "lifted",
)
_DENIED = re.compile(
    r"(?:没(?:有)?一个(?:人)?吃|不是|没有|没|非|不吃|没吃(?:上)?|没办|不够|没评上?|够不上|算不上|不算|没领|"
    r"不在|不拿|不享受|也?不属于|"
    r"没享受|没批|够不着|不是什么|未纳入|不符合|没定|没进|没给|办不了|办不上)(?:过|的|什么|啥|个|定|吃|"
    r"啥子)?$"
)
_ASKED = re.compile(
    r"(?:是不是|算不算|能不能|可不可以|可以|能|想|想要|申请|办理|办(?!了|的)|怎么|咋|如何|什么是|要是|如果|"
    r"假如|听说|据说|人家|别人|"
    r"有的|哪些|够不够|够|问|不想|要|转成?|评(?!了|的|上)|吃不吃|吃上|报|补|查|停了?的|凭啥|凭什么|有个|"
    r"有些|拿|让|"
    r"有没有|隔壁|邻居家?也?|邻居|不如|比|取消|停|举报|关于|原来的|旧|给|帮|该|"
    r"[老小][王李张刘赵孙周吴陈杨]家?|叫|申报|咨询|反映|以前|原来|曾经|过去|领着?的?人|开着.{0,4}领|来|"
    r"这类|各类|和|跟|与|或者?|还是)(?:是|有|吃|个|的|领|一?下|上|成|的是|户|拿|办)*$"
)
_HELD = re.compile(
    r"(?:我|俺|咱|家|们|是|都是|全是|有|吃着?|享受|领着?|拿着?|定的?|评[了的上]|批[了的]|办[了的]|纳入|"
    r"属于|也是|算的?|在|户|老人|"
    r"里|中|的|[，。；！？ ]|一直|手里|领了|列[入为]|成了?|只有|还是|仍是|当了|爹|妈|爸|娘|奶|爷|叔|姐|弟|"
    r"哥|妹|儿|女|公|婆|伴|孩|子|他|她|那)$"
)
_HOLDER = re.compile(r"(?:户|家庭|老人|对象|人员|人口)$")
_STOPPED = re.compile(
    r"(?:钱|金|资格|待遇|户)?(?:也|都|就|又|给|让|被|去年|今年|上个?月|去年.{0,3}|后来)?(?:没批|不批|"
    r"批不下|没办下|办不下|没评上|被?取消|停了|给停|"
    r"被停|退了|没过|不够|超了|没通过|没给|没有(?!.{0,3}(?:用|涨|到))|够不上|不给办|没定上|让村里拿|清退|"
    r"销了)"
)
_REFUSED = re.compile(
    r"(?:也|都|那个|待遇)?(?:申请|办|报)(?:了|过)[^，。]{0,6}(?:没|不)(?:批|给|通过|办|成|下来)|"
    r"[，]?(?:村里|镇上|社区|民政)?(?:说|嫌)[^。]{0,16}(?:不给办|不批|没批|办不了|不够格)|没给批|一直没批"
)
_BUT_NOT_I = re.compile(
    r"[^。！？，]{0,6}[，](?:可|但)?(?:我|俺)们?(?:两口子|家|自己|本人)?(?:都)?(?P<not>不是|"
    r"没有|不吃)(?=[，。！]|$)"
)
_ONCE = re.compile(r"(?:以前|原来|过去|曾经|原先|早先|去年|前年)[^，。]{0,4}$")
_ENDED = re.compile(r"[^。]{0,8}(?:停了|给停|取消|拿掉|退了|没了|销了|不给了|清退)")
_GENERAL = re.compile(
    r"(?:多少钱|标准|条件|怎么|咋[办申]|如何|什么|申请|是啥|有啥|有什么|能领|政策|名额|公示|线|认定|审核|"
    r"金额|的?门槛|和特困|跟|与|和低|要(?!求)|"
    r"能不能办|办理|救助|人群|待遇是|资格怎|可以|得(?:什么|啥)|的人|怎)"
)


def read_aid(plain: str, people: People) -> Iterator[Said]:
    """`aid_status` and `holds_personal_aid` as the text has them."""
    for found in _NOTHING.finditer(plain):
        of = people.subject(found.start(), found.end())
        if of is not None:
            yield Said("aid_status", dict.fromkeys(_NONE_HELD, False), of, found.start(), found.end())
    for found in _TERM.finditer(plain):
        kind = found.lastgroup or ""
        held = _held(plain, found, kind)
        if held is None:
            continue
        of = people.home(found.start(), found.end())
        if of is None:
            continue
        start, end = found.span()
        home = Mention(of.start, of.end, of.person, of.relation)
        yield Said("aid_status", {kind: held}, home, start, end)
        if held and of.person != "self" and (but := _BUT_NOT_I.match(plain, end)):
            speaker = Mention(but.end(), but.end(), "self", "self")
            yield Said("aid_status", {kind: False}, speaker, but.start("not"), but.end())
        if held and kind in ("extreme_poverty", "subsistence_single"):
            yield Said("holds_personal_aid", True, of, start, end)


def _held(plain: str, found: re.Match[str], kind: str) -> bool | None:
    start, end = found.span()
    before = plain[max(_sentence_start(plain, start), start - 10) : start]
    after = plain[end : end + 10]
    before = re.sub(r"(?<=[吃领拿有享是受])(?:着|了)?(?:一份|个|着|单人|全家)$", "", before)
    if _REFUSED.match(plain, end) or (_ONCE.search(before) and _ENDED.match(plain, end)):
        return False
    if _WEIGHED.search(before) or after.startswith("那个"):
        return None
    if _DENIED.search(before):
        return False
    if kind == "lifted" and re.search(r"(?:以前|原来|原先|过去|曾经)(?:是|评为?|定为?)?$", before):
        return True
    if kind == "subsistence" and after.startswith("边缘"):
        return None
    if _corrected(plain, start, end):
        return False
    if _STOPPED.match(after) and not before.endswith(("问", "听说")):
        return False
    if re.match(r"(?:吗|么|不[，。？?]|吧[？?])", after) and not _HOLDER.search(found.group()):
        return None
    if _ASKED.search(before):
        return None
    return _affirmed(plain, found, before, after)


def _affirmed(plain: str, found: re.Match[str], before: str, after: str) -> bool | None:
    alone = not before and (not after or after[0] in CLAUSE_ENDS)
    if alone:
        return True
    if _HOLDER.search(found.group()):
        return None if _GENERAL.match(after) and not before else True
    if _GENERAL.match(after):
        return None
    if before and _HELD.search(before):
        verb = re.search(
            r"(?:是|有|吃着?|享受|领着?|拿着?|定的?|评[了的上]|批[了的]|办[了的]|纳入|属于|在)$", before
        )
        return (
            True
            if verb or re.match(r"(?:[，。；！ ]|$|户|还在|在[享吃领]|有|已|批|办|吃着|拿着|领着|都)", after)
            else None
        )
    if not before and re.match(
        r"(?:有(?!没)|还在|批下来|吃着|残疾|失能|独居|已|在[领享吃]|户|上月|[，。 ])", after
    ):
        return True
    return None


def _sentence_start(plain: str, place: int) -> int:
    return clause_start(plain, place)


def _corrected(plain: str, start: int, end: int) -> bool:
    """俺是五保…不是，是低保: the first word was a slip of the tongue."""
    return bool(
        re.match(r"(?:户)?[…，。.、 ]*(?:不是|不对|说错了)[，,…。 ]*(?:是|应该是)", plain[end : end + 12])
    )
