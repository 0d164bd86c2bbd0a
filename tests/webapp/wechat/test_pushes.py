"""WeChat's own examples of what it pushes, and of the reply that it takes."""

from pathlib import Path
from xml.etree import ElementTree

import pytest

from tests.builders import make_env, sign_query
from tests.cases import load_yaml
from webapp import clock
from webapp.settings import Settings
from webapp.wechat import envelope

SAMPLES = load_yaml(Path(__file__).with_name("pushes.yaml"))
NOTHING = {"text": "", "choice": None, "key": "", "place": "", "consents": []}
# 被动回复用户消息, 回复文本消息: what WeChat's own example of a reply is made of.
REPLY = ["Content", "CreateTime", "FromUserName", "MsgType", "ToUserName"]


@pytest.fixture
def env(tmp_path):
    return make_env(tmp_path)


def opened(env, xml):
    now = clock.now()
    query = sign_query(env["WECHAT_TOKEN"], int(now.timestamp()))
    return envelope.open_delivery(Settings.from_env(env), query, xml.encode(), now)


@pytest.mark.parametrize("sample", SAMPLES, ids=[str(one["compared"]) for one in SAMPLES])
def test_an_example_of_wechat_is_read(env, sample):
    found = opened(env, sample["xml"])
    wanted = NOTHING | sample["read"]
    consents = [list(one) for one in found.consents]
    assert {name: getattr(found, name) for name in wanted} | {"consents": consents} == wanted
    assert found.sender == "fromUser"


def test_each_example_names_its_document_but_for_the_event_whose_example_was_in_no_copy():
    unnamed = [one["read"]["kind"] for one in SAMPLES if not one["compared"]]
    assert unnamed == ["event.location"]


def test_a_reply_has_the_elements_of_the_documented_one(env):
    delivery = opened(env, SAMPLES[0]["xml"])
    xml = envelope.seal_reply(Settings.from_env(env), delivery, "你好", clock.now())
    reply = ElementTree.fromstring(xml)
    assert sorted(child.tag for child in reply) == REPLY
    said = {child.tag: child.text for child in reply}
    assert (said["ToUserName"], said["FromUserName"]) == ("fromUser", "toUser")
    assert (said["MsgType"], said["Content"], said["CreateTime"].isdigit()) == ("text", "你好", True)
