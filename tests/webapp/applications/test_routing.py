"""Each request gets its town by the guide's routes, keeps the rule, and may be sent elsewhere."""

import pytest
from sqlalchemy import select

from knowledge import Person, Situation, parse_value
from tests.builders import make_id_number
from webapp.applications import drafting, households, routing, steps
from webapp.applications.errors import NotAllowedError, RoutingError
from webapp.applications.moving import By, move
from webapp.applications.states import RequestState
from webapp.applications.submitting import submit
from webapp.models import Application, DeskNotice, OutboxRow, Place, Request

HOME, NEAR, FAR = ("linzi", "370305001"), ("linzi", "370305101"), ("zhangdian", "370303001")


def household(guide, *, residence=None, event=None, **facts):
    """An application of somebody whose hukou is in Linzi; it is in no database."""
    person = Person("self", "self", {"hukou": "zibo"})
    situation = Situation("h1", {}, (person,))
    for name, value in facts.items():
        who, fact = name.split("__")
        known = parse_value(guide.facts[fact], value)
        situation = situation.with_fact(None if who == "home" else who, fact, known)
    made = Application(situation=situation.to_json(), district=HOME[0], town=HOME[1])
    made.residence_district, made.residence_town = residence or (None, None)
    made.event_district, made.event_town = event or (None, None)
    return made


def chosen(guide, application, day, policy="subsistence-allowance", unit="household"):
    request = Request(policy=policy, unit=unit, person="self" if unit == "person" else None)
    return routing.choose_town(guide, application, request, day)


def apart(years, **more):
    return {"home__district": "linzi", "home__years_apart_from_hukou": years, **more}


def test_the_usual_town_is_that_of_the_hukou(guide, day):
    found = chosen(guide, household(guide, home__district="linzi"), day)
    assert (found.place, found.town.code) == (Place.HUKOU, HOME[1])
    assert "第四条" in found.source and found.says == "在户口所在的镇街办"


@pytest.mark.parametrize(
    ("years", "place"), [("2.9", Place.HUKOU), ("3", Place.RESIDENCE), ("10", Place.RESIDENCE)]
)
def test_in_linzi_the_town_of_residence_after_three_years(guide, day, years, place):
    found = chosen(guide, household(guide, residence=NEAR, **apart(float(years))), day)
    assert (found.place, found.town.code) == (place, NEAR[1] if place is Place.RESIDENCE else HOME[1])
    assert ("临淄" in found.source) == (place is Place.RESIDENCE)


def test_the_rule_of_linzi_does_not_bind_a_town_of_another_district(guide, day):
    found = chosen(guide, household(guide, residence=FAR, **apart(5)), day)
    assert (found.place, found.town.code) == (Place.HUKOU, HOME[1])


def test_another_district_has_no_such_rule(guide, day):
    away = household(guide, residence=NEAR, home__district="zhangdian", home__years_apart_from_hukou=5)
    assert chosen(guide, away, day).place is Place.HUKOU


def test_urgent_need_goes_where_it_arose_whoever_the_person_is(guide, day):
    stranger = household(
        guide, event=FAR, home__emergency_events=["fire"], home__basic_living_at_risk=True,
        self__hukou="elsewhere",
    )  # fmt: skip
    found = chosen(guide, stranger, day, "temporary-assistance")
    assert (found.place, found.town) == (Place.EVENT, routing.Town(*FAR))
    assert "急事在哪里出的" in found.says and found.source


def test_housing_goes_where_they_live(guide, day):
    found = chosen(guide, household(guide, residence=FAR), day, "public-rental-housing")
    assert (found.place, found.town.code) == (Place.RESIDENCE, FAR[1])


def test_what_no_source_routes_goes_to_the_town_of_the_hukou_and_says_so(guide, day):
    found = chosen(guide, household(guide), day, "care-service", "person")
    assert (found.place, found.source) == (Place.HUKOU, "")
    assert "没有写" in found.says


# --- the pages ----------------------------------------------------------------------------------------------


def pages(draft):
    return [one.name for one in steps.steps_of(draft) if one.name.rpartition("-")[2] in ("district", "town")]


def with_places(draft, *places):
    for request, found in zip(drafting.chosen_requests(draft), places, strict=False):
        request.findings = request.findings | {"places": found}
    return draft


def test_only_the_places_that_count_are_asked_for(sqlite_desk):
    draft = sqlite_desk.open_draft()
    assert pages(draft) == ["district", "town"]
    drafting.choose_requests(draft, {draft.requests[0].id})
    with_places(draft, ["event_town"])
    assert pages(draft) == ["event-district", "event-town"]
    steps.set_place_district(sqlite_desk.guide, draft, "event", FAR[0])
    steps.set_place_town(sqlite_desk.guide, draft, "event", FAR[1])
    assert (draft.event_town, draft.town, draft.district) == (FAR[1], FAR[1], FAR[0])
    with_places(draft, ["residence_town", "hukou_town"])
    assert pages(draft) == ["district", "town"], "what may be is not asked for"


# --- sent elsewhere -----------------------------------------------------------------------------------------


@pytest.fixture
def filed(desk):
    draft = desk.fill_in(desk.open_draft(), father=make_id_number("1948-03-05"))
    submit(desk.session, desk.guide, draft, desk.now)
    desk.session.commit()
    return draft


def notices_of(session):
    return {(one.kind, one.town) for one in session.scalars(select(DeskNotice))}


def test_every_request_keeps_its_rule_from_the_day_it_is_filed(desk, filed):
    for request in filed.requests:
        (found,) = routing.list_routes(desk.session, request)
        assert routing.find_routes(desk.session, request.application)[request.id].says == found.says
        assert (found.town, found.district) == (request.town, request.district) == (filed.town, "linzi")
        assert found.says


def test_a_clerk_sends_it_elsewhere_and_everybody_is_told(desk, filed):
    request, version = filed.requests[0], filed.requests[0].version
    by = By("caseworker", "人住在张店", "staff:1")
    made = routing.reroute(desk.session, request, FAR[1], by, at=desk.now, key="k1")
    again = routing.reroute(desk.session, request, FAR[1], by, at=desk.now, key="k1")
    assert made is again
    assert (request.town, request.district, request.version) == (FAR[1], FAR[0], version + 1)
    assert request.holder == "车站街道"
    assert notices_of(desk.session) == {("routed-away", filed.town), ("routed-here", FAR[1])}
    told = [row.body for row in desk.session.scalars(select(OutboxRow)) if ":route:" in row.cause]
    assert len(told) == 1 and "车站街道" in told[0]
    assert [one.town for one in routing.list_routes(desk.session, request)] == [FAR[1], filed.town]


@pytest.mark.parametrize("code", ["370305001", "99", "linzi", ""])
def test_it_goes_to_another_town_that_there_is(desk, filed, code):
    with pytest.raises(RoutingError):
        routing.reroute(desk.session, filed.requests[0], code, By("caseworker", "换"), at=desk.now)


def test_it_stays_without_a_reason_and_once_it_has_ended(desk, filed):
    request = filed.requests[0]
    with pytest.raises(NotAllowedError):
        routing.reroute(desk.session, request, FAR[1], By("caseworker", " "), at=desk.now)
    move(desk.session, request, RequestState.WITHDRAWN, By("applicant"), at=desk.now)
    with pytest.raises(NotAllowedError):
        routing.reroute(desk.session, request, FAR[1], By("caseworker", "人在那边"), at=desk.now)


def test_two_clerks_who_send_it_to_one_town_send_it_once(desk, filed):
    request_id = filed.requests[0].id

    def press(session):
        by = By("caseworker", "人住在张店")
        try:
            return routing.reroute(session, session.get(Request, request_id), FAR[1], by, at=desk.now).id
        except RoutingError:
            return None

    assert sorted(map(bool, desk.twins(press))) == [False, True]
    desk.session.expire_all()
    assert len(routing.list_routes(desk.session, filed.requests[0])) == 2


def test_a_household_reads_its_situation_as_before(guide):
    made = household(guide, **apart(3))
    assert households.read_situation(guide, made).household["district"] == "linzi"
