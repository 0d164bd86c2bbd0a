"""After a new first key or another cipher: encrypt anew what is not of that kind, so that old keys can go."""

from collections.abc import Iterator

from sqlalchemy import Column, LargeBinary, Table, func, literal, select, type_coerce, update
from sqlalchemy.orm import Session

from webapp.models import Base
from webapp.models.base import EncryptedText, Sealed
from webapp.security.crypto import FieldCipher

BATCH, PAGES_BATCH = 500, 16


def rotate(session: Session, cipher: FieldCipher) -> int:
    """Encrypt some values of each column with the first key. Returns how many; 0 when none is left."""
    return sum(_rotate(session, cipher, table, column) for table, column in encrypted_columns())


def encrypted_columns() -> Iterator[tuple[Table, Column]]:
    """Every column that only the field keys open: texts, JSON, and the pages of documents."""
    for table in Base.metadata.sorted_tables:
        for column in table.columns:
            if isinstance(column.type, EncryptedText | Sealed):
                yield table, column


def _rotate(session: Session, cipher: FieldCipher, table: Table, column: Column) -> int:
    keys, stored, head = list(table.primary_key.columns), type_coerce(column, LargeBinary), cipher.head
    begins = func.substr(stored, 1, len(head), type_=LargeBinary)
    batch = PAGES_BATCH if isinstance(column.type, Sealed) else BATCH
    query = select(*keys, stored.label("stored")).where(column.is_not(None), begins != head).limit(batch)
    rows = session.execute(query).all()
    for row in rows:
        bound = _bound_to(table, column, row)
        renewed = cipher.seal(cipher.open(row.stored, bound), bound)
        same = [key == row._mapping[key.name] for key in keys]
        change = update(table).where(*same, stored == row.stored)
        session.execute(change.values({column.name: literal(renewed, LargeBinary)}))
    return len(rows)


def _bound_to(table: Table, column: Column, row) -> str:
    if isinstance(column.type, Sealed):
        return column.type.bound_to(row._mapping[next(iter(table.primary_key.columns)).name])
    return f"{table.name}.{column.name}"
