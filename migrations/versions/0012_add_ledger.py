"""Add the ledger of what nobody could answer, and the counters of demand.

Revision: 0012_add_ledger
After: 0011_add_tickets
"""

import sqlalchemy as sa
from alembic import op

revision = "0012_add_ledger"
down_revision = "0011_add_tickets"
branch_labels = None
depends_on = None


def upgrade() -> None:
    op.create_table(
        "gaps",
        sa.Column("id", sa.Integer(), nullable=False),
        sa.Column("at", sa.DateTime(timezone=True), nullable=False),
        sa.Column("day", sa.Date(), nullable=False),
        sa.Column("door", sa.String(length=16), nullable=False),
        sa.Column("gap", sa.String(length=16), nullable=False),
        sa.Column("topic", sa.String(length=64), nullable=False),
        sa.Column("district", sa.String(length=32), nullable=False),
        sa.Column("town", sa.String(length=12), nullable=False),
        sa.Column("words", sa.LargeBinary(), nullable=True),
        sa.Column("state", sa.String(length=16), nullable=False),
        sa.Column("settled_by", sa.Integer(), nullable=True),
        sa.Column("settled_at", sa.DateTime(timezone=True), nullable=True),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_gaps")),
    )
    op.create_index(op.f("ix_gaps_day"), "gaps", ["day"])
    op.create_index(op.f("ix_gaps_state_at"), "gaps", ["state", "at"])
    op.create_table(
        "demand",
        sa.Column("day", sa.Date(), nullable=False),
        sa.Column("door", sa.String(length=16), nullable=False),
        sa.Column("group_id", sa.String(length=32), nullable=False),
        sa.Column("district", sa.String(length=32), nullable=False),
        sa.Column("town", sa.String(length=12), nullable=False),
        sa.Column("count", sa.Integer(), nullable=False),
        sa.PrimaryKeyConstraint("day", "door", "group_id", "district", "town", name=op.f("pk_demand")),
    )


def downgrade() -> None:
    for table in ("demand", "gaps"):
        op.drop_table(table)
