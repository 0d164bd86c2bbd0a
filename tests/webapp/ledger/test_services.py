"""Services for a lead: demand beside supply by service and place, none of it of a few, within the region."""

import csv
import io
import itertools
from datetime import timedelta

import pytest

from tests.builders import make_id_number
from tests.colleagues import PLACES
from tests.webapp.applications.conftest import Desk
from tests.webapp.ledger.conftest import AtLedger, plain
from webapp import clock
from webapp.casework.services.counting import Sum
from webapp.db import begin_write, make_sessions
from webapp.ledger import services
from webapp.models import AuditRow, Role
from webapp.models.needs import (
    ProviderTown,
    ServiceAssignment,
    ServiceDemand,
    ServiceHours,
    ServiceOffer,
    ServiceProvider,
)
from webapp.staff.roles import Level

HERE, THERE, FAR = ("linzi", "370305111"), ("linzi", "370305005"), ("zhangdian", "370303001")
PAGE = "/ledger/services"
SERIAL = itertools.count()


class Care:
    """Demands of made-up people, and one provider for both towns of a district."""

    def __init__(self, session, guide, app):
        self.session, self.now = session, clock.now()
        desk = Desk(session, guide, app.index_hash, self.now)
        draft = desk.fill_in(desk.open_draft(f"care{next(SERIAL)}"), self=make_id_number("1950-01-01"))
        session.flush()
        self.member, self.request = draft.members[0], draft.requests[0]
        self.application = draft
        self.offer = self.provide(("linzi", HERE[1]), (HERE[1], THERE[1]), hours=100)

    def provide(self, seat, towns, *, hours, service="meals"):
        one = ServiceProvider(name="演示服务队", district=seat[0], town=seat[1], by="staff:1", at=self.now)
        one.key = f"p{next(SERIAL)}"
        one.towns = [ProviderTown(town=code) for code in towns]
        offer = ServiceOffer(service=service, minutes_per_month=hours * 60)
        one.offers = [offer]
        self.session.add(one)
        self.session.flush()
        return offer

    def need(self, place, count, *, served=0, came=0, service="meals"):
        """So many need an hour a day; some have all of it assigned, to some somebody came for an hour."""
        first = self.now.date().replace(day=1)
        for number in range(count):
            member = type(self.member)(person=f"m{next(SERIAL)}", relation="other", position=1)
            member.application_id = self.application.id
            self.session.add(member)
            self.session.flush()
            demand = ServiceDemand(
                member_id=member.id, request_id=self.request.id, service=service, district=place[0],
                town=place[1], minutes_per_week=420, opened_on=first - timedelta(days=40),
                opened_by="staff:1", opened_at=self.now,
            )  # fmt: skip
            self.session.add(demand)
            self.session.flush()
            if number < served:
                self._assign(demand, first, came=number < came)

    def _assign(self, demand, first, *, came):
        made = ServiceAssignment(
            demand_id=demand.id, offer_id=self.offer.id, minutes_per_week=420, by="staff:1", at=self.now,
            begins=first - timedelta(days=40), key=f"a{next(SERIAL)}",
        )  # fmt: skip
        if came:
            made.hours = [ServiceHours(month=first, minutes=60, by="staff:1", at=self.now)]
        self.session.add(made)
        self.session.flush()


@pytest.fixture
def care(app, guide):
    with make_sessions(app.engine)() as session:
        begin_write(session)
        made = Care(session, guide, app)
        made.need(HERE, 12, served=6, came=6)
        made.need(THERE, 6, served=2, came=2)
        made.need(FAR, 4)
        made.need(FAR, 7, service="tutoring")
        session.commit()
        yield made


@pytest.fixture
def lead(app):
    return AtLedger(app, Role.LEAD)


def rows_of(lead, **wanted):
    """The table as it is taken away: (service, place) to the cells."""
    text = lead.post(f"{PAGE}.csv", **wanted)
    assert lead.answer.status_code == 200
    rows = list(csv.reader(io.StringIO(text.lstrip("\ufeff"))))
    assert tuple(rows[0]) == services.HEAD
    return {(row[1], row[2]): row[3:] for row in rows[1:]}


def hours_of(people):
    """An hour a day in this month."""
    first = clock.today().replace(day=1)
    return str(people * ((first + timedelta(days=31)).replace(day=1) - first).days)


def test_a_district_shows_its_towns_and_hides_what_is_of_a_few(care, lead, guide):
    shown = rows_of(lead, district="linzi")
    here, there, whole = (
        shown["助餐", name] for name in ("临淄区金山镇", _name(guide, THERE), services.WHOLE)
    )
    assert here[:7] == ["12", hours_of(12), "100", hours_of(6), "6", "6", hours_of(6)]
    assert there[:7] == ["6", hours_of(6), "100", "不写", "不写", "不写", "不写"], (
        "two of six would be told of"
    )
    assert whole[:7] == ["18", hours_of(18), "100", hours_of(6), "6", "6", hours_of(6)]
    assert "《" in here[7], "each service with its source"


def test_the_city_shows_districts_made_of_what_their_towns_show(care, lead, guide):
    shown = rows_of(lead)
    assert len({service for service, _ in shown}) == len(guide.scale.services) == 12
    assert shown["助餐", "临淄区"][0] == "18" and ("助餐", "张店区") not in shown
    assert shown["助餐", services.WHOLE][:3] == ["18", hours_of(18), "100"], "the four stay hidden"
    tutoring = shown["学业辅导", "张店区"]
    assert tutoring[:7] == ["7", hours_of(7), "0", "不写", "不写", "7", "不写"], "nobody is assigned"
    assert shown["送教上门", services.WHOLE][:2] == ["不写", "不写"]


def _name(guide, place):
    towns = {one.code: one.name for one in guide.regions.districts[place[0]].towns}
    return f"{guide.regions.districts[place[0]].name}{towns[place[1]]}"


def test_the_page_is_a_table_to_be_read_out_with_ways_into_districts(care, lead):
    page = lead.get(PAGE)
    assert lead.answer.status_code == 200
    assert "<caption" in page and 'scope="row"' in page and 'tabindex="0"' in page
    assert f"{PAGE}?month={clock.today():%Y-%m}&amp;district=linzi" in page
    assert "不到 5 人的写" in page and page.count("依据 ") == 12
    inside = lead.get(f"{PAGE}?district=linzi")
    assert "金山镇" in plain(inside) and "<rect" in inside
    assert lead.get(f"{PAGE}?month=2199-01") and lead.answer.status_code == 404
    lead.get(f"{PAGE}?district=nowhere")
    assert lead.answer.status_code == 200


def test_a_lead_of_a_district_sees_that_district_alone(app, care):
    own = AtLedger(app, Role.LEAD, region=PLACES[Level.DISTRICT])
    shown = rows_of(own, district="zhangdian")
    assert ("助餐", "临淄区金山镇") in shown
    assert shown["学业辅导", services.WHOLE][0] == "不写" and not any("张店" in place for _, place in shown)


def test_taking_the_table_is_recorded_and_other_roles_do_not_get_it(app, care, lead, session):
    rows_of(lead)
    session.rollback()
    subjects = [row.subject for row in session.query(AuditRow).filter_by(action="export-figures")]
    assert any(one.startswith("services:") for one in subjects)
    for role in (Role.EDITOR, Role.TOWN, Role.CITY, Role.ASSISTANT):
        other = AtLedger(app, role)
        other.get(PAGE)
        assert other.answer.status_code == 403, role
        other.post(f"{PAGE}.csv")
        assert other.answer.status_code == 403, role


SPLITS = [
    (people, served, reached, short)
    for people, served, reached, short in itertools.product(range(13), repeat=4)
    if reached <= served <= people and people - served <= short <= people
]


def test_no_part_of_a_town_tells_of_fewer_than_five():
    assert len(SPLITS) > 1000
    for people, served, reached, short in SPLITS:
        counted = Sum("meals", "x", people, 600, 0, 300, 100, served, reached, short)
        line = services.publish("x", counted)
        told = {"people": people, "assigned": served, "delivered": reached, "short": short}
        shown = {part: count for part, count in told.items() if getattr(line, part) is not None}
        assert all(count >= 5 for count in shown.values())
        for whole, part in (("people", "assigned"), ("assigned", "delivered"), ("people", "short")):
            if part in shown:
                left = shown[whole] - shown[part]
                assert left == 0 or left >= 5, (people, served, reached, short)
        assert (line.unassigned is None) == (not {"assigned", "short"} <= set(shown))
