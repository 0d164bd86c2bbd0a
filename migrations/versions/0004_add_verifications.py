"""Add what a verification keeps: orders by member, what each source said, what the citizen says to it.

Revision: 0004_add_verifications
After: 0003_add_staff
"""

import sqlalchemy as sa
from alembic import op

revision = "0004_add_verifications"
down_revision = "0003_add_staff"
branch_labels = None
depends_on = None


def upgrade() -> None:
    _add_orders()
    _add_results()
    _add_replies()


def _add_orders() -> None:
    op.create_table(
        "verification_orders",
        sa.Column("id", sa.Integer(), nullable=False),
        sa.Column("application_id", sa.String(length=32), nullable=False),
        sa.Column("member_id", sa.Integer(), nullable=False),
        sa.Column("round", sa.Integer(), nullable=False),
        sa.Column("key", sa.String(length=32), nullable=False),
        sa.Column("cause", sa.String(length=16), nullable=False),
        sa.Column("by", sa.String(length=32), nullable=False),
        sa.Column("receipt", sa.String(length=16), nullable=False),
        sa.Column("text_hash", sa.String(length=64), nullable=False),
        sa.Column("state", sa.String(length=16), nullable=False),
        sa.Column("attempts", sa.Integer(), nullable=False),
        sa.Column("differs", sa.Integer(), nullable=False),
        sa.Column("differs_together", sa.Integer(), nullable=False),
        sa.Column("error", sa.String(length=32), nullable=True),
        sa.Column("created_at", sa.DateTime(timezone=True), nullable=False),
        sa.Column("ordered_at", sa.DateTime(timezone=True), nullable=True),
        sa.Column("cancelled_at", sa.DateTime(timezone=True), nullable=True),
        sa.Column("next_try_at", sa.DateTime(timezone=True), nullable=True),
        sa.Column("lease", sa.String(length=32), nullable=True),
        sa.Column("leased_until", sa.DateTime(timezone=True), nullable=True),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_verification_orders")),
        sa.ForeignKeyConstraint(
            ["application_id"],
            ["applications.id"],
            name=op.f("fk_verification_orders_application_id_applications"),
            ondelete="CASCADE",
        ),
        sa.ForeignKeyConstraint(
            ["member_id"],
            ["application_members.id"],
            name=op.f("fk_verification_orders_member_id_application_members"),
            ondelete="CASCADE",
        ),
        sa.UniqueConstraint("key", name=op.f("uq_verification_orders_key")),
        sa.UniqueConstraint("member_id", "round", name=op.f("uq_verification_orders_member_id_round")),
    )
    for column in ("application_id", "next_try_at"):
        op.create_index(op.f(f"ix_verification_orders_{column}"), "verification_orders", [column])


def _add_results() -> None:
    op.create_table(
        "verification_results",
        sa.Column("id", sa.Integer(), nullable=False),
        sa.Column("order_id", sa.Integer(), nullable=False),
        sa.Column("source", sa.String(length=32), nullable=False),
        sa.Column("state", sa.String(length=16), nullable=False),
        sa.Column("asked_at", sa.DateTime(timezone=True), nullable=True),
        sa.Column("answered_at", sa.DateTime(timezone=True), nullable=True),
        sa.Column("as_of", sa.Date(), nullable=True),
        sa.Column("facts", sa.LargeBinary(), nullable=True),
        sa.Column("attempts", sa.Integer(), nullable=False),
        sa.Column("next_try_at", sa.DateTime(timezone=True), nullable=True),
        sa.Column("error", sa.String(length=32), nullable=True),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_verification_results")),
        sa.ForeignKeyConstraint(
            ["order_id"],
            ["verification_orders.id"],
            name=op.f("fk_verification_results_order_id_verification_orders"),
            ondelete="CASCADE",
        ),
        sa.UniqueConstraint("order_id", "source", name=op.f("uq_verification_results_order_id_source")),
    )
    op.create_index(op.f("ix_verification_results_next_try_at"), "verification_results", ["next_try_at"])


def _add_replies() -> None:
    op.create_table(
        "verification_replies",
        sa.Column("id", sa.Integer(), nullable=False),
        sa.Column("application_id", sa.String(length=32), nullable=False),
        sa.Column("person", sa.String(length=64), nullable=True),
        sa.Column("fact", sa.LargeBinary(), nullable=False),
        sa.Column("choice", sa.String(length=16), nullable=False),
        sa.Column("words", sa.LargeBinary(), nullable=True),
        sa.Column("at", sa.DateTime(timezone=True), nullable=False),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_verification_replies")),
        sa.ForeignKeyConstraint(
            ["application_id"],
            ["applications.id"],
            name=op.f("fk_verification_replies_application_id_applications"),
            ondelete="CASCADE",
        ),
    )
    op.create_index(
        op.f("ix_verification_replies_application_id"), "verification_replies", ["application_id"]
    )


def downgrade() -> None:
    for table in ("verification_replies", "verification_results", "verification_orders"):
        op.drop_table(table)
