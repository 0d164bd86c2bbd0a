"""A new first key, and then nothing left that the old one holds."""

from contextlib import contextmanager
from datetime import timedelta

from sqlalchemy import LargeBinary, select, type_coerce

from tests.builders import make_key
from webapp import clock
from webapp.db import make_engine, make_sessions
from webapp.models import ConversationRow
from webapp.security.crypto import FieldCipher, key_id_of
from webapp.security.rotation import rotate
from webapp.settings import Settings

STATE, SAID = {"说过": "俺爹78了"}, "俺爹78了，瘫在炕上"


@contextmanager
def open_session(env):
    engine = make_engine(Settings.from_env(env))
    with make_sessions(engine)() as session:
        yield session
    engine.dispose()


def test_rotation_moves_every_value_to_the_first_key(installation):
    until = clock.now() + timedelta(days=1)
    row = ConversationRow(
        id="c" * 24, version=1, door="api", state=STATE, said=SAID, created_at=until, expires_at=until
    )
    with open_session(installation) as session:
        session.add(row)
        session.commit()
    env = installation | {"FIELD_KEYS": f"k2:{make_key()},{installation['FIELD_KEYS']}"}
    cipher = FieldCipher.of(Settings.from_env(env).field_keys)
    with open_session(env) as session:
        assert rotate(session, cipher) == 2
        session.commit()
        assert rotate(session, cipher) == 0
        stored = session.scalars(select(type_coerce(ConversationRow.said, LargeBinary))).one()
        assert key_id_of(stored) == "k2"
    without_old = env | {"FIELD_KEYS": env["FIELD_KEYS"].split(",")[0]}
    with open_session(without_old) as session:
        found = session.scalars(select(ConversationRow)).one()
        assert (found.state, found.said, found.reply) == (STATE, SAID, None)
