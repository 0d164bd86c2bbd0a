"""A member who is elsewhere: a link by text message or forwarded, their own name and the text, yes or no."""

import re
from datetime import timedelta

import pytest
from sqlalchemy import select

from tests.builders import make_env
from tests.webapp.h5.conftest import Visitor, leave_alone
from tests.webapp.h5.test_applying import Applicant
from tests.webapp.h5.test_signing import DRAWN
from webapp import clock
from webapp.applications import consent
from webapp.models import OutboxRow, SigningLink
from webapp.models.applications import ApplicationMember, Authorisation
from webapp.settings import Settings

PAGES = "https://pages.example.gov.cn"
FATHERS_PHONE = "13905330009"


@pytest.fixture
def settings(tmp_path):
    return Settings.from_env(make_env(tmp_path, PUBLIC_URL=PAGES))


@pytest.fixture
def app(own_app):
    return own_app


@pytest.fixture
def applicant(visitor, applicant_id):
    visitor.say()
    walker = Applicant(visitor, applicant_id)
    walker.walk_to()
    return walker


@pytest.fixture
def father(app):
    """The phone of somebody who is elsewhere."""
    return Visitor(app.test_client())


def make_link(visitor):
    visitor.open("/sign/2/link")
    page = visitor._press(visitor.page.forms[-1], {"do": "show"})
    return re.search(rf"{PAGES}(/sign/[\w-]+)", page.text).group(1)


def open_own(father, path, applicant):
    father.open(path)
    return father.send("own_name", own_name="王老根", own_tail=applicant.father[-4:])


def typed_by(applicant):
    return {"signed_name": "王老根", "id_tail": applicant.father[-4:], "agreed": "yes"}


def member(session):
    return session.query(ApplicationMember).filter_by(relation="father").one()


def test_before_one_says_who_one_is_a_link_shows_a_masked_name_and_nothing_else(applicant, visitor, father):
    page = father.open(make_link(visitor))
    assert page.status == 200 and "王某某" in page.text
    for hidden in ("王老根", "王大山", "王某山", "护理", "边河村", "公积金"):
        assert hidden not in page.text, hidden


def test_the_member_reads_draws_and_gets_a_receipt_and_a_copy(applicant, visitor, father, session):
    link = make_link(visitor)
    page = open_own(father, link, applicant)
    assert page.path == link and "公积金" in page.text
    father.send("read")
    page = father.send("strokes", strokes=DRAWN, hand="yes", agreed="yes")
    assert page.heading == "签好了，谢谢您"
    signed = consent.find_authorisation(member(session))
    assert (signed.kind, signed.door) == ("drawn", "link")
    assert father.client.get(f"/receipts/{signed.receipt}/copy").status_code == 200
    assert father.open(link).status == 410
    assert "补签授权书" not in visitor.open("/apply/done").text


def test_the_pages_of_a_link_say_nothing_of_the_household(applicant, visitor, father):
    pages = [open_own(father, make_link(visitor), applicant), father.send("read")]
    pages.append(father.send("signed_name", **typed_by(applicant)))
    for page in pages:
        for hidden in ("王大山", "护理", "边河村", "13805330000", applicant.number[-4:]):
            assert hidden not in page.text, (page.path, hidden)


def test_a_link_may_be_read_again_until_it_is_signed(applicant, visitor, father):
    link = make_link(visitor)
    open_own(father, link, applicant)
    father.send("read")
    assert father.open(link).heading == "签上您的名字"
    assert "公积金" in father.open(link + "?way=text").text


def test_a_wrong_name_and_a_wrong_tail_get_the_same_answer_and_five_lock_the_link(applicant, visitor, father):
    link, said = make_link(visitor), set()
    for name, tail in [("王老根", "0000"), ("王二", applicant.father[-4:]), ("王二", "0000"), ("", "")]:
        father.open(link)
        page = father.send("own_name", own_name=name, own_tail=tail)
        assert page.status == 422
        said.add(re.search(r'class="error-summary".*?</div>', page.text, re.S).group())
    assert len(said) == 1
    assert father.send("own_name", own_name="王二", own_tail="1").status == 410
    assert open_right_away(father, link) == 410


def open_right_away(visitor, link):
    return visitor.client.get(link).status_code


def test_a_dead_link_looks_the_same_whatever_killed_it(applicant, visitor, father, session):
    replaced, late = make_link(visitor), make_link(visitor)
    row = session.scalars(select(SigningLink).where(SigningLink.revoked_at.is_(None))).one()
    row.expires_at = clock.now() - timedelta(seconds=1)
    session.commit()
    answers = {father.client.get(one).text for one in (replaced, late, "/sign/" + "x" * 32)}
    assert len({re.sub(r'value="[^"]+"', "", one) for one in answers}) == 1


def test_of_a_refusal_the_applicant_reads_only_not_signed(applicant, visitor, father, session):
    link = make_link(visitor)
    open_own(father, link, applicant)
    page = father._press(father.page.forms[-1], {"do": "refuse"})
    assert page.heading == "您选了不签"
    assert consent.standing_of(member(session), clock.now()) is consent.Standing.REFUSED
    for path in ("/status/shown", "/sign/2", "/apply/done"):
        text = visitor.open(path).text
        assert "不签" not in text.replace("不签就不查", "") and "拒" not in text, path
    assert "还没签" in visitor.open("/status/shown").text
    father.open(link + "?way=text")
    father.send("read")
    page = father.send("signed_name", **typed_by(applicant))
    assert page.heading == "签好了，谢谢您"


def test_a_text_message_goes_to_the_members_own_phone(applicant, visitor, session):
    visitor.open("/sign/2/link")
    page = visitor.send("phone", phone=FATHERS_PHONE, do="text")
    assert "139****0009" in page.text and PAGES not in page.text
    row = session.scalars(select(OutboxRow).where(OutboxRow.cause.startswith("signing-link:"))).one()
    assert row.recipient == FATHERS_PHONE and f"{PAGES}/sign/" in row.body
    assert "王" not in row.body and "12345" in row.body


@pytest.mark.parametrize("phone", ["", "05332188888", "1390533"])
def test_a_text_message_needs_a_mobile_number(applicant, visitor, session, phone):
    visitor.open("/sign/2/link")
    page = visitor.send("phone", phone=phone, do="text")
    assert page.status == 422 and 'href="#phone"' in page.text
    assert session.scalars(select(SigningLink)).all() == []


def test_a_host_that_somebody_writes_into_a_request_reaches_no_text_message(applicant, visitor, session, app):
    form = visitor.open("/sign/2/link").form_with("phone")
    token = next(one["value"] for one in form["fields"] if one["name"] == "csrf_token")
    sent = {"csrf_token": token, "phone": FATHERS_PHONE, "do": "text"}
    forged = {"Host": "evil.example", "Cookie": f"zizhuni={visitor.client.get_cookie('zizhuni').value}"}
    answer = app.test_client(use_cookies=False).post("/sign/2/link", data=sent, headers=forged)
    assert answer.status_code == 200
    row = session.scalars(select(OutboxRow).where(OutboxRow.cause.startswith("signing-link:"))).one()
    assert f"{PAGES}/sign/" in row.body and "evil" not in row.body


def test_a_sixth_link_within_a_day_is_not_made(applicant, visitor):
    for _ in range(5):
        make_link(visitor)
    visitor.open("/sign/2/link")
    page = visitor._press(visitor.page.forms[-1], {"do": "show"})
    assert page.status == 422 and "明天再做" in page.text


def test_two_who_press_sign_make_one_signature(applicant, visitor, father, session):
    link = make_link(visitor)
    open_own(father, link, applicant)
    form = father.send("read").form_with("signed_name")
    hidden = {one["name"]: one.get("value") or "" for one in form["fields"] if one.get("type") == "hidden"}
    codes = [father.client.post(link, data=hidden | typed_by(applicant)).status_code for _ in range(2)]
    assert codes == [303, 410]
    assert session.query(Authorisation).filter_by(member_id=member(session).id).count() == 1


def test_a_link_left_alone_asks_again_who_one_is_and_does_not_count_it_as_a_guess(
    applicant, visitor, father, session
):
    link = make_link(visitor)
    open_own(father, link, applicant)
    father.send("read")
    leave_alone(father.client, "signing-link", 31 * 60)
    page = father.send("signed_name", **typed_by(applicant))
    assert page.status == 422 and "放了半小时" in page.text
    assert session.scalars(select(SigningLink)).one().tries == 0
    session.rollback()
    page = father.send("own_name", own_name="王老根", own_tail=applicant.father[-4:])
    father.send("signed_name", **typed_by(applicant))
    assert consent.find_authorisation(member(session)) is not None


def test_every_use_of_a_link_keeps_it_open(applicant, visitor, father):
    link = make_link(visitor)
    open_own(father, link, applicant)
    for _ in range(3):
        leave_alone(father.client, "signing-link", 20 * 60)
        assert "公积金" in father.open(link).text
