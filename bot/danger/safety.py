"""Danger, hunger and disaster before any policy.

A false alarm costs a citizen a line to skip, a miss may cost a life: the wordings are wide, and only what is
plainly a joke, a figure of speech or long over is let go.
"""

from __future__ import annotations

import re

from . import distress

_JOKE = re.compile(
    r"开(?:个)?玩笑|别当真|哈哈|笑死|(?:热|累|困|忙|吓|气|烦|笑|冷)(?:得)?(?:都)?(?:要|快)?死|打游戏|"
    r"玩游戏|游戏|催我找对象|剧荒|外卖.{0,12}(?:没来|还没|不到|慢)|"
    r"洗衣机|打仗归打仗|饿死了(?:饿死了)?外卖|“(?:发大水|死|不活了)|减肥|为看哪个台|段子"
    r"|(?:多|累|热|困|忙|烦|无聊|冷)得(?:都|我)?想死|演习|电影|电视剧|小说"
)
_SELF_HARM = re.compile(
    r"不想活|不活了|活着(?:真)?(?:没(?:啥|什么)?(?:意思|劲)|太累)|活够了|想死(?!你)|去死|寻(?:短见|死)|"
    r"自杀(?!走|去世|身亡|没了|了，|死了)|轻生|割腕|自残|安眠药|喝(?:农)?药(?:死|自|，|。|$)|百草枯|跳(?:楼|河|桥|井)|"
    r"上吊|遗书|结束(?:自己)?(?:的)?(?:生命|一切)|死了(?:算了|一了百了|干净|拉倒)|一了百了|(?:药|"
    r"绳子)(?:我)?已经(?:买|备)好|说完我就下去|站在.{0,8}(?:桥上|楼顶|天台)|不如死|"
    r"带着孩子一起走|撑不下去了?(?:，想|想死)|没(?:有)?活(?:下去|头)|解脱了"
    r"|喝(?:了)?(?:农药|敌敌畏|百草枯)|喝药了|吃了(?:一|整|半)[瓶把]|(?<!不是)想不开|不想(?:再)?活|活不下去"
)
_VIOLENCE = re.compile(
    r"(?:打|砸|踹|掐|勒|捅|砍|抽|揍|踢)(?:我|俺)(?!们?(?:家|小区)?(?:电话|的车|广告))|掐.{0,2}脖子|(?:持|"
    r"拿着?|举着?)(?:菜)?刀|拿.{1,8}(?:砸|抽|打|砍)(?:我|俺|孩子|她|他|老人)|(?:踹|砸)(?:我家|俺家)?门|往死里打|家暴|"
    r"(?:把|将)(?:她|他|我|俺|孩子|老人|老太太).{0,8}(?:关|锁)(?:在|起来)|喊救命|救命(?!的?钱|稻草|恩)|"
    r"(?:胳膊|身上|腿上|脸上).{0,10}(?:紫印|青一块紫|伤痕|烟头)|谁打的|"
    r"(?:继父|后爸|爸爸|叔叔|老师|男人).{0,10}(?:进她房间|摸她|摸我|脱她|动手动脚)|性侵|猥亵|强奸|"
    r"虐待(?:孩子|老人|儿童)|不给(?:她|他|俺|我|老人|孩子)(?:饭)?吃(?:饭)?(?!低保)|"
    r"耳刮子|嘴都破了|打得?.{0,6}(?:流血|出血|鼻青脸肿)|(?:耳朵|头|鼻子)流血|不敢回家|躲在.{0,6}(?:卫生间|"
    r"厕所|柜子|床底)"
    r"|要(?:杀|砍|打死|弄死)(?:了)?(?:我|俺|她|他|人|俺们|我们)|关在(?:屋|家|房间)里?[^，。]{0,4}(?:不让|"
    r"不给)|(?:天天|整天|老是|总是|经常|又)打(?:孩子|老人|娃|媳妇|他妈|俺娘)(?!电话)|身上(?:全|都)?是伤|"
    r"见血了|"
    r"(?:侄[女子儿]|外?甥女?|孩子|娃|闺女|女儿|儿子|外?孙[女子]?|小妮儿?|小姑娘|小男孩|小孩|学生)(?!小时候)[^，。；]{0,6}(?:被|叫|让|挨|遭)了?(?:[他她](?:的)?)?"
    r"(?:后[爹爸妈娘]|继[父母]|养[父母]|亲?[爹爸妈娘](?![爹爸妈娘]))(?:的|给|天天|老|又|一直|毒){0,2}(?:打(?!工|电话|招呼|针|扮|扫|发|听|车)|揍|虐待|烫|掐)"
)
_VIOLENCE_PAST = re.compile(
    r"(?:去年|前年|以前|当年|法院|判了|起诉|检察院|案子|离婚|派出所立案|鉴定|轻伤|打官司|赔偿|投诉)"
)
_LEFT_CHILD = re.compile(
    r"刚生下来的?(?:孩子|婴儿|娃)|脐带|(?:捡|发现)(?:到|着|了)?(?:个|一个)?(?:婴儿|弃婴|小孩|刚出生)|"
    r"弃婴(?!生活费|补)|(?:孩子|小妮儿|小孩|小女孩|小男孩|婴儿).{0,24}(?:没有大人|没大人|大人.{0,8}没影|"
    r"自己(?:锁)?在(?:家|屋)里|反锁|从外头锁)|"
    r"大人.{0,10}没影.{0,20}(?:妮|孩|娃)"
)
_FREEZING = re.compile(
    r"(?:零下|大雪天|这么冷|大冷天|天冷|冻).{0,40}(?:躺|睡在?|光着脚|嘴唇.{0,3}紫|不(?:大)?应声|喊(?:他|"
    r"她)不应|穿着秋衣|裹着编织袋)|(?:躺|睡|光着脚|裹着).{0,30}(?:零下|嘴唇.{0,3}紫|冻僵|快冻死|喊(?:他|"
    r"她)不应|叫(?:他|她).{0,6}不(?:大)?应)"
    r"|(?:零下|冰天雪地|下大雪)[^。]{0,30}(?:快冻死|冻僵|冻得|睡在?外)"
)
_COLLAPSE = re.compile(
    r"叫不醒|喊不醒|没(?:有)?(?:呼吸|气|心跳)了?(?:，|。|$)|突然(?:倒|晕倒|昏倒|抽)(?:了|在|"
    r"下)?.{0,8}(?:现在|叫|不动|不省|怎么办)|口吐白沫|不省人事|煤气中毒|大出血.{0,6}(?:现在|止不住)|"
    r"喘不上气(?!来他)|吞了|喝了(?:农药|敌敌畏)"
    r"|(?:晕倒|昏倒|倒在|躺在)[^，。]{0,8}(?:没反应|不动|叫不)|没有?意识|昏迷不醒"
    r"|(?:[喝吃吞]了|误[喝吃食])[^，。]{0,6}(?:洗衣液|洗洁精|消毒液|洁厕|84(?!\d|块|元|个|岁|斤)|老鼠药|耗子药|除草剂|纽扣电池|磁力珠)"
)
_MILD_HOME = re.compile(r"(?:为了|因为).{0,6}(?:遥控器|哪个台)|为看")
_HUNGER = re.compile(
    r"(?:今天|一天|两天|三天|好几天|几天|一整天|到现在|到这霎|晌午到|昨天到)(?:都|也|就|什么|啥|一口|光|只|"
    r"没正经|水米|[^，。]{0,6})?(?:没(?:有)?(?:吃|进食|吃上|正经吃|怎么吃)|水米没打牙|水米未进)(?!药|透)|"
    r"断粮|断(?:了)?顿|水米没打牙|没正经吃饭|锅里没(?:有)?(?:下|米)|没(?:有)?(?:一口)?吃的了|饿得(?:心慌|"
    r"发慌|站不|头晕|直|受不了|不行|哭)|饿了(?:一|两|三|好几)天|(?:一口|点)(?:吃的|饭)(?:就行|吧|都没)|"
    r"先给口吃的|给口饭吃(?!的政策)|"
    r"奶粉.{0,12}(?:最后一|没了|断|吃完).{0,30}(?:没奶|奶水|今天|怎么办|没钱)|没(?:有)?奶(?:粉)?(?:喝|"
    r"吃)?.{0,4}孩子怎么办|今天要是没有奶|喊饿|哭着说饿|(?:就|光)喝(?:了|碗|点)?.{0,4}(?:开水|水|"
    r"凉水).{0,6}(?:了|天|$|，|。)|(?:捡|翻).{0,10}(?:剩饭|剩的盒饭|垃圾桶|别人剩)|米缸(?:早)?空|面缸刮|"
    r"一粒米(?:都|也)没"
    r"|一粒米(?:都|也)?没有|没钱吃饭[^，。]{0,3}饿|饿了(?:一|两|三|好几)?天|(?:好几|两|三)天没吃(?!药)(?:饱)?|"
    r"一口(?:饭|东西)(?:都|也)?没吃"
)
_HUNGER_NOT = re.compile(
    r"外卖|胃镜|查体|抽血|检查|空腹|减肥|没吃过|药没吃|宠物|狗|猫|没吃低保|没吃上低保|店里生意|没吃饭钱"
    r"|胃口|零食|好好吃饭|不想吃|厌食|挑食|去哪看病|吃不下"
)
_DISASTER = re.compile(
    r"着火(?!车)|起火|失火|大火|着的火|火灾|冒烟|全是烟|洪水|大水|淹|水漫|进水|倒灌|水还在涨|山洪|泥石流|"
    r"滑坡|塌方|滚下来的(?:大)?石头|龙卷风|台风|冰?雹|地震|房(?:子|顶).{0,6}(?:塌|掀|揭)|屋.{0,6}(?:塌|掀)|"
    r"瓦.{0,4}揭"
)
_NOW = re.compile(
    r"正(?:在)?(?:烧|着|下|淹|涨)|还在(?:烧|下|涨|往下掉|着)|雨(?:还|也没停|没停)|雨还下|还下着|这霎|被困|"
    r"困在|堵在|出不去|门把手|救援|急救车|救护车进不来|消防(?:刚)?走|今天(?:凌晨|早上|上午|下午|晚上)|今晚|"
    r"刚(?:刚|才)?(?:过去|着|塌|烧|淹)|现在(?:还)?(?:往|水|火|没地方|住)|上哪(?:儿|里)?(?:存身|住)|"
    r"房顶上(?:蹲|等|趴)|"
    r"平房顶|腿被压|压在|着火了着火了|怎么办啊?$|快来|水到(?:大腿|腰|膝盖|二楼)|漂起来|往哪跑|全是烟|"
    r"夜来后晌.{0,40}(?:哪|咋)"
)
_DISASTER_NOT = re.compile(
    r"万一着火|万一|地下车库|预防|演习|去年|前年|那年|上个?月|八月里|夏天那会|保险|物业|开发商|楼下说泡|"
    r"消防通道|上回|受灾以后|灾后|登过记|楼上漏水|电瓶车充电烧的"
)

_JUST = re.compile(
    r"(?:着火|起火|失火|地震)了|埋在|(?:水|洪水)[^，。]{0,3}进(?:了)?(?:屋|家|院)|"
    r"水[^，。]{0,3}到(?:了)?(?:腰|膝|胸|大腿)|发(?:了)?大水了|"
    r"下不去|跑不出|不敢进屋|有人埋"
)
_ASKS_AID = re.compile(
    r"补助|补贴|救助|救济|给点|还管|工会|补偿|政策|怎么赔|申请|登记|鉴定|重建|修缮|改造|能领|给钱|低保|保险"
)


# 我家猫从六楼跳下去了: what an animal does is nobody's despair.
_ANIMAL_FALLS = re.compile(
    r"(?:猫咪?|狗狗?|鹦鹉|兔子?|仓鼠|[鸡鸭鹅鸟])[^，。！？我俺咱人他她孩娃]{0,8}(?:跳|摔|掉)[“”楼河井下去来了进里]{0,5}"
)


def urgency(plain: str) -> str | None:
    """`danger`, `hunger` or `disaster` when the text tells of one going on; else None."""
    plain = _ANIMAL_FALLS.sub("", plain)
    if _JOKE.search(plain) and not _SELF_HARM_SURE.search(plain):
        return None
    if is_cry_from_disaster(plain):
        return "disaster"
    if _is_danger(plain):
        return "danger"
    if _is_disaster(plain):
        return "disaster"
    if (_HUNGER.search(plain) and not _HUNGER_NOT.search(plain)) or distress.is_hunger(plain):
        return "hunger"
    return None


def despairs(plain: str) -> bool:
    """Whether it says in set words that somebody does not want to live, and is no joke."""
    plain = _ANIMAL_FALLS.sub("", plain)
    said = _SELF_HARM.search(plain) or distress.is_self_harm(plain)
    return bool(said) and urgency(plain) == "danger"


_LAUGHTER = re.compile(r"哈哈|笑死|开(?:个)?玩笑|别当真|段子")


def laughs(plain: str) -> bool:
    """Whether it laughs at itself, and names no means to die."""
    return bool(_LAUGHTER.search(plain)) and not _SELF_HARM_SURE.search(plain)


_SELF_HARM_SURE = re.compile(r"割腕|遗书|农药|(?:药|绳子)已经(?:买|备)好|掐我脖子|持刀")


_CRY = re.compile("救命啊?|救救(?:我们?|俺们?|人|命)?|快来人|喊救命")


def is_cry_from_disaster(plain: str) -> bool:
    """救命啊我家水漫进来了: who cries for help from water or fire is beaten by nobody."""
    left = _CRY.sub("", plain)
    if left == plain or _DISASTER_NOT.search(left) or not _DISASTER.search(left):
        return False
    return not _is_danger(left)


def _is_disaster(plain: str) -> bool:
    """One that goes on: by words of now, or told in a few words without asking for aid."""
    if distress.is_disaster(plain):
        return True
    if not _DISASTER.search(plain) or _DISASTER_NOT.search(plain):
        return False
    told = len(plain) <= 40 and _JUST.search(plain) and not _ASKS_AID.search(plain)
    return bool(_NOW.search(plain) or told)


def _is_danger(plain: str) -> bool:
    if distress.is_over(plain):
        return False
    if (
        _SELF_HARM.search(plain)
        or _LEFT_CHILD.search(plain)
        or _FREEZING.search(plain)
        or _COLLAPSE.search(plain)
        or distress.is_danger(plain)
    ):
        return True
    return bool(_VIOLENCE.search(plain)) and not _VIOLENCE_PAST.search(plain) and not _MILD_HOME.search(plain)


def collapses(plain: str) -> bool:
    """Somebody lies there and cannot be woken, or has swallowed what kills."""
    return bool(_COLLAPSE.search(plain)) or distress.collapses(plain)


def wants_to_die(plain: str) -> bool:
    return bool(_SELF_HARM.search(_ANIMAL_FALLS.sub("", plain))) or distress.is_self_harm(plain)


def tells_of_violence(plain: str) -> bool:
    return bool(_VIOLENCE.search(plain)) or distress.hurts(plain)


def freezes(plain: str) -> bool:
    return bool(_FREEZING.search(plain)) or distress.freezes(plain)
