"""Recognised hardship that was applied for and refused, is beyond the line, or was taken away."""

from __future__ import annotations

import re

from .standing import FEARED

IF_STOPPED = re.compile(r"(?:被)?(?:停了|取消了?|退了)(?:以后|之后|的话|还能|能不能|怎么|咋)")
_REFUSED = re.compile(
    r"(?:也|都|那个|待遇)?(?:申请|办|报)(?:了|过)[^，。]{0,6}(?:没|不)(?:批|给|通过|办|成|下来)|"
    r"[，]?(?:村里|镇上|社区|民政)?(?:说|嫌)[^。]{0,16}(?:不给办|不批|没批|办不了|不够格)|没给批|一直没批"
)
# What became of it: never got, or taken away.
_NOT_GOT = (
    r"卡在[^，。；]{0,14}没批|(?:年年|回回|次次|老|就是)(?:都|也)?不(?:给|批)|没批|不批|批不|没给(?:我|俺|他|她)?们?(?:办|批|报|评|定)|不给(?:我|俺|他|她)?们?(?:办|批|报|评|定|弄|吃)|"
    r"办不[了成下上]|没办(?:成|下|上|了)|(?<!有)没(?:评|定|够|轮|报|吃|享受|纳入|列|弄|申请)(?:上|进|到|成|着|下)|"
    r"[评吃够]不[上着]|不够(?:格|条件|线|标准|资格)|不符合|没资格|退回|驳回|打回|被?拒(?!收)|不予|"
    r"未(?:批|获批|通过|予|纳入)|没过(?!几)|没(?:能)?通过|没戏|[别甭休]想|想都别想|不让(?:报|办|评)|没(?:有)?(?:我|俺)们?家?的?份"
)
TAKEN = (
    r"停(?:了|发|掉)|[给叫让被](?:我|俺|他|她)?们?家?(?:停|撤|撸)|[给叫让被]下(?:了|来了|掉)|取消|拿(?:掉|下)|掐|清(?:退|出|理)|[被给叫让](?:人|村里|镇上|社区)?退(?:出|了)?|(?<=[年月])退(?:了|出)(?!休|伍|役)|退出(?!来)|销(?:了|掉)|"
    r"抹(?:了|掉)|撤(?:了|销|掉)|撸(?:了|掉)|捋(?:了|掉)|刷(?:了|掉|下[来去])|扒(?:了|掉)|消除|除名|不给了|(?<![花用吃])没了(?!进项|收入|进账|工作|活|钱|人)|不发了|弄没"
)
_NEVER_CAME = re.compile(
    r"(?:户|的)?[，]?(?:可|但|结果)?(?:是)?(?:一直|到现在|至今|迟迟|到底|最后|还)(?:也|都|还|就)?(?:没|未|不)(?:有)?(?:给)?(?:我|俺|他|她)?们?(?:家)?"
    r"(?:办|批|评|弄|定|审)(?:下来|上|成|好|过|下)?(?=[，。！；]|$)"
)
_CAME_TO_NOTHING = re.compile(rf"[^，。；！？能可才会]{{0,9}}?(?:{_NOT_GOT}|{TAKEN})")
# 低保吃了三年了，今年给停了
_HAD_UNTIL = re.compile(
    rf"[^，。；！？能可才会]{{0,10}}，(?:可|但|结果)?(?:今年|去年|前年|上个?月|这个?月|后来|现在|如今|前几天|昨天|[一二三四五六七八九十\d]{{1,2}}月)"
    rf"(?:村里|镇上|民政|社区|人家|他们|复核|年审|年检|审核|一?查|[就又也都给被让把叫人]|突然){{0,4}}(?:{TAKEN})了?(?=[，。；！]|$)"
)
_SAYS_NO = re.compile(
    r"(?:上|那边|办)?(?:，?(?:最后|结果)(?:还是|人家|村里|镇上|又)*)?(?:说|嫌)(?:我|俺|他|她)?们?[^，。？]{0,14}(?:超|够不|不够|不符|有劳动|能干活|有手有脚|年轻|有[房楼车儿]|有退休|有工资|有闺女|不行|不中)"
)
_APPLIED = re.compile(
    r"(?:申请|办|去问|问|报|要|评|吃|够|那个|找|申请过|办过|跑|递|交了|送)(?:了|过|那个|个|上|一下|[一两二三四五几\d][次回遍趟]){0,12}$"
)
_TURNED_AWAY = re.compile(
    r"[^。！？]{0,22}?(?<!不能)(?<!不)(?:超(?:了|标|线|出|过了|得)|批不[了下]|不批|没批|没给批|够不[上着]|"
    r"不符合|没资格|不给办|"
    r"没通过|被拒|被?退回|打发|打回|不予(?:受理|批准|通过|审批)|未(?:批|予|通过|获批)|没戏|办不[了下成]|没办成|不够(?:格|条件|线)|不够(?=[，。]))"
)
# 离低保就差一点点
_SHORT_OF = re.compile(r"(?:离|距离?|跟|比)(?:着)?(?:吃|拿|办)?(?:上)?$")
_BY_A_LITTLE = re.compile(
    r"(?:户)?(?:那?条)?(?:的)?(?:线|标准|门槛)?(?:也|就|才|只|还){0,3}(?:差|缺)(?!不多|多少|几|啥|什么|在?哪|得)"
)
_WENT_TO_ASK = re.compile(r"(?:的事)?，?(?:我|俺)(?:们)?(?:也)?(?:去)?(?:问|申请|打听|报|跑)(?:过|了)")
_ABOVE = re.compile(
    r"(?:户)?(?:那?条)?(?:的)?(?:线|标准)?(?:高|多|超)(?:了|出)?[^。？]{0,12}(?:批不|不批|没批|不够|"
    r"办不|吃不|享受不|不给|不能)"
)
# 全家收入超了低保
_ABOVE_LINE = re.compile(r"(?:收入|工资|进项|钱|家里?)[^，。；没不]{0,3}超(?:了|过|出)了?$")
_SAYS_WHICH = re.compile(r"(?:户)?边")
_SO_MUCH_ABOVE = re.compile(
    r"(?:户)?(?:那?条)?(?:的)?(?:线|标准)(?:也|就|才|只|还){0,3}(?:高|多|超)(?:了|出|出来)?[一二两三四五六七八九十几百千\d]"
)
_NEITHER = re.compile(
    r"(?:(?:、|和|，|跟|或)(?:低保)?(?:边缘|五保|特困|低边|低保|监测|贫困|脱贫|刚性支出)(?:户|对象|家庭)?){1,4}"
    r"[^，。]{0,2}(?:都|也|统统|全)(?:都|也)?(?:不|没|够不)"
)
_ONLY_THEN = re.compile(
    r"(?:证|户|家庭)?才(?:行|能[^，。]{0,4}|可以|给|有)?[，。](?:可)?(?:我|俺|咱)们?(?:家)?(?:又|也|"
    r"都)?(?:没有|不是|没)"
)
_OF_OTHERS = re.compile(r"(?:邻居|隔壁|对门|人家|别人|是不是|有没有)[^，。；]{0,3}$")
_ONCE = re.compile(r"(?:以前|原来|过去|曾经|原先|早先|去年|前年|那几年|当年|头些年)[^，。]{0,8}$")
ENDED = re.compile(rf"[^。！？]{{0,30}}?(?:{TAKEN}|不吃了|现在(?:不是|没有?))")


# 庄里咋就不给俺报低保？ asks why, and tells that it is not had.
_WHY_NOT = re.compile(
    r"(?:咋|怎么|为啥|为什么|凭啥|凭什么)(?:就|也|还|都|老|老是|一直|偏){0,2}不给(?:我|俺|咱)们?(?:家|[爸妈爹娘])?(?:办|批|评|报|吃|定|弄)?(?:个|上)?$"
)


def asks_why_not(before: str) -> bool:
    """Is it asked in `before` why it is not granted?"""
    return bool(_WHY_NOT.search(before))


def turned_down(plain: str, start: int, end: int, before: str) -> bool:
    """Applied for and refused, over the line, or once held and taken away."""
    if _OF_OTHERS.search(before):
        return False
    if (
        _NEVER_CAME.match(plain, end)
        or _REFUSED.match(plain, end)
        or _NEITHER.match(plain, end)
        or _ONLY_THEN.match(plain, end)
    ):
        return True
    if _ONCE.search(before) and ENDED.match(plain, end):
        return True
    if any(rule.match(plain, end) for rule in (_CAME_TO_NOTHING, _HAD_UNTIL, _SAYS_NO)):
        return not IF_STOPPED.match(plain, end) and not FEARED.search(before)
    if _SHORT_OF.search(before) and _BY_A_LITTLE.match(plain, end):
        return True
    if before.endswith(("比", "超")) and (_ABOVE.match(plain, end) or _SO_MUCH_ABOVE.match(plain, end)):
        return True
    if _ABOVE_LINE.search(before) and not _SAYS_WHICH.match(plain, end):
        return True
    asked = _APPLIED.search(before) or _WENT_TO_ASK.match(plain, end)
    return bool(asked) and bool(_TURNED_AWAY.match(plain, end))
