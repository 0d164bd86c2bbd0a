"""Add what the WeChat door keeps: deliveries until they are answered, its token, people, consents, handovers.

Revision: 0002_add_wechat
After: 0001_create_tables
"""

import sqlalchemy as sa
from alembic import op

revision = "0002_add_wechat"
down_revision = "0001_create_tables"
branch_labels = None
depends_on = None


def upgrade() -> None:
    op.add_column("inbox", sa.Column("message", sa.LargeBinary(), nullable=True))
    op.add_column("inbox", sa.Column("told", sa.String(length=8), nullable=True))
    op.create_index(op.f("ix_inbox_told_received_at"), "inbox", ["told", "received_at"], unique=False)
    op.add_column("outbox", sa.Column("fallbacks", sa.LargeBinary(), nullable=True))
    op.create_table(
        "wechat_tokens",
        sa.Column("app_id", sa.String(length=32), nullable=False),
        sa.Column("token", sa.LargeBinary(), nullable=True),
        sa.Column("expires_at", sa.DateTime(timezone=True), nullable=False),
        sa.Column("lease", sa.String(length=32), nullable=True),
        sa.Column("leased_until", sa.DateTime(timezone=True), nullable=True),
        sa.PrimaryKeyConstraint("app_id", name=op.f("pk_wechat_tokens")),
    )
    op.create_table(
        "wechat_people",
        sa.Column("id", sa.Integer(), nullable=False),
        sa.Column("union_hash", sa.String(length=64), nullable=True),
        sa.Column("account_hash", sa.String(length=64), nullable=True),
        sa.Column("account", sa.LargeBinary(), nullable=True),
        sa.Column("mini_hash", sa.String(length=64), nullable=True),
        sa.Column("parted_at", sa.DateTime(timezone=True), nullable=True),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_wechat_people")),
        sa.UniqueConstraint("union_hash", name=op.f("uq_wechat_people_union_hash")),
        sa.UniqueConstraint("account_hash", name=op.f("uq_wechat_people_account_hash")),
        sa.UniqueConstraint("mini_hash", name=op.f("uq_wechat_people_mini_hash")),
    )
    op.create_table(
        "wechat_consents",
        sa.Column("id", sa.Integer(), nullable=False),
        sa.Column("sender_hash", sa.String(length=64), nullable=False),
        sa.Column("template_id", sa.String(length=64), nullable=False),
        sa.Column("left", sa.Integer(), nullable=False),
        sa.Column("changed_at", sa.DateTime(timezone=True), nullable=False),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_wechat_consents")),
        sa.UniqueConstraint(
            "sender_hash", "template_id", name=op.f("uq_wechat_consents_sender_hash_template_id")
        ),
    )
    _create_handovers()


def _create_handovers() -> None:
    op.create_table(
        "handovers",
        sa.Column("id", sa.Integer(), nullable=False),
        sa.Column("conversation_id", sa.String(length=32), nullable=False),
        sa.Column("door", sa.String(length=16), nullable=False),
        sa.Column("reason", sa.String(length=32), nullable=False),
        sa.Column("state", sa.String(length=16), nullable=False),
        sa.Column("facts", sa.LargeBinary(), nullable=False),
        sa.Column("recipient", sa.LargeBinary(), nullable=False),
        sa.Column("taken_by", sa.String(length=32), nullable=True),
        sa.Column("opened_at", sa.DateTime(timezone=True), nullable=False),
        sa.Column("taken_at", sa.DateTime(timezone=True), nullable=True),
        sa.Column("closed_at", sa.DateTime(timezone=True), nullable=True),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_handovers")),
    )
    op.create_index(
        "uq_handovers_open",
        "handovers",
        ["conversation_id"],
        unique=True,
        sqlite_where=sa.text("closed_at IS NULL"),
        postgresql_where=sa.text("closed_at IS NULL"),
    )
    op.create_index(op.f("ix_handovers_state_opened_at"), "handovers", ["state", "opened_at"], unique=False)
    op.create_table(
        "handover_words",
        sa.Column("id", sa.Integer(), nullable=False),
        sa.Column("handover_id", sa.Integer(), nullable=False),
        sa.Column("by", sa.String(length=32), nullable=False),
        sa.Column("words", sa.LargeBinary(), nullable=False),
        sa.Column("at", sa.DateTime(timezone=True), nullable=False),
        sa.ForeignKeyConstraint(
            ["handover_id"],
            ["handovers.id"],
            name=op.f("fk_handover_words_handover_id"),
            ondelete="CASCADE",
        ),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_handover_words")),
    )
    op.create_index(op.f("ix_handover_words_handover_id"), "handover_words", ["handover_id"], unique=False)


def downgrade() -> None:
    for table in ("handover_words", "handovers", "wechat_consents", "wechat_people", "wechat_tokens"):
        op.drop_table(table)
    with op.batch_alter_table("outbox") as outbox:
        outbox.drop_column("fallbacks")
    op.drop_index(op.f("ix_inbox_told_received_at"), table_name="inbox")
    with op.batch_alter_table("inbox") as inbox:
        inbox.drop_column("told")
        inbox.drop_column("message")
