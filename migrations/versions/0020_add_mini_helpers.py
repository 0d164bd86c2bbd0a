"""Note in whose place somebody looks at an application in the mini-program.

Revision: 0020_add_mini_helpers
"""

import sqlalchemy as sa
from alembic import op

revision = "0020_add_mini_helpers"
down_revision = "0018_share_demand"
branch_labels = None
depends_on = None


def upgrade() -> None:
    with op.batch_alter_table("mini_logins") as logins:
        logins.add_column(sa.Column("helper_id", sa.Integer(), nullable=True))
        logins.create_foreign_key(
            op.f("fk_mini_logins_helper_id"), "helpers", ["helper_id"], ["id"], ondelete="SET NULL"
        )


def downgrade() -> None:
    with op.batch_alter_table("mini_logins") as logins:
        logins.drop_constraint(op.f("fk_mini_logins_helper_id"), type_="foreignkey")
        logins.drop_column("helper_id")
