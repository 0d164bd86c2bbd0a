"""明白纸: what a policy or a whole group comes to on paper, for village boards and counters."""

from dataclasses import dataclass
from datetime import date

from knowledge import Guide, Policy
from webapp.pages import leaflet

FILING_ON_PAPER = {
    leaflet.HERE: "要自己申请",
    leaflet.BY_LIST: "不用申请，按名单给",
    leaflet.ELSEWHERE: "到部门那边办",
}
MOST_CONDITIONS = 5
MOST_FIGURES = 4


@dataclass(frozen=True)
class Row:
    """One policy on the sheet of its group."""

    policy: Policy
    conditions: tuple[str, ...]
    figures: tuple[leaflet.FigureRow, ...]
    gives: str
    department: str
    filing: str
    where: str


def policy_sheet(guide: Guide, policy_id: str, on: date) -> dict[str, object]:
    """All that the sheet of one policy says; figures with their year, sentences with their source."""
    page = leaflet.make_page(guide, policy_id, on)
    filing = FILING_ON_PAPER[page["policy"].filing]
    return {"page": page, "filing": filing, "on": on, "version": guide.version[:8]}


def group_sheet(guide: Guide, group_id: str, on: date) -> dict[str, object]:
    """All that the sheet of a group says: its policies, a row each."""
    rows = [_row(guide, policy, on) for policy in leaflet.policies_of(guide, group_id)]
    return {"group": guide.groups[group_id], "rows": rows, "on": on, "version": guide.version[:8]}


def _row(guide: Guide, policy: Policy, on: date) -> Row:
    page = leaflet.make_page(guide, policy.id, on)
    return Row(
        policy=policy,
        conditions=tuple(says for says, _ in page["who"][:MOST_CONDITIONS]),
        figures=tuple(page["figures"][:MOST_FIGURES]),
        gives=page["benefits"][0] if page["benefits"] else "",
        department=page["department"],
        filing=FILING_ON_PAPER[policy.filing],
        where=page["where"][0] if page["where"] else "",
    )
