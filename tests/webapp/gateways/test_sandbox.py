"""The stand-in for WeChat: its wire format after the documentation, and a client written for the real one."""

import json
import re
from pathlib import Path

import pytest
import requests
import yaml
from requests.adapters import HTTPAdapter
from wechatpy import WeChatClient
from wechatpy.exceptions import WeChatClientException

SAMPLES = yaml.safe_load(Path(__file__).with_name("wire.yaml").read_text(encoding="utf-8"))


def has_form(found, wanted):
    """Whether `found` has the keys and the kinds of values of a sample; an errcode is compared as it is."""
    if isinstance(wanted, dict):
        return isinstance(found, dict) and all(
            key in found and (found[key] == value if key == "errcode" else has_form(found[key], value))
            for key, value in wanted.items()
        )
    return type(found) is type(wanted)


def test_each_call_is_answered_in_the_documented_form(sandbox):
    base, token = f"{sandbox}/wechat", None
    ask = {"grant_type": "client_credential", "appid": "wx1", "secret": "s"}
    token = requests.post(f"{base}/cgi-bin/stable_token", json=ask, timeout=5).json()["access_token"]
    sent = {"media": ("a.jpg", b"picture", "image/jpeg")}
    query = {"access_token": token, "type": "image"}
    media = requests.post(f"{base}/cgi-bin/media/upload", params=query, files=sent, timeout=5).json()[
        "media_id"
    ]
    known = {"MEDIA": media, "CODE": "code-of-a-login"}
    for sample in SAMPLES:
        method, path = sample["call"].split()
        query = {name: known.get(value, value) for name, value in sample.get("query", {}).items()}
        given = sample.get("token", True)
        query |= {"access_token": token if given is True else given} if given else {}
        body = re.sub("MEDIA", media, json.dumps(sample.get("body"), ensure_ascii=False, default=str))
        data = body.encode() if "body" in sample else None
        answer = requests.request(method, base + path, params=query, data=data, timeout=5).json()
        assert has_form(answer, sample["answer"]), (sample, answer)
        if "errmsg" in sample["answer"]:
            assert answer["errmsg"].split(" rid:")[0] == sample["answer"]["errmsg"].split(" rid:")[0]


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
