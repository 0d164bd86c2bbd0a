"""The guide as open data: groups, departments, policies, figures, regions, each with where it comes from."""

from datetime import date

from knowledge import Guide
from webapp.api.opendata import cite, rules, to_number
from webapp.pages import leaflet

# The booklet's own list is not public; whoever reads the list has to know that.
NOTE = "这 51 项是根据公开文件整理的，不是《淄助你指南》原文；以当地部门最新公布为准。"


def groups(guide: Guide) -> dict:
    counted = {id: [p.id for p in guide.policies.values() if id in p.groups] for id in guide.groups}
    listed = [
        {
            "id": one.id,
            "code": one.code,
            "name": one.name,
            "summary": one.summary,
            "policies": counted[one.id],
        }
        for one in guide.groups.values()
    ]
    return {"note": NOTE, "groups": listed}


def departments(guide: Guide) -> dict:
    listed = [
        {"id": one.id, "name": one.name, "aliases": list(one.aliases), "policies": _run_by(guide, one.id)}
        for one in guide.departments.values()
    ]
    return {"note": NOTE, "departments": listed}


def policies(guide: Guide, wanted: str, today: date) -> dict:
    """All policies, or what `wanted` looks for."""
    found = [one.id for one in leaflet.search(guide, wanted, today)] if wanted else guide.policies
    return {"note": NOTE, "guide": guide.version, "policies": [_summary(guide, id) for id in found]}


def policy(guide: Guide, id: str) -> dict:
    """One policy in full. Raises KeyError when there is none."""
    found = guide.policies[id]
    return _summary(guide, id) | {
        "units": list(found.units),
        "conditions": [_clause(guide, one) for one in found.clauses],
        "benefits": [_benefit(guide, one) for one in found.benefits],
        "materials": [
            {"says": one.says, "keep": one.keep, "note": one.note, "source": cite(guide, one.sources)}
            for one in found.materials
        ],
        "where": list(found.where),
        "online": None if found.online is None else _online(guide, found.online),
        "steps": list(found.steps),
        "time_limits": [_time_limit(guide, one) for one in found.time_limits],
        "related": [{"policy": one.policy, "says": one.says} for one in found.related],
        "sources": [_source(guide, id) for id in found.sources],
        **rules(guide, found),
    }


def standards(guide: Guide, on: date) -> dict:
    """Every figure in force on the day. `value` null: known not to be published."""
    listed = [
        {
            "key": one.key,
            "label": one.label,
            "unit": one.unit,
            "area": one.area,
            "value": to_number(one.value),
            "effective": one.effective.isoformat(),
            "until": one.until and one.until.isoformat(),
            "old": one.old,
            "source": cite(guide, one.sources),
        }
        for one in guide.standards.all_on(on)
    ]
    return {"note": NOTE, "on": on.isoformat(), "standards": listed}


def regions(guide: Guide) -> dict:
    listed = [
        {
            "key": one.key,
            "code": one.code,
            "name": one.name,
            "kind": one.kind,
            "towns": [{"code": town.code, "name": town.name, "kind": town.kind} for town in one.towns],
        }
        for one in guide.regions.districts.values()
    ]
    return {"regions": listed}


def _summary(guide: Guide, id: str) -> dict:
    found = guide.policies[id]
    return {
        "id": id,
        "name": found.name,
        "aliases": list(found.aliases),
        "groups": list(found.groups),
        "department": found.department,
        "filing": found.filing,
        "summary": found.summary,
    }


def _run_by(guide: Guide, department: str) -> list[str]:
    return [one.id for one in guide.policies.values() if one.department == department]


def _clause(guide: Guide, clause) -> dict:
    return {"id": clause.id, "role": clause.role, "says": clause.says, "source": cite(guide, clause.sources)}


def _benefit(guide: Guide, benefit) -> dict:
    figures = [
        {
            "name": one.name,
            "figure": to_number(one.figure),
            "unit": one.unit,
            "as_of": one.as_of,
            "scope": one.scope,
            "note": one.note,
            "source": cite(guide, one.sources),
        }
        for one in benefit.figures
    ]
    return {"says": benefit.says, "figures": figures, "source": cite(guide, benefit.sources)}


def _time_limit(guide: Guide, limit) -> dict:
    pauses = [
        {"says": one.says, "during": one.during, "source": cite(guide, one.sources)} for one in limit.pauses
    ]
    return {
        "id": limit.id,
        "says": limit.says,
        "figure": to_number(limit.figure),
        "unit": limit.unit,
        "bound": limit.bound,
        "area": limit.area,
        "scope": limit.scope,
        "start": limit.start,
        "ends": limit.ends,
        "pauses": pauses,
        "grounds": list(limit.grounds),
        "extends": limit.extends,
        "effective": limit.effective and limit.effective.isoformat(),
        "until": limit.until and limit.until.isoformat(),
        "source": cite(guide, limit.sources),
    }


def _online(guide: Guide, online) -> dict:
    return {"possible": online.possible, "says": online.says, "source": cite(guide, online.sources)}


def _source(guide: Guide, id: str) -> dict:
    found = guide.sources[id]
    return {
        "id": id,
        "title": found.title,
        "issuer": found.issuer,
        "document_number": found.document_number,
        "year": found.year,
        "checked": found.checked,
    }
