"""Plights of today that no blow and no despair is in: no bed tonight, food kept back at home, no medicine.

Each is told in few dry words, and the line that helps is another than that of any other danger: the rescue
station, a meal next door, an ambulance.
"""

from __future__ import annotations

import re

ROOFLESS, STARVED, UNTREATED = "roofless", "starved", "untreated"

_NO_BED = re.compile(
    r"没(?:有)?(?:个|啥|什么)?(?:地方|地儿|地场|处|家)(?:可以?|能)?(?:住|去|睡|待|呆|落脚|安身|过夜|存身|回)(?!院|校|学)|"
    r"没(?:有)?(?:个)?(?:落脚|安身|过夜|睡觉|住)的?(?:地方|地儿|处)|无家可归|无处可[住去]|"
    r"没(?:有)?(?:个)?(?:地方|地儿|去处)(?:了|啊|呀|咋办)?(?=$|[，。！ ])"
)
_TONIGHT = r"今(?:儿)?(?:天)?(?:晚|夜|黑)[上里]?|天(?:快|就|马上|要){0,2}黑了"
_BROKE = (
    r"(?:身上|兜里|口袋里?|手里|身边|卡里)(?:也|都|就)?(?:没(?:有)?(?:一分|什么|啥|半点)?钱|一分(?:钱)?(?:也|都)?没)|"
    r"身无分文|没(?:有)?钱(?:住(?:店|旅馆|宾馆)|买票|回家)"
)
_CARRIES = r"(?<!没)怀(?:了)?孕|怀着|身孕|孕妇|大着?肚子|刚生(?:完|了|下)?(?:孩子|娃)"
_RELEASED = r"出狱|刑满|刚(?:刚|才)?(?:放|释放)(?:出来|了)?|(?:监狱|看守所|牢|号子)里?(?:刚)?(?:放)?出来|释放"
_CAST_OUT = (
    r"(?:不要|不认|不管)[我俺]了|(?:被|让|叫)[^，。]{0,6}(?:赶|撵|轰)(?:了)?(?:出|走)|"
    r"把[我俺]们?[^，。]{0,3}(?:赶|撵|轰)"
)
_WITH_CHILD = (
    r"(?:带|领|抱|背|拖)(?:着|了)?(?:[一两俩二三]个|个|我|俺)?(?:小)?(?:孩子|娃|闺女|女儿|儿子|孙[子女]|宝宝)"
)
_TODAY = re.compile(f"{_TONIGHT}|{_BROKE}|{_CARRIES}|{_RELEASED}|{_CAST_OUT}|{_WITH_CHILD}")
# 房东把俺赶出来了: put out by a stranger, and struck by nobody.
_EVICTED = re.compile(
    r"(?:房东|房主|中介|旅馆|旅店|宾馆|宿舍|工棚)[^，。打]{0,6}(?:把|将|给|叫|让)?[我俺咱](?:们|一家|娘[俩仨])?[^，。打]{0,4}(?:赶|撵|轰)(?:了)?(?:出|走)|"
    r"[我俺咱](?:们|一家)?(?:被|让|叫)(?:房东|房主|中介|旅馆|宾馆)[^，。打]{0,4}(?:赶|撵|轰)(?:了)?(?:出|走)"
)
# 睡火车站两天了, 在桥洞底下睡了三宿: by the night, not 住火车站附近, nor waiting for a train.
_NIGHTS = r"[一两俩二三四五六七八九十几好半\d]{1,3}个?(?:多)?(?:天|宿|晚|夜|星期|礼拜)"
_ROUGH = (
    r"(?:火车站|汽车站|车站|候车[室厅]|桥(?:洞|底|下)|公园|大街上?|街上|街头|马路[边上]|路边|地下通道|长椅|取款机|墙根)"
    r"(?!附近|旁|对面|边上)"
)
_SLEEPS_ROUGH = re.compile(
    rf"(?:睡|住|躺|过夜)(?:在|了|到|着)?[^，。]{{0,2}}{_ROUGH}[^，。]{{0,4}}?{_NIGHTS}|{_ROUGH}[^，。]{{0,4}}(?:睡|躺|住|蹲|凑合|过)[^，。]{{0,2}}{_NIGHTS}|"
    rf"{_NIGHTS}[^，。]{{0,2}}(?:都|就)?(?:睡|住|躺)(?:在|到)?[^，。]{{0,2}}{_ROUGH}"
)
BRIEF = 24  # longer, it asks for what there is to be had
_SLEEPS_NOT = re.compile(
    r"请问|申请|[等候坐]车|晚点|保安|值班|看门|上班|露营|旅游|老头|老人|大爷|有个|有人|[猫狗]|年前|去年|以前"
)
# 房子烧了没地方住 is a disaster, 冻 and 没吃 have lines of their own;
# who seeks a flat asks for another thing.
_OTHERWISE_ROOFLESS = re.compile(
    r"火(?!车|锅)|烧|塌|洪|淹|冲[走垮毁]|地震|雹|台风|受灾|漏|冻|零下|饿|没(?:有)?(?:得|的|东西)?吃|吃不上|"
    r"租|买(?:不起|套|个)?房|[公廉保]租|保障房|宿舍|拆迁|危房|养老院|敬老院|住院|病房|打[我俺她他人]|家暴|动手|"
    r"上班|入职|怕[^，。]{0,8}没"
)

_KIN = (
    r"(?:儿媳妇?|儿子?|闺女|女儿|女婿|媳妇|老婆|老公|男人|老头子?|老伴|婆婆|公公|[后继]?[爸妈爹娘]|[后继][父母]|哥哥?|嫂子?|弟弟?|弟媳妇?|"
    r"姐姐?|孙子|孙媳妇?|侄子?|家里人?|他们?|她们?)"
)
_SELF_OR_KIN = r"(?:我们?|俺们?|他|她|老人|老太太|老头子?|孩子|[我俺]?[爸妈爹娘]|爷爷|奶奶|姥姥|姥爷)"
# 媳妇不给我饭吃, 儿子不让俺吃饭: not 不给我饭钱, nor a snack.
_STARVES = re.compile(
    rf"{_KIN}[^，。我俺]{{0,6}}不(?:给|让|许|准|叫)(?:{_SELF_OR_KIN})?(?:一?口)?(?:吃(?:一?口)?(?:饱)?饭|饭吃?(?![钱店馆碗])|东西吃|吃的|吃东西|饱饭|吃饱)"
)
_STARVES_NOT = re.compile(
    r"手术|检查|胃镜|抽血|化验|医生|大夫|减肥|零食|学校|食堂|鸡|狗|猫|离(?:了)?婚[^，。]{0,3}年|判了"
)

_NO_PILLS = re.compile(
    r"(?:没(?:有)?|吃不上|断了?)(?:钱)?(?:吃|买|用|打|拿)?(?:过|上|到)?(?:降压|降糖|心脏病?|胰岛素)?的?药|药(?:也|都|又|早就?|已经)?(?:断|停|没)了?|停了?药"
)
_FOR_DAYS = re.compile(
    r"(?:[一二两三四五六七八九十\d]{1,3}|好?几|半)(?:多)?(?:天|个?星期|个?礼拜|周|个?月)|今天|断"
)
_HEART = re.compile(r"心脏|冠心病|心梗|心衰|心绞痛|支架|房颤|脑梗|脑出血|癫痫|羊癫疯|尿毒症|胰岛素")
_FEELS_ILL = re.compile(
    r"难受|胸(?:口)?(?:闷|疼|痛)|心口(?:窝)?疼|心慌|憋(?:得|气)|喘|头晕|晕得?|眼(?:前)?发?黑|浑身没劲|手麻|嘴歪|抽"
)
_CARED_FOR = re.compile(
    r"医生(?:让|说|叫)|大夫(?:让|说|叫)|住院|在医院|抽[血烟查]|心里[^，。]{0,4}难受|想报|报销|门诊慢"
)


def is_roofless(plain: str) -> bool:
    """Somebody has nowhere to sleep, tonight or with no coin, with a child, or just let or put out."""
    if _is_put_out(plain):
        return True
    if not _NO_BED.search(plain) or _OTHERWISE_ROOFLESS.search(plain):
        return False
    return bool(_TODAY.search(plain))


def _is_put_out(plain: str) -> bool:
    sleeps = len(plain) <= BRIEF and _SLEEPS_ROUGH.search(plain) and not _SLEEPS_NOT.search(plain)
    return bool(sleeps and not _OTHERWISE_ROOFLESS.search(plain)) or is_evicted(plain)


def is_evicted(plain: str) -> bool:
    """Put out of a rented bed, by whom nobody lives with."""
    return bool(_EVICTED.search(plain)) and not re.search(
        r"打[了伤我俺]|动手|去年|以前|年前|押金|合同|赔", plain
    )


def is_starved(plain: str) -> bool:
    """The family gives somebody nothing to eat."""
    return bool(_STARVES.search(plain)) and not _STARVES_NOT.search(plain)


def lacks_pills(plain: str) -> bool:
    """Somebody with a bad heart, or feeling ill, has had no medicine for days."""
    if not (_NO_PILLS.search(plain) and _FOR_DAYS.search(plain)) or _CARED_FOR.search(plain):
        return False
    return bool(_HEART.search(plain) or _FEELS_ILL.search(plain))


def sort_of(plain: str) -> str:
    """Which of the three it tells of; "" for none."""
    if lacks_pills(plain):
        return UNTREATED
    if is_starved(plain):
        return STARVED
    return ROOFLESS if is_roofless(plain) else ""


__all__ = [
    "ROOFLESS",
    "STARVED",
    "UNTREATED",
    "is_evicted",
    "is_roofless",
    "is_starved",
    "lacks_pills",
    "sort_of",
]
