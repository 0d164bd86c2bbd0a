"""The verification platform: its format by example, its client, and platforms that lie, break or hang."""

import contextlib
import datetime
import random
import re
import secrets
import socket
import threading
from pathlib import Path

import pytest
import requests

from tests.builders import make_id_number
from tests.cases import load_yaml
from webapp import clock
from webapp.applications.sources import load_sources
from webapp.applications.wording import load_deed
from webapp.gateways.sandbox.records import SOURCES, Citizen
from webapp.gateways.sandbox.verification import LIES
from webapp.gateways.verification import (
    Fault,
    Order,
    SourceState,
    Stated,
    VerificationError,
    VerificationGateway,
)

SAMPLES = load_yaml(Path(__file__).with_name("verification_wire.yaml"))
NAME, RECEIPT = "王大山", "3H7K2M9PQR4T"
# What is spoilt in a fact still has the form of an answer; `parse_facts` refuses it.
OF_FORM = {
    "html": Fault.GARBLED,
    "cut-off": Fault.GARBLED,
    "not-utf-8": Fault.GARBLED,
    "list": Fault.GARBLED,
    "deep": Fault.GARBLED,
    "oversize": Fault.OVERSIZE,
    "other-order": Fault.MISMATCH,
    "unasked": Fault.MISMATCH,
    "twice": Fault.MISMATCH,
    "future": Fault.GARBLED,
    "no-day": Fault.GARBLED,
    "no-date": Fault.GARBLED,
    "strange-state": Fault.GARBLED,
    "more-keys": Fault.GARBLED,
    "text-for-facts": Fault.GARBLED,
}


@pytest.fixture(scope="module")
def platform(module_sandbox):
    return f"{module_sandbox}/verification"


def switch(platform, **changes):
    return requests.post(f"{platform}/sandbox", json=changes, timeout=5).json()


def make_order(id_number=None, **changes):
    """An order that the platform takes."""
    asked = {"human-resources": {"income_yuan_per_month": Stated(600, "元/月")}, "bank-icbc": {}}
    values = {
        "key": secrets.token_hex(16),
        "name": NAME,
        "id_number": id_number or make_id_number("1960-01-01"),
        "receipt": RECEIPT,
        "text_hash": "ab" * 32,
        "signed_at": clock.now(),
        "asked": asked,
    }
    return Order(**values | changes)


def place(platform, order=None, **people):
    """Hand over an order about somebody whose records are plain."""
    order = order or make_order()
    switch(platform, people={order.id_number: {"plain": True} | people})
    gateway = VerificationGateway(platform)
    gateway.submit(order)
    return gateway, order


def fetch(gateway, order):
    found = gateway.fetch(order.key, tuple(order.asked), on=clock.today())
    return {one.source: one for one in found}


def test_each_call_is_answered_in_the_documented_form(platform):
    names = {"ORDER": secrets.token_hex(16), "OTHER": secrets.token_hex(16), "ID": make_id_number()}
    switch(platform, people={names["ID"]: {"plain": True}})
    for sample in filled(SAMPLES, names):
        method, path = sample["call"].split()
        answer = requests.request(method, platform + path, json=sample.get("body"), timeout=5)
        assert answer.status_code == sample["status"], sample
        assert answer.headers["X-Sandbox"] == "verification"
        if "same" in sample:
            assert answer.json() == sample["same"], sample
        else:
            assert shape(answer.json()) == shape(sample["answer"])


def filled(value, names):
    match value:
        case str():
            return re.sub("ORDER|OTHER|ID", lambda found: names[found.group()], value)
        case list():
            return [filled(one, names) for one in value]
        case dict():
            return {key: filled(one, names) for key, one in value.items()}
    return value


def shape(value):
    """The keys and kinds of values, whatever their order."""
    match value:
        case dict():
            return {key: shape(one) for key, one in value.items()}
        case list():
            return [shape(one) for one in value]
    return type(value)


def test_the_sandbox_knows_the_sources_that_the_application_asks(platform):
    assert set(SOURCES) == set(load_sources().by_id)
    banks = [one for one in load_sources().by_id.values() if one.is_bank]
    assert (len(SOURCES) - len(banks), len(banks)) == (11, 20)
    assert "沙盒" in requests.get(f"{platform}/", timeout=5).json()["sandbox"]


def test_the_authorisation_names_only_sources_that_are_known():
    named = {name for one in load_sources().by_id.values() for name in one.authorised_as}
    assert set(load_deed("authorisation").sources) <= named


def test_an_order_comes_back_source_by_source_with_facts_and_their_day(platform):
    found = fetch(*place(platform))
    answer = found["human-resources"]
    assert answer.state is SourceState.ANSWERED
    assert answer.facts["income_yuan_per_month"] == Stated(600, "元/月")
    assert datetime.timedelta() <= clock.today() - answer.as_of <= datetime.timedelta(days=3)
    assert set(found) == {"human-resources", "bank-icbc"}


def test_the_same_order_twice_is_one_order_to_the_platform(platform):
    gateway, order = place(platform)
    gateway.submit(order)
    assert len([key for key in switch(platform)["orders"] if key == order.key]) == 1


def test_the_same_name_for_another_order_is_refused(platform):
    gateway, order = place(platform)
    with pytest.raises(VerificationError) as caught:
        gateway.submit(make_order(key=order.key))
    assert (caught.value.fault, caught.value.retry) == (Fault.CONFLICT, False)


@pytest.mark.parametrize(
    ("manner", "states"),
    [
        ("prompt", ["answered", "answered"]),
        ("slow", ["pending", "answered"]),
        ("silent", ["pending", "pending"]),
        ("in-parts", ["pending", "answered"]),
        ("not-found", ["not-found", "not-found"]),
        ("failed", ["failed", "failed"]),
    ],
)
def test_a_source_answers_in_its_manner(platform, manner, states):
    gateway, order = place(platform, sources={"bank-icbc": manner})
    seen = [fetch(gateway, order)["bank-icbc"].state]
    switch(platform, hours=2)
    seen.append(fetch(gateway, order)["bank-icbc"].state)
    assert [one.value for one in seen] == states


def test_an_answer_in_parts_says_so_and_grows(platform):
    gateway, order = place(platform, sources={"bank-icbc": "in-parts"})
    switch(platform, hours=0.02)
    first = fetch(gateway, order)["bank-icbc"]
    switch(platform, hours=2)
    whole = fetch(gateway, order)["bank-icbc"]
    assert first.state is SourceState.PARTLY and whole.state is SourceState.ANSWERED
    assert 0 < len(first.facts) < len(whole.facts)


@pytest.mark.parametrize("fate", ["deceased", "moved-out"])
def test_the_police_records_who_died_or_moved(platform, fate):
    asked = {"public-security": {"hukou": Stated("zibo")}, "bank-icbc": {}}
    found = fetch(*place(platform, make_order(asked=asked), fate=fate))
    assert found["public-security"].state.value == fate
    assert found["bank-icbc"].state is SourceState.ANSWERED


@pytest.mark.parametrize(
    ("status", "fault", "retry"),
    [
        (400, Fault.REFUSED, False),
        (403, Fault.REFUSED, False),
        (302, Fault.REFUSED, False),
        (404, Fault.UNKNOWN_ORDER, True),
        (409, Fault.CONFLICT, False),
        (429, Fault.BUSY, True),
        (500, Fault.SERVER, True),
        (503, Fault.SERVER, True),
    ],
)
def test_every_status_has_its_name(platform, status, fault, retry):
    gateway, order = place(platform)
    switch(platform, faults={"fetch": [status]})
    with pytest.raises(VerificationError) as caught:
        fetch(gateway, order)
    assert (caught.value.fault, caught.value.retry) == (fault, retry)


def test_a_platform_that_hangs_is_left_in_time(platform):
    _, order = place(platform)
    switch(platform, faults={"fetch": [0.6], "submit": [0.6]})
    hurried = VerificationGateway(platform, seconds=0.1)
    for call in (lambda: fetch(hurried, order), lambda: hurried.submit(order)):
        with pytest.raises(VerificationError) as caught:
            call()
        assert caught.value.fault is Fault.TIMEOUT


class Dripping:
    """A platform that never comes to the end of its answer: a byte, a pause, a byte."""

    def __init__(self):
        self.listener = socket.create_server(("127.0.0.1", 0))
        self.url = f"http://127.0.0.1:{self.listener.getsockname()[1]}"
        self.left = threading.Event()
        self.thread = threading.Thread(target=self.serve)
        self.thread.start()

    def serve(self):
        connection, _ = self.listener.accept()
        with connection, contextlib.suppress(OSError):
            connection.recv(65536)
            connection.sendall(b"HTTP/1.1 200 OK\r\nContent-Length: 1000000\r\n\r\n")
            while not self.left.wait(0.02):
                connection.sendall(b" ")

    def close(self):
        self.left.set()
        self.thread.join()
        self.listener.close()


def test_an_answer_without_end_is_left_in_time():
    dripping = Dripping()
    with pytest.raises(VerificationError) as caught:
        VerificationGateway(dripping.url, seconds=0.2).submit(make_order())
    dripping.close()
    assert caught.value.fault is Fault.TIMEOUT


def test_nobody_there_has_a_name_too():
    with pytest.raises(VerificationError) as caught:
        VerificationGateway("http://127.0.0.1:1").submit(make_order())
    assert (caught.value.fault, caught.value.retry) == (Fault.UNREACHABLE, True)


@pytest.mark.parametrize(("lie", "fault"), OF_FORM.items())
def test_an_answer_that_cannot_be_right_is_refused_whole(platform, lie, fault):
    gateway, order = place(platform)
    switch(platform, lies=[lie])
    with pytest.raises(VerificationError) as caught:
        fetch(gateway, order)
    assert caught.value.fault is fault
    assert fetch(gateway, order)["bank-icbc"].state is SourceState.ANSWERED, "the next one is believed again"


def test_every_lie_of_the_sandbox_is_told_in_a_test():
    of_facts = {
        "unknown-fact", "derived-wrongly", "others-fact", "wrong-unit", "no-unit", "wrong-value", "negative",
    }  # fmt: skip
    assert set(LIES) == set(OF_FORM) | of_facts


def test_cancelling_ends_it_and_may_be_said_twice_or_of_nothing(platform):
    gateway, order = place(platform)
    gateway.cancel(order.key)
    gateway.cancel(order.key)
    gateway.cancel(secrets.token_hex(16))
    assert fetch(gateway, order) == {}
    assert order.key in switch(platform)["cancelled"]


@pytest.mark.parametrize(
    "url", ["http://check.example.gov.cn", "http://10.0.0.1/x", "ftp://localhost.gov.cn"]
)
def test_nothing_is_ever_sent_in_the_clear(url):
    with pytest.raises(ValueError, match="https"):
        VerificationGateway(url)


def test_no_error_address_or_printed_value_tells_of_the_person(platform):
    # A sum that no random key or port has in it.
    asked = {"human-resources": {"income_yuan_per_month": Stated(7351946, "元/月")}, "bank-icbc": {}}
    order = make_order(asked=asked)
    secret = (order.id_number, NAME, "7351946")
    switch(platform, faults={"submit": [500]}, lies=["html"])
    gateway = VerificationGateway(platform)
    for call in (lambda: gateway.submit(order), lambda: fetch(gateway, order)):
        with pytest.raises(VerificationError) as caught:
            call()
        shown = f"{caught.value} {caught.value!r} {caught.value.__cause__} {order!r}"
        assert not any(word in shown for word in secret)
    shown = requests.get(platform.removesuffix("/verification"), timeout=5).text
    assert not any(word in shown for word in secret[:2])


def test_the_same_people_are_contradicted_on_every_machine_and_about_one_household_in_eight():
    chance = random.Random(7)
    ids = [f"990000{chance.randrange(1935, 2005)}0101{chance.randrange(1000):03d}1" for _ in range(6000)]
    contradicted = [Citizen(one, {}).is_contradicted for one in ids]
    assert contradicted == [Citizen(one, {}).is_contradicted for one in ids]
    households = [any(contradicted[place : place + 2]) for place in range(0, len(ids), 2)]
    assert 0.10 <= sum(households) / len(households) <= 0.16
