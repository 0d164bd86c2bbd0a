"""Every personal column has its end, and the job ends it on the day, not before, and only once."""

from datetime import timedelta

import pytest
from sqlalchemy import func, select

from tests.builders import make_id_number
from tests.webapp.applications.conftest import NOW, Desk
from webapp.applications.moving import advance, withdraw
from webapp.applications.submitting import submit
from webapp.db import make_engine, make_sessions
from webapp.documents import keeping
from webapp.documents.reading import Page
from webapp.models import (
    Application,
    ApplicationMember,
    Base,
    DocumentPage,
    HandoverRow,
    HandoverWord,
    OneTimeCode,
    OutboxRow,
    Request,
    RequestSubject,
    SensitiveConsent,
)
from webapp.models.base import EncryptedText, Sealed
from webapp.security import retention
from webapp.security.crypto import IndexHash
from webapp.settings import Settings

DAY = timedelta(days=1)
PLAN = retention.load_plan()
HASHED, OF_TEXTS = ("_key", "_hash"), ("text_hash", "copy_hash")


@pytest.fixture
def desk(installation, guide):
    settings = Settings.from_env(installation)
    engine = make_engine(settings)
    with make_sessions(engine)() as session:
        yield Desk(session, guide, IndexHash(settings.index_keys))
    engine.dispose()


@pytest.fixture
def filed(desk):
    """Submitted, with a photo and a note."""
    draft = desk.fill_in(desk.open_draft(), father=make_id_number("1948-03-05"))
    draft.note = "上午在家"
    row = keeping.get_row(desk.session, draft, "other", by="applicant", at=NOW)
    keeping.add_pages(desk.session, row, [Page(b"\xff\xd8\xff", b"\xff\xd8\xff", 1, 1, ())], NOW)
    submit(desk.session, desk.guide, draft, NOW)
    desk.session.commit()
    return draft


def close(desk, application):
    """Every request to its end, as a clerk would."""
    for request in application.requests:
        while advance(desk.session, request, NOW) is not None:
            pass
    desk.session.commit()


def enforce(desk, moment):
    changed = retention.enforce(desk.session, moment)
    assert retention.enforce(desk.session, moment) == 0, "twice does no more than once"
    desk.session.commit()
    desk.session.expire_all()
    return changed


def count(desk, model):
    return desk.session.scalar(select(func.count()).select_from(model))


def test_every_personal_column_stands_in_the_plan():
    planned = {column for one in PLAN.kept for column in one.columns}
    personal = {
        f"{table.name}.{column.name}"
        for table in Base.metadata.tables.values()
        for column in table.columns
        if isinstance(column.type, EncryptedText | Sealed)
        or (column.name.endswith(HASHED) and column.name not in OF_TEXTS)
    }
    assert personal - planned == set(), "say in security/retention.yaml why it is kept and until when"
    assert planned - personal == set(), "no such personal column"


def test_every_ending_says_how_long_and_on_what_ground_and_every_column_has_one():
    assert all(one.why and (one.ends or one.until) for one in PLAN.kept)
    assert {rule.ground for rule in PLAN.rules.values()} <= {"minimum", "bureau"}
    used = {rule.name for one in PLAN.kept for rule in one.ends}
    assert used == set(PLAN.rules)


def test_each_column_is_ended_by_rules_that_reach_its_table():
    for one in PLAN.kept:
        for column in one.columns:
            table = Base.metadata.tables[column.split(".")[0]]
            for rule in one.ends:
                reached = rule.table in (table.name, *_parents(table)) or column in rule.columns
                assert reached, f"{rule.name} does not end {column}"


def _parents(table):
    for key in table.foreign_keys:
        if key.ondelete == "CASCADE":
            yield key.column.table.name
            yield from _parents(key.column.table)


def test_everything_that_hangs_on_an_application_goes_with_it_by_the_database():
    for table in Base.metadata.tables.values():
        for key in table.foreign_keys:
            if retention.hangs_on_application(table):
                assert key.ondelete in ("CASCADE", "SET NULL"), f"{table.name}.{key.parent.name}"


def test_a_draft_that_nobody_touches_goes_after_thirty_days(desk):
    draft = desk.open_draft()
    desk.session.commit()
    assert enforce(desk, NOW + 30 * DAY - timedelta(seconds=1)) == 0
    assert enforce(desk, draft.updated_at + 30 * DAY) == 1
    assert count(desk, Application) == count(desk, ApplicationMember) == 0


def test_what_is_under_way_is_kept_however_long_it_takes(desk, filed):
    advance(desk.session, filed.requests[0], NOW)
    desk.session.commit()
    assert enforce(desk, NOW + 4000 * DAY) == 0
    assert filed.bank_card and filed.note and filed.origins


def test_an_application_that_nobody_took_up_goes_after_ninety_days(desk, filed):
    for request in filed.requests:
        withdraw(desk.session, request, NOW)
    desk.session.commit()
    assert enforce(desk, NOW + 89 * DAY) == 0
    enforce(desk, NOW + 90 * DAY)
    for model in (Application, ApplicationMember, Request, RequestSubject, DocumentPage, SensitiveConsent):
        assert count(desk, model) == 0, model.__name__


def test_a_closed_application_loses_its_parts_one_after_another(desk, filed):
    close(desk, filed)
    enforce(desk, NOW + 89 * DAY)
    assert filed.note and filed.origins
    enforce(desk, NOW + 90 * DAY)
    assert (filed.note, filed.origins, filed.answered, filed.follow_ups) == (None, [], [], [])
    assert filed.bank_card and filed.situation["people"]
    enforce(desk, NOW + 180 * DAY)
    assert filed.bank_card is None and count(desk, DocumentPage) == 1
    enforce(desk, NOW + 365 * DAY)
    assert count(desk, DocumentPage) == 0 and filed.situation["people"]
    enforce(desk, NOW + 1824 * DAY)
    assert count(desk, Application) == 1
    enforce(desk, NOW + 1825 * DAY)
    assert count(desk, Application) == count(desk, Request) == count(desk, ApplicationMember) == 0


def test_another_application_of_the_same_people_stays(desk, filed):
    close(desk, filed)
    other = desk.fill_in(desk.open_draft("c2"), father=make_id_number("1950-01-01"))
    submit(desk.session, desk.guide, other, NOW)
    desk.session.commit()
    enforce(desk, NOW + 3000 * DAY)
    assert desk.session.scalars(select(Application.id)).all() == [other.id]


def test_rows_with_a_moment_of_their_own_go_by_it(desk):
    session, old, young = desk.session, NOW - 31 * DAY, NOW - 29 * DAY
    for number, moment in enumerate((old, young)):
        facts = {"facts": {}, "recipient": "o-1", "opened_at": moment, "door": "wechat", "reason": "asked"}
        handover = HandoverRow(conversation_id=f"c{number}", **facts)
        session.add(handover)
        session.flush()
        session.add(HandoverWord(handover_id=handover.id, by="citizen", words="有人吗", at=moment))
        sent = {
            "channel": "sms",
            "recipient": "13800000001",
            "body": "好",
            "created_at": moment,
            "due_at": moment,
        }
        session.add(OutboxRow(cause=f"x{number}", settled_at=moment, **sent))
    keys = {"purpose": "x", "recipient_key": "r", "code_key": "c", "tries_left": 1, "issued_at": NOW}
    session.add(OneTimeCode(expires_at=NOW - 2 * DAY, **keys))
    session.commit()
    assert retention.enforce_own(session, NOW) == 3
    assert retention.enforce_own(session, NOW) == 0
    assert count(desk, HandoverRow) == count(desk, HandoverWord) == count(desk, OutboxRow) == 1
