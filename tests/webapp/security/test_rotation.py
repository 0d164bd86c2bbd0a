"""New keys, another cipher: nothing is left that the old one holds, and nobody gets in twice meanwhile."""

import os
from contextlib import contextmanager
from datetime import timedelta

import pytest
from sqlalchemy import LargeBinary, func, select, type_coerce

from tests.builders import make_id_number, make_key
from tests.webapp.applications.conftest import NOW, Desk
from webapp import cli, clock
from webapp.applications import drafting
from webapp.applications.moving import withdraw
from webapp.applications.submitting import submit
from webapp.db import make_engine, make_sessions
from webapp.models import (
    Application,
    ApplicationMember,
    ConversationRow,
    DocumentPage,
    DocumentRow,
    RequestSubject,
    WechatConsent,
    WechatPerson,
)
from webapp.security.crypto import FieldCipher, IndexHash, key_id_of
from webapp.security.rehashing import rehash
from webapp.security.rotation import rotate
from webapp.settings import Settings

STATE, SAID = {"说过": "俺爹78了"}, "俺爹78了，瘫在炕上"
FATHER = make_id_number("1948-03-05")


@contextmanager
def open_session(env):
    engine = make_engine(Settings.from_env(env))
    with make_sessions(engine)() as session:
        yield session
    engine.dispose()


def make_conversation(**changes):
    until = clock.now() + timedelta(days=1)
    about = {"id": "c" * 24, "version": 1, "door": "api", "state": STATE, "said": SAID}
    return ConversationRow(**about | {"created_at": until, "expires_at": until} | changes)


def rotate_all(monkeypatch, env):
    """`zizhuni rotate-keys`, as an operator runs it."""
    for name, value in env.items():
        monkeypatch.setenv(name, value)
    assert cli.main(["rotate-keys"]) == 0


def test_rotation_moves_every_value_to_the_first_key(installation):
    with open_session(installation) as session:
        session.add(make_conversation())
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


@pytest.fixture
def desk(changing):
    with changing.desk("old") as opened:
        yield opened


def test_documents_and_texts_go_from_one_cipher_to_the_other(desk, installation, monkeypatch):
    page_id, image = "p" * 32, os.urandom(9000)
    draft = desk.open_draft()
    row = DocumentRow(id="d" * 32, application_id=draft.id, kind="other", asked_by="guide", asked_at=NOW)
    cipher = FieldCipher.of(Settings.from_env(installation).field_keys)
    sealed = {
        name: cipher.seal(image, getattr(DocumentPage, name).type.bound_to(page_id))
        for name in ("image", "thumbnail")
    }
    about = {"position": 1, "width": 9, "height": 9, "size": 9000, "added_at": NOW}
    row.pages.append(DocumentPage(id=page_id, **about, **sealed))
    desk.session.add(row)
    desk.session.commit()
    env = installation | {
        "FIELD_CIPHER": "sm4",
        "FIELD_KEYS": f"k2:{make_key()},{installation['FIELD_KEYS']}",
    }
    rotate_all(monkeypatch, env)
    after = env | {"FIELD_KEYS": env["FIELD_KEYS"].split(",")[0]}
    with open_session(after) as session:
        stored = session.scalars(select(DocumentPage.image)).one()
        assert stored[:2] == bytes([2, 2]) and key_id_of(stored) == "k2"
        opened = FieldCipher.of(Settings.from_env(after).field_keys)
        assert opened.open(stored, DocumentPage.image.type.bound_to(page_id)) == image
        assert session.get(type(draft), draft.id).situation["people"]


class Changing:
    """An installation at each point of a change of INDEX_KEY, with people who press 交上去 at it."""

    def __init__(self, env, guide):
        old, new = env["INDEX_KEY"], make_key()
        self.env = env
        self.guide = guide
        self.keys = {"old": old, "both": f"{new},{old}", "new": new}

    @contextmanager
    def desk(self, point):
        env = self.env | {"INDEX_KEY": self.keys[point]}
        with open_session(env) as session:
            yield Desk(session, self.guide, IndexHash(Settings.from_env(env).index_keys))

    def fill_in(self, point, name):
        with self.desk(point) as desk:
            desk.fill_in(desk.open_draft(name), father=FATHER)
            desk.session.commit()

    def press(self, point, name):
        """The number that a brother gets when he submits now."""
        with self.desk(point) as desk:
            draft = drafting.find_draft(desk.session, name)
            number = submit(desk.session, desk.guide, draft, NOW).number
            desk.session.commit()
            return number

    def rehash(self, point):
        with self.desk(point) as desk:
            for _ in rehash(desk.session, desk.index_hash):
                desk.session.commit()
            desk.session.commit()


@pytest.fixture
def changing(installation, guide):
    return Changing(installation, guide)


@pytest.mark.parametrize(
    "first, second",
    [("old", "both"), ("both", "old"), ("both", "both"), ("both", "new"), ("new", "both")],
)
def test_of_two_brothers_one_gets_in_whichever_keys_their_processes_know(changing, first, second):
    changing.fill_in("old", "c0")
    changing.fill_in("both", "c1")
    assert changing.press(first, "c0") is not None
    assert changing.press(second, "c1") is None


def test_of_two_brothers_one_gets_in_before_and_after_the_whole_change(changing):
    for name in ("c0", "c1", "c2"):
        changing.fill_in("old", name)
    assert changing.press("old", "c0") is not None
    changing.rehash("both")
    assert changing.press("new", "c1") is None
    changing.rehash("new")
    assert changing.press("new", "c2") is None


def test_two_brothers_who_press_at_once_during_the_change_make_one_application(changing):
    for number in range(2):
        changing.fill_in("old", f"c{number}")
    with changing.desk("both") as desk:
        order = iter(range(2))
        numbers = desk.twins(
            lambda session: (
                submit(session, desk.guide, drafting.find_draft(session, f"c{next(order)}"), NOW).number
            )
        )
    assert sorted(one is None for one in numbers) == [False, True]


def test_after_the_change_no_hash_of_the_old_key_is_left_and_doing_it_again_changes_nothing(changing):
    changing.fill_in("old", "c0")
    changing.press("old", "c0")
    changing.rehash("both")
    changing.rehash("both")
    changing.rehash("new")
    with changing.desk("new") as desk:
        own = {desk.index_hash("id-number", one) for one in desk.session.scalars(
            select(ApplicationMember.id_number).where(ApplicationMember.id_number.is_not(None)))}  # fmt: skip
        assert set(desk.session.scalars(select(ApplicationMember.id_key))) == own
        subjects = desk.session.scalars(select(RequestSubject.id_key)).all()
        assert subjects and set(subjects) <= own
        before = len(subjects)
    changing.rehash("new")
    with changing.desk("new") as desk:
        assert desk.session.scalar(select(func.count(RequestSubject.id))) == before


def test_a_request_that_ends_during_the_change_lets_the_person_apply_again(changing):
    changing.fill_in("old", "c0")
    changing.press("old", "c0")
    changing.rehash("both")
    with changing.desk("both") as desk:
        for request in desk.session.scalars(select(Application)).one().requests:
            withdraw(desk.session, request, NOW)
        desk.session.commit()
    changing.fill_in("new", "c1")
    assert changing.press("new", "c1") is not None


def test_who_writes_in_wechat_is_known_before_during_and_after(installation):
    old, new = installation["INDEX_KEY"], make_key()
    openid, both = "o-faithful", installation | {"INDEX_KEY": f"{new},{old}"}
    keys = IndexHash(Settings.from_env(both).index_keys).every("wechat.openid", openid)
    with open_session(installation) as session:
        session.add(make_conversation(door="wechat", sender=openid, sender_hash=keys[1]))
        session.add(WechatPerson(account=openid, account_hash=keys[1], union_hash="u" * 64))
        session.add(WechatConsent(sender_hash=keys[1], template_id="t", left=2, changed_at=NOW))
        session.add(WechatConsent(sender_hash=keys[0], template_id="t", left=1, changed_at=NOW))
        session.commit()
    with open_session(both) as session:
        for _ in rehash(session, IndexHash(Settings.from_env(both).index_keys)):
            session.commit()
        session.commit()
        assert session.scalars(select(ConversationRow.sender_hash)).one() == keys[0]
        consent = session.scalars(select(WechatConsent)).one()
        assert (consent.sender_hash, consent.left) == (keys[0], 3)
        assert session.scalars(select(WechatPerson)).all() == []
