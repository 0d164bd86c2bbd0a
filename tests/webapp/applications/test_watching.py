"""One list of who looked: departments, desks, the agent in the chat, papers; not what another signs."""

from tests.webapp.applications.office import member
from webapp import handovers
from webapp.applications import consent, paper, watching, withdrawing
from webapp.db import begin_write
from webapp.models.audit import Reason
from webapp.models.staff import Role
from webapp.security import audit
from webapp.staff.accounts import Staff
from webapp.staff.regions import StaffRegion

AGENT = Staff(3, "某人", Role.AGENT, StaffRegion(None, None))


def looks(office, application):
    return watching.find_looks(office.session, office.guide, application)


def test_whom_departments_and_banks_were_asked_about_is_in_the_list(office):
    application = office.verify(office.file())
    office.work()
    asked = {one.did: one for one in looks(office, application) if one.who == "核对平台"}
    own = asked["问了部门和银行，查您的收入和家产"]
    assert {"民政", "公安", "银行"} <= set(own.facts) and own.facts.count("银行") == 1
    assert "问了部门和银行，查父亲的收入和家产" in asked


def test_what_another_adult_does_with_their_own_signature_is_not_told(office):
    application = office.verify(office.file())
    begin_write(office.session)
    father, own = member(application, "father"), member(application, "self")
    before = [one.did for one in looks(office, application)]
    withdrawing.refuse(office.session, father, office.now)
    withdrawing.withdraw(office.session, consent.find_authorisation(father), office.now)
    office.session.commit()
    office.work()
    assert [one.did for one in looks(office, application) if "父亲" in one.did] == []
    assert "收回了核对授权" not in before
    begin_write(office.session)
    withdrawing.withdraw(office.session, consent.find_authorisation(own), office.now)
    office.session.commit()
    assert looks(office, application)[0].did == "收回了核对授权"


def test_a_sheet_that_was_looked_at_and_a_talk_with_an_agent_are_in_the_list(office):
    application = office.file()
    begin_write(office.session)
    sheet = paper.hand_in_paper(member(application, "father"), office.now)
    paper.turn_down_paper(office.session, sheet, by="staff:7", at=office.now, reason="没有签名")
    about = {"door": "wechat", "recipient": "o-1", "reason": "asked", "at": office.now}
    talk = handovers.open_handover(office.session, application.conversation_id, {}, **about)
    read = {"reason": Reason.CALLER, "facts": ("situation",), "at": office.now}
    audit.record_read(office.session, AGENT, f"handover:{talk.id}", **read)
    office.session.commit()
    heard, looked = looks(office, application)[:2]
    assert (heard.did, heard.facts, heard.why) == ("看了您家的情况", ("填报的家庭情况",), "来电人要求查")
    assert heard.who.endswith("12345 话务员") and "某人" not in str(heard)
    assert (looked.who, looked.did) == ("工作人员", "看了父亲签的纸，没通过")
