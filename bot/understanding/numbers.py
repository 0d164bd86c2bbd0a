"""Spoken and written numbers: 三千五, 一万二, 1.2万, 七八万, 三千出头, 十七万多, 千把块, 万儿八千."""

from __future__ import annotations

import re
from collections.abc import Iterator
from dataclasses import dataclass
from decimal import Decimal, InvalidOperation

from bot.understanding.wordings.heads import compile_headed

_DIGITS = {c: i for i, c in enumerate("零一二三四五六七八九")} | {
    "〇": 0,
    "两": 2,
    "俩": 2,
    "仨": 3,
    "壹": 1,
    "贰": 2,
}
_DIGITS |= {"叁": 3, "肆": 4, "伍": 5, "陆": 6, "柒": 7, "捌": 8, "玖": 9}
_UNITS = {"十": 10, "拾": 10, "百": 100, "佰": 100, "千": 1000, "仟": 1000, "k": 1000}
_FORMS = str.maketrans({"廿": "二十", "卅": "三十"})
_ONE = "零〇一二三四五六七八九两俩仨壹贰叁肆伍陆柒捌玖"
# 老二|6岁, 高三|十八, 初二|二十号: which one it is is over before the number begins.
_NOT_ORDINAL = (
    r"(?!(?<=[老初高])[一二三四五六](?:\d|[一二三四五六七八九]?十|[一二三四五六七八九](?:[岁个]|周岁)))"
)
_NOT_AN_ARMY = "(?!(?<=[退入队])伍)"  # 退伍, 入伍|五年
# 75|五保, 62|一级残疾: said without a pause, the age is over before the standing or the grade begins.
_NOT_NEXT = "(?!五保|[一二三四]级(?!风|台风|地震|响应))"
_NOT_US = r"(?![俩仨][一二三四五六七八九两\d])"  # 俺俩|四百, 俩|一个五岁: how many, and then a sum
_BODY = (
    rf"{_NOT_ORDINAL}{_NOT_AN_ARMY}{_NOT_US}(?:[二三四五六七八九]十有[一二三四五六七八九](?![{_ONE}个口位名])|"
    rf"\d[\d,]{{0,14}}(?:\.\d{{1,6}})?|[{_ONE}几数好廿卅])(?:\d{{1,14}}+(?:\.\d{{1,6}})?|{_NOT_NEXT}(?!(?<!十)一(?:个月|年|月|天)|一辈子)[{_ONE}几十拾百佰千仟万亿kw]){{0,24}}"
)
# 一年落不下一万, 挣不了三千: below it; 领不着三年了 is how long.
_BELOW = rf"不[了下着上够](?<=[挣赚落剩攒见拿领开进收卖分摊合余凑]不.)(?=[{_ONE}\d十]{{1,6}}[百千万块元])"
_NUMBER = compile_headed(
    rf"(?P<before>(?<![大老最])小(?=[{_ONE}\d]{{1,3}}[百千万])|奔(?!波|走|跑)|将近|接近|快到|快|不到|不足|不满|没到|大概|大约|约|差不多|超过|过了|(?<![们我他她起块家])过|{_BELOW})?"
    rf"(?P<body>{_BODY}|[万千百]儿八[千百十]|(?:[十百佰千仟万]|拾(?=[壹贰叁肆伍陆柒捌玖万元圆]))(?:[{_ONE}几百千万]|好(?=几)|\d){{0,24}}+)"
    rf"(?P<more>来|多(?!少)|余|(?<=[百千万])把(?=[块元斤人亩口]))?(?P<big>[万千百十]{{1,6}}+(?:[{_ONE}]|\d)?)?"
    rf"(?:(?P<to>(?:到|至|-|~|—|～){{1,6}})(?P<second>\d{{1,14}}(?:\.\d{{1,6}})?[十百千万]{{0,6}}|[{_ONE}十][{_ONE}十百千万]{{0,12}}))?"
    rf"(?P<after>出头|左右|上下|来|多(?!少)|挂零|开外|(?<=十)往上(?!涨))?"
)
_SOME_EIGHT = ("百八十", "千八百", "万八千")
_PAIR = re.compile(r"([一二两三四五六七八])([二两三四五六七八九])(?=[十百千万]|$)")
_PART = re.compile(r"\d+(?:\.\d+)?|.")


@dataclass(frozen=True, slots=True)
class Number:
    """A number as said: `low` to `high` (equal when exact), and where it stands in the text."""

    low: Decimal
    high: Decimal
    start: int
    end: int

    @property
    def exact(self) -> bool:
        return self.low == self.high

    def times(self, factor: Decimal | int) -> Number:
        return Number(self.low * factor, self.high * factor, self.start, self.end)

    def to_json(self) -> int | float | dict[str, int | float]:
        """The raw JSON value: a number, or `{"min", "max"}` for a rough one."""
        if self.exact:
            return _json_number(self.low)
        return {"min": _json_number(self.low), "max": _json_number(self.high)}


def _json_number(value: Decimal) -> int | float:
    return int(value) if value == value.to_integral_value() else float(value)


def parse_number(text: str) -> Number | None:
    """The number that `text` is, whole; None when it is not one."""
    found = _NUMBER.fullmatch(text.translate(_FORMS).replace(",", ""))
    return _from_match(found) if found else None


# 一年一万二|五十二男的: a spoken sum is over after its last digit.
_TWO_SUMS = re.compile(
    r"(?P<sum>[一二两三四五六七八九]{1,2}[千万][一二三四五六七八九])(?P<next>[一二三四五六七八九]?十[一二三四五六七八九]?)$"
)


# 跟俺一块住: together, and no sum.
_TOGETHER = re.compile(r"块(?:儿|[住过吃干种挤待在做养搭租开挣]|生活|居住|打工|上班|来的|相依)")
_COUNTED = ("个", "直", "口", "岁", "辈子", "身", "条腿", "只手", "只眼", "块儿")
_KIN = ("宝", "娃", "儿子", "闺女", "女儿", "小子", "丫头", "哥", "姐", "弟", "妹", "叔", "姑", "舅", "姨")


def find_numbers(text: str) -> Iterator[Number]:
    """The numbers in `text`, in order."""
    for found in _NUMBER.finditer(text):
        if found.group() in ("一", "1") and _TOGETHER.match(text, found.end()):
            continue
        if (split := _TWO_SUMS.match(found.group())) is not None:
            for start, end in ((0, split.end("sum")), (split.start("next"), len(found.group()))):
                part = _NUMBER.fullmatch(text, found.start() + start, found.start() + end)
                if part is not None and (one := _from_match(part)) is not None:
                    yield one
            continue
        number = _from_match(found)
        if number is None and found.group()[-1] in _ONE and text.startswith((*_COUNTED, *_KIN), found.end()):
            own = _NUMBER.fullmatch(text, found.start(), found.end() - 1)  # 十二|一个九岁, 12|二宝6岁
            number = _from_match(own) if own else None
            last = _NUMBER.fullmatch(text, found.end() - 1, found.end())
            if number is not None and last is not None and (one := _from_match(last)) is not None:
                yield number
                number = one
        if number is not None:
            yield number


def number_at(text: str, place: int) -> Number | None:
    """The number that starts at `place`."""
    found = _NUMBER.match(text, place)
    return _from_match(found) if found else None


def _from_match(found: re.Match[str]) -> Number | None:
    body = (found["body"] + (found["big"] or "")).translate(_FORMS).replace(",", "").replace("有", "")
    span = _span(body)
    if span is None:
        return None
    low, high, step = span
    if found["second"]:
        low, high = _up_to(low, found["second"], body)
    about = found["more"] or found["after"]
    if about and low == high:
        low, high = _rough(low, step, about, found["more"] and found["big"])
    if found["before"] and low == high:
        low, high = _near(low, found["before"])
    return Number(low, high, found.start(), found.end())


def _up_to(low: Decimal, second: str, body: str) -> tuple[Decimal, Decimal]:
    span = _span(second)
    if span is None or span[0] < low:
        last = body[-1]
        span = _span(second + last) if last in "十百千万" else span
    if span is None:
        return low, low
    if span[0] > low * 100 and second[-1] in "千万百":
        low = low * _unit(second[-1])
    return (low, span[0]) if span[0] >= low else (low, low)


def _unit(letter: str) -> int:
    return 10000 if letter in "万w" else _UNITS.get(letter, 1)


def _rough(value: Decimal, step: Decimal, about: str, inner: str | None) -> tuple[Decimal, Decimal]:
    """八百来 → 750–850 · 十七万多 → 170000–180000 · 三千出头 → 3000–3300 · 二十多万 → 200000–300000."""
    if about in ("多", "余"):
        if inner:
            step = max(step, Decimal(10) * _unit(inner[0]))
        return value, value + step
    if about == "把":  # 千把块, 万把块
        return value * 8 / 10, value * 12 / 10
    if about in ("出头", "挂零"):
        return value, value + (value / 10 if value >= 100 else Decimal(3))
    if about in ("开外", "往上"):
        return value + 1, value + (9 if value < 100 else value / 10)
    if value <= 120:
        return value - 2, value + (3 if about == "来" else 2)
    leading = int(str(int(value))[0])
    share = value * (5 if leading <= 2 else 6) / 100
    slack = (share / 10).to_integral_value() * 10
    return value - slack, value + slack


def _near(value: Decimal, before: str) -> tuple[Decimal, Decimal]:
    if before in ("超过", "过了", "过"):
        return value, value * Decimal("1.2").quantize(Decimal("0.1"))
    if before in ("大概", "大约", "约", "差不多"):
        return value, value
    if value <= 120:
        return value - 2, value - 1
    return value * 9 / 10, value


def _span(body: str) -> tuple[Decimal, Decimal, Decimal] | None:
    """Lowest, highest, and the step of the last place that was said."""
    if body[1:2] == "儿" or body in _SOME_EIGHT:  # 万儿八千, 百八十块
        return Decimal(8) * _unit(body[-1]), Decimal(_unit(body[0])), Decimal(1)
    if body == "百十":  # 百十来块: a hundred and some
        return Decimal(90), Decimal(130), Decimal(1)
    pair = _PAIR.search(body)
    if pair and _ascending(pair):
        low = _value(body[: pair.start(2)] + body[pair.end(2) :])
        high = _value(body[: pair.start(1)] + body[pair.end(1) :])
        if low is not None and high is not None and low < high:
            return low, high, Decimal(1)
        return None
    if "几" in body or body[0] in "数好":
        return _some(body)
    value = _value(body)
    return None if value is None else (value, value, _step(body, value))


def _ascending(pair: re.Match[str]) -> bool:
    first, second = _DIGITS[pair[1]], _DIGITS[pair[2]]
    return second == first + 1 or (first, second) == (3, 5)


def _some(body: str) -> tuple[Decimal, Decimal, Decimal] | None:
    """十几 → 11–19, 十好几 too, 几百 → 200–900; a bare 几 is no number."""
    body = body.replace("十好几", "十几")
    body = (
        body.replace("数", "几", 1)
        if body[0] in "数好" and len(body) > 1 and body[1] != "几"
        else body.lstrip("好")
    )
    if body in ("几", "") or body.count("几") != 1:
        return None
    fewest = "一" if body[0] == "十" or body[-1] == "几" else "二"
    low, high = _value(body.replace("几", fewest)), _value(body.replace("几", "九"))
    return None if low is None or high is None else (low, high, Decimal(1))


def _step(body: str, value: Decimal) -> Decimal:
    last = body[-1]
    if last in "十拾百佰千仟万亿kw":
        whole = Decimal(100_000_000 if last == "亿" else _unit(last))
        if last == "万" and len(body) > 1 and body[-2] in "十百千":
            return whole * (_UNITS[body[-2]] if body[-2] != "十" else 10)
        return whole
    step = Decimal(1)
    while 0 < value < 10**15 and value % (step * 10) == 0:
        step *= 10
    return step


def _value(body: str) -> Decimal | None:
    """The value of digits and units: 一万二 → 12000, 1.2万 → 12000, 二〇一八 → 2018."""
    if not body:
        return None
    if len(body) > 2 and all(c in _DIGITS for c in body):
        return Decimal("".join(str(_DIGITS[c]) for c in body))
    total, section, current, last_unit = Decimal(0), Decimal(0), None, 1
    for part in _PART.findall(body):
        if part[0].isascii() and part[0].isdigit():
            if current is not None:
                return None
            current = _decimal(part)
        elif part in _DIGITS:
            if part in "零〇":
                last_unit = 10 if current is None else last_unit
                continue
            if current is not None:
                return None
            current = Decimal(_DIGITS[part])
        elif part in _UNITS:
            last_unit = _UNITS[part]
            section += (Decimal(1) if current is None else current) * last_unit
            current = None
        elif part in "万w亿":
            last_unit = 100_000_000 if part == "亿" else 10000
            total = (total + section + (current or 0) or Decimal(1)) * last_unit
            section, current = Decimal(0), None
        else:
            return None
    if current is not None:
        section += current * last_unit / 10 if last_unit > 10 and current < 10 else current
    return total + section


def _decimal(part: str) -> Decimal | None:
    try:
        return Decimal(part)
    except InvalidOperation:
        return None
