"""What was submitted, over JSON: the list, where it stands, and all that the applicant does after that."""

import copy
import json

import pytest
from sqlalchemy import select

from knowledge import Verdict
from tests.webapp.api.my.test_applying import NAME, SAID, Walker, flat
from webapp import clock
from webapp.applications import committing, deciding, referring, supplements
from webapp.applications.committing import Untrue
from webapp.applications.deciding import Proposal, Ruling, Subject
from webapp.applications.households import read_situation
from webapp.applications.moving import By, advance
from webapp.applications.states import RequestState, Role
from webapp.applications.supplements import EntryKind, Wanted
from webapp.models import Application, BreachState, Objection

S = RequestState
CLERK = By(Role.CASEWORKER, "窗口", "staff:7")


class Case:
    """One submitted application, its phone, and the clerk's hands on it."""

    def __init__(self, phone):
        phone.post("chat", text=SAID)
        walker = Walker(phone)
        walker.open()
        walker.walk()
        self.phone, self.house = phone, phone.house
        self.number = phone.post("draft/submission")["number"]
        self.base = f"applications/{self.number}/pages"

    def show(self, place, status=200):
        return self.phone.get(f"{self.base}/{place}", status)

    def fill(self, place, status=200, **fields):
        return self.phone.post(f"{self.base}/{place}", status, fields=fields)

    def at_desk(self, act):
        """Let somebody at a desk do something with the application."""
        with self.house.sessions() as session, self.house.app.app_context():
            found = session.scalars(select(Application).where(Application.number == self.number)).one()
            act(session, found)
            session.commit()

    @property
    def tail(self):
        tails = []
        self.at_desk(lambda _, one: tails.extend(m.id_number[-4:] for m in one.members if m.is_applicant))
        return tails[0]


@pytest.fixture
def case(phone):
    return Case(phone)


def words(shown):
    return json.dumps(shown["page"], ensure_ascii=False)


def links(shown):
    doors = [one for part in flat(shown["page"]["parts"]) for one in part.get("doors", [])]
    return [one["link"] for one in doors]


def press_of(shown):
    return next(one["value"] for one in flat(shown["page"]["parts"]) if one.get("name") == "press")


def test_what_was_submitted_is_listed_and_stands_where_it_stands(case):
    listed = case.phone.get("applications")
    assert links(listed) == [f"/status/{case.number}"]
    shown = case.show("shown")
    assert shown["place"] == "shown" and shown["page"]["title"] == "已经交上去了"
    assert any(one["kind"] == "timeline" for one in flat(shown["page"]["parts"]))
    assert {"/status/change", "/status/looks", "/status/withdraw", "/my/data"} <= set(links(shown))


def test_a_missing_signature_is_the_first_thing_to_do(case):
    def take_back(session, application):
        for one in application.members[0].authorisations:
            one.withdrawn_at = clock.now()

    case.at_desk(take_back)
    page = case.show("shown")["page"]
    assert page["buttons"][0]["link"] == "/sign/1"
    assert any(one["kind"] == "note" and "签了才能往下办" in one["text"] for one in page["parts"])


def test_another_phone_looks_it_up_with_number_and_tail(case, house):
    other = house.phone()
    assert other.get(f"{case.base}/shown", 404)
    wrong = other.post("applications", 422, fields={"number": case.number, "id_tail": "0000"})
    assert wrong["errors"][0]["pointer"] == "/number"
    found = other.post("applications", fields={"number": case.number, "id_tail": case.tail})
    assert found["number"] == case.number
    assert other.get(f"{case.base}/shown")["page"]["title"] == "已经交上去了"
    assert links(other.get("applications")) == [f"/status/{case.number}"]


def test_what_is_missing_is_answered_once_for_all(case):
    wanted = [
        Wanted(EntryKind.TEXT, "去年住院花了多少", "算大病"),
        Wanted(EntryKind.DOCUMENT, "住院发票", ""),
    ]

    def ask(session, application):
        for request in application.requests:
            while request.state != S.ACCEPTED:
                advance(session, request, clock.now())
        supplements.ask(session, application.requests[0], wanted, CLERK, at=clock.now())

    case.at_desk(ask)
    overview = case.show("shown")
    assert overview["page"]["buttons"][0] == overview["page"]["buttons"][0] | {
        "label": "看看要补的 2 样",
        "link": "/status/supplement",
    }
    shown = case.show("supplement")
    first, second = (one["name"] for one in shown["page"]["parts"] if one["kind"] == "field")
    assert (
        case.fill("supplement", 422, do="send", **{first: "三万二"})["errors"][0]["pointer"] == f"/{second}"
    )
    answers = {first: "三万二", second: "交给村里了"}
    after = case.fill("supplement", do="send", press=press_of(shown), **answers)
    assert after["place"] == "shown" and "看看要补的" not in words(after)
    assert case.show("supplement")["place"] == "shown"


def test_a_change_at_home_is_told(case):
    shown = case.show("change/address")
    assert case.fill("change/address", 422, words="")["errors"]
    key = press_of(shown)
    for _ in range(2):
        told = case.fill("change/address", words="张店区某村 9 号", press=key)
    assert told["place"] == "change" and words(told).count("张店区某村 9 号") == 1
    case.show("change/moon", 404)


def test_a_refusal_is_objected_to_once(case):
    def refuse(session, application):
        """Not approved, because of a condition that the facts leave open and the clerk settles."""
        request, guide = application.requests[0], case.house.app.guide
        while request.state != S.PUBLICISED:
            advance(session, request, clock.now())
        situation, on = read_situation(guide, application), clock.today()
        subject = Subject.of(request)
        found = deciding.make_findings(guide, situation, subject, on)
        open_ = next(one["id"] for one in found["conditions"] if one["verdict"] == "unknown")
        rulings = {open_: Ruling(Verdict.UNMET, "查到家里有一辆没报的车")}
        found = deciding.make_findings(guide, situation, subject, on, rulings=rulings)
        proposal = Proposal(S.NOT_APPROVED, found | {"failing": [open_]})
        deciding.decide(session, request, proposal, By(Role.DISTRICT, who="staff:9"), at=clock.now())

    case.at_desk(refuse)
    place = next(one for one in links(case.show("shown")) if one.startswith("/status/object/"))
    place = place.removeprefix("/status/")
    shown = case.show(place)
    fields = {one["name"]: one for one in flat(shown["page"]["parts"]) if one.get("name")}
    grounds = fields["ground"]["chosen"] if "ground" in fields else []
    sent = {"words": "实际不是这样", "press": press_of(shown)} | ({"ground": grounds} if grounds else {})
    assert case.fill(place, 422, **(sent | {"words": ""}))["errors"]
    for _ in range(2):
        assert case.fill(place, **sent)["place"] == "shown"
    counted = []
    case.at_desk(lambda s, one: counted.append(len(s.scalars(select(Objection)).all())))
    assert counted == [1]


def test_requests_are_taken_back_and_everything_is_deleted(case):
    shown = case.show("withdraw")
    requests = next(one for one in shown["page"]["parts"] if one["kind"] == "choices")
    chosen = [one["value"] for one in requests["choices"]]
    assert case.fill("withdraw", 422)["errors"][0]["pointer"] == "/request"
    assert case.fill("withdraw", request=chosen, press=press_of(shown))["place"] == "shown"
    assert case.show("withdraw")["place"] == "shown"
    assert case.fill("data", 422, do="erase", id_tail="0000")["errors"]
    assert "都删掉了" in words(case.fill("data", do="erase", id_tail=case.tail))
    case.phone.log_in()
    assert links(case.phone.get("applications")) == []


def test_a_copy_needs_the_tail_and_is_written_down(case):
    assert case.fill("data", 422, do="copy")["errors"][0]["pointer"] == "/id_tail"
    copy = case.fill("data", do="copy", id_tail=case.tail)
    assert "王大山" in words(copy) and "13800000001" in words(copy)
    assert "导" in words(case.show("looks")) or "拿走" in words(case.show("looks"))


def test_a_signature_is_looked_at_taken_back_and_given_again(case):
    assert "签好了" in case.show("sign/1")["page"]["title"]
    place = next(one for one in links(case.show("sign/1")) if one.endswith("/withdraw"))
    assert place == "/sign/1/withdraw"
    assert case.fill("sign-withdraw/1", 422, signed_name="王大山")["errors"]
    after = case.fill("sign-withdraw/1", signed_name="王大山", id_tail=case.tail, agreed="yes")
    assert after["place"] == "sign/1"
    assert any(one["kind"] == "hand" for one in after["page"]["parts"]), "the text was read a moment ago"
    assert "签好了" in case.fill("sign/1", strokes=NAME, agreed="yes")["page"]["title"]


def test_unknown_pages_and_numbers_say_so(case):
    case.show("moon", 404)
    case.show("object/999999", 404)
    case.show("object/x", 404)
    case.fill("looks", 405)
    case.phone.get("applications/ZB000/pages/shown", 404)


def test_a_draft_is_deleted_from_its_data(phone):
    phone.post("chat", text=SAID)
    Walker(phone).open()
    shown = phone.get("draft/data")
    assert shown["page"]["title"] == "我的数据"
    assert "都删掉了" in words(phone.post("draft/data", fields={"do": "erase"}))


def test_nobody_is_to_come_by_themselves_and_it_is_taken_back(case):
    assert "不要主动联系我" in words(case.show("data"))
    assert "可以再联系我" in words(case.fill("data", contact="refuse"))
    assert "不要主动联系我" in words(case.fill("data", contact="allow"))
    case.fill("data", 404, contact="never")


def test_a_charity_is_agreed_to_and_taken_back(case):
    def offer(session, application):
        situation = copy.deepcopy(application.situation)
        father = next(one for one in situation["people"] if one["id"] == "father")
        father["facts"] |= {"illnesses": ["uremia"], "on_dialysis": True}
        application.situation = situation
        while application.requests[0].state != S.PAYING:
            advance(session, application.requests[0], clock.now())
        referring.offer(session, application.requests[0], "kidney-charity", CLERK, at=clock.now())

    case.at_desk(offer)
    assert "/status/charity" in links(case.show("shown"))
    shown = case.show("charity")
    agree, decline = shown["page"]["buttons"]
    after = case.fill("charity", **{agree["name"]: agree["value"]})
    (stop,) = after["page"]["buttons"]
    assert (stop["name"], after["place"]) == ("decline", "charity")
    assert [one["name"] for one in case.fill("charity", decline=decline["value"])["page"]["buttons"]] == [
        "agree",
        "decline",
    ]
    case.fill("charity", 404, agree="999999")


def test_what_differs_from_a_commitment_is_read_and_appealed_once(case):
    def tell(session, application):
        member = next(one for one in application.members if one.is_applicant)
        untrue = [Untrue("名下的车", "没有车", "有一辆")]
        district = By("district", "理由", "staff:2")
        made = committing.find(session, member, untrue, "车管查到的", by=CLERK, at=clock.now())
        committing.record(session, made, ["education", "repay"], None, by=district, at=clock.now())
        committing.step(session, made, BreachState.TOLD, CLERK, at=clock.now())

    case.at_desk(tell)
    assert "/status/commitment" in links(case.show("shown"))
    place = links(case.show("commitment"))[-1].removeprefix("/status/")
    assert "没有车" in words(case.show(place))
    assert case.fill(place, 422, words=" ")["errors"][0]["pointer"] == "/words"
    for _ in range(2):
        told = case.fill(place, words="车去年就卖了", press="a-press-of-a-button")
    assert told["place"] == "commitment" and "正在复核" in words(told)
