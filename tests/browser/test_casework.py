"""A clerk's whole day in a real browser by keyboard alone; the visit on a phone; pages without faults."""

import datetime
import secrets

import pytest
from playwright.sync_api import expect

from knowledge import parse_value
from tests.browser.test_staff import DESK, PHONE, served, visit  # noqa: F401
from tests.builders import make_id_number
from tests.colleagues import add_colleague
from tests.webapp.applications.conftest import Desk
from tests.webapp.casework.conftest import POOR
from webapp import clock
from webapp.applications import consent, households
from webapp.applications.submitting import submit
from webapp.db import begin_write, make_sessions
from webapp.models import PublicityRow, Request, Role
from webapp.staff.regions import StaffRegion

pytestmark = pytest.mark.browser
LOOKS = [(DESK, {}), (DESK, {"dark": True}), (PHONE, {}), (PHONE, {"large": True})]
MOST_TABS = 120


def file(app):
    """One request of a poor household of two who have signed: (its id, its town)."""
    with make_sessions(app.engine)() as session:
        begin_write(session)
        desk = Desk(session, app.guide, app.index_hash, clock.now())
        draft = desk.fill_in(desk.open_draft(secrets.token_hex(8)), father=make_id_number("1948-03-05"),
                             self=make_id_number("1970-01-01"))  # fmt: skip
        for name, value in POOR.items():
            person, fact = name.split("__")
            known = app.guide.facts[fact]
            households.say_fact(
                app.guide, draft, (None if person == "home" else person, fact), parse_value(known, value)
            )
        for member in consent.unsigned_adults(draft):
            consent.sign_authorisation(member, consent.SignatureKind.PAPER, member.name, desk.now)
        submit(session, app.guide, draft, desk.now)
        session.commit()
        return draft.requests[0].id, draft.town


def take_down(app, request_id):
    """Its days in public are over."""
    with make_sessions(app.engine)() as session:
        begin_write(session)
        row = session.query(PublicityRow).filter_by(request_id=request_id).one()
        row.begins, row.until = (clock.today() - datetime.timedelta(days=one) for one in (9, 2))
        session.commit()


def state_of(app, request_id):
    with make_sessions(app.engine)() as session:
        return session.get(Request, request_id).state


@pytest.fixture
def at_desk(visit):  # noqa: F811
    """A clerk of the town where a request was filed, signed in: (browser, the request's id)."""

    def begin(screen=DESK, **looks):
        seen = visit(screen, **looks)
        request_id, town = file(seen.app)
        colleague = add_colleague(seen.app, Role.TOWN, region=StaffRegion("linzi", town))
        seen.open("/casework/")
        seen.sign_in(colleague, "/casework/")
        return seen, request_id

    return begin


class Keys:
    """Nothing but a keyboard."""

    def __init__(self, seen, request_id):
        self.seen, self.page, self.id = seen, seen.page, request_id

    def press(self, keys, state=None):
        """Press, and wait until the request is in `state`, shown on its page."""
        with self.page.expect_navigation():
            self.page.keyboard.press(keys)
        if state is not None:
            self.page.wait_for_url(f"**/requests/{self.id}")
            assert state_of(self.seen.app, self.id) == state
        self.seen.check()

    def tab_to(self, name):
        for _ in range(MOST_TABS):
            if self.page.evaluate("document.activeElement.name || ''") == name:
                return
            self.page.keyboard.press("Tab")
        raise AssertionError(f"Tab does not come to {name}")

    def write(self, name, words):
        self.tab_to(name)
        self.page.keyboard.type(words)


def test_a_whole_day_by_keyboard_with_the_visit_on_a_phone(at_desk):
    seen, request_id = at_desk()
    keys, page = Keys(seen, request_id), seen.page
    mine = page.locator(f"[data-request='{request_id}'] a")
    for _ in range(MOST_TABS):
        page.keyboard.press("j")
        if mine.evaluate("one => one === document.activeElement"):
            break
    seen.check()
    keys.press("Enter")
    assert page.url.endswith(f"/requests/{request_id}")
    keys.press("Alt+1", "accepted")
    keys.press("Alt+2")
    keys.write("more", "老人的病历")
    keys.press("Control+Enter", "supplement-requested")
    page.keyboard.press("Alt+1")
    expect(page.locator("textarea:focus")).to_have_count(1)
    page.keyboard.type("病历拿到窗口了")
    keys.press("Control+Enter", "accepted")
    keys.press("Alt+1", "verifying")
    page.keyboard.press("Alt+1")
    expect(page.locator("textarea:focus")).to_have_count(1)
    page.keyboard.type("平台还没回全，先去看看")
    keys.press("Control+Enter", "surveying")
    page.set_viewport_size(PHONE)
    keys.press("Alt+1")
    keys.write("met", "本人、邻居两户")
    keys.write("note", "两间瓦房，老人卧床，屋里收拾得干净")
    keys.press("Control+Enter", "reviewing")
    page.set_viewport_size(DESK)
    keys.press("Alt+1")
    keys.write("village", "边河村")
    keys.press("Control+Enter", "publicised")
    take_down(seen.app, request_id)
    keys.press("Alt+1")
    page.keyboard.press("Alt+4")
    keys.write("people", "张、李、王")
    keys.write("minutes", "家里确实没有别的收入，同意按规定给")
    page.keyboard.press("Alt+3")
    if page.locator("#amount").count():
        keys.tab_to("amount")
        page.keyboard.type("1454")
    keys.press("Control+Enter", "approved")
    keys.press("Alt+1", "paying")
    keys.press("Alt+1", "closed")


def test_the_second_of_two_clerks_sees_who_was_first_and_their_own_words(at_desk):
    seen, request_id = at_desk()
    seen.open(f"/casework/requests/{request_id}/supplement")
    seen.page.fill("#more", "老人的病历")
    other = seen.page.context.new_page()
    other.goto(f"{seen.address}/casework/requests/{request_id}")
    other.get_by_role("button", name="受理").first.click()
    other.wait_for_url(f"**/requests/{request_id}")
    seen.page.keyboard.press("Control+Enter")
    expect(seen.page.get_by_role("heading", name="刚刚有人先办了这一件")).to_be_visible()
    expect(seen.page.locator(".kept").filter(has_text="老人的病历")).to_be_visible()
    seen.check()
    seen.press("照刚才的再交一次", f"/requests/{request_id}")
    assert state_of(seen.app, request_id) == "supplement-requested"


@pytest.mark.parametrize(("screen", "looks"), LOOKS)
def test_the_pages_have_no_faults(at_desk, screen, looks):
    seen, request_id = at_desk(screen, **looks)
    own = f"/casework/requests/{request_id}"
    pages = [own, *(f"{own}/{one}" for one in ("supplement", "survey", "decide", "publish"))]
    for path in ("/casework/", "/casework/overdue", "/casework/fund", *pages, "/publicity"):
        seen.open(path)
        seen.page.evaluate("document.querySelectorAll('main details').forEach(one => { one.open = true; })")
        seen.check()


def test_without_scripts_it_is_accepted_and_a_visit_is_written_down(at_desk):
    seen, request_id = at_desk(PHONE, scripts=False)
    own = f"/casework/requests/{request_id}"
    seen.open(own)
    main = seen.page.locator("main")
    for words in ("受理", "开始核对"):
        main.get_by_role("button", name=words).first.click()
        seen.page.wait_for_url(f"**{own}")
    main.locator("summary").filter(has_text="转入户调查").click()
    seen.page.fill("#why-surveying", "平台还没回全，先去看看")
    main.get_by_role("button", name="转入户调查").first.click()
    seen.page.wait_for_url(f"**{own}")
    seen.page.get_by_role("link", name="记入户调查").click()
    seen.page.fill("#met", "本人")
    seen.press("记好了", own)
    assert state_of(seen.app, request_id) == "reviewing"
