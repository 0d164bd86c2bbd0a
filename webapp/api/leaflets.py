"""A policy as its page shows it, as JSON: words and figures with their sources, nothing to be worked out."""

import datetime

from bot.blocks import to_plain
from knowledge import Guide
from webapp.api.shapes import FLAG, MAYBE_TEXT, TEXT, listed, one_of, shape
from webapp.pages import leaflet

Cited = tuple[str, tuple[str, ...]]
CITED = shape(says=TEXT, sources=listed(TEXT))
DOOR = shape(id=MAYBE_TEXT, name=TEXT, says=TEXT)
LIMIT = shape(says=TEXT, counted=TEXT, pauses=listed(CITED), sources=listed(TEXT))
SHAPE = shape(
    id=TEXT, name=TEXT, summary=TEXT, department=TEXT, filing=one_of(("here", "by_list", "elsewhere")),
    filing_words=TEXT, group=shape(id=TEXT, name=TEXT),
    figures=listed(shape(name=TEXT, words=TEXT, when=TEXT, sources=listed(TEXT))), figures_when=TEXT,
    figure_sources=listed(TEXT), benefits=listed(TEXT), has_gaps=FLAG, who=listed(CITED),
    besides=listed(CITED), materials=listed(shape(label=TEXT, entries=listed(TEXT))), where=listed(TEXT),
    online=MAYBE_TEXT, steps=listed(TEXT), limits=listed(shape(area=TEXT, rows=listed(LIMIT))),
    afterwards=listed(TEXT), identity=TEXT, opens=listed(DOOR), opened_by=listed(DOOR),
    told_apart=listed(DOOR), related=listed(DOOR), documents=listed(TEXT), count={"type": "integer"},
)  # fmt: skip


def leaflet_of(guide: Guide, policy_id: str, today: datetime.date) -> dict:
    page = leaflet.make_page(guide, policy_id, today)
    policy, group = page["policy"], page["group"]
    return {
        "id": policy.id,
        "name": policy.name,
        "summary": policy.summary,
        "department": page["department"],
        "filing": policy.filing,
        "filing_words": page["filing"],
        "group": {"id": group.id, "name": group.name},
        "figures": [to_plain(one) for one in page["figures"]],
        "figures_when": page["when"],
        "figure_sources": list(page["figure_sources"]),
        "benefits": page["benefits"],
        "has_gaps": page["gaps"],
        "who": _cited(page["who"]),
        "besides": _cited([*page["besides"], *page["family"]]),
        "materials": [{"label": words, "entries": entries} for words, entries in page["materials"]],
        "where": page["where"],
        "online": policy.online.says if policy.online else None,
        "steps": list(policy.steps),
        "limits": [{"area": area, "rows": [_limit(one) for one in rows]} for area, rows in page["limits"]],
        "afterwards": _afterwards(page),
        "identity": page["identity"],
        "opens": _doors(page["opens"]),
        "opened_by": _doors(page["opened_by"]),
        "told_apart": _doors([*page["not_with"], *page["confusable"]]),
        "related": [one for one in _doors(page["related"]) if one["name"]],
        "documents": page["sources"],
        "count": len(guide.policies),
    }


def _cited(clauses: list[Cited]) -> list[dict]:
    return [{"says": says, "sources": list(sources)} for says, sources in clauses]


def _limit(row: leaflet.LimitRow) -> dict:
    return {
        "says": row.says,
        "counted": row.counted,
        "pauses": _cited(list(row.pauses)),
        "sources": list(row.sources),
    }


def _afterwards(page: dict) -> list[str]:
    policy, months = page["policy"], page["review_months"]
    words = [one.says for one in (policy.automatic, policy.review) if one]
    return [*words, f"过 {int(months)} 个月再看一次。"] if months else words


def _doors(links: list[tuple[str | None, str, str]]) -> list[dict]:
    return [{"id": id, "name": name, "says": says} for id, name, says in links]
