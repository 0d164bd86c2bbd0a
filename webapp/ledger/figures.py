"""The figures of one month and one region, hidden where they would tell of somebody.

Places are published from the towns upwards: what a district shows is made of what its towns show.
"""

from __future__ import annotations

from collections import Counter
from collections.abc import Callable, Mapping
from dataclasses import dataclass, replace
from datetime import date, datetime, time, timedelta
from statistics import median

from sqlalchemy import ColumnElement, func, select
from sqlalchemy.orm import Session

from knowledge import Guide
from webapp.applications.states import ENDED, RequestState
from webapp.clock import SHANGHAI
from webapp.languages import formats, gettext, say
from webapp.ledger.counting import ANY, BEGUN
from webapp.ledger.gaps import KIND_WORDS
from webapp.ledger.hiding import LEAST, Published, publish, publish_steps
from webapp.models.afterwards import Decision
from webapp.models.applications import Application, Request
from webapp.models.ledger import DemandRow, GapRow
from webapp.models.monitoring import REFUSED, VisitOutcome, WarningRow, WarningState
from webapp.models.tickets import Ticket, TicketState
from webapp.staff.regions import StaffRegion, within

MONTHS = 12
NOT_OPEN = (RequestState.DRAFT, *sorted(ENDED))
DAYS = ((7, "7 天以内"), (15, "8–15 天"), (30, "16–30 天"), (60, "31–60 天"), (None, "60 天以上"))
UNKNOWN = "没说哪里"
FATES = {
    VisitOutcome.HELPED: "帮上了", VisitOutcome.IN_NEED: "正在帮", VisitOutcome.NOT_IN_NEED: "不用帮",
    VisitOutcome.NOT_FOUND: "两回没找到", REFUSED: "本人不要联系",
}  # fmt: skip
"""What became of a warning, by its result."""
VISITED = ("帮上了", "正在帮", "不用帮", "两回没找到", "头一回没找到，还要去")
UNVISITED = ("本人不要联系", "还没去")


@dataclass(frozen=True)
class Month:
    """A calendar month of Zibo."""

    first: date

    @property
    def next(self) -> date:
        return (self.first + timedelta(days=31)).replace(day=1)

    @property
    def begins(self) -> datetime:
        return datetime.combine(self.first, time.min, SHANGHAI)

    @property
    def label(self) -> str:
        return formats.month(self.first)

    def __str__(self) -> str:
        return self.first.isoformat()[:7]

    def has_day(self, column: ColumnElement) -> ColumnElement[bool]:
        return (column >= self.first) & (column < self.next)

    def has(self, column: ColumnElement) -> ColumnElement[bool]:
        """Whether a moment lies in it."""
        begins, ends = (datetime.combine(one, time.min, SHANGHAI) for one in (self.first, self.next))
        return (column >= begins) & (column < ends)


@dataclass(frozen=True)
class Row:
    """`count` is None where it is hidden; `href` the district that has a table of its own."""

    label: str
    count: int | None
    district: str = ""


@dataclass(frozen=True)
class Table:
    """One table and its chart. `total` is left out where rows do not add up to anything."""

    id: str
    title: str
    unit: str
    rows: tuple[Row, ...]
    rest: int | None = None
    total: int | None = None
    is_whole: bool = True
    note: str = ""

    @property
    def shown(self) -> list[Row]:
        return [row for row in self.rows if row.count is not None]

    @property
    def hidden(self) -> list[Row]:
        return [row for row in self.rows if row.count is None]

    @property
    def largest(self) -> int:
        return max([row.count or 0 for row in self.rows] + [self.rest or 0, 1])


@dataclass(frozen=True)
class Asked:
    """What is asked for: whose figures, of which month, as of when."""

    session: Session
    guide: Guide
    month: Month
    region: StaffRegion
    now: datetime

    def here(self, table: type) -> ColumnElement[bool]:
        return within(self.region, district=table.district, town=table.town)


def months(today: date, *, finished: bool) -> list[Month]:
    """The last twelve, the newest first; without the running one where only `finished` ones are wanted."""
    found, first = [], today.replace(day=1)
    while len(found) < MONTHS + finished:
        found.append(Month(first))
        first = (first - timedelta(days=1)).replace(day=1)
    return found[finished:]


def demand_by_group(asked: Asked) -> Table:
    """How many conversations and calls asked about each group; one may ask about several."""
    counted = select(DemandRow.group_id, func.sum(DemandRow.count)).where(
        asked.month.has_day(DemandRow.day), DemandRow.group_id.not_in((ANY, BEGUN)), asked.here(DemandRow)
    )
    found = dict(asked.session.execute(counted.group_by(DemandRow.group_id)).all())
    cells = publish({key: int(found.get(key, 0)) for key in asked.guide.groups}).cells
    rows = tuple(Row(asked.guide.groups[key].name, count) for key, count in cells.items())
    return Table("groups", "各类人群来问的", "次", rows, note="一次对话或来电可以问到好几类。")


def demand_by_place(asked: Asked, district: str = "") -> Table:
    """Where conversations and calls came from, by district, or by town of one."""
    counted = select(DemandRow.district, DemandRow.town, func.sum(DemandRow.count)).where(
        asked.month.has_day(DemandRow.day), DemandRow.group_id == ANY, asked.here(DemandRow)
    )
    found = asked.session.execute(counted.group_by(DemandRow.district, DemandRow.town)).all()
    return _by_place(asked, found, district, ("places", "哪里来问的", "次"))


def overdue(asked: Asked, district: str = "") -> Table:
    """Requests that somebody has in hand beyond their day, as of now."""
    late = (Request.due_at < asked.now, Request.state.not_in(NOT_OPEN), asked.here(Request))
    counted = select(Request.district, Request.town, func.count()).where(*late)
    found = asked.session.execute(counted.group_by(Request.district, Request.town)).all()
    return _by_place(asked, found, district, ("overdue", "现在超期没办的申请", "项"))


def _by_place(asked: Asked, found: list, district: str, named: tuple[str, str, str]) -> Table:
    """From the towns upwards; a town whose district is not asked for is only in its district's figure."""
    towns: dict[str, dict[str, int]] = {}
    for key, town, count in found:
        towns.setdefault(key or "", {})[town or ""] = int(count)
    own = district or asked.region.district
    if own:
        shown = publish(_all_towns(asked.guide, own, towns.get(own, {})))
        return _table(named, shown, lambda key: _town_name(asked.guide, own, key))
    tops = {key: publish(_all_towns(asked.guide, key, held)) for key, held in towns.items()}
    rows = tuple(
        Row(one.name, tops[key].total or None if key in tops else None, key if key in tops else "")
        for key, one in asked.guide.regions.districts.items()
    )
    rows += (Row(UNKNOWN, tops[""].total or None if "" in tops else None),)
    is_whole = len(tops) == len(rows) and all(one.is_whole for one in tops.values())
    total = sum(one.total for one in tops.values())
    return Table(*named, rows, None, total, is_whole)


def _all_towns(guide: Guide, district: str, counts: Mapping[str, int]) -> dict[str, int]:
    """With the towns from which nobody came, and those the guide no longer knows."""
    known = guide.regions.districts.get(district)
    codes = [one.code for one in known.towns] if known is not None else []
    return {code: counts.get(code, 0) for code in dict.fromkeys([*codes, *counts])}


def _town_name(guide: Guide, district: str, code: str) -> str:
    towns = {one.code: one.name for one in guide.regions.districts[district].towns}
    return towns.get(code, code) if code else "没说哪个镇街"


def _table(named: tuple[str, str, str], shown: Published, name: Callable[[str], str]) -> Table:
    rows = tuple(Row(name(key), count) for key, count in shown.cells.items())
    return Table(*named, rows, shown.rest, shown.total, shown.is_whole)


def unanswered(asked: Asked) -> Table:
    """What nobody could answer, by why."""
    counted = select(GapRow.gap, func.count()).where(asked.month.has_day(GapRow.day), asked.here(GapRow))
    found = dict(asked.session.execute(counted.group_by(GapRow.gap)).all())
    shown = publish({key: found.get(key, 0) for key in KIND_WORDS})
    return _table(("unanswered", "没答上来的", "次"), shown, lambda key: KIND_WORDS[key])


def unanswered_topics(asked: Asked) -> Table:
    """The policies that most of it is about."""
    counted = select(GapRow.topic, func.count()).where(
        asked.month.has_day(GapRow.day), GapRow.topic != "", asked.here(GapRow)
    )
    found = asked.session.execute(counted.group_by(GapRow.topic).having(func.count() >= LEAST)).all()
    policies = asked.guide.policies
    ranked = sorted((one for one in found if one[0] in policies), key=lambda one: -one[1])[:10]
    rows = tuple(Row(policies[key].name, count) for key, count in ranked)
    return Table("topics", "没答上来的，问的是哪项", "次", rows, note="满 5 次的才列，最多十项。")


def overdue_tickets(asked: Asked) -> Table:
    late = (Ticket.due_at < asked.now, Ticket.state != TicketState.CLOSED, asked.here(Ticket))
    counted = select(Ticket.department, func.count()).where(*late).group_by(Ticket.department)
    found = dict(asked.session.execute(counted).all())
    departments = asked.guide.departments
    shown = publish({key: found.get(key, 0) for key in dict.fromkeys([*found, *departments])})
    kept = {key: count for key, count in shown.cells.items() if count is not None}
    rows = tuple(Row(departments[key].name if key in departments else key, kept[key]) for key in kept)
    note = "按首接部门，满 5 张的才列。"
    return Table("tickets", "现在超期的工单", "张", rows, shown.rest, shown.total, shown.is_whole, note)


def time_to_decision(asked: Asked) -> Table:
    """Days from accepting a request to its first decision, of those decided in the month."""
    first = (
        select(Decision.request_id, func.min(Decision.at).label("at"))
        .group_by(Decision.request_id)
        .subquery()
    )
    decided = select(Request.accepted_at, first.c.at).join(first, first.c.request_id == Request.id)
    decided = decided.where(
        asked.month.has(first.c.at), Request.accepted_at.is_not(None), asked.here(Request)
    )
    days = [(at - accepted).days for accepted, at in asked.session.execute(decided)]
    counts = Counter(next(label for most, label in DAYS if most is None or one <= most) for one in days)
    shown = publish({label: counts[label] for _, label in DAYS})
    note = gettext("从受理到作出决定，按自然天数。")
    if len(days) >= LEAST and shown.is_whole:
        note += say("一半在 {days} 天以内定下来。", days=f"{median(days):g}")
    table = _table(("days", "多久定下来", "项"), shown, str)
    return Table(**{**table.__dict__, "note": note})


def funnel(asked: Asked) -> Table:
    """From asking to approval: asked and begun in the month; and what became of those submitted in it."""
    session, month = asked.session, asked.month
    filed = (month.has(Application.submitted_at), asked.here(Application))
    ids = select(Application.id).where(*filed)
    reached = (
        select(func.count()).select_from(Application).where(*filed),
        _with_request(ids, Request.accepted_at.is_not(None)),
        _with_request(ids, Request.id.in_(select(Decision.request_id))),
        _with_request(
            ids, Request.id.in_(select(Decision.request_id).where(Decision.outcome == RequestState.APPROVED))
        ),
    )
    steps = publish_steps([session.scalar(one) for one in reached])
    labels = ("交了申请的", "其中受理了的", "其中定下来的", "其中同意了的")
    rows = [Row(label, count) for label, count in zip(labels, steps, strict=True)]
    if asked.region.district is None:
        rows = [*_before_filing(asked), *rows]
    return Table("funnel", "从来问到办成", "户", tuple(rows), note="一户有一项走到这一步就算。头两步按次数。")


def _before_filing(asked: Asked) -> list[Row]:
    begun = select(func.sum(DemandRow.count)).where(
        asked.month.has_day(DemandRow.day), DemandRow.group_id == BEGUN
    )
    count = int(asked.session.scalar(begun) or 0)
    talks = demand_by_place(asked).total
    return [Row("来问的", talks or None), Row("开始填申请的", count if count >= LEAST else None)]


def _with_request(ids, condition: ColumnElement[bool]):
    return select(func.count(func.distinct(Request.application_id))).where(
        Request.application_id.in_(ids), condition
    )


def warned(asked: Asked) -> Table:
    """What became of the warnings pushed in the month, each in one row; they add up to what was pushed."""
    counted = select(WarningRow.state, WarningRow.result, WarningRow.pushed_at, WarningRow.visited_at).where(
        asked.month.has(WarningRow.pushed_at), asked.here(WarningRow)
    )
    found = asked.session.execute(counted).all()
    counts = Counter(_fate(one.state, one.result) for one in found)
    shown = publish({label: counts[label] for label in (*VISITED, *UNVISITED)})
    visited = sum(shown.cells[label] or 0 for label in VISITED)
    days = [(one.visited_at - one.pushed_at).days for one in found if one.visited_at is not None]
    middle = f"一半在 {median(days):g} 天以内上门。" if len(days) >= LEAST else ""
    note = f"列出来的里面，上门看过 {visited} 条。{middle}" if visited else middle
    table = _table(("warnings", "推下去的预警怎么样了", "条"), shown, str)
    return replace(table, note=note)


def _fate(state: str, result: str | None) -> str:
    if result is None or state == WarningState.OPEN:
        return "还没去"
    if state == WarningState.AGAIN:
        return "头一回没找到，还要去"
    return FATES[result]


def warned_and_filed(asked: Asked) -> Table:
    """What an assistant filed after a visit, of the warnings pushed in the month, and what came of it.

    Shown where neither these steps nor the results beside them (`warned`) leave fewer than five out.
    """
    pushed = (asked.month.has(WarningRow.pushed_at), asked.here(WarningRow))
    filed = (*pushed, WarningRow.application_id == Application.id, Application.submitted_at.is_not(None))
    decided = Application.id.in_(select(Request.application_id).join(Decision))
    granted = select(Request.application_id).join(Decision).where(Decision.outcome == RequestState.APPROVED)
    in_need = WarningRow.result.in_((VisitOutcome.HELPED, VisitOutcome.IN_NEED))

    def count(*conditions: ColumnElement[bool]) -> int:
        return asked.session.scalar(select(func.count(func.distinct(WarningRow.id))).where(*conditions))

    helped = count(*pushed, WarningRow.result == VisitOutcome.HELPED)
    counts = [count(*filed), count(*filed, decided), count(*filed, Application.id.in_(granted))]
    steps = publish_steps([count(*pushed, in_need), *counts])[1:]
    if 0 < abs(helped - counts[-1]) < LEAST:
        steps[-1] = None
    labels = ("协理员替他交了申请的", "其中定下来的", "其中同意了的")
    rows = tuple(Row(label, count) for label, count in zip(labels, steps, strict=True))
    return Table("warned-filed", "上门以后申请的", "条", rows, note="按推下去的月份算。")


def open_warnings(asked: Asked, district: str = "") -> Table:
    """Warnings that are not closed, as of now."""
    waiting = (WarningRow.state != WarningState.CLOSED, asked.here(WarningRow))
    counted = select(WarningRow.district, WarningRow.town, func.count()).where(*waiting)
    found = asked.session.execute(counted.group_by(WarningRow.district, WarningRow.town)).all()
    return _by_place(asked, found, district, ("open-warnings", "现在还没办完的预警", "条"))


def for_lead(asked: Asked, district: str = "") -> list[Table]:
    """The page of a bureau lead."""
    return [
        demand_by_group(asked),
        demand_by_place(asked, district),
        unanswered(asked),
        unanswered_topics(asked),
        overdue(asked, district),
        overdue_tickets(asked),
        time_to_decision(asked),
        funnel(asked),
        warned(asked),
        warned_and_filed(asked),
        open_warnings(asked, district),
    ]


def for_public(asked: Asked) -> list[Table]:
    """What everybody may read; only months that are over."""
    return [
        demand_by_group(asked),
        demand_by_place(asked),
        unanswered(asked),
        time_to_decision(asked),
        funnel(asked),
    ]


def to_rows(tables: list[Table], month: Month) -> list[tuple[str, str, str, object, str]]:
    """All tables as rows for a spreadsheet: month, table, row, count, unit."""
    rows = []
    for table in tables:
        shown = [(row.label, row.count) for row in table.rows]
        shown += [("其余各不到 5 的合计", table.rest)] if table.rest is not None else []
        shown += (
            [("合计" if table.is_whole else "合计（至少）", table.total)] if table.total is not None else []
        )
        rows += [
            (str(month), table.title, label, "不到5" if count is None else count, table.unit)
            for label, count in shown
        ]
    return rows
