"""Add the reserve fund of each town and its movements.

Revision: 0014_add_funds
"""

import sqlalchemy as sa
from alembic import op

revision = "0014_add_funds"
down_revision = "0013_add_mini_logins"
branch_labels = None
depends_on = None


def upgrade() -> None:
    op.create_table(
        "funds",
        sa.Column("town", sa.String(length=12), nullable=False),
        sa.Column("district", sa.String(length=32), nullable=False),
        sa.Column("balance_fen", sa.BigInteger(), nullable=False),
        sa.CheckConstraint("balance_fen >= 0", name=op.f("ck_funds_balance")),
        sa.PrimaryKeyConstraint("town", name=op.f("pk_funds")),
    )
    op.create_index(op.f("ix_funds_district"), "funds", ["district"])
    op.create_table(
        "fund_entries",
        sa.Column("id", sa.Integer(), nullable=False),
        sa.Column("town", sa.String(length=12), nullable=False),
        sa.Column("move", sa.String(length=8), nullable=False),
        sa.Column("amount_fen", sa.BigInteger(), nullable=False),
        sa.Column("balance_fen", sa.BigInteger(), nullable=False),
        sa.Column("request_id", sa.Integer(), nullable=True),
        sa.Column("key", sa.String(length=64), nullable=False),
        sa.Column("by", sa.String(length=32), nullable=False),
        sa.Column("note", sa.LargeBinary(), nullable=True),
        sa.Column("at", sa.DateTime(timezone=True), nullable=False),
        sa.ForeignKeyConstraint(["town"], ["funds.town"], name=op.f("fk_fund_entries_town")),
        sa.ForeignKeyConstraint(
            ["request_id"], ["requests.id"], name=op.f("fk_fund_entries_request_id"), ondelete="SET NULL"
        ),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_fund_entries")),
        sa.UniqueConstraint("key", name=op.f("uq_fund_entries_key")),
    )
    op.create_index(op.f("ix_fund_entries_town_id"), "fund_entries", ["town", "id"])
    op.create_index(
        "uq_fund_entries_payment",
        "fund_entries",
        ["request_id"],
        unique=True,
        sqlite_where=sa.text("move = 'payment'"),
        postgresql_where=sa.text("move = 'payment'"),
    )


def downgrade() -> None:
    op.drop_table("fund_entries")
    op.drop_table("funds")
