"""What people say and who they are can be read nowhere: not in the database, the logs or an error."""

import re
import subprocess
from dataclasses import dataclass
from pathlib import Path
from urllib.parse import quote

import requests
from sqlalchemy import LargeBinary, String

from tests.builders import encode_form, make_id_number, make_push
from tests.webapp.documents.papers import MAKER, photo
from tests.webapp.h5.conftest import Visitor
from tests.webapp.h5.test_applying import Applicant
from tests.webapp.h5.test_documents import send
from webapp import clock
from webapp.models import Base
from webapp.models.base import EncryptedText, Sealed

ID_NUMBER = make_id_number("1948-03-05")
NAME, PHONE, STREET = "淄小芳", "13853300001", "柳泉路九十九号"
SENTENCE = f"我叫{NAME}，身份证{ID_NUMBER}，电话{PHONE}，住{STREET}，俺爹78了瘫在炕上，没有退休金"
OPENID = "o-citizen-who-wants-privacy"
CARD, NOTE, ILLNESS = "6222021603000000000", "狗在院里拴着", "突发脑出血"
WALKED = [NAME, ID_NUMBER, PHONE, STREET, CARD, NOTE, ILLNESS, "日子过不下去"]
FRAGMENTS = [NAME, ID_NUMBER, PHONE, STREET, "瘫在炕上", "没有退休金", OPENID]

# Columns that hold codes, ids, states and keyed hashes. What a person says or is belongs in EncryptedText.
CLEAR = {
    "application_members": {"application_id", "person", "relation", "id_key", "left_why"},
    "applications": {
        "id", "conversation_id", "household", "number", "guide_version", "district", "town", "town_name",
        "district_name", "event_district", "event_town", "residence_district", "residence_town",
        "sender_hash", "resume_key",
    },
    "audit": {"actor", "action", "subject", "facts", "role", "region", "reason", "seal"},
    "audit_days": {"head", "hash"},
    "authorisations": {
        "kind", "state", "text_version", "text_hash", "receipt", "signed_by", "device", "door", "photo",
        "guardian_relation", "guardian_reason", "checked_by", "copy_hash",
    },
    "breach_events": {"by", "from_state", "key", "role", "to_state"},
    "breaches": {"application_id", "found_by", "key", "measures", "state"},
    "calls": {"id"},
    "commitments": {
        "application_id", "kind", "text_version", "text_hash", "receipt", "device", "copy_hash",
    },
    "contact_refusals": {"person_key", "by"},
    "conversations": {"id", "door", "sender_hash"},
    "corrections": {
        "by", "district", "effect", "found_how", "judged_by", "key", "policy", "town",
    },
    "decisions": {"outcome", "role", "by", "guide_version"},
    "deed_readings": {"text_version", "door", "manner"},
    "desk_notices": {"cause", "district", "kind", "level", "seen_by", "town"},
    "document_pages": {"id", "document_id", "faults"},
    "documents": {"id", "application_id", "kind", "state", "asked_by"},
    "feedback": {"application_id", "answer"},
    "fund_entries": {"town", "move", "key", "by"},
    "funds": {"town", "district"},
    "demand": {"door", "group_id", "district", "town"},
    "gaps": {"door", "gap", "topic", "district", "town", "state"},
    "handover_words": {"by"},
    "handovers": {"conversation_id", "door", "reason", "state", "taken_by"},
    "helpers": {
        "application_id", "kind", "relation", "person", "staff", "scope", "consent_kind", "text_version",
        "text_hash", "seen_by", "withdrawn_by",
    },
    "household_changes": {"application_id", "kind", "person", "key", "seen_by"},
    "gateway_checks": {"gateway", "fault"},
    "inbox": {"app_id", "sender_hash", "message_hash", "lease", "told", "trace"},
    "job_runs": {"name"},
    "need_changes": {"application_id", "person", "dimension", "by", "key"},
    "objections": {"outcome"},
    "one_time_codes": {"purpose", "recipient_key", "code_key"},
    "mini_logins": {"token_hash", "application_id"},
    "outbox": {"channel", "cause", "state", "reason", "application_id", "trace"},
    "publicities": {"by", "district", "shown_as", "town"},
    "rechecks": {"cause", "done_by", "outcome", "planned_by", "says", "source"},
    "referrals": {
        "consent", "consented_by", "offered_by", "outcome", "person", "policy", "sent_by", "state",
        "text_hash",
    },
    "request_events": {"from_state", "to_state", "role", "by", "key"},
    "request_routes": {
        "by", "district", "from_district", "from_town", "key", "place", "says", "source", "town",
    },
    "request_subjects": {"id_key", "policy"},
    "requests": {
        "application_id", "policy", "unit", "person", "person_label", "state", "holder", "district", "town",
        "verdict",
    },
    "service_assignments": {"by", "ended_by", "key"},
    "service_demands": {"service", "district", "town", "opened_by", "closed_by"},
    "service_hours": {"by"},
    "service_offers": {"service"},
    "service_provider_towns": {"town"},
    "service_providers": {"district", "town", "by", "key"},
    "sign_in_tries": {"name_key", "client_key"},
    "staff": {"name_key", "role", "district", "town"},
    "staff_recovery_codes": {"code_key"},
    "staff_sessions": {"token_hash"},
    "signing_links": {"token_hash"},
    "sensitive_consents": {"application_id", "kind", "text_version", "text_hash"},
    "status_tries": {"client_key", "number_key"},
    "supplement_entries": {"kind", "document"},
    "supplements": {"asked_from", "asked_by"},
    "surveys": {"application_id", "by", "key"},
    "transfers": {
        "by", "consent", "direction", "district", "fault", "number", "outcome", "state", "there",
        "there_city", "town",
    },
    "verification_orders": {
        "application_id", "key", "cause", "by", "receipt", "text_hash", "state", "error", "lease",
        "trace",
    },
    "verification_replies": {"application_id", "person", "choice"},
    "verification_results": {"source", "state", "error"},
    "ticket_events": {"kind", "detail"},
    "tickets": {
        "number", "category", "policy", "department", "district", "town", "state", "caller_key",
        "application_id", "due_source", "result",
    },
    "village_assistants": {"town", "village"},
    "warning_visits": {"outcome", "by", "key"},
    "warnings": {
        "rule", "layer", "district", "town", "person_key", "household_key", "cause_key", "guide_version",
        "state", "result", "application_id",
    },
    "wechat_consents": {"sender_hash", "template_id"},
    "wechat_people": {"union_hash", "account_hash", "mini_hash"},
    "wechat_tokens": {"app_id", "lease"},
}  # fmt: skip


def test_every_column_that_is_not_encrypted_was_decided_to_be_clear():
    clear = {
        name: {
            column.name
            for column in table.columns
            if isinstance(column.type, String | LargeBinary) and not isinstance(column.type, EncryptedText)
        }
        for name, table in Base.metadata.tables.items()
    }
    assert {name: columns for name, columns in clear.items() if columns} == CLEAR


def test_encrypted_columns_are_named_after_their_place():
    for table in Base.metadata.tables.values():
        for column in table.columns:
            if isinstance(column.type, EncryptedText | Sealed):
                assert column.type.column == f"{table.name}.{column.name}"


def stored_bytes(env):
    """Everything that the database keeps, as bytes: its files with the log of writes, or a dump."""
    url = env["DATABASE_URL"]
    if url.startswith("sqlite"):
        files = sorted(Path(url.removeprefix("sqlite:///")).parent.glob("test.db*"))
        assert [one for one in files if one.name.endswith("-wal")]
        return b"".join(one.read_bytes() for one in files)
    dump = subprocess.run([_pg_dump(), "--data-only", url], capture_output=True, check=True).stdout
    # bytea is shown as hexadecimal digits.
    return dump + b"".join(
        bytes.fromhex(one.decode()) for one in re.findall(rb"\\\\x((?:[0-9a-f]{2})+)", dump)
    )


def _pg_dump():
    """Debian keeps one for each version of the server; the newest reads all of them."""
    return max(Path("/usr/lib/postgresql").glob("*/bin/pg_dump"), key=lambda one: int(one.parts[-3]))


def test_nothing_said_is_readable_in_the_database_or_the_logs(running):
    now = int(clock.now().timestamp())
    chat = requests.post(f"{running.url}/api/v1/chat", json={"text": SENTENCE}, timeout=10).json()
    again = {"conversation": chat["conversation"], "text": f"查进度 ZB0123456789 {ID_NUMBER[-4:]}"}
    requests.post(f"{running.url}/api/v1/chat", json=again, timeout=10)
    query, body = make_push(running.env, now, Content=SENTENCE, FromUserName=OPENID)
    assert requests.post(f"{running.url}/wechat", params=query, data=body, timeout=10).status_code == 200
    requests.post(f"{running.url}/api/v1/match", json={"text": SENTENCE}, timeout=10)
    requests.post(f"{running.url}/api/v1/match", json={"text": SENTENCE, NAME: ID_NUMBER}, timeout=10)
    requests.get(f"{running.url}/api/v1/policies/{ID_NUMBER}", params={"q": SENTENCE}, timeout=10)
    requests.get(f"{running.url}/{NAME}?{PHONE}", timeout=10)
    kept = stored_bytes(running.env)
    logged = running.log.read_bytes()
    assert b"api.say" in logged
    assert len(kept) > 1000
    for fragment in FRAGMENTS:
        assert fragment.encode() not in kept, "in the database"
        assert fragment.encode() not in logged, "in the logs"
        assert fragment.encode("unicode_escape") not in kept + logged


class Browser:
    """A browser over real HTTP, for the visitor that fills in forms; it notes every address."""

    def __init__(self, url):
        self.url, self.session, self.addresses = url, requests.Session(), []

    def get(self, path, follow_redirects=True):
        return self._note(self.session.get(self.url + path, timeout=20))

    def post(self, path, data=None, content_type=None, follow_redirects=True):
        headers = {"Content-Type": content_type} if content_type else {}
        return self._note(self.session.post(self.url + path, data=data, headers=headers, timeout=20))

    def _note(self, answer):
        for one in (*answer.history, answer):
            self.addresses += [one.url, one.headers.get("Location", "")]
        path = answer.url.removeprefix(self.url).partition("?")[0]
        return Answer(answer.status_code, answer.text, Request(path))


@dataclass(frozen=True)
class Request:
    path: str


@dataclass(frozen=True)
class Answer:
    status_code: int
    text: str
    request: Request

    def get_data(self, as_text):
        return self.text


class Careful(Applicant):
    """Everything that the pages ask for, in words that are found nowhere else."""

    def answers(self, step):
        signature = {"signed_name": NAME, "id_tail": self.number[-4:], "agreed": "yes"}
        own = {
            "name": {"name": NAME}, "phone": {"phone": PHONE}, "address": {"address": STREET},
            "note": {"note": NOTE}, "card": {"bank_card": CARD}, "authorise/1": signature,
            "commit": signature,
        }  # fmt: skip
        return own.get(step) or super().answers(step)


def test_a_whole_application_with_photos_leaves_nothing_readable_behind(running):
    browser = Browser(running.url)
    visitor = Visitor(browser)
    visitor.say(f"俺爹78了，{ILLNESS}住院，花了十几万，钱都借遍了，日子过不下去了，家里就俺种地")
    applicant = Careful(visitor, ID_NUMBER)
    applicant.walk_to("documents/1")
    assert "data:image/jpeg" in send(visitor, photo(), name=f"{NAME}.jpg").text
    assert send(visitor, photo()[:4000], name=f"{NAME}.jpg").status == 422
    assert applicant.walk_to().heading == "交上去了"
    for path in ("/apply/done", "/status/shown", "/status/documents", "/my/data", "/sign/1"):
        page = visitor.open(path)
        assert page.status == 200 and not any(one in page.text for one in (ID_NUMBER, PHONE, CARD)), path
    errors = _fail(visitor, browser)
    visitor.open("/my/data")
    copy = next(one for one in visitor.page.forms if one["action"] == "/my/data/copy")
    assert CARD in visitor._press(copy, {"as": "html", "id_tail": ID_NUMBER[-4:]}).text
    kept, logged = stored_bytes(running.env), running.log.read_bytes()
    assert b"h5.take_document" in logged and b"document_pages" in kept
    for name, readable in {
        "database": kept,
        "files": _files(running.env),
        "logs": logged,
        "addresses": "\n".join(browser.addresses).encode(),
        "errors": errors.encode(),
    }.items():
        for fragment in WALKED:
            assert fragment.encode() not in readable, name
            assert fragment.encode("unicode_escape") not in readable, name
        # Long enough that a megabyte of ciphertext does not hold it by chance, as it does three bytes.
        for picture in (b"\xff\xd8\xff\xe0\x00\x10JFIF", b"JFIF\x00\x01", MAKER.encode()):
            assert picture not in readable, f"a picture in the {name}"


def _fail(visitor, browser):
    """The pages that go wrong, with what was typed and sent: not found, refused, too large, out of date."""
    body = encode_form({"do": NAME}, [("photo", f"{NAME}.jpg", photo() + b"\0" * 13_000_000)])
    kind = "multipart/form-data; boundary=paper"
    answers = [
        browser.get(f"/documents/{ID_NUMBER}"),
        browser.get(f"/policies/{NAME}"),
        browser.post("/status/documents/1", body, kind),
        browser.post("/my/data/copy", {"id_tail": ID_NUMBER, NAME: PHONE}),
        browser.post("/apply/name", {"name": NAME}),
    ]
    assert {one.status_code for one in answers} <= {400, 404, 413}
    browser.addresses = [one for one in browser.addresses if quote(NAME) not in one and ID_NUMBER not in one]
    return "".join(one.text for one in answers)


def _files(env):
    """Everything else in DATA_DIR, where nothing that was uploaded may lie."""
    found = [one for one in Path(env["DATA_DIR"]).rglob("*") if one.is_file()]
    return b"".join(
        one.read_bytes() for one in found if one.name != "server.log" and "cache" not in one.parts
    )


def test_an_error_repeats_nothing_of_what_was_sent(client):
    answers = [
        client.post("/api/v1/match", json={"text": 1, NAME: PHONE}),
        client.post("/api/v1/chat", json={"answer": {"fact": NAME, "value": ID_NUMBER}}),
        client.get(f"/api/v1/policies/{ID_NUMBER}"),
        client.get(f"/api/v1/{NAME}"),
    ]
    for answer in answers:
        assert answer.status_code in {404, 422}
        assert not any(fragment in answer.text for fragment in FRAGMENTS)
