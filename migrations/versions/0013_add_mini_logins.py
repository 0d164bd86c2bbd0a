"""Add logins of the mini-program, and where its messages are sent to.

Revision: 0013_add_mini_logins
After: 0014_add_funds
"""

import sqlalchemy as sa
from alembic import op

revision = "0013_add_mini_logins"
down_revision = "0009_add_due_moments"
branch_labels = None
depends_on = None


def upgrade() -> None:
    op.add_column("wechat_people", sa.Column("mini", sa.LargeBinary(), nullable=True))
    op.create_table(
        "mini_logins",
        sa.Column("id", sa.Integer(), nullable=False),
        sa.Column("person_id", sa.Integer(), nullable=False),
        sa.Column("token_hash", sa.String(length=64), nullable=False),
        sa.Column("opened_at", sa.DateTime(timezone=True), nullable=False),
        sa.Column("expires_at", sa.DateTime(timezone=True), nullable=False),
        sa.Column("application_id", sa.String(length=32), nullable=True),
        sa.Column("looked_up_at", sa.DateTime(timezone=True), nullable=True),
        sa.ForeignKeyConstraint(
            ["person_id"], ["wechat_people.id"], name=op.f("fk_mini_logins_person_id"), ondelete="CASCADE"
        ),
        sa.ForeignKeyConstraint(
            ["application_id"],
            ["applications.id"],
            name=op.f("fk_mini_logins_application_id"),
            ondelete="SET NULL",
        ),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_mini_logins")),
        sa.UniqueConstraint("token_hash", name=op.f("uq_mini_logins_token_hash")),
    )
    op.create_index(op.f("ix_mini_logins_person_id"), "mini_logins", ["person_id"])
    op.create_index(op.f("ix_mini_logins_expires_at"), "mini_logins", ["expires_at"])


def downgrade() -> None:
    op.drop_table("mini_logins")
    with op.batch_alter_table("wechat_people") as people:
        people.drop_column("mini")
