"""An office with its desks, on SQLite and on PostgreSQL."""

import contextlib
from dataclasses import dataclass

import pytest
from sqlalchemy import select

from tests.builders import make_env
from tests.colleagues import add_colleague
from tests.conftest import fresh_postgres
from webapp.app import Zizhuni, create_app
from webapp.db import begin_write, make_sessions
from webapp.migrating import migrate
from webapp.models import AuditRow, Role
from webapp.settings import Settings


@dataclass
class Office:
    app: Zizhuni

    def colleague(self, role=Role.TOWN, **how):
        """Somebody with an account, and a browser of theirs, not signed in yet."""
        return add_colleague(self.app, role, **how), self.app.test_client()

    def signed_in(self, role=Role.TOWN, **how):
        colleague, client = self.colleague(role, **how)
        colleague.sign_in(client)
        return colleague, client

    @contextlib.contextmanager
    def session(self):
        with make_sessions(self.app.engine)() as session:
            begin_write(session)
            yield session
            session.commit()

    def actions(self, colleague):
        """What the audit knows that somebody did."""
        with self.session() as session:
            mine = select(AuditRow.action).where(AuditRow.actor == f"staff:{colleague.id}")
            return session.scalars(mine.order_by(AuditRow.id)).all()


@pytest.fixture(scope="module", params=["sqlite", "postgresql"])
def office(request, tmp_path_factory, guide):
    place = tmp_path_factory.mktemp("office")
    with contextlib.ExitStack() as stack:
        env = make_env(place)
        if request.param == "postgresql":
            env["DATABASE_URL"] = stack.enter_context(
                fresh_postgres(request.getfixturevalue("migrated_postgres"))
            )
        settings = Settings.from_env(env)
        migrate(settings, env)
        app = create_app(settings, guide)
        stack.callback(app.engine.dispose)
        yield Office(app)
