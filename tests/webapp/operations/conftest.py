"""An installation with its tables, and a session on it."""

import pytest

from webapp.db import make_engine, make_sessions
from webapp.settings import Settings


@pytest.fixture
def stored(installation):
    engine = make_engine(Settings.from_env(installation))
    with make_sessions(engine)() as session:
        yield session
    engine.dispose()
