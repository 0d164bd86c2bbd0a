"""What the words around a wording say against it: 哪有执照啊, 人没事, a sum that was 骗走."""

from __future__ import annotations

import re
from collections.abc import Iterable, Iterator
from dataclasses import dataclass, replace

from bot.understanding.aid.asked_about import asks_meaning
from bot.understanding.people.whom import People
from bot.understanding.said import Said
from bot.understanding.stance import clause_end, clause_start, suppositions
from bot.understanding.tenses import has_ended, holds_now
from bot.understanding.wordings.parts import expand
from knowledge import KnownSet, Situation

_PAPERS = frozenset({"business_licence", "disability_cert"})
_WHERE_WOULD_I = re.compile(
    r"哪(?:里|儿)?(?:有|来)(?:什么|啥|的)?(?:营业|残疾)?(?:执照|证)(?=[啊呀呢嘛哟，。！]|$)"
)
_UNHURT = re.compile(
    r"人(?:都|倒|也|是)?(?:没(?:啥|什么)?事|平安|没伤着?|好好的|没伤亡)|没(?:有)?(?:一个)?人(?:死|遇难|伤亡)|没(?:有)?死人|无人(?:员)?(?:伤亡|遇难)"
)
_HARM = frozenset({"member_died"})
_CALM = re.compile(r"精神上?有?(?:点|些)(?:问题|毛病|不对|不正常|恍惚)")
_SEVERE = re.compile(r"[一二三四1-4]级|重残|重度|严重|瘫|证|不能|精神病|精神分裂|智力|不了|伺候|全靠|卧床")

# 能自己吃饭，下不了床: some of it alone, and not all
_EATS_IN_BED = re.compile(
    r"(?:能自己|自己能|自己会)(?:吃|穿|端)[^，。；]{0,4}，?[^，。；]{0,3}(?:下不了[床炕]|起不来|走不了|不能走|下不来)"
)


# 证注销了: a paper that one had and has no more.
_CANCELLED = re.compile(r"(?<![没不未])(?:注销|吊销|作废|收回)(?:了|掉|过)?(?![怎咋吗么])")
_STILL_HELD = re.compile(r"证(?:还|也|都)?没(?:有)?(?:注销|过期|到期|作废|收回|吊销)")
# 我家不是低保: whatever is told beside it of what those who have it are given.
_OWN_DENIED = re.compile(
    r"(?:[我俺咱]们?家?(?:里)?(?:又|也|都|并|可)?(?:不是|没有?|不算|没吃)|非)[^，。；]{0,4}$"
)
# 助学金没评上, 低保去年没评上, 评残6级: no word of a certificate that one has not.
_OF_A_CERTIFICATE = re.compile(r"[残证本]|残联")
_SPEAKS_OF_LIMBS = re.compile(
    r"残|智力|精神|自闭|孤独|脑瘫|[聋盲瘫瘸瘤]|[一二三四1-4]级|看不见|护理|失能|[腿脚手眼腰耳]|胳膊|癫痫|级别"
)
_OF_AN_AWARD = re.compile(
    r"(?:[助奖]学金|贫困|困难|[低五]保|特困|边[缘沿]|监测|名额|劳模|先进|优秀|三好|职称|烈士|身份|救助|工伤)[^。！？残]{0,10}$"
)
_NO = re.compile(r"[没不未无别非丢]|注销|过期|到期|作废")

# 他活着的时候一月领两千三: had by one who has died, by nobody now.
_WHILE_ALIVE = re.compile(
    r"生前|(?:活着|在世)(?:那会儿?|那几年|的?时候?)|(?<=[爸妈爹娘伴公婆爷奶人头])在的?时候"
)
_SINCE = re.compile(
    r"[。！？； ]|本人|现在|如今|眼下|后来|今年|去年|上个?月|[我俺]|家里|孩子|[他她](?:带|领|自己)"
)
_REACH = 26
_OF_A_LIFE = frozenset(
    {"income_yuan_per_month", "household_income_yuan_per_month", "excluded_income_yuan_per_month"}
    | {"other_benefits", "employment", "work_place", "receives", "household_receives", "can_work"}
    | {"disability_grade", "disability_types", "disability_cert", "self_care", "living_place"}
    | {"medical_insurance", "holds_personal_aid", "employee_insurance_payer"}
)
# 两年前摔断过腿，早好了; 前几年住院花了八万: no trouble of today.
_TROUBLES = frozenset({"emergency_events", "cost_surge", "income_fell_sharply", "hurt_in_traffic"})
_LONG_AGO = re.compile(
    r"前些年|前几年|头几年|早些年|早年|小时候|年轻时|(?:[三四五六七八九十]|好几|十几|二十几|[3-9]|\d\d)年(?:以|之)?前"
)
_HEALED = re.compile(
    r"[^，。；]{0,8}，?(?:现在|后来|如今)?(?:早就?|已经|都|也早|全){1,2}(?:好了|好利索|没事了|恢复了|康复了|痊愈|长好)"
)
# 住在周村，说错了，是临淄: what is taken back in the same breath.
_SLIPPED = frozenset({"district", "school_stage", "hukou", "living_place", "disability_grade"})
_TAKES_BACK = re.compile(
    r"(?:的|了|区|县|市|，|。|…| ){0,3}(?:[哦噢啊哎呃嗯欸]，?){0,2}"
    r"(?:不对[，。]|(?:我|又)?[说记打写]错了?|不是，|(?<=[哦噢啊哎])不，)"
)
# 不是我爸瘫了，是我公公瘫了: said of the second of the two alone; 不是低保，是五保 of one.
_NOT_OF_THIS_ONE = re.compile(
    r"(?<!是)不是(?P<wrong>[^，。；！？是 ]{1,12}?(?P<said>(?!保户?[，。 ])[^，。；！？是 ]{1,8}))"
    r"[，。 ]{1,2}(?:而|应该|说的|其实)?是[^，。；！？是]{1,12}(?P=said)(?=$|[，。；！])"
)
# Where one lives is told of in a supposition too: 要是我在张店租房…
_HOWEVER_SUPPOSED = frozenset({"district", "hukou", "sex"})
_THIS_ONE = re.compile(r"这(?:个|样|种|么)?[^，。；]{0,3}$")

_THEIR_GOODS = re.compile(
    r"^(?=[^我俺咱]{0,60}$).{0,40}?(?:其家|[他她]家|人家(?![说查嫌看])|那家|那个?[男女]的|对方|被执行|继父|后爸|后爹|前夫|前妻|房东|老板)"
)
# 新闻上说有个老头一个人住: told of somebody, up to where who speaks comes in.
_HEARSAY = re.compile(
    r"(?:听(?:人|别人)?[说讲]|据说|新闻上?|电视上?|网上|抖音上?|快手上?|报纸上?|群里)[^，。；有]{0,4}有"
    r"(?:人|(?:一?[个位户]|家)(?=人|老|户|女|男|孩|村|妈|爸|大[爷娘姐哥妈]|小|残|得|低保|五保|单亲|病|离|瘫|退|邻|亲|同|的))"
)
_OURS = re.compile("[。！？；我俺咱]|孩子|老伴|对象|$")
# 没有劳动能力的人才能办低保, 需要他是一级吗: of whomever the rule is for.
_ONLY_SUCH = re.compile(
    r"(?:了)?的?(?:人|户|家庭|老人|孩子|那种)?才(?:算|叫|(?:能|可以|给|行|让|够)[^，。；]{0,4}?(?:办|领|申请|享受|吃|评|低保|特困|五保|补|救助|钱))"
)
_REQUIRED = re.compile(r"(?:需要|必须|非得|要求|是不是得|得是)[^，。；我俺]{0,5}(?:是|有|够|到)?$")
_OF_THE_BODY = frozenset({"disability_grade", "disability_cert", "disability_types", "self_care"})
# 问能否享受五保, 咨询是否需残疾证: what an agent's note asks.
_NOTE_ASKS = re.compile(r"(?:来电)?(?:询问|问|询|咨询)[^，。；]{0,12}?(?:能否|是否|可否|有无|需否|会否)")
_ASKED = 14  # what is asked is short; a text without any pause goes on behind it
# 有两套房，后来看病都卖了; 上大学那会儿: no more so.
_GOODS = frozenset({"has_notable_assets", "homes_owned"})
_HAD_ONCE = re.compile(r"(?:以前|早先|原先|原来|过去|早些年|前些年)[^。！？]{0,12}$")
_SOLD = re.compile(r"[^。！？]{0,12}?(?:卖了|卖掉|抵了债|抵给|报废|都卖|给前[夫妻])")
# 叫狗咬了: no grave injury, but for what it took to heal.
_BITTEN = re.compile("狗[^，。；]{0,6}咬")
_GRAVELY = re.compile(
    r"缝|住[了着]?院|手术|断|掉|万|[一二三四五六七八九几\d]千|[1-9]\d{3}|骨|烂|伤得?[重不]|昏迷|抢救|起不来"
)
# 叉车把腿轧断了: a broken leg heals; that it is lost or stays lame is told in other words.
_BROKEN = re.compile(
    r"(?:腿|胳膊|脚|手|腕|骨|腰)[^，。；]{0,6}断了?|骨折|(?:摔|撞|轧|砸|碰|打)断了?(?:腿|胳膊|脚|手|骨头?)"
)
_FOR_GOOD = re.compile(
    r"残|[一二三四1-4]级|截|锯|假|轮椅|拐|瘸|落下|瘫|没(?:能)?(?:保住|接)|接不|掉|使不上|抬不|[一两二俩三仨四五]"
    r"(?:根|条|只|个|节)|[年辈当]|从小|安了|好不了|脊|筋|神经"
)
# 在窑上干活得了尘肺: whether the work goes on is not told.
_FELL_ILL = re.compile(
    r"(?:活|的?时候?|了?[一二三四五六七八九十\d]{1,3}年)?(?:得|落|患|干)(?:了|的|上|下|出)(?:了|个)?[^，。；]{0,4}[病肺癌瘤残伤]"
)
_BACK_THEN = re.compile(r"[^，。；]{0,2}(?:那会儿?|那时候?|的?时候|期间|那[几一]年|时(?![间不常]))")
_NO_ACCIDENT = re.compile("(?:不是|不算|没有?)(?:车祸|交通事故)")
_OF_TRAFFIC = frozenset({"traffic_accident"})
_AS_SUBJECT = re.compile("[男女]的(?![，。；！？ ]|$)")
_OWN_AGE = re.compile(r"我[一二三四五六七八九十\d]{2,4}岁?了?，?$")
_TWO_SEXES = re.compile("[小老]?两口|夫妻|男的.{1,40}女的|女的.{1,40}男的")


@dataclass(frozen=True, slots=True)
class _Against:
    """A fact that is not told where `words` stand in its clause."""

    fact: str
    value: object
    words: re.Pattern[str]


# 尿毒症没有，糖尿病有; but 癌症没得治
_ILLNESS = frozenset({"illnesses", "on_dialysis"})
_NOT_HAD = re.compile(
    r"(?:这个|这病)?[倒可也都是还]{0,2}(?:没有?|没得(?:过|上)?)(?:的|啊|呢)?(?=[，。；！ ]|$)"
)
# 没有儿女在身边, 跟前没有孩子, 没儿女照顾: they may have some who live elsewhere.
_CHILDREN = r"(?:儿没女|没女|儿女|子女|孩子|儿子?|闺女|后人)"
_CHILDREN_AWAY = re.compile(
    rf"(?:没(?:有)?|无)(?:个|一个)?{_CHILDREN}(?:能|来|会)?(?:在[^，。；]{{0,3}}(?:身边|跟前|眼前|附近|旁边|本地|当地|家|这)|"
    rf"照[顾料看应]|伺候|陪(?!葬)|管(?![我俺]要))|(?:身边|跟前|眼前|眼下家里)(?:也|都|又)?(?:没(?:有)?|无)(?:个|一个)?{_CHILDREN}"
)
_DROPPED = (
    _Against("children_ever", 0, _CHILDREN_AWAY),
    _Against("supporters", "none", _CHILDREN_AWAY),
    # 俺弟让人抓了: who is taken away is no victim; 闺女让人抓伤了 is.
    _Against(
        "legal_matter",
        "criminal_victim",
        re.compile(
            r"^(?!.{0,40}[打伤骗偷抢砍捅破脸]).{0,20}?(?:被|让|叫|给)[^，。；]{0,5}抓(?:了(?!一)|走|进|起来|去)"
        ),
    ),
    _Against("legal_matter", "criminal_defence", re.compile(r"抓(?:伤|破|挠|了一把)")),
    _Against(
        "employment", "gig", re.compile(r"(?:谁|有人|帮(?:着|我|忙)?|替我?)[^，。；]{0,4}跑(?:跑|个)?腿")
    ),
    _Against(
        "emergency_events",
        "job_loss",
        re.compile(
            r"(?:可能|也许|怕是|说要|年底|准备|打算|计划|明年)[^，。；]{0,4}(?:裁|下岗|失业|倒闭|关停|关门|停产)"
        ),
    ),
    _Against(
        "legal_matter",
        "abuse_claim",
        re.compile("学生|同学|同事|保安|城管|那家|对方|陌生|老板|工头|小伙|疯子|司机|歹徒|路人"),
    ),
    _Against(
        "self_care", None, re.compile(r"再不[^，。；]{0,8}就|不然|否则|早晚|迟早|弄不好|搞不好|差点|险些")
    ),
    _Against(
        "on_dialysis",
        True,
        re.compile(r"(?:最后|早晚|迟早|将来)[^，。；]{0,4}(?:得|要|会)[^，。；]{0,2}透析"),
    ),
    # 车票丢了，咋报路费: a ticket to be paid back, and nobody without a way home.
    _Against(
        "stranded_away", True, re.compile(r"^(?!.*(?:钱|回|买|包|手机|证)).*票.{0,4}(?:丢|没了|不见|找不|坏)")
    ),
    _Against("has_notable_assets", None, _THEIR_GOODS),
    _Against("homes_owned", None, _THEIR_GOODS),
    _Against("veteran_kinds", "serving_family", re.compile(r"[会点块]儿在部队")),
    _Against(
        "emergency_events", "job_loss", re.compile(r"(?:让|叫)[^，。；]{0,3}去(?:仲裁|起诉|打官司|法院|告)")
    ),
    _Against("income_yuan_per_month", None, re.compile(r"(?:骗|偷|盗|抢|卷|讹)(?:走|去|了|光|子?骗走)")),
    _Against(
        "household_income_yuan_per_month", None, re.compile(r"(?:骗|偷|盗|抢|卷|讹)(?:走|去|了|光|子?骗走)")
    ),
)


def without_gainsaid(said: Iterable[Said], plain: str) -> Iterator[Said]:
    """`said`, without what its own clause speaks against, or with that denied."""
    unhurt = bool(_UNHURT.search(plain))
    mild = _CALM.search(plain) and not _SEVERE.search(plain)
    supposed = [*suppositions(plain), *_of_others(plain)]
    said = _without_denied(list(said), plain)
    lives = [found.end() for found in _WHILE_ALIVE.finditer(plain)]
    not_theirs = [found.span("wrong") for found in _NOT_OF_THIS_ONE.finditer(plain)]
    for one in said:
        if any(first <= one.start < end for first, end in not_theirs):
            continue
        if _is_supposed(one, plain, supposed) or _is_of_a_past_life(one, plain, lives):
            continue
        clause = plain[clause_start(plain, one.start) : clause_end(plain, one.end)]
        if any(_is_of(one, row) and row.words.search(clause) for row in _DROPPED):
            continue
        if one.fact == "legal_matter" and _is_by_outsider(one, plain):
            continue
        if _is_of_long_ago(one, plain) or (one.fact in _SLIPPED and _TAKES_BACK.match(plain, one.end)):
            continue
        if _is_of_any(one, plain, clause) or _is_no_more(one, plain) or _is_not_had(one, plain):
            continue
        if asks_meaning(plain, one.start):
            continue  # 啥是居民医保: who asks it has told nothing
        if _is_of_no_certificate(one, plain) or _is_slight(one, plain):
            continue
        if mild and one.fact in ("father_state", "mother_state") and one.value == "severe_disability":
            continue  # 精神上有点问题: how badly is not told
        if _is_only_broken(one, plain):
            continue
        if one.fact == "self_care" and _EATS_IN_BED.search(plain):
            one = replace(one, value="partial")
        if one.fact == "disability_cert" and one.value is False and _STILL_HELD.search(clause):
            one = replace(one, value=True)
        if one.fact in _PAPERS and one.value is True and _has_not(one, plain, clause):
            one = replace(one, value=False)
        if unhurt and one.fact == "disaster_effects" and isinstance(one.value, dict):
            one = replace(one, value={key: has and key not in _HARM for key, has in one.value.items()})
        yield one


# 对方先动手, 叫邻居打了: no home is violent, and the means are asked after as with any claim.
_OUTSIDER = re.compile(expand("<outsider>"))
_AT_HOME = re.compile(
    expand("家暴|虐待|遗弃|<home_doer>[^，。；把被叫让]{0,8}(?:打|揍|踹|掐|抽|砸|扇|踢|动手|骂|推|砍|拿刀)")
)


def _is_by_outsider(one: Said, plain: str) -> bool:
    abused = one.value == "abuse_claim" or (isinstance(one.value, dict) and one.value.get("abuse_claim"))
    return bool(abused and _OUTSIDER.search(plain)) and not _AT_HOME.search(plain)


def _of_others(plain: str) -> Iterator[tuple[int, int]]:
    """From where to where the text tells what is heard of somebody, or asks whether something is given."""
    for found in _HEARSAY.finditer(plain) if "有" in plain else ():
        ours = _OURS.search(plain, found.end())
        yield found.end(), ours.start() if ours else len(plain)
    for found in _NOTE_ASKS.finditer(plain) if "否" in plain or "有无" in plain else ():
        end = min(clause_end(plain, found.end()), found.end() + _ASKED)
        ours = _OURS.search(plain, found.end(), end)
        yield found.end(), ours.start() if ours else end


def _is_supposed(one: Said, plain: str, supposed: list[tuple[int, int]]) -> bool:
    """Is it only in a supposition that it is told, and not pointed at there (要是我这二级的去办)?"""
    if not supposed or one.fact in _HOWEVER_SUPPOSED or one.value == "advised":
        return False
    return any(first <= one.start < end for first, end in supposed) and not _THIS_ONE.search(
        plain, max(0, one.start - 6), one.start
    )


def _is_of_a_past_life(one: Said, plain: str, lives: list[int]) -> bool:
    near = (end for end in lives if one.fact in _OF_A_LIFE and end <= one.start <= end + _REACH)
    return any(not _SINCE.search(plain, end, one.start) for end in near)


def _without_denied(said: list[Said], plain: str) -> list[Said]:
    """班主任说低保家庭的孩子免，我家不是低保: no aid that is denied of one's own home."""
    if "aid_status" not in {one.fact for one in said}:
        return said
    denied = {
        (one.person, kind)
        for one in said
        for kind in _aid(one, has=False)
        if _OWN_DENIED.search(plain, clause_start(plain, one.start), one.start)
    }
    return [one for one in said if not any((one.person, kind) in denied for kind in _aid(one, has=True))]


def _aid(one: Said, *, has: bool) -> list[str]:
    """The kinds of aid that the household is told to have, or not to have."""
    if one.fact != "aid_status" or not isinstance(one.value, dict):
        return []
    return [kind for kind, held in one.value.items() if held is has]


def _is_of_any(one: Said, plain: str, clause: str) -> bool:
    """Is it told of whomever a rule is for, or of the man of a couple, and not of who speaks?"""
    if "才" in plain[one.end : one.end + 5] and _ONLY_SUCH.match(plain, one.end):
        return True
    if one.fact in _OF_THE_BODY and _REQUIRED.search(plain, clause_start(plain, one.start), one.start):
        return True
    if one.fact == "sex" and one.person == "self" and _AS_SUBJECT.match(plain, one.start):
        own = _OWN_AGE.search(plain, max(0, one.start - 9), one.start)  # 我五十五，女的在家闲着
        return bool(_TWO_SEXES.search(plain)) and own is None
    traffic = one.fact == "hurt_in_traffic" or (isinstance(one.value, dict) and _OF_TRAFFIC & set(one.value))
    return bool(traffic and _NO_ACCIDENT.search(plain))


def _is_slight(one: Said, plain: str) -> bool:
    if one.fact != "emergency_events" or one.value != {"injury": True}:
        return False
    return bool(_BITTEN.search(plain, one.start, one.end)) and not _GRAVELY.search(
        plain, one.end, one.end + 24
    )


# 单位一直给交着社保，上个月把我辞了
_LOST_SINCE = re.compile(
    r"[^。！？]{0,3}[，]?[^。！？在]{0,8}?(?:[把叫让给][我俺](?:给)?(?:辞|裁|开除)|下(?:了)?岗|被裁|裁员|辞退|辞(?:职)?了|黄了|倒闭|破产|关(?:了)?门|买断)"
)
_TRADES = frozenset({"employed", "gig", "self_employed", "farming"})


def _is_only_broken(one: Said, plain: str) -> bool:
    if one.fact != "disability_types" or one.value != {"limb": True}:
        return False
    return bool(_BROKEN.search(plain, one.start, one.end)) and not _FOR_GOOD.search(plain)


def _is_no_more(one: Said, plain: str) -> bool:
    if one.fact in _GOODS and one.value not in (False, 0):
        sold = _SOLD.match(plain, one.end)
        gone = sold is not None and not (one.fact == "homes_owned" and "车" in sold.group())
        return gone or bool(_HAD_ONCE.search(plain, max(0, one.start - 16), one.start))
    if (one.fact, one.value) == ("employee_insurance_payer", "employer"):
        return has_ended(plain, one.start, one.end) or bool(_LOST_SINCE.match(plain, one.end))
    if one.fact == "employment":
        over = one.value in _TRADES and has_ended(plain, one.start, one.end)
        return over or bool(_FELL_ILL.match(plain, one.end))
    if one.fact == "school_stage":
        return bool(_BACK_THEN.match(plain, one.end))
    return one.fact == "work_place" and not holds_now(plain, one.start, one.end)


def _is_not_had(one: Said, plain: str) -> bool:
    return one.fact in _ILLNESS and _NOT_HAD.match(plain, one.end) is not None


def _is_of_long_ago(one: Said, plain: str) -> bool:
    if one.fact not in _TROUBLES:
        return False
    return bool(
        _LONG_AGO.search(plain, clause_start(plain, one.start), one.start) or _HEALED.match(plain, one.end)
    )


def _is_of_no_certificate(one: Said, plain: str) -> bool:
    if one.fact != "disability_cert" or one.value is not False:
        return False
    if _OF_A_CERTIFICATE.search(plain, one.start, one.end):
        return not _NO.search(plain, max(0, one.start - 3), clause_end(plain, one.end))
    award = _OF_AN_AWARD.search(plain, max(0, one.start - 16), one.start)
    return bool(award) or not _SPEAKS_OF_LIMBS.search(plain)


def _has_not(one: Said, plain: str, clause: str) -> bool:
    """哪有执照啊; 办过证，到期没换，注销了."""
    sentence = re.search("[。！？]|$", plain[one.end :])
    until = one.end + (sentence.start() if sentence else 0)
    return bool(_WHERE_WOULD_I.search(clause) or _CANCELLED.search(plain, one.end, until))


def read_unhurt(plain: str, people: People, known: tuple[Situation, ...]) -> Iterator[Said]:
    """没有人死，咋写有人遇难: taken back, where it was noted."""
    found = _UNHURT.search(plain)
    noted = [home.household.get("disaster_effects") for home in known]
    if found is None or not any(isinstance(one, KnownSet) and _HARM & one.has for one in noted):
        return
    of = people.home(found.start(), found.end())
    if of is not None:
        yield Said("disaster_effects", dict.fromkeys(sorted(_HARM), False), of, *found.span())


def _is_of(one: Said, row: _Against) -> bool:
    if one.fact != row.fact:
        return False
    has = one.value.get(row.value) is True if isinstance(one.value, dict) else one.value == row.value
    return row.value is None or has


__all__ = ["read_unhurt", "without_gainsaid"]
