"""Ages, school stages and counts: facts whose value is read from the text itself."""

from __future__ import annotations

import datetime
import re
from collections.abc import Iterator
from dataclasses import replace
from functools import partial

from bot.understanding.numbers import Number, parse_number
from bot.understanding.people.namings import ORDINALS
from bot.understanding.people.whom import YOUNG, Mention, People
from bot.understanding.said import Said
from bot.understanding.wordings.heads import compile_headed

from .births import read_births
from .headed import COMES, child_told, ends_ages, is_run_on, opens_with_age
from .missaid import is_taken_back, puts_right
from .nominal import is_nominal, read_nominal
from .of_policies import names_an_aid
from .then import died_later, is_of_then

_AGE_UNIT = re.compile(
    r"(?:周?岁|岁数|(?<![月号日])(?<![月号日].)(?<![月号日]..)(?<![月号日]...)生日(?=了|不?[^，。；]{0,2}会|[，。]|$))(?!以[上下内]|以后|之[前后]|才|就能|或|到|的线|以|及以上|起|那年|时|的时候|那会|"
    r"上(?=[就得查没死走嫁瘫出摔患落因病被烧]|确诊)|的?老(?:人|年人)?(?:那个|的?(?:钱|补|津贴))|的?那(?:个|种)(?:钱|补|津贴))"
)
_NOT_AGE_BEFORE = re.compile(
    r"(?:交到|干到|等到?|到|得|要|未满|不满|超过|过了|满|男|女的得|年满|虚岁?|差|小|大|才|第|前|后|隔|每|约|共)$"
)
_NOT_AGE_UNIT = re.compile(
    r"[个块元毛年级月天号口亩万千百次人平分点楼%％:：.．度斤间岁趟回位名张本套样件遍户处两层家里公米厘毫克吨"
    r"趟座条种只头辆门门路届期批宿夜代成倍折]|(?:多|来)?(?:块|个|年|万|千|级|人|口|亩|天|养老|退休(?:金|工资)|工资|低保金|补助|抚恤)"
)
_NEVER_AGE_BEFORE = re.compile(
    r"(?:比|跟)[^，。]{1,4}(?:大|小)$|(?:相差|差了?|差着)(?:有|整整|着|个)?$|(?<!老)[大小长][我俺他她你](?:们|整整|有|快)?$|(?:那时候?|那会儿?|当时|那年|[几两三四五六]个)[我俺他她]?(?:才|刚)?$"
)
_TURNED = re.compile(
    r"(?:刚|已|已经|早就?|周岁|都|今年|今年[一二三四五六七八九十\d]{1,2}月(?:份)?(?:正)?)满$"
)
_AGED_AFTER = re.compile(r"(?:的人|整)?[了咧](?:[^\d一二三四五六七八九十百千万几多]|$)|的人")
# …，五十二没人要; 我四十八找不着活: of who is named right before it, or of nobody named in its clause.
_TOO_OLD_BEFORE = re.compile(r"(?:^|[，。；！ ]|[我俺他她们])(?:今年|都|也|快|已经|现在|这){0,3}$")
_TOO_OLD = re.compile(r"没人[要用招雇]|人家不[要用招]|找不[着到][活工班]|哪里?[都也]不[要收]|不好找")
# 捡来的丫头养到十五了
_RAISED_TILL, _BY_NOW = re.compile(r"(?:养|拉扯|带)到了?$"), re.compile(r"岁?[了咧](?=[，。；！？ ]|$)")
_IF_TURNED = re.compile(
    r"(?:周?岁)?(?:就|以后|之后|后)?(?:停|不|补|待遇|是否|还(?:能|给|发|有)|能|可以|给|怎么)"
)
_NOW = re.compile(r"(?:自己|今年|现在|如今|都|也|快|已经|才|刚|本人|年|整|正好|刚好){1,12}$")
_NO_UNIT = re.compile(
    r"种(?:着|点|地|菜|几|[一两二三四五六七八九]亩)|家里|家中|家是|年纪|年龄|两个?人|两口子"
)
_WAITS = re.compile(r"(?:等|等到|等满|到|满|过了)(?:孩子|娃|他|她)?(?:长|满)?(?:到)?$")
_TILL_THEN = re.compile(
    r"周?岁半?(?:以后|之后|后|左右|再|才|才能|就|能|时)?(?:再|能|可以|去)?(?:做|开刀|动手术|手术|上(?!学)|打|植|装|治|看)"
)
# 三十多岁就瘫了，现在六十: how old one was then.
_SINCE_THEN = re.compile(
    r"周?岁(?:上|那年)?就[^。！？]{0,24}(?:如今|现在|眼下|今年|现年)(?:都|也|已经|快|是|我|俺){0,4}"
    r"(?:[一二三四五六七八九]?十[一二三四五六七八九]?|\d\d)(?=[岁了，。咧]|$)"
)
# 女的五十五退休: said of all.
_OF_ALL_BEFORE, _OF_ALL_AFTER = re.compile(r"[男女]的$"), re.compile(r"(?:就|才|能|可以|退休(?!了|金|工))")
_GROWN_UP = re.compile(r"(?<![花交欠借打跑等排住写拿第过了用掏扣罚给赔涨降剩差存干种卖买压收挣])$")
_BACK_THEN = re.compile(r"(?:岁)?(?:那一?年|那会儿?|时候|的时候|上就|就(?:没了|守寡|嫁))")
_HIS_ONLY = re.compile(r"(?:他|她|爹|爸|妈|娘|伴|子|女|孩|我|俺)才$")
_AGE_PLACE = re.compile(
    r"(?:如今|现在|眼下|现年|独居|大的|小的|老[大二三四五]|[大二三小]宝|今年|现年|年纪|也|都|就|快|已经|我|俺|咱|爹|爸|妈|娘|奶|爷|公|婆|嬷|亲|姥|"
    r"母|父|叔|伯|"
    r"姑|姨|舅|甥|(?<!\d)某|(?<=[们我])过|侄|婿|嫂|婶|丈|人家|哥|姐|弟|妹|儿|女|孙|孩|子|伴|老婆|媳妇|老公|他|她|头|人|们|对象|男的?|女的?|童|性|周岁)"
    r"(?:今年|现在|都|也|快|已经|早?已|年届|才|刚|年|过了|满|整|正好|刚好|(?<=都)是){0,12}$"
)
_BABY = re.compile(
    r"(?:刚(?:出生|生下来?|满月)|坐月子|还吃奶|没断奶|肚脐上?还?[^，。]{0,4}夹子|脐带|剖出来|保温箱|"
    r"(?:孩子|娃|宝宝|[大二三小]宝|老[二三四]|(?<!怀)(?<!怀着)(?<!怀了)(?<!怀上)[头二三]胎|小的|儿子|闺女|女儿|孙子|孙女|外孙|小子|丫头|妮子?|外甥|侄[子女])"
    r"，?(?:才|刚|现在|今年|已经|都){0,12}"
    r"(?:[一二两三四五六七八九十\d]{1,12}个[半多]?|俩|仨)月(?=[，。了大 停]|$)|"
    r"(?:[一二两三四五六七八九十\d]{1,12}个[半多]?|俩|仨)多?月大?的[大小]?(?:孩|娃|宝|奶娃|孙|外孙|闺女|女儿|儿子|小子|丫头|妮|侄|外甥)|"
    r"(?:闺女|女儿|儿子|孩子|娃|孙子|孙女)(?:才|刚|过了?|今天|还没过?){0,3}百天|(?:没|才|刚出?|还不)(?:出)?满月(?![酒后])|吃奶的[孩娃]|"
    r"(?<![前后了怀孕停])[一二三四五六七八九十\d]{1,3}个月(?:还|也|都|才){0,2}(?:不会[走说坐爬]|[一二三四五六七八九十]{1,3}斤)|"
    r"(?<!家)(?:上个?月|这个?月|前几天|前天|昨天|刚刚?|才)(?:刚|才)?生(?:了|完|下)个?(?:孩子|娃|[二三]胎|老[二三]|闺女|小子|儿子)|"
    r"(?:[一二三四五六七八九十\d]{1,12})个月(?:大|，奶|"
    r"的(?:孩|娃|宝))|才[一二三四五六七八九十\d]{1,12}个(?:多)?月(?=[，。]|$)|男婴|女婴|早产)"
)
_FOUNDLING = re.compile(
    r"(?P<n>[一二三四五六七八九十\d]{1,12})年前[^，。；]{0,10}?(?:捡|拾|抱养|收养|抱)(?:[到着得了回的]|"
    r"来){0,12}[^，。；]{0,6}?(?:女婴|男婴|弃婴|婴儿|女娃|男娃|娃|孩子|闺女|小子)"
)
_NEXT_YEAR = re.compile("明年[我俺他她]?就?$")
_SOON = re.compile(
    r"(?:明年|下个?月|年底|过完?年|过几个月|再过[^，。]{1,4}月|马上|快|就要|眼看)[^，。；]{0,5}?(?:就|"
    r"才)?[他她]?就?(?:满|(?<=明年)就|(?<=明年[我俺他她])就)(?P<n>\d+|[一二两三四五六七八九十]{1,12})(?:周?岁|[，。了]|$)"
)
_DIED_AGED = re.compile(
    r"[^。！？]{0,16}(?<![男女])人(?:就|当场|当场就|已经)?(?:没了|不行了|没救|没保住)|"
    r"[^。！？我俺]{0,24}[病癌瘤祸]就没了(?=[，。])|"
    r"[^，。]{0,3}就?(?:走的|没的|死的|去世|病故|夭折|没了(?![爹爸妈娘父母老男媳]))"
)
_ONLY = re.compile(r"(?:^|[，。；、 ])(?:今年|现在)?(?:也)?才$")
_ROUGHLY_MORE = re.compile(r"[好大]几(?:岁|了|的|[，。]|$|还|没|也)|有[一二三四五六七八九](?:岁|了|[，。]|$)")
_LIMIT = re.compile(r"周?岁?(?:就|还能|才|可以|以后|再|的)")
_PAST = re.compile(r"(?:年过|已过|早过了?)(?P<n_all>(?P<n>[五六七八九])十)(?!周?岁?(?:才|就|以))")
_AND_SOME = re.compile(r"(?P<tens>[二三四五六七八九])十有(?P<ones>[一二三四五六七八九])(?=岁|了|[，。]|$)")
_WELL_OVER = re.compile(r"(?P<n>[二三四五六七八九])十[好大]几(?!万|千|块|个|年|次|元|斤|里)")
# 年近七旬的老母亲, 八旬老父
_DECADE = compile_headed(r"(?P<near>年近|将近|已近|近|快)?(?:年过|已过)?(?P<n>[六七八九])旬(?!以[上下])")
# 七十四五个孩子: the 五 is that of the children
_SOME_YOUNG = re.compile(r"个(?:孩子?|儿|闺女|女儿|子女)|口人")
_BANDS = ((7, "0"), (18, "7"), (30, "18"), (60, "30"), (78, "60"))
_DIGIT = {c: n for n, c in enumerate("零一二三四五六七八九")} | {"〇": 0}


def read_ages(plain: str, people: People, today: datetime.date | None) -> Iterator[Said]:
    """Ages as said (九十一岁, 俺八十一了, 我43，), of babies, and from a year of birth."""
    read = list(_read_ages(plain, people, today))
    grown = any(o.of and o.of.person == "self" and highest(o.value) >= 18 for o in read)
    for one in read:
        if grown and one.of and one.of.person == "self" and highest(one.value) < 14:
            one = replace(one, of=Mention(one.start, one.start, "child", "child"))  # 女33 带2女 7岁5岁
        if not is_of_then(one, read, plain) and not died_later(one, people):
            yield one


# 每月就一百多养老金
_IS_A_SUM = re.compile(
    r"(?:多|来)?(?:块|元)?钱?的?(?:基础|农村|居民)?(?:养老[金钱]|退休[金钱]|退休工资|工资|补[贴助]|低保金|老人钱|收入)"
)


def _read_ages(plain: str, people: People, today: datetime.date | None) -> Iterator[Said]:
    for found in _PAST.finditer(plain):
        tens, of = 10 * _DIGIT[found["n"]], people.subject(*found.span())
        if of is not None:
            yield Said("age_years", {"min": tens, "max": tens + 9}, of, *found.span("n_all"))
    for number in map(partial(_without_next, plain), people.numbers):
        named = names_an_aid(plain, number)
        if named or _IS_A_SUM.match(plain, number.end) or is_nominal(plain, number):
            continue
        child = child_told(people, number)
        if (
            child
            or _is_age(plain, number, at_person=_follows_person(plain, number, people))
            or _is_whose_age(plain, number, people)
            or puts_right(plain, number)
            or opens_with_age(plain, number, people)
            or is_run_on(plain, number)
            or ends_ages(plain, number)
        ):
            of = child or people.subject(number.start, _after_unit(plain, number.end))
            if of is not None and of.person == "self" and number.high < 14 and of.start == of.end:
                of = Mention(number.start, number.start, "child", "child")
            other = people.both(of) if of is not None else None
            for whose in filter(None, (of, other)):
                end = _after_unit(plain, number.end)
                yield Said("age_years", _age_value(number), whose, number.start, end)
    yield from read_nominal(people)
    yield from _in_other_words(plain, people)
    yield from _of_babies(plain, people)
    yield from _of_foundlings(plain, people)
    yield from _before_birthday(plain, people)
    if today is not None:
        yield from read_births(plain, people, today)


def _in_other_words(plain: str, people: People) -> Iterator[Said]:
    """六十好几, 年近七旬, 八十有三."""
    for found in _WELL_OVER.finditer(plain):
        of, tens = people.subject(*found.span()), 10 * _DIGIT[found["n"]]
        for whose in filter(None, (of, people.both(of) if of else None)):
            yield Said("age_years", {"min": tens + 3, "max": tens + 9}, whose, *found.span())
    for found in _DECADE.finditer(plain):
        of, tens = people.subject(*found.span()), 10 * _DIGIT[found["n"]]
        if of is not None:
            span = {"min": tens - 3, "max": tens} if found["near"] else {"min": tens, "max": tens + 9}
            yield Said("age_years", span, of, *found.span())
    for found in _AND_SOME.finditer(plain):
        of = people.subject(*found.span())
        if of is not None:
            yield Said("age_years", 10 * _DIGIT[found["tens"]] + _DIGIT[found["ones"]], of, *found.span())


def _without_next(plain: str, number: Number) -> Number:
    """一个八十|一个七十八: the 一 may be that of the next 一个; and of 五十一|来这边 nothing is rough."""
    text = plain[number.start : number.end]
    apart = text[-1] in "一两" and plain[number.end :].startswith("个")
    apart = apart or (text[-1] == "来" and COMES.match(plain, number.end - 1) is not None)
    apart = apart or (text[-2:-1] not in "十百千万" and bool(_SOME_YOUNG.match(plain, number.end)))
    cut = parse_number(text[:-1]) if len(text) > 2 and apart else None
    most = cut.high if cut and not number.exact else number.high
    return Number(cut.low, most, number.start, number.end - 1) if cut else number


def _of_babies(plain: str, people: People) -> Iterator[Said]:
    """Not a year old yet; what was a baby once (早产) and has an age by now is none."""
    if re.search(
        r"(?:孩子|娃|宝宝|大的|小的)(?:现在|今年|都){0,12}[一二两三四五六七八九十\d]{1,12}周?岁|"
        r"[他她子女儿]今年[一二三四五六七八九十\d]{1,12}(?:岁|了|，)|(?:19|20)\d\d年生|"
        r"(?:现在|如今)(?:都|也|已经|快|有){0,4}[一二三四五六七八九十\d]{1,3}(?:岁|了|，|。|$)",
        plain,
    ) or _FOUNDLING.search(plain):
        return
    for found in _BABY.finditer(plain):
        young = (m for m in people.mentions if m.relation in YOUNG)
        within = (m for m in young if found.start() <= m.start < found.end())
        of = next(within, None) or people.subject(found.start(), found.end(), young=True)
        if of is not None and "月" not in plain[found.end() : found.end() + 2]:
            if of.person == "self" or of.relation == "spouse":
                of = Mention(found.start(), found.start(), "child", "child")
            elif found.group() == "坐月子" or (found.group() == "早产" and _knows_age(people, of)):
                continue  # 俺闺女坐月子: she is no baby
            yield Said("age_years", _years_of_months(found.group()), of, found.start(), found.end())


def _knows_age(people: People, of: Mention) -> bool:
    """Is the age told before of the one, or of a child that is named by no word here?"""
    return any(
        "age_years" in one.facts and (one.id == of.person or (of.start == of.end and one.relation in YOUNG))
        for one in people.spoken.people
    )


def _years_of_months(words: str) -> int:
    """Whole years of 十六个月; 0 where no months are counted."""
    told = re.search(r"[一二三四五六七八九十\d]{1,3}(?=个)", words)
    months = parse_number(told[0]) if told else None
    return int(months.low) // 12 if months is not None and months.low <= 60 else 0


def _of_foundlings(plain: str, people: People) -> Iterator[Said]:
    """十一年前拾得女婴: as old as the years since."""
    for found in _FOUNDLING.finditer(plain):
        years, of = parse_number(found["n"]), people.subject(found.end(), found.end(), young=True)
        if years is not None and years.exact and of is not None and of.person != "self":
            low = int(years.low)
            yield Said("age_years", {"min": low, "max": low + 1}, of, found.start(), found.end())


def _before_birthday(plain: str, people: People) -> Iterator[Said]:
    """明年四月满18: a year less by now."""
    for found in _SOON.finditer(plain):
        age, of = parse_number(found["n"]), people.subject(found.start(), found.end())
        if age is not None and age.exact and of is not None and 1 <= age.low <= 110:
            if of.person == "self" and age.low < 14:
                of = Mention(found.start(), found.start(), "child", "child")
            yield Said("age_years", int(age.low) - 1, of, found.start(), found.end())


def _follows_person(plain: str, number: Number, people: People) -> bool:
    """Right behind somebody, but for 今年 and the like: 二婶七十四, 她自己三十三."""
    told = _NOW.search(plain, max(0, number.start - 6), number.start)
    start = told.start() if told else number.start
    return any(m.end == start and m.person for m in people.mentions)


def _is_age(plain: str, number: Number, *, at_person: bool = False) -> bool:
    if not 0 <= number.low <= 115 or number.low != int(number.low) or plain[number.end - 1] in "仨俩":
        return False
    before = plain[max(0, number.start - 6) : number.start]
    if is_taken_back(plain, number) or _ROUGHLY_MORE.match(plain, number.end):
        return False
    if (
        _NEXT_YEAR.search(before)
        or _NEVER_AGE_BEFORE.search(before)
        or _DIED_AGED.match(plain, _after_unit(plain, number.end))
    ):
        return False
    if _TURNED.search(before) and number.low >= 1:
        return bool(_AGE_UNIT.match(plain, number.end)) or _ends_clause(plain, number.end)
    if number.low >= 3 and before.endswith("满") and re.match(r"岁?了", plain[number.end : number.end + 2]):
        return not re.search(r"[就得要等]满$", before)
    if _AGE_UNIT.match(plain, number.end):
        return _is_age_in_years(plain, number, before)
    if number.low < 3 or (_NOT_AGE_UNIT.match(plain, number.end) and not _NO_UNIT.match(plain, number.end)):
        return False
    return _is_bare_age(plain, number, before, at_person=at_person)


def _is_age_in_years(plain: str, number: Number, before: str) -> bool:
    """With 岁: an age, unless a limit is asked about (过了两岁还能报吗)."""
    if before.endswith(("打", "从", "自")) or _SINCE_THEN.match(plain, number.end):
        return False  # 打六岁就在俺家
    if _WAITS.search(before) and _TILL_THEN.match(plain, number.end):
        return False  # 得等一岁半开刀
    if before.endswith("虚") or before.endswith("虚岁"):
        return "周岁" not in plain and "实际" not in plain
    if "过" in before[-2:] + plain[number.start : number.start + 2] and _LIMIT.match(plain, number.end):
        return False
    if before.endswith(("未满", "不满", "等满", "到")) and not before.endswith(("养到", "长到", "拉扯到")):
        return False
    if before.endswith("满") and _IF_TURNED.match(plain, number.end):
        return False
    asked = re.match(r".{0,3}(?:是不是|才|能领|可以|的老人(?:有|能|补))", plain[number.end + 1 :])
    return not (_NOT_AGE_BEFORE.search(before) and asked)


def _is_bare_age(plain: str, number: Number, before: str, *, at_person: bool) -> bool:
    """Without 岁: by whom it stands behind and what comes after."""
    if _HIS_ONLY.search(before) and number.low >= 14 and _ends_clause(plain, number.end):
        return True
    if _ONLY.search(before) and number.exact and 3 <= number.low <= 99 and _ends_clause(plain, number.end):
        return plain[number.end : number.end + 1] in ("", "，", "。", "！", " ")
    if _BACK_THEN.match(plain, number.end):
        return False
    if _RAISED_TILL.search(before) and _BY_NOW.match(plain, number.end):
        return "等" not in before and number.exact
    if _OF_ALL_BEFORE.search(before) and _OF_ALL_AFTER.match(plain, number.end):
        return False
    whole = "." not in plain[number.start : number.end]
    rough = not number.exact or plain.startswith(("好几", "多", "来", "几"), number.end)
    if at_person and whole and not rough and (number.low >= 18 or _ends_clause(plain, number.end)):
        return True
    if not whole or _NOT_AGE_BEFORE.search(before.replace("过了", "")):
        return bool(re.search(r"(?:大的|小的|男|女)$", before)) and _ends_clause(plain, number.end)
    after = plain[number.end : number.end + 4]
    if number.low >= 16 and _AGED_AFTER.match(after):
        return bool(_GROWN_UP.search(before))
    if number.low >= 14 and _stands_alone(plain, number):
        return True
    if 25 <= number.low <= 70 and _TOO_OLD.match(plain, number.end) and _TOO_OLD_BEFORE.search(before):
        return True
    if (
        number.low >= 60
        and not before
        and re.match(r"没|了|岁|，(?![\d一二三四五六七八九十])|的", plain[number.end :])
    ):
        return True
    placed = _ends_clause(plain, number.end) or before.endswith(("今年", "年")) or number.low >= 18
    return bool(_AGE_PLACE.search(before.rstrip())) and placed


def _is_whose_age(plain: str, number: Number, people: People) -> bool:
    """八十的婆婆; 一个八岁一个十二: a bare number right at the one it is about."""
    couple = plain[max(0, number.start - 3) : number.start].endswith(("老两口", "老俩", "老俩口"))
    if couple and number.low >= 50 and not plain.startswith(("平", "块", "万"), number.end):
        return True  # 老两口八十多走不动
    rough = number.high - number.low > (10 if number.low >= 50 else 1)
    if rough or "." in plain[number.start : number.end]:
        return False
    if number.low >= 60 and any(m.start == number.end and m.words.startswith("老") for m in people.mentions):
        return True  # 八十老母
    if plain[number.end : number.end + 1] == "的" and 14 <= number.low <= 110:
        hired = any(m.person == "hired" and m.start < number.start < m.end for m in people.mentions)
        behind = any(m.start == number.end + 1 and m.person not in (None, "self") for m in people.mentions)
        return hired or behind  # 招了个四十三的女工
    of_child = any(m.relation in YOUNG and plain[m.end : number.start] == "，" for m in people.mentions)
    if of_child and 1 <= number.low <= 110 and plain.startswith(("了", "咧"), number.end):
        return True  # 有个儿子，14了孤独症
    told = any(m.words == "一个" and m.end == number.start for m in people.mentions)
    ends = (
        _ends_clause(plain, number.end)
        or plain.startswith(("一个", "、", "和"), number.end)
        or number.low >= 30
    )
    return told and 1 <= number.low <= 110 and ends


def _stands_alone(plain: str, number: Number) -> bool:
    """…，二十六: a clause that is nothing but a number, after a person was named."""
    before = number.start > 0 and plain[number.start - 1] in "，。、 "
    end = number.end + plain.startswith("整", number.end)
    apart = plain[end : end + 1] == " " and number.low >= 30 and "我" not in plain
    return before and (end >= len(plain) or plain[end] in "，。；男女" or apart)


_STANDINGS = ("低保", "特困", "五保", "残疾", "退休", "有低保", "没低保")


def _ends_clause(plain: str, end: int) -> bool:
    return (
        end >= len(plain)
        or plain[end] in "，。！？；, 了咧的岁没女男吃啦呀上嘞小整"
        or plain.startswith(
            ("周岁", "被", "农村", "身体", "患", "得了", "跟着", "跟我", "跟俺", *_STANDINGS, *ORDINALS), end
        )
    )


def _after_unit(plain: str, end: int) -> int:
    found = re.compile(r"周?岁").match(plain, end)
    return found.end() if found else end


def _age_value(number: Number) -> object:
    if number.exact:
        return int(number.low)
    low, high = int(number.low), int(number.high)
    if high - low == 10 and low % 10 == 0:
        high -= 1
    return {"min": max(low, 0), "max": min(high, 120)}


def highest(age: object) -> int:
    """The age, or the most it may be."""
    return age["max"] if isinstance(age, dict) else int(str(age))


def age_band(age: int) -> str:
    """The stage of life an age belongs to, by the age it begins with."""
    return next((name for least, name in _BANDS if age < least), "78")
