"""Extend signatures: drawn, on paper, by a guardian, with period and copy; add links and readings.

Revision: 0005_extend_authorisations
After: 0002_add_wechat
"""

import secrets

import sqlalchemy as sa
from alembic import op

revision = "0005_extend_authorisations"
down_revision = "0004_add_verifications"
branch_labels = None
depends_on = None

RECEIPT_LETTERS, RECEIPT_LENGTH = "0123456789ABCDEFGHJKMNPQRSTVWXYZ", 12
MEMBER_COLUMNS = (
    ("refused_at", sa.DateTime(timezone=True)),
    ("sources_asked", sa.LargeBinary()),
)
AUTHORISATION_COLUMNS = (
    ("drawing", sa.LargeBinary()),
    ("device", sa.String(length=16)),
    ("door", sa.String(length=16)),
    ("guardian_id", sa.Integer()),
    ("guardian_relation", sa.String(length=16)),
    ("guardian_reason", sa.String(length=16)),
    ("guardian_note", sa.LargeBinary()),
    ("read_at", sa.DateTime(timezone=True)),
    ("expires_at", sa.DateTime(timezone=True)),
    ("ended_at", sa.DateTime(timezone=True)),
    ("photo", sa.String(length=64)),
    ("checked_by", sa.String(length=32)),
    ("checked_at", sa.DateTime(timezone=True)),
    ("check_note", sa.LargeBinary()),
    ("copy", sa.LargeBinary()),
    ("copy_hash", sa.String(length=64)),
)
COMMITMENT_COLUMNS = (
    ("drawing", sa.LargeBinary()),
    ("device", sa.String(length=16)),
    ("receipt", sa.String(length=16)),
    ("read_at", sa.DateTime(timezone=True)),
    ("copy", sa.LargeBinary()),
    ("copy_hash", sa.String(length=64)),
)


def upgrade() -> None:
    for name, kind in MEMBER_COLUMNS:
        op.add_column("application_members", sa.Column(name, kind, nullable=True))
    _extend_authorisations()
    for name, kind in COMMITMENT_COLUMNS:
        op.add_column("commitments", sa.Column(name, kind, nullable=True))
    _give_receipts()
    with op.batch_alter_table("commitments") as commitments:
        commitments.alter_column("receipt", existing_type=sa.String(length=16), nullable=False)
        commitments.create_unique_constraint(op.f("uq_commitments_receipt"), ["receipt"])
    _create_readings_and_links()


def _extend_authorisations() -> None:
    with op.batch_alter_table("authorisations") as authorisations:
        state = sa.Column("state", sa.String(length=16), nullable=False, server_default="signed")
        authorisations.add_column(state)
        for name, kind in AUTHORISATION_COLUMNS:
            authorisations.add_column(sa.Column(name, kind, nullable=True))
        authorisations.create_foreign_key(
            op.f("fk_authorisations_guardian_id"),
            "application_members",
            ["guardian_id"],
            ["id"],
            ondelete="SET NULL",
        )
    op.create_index(op.f("ix_authorisations_guardian_id"), "authorisations", ["guardian_id"], unique=False)
    # Until now the guardian was always the applicant.
    op.execute(
        "UPDATE authorisations SET guardian_id = (SELECT applicant.id FROM application_members applicant"
        " JOIN application_members member ON member.application_id = applicant.application_id"
        " WHERE member.id = authorisations.member_id AND applicant.is_applicant)"
        " WHERE signed_by = 'guardian'"
    )


def _give_receipts() -> None:
    """Commitments of before get a receipt as well."""
    connection = op.get_bind()
    for (row_id,) in connection.execute(sa.text("SELECT id FROM commitments")).all():
        receipt = "".join(secrets.choice(RECEIPT_LETTERS) for _ in range(RECEIPT_LENGTH))
        change = sa.text("UPDATE commitments SET receipt = :receipt WHERE id = :id")
        connection.execute(change, {"receipt": receipt, "id": row_id})


def _create_readings_and_links() -> None:
    op.create_table(
        "deed_readings",
        sa.Column("id", sa.Integer(), nullable=False),
        sa.Column("member_id", sa.Integer(), nullable=False),
        sa.Column("text_version", sa.String(length=32), nullable=False),
        sa.Column("door", sa.String(length=16), nullable=False),
        sa.Column("manner", sa.String(length=16), nullable=False),
        sa.Column("served_at", sa.DateTime(timezone=True), nullable=False),
        sa.Column("read_at", sa.DateTime(timezone=True), nullable=False),
        sa.ForeignKeyConstraint(
            ["member_id"],
            ["application_members.id"],
            name=op.f("fk_deed_readings_member_id"),
            ondelete="CASCADE",
        ),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_deed_readings")),
    )
    op.create_index(op.f("ix_deed_readings_member_id"), "deed_readings", ["member_id"], unique=False)
    op.create_table(
        "signing_links",
        sa.Column("id", sa.Integer(), nullable=False),
        sa.Column("member_id", sa.Integer(), nullable=False),
        sa.Column("token_hash", sa.String(length=64), nullable=False),
        sa.Column("tries", sa.Integer(), nullable=False),
        sa.Column("created_at", sa.DateTime(timezone=True), nullable=False),
        sa.Column("expires_at", sa.DateTime(timezone=True), nullable=False),
        sa.Column("used_at", sa.DateTime(timezone=True), nullable=True),
        sa.Column("revoked_at", sa.DateTime(timezone=True), nullable=True),
        sa.ForeignKeyConstraint(
            ["member_id"],
            ["application_members.id"],
            name=op.f("fk_signing_links_member_id"),
            ondelete="CASCADE",
        ),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_signing_links")),
        sa.UniqueConstraint("token_hash", name=op.f("uq_signing_links_token_hash")),
    )
    op.create_index(op.f("ix_signing_links_member_id"), "signing_links", ["member_id"], unique=False)


def downgrade() -> None:
    # The tables of before know signed sheets alone; one that nobody has looked at must not become one.
    op.execute("DELETE FROM authorisations WHERE state <> 'signed'")
    op.execute("UPDATE authorisations SET withdrawn_at = ended_at WHERE withdrawn_at IS NULL")
    op.drop_table("signing_links")
    op.drop_table("deed_readings")
    with op.batch_alter_table("commitments") as commitments:
        commitments.drop_constraint(op.f("uq_commitments_receipt"), type_="unique")
        for name, _ in reversed(COMMITMENT_COLUMNS):
            commitments.drop_column(name)
    op.drop_index(op.f("ix_authorisations_guardian_id"), table_name="authorisations")
    with op.batch_alter_table("authorisations") as authorisations:
        authorisations.drop_constraint(op.f("fk_authorisations_guardian_id"), type_="foreignkey")
        for name, _ in reversed(AUTHORISATION_COLUMNS):
            authorisations.drop_column(name)
        authorisations.drop_column("state")
    # Not in a batch: SQLite would make the table anew, and dropping the old one takes its children along.
    for name, _ in reversed(MEMBER_COLUMNS):
        op.drop_column("application_members", name)
