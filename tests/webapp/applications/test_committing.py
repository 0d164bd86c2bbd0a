"""A commitment that was not kept: found, recorded, told, appealed, repaired or expired."""

from datetime import timedelta
from itertools import product

import pytest
from sqlalchemy import delete, select

from tests.builders import make_id_number
from webapp.applications import committing
from webapp.applications.committing import WAYS, Untrue
from webapp.applications.errors import AlreadyMovedError, NotAllowedError, TransitionError
from webapp.applications.moving import By
from webapp.applications.states import Role
from webapp.applications.steps import applicant_of
from webapp.applications.submitting import submit
from webapp.applications.wording import load_texts
from webapp.models import Breach, BreachState, Commitment, DeskNotice, OutboxRow

B = BreachState
TOWN, DISTRICT = By("caseworker", "理由", "staff:1"), By("district", "理由", "staff:2")
OWN = By("applicant", "车早卖了")
UNTRUE = [Untrue("名下的车", "没有车", "有一辆")]


@pytest.fixture
def filed(sqlite_desk):
    draft = sqlite_desk.fill_in(sqlite_desk.open_draft(), father=make_id_number("1948-03-05"))
    submit(sqlite_desk.session, sqlite_desk.guide, draft, sqlite_desk.now)
    return draft


@pytest.fixture
def found(sqlite_desk, filed):
    member = applicant_of(filed)
    return committing.find(sqlite_desk.session, member, UNTRUE, "车管查到的", by=TOWN, at=sqlite_desk.now)


def lead(desk, breach, *steps):
    for new, by in steps:
        if new is B.RECORDED:
            day = desk.now.date() + timedelta(days=365)
            committing.record(desk.session, breach, ["education", "credit"], day, by=by, at=desk.now)
        else:
            committing.step(desk.session, breach, new, by, at=desk.now)


def told(desk):
    return [one.body for one in desk.session.scalars(select(OutboxRow)) if one.cause.startswith("breach")]


def test_the_whole_way(sqlite_desk, found):
    lead(sqlite_desk, found, (B.RECORDED, DISTRICT))
    assert committing.list_breaches(sqlite_desk.session, found.application_id, told=True) == []
    lead(sqlite_desk, found, (B.TOLD, TOWN), (B.APPEALED, OWN), (B.UPHELD, DISTRICT), (B.REPAIRED, DISTRICT))
    assert [one.to_state for one in found.events] == ["recorded", "told", "appealed", "upheld", "repaired"]
    assert len(told(sqlite_desk)) == 3
    assert [one.level for one in sqlite_desk.session.scalars(select(DeskNotice))] == ["district"]
    says = committing.measures_of(sqlite_desk.guide, found)
    assert len(says) == 2 and all(source for _, source in says)


def test_what_is_revoked_was_never_there_and_can_go_nowhere(sqlite_desk, found):
    lead(sqlite_desk, found, (B.RECORDED, DISTRICT), (B.TOLD, TOWN), (B.APPEALED, OWN), (B.REVOKED, DISTRICT))
    with pytest.raises(TransitionError):
        lead(sqlite_desk, found, (B.REPAIRED, DISTRICT))


def test_without_a_signed_commitment_nothing_is_found(sqlite_desk, filed):
    sqlite_desk.session.execute(delete(Commitment))
    with pytest.raises(NotAllowedError, match="承诺书"):
        committing.find(
            sqlite_desk.session, applicant_of(filed), UNTRUE, "查到的", by=TOWN, at=sqlite_desk.now
        )


def test_pressed_twice_it_is_found_once(sqlite_desk, filed):
    about = {"by": TOWN, "at": sqlite_desk.now, "key": "k1"}
    twice = [
        committing.find(sqlite_desk.session, applicant_of(filed), UNTRUE, "查到的", **about) for _ in range(2)
    ]
    assert twice[0] is twice[1]


def test_each_step_is_for_its_roles_alone_and_needs_its_reason(sqlite_desk, found):
    for old, new, role in product(BreachState, BreachState, Role):
        found.state = old
        allowed = role in WAYS[old].get(new, ())
        by = By(role, "理由")
        if old is new:
            continue
        if allowed:
            committing._require(old, new, by)
        else:
            with pytest.raises((NotAllowedError, TransitionError)):
                committing._require(old, new, by)
    with pytest.raises(NotAllowedError):
        committing._require(B.TOLD, B.APPEALED, By("applicant", " "))


def test_who_comes_second_is_told_so(sqlite_desk, found):
    lead(sqlite_desk, found, (B.RECORDED, DISTRICT))
    with pytest.raises(AlreadyMovedError):
        committing.step(sqlite_desk.session, found, B.RECORDED, DISTRICT, at=sqlite_desk.now)


@pytest.mark.parametrize("measures", [[], ["prison"], ["education", "prison"]])
def test_only_consequences_with_a_source_are_recorded(sqlite_desk, found, measures):
    with pytest.raises(NotAllowedError):
        committing.record(sqlite_desk.session, found, measures, None, by=DISTRICT, at=sqlite_desk.now)


def test_every_consequence_has_a_source_of_the_guide(guide):
    for measure in load_texts("commitment")["measures"]:
        assert "《" in committing.cite_measure(guide, measure)


def test_a_record_ends_with_its_day_and_twice_is_once(sqlite_desk, found):
    lead(sqlite_desk, found, (B.RECORDED, DISTRICT), (B.TOLD, TOWN))
    session, now = sqlite_desk.session, sqlite_desk.now
    assert committing.expire_due(session, now + timedelta(days=365)) == 0
    assert committing.expire_due(session, now + timedelta(days=366)) == 1
    assert committing.expire_due(session, now + timedelta(days=366)) == 0
    assert found.state == B.EXPIRED


def test_without_a_day_a_record_does_not_end_by_itself(sqlite_desk, found):
    committing.record(sqlite_desk.session, found, ["education"], None, by=DISTRICT, at=sqlite_desk.now)
    lead(sqlite_desk, found, (B.TOLD, TOWN))
    assert committing.expire_due(sqlite_desk.session, sqlite_desk.now + timedelta(days=9999)) == 0


def test_no_rule_of_the_guide_reads_a_record(guide):
    assert not any("breach" in key or "credit_record" in key for key in guide.facts)
    assert not [one for one in Breach.__table__.columns if one.name == "verdict"]
