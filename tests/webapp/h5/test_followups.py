"""What follows a decision, as the applicant reads and answers it on a phone without scripts."""

import copy

import pytest

from tests.builders import make_id_number
from tests.webapp.applications.conftest import Desk
from tests.webapp.h5.conftest import Visitor
from webapp import clock
from webapp.applications import committing, referring, steps, transferring
from webapp.applications.committing import Untrue
from webapp.applications.moving import By, advance
from webapp.applications.states import RequestState
from webapp.applications.submitting import submit
from webapp.applications.transferring import Away
from webapp.models import BreachState, ReferralState

S, B = RequestState, BreachState
TOWN, DISTRICT = By("caseworker", "理由", "staff:1"), By("district", "理由", "staff:2")


@pytest.fixture
def filed(app, session):
    desk = Desk(session, app.guide, app.index_hash, clock.now())
    draft = desk.fill_in(desk.open_draft(), father=make_id_number("1948-03-05"))
    submit(session, app.guide, draft, desk.now)
    session.commit()
    return desk, draft


@pytest.fixture
def visitor(client):
    return Visitor(client)


def look_up(visitor, desk, draft):
    desk.session.commit()
    visitor.open("/status")
    return visitor.send("number", number=draft.number, id_tail=steps.applicant_of(draft).id_number[-4:])


def test_the_page_says_why_it_is_handled_there(visitor, filed):
    page = look_up(visitor, *filed)
    assert "为什么在这里办" in page.text and "户口所在的镇街" in page.text


def test_a_transfer_that_may_not_have_arrived_is_shown_so(visitor, filed):
    desk, draft = filed
    made = transferring.hand_over(
        desk.session, draft.requests[0], Away("3707", "寿光市圣城街道", "phone"), TOWN, at=desk.now
    )
    transferring.lost(desk.session, made, "timeout", desk.now)
    page = look_up(visitor, desk, draft)
    assert "转给潍坊市寿光市圣城街道的，可能没送到" in page.text


def test_the_citizen_says_yes_and_takes_it_back(visitor, filed):
    desk, draft = filed
    situation = copy.deepcopy(draft.situation)
    father = next(one for one in situation["people"] if one["id"] == "father")
    father["facts"] |= {"illnesses": ["uremia"], "on_dialysis": True}
    draft.situation = situation
    while draft.requests[0].state != S.PAYING:
        advance(desk.session, draft.requests[0], desk.now)
    made = referring.offer(desk.session, draft.requests[0], "kidney-charity", TOWN, at=desk.now)
    assert "也许能接着帮您" in look_up(visitor, desk, draft).text
    page = visitor.open("/status/charity")
    assert "不转身份证号" in page.text and "不保证" in page.text
    referral = str(made.id)
    desk.session.commit()
    for do, state in (("agree", ReferralState.AGREED), ("decline", ReferralState.DECLINED)):
        visitor.open("/status/charity")
        visitor.send(do, **{do: referral})
        desk.session.expire_all()
        assert made.state == state
        desk.session.rollback()


def test_the_citizen_reads_what_is_recorded_and_appeals_once(visitor, filed):
    desk, draft = filed
    untrue = [Untrue("名下的车", "没有车", "有一辆")]
    member = steps.applicant_of(draft)
    made = committing.find(desk.session, member, untrue, "车管查到的", by=TOWN, at=desk.now)
    committing.record(desk.session, made, ["education", "repay"], None, by=DISTRICT, at=desk.now)
    assert "跟您承诺的不一样" not in look_up(visitor, desk, draft).text, "not before it was told"
    committing.step(desk.session, made, B.TOLD, TOWN, at=desk.now)
    assert "跟您承诺的不一样" in look_up(visitor, desk, draft).text
    page = visitor.open("/status/commitment")
    for words in ("没有车", "有一辆", "第六十八条", "不影响您再申请", "没有查到规定"):
        assert words in page.text
    assert visitor.send("words", words=" ").status == 422
    visitor.open("/status/commitment")
    page = visitor.send("words", words="车去年就卖了")
    assert "正在复核" in page.text
    desk.session.expire_all()
    assert (made.state, made.events[-1].note) == (B.APPEALED, "车去年就卖了")


@pytest.mark.parametrize("path", ["/status/charity", "/status/commitment"])
def test_only_who_looked_it_up_sees_it(client, path):
    assert client.get(path).status_code == 403


def test_a_missing_signature_stands_under_the_heading_as_the_one_thing_to_do(visitor, filed):
    page = look_up(visitor, *filed)
    above, _, below = page.text.partition("在<b>")
    assert "还没签授权书，签了才能往下办" in above.partition("<h1>")[2]
    assert '<a class="button" href="/sign/2">现在签' in above
    assert "还没签授权书" not in below.partition("谁签了授权书")[0]
    assert page.text.count('class="button"') == 1


def test_a_signature_that_holds_nothing_up_any_more_is_told_further_down(visitor, filed):
    desk, draft = filed
    for request in draft.requests:
        while request.state != S.SURVEYING:
            advance(desk.session, request, desk.now)
    for one in draft.members[1].authorisations:
        one.withdrawn_at = desk.now
    above, _, below = look_up(visitor, desk, draft).text.partition("在<b>")
    assert "还没签授权书" not in above and "还没签授权书" in below
