"""The names of the offices that handle a request, also where it went to another town than the application."""

from sqlalchemy.orm import object_session

from knowledge.regions import Regions
from webapp.applications.wording import Offices
from webapp.db import guide_of
from webapp.models.applications import Request

SOME_TOWN, SOME_DISTRICT = "镇街", "区县"


def offices_of(request: Request) -> Offices:
    filed, session = request.application, object_session(request)
    if request.town in (None, filed.town) or session is None:
        return Offices(filed.town_name or SOME_TOWN, filed.district_name or SOME_DISTRICT)
    return find_offices(guide_of(session).regions, request.district, request.town)


def find_offices(regions: Regions, district: str | None, town: str | None) -> Offices:
    """The names of a town and its district; of no town where the guide does not know it any more.

    A functional zone that looks after the town stands as its district where the request says so.
    """
    place = regions.find(town) if town else None
    over = regions.districts.get(district or "") or (place[0] if place else None)
    named = place[1].name if place and place[1] else SOME_TOWN
    return Offices(named, over.name if over else SOME_DISTRICT)
