"""The province's platform: its client against the sandbox, and against platforms that lie or break."""

import pytest
import requests

from tests.builders import make_id_number
from webapp.gateways.http import NotDelivered, OutcomeUnknown
from webapp.gateways.province import ProvinceGateway

ID_NUMBER = make_id_number()


@pytest.fixture
def province(module_sandbox):
    return ProvinceGateway(f"{module_sandbox}/province", seconds=1)


@pytest.fixture
def switch(module_sandbox):
    return lambda **wanted: requests.post(f"{module_sandbox}/province/sandbox", json=wanted, timeout=5).json()


def letter(number, **changes):
    return {
        "number": number,
        "policy": "最低生活保障",
        "origin": {"city": "3703", "place": "临淄区金山镇", "town": "370305111"},
        "to": {"city": "3707", "place": "寿光市圣城街道", "town": None},
        "applicant": {"name": "赵小满", "id_number": ID_NUMBER, "phone": None, "address": None},
        "says": "户口在寿光",
        "filed_on": "2026-11-20",
    } | changes


def test_the_same_letter_again_is_the_same_transfer(province, switch):
    wanted = letter("ZXAAAAAAAAAA")
    province.send(wanted)
    province.send(wanted)
    assert switch()["transfers"].count("ZXAAAAAAAAAA") == 1
    assert province.find("ZXAAAAAAAAAA").state == "taken"


def test_another_letter_under_its_number_is_refused(province):
    province.send(letter("ZXBBBBBBBBBB"))
    with pytest.raises(NotDelivered, match="number-conflict") as refused:
        province.send(letter("ZXBBBBBBBBBB", says="别的"))
    assert not refused.value.retry


@pytest.mark.parametrize(
    "changes",
    [
        {"policy": ""},
        {"filed_on": "昨天"},
        {"more": 1},
        {"applicant": {"name": "赵小满"}},
        {"origin": {"city": "3703", "place": "x"}},
        {"number": "短"},
    ],
)
def test_what_is_no_letter_is_refused(province, changes):
    with pytest.raises(NotDelivered, match="bad-letter"):
        province.send(letter("ZXCCCCCCCCCC") | changes)


@pytest.mark.parametrize("city", ["3703", "3712", "9999"])
def test_a_city_that_is_none_or_ours_is_refused(province, city):
    to = {"city": city, "place": "某街道", "town": None}
    with pytest.raises(NotDelivered, match="unknown-city"):
        province.send(letter("ZXDDDDDDDDDD", to=to))


@pytest.mark.parametrize("fault", [500, 503, 302, 2.0, "after"])
def test_what_may_have_arrived_is_unknown(province, switch, fault):
    switch(faults={"send": [fault]})
    with pytest.raises(OutcomeUnknown):
        province.send(letter("ZXEEEEEEEEEE"))


def test_too_many_at_once_may_be_tried_again(province, switch):
    switch(faults={"send": [429]})
    with pytest.raises(NotDelivered) as busy:
        province.send(letter("ZXFFFFFFFFFF"))
    assert busy.value.retry


def test_an_unknown_number_is_none(province):
    assert province.find("ZXGGGGGGGGGG") is None


@pytest.mark.parametrize("fault", [500, 2.0, "after"])
def test_a_question_may_always_be_asked_again(province, switch, fault):
    province.send(letter("ZXHHHHHHHHHH"))
    switch(faults={"find": [fault], "inbox": [fault]})
    for ask in (lambda: province.find("ZXHHHHHHHHHH"), lambda: province.inbox("3703")):
        with pytest.raises(NotDelivered) as failed:
            ask()
        assert failed.value.retry


@pytest.mark.parametrize(
    "standing", [{"state": "maybe"}, {"number": "ZXOTHER00000"}, {"state": "decided", "outcome": "rich"},
                 {"surprise": 1}, {"says": 7}]
)  # fmt: skip
def test_an_answer_that_is_not_of_the_form_is_not_believed(province, switch, standing):
    province.send(letter("ZXJJJJJJJJJJ"))
    switch(standing={"ZXJJJJJJJJJJ": standing})
    with pytest.raises(NotDelivered):
        province.find("ZXJJJJJJJJJJ")
    switch(standing={"ZXJJJJJJJJJJ": {}})


def test_the_inbox_names_a_letter_until_it_is_taken(province, switch):
    came = letter("WFKKKKKKKK")
    came["origin"], came["to"] = came["to"], came["origin"]
    switch(letters=[came])
    assert [one.number for one in province.inbox("3703")] == ["WFKKKKKKKK"]
    province.take("WFKKKKKKKK", "临淄区金山镇")
    assert province.inbox("3703") == []
    province.answer("WFKKKKKKKK", "approved", "已批准")
    province.answer("WFKKKKKKKK", "approved", "已批准")
    with pytest.raises(NotDelivered, match="number-conflict"):
        province.answer("WFKKKKKKKK", "refused", "未批准")


def test_an_address_that_anybody_can_read_is_refused():
    with pytest.raises(ValueError, match="https"):
        ProvinceGateway("http://province.example")
