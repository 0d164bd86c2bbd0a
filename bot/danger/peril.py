"""Which sort of danger a message tells of, so that the line that fits is the first; and danger told calmly.

A wife who names her husband's diagnosis and says that he hits and that they are afraid, a hospital that will
stop the medicine, an old man who has slept at the door for days: no cry, but somebody has to act today.
"""

from __future__ import annotations

import re

from bot.danger import distress, outcry, plight, safety

COLLAPSE, DESPAIR, RESCUE, VIOLENCE, COLD, TREATMENT, MISSING, DANGER = (
    "collapse", "despair", "rescue", "violence", "cold", "treatment", "missing", "danger",
)  # fmt: skip
# Another than who writes is about to do it: somebody has to hold them.
_ANOTHER = re.compile(
    r"(?:孩子|娃|他|她|儿子?|闺女|女儿|老公|男人|媳妇|老婆|老伴|对象|妈|爸|爹|娘|奶奶|爷爷|邻居|有人|有个|同学|学生|弟弟?|妹妹?|哥|姐|小伙|姑娘)"
    r"[^，。我俺]{0,8}(?:跳|不想活|想死|要死|自杀|割|上吊|喝药|喝农药|吞|寻短|轻生|想不开)"
)
_OVER = re.compile(
    r"以前|从前|去年|前年|那年|小时候|当年|年前|稳定|好了|好多了|不(?:再)?打(?:人)?了|住进|送(?:进|到|去)了?[^，。]{0,4}医院|"
    r"判了|立案|(?:已经|早就?)离(?:了)?婚|离(?:了)?婚[^，。]{0,3}年|电视|新闻|万一|怕(?:他|她)?(?:将来|以后)"
)
_SICK = re.compile(
    r"精神(?!好|状态|损失|文明|很|头|抚慰)|疯(?:了|病|子|癫)|分裂症?|躁狂|双相|癫狂|老年痴呆|阿尔茨海默|(?:发|犯)(?:了)?病|"
    r"病(?:一)?犯|发作|发疯|犯浑|喝(?:了|醉)?(?:点)?酒|酒(?:后|疯)|吸毒"
)
_HITS = re.compile(
    r"打(?:人|我|俺|她|他|孩子|娃|老人|俺?娘|俺?妈|爹)|动手|动刀|砸(?:东西|家|人|门|锅)|摔东西|拿刀|掐|伤人|追着打|见人就打"
)
# 我女的 被打 怕, 挨打了: struck by whom is not told.
_STRUCK = re.compile(
    r"(?:被|挨)(?:了)?(?:人|他|她|家里人)?(?:[他她我俺]?(?:继[父母]|后[爸妈爹娘]|[爸妈爹娘]|老公|男人|丈夫|对象|儿子?|女婿|婆婆|公公|哥))?(?:给|又|天天|老)?(?:毒|暴|殴)?(?:打|揍)(?!印|工|电话|针|招呼|动|假|折|扰|断|开|破)"
)
_AFRAID = re.compile(
    r"害怕|怕(?:得|死|他|她|了)|吓|不敢(?:睡|回|出|合眼|待|吭|惹)|躲|哆嗦|提心吊胆|拦不住|(?:按|弄|治|管)不住|没法(?:过|待|睡)|"
    r"天天打|老打|又打|经常打|总打|身上(?:都|全)?是伤|打(?:伤|破|肿|青)"
)
_STOPS = re.compile(
    r"(?:再)?不(?:交|缴|续|补)[^，。]{0,5}(?:钱|费|上|押金|款|齐)?[^，。]{0,6}(?:就|要|得|可|便)?[^，。]{0,2}"
    r"(?:停(?:药|治|针|氧|呼吸机|透析|用药|止治疗|了?药)|不给(?:治|做|用药|药|手术|打针|透析|上药)|拔管|撵|赶|出院|断药)|"
    r"(?:医院|医生|大夫|护士|科里|ICU|icu)[^，。]{0,10}(?:要|就|得|说|让)[^，。]{0,4}(?:停药|停治|停针|停氧|拔管|停(?:止|了|掉)?(?:透析|治疗|用药|手术|呼吸机))|"
    r"(?:今天|明天|今晚|后天|马上|眼看)[^，。]{0,6}(?:就)?(?:要|得)?(?:停药|断药|停(?:止|了|掉)?(?:透析|治疗|用药|呼吸机))|"
    r"等(?:着|米)?(?:钱|这钱|交钱)?(?:救命|续命|抢救)(?!的?政策)"
)
_STOPS_NOT = re.compile(
    r"(?:社保|医保|养老|保险|物业|水电|燃气|暖气)[^，。]{0,6}(?:停|断)|自己(?:想|要)?停药|能不能停药|可以停药|农药"
)
_SLEEPER = re.compile(
    r"老(?:头|汉|人|太|大爷|大娘|奶奶|爷爷)|大爷|大娘|流浪|要饭|乞丐|(?:有|来了)(?:个|位)|一个(?:人|男|女|孩子|小孩|老)|那个人|陌生"
)
_OUTSIDE = re.compile(
    r"(?:在|到)[^，。]{0,10}(?:超市|公园|广场|外面|外头)|(?:公园|广场)(?:里|上)?有|(?:门口|桥(?:洞|下|底|头)|楼道|车站|路边|街上|马路|墙根|门洞|台阶|长椅|屋檐|"
    r"提款机|地下通道|公交站|候车|路灯下|垃圾)"
)
_STAYS = re.compile(r"睡|躺|蜷|蹲|坐(?:着|了|在)|住|待|呆|过夜|铺")
# Who is at such a place and nowhere else need not be said to sleep there.
_HOMELESS = re.compile(r"流浪|要饭|乞丐|讨饭|冻(?:死|坏|着|僵)")
_LASTS = re.compile(
    r"(?:好几|几|[一二两三四五六七八九十\d]{1,3}(?:多|来)?)(?:天|个?晚上|宿|夜|个?星期|周|个?月)|天天|整天|一天了|半个月|一直"
)
_COLD = re.compile(
    r"天(?:这么|太|很|真|又|也|都)?冷|冻|零下|降温|下雪|大雪|寒|穿(?:得|的)?(?:这么|很|太)?(?:少|薄|单)|冷得"
)
_LOST = re.compile(r"说不清|不知道(?:自己)?(?:家|是谁|叫)|走(?:丢|失)|迷路|糊涂|没人(?:管|认|领)|脑子")
_OUTSIDE_NOT = re.compile(
    r"狗|猫|摆摊|卖菜|排队|等车|打工|租(?:房|的)|宿舍|噪音|广场舞|烧烤|停车|我(?:自己)?家门口"
)


def is_told_calmly(plain: str) -> bool:
    """Somebody sick or drunk hits and is feared, treatment is about to stop, somebody is left outside."""
    return _is_feared(plain) or _stops(plain) or _is_left_outside(plain)


def sort_of(plain: str) -> str:
    """The sort of danger whose line comes first; the plain word where it may be several."""
    if safety.collapses(plain) or outcry.falls(plain):
        return COLLAPSE
    sorts = _sorts_of(plain)
    today = plight.sort_of(plain)
    no_blow = today == plight.STARVED or plight.is_evicted(plain)
    if today and (not sorts or (no_blow and sorts == [VIOLENCE])):
        return today  # 不给饭吃 and 房东把俺赶出来 are heard as blows too
    return sorts[0] if len(sorts) == 1 else DANGER


def _sorts_of(plain: str) -> list[str]:
    """Each sort that it tells of, in the order in which they press."""
    follows = outcry.wants_to_follow(plain)  # before 撑不下去了 is taken for a carer's sigh
    plain = outcry.without_sound(plain)
    despair = RESCUE if _ANOTHER.search(plain) else DESPAIR
    found = {
        despair: follows or safety.wants_to_die(plain) or outcry.despairs(plain),
        VIOLENCE: _is_hurt(plain),
        COLD: safety.freezes(plain) or _is_left_outside(plain),
        TREATMENT: _stops(plain),
        MISSING: outcry.is_missing(plain),
    }
    return [sort for sort, holds in found.items() if holds]


def _is_hurt(plain: str) -> bool:
    said = safety.tells_of_violence(plain.replace("救命", ""))
    return said or bool(_STRUCK.search(plain)) or _is_feared(plain) or outcry.beats_again(plain)


def _is_feared(plain: str) -> bool:
    if _OVER.search(plain) or not _SICK.search(plain):
        return False
    return bool(_HITS.search(plain) and _AFRAID.search(plain))


def _stops(plain: str) -> bool:
    return (
        bool(_STOPS.search(plain))
        and not _STOPS_NOT.search(plain)
        and not re.search(distress.LONG_AGO, plain)
    )


def _is_left_outside(plain: str) -> bool:
    """Somebody stays outdoors: in the cold, or for days where they cannot look after themselves."""
    if _OUTSIDE_NOT.search(plain) or re.search(distress.LONG_AGO, plain):
        return False
    if not (_SLEEPER.search(plain) and _OUTSIDE.search(plain)):
        return False
    if not (_STAYS.search(plain) or _HOMELESS.search(plain)):
        return False
    return bool(_COLD.search(plain)) or bool(_LASTS.search(plain) and _LOST.search(plain))
