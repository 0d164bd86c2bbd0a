"""What comes from outside in bytes is damaged in every way: it is read or refused by name, and is no fault.

The expression language is fuzzed in `tests/knowledge/test_expressions.py`, what citizens say in
`tests/bot/understanding/test_understanding.py` and `test_turn.py`, the JSON doors by schemathesis in
`tests/webapp/api/test_document.py`.
"""

import contextlib
from types import SimpleNamespace

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st
from PIL import Image, UnidentifiedImageError

from tests.builders import make_env, make_push, seal_push
from tests.webapp.documents.papers import encode, make_exif
from webapp import clock
from webapp.documents import decoding
from webapp.settings import Settings
from webapp.wechat import envelope

# Besides its own: what `decoding._answer` tells as a broken file. Anything else ends its process.
BROKEN = (OSError, ValueError, SyntaxError, EOFError, UnidentifiedImageError, OverflowError, MemoryError)
PIECES = [b"<xml>", b"</xml>", b"<![CDATA[", b"]]>", b"<!DOCTYPE x [<!ENTITY a 'b'>]>", b"&a;", b"<MsgType>",
          b"</MsgType>", b"event", b"<MsgId>", b"-1", b"9" * 400, b"\x00", b"\xff\xfe", "俺爹".encode(),
          b"<?xml version='1.0' encoding='utf-16'?>", b"<Encrypt>", b"</Encrypt>", b"=" * 9]  # fmt: skip
SMALL = Image.new("RGB", (40, 30), (112, 88, 64))
FILES = [encode(SMALL, exif=make_exif(6)), encode(SMALL, progressive=True), encode(SMALL, "PNG"),
         encode(SMALL, "WEBP"), encode(SMALL, "PDF")]  # fmt: skip


@st.composite
def damaged(draw, wholes, pieces):
    """One of `wholes` with up to six places cut out, written over or grown."""
    content = draw(st.sampled_from(wholes))
    for _ in range(draw(st.integers(0, 6))):
        start = draw(st.integers(0, len(content)))
        end = min(start + draw(st.sampled_from([0, 1, 2, 4, 30, 4000])), len(content))
        content = content[:start] + draw(pieces) + content[end:]
    return content


@pytest.fixture(scope="module")
def door(tmp_path_factory):
    """An account, and true pushes to it, in the open and sealed."""
    env = make_env(tmp_path_factory.mktemp("door"))
    now = clock.now()
    kinds = ({}, {"MsgType": "event", "Event": "CLICK", "EventKey": "go.status"}, {"MsgType": "location"})
    pushes = [make_push(env, int(now.timestamp()), **fields) for fields in kinds]
    sealed = seal_push(env, pushes[0])
    return SimpleNamespace(settings=Settings.from_env(env), now=now, pushes=[*pushes, sealed])


@settings(max_examples=300, deadline=None)
@given(st.data())
def test_a_damaged_push_is_read_or_refused(door, data):
    which = data.draw(st.sampled_from(range(len(door.pushes))))
    query, whole = door.pushes[which]
    body = data.draw(damaged([whole], st.one_of(st.sampled_from(PIECES), st.binary(max_size=6))))
    with contextlib.suppress(envelope.Forged, envelope.Malformed):
        read = envelope.open_delivery(door.settings, query, body, door.now)
        assert isinstance(read, envelope.Delivery) and "\x00" not in read.text
        assert -(2**63) <= read.number < 2**63, "fits the column"


@pytest.mark.filterwarnings("ignore")
@settings(max_examples=250, deadline=None)
@given(damaged(FILES, st.binary(max_size=8)))
def test_a_damaged_file_is_read_or_refused(content):
    with contextlib.suppress(decoding.Refused, *BROKEN):
        for page in decoding.read_pages(content):
            assert max(page.size) <= 2000 and page.mode == "RGB"
