"""Every page of a request or a case, walked by those whose town or district it is not: each refuses."""

import pytest

from tests.webapp.casework.test_day import find
from webapp.models import AuditRow, Role
from webapp.staff.regions import StaffRegion

FAR_TOWN, FAR = StaffRegion("zhangdian", "370303001"), StaffRegion("zhangdian")
NEXT_DOOR = StaffRegion("linzi", "370305002")
SAID = {"note": "不是我这里的", "to": "accepted", "part": "phone", "reason": "review", "outcome": "refuse"}


@pytest.fixture(scope="module")
def foreign(office, clerk):
    return find(office)


def walked(app, foreign):
    """(method, address, roles) of each route that is about one request or case."""
    about = {"request_id": foreign.id, "application_id": foreign.application_id, "change_id": 1}
    for rule in app.url_map.iter_rules():
        if rule.endpoint.startswith("casework.") and {"request_id", "application_id"} & rule.arguments:
            assert rule.arguments <= set(about), rule
            with app.test_request_context():
                address = app.url_for(rule.endpoint, **{name: about[name] for name in rule.arguments})
            for method in rule.methods & {"GET", "POST"}:
                yield method, address


@pytest.mark.parametrize(
    ("role", "region"),
    [
        (Role.TOWN, FAR_TOWN),
        (Role.TOWN, NEXT_DOOR),
        (Role.DISTRICT, FAR),
        (Role.ASSISTANT, FAR_TOWN),
        (Role.LEAD, StaffRegion("linzi")),
    ],
)
def test_no_page_of_anothers_request_opens_and_each_try_is_recorded(office, sign_in, foreign, role, region):
    stranger, tried = sign_in(role, region), 0
    for method, address in walked(office.app, foreign):
        send = stranger.get if method == "GET" else lambda to: stranger.post(to, **SAID)
        answer = send(address)
        assert answer.status_code == 403, (method, address, answer.status_code)
        for private in ("王大山", "13805330000", foreign.application.number):
            assert private not in answer.text, (method, address)
        tried += 1
    assert tried > 25
    office.session.rollback()
    office.session.expire_all()
    assert office.session.get(type(foreign), foreign.id).state == "submitted"
    refused = office.session.query(AuditRow).filter_by(actor=f"staff:{stranger.id}", action="refused")
    assert refused.count() == tried
