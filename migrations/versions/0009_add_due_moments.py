"""Add by when a request has to be acted on. The worker fills it in for what is open.

Revision: 0009_add_due_moments
After: 0008_add_steps_after_submission
"""

import sqlalchemy as sa
from alembic import op

revision = "0009_add_due_moments"
down_revision = "0008_add_steps_after_submission"
branch_labels = None
depends_on = None


def upgrade() -> None:
    op.add_column("requests", sa.Column("due_at", sa.DateTime(timezone=True), nullable=True))
    op.add_column(
        "requests", sa.Column("due_is_estimate", sa.Boolean(), nullable=False, server_default=sa.false())
    )
    op.create_index("ix_requests_due_at", "requests", ["due_at"], unique=False)


def downgrade() -> None:
    # Not in a batch: on SQLite that makes the table anew, and what hangs on its rows goes with the old one.
    op.drop_index("ix_requests_due_at", table_name="requests")
    op.drop_column("requests", "due_is_estimate")
    op.drop_column("requests", "due_at")
