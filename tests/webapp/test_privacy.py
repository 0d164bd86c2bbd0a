"""What people say and who they are can be read nowhere: not in the database, the logs or an error."""

import subprocess

import psycopg
import requests
from sqlalchemy import LargeBinary, String

from tests.builders import make_id_number, make_push
from webapp import clock
from webapp.models import Base
from webapp.models.base import EncryptedText

ID_NUMBER = make_id_number("1948-03-05")
NAME, PHONE, STREET = "淄小芳", "13853300001", "柳泉路九十九号"
SENTENCE = f"我叫{NAME}，身份证{ID_NUMBER}，电话{PHONE}，住{STREET}，俺爹78了瘫在炕上，没有退休金"
OPENID = "o-citizen-who-wants-privacy"
FRAGMENTS = [NAME, ID_NUMBER, PHONE, STREET, "瘫在炕上", "没有退休金", OPENID]

# Columns that hold codes, ids, states and keyed hashes. What a person says or is belongs in EncryptedText.
CLEAR = {
    "application_members": {"application_id", "person", "relation", "id_key"},
    "applications": {
        "id", "conversation_id", "household", "number", "guide_version", "district", "town", "town_name",
        "district_name",
    },
    "audit": {"actor", "action", "subject", "facts", "seal"},
    "authorisations": {"kind", "text_version", "text_hash", "receipt", "signed_by"},
    "commitments": {"application_id", "kind", "text_version", "text_hash"},
    "conversations": {"id", "door", "sender_hash"},
    "handover_words": {"by"},
    "handovers": {"conversation_id", "door", "reason", "state", "taken_by"},
    "inbox": {"app_id", "sender_hash", "message_hash", "lease", "told"},
    "outbox": {"channel", "cause", "state", "reason"},
    "request_events": {"from_state", "to_state", "by"},
    "request_subjects": {"id_key", "policy"},
    "requests": {
        "application_id", "policy", "unit", "person", "person_label", "state", "holder", "district", "town",
        "verdict",
    },
    "status_tries": {"client_key", "number_key"},
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
            if isinstance(column.type, EncryptedText):
                assert column.type.column == f"{table.name}.{column.name}"


def stored_bytes(env):
    """Everything that the database keeps, as bytes: its files, or a dump of all rows."""
    url = env["DATABASE_URL"]
    if url.startswith("sqlite"):
        path = url.removeprefix("sqlite:///")
        found = subprocess.run(["bash", "-c", f"cat {path}*"], capture_output=True, check=True)
        return found.stdout
    with psycopg.connect(url) as connection:
        tables = [f'SELECT t::text FROM "{name}" t' for name in Base.metadata.tables]
        rows = [row[0] for table in tables for row in connection.execute(table).fetchall()]
    # bytea is shown as hexadecimal digits.
    return "\n".join(rows).encode() + bytes.fromhex("".join(_hexadecimal(rows)))


def _hexadecimal(rows):
    for row in rows:
        for part in row.split("\\\\x")[1:]:
            digits = part.split('"')[0]
            yield digits if len(digits) % 2 == 0 else ""


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
