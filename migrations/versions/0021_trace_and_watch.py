"""Note which request set a message, an order or a turn going, and whether the outside systems answer.

Revision: 0021_trace_and_watch
"""

import sqlalchemy as sa
from alembic import op

revision = "0021_trace_and_watch"
down_revision = "0020_add_mini_helpers"
branch_labels = None
depends_on = None
TRACED = ("outbox", "inbox", "verification_orders")


def upgrade() -> None:
    for table in TRACED:
        op.add_column(table, sa.Column("trace", sa.String(length=64), nullable=True))
    op.create_table(
        "gateway_checks",
        sa.Column("gateway", sa.String(length=16), nullable=False),
        sa.Column("checked_at", sa.DateTime(timezone=True), nullable=False),
        sa.Column("answered_at", sa.DateTime(timezone=True), nullable=True),
        sa.Column("fault", sa.String(length=32), nullable=True),
        sa.PrimaryKeyConstraint("gateway", name=op.f("pk_gateway_checks")),
    )


def downgrade() -> None:
    op.drop_table("gateway_checks")
    for table in TRACED:
        with op.batch_alter_table(table) as traced:
            traced.drop_column("trace")
