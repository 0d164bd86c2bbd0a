"""The platform says that there is news; what they are is fetched, never taken from outside."""

from datetime import timedelta

import pytest

from tests.webapp.applications.conftest import Desk
from tests.webapp.applications.office import PLAIN, Office
from webapp import clock
from webapp.models import ResultState


@pytest.fixture
def office(app, session, guide, module_sandbox):
    return Office(Desk(session, guide, app.index_hash), f"{module_sandbox}/verification", clock.now())


def tell(client, body):
    return client.post("/verification/news", json=body)


def test_news_have_the_order_looked_at_next_and_carry_no_answer(office, client):
    application = office.verify(office.file(father=PLAIN | {"sources": {"bank-icbc": "slow"}}))
    office.work()
    (order,) = office.orders(application)
    order.next_try_at = clock.now() + timedelta(hours=1)
    office.session.commit()
    answer = tell(client, {"order": order.key, "results": [{"source": "bank-icbc", "state": "answered"}]})
    assert (answer.status_code, answer.data) == (204, b"")
    (order,) = office.orders(application)
    assert order.next_try_at <= clock.now()
    assert office.rows(application)["bank-icbc"].state == ResultState.ASKED
    office.switch(hours=2)
    office.work()
    assert office.rows(application)["bank-icbc"].state == ResultState.ANSWERED


def test_an_unknown_order_gets_the_same_answer(client):
    assert tell(client, {"order": "0" * 32}).status_code == 204


@pytest.mark.parametrize("body", [None, [], {}, {"order": 7}, {"order": "x"}, {"order": "A" * 32}])
def test_what_is_not_the_format_is_refused_without_an_echo(client, body):
    answer = tell(client, body)
    assert answer.status_code == 400
    assert answer.content_type == "application/problem+json"
    assert "AAAA" not in answer.text
