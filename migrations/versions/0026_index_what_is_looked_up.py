"""Index what is looked up by: a conversation's applications, and the transfers of a request.

Revision: 0026_index_what_is_looked_up
After: 0025_add_warning_application
"""

from alembic import op

revision = "0026_index_what_is_looked_up"
down_revision = "0025_add_warning_application"
branch_labels = None
depends_on = None

INDEXES = {
    "ix_applications_conversation_id": ("applications", ["conversation_id"]),
    "ix_transfers_request_id": ("transfers", ["request_id"]),
}


def upgrade() -> None:
    """Without keeping anybody from writing. One that a broken run left half made is made anew."""
    with op.get_context().autocommit_block():
        for name, (table, columns) in INDEXES.items():
            op.drop_index(name, table_name=table, if_exists=True, postgresql_concurrently=True)
            op.create_index(name, table, columns, postgresql_concurrently=True)


def downgrade() -> None:
    for name, (table, _) in INDEXES.items():
        op.drop_index(name, table_name=table)
