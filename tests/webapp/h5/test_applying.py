"""The whole way on a phone without scripts: from one sentence to a number and its status."""

import re

import pytest
from sqlalchemy import select

from tests.builders import make_id_number
from tests.webapp.h5.conftest import Visitor
from webapp.applications import drafting, moving
from webapp.applications.moving import advance
from webapp.clock import now
from webapp.models.applications import Application

ORDER = [
    "choose",
    "sensitive",
    "name",
    "id-number",
    "phone",
    "household",
    "member-name",
    "member-id",
    "district",
    "town",
    "address",
]


class Applicant:
    """Answers every page as it comes."""

    def __init__(self, visitor, number, father=None):
        self.visitor = visitor
        self.number = number
        self.father = father or make_id_number("1948-03-05")
        self.seen = []

    def answers(self, step):
        signature = {"signed_name": "王大山", "id_tail": self.number[-4:], "agreed": "yes"}
        town = {"town": (self.visitor.page.choices("town") or [""])[0]}
        return {
            "sensitive": {"do": "agree"},
            "applicant": {"person": "self"},
            "documents": {"do": "later"},
            "name": {"name": "王大山"},
            "id-number": {"id_number": self.number},
            "phone": {"phone": "13805330000"},
            "member-name": {"name": "王老根"},
            "member-id": {"id_number": self.father},
            "district": {"district": "linzi"},
            "town": town,
            **{f"{place}-district": {"district": "linzi"} for place in ("event", "residence")},
            **{f"{place}-town": town for place in ("event", "residence")},
            "address": {"address": "边河村 12 号"},
            "card": {"bank_card": "6222021603000000000"},
            "more": {"choice": (self.visitor.page.choices("choice") or [""])[-1:]},
            "authorise/1": signature,
            "authorise/2": {"do": "later"},
            "commit": signature,
        }.get(step, {})

    def walk_to(self, stop="done"):
        """Fill in page after page until the page `stop`."""
        page = self.visitor.open("/apply")
        for _ in range(40):
            step = page.path.removeprefix("/apply/")
            if step == stop or not page.path.startswith("/apply/"):
                return page
            self.seen.append(step.split("/")[0])
            key = step if step.startswith("authorise") else step.split("/")[0]
            page = self.visitor.send_page(**self.answers(key))
        raise AssertionError(f"no end in sight: {self.seen}")


@pytest.fixture
def applicant(visitor, applicant_id):
    visitor.say()
    return Applicant(visitor, applicant_id)


def number_on(page):
    return re.search(r'class="number">([^<]+)<', page.text).group(1)


def test_one_sentence_leads_to_a_number_and_its_status(applicant, visitor):
    page = applicant.walk_to()
    assert page.path == "/apply/done" and page.heading == "交上去了"
    assert [one for one in applicant.seen if one in ORDER] == ORDER
    number = number_on(page)
    visitor.open("/status")
    page = visitor.send("number", number=number, id_tail=applicant.number[-4:])
    assert page.status == 200 and "已经交上去了" in page.heading
    assert "核对收入和家产" in page.text


def test_an_error_names_the_field_and_keeps_what_was_typed(applicant, visitor):
    page = applicant.walk_to("id-number")
    page = visitor.send("id_number", id_number=applicant.number[:17])
    assert page.status == 422
    assert "身份证号少了一位，应该是 18 位" in page.text
    assert applicant.number[:17] in page.text
    assert 'href="#id_number"' in page.text and 'aria-invalid="true"' in page.text


def test_the_page_of_the_id_number_recalls_the_stated_age(applicant, visitor):
    page = applicant.walk_to("member-id/2")
    assert "78 岁" in page.text and "以身份证为准" in page.text


def test_a_number_of_quite_another_age_is_asked_about_and_taken_when_it_comes_again(applicant, visitor):
    applicant.walk_to("member-id/2")
    wrong = make_id_number("1965-05-01")
    page = visitor.send("id_number", id_number=wrong)
    assert page.path == "/apply/member-id/2" and "前面说的是 78 岁" in page.text and wrong in page.text
    assert "您说过" in visitor.open("/apply/member-id/2").text
    assert visitor.open("/apply/address").path == "/apply/member-id/2"
    page = visitor.send("id_number", id_number=wrong)
    assert page.path == "/apply/district"
    page = visitor.open("/apply/member-id/2")
    assert "您说过" not in page.text and "前面说的是" not in page.text
    page = visitor.send("id_number", id_number=applicant.father)
    assert page.path == "/apply/district"


def test_a_mended_number_leaves_nothing_of_the_doubt(applicant, visitor):
    applicant.walk_to("member-id/2")
    visitor.send("id_number", id_number=make_id_number("1965-05-01"))
    assert visitor.send("id_number", id_number=applicant.father).path == "/apply/district"
    assert "前面说的是" not in visitor.open("/apply/member-id/2").text


def test_a_parent_as_young_as_the_child_is_asked_about(visitor, applicant_id):
    visitor.say("俺爹瘫在炕上三年，没有退休金，家里就俺种地")
    Applicant(visitor, applicant_id).walk_to("member-id/2")
    page = visitor.send("id_number", id_number=make_id_number("1969-09-01"))
    assert page.path == "/apply/member-id/2" and "岁数差得不多" in page.text
    assert visitor.send("id_number", id_number=make_id_number("1948-03-05")).path == "/apply/district"


def test_a_card_without_the_usual_check_digit_is_asked_about_once(applicant, visitor):
    applicant.walk_to("card")
    page = visitor.send("bank_card", bank_card="6222 0216 0300 1234 560")
    assert page.path == "/apply/card" and "好像有一位不对" in page.text
    assert "6222021603001234560" in page.text
    assert visitor.send("bank_card", bank_card="6222021603001234560").path != "/apply/card"
    visitor.open("/apply/card")
    assert visitor.send("bank_card", bank_card="6222021603001234561").path == "/apply/card"
    assert visitor.send("bank_card", bank_card="6222021603000000000").path != "/apply/card"


def test_one_cannot_jump_ahead(applicant, visitor):
    applicant.walk_to("phone")
    assert visitor.open("/apply/check").path == "/apply/phone"


def test_what_was_filled_in_is_there_when_one_comes_back(applicant, visitor):
    applicant.walk_to("district")
    assert visitor.open("/apply").path == "/apply/district"
    assert "王大山" in visitor.open("/apply/name").text


def test_pressing_submit_twice_gives_the_same_number(applicant, visitor, client):
    page = applicant.walk_to("check")
    form = next(one for one in page.forms if one["action"] == "/apply/check")
    sent = {field["name"]: field.get("value", "") for field in form["fields"]}
    first, second = (client.post("/apply/check", data=sent, follow_redirects=True).text for _ in range(2))
    numbers = {re.search(r'class="number">([^<]+)<', text).group(1) for text in (first, second)}
    assert len(numbers) == 1


def test_the_check_shows_masked_numbers_and_ways_to_change_each(applicant, visitor):
    page = applicant.walk_to("check")
    assert applicant.number not in page.text and applicant.father not in page.text
    assert "13805330000" not in page.text
    for path in ("/apply/name", "/apply/id-number", "/apply/phone", "/apply/district", "/apply/card"):
        assert path in page.links


def test_going_back_to_change_one_thing_returns_to_the_check(applicant, visitor):
    applicant.walk_to("check")
    visitor.open("/apply/phone")
    assert visitor.send("phone", phone="13905330001").path == "/apply/check"


def test_a_changed_name_needs_a_new_signature(applicant, visitor):
    applicant.walk_to("check")
    visitor.open("/apply/name")
    assert visitor.send("name", name="王小山").path == "/apply/authorise/1"


def test_the_same_number_for_two_people_is_refused(applicant, visitor):
    applicant.walk_to("member-id/2")
    page = visitor.send("id_number", id_number=applicant.number)
    assert page.status == 422 and "一样" in page.text


def test_members_are_added_and_taken_out(applicant, visitor):
    applicant.walk_to("household")
    page = visitor.send("relation", relation="spouse", do="add")
    assert page.path == "/apply/household" and "您爱人" in page.text
    page = visitor.send("relation", remove="2")
    assert page.path == "/apply/household" and "您父亲" not in page.text


def test_somebody_else_who_applies_for_the_father_learns_only_that_one_exists(applicant, app):
    applicant.walk_to()
    other = Visitor(app.test_client())
    other.say()
    Applicant(other, make_id_number("1972-02-02"), applicant.father).walk_to("check")
    page = other.send_page()
    assert "已经有一份" in page.text and "王大山" not in page.text


def test_a_step_of_the_clerk_shows_in_the_status(applicant, visitor, app, session):
    number = number_on(applicant.walk_to()).replace(" ", "")
    filed = session.query(Application).filter_by(number=number).one()
    for request in filed.requests:
        advance(session, request, now())
    session.commit()
    visitor.open("/status")
    page = visitor.send("number", number=number, id_tail=applicant.number[-4:])
    assert page.heading == "已经受理"


def test_what_was_taken_back_is_said_so_and_may_be_applied_for_again(applicant, visitor, app, session):
    assert "接着填没交的申请" in visitor.open("/").text
    applicant.walk_to()
    home = visitor.open("/").text
    assert "接着填没交的申请" not in home and "看看交过的申请" in home
    (filed,) = session.scalars(select(Application).where(Application.submitted_at.is_not(None)))
    moving.withdraw(session, filed.requests[0], now())
    session.commit()
    page = visitor.open("/apply")
    assert page.heading == "交上去了" and "撤回了" in page.text and "接下来" in page.text
    for request in filed.requests[1:]:
        moving.withdraw(session, request, now())
    session.commit()
    page = visitor.open("/apply")
    assert page.path == "/apply/done" and page.heading == "这份申请撤回了" and "接下来" not in page.text
    assert visitor.open("/apply?again=1").path not in ("/apply", "/apply/done")
    assert "接着填没交的申请" in visitor.open("/").text


def test_nobody_signs_or_sees_without_number_and_tail(applicant, visitor, app):
    applicant.walk_to()
    stranger = Visitor(app.test_client())
    assert stranger.open("/sign/2").status == 403
    assert stranger.open("/status/shown").path == "/status"
    assert stranger.open("/receipts/000000000000").status == 404


def test_what_was_looked_up_is_hidden_after_half_an_hour(applicant, visitor, client):
    applicant.walk_to()
    assert visitor.open("/status/shown").path == "/status/shown"
    with client.session_transaction() as cookie:
        application_id, since = cookie["application"]
        cookie["application"] = (application_id, since - 31 * 60)
    assert visitor.open("/status/shown").path == "/status"
    assert visitor.open("/sign/2").status == 403


def test_wrong_tries_are_answered_alike_and_limited(visitor, client):
    visitor.open("/status")
    for _ in range(5):
        page = visitor.send("number", number="ZB0000000000", id_tail="0000")
        assert page.status == 422 and "没查到" in page.text
    page = visitor.send("number", number="ZB0000000000", id_tail="0000")
    assert page.status == 429 and "60 分钟以后" in page.text


def test_one_may_file_for_ones_mother_as_herself_or_for_her(visitor):
    visitor.say("俺娘80了，跟着俺过，没有退休金，瘫在床上三年了")
    visitor.open("/apply")
    visitor.send_page()
    page = visitor.open("/apply/applicant")
    assert set(page.choices("person")) == {"self", "mother"}
    assert visitor.send("person", person="mother").path == "/apply/helper"
    page = visitor.send("relation", relation="child", helper_name="王秀芬", helper_phone="13805330009")
    page = visitor.send_page(do="agree")
    assert page.path == "/apply/name" and "您母亲叫什么名字" in page.heading.replace("\n", "")
    visitor.open("/apply/applicant")
    assert "您叫什么名字" in visitor.send("person", person="self").heading


def test_nobody_joins_a_neighbours_household(visitor):
    visitor.say("俺邻居王奶奶82了，一个人过，没儿没女，也没收入")
    visitor.open("/apply")
    visitor.send_page()
    page = visitor.open("/apply/applicant")
    assert page.choices("person") and "self" not in page.choices("person")


def test_without_a_draft_the_door_says_how_to_begin(visitor):
    page = visitor.open("/apply")
    assert "没有填了一半的申请" in page.heading


def test_starting_anew_deletes_the_draft(applicant, visitor, client, session):
    applicant.walk_to("phone")
    with client.session_transaction() as cookie:
        conversation_id = cookie["conversation"]
    client.post("/chat/restart", data={"csrf_token": visitor.page.choices("csrf_token")[0]})
    assert drafting.find_draft(session, conversation_id) is None


def test_what_is_urgent_is_filed_where_it_happened_and_takes_the_urgent_way(visitor, applicant_id, session):
    visitor.say("昨天夜里家里着火了，房子家什都烧没了，没饭吃了，眼下过不下去")
    applicant = Applicant(visitor, applicant_id)
    page = applicant.walk_to("event-district")
    assert page.heading == "急事出在哪个区县？" and "不看户口" in page.text
    page = applicant.walk_to("check")
    assert "急事出在" in page.text and "户口" not in page.text
    (request,) = [one for one in session.query(Application).one().requests if one.is_chosen]
    assert (request.policy, request.is_urgent) == ("temporary-assistance", True)


def test_without_anything_urgent_the_place_of_the_hukou_is_asked_for(applicant):
    assert applicant.walk_to("district").heading == "户口在哪个区县？"


def test_who_lives_together_is_known_once_it_was_confirmed(applicant, visitor, session):
    applicant.walk_to("household")
    visitor.send("relation", relation="son", do="add")
    visitor.send_page()
    (draft,) = session.query(Application)
    assert draft.situation["household"]["household_size"] == len(draft.members) == 3
    assert all(one["facts"]["household_member"] for one in draft.situation["people"])
    visitor.open("/apply/household")
    visitor.send("relation", remove="3")
    visitor.send_page()
    session.rollback()
    assert draft.situation["household"]["household_size"] == len(draft.members) == 2


def test_another_number_that_was_said_in_the_chat_stays_for_a_clerk_to_see(visitor, applicant, session):
    applicant.walk_to("household")
    (draft,) = session.query(Application)
    draft.situation = draft.situation | {"household": draft.situation["household"] | {"household_size": 5}}
    session.commit()
    visitor.send_page()
    session.rollback()
    assert draft.situation["household"]["household_size"] == 5
