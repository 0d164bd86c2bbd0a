"""Where people live and where they are registered: districts and towns of Zibo by name."""

from __future__ import annotations

import re
from collections.abc import Iterable, Iterator

from knowledge import Guide

from .people import People
from .said import Said
from .stance import Stance, stance_of

_AT_HOME = re.compile(
    r"(?:我|俺|咱|家|住|户口|家在|人|是|们|在|住着|家住|本人|妈|爸|爹|娘|姨|叔|姐|哥|村|"
    r"[，。；！？ ])(?:都|是|就)?(?:在|是|住|住在)?(?:淄博市?)?$"
)
_WORKS_THERE = re.compile(
    r"(?:[区县市]|镇|街道)?(?:的)?(?:一家|一个|某|那边|这边)?.{0,4}?(?:打工|上班|干活|工地|跑了|厂|医院|"
    r"公司|商场|车站|站|路|法院|人社|买房|开着?|读|念|上学|中学|小学|一中|学校|职|师专|"
    r"体育|公园|广场|窗口|哪个|开店|做|送|出了|出差|租房合同)"
)
_LIVES_AFTER = re.compile(
    r"(?:[区县]|镇|街道)?(?:[一-鿿]{0,4})?(?:的|人|这边|住|村|老家|没有?(?:自己的)?房|租(?:了|个|房)|农村|"
    r"山里|体育场附近|[，。 ]|$)"
)
_ELSEWHERE = re.compile(
    r"户口(?:还|都|仍)?在(?:外地|外省|菏泽|聊城|德州|临沂|潍坊|滨州|东营|济宁|济南|青岛|河南|河北|安徽|江苏|四川|贵州|云南|"
    r"甘肃|陕西|山西|湖南|湖北|江西|东北|黑龙江|吉林|辽宁|内蒙)|"
    r"不是(?:淄博|本地|这里|本市)(?:的)?(?:户口|户籍|人)|外省户籍|外地户籍|(?:从|打)外[省地]来|外地人(?!也|的?政策)|户口不在(?:这里|这|淄博|本地|这边)|"
    r"外地户口|外省户口|(?:我们|我|俺|俺们)?是(?:外地|外省)(?:的|人|来)|(?:我|俺)?老家(?:是)?(?:河南|河北|"
    r"安徽|江苏|四川|贵州|云南|甘肃|陕西|山西|湖南|湖北|江西|东北|黑龙江|吉林|辽宁|"
    r"内蒙|济南|青岛|烟台|潍坊|东营|威海|临沂|日照|滨州|德州|济宁|泰安|枣庄|聊城|菏泽)的?(?=[，。在来跑]|"
    r"的)|(?:我|俺)是(?:河南|河北|安徽|江苏|四川|贵州|云南|甘肃|陕西|山西|湖南|湖北|江西|东北|黑龙江|吉林|"
    r"辽宁|内蒙|菏泽|聊城|德州|临沂|潍坊|滨州|东营|济宁)"
    r"[一-鿿]{0,4}(?:的|人)|(?:从|打)(?:菏泽|聊城|德州|临沂|潍坊|滨州|东营|济宁|河南|河北|安徽|贵州|云南)过来"
)
_IN_ZIBO = re.compile(
    r"(?:户口|户籍)(?:在|是|就在|都在)?(?:淄博|本地|咱淄博|张店|淄川|博山|临淄|周村|桓台|高青|沂源)|"
    r"(?:淄博|本地|张店|淄川|博山|临淄|周村|桓台|高青|沂源)(?:的)?(?:户口|户籍)"
)


class Places:
    """Names of the districts and towns of the guide, longest first."""

    def __init__(self, guide: Guide):
        self._of: dict[str, str] = {}
        for region in guide.regions.districts.values():
            for name in (region.name, *region.aliases):
                self._add(name, region.key)
            for town in region.towns:
                for name in (town.name, *town.aliases):
                    self._add(name, region.key, town=True)
        words = sorted(self._of, key=len, reverse=True)
        self._pattern = re.compile("|".join(map(re.escape, words)) or r"(?!)")

        asked = sorted(
            (a for p in guide.policies.values() for a in (p.name, *p.aliases) if len(a) >= 5), key=len
        )
        self._asked = re.compile("|".join(map(re.escape, reversed(asked))) or r"(?!)")

    @property
    def names(self) -> Iterable[str]:
        """Every name of a district or town, long and short."""
        return self._of

    def without_names(self, plain: str) -> str:
        """`plain` with the names of policies blotted out, so that asking for one states nothing."""
        return self._asked.sub(lambda found: "＊" * len(found.group()), plain)

    def _add(self, name: str, key: str, *, town: bool = False) -> None:
        self._of[name] = key
        short = re.sub(r"(?:街道|镇|区|县)$", "", name)
        if len(short) >= 2 and not (town and short in _COMMON):
            self._of.setdefault(short, key)

    def read(self, plain: str, people: People) -> Iterator[Said]:
        """The district the family is said to live in, and whether somebody's hukou is in Zibo."""
        for found in self._pattern.finditer(plain):
            if self._is_home(plain, found):
                of = people.subject(found.start(), found.end())
                if of is not None:
                    yield Said("district", self._of[found.group()], of, found.start(), found.end())
        for pattern, value in ((_ELSEWHERE, "elsewhere"), (_IN_ZIBO, "zibo")):
            for found in pattern.finditer(plain):
                of = people.subject(found.start(), found.end())
                if of is not None and stance_of(plain, *found.span()) is Stance.SAID:
                    yield Said("hukou", value, of, found.start(), found.end())

    def _is_home(self, plain: str, found: re.Match[str]) -> bool:
        before = plain[max(0, found.start() - 7) : found.start()]
        if before.endswith(
            ("去", "到", "嫁到", "从", "不在", "不是", "问", "查", "搬到", "户口在", "户口是", "户籍在")
        ):
            return False
        if _WORKS_THERE.match(plain, found.end()):
            return False
        if stance_of(plain, *found.span()) is not Stance.SAID:
            return False
        near = not before or _AT_HOME.search(before)
        return bool(near and (_LIVES_AFTER.match(plain, found.end()) or len(found.group()) > 2))


# Short names of towns that are everyday words elsewhere.
_COMMON = frozenset(
    [
        "车站",
        "公园",
        "和平",
        "体育场",
        "新城",
        "大街",
        "永安",
        "源泉",
        "城东",
        "山头",
        "凤凰",
        "龙泉",
        "昆仑",
        "钟楼",
    ]
)
