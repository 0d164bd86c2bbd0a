"""Alembic's entry: the database of the settings, the tables of the models."""

import os

from alembic import context

from webapp.db import make_engine
from webapp.models import Base
from webapp.settings import Settings

SETTINGS = Settings.from_env(context.config.attributes.get("env", os.environ))


def run_online() -> None:
    """Each migration in its own transaction, on SQLite too."""
    engine = make_engine(SETTINGS)
    with engine.connect() as connection:
        context.configure(
            connection=connection,
            target_metadata=Base.metadata,
            render_as_batch=connection.dialect.name == "sqlite",
            transaction_per_migration=True,
        )
        with context.begin_transaction():
            context.run_migrations()
    engine.dispose()


run_online()
