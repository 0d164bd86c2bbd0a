"""Clients against the sandbox, and against outside systems that misbehave."""

import socket
import threading

import pytest
import requests

from webapp.gateways.http import GatewayError, NotDelivered, OutcomeUnknown
from webapp.gateways.sms import SmsGateway
from webapp.gateways.wechat import MiniGateway, TokenSource, WechatGateway

SECRET, PHONE, TEXT = "app-secret-4711", "13800000001", "【淄助你】编号 ZB0000000000 的申请有新进展。"


def received(sandbox):
    return requests.get(f"{sandbox}/received", timeout=5).json()["messages"]


def test_a_text_message_arrives_as_written(sandbox):
    SmsGateway(f"{sandbox}/sms").send("request:1", PHONE, TEXT)
    assert received(sandbox) == [{"channel": "sms", "to": PHONE, "text": TEXT}]
    assert TEXT in requests.get(sandbox, timeout=5).text


def test_the_same_reference_is_one_message_to_the_other_side(sandbox):
    for _ in range(2):
        SmsGateway(f"{sandbox}/sms").send("request:1", PHONE, TEXT)
    assert len(received(sandbox)) == 1


def test_a_number_that_cannot_be_reached_is_refused_for_good(sandbox):
    with pytest.raises(NotDelivered) as caught:
        SmsGateway(f"{sandbox}/sms").send("request:1", "0533", TEXT)
    assert caught.value.retry is False


class Given:
    """A token that is there, and stays the same."""

    def __init__(self, token):
        self.token = token

    def get(self):
        return self.token

    def renew(self, refused):
        return self.token


class Misbehaving:
    """Answers every connection with the same bytes, then closes it."""

    def __init__(self, answer: bytes):
        self.answer = answer
        self.listener = socket.create_server(("127.0.0.1", 0))
        self.url = f"http://127.0.0.1:{self.listener.getsockname()[1]}"
        self.thread = threading.Thread(target=self.serve)
        self.thread.start()

    def serve(self):
        while True:
            try:
                connection, _ = self.listener.accept()
            except OSError:
                return
            with connection:
                connection.recv(65536)
                connection.sendall(self.answer)

    def close(self):
        self.listener.shutdown(socket.SHUT_RDWR)
        self.listener.close()
        self.thread.join()


@pytest.fixture
def misbehaving():
    started = []

    def start(status, body=b"{}"):
        head = f"HTTP/1.1 {status}\r\nContent-Length: {len(body)}\r\nConnection: close\r\n\r\n".encode()
        started.append(Misbehaving(head + body if status else b""))
        return started[-1].url

    yield start
    for one in started:
        one.close()


@pytest.mark.parametrize(
    ("status", "body", "error", "retry"),
    [
        ("429 Too Many", b"{}", NotDelivered, True),
        ("400 Bad", b"{}", NotDelivered, False),
        ("403 No", b"{}", NotDelivered, False),
        ("500 Oops", b"{}", OutcomeUnknown, None),
        ("302 There", b"{}", OutcomeUnknown, None),
        ("200 OK", b"<html>", OutcomeUnknown, None),
        ("200 OK", b"[]", OutcomeUnknown, None),
        ("200 OK", b"{}", OutcomeUnknown, None),
        ("", b"", OutcomeUnknown, None),
    ],
)
def test_every_bad_answer_says_whether_it_may_be_sent_again(misbehaving, status, body, error, retry):
    with pytest.raises(error) as caught:
        SmsGateway(misbehaving(status, body)).send("request:1", PHONE, TEXT)
    assert getattr(caught.value, "retry", None) is retry


def test_nobody_there_means_nothing_was_sent():
    with pytest.raises(NotDelivered) as caught:
        SmsGateway("http://127.0.0.1:1").send("request:1", PHONE, TEXT)
    assert caught.value.retry is True


@pytest.mark.parametrize("status", ["500 Oops", "403 No", "", "200 OK"])
def test_no_error_holds_a_secret_a_person_or_an_address(misbehaving, status):
    url = misbehaving(status)
    mini = MiniGateway(url, "wx1", SECRET)
    for call in (
        lambda: SmsGateway(url).send("request:1", PHONE, TEXT),
        lambda: WechatGateway(url, Given(SECRET)).send("request:1", PHONE, TEXT),
        lambda: WechatGateway(url, Given(SECRET)).find_union(PHONE),
        lambda: TokenSource(url, "wx1", SECRET).fetch(),
        lambda: mini.open_session(SECRET),
    ):
        with pytest.raises(GatewayError) as caught:
            call()
        shown = f"{caught.value} {caught.value!r} {caught.value.__cause__}"
        assert not any(word in shown for word in (SECRET, PHONE, TEXT, url, "wx1"))
        assert caught.value.__suppress_context__ or caught.value.__context__ is None


@pytest.mark.parametrize("body", [b"", b"[]", b"{}", b'{"id":1,"phone":2,"text":3}'])
def test_the_sandbox_refuses_what_is_not_its_format(sandbox, body):
    answer = requests.post(
        f"{sandbox}/sms/messages", data=body, headers={"Content-Type": "application/json"}, timeout=5
    )
    assert answer.status_code == 400
    assert received(sandbox) == []
