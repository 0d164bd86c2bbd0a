"""Every page of every door, one tour after another: for the gallery, and for what must hold on every page.

A tour walks as people do and calls `walk.show(page, name)` on each page it comes to.
"""

from __future__ import annotations

import contextlib
import secrets
from collections.abc import Callable
from pathlib import Path

from playwright.sync_api import Browser, Page
from sqlalchemy import delete

import bot
from tests.browser.cases import S, make_case
from tests.browser.journey import PHONE, Journey
from tests.browser.serving import House
from tests.browser.test_casework import file
from tests.browser.test_services import tell_of_care
from tests.browser.test_staff import DESK, Visit
from tests.browser.test_warnings import open_warning, push
from tests.colleagues import add_colleague
from tests.webapp.applications.conftest import Desk
from tests.webapp.applications.office import PLAIN, Office
from tests.webapp.documents.papers import encode, make_paper, photo
from webapp import clock
from webapp.chat import Speaker, converse
from webapp.db import make_sessions
from webapp.models import Role
from webapp.models.applications import StatusTry
from webapp.staff.regions import StaffRegion

Show = Callable[[Page, str], None]
SICK = "俺爹78了，昨天突发脑出血住院，花了十几万，钱都借遍了，日子过不下去了，家里就俺种地"
CALL = "临淄金山镇 爹78 瘫炕上三年 没退休金 家里就他种地 住村里"
DIFFERENT = PLAIN | {"contradicted": True, "sources": {"bank-icbc": "slow", "education": "failed"}}
WARNED = {"plain": "370305001", "large": "370305002", "dark": "370305003"}
STRONG = "three-quiet-otters-under-rain"


class Walk(contextlib.ExitStack):
    """Browsers in one look, closed at the end."""

    def __init__(self, house: House, browser: Browser, show: Show, place: Path, **looks: bool) -> None:
        super().__init__()
        self.house, self.browser, self.show, self.place, self.looks = house, browser, show, place, looks

    def _page(self, screen: dict, scripts: bool = True) -> Page:
        context = self.browser.new_context(
            **PHONE | screen,
            color_scheme="dark" if self.looks.get("dark") else "light",
            java_script_enabled=scripts,
        )
        self.callback(context.close)
        if self.looks.get("large"):
            context.add_cookies([{"name": "text_size", "value": "large", "url": self.house.address}])
        return context.new_page()

    def phone(self, **how: bool) -> Journey:
        return Journey(self._page({}, **how), self.house.address)

    def stranger(self, on_phone: bool = False) -> Visit:
        """A browser at a desk, or an assistant's phone, before anybody has signed in."""
        screen = {} if on_phone else {"viewport": DESK, "device_scale_factor": 1}
        return Visit(self._page(screen), self.house.address, self.house.app)

    def desk(self, role: Role, leads_to: str, region: StaffRegion | None = None) -> Visit:
        seen = self.stranger()
        seen.open(leads_to)
        seen.sign_in(add_colleague(self.house.app, role, region=region), leads_to)
        return seen

    def open(self, journey, path: str, name: str) -> None:
        journey.open(path)
        self.show(journey.page, name)


def tour_guide(walk: Walk) -> None:
    journey = walk.phone()
    for path, name in (
        ("/", "home"),
        ("/groups", "groups"),
        ("/groups/patients", "group"),
        ("/policies", "policies"),
        ("/policies?q=低保", "policies-found"),
        ("/policies?q=路灯", "policies-none"),
        ("/policies/disability-nursing-subsidy", "policy"),
        ("/policies/higher-education-aid/slip", "slip"),
        ("/apply", "apply-nothing"),
        ("/apply/resume", "apply-resume"),
        ("/status", "status-ask"),
        ("/receipt", "receipt-ask"),
        ("/my/data", "my-data-empty"),
        ("/sign/paper", "sheet-blank"),
    ):
        walk.open(journey, path, name)


def tour_errors(walk: Walk) -> None:
    journey = walk.phone()
    walk.open(journey, "/nothing-here", "error-404")
    walk.open(journey, "/status/change", "error-403")
    walk.open(journey, f"/sign/{'x' * 32}", "error-410")
    for _ in range(5):
        journey.look_up("ZB00000000000")
    walk.show(journey.page, "error-422")
    journey.look_up("ZB00000000000")
    walk.show(journey.page, "error-429")
    _forget_tries(walk)
    journey.open("/")
    journey.page.fill("#text", "俺爹今年78了")
    journey.page.context.set_offline(True)
    journey.page.get_by_role("button", name="问一问").click()
    journey.page.locator("[data-offline]").wait_for()
    walk.show(journey.page, "error-offline")


def _forget_tries(walk: Walk) -> None:
    """All browsers here have one address; the tours to come look things up as well."""
    with make_sessions(walk.house.app.engine)() as session:
        session.execute(delete(StatusTry))
        session.commit()


def tour_chat(walk: Walk) -> None:
    journey = walk.phone()
    journey.talk()
    walk.show(journey.page, "chat")
    walk.open(journey, "/chat/fact/1", "fact")
    journey.open("/chat")
    journey.answer_all()
    walk.show(journey.page, "chat-settled")
    walk.open(journey, "/result", "result")
    for said, name in (("路灯坏了找谁", "chat-out-of-scope"), ("俺男人打俺，俺不想活了", "chat-urgent")):
        other = walk.phone()
        other.talk(said)
        walk.show(other.page, name)


def tour_apply(walk: Walk) -> None:
    journey, shown = walk.phone(), set()

    def look(seen, path):
        name = path.removeprefix("/apply/").partition("/")[0]
        if name in shown:
            return
        shown.add(name)
        walk.show(seen.page, f"apply-{name}")
        if path == "/apply/authorise/1":
            seen.read_to_the_end()
            seen.draw()
            walk.show(seen.page, "apply-signing")

    journey.talk()
    journey.apply(look=look)
    number = journey.number()
    for path, name in (
        ("/sign/1", "sign-own"),
        ("/sign/2", "sign-other"),
        ("/sign/2/link", "sign-link"),
        ("/sign/paper/2", "sheet"),
        ("/sign/1/withdraw", "sign-withdraw"),
        ("/my/data", "my-data"),
    ):
        walk.open(journey, path, name)
    journey.open("/sign/1")
    receipt = journey.page.locator("a[href^='/receipts/']").first
    walk.open(journey, receipt.get_attribute("href").removesuffix("/mine"), "receipt")
    journey.look_up(number)
    walk.show(journey.page, "status")
    walk.open(journey, "/my/signed-out", "signed-out")
    walk.open(journey, "/apply/declined", "apply-declined")


def tour_wrong(walk: Walk) -> None:
    """A page that has to be mended, one that takes photographs, and one that comes too late."""
    sharp, shaken = walk.place / "sharp.jpg", walk.place / "shaken.jpg"
    sharp.write_bytes(encode(make_paper().resize((1600, 1200)), quality=90))
    shaken.write_bytes(photo(blur=12))
    journey = walk.phone()
    journey.talk(SICK)
    journey.apply(stop="/apply/id-number")
    journey.page.fill("#id_number", journey.own_id[:17])
    journey.page.get_by_role("button", name="下一步").click()
    journey.page.wait_for_selector("#errors")
    walk.show(journey.page, "apply-mend")
    journey.apply(stop="/apply/documents/1")
    journey.page.set_input_files("#photo", shaken)
    journey.page.wait_for_selector(".faulty")
    walk.show(journey.page, "document-blurred")
    journey.page.get_by_text("再拍一张").click()
    journey.page.set_input_files("#photo-stored", sharp)
    journey.page.wait_for_selector(".paper >> nth=1")
    walk.open(journey, "/apply/documents?all=1", "documents")


def tour_helping(walk: Walk) -> None:
    journey = walk.phone()
    journey.talk()
    journey.open("/apply")
    journey.page.get_by_role("button", name="我是替别人填的").click()
    journey.page.wait_for_url("**/apply/helper")
    walk.show(journey.page, "apply-helper")
    journey.page.get_by_label("邻居、朋友").check()
    journey.page.fill("#helper_name", "李大姐")
    journey.page.fill("#helper_phone", "13805330009")
    journey.page.locator(".foot-bar").get_by_role("button", name="下一步").click()
    journey.page.wait_for_url("**/apply/sensitive")
    journey.apply(stop="/apply/consent")
    walk.show(journey.page, "apply-consent")
    walk.open(journey, "/apply/code", "apply-code")


def tour_afterwards(walk: Walk) -> None:
    with make_case(walk.house.app) as case:
        case.file()
        case.advance_to(S.VERIFYING)
        case.ask()
        journey = case.open_by(walk.phone())
        walk.show(journey.page, "status-missing")
        walk.open(journey, "/status/supplement", "supplement")
        walk.open(journey, "/status/documents?all=1", "status-documents")
        walk.open(journey, "/status/withdraw", "withdraw")
    with make_case(walk.house.app) as case:
        case.file()
        case.refuse()
        journey = case.open_by(walk.phone())
        walk.show(journey.page, "status-refused")
        walk.open(journey, f"/status/object/{case.request.id}", "object")
    with make_case(walk.house.app) as case:
        case.help()
        case.file()
        case.finish()
        journey = case.open_by(walk.phone())
        walk.show(journey.page, "status-over")
        for path in ("change", "change/birth", "looks", "helpers", "feedback"):
            walk.open(journey, f"/status/{path}", path.replace("/", "-"))


def tour_verification(walk: Walk) -> None:
    number, tail, town, clerk = _verified(walk)
    journey = walk.phone()
    journey.own_id = tail
    journey.look_up(number)
    walk.show(journey.page, "status-differs")
    walk.open(journey, "/status/verification", "verification")
    walk.open(journey, "/status/verification/1", "verification-reply")
    at_desk = walk.desk(Role.TOWN, "/casework/", StaffRegion("linzi", town))
    walk.open(at_desk, "/casework/", "casework")
    walk.open(at_desk, clerk, "casework-verification")


def _verified(walk: Walk) -> tuple[str, str, str, str]:
    """An application whose answers are in: its number, the tail of an ID, its town, its page for clerks."""
    with make_sessions(walk.house.app.engine)() as session:
        desk = Desk(session, walk.house.app.guide, walk.house.app.index_hash)
        office = Office(desk, walk.house.verification_url, clock.now())
        filed = office.verified(
            own=DIFFERENT, self__income_yuan_per_month=600, father__income_yuan_per_month=0
        )
        tail = next(one for one in filed.members if one.is_applicant).id_number[-4:]
        return filed.number, tail, filed.town, f"/casework/{filed.id}/verification"


def tour_hotline(walk: Walk) -> None:
    seen = walk.desk(Role.AGENT, "/hotline/")
    page = seen.page
    walk.show(page, "hotline-empty")
    page.locator("#said").fill(CALL)
    page.locator("[data-policy=subsistence-allowance]").wait_for()
    walk.show(page, "hotline")
    for path in ("send", "tickets/new", "look-up", "handovers", "search", "keys"):
        walk.open(seen, f"/hotline/{path}", f"hotline-{path.replace('/', '-')}")
    seen.open("/hotline/tickets/new")
    page.get_by_role("button", name="建好了").click()
    page.wait_for_url("**/tickets/GD*")
    walk.show(page, "hotline-ticket")
    walk.open(seen, "/hotline/tickets", "hotline-tickets")
    page.goto(f"{walk.house.address}/hotline/search")
    page.keyboard.type("护理补帖")
    page.locator("[data-id=disability-nursing-subsidy]").first.wait_for()
    walk.show(page, "hotline-found")
    _hand(walk)
    seen.open("/hotline/handovers")
    page.get_by_role("button", name="我来接").first.click()
    page.wait_for_url("**/handovers/*")
    walk.show(page, "hotline-handover")
    walk.open(seen, "/hotline/nowhere", "desk-error-404")


def _hand(walk: Walk) -> None:
    """Somebody in WeChat asks for a person."""
    app = walk.house.app
    openid = secrets.token_hex(8)
    speaker = Speaker("wechat", sender_hash=app.index_hash("wechat.openid", openid), sender=openid)
    with make_sessions(app.engine)() as session:
        for words in ("俺爹今年78了，瘫在炕上三年，没有退休金", "转人工"):
            converse(session, app, speaker, bot.Message(words), now=clock.now())
            session.commit()


def tour_staff(walk: Walk) -> None:
    seen = walk.stranger()
    colleague = add_colleague(seen.app, Role.TOWN, region=StaffRegion("linzi", "370305111"), fresh=True)
    walk.open(seen, "/staff/sign-in", "staff-sign-in")
    seen.sign_in(colleague, "/staff/sign-in", password="wrong")
    seen.page.wait_for_selector("#errors")
    walk.show(seen.page, "staff-sign-in-mend")
    seen.sign_in(colleague, "/staff/password")
    walk.show(seen.page, "staff-password")
    seen.page.fill("#new", STRONG)
    seen.page.fill("#again", STRONG)
    seen.page.locator("main .button").first.click()
    seen.page.wait_for_url("**/casework/")
    walk.open(seen, "/staff/", "staff-account")
    walk.open(seen, "/casework/nowhere", "casework-error-404")


def tour_casework(walk: Walk) -> None:
    app = walk.house.app
    request_id, town = file(app)
    tell_of_care(app, request_id)
    seen = walk.desk(Role.TOWN, "/casework/", StaffRegion("linzi", town))
    walk.open(seen, f"/casework/requests/{request_id}", "casework-request")
    walk.open(seen, f"/casework/requests/{request_id}/needs", "casework-needs")
    for path in ("services", "services/providers", "services/demands"):
        walk.open(seen, f"/casework/{path}", f"casework-{path.replace('/', '-')}")


def tour_warnings(walk: Walk) -> None:
    """On an assistant's phone, in a town of its own for each look: a town has one assistant here."""
    town = WARNED["large" if walk.looks.get("large") else "dark" if walk.looks.get("dark") else "plain"]
    assistant, _ = push(walk.house.app, town)
    seen = walk.stranger(on_phone=True)
    seen.open("/casework/warnings")
    seen.sign_in(assistant, "/casework/warnings")
    walk.show(seen.page, "warnings")
    seen.page.get_by_role("link", name="老人一个人住").click()
    seen.page.wait_for_url("**/casework/warnings/*")
    walk.show(seen.page, "warning-purpose")
    open_warning(seen)
    walk.show(seen.page, "warning")


def tour_lead(walk: Walk) -> None:
    seen = walk.stranger()
    lead = add_colleague(seen.app, Role.LEAD)
    seen.open("/ledger/figures")
    seen.sign_in(lead, "/staff/second-factor")
    walk.show(seen.page, "staff-second-factor")
    seen.page.fill("#code", lead.code())
    seen.page.keyboard.press("Enter")
    seen.page.wait_for_url("**/ledger/figures*")
    walk.show(seen.page, "ledger-figures")
    walk.open(seen, "/ledger/services", "ledger-services")
    walk.open(walk.phone(), "/statistics", "statistics")


TOURS = (
    tour_guide,
    tour_errors,
    tour_chat,
    tour_apply,
    tour_wrong,
    tour_helping,
    tour_afterwards,
    tour_verification,
    tour_hotline,
    tour_staff,
    tour_casework,
    tour_warnings,
    tour_lead,
)
