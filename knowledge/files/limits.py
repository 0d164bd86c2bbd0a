"""Plain values of a policy's time limits to limits that can be counted, each on the word of a source."""

from collections.abc import Container, Mapping

from knowledge.policies import (
    BOUNDS,
    LIMIT_ENDS,
    LIMIT_STARTS,
    LIMIT_UNITS,
    PAUSED_DURING,
    USUAL_ENDS,
    Pause,
    TimeLimit,
)
from knowledge.sources import Source

from .reading import Entry

HOURS = "小时"


def build_limits(entry: Entry, sources: Mapping[str, Source], areas: Container[str]) -> tuple[TimeLimit, ...]:
    """The limits of the policy in `entry`, in order; what they say of each other is checked."""
    limits = tuple(_build_limit(one, sources, areas) for one in entry.entries("time_limits", []))
    for index, limit in enumerate(limits):
        place = (*entry.place, "time_limits", index)
        if limit.id is not None and [one.id for one in limits].count(limit.id) > 1:
            entry.problems.add((*place, "id"), f"时限编号 {limit.id} 用了两遍；换一个")
        if limit.extends is None:
            continue
        base = next((one for one in limits if one.id == limit.extends), None)
        if base is None:
            what = f"没有时限 {limit.extends}；写上被延长的那一条的 id"
            entry.problems.add((*place, "extends"), what)
        elif not _lengthens(limit, base):
            what = "延长的时限要比原来的长，area、unit、start、ends 跟原来的一样，并写 grounds：凭什么延长"
            entry.problems.add((*place, "extends"), what)
    return limits


def _build_limit(entry: Entry, sources: Mapping[str, Source], areas: Container[str]) -> TimeLimit:
    counted = entry.take("figure") is not None
    needed = {} if counted else {"default": None}
    if counted and entry.take("source", None) == []:
        entry.wrong("有数就要有来源；写上 source", "source")
    start = entry.one_of("start", LIMIT_STARTS, **needed) or None
    limit = TimeLimit(
        says=entry.text("says"), figure=entry.number("figure", None),
        unit=entry.one_of("unit", LIMIT_UNITS, **needed) or None, scope=entry.text("scope", None),
        start=start, sources=entry.refs(sources),
        note=entry.text("note", None), id=entry.text("id", None),
        area=entry.one_of("area", areas, **needed) or None,
        ends=entry.one_of("ends", LIMIT_ENDS, USUAL_ENDS.get(start)) or None,
        bound=entry.one_of("bound", BOUNDS, "at_most"), grounds=entry.texts("grounds", ()),
        extends=entry.text("extends", None),
        pauses=tuple(_build_pause(one, sources) for one in entry.entries("pauses", [])),
        effective=entry.day("effective", None), until=entry.day("until", None),
    )  # fmt: skip
    if limit.figure is not None and limit.unit != HOURS and (limit.figure % 1 or limit.figure < 1):
        entry.wrong("天数要是整数，从 1 起", "figure")
    entry.done()
    return limit


def _build_pause(entry: Entry, sources: Mapping[str, Source]) -> Pause:
    pause = Pause(entry.text("says"), entry.one_of("during", PAUSED_DURING), entry.refs(sources))
    if not pause.sources:
        entry.wrong("哪里说这段时间不算；写上 source", "source")
    entry.done()
    return pause


def _lengthens(limit: TimeLimit, base: TimeLimit) -> bool:
    """Whether the limit is the base's own, longer, on grounds that are said."""
    same = all(getattr(limit, name) == getattr(base, name) for name in ("area", "unit", "start", "ends"))
    counted = limit.figure is not None and base.figure is not None
    return same and counted and limit.figure > base.figure and bool(limit.grounds)
