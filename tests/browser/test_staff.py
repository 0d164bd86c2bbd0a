"""Staff sign in, at a desk and on a phone: no fault of accessibility, no scripts needed, warned in time."""

from datetime import timedelta

import pytest
from axe_playwright_python.sync_playwright import Axe
from sqlalchemy import update

from tests.browser.serving import serve
from tests.builders import make_settings
from tests.colleagues import add_colleague
from webapp import clock
from webapp.app import create_app
from webapp.db import begin_write, make_sessions
from webapp.models import Role, StaffSession

pytestmark = pytest.mark.browser
STRONG = "three-quiet-otters-under-rain"
DESK, PHONE = {"width": 1280, "height": 720}, {"width": 360, "height": 640}
LOOKS = [(DESK, {}), (PHONE, {}), (PHONE, {"large": True}), (DESK, {"dark": True})]
TARGETS = "button:not(.unseen), .button, summary, .entry, .desk-pages a, .desk-tools a, .change"


class Visit:
    """One browser at the desks."""

    def __init__(self, page, address, app):
        self.page, self.address, self.app = page, address, app
        page.set_default_timeout(15_000)

    def open(self, path):
        self.page.goto(self.address + path)

    @property
    def path(self):
        return self.page.url.removeprefix(self.address).partition("?")[0]

    def press(self, name, leads_to):
        """Press a button of the page itself."""
        self.page.locator("main").get_by_role("button", name=name).click()
        self.page.wait_for_url(f"**{leads_to}*")

    def sign_in(self, colleague, leads_to, password=None):
        self.page.fill("#name", colleague.name)
        self.page.fill("#password", password or colleague.password)
        self.press("登录", leads_to)

    def check(self):
        """axe finds nothing, nothing is cut off, and everything to press is 48 px high."""
        found = Axe().run(self.page).response["violations"]
        assert [(one["id"], node["html"][:120]) for one in found for node in one["nodes"]] == [], self.path
        assert not self.page.evaluate("document.documentElement.scrollWidth > window.innerWidth"), self.path
        assert self.small_targets() == [], self.path

    def small_targets(self):
        return self.page.evaluate(
            """marks => [...document.querySelectorAll(marks)].filter(one => one.offsetParent !== null)
              .filter(one => Math.round(one.getBoundingClientRect().height) < 48)
              .map(one => one.outerHTML.slice(0, 80))""",
            TARGETS,
        )


@pytest.fixture(scope="module")
def served(tmp_path_factory, guide, migrated_sqlite):
    place = tmp_path_factory.mktemp("desks")
    (place / "test.db").write_bytes(migrated_sqlite)
    app = create_app(make_settings(place), guide)
    with serve(app) as address:
        yield address, app


@pytest.fixture
def visit(browser, served):
    """A browser as the test wants it: `visit(PHONE, large=True, dark=True, scripts=False)`."""
    contexts = []
    address, app = served

    def make(screen=DESK, large=False, dark=False, scripts=True):
        scheme = "dark" if dark else "light"
        context = browser.new_context(
            viewport=screen, locale="zh-CN", color_scheme=scheme, java_script_enabled=scripts
        )
        if large:
            context.add_cookies([{"name": "text_size", "value": "large", "url": address}])
        contexts.append(context)
        return Visit(context.new_page(), address, app)

    yield make
    for context in contexts:
        context.close()


@pytest.mark.parametrize(("screen", "looks"), LOOKS, ids=["desk", "phone", "phone-large", "desk-dark"])
def test_every_page_of_signing_in_has_no_faults(visit, screen, looks):
    seen = visit(screen, **looks)
    colleague = add_colleague(seen.app, Role.CITY, fresh=True, phone=False)
    seen.open("/casework/")
    seen.check()
    seen.sign_in(colleague, "/staff/sign-in", password="wrong")
    seen.page.wait_for_selector("#errors")
    seen.check()
    seen.sign_in(colleague, "/staff/password")
    seen.check()
    seen.page.fill("#new", STRONG)
    seen.page.fill("#again", STRONG)
    seen.press("换密码", "/staff/second-factor/set-up")
    seen.check()
    colleague.secret = seen.page.inner_text("#secret").replace("\n", "").replace(" ", "")
    seen.page.fill("#code", colleague.code())
    seen.press("绑定", "/staff/second-factor/set-up")
    seen.page.wait_for_selector(".codes")
    seen.check()
    seen.page.get_by_role("link", name="抄好了").click()
    seen.page.wait_for_url("**/casework/")
    seen.check()
    for path in ("/staff/", "/hotline/", "/casework/nowhere"):
        seen.open(path)
        seen.check()


@pytest.mark.parametrize("screen", [DESK, PHONE], ids=["desk", "phone"])
def test_the_whole_way_in_and_out_works_without_scripts(visit, screen):
    seen = visit(screen, scripts=False)
    colleague = add_colleague(seen.app, Role.SUPERVISOR)
    seen.open("/hotline/")
    seen.sign_in(colleague, "/staff/second-factor")
    seen.page.fill("#code", colleague.code())
    seen.press("进去", "/hotline/")
    assert "接电话" in seen.page.inner_text("h1")
    seen.page.get_by_role("button", name="大字").click()
    seen.page.wait_for_url("**/hotline/")
    assert seen.page.get_by_role("button", name="标准字").is_visible()
    with seen.page.context.expect_page() as opened:
        seen.page.get_by_role("button", name="接着用").click()
    assert "可以接着用到" in opened.value.inner_text("h1")
    seen.page.get_by_role("button", name="退出").click()
    seen.page.wait_for_url("**/staff/sign-in*")
    assert "已经退出" in seen.page.inner_text("main")


def test_the_keyboard_alone_signs_in(visit):
    seen = visit()
    colleague = add_colleague(seen.app, Role.AGENT)
    seen.open("/hotline/")
    keys = seen.page.keyboard
    keys.press("Tab")
    assert seen.page.evaluate("document.activeElement.className") == "skip"
    keys.press("Enter")
    keys.press("Tab")
    keys.type(colleague.name)
    keys.press("Tab")
    keys.type(colleague.password)
    keys.press("Enter")
    seen.page.wait_for_url("**/hotline/")


def test_a_session_about_to_end_says_so_and_goes_on_with_what_is_half_typed(visit):
    seen = visit()
    colleague = add_colleague(seen.app, Role.TOWN)
    seen.page.clock.install()
    seen.open("/casework/")
    seen.sign_in(colleague, "/casework/")
    seen.open("/staff/password")
    seen.page.fill("#new", "half typed")
    bar = seen.page.locator("[data-session]")
    assert not bar.is_visible()
    leave_alone(seen.app, colleague, minutes=26)
    seen.page.clock.fast_forward("25:05")
    bar.wait_for()
    assert "4 分钟以后会自动退出" in bar.inner_text()
    seen.check()
    bar.get_by_role("button", name="接着用").click()
    bar.wait_for(state="hidden")
    assert seen.page.input_value("#new") == "half typed"
    leave_alone(seen.app, colleague, minutes=31)
    seen.page.clock.fast_forward("25:05")
    bar.wait_for()
    assert "登录已经过期" in bar.inner_text()
    assert seen.page.input_value("#new") == "half typed"


def test_the_longest_session_says_so_before_it_ends(visit):
    seen = visit(PHONE)
    colleague = add_colleague(seen.app, Role.TOWN)
    seen.open("/casework/")
    seen.sign_in(colleague, "/casework/")
    leave_alone(seen.app, colleague, expires_at=clock.now() + timedelta(minutes=4))
    seen.open("/casework/")
    bar = seen.page.locator("[data-session]")
    assert "要重新登录" in bar.inner_text()
    assert not bar.get_by_role("button").is_visible()
    seen.check()


def leave_alone(app, colleague, minutes=0, **columns):
    """The last use of their session lies so far back, or other columns say otherwise."""
    values = columns or {"seen_at": clock.now() - timedelta(minutes=minutes)}
    with make_sessions(app.engine)() as session:
        begin_write(session)
        session.execute(update(StaffSession).where(StaffSession.staff_id == colleague.id).values(**values))
        session.commit()
