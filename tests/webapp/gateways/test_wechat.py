"""The WeChat client against the sandbox over HTTP: one token for all, every code of refusal, logins."""

import multiprocessing
import threading
from concurrent.futures import ThreadPoolExecutor

import pytest
import requests

from webapp.db import make_engine, make_sessions
from webapp.gateways.http import NotDelivered
from webapp.gateways.wechat import MiniGateway, WechatGateway, WechatRefused
from webapp.settings import Settings
from webapp.wechat.tokens import make_gateway, make_mini_calls

TEXT, OPENID, TEMPLATE = "您的申请有新进展。😀", "o-citizen", "TEMPLATE-4711"
FIELDS = {"thing1": "人工回了您的话", "time2": "2026年11月22日 10:00"}


@pytest.fixture
def account(sandbox, installation):
    """Settings whose WeChat is the sandbox, on each kind of database."""
    return Settings.from_env(installation | {"WECHAT_API_URL": f"{sandbox}/wechat"})


@pytest.fixture
def gateway(account):
    engine = make_engine(account)
    yield make_gateway(account, make_sessions(engine))
    engine.dispose()


def switch(sandbox, **changes):
    return requests.post(f"{sandbox}/wechat/sandbox", json=changes, timeout=5).json()["calls"]


def received(sandbox):
    return requests.get(f"{sandbox}/received", timeout=5).json()["messages"]


def test_words_arrive_as_written_under_one_token(sandbox, gateway):
    for reference in ("a", "b"):
        gateway.send(reference, OPENID, TEXT)
    assert received(sandbox) == [{"channel": "wechat", "to": OPENID, "text": TEXT}] * 2
    assert switch(sandbox)["/cgi-bin/stable_token"] == 1


def test_escaped_characters_would_reach_the_citizen_as_escapes(sandbox, gateway):
    token = gateway.tokens.get()
    body = {"touser": OPENID, "msgtype": "text", "text": {"content": "好"}}
    url = f"{sandbox}/wechat/cgi-bin/message/custom/send"
    requests.post(url, params={"access_token": token}, json=body, timeout=5)
    assert received(sandbox)[0]["text"] == "\\u597d"


@pytest.mark.parametrize("change", [{"revoke": True}, {"expire": True}, {"hours": 3}])
def test_a_token_that_is_refused_is_renewed_once(sandbox, gateway, change):
    gateway.send("a", OPENID, TEXT)
    switch(sandbox, **change)
    gateway.send("b", OPENID, TEXT)
    assert len(received(sandbox)) == 2
    assert switch(sandbox)["/cgi-bin/message/custom/send"] == 3


def test_a_token_that_stays_refused_is_not_asked_for_without_end(sandbox, gateway):
    switch(sandbox, faults={"/cgi-bin/message/custom/send": [40001] * 50})
    with pytest.raises(WechatRefused) as caught:
        gateway.send("a", OPENID, TEXT)
    assert (caught.value.code, caught.value.retry) == (40001, False)
    assert switch(sandbox)["/cgi-bin/message/custom/send"] == 2


def test_a_token_is_renewed_before_it_ends(sandbox, gateway):
    first = gateway.tokens.get()
    assert gateway.tokens.get() == first
    switch(sandbox, expire=True)
    assert gateway.tokens.renew(first) != first


def test_many_threads_of_a_cold_start_ask_for_one_token(sandbox, account):
    engines = [make_engine(account) for _ in range(4)]
    gateways = [make_gateway(account, make_sessions(engine)) for engine in engines for _ in range(5)]
    gate = threading.Barrier(len(gateways))

    def get(one):
        gate.wait()
        return one.tokens.get()

    with ThreadPoolExecutor(len(gateways)) as pool:
        assert len(set(pool.map(get, gateways))) == 1
    for engine in engines:
        engine.dispose()
    assert switch(sandbox)["/cgi-bin/stable_token"] == 1


def _get_token(env, found):
    settings = Settings.from_env(env)
    engine = make_engine(settings)
    found.put(make_gateway(settings, make_sessions(engine)).tokens.get())


def test_processes_share_the_token(sandbox, installation):
    env = installation | {"WECHAT_API_URL": f"{sandbox}/wechat"}
    context = multiprocessing.get_context("spawn")
    found = context.Queue()
    started = [context.Process(target=_get_token, args=(env, found)) for _ in range(3)]
    for one in started:
        one.start()
    assert len({found.get(timeout=60) for _ in started}) == 1
    for one in started:
        one.join()
    assert switch(sandbox)["/cgi-bin/stable_token"] == 1


def test_one_revoked_token_is_renewed_once_by_all_who_meet_it(sandbox, gateway):
    old = gateway.tokens.get()
    switch(sandbox, revoke=True)
    with ThreadPoolExecutor(8) as pool:
        renewed = set(pool.map(lambda _: gateway.tokens.renew(old), range(8)))
    assert len(renewed) == 1 and old not in renewed
    assert switch(sandbox)["/cgi-bin/stable_token"] == 2


def test_a_wrong_secret_is_said_without_the_secret(sandbox, gateway, installation):
    gateway.tokens.get()
    changes = {"WECHAT_APP_SECRET": "another-secret", "WECHAT_API_URL": f"{sandbox}/wechat"}
    wrong = Settings.from_env(installation | changes)
    engine = make_engine(wrong)
    with pytest.raises(NotDelivered, match="errcode 40125") as caught:
        make_gateway(wrong, make_sessions(engine)).tokens.renew(gateway.tokens.get())
    engine.dispose()
    assert "another-secret" not in repr(caught.value)


def test_after_48_hours_and_after_five_messages_wechat_takes_no_more(sandbox, gateway):
    for reference in "abcde":
        gateway.send(reference, OPENID, TEXT)
    with pytest.raises(WechatRefused, match="45047"):
        gateway.send("f", OPENID, TEXT)
    switch(sandbox, heard=[OPENID])
    gateway.send("g", OPENID, TEXT)
    switch(sandbox, hours=49)
    with pytest.raises(WechatRefused, match="45015"):
        gateway.send("h", OPENID, TEXT)


@pytest.mark.parametrize(
    ("code", "retry"),
    [(-1, True), (45009, True), (45011, True), (45047, False), (48001, False), (40003, False)],
)
def test_a_code_says_whether_to_try_again(sandbox, gateway, code, retry):
    switch(sandbox, faults={"/cgi-bin/message/custom/send": [code]})
    with pytest.raises(WechatRefused) as caught:
        gateway.send("a", OPENID, TEXT)
    assert (caught.value.code, caught.value.retry) == (code, retry)


def test_a_text_longer_than_wechat_takes_is_refused(gateway):
    with pytest.raises(WechatRefused, match="45002"):
        gateway.send("a", OPENID, "长" * 700)


def test_an_agreement_is_used_up_by_one_message(sandbox, gateway):
    with pytest.raises(WechatRefused, match="43101"):
        gateway.send_subscribed(OPENID, TEMPLATE, FIELDS, "")
    switch(sandbox, agreed=[[OPENID, TEMPLATE, 1]])
    gateway.send_subscribed(OPENID, TEMPLATE, FIELDS, "")
    with pytest.raises(WechatRefused, match="43101"):
        gateway.send_subscribed(OPENID, TEMPLATE, FIELDS, "")
    assert received(sandbox)[0]["channel"] == "subscribed"


@pytest.mark.parametrize("value", ["长" * 21, ""])
def test_a_field_that_does_not_fit_its_template_is_refused(gateway, value):
    with pytest.raises(WechatRefused, match="47003"):
        gateway.send_subscribed(OPENID, TEMPLATE, FIELDS | {"thing1": value}, "")


def test_a_login_code_works_once_and_names_the_person(sandbox):
    mini = MiniGateway(f"{sandbox}/wechat", "wx-mini", "secret-mini")
    switch(sandbox, codes={"code-1": "m-citizen"}, unions={"m-citizen": "u-citizen"})
    found = mini.open_session("code-1")
    assert (found.openid, found.union) == ("m-citizen", "u-citizen")
    with pytest.raises(WechatRefused, match="40163"):
        mini.open_session("code-1")
    with pytest.raises(WechatRefused, match="40029"):
        mini.open_session("x")
    assert mini.open_session("code-2").union is None


def test_a_follower_is_known_by_unionid_where_there_is_one(sandbox, gateway):
    switch(sandbox, unions={OPENID: "u-citizen"})
    assert gateway.find_union(OPENID) == "u-citizen"
    assert gateway.find_union("o-other") is None


def test_a_menu_is_pushed_and_read_back(gateway):
    assert gateway.get_menu() is None
    menu = {"button": [{"type": "click", "name": "说难处", "key": "go.home"}]}
    gateway.push_menu(menu)
    assert gateway.get_menu()["button"][0]["key"] == "go.home"


@pytest.mark.parametrize(
    ("buttons", "code"),
    [
        ([], 40016),
        ([{"type": "click", "name": "一", "key": "k"}] * 4, 40016),
        ([{"type": "click", "name": "一二三四五六", "key": "k"}], 40018),
        ([{"type": "click", "name": "一", "key": "k" * 129}], 40019),
        ([{"name": "一", "sub_button": [{"type": "click", "name": "二", "key": "k"}] * 6}], 40023),
    ],
)
def test_a_menu_beyond_the_limits_is_refused(gateway, buttons, code):
    with pytest.raises(WechatRefused, match=str(code)):
        gateway.push_menu({"button": buttons})


def test_media_come_back_as_they_were_sent(sandbox, gateway: WechatGateway):
    token = {"access_token": gateway.tokens.get()}
    url = f"{sandbox}/wechat/cgi-bin/media"
    sent = {"media": ("a.jpg", b"picture", "image/jpeg")}
    made = requests.post(f"{url}/upload", params=token | {"type": "image"}, files=sent, timeout=5).json()
    back = requests.get(f"{url}/get", params=token | {"media_id": made["media_id"]}, timeout=5)
    assert back.content == b"picture"
    unknown = requests.get(f"{url}/get", params=token | {"media_id": "x"}, timeout=5).json()
    assert unknown["errcode"] == 40007


@pytest.fixture
def mini(account):
    engine = make_engine(account)
    yield make_mini_calls(account, make_sessions(engine))
    engine.dispose()


def test_a_phone_number_is_had_once_for_each_code(sandbox, mini):
    switch(sandbox, phones={"phone-code": "13800000001"})
    assert mini.find_phone("phone-code") == "13800000001"
    with pytest.raises(WechatRefused, match="40029"):
        mini.find_phone("phone-code")


def test_the_mini_program_tells_who_agreed_in_its_own_name(sandbox, mini):
    with pytest.raises(WechatRefused, match="43101"):
        mini.send_subscribed(OPENID, TEMPLATE, FIELDS, "pages/my/my")
    switch(sandbox, agreed=[[OPENID, TEMPLATE, 1]])
    mini.send_subscribed(OPENID, TEMPLATE, FIELDS, "pages/my/my")
    assert received(sandbox)[0]["channel"] == "subscribed"


def test_account_and_mini_program_have_each_their_own_token(sandbox, gateway, mini):
    assert gateway.tokens.get() != mini.tokens.get()
    assert switch(sandbox)["/cgi-bin/stable_token"] == 2
