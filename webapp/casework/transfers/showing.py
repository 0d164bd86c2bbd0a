"""What the pages show of a request that goes elsewhere: why it is here, where it may go, how it stands."""

from __future__ import annotations

from sqlalchemy import select
from sqlalchemy.orm import Session

from knowledge import Guide
from webapp.applications import households, routing
from webapp.applications.errors import ApplicationError
from webapp.applications.places import find_offices
from webapp.applications.states import RequestState
from webapp.applications.transferring import HERE
from webapp.applications.wording import load_texts
from webapp.models.applications import Request
from webapp.models.routing import Direction, RequestRoute, Transfer, TransferState
from webapp.security.crypto import mask_name
from webapp.staff.regions import StaffRegion, name_of, within
from webapp.verification.shown import short_moment

MOST_SHOWN = 200
T = TransferState
STATES = {
    (Direction.OUT, T.PENDING): "等着送出",
    (Direction.OUT, T.SENDING): "正在送",
    (Direction.OUT, T.UNCERTAIN): "不知道到没到",
    (Direction.OUT, T.REFUSED): "那边没有收",
    (Direction.OUT, T.TAKEN): "那边收到了，等结果",
    (Direction.OUT, T.ANSWERED): "有结果了",
    (Direction.IN, T.TAKEN): "在我们这里办",
    (Direction.IN, T.PENDING): "等着回话",
    (Direction.IN, T.SENDING): "正在回话",
    (Direction.IN, T.UNCERTAIN): "回话不知道到没到",
    (Direction.IN, T.REFUSED): "那边不收回话",
    (Direction.IN, T.ANSWERED): "回过话了",
}
FAULTS = {
    "doubled": "这个人同一项已经有申请了",
    "bad-letter": "来信的号码或格式不对",
    "not-for-us": "那边说不归他们",
    "worker stopped": "送到一半断了",
}
NO_WORD = "没有等到那边的准信"
CONSENTS = (("window", "当面说的"), ("phone", "电话里说的"), ("paper", "写了条子"))


def error_of(wrong: ApplicationError) -> dict[str, str]:
    """The message of what cannot be done, at the reason, which every form has."""
    says = str(wrong)
    return {"note": says if not says.isascii() else "现在不能这样办：要写明理由，而且还没到公示、没办结"}


def rows(session: Session, guide: Guide, region: StaffRegion) -> list[dict[str, object]]:
    """What went away and came in; what a clerk has to settle comes first."""
    here = within(region, district=Transfer.district, town=Transfer.town)
    query = select(Transfer).where(here).order_by(Transfer.id.desc()).limit(MOST_SHOWN)
    found = session.scalars(query).all()
    return sorted((_row(guide, one) for one in found), key=lambda one: not one["waits"])


def _row(guide: Guide, transfer: Transfer) -> dict[str, object]:
    unplaced = transfer.direction == Direction.IN and transfer.request_id is None
    return {
        "id": transfer.id,
        "number": transfer.number,
        "way": "转给" if transfer.direction == Direction.OUT else "来自",
        "there": transfer.there,
        "policy": transfer.letter["policy"],
        "state": state_words(transfer),
        "waits": transfer.state == T.UNCERTAIN or (unplaced and transfer.state == T.TAKEN),
        "here": name_of(guide.regions, transfer.town) if transfer.town else "没有找到镇街",
        "opened": short_moment(transfer.opened_at),
    }


def state_words(transfer: Transfer) -> str:
    if transfer.direction == Direction.IN and transfer.state == T.TAKEN and transfer.request_id is None:
        return "还没有立申请"
    return STATES[Direction(transfer.direction), T(transfer.state)]


def transfer_page(session: Session, guide: Guide, transfer: Transfer) -> dict[str, object]:
    outcomes = load_texts("transfers")["outcomes"]
    return {
        "row": _row(guide, transfer),
        "letter": transfer.letter,
        "is_out": transfer.direction == Direction.OUT,
        "uncertain": transfer.state == T.UNCERTAIN,
        "unplaced": transfer.request_id is None and transfer.state == T.TAKEN,
        "fault": FAULTS.get(transfer.fault, NO_WORD) if transfer.fault else "",
        "outcome": outcomes.get(transfer.outcome or "", ""),
        "answer": transfer.answer or "",
        "towns": towns(guide),
        "policies": [(one.id, one.name) for one in guide.policies.values() if one.filing == "here"],
    }


def elsewhere_page(session: Session, guide: Guide, found: Request) -> dict[str, object]:
    filed = found.application
    applicant = next((one for one in filed.members if one.is_applicant), None)
    return {
        "asked": found,
        "number": filed.number,
        "policy": guide.policies[found.policy].name,
        "who": mask_name(applicant.name) if applicant and applicant.name else "",
        "routes": [_route(guide, one) for one in routing.list_routes(session, found)],
        "hukou": _hukou(guide, found),
        "towns": towns(guide),
        "cities": [(code, name) for code, name in load_texts("cities").items() if code != HERE],
        "consents": CONSENTS,
        "may_move": RequestState(found.state) in routing.MOVABLE,
        "may_go_away": found.state == RequestState.SUBMITTED and not found.is_urgent,
    }


def _route(guide: Guide, made: RequestRoute) -> dict[str, str]:
    offices = find_offices(guide.regions, made.district, made.town)
    return {
        "where": f"{offices.district}{offices.town}",
        "says": made.says,
        "source": made.source,
        "reason": made.reason or "",
        "at": short_moment(made.at),
    }


def _hukou(guide: Guide, found: Request) -> str:
    """Whose hukou is here, as far as it is known."""
    words = {"zibo": "在淄博", "elsewhere": "不在淄博"}
    situation = households.read_situation(guide, found.application)
    known = [(one.relation, one.facts.get("hukou")) for one in situation.people]
    said = [f"{households.label_of(relation)}{words[hukou]}" for relation, hukou in known if hukou in words]
    return "，".join(said) or "没说过"


def towns(guide: Guide) -> list[tuple[str, str]]:
    """Every town of the city, by district."""
    return [
        (town.code, f"{district.name} {town.name}")
        for district in guide.regions.districts.values()
        for town in district.towns
    ]
