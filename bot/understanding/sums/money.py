"""Sums with what they are for: income, bills, school fees; by month or by year as the fact is."""

from __future__ import annotations

import re
from collections.abc import Iterator, Sequence
from dataclasses import replace

from bot.understanding.numbers import Number
from bot.understanding.people.whom import Mention, People
from bot.understanding.said import Said
from bot.understanding.stance import Stance, stance_of

from .bills import (
    MEDICAL,
    MONTH,
    MONTH_AFTER,
    REHAB,
    TRAINED,
    YEAR,
    is_paid_by_oneself,
    read_in_policy,
    read_medical,
    read_own_insurance,
    read_rehab,
)
from .named import read_named
from .no_income import NOTHING_BESIDES, read_no_income
from .of_two import INCOMES, read_of_two
from .old_age import is_old_age_pay
from .outgoings import find_school_cost, is_for_living
from .pay import (
    SELLS,
    by_head,
    by_twelfth,
    corrects,
    in_place_of,
    is_all_there_is,
    is_of_each,
    is_of_somebody_unknown,
    is_paid_on_leave,
    is_pay_now,
    is_pooled,
    is_years_pay,
    keeps_a_home,
    lives_on,
    not_of_now,
    read_shares,
    yearly_income,
)

_UNIT = re.compile(r"(?:块(?:来)?钱|块|元|圆)")
_NOT_MONEY = re.compile(
    r"[岁个年级月天号口亩次人平分点楼度斤间趟回位名张本套期届岁元块]?(?:周岁|公里|平米|个月|多?岁|多?天)|"
    r"人(?![家社民])|回(?![来家去])|(?<![多来])点|[岁个年级月天号口亩次平分楼度斤间趟位名张本套期届岁辆辈丈]"
)
_DAY = re.compile(r"一天(?:也|就|才|能|挣|给){0,12}[^，。；]{0,3}$")


def _clause_of(before: str) -> str:
    """The last words before a sum: a note sets its entries apart by spaces."""
    clause = re.split(r"[，。；！？]", before)[-1]
    last = clause.rsplit(" ", 1)[-1]
    return last if len(last) >= 2 else clause


_EARNS = re.compile(
    r"(?:病假|产假|待岗|轮岗|歇班|停薪|划拉|收入|月入|月薪|工资|挣|底薪|绩效|提成|实发|失业金|伤残津贴|企业养老|职工养老|老农保|劳保|基本生活费|老人钱|退休钱|进账|到手|进项|养老金|养老钱|退休金|退休工资|进钱|开资|开支|"
    r"剩|税后|低收入|工钱|内退|病退|退休|落|管|月(?:才|就|也就|能)?进|(?:干活|看孩子|看店|打工|帮[^，。]{0,4}|做工|干)[^，。；]{0,4}(?:一个?月|每个?月)给(?:我|俺)|"
    r"拿(?!药|出|药|去)|养老)(?:.{0,8})$"
)
_PAID = re.compile(
    r"(?:病假|产假|待岗|轮岗|歇班|放假|停产|工资|工钱|退休金|养老金|养老钱|薪水)[^，。；]{0,8}(?:发|领|开|给|拿)[^，。；]{0,5}$"
)
_WORKS = re.compile(
    r"(?:上着?班|找(?:了|着|到)(?:个|份)(?:班上|活干|工作)|打工|理货|收银|保洁|端盘子|刷碗|零工|开(?:大|小)?(?:货车|出租|塔吊|吊车|挖掘机|挖机|装载机|行车|天车|收割机|客车|挂车|罐车|公交|校车|半挂|班车)|跑(?:运输|长途|出租)|开铲车|叉车|烧窑|彩绘|计件|保安|客服|跑外卖|"
    r"送外卖|快递|"
    r"包装|质检|种地|早餐店|剥蒜|流水线|干活|洗碗|刷碗|打扫|搬|(?:当|做|干)(?:着|了|的)?(?:个)?(?:保姆|护工)|只发[^，。]{0,6}|看大?门|门卫|工作|拉货|挡车|卖(?:衣服|菜|货)|"
    r"扫(?:大|了)?[街地]|跑大(?:货|车)|下(?:井|矿|窑)|开(?:计程车|滴滴|网约车)|代驾|卖菜|摆摊|修鞋|捡废品|收废品|收破烂|护林|看库|值夜|环卫|包饺子|帮忙|当(?:会计|老师|司机|服务员|保育员)|看店|保育员|营业员|服务员|装卸|公[益意]岗|学徒|做饭|看孩子|烧锅炉|打扫|"
    r"跑货|开车|送货|裁|缝|干(?:小工|杂活|临时工|零活|点?活)|工地|厂(?:里)?|车间|饭店|超市|药店|店里|打工)[^。！？]{0,12}$"
)
_SPENDS = re.compile(
    r"(?:花|药(?!店|厂|房)|(?<!开出)(?<!跑出)租|费|交|掏|欠|借|贷|还(?=.{0,3}\d)|押|付|补|赔|罚|报|领|(?<!实)发(?!店|廊|屋)|低保|补贴|"
    r"救助|给(?!俺?开|人家?|别人|老板|[^，。；]{0,4}(?:看[大店门库夜]|守夜|做饭|打扫|开车|带孩子|干活|送货|打工|帮工|扛|搬|装卸|烧锅炉|值班))|"
    r"扣(?!完|了保险)|买|缺|差|彩礼|凑|捐|筹|定价|(?<!外)卖(?!衣服|菜|货|东西|饭|早餐|煎饼|水果)|房子|宿舍|公寓|保险|开销|"
    r"嚼谷|存|康复|训练|课|要(?!求)|"
    r"高出?|超(?!市)|得(?!的)|透析|涨|标准|吃饭|伙食|(?<!来)电(?!子|焊|工|器|厂|瓷|动|缆|机|商)|水(?!泥|果|产|厂|利|暖|电)|月供)[^，。；]{0,7}$"
)
_PAID_PLACES = re.compile(
    r"(?:养老院|敬老院|护理院|老年公寓|养老公寓|托老所|托管|机构|学校|幼儿园|医院)[^，。；]{0,7}$"
)
_WORKS_THERE = re.compile(r"在[^，。；]{0,12}(?:当|做|干|上班|看门|打扫|扫|洗|烧|教|打工)[^，。；]{0,8}$")
_KEPT = re.compile(
    r"(?:刨去|除去|除了|扣除|去了)?[^，。；]{0,6}(?:能|还能)?(?:剩下?|落下?|挣|到手)[^，。；]{0,4}$|(?:一个?月|每个?月)[^，。；]{0,4}给(?:我|俺)(?:开)?$"
)
_TOTAL = re.compile(
    r"(?:加起来|合起来|合一起|加一块|加一起|总共|一共|合计|共计|统共|拢共|归拢|家庭(?:月|年|总){0,2}收入|"
    r"(?:[两俩三四五六]口?个?|仨)人一?个?月|(?:两|俩|二|三|仨)(?:份|个人?的?)?(?:工资|退休金|死工资)|(?:工资|退休金|退休钱)(?:拢|凑|攒)(?:一)?(?:块|起)|"
    r"[一二三四五六\d]口(?:人)?(?:之家)?[，。 ]?[^，。]{0,2}月(?:收)?入)[^。；]{0,14}$|(?:家中|家里|"
    r"全家|我家|俺家)[^。；]{0,10}[，。 ](?:月收入|月入)[^，。；]{0,4}$|"
    r"(?:我|俺)[和跟与](?:他|她|我|孩子)?(?:爸|妈|爹|娘|老公|媳妇|老婆|对象|老伴|爱人|丈夫|妻子)[^。；，]{0,20}(?:开|摆|盘)(?:了|着)?个?[^。；，]{1,8}(?:店|摊|铺|馆)[^。；，]{0,3}，?一?个?月[^。；，每]{0,4}$|"
    r"(?:我|俺)[和跟与](?:他|她|孩子)?(?:爸|妈|爹|娘|老公|媳妇|老婆|对象|老伴|爱人|丈夫|妻子)(?:都|俩|一块|一起){0,2}(?:在|卖|种|打工|上班|干|摆摊|给人)[^。；，]{0,10}一?个?月[^。；，每]{0,4}$|"
    r"(?:就|只)?(?:俺|我)们?俩(?:自己)?过[^。；]{0,3}，一?个?月[^。；，]{0,6}$|"
    r"(?:俩人|两口子|我俩|俺俩|老两口|夫妻俩?|两个人)(?!过|住|带|供|养(?!老[金钱])|有个|都?七|都?八|都?六)"
    r"[^。；，]{0,12}[，]?(?:工资|收入|退休金|一个?月|每月|挣|上班|打工|养老金|进账)?[^。；，]{0,8}$|"
    r"(?:全家|一家(?:子)?(?!.{0,10}(?:厂|店|公司|企业|医院|园|学校|超市|单位|所|馆))|家里)"
    r"(?![^，。；]{0,4}(?:靠|指着|就(?:我|俺|他|她)|只有(?:我|俺|他|她)))"
    r"[^。；我俺他她妈爸爹娘，]{0,8}(?:收入|一个?月|每月|挣|进账|月入|工资)[^。；我俺他她妈爸爹娘，]{0,6}$|"
    r"[我俺咱]们?家(?:一年|全年|一年到头)(?:也就|才|就|大概|能|总共|一共|差不多|统共|的?收入|挣|进账|进项|是|有){1,4}$"
)
_EACH = re.compile(
    r"(?:人均|每人|一个人头|每个人头?上?|平均每?人|[一二两三四五六七八]口?个?人平均|摊到[^，。]{0,6}|"
    r"一人(?:合|摊|平均)?)[^，。；]{0,10}$"
)
# Paid by the state, and no income by its rules.
_EXCLUDED = re.compile(
    r"(?:优抚[金钱]|抚恤[金钱]|定补|参战补助|老兵补助|计生|奖励扶助|奖扶|奖学金)(?![^，。；]{0,8}标准)[^，。；]{0,10}$"
)
_PAY_NAMED = re.compile(r"(?:月薪|月入|工资)(?:是|才|就|也就|有|约){0,3}$")
_PENSION_AFTER = re.compile(
    r"(?:块钱?|元|块来钱)?(?:钱)?(?:的)?(?:是(?:我|俺|他|她|[我俺][爸妈爹娘]|老伴|老公|媳妇|对象)(?:的|自己的)?)?(?:那点|基础|农村|居民)?(?:养老金|养老钱|退休金|退休工资|工资|收入|农保|居民养老|养老保险)"
)
# 一个月领八百块, where nothing says that it is aid
_DRAWS = re.compile(r"(?:一个?月|每个?月|月月)(?:才|就|也|能|只){0,3}领(?:着|个|到)?$")
_AID = re.compile(r"低保|补贴|补助|救助|津贴|护理|残疾|抚恤|优抚|五保|特困|孤儿|失业金")
_JUST = re.compile(
    r"^(?:(?:现在|如今|眼下|我们?|俺们?|他|她|老伴|老公|媳妇|妈|爸|娘|爹|婆婆|公公|自己|一个人|奶奶|"
    r"爷爷|[我俺][妈娘爹爸])|也|都){0,12}"
    r"(?:一个?月|每个?月)(?:也)?(?:就|才|只有?|不过|顶多|顶天|统共|拢共|也就)(?:那么?|这么?|有|是|能有|"
    r"能|给|开|拿|挣|领|个){0,12}$|"
    r"(?<![给让向找替帮])[他她](?:一个?月|每个?月)(?:也)?(?:就|才|只|也就){1,2}(?:那么?|有|是|能有|挣|拿|领|开){0,3}$|"
    r"^(?:[我俺他她]|[我俺][妈娘爹爸]|老公|媳妇|老婆|对象)们?(?:现在)?(?:一个?月|每个?月)(?:能|才|就|也){0,12}(?:开|拿|挣|领|到手|发)?$"
)


def read_money(plain: str, people: People, works: Sequence[int] = ()) -> Iterator[Said]:
    """Every sum whose purpose is plain; a bare sum is nobody's income. `works` is where work is told of."""
    (each, joint), read = read_of_two(plain, people), set()
    yield from each
    told = {one.end for one in each}
    for number, said in _sums(plain, people, works):
        if number.start in joint and said is not None and said.fact in INCOMES:
            read.add(number.start)  # of both together: of neither, nor of a household that is not told of
        elif said is not None and said.end not in told and number.end not in told:
            read.add(number.start)
            if not is_of_somebody_unknown(plain, said):
                yield said
            if said.fact == "excluded_income_yuan_per_month" and NOTHING_BESIDES.search(plain, number.end):
                yield replace(said, fact="income_yuan_per_month")
            if said.fact == "income_yuan_per_month" and is_all_there_is(plain, number):
                yield replace(said, fact="household_income_yuan_per_month")
    shares = list(read_shares(plain, people, {*read, *(one.start for one in each)}))
    yield from shares
    yield from read_named(plain, people, {*read, *(one.start for one in (*shares, *each))})
    yield from read_no_income(plain, people)


def _sums(plain: str, people: People, works: Sequence[int]) -> Iterator[tuple[Number, Said | None]]:
    """Each sum with what it is said to be; a sum that takes back the one before it stands in its place."""
    last: tuple[Number, Said | None] | None = None
    for number in people.numbers:
        said = None
        if last is not None and last[1] is not None and corrects(plain, last[0], number):
            said = replace(last[1], value=in_place_of(last[1].value, last[0], number))
        elif last is not None:
            yield last
        last = number, said or _read_sum(plain, number, people, works)
    if last is not None:
        yield last


def _read_sum(plain: str, number: Number, people: People, works: Sequence[int]) -> Said | None:
    end = number.end
    unit = _UNIT.match(plain, end)
    if unit is None and (_NOT_MONEY.match(plain, end) or number.high < 100):
        return None
    if (
        number.high < 10
        and unit is not None
        and plain[number.start - 1 : number.start] in ("加", "在", "凑", "合")
    ):
        return None  # 工资加一块八千
    end = unit.end() if unit else end
    first = max(0, _sentence_start(plain, number.start), number.start - 36)
    before = plain[first : number.start]
    told = [place - first for place in works if first <= place < number.start]
    purpose = _purpose(plain, before, number, max(told, default=None))
    if purpose is None:
        return None
    fact, value = purpose
    of = people.subject(number.start, end, young=fact == "education_cost_yuan_per_year")
    if of is None or stance_of(plain, number.start, end) is Stance.OPEN:
        return None
    return Said(fact, value.to_json(), Mention(of.start, of.end, of.person, of.relation), number.start, end)


def _sentence_start(plain: str, place: int) -> int:
    return max(plain.rfind(mark, 0, place) for mark in "。！？；") + 1


def _purpose(plain: str, before: str, number: Number, works: int | None) -> tuple[str, Number] | None:
    if not_of_now(plain, before, number):
        return None
    if (insurance := read_own_insurance(plain, before, number)) is not None:
        return insurance
    clause = re.split(r"[，。；！？]", before)[-1]
    if _EXCLUDED.search(clause):
        by_year = YEAR.search(clause) and not MONTH.search(clause)
        return "excluded_income_yuan_per_month", by_twelfth(number) if by_year else number
    if is_for_living(plain, clause, number):
        return "living_cost_yuan_per_month", number
    if (in_policy := read_in_policy(before, number)) is not None:
        return in_policy
    school = find_school_cost(plain, before, clause, number)
    trained = TRAINED.search(before)
    if school is not None and trained and school[1] > trained.start():
        return "education_cost_yuan_per_year", school[0]
    if trained and (rehab := read_rehab(plain, before, number)) is not None:
        return rehab
    if _PAY_NAMED.search(clause) and _plausible(number):
        return _income(plain, before, number, works)  # 住院自己花了八万，我月薪四千九
    medical = read_medical(plain, before, number)
    if medical is not None:
        return medical
    if school is not None:
        return "education_cost_yuan_per_year", school[0]
    if REHAB.search(before) and (rehab := read_rehab(plain, before, number)) is not None:
        return rehab
    if is_pooled(plain, before, number):
        return "household_income_yuan_per_month", number
    return _income(plain, before, number, works)


# 我妈有退休金，每月3100; 只有我有收入，一个月两千六
_EARNED_BY = re.compile(
    r"(?:(?:就|只有?|光|全靠|靠|指着)(?:我|他|她)?(?:爸|妈|爹|娘|哥|姐|弟|妹|儿子?|闺女|女儿|老公|媳妇|对象|老伴|男人|爱人)?(?:自己|一?个人){1,2}(?:在)?(?:外面|外头)?(?:挣钱|上班|打工|干活|有工资|有收入|挣)|(?:就|只有|全靠|靠|指着)[^，。；]{0,4}[这那]么?一?(?:份|个人|点)(?:挣钱|收入|工资|进项|钱)?|(?:有|领着?|拿着?|就|靠)(?:点|着|份|个)?(?:固定)?(?:的)?(?:退休金|退休工资|工资|收入|养老金|工作|班上|活干))[，、]"
    r"(?:现在|大概|差不多|也就|就|才){0,12}(?:一个?月|每个?月|月月|月)(?:大概|也就|就|才|能|有|是|挣|拿|开|领|给|差不多|大约|到手|[他她我俺]){0,12}$"
)
_COST_AHEAD = re.compile(r"[药租费贷债课养房]|透析|住院")


def _income(plain: str, before: str, number: Number, works: int | None) -> tuple[str, Number] | None:
    clause = _clause_of(before)
    paid = is_pay_now(before) or lives_on(clause, number) or is_old_age_pay(plain, clause, number)
    if _plausible(number) and paid:
        return "income_yuan_per_month", number
    if is_paid_by_oneself(clause) and MEDICAL.search(before):
        return None
    if not _LIMIT_AFTER.match(plain, number.end) and (fact := yearly_income(before, number)) is not None:
        return fact, by_twelfth(number)
    after_pension = _PENSION_AFTER.match(plain, number.end) or keeps_a_home(before, plain, number.end)
    draws = _DRAWS.search(clause) and not _AID.search(plain[max(0, number.start - 24) : number.end + 12])
    earns = _EARNS.search(clause) or after_pension or draws
    works_there = works is not None and works >= len(before) - len(clause)
    spends = _costs(clause, works_there=works_there) and not _KEPT.search(clause) and not _PAID.search(clause)
    if draws or is_paid_on_leave(before) or (works is not None and _PAID_OUT.search(clause)):
        spends = None
    if spends and not (earns and re.search(r"养老金|养老钱|退休|失业金", clause)):
        return None
    if _NOT_INCOME.search(clause) or _LIMIT_AFTER.match(plain, number.end) or not _plausible(number, clause):
        return None
    monthly, yearly = MONTH.search(before) or MONTH_AFTER.match(plain, number.end), YEAR.search(clause)
    if is_of_each(before, clause) and not _COUPLE_OF.search(before):
        return ("income_per_member", each) if (each := by_head(plain, clause, number)) is not None else None
    if _EARNED_BY.search(before) and not _costs(before[:-1][-12:]):
        return _shared(before, clause, number) or ("income_yuan_per_month", number)
    if _JUST.search(clause) and not _COST_AHEAD.search(before[: len(before) - len(clause)][-12:]):
        return _shared(before, clause, number) or ("income_yuan_per_month", number)
    if _is_own_share(plain, before, clause, number, works=works):
        return "income_yuan_per_month", number
    if _SUMMED.search(clause) and _TALK_OF_PAY.search(before) and not _TALK_OF_COST.search(before):
        return "household_income_yuan_per_month", number
    if not earns:
        return _of_work(plain, before, clause, number, works=works)
    if _DAY.search(clause):
        return None
    if yearly and not MONTH.search(clause) and not (number.high < 1000 and "养老" in plain):
        number = by_twelfth(number)
    elif not (monthly or after_pension or _NAMED_PAY.search(clause)) and not _looks_monthly(clause, number):
        return None
    return _shared(before, clause, number) or ("income_yuan_per_month", number)


# 退休金两千七，我二百三; 老公两千六我三千三
_OWN_SHARE = re.compile(
    r"(?:[我俺他她]|老伴|老公|丈夫|媳妇|老婆|妻子|爱人|对象|老头子?|老婆子|男人|爸|妈|爹|娘|[我俺][爸妈爹娘]|爷爷|奶奶|公公|婆婆)"
    r"(?:自己|那边|的)?(?:也|才|就|只|也就|有|是|每月|月月|一个?月){0,6}"
)
# 他一个月四千我三千二
_BEHIND_A_SUM = re.compile(
    rf"(?:一个?月|每月)[^，。；花租交药]{{0,6}}[千百万][一二三四五六七八九]?(?:块(?:钱)?|元)?，?{_OWN_SHARE.pattern}$"
)
_TALK_OF_PAY = re.compile(r"工资|月薪|挣|退休[金钱]|养老[金钱]|收入|进项|进账|底薪|拿")
_TALK_OF_COST = re.compile(r"[药租费贷债课欠]|花了|住院|看病|借")
_SUMMED = re.compile(
    r"(?:加起来|合起来|加一块儿?|凑一块儿?|拢一块儿?|加一起|总共|一共|合计|共)(?:是|就|才|也|有|到手|每月|一个?月|大概|差不多){0,6}$"
)
# 退休工资发到折子上，三千零八十; 有份企业养老，三千五
_PENSION_PAID = re.compile(
    r"(?:(?<![没不])(?<!没有)退休(?:了|在家|多年|的?职工|工人|教师|干部){0,2}(?=，)|退休金|退休工资|退休钱|养老[金钱]|企业养老|职工养老|退下来的|退休的|失业金|劳保|底薪|工资)(?![^，。；]{0,10}(?:欠|拖|没|不))[^，。；]{0,12}，"
    r"(?:现在|大概|差不多|也就|就|才|每月|一个?月|月月|一月|能|有|是|拿|开|领){0,6}$"
)


def _is_own_share(plain: str, before: str, clause: str, number: Number, *, works: int | None) -> bool:
    """Is it what one of them brings, behind what another does, or a pension that was just named?"""
    if works is not None and _BEHIND_A_SUM.search(before):
        return True
    if _OWN_SHARE.fullmatch(clause) and _TALK_OF_PAY.search(before + plain[number.end : number.end + 12]):
        return True
    return bool(_PENSION_PAID.search(before)) and not _costs(before[:-1][-12:])


def _costs(clause: str, *, works_there: bool = False) -> bool:
    """Is the sum what something costs? A school costs, unless one works there."""
    clause = SELLS.sub("", clause)
    paid_place = not works_there and _PAID_PLACES.search(clause) and not _WORKS_THERE.search(clause)
    return bool(paid_place or _SPENDS.search(clause))


_NOT_INCOME = re.compile(
    r"听说|据说|攒|寄(?:回|来)?|不能|不得|只要|规定|要求|不$|欠|拖|压着|没给|没发|不给|讨|才能|"
    r"(?<!给)别人|(?<!给)人家|骗|(?<![做当干着个是])护工"
)
_LIMIT_AFTER = re.compile(
    r"(?:块|元)?(?:钱)?(?:的)?(?:存款|积蓄|本金|赔偿|医药费|[工货]程?款|彩礼|借款|贷款|丧葬)|(?:块|元)?(?:钱)?(?:的)?(?:基础)?养老[金钱](?:怎么|咋|为啥|什么时候|为什么|啥时候)|(?:块|元)?(?:钱)?(?:是不是|对不对|对吗|是真的|以[下内]|才能|就能|能办|的线)"
)


def _looks_monthly(clause: str, number: Number) -> bool:
    """我收入四千二 says no month; what is left over (还剩两千八) must."""
    return 500 <= number.low <= 20000 and not _WEAK.search(clause)


_WEAK = re.compile(r"(?:剩|落|管|(?<!退休)(?<!退休了)(?<!退休后)拿)[^，。；]{0,4}$")
_NAMED_PAY = re.compile(r"实发|到手|工资|税后|退休金|养老金|月薪|月入|月")
_PERSON_AT_WORK = re.compile(
    r"在[^，。；]{1,12}(?:当|做|干|帮)[^，。；]{1,8}$|在[^，。；]{1,12}(?:厂|公司|店|超市|医院|学校|幼儿园|食堂|物业|小区|所|站|饭馆|馆|工地|单位|车间|家)[^，。；花租交]{0,10}$"
)


def _plausible(number: Number, clause: str = "") -> bool:
    return number.low >= 20 and number.high <= (2_000_000 if YEAR.search(clause) else 200_000)


def _of_work(
    plain: str, before: str, clause: str, number: Number, *, works: int | None
) -> tuple[str, Number] | None:
    """在药店上班两千三; 在小学做保安，两千六: what is named right after the work is what it brings."""
    monthly = MONTH.search(clause) or MONTH_AFTER.match(plain, number.end)
    if monthly and (works is not None or _WORKS.search(before) or _PERSON_AT_WORK.search(before)):
        return _shared(before, clause, number) or ("income_yuan_per_month", number)
    if monthly:
        each = _EACH.search(clause) and not re.search(r"人均|平均|摊|合", clause)
        return None if each else _shared(before, clause, number)
    near = _WORKS.search(clause) or (not clause and _WORKS.search(before[:-1]))
    near = near or (works is not None and (_PAID_OUT.search(clause) or works >= _last_clauses(before)))
    if not near or _DAY.search(clause) or not _ENDS.match(plain, number.end):
        return None
    if YEAR.search(clause):
        return ("income_yuan_per_month", by_twelfth(number)) if is_years_pay(clause, number) else None
    return ("income_yuan_per_month", number) if 800 <= number.low <= number.high <= 20000 else None


# 当学徒，发一千九; 在前台接电话，老板按月给三千: paid for the work that was just told.
_PAID_OUT = re.compile(
    r"(?:^|(?:老板|东家|人家|厂里|公司|单位|物业|管区|店里|饭店|村里|街道|园里|场里)[^，。；]{0,6})"
    r"(?:拿|发|开|挣|给|给开|给发|按月给|月月给|结|领|落|到手|给打卡|打卡上)(?:着|个|到|上|我|俺|他|她)?$"
)
_ENDS = re.compile(
    r"(?:块(?:来)?钱|块|元|整|来块)?(?:整|钱)?(?:的|，|。|；|！|？| |$|[我俺他她]|媳妇|老公|对象)"
)


def _last_clauses(before: str) -> int:
    """Where the clause of the sum begins; of a sum that stands alone, the clause ahead of it."""
    return max(before.rfind("，", 0, len(before) - 1), -1) + 1


# 老两口跟着俺过，俺对象在厂里打工一个月三千: what one of them earns.
_ONE_EARNS = re.compile(
    r"(?:就|只有?|全靠|靠|现在|再?加上|外加|还有)?(?:(?:我|俺|他|她)(?:家)?(?:对象|老公|老伴|媳妇|老婆|爱人|丈夫|妻子|儿子?|闺女|女儿|爸|妈|爹|娘|哥|弟|姐|妹)"
    r"|(?:对象|老公|老伴|老头子?|老婆子|媳妇|老婆|爱人|丈夫|妻子|儿子|闺女|女儿|婆婆|公公)|(?:我|俺)(?:自己|一个人)?(?=在|给|上|打|当|干|一个?月|每个?月))"
    r"(?![和跟与俩、]|(?:我|俺))"
)
_COUPLE_OF = re.compile(r"爸妈|父母|爹娘|爹妈|二老|老两口|俺俩|我俩|俩人")


def _shared(before: str, clause: str, number: Number) -> tuple[str, Number] | None:
    if _EACH.search(clause):
        if _COUPLE_OF.search(before) and "每" in clause:
            return "income_yuan_per_month", number  # 爸妈每人每月二百二
        return "income_per_member", number
    if (
        _TOTAL.search(before)
        and not re.search(r"(?:儿子|闺女|女儿|他|她|妈|爸|爹|娘)[^，]{0,6}$", clause)
        and not _ONE_EARNS.match(clause)
    ):
        return "household_income_yuan_per_month", number
    return None
