"""Cries for help so plain that no model is asked, and what only sounds like one: 没打了现在, 打发回来了.

The model knows how such things are mostly told. Seven words of despair amid a talk, a fall with a broken leg,
five yuan left and nothing to eat are too short or too dry for it; a denial holds the very words it rings at.
"""

from __future__ import annotations

import re

from bot.danger import at_hand, distress, plight

LONGEST = 60
LONGEST_DENIAL = 40
_LONG_SINCE = re.compile(
    rf"{distress.LONG_AGO}|电视|小说|剧|新闻|听说|万一|如果|要是|怕(?:他|她|我|万一)|以后|别(?:说|提)|不是(?:真)?(?:的)?(?:想|要|说)"
)
# 活着才有意思 is no despair; 他活着没意思 is said of somebody too, and is heard.
_NO_POINT = re.compile(
    r"(?:活着|活(?:得|的)|这?日子(?:过得)?)(?:真|也|都|实在|太|还|又|可真|越来越|真是|是|有|啥|什么|能|再){0,3}"
    r"(?:没(?:有)?(?:个|啥|什么|多大|一点儿?|半点)?(?:意思|劲|盼头|指望|意义|想头|奔头)|有(?:啥|什么|个啥)(?:意思|劲|意义|用)(?!的))|"
    r"(?:真|都|也)?不如(?:一?死|死了?)(?:算|了|好|痛快)"
)
_PILLS_SAVED = re.compile(
    r"攒(?:的|了|着|下|够|起)[^，。钱]{0,4}(?:安定|安眠药|药片|药)(?=[^。]{0,12}(?:数|倒|够|片))|"
    r"(?:安定|安眠药)[^。]{0,10}(?:数了|倒出来|够了)"
)
# Who cares for somebody, or has buried them, and wants to go the same way. 走 and 去 end their clause:
# 想跟俺姐去张店住 goes somewhere. Worn out, or 算了, tells the rest from a journey.
_KIN = (
    r"(?:老[伴头汉公婆人娘]|爱人|男人|丈夫|媳妇|对象|[爸妈爹娘父母儿哥姐弟妹爷奶]|"
    r"孩子|闺女|女儿|孙[子女]|那口子|他|她)"
)
_WANTS = r"(?<![没不])(?<!不是)(?:想|愿意|情愿|要不|不如|干脆|恨不得|盼着|打算|准备|早晚)"
_WITH = (
    rf"(?:跟|和|随|陪|带|领|同|与)(?:着|了|上)?[^，。！？]{{0,4}}{_KIN}{{1,2}}[^，。！？去]{{0,2}}|"
    r"[爷娘俩][俩仨个](?:人)?"
)
_ENDS = r"(?=$|[，。！？]|算了|得了|拉倒|吧|完了|省得|清净|利索|好了|一了)"
_GOES_TOGETHER = re.compile(
    rf"{_WANTS}[^，。！？]{{0,6}}?(?:{_WITH})(?:都|就)?(?:一块儿?|一起|一道儿?|一同|一路|一齐)"
    rf"(?:走(?:了)?|去了|没了|死(?:了)?|闭眼(?:了)?){_ENDS}"
)
_AND_DONE = re.compile(r"(?:走|去|没|死|闭眼)了?(?:算了|得了|拉倒|完了|清净|利索|一了)")
_AT_THE_END = re.compile(
    r"[熬撑扛顶挺]不(?:住|下去|动|了)|没(?:有)?(?:盼头|指望|奔头|法活|活头)|(?:活|累|受|熬|伺候)够|受罪|拖累|心累|绝望|解脱"
)
_BEREFT = re.compile(
    rf"{_KIN}[^，。！？]{{0,4}}?(?:走了|没了|去世|死了|不在了|过世|去了|没啦|走啦)[^。！？]{{0,24}}?"
    rf"{_WANTS}[^，。！？]{{0,3}}(?:"
    r"(?:跟|随|陪)(?:着|了)?(?:他|她|他们|俺?[爸妈爹娘儿]|老伴|孩子|闺女)?(?:一块儿?|一起|一道|一同)?(?:走了?|去了?)|"
    rf"(?:下去|去)(?:找|陪)(?:他|她)们?){_ENDS}"
)
_JOURNEY = re.compile(
    r"离婚|离了(?!世)|过不到一块|打工|上学|大学|念书|读书|医院|看病|外地|城里|旅游|出去|养老院|敬老院|排队|办(?:低保|手续)|车票|回老家|"
    r"(?:当时|那时|那阵|那会儿?|以前|从前)[^，。]{0,8}想|早(?:就)?不(?:这么|那么)?想|想开了"
)
_FALLS = re.compile(
    r"(?:从|打)[^，。！]{1,10}(?:掉|摔|栽|滚|跌|坠)(?:了)?(?:下|落)(?:来|去)?|(?:掉|摔|栽|跌)(?:下来|下去|进(?:井|坑|沟|池)里?)了|"
    r"(?:砸|压|轧|卷|夹)(?:在|着|住|到)了?[^，。！]{0,6}(?:底下|下面|里面|里头|机器里)|(?:卷|轧|绞|夹)进(?:去|了)"
)
_BROKEN = re.compile(
    r"(?:腿|胳膊|手|腰|头|肋骨|脖子|骨头|脚|胯)[^，。！]{0,3}(?:断|折|破|出血|不能动|动不了)|起不来|不(?:能)?动了|"
    r"(?:流|冒|吐)[^，。]{0,4}血|叫[^，。]{0,3}不应"
)
_CARED_FOR = re.compile(
    r"[住出]院|手术|医院|治|花了|赔|工伤|鉴定|残|养|瘫|低保|医药费|补助|报销|没法?干|干不了|"
    r"(?:年|个?月|天|星期|礼拜)(?:前|了|多|来)|一直|现在|借|后来|自从|好了"
)
_NEARLY_BROKE = re.compile(
    r"(?:兜|口袋|身上|手里|手头|包里|卡里|钱包)(?:里)?[^，。]{0,5}(?:就|只|才|还)?(?:剩|有|够)?(?:下|了)?"
    r"(?<![\d十百千万])(?:[一二两三四五六七八九几\d]|十|十几|1\d|二十|20)(?:块|元|毛)(?:多|来)?(?:钱)?(?![\u4e00-\u9fff]{0,3}(?:一(?:天|斤|个)))"
)
_WHAT_TO_EAT = re.compile(
    r"(?:吃|喝)(?:点|个)?(?:啥|什么)(?![都也])|(?:咋|怎么|拿啥|拿什么|上哪|去哪)[^，。]{0,3}吃|吃不(?:上|起)饭|没(?:饭|得)吃|饿|连?饭钱"
)
_GONE_OUT = re.compile(
    r"(?:跑|走|溜|出)(?:了)?(?:出去|出门|丢|失|没影)(?:了)?|(?:人|他|她|老人|孩子)(?:也|又|都)?(?:不见|没影|找不(?:着|到|见))了"
)
_NOT_FOUND = re.compile(
    r"(?:还|都|也|就|到现在|一直)?(?:没(?:有)?(?:找(?:着|到|见)|回来?|见(?:着|人)|影)|找不(?:着|到|见)|不见人|没(?:个)?人影|不知(?:道)?(?:去|跑|上)[了]?哪)"
)
_SINCE = re.compile(
    r"昨|今|夜里|刚才|刚刚|早[上晨]|上午|下午|晌午|晚上|半夜|一(?:天|宿|夜)|两天|到现在|这会|[一两三四五几\d]个?(?:多)?(?:小时|钟头)"
)
_NOT_MISSING = re.compile(
    r"狗|猫|手机|钱(?!包)|证|打工|干活|挣钱|工作|活(?:儿)?干|离(?:了)?婚|欠|债|骗|改嫁|(?:年|个?月)(?:了|多|没|都)|"
    r"找(?:着|到)了|送回|(?<!没)(?<!还没有)回来了|老板|肇事|司机|对方|被告|人贩"
)
# 俺老头走丢了, 孩子走失了找谁: said in so few words, it is of now.
_LOST_KIN = re.compile(
    r"^(?:[^，。]{0,6}，)?(?:我|俺|咱|他|她)?们?家?(?:(?:老|小|大)?(?:孩子|娃娃?|闺女|女儿|儿子|孙子|孙女|外孙女?|爹|爸爸?|娘|妈妈?|爷爷?|奶奶?|"
    r"姥姥|姥爷|公公|婆婆|老头子?|老伴|老汉|老婆|媳妇|老人|老太太|弟弟|妹妹|哥哥|姐姐|对象))"
    r"(?:糊涂|痴呆|老年痴呆|脑子不好|智力残疾|傻|，|今天|今早上?|早上|上午|下午|晚上|刚才|刚刚|又|在[^，。]{1,5}){0,3}走(?:丢|失)了?"
    r"(?:，|！|啊|了|咋办|咋整|怎么办|怎么找|找谁|往哪找|上哪找|该找谁|求助|快帮帮?我|帮帮?(?:我|忙)){0,4}$"
)
# 俺娘老年痴呆 昨天走丢了, 孩子走丢了 8岁: in any order, unless it is feared, often so, or over.
_STRAYED = re.compile(
    r"(?:孩子|娃|闺女|女儿|儿子?|孙[子女]?|[爹爸娘妈]|爷爷?|奶奶?|姥[姥爷]|公公|婆婆|老(?:头子?|伴|汉|婆|人|太太?)|媳妇|兄弟|[弟妹哥姐叔婶姨姑舅]|侄[子女]|外甥女?|大[爷娘]|他|她)"
    r"[^。！？]{0,16}?走(?:丢|失)(?:了|(?!好?几[回次])(?:好?几|[一二两俩三四五六七八九十半\d]{1,3})(?:个)?(?:多)?"
    r"(?:小时|钟头|天|宿|晚|星期|礼拜|周|月))(?![一两二三好几]{0,2}[回次])|"
    r"(?:孩子|娃娃?|孙[子女]|宝宝|小妮子?)(?:给)?(?:弄)?丢了(?=$|[，。！ ]|[^，。]{0,2}找|咋|怎么)"
)
_STRAYED_NOT = re.compile(
    r"怕|担心|容易|学习|成绩|心思|防|手环|定位|老是|总是|经常|常常|爱|差点|以前|曾|那年|年前|多年|[一二两三四五六七八九十几\d]年|会走|要走|别走|寻亲|被拐|"
    r"(?<!没)(?<!没有)(?<!不)找(?:着|到|回)|(?<!没)(?<!没有)回来|送回|接回|狗|猫"
)
_AGAIN = re.compile(
    r"(?:又|还在|老是?|总是?|天天|经常|整天|动不动就|一直|喝[了完醉][酒就]?就?)(?:在|要)?(?:动手)?(?:打|揍|踹|扇)(?:了|过)?"
    r"(?:我|俺|她|他|孩子|娃|老人|奶奶|爷爷|姥姥|姥爷|[俺我]?(?:妈|娘|爸|爹|姐|妹|弟|媳妇|婆婆))"
    r"(?!们?的?(?:电话|手机|官司|招呼|主意|旗号|[针工]|过来|视频|来电))"
)
_NO_MORE = re.compile(
    r"(?:他|她|他们|人家|对方)?(?:现在|这会儿?|如今|也|都|倒|并|已经|后来|再){0,3}(?:没(?:有)?(?:再|人|谁)?(?:打|动手|动刀|伤人|伤着人|受伤|伤着)|"
    r"不(?:再)?(?:打|动手)(?:人|我|俺|她|他|孩子)?了)(?![通听扫算工车死着破伤完]|给|电话|110|120)(?:过)?(?:人|我|俺|她|他|孩子)?(?:了)?(?:现在|这会儿?)?"
)
_BURDEN = re.compile(r"伺候|照顾|照看|照料|看护|护理|看着他|守着")
_WORN_OUT = re.compile(
    r"(?:我|俺|真|快|都|实在|一个人|就要|也|要){0,4}(?:撑|扛|熬|顶|吃|累)不(?:住|下去|消|动)(?:了)?"
)
_SHUT_AWAY = re.compile(
    r"(?:老是?|总|整天|天天)?(?:把|将)(?:他|她|我|俺)?(?:自己|自个儿?)[^，。]{0,3}(?:关|锁|闷|憋)(?:在|进|起来)[^，。]{0,3}(?:家|屋|房间|门)?(?:子)?(?:里)?(?:头|面)?"
)
# 我偏瘫，没电梯下不了楼: the body keeps them in, and nothing that goes on does.
_KEPT_IN = re.compile(
    r"没(?:有|装|安)?电梯|瘫|中风|残疾|轮椅|拄拐|腿(?:脚)?(?:也|都|老|早|一直)?(?:不|有病|有毛病|疼|坏)|股骨头|"
    r"(?:走|站)不(?:了|动|稳|成)|下不了(?:床|炕|地)"
)
_STAYS_IN = re.compile(
    r"[，。 ]{0,2}(?:也|都|又|老是?|一直)?"
    r"(?:下|上|出)不(?:来|去|了)(?:楼|门|屋|家门|院)?(?:了)?(?=$|[，。！ ])"
)
_SHUT_IN = re.compile(
    r"[火烟水雨锁关困卡夹塌埋压断摔滚撞洪]|煤气|触电|地震|门(?:打|开|坏)|刚|突然|忽然|快来|救(?!助|济)|打(?:不开|我|俺)|"
    r"(?:坐|在)电梯|电梯里"
)
# 俺老头糊涂了，没人看他: care is sought; nobody is gone, nor left to a fire.
_CONFUSED = re.compile(r"糊涂|痴呆|老年呆|阿尔茨海默|失智|犯傻")
_NOBODY_MINDS = re.compile(
    r"(?:没(?:有)?(?:个)?人|谁)(?:来|能|给|帮)?(?:看着?|管|照看|照管|伺候)(?:着)?(?:他|她|俺娘|俺爹)?"
)
_SUDDEN = re.compile(r"突然|忽然|刚|今[天早晚]|昨|早上|一下子|打|骂|药")
_STRAYS = re.compile(r"[跑丢找火锁关摔打冻饿]|出去|出走|走失|不见|煤气|水")
# 我妈啥也没有: somebody has no car and no savings; who says so of the home, or of food, may be hungry.
_OWNS_NOTHING = re.compile(
    r"(?:爸|妈|爹|娘|公|婆|儿子?|闺女|女儿|媳妇|哥|姐|弟|妹|他|她|[两俩]口子?|老人|孩子|老伴|老头|名下|本人)(?:自己|个人|名下)?(?:可|就|是|真)?"
    r"(?:啥|什么)(?:也|都)没(?:有)?(?=$|[，。 ])"
)
_FOOD = re.compile(r"[吃饭饿粮米面奶喝]|断|身上|兜|几天|今天|现在|钱")
_CHILD = r"(?:孩子|小孩|娃娃?|宝宝|闺女|女儿|儿子|侄女|侄子|孙女|孙子|外孙女?)"
_TAKEN_AWAY = re.compile(
    rf"(?:有人|人贩子?|陌生人|[一俩][个伙]?(?:人|男的|女的))[^，。]{{0,6}}(?:拐(?:走|跑|卖|骗)?|(?:抢|抱|拖|拽)(?:走|跑))(?:了)?(?:我家?|俺家?)?{_CHILD}|"
    rf"{_CHILD}(?:刚才?|刚刚|又)?(?:叫|让|被)(?:人|人贩子?|陌生人)(?:给)?(?:拐|抢|抱|拖|拽)(?:走|跑|上车)(?!了?(?:收养|抚养|养))"
)
_HARMS_CHILD = re.compile(
    rf"(?:想|要|恨不得|差点|忍不住)(?:就)?(?:把|将)?{_CHILD}(?:给)?(?:(?:扔|丢)(?:下(?:去|楼|河|井)|出(?:去|窗)|到楼下|河里|井里)|摔(?:死|下去|下楼)|掐|捂死|闷死|弄死)"
)
_YEARS_AGO = re.compile(r"年前|小时候|当年|那年|多年|\d{4}年|打拐|寻亲|电视|小说|剧|新闻|听说|以前|如果|万一")
_SENT_AWAY = re.compile(r"打发|打(?=(?:到|在|进)?[我俺他她]们?的?(?:电话|手机|银行|社保|卡|账|帐|存折|户头))")
_HOME_BREAKS = re.compile("家(?:里|真|都|也|就|眼看)*(?:快|要)+垮了?")  # of a family in debt: no wall falls
# 被人告了说我撞了他, 邻居赖我打他, 我打了人被拘留: what who speaks is said to have done.
_ACCUSED = re.compile(
    r"(?:说|告|赖|讹|冤枉|诬[赖告陷])(?:是)?[我俺](?:先|把)?(?:[打撞推伤骂](?:了|伤|着)?(?:他|她|人家?|对方)(?!们?家)|(?:他|她|人)(?:给)?[打撞推]伤?了?)|"
    r"[我俺](?:把人)?[打撞]了(?:个|一个)?人(?!家)"
)
_WANTS_TO_DIE = re.compile("死|不想活|药|刀|绳|血|跳|遗书")


def calls(plain: str) -> str | None:
    """`danger`, `hunger` or `disaster` where a short text says so outright."""
    if wants_to_follow(plain):
        return "danger"
    if len(plain) > LONGEST:
        return None
    if endangers_child(plain):
        return "danger"
    if _LONG_SINCE.search(plain):
        return None
    if despairs(plain) or falls(plain) or is_missing(plain) or beats_again(plain):
        return "danger"
    if plight.sort_of(plain):
        return "danger"
    if at_hand.house_gives(plain):
        return "disaster"
    return "hunger" if _NEARLY_BROKE.search(plain) and _WHAT_TO_EAT.search(plain) else None


def despairs(plain: str) -> bool:
    """Somebody says that there is no point in living, or has saved up the pills."""
    return bool(_NO_POINT.search(plain) or _PILLS_SAVED.search(plain)) or wants_to_follow(plain)


def wants_to_follow(plain: str) -> bool:
    """Somebody wants to die with whom they care for, or after whom they lost: 想跟她一块走了算了."""
    if _JOURNEY.search(plain):
        return False
    together = _GOES_TOGETHER.search(plain)
    if together and (_AND_DONE.search(plain, together.start()) or _AT_THE_END.search(plain)):
        return True
    return bool(_BEREFT.search(plain))


def falls(plain: str) -> bool:
    """Somebody fell or was caught and lies there, and nobody has cared for them yet."""
    if at_hand.lies_hurt(plain):
        return True
    return bool(_FALLS.search(plain) and _BROKEN.search(plain)) and not _CARED_FOR.search(plain)


def is_missing(plain: str) -> bool:
    """Somebody went out and has not been found: a parent with dementia, a child."""
    if _STRAYED.search(plain) and not _STRAYED_NOT.search(plain):
        return True
    if _NOT_MISSING.search(plain):
        return False
    if _LOST_KIN.search(plain):
        return True
    return bool(_GONE_OUT.search(plain) and _NOT_FOUND.search(plain) and _SINCE.search(plain))


def beats_again(plain: str) -> bool:
    return bool(_AGAIN.search(plain)) and not re.search("打架|以前|不打|没打|判了|离婚", plain)


def endangers_child(plain: str) -> bool:
    """A child is being carried off, or a parent fears what they may do to it."""
    return bool(_TAKEN_AWAY.search(plain) or _HARMS_CHILD.search(plain)) and not _YEARS_AGO.search(plain)


def without_sound(plain: str) -> str:
    """The text without what only sounds like danger: blows denied or one's own, 打发, 打我卡上."""
    if len(plain) > LONGEST_DENIAL:
        return plain
    left = _without_needs(_SENT_AWAY.sub("叫", _NO_MORE.sub("", _ACCUSED.sub("", plain))))
    left = _HOME_BREAKS.sub("家里难", left)
    if _WANTS_TO_DIE.search(plain):
        return left
    left = _SHUT_AWAY.sub("", left)
    return _WORN_OUT.sub("", left) if _BURDEN.search(left) else left


def _without_needs(plain: str) -> str:
    """The text without what keeps people in, without help or without means, and is no danger of today."""
    if _KEPT_IN.search(plain) and not _SHUT_IN.search(plain):
        plain = _STAYS_IN.sub("", plain)
    if _CONFUSED.search(plain) and not _STRAYS.search(plain):
        plain = _NOBODY_MINDS.sub("", plain)
        plain = plain if _SUDDEN.search(plain) else plain.replace("糊涂", "痴呆")
    return plain if _FOOD.search(plain) else _OWNS_NOTHING.sub("", plain)
