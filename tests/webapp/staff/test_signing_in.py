"""The way in: name and password, the phone, the first own password; and everything that does not lead in."""

import re
import statistics
import time
from concurrent.futures import ThreadPoolExecutor
from datetime import timedelta

import pytest
from argon2 import PasswordHasher
from sqlalchemy import delete, event, func, select, update

from tests.colleagues import change, send
from webapp import clock
from webapp.models import Role, SignInTry, StaffAccount, StaffSession
from webapp.security import passwords
from webapp.security.hardening import STAFF_COOKIE

STRONG = "three-quiet-otters-under-rain"


@pytest.fixture(autouse=True)
def no_tries(office):
    """Tries from the one address of all tests do not add up."""
    with office.session() as session:
        session.execute(delete(SignInTry))


def without_tokens(page):
    return re.sub(r'name="csrf_token" value="[^"]+"', "", page)


def token_in(client):
    return client.get_cookie(STAFF_COOKIE).value


@pytest.mark.parametrize(
    ("role", "home"),
    [
        (Role.TOWN, "/casework/"),
        (Role.ASSISTANT, "/casework/"),
        (Role.DISTRICT, "/casework/"),
        (Role.CITY, "/casework/"),
        (Role.LEAD, "/casework/"),
        (Role.AGENT, "/hotline/"),
        (Role.SUPERVISOR, "/hotline/"),
        (Role.EDITOR, "/ledger/gaps"),
    ],
)
def test_each_role_arrives_at_its_desk_and_is_greeted(office, role, home):
    colleague, client = office.colleague(role)
    answer = colleague.sign_in(client)
    assert (answer.status_code, answer.request.path) == (200, home)
    assert f"测试{role}" in answer.text
    assert office.actions(colleague)[-1] == "sign-in"


def test_a_clerk_reads_their_office_and_an_honest_empty_queue(office):
    colleague, client = office.colleague(Role.TOWN)
    page = colleague.sign_in(client).text
    assert "临淄区金山镇 镇街经办人" in page
    assert "这里没有要办的" in page


def test_the_page_that_was_wanted_first_comes_after_all_steps(office):
    colleague, client = office.colleague(Role.CITY)
    asked = client.get("/casework/?queue=late")
    page = asked.location
    assert page == "/staff/sign-in?next=/casework/"
    with client:
        send(client, "/staff/sign-in", page, name=colleague.name, password=colleague.password, next="/staff/")
        answer = send(client, "/staff/second-factor", code=colleague.code())
    assert answer.request.path == "/staff/"


@pytest.mark.parametrize(
    "elsewhere", ["https://bad.example/", "//bad.example/", "/\\bad.example", "/casework\\..", "/result"]
)
def test_signing_in_leads_to_no_other_place(office, elsewhere):
    colleague, client = office.colleague()
    sent = {"name": colleague.name, "password": colleague.password, "next": elsewhere}
    assert send(client, "/staff/sign-in", **sent).request.path == "/casework/"


def test_wrong_password_unknown_name_and_disabled_account_get_the_same_answer(office):
    known, client = office.colleague()
    disabled, _ = office.colleague()
    change(office.app, disabled, disabled_at=clock.now())
    tries = [
        (known.name, "wrong-password"),
        ("nobody-here", known.password),
        (disabled.name, disabled.password),
    ]
    answers = [send(client, "/staff/sign-in", name=name, password=word) for name, word in tries]
    assert {one.status_code for one in answers} == {422}
    pages = {
        without_tokens(one.text).replace(name, "") for one, (name, _) in zip(answers, tries, strict=True)
    }
    assert len(pages) == 1
    assert "登录名或者密码不对" in pages.pop()


def test_an_unknown_name_costs_what_a_wrong_password_costs(office):
    known, client = office.colleague()

    def seconds(name):
        page = client.get("/staff/sign-in").text
        began = time.perf_counter()
        send(client, "/staff/sign-in", name=name, password="wrong-password")
        assert page
        return time.perf_counter() - began

    pairs = [(seconds(known.name), seconds(f"nobody-{number}")) for number in range(4)]
    ratio = statistics.median(two / one for one, two in pairs)
    assert 0.4 < ratio < 2.5
    assert passwords.NOBODY.split("$")[:4] == passwords.hash_password("x").split("$")[:4]


def test_a_name_has_five_free_tries_and_then_waits_also_with_the_right_password(office):
    colleague, client = office.colleague()
    for _ in range(5):
        assert send(client, "/staff/sign-in", name=colleague.name, password="wrong").status_code == 422
    answer = send(client, "/staff/sign-in", name=colleague.name, password=colleague.password)
    assert answer.status_code == 429
    assert "请过 1 分钟再试" in answer.text
    unknown = [send(client, "/staff/sign-in", name="no-one", password="wrong").status_code for _ in range(6)]
    assert unknown == [422] * 5 + [429]


def test_the_wait_grows_and_ends(office):
    colleague, client = office.colleague()
    for _ in range(5):
        send(client, "/staff/sign-in", name=colleague.name, password="wrong")
    pass_time(office, timedelta(minutes=1))
    assert send(client, "/staff/sign-in", name=colleague.name, password="wrong").status_code == 422
    assert "请过 2 分钟再试" in send(client, "/staff/sign-in", name=colleague.name, password="wrong").text
    pass_time(office, timedelta(minutes=2))
    assert (
        send(client, "/staff/sign-in", name=colleague.name, password=colleague.password).request.path
        == "/casework/"
    )
    with office.session() as session:
        assert session.scalar(select(func.count()).select_from(SignInTry)) == 0


def test_one_address_cannot_go_through_many_names(office):
    _, client = office.colleague()
    codes = [
        send(client, "/staff/sign-in", name=f"guess-{number}", password="wrong").status_code
        for number in range(31)
    ]
    assert codes == [422] * 30 + [429]


def test_many_tries_at_once_do_not_slip_through(office):
    colleague, _ = office.colleague()

    def guess(number):
        client = office.app.test_client()
        return send(client, "/staff/sign-in", name=colleague.name, password=f"guess-{number}").status_code

    with ThreadPoolExecutor(8) as pool:
        codes = sorted(pool.map(guess, range(8)))
    assert codes == [422] * 5 + [429] * 3


def test_a_form_without_its_token_signs_nobody_in(office):
    colleague, client = office.colleague()
    answer = client.post("/staff/sign-in", data={"name": colleague.name, "password": colleague.password})
    assert answer.status_code == 400
    assert client.get("/casework/").status_code == 303


def test_signing_in_gives_a_new_token_and_a_new_form_token(office):
    colleague, client = office.colleague()
    client.get("/staff/sign-in")
    with client.session_transaction("/staff/") as before:
        before["staff"] = "chosen-by-somebody-else"
        planted = before["csrf_token"]
    colleague.sign_in(client)
    with client.session_transaction("/staff/") as after:
        assert after["staff"] != "chosen-by-somebody-else"
        assert after.get("csrf_token") != planted


def test_the_cookie_is_for_the_server_alone_and_another_than_the_citizens(office):
    _, client = office.signed_in()
    cookie = client.get_cookie(STAFF_COOKIE)
    assert (cookie.http_only, cookie.same_site) == (True, "Lax")
    assert send(client, "/chat/restart", "/").request.path == "/"
    assert client.get("/casework/").status_code == 200


def test_only_a_hash_of_the_token_is_kept(office):
    colleague, client = office.signed_in()
    with client.session_transaction("/staff/") as kept, office.session() as session:
        rows = session.scalars(select(StaffSession).where(StaffSession.staff_id == colleague.id)).all()
        assert len(rows) == 1
        assert kept["staff"] not in vars(rows[0]).values()


def test_signing_out_ends_the_session_also_for_who_copied_the_cookie(office):
    _, client = office.signed_in()
    thief = office.app.test_client()
    thief.set_cookie(STAFF_COOKIE, token_in(client))
    assert thief.get("/casework/").status_code == 200
    answer = send(client, "/staff/sign-out", "/casework/")
    assert "已经退出" in answer.text
    assert thief.get("/casework/").status_code == 303


def test_half_an_hour_without_use_ends_a_session_and_says_so(office):
    colleague, client = office.signed_in()
    leave_alone(office, colleague, timedelta(minutes=29))
    assert client.get("/casework/").status_code == 200
    leave_alone(office, colleague, timedelta(minutes=31))
    answer = client.get("/casework/", follow_redirects=True)
    assert answer.request.path == "/staff/sign-in"
    assert "上次登录已经过期" in answer.text


def test_use_keeps_a_session_and_a_page_asking_by_itself_does_not(office):
    colleague, client = office.signed_in()
    leave_alone(office, colleague, timedelta(minutes=20))
    left = client.get("/staff/session", headers={"Accept": "application/json"}).json
    assert 9 * 60 <= left["left"] <= 10 * 60
    assert "可以接着用到" in send(client, "/staff/stay", "/casework/").text
    left = client.get("/staff/session").json
    assert 29 * 60 <= left["left"] <= 30 * 60
    assert left["warn"] == 300


def test_ten_hours_end_a_session_whatever_is_done(office):
    colleague, client = office.signed_in()
    with office.session() as session:
        mine = update(StaffSession).where(StaffSession.staff_id == colleague.id)
        session.execute(mine.values(expires_at=clock.now() + timedelta(minutes=4)))
    left = client.get("/staff/session").json
    assert left["left"] == left["longest"] <= 240
    assert "要重新登录" in client.get("/casework/").text, "said also where no script runs"
    with office.session() as session:
        session.execute(mine.values(expires_at=clock.now()))
    assert client.get("/casework/").status_code == 303


def test_a_page_asks_once_who_is_there(office):
    _, client = office.signed_in()
    client.get("/casework/corrections")
    asked = []

    def note(*said):
        asked.append(said[2])

    event.listen(office.app.engine, "before_cursor_execute", note)
    client.get("/casework/corrections")
    event.remove(office.app.engine, "before_cursor_execute", note)
    asked = [one for one in asked if one.startswith("SELECT") and "FROM" in one]
    assert len([one for one in asked if "staff_sessions" in one]) == 1
    assert len(asked) == 2, "and the page itself has one question"


def test_a_disabled_account_is_out_at_once(office):
    colleague, client = office.signed_in()
    change(office.app, colleague, disabled_at=clock.now())
    assert client.get("/casework/").status_code == 303


def test_a_given_password_has_to_be_changed_before_anything_else(office):
    colleague, client = office.colleague(fresh=True)
    assert colleague.sign_in(client).request.path == "/staff/password"
    assert client.get("/casework/").location == "/staff/password"
    answer = send(client, "/staff/password", new=STRONG, again=STRONG)
    assert answer.request.path == "/casework/"
    colleague.password = STRONG
    assert colleague.sign_in(office.app.test_client()).request.path == "/casework/"


@pytest.mark.parametrize(
    ("new", "again", "says"),
    [
        ("short-one", "short-one", "至少 12 位"),
        ("zhangdian2026", "zhangdian2026", "容易被猜到"),
        ("password1234", "password1234", "容易被猜到"),
        (STRONG, STRONG + "!", "两次写的不一样"),
        ("", "", "写一下新密码"),
    ],
)
def test_a_weak_or_mistyped_password_is_refused_with_what_to_do(office, new, again, says):
    colleague, client = office.colleague(fresh=True)
    colleague.sign_in(client)
    answer = send(client, "/staff/password", new=new, again=again)
    assert (answer.status_code, says in answer.text) == (422, True)


def test_changing_the_password_needs_the_present_one_and_ends_sessions_elsewhere(office):
    colleague, client = office.signed_in()
    elsewhere = office.app.test_client()
    colleague.sign_in(elsewhere)
    wrong = send(client, "/staff/password", current="wrong", new=STRONG, again=STRONG)
    assert (wrong.status_code, "现在的密码不对" in wrong.text) == (422, True)
    before = token_in(client)
    sent = {"current": colleague.password, "new": STRONG, "again": STRONG}
    assert send(client, "/staff/password", **sent).request.path == "/casework/"
    assert elsewhere.get("/casework/").status_code == 303
    copy = office.app.test_client()
    copy.set_cookie(STAFF_COOKIE, before)
    assert copy.get("/casework/").status_code == 303
    assert "change-password" in office.actions(colleague)


def test_the_present_password_cannot_be_guessed_at_an_open_desk(office):
    _, client = office.signed_in()
    sent = {"current": "wrong", "new": STRONG, "again": STRONG}
    pages = [send(client, "/staff/password", **sent).text for _ in range(6)]
    assert "现在的密码不对" in pages[4]
    assert "试的次数多了" in pages[5]


def test_a_password_hashed_at_an_older_cost_is_hashed_anew(office):
    colleague, client = office.colleague()
    old = PasswordHasher(time_cost=1, memory_cost=8, parallelism=1).hash(colleague.password)
    change(office.app, colleague, password=old)
    colleague.sign_in(client)
    with office.session() as session:
        assert not passwords.is_outdated(session.get(StaffAccount, colleague.id).password)


def pass_time(office, length):
    """Tries lie further back by `length`."""
    with office.session() as session:
        for one in session.scalars(select(SignInTry)):
            one.at -= length


def leave_alone(office, colleague, length):
    """The last use of a session lies `length` back."""
    with office.session() as session:
        mine = update(StaffSession).where(StaffSession.staff_id == colleague.id)
        session.execute(mine.values(seen_at=clock.now() - length))
