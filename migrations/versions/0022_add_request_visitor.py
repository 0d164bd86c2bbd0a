"""Add who of the village's assistants is asked to visit a household for a request.

Revision: 0022_add_request_visitor
After: 0021_trace_and_watch
"""

import sqlalchemy as sa
from alembic import op

revision = "0022_add_request_visitor"
down_revision = "0021_trace_and_watch"
branch_labels = None
depends_on = None

ASKED = sa.text("visitor_id IS NOT NULL")


def upgrade() -> None:
    op.add_column("requests", sa.Column("visitor_id", sa.Integer(), nullable=True))
    op.create_index(
        "ix_requests_visitor", "requests", ["visitor_id"], sqlite_where=ASKED, postgresql_where=ASKED
    )


def downgrade() -> None:
    op.drop_index("ix_requests_visitor", table_name="requests")
    op.drop_column("requests", "visitor_id")
