"""What every table builds on: one metadata with named constraints, moments in time, encrypted columns.

An encrypted column names itself (`EncryptedText("applications.name")`): the name is bound into the
ciphertext, so that a value moved to another column does not decrypt. The keys belong to the engine
(`webapp/db.py`), not to this module, so that two apps with different keys live side by side.
"""

import json
from datetime import UTC, datetime

from sqlalchemy import DateTime, Dialect, LargeBinary, MetaData
from sqlalchemy.orm import DeclarativeBase
from sqlalchemy.types import TypeDecorator

NAMING = {
    "ix": "ix_%(table_name)s_%(column_0_N_name)s",
    "uq": "uq_%(table_name)s_%(column_0_N_name)s",
    "ck": "ck_%(table_name)s_%(constraint_name)s",
    "fk": "fk_%(table_name)s_%(column_0_N_name)s",
    "pk": "pk_%(table_name)s",
}


class Base(DeclarativeBase):
    metadata = MetaData(naming_convention=NAMING)


class Instant(TypeDecorator[datetime]):
    """A moment with its time zone: stored as UTC, also where the database keeps no zone."""

    impl = DateTime(timezone=True)
    cache_ok = True

    def process_bind_param(self, value: datetime | None, dialect: Dialect) -> datetime | None:
        if value is None:
            return None
        if value.tzinfo is None:
            raise ValueError("a moment needs its time zone; take it from webapp.clock")
        return value.astimezone(UTC)

    def process_result_value(self, value: datetime | None, dialect: Dialect) -> datetime | None:
        if value is None:
            return None
        return value.replace(tzinfo=UTC) if value.tzinfo is None else value.astimezone(UTC)


class EncryptedText(TypeDecorator[str]):
    """Personal text, readable only with the field keys of the engine. `column` is "table.column"."""

    impl = LargeBinary
    cache_ok = True

    def __init__(self, column: str) -> None:
        super().__init__()
        self.column = column

    def process_bind_param(self, value: str | None, dialect: Dialect) -> bytes | None:
        return None if value is None else dialect.field_cipher.encrypt(value, self.column)

    def process_result_value(self, value: bytes | None, dialect: Dialect) -> str | None:
        return None if value is None else dialect.field_cipher.decrypt(value, self.column)


class EncryptedJSON(EncryptedText):
    """The same for a JSON value. A change inside the value is not noticed: assign a new one."""

    cache_ok = True

    def process_bind_param(self, value: object | None, dialect: Dialect) -> bytes | None:
        if value is None:
            return None
        written = json.dumps(value, ensure_ascii=False, separators=(",", ":"))
        return super().process_bind_param(written, dialect)

    def process_result_value(self, value: bytes | None, dialect: Dialect) -> object | None:
        written = super().process_result_value(value, dialect)
        return None if written is None else json.loads(written)


class Sealed(TypeDecorator[bytes]):
    """Personal bytes that are sealed before they come here, bound to `column` and the key of their row.

    A column type does not know its row; `bound_to` says what the cipher binds the value to.
    """

    impl = LargeBinary
    cache_ok = True

    def __init__(self, column: str) -> None:
        super().__init__()
        self.column = column

    def bound_to(self, row_id: str) -> str:
        return f"{self.column}:{row_id}"
