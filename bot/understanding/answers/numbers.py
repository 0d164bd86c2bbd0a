"""A number as the answer to the open question, in the unit that was asked for."""

from __future__ import annotations

import re
from collections.abc import Sequence
from decimal import Decimal

from bot.messages import Evidence
from bot.understanding.numbers import Number, find_numbers
from knowledge import FactDefinition, Guide

from .lasting import UNITS, lasting, long_spell

NUMERIC = ("int", "decimal")
_PERIOD = re.compile(r"年|个?月|天|学期")
_HALF = re.compile(
    r"(?P<whole>[一二两三四五六七八九十\d]{0,12})(?P<unit>年)?(?P<half>半)(?P<years>年)?(?P<more>多|来)?"
)
_NOTHING = re.compile(
    r"^(?:我|俺|他|她|家里?|现在|一个?月|每月)*(?:一分钱?|一毛|一块钱?|分文|啥|什么|一次|一处|一个)?(?P<kind>收入|进账|钱)?(?:也|都|啥也)?(?:没有?|无|零)"
    r"(?:(?P<what>收入|进账|钱|花|挣|领过?|房子?|处|次|生过?|养过?|贷过?|用过?)|(?:别的|其[他它]|另外)的?(?=钱|收入|进账)|过|的|了|啊|呢|多少|啥|什么|一分|任何){0,6}$"
)
_NOTHING_OF = (
    (re.compile("收入|进账|挣"), ("进账",)),
    (re.compile("钱|花"), ("钱",)),
    (re.compile("领"), ("领", "享受")),
    (re.compile("房|处"), ("房",)),
    (re.compile("生|养"), ("生过",)),
    (re.compile("贷|用"), ("贷",)),
)
# Nothing but the number: 就4个人, 大概两千块吧.
_BARE = re.compile(
    r"(?:就|光|只有|大概|大约|约|也就|差不多|得有|有|一共|总共|一个月|一年|今年){0,3}[\d一二两三四五六七八九十百千万半几点.]{1,10}"
    r"(?:多|来)?(?:个人|口人|口|人|块钱?|元|周?岁|平方?米?|年|个月|级|处)?(?:多|左右|上下|吧|了|呢|的样子){0,2}"
)
# 就我一个人挣钱, 我自己带俩孩子: not that one lives alone.
_ALONE = re.compile(
    r"^(?:就|光|只有|家里|现在){0,4}(?:我|俺|(?<=就)[他她])?(?:就)?(?:自己|一个|一人|自个儿?|孤身一人)(?:人|过|了|吧|啊|呢|的|自己|单过|单独|一户|生活){0,6}"
    r"(?:(?:在|住)[^，。；！？带养领供挣干]{0,8})?(?=$|[，。；！？ ])"
)
# 就我妈自己, 老太太自己一个人过; 夫妻俩没房
_ALONE_AT_HOME = re.compile(
    r"(?:家里|现在|平时)?(?:就|光|只有|是){0,2}(?:我|俺|他|她)?(?:奶奶|爷爷|姥姥|姥爷|老太太|老头子?|老人|[爸妈爹娘叔姑姨舅哥弟姐妹]|他|她)家?"
    r"(?:自己|自个儿?|一个人|一人|孤身一人)(?:一个人)?(?:单?过|住|生活|在家)?(?:日子)?[了的啊呢吧]?"
)
_JUST_US_TWO = re.compile(
    r"(?:就|只有)?(?:我们?|俺们?|咱们?)?(?:夫妻俩?|夫妇俩?|两口子|老两口)(?![带有养领])[^，。孩娃儿女爹娘妈爸老孙和跟一二三四俩仨两带]{0,6}"
)
_BY_THE_DAY = re.compile(
    r"(?:一天|每天|日工资|一个工|一晌)(?:也|就|才|能|挣|给|是|有|大概|差不多){0,4}[一二两三四五六七八九十百\d]{2,6}(?!天)"
)
# What a number is counted in, by the words right behind it.
_COUNTED = (
    (re.compile("口人|个人|口|人"), ("人",)),
    (re.compile("周?岁"), ("周岁",)),
    (re.compile("级"), ("级",)),
    (re.compile("个?月"), ("个月",)),
    (re.compile("年"), ("个月", "年")),
    (re.compile("次|回(?!来|去|家)|趟"), ("次",)),
    (re.compile("[处套间栋](?!人)"), ("处",)),
    (re.compile("[天亩头只棵斤瓶楼层号度辆遍]|工|散|碎"), ()),
    (re.compile("平"), ("平方米",)),
    (re.compile("块|元|毛"), ("元",)),
)
# A sum is no age, and nobody counts the months of an income.
_OF_MONEY = re.compile(
    r"养老金|退休金|工资|收入|低保|补贴|挣|块|元|钱|一个?月[^，。；]{0,3}[百千万]|每月|月月"
)
_COSTS = re.compile(r"贷|月供|租|药|费|花(?!生)|还款|还账|利息|欠|借|交的?保|开销|开支|看病|住院")
_EARNS = re.compile(r"工资|收入|进账|挣|养老金|退休金|低保金|到手|进项")
_OWN_UNIT = re.compile(r"[岁级]|周岁|个?月(?!供)|年|口|个?人")
_OF_TWO = "俩仨"
# 初二, 老三, 五保户, 两癌: a number that is part of a word counts nothing.
_WORD_BEFORE = re.compile(r"(?:初|高|老|周|礼拜|星期|万)$")
_YEAR_OF_STUDY = re.compile(r"[大研][一二三四](?:$|[^十岁\d])")
_WORD_BEHIND = re.compile(r"(?:半(?![岁年多])|保(?!险)|无人员|年级|胎|癌|免一补|轮车|线|心二意)")
_PEOPLE_BEHIND = re.compile(r"(?:个)?(?:老的?|小的?|大的|孩|娃|儿|闺女|人|口)")
_SOME_OF_THEM = re.compile(r"个?(?:上学的?|小)?(?:孩子?|娃|闺女|女儿|儿子|老人|学生)")
# 一个人二百来块: what each has, and not how many they are.
_EACH_HAS = re.compile(r"(?:一个|一|每个?)人(?=[^，。；]{0,6}(?:[百千万块元]|\d{2}))")
_EACH_MONTH = re.compile(r"(?<![上这前头几两二三四五六七八九十\d个])(?:一个|一|每个?|月)?月")  # not 上个月
_A_MONTH = re.compile(r"(?:多|来)?(?:块钱?|元)?(?:一个?月|每个?月)")  # 九百块一个月
MOST_BARE_MONTHS = 60  # who has been at home for longer counts the years
_NO_ONE = re.compile("[共起样直般定些下点]")  # 一共 counts nothing
LONG_ANSWER = 24
LEAST_MONEY, LEAST_INCOME = 10, 100
SHORT = 10
_OF_ALL = "household_income_yuan_per_month"
# 司机赔了三十万, 卖房得了四十万, 欠八万: had or owed once, and no income.
_ONCE = re.compile(
    r"(?:赔(?!本)|补偿|捐|筹|募|拆迁|征地|卖[了掉]?(?:房|屋|宅|车(?!厘)|地(?!瓜|里|摊)|铺)|(?:房子?|屋|车|宅子)(?:都|也|早|给)?卖|借|欠|债|饥荒|贷|"
    r"存(?!在)|攒|彩礼|嫁妆|陪送|一次性?(?!给人)|遗产|继承|救急|救助|丧葬|花(?![生椒店卉])|凑(?![合活])|垫|首付|红包)[^，。；！？]{0,10}$"
)
_HAD = re.compile(
    r"(?:多|来|几|块|元|钱|的|左右){0,4}(?:存款|积蓄|赔偿|补偿|赔款|彩礼|嫁妆|外债|债|饥荒|欠款|借款|捐款|善款|救急|(?:临时)?救助|丧葬)"
)
_REGULAR = re.compile(r"(?:每|一)个?[月年]|[月年]{2}|按[月年]")
# Of what was paid for treatment neither what came back nor where the money was had.
_NOT_PAID = re.compile(r"(?:赔|报销?(?!完|后|以后|了以后)了?|捐|筹|借)[^，。；！？]{0,6}$")
_A_YEAR = re.compile(r"(?:多|来)?(?:块钱?|元)?(?:一|每)整?年")
# A bare number counts the heads where nothing else stands before it and behind it: 家里就3个.
_HEADS_BEFORE = re.compile(
    r"(?:^|[，。；！？ ])"
    r"[我俺咱们家里全一共总就只光还剩下了有是现在目前平时户口本上住过起块连算加大概差不多也得应该好像统实际常人成员这嗯哦吧都的]{0,12}$"
)
_ONE_BY_HIMSELF = re.compile(
    r"个?人?(?:过|住|了|吧|啊|呢|的|生活|单过|吃住|在家|一户|单独|自己){0,6}(?=$|[，。；！？ ])"
)
_SOME_COUNTED = re.compile(
    r"(?:^|[，。；！？ ])[^，。；！？加连带和跟算]{0,6}"
    r"(?:孩子?|娃|儿子?|闺女|女儿|老人|大人|学生)(?:就|有|是){0,2}$"
)
_HEADS_BEHIND = re.compile(
    r"个?(?:了|吧|呢|啊|啦|的|左右|上下|在|一起|一块|都|住|过|挤|吃|多|来){0,4}(?=$|[，。；！？ ])"
)
_WHOSE = re.compile(
    "我|俺|他|她|媳妇|老婆|对象|老公|爱人|老伴|[爹爸娘妈]|儿子?|闺女|孩子|老大|老二|父亲|母亲|爷|奶"
)


def read_number(part: str, definition: FactDefinition) -> object | None:
    """The raw value of the number that is said; None when there is none in that unit."""
    unit = definition.unit or ""
    if unit in UNITS:
        part = lasting(part, definition.key)
    if unit == "个月" and "半" in part and (months := _months(part)) is not None:
        return months
    if definition.key == "household_size":
        part = _EACH_HAS.sub(lambda each: "＊" * len(each.group()), part)
        if _ALONE.match(part) or _ALONE_AT_HOME.fullmatch(part):
            return 1
        if _JUST_US_TWO.fullmatch(part):
            return 2
    if len(part) <= SHORT and (nothing := _NOTHING.match(part)):
        return 0 if _may_be_nothing(nothing, definition) else None
    if unit.startswith("元") and (_is_of_another_sum(part, definition) or _is_of_a_day(part, definition)):
        return None
    numbers = _numbers(part, definition)
    if not numbers:
        return long_spell(part, definition.key)
    number = _one_of(numbers, part, unit)
    if number is not None and _is_too_small(number, part, definition):
        return None
    return None if number is None else _raw(_in_unit(number, part, unit), definition)


def _numbers(part: str, definition: FactDefinition) -> list[Number]:
    """The numbers that may be what was asked for."""
    found = [one for one in find_numbers(part) if _may_be(part, one, definition.unit or "")]
    return [one for one in found if not _is_once(part, one, definition)]


def _is_once(part: str, number: Number, definition: FactDefinition) -> bool:
    """Whether a sum was had or owed once where income is asked for, or was not paid where costs are."""
    if "self_pay" in definition.key:
        return bool(_NOT_PAID.search(part, 0, number.start))
    if "income_yuan" not in definition.key:
        return False
    once = _ONCE.search(part, 0, number.start)
    behind = _HAD.match(part, number.end)
    clause = re.search("[^，。；！？]{0,16}$", part[: number.start])
    regular = _REGULAR.search(clause.group() if clause else "") or _A_MONTH.match(part, number.end)
    return bool(once or behind) and not regular


def is_bare_number(part: str, definition: FactDefinition) -> bool:
    """Whether `part` is the number in that unit, or 一分没有, and nothing else."""
    says_one = _BARE.fullmatch(part) or (len(part) <= SHORT and _NOTHING.match(part))
    return bool(says_one) and read_number(part, definition) is not None


def _may_be_nothing(nothing: re.Match[str], definition: FactDefinition) -> bool:
    """Whether a 没有 is nought of what was asked: 没有收入 is no time of care."""
    if definition.key in ("age_years", "household_size", "disability_grade"):
        return False
    if definition.key == "care_needed_months" and nothing.group().endswith(("没有了", "没了")):
        return False  # there is no more to tell
    asked = f"{definition.question}{definition.label}"
    what = (nothing["kind"] or "") + (nothing["what"] or "")
    return not what or any(one in asked for say, of in _NOTHING_OF if say.search(what) for one in of)


def _is_of_another_sum(part: str, definition: FactDefinition) -> bool:
    """Whether a sum is spent where income was asked for, or earned where costs were: 房贷一个月两千."""
    earns, costs = _EARNS.search(part), _COSTS.search(part)
    if "income" in definition.key:
        return bool(costs) and not earns
    return bool(earns) and not costs


def _is_of_a_day(part: str, definition: FactDefinition) -> bool:
    """Whether the sum is what a day brings, or what each of them has: 干一天一百二, 公公婆婆一人一百八."""
    return "income_yuan" in definition.key and bool(_BY_THE_DAY.search(part) or _EACH_HAS.search(part))


def _is_too_small(number: Number, part: str, definition: FactDefinition) -> bool:
    """Whether a bare number is hardly an income by the month: 68 is rather an age."""
    bare = not re.match("多|来|几|块|元|毛|钱", part[number.end : number.end + 1])
    return "income_yuan" in definition.key and bare and 0 < number.high < LEAST_INCOME


def _may_be(part: str, number: Number, unit: str) -> bool:
    """Whether the number is not counted in something else: 4口人 is no income."""
    if unit.startswith("元") and _PERIOD.match(part, number.end):
        return False
    if _is_in_word(part, number, unit):
        return False
    if not unit.startswith("元") and not _is_no_sum(part, number, unit):
        return False
    if unit == "人" and number.high == 1 and not part.startswith("口", number.end):
        return bool(_ONE_BY_HIMSELF.match(part, number.end))  # not 就我一个人上班
    for words, units in _COUNTED:
        if words.match(part, number.end):
            return any(unit.startswith(one) for one in units)
    return unit != "人" or _counts_heads(part, number)


def _counts_heads(part: str, number: Number) -> bool:
    """Whether a number with no word for people is how many they are: 我儿子12 and 一个上小学 are not."""
    if not _HEADS_BEHIND.match(part, number.end):
        return False
    if part[number.start] in _OF_TWO or part.startswith("个", number.end):
        return not _SOME_COUNTED.search(part, 0, number.start)  # 孩子三个
    return bool(_HEADS_BEFORE.search(part, 0, number.start))


def _is_in_word(part: str, number: Number, unit: str) -> bool:
    """Whether the number is part of a word, or counts people where something else is asked for: 俩老的."""
    if part[number.start : number.end] == "一" and _NO_ONE.match(part, number.end):
        return True
    if part[number.start] in _OF_TWO and unit == "处" and _PEOPLE_BEHIND.match(part, number.end):
        return True
    if unit == "人" and _SOME_OF_THEM.match(part, number.end):
        return True
    if number.start and _YEAR_OF_STUDY.match(part, number.start - 1):
        return True  # 带个闺女上大三
    return bool(_WORD_BEFORE.search(part, 0, number.start) or _WORD_BEHIND.match(part, number.end))


def _is_no_sum(part: str, number: Number, unit: str) -> bool:
    """Whether a number without a unit of its own may be a count or an age, and no sum, nor 俺俩."""
    own = _OWN_UNIT.match(part, number.end)
    if _OF_MONEY.search(part) and (own is None or part.startswith(("一人", "每人"), number.start)):
        return False
    if unit not in ("个月", "年") or own is not None:
        return True
    return part[number.start] not in _OF_TWO and number.high <= MOST_BARE_MONTHS


def read_sum(part: str, definition: FactDefinition) -> object | None:
    """What all have together, where each sum stands behind whose it is: 我三千，媳妇两千; else None."""
    if definition.key != _OF_ALL or len(part) > LONG_ANSWER or _is_of_another_sum(part, definition):
        return None
    numbers = [one for one in _numbers(part, definition) if not _is_too_small(one, part, definition)]
    number = _sum_of(numbers, part)
    return None if number is None else _raw(number, definition)


def _sum_of(numbers: list[Number], part: str) -> Number | None:
    starts = [0, *(one.end for one in numbers)]
    before = [part[start : one.start] for start, one in zip(starts, numbers, strict=False)]
    if len(numbers) < 2 or not all(map(_WHOSE.search, before)):
        return None
    low, high = sum(one.low for one in numbers), sum(one.high for one in numbers)
    return Number(low, high, numbers[0].start, numbers[-1].end)


def _one_of(numbers: list[Number], part: str, unit: str) -> Number | None:
    """The number meant: of two sums the span between them, of many none."""
    if unit.startswith("元") and len(numbers) > 1:
        numbers = [one for one in numbers if one.high >= LEAST_MONEY] or numbers
        if len(numbers) == 2 and len(part) <= LONG_ANSWER:
            low, high = min(one.low for one in numbers), max(one.high for one in numbers)
            return Number(low, high, numbers[0].start, numbers[0].end)
    return None if len(numbers) > 1 and len(part) > LONG_ANSWER else numbers[0]


def _in_unit(number: Number, part: str, unit: str) -> Number:
    if unit == "个月" and part[number.end : number.end + 1] == "年":
        return number.times(12)
    if unit.startswith("元") and unit.endswith("月") and re.search(r"一年|每年|全年", part[: number.start]):
        return _by_the_month(number)
    if unit == "元/月" and _A_YEAR.match(part, number.end):
        return _by_the_month(number)  # 两万一年
    if unit == "元/年" and (_EACH_MONTH.search(part, 0, number.start) or _A_MONTH.match(part, number.end)):
        return number.times(12)
    return number


def _by_the_month(number: Number) -> Number:
    low, high = ((value / 12).quantize(Decimal(1)) for value in (number.low, number.high))
    return Number(low, high, number.start, number.end)


def _raw(number: Number, definition: FactDefinition) -> object:
    value = number.to_json()
    if definition.type != "int":
        return value
    return {key: round(one) for key, one in value.items()} if isinstance(value, dict) else round(value)


def _months(part: str) -> object | None:
    """半年, 半年多, 一年半."""
    found = _HALF.search(part)
    if found is None or not (found["years"] or found["unit"]):
        return None
    whole = 12 * int(next((one.low for one in find_numbers(found["whole"] or "")), 0)) if found["unit"] else 0
    return {"min": whole + 6, "max": whole + 11} if found["more"] else whole + 6


def without_numbers_told(
    guide: Guide, plain: str, asked: FactDefinition, evidence: Sequence[Evidence]
) -> str:
    """四口人，儿子12: the words without the numbers by which something else was told than was asked."""
    for one in evidence:
        told = guide.facts[one.fact]
        counts = told.type in NUMERIC and told.unit not in ("个", "人", None) and _sort(told) != _sort(asked)
        apart = asked.key == "household_size" and one.fact == "household_member" and one.value is False
        if counts or apart:  # 儿子28了，自己过: how many that makes is not told
            plain = plain.replace(one.words, "＊" * len(one.words), 1)
    return plain


def _sort(definition: FactDefinition) -> str:
    """What a number of this fact counts: income, costs, or its unit."""
    unit = definition.unit or ""
    return ("income" if "income" in definition.key else "cost") if unit.startswith("元") else unit
