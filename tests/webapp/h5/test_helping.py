"""Filing for somebody else: who helps is named, the applicant consents, sees it, and can end it."""

import re

import pytest
from sqlalchemy import select

from tests.builders import make_id_number
from tests.webapp.h5.conftest import Visitor
from tests.webapp.h5.test_applying import Applicant
from webapp import clock
from webapp.applications import consent, helping
from webapp.applications.errors import UnsignedError
from webapp.applications.moving import By, move
from webapp.applications.states import RequestState, Role
from webapp.models import Application, AuditRow, Helper, OutboxRow

S = RequestState
PHONE = "13805330009"
WHO = {"relation": "neighbour", "helper_name": "李大姐", "helper_phone": PHONE}
CLERK = By(Role.CASEWORKER, who="staff:7")


class Neighbour(Applicant):
    """Fills everything in for the applicant, who signs on paper or by the phone that is held out."""

    paper = False

    def answers(self, step):
        own = {
            "choose": {"do": "helping"},
            "helper": WHO,
            "consent": {"do": "paper"} if self.paper else self.signature | {"scope": "all"},
        }
        if self.paper:
            own |= {"authorise/1": {"do": "later"}, "commit": {"do": "later"}}
        return own.get(step) or super().answers(step)

    @property
    def signature(self):
        return {"signed_name": "王大山", "id_tail": self.number[-4:], "agreed": "yes"}


@pytest.fixture
def neighbour(visitor, applicant_id):
    visitor.say()
    return Neighbour(visitor, applicant_id)


def filed_one(session):
    session.rollback()
    session.expire_all()
    return session.scalars(select(Application)).one()


def test_who_helps_and_the_applicants_consent_are_pages_of_the_way(neighbour, session):
    page = neighbour.walk_to()
    assert page.heading == "交上去了"
    assert [one for one in neighbour.seen if one in ("helper", "consent", "authorise")][:3] == [
        "helper",
        "consent",
        "authorise",
    ]
    application = filed_one(session)
    (helper,) = application.helpers
    assert (helper.name, helper.phone, helper.kind, helper.scope) == ("李大姐", PHONE, "relative", "all")
    assert helper.consent_kind == "typed" and helper.signature == "王大山" and helper.text_hash
    (event,) = application.requests[0].events
    assert (event.helper_id, event.by, event.role) == (helper.id, f"helper:{helper.id}", "applicant")


def test_the_applicant_reads_who_filed_it_and_the_phone_is_told(neighbour, visitor, app, session):
    neighbour.walk_to()
    number = filed_one(session).number
    own = Visitor(app.test_client())
    own.open("/status")
    page = own.send("number", number=number, id_tail=neighbour.number[-4:])
    assert "由邻居、朋友代办" in page.text and "/status/helpers" in page.links
    page = own.open("/status/helpers")
    assert "李大姐（邻居、朋友）" in page.text and PHONE not in page.text
    told = [row.body for row in session.scalars(select(OutboxRow))]
    assert any("有人替您代办" in body for body in told) and not any("李大姐" in body for body in told)


def test_the_helper_is_known_by_their_own_phone_until_the_applicant_ends_it(neighbour, app, session):
    neighbour.walk_to()
    number = filed_one(session).number
    helper, own = Visitor(app.test_client()), Visitor(app.test_client())
    helper.open("/status")
    page = helper.send("number", number=number, id_tail=PHONE[-4:])
    assert page.status == 200 and "您在替申请人办" in page.text
    assert "/status/withdraw" not in page.links and helper.open("/status/withdraw").status == 403
    helper.open("/status/change/other")
    assert helper.send("press", words="老人住院了").status == 200
    assert filed_one(session).changes[0].helper_id == filed_one(session).helpers[0].id
    own.open("/status")
    own.send("number", number=number, id_tail=neighbour.number[-4:])
    own.open("/status/helpers")
    page = own.send("helper")
    assert "取消了" in page.text
    assert helper.open("/status/change").status == 403
    helper.open("/status")
    assert helper.send("number", number=number, id_tail=PHONE[-4:]).status == 422
    looked = own.open("/status/looks").text
    assert "替您办的人（邻居、朋友）" in looked and "报了家里的变化" in looked and "取消了代办" in looked


def test_who_may_only_file_does_not_follow(neighbour, app, session):
    neighbour.walk_to("consent")
    neighbour.visitor.send_page(**neighbour.signature, scope="filing")
    neighbour.walk_to()
    helper = Visitor(app.test_client())
    helper.open("/status")
    number = filed_one(session).number
    assert helper.send("number", number=number, id_tail=PHONE[-4:]).status == 422


def test_on_paper_everything_is_filed_and_nothing_is_accepted_before_the_paper_is_seen(neighbour, session):
    neighbour.paper = True
    neighbour.walk_to()
    application = filed_one(session)
    (helper,), request = application.helpers, application.requests[0]
    assert helper.consent_kind == "paper" and helper.seen_at is None
    missing = consent.find_missing(session, application, clock.now())
    assert missing == ["authorisation 1", "authorisation 2", "commitment", f"consent to helper {helper.id}"]
    for member in application.members:
        consent.sign_authorisation(member, consent.SignatureKind.PAPER, member.name, clock.now())
    consent.sign_commitment(session, application.members[0], "王大山", clock.now())
    with pytest.raises(UnsignedError):
        move(session, request, S.ACCEPTED, CLERK, at=clock.now())
    helping.confirm_paper(session, helper, CLERK, clock.now())
    move(session, request, S.ACCEPTED, CLERK, at=clock.now())
    assert (request.state, helper.seen_by) == (S.ACCEPTED, "staff:7")


def test_a_consent_that_is_not_the_applicants_own_is_not_taken(neighbour):
    neighbour.walk_to("consent")
    wrong = {"signed_name": "李大姐", "id_tail": "0000", "agreed": "yes", "scope": "all"}
    page = neighbour.visitor.send_page(**wrong)
    assert page.status == 422 and 'href="#signed_name"' in page.text and 'href="#id_tail"' in page.text


def test_another_helper_needs_a_consent_of_their_own(neighbour, session):
    neighbour.walk_to("check")
    neighbour.visitor.open("/apply/helper")
    page = neighbour.visitor.send_page(**WHO | {"helper_name": "赵二叔"})
    assert page.path == "/apply/consent"
    (helper,) = filed_one(session).helpers
    assert helper.name == "赵二叔" and helper.consented_at is None


def test_a_changed_name_of_the_applicant_voids_the_consent_too(neighbour, session):
    neighbour.walk_to("check")
    neighbour.visitor.open("/apply/name")
    neighbour.visitor.send("name", name="王小山")
    assert filed_one(session).helpers[0].consented_at is None


def test_who_helps_is_named_in_full(neighbour):
    neighbour.walk_to("helper")
    page = neighbour.visitor.send_page(relation="", helper_name="李", helper_phone="123")
    assert page.status == 422
    assert all(f'href="#{one}"' in page.text for one in ("relation", "helper_name", "helper_phone"))


def test_who_meant_their_own_matter_after_all_goes_on_alone(neighbour, session):
    neighbour.walk_to("helper")
    page = neighbour.visitor.send_page(do="self")
    assert page.path == "/apply/sensitive" and filed_one(session).helpers == []
    assert "/apply/helper" not in neighbour.visitor.open("/apply/name").text


def test_the_neighbours_household_is_filed_for_the_neighbour(visitor, session):
    """Who does not belong to the household is asked who they are without having to say so."""
    visitor.say("俺邻居王奶奶82了，一个人过，没儿没女，也没收入，瘫在床上")
    visitor.open("/apply")
    visitor.send_page()
    page = visitor.send_page(do="agree")
    assert page.path == "/apply/helper" and "不是替别人" not in page.text


def test_a_village_assistant_files_under_a_staff_account(neighbour, session):
    neighbour.walk_to("check")
    draft = filed_one(session)
    draft.helpers.clear()
    person = helping.Person("village", "孙协理", staff="staff:21")
    helper = helping.open_permission(session, draft, person, clock.now())
    helping.give_consent(helper, consent.SignatureKind.PAPER, "王大山", helping.Scope.ALL, at=clock.now())
    session.commit()
    neighbour.visitor.open("/apply/check")
    page = neighbour.visitor.send_page()
    assert page.heading == "交上去了"
    event = filed_one(session).requests[0].events[0]
    assert (event.by, helping.kind_label(filed_one(session).helpers[0])) == ("staff:21", "协理员")
    assert "由协理员代办" in neighbour.visitor.open("/status/shown").text


def test_a_permission_ends_with_its_last_day(neighbour, session):
    neighbour.walk_to()
    application = filed_one(session)
    (helper,) = application.helpers
    helper.until = clock.today()
    assert helping.valid_helpers(application, clock.now()) == [helper]
    helper.until = clock.today().replace(year=2020)
    assert helping.valid_helpers(application, clock.now()) == []


def test_names_and_phones_of_helpers_are_not_readable_in_the_database(neighbour, session):
    neighbour.walk_to()
    session.rollback()
    stored = str(session.connection().exec_driver_sql("SELECT * FROM helpers").fetchall())
    assert not re.search(f"李大姐|{PHONE}|王大山", stored)
    actors = session.scalars(select(AuditRow.actor).where(AuditRow.action == "submit")).all()
    assert actors == [f"helper:{session.scalars(select(Helper.id)).one()}"]


def test_the_father_in_hospital_is_helped_by_his_daughter(visitor, session):
    visitor.say("俺爹80了，自己一个人过，没有退休金，瘫在床上三年了")
    visitor.open("/apply")
    visitor.send_page()
    assert visitor.send_page(do="agree").path == "/apply/applicant"
    page = visitor.send("person", person="father")
    assert page.path == "/apply/helper"
    number = make_id_number("1946-03-05")
    page = visitor.send("relation", relation="child", helper_name="王秀芬", helper_phone=PHONE)
    assert "念给本人听" in page.text
    visitor.send_page(do="agree")
    visitor.send("name", name="王老根")
    page = visitor.send("id_number", id_number=number)
    assert page.path == "/apply/phone"
