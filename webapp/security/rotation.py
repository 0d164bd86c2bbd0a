"""After a new first key: encrypt anew what older keys hold, so that they can be taken out of FIELD_KEYS."""

from collections.abc import Iterator

from sqlalchemy import Column, LargeBinary, Table, func, literal, select, type_coerce, update
from sqlalchemy.orm import Session

from webapp.models import Base
from webapp.models.base import EncryptedText
from webapp.security.crypto import FieldCipher

BATCH = 500


def rotate(session: Session, cipher: FieldCipher) -> int:
    """Encrypt up to 500 values a column with the first key. Returns how many; 0 when none is left."""
    return sum(_rotate(session, cipher, table, column) for table, column in _encrypted_columns())


def _encrypted_columns() -> Iterator[tuple[Table, Column]]:
    for table in Base.metadata.sorted_tables:
        for column in table.columns:
            if isinstance(column.type, EncryptedText):
                yield table, column


def _rotate(session: Session, cipher: FieldCipher, table: Table, column: Column) -> int:
    keys, stored, head = list(table.primary_key.columns), type_coerce(column, LargeBinary), cipher.head
    begins = func.substr(stored, 1, len(head), type_=LargeBinary)
    query = select(*keys, stored.label("stored")).where(column.is_not(None), begins != head).limit(BATCH)
    rows = session.execute(query).all()
    for row in rows:
        name = f"{table.name}.{column.name}"
        renewed = cipher.encrypt(cipher.decrypt(row.stored, name), name)
        same = [key == row._mapping[key.name] for key in keys]
        change = update(table).where(*same, stored == row.stored)
        session.execute(change.values({column.name: literal(renewed, LargeBinary)}))
    return len(rows)
