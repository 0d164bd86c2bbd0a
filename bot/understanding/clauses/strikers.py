"""What struck them: a bicycle is no motor vehicle, whether an e-bike is one the police says, and a fork-lift
in a works is no traffic. What runs off behind a blow is who dealt it: 电瓶车把俺爹撞了，跑了.
"""

from __future__ import annotations

import re
from collections.abc import Iterable, Iterator
from dataclasses import replace

from bot.understanding.people.subjects import PARENT_STATES
from bot.understanding.said import Said

_HITS = r"(?:撞|轧|碾|刮|碰|蹭|剐|挂|带|压|创|怼)(?!见|上面|到面|瓷)"
_WHOM = r"(?:[我俺咱他她]|孩子|老[人头伴]|爷爷|奶奶|[爹娘爸妈])"
_PEDALLED = (
    r"(?:(?<![电动])自行车|单车|脚踏车|山地车|洋车子?|脚蹬三轮车?|人力三轮车?|手推车|地排车|滑板(?!车)|轮滑)"
)
_ELECTRIC = r"(?:电动?自行车|电动车|电瓶车?|电驴子?|电车|平衡车|滑板车|助力车|(?:老年|电动)?代步车|老头乐)"
_MOTOR = re.compile(
    r"(?:汽车|轿车|货车|面包车?|客车|公交|大巴|卡车|摩托车?|电摩|机动三轮|电动三轮|三轮摩托|三马子|三蹦子|拖拉机|半挂|渣土车?|"
    r"出租|越野|皮卡|农用车|罐车|铲车|吊车|洒水车|小车|大车|奔奔|机动车)"
)
_IN_WORKS = re.compile(r"厂|车间|工地|仓库|库房|料场|货场|矿|干活|上班|上工|工头|工友|单位|公司")
_ON_ROAD = re.compile(r"路|街|交警|交强|交通|肇事|斑马线|红绿灯|小区门口")
_WORKS_CAR = re.compile(
    rf"(?:叉车|铲车|装载机|挖掘机|挖机|吊车|天车|行车|推土机|钩机)[^，。；]{{0,10}}{_HITS}"
)
_LEFT = re.compile(
    rf"{_HITS}(?!了?人)[^，。；！？]{{0,6}}[，。]?(?:人|就|转身|扭头|当场|直接|骑车|开车)*(?:跑|溜|逃)(?:了|走|没)"
)
_OF_ROAD = frozenset({"hurt_in_traffic", "traffic_payment_gap"})
_ACCIDENT = {"traffic_accident": True}


def _struck_by(vehicle: str) -> re.Pattern[str]:
    """被|骑自行车的|撞了; 自行车|把俺娘撞了; 自行车|撞的; 撞俺的|是个自行车; 和|自行车|撞了."""
    led = r"(?:被|让|叫|给|教|和|跟|与|由)[^，。；！？车]{0,6}?(?:骑|推|开)?(?:着|个|辆|一|的)*"
    ridden = r"(?:的|上)?[^，。；！？车]{0,8}?"
    return re.compile(
        rf"{led}{vehicle}{ridden}{_HITS}|(?<![骑推坐开]){vehicle}(?:的)?[^，。；！？被让叫车]{{0,3}}(?:把|给)[^，。；！？]{{1,10}}?{_HITS}|"
        rf"(?:^|[，。； 是])(?:一?[个辆])?骑?{vehicle}(?:的)?{_HITS}(?:[了倒伤的断]|{_WHOM})|"
        rf"(?:[把给]{_WHOM}{_HITS}[了倒伤]*的|{_HITS}[了倒伤着]*{_WHOM})[^，。；！？]{{0,4}}的?(?:人|那个)?是[^，。；！？车]{{0,4}}?{vehicle}"
    )


_BY_PEDALS, _BY_CURRENT = _struck_by(_PEDALLED), _struck_by(_ELECTRIC)


def by_striker(said: Iterable[Said], plain: str) -> Iterator[Said]:
    """`said` as what struck them makes it: none of traffic, in doubt, or of the one who ran off."""
    works = _WORKS_CAR.search(plain) and _IN_WORKS.search(plain) and not _ON_ROAD.search(plain)
    motor = _MOTOR.search(plain)
    pedals = not motor and _BY_PEDALS.search(plain)
    current = not motor and not pedals and _BY_CURRENT.search(plain)
    left = [found.span() for found in _LEFT.finditer(plain)]
    for one in said:
        if one.fact in PARENT_STATES and any(first < one.end <= end for first, end in left):
            continue
        if works and (one.fact in _OF_ROAD or one.value == _ACCIDENT):
            continue
        if pedals and one.fact == "traffic_payment_gap":
            continue
        if pedals and one.fact == "hurt_in_traffic":
            one = replace(one, value=False)
        if current and one.fact == "hurt_in_traffic":
            one = replace(one, fact="emergency_events", value=_ACCIDENT)
        if current and (one.fact, one.value) == ("traffic_payment_gap", {"uninsured": True}):
            continue  # an e-bike need not be insured
        yield one


__all__ = ["by_striker"]
