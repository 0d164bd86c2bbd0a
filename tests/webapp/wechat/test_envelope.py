"""Message encryption after the platform's own example, two keys at once, compatible mode, odd fields."""

from datetime import UTC, datetime

import pytest
from wechatpy.crypto import WeChatCrypto

from tests.builders import make_env, make_push, open_reply, seal_push
from webapp import clock
from webapp.settings import Settings
from webapp.wechat import envelope

# The sample that WeChat ships with its WXBizMsgCrypt: account, query and body as they stand there.
OFFICIAL = {
    "WECHAT_TOKEN": "spamtest",
    "WECHAT_AES_KEY": "abcdefghijklmnopqrstuvwxyz0123456789ABCDEFG",
    "WECHAT_APP_ID": "wx2c2769f8efd9abc2",
}
OFFICIAL_QUERY = {
    "timestamp": "1409735669",
    "nonce": "1320562132",
    "encrypt_type": "aes",
    "msg_signature": "5d197aaffba7e9b25a30732f161a50dee96bd5fa",
}
OFFICIAL_SEALED = (
    "hyzAe4OzmOMbd6TvGdIOO6uBmdJoD0Fk53REIHvxYtJlE2B655HuD0m8KUePWB3+LrPXo87wzQ1QLvbeUgmBM4x6F8PGHQHFVAFmOD2LdJF9"
    "FrXpbUAh0B5GIItb52sn896wVsMSHGuPE328HnRGBcrS7C41IzDWyWNlZkyyXwon8T332jisa+h6tEDYsVticbSnyU8dKOIbgU6ux5VTjg3y"
    "t+WGzjlpKn6NPhRjpA912xMezR4kw6KWwMrCVKSVCZciVGCgavjIQ6X8tCOp3yZbGpy0VxpAe+77TszTfRd5RJSVO/HTnifJpXgCSUdUue1v"
    "6h0EIBYYI1BD1DlD+C0CR8e6OewpusjZ4uBl9FyJvnhvQl+q5rv1ixrcpCumEPo5MJSgM9ehVsNPfUM669WuMyVWQLCzpu9GhglF2PE="
)
OFFICIAL_BODY = (
    "<xml><ToUserName><![CDATA[gh_10f6c3c3ac5a]]></ToUserName>"
    "<FromUserName><![CDATA[oyORnuP8q7ou2gfYjqLzSIWZf0rs]]></FromUserName><CreateTime>1409735668</CreateTime>"
    "<MsgType><![CDATA[text]]></MsgType><Content><![CDATA[abcdteT]]></Content><MsgId>6054768590064713728</MsgId>"
    f"<Encrypt><![CDATA[{OFFICIAL_SEALED}]]></Encrypt></xml>"
).encode()
THEN = datetime.fromtimestamp(1409735669, UTC)
NEW = {"WECHAT_TOKEN": "token-new", "WECHAT_AES_KEY": "N" * 43}


@pytest.fixture
def env(tmp_path):
    return make_env(tmp_path)


@pytest.fixture
def at():
    return int(clock.now().timestamp())


def opened(env, pushed):
    query, body = pushed
    return envelope.open_delivery(Settings.from_env(env), query, body, clock.now())


def test_the_official_example_opens(env):
    settings = Settings.from_env(env | OFFICIAL)
    found = envelope.open_delivery(settings, OFFICIAL_QUERY, OFFICIAL_BODY, THEN)
    assert (found.text, found.number) == ("abcdteT", 6054768590064713728)
    assert found.sender == "oyORnuP8q7ou2gfYjqLzSIWZf0rs"


def test_a_reply_to_the_official_example_opens_for_two_other_implementations(env):
    settings = Settings.from_env(env | OFFICIAL)
    found = envelope.open_delivery(settings, OFFICIAL_QUERY, OFFICIAL_BODY, THEN)
    sealed = envelope.seal_reply(settings, found, "说说家里的难处", THEN)
    inner, app_id = open_reply(env | OFFICIAL, sealed.encode())
    assert (app_id, "说说家里的难处" in inner.decode()) == (OFFICIAL["WECHAT_APP_ID"], True)
    root = {
        name: envelope.xmltodict.parse(sealed)["xml"][name] for name in ("MsgSignature", "TimeStamp", "Nonce")
    }
    crypto = WeChatCrypto(*OFFICIAL.values())
    text = crypto.decrypt_message(sealed, root["MsgSignature"], root["TimeStamp"], root["Nonce"])
    assert "oyORnuP8q7ou2gfYjqLzSIWZf0rs" in text


@pytest.mark.parametrize(
    "change", [{"nonce": "1320562133"}, {"timestamp": "1409735670"}, {"msg_signature": "5" * 40}]
)
def test_the_official_example_with_anything_changed_is_forged(env, change):
    with pytest.raises(envelope.Forged):
        envelope.open_delivery(
            Settings.from_env(env | OFFICIAL), OFFICIAL_QUERY | change, OFFICIAL_BODY, THEN
        )


def test_in_compatible_mode_what_stands_unsigned_beside_it_is_not_read(env):
    forged = OFFICIAL_BODY.replace(b"oyORnuP8q7ou2gfYjqLzSIWZf0rs", b"o-somebody-else").replace(
        b"abcdteT", b"x"
    )
    found = envelope.open_delivery(Settings.from_env(env | OFFICIAL), OFFICIAL_QUERY, forged, THEN)
    assert (found.sender, found.text) == ("oyORnuP8q7ou2gfYjqLzSIWZf0rs", "abcdteT")


@pytest.mark.parametrize(
    "changed", [("WECHAT_TOKEN",), ("WECHAT_AES_KEY",), ("WECHAT_TOKEN", "WECHAT_AES_KEY")]
)
def test_while_keys_are_changed_both_open_and_the_reply_goes_back_under_the_same(env, at, changed):
    both = env | {name: f"{NEW[name]},{env[name]}" for name in changed}
    settings = Settings.from_env(both)
    for one in (env, env | {name: NEW[name] for name in changed}):
        delivery = opened(both, seal_push(one, make_push(one, at, Content="俺爹78了")))
        assert delivery.text == "俺爹78了"
        inner, _ = open_reply(one, envelope.seal_reply(settings, delivery, "好", clock.now()).encode())
        assert "好" in inner.decode()


def test_a_key_that_was_taken_out_no_longer_opens(env, at):
    new = env | {"WECHAT_AES_KEY": NEW["WECHAT_AES_KEY"]}
    with pytest.raises((envelope.Forged, envelope.Malformed)):
        opened(new, seal_push(env, make_push(env, at)))


def test_no_key_is_shown_by_a_delivery(env, at):
    delivery = opened(env, seal_push(env, make_push(env, at)))
    assert env["WECHAT_AES_KEY"] not in repr(delivery)
    assert env["WECHAT_TOKEN"] not in repr(delivery)


def test_an_event_is_told_apart_by_kind_key_and_second(env, at):
    event = {"MsgType": "event", "Event": "CLICK", "Content": "", "MsgId": ""}
    identities = {
        opened(env, make_push(env, at, **event | change)).identity
        for change in ({"EventKey": "a"}, {"EventKey": "b"}, {"EventKey": "a", "CreateTime": str(at + 1)})
    }
    assert len(identities) == 3


def test_receipts_of_one_second_are_told_apart_by_what_they_are_for(env, at):
    event = {"MsgType": "event", "Event": "TEMPLATESENDJOBFINISH", "Content": "", "MsgId": ""}
    found = {opened(env, make_push(env, at, **event, MsgID=number)).identity for number in ("1", "2")}
    assert len(found) == 2


CONSENT = "<List><TemplateId>T-1</TemplateId><SubscribeStatusString>{said}</SubscribeStatusString></List>"


@pytest.mark.parametrize(
    ("lists", "wanted"),
    [
        (CONSENT.format(said="accept"), (("T-1", True),)),
        (CONSENT.format(said="accept") + CONSENT.format(said="reject"), (("T-1", True), ("T-1", False))),
        ("<List>x</List>", ()),
        ("", ()),
    ],
)
def test_agreements_are_read_however_many_there_are(env, at, lists, wanted):
    query, body = make_push(
        env, at, MsgType="event", Event="subscribe_msg_popup_event", Content="Q", MsgId=""
    )
    inside = f"<SubscribeMsgPopupEvent>{lists}</SubscribeMsgPopupEvent>"
    body = body.replace(b"<Content><![CDATA[Q]]></Content>", inside.encode())
    assert opened(env, (query, body)).consents == wanted


@pytest.mark.parametrize("value", ["<a>1</a>", "<EventKey>2</EventKey>"])
def test_a_key_of_an_odd_shape_is_malformed(env, at, value):
    query, body = make_push(env, at, MsgType="event", Event="CLICK", EventKey="Q", Content="", MsgId="")
    odd = body.replace(b"<EventKey><![CDATA[Q]]></EventKey>", f"<EventKey>{value}</EventKey>".encode() * 2)
    with pytest.raises(envelope.Malformed):
        opened(env, (query, odd))
