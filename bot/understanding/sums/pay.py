"""How pay is told when it changed, or when it is all that a family lives on."""

from __future__ import annotations

import re
from collections.abc import Collection, Iterator
from decimal import Decimal

from bot.understanding.numbers import Number
from bot.understanding.people.whom import People
from bot.understanding.said import Said
from bot.understanding.stance import Stance, clause_end, clause_start, stance_of

# 原先在厂里开机器，一个月四千五: what was earned before.
_EARNED_BEFORE = re.compile(
    r"(?<!比)(?:原先|以前|原来|本来|早先|过去|之前|头几年)(?:在|是|给|干|开|当|做|跑|上|月|工|挣|拿)?(?:(?!现在|今年|后来|这会儿|退休|低保|当兵|部队)[^。！？]){0,22}"
    r"(?:一?个?月|每月|月月|工资)(?:能|就|还|挣|开|拿|发|给|有|到手|是){0,4}$"
)
_FALLS = re.compile(
    r"(?:块(?:钱)?|元)?(?:一个?月)?，?(?:(?:一下子?|直接|就|给)?(?:降|掉|跌|减|落|砍)(?:到|成|至|为|了)|变成)"
)
# 一个月七八千，前年出了车祸，现在没收入
_LOST_SINCE = re.compile(
    r"(?:来)?(?:块(?:钱)?|元)?，?(?:可|但)?(?:去年|前年|今年|后来|上个?月|打)[^。！？]{0,10}(?:车祸|出(?:了)?事|病了|得了|查出|摔|停工|下岗|裁|黄了|倒闭)"
    r"[^。！？]{0,26}(?:没(?:有|了)?(?:收入|进项|进账|活|工资)|干不了|一分钱?(?:也|都)?没)"
)
# 老板欠我两个月工资，5600; 工钱拖着不给，8000; 工钱8000没给: what is owed comes in no month.
_WAGE = r"(?:工资|工钱|薪水?|血汗钱|辛苦钱)"
_OWING = r"(?<![不没])(?:(?<!拖)欠|拖欠?|压|扣(?!完|除|了?保险)|讨|没给|没发|没结|没开|不给|不发|不结)"
_TILL_SUM = (
    r"，?(?:一共|总共|合计|共|总|大概|差不多|现在|都|就|快|得|有|是|算下来|加起来|每月|的|了|"
    r"[\d一二两俩三四五六七八九十半仨]{1,3}个?多?[月年]){0,5}"
)
_OWED = re.compile(
    rf"{_OWING}[^，。；挣开拿到]{{0,8}}{_WAGE}[^，。；挣开拿到]{{0,4}}{_TILL_SUM}$|"
    rf"{_WAGE}[^，。；挣开拿到]{{0,4}}{_OWING}[^，。；挣开拿到]{{0,6}}{_TILL_SUM}$"
)
_OWED_AFTER = re.compile(
    r"(?:多|来)?(?:块|元)?(?:钱)?，?(?:老板|工头|厂里|公司|工地)?(?:[压拖欠]着|一直|还|都|到现在){0,3}"
    r"(?:没给|没发|没结|没要[来着回到]|不给|不发|不结)"
)
_WAGE_AHEAD = re.compile(rf"{_WAGE}[^，。；]{{0,3}}$")
# 原先一个月四千五，现在就剩两千一; 从五千降到两千八
_PAYS_NOW = re.compile(
    r"(?:原先|以前|原来|本来|早先|过去|之前)[^。！？]{0,20}(?:月|工资|挣|开|拿|发|薪)[^。！？]{0,14}，(?:现在|今年|后来|这会儿|这下)(?:才|就|只|也|每月|一个?月|到手|[^，。；]{0,8}?(?:就|只|才))?"
    r"(?:能)?(?:剩|发|开|拿|挣|给|领|落|到手|有)(?:下|到|了|个)?$|"
    r"(?:月|工资|挣|薪|收入)[^。！？]{0,6}从[^，。；]{1,8}(?:降|掉|跌|减|落|砍)(?:到|成|至|为)(?:了)?$"
)
_KIN = (
    r"(?:老伴|老头子?|老婆子?|老公|媳妇|对象|爱人|儿子?|闺女|女儿|[爸妈爹娘]|公公|婆婆|爷爷|奶奶|姥姥|姥爷)"
)
_LIVES_ON = re.compile(
    rf"(?:剩|靠|指着?|指望|凭|有|守着)(?:着|下)?(?:(?:我|他|她)?{_KIN}|我|他|她)(?:自己|一个人)?(?:[^，。；亩地债贷药]{{0,6}})?的?那(?:点|份|个)?(?:死)?(?:工资|退休金|养老[金钱]|收入|钱)?，?(?:一?个?月)?$"
)
# 就靠他一个月三千六: all that they live on, whoever he is.
_RELIES = re.compile(
    rf"(?:就|全|只|都|光|净)(?:是)?(?:靠|指着?|指望|凭|有)(?:着)?(?:(?:我|俺|他|她)?(?P<kin>{_KIN})|(?P<me>我|俺)|[他她])(?:自己|一个人)?"
    r"(?:在[^，。；花租药]{1,8}|上班|打工|干活)?(?:每个?月|一?个?月|月月)(?:这|那|能|挣|拿|开|才|就|也就){0,3}$"
)
# 妈妈一月一千九，全家就这一份: the income of all of them.
_ALL_THERE_IS = re.compile(
    r"(?:块钱?|元)?，?(?:全家|一家(?:子|人|老小)?|家里)(?:人|老小|上下)?(?:就|只|全)(?:靠|指着?|指望|有)?"
    r"(?:(?:我们?|咱们?)?(?:老?两口子?|俩|[二三四五六]口人?)(?:就|也就|全)(?:靠|指着?)?)?(?:[他她我]这|这|他|她|我)(?:么)?"
    r"(?:一|点|个人|一个)?(?:份|个)?(?:人)?(?:收入|工资|进项|进账|钱|挣|养活|养着|过日子)*(?=[，。；]|$)"
)

# 两千八，不对，两千六; 八百……翻了下账，是七百五; 一千一，哦今年涨了是一千一百六
_SLIP = re.compile(
    r"多?(?:块(?:来)?钱|块|元)?(?:吧|来着)?[，。…、 ]{0,6}"
    r"(?P<said>(?:哦|噢|啊|呃|嗯|哎|不对|(?<=[哦噢啊呃嗯哎])不是|不是(?=，?是|不是)|说错了?|记错了?|算错了?|弄错了?|我|又|刚|(?:翻|查|看|算|问)了(?:一?下)?(?:账本?|单子|账单|条子|存折|老伴)?|"
    r"应该|准确(?:地)?说|今年|现在|涨了?|涨到|是|[，。… ]){1,9})"
)
_SLIP_TOLD = re.compile(r"不对|不是|错|[翻查看算问]了|涨")


def corrects(plain: str, first: Number, second: Number) -> bool:
    """Is the second sum said in the place of the first, right behind it?"""
    found = _SLIP.fullmatch(plain, first.end, second.start)
    return found is not None and bool(_SLIP_TOLD.search(found["said"]))


def in_place_of(value: object, first: Number, second: Number) -> object:
    """`value`, which the first sum came to, for the second: by the year too, or the twelfth of it."""
    most = value["max"] if isinstance(value, dict) else value
    factor = Decimal(str(most)) / first.high
    low, high = second.low * factor, second.high * factor
    if factor < 1:
        low, high = low.quantize(Decimal(1)), high.quantize(Decimal(1))
    return Number(low, high, second.start, second.end).to_json()


# 我们靠几亩苹果，一年两万左右; 家里一年到头也就一万多
_OFF_THE_LAND = re.compile(
    r"(?P<home>我们|[我咱]家|全家|一家(?:人|子)?|家里|老两口|两口子|俩老人|我俩)?[^，。；欠借]{0,4}?(?:靠|指着?|指望|守着|种着?|养着?)[^，。；]{0,8}?"
    r"(?:地|桃|苹果|葡萄|樱桃|葱|蒜|菜|瓜|大?棚|果园|果树|猪|羊|牛|鸡|鸭|蜂|棒子|玉米|麦子?|花生|药材|庄稼)[^，。；]{0,3}，?"
    r"(?:一年(?:到头)?|全年)(?:也|就|才|能|大概|卖|挣|收|见|落|剩|进账?|收入|有|差不多|到手|总共){0,5}$"
)
_OF_ALL_AT_HOME = re.compile(
    r"(?:[我咱]们?家|家里|全家|一家(?:人|子)?)(?:一年(?:到头)?|全年)(?:的|总共|统共)?(?:收入|进项|进账|也|就|才|能|挣|落|剩|大概|有|见|差不多){1,5}$"
)

# 一年种地打工拢共进3万, 打工一年三万: what one lives on, of all at home where it is summed up
_WORK = r"(?:在外(?:头|面|地|边)?)?(?:种地|打零?工|干活|零活|养[羊牛猪鸡]|卖菜|卖粮|[加和、]){1,4}"
_BY_WORK = re.compile(
    rf"(?:^|[，。；我俺他她])(?:们?家)?(?:(?:一年|全年|每年|年)(?:到头|下来)?{_WORK}|{_WORK}(?:一年|全年|每年)(?:到头|下来)?)"
    r"(?P<all>拢共|总共|一共|统共|加起来)?(?:也|就|才|能|大概|差不多|不到){0,3}(?:进|挣|收入?|落|剩|见)?(?:个|了|下)?$"
)
_SPENT = re.compile(r"花|药|病|欠|借|贷|租|学费|住院|手术|存|赔|交|凑|掏|补|卖")
# 一年到头也就万把块; 俺家三口，一年也就挣个万把块: a year's living, with nothing else it could be for.
_YEARS_LIVING = re.compile(
    r"(?:^|[，。；])(?:可|但|反正|现在|俺们?|我们?|咱们?)?(?P<all>一年到头|一年下来|全年下来|忙活一年|全年)?(?(all)|一年)(?:下来|到头)?"
    r"(?P<thin>也|就|才|顶多|总共|拢共|统共|大概|差不多){1,3}(?:能|有|是|挣|落|见|剩|进|收入?|弄|划拉){0,3}(?:个|了|下)?$"
)
_TOLD_OF_HOME = re.compile(
    r"(?:[我俺咱]们?家|家里|全家|一家|[二两三四五六七\d]口(?:人)?)[^，。；药病费债欠租]{0,8}，[^，]{0,16}$"
)


def yearly_income(before: str, number: Number) -> str | None:
    """The fact that a sum by the year is, where land or all that comes in is told right before it."""
    if not 2000 <= number.low <= 150_000:
        return None
    if _OF_ALL_AT_HOME.search(before):
        return "household_income_yuan_per_month"
    living = _YEARS_LIVING.search(before)
    if living is not None and not _SPENT.search(before[-24:]):
        of_all = living["all"] or _TOLD_OF_HOME.search(before)
        return "household_income_yuan_per_month" if of_all else "income_yuan_per_month"
    if (work := _BY_WORK.search(before)) is not None:
        return "household_income_yuan_per_month" if work["all"] else "income_yuan_per_month"
    found = _OFF_THE_LAND.search(before)
    if found is None:
        return None
    return "household_income_yuan_per_month" if found["home"] else "income_yuan_per_month"


# 要是没有医保得自己掏五万; 往年能挣三万: no sum of now.
_SUPPOSED = re.compile(r"(?:要是|如果|假如|假设|万一|听说|据说)[^，。；]{0,20}$")
_ONCE = re.compile(
    r"(?:(?:19\d\d|20[01]\d|202[0-4])年[我俺他她]?们?在[^。；，]{0,16}，|好的时候|旺季|前几年[^。]{0,14}|"
    r"(?<!比)以前|(?<!比)原来|那会儿?|往年|从前|早先|先准备|准备)[^，。]{0,12}$"
)


def not_of_now(plain: str, before: str, number: Number) -> bool:
    """Is the sum only supposed, or what was earned or paid once, or what is owed for work?"""
    if _OWED.search(before) or (_WAGE_AHEAD.search(before) and _OWED_AFTER.match(plain, number.end)):
        return True
    if _SUPPOSED.search(before) or _ONCE.search(before):
        return True
    if _LOST_SINCE.match(plain, number.end):
        return True
    return bool(_EARNED_BEFORE.search(before) or (before.endswith("从") and _FALLS.match(plain, number.end)))


# 打工一年两万, of whom it is told
_YEARS_PAY = re.compile(
    r"(?:一年(?:到头|下来)?|全年|每年)(?:也|就|才|能|挣|有|是|个|落|剩|大概|差不多|到手){0,4}$"
)


def is_years_pay(clause: str, number: Number) -> bool:
    """Does the sum behind `clause`, which tells of work, come by the year?"""
    return bool(_YEARS_PAY.search(clause)) and 2000 <= number.low <= number.high <= 200_000


def is_pay_now(before: str) -> bool:
    """Does the sum stand where the pay of today does, after what was earned once?"""
    return bool(_PAYS_NOW.search(before))


def lives_on(clause: str, number: Number) -> bool:
    """家里就剩我那两千八; 就靠我一个月三千八: what they live on."""
    told = _LIVES_ON.search(clause) or _RELIES.search(clause)
    return bool(told) and 100 <= number.low <= 20000


def is_of_somebody_unknown(plain: str, said: Said) -> bool:
    """Is it the pay of a 他 of whom nothing has told who he is?"""
    told = _RELIES.search(plain, max(0, said.start - 24), said.start)
    named = told is None or told["kin"] or told["me"]
    return not named and said.of is not None and said.of.start == said.of.end


# 请病假，一个月发一千五: what is paid out still.
_ON_LEAVE = re.compile(
    r"(?:病假|产假|待岗|放假|停产|轮岗|歇班)[^，。；]{0,6}，(?:现在)?(?:一个?月|每月)(?:就|只|才|还|给|也){0,3}(?:发|开|给|领|拿)(?:我|俺)?$"
)


def is_paid_on_leave(before: str) -> bool:
    """Does the sum stand where the pay of one who is on leave does?"""
    return bool(_ON_LEAVE.search(before))


# 两口子加起来三千: all that comes in by the month, unless it is what they spent, owe or have put by.
_POOLED = re.compile(
    r"(?:(?:老|小)?两口子?|俩人|两个人|夫妻俩?|[我俺]俩|全家|一家(?:子|人)?|[我俺]们?家|家里)(?:人)?(?:的)?(?:工资|收入|退休金|养老金|钱)?"
    r"(?:加起来|合起来|合计|一共|总共|拢共|加一块儿?|凑一块儿?|加一起)(?:的)?(?:每月|一?个?月)?(?:收入|工资)?(?:也|就|才|能|有|挣|拿|开|大概|差不多|不到|是|合){0,4}$"
)
_SUM_ENDS = re.compile(
    r"(?:多|来)?(?:块|元)?(?:钱)?(?:一?个?月|每月)?(?:吧|左右|的样子|了|呢)?(?=[，。；！]|$)"
)
LEAST_POOLED, MOST_POOLED = 200, 30_000


def is_pooled(plain: str, before: str, number: Number) -> bool:
    """Is it what a couple or a home has together by the month?"""
    if not LEAST_POOLED <= number.low <= number.high <= MOST_POOLED or _SPENT.search(before[-24:]):
        return False
    clause = re.split(r"[，。；！？]", before)[-1]
    pooled = _POOLED.search(before) or _is_of_several(before, clause)
    return bool(pooled) and bool(_SUM_ENDS.match(plain, number.end))


# 癌症自费五万，一家两口，退休金共7000
_OF_TWO_OR_MORE = re.compile(r"(?:[两二三四五六2-9]口|两口子|老两口|夫妻俩|俩人|两个人)[^。！？]{0,24}$")
_PAY_IN_ALL = re.compile(
    r"(?:现在|都有|有|的|家里)?(?:退休金|养老[金钱]|退休工资|工资|收入)"
    r"(?:加起来|合起来|加一块儿?|加一起|总共|一共|合计|共)(?:是|就|才|也|有|到手|每月|一个?月|大概|差不多){0,4}"
)


def _is_of_several(before: str, clause: str) -> bool:
    """Is pay told in all, of nobody named, right behind how many they are?"""
    return bool(_PAY_IN_ALL.fullmatch(clause) and _OF_TWO_OR_MORE.search(before[: len(before) - len(clause)]))


# 一个人合八百; 摊到人头上一千二
_BY_HEAD = re.compile(
    r"(?:一个?人|每个?人|人均|平均|每个?人头)(?:头)?(?:上)?(?:一个?月|每月)?(?:才|就|也就|大概|差不多)?(?:合|摊|合到|摊到|收入|划|划到|均)(?:上|了|不到|有)?$|每人(?:每?月)?不到$|"
    r"(?:摊|合|平均|算|均)(?:到|下来|起来)(?:[我俺]家)?(?:每个?|一个?)?(?:人头?|头)上?(?:每?月)?(?:也|才|就|是|有|大概|不到){0,3}$|"
    r"(?:人均|平均(?:下来)?(?:每个?|一个?)人)(?:每?月)?(?:下来)?(?:收入)?(?:是|才|就|也就|有|合|摊|约|大约|大概|差不多|不到){0,3}$"
)

_PAY = re.compile(r"工资|月薪|挣|退休[金钱]|养老[金钱]|收入|进项|进账|底薪")
# 摊下来一个人头上，也就一千一
_BY_HEAD_AHEAD = re.compile(
    r"(?:摊|平均|算|合|均)(?:下来|到)?(?:一个?|每个?)人头?上?，(?:也就|也|就|才|大概|差不多|一个?月|每月|合|是|有){1,4}$"
)
# 在商场卖鞋一个月两千七: paid for selling; but 在张店卖房得了八万 is what was sold
SELLS = re.compile(r"在[^，。；]{1,10}?卖(?=[^，。；房楼屋地车牛羊猪粮得]{1,4}(?:一个?月|每个?月|月))")


def is_by_head(before: str, clause: str) -> bool:
    """Is the sum behind `before`, which ends with `clause`, what comes on each of the home?"""
    return bool(_BY_HEAD.search(clause) or _BY_HEAD_AHEAD.search(before))


# 人均纯收入八千, 每人一年五千: told of each by the year, as the figures of a village are.
_OF_EACH = re.compile(
    r"(?:人均|平均(?:下来)?(?:每个?|一个?)?人|(?:每个?|一个?)人(?:头)?(?:平均)?(?:一年|每年|全年|年收入))[^，。；]{0,10}$"
)
_BY_YEAR = re.compile(r"纯收入|可支配|年人均|(?:一|每|全)年|年收入|年均")
_BY_MONTH = re.compile(r"月")
_OF_A_PLACE = re.compile(r"(?:村里?|全[村镇市县省国]|当地|本地|镇上)的?(?:平均|人均)")
_VILLAGE = re.compile(r"村|农[村民业]|种地|庄户|乡下|务农")
LEAST_OF_YEAR, MOST_OF_MONTH = 4000, 2500


def is_of_each(before: str, clause: str) -> bool:
    """Is the sum behind `before` what comes on each of the home, by the month, by the year or as may be?"""
    return is_by_head(before, clause) or bool(_OF_EACH.search(clause))


def by_head(plain: str, clause: str, number: Number) -> Number | None:
    """What comes on each by the month; None where it may be by the month or by the year.

    In a village it is told by the year where the sum is of such a size.
    """
    sentence = clause + plain[number.end : number.end + 6]
    if _OF_A_PLACE.search(clause):
        return None
    if _BY_MONTH.search(sentence):
        return number if 100 <= number.low <= 10000 else None
    village = _VILLAGE.search(plain) and number.low >= LEAST_OF_YEAR
    if _BY_YEAR.search(sentence) or (village and number.high <= 12 * 10000):
        return by_twelfth(number)
    return number if number.low >= 100 and number.high <= MOST_OF_MONTH else None


def is_all_there_is(plain: str, number: Number) -> bool:
    """Does it say behind the sum or before it that the household has nothing else?"""
    relies = _RELIES.search(plain, max(0, number.start - 24), number.start)
    return bool(relies or _ALL_THERE_IS.match(plain, number.end))


# 今年工资砍了一半，就剩五千块养四口
_KEEPS = re.compile(
    r"(?:多|来)?(?:块|元)?钱?(?:来)?，?养(?:活|着)?(?:[我俺]们?)?(?:一大?家|全家|[两二三四五六七俩仨]|老[小婆娘])"
)
_AT_WORK = re.compile(r"上班|打工|干活|出力|(?:就|全|只|光)(?:靠|指着?|指望)")


def keeps_a_home(before: str, plain: str, end: int) -> bool:
    """Is pay told of in `before`, and behind the sum that a home is kept by it?"""
    return bool(_KEEPS.match(plain, end) and (_PAY.search(before) or _AT_WORK.search(before)))


# Asked what comes in: 老公四千，我两千; 一人一月二百. What is asked for need not be named again.
_ASKED = ("household_income_yuan_per_month", "income_yuan_per_month")
_HEAD_OF_SHARE = re.compile(
    r"(?:就|只有?|光|现在|还有|再加上?|加上|嗯|大概|平时)?(?:我|俺|咱)?(?:们)?(?:家)?(?:他|她|孩子|娃)?$"
)
_WHAT_SHARE = re.compile(
    r"(?:自己|那边|那份|的|现在|一个人|这边|每个?月|一个?月|月月|一月|工资|收入|养老金|退休金|退休工资|打工|上班|干活|打零工|干零工|"
    r"大概|差不多|也就|也|才|就|能|有|是|个|挣|拿|开|领|发|到手){0,8}"
)
_PER_HEAD = re.compile(
    r"(?:我|咱)?们?(?:家里?|全家|一家(?:子|人)?)?(?:大概|现在|也就)?(?:平均|算下来|合|摊)?(?:每个?|一个?)(?:人头?|口)(?:上)?(?:每个?月|一个?月|一月|月月|才|就|也就|也|大概|差不多|合|摊|有|能有|个){0,5}|"
    r"(?:人均|平均)(?:每个?月|一个?月|才|就|也就|大概|差不多|是|有|能有|合){0,5}"
)
_SHARE_ENDS = re.compile(
    r"(?:多|来)?(?:块|元)?(?:钱)?(?:一?个?月|每月)?(?:吧|左右|上下|的样子|了|呢|啊|吧){0,2}$"
)
_OF_MONEY = re.compile(r"[多来]?[块元钱]")
LEAST_SHARE, MOST_SHARE, OLDEST = 50, 30_000, 110


def read_shares(plain: str, people: People, read: Collection[int]) -> Iterator[Said]:
    """What each brings, or has by the head, where the question that waits asks what comes in.

    `read`: where the sums begin of which it is known what they are.
    """
    for number in people.numbers if people.asked in _ASKED else ():
        head, tail = clause_start(plain, number.start), clause_end(plain, number.end)
        whole = _SHARE_ENDS.match(plain, number.end, tail) and LEAST_SHARE <= number.low <= MOST_SHARE
        if number.start in read or not whole or stance_of(plain, number.start, tail) is Stance.OPEN:
            continue
        if _PER_HEAD.fullmatch(plain, head, number.start):
            yield Said("income_per_member", number.to_json(), people.default, head, number.end)
            continue
        named = [m for m in people.mentions if m.person and head <= m.start and m.end <= number.start]
        alone = len(named) == 1 and _HEAD_OF_SHARE.fullmatch(plain, head, named[0].start)
        aged = alone and named[0].end == number.start and number.low <= OLDEST
        if aged and not _OF_MONEY.match(plain, number.end):
            continue  # 公公71，村里的
        if alone and _WHAT_SHARE.fullmatch(plain, named[0].end, number.start):
            yield Said("income_yuan_per_month", number.to_json(), named[0], number.start, number.end)


def by_twelfth(number: Number) -> Number:
    """What a sum by the year comes to by the month."""
    low, high = ((value / 12).quantize(1) for value in (number.low, number.high))
    return Number(low, high, number.start, number.end)
