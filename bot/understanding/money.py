"""Sums with what they are for: income, bills, school fees; by month or by year as the fact is."""

from __future__ import annotations

import re
from collections.abc import Iterator, Sequence

from .numbers import Number, number_at
from .people import Mention, People
from .said import Said
from .stance import Stance, stance_of

_UNIT = re.compile(r"(?:块(?:来)?钱|块|元|圆)")
_NOT_MONEY = re.compile(
    r"[岁个年级月天号口亩次人平分点楼度斤间趟回位名张本套期届岁元块]?(?:周岁|公里|平米|个月|多?岁|多?天)|"
    r"[岁个年级月天号口亩次人平分点楼度斤间趟回位名张本套期届岁辆辈]"
)
_MONTH = re.compile(
    r"(?:一?个?月|每月|月|月收入|月工资)(?:就|也|才|只|大概|大约|差不多|能|有|是|给|合|起来|下来|到手|"
    r"平均){0,12}[^，。；]{0,12}$"
)
_MONTH_AFTER = re.compile(r"(?:块(?:来)?钱|块|元)?(?:一个?月|每个?月)")
_YEAR = re.compile(r"(?:一年|每年|全年|年|一整年)[^，。；]{0,14}$")
_DAY = re.compile(r"一天(?:也|就|才|能|挣|给){0,12}[^，。；]{0,3}$")


def _clause_of(before: str) -> str:
    """The last words before a sum: a note sets its entries apart by spaces."""
    clause = re.split(r"[，。；！？]", before)[-1]
    last = clause.rsplit(" ", 1)[-1]
    return last if len(last) >= 2 else clause


_EARNS = re.compile(
    r"(?:收入|月入|月薪|工资|挣|进账|到手|进项|养老金|养老钱|退休金|退休工资|进钱|开资|开支|"
    r"剩|税后|低收入|工钱|内退|病退|退休|落|管|(?:干活|看孩子|看店|打工|帮[^，。]{0,4}|做工|干)[^，。；]{0,4}(?:一个?月|每个?月)给(?:我|俺)|"
    r"拿(?!药|出|药|去)|养老)(?:.{0,8})$"
)
_PAID = re.compile(r"(?:工资|工钱|退休金|养老金|养老钱|薪水)[^，。；]{0,8}(?:发|领|开|给|拿)[^，。；]{0,5}$")
_WORKS = re.compile(
    r"(?:上着?班|打工|理货|收银|保洁|端盘子|刷碗|零工|开(?:大|小)?(?:货车|出租|客车|挂车|罐车|公交|校车|半挂|班车)|跑(?:运输|长途|出租)|开铲车|叉车|烧窑|彩绘|计件|保安|客服|跑外卖|"
    r"送外卖|快递|"
    r"包装|质检|种地|早餐店|剥蒜|流水线|干活|洗碗|刷碗|打扫|搬|(?:当|做|干)(?:着|了|的)?(?:个)?(?:保姆|护工)|只发[^，。]{0,6}|看大?门|门卫|工作|拉货|挡车|卖(?:衣服|菜|货)|"
    r"扫(?:大)?街|环卫|包饺子|帮忙|当(?:会计|老师|司机|服务员|保育员)|看店|保育员|营业员|服务员|装卸|公[益意]岗|学徒|做饭|看孩子|烧锅炉|打扫|"
    r"跑货|开车|送货|裁|缝|干(?:小工|杂活|临时工|零活|点?活)|工地|厂(?:里)?|车间|饭店|超市|药店|店里|打工)[^。！？]{0,12}$"
)
_SPENDS = re.compile(
    r"(?:花|药(?!店|厂|房)|租|房租|费|交|掏|欠|借|贷|还(?=.{0,3}\d)|押|付|补|赔|罚|报|领|发|低保|补贴|"
    r"救助|给(?!俺?开)|"
    r"扣|买|缺|差|彩礼|凑|捐|筹|定价|卖(?!衣服|菜|货|东西|饭|早餐|煎饼|水果)|房子|宿舍|公寓|保险|开销|"
    r"嚼谷|存|康复|训练|课|要(?!求)|"
    r"高出?|超(?!市)|得(?!的)|透析|涨|标准|吃饭|伙食|电|水|月供)[^，。；]{0,7}$"
)
_PAID_PLACES = re.compile(r"(?:养老院|敬老院|护理院|托管|机构|学校|幼儿园|医院)[^，。；]{0,7}$")
_WORKS_THERE = re.compile(r"在[^，。；]{0,12}(?:当|做|干|上班|看门|打扫|扫|洗|烧|教|打工)[^，。；]{0,8}$")
_KEPT = re.compile(
    r"(?:刨去|除去|除了|扣除|去了)?[^，。；]{0,6}(?:能|还能)?(?:剩下?|落下?|挣|到手)[^，。；]{0,4}$|(?:一个?月|每个?月)[^，。；]{0,4}给(?:我|俺)(?:开)?$"
)
_TOTAL = re.compile(
    r"(?:加起来|合起来|加一块|加一起|总共|一共|合计|共计|统共|家庭(?:月|年|总)?收入|"
    r"[两俩三四五六]口?个?人一?个?月|"
    r"[一二三四五六\d]口(?:人)?(?:之家)?[，。 ]?[^，。]{0,2}月(?:收)?入)[^。；]{0,14}$|(?:家中|家里|"
    r"全家|我家|俺家)[^。；]{0,10}[，。 ](?:月收入|月入)[^，。；]{0,4}$|"
    r"(?:俩人|两口子|我俩|俺俩|老两口|夫妻俩?|两个人)(?!过|住|带|供|养|有个|都?七|都?八|都?六)"
    r"[^。；，]{0,12}[，]?(?:工资|收入|退休金|一个?月|每月|挣|上班|打工|养老金|进账)?[^。；，]{0,8}$|"
    r"(?:全家|一家(?:子)?(?!.{0,10}(?:厂|店|公司|企业|医院|园|学校|超市|单位|所|馆))|家里)"
    r"(?![^，。；]{0,4}(?:靠|指着|就(?:我|俺|他|她)|只有(?:我|俺|他|她)))"
    r"[^。；我俺他她妈爸爹娘，]{0,8}(?:收入|一个?月|每月|挣|进账|月入|工资)[^。；我俺他她妈爸爹娘，]{0,6}$"
)
_EACH = re.compile(
    r"(?:人均|每人|一个人头|每个人头?上?|平均每?人|[一二两三四五六七八]口?个?人平均|摊到[^，。]{0,6}|"
    r"一人(?:合|摊|平均)?)[^，。；]{0,10}$"
)
_SELF_PAID = re.compile(
    r"(?:自个儿?|医保不(?:给)?报(?:销)?的[^。；]{0,4}|自己|自费|自付|自掏|自负|(?<![一两三四五六几])个人|腰包|承担|除去报销|扣掉报销|去掉报销|自理|还得|还剩|还要|报(?:销)?完了?|结完|"
    r"报销后|报销完|垫|"
    r"报完|剩下|腾下来|刨去报销)(?:[^。；]{0,12})$"
)
_SELF_PAID_AFTER = re.compile(
    r"(?:块|元)?(?:钱)?(?:都|全)?是(?:我们?|俺们?|他们?|家里)?(?:自己|自费|个人)(?:家)?(?:掏|出|付|拿|承担|负担|的)"
)
_MEDICAL = re.compile(
    r"(?:看病|住院|住了|报了|新农合|农合|合作医疗|关节|血透|腹透|医药|药|胰岛素|起付线|报完|报销|医保|化疗|透析|手术|病|自费|自付|目录|大病|靶向|康复|治|移植|支架|"
    r"医院|结账|抢救|icu|疗程|针)"
)
_IN_POLICY = re.compile(
    r"(?:目录(?:里头?|以?内)(?:的)?|政策(?:范围)?内|合规)(?:自己|个人)?(?:负担|自付|的|那块|这块|部分|费用|承担|金额|累计|"
    r"仍|还|都|也|达|为|是|就|有|约|共|了|合计){0,12}$"
)
_UNPAID = re.compile(
    r"(?:块|元)?(?:钱)?[，]?(?:(?!大部分|多半|大半|一半|大多|报了?[一二两三四五六七八九\d])[^。；]){0,24}(?:一分(?:钱)?(?:也|都)?没(?:给)?报|没给报|不给报|报不了|"
    r"没报下来|一点(?:也|都)?没报|全是自(?:费|己)|都是自(?:费|己))"
)
_REIMBURSED = re.compile(
    r"(?:块|元)?(?:钱)?[，]?(?:医保|新农合|合作医疗|居民医保|一共|总共|才|就|只|给|"
    r"统共){0,12}报(?:销)?(?:了|回来|回|下来)(?=[一二两三四五六七八九十\d])"
)
_SPENT = re.compile(r"(?:花|花了|总共|一共|总费用|费用)[^，。；]{0,5}$")
_REHAB = re.compile(r"(?:康复|训练|语训|机构|干预|上课|节课|假肢|辅具|轮椅)[^。；]{0,22}$")
_TRAINED = re.compile(r"(?:康复|训练|语训|机构)(?![^。；]{0,22}(?:住院|药|医保|报))[^。；]{0,22}$")
_SCHOOL = re.compile(
    r"(?:学杂?费|住宿费|保教费|托费|园费|学费住宿)[^，。；]{0,10}$|(?:学费|上学)[^。；]{0,10}一[年学]期?[^，。；]{0,6}$|(?:考上了?|读|上)(?:的)?(?:专科|大专|本科|大学|民办|中专|技校|职高|幼儿园)[，]?(?:一年|每年)$|(?:幼儿园|小班|中班|大班)[，]?(?:一个?月|每个?月)(?:要|得|交|收)?$"
)
_MONTHLY_FEE = re.compile(
    r"(?:一个?月|每个?月)(?:的)?(?:保教费|学费|托费|园费)[^，。；]{0,4}$|(?:幼儿园|小班|中班|大班)[，]?(?:一个?月|每个?月)(?:要|得|交|收)?$"
)
_TERM = re.compile(r"(?:一个?学期|每学期|学期)[^，。；]{0,12}$")
_INSURANCE = re.compile(
    r"(?:交|养老|社保|保险)[^。；]{0,16}(?:一年|每年)[^，。；]{0,8}$|一年光?(?:养老|社保)[^，。]{0,10}$"
)
_INSURANCE_BY_MONTH = re.compile(
    r"(?:交|养老(?!金)|社保|灵活就业)[^。；]{0,12}(?:一个?月|每个?月)(?:也|就|得|要|交|是){0,12}[^，。；]{0,2}$"
)
# Paid by the state, and no income by its rules.
_EXCLUDED = re.compile(r"(?:优抚金|抚恤金|定补|参战补助|计生|奖励扶助|奖扶|奖学金)[^，。；]{0,10}$")
_LIVING = re.compile(
    r"(?:吃穿(?:用)?|生活(?:开销|开支|花销|费用)|(?:日常|家里)开销|花销|嚼谷|水电[^，。；]{0,6}|过日子)[^，。；]{0,12}$"
)
_PENSION_AFTER = re.compile(
    r"(?:块钱?|元|块来钱)?(?:钱)?(?:的)?(?:那点|基础|农村|居民)?(?:养老金|养老钱|退休金|退休工资|工资|收入)"
)
_JUST = re.compile(
    r"^(?:(?:现在|如今|眼下|我们?|俺们?|他|她|老伴|老公|媳妇|妈|爸|娘|爹|婆婆|公公|自己|一个人|奶奶|"
    r"爷爷|[我俺][妈娘爹爸])|也|都){0,12}"
    r"(?:一个?月|每个?月)(?:也)?(?:就|才|只有?|不过|顶多|顶天|统共|拢共|也就)(?:那么?|这么?|有|是|能有|"
    r"能|给|开|拿|挣|领|个){0,12}$|"
    r"^(?:[我俺他她]|[我俺][妈娘爹爸]|老公|媳妇|老婆|对象)们?(?:现在)?(?:一个?月|每个?月)(?:能|才|就|也){0,12}(?:开|拿|挣|领|到手|发)?$"
)
_NO_INCOME = re.compile(
    r"(?:没有?(?:一点|任何|什么|啥|个)?(?:经济)?(?:收入|进项|来源|进账|收入来源)|无(?:经济)?收入|"
    r"零收入|分文没有|一分(?:钱)?(?:的)?(?:收入|进项|进账)(?:都|也)?没有?|"
    r"一分钱收入没有|没有?一分(?:钱)?收入|自己一分(?:钱)?(?:也|都)?没有?(?=[，。；]|$)|没进(?:过)?一分钱|没有经济来源|一分(?:钱)?(?:也|都)?不挣)"
    r"(?!证明|多少|限制|要求|的人)"
)
_NO_PENSION = re.compile(
    r"(?:(?<!有)没有?|无|也没)(?:个|有)?(?:退休金|退休工资|养老金|职工养老金|退休费|"
    r"劳保)(?!.{0,2}(?:补|可)领)"
)


def read_money(plain: str, people: People, works: Sequence[int] = ()) -> Iterator[Said]:
    """Every sum whose purpose is plain; a bare sum is nobody's income. `works` is where work is told of."""
    for number in people.numbers:
        said = _read_sum(plain, number, people, works)
        if said is not None:
            yield said
    for found in _NO_INCOME.finditer(plain):
        near = plain[max(0, found.start() - 24) : found.end() + 24]
        if stance_of(plain, *found.span()) is not Stance.OPEN and not re.search(
            r"养老金|一个?月|退休金", near
        ):
            yield from _of(people, "income_yuan_per_month", 0, found.span())
    for found in _NO_PENSION.finditer(plain):
        if stance_of(plain, *found.span()) is not Stance.OPEN:
            yield from _of(people, "other_benefits", {"employee_pension": False}, found.span())


def _of(people: People, fact: str, value: object, span: tuple[int, int]) -> Iterator[Said]:
    of = people.subject(*span)
    both = people.both(of, span[0], on=True) if of is not None and fact == "other_benefits" else None
    for whose in filter(None, (of, both)):
        yield Said(fact, value, whose, *span)


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
    purpose = _purpose(plain, before, number, any(first <= place < number.start for place in works))
    if purpose is None:
        return None
    fact, value = purpose
    of = people.subject(number.start, end, young=fact == "education_cost_yuan_per_year")
    if of is None or stance_of(plain, number.start, end) is Stance.OPEN:
        return None
    return Said(fact, value.to_json(), Mention(of.start, of.end, of.person, of.relation), number.start, end)


def _sentence_start(plain: str, place: int) -> int:
    return max(plain.rfind(mark, 0, place) for mark in "。！？；") + 1


def _purpose(plain: str, before: str, number: Number, works: bool) -> tuple[str, Number] | None:
    if re.search(
        r"(?:(?:19\d\d|20[01]\d|202[0-4])年[我俺他她]?们?在[^。；，]{0,16}，|好的时候|旺季|前几年[^。]{0,14}|(?<!比)以前|(?<!比)原来|那会儿?|往年|从前|早先|先准备|准备)[^，。]{0,12}$",
        before,
    ):
        return None
    if _INSURANCE.search(before) and re.search(r"自己|个人|灵活", plain):
        return "self_paid_insurance_yuan_per_year", number
    if _INSURANCE_BY_MONTH.search(before) and re.search(r"自己|个人|灵活", plain):
        return "self_paid_insurance_yuan_per_year", number.times(12)
    clause = re.split(r"[，。；！？]", before)[-1]
    if _EXCLUDED.search(clause):
        by_year = _YEAR.search(clause) and not _MONTH.search(clause)
        return "excluded_income_yuan_per_month", _by_twelfth(number) if by_year else number
    if _LIVING.search(clause) and (_MONTH.search(clause) or _MONTH_AFTER.match(plain, number.end)):
        return "living_cost_yuan_per_month", number
    if _IN_POLICY.search(before):
        return "in_policy_self_pay_yuan_per_year", number
    if _TRAINED.search(before) and (rehab := _rehab(plain, before, number)) is not None:
        return rehab
    medical = _medical(plain, before, number)
    if medical is not None:
        return medical
    if _SCHOOL.search(before) and not re.search(r"药费|训练费", before):
        times = 2 if _TERM.search(before) else 12 if _MONTHLY_FEE.search(before) else 1
        return "education_cost_yuan_per_year", number.times(times)
    if _REHAB.search(before) and (rehab := _rehab(plain, before, number)) is not None:
        return rehab
    return _income(plain, before, number, works)


_NOT_OWN_BILL = re.compile(
    r"(?:交|社保|养老|电话|保费|学费|房租|每[回次]都?[^，。]{0,4}|一[只针支节次][^，。]{0,4})[^，。]{0,6}$|"
    r"(?:没钱|对方|司机|老板|单位|厂里|包工头|肇事|车主)[^。，]{0,10}(?:拿|垫|给|出)[^，。]{0,4}$"
)


_STILL_OWED = re.compile(
    r"(?:报(?:销)?完(?:了)?|报销后|结完|医保报了)(?:以?后)?(?:还|又)?(?:欠|差)(?:着|了|医院)?$"
)


def _medical(plain: str, before: str, number: Number) -> tuple[str, Number] | None:
    """What was paid oneself: said so, or all of a bill of which nothing, or so much, was reimbursed."""
    if not _MEDICAL.search(before + plain[number.end : number.end + 8]):
        return None
    if _NOT_OWN_BILL.search(before) or plain.startswith("押金", number.end + 2):
        return None
    clause = re.split(r"[，。；！？]", before)[-1][-14:]
    owed = re.search(r"背|债|欠|差$", clause) and not _STILL_OWED.search(clause)
    if owed or re.search(r"收入|工资|挣|听说|据说", clause) or plain.startswith("的债", number.end):
        return None
    if _SPENT.search(before) and (paid := _REIMBURSED.match(plain, number.end)):
        back = number_at(plain, paid.end())
        if back is not None and back.low >= 100 and back.high < number.low:
            left, most = number.low - back.high, number.high - back.low
            return "medical_self_pay_yuan_per_year", Number(left, most, number.start, number.end)
    if _SPENT.search(before) and _UNPAID.match(plain, number.end):
        return "medical_self_pay_yuan_per_year", number
    if not (_SELF_PAID.search(before) or _SELF_PAID_AFTER.match(plain, number.end)):
        return None
    return "medical_self_pay_yuan_per_year", _by_year(before, number)


_NO_YEARLY_COST = re.compile(
    r"听说|据说|救助|补贴|补助|能报|给报|节课|要价|张嘴|一[个只条](?!月)|天|工资|挣|收入|厂里|上班|打工|加起来|合起来|加一块"
)


def _rehab(plain: str, before: str, number: Number) -> tuple[str, Number] | None:
    """What training and aids cost in a year; nothing where a lesson or the price in a shop is named."""
    clause = re.split(r"[，。；！？]", before)[-1]
    if _NO_YEARLY_COST.search(clause) or number.low < 1000:
        return None
    if _MONTH.search(clause) or _MONTH_AFTER.match(plain, number.end):
        return "disability_cost_yuan_per_year", number.times(12)
    return ("disability_cost_yuan_per_year", number) if _YEAR.search(clause) else None


# 抗排异药一个月两千八，报完自己掏九百: each month too.
_MONTHLY_DRUG = re.compile(
    r"(?:药|透析|血透)(?:一个?月|每个?月)[^。；住院手术]{0,10}，[^。；住院手术]{0,12}$"
)


def _by_year(before: str, number: Number) -> Number:
    monthly = (_MONTH.search(before) or _MONTHLY_DRUG.search(before)) and not _YEAR.search(before)
    return number.times(12) if monthly else number


_PER_HEAD = re.compile(
    r"(?:一个?人|每个?人|人均|平均|每个?人头)(?:头)?(?:上)?(?:一个?月|每月)?(?:才|就|也就|大概|差不多)?(?:合|摊|合到|摊到|收入)(?:上|了|不到|有)?$"
)
# 我妈有退休金，每月3100; 只有我有收入，一个月两千六
_EARNED_BY = re.compile(
    r"(?:有|领着?|拿着?|就|靠)(?:点|着|份|个)?(?:固定)?(?:的)?(?:退休金|退休工资|工资|收入|养老金|工作|班上|活干)[，、]"
    r"(?:现在|大概|差不多|也就|就|才){0,12}(?:一个?月|每个?月|月月|月)(?:大概|也就|就|才|能|有|是|挣|拿|开|领|给|差不多|大约|到手|[他她我俺]){0,12}$"
)
_COST_AHEAD = re.compile(r"[药租费贷债课养房]")


def _income(plain: str, before: str, number: Number, works: bool) -> tuple[str, Number] | None:
    clause = _clause_of(before)
    if _SELF_PAID.search(clause) and _MEDICAL.search(before):
        return None
    after_pension = _PENSION_AFTER.match(plain, number.end)
    earns = _EARNS.search(clause) or after_pension
    spends = _costs(clause) and not _KEPT.search(clause) and not _PAID.search(clause)
    if spends and not (earns and re.search(r"养老金|养老钱|退休", clause)):
        return None
    if _NOT_INCOME.search(clause) or _LIMIT_AFTER.match(plain, number.end) or not _plausible(number):
        return None
    monthly, yearly = _MONTH.search(before) or _MONTH_AFTER.match(plain, number.end), _YEAR.search(clause)
    if _PER_HEAD.search(clause) and 100 <= number.low <= 10000:
        return "income_per_member", number
    if _EARNED_BY.search(before) and not _costs(before[:-1][-12:]):
        return _shared(before, clause, number) or ("income_yuan_per_month", number)
    if _JUST.match(clause) and not _COST_AHEAD.search(before[: len(before) - len(clause)][-12:]):
        return _shared(before, clause, number) or ("income_yuan_per_month", number)
    if not earns:
        return _of_work(plain, before, clause, number, works=works)
    if _DAY.search(clause):
        return None
    if yearly and not _MONTH.search(clause) and not (number.high < 1000 and "养老" in plain):
        number = _by_twelfth(number)
    elif not (monthly or after_pension or _NAMED_PAY.search(clause)) and not _looks_monthly(clause, number):
        return None
    return _shared(before, clause, number) or ("income_yuan_per_month", number)


def _costs(clause: str) -> bool:
    """Is the sum what something costs? A school costs, unless one works there."""
    return bool(_SPENDS.search(clause)) or bool(
        _PAID_PLACES.search(clause) and not _WORKS_THERE.search(clause)
    )


_NOT_INCOME = re.compile(
    r"听说|据说|不能|不得|只要|规定|要求|不$|欠|拖|压着|没给|没发|不给|讨|才能|"
    r"(?<!给)别人|(?<!给)人家|护工"
)
_LIMIT_AFTER = re.compile(
    r"(?:块|元)?(?:钱)?(?:的)?(?:基础)?养老[金钱](?:怎么|咋|为啥|什么时候|为什么|啥时候)|(?:块|元)?(?:钱)?(?:以[下内]|才能|就能|能办|的线)"
)


def _looks_monthly(clause: str, number: Number) -> bool:
    """我收入四千二 says no month; what is left over (还剩两千八) must."""
    return 500 <= number.low <= 20000 and not _WEAK.search(clause)


_WEAK = re.compile(r"(?:剩|落|管|拿)[^，。；]{0,4}$")
_NAMED_PAY = re.compile(r"工资|税后|退休金|养老金|月薪|月入|月")
_PERSON_AT_WORK = re.compile(
    r"在[^，。；]{1,12}(?:当|做|干|帮)[^，。；]{1,8}$|在[^，。；]{1,12}(?:厂|公司|店|超市|医院|学校|幼儿园|食堂|物业|小区|所|站|饭馆|馆|工地|单位|车间|家)[^，。；花租交]{0,10}$"
)


def _plausible(number: Number) -> bool:
    return number.low >= 20 and number.high <= 1_000_000


def _of_work(
    plain: str, before: str, clause: str, number: Number, *, works: bool
) -> tuple[str, Number] | None:
    """在药店上班两千三; 在小学做保安，两千六: what is named right after the work is what it brings."""
    monthly = _MONTH.search(clause) or _MONTH_AFTER.match(plain, number.end)
    if monthly and (works or _WORKS.search(before) or _PERSON_AT_WORK.search(before)):
        return _shared(before, clause, number) or ("income_yuan_per_month", number)
    if monthly:
        each = _EACH.search(clause) and not re.search(r"人均|平均|摊|合", clause)
        return None if each else _shared(before, clause, number)
    near = _WORKS.search(clause) or (not clause and _WORKS.search(before[:-1]))
    ends = number.end >= len(plain) or plain[number.end] in "，。；！？块元 "
    if near and ends and number.low >= 800 and number.high <= 20000 and not _DAY.search(clause):
        return "income_yuan_per_month", number
    return None


# 老两口跟着俺过，俺对象在厂里打工一个月三千: what one of them earns.
_ONE_EARNS = re.compile(
    r"(?:就|只有?|全靠|靠|现在)?(?:(?:我|俺|他|她)(?:家)?(?:对象|老公|老伴|媳妇|老婆|爱人|丈夫|妻子|儿子?|闺女|女儿|爸|妈|爹|娘|哥|弟|姐|妹)"
    r"|(?:对象|老公|老伴|媳妇|老婆|爱人|丈夫|妻子|儿子|闺女|女儿)|(?:我|俺)(?:自己|一个人)?(?=在|给|上|打|当|干))"
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


def _by_twelfth(number: Number) -> Number:
    return Number(_twelfth(number.low), _twelfth(number.high), number.start, number.end)


def _twelfth(value):
    return (value / 12).quantize(1)
