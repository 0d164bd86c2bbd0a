"""The WeChat door as its servers see it: signatures, both modes, all kinds of messages, broken bodies."""

from xml.etree import ElementTree

import pytest
from sqlalchemy import select

from bot.wording import say
from tests.builders import make_env, make_push, open_reply, seal_push, sign_query
from webapp import clock
from webapp.models import ConversationRow, WechatConsent
from webapp.settings import Settings
from webapp.wechat import answering
from webapp.wechat.menu import make_menu


@pytest.fixture
def env(tmp_path):
    return make_env(tmp_path)


@pytest.fixture
def settings(env):
    return Settings.from_env(env)


@pytest.fixture
def now():
    return int(clock.now().timestamp())


def push(client, pushed):
    query, body = pushed
    return client.post("/wechat", query_string=query, data=body, content_type="text/xml")


def read(answer):
    assert answer.status_code == 200, answer.text
    root = ElementTree.fromstring(answer.data)
    assert [child.tag for child in root].count("MsgType") == 1
    return {child.tag: child.text for child in root}


def test_the_address_is_confirmed_by_echoing(client, env, now):
    query = sign_query(env["WECHAT_TOKEN"], now) | {"echostr": "4217<b>"}
    answer = client.get("/wechat", query_string=query)
    assert (answer.status_code, answer.text, answer.mimetype) == (200, "4217<b>", "text/plain")


def test_a_plain_message_gets_a_reply_to_its_sender(client, env, now):
    reply = read(push(client, make_push(env, now)))
    assert reply["ToUserName"] == "o-citizen-1"
    assert reply["FromUserName"] == "gh_0123456789ab"
    assert reply["MsgType"] == "text"
    assert "78" in reply["Content"]
    assert len(reply["Content"].encode()) <= 1800


def test_an_encrypted_message_gets_an_encrypted_reply(client, env, now):
    answer = push(client, seal_push(env, make_push(env, now)))
    assert answer.status_code == 200
    inner, app_id = open_reply(env, answer.data)
    assert app_id == env["WECHAT_APP_ID"]
    assert "78" in ElementTree.fromstring(inner).findtext("Content")


def test_a_conversation_goes_on_from_message_to_message(client, env, now):
    push(client, make_push(env, now))
    reply = read(push(client, make_push(env, now, Content="张店")))
    assert "张店" in reply["Content"]


def test_two_senders_do_not_share_a_conversation(client, env, now):
    push(client, make_push(env, now))
    other = read(push(client, make_push(env, now, FromUserName="o-citizen-2", Content="张店的")))
    assert "父亲" not in other["Content"]


def test_a_tapped_choice_answers_the_question(client, env, now):
    first = read(push(client, make_push(env, now)))
    choice, label = _last_choice(first["Content"])
    reply = read(push(client, make_push(env, now, Content=label, bizmsgmenuid=choice)))
    assert reply["Content"] != first["Content"]


def _last_choice(content):
    """Id and label of the last choice that can be tapped in a reply."""
    link = content.rpartition("msgmenucontent=")[2]
    label, _, rest = link.partition("&msgmenuid=")
    return rest.partition('"')[0], label


@pytest.mark.parametrize(
    ("kind", "key"),
    [
        ("image", "wordless_image"),
        ("video", "wordless_video"),
        ("shortvideo", "wordless_video"),
        ("location", "wordless_location"),
        ("link", "wordless_link"),
        ("voice", "wordless_voice"),
        ("file", "wordless_file"),
        ("newkind", "wordless_other"),
    ],
)
def test_every_other_kind_gets_a_kind_answer(client, env, now, kind, key):
    reply = read(push(client, make_push(env, now, MsgType=kind, Content="", MediaId="m1")))
    assert reply["Content"] == say(key)


def test_a_picture_in_the_middle_leaves_the_question_open(client, env, now):
    asked = read(push(client, make_push(env, now)))["Content"].partition("【")[2].partition("】")[0]
    reply = read(push(client, make_push(env, now, MsgType="image", Content="", MediaId="m1")))
    assert reply["Content"].startswith(say("wordless_image"))
    assert asked in reply["Content"]


def test_a_position_offers_its_district_and_takes_nothing_for_granted(client, env, now):
    where = {"MsgType": "location", "Content": "", "Label": "山东省淄博市张店区人民西路"}
    reply = read(push(client, make_push(env, now, **where)))["Content"]
    choice, label = _last_choice(reply)
    assert label == "家在张店区"
    heard = read(push(client, make_push(env, now, Content=label, bizmsgmenuid=choice)))
    assert "家在张店区" in heard["Content"]


def test_spoken_words_that_wechat_wrote_down_count_as_said(client, env, now):
    spoken = make_push(env, now, MsgType="voice", Content="", Recognition="俺娘70了，有低保")
    assert "70" in read(push(client, spoken))["Content"]


def test_who_follows_is_greeted(client, env, now):
    event = make_push(env, now, MsgType="event", Event="subscribe", Content="", MsgId="")
    assert read(push(client, event))["Content"] == say("greeting")


def test_who_stops_following_is_forgotten(client, env, now, session):
    push(client, make_push(env, now))
    push(client, make_push(env, now, FromUserName="o-citizen-2"))
    left = make_push(env, now, MsgType="event", Event="unsubscribe", Content="", MsgId="")
    assert push(client, left).text == "success"
    assert [row.sender for row in session.scalars(select(ConversationRow))] == ["o-citizen-2"]


QUIET = [
    "unsubscribe",
    "LOCATION",
    "VIEW",
    "view_miniprogram",
    "TEMPLATESENDJOBFINISH",
    "subscribe_msg_sent_event",
    "subscribe_msg_popup_event",
    "user_authorization_revoke",
    "MASSSENDJOBFINISH",
    "neverheard",
]


@pytest.mark.parametrize("event", QUIET)
def test_other_events_are_taken_in_silence(client, env, now, event):
    answer = push(client, make_push(env, now, MsgType="event", Event=event, Content="", MsgId=""))
    assert (answer.status_code, answer.text) == (200, "success")


def tap(client, env, now, event, key):
    event = {"MsgType": "event", "Event": event, "EventKey": key, "Content": "", "MsgId": ""}
    return read(push(client, make_push(env, now, **event)))["Content"]


@pytest.mark.parametrize(
    ("event", "key", "words"),
    [
        ("CLICK", "go.status", "申请编号"),
        ("CLICK", "go.home", "说说家里的难处"),
        ("CLICK", "go.result", "还没说家里的情况"),
        ("CLICK", "go.apply", "先说说家里的情况"),
        ("CLICK", "go.human", "12345"),
        ("CLICK", "of.an.older.menu", "说说家里的难处"),
        ("CLICK", "", "说说家里的难处"),
        ("SCAN", "policy.subsistence-allowance", "低保"),
        ("SCAN", "4711", "说说家里的难处"),
        ("subscribe", "qrscene_status", "申请编号"),
        ("subscribe", "qrscene_4711", "说说家里的难处"),
        ("scancode_waitmsg", "x", "打几个字"),
    ],
)
def test_a_menu_button_and_a_scanned_code_do_what_they_say(client, env, now, event, key, words):
    assert words in tap(client, env, now, event, key)


def test_every_button_of_the_menu_that_sends_a_key_is_understood(client, env, now, settings):
    keys = [
        one["key"]
        for button in make_menu(settings, "https://zizhu.gov.cn")["button"]
        for one in button.get("sub_button", [button])
        if one["type"] == "click"
    ]
    assert len(keys) >= 4
    for second, key in enumerate(keys):
        assert key.split(".")[1] in answering.ACTIONS
        assert tap(client, env, now + second, "CLICK", key)


def test_an_agreement_to_a_message_is_noted_and_a_refusal_takes_it_back(client, env, now, session):
    about = (
        "<SubscribeMsgPopupEvent><List><TemplateId>T-1</TemplateId>"
        "<SubscribeStatusString>{said}</SubscribeStatusString></List></SubscribeMsgPopupEvent>"
    )
    event = {"MsgType": "event", "Event": "subscribe_msg_popup_event", "MsgId": "", "Content": "Q"}
    for second, (said, left) in enumerate([("accept", 1), ("accept", 2), ("reject", 0)]):
        query, body = make_push(env, now, **event, CreateTime=str(now + second))
        inside = about.format(said=said).encode()
        body = body.replace(b"<Content><![CDATA[Q]]></Content>", inside)
        for _ in range(2):  # delivered twice, noted once
            assert push(client, (query, body)).text == "success"
        session.expire_all()
        assert session.scalars(select(WechatConsent.left)).one() == left
        session.rollback()


def test_cards_link_to_the_page_of_their_policy(client, env, now):
    push(client, make_push(env, now))
    shown = tap(client, env, now, "CLICK", "go.result")
    assert '<a href="http://localhost/policies/' in shown


@pytest.mark.parametrize(
    "content",
    [
        "]]><MsgType><![CDATA[image]]></MsgType><![CDATA[",
        "坏\x01字符",
        "<script>alert(1)</script>",
        "&lt;&amp;",
        "😀" * 500,
        "俺爹" * 1500,
        " ",
    ],
)
def test_no_words_break_the_reply(client, env, now, content):
    query, body = make_push(env, now, Content="Q")
    body = body.replace(b"<![CDATA[Q]]>", _escape(content).encode())
    answer = push(client, (query, body))
    if "\x01" in content:
        assert answer.status_code == 400
    else:
        assert len(read(answer)["Content"].encode()) <= 1800


def _escape(text):
    return text.replace("&", "&amp;").replace("<", "&lt;").replace(">", "&gt;")


@pytest.mark.parametrize(
    "change", [{"signature": "0" * 40}, {"signature": ""}, {"nonce": "other"}, {"signature": "é"}]
)
def test_a_wrong_signature_is_refused(client, env, now, change):
    query, body = make_push(env, now)
    answer = push(client, (query | change, body))
    assert (answer.status_code, answer.mimetype) == (403, "application/problem+json")
    assert client.get("/wechat", query_string=query | change).status_code == 403


@pytest.mark.parametrize("age", [-3600, -601, 601, 10**9])
def test_a_timestamp_far_from_now_is_refused(client, env, now, age):
    assert push(client, make_push(env, now + age)).status_code == 403


def test_a_timestamp_that_is_no_number_is_refused(client, env):
    query = sign_query(env["WECHAT_TOKEN"], "soon")
    assert push(client, (query, b"<xml/>")).status_code == 403


def test_an_encrypted_message_for_another_account_is_refused(client, env, now):
    sealed = seal_push(env, make_push(env, now), app_id="wx-of-somebody-else")
    assert push(client, sealed).status_code == 403


def test_an_encrypted_message_needs_its_own_signature(client, env, now):
    query, body = seal_push(env, make_push(env, now))
    assert push(client, (query | {"msg_signature": query["signature"]}, body)).status_code == 403


BROKEN = [
    b"",
    b"not xml",
    b"<xml></xml>",
    b"<xml><MsgType>text</MsgType></xml>",
    b"<xml>\xff\xfe</xml>",
    b"<other><a>1</a></other>",
    b"<xml><MsgType>text</MsgType><MsgType>image</MsgType></xml>",
    b'<?xml version="1.0"?><!DOCTYPE x [<!ENTITY e SYSTEM "file:///etc/passwd">]><xml><MsgType>&e;</MsgType></xml>',
    b'<!DOCTYPE x [<!ENTITY a "aaaa"><!ENTITY b "&a;&a;&a;">]><xml><MsgType>&b;</MsgType></xml>',
    b'<?xml version="1.0" encoding="hex"?><xml><MsgType>text</MsgType></xml>',
    b'<?xml version="1.0" encoding="no-such-thing"?><xml><MsgType>text</MsgType></xml>',
    b"<xml>" + b"<a>" * 3000 + b"</a>" * 3000 + b"</xml>",
]


@pytest.mark.parametrize("body", BROKEN, ids=range(len(BROKEN)))
def test_a_broken_body_is_a_problem_and_no_fault(client, env, now, body):
    answer = push(client, (sign_query(env["WECHAT_TOKEN"], now), body))
    assert (answer.status_code, answer.mimetype) == (400, "application/problem+json")


@pytest.mark.parametrize("body", BROKEN[:6], ids=range(6))
def test_a_broken_body_inside_encryption_is_a_problem(client, env, now, body):
    query = sign_query(env["WECHAT_TOKEN"], now)
    assert push(client, seal_push(env, (query, body))).status_code == 400


@pytest.mark.parametrize(
    "fields",
    [
        {"MsgId": "abc"},
        {"MsgId": "9" * 30},
        {"CreateTime": "now"},
        {"FromUserName": ""},
        {"FromUserName": "o" * 500},
        {"ToUserName": ""},
        {"MsgType": ""},
    ],
)
def test_fields_of_the_wrong_type_are_a_problem(client, env, now, fields):
    assert push(client, make_push(env, now, **fields)).status_code == 400


def test_a_nested_content_is_a_problem(client, env, now):
    query, body = make_push(env, now, Content="Q")
    nested = body.replace(b"<![CDATA[Q]]>", b"<b>x</b>")
    assert push(client, (query, nested)).status_code == 400


def test_a_large_body_is_refused(client, env, now):
    answer = push(client, (sign_query(env["WECHAT_TOKEN"], now), b"<xml>" + b"a" * 70_000 + b"</xml>"))
    assert answer.status_code == 413


def test_a_link_from_wechat_takes_the_conversation_along(client, env, now):
    push(client, make_push(env, now))
    reply = read(push(client, make_push(env, now, Content="申请")))
    link = "/wechat/continue" + reply["Content"].partition("/wechat/continue")[2].partition('"')[0]
    answer = client.get(link.replace("&amp;", "&").split()[0])
    assert answer.status_code == 302
    with client.session_transaction() as stored:
        assert len(stored["conversation"]) == 24


def test_a_forged_link_takes_nothing_along(client):
    answer = client.get("/wechat/continue?household=h1&ticket=abc.def.ghi")
    assert (answer.status_code, answer.mimetype) == (410, "text/html")
    assert "再发一次" in answer.text
    with client.session_transaction() as stored:
        assert "conversation" not in stored
