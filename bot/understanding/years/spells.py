"""How long without work, how long the contract, how long away from where one is registered."""

from __future__ import annotations

import re
from collections.abc import Iterator
from decimal import Decimal

from bot.understanding.numbers import number_at
from bot.understanding.people.whom import People
from bot.understanding.said import Said
from bot.understanding.stance import Stance, stance_of
from bot.understanding.wordings.heads import compile_headed

_N = r"[一二两俩仨三四五六七八九十\d]{1,3}"
_LENGTH = (
    rf"(?P<near>快|小|将近)?(?P<n>半|好几|{_N})(?P<more>来|多|几)?(?P<unit>年|个?多?月)(?P<half>半)?"
    rf"(?:零|又|外加)?(?:(?P<extra>{_N})个?月)?(?P<over>多)?"
)
_AGAIN = re.sub(r"\?P<(\w+)>", r"?P<\g<1>2>", _LENGTH)
_IDLE = (
    r"(?:失业(?!保险|险|金|[^，。]{0,3}登记前)(?:登记)?|下岗|待业|(?:裁|开除|辞退)(?:了|掉|员)?(?=半|[一二两三四五六七八九\d])|离职|辞职|辞退|开除|(?:解除|终止)(?:了)?(?:劳动)?(?:合同|关系)|优化(?:了|下来)(?=半|[一二两三四五六七八九\d])|(?:歇|闲|待)到(?:今天|今儿|现在|如今)|在家(?:等|歇|蹲|闲|待)了(?=半|[一二两三四五六七八九十\d])|被辞|被裁|裁员|走人|没(?:有)?(?:了)?(?:工作|活干|活|上班|班上|收入)|"
    r"(?:厂|店|公司|饭店|厂子|超市|车间)(?:关门|黄了|倒闭|倒了|停产|散了)了?(?=半|[一二两三四五六七八九十\d])|白?闲了?(?=半|[一二两三四五六七八九十\d])|"
    r"(?:失去|丢了|没了)工作(?:已|都|快|有|得有){0,4}|(?:没(?:再|正经|好好|怎么){0,2}(?:上过?班|干过活)|(?:裁|开除|辞退)(?:了|掉|员)|下岗|黄了以后[^，。；]{0,10}|在家[待蹲闲歇窝][着了]?)，(?:到现在|至今|一晃|已经|算来)(?:整整|整|都|有|快|得有){0,4}|"
    r"没(?:有)?找(?:着|到)(?:活|工作)|没(?:进|挣)(?:过|着)?(?:一分|一毛)钱|在家(?:闲|待|歇)着?|闲(?:着|下来)|丢了(?:工作|饭碗))"
)
_JOBLESS = compile_headed(
    rf"{_IDLE}(?:(?!干了|交|前|后|打零?工)[^，。；])" + r"{0,6}?" + rf"{_LENGTH}(?!前|级|龄|的?工龄|里)|"
    rf"{_AGAIN}(?:了)?(?:都|也|一直|还是|还|就)?(?:一分钱没挣|没(?:有)?(?:工作|活干|上班|班上|进过账|开过支|领过工资|(?:进|挣)(?:过|着)?(?:一分|一毛)钱|找[着到](?:活|工作)|(?:正经|再|好好)?(?:上过班|干过活|上班)|着落|干上活)|没(?:有)?(?:一分钱|一分|半分钱)(?:的)?(?:收入|进项|进账)|没活|失业|待业)(?!证明)"
)
# 怀孕七个月也没上班: how long something else has lasted.
_OTHER_SPELL = re.compile(
    r"(?:怀孕|怀了|怀着|有了|住院|休养|哺乳|产假|孩子|坐月子|透析|瘫痪?|卧床|得病|病了|生病|干了|结婚|离婚)(?:都|快|才|已经|了){0,12}$"
)
_IDLE_BEFORE = re.compile(
    r"(?:^|[，。；！？ 我俺他她]|[以之]?后|后来|打那|从那|都|已经|有|快|整整?|闲|待|歇|在家|公|婆|儿|"
    r"爸|妈|伴|家|现在|是|了)$"
)
_CONTRACT = re.compile(
    rf"签(?:了|过|的|的是)?(?:劳动)?(?:合同)?(?:是)?{_LENGTH}(?:期)?(?:的)?(?:劳动|用工)?合同|"
    rf"合同签了?{_AGAIN}"
)
_APART_FIRST = re.compile(
    rf"(?:来|住|租|搬)[^，。；户]{{0,8}}?{_LENGTH}(?:了)?[^。！？]{{0,8}}(?:户口|户籍)(?:还|都|也|仍|"
    rf"一直){{0,12}}(?:在(?!这|淄博)|没(?:迁|转))"
)
_APART = re.compile(rf"(?:户口|户籍)[^。！？]{{2,24}}?(?:租|住|搬)[^，。；]{{0,8}}?{_LENGTH}(?!前)")


def read_spells(plain: str, people: People) -> Iterator[Said]:
    """`unemployed_months`, `labour_contract_months` and `years_apart_from_hukou`."""
    if "年" not in plain and "月" not in plain:
        return
    for pattern, fact in ((_JOBLESS, "unemployed_months"), (_CONTRACT, "labour_contract_months")):
        for found in pattern.finditer(plain):
            which = "" if found["n"] else "2"
            if which and not _IDLE_BEFORE.search(plain, max(0, found.start() - 4), found.start()):
                continue
            if which and _OTHER_SPELL.search(plain, max(0, found.start() - 5), found.start()):
                continue
            months = _months(plain, found, which)
            of = people.subject(found.start(), found.end())
            if months is not None and of is not None and stance_of(plain, *found.span()) is not Stance.OPEN:
                yield Said(fact, months, of, found.start("n" + which), found.end())
    for found in (*_APART.finditer(plain), *_APART_FIRST.finditer(plain)):
        number, of = number_at(plain, found.start("n")), people.home(found.start(), found.start())
        if number is not None and of is not None and found["unit"] == "年":
            yield Said("years_apart_from_hukou", number.to_json(), of, found.start("n"), found.end())


def _months(plain: str, found: re.Match[str], which: str) -> object | None:
    unit = 12 if found["unit" + which] == "年" else 1
    more = bool(found["more" + which] or found["over" + which] or "多" in found["unit" + which])
    if found["n" + which] == "半":
        return _spread(6, 6 + (6 if more else 0)) if unit == 12 else None
    if found["n" + which] == "好几":
        return _spread(3 * unit, 9 * unit)
    number = number_at(found["n" + which], 0)
    if number is None:
        return None
    low, high = number.low * unit, number.high * unit
    if found["half" + which]:
        low, high = low + Decimal(unit) / 2, high + Decimal(unit) / 2
    if found["near" + which]:
        low, high = low - max(1, unit // 4), high - (unit > 1)
    extra = number_at(found["extra" + which], 0) if found["extra" + which] else None
    if extra is not None:
        low, high = low + extra.low, high + extra.high
    return _spread(int(low), int(high) + (unit if more else 0))


def _spread(low: int, high: int) -> object:
    return low if low == high else {"min": low, "max": high}
