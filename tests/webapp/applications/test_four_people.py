"""A family of four applies from outside, over HTTP and without scripts, in at most 25 fields."""

import re
from concurrent.futures import ThreadPoolExecutor

import pytest
from sqlalchemy import select

from tests.builders import make_id_number
from tests.webapp.h5.conftest import Visitor
from webapp.models import Application, OutboxRow, RequestSubject

MOST_FIELDS = 25
SAID = "俺家四口人，俺和媳妇，还有俩孩子上小学，种地一年收入一万来块钱，想申请低保"
MOST_ASKED_OF = "俺家四口人，俺媳妇得了癌症住院花了八万，俩孩子上学，家里没收入"


class Family:
    """Fills in what each page asks for, and counts every field that it had to fill in or tick."""

    def __init__(self, visitor):
        self.visitor = visitor
        self.filled = []
        self.numbers = {
            "name": make_id_number("1985-01-01"),
            "spouse": make_id_number("1986-02-02", "female"),
            "children": [make_id_number("2016-03-03"), make_id_number("2018-04-04", "female")],
        }
        self.people = iter(
            [
                ("李秀云", self.numbers["spouse"]),
                ("王小一", self.numbers["children"][0]),
                ("王小二", self.numbers["children"][1]),
            ]
        )
        self.member = None

    @property
    def tail(self):
        return self.numbers["name"][-4:]

    def say(self, said=SAID):
        self.fill("text", text=said)

    def fill(self, naming, **values):
        """Fill in the form that has the field `naming`; the name of a button is no field."""
        self.filled += [name for name in values if name != "do"]
        return self.visitor.send(naming, **values)

    def walk_to(self, stop="check"):
        page = self.visitor.open("/apply")
        for _ in range(60):
            step = page.path.removeprefix("/apply/")
            if step == stop or not page.path.startswith("/apply/"):
                return page
            page = self.answer(step.split("/")[0], step)
        raise AssertionError("no end in sight")

    def answer(self, name, step):
        signature = {"signed_name": "王大山", "id_tail": self.tail, "agreed": "yes"}
        match name:
            case "applicant":
                return self.fill("person", person="self")
            case "name":
                return self.fill("name", name="王大山")
            case "id-number":
                return self.fill("id_number", id_number=self.numbers["name"])
            case "phone":
                return self.fill("phone", phone="13805330000")
            case "household":
                return self.add_children()
            case "member-name":
                self.member = next(self.people)
                return self.fill("name", name=self.member[0])
            case "member-id":
                return self.fill("id_number", id_number=self.member[1])
            case "district":
                return self.fill("district", district="linzi")
            case "town":
                return self.fill("town", town=self.visitor.page.choices("town")[0])
            case "address":
                return self.fill("address", address="边河村 12 号")
            case "card":
                return self.fill("bank_card", bank_card="6222021603000000000")
            case "more":
                choice = self.visitor.page.choices("choice")
                return self.fill("choice", choice=choice[-1]) if choice else self.visitor.send_page()
            case "sensitive":
                return self.visitor.send_page(do="agree")
            case "documents":
                return self.visitor.send_page(do="later")
            case "authorise" if step != "authorise/1":
                return self.visitor.send_page(do="later")
            case "authorise" if not self.visitor.page.choices("signed_name"):
                return self.visitor.send_page()  # the whole text, read to its end
            case "authorise" | "commit":
                self.filled += list(signature)
                return self.visitor.send_page(**signature)
        return self.visitor.send_page()

    def add_children(self):
        """Whom the talk has not named one by one is added to the household."""
        missing = 3 - len(self.visitor.page.choices("remove"))
        for relation in ("daughter", "son")[:missing]:
            self.fill("relation", relation=relation, do="add")
        return self.visitor.send_page()

    @property
    def form(self):
        """What the last button sends."""
        form = next(one for one in self.visitor.page.forms if one["action"] == "/apply/check")
        return {field["name"]: field.get("value", "") for field in form["fields"]}


@pytest.fixture
def family(client):
    family = begin(client)
    family.say()
    return family


def begin(client):
    visitor = Visitor(client)
    visitor.open("/")
    return Family(visitor)


def number_on(text):
    return re.search(r'class="number">([^<]+)<', text).group(1)


@pytest.mark.parametrize("said", [SAID, MOST_ASKED_OF])
def test_four_people_apply_in_at_most_25_fields(client, session, said):
    family = begin(client)
    family.say(said)
    page = family.walk_to()
    assert page.path == "/apply/check", page.path
    page = family.visitor.send_page()
    assert page.heading == "交上去了"
    application = session.scalars(select(Application)).one()
    assert len(application.members) == 4
    assert all(one.id_number for one in application.members)
    assert len(family.filled) <= MOST_FIELDS, family.filled


def test_two_presses_and_two_tabs_make_one_application(family, client, session):
    family.walk_to()
    first_tab, second_tab = family.form, family.form
    cookies = client.get_cookie("zizhuni").value

    def press(form):
        with client.application.test_client() as other:
            other.set_cookie("zizhuni", cookies)
            return other.post("/apply/check", data=form, follow_redirects=True)

    with ThreadPoolExecutor(4) as pool:
        answers = list(pool.map(press, (first_tab, first_tab, second_tab, second_tab)))
    assert {one.status_code for one in answers} == {200}
    assert len({number_on(one.text) for one in answers}) == 1
    application = session.scalars(select(Application)).one()
    assert all([event.to_state for event in one.events] == ["submitted"] for one in application.requests)
    assert len(session.scalars(select(OutboxRow)).all()) == 1
    subjects = session.scalars(select(RequestSubject.request_id)).all()
    assert len(subjects) == sum(4 if one.person is None else 1 for one in application.requests)


def test_a_tab_that_was_left_behind_changes_nothing_that_was_submitted(family, client, session):
    family.walk_to("phone")
    old = family.visitor.page.form_with("phone")
    stale = {field["name"]: field.get("value", "") for field in old["fields"]} | {"phone": "13900000000"}
    family.walk_to()
    family.visitor.send_page()
    answer = client.post("/apply/phone", data=stale)
    assert answer.status_code == 303
    assert session.scalars(select(Application.phone)).all() == ["13805330000"]
