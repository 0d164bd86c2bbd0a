"""The stand-in for WeChat: its wire format after the documentation, and a client written for the real one."""

import json
import re
from pathlib import Path

import pytest
import requests
from requests.adapters import HTTPAdapter
from wechatpy import WeChatClient
from wechatpy.exceptions import WeChatClientException

from tests.cases import load_yaml

RID = re.compile(" rid: [0-9a-f]{8}-[0-9a-f]{8}-[0-9a-f]{8}$")
SAMPLES = load_yaml(Path(__file__).with_name("wire.yaml"))


def has_form(found, wanted):
    """Whether `found` has the keys and the kinds of values of a sample; an errcode is compared as it is."""
    if isinstance(wanted, dict):
        return isinstance(found, dict) and all(
            key in found and (found[key] == value if key == "errcode" else has_form(found[key], value))
            for key, value in wanted.items()
        )
    return type(found) is type(wanted)


class Platform:
    """The sandbox as the samples call it, with what it gave out before."""

    def __init__(self, base):
        self.base, self.token = base, None
        self.renew()
        sent = {"media": ("a.jpg", b"picture", "image/jpeg")}
        query = {"access_token": self.token, "type": "image"}
        made = requests.post(f"{base}/cgi-bin/media/upload", params=query, files=sent, timeout=5)
        self.media = made.json()["media_id"]

    def renew(self):
        ask = {"grant_type": "client_credential", "appid": "wx1", "secret": "s"}
        asked = requests.post(f"{self.base}/cgi-bin/stable_token", json=ask, timeout=5)
        self.token = asked.json()["access_token"]

    def call(self, sample):
        for switched in sample.get("after", []):
            requests.post(f"{self.base}/sandbox", json=switched, timeout=5)
        if sample.get("token") == "new":
            self.renew()
        method, path = sample["call"].split()
        known = {"CODE": "code-of-a-login"}
        query = {name: known.get(value, value) for name, value in sample.get("query", {}).items()}
        given = {True: self.token, "new": self.token, False: ""}.get(sample.get("token", True), "bad")
        query |= {"access_token": given} if given else {}
        body = json.dumps(sample.get("body"), ensure_ascii=False, default=str)
        body = body.replace('"MEDIA"', f'"{self.media}"')
        data = body.encode() if "body" in sample else None
        return requests.request(method, self.base + path, params=query, data=data, timeout=5)


def test_each_call_is_answered_in_the_documented_form(sandbox):
    platform = Platform(f"{sandbox}/wechat")
    for sample in SAMPLES:
        response = platform.call(sample)
        answer, wanted = response.json(), sample["answer"]
        assert has_form(answer, wanted), (sample, answer)
        assert response.headers["Content-Type"] == sample.get("kind", "application/json; encoding=utf-8")
        if "errmsg" in wanted:
            assert answer["errmsg"].split("rid:")[0] == wanted["errmsg"].split("rid:")[0]
        if wanted.get("errcode"):
            assert RID.search(answer["errmsg"])


def test_each_sample_names_the_document_that_it_was_held_against():
    assert [one["call"] for one in SAMPLES if not one["compared"]] == ["GET /cgi-bin/menu/delete"]


def test_the_two_kinds_of_token_know_nothing_of_each_other(sandbox):
    platform = Platform(f"{sandbox}/wechat")
    old = {"grant_type": "client_credential", "appid": "wx1", "secret": "s"}
    for _ in range(2):
        requests.get(f"{platform.base}/cgi-bin/token", params=old, timeout=5)
    requests.post(f"{platform.base}/sandbox", json={"hours": 0.2}, timeout=5)
    sent = {"call": "GET /cgi-bin/menu/get", "answer": {}}
    assert platform.call(sent).json()["errcode"] == 46003


def test_a_token_is_forced_every_thirty_seconds_and_twenty_times_a_day(sandbox):
    base = f"{sandbox}/wechat"
    ask = {"grant_type": "client_credential", "appid": "wx1", "secret": "s", "force_refresh": True}

    def force(hours):
        requests.post(f"{base}/sandbox", json={"hours": hours}, timeout=5)
        return requests.post(f"{base}/cgi-bin/stable_token", json=ask, timeout=5).json()

    first = force(0)["access_token"]
    assert force(0)["access_token"] == first
    assert len({force(0.01)["access_token"] for _ in range(19)} | {first}) == 20
    assert force(0.01)["errcode"] == 45009


def test_escapes_in_a_menu_are_refused(sandbox):
    platform = Platform(f"{sandbox}/wechat")
    menu = {"button": [{"type": "click", "name": "说难处", "key": "go.home"}]}
    url, query = f"{platform.base}/cgi-bin/menu/create", {"access_token": platform.token}
    assert requests.post(url, params=query, json=menu, timeout=5).json()["errcode"] == 40033


class Elsewhere(HTTPAdapter):
    """Calls to the real platform end at the sandbox."""

    def __init__(self, base):
        self.base = base
        super().__init__()

    def send(self, request, **options):
        request.url = request.url.replace("https://api.weixin.qq.com", self.base)
        return super().send(request, **options)


@pytest.fixture
def foreign(sandbox):
    """wechatpy's own client, which knows nothing of this project."""
    client = WeChatClient("wx1", "secret-1", auto_retry=False)
    client._http.mount("https://", Elsewhere(f"{sandbox}/wechat"))
    ask = {"grant_type": "client_credential", "appid": "wx1", "secret": "secret-1"}
    got = requests.get(f"{sandbox}/wechat/cgi-bin/token", params=ask, timeout=5).json()
    client.session.set(client.access_token_key, got["access_token"], got["expires_in"])
    client.expires_at = None
    yield client
    client._http.close()


def test_a_client_of_others_sends_menus_media_and_messages(sandbox, foreign):
    foreign.message.send_text("o-citizen", "你好")
    foreign.menu.create({"button": [{"type": "click", "name": "说难处", "key": "go.home"}]})
    assert foreign.menu.get()["menu"]["button"][0]["name"] == "说难处"
    made = foreign.media.upload("image", ("a.jpg", b"picture", "image/jpeg"))
    foreign.message.send_image("o-citizen", made["media_id"])
    assert foreign.user.get("o-citizen")["subscribe"] == 1
    received = requests.get(f"{sandbox}/received", timeout=5).json()["messages"]
    assert [one["text"] for one in received] == ["[image]", "你好"]


@pytest.mark.parametrize("change", [({"revoke": True}, 40001), ({"expire": True}, 42001)])
def test_a_client_of_others_reads_its_refusals(sandbox, foreign, change):
    switch, code = change
    requests.post(f"{sandbox}/wechat/sandbox", json=switch, timeout=5)
    with pytest.raises(WeChatClientException) as caught:
        foreign.message.send_text("o-citizen", "你好")
    assert caught.value.errcode == code
