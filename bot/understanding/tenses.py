"""Does something hold now: not what once was and ended, nor what is only hoped for or looked for?"""

from __future__ import annotations

import re

from bot.understanding.stance import clause_end, clause_start

_ONCE = re.compile(
    r"(?:以前|原来|原先|之前|早先|早年|从前|当年|当初|[寒暑]假|那会儿?|那时候?|年轻(?:时|那|的时)|过去|曾经?|前些年|从小|"
    r"(?:生病|得病|有病|患病|发病|病倒?|出事|受伤|摔伤?|车祸|住院|进去|坐牢|入狱|下岗|失业|怀孕|退休|出嫁|嫁过来|手术|瘫痪?|去世|没|结婚|离婚|毕业|生孩子)[之以]?前|"
    r"前几年|头些年|头几年|本来|(?:19\d\d|20[01]\d|202[0-4])年(?=[我俺他她]?们?(?:在|$))|(?:去年|前年|20\d\d年)[^，。；]{0,8}月(?:份)?(?:至|到)[^，。；]{0,8}月|一直想|[年月]前在|(?:[二三四五六七八九]?十[一二三四五六七八九]?|[1-9]\d|好几|多少)(?:来|多|几)?年前|前(?=在[^，。]{1,8}(?:厂|公司)))"
)
# 干公益岗的时候，社保是单位交的: the time named at work is over, with a pause behind it or without.
_AT_THAT_WORK = (
    r"(?:干|当|做|开|跑|上班|上着班|打工|在(?:公益岗|厂里?|单位|公司|岗|职|矿上?|企业|饭店|超市))[^，。；农]{0,10}?"
    r"(?:的?时候|那会儿?|那阵子?|那几年|那些年|期间)"
)
_JUST_NAMED = re.compile(rf"(?:{_AT_THAT_WORK})[，]?[^，。；]{{0,6}}$")
_NOW = re.compile(r"现在|如今|眼下|目前|这会儿|今年|这两年|至今|后来|打那以?后|以后(?=再没|再也没|就没|一直)")
_ONCE_AFTER = re.compile(
    r"[^，。；]{0,3}(?:的?时候|那会儿?|那年|那些年|那几年|以前|之前|期间|了一?辈子|过一?段|过[一二两三四五六七八九十几\d半]{1,12}[年个]|"
    r"(?:[^，。；]{0,4}干)?到[^，。；]{0,4}(?:破产|倒闭|黄了?|改制|关门|关张|解散|下岗|停产)|"
    r"[^，。；]{0,4}(?:不干了|被裁|被辞|辞退|辞了|黄了|倒闭|下岗|退下来|退休了|不让干|回来了(?:的)?(?=[，。]|$)|(?<![千百万元块钱])回来(?:的)?(?=[，。]|$)|走人))"
)
_HOPED = re.compile(
    r"(?:(?<![承成料])想(?:要|着|再|去|在|找)?|拟|打算|准备|寻思|希望|盼着?|能不能|(?<![只就])能|可不可以|可以|(?:让|叫|给)(?:他|她|我|俺|老人)?|免费|给安排|"
    r"安排|介绍|招|找(?:个|份|一个|一份)?|"
    r"谋个?|寻个?|没法|不能|没能|不了|别|不让|不想|不是|要是|如果|等|将来|(?<![业伍婚岗病学伤工厂来休])以后|算|为了|愿意?|去不了|没处|没地方|没有?|不|听说|"
    r"什么|啥样|哪些|属于|写|填|需要|(?<![还得])要)[^，。；！？一-鿿]{0,2}(?:去|来|再|在|个|当|做|干|上|开)?$"
)


# 想创业开个店, 打算回家种果树: plans, where no question is asked in between.
_PLANS = re.compile(
    r"(?:(?<![承成料])想|拟|打算|准备|计划|闹着要?|嚷着要?|(?<![还得就])要(?=去)|琢磨着?|考虑|寻思着?)(?!问|咨询|打听|知道|申请|办|请|找你|让|着|起|不)[^，。；我俺他她在]{0,6}$"
)
# 在砖厂干过零工, 当过会计
_ONCE_DONE = re.compile(r"[干打做当开跑卖]过(?!来|去|年|节|日子)")
_ANYBODY = re.compile(
    r"的(?:外地|残疾|本地|年轻|退役)?(?:人|职工|工人|大学生|老人|妇女|家庭)[^，。；]{0,4}(?:能|可|有|怎|需|要|是不是|算)"
)
# 扛麻袋、看大门、扫马路都行: what one would do.
_WILLING = re.compile(
    r"[^，。；]{0,14}?(?:都|也|啥的|什么的)(?:还)?(?:行|中|可以|能干|愿意|肯干|没问题|不嫌)(?=[，。；！ ]|$)"
)
_WARDED_OFF = re.compile(
    r"你们(?:那里|那边|这里|这边|公司|单位|那儿)|别让|别叫|免得|省得|总不能|难道|不能让|不至于|前提|条件是|要求|规定|如果|要是|万一"
)


def holds_now(plain: str, start: int, end: int) -> bool:
    """Is what `plain[start:end]` says so now?"""
    clause = plain[clause_start(plain, start) : start]
    if was_once(plain, start):
        return False
    if _PLANS.search(clause):
        return False
    if _WARDED_OFF.search(clause) or _HOPED.search(clause[-8:]):
        return False
    if _ONCE_DONE.search(plain, max(start - 2, 0), end + 2):
        return False
    limit = clause_end(plain, end)
    not_now = (_ONCE_AFTER, _ANYBODY, _WILLING)
    return not any(pattern.match(plain, end, limit) for pattern in not_now)


def was_once(plain: str, start: int) -> bool:
    """Do the words ahead of `start` put what follows into a time that is over?"""
    head = clause_start(plain, start)
    once = list(_ONCE.finditer(plain, head, start))
    if once:
        return not _NOW.search(plain, once[-1].end(), start)
    named = _JUST_NAMED.search(plain, max(clause_start(plain, max(head - 1, 0)), start - 30), start)
    return named is not None and not _NOW.search(plain, named.start(), start)


def has_ended(plain: str, start: int, end: int) -> bool:
    """Is what `plain[start:end]` says told of a time that is over: 以前干…, …干过三年, …那会儿?"""
    if was_once(plain, start) or _ONCE_DONE.search(plain, max(start - 2, 0), end + 2):
        return True
    return bool(_ONCE_AFTER.match(plain, end, clause_end(plain, end)))
