"""What is paid for a sickness oneself, and what training and aids cost, by the year."""

from __future__ import annotations

import re

from bot.understanding.numbers import Number, number_at

MONTH = re.compile(
    r"(?:一?个?月|每月|月|月收入|月工资)(?:就|也|才|只|大概|大约|差不多|能|有|是|给|合|起来|下来|到手|"
    r"平均){0,12}[^，。；]{0,12}$"
)
MONTH_AFTER = re.compile(r"(?:块(?:来)?钱|块|元)?(?:一个?月|每个?月)(?!的工资|工资)")
YEAR = re.compile(r"(?:一年|每年|全年|年|一整年)[^，。；]{0,14}$")
SELF_PAID = re.compile(
    r"(?:自个儿?|自家|落(?:到|在)[^，。；]{0,6}头上|医保不(?:给)?报(?:销)?的[^。；]{0,4}|自己|自费|自付|自掏|自负|(?<![一两三四五六几])个人|腰包|承担|除去报销|扣掉报销|去掉报销|自理|还得|还剩|还要|报(?:销)?完了?|结完|"
    r"报销后|报销完|垫|"
    r"报完|剩下|填(?:进去|进|上|了)|搭(?:进去|进|上)|刨去(?:医保|报|能报)|除去(?:医保|报)|腾下来|刨去报销)(?:[^。；]{0,12})$"
)
_SELF_PAID_AFTER = re.compile(
    r"(?:块|元)?(?:钱)?(?:都|全)?是(?:我们?|俺们?|他们?|家里)?(?:自己|自费|个人)(?:家)?(?:掏|出|付|拿|承担|负担|的)|"
    r"(?:块|元)?(?:钱)?，?(?:都|全)?(?:我们?)?(?:自己|自费|个人)(?:家)?(?:掏|出|付|拿|承担|负担)的(?![几\d一二两三四五六七八九十])|"
    r"(?:块|元)?(?:钱)?(?:都|全)?是自费|(?:块|元)?(?:钱)?全(?:是)?自费"
)
# 交的是居民医保，报完以后一年自己还得花两万六: a bill, and no premium.
AFTER_REFUND = re.compile(r"报(?:销)?(?:完|后|了|下来)[^。；]{0,16}$")
MEDICAL = re.compile(
    r"(?:看病|住院|住了|报了|新农合|农合|合作医疗|关节|血透|腹透|医药|药|胰岛素|起付线|报完|报销|医保|化疗|透析|手术|病|自费|自付|目录|大病|靶向|康复|治|移植|支架|"
    r"医院|结账|抢救|割|切(?!菜)|胆|阑尾|结石|开刀|风湿|糖尿|血压|心脏|[肾肝肺胃脑癌瘤]|icu|疗程|针)"
)
_UNPAID = re.compile(
    r"(?:块|元)?(?:钱)?[，]?(?:(?!大部分|多半|大半|一半|大多|报了?[一二两三四五六七八九\d])[^。；]){0,24}(?:一分(?:钱)?(?:也|都)?[没不](?:给)?报|没给报|不给报|报不了|"
    r"没报下来|一点(?:也|都)?没报|全是自(?:费|己)|都是自(?:费|己))"
)
_DRUGS = re.compile(r"药|透析|血透|打针|胰岛素|化疗")
_REIMBURSED = re.compile(
    r"(?:块|元)?(?:钱)?[，]?(?:医保|新农合|合作医疗|居民医保|一共|总共|才|就|只|给|"
    r"统共){0,12}报(?:销)?(?:了|回来|回|下来)?(?=[一二两三四五六七八九十\d])"
)
_SPENT = re.compile(r"(?:花|花了|总共|一共|总费用|费用)[^，。；]{0,5}$")
REHAB = re.compile(r"(?:康复|训练|语训|机构|干预|上课|节课|假肢|辅具|轮椅|助听器|矫形器)[^。；]{0,22}$")
TRAINED = re.compile(
    r"(?:康复|训练|语训|机构)(?![^。；]{0,34}(?:住院|药|医保|报))"
    r"(?:[^。；]{0,22}|[^。；]{0,34}(?:自己|自费|自个儿?|自掏)[^，。；租学贷]{0,6})$"
)
_NOT_OWN_BILL = re.compile(
    r"血透$|(?:(?<![再补还])交|社保|养老|电话|保费|学费|房租|每[回次]都?[^，。]{0,4}|一[只针支节次盒瓶片袋剂副][^，。]{0,4})[^，。]{0,6}$|"
    r"(?:没钱|对方|司机|老板|单位|厂里|包工头|肇事|车主)[^。，]{0,10}(?:拿|垫|给|出)[^，。]{0,4}$"
)
# 报完窗口叫再交六千多
_PAID_ON_TOP = re.compile(
    r"(?:报(?:销)?完|结(?:算)?完|报销后)[^。；]{0,8}(?:还|再|又|叫|让|得)+(?:我|他|她)?们?(?:再)?(?:交|补|添)(?:了)?$"
)
# 打胰岛素一年又是五六千; 老伴的药一个月得八百，医保不报
_STANDING_DRUG = re.compile(
    r"(?:药|胰岛素|透析|打针)(?!店|厂|房)[^，。；]{0,6}(?:一年|一个?月|每个?月|每年)(?:(?P<again>又)|就|也|光|都|还|最少|少说|大概){0,3}(?:是|得|要|花|掏|贴)(?:了|出)?$"
)
_NOT_COVERED = re.compile(
    r"(?:多)?(?:块(?:钱)?|元)?，?(?:医保|慢病|门诊|新农合)?(?:都|也|还|全|一分|一点){0,4}(?:不(?:给)?报|报不了|没(?:法|处|地方)报)"
)
_STILL_OWED = re.compile(
    r"(?:报(?:销)?完(?:了)?|报销后|结完|医保报了)(?:以?后)?(?:还|又)?(?:欠|差)(?:着|了|医院)?$"
)


# 合规的自付三万一，目录外还有两万: only a part of what was paid.
_BEYOND_THE_LIST = re.compile(r"(?:(?:政策|目录)(?:范围)?内|合规)[^。；]{2,24}(?:目录|政策)外[^。；]{0,8}$")


# 她自己在厂里上班一个月两千八: 自己 is who works, and pays nothing.
_AT_WORK = re.compile(
    r"(?:上班|打工|零工|干活|务工|种地|摆摊|看门|保洁|保安)(?![^，。；]{0,12}(?:掏|付|花|贴|垫|费|拿出))"
)


def is_paid_by_oneself(before: str) -> bool:
    """Does what stands before a sum tell that one pays it oneself?"""
    oneself = SELF_PAID.search(before)
    return oneself is not None and not _AT_WORK.search(before, oneself.start())


def read_medical(plain: str, before: str, number: Number) -> tuple[str, Number] | None:
    """What was paid oneself: said so, or all of a bill of which nothing, or so much, was reimbursed."""
    if not (
        MEDICAL.search(before + plain[number.end : number.end + 8]) or _of_the_ill(plain, before, number)
    ):
        return None
    if _BEYOND_THE_LIST.search(before):
        return None
    if (_NOT_OWN_BILL.search(before) and not _PAID_ON_TOP.search(before)) or plain.startswith(
        "押金", number.end + 2
    ):
        return None
    clause = re.split(r"[，。；！？]", before)[-1][-14:]
    owed = re.search(r"背|债|欠|差$", clause) and not _STILL_OWED.search(clause)
    if (
        owed
        or re.search(r"收入|工资|挣|月薪|月入|底薪|实发|退休金|养老金|听说|据说", clause)
        or plain.startswith("的债", number.end)
    ):
        return None
    if _SPENT.search(before) and (paid := _REIMBURSED.match(plain, number.end)):
        back = number_at(plain, paid.end())
        if back is not None and back.low >= 100 and back.high < number.low:
            left, most = number.low - back.high, number.high - back.low
            return "medical_self_pay_yuan_per_year", Number(left, most, number.start, number.end)
    spent = _SPENT.search(before) or (MONTH.search(clause) and _DRUGS.search(clause))
    unpaid = spent and _UNPAID.match(plain, number.end)
    drug = _STANDING_DRUG.search(before)
    if unpaid or (drug and (drug["again"] or _NOT_COVERED.match(plain, number.end))):
        return "medical_self_pay_yuan_per_year", _by_year(plain, before, number)
    if not (is_paid_by_oneself(before) or _SELF_PAID_AFTER.match(plain, number.end)):
        return None
    return "medical_self_pay_yuan_per_year", _by_year(plain, before, number)


# 孩子神经母细胞瘤…。我们已经自己掏了十九万: paid for the illness told before, where nothing else is named.
_PAID_IT = re.compile(r"自(?:己|家|个儿?)(?:也|都|就|已经|前后|前前后后)*(?:掏|垫|花|拿|贴)(?:了|出|出去)?$")
_SICK = re.compile(
    r"[癌瘤症病炎梗]|手术|住院|化疗|移植|支架|搭桥|固定|置换|滑脱|突出|骨折|出血|狼疮|衰竭|截肢"
)
_OTHER_COST = re.compile(r"学费|房租|装修|律师|官司|盖|保费|养老|社保|买")


def _of_the_ill(plain: str, before: str, number: Number) -> bool:
    near = plain[max(0, number.start - 60) : number.start]
    return bool(_PAID_IT.search(before) and _SICK.search(near)) and not _OTHER_COST.search(near)


_LEFT_IN_POLICY = (
    r"(?:目录(?:里头?|以?内)(?:的)?|政策(?:范围)?内|合规)(?:自己|个人)?(?:[”“\"'」』]|一栏|那栏|负担|自付|上?写着|的|那块|这块|部分|费用|承担|金额|累计|"
    r"仍|还|都|也|已经?|快|达|为|是|就|有|约|一?共|总共|了|合计|加起来|掏|付|出|拿|花|剩|余|这?一年|今年){0,12}$"
)
_IN_POLICY = re.compile(_LEFT_IN_POLICY)
# 三道报完政策内还剩八千三; 政策内的三道报完还剩三万一
_THRICE = (
    r"(?:[三3](?:道|重|次|项)(?:保障|制度|医保)?|医疗?救助(?:也|都|款)?|救助(?:也|都|全))[^，。；]{0,4}?"
    r"(?:报|结|走|补)(?:销|算)?(?:完|过|了|后|之后|以后|下来){1,3}"
)
_AFTER_AID = re.compile(
    rf"{_THRICE}[^。；]{{0,8}}?{_LEFT_IN_POLICY}|"
    rf"(?:目录内|政策(?:范围)?内|合规)(?:的|费用|部分)?{_THRICE}，?(?:自己|个人)?(?:还|仍|又)?(?:剩|余|负担|自付|得|欠)(?:了|下|着|有)?$"
)


def read_in_policy(before: str, number: Number) -> tuple[str, Number] | None:
    """What is left to pay within the policy's list: after all aid, or before it."""
    if _AFTER_AID.search(before):
        return "self_pay_after_aid_yuan_per_year", number
    return ("in_policy_self_pay_yuan_per_year", number) if _IN_POLICY.search(before) else None


_NO_YEARLY_COST = re.compile(
    r"听说|据说|救助|补贴|补助|能报|给报|节课|要价|张嘴|一[个只条](?!月)|天|工资|挣|收入|厂里|上班|打工|加起来|合起来|加一块"
)


# 买假肢自己掏了两万八: an aid that is paid for once counts for the year.
_AID_BOUGHT = re.compile(
    r"(?:假肢|助听器|轮椅|辅具|矫形器|义眼|支具|护理床)[^，。；]{0,6}(?:自己|自费|自个儿?|自家)(?:掏|花|付|出|贴)(?:了|出去)?$"
)
_AID_AT = re.compile(r"(?:假肢|助听器|轮椅|辅具|矫形器|义眼|支具)[^，。；]{0,4}$")
_ALL_OWN = re.compile(r"(?:多)?(?:块钱?|元)?，?(?:都是|全是|全)?(?:自费|自己掏|自己花)")


def read_rehab(plain: str, before: str, number: Number) -> tuple[str, Number] | None:
    """What training and aids cost in a year; nothing where a lesson or the price in a shop is named."""
    clause = re.split(r"[，。；！？]", before)[-1]
    if _NO_YEARLY_COST.search(clause) or number.low < 1000:
        return None
    bought = _AID_BOUGHT.search(clause) or (_AID_AT.search(clause) and _ALL_OWN.match(plain, number.end))
    if bought:
        return "disability_cost_yuan_per_year", number
    if MONTH.search(clause) or MONTH_AFTER.match(plain, number.end):
        return "disability_cost_yuan_per_year", number.times(12)
    return ("disability_cost_yuan_per_year", number) if YEAR.search(clause) else None


# 抗排异药一个月两千八，报完自己掏九百: each month too.
_MONTHLY_DRUG = re.compile(
    r"(?:(?:药|透析|血透)(?:一个?月|每个?月)|(?:一个?月|每个?月|月月)[^，。；]{0,4}(?:药|透析|血透)费?)"
    r"[^。；住院手术]{0,10}，[^。；住院手术]{0,12}$"
)


# 失业9个月，住了一个月院: so long it lasted, and not so much a month.
_LASTED = re.compile(
    r"(?:[二两三四五六七八九十几半\d]{1,3}|一(?=个月(?:院|了|，|。)))个?多?月|(?:住|躺|干|透|化疗|歇|停|失业)(?:了|院)?(?:一|1)个?多?月"
)


# 每月连化验、打针、来回打车，自己还得贴一千三
_MONTHLY_BILL = re.compile(
    r"每个?月(?:(?!退休|工资|收入|养老|挣|低保|补)[^。！？年]){4,36}，(?:自己|个人|俺们?|我们)?(?:还|也|总)?(?:得|要)(?:自己)?(?:再)?(?:掏|贴|花|拿|搭|付)$"
)
_EACH_MONTH = re.compile(
    r"(?:每个?月|月月|一个月|(?<= )月(?=自付))(?:自付|自费|自己|约|大约|大概|得|要|掏|花|还|就|都|也){0,4}$"
)


# 一个月吃药打针，报完自己掏九百
_TAKEN_MONTHLY = re.compile(
    r"(?:一个?月|每个?月)[^，。；]{0,4}(?:吃|打|用|拿|买|开)[^。；住院手术]{0,14}，[^。；住院手术年]{0,12}$"
)


def _by_year(plain: str, before: str, number: Number) -> Number:
    """Twelve times what is paid each month, whichever is told first: 自己掏九百一个月."""
    if MONTH_AFTER.match(plain, number.end):
        return number.times(12)
    before = _LASTED.sub("", before)
    if _EACH_MONTH.search(before) or (number.high <= 5000 and _MONTHLY_BILL.search(before)):
        return number.times(12)
    monthly = any(one.search(before) for one in (MONTH, _MONTHLY_DRUG, _TAKEN_MONTHLY)) and not YEAR.search(
        before
    )
    return number.times(12) if monthly else number


_INSURANCE = re.compile(
    r"(?:个人身份|个人|自己|自个儿|灵活就业|职工|养老|医疗)[^。；]{0,28}，(?:去年|今年|前年|上年)(?:一年|一共|统共|总共|就|我){0,6}(?:交|缴)(?:了|出去|进去){0,4}$|(?:职工险|职工保险|社保|养老)，?一年$|"
    r"自缴(?:职工)?(?:养老|社保|医保)(?:保险)?年$|(?:交|养老|社保|(?<!大病)保险)(?![^。；]{0,16}(?:报完|报销|居民|农合|合作医疗))[^。；]{0,16}(?:一年|每年)[^，。；]{0,8}$|一年光?(?:养老|社保)[^，。]{0,10}$"
)
_INSURANCE_BY_MONTH = re.compile(
    r"(?:交|养老(?!金)|社保|灵活就业)[^。；]{0,12}(?:一个?月|每个?月)(?:也|就|得|要|交|是){0,12}[^，。；]{0,2}$"
)
# 社保一个月一千一，哦今年涨了是一千一百六
_INSURANCE_RISEN = re.compile(
    r"(?:养老(?!金)|社保|灵活就业)[^。；]{0,24}(?:一个?月|每个?月)[^。；]{0,16}涨(?:了|到|成)(?:是|到)?$"
)


def read_own_insurance(plain: str, before: str, number: Number) -> tuple[str, Number] | None:
    """What one pays for one's own insurance: the sum of a year, or twelve times that of a month."""
    if AFTER_REFUND.search(before) or not re.search(r"自己|个人|灵活|自个|自缴", plain):
        return None
    if _INSURANCE_RISEN.search(before):
        return "self_paid_insurance_yuan_per_year", number.times(12)
    if _INSURANCE.search(before):
        return "self_paid_insurance_yuan_per_year", number
    if _INSURANCE_BY_MONTH.search(before):
        return "self_paid_insurance_yuan_per_year", number.times(12)
    return None
