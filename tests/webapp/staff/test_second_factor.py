"""The phone beside the password: for whoever may export, and for whoever wants it."""

import re
from concurrent.futures import ThreadPoolExecutor
from functools import partial

import pyotp
import pytest
from sqlalchemy import delete, select

from tests.colleagues import change, send, token_of
from webapp import clock
from webapp.models import Role, SignInTry, StaffAccount
from webapp.security.crypto import IndexHash
from webapp.staff import second_factor
from webapp.staff.roles import EXPORTERS

SECRET = re.compile(r'id="secret">(.*?)</code>')
CODE = re.compile(r"<li><code>([a-z0-9-]+)</code></li>")


@pytest.fixture(autouse=True)
def no_tries(office):
    with office.session() as session:
        session.execute(delete(SignInTry))


def secret_on(page):
    return re.sub("<[^>]+>", "", SECRET.search(page).group(1))


def set_up(colleague, client):
    """Put the secret of the page into the phone and type its first code. Returns the recovery codes."""
    colleague.secret = secret_on(client.get("/staff/second-factor/set-up").text)
    page = send(client, "/staff/second-factor/set-up", code=colleague.code()).text
    return CODE.findall(page)


def sign_in_again(office, colleague, **factor):
    """Name and password in another browser, and then `factor`. Returns where that leads."""
    client = office.app.test_client()
    send(client, "/staff/sign-in", name=colleague.name, password=colleague.password)
    return send(client, "/staff/second-factor", **factor) if factor else client.get("/casework/")


@pytest.mark.parametrize("role", list(Role))
def test_whoever_may_export_has_to_set_up_a_phone_first(office, role):
    colleague, client = office.colleague(role, phone=False)
    path = colleague.sign_in(client).request.path
    assert (path == "/staff/second-factor/set-up") == (role in EXPORTERS)


def test_a_phone_is_set_up_with_the_secret_or_the_picture_and_ten_codes_are_shown_once(office):
    colleague, client = office.colleague(Role.CITY, phone=False)
    colleague.sign_in(client)
    page = client.get("/staff/second-factor/set-up").text
    assert 'src="data:image/svg+xml' in page
    codes = set_up(colleague, client)
    assert len(set(codes)) == 10
    assert client.get("/casework/").status_code == 200
    again = client.get("/staff/second-factor/set-up")
    assert (again.status_code, again.location) == (303, "/staff/arrive")


def test_a_wrong_first_code_sets_nothing_up(office):
    colleague, client = office.colleague(Role.CITY, phone=False)
    colleague.sign_in(client)
    secret = secret_on(client.get("/staff/second-factor/set-up").text)
    wrong = "000000" if pyotp.TOTP(secret).now() != "000000" else "000001"
    answer = send(client, "/staff/second-factor/set-up", code=wrong)
    assert answer.status_code == 422
    assert secret_on(answer.text) == secret, "the phone that was scanned stays right"
    assert client.get("/casework/").location == "/staff/second-factor/set-up"


def test_a_right_password_alone_opens_nothing_and_changes_nothing(office):
    colleague, client = office.colleague(Role.CITY)
    page = client.get("/staff/sign-in").text
    sent = {"csrf_token": token_of(page), "name": colleague.name, "password": colleague.password}
    client.post("/staff/sign-in", data=sent)
    for path in ("/casework/", "/staff/", "/staff/password", "/staff/second-factor/set-up"):
        assert client.get(path).location == "/staff/second-factor"
    sent = {"new": "three-quiet-otters-under-rain", "again": "three-quiet-otters-under-rain"}
    token = token_of(client.get("/staff/second-factor").text)
    assert (
        client.post("/staff/password", data=sent | {"csrf_token": token}).location == "/staff/second-factor"
    )


def test_a_password_that_others_reset_does_not_get_around_the_phone(office):
    colleague, client = office.colleague(Role.CITY)
    change(office.app, colleague, must_change_password=True)
    answer = send(client, "/staff/sign-in", name=colleague.name, password=colleague.password)
    assert answer.request.path == "/staff/second-factor"
    assert send(client, "/staff/second-factor", code=colleague.code()).request.path == "/staff/password"


def test_a_code_is_taken_once(office):
    colleague, _ = office.colleague(Role.CITY)
    code = colleague.code()
    assert sign_in_again(office, colleague, code=code).request.path == "/casework/"
    again = sign_in_again(office, colleague, code=code)
    assert (again.status_code, "这个码不对" in again.text) == (422, True)
    assert sign_in_again(office, colleague, code=colleague.code()).request.path == "/casework/"


def test_the_same_code_in_two_browsers_at_once_opens_one(office):
    colleague, _ = office.colleague(Role.CITY)
    code = colleague.code()

    def enter(_number):
        return sign_in_again(office, colleague, code=code).request.path

    with ThreadPoolExecutor(2) as pool:
        assert sorted(pool.map(enter, range(2))) == ["/casework/", "/staff/second-factor"]


def test_codes_may_be_typed_with_spaces_and_full_width(office):
    colleague, _ = office.colleague(Role.CITY)
    code = colleague.code()
    typed = " ".join((code[:3], code[3:])).translate({ord(one): ord(one) + 0xFEE0 for one in "0123456789"})
    assert sign_in_again(office, colleague, code=typed).request.path == "/casework/"


def test_a_recovery_code_stands_in_for_the_phone_once(office):
    colleague, client = office.colleague(Role.CITY, phone=False)
    colleague.sign_in(client)
    first, second, *_ = set_up(colleague, client)
    assert sign_in_again(office, colleague, code=first.upper()).request.path == "/casework/"
    assert sign_in_again(office, colleague, code=first).status_code == 422
    assert sign_in_again(office, colleague, code=second.replace("-", "")).request.path == "/casework/"
    assert "还有 8 个恢复码" in client.get("/staff/").text
    assert office.actions(colleague).count("use-recovery-code") == 2


def test_a_recovery_code_stays_good_while_the_index_key_is_changed(office):
    office.colleague(Role.CITY)
    old, new = (IndexHash((one * 32,)) for one in (b"o", b"n"))
    both = IndexHash((*new.keys, *old.keys))
    with office.session() as session:
        account = session.scalars(select(StaffAccount)).first()
        code, *_ = second_factor.renew_recovery_codes(session, old, account)
        session.flush()
        take = partial(second_factor.take_recovery_code, session, account=account, typed=code, at=clock.now())
        assert [take(index_hash=one) for one in (new, both, both)] == [False, True, False]
        session.rollback()


def test_codes_cannot_be_tried_through(office):
    colleague, _ = office.colleague(Role.CITY)
    client = office.app.test_client()
    send(client, "/staff/sign-in", name=colleague.name, password=colleague.password)
    codes = [send(client, "/staff/second-factor", code="12345").status_code for _ in range(6)]
    assert codes == [422] * 5 + [429]
    assert send(client, "/staff/second-factor", code=colleague.code()).status_code == 429


def test_another_phone_needs_the_password_and_ends_the_old_one(office):
    colleague, client = office.signed_in(Role.CITY)
    old = colleague.secret
    assert send(client, "/staff/second-factor/renew", "/staff/", current="wrong").status_code == 422
    answer = send(client, "/staff/second-factor/renew", "/staff/", current=colleague.password)
    assert answer.request.path == "/staff/second-factor/set-up"
    assert secret_on(answer.text) != old
    assert client.get("/casework/").location == "/staff/second-factor/set-up"
    set_up(colleague, client)
    assert client.get("/casework/").status_code == 200


def test_new_recovery_codes_end_the_old_ones(office):
    colleague, client = office.colleague(Role.CITY, phone=False)
    colleague.sign_in(client)
    old = set_up(colleague, client)
    page = send(client, "/staff/recovery-codes", "/staff/", current=colleague.password).text
    new = CODE.findall(page)
    assert len(new) == 10 and not set(old) & set(new)
    assert sign_in_again(office, colleague, code=old[0]).status_code == 422
    assert sign_in_again(office, colleague, code=new[0]).request.path == "/casework/"


def test_whoever_need_not_may_still_set_up_a_phone(office):
    colleague, client = office.signed_in(Role.TOWN)
    assert "没有绑" in client.get("/staff/").text
    set_up(colleague, client)
    assert sign_in_again(office, colleague).location == "/staff/second-factor"


def test_the_secret_is_not_readable_in_the_table(office):
    colleague, _ = office.colleague(Role.CITY)
    with office.session() as session:
        table = StaffAccount.__table__
        row = (
            session.connection()
            .exec_driver_sql(f"SELECT * FROM {table.name} WHERE id = {colleague.id}")
            .one()
        )
    stored = b"".join(bytes(one) for one in row if isinstance(one, bytes | memoryview))
    for kept in (colleague.secret, colleague.name, "测试city", "argon2id"):
        assert kept.encode() not in stored
