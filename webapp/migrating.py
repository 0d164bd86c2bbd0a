"""Bring the tables up to date with Alembic; the migrations themselves are in `migrations/`.

Most starts find nothing to do: they ask the database alone, and never load Alembic, a sixth of a start.
"""

import contextlib
import fcntl
from collections.abc import Iterator, Mapping
from functools import cache
from importlib.resources import files
from pathlib import Path
from typing import TYPE_CHECKING

from sqlalchemy import text
from sqlalchemy.exc import OperationalError, ProgrammingError

from webapp.db import make_engine
from webapp.settings import Settings

if TYPE_CHECKING:
    from alembic.config import Config

NUMBER = len("0001")


@cache
def newest_revision() -> str:
    """The revision that this release needs."""
    return files("migrations").joinpath("HEAD").read_text(encoding="utf-8").strip()


def serves(revision: str) -> bool:
    """Whether tables at `revision` serve this release: at its own, or a later one.

    Migrations only add (migrations/README.md), so that the old release serves on while the new one starts.
    """
    return revision[:NUMBER] >= newest_revision()[:NUMBER]


def alembic_config(env: Mapping[str, str]) -> "Config":
    """Alembic's settings. `env` reaches `migrations/env.py`, which reads the database's address from it."""
    from alembic.config import Config

    config = Config()
    config.set_main_option("script_location", str(files("migrations")))
    config.set_main_option("file_template", "%%(rev)s")
    config.attributes["env"] = dict(env)
    return config


def find_revision(settings: Settings) -> str | None:
    """The revision that the tables are at; None before there are any."""
    engine = make_engine(settings)
    try:
        with engine.connect() as connection:
            return connection.execute(text("SELECT version_num FROM alembic_version")).scalar()
    except (OperationalError, ProgrammingError):
        return None
    finally:
        engine.dispose()


def migrate(settings: Settings, env: Mapping[str, str], revision: str = "head") -> None:
    """Upgrade (or, to an older revision, downgrade). Several starts on one DATA_DIR wait for each other."""
    if revision == "head" and find_revision(settings) == newest_revision():
        return
    from alembic import command

    with one_at_a_time(settings.data_dir):
        config = alembic_config(env)
        if revision == "base":
            command.downgrade(config, revision)
        else:
            command.upgrade(config, revision)


@contextlib.contextmanager
def one_at_a_time(data_dir: Path) -> Iterator[None]:
    """Keep other starts on this DATA_DIR waiting."""
    data_dir.mkdir(parents=True, exist_ok=True)
    with open(data_dir / ".migrate.lock", "w") as lock:
        fcntl.flock(lock, fcntl.LOCK_EX)
        yield
