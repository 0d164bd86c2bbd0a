"""Keep each counter of demand in several rows, so that turns that end together do not wait for each other.

Revision: 0018_share_demand
After: 0012_add_ledger
"""

import sqlalchemy as sa
from alembic import op

revision = "0018_share_demand"
down_revision = "0016_add_routing"
branch_labels = None
depends_on = None

KEY = ("day", "door", "group_id", "district", "town")
SUMS = f"SELECT {', '.join(KEY)}, sum(count) AS count FROM demand GROUP BY {', '.join(KEY)}"


def upgrade() -> None:
    _make_anew(sa.Column("share", sa.SmallInteger(), nullable=False), share=0)


def downgrade() -> None:
    _make_anew()


def _make_anew(*more: sa.Column, **values: int) -> None:
    """The table with the same counts, and with `more` columns in its key."""
    kept = [dict(row._mapping) | values for row in op.get_bind().execute(_sums())]
    op.drop_table("demand")
    table = op.create_table(
        "demand",
        sa.Column("day", sa.Date(), nullable=False),
        sa.Column("door", sa.String(length=16), nullable=False),
        sa.Column("group_id", sa.String(length=32), nullable=False),
        sa.Column("district", sa.String(length=32), nullable=False),
        sa.Column("town", sa.String(length=12), nullable=False),
        *more,
        sa.Column("count", sa.Integer(), nullable=False),
        sa.PrimaryKeyConstraint(*KEY, *(one.name for one in more), name=op.f("pk_demand")),
    )
    op.bulk_insert(table, kept)


def _sums() -> sa.sql.expression.TextualSelect:
    words = [sa.column(name, sa.String()) for name in KEY[1:]]
    return sa.text(SUMS).columns(sa.column("day", sa.Date()), *words, sa.column("count", sa.Integer()))
