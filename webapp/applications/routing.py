"""To which town a request goes, and why: by the routes of its policy, as the guide's data says them.

The town of the hukou; of residence where a rule allows it; for urgent need where it happened, whoever the
person is. Of the routes of a policy the first that surely holds is taken. A rule of one district alone binds
its own towns alone. Every request keeps the rule, with its source, and every town that it was with.
"""

from __future__ import annotations

import datetime
from dataclasses import dataclass

from sqlalchemy import Row, bindparam, select
from sqlalchemy.orm import Session

from knowledge import Guide, Situation, assess
from knowledge.policies import Advice
from webapp.applications import alerting, households, notices, winding
from webapp.applications.alerting import Desk, Kind
from webapp.applications.errors import NotAllowedError, RoutingError
from webapp.applications.moving import By, holder_of, lock
from webapp.applications.places import find_offices
from webapp.applications.states import RequestState
from webapp.applications.wording import load_texts
from webapp.calendar import day_of
from webapp.db import guide_of
from webapp.models.applications import Application, Request
from webapp.models.routing import Place, RequestRoute
from webapp.security import audit

S = RequestState
DISTRICT_RULE = "district"
ROUTES = (
    select(RequestRoute.request_id, RequestRoute.says, RequestRoute.source, RequestRoute.reason)
    .join(Request)
    .where(Request.application_id == bindparam("application"))
    .order_by(RequestRoute.id)
)
MOVABLE = frozenset({S.SUBMITTED, S.ACCEPTED, S.SUPPLEMENT_REQUESTED, S.VERIFYING, S.SURVEYING, S.REVIEWING})
"""Until it is publicised, a request may still go to another town."""


@dataclass(frozen=True)
class Town:
    """A town by its code, under the district that it is filed under."""

    district: str | None
    code: str | None


@dataclass(frozen=True)
class Chosen:
    """A town and the rule that chose it."""

    place: Place
    town: Town
    says: str
    source: str = ""


def choose_town(guide: Guide, application: Application, request: Request, on: datetime.date) -> Chosen:
    """The town that a request goes to on the day, and by which rule."""
    situation = households.read_situation(guide, application)
    for route in _holding(guide, situation, request, on):
        town = _town_for(application, Place(route.place))
        if town.code is not None and _binds(guide, route, application, town):
            return Chosen(Place(route.place), town, route.says, guide.cite_all(route.sources))
    says = load_texts("routing")["unwritten" if not guide.policies[request.policy].routes else "unnamed"]
    return Chosen(Place.HUKOU, _town_for(application, Place.HUKOU), says)


def _holding(guide: Guide, situation: Situation, request: Request, on: datetime.date) -> tuple[Advice, ...]:
    """The routes that surely hold, in their order; the last of a policy holds for all."""
    judged = assess(guide, situation, on, [request.policy])
    same = [one for one in judged if (one.unit, one.person) == (request.unit, request.person)]
    return same[0].sure_routes if same else ()


def _town_for(application: Application, place: Place) -> Town:
    match place:
        case Place.RESIDENCE:
            return Town(application.residence_district, application.residence_town)
        case Place.EVENT:
            return Town(application.event_district, application.event_town)
    return Town(application.district, application.town)


def _binds(guide: Guide, route: Advice, application: Application, town: Town) -> bool:
    """Whether the rule reaches as far as the town: a district's own does not bind another district."""
    levels = {guide.sources[one.id].level for one in route.sources}
    return levels != {DISTRICT_RULE} or town.district == application.district


def route(session: Session, request: Request, *, by: str, at: datetime.datetime) -> RequestRoute:
    """Give a request its town as it is filed."""
    chosen = choose_town(guide_of(session), request.application, request, day_of(at))
    return write(session, request, chosen, by=by, at=at)


def reroute(
    session: Session, request: Request, code: str, by: By, *, at: datetime.datetime, key: str | None = None
) -> RequestRoute:
    """A clerk sends a request to another town of the city, with a reason (`by.note`); both towns are told.

    Raises RoutingError for a town that is not there, or is the same; NotAllowedError without a reason, or
    once the request is publicised or ended.
    """
    lock(session, request)
    pressed = _find_pressed(session, request, key)
    if pressed is not None:
        return pressed
    if not (by.note or "").strip():
        raise NotAllowedError("a reason has to be written")
    if RequestState(request.state) not in MOVABLE:
        raise NotAllowedError(f"{request.state} stays where it is")
    place = guide_of(session).regions.find(code)
    if place is None or place[1] is None:
        raise RoutingError("没有这个镇街，从列表里选")
    if code == request.town:
        raise RoutingError("现在就在这个镇街")
    chosen = Chosen(Place.CLERK, Town(place[0].key, code), load_texts("routing")["clerk"])
    return _hand_over(session, request, chosen, by, at=at, key=key)


def _find_pressed(session: Session, request: Request, key: str | None) -> RequestRoute | None:
    same = (RequestRoute.request_id == request.id, RequestRoute.key == key)
    return session.scalars(select(RequestRoute).where(*same)).one_or_none() if key else None


def _hand_over(
    session: Session, request: Request, chosen: Chosen, by: By, *, at: datetime.datetime, key: str | None
) -> RequestRoute:
    before = Desk.of(request)
    made = write(session, request, chosen, by=by.name, at=at, reason=by.note, key=key)
    request.version += 1
    request.holder = holder_of(request)
    winding.wind(session, request)
    about = {"at": at, "request_id": request.id}
    alerting.notify(session, before, Kind.ROUTED_AWAY, f"route:{made.id}", **about)
    alerting.notify(session, Desk.of(request), Kind.ROUTED_HERE, f"route:{made.id}", **about)
    _tell(session, request, made)
    audit.record(session, by.name, "reroute", subject=request.application_id, at=at)
    return made


def write(
    session: Session,
    request: Request,
    chosen: Chosen,
    *,
    by: str,
    at: datetime.datetime,
    reason: str | None = None,
    key: str | None = None,
) -> RequestRoute:
    """Note the town of a request and what chose it, and bring it there."""
    made = RequestRoute(request_id=request.id, place=chosen.place, says=chosen.says, source=chosen.source)
    made.from_district, made.from_town = request.district, request.town
    made.district, made.town = chosen.town.district, chosen.town.code
    made.reason, made.by, made.at, made.key = reason, by, at, key
    request.district, request.town = chosen.town.district, chosen.town.code
    session.add(made)
    session.flush()
    return made


def _tell(session: Session, request: Request, made: RequestRoute) -> None:
    filed, words = request.application, load_texts("notices")
    offices = find_offices(guide_of(session).regions, made.district, made.town)
    body = words["rerouted"].format(number=filed.number, town=offices.town)
    cause = f"request:{request.id}:route:{made.id}"
    notices.leave(session, filed, notices.News(words["rerouted_label"], body, cause), made.at)


def find_routes(session: Session, application: Application) -> dict[int, Row]:
    """By which rule, or by whose word, each request is where it is: `says`, `source`, `reason`, by its id."""
    return {one.request_id: one for one in session.execute(ROUTES, {"application": application.id})}


def list_routes(session: Session, request: Request) -> list[RequestRoute]:
    """Every town that a request was with, the newest first."""
    return list(session.scalars(_routes_of(request)))


def _routes_of(request: Request):
    return select(RequestRoute).where(RequestRoute.request_id == request.id).order_by(RequestRoute.id.desc())
