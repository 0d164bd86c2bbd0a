"""A talk about a bedridden father, the draft that comes of it, and the draft filled in."""

import contextlib
import threading
from concurrent.futures import ThreadPoolExecutor
from dataclasses import dataclass
from datetime import datetime

import psycopg
import pytest
from sqlalchemy.orm import Session, sessionmaker

import bot
from knowledge import Guide
from tests.builders import make_env, make_id_number
from tests.conftest import fresh_postgres
from tests.webapp.applications.office import Office
from webapp.applications import consent, drafting, households, identity, sensitive, steps
from webapp.clock import SHANGHAI
from webapp.db import begin_write, make_engine, make_sessions
from webapp.documents import keeping
from webapp.migrating import migrate
from webapp.models.applications import Application
from webapp.models.documents import DocumentState
from webapp.security.crypto import IndexHash
from webapp.settings import Settings

SAID = "俺爹今年78了，瘫在炕上三年，没有退休金，家里就俺种地"
NOW = datetime(2026, 11, 22, 9, 30, tzinfo=SHANGHAI)


@dataclass
class Desk:
    """One installation: a session, the guide, the keyed hash."""

    session: Session
    guide: Guide
    index_hash: IndexHash
    now: datetime = NOW

    def talk(self, *said: str) -> bot.Conversation:
        conversation = bot.Conversation()
        for words in said or (SAID,):
            conversation = bot.turn(
                self.guide, conversation, bot.Message(words), self.now.date()
            ).conversation
        return conversation

    def open_draft(self, conversation_id: str = "c1", *said: str) -> Application:
        return drafting.open_draft(self.session, self.guide, conversation_id, self.talk(*said), now=self.now)

    def fill_in(self, draft: Application, /, **ids: str) -> Application:
        """Everything the pages ask for. `ids`: the ID number of a person by their id."""
        drafting.choose_requests(draft, {one.id for one in draft.requests if one.is_chosen})
        draft.phone, draft.address, draft.bank_card = "13805330000", "边河村 12 号", "6222021603000000000"
        for member in draft.members:
            self.identify(draft, member, ids.get(member.person) or make_id_number("1960-01-01"))
        steps.set_district(self.guide, draft, "linzi")
        town = steps.towns_of(self.guide, "linzi")[0][0]
        steps.set_town(self.guide, draft, town)
        if any(step.name == "event-district" for step in steps.steps_of(draft)):
            steps.set_place_district(self.guide, draft, "event", "linzi")
            steps.set_place_town(self.guide, draft, "event", town)
        consented = dict.fromkeys(sensitive.kinds_for(draft), True)
        sensitive.answer(self.session, self.guide, draft, consented, at=self.now)
        for asked in keeping.papers_of(self.guide, draft).asked:
            row = keeping.get_row(self.session, draft, asked.kind, by=keeping.BY_GUIDE, at=self.now)
            keeping.answer(row, DocumentState.LATER, self.now)
        for step in steps.steps_of(draft):
            if step.name != "more":
                steps.mark_answered(draft, step)
        draft.answered = [*draft.answered, *(f"fact:skip:{number}" for number in range(steps.MOST_ASKED))]
        self.sign(draft)
        self.session.flush()
        return draft

    def identify(self, draft: Application, member, number: str) -> None:
        member.name = "王大山" if member.is_applicant else "王老根"
        member.id_number = number
        member.id_key = self.index_hash("id-number", number)
        found = identity.parse_id_number(number, self.now.date())
        households.take_identity(self.guide, draft, member, found, today=self.now.date())

    def sign(self, draft: Application) -> None:
        applicant = steps.applicant_of(draft)
        consent.sign_authorisation(applicant, consent.SignatureKind.TYPED, applicant.name, self.now)
        consent.sign_commitment(self.session, applicant, applicant.name, self.now)

    def twins(self, work):
        """What `work` gives when two people press at once: each in a session of its own."""
        make, start = sessionmaker(self.session.get_bind(), expire_on_commit=False), threading.Barrier(2)

        def press(_number):
            with make() as session:
                start.wait()
                begin_write(session)
                came = work(session)
                session.commit()
                return came

        with ThreadPoolExecutor(2) as pool:
            return list(pool.map(press, range(2)))


@pytest.fixture
def desk(installation, guide):
    """On SQLite and on PostgreSQL."""
    settings = Settings.from_env(installation)
    engine = make_engine(settings, guide)
    with make_sessions(engine)() as session:
        yield Desk(session, guide, IndexHash(settings.index_keys))
    engine.dispose()


@pytest.fixture
def sqlite_desk(settings, guide, tmp_path, migrated_sqlite):
    """On SQLite alone: for what no database does in a way of its own."""
    (tmp_path / "test.db").write_bytes(migrated_sqlite)
    engine = make_engine(settings, guide)
    with make_sessions(engine)() as session:
        yield Desk(session, guide, IndexHash(settings.index_keys))
    engine.dispose()


@pytest.fixture
def office(office_of_file):
    """Nothing is left to be asked of what another test has filed."""
    yield office_of_file
    office_of_file.clear()


@pytest.fixture(scope="module", params=["sqlite", "postgresql"])
def office_of_file(request, guide, tmp_path_factory, module_sandbox):
    """One installation of each kind and one platform for all tests of a file."""
    place = tmp_path_factory.mktemp("office")
    with contextlib.ExitStack() as stack:
        env = make_env(place)
        if request.param == "postgresql":
            template = request.getfixturevalue("migrated_postgres")
            env["DATABASE_URL"] = url = stack.enter_context(fresh_postgres(template))
            with psycopg.connect(url, autocommit=True) as admin:  # nothing here has to outlive the machine
                admin.execute(f"ALTER DATABASE {url.rsplit('/', 1)[1]} SET synchronous_commit TO off")
        settings = Settings.from_env(env)
        migrate(settings, env)
        engine = make_engine(settings, guide)
        stack.callback(engine.dispose)
        session = stack.enter_context(make_sessions(engine)())
        desk = Desk(session, guide, IndexHash(settings.index_keys))
        yield Office(desk, f"{module_sandbox}/verification", NOW)
