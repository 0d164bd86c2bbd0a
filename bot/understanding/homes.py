"""How many live together, and in how many square metres."""

from __future__ import annotations

import re
from collections.abc import Iterator

from .numbers import number_at
from .people import People
from .said import Said
from .stance import Stance, stance_of

_N = r"(?P<n>[一二两三四五六七八九十\d]{1,2})"
_SIZE = re.compile(
    r"(?:我?家|俺家|全家|一家(?:子|老小)?|家里|我们|俺们?|自己|养着?(?:俺们|我们)?|共)?(?:[连带加][^，。；]{1,5}?)?(?:现在|就|共|总共|一共|有|是|"
    rf"里){{0,3}}{_N}(?P<unit>[口囗](?:人|(?<!两口)子)?(?!子|井|锅|之家|味|就?吞|窗|水|"
    r"饭)|个人(?=过日子|住|吃饭|的家|一起(?:过|住)|挤|过(?!来)|(?<!两个人)一个月(?!工资)))"
)
_OF_HOME = re.compile(r"我?家|俺家|全家|一家|家里|养|共|我们|俺们|自己")
_ALONE = re.compile(rf"(?:^|[ ，。；]){_N}[口囗](?:人|之家)?(?=[ ，。；]|$)")
_TOGETHER = re.compile(
    r"(?:俺|我)?们?(?P<n>娘|爷|母女|母子|父子|父女|祖孙|爷孙|姐弟|兄妹|兄弟|姊妹)(?P<c>俩|仨|两个|三个|二人|三人)(?:人)?"
    r"(?=[^，。]{0,4}(?:过|相依|一起|一块|住|生活|租|守)|[，。]|$)|"
    r"就(?:剩)?(?:下)?(?:我|俺|他|她)?(?:们)?(?:和|跟|与)[^，。]{1,6}?(?P<two>两个人|俩人?|两口|二人)(?=过|住|一起|相依|[，。在]|$)|"
    r"(?:就|只)(?:剩|有)?(?:下)?(?:我|俺)们?(?P<pair>老两口|两口子|老俩|俩|老两个)(?:子|人)?(?=过|住|一起|相依|在家|[，。]|$)|"
    r"(?:跟|和|与)(?:我|俺|他|她)?(?:那)?(?:闺女|女儿|儿子?|孙子|孙女|外孙女?|老伴|媳妇|老婆|老公|老头子?|妈|娘|爹|爸|奶奶|爷爷|母亲|父亲|妹妹|弟弟|哥哥|姐姐|孩子)"
    r"(?P<both>俩|两个人?|二人|俩人)(?=[^，。]{0,3}(?:过|住|相依|生活|一起|一块|租))"
)
_METRES = re.compile(
    r"(?P<n>[一二两三四五六七八九十百\d]{1,5})(?P<more>来|多)?(?:个)?"
    r"平(?:米|方米?)?(?![均时常台价衡面安原坝地板整])"
)
_HOME_NEAR = re.compile(r"[房屋住楼租挤间院]|面积|套|家")


def read_homes(plain: str, people: People) -> Iterator[Said]:
    """`household_size` (一家五口, 俺娘俩) and `home_area_sqm`."""
    yield from _pairs(plain, people)
    yield from _counted(plain, people)
    yield from _areas(plain, people)


def _pairs(plain: str, people: People) -> Iterator[Said]:
    for found in _TOGETHER.finditer(plain):
        of = people.home(found.end(), found.end())
        if of is not None and stance_of(plain, *found.span()) is Stance.SAID:
            size = 3 if (found["c"] or "") in ("仨", "三个", "三人") else 2
            yield Said("household_size", size, of, found.start(), found.end())


def _counted(plain: str, people: People) -> Iterator[Said]:
    for pattern in (_SIZE, _ALONE):
        for found in pattern.finditer(plain):
            bare = pattern is _SIZE and found["unit"] in ("口", "囗")
            if bare and not _OF_HOME.match(found.group()):
                continue
            number = number_at(plain, found.start("n"))
            of = people.subject(found.start(), found.end())
            if number is None or of is None or not number.exact or not 1 <= number.low <= 20:
                continue
            if stance_of(plain, *found.span()) is Stance.SAID:
                yield Said("household_size", int(number.low), of, found.start("n"), found.end())


def _areas(plain: str, people: People) -> Iterator[Said]:
    if "平" not in plain or "人均" in plain:
        return
    for found in _METRES.finditer(plain):
        number, of = number_at(plain, found.start("n")), people.home(found.start(), found.end())
        near = _HOME_NEAR.search(plain[max(0, found.start() - 10) : found.end() + 8])
        if number is None or of is None or near is None or not 5 <= number.low <= 400:
            continue
        if stance_of(plain, *found.span()) is Stance.SAID:
            yield Said("home_area_sqm", number.to_json(), of, found.start("n"), found.end())
