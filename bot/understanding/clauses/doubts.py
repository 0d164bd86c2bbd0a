"""What a clause seems to state, held against the words of the text: 在养老院上班 is no life in one.

A model over runs of characters (`sayings.py`) knows nothing of the text around a clause. Each row here names
a fact, a choice of it or a value, and the words without which it is not believed, or with which it is not.
"""

from __future__ import annotations

import re
from dataclasses import dataclass

from bot.understanding.aid.asked_about import WHAT_IS_ONE
from bot.understanding.wordings.parts import expand

Stated = tuple[str, str | None, object]  # fact, choice of a set, value

# What a text has to speak of for a clause of it to state a fact: 精神病，一级 tells nothing of anybody's
# mother, and a certificate that is 还没换 of no surgery.
_OF_PARENTS = re.compile(r"[爸妈爹娘父母]|儿|媳|婿|弟|哥|嫂|姐|妹|闺女|老公|男人|丈夫|对象|老婆|妻|孤")
_SPEAKS_OF = {
    "surgery": re.compile(r"术|刀|割|切|肾|眼|心|骨|瘤|癌|医|大夫|院|架|移植|台子|做|关节|膝|腰|疝|痔|晶体"),
    "boarding": re.compile(r"学|校|班|念|读|年级|初[一二三中]|高[一二三中]|宿"),
    "traffic_payment_gap": re.compile(r"撞|轧|碾|剐|蹭|车|肇事|交警|交强|抢救|刮倒|带倒|摩托"),
    "disaster_effects": re.compile(r"雨|水|风|雹|灾|火|烧|震|雪|旱|霜|冻|虫|塌|冲|淹|洪|雷|滑坡|涝|炸"),
    "raises_child_alone": re.compile(
        r"离|单|独|自己|自个|一个人|孤|寡|丧|[爸妈爹娘父母]|老公|男[人的]|丈夫|老婆|媳妇|妻|对象|前夫|领证|没结|未婚|"
        r"[带养领供]|拉扯|拉巴|[归跟给][我俺]|[全靠光][我俺]|就[我俺]|俩人|两人|相依|没了|去世|走了|跑了"
    ),
    "cannot_pay_food_lodging": re.compile(
        r"[吃喝住睡饭饿钱粮米面租宿店顿锅灶奶穷花兜盘缠饥馍馒票费]|地方|一分|块|身上|身无|露|桥|站|街|流浪|流落|一无所有|讨|要饭|回不"
    ),
    "compensation": re.compile(r"案|判|赔|法院|对方|骗|撞|打|官司|凶|肇事|执行|轧|砸|伤|捅|偷|抢"),
}
# 在济南读高职 is no place of work, and 化疗做了六次 no operation.
_WORKS = re.compile(
    r"打[了过]?[^，。]{0,4}工|上[着了]?班|务工|干|活|厂|工地|挣|送|跑|开|当|做|找了个|应聘|进了|去了|电子|建筑|矿|船"
)
_TREATED = re.compile(
    r"(?:化疗|放疗|透析|血透|康复|训练|检查|核磁|针灸|理疗|疗程)"
    r"(?![^，。；]{0,20}(?:术|刀|割|切|移植|搭桥|支架|置换|换))"
)
# 我在博山打工，老家是临沂的: where they only work. 生前: no family of one who serves now.
_FROM, _WHILE_ALIVE = re.compile("老家"), re.compile("生前")
# 每月给八百抚养费 is no claim.
_UNPAID = re.compile(
    r"不(?:给|养|管|出|付|认|拿|赡|抚|孝|掏)|没(?:给|人管|付|信|养)|拖|欠|赖|告|起诉|官司|讨|断了|推|要(?:抚养|赡养)|律师|法院|判(?!给)"
)
# 低保边缘户有这个政策吧: of a policy, and nobody's standing
_A_POLICY = re.compile(r"有(?:这|那)(?:[个项条样种]|回)?(?:政策|规定|说法|身份|补[贴助]|待遇)")
# 还没透析, by itself: of no illness.
_NO_DIALYSIS = re.compile(r"[没不](?:有)?(?:做|在)?过?透析")
# 洗衣机漏了，家里发大水: no flood.
_BURST = re.compile(r"洗衣机|水管|马桶|水龙头|暖气片|楼上漏|热水器|地暖")
_SPARED = re.compile(r"没(?:怎么|有)?(?:受|遭)(?:着|到|了)?(?:灾|损|影响)")
# 周村户口: a district. 户口淄博: where they live is not said.
_TOWN_NAMES = re.compile(r"[周鲁罗王]村(?:区|镇)?(?:的)?户")
_JUST_REGISTERED = re.compile(
    r"(?:户口|户籍)(?:都|也|是|在|就|全){0,3}(?:淄博|本地|本市|张店|淄川|博山|临淄|周村|桓台|高青|沂源)[区县市]?的?(?![^，。；])"
)
# 透析就在县医院做: nobody works there.
_TREATED_THERE = re.compile(r"(?:透析|化疗|放疗|手术|康复|检查)(?:就|只|都|一直|是|也){0,3}(?:在|去)")
# 就业登记办了: that is of work, and not of being without.
_WORK_LISTED = re.compile("(?<!失)(?:灵活)?就业登记(?!证)")
# 手里没钱了，奶粉都买不起: who has a home is in need there, and not away from it.
_AT_HOME = re.compile(r"奶粉|尿不湿|房租|学费|家里")
_IN_NEED = re.compile(r"饿|没(?:有)?(?:得)?吃|一分钱|揭不开|断(?:粮|炊|顿)")
# 俺闺女家住着楼: whose home it is, and not who lives there.
_THEIR_HOME = re.compile(r"家住着")
# 户口在俺村: wherever that is, it is not said to be far.
_REGISTERED_HERE = re.compile(
    r"(?:户口|户籍)(?:也|都|还|就|是){0,3}(?:在|落)(?:[我俺咱]们?(?:这|村|庄|家)|本[村庄]|家(?:里)?(?=[，。；]|$))"
)
# 我爸十年前脑出血: no trouble of today.
_LONG_SINCE = re.compile(r"(?:[三四五六七八九十\d]|好几|多)年前|早年|小时候|年轻时")
# 大夫说岁数大不给做: an operation is refused, and no work.
_REFUSED = re.compile(r"(?:大夫|医生|医院|专家)[^。！？]{0,12}不(?:给|敢|能|让)做(?=[ ，。；]|$)")
# 路断了, 拐棍断了: nobody's bone is broken.
_BROKEN = re.compile(
    r"(?:路|桥|电|线|网|水|信号|拐棍?|拐杖|绳|车轴|椅子?|床腿)(?:也|都|给|叫[^，。；]{1,3})*(?:轧|砸|压|冲)?断|"
    r"(?:医保|社保|养老|保险|合作医疗|农合|缴费|联系|音信|供|粮|货|资金|低保)[^。！？摔砸轧压骨腿]{0,10}断了"
)
# 我男人在部队没了，评的烈士: he is no martyr's child.
_MARTYRS_CHILD = re.compile(r"[爹爸父爷]|姥爷|外公|烈士的?(?:子女|儿|女|闺女|遗孤|后代|孩)|遗腹")
# 没交医保，去年断了: no wages.
_CUT_OFF = re.compile(r"(?:医保|社保|养老|保险|合作医疗|农合|缴费)[^。！？工资收入活]{0,10}断了")
# 好胳膊好腿的: nothing ails them. 我养着: he lives with me.
_SOUND_LIMBS = re.compile("好胳膊好腿|好手好脚|胳膊腿(?:都|也)?(?:好|没事|利索)")
_KEPT_BY_ME = re.compile("[我俺](?:一直|一个人|自己)?养着")
# 车没找着: it is no work that was not found.
_LOST = re.compile(
    r"(?:车|人|司机|孩子|狗|东西|证|病历|档案)(?:也|都|还|一直)*没(?:找|逮|抓)|(?:跑|走)(?:了)?(?:出去|丢|失)"
)
# 老公工作没了: nobody died. 他家儿子在城里有两套楼房: what others own.
_WORK_GONE = re.compile(r"(?:工作|活儿?|班|岗位?|饭碗|收入|进项|钱|买卖|生意)[^，。；]{0,3}没")
_THEIRS = re.compile(r"[他她]家|人家|邻居|对门|隔壁|村里有")
# 那人该赔我的, 他光棍一条: who owes has nobody, and not who is owed.
_DEBTOR_ALONE = re.compile(r"(?:那人|那家|对方|肇事|凶手|打人的|撞人的)[^。！？]{0,24}[，]?(?:他|她)?光棍")
# 在养老院上班: who works there does not live there.
_AT_WORK = re.compile(
    r"(?:院|公寓|中心)(?:里)?[^，。；]{0,4}(?:上班|干活|打工|工作|当[^，。；]{0,4}工|做[饭保护]|看门)"
)
_ASKED_FOR = re.compile(r"(?:问|咨询|申请)[^，。； ]{0,4}(?:院|公寓)")
# 我老糊涂了，这政策看不懂: a manner of speech, and no illness.
_MY_OLD_HEAD = re.compile(r"[我俺](?:也|是|都|真|人)?老糊涂")
# 在饭店门口拉架: nobody works there.
_OUT_AND_ABOUT = re.compile(r"[拉劝打吵]架|吃饭|喝酒|吃席|聚会|看热闹|路过|说和")
# 去南方打工，后来就关机了: no wages are owed.
_WAGES = re.compile(r"工资|工钱|薪|欠|拖|讨|结(?:账|清|算|给)|血汗|包工|老板|活钱|没给|不给|跑路")
# 离了，儿子归她: who has the child is another than who speaks.
_WITH_THE_OTHER = re.compile(
    r"(?:归|判给|跟|随|给)(?:着|了)?(?:[他她](?![^，。]{0,3}[爷奶姥])|前[妻夫]|[女男]方|对方|孩子[他她]?[爸妈爹娘])(?![^，。；]{0,2}离)"
)
# 在砖厂干过零工: no work of today.
_ONCE_DONE = re.compile(r"[干打做当开跑卖]过(?!来|去|年|节|日子)")
# 啥也没有, in reply to whatever is asked, is no work that is lost. 普惠的: of a kindergarten, but no class.
_NOTHING_AT_ALL = re.compile(
    r"(?<![一-鿿])(?:家里|我|俺|就|真){0,3}(?:啥|什么|一样|么)(?:也|都)没有?(?:的|了)?$"
)
_ONLY_KIND = re.compile(r"(?<![一-鿿])(?:是|就是|上的?){0,2}(?:公办|普惠|民办|私立)(?:民办|性)?(?:的|园)?$")
# 没上大学，在超市上班
_NEVER_WENT = re.compile(
    r"没(?:有)?(?:去)?(?:上|考|念|读)(?:过|成|上|着)?(?:大学|高中|中专|大专|技校|职高|本科)"
)
# 一分钱收入没有: it says of no time when there was more.
_NO_INCOME = re.compile(
    r"(?<![一-鿿])(?:我|俺|他|她|家里){0,2}(?:没有?|无|一分钱?的?|啥|什么)(?:经济)?(?:收入|进项|进账)(?:也|都)?(?:没有?)?$"
)
_HEALTHY = re.compile(r"自|能|走|动|硬朗|身|利索|精神|干|跑|会|做|扎实|结实")
# 我自己带着孩子去医院，老公在家上班: not alone. 孙女两岁半，十个数都数不全: as all of that age.
_SPOUSE_THERE = re.compile(
    r"(?:老公|男人|对象|爱人|媳妇|老婆|孩子?他?[爸妈])[^，。；没不]{0,6}(?:在家|上班|干活|打工|挣钱)"
)
_SMALL = re.compile(r"(?<![十\d])[一两二三1-3]岁(?:半|多)?|个月大")
_NEXT_DOOR = re.compile(r"邻居|对门|隔壁|人家")
# 我老公, and nothing else; 就在市医院看的: no work.
_NAMED_ALONE = re.compile(
    r"(?<![一-鿿])(?:就?是|说的是)?(?:我|他|她)?们?家?(?:老公|丈夫|男人|对象|爱人|媳妇|老婆|妻子|老伴|[爸妈爹娘哥姐弟妹]|儿子|闺女|女儿)(?:的)?"
    r"(?![一-鿿])"
)
# 夫妻二人带一子: not alone. 户口在学校: wherever that is. 养老院住不起，把娘接回来了: they have left it.
_THE_TWO = re.compile("夫妻|夫妇|两口子|[我俺]俩|[我俺]们俩")
_OF_A_SCHOOL = re.compile("学校|集体户")
_TOO_DEAR = re.compile("住不起|接(?:回|出)|搬(?:回|出)")
# 有一套房, 名下有一处老房子: where they live, and nothing dear beside it; 有两套房, 有房有车 are more.
_ONE_HOME = re.compile(
    r"(?<![再另又两二三四五六七八九])(?:一|1|个)(?:套|处|间|座|所|栋)[^，。；！两二三四五六七八九车铺店商门]{0,6}(?:房子?|屋子?|楼|住宅|院子?|宅子)了?$"
)
# 不愿意住养老院: that says nothing of somebody who comes to the house.
REFUSES_A_HOME = re.compile(
    r"(?:不(?:太|大|是很)?(?:愿意?|想|肯|乐意|同意|要|去|住)|舍不得)[^，。；！？不]{0,8}(?:养老院|敬老院|护理院|福利院|老年公寓|养老机构|机构)"
)
# 低保条件: asked for, and by nobody who has it.
_NAMED_ALONE_AID = re.compile(
    r"(?<![一-鿿])(?:[低五]保|特困|低保边缘|监测户?)户?的?(?:条件|标准|材料|政策|名额|流程)"
)
_SEEN_BY_DOCTORS = re.compile(
    r"医院(?:里)?(?:给)?(?:看(?!大?门|车|护)|治|住|瞧|做(?:的|了|过|完)?(?:个|台)?(?:手术|支架|检查|化疗|透析|康复|造影|介入))"
)
# 光伏公司倒闭了: whom they bought from, or owe.
_DEALT_WITH = re.compile(
    expand(r"<dealt_with>(?:公司|单位|企业|厂家?|店)[^，。；]{0,4}(?:倒|黄|关|破产|散|垮|停|跑)")
)
# 我是应届毕业生: that says of no work
_JUST_LEFT_SCHOOL = re.compile(r"毕业生")
# 小孙子在私立幼儿园: who goes there does not work. 在矿上下井: nothing befell him.
_AT_NURSERY = re.compile(r"(?:公办|民办|私立|公立|普惠|[孙孩娃])[^，。；]{0,6}(?:幼儿园|小班|中班|大班)")
_DOWN_THE_PIT = re.compile(r"下井(?![^，。；]{0,6}(?:砸|伤|断|塌|出事|摔))")
# 领孤儿费要啥材料: asked for; who is one stands among the set wordings
_ORPHANS_AID = re.compile("孤儿")
# 还能下地溜达, 自个儿做饭: nobody is fit for work for that
_UP_AND_ABOUT = re.compile(r"溜达|遛|动弹|做饭|自个|走走|走动")

# 孩子跟着我, 孩子跟她妈: with a parent, at home; who speaks of grandchildren is none.
_WITH_A_PARENT = re.compile(
    r"^(?!.{0,600}[孙侄甥])"
    r".{0,600}?(?:孩子|娃|闺女|女儿|儿子?|丫头|小子|妮子|姑娘|老[大二三]|[大小俩]的?)(?:[一二两俩仨]个|俩|现在|都|也|一直|就){0,3}"
    r"(?:跟|随|归)着?了?(?:[我俺](?!们?家?(?:爸|爹|娘|妈|婆|公|姐|哥|弟|妹|姑|姨|舅|叔|爷|奶|姥|对象))|"
    r"(?:[他她]|孩子[他她]?)(?:亲)?(?:妈妈?|爸爸?|爹|娘|母亲|父亲))",
    re.DOTALL,
)


# 想补评残疾: hurt in the army, and no grade yet.
_TO_BE_GRADED = re.compile(r"(?:补|想|要|没|未|申请|能|怎么|咋)[^，。；]{0,3}评(?:个|上|过|定)?(?:伤)?残")
_OUT_OF_THE_ARMY = re.compile(r"退[役伍]|复员|转业|部队")  # home from the army, not from work elsewhere
_WANTED = re.compile(r"[弄办搞整]个|申请|想[办弄要]|咨询|打听")  # 弄个低保边缘
# 辞了工作, of which nothing says that it was what they lived on
_GAVE_NOTICE = re.compile(r"^(?!.*(?:收入|来源|进项|没钱))[^。]*辞(?:了|掉)?(?:了)?(?:工作?|职)")


@dataclass(frozen=True, slots=True)
class _Doubt:
    """`of`: a fact, a choice or a value; `near`: characters around the clause that are read, the whole text
    where None."""

    of: object
    words: re.Pattern[str]
    near: tuple[int, int] | None = (0, 0)
    value: object = None

    def holds_for(self, name: Stated) -> bool:
        return self.of in name and self.value in (None, name[2])

    def is_said(self, plain: str, span: tuple[int, int]) -> bool:
        if self.near is None:
            return bool(self.words.search(plain))
        return bool(self.words.search(plain, max(0, span[0] - self.near[0]), span[1] + self.near[1]))


_ONLY_WITH = (
    _Doubt("self_care", _HEALTHY, value="full"),
    _Doubt("support_claim", _UNPAID, None),
    _Doubt("support_unpaid", _UNPAID, None),
    _Doubt("wages", _WAGES, None),
    _Doubt("work_injury_nursing", re.compile("工伤"), None),
    _Doubt("work_place", _WORKS, (0, 6)),
    _Doubt("father_state", _OF_PARENTS, (20, 0)),
    _Doubt("mother_state", _OF_PARENTS, (20, 0)),
    _Doubt("martyr_child", _MARTYRS_CHILD, (24, 4)),
    *(_Doubt(fact, words, None) for fact, words in _SPEAKS_OF.items()),
)
_NEVER_WITH = (
    _Doubt("aid_status", _NAMED_ALONE_AID),
    _Doubt("aid_status", WHAT_IS_ONE),
    _Doubt("aid_status", _A_POLICY),
    _Doubt("raises_child_alone", _THE_TWO),
    _Doubt("hukou", _OF_A_SCHOOL, (0, 6), value="zibo"),
    _Doubt("institution", _TOO_DEAR, (0, 10)),
    _Doubt("relatives", _THEIR_HOME, (0, 3)),
    _Doubt("relatives", _WITH_A_PARENT, None),
    _Doubt("hukou", _REGISTERED_HERE, (0, 2), value="elsewhere"),
    _Doubt("surgery", _TREATED, (4, 0)),
    _Doubt("district", _FROM, None),
    _Doubt("emergency_events", _LONG_SINCE),
    _Doubt("injury", _BROKEN, (12, 4)),
    _Doubt("income_fell_sharply", _CUT_OFF, (12, 4)),
    _Doubt("limb", _SOUND_LIMBS, (2, 2)),
    _Doubt("relatives", _KEPT_BY_ME, (0, 2)),
    _Doubt("injury", _NEXT_DOOR, (6, 0)),
    _Doubt("raises_child_alone", _SPOUSE_THERE, None),
    _Doubt("intellectual", _SMALL, (14, 0)),
    _Doubt("breadwinner_death", _WORK_GONE),
    _Doubt("has_notable_assets", _THEIRS, (12, 0)),
    _Doubt("has_notable_assets", _ONE_HOME, value=True),
    _Doubt("wants_care_service", REFUSES_A_HOME, (8, 0)),
    _Doubt("has_notable_assets", re.compile("[没无](?:有)?[车房存]"), (2, 0), value=True),
    _Doubt("employment", _LOST),
    _Doubt("employment", _DEALT_WITH, (10, 4)),
    _Doubt("job_loss", _DEALT_WITH, (10, 4)),
    _Doubt("income_fell_sharply", _DEALT_WITH, (10, 4)),
    _Doubt("employment", _NOTHING_AT_ALL),
    _Doubt("school_stage", _ONLY_KIND),
    _Doubt("disability_cert", re.compile("(?:报|申请)过，没评上"), (4, 0), value=False),
    _Doubt("mother_state", re.compile("亲家"), (3, 0)),
    _Doubt("father_state", _ORPHANS_AID),
    _Doubt("mother_state", _ORPHANS_AID),
    *(_Doubt(stage, _NEVER_WENT) for stage in ("senior_high", "vocational", "junior_college", "bachelor")),
    _Doubt("income_fell_sharply", _NO_INCOME),
    _Doubt("employment", _ONCE_DONE),
    _Doubt("raises_child_alone", _WITH_THE_OTHER, (10, 2)),
    _Doubt("employed", _OUT_AND_ABOUT, (0, 10)),
    _Doubt("employed", _AT_NURSERY, (4, 2)),
    _Doubt("employed", _JUST_LEFT_SCHOOL, (0, 1)),
    _Doubt("injury", _DOWN_THE_PIT, (0, 6)),
    _Doubt("can_work", _UP_AND_ABOUT, (0, 4), value=True),
    _Doubt("employment", _NAMED_ALONE, (1, 1)),
    _Doubt("employment", _SEEN_BY_DOCTORS, (2, 4)),
    _Doubt("employment", _REFUSED, None),
    _Doubt("illnesses", _MY_OLD_HEAD, (3, 3)),
    _Doubt("institution", _ASKED_FOR),
    _Doubt("institution", re.compile("愿|想|同意|肯|乐意"), (3, 0)),
    _Doubt("institution", _AT_WORK),
    _Doubt("supporters", _DEBTOR_ALONE, (26, 0)),
    _Doubt("serving_family", _WHILE_ALIVE, None),
    _Doubt("basic_living_at_risk", _IN_NEED, None, value=False),
    _Doubt("hukou_kind", _TOWN_NAMES, (2, 0), value="rural"),
    _Doubt("residence", _JUST_REGISTERED, (4, 4)),
    _Doubt("employment", _TREATED_THERE, (6, 0)),
    _Doubt("unemployment_registered", _WORK_LISTED, (4, 2)),
    _Doubt("unemployed", _WORK_LISTED, (4, 2)),
    _Doubt("cannot_pay_food_lodging", _AT_HOME, (8, 4)),
    _Doubt("natural_disaster", _BURST, None),
    _Doubt("uremia", _NO_DIALYSIS, (1, 0)),
    _Doubt("natural_disaster", _SPARED, None),
    _Doubt("disabled_veteran", _TO_BE_GRADED, None, True),
    _Doubt("returned_migrant", _OUT_OF_THE_ARMY, (8, 4)),
    _Doubt("marginal", _WANTED, (8, 3)),
    _Doubt("income_fell_sharply", _GAVE_NOTICE, (2, 2)),
)


def may_state(name: Stated, span: tuple[int, int], plain: str) -> bool:
    """May the clause at `span` state `name`, by the words in and around it?"""
    if any(one.holds_for(name) and not one.is_said(plain, span) for one in _ONLY_WITH):
        return False
    return not any(one.holds_for(name) and one.is_said(plain, span) for one in _NEVER_WITH)
