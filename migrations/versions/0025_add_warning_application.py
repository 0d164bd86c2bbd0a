"""Add which application came of a warning, so that the visit knows what became of it.

Revision: 0025_add_warning_application
After: 0024_add_services
"""

import sqlalchemy as sa
from alembic import op

revision = "0025_add_warning_application"
down_revision = "0024_add_services"
branch_labels = None
depends_on = None

LINKED = sa.text("application_id IS NOT NULL")


def upgrade() -> None:
    op.add_column("warnings", sa.Column("application_id", sa.String(length=32), nullable=True))
    op.create_index(
        "ix_warnings_application",
        "warnings",
        ["application_id"],
        sqlite_where=LINKED,
        postgresql_where=LINKED,
    )


def downgrade() -> None:
    op.drop_index("ix_warnings_application", table_name="warnings")
    op.drop_column("warnings", "application_id")
