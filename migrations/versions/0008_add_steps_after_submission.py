"""Add what happens after filing: helpers, supplements, decisions, objections, changes, feedback.

Revision: 0008_add_steps_after_submission
After: 0007_add_protection
"""

import sqlalchemy as sa
from alembic import op

revision = "0008_add_steps_after_submission"
down_revision = "0007_add_protection"
branch_labels = None
depends_on = None

MOMENT = sa.DateTime(timezone=True)
TABLES = (
    "feedback", "household_changes", "objections", "decisions", "supplement_entries", "supplements",
)  # fmt: skip
COLUMNS = {
    "requests": ("version",),
    "outbox": ("application_id",),
    "application_members": ("left_why", "left_on"),
    "applications": ("resume_key", "resume_code", "sender_hash", "sender"),
}


def upgrade() -> None:
    _create_helpers()
    _add_columns()
    _create_supplements()
    _create_decisions()
    _create_changes()


def _add_columns() -> None:
    op.add_column("applications", sa.Column("sender", sa.LargeBinary(), nullable=True))
    op.add_column("applications", sa.Column("sender_hash", sa.String(length=64), nullable=True))
    op.add_column("applications", sa.Column("resume_code", sa.LargeBinary(), nullable=True))
    op.add_column("applications", sa.Column("resume_key", sa.String(length=64), nullable=True))
    op.create_index(op.f("ix_applications_sender_hash"), "applications", ["sender_hash"], unique=False)
    op.create_index("uq_applications_resume_key", "applications", ["resume_key"], unique=True)
    op.add_column("application_members", sa.Column("left_on", sa.Date(), nullable=True))
    op.add_column("application_members", sa.Column("left_why", sa.String(length=16), nullable=True))
    op.add_column("requests", sa.Column("version", sa.Integer(), nullable=False, server_default="0"))
    op.add_column("outbox", sa.Column("application_id", sa.String(length=32), nullable=True))
    op.create_index(op.f("ix_outbox_application_id"), "outbox", ["application_id"], unique=False)
    _extend_events()


def _extend_events() -> None:
    """Every event gets the role that it was done in, and every request counts its steps."""
    with op.batch_alter_table("request_events") as events:
        events.add_column(
            sa.Column("role", sa.String(length=16), nullable=False, server_default="caseworker")
        )
        events.add_column(sa.Column("key", sa.String(length=64), nullable=True))
        events.add_column(sa.Column("helper_id", sa.Integer(), nullable=True))
        events.create_foreign_key(
            op.f("fk_request_events_helper_id"), "helpers", ["helper_id"], ["id"], ondelete="SET NULL"
        )
        events.create_index("uq_request_events_key", ["request_id", "key"], unique=True)
    op.execute("UPDATE request_events SET role = 'worker' WHERE \"by\" = 'worker'")
    op.execute("UPDATE request_events SET role = 'applicant' WHERE \"by\" IN ('applicant', 'member')")
    op.execute(
        "UPDATE requests SET version ="
        " (SELECT count(*) FROM request_events"
        " WHERE request_events.request_id = requests.id AND from_state <> to_state)"
    )


def _create_helpers() -> None:
    op.create_table(
        "helpers",
        sa.Column("id", sa.Integer(), nullable=False),
        sa.Column("application_id", sa.String(length=32), nullable=False),
        sa.Column("kind", sa.String(length=16), nullable=False),
        sa.Column("relation", sa.String(length=32), nullable=False),
        sa.Column("person", sa.String(length=64), nullable=False),
        sa.Column("name", sa.LargeBinary(), nullable=False),
        sa.Column("phone", sa.LargeBinary(), nullable=True),
        sa.Column("staff", sa.String(length=32), nullable=True),
        sa.Column("scope", sa.String(length=16), nullable=False),
        sa.Column("since", MOMENT, nullable=False),
        sa.Column("until", sa.Date(), nullable=True),
        sa.Column("consent_kind", sa.String(length=16), nullable=True),
        sa.Column("text_version", sa.String(length=32), nullable=True),
        sa.Column("text_hash", sa.String(length=64), nullable=True),
        sa.Column("signature", sa.LargeBinary(), nullable=True),
        sa.Column("consented_at", MOMENT, nullable=True),
        sa.Column("seen_at", MOMENT, nullable=True),
        sa.Column("seen_by", sa.String(length=32), nullable=True),
        sa.Column("withdrawn_at", MOMENT, nullable=True),
        sa.Column("withdrawn_by", sa.String(length=32), nullable=True),
        _key_to("helpers", "application_id", "applications"),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_helpers")),
    )
    op.create_index(op.f("ix_helpers_application_id"), "helpers", ["application_id"], unique=False)


def _key_to(table: str, column: str, other: str, ondelete: str = "CASCADE") -> sa.ForeignKeyConstraint:
    return sa.ForeignKeyConstraint(
        [column], [f"{other}.id"], name=op.f(f"fk_{table}_{column}"), ondelete=ondelete
    )


def _create_supplements() -> None:
    op.create_table(
        "supplements",
        sa.Column("id", sa.Integer(), nullable=False),
        sa.Column("request_id", sa.Integer(), nullable=False),
        sa.Column("asked_from", sa.String(length=24), nullable=False),
        sa.Column("asked_at", MOMENT, nullable=False),
        sa.Column("asked_by", sa.String(length=32), nullable=False),
        sa.Column("closed_at", MOMENT, nullable=True),
        _key_to("supplements", "request_id", "requests"),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_supplements")),
    )
    op.create_index(op.f("ix_supplements_request_id"), "supplements", ["request_id"], unique=False)
    _create_open_index("supplements", "closed_at")
    op.create_table(
        "supplement_entries",
        sa.Column("id", sa.Integer(), nullable=False),
        sa.Column("supplement_id", sa.Integer(), nullable=False),
        sa.Column("position", sa.Integer(), nullable=False),
        sa.Column("kind", sa.String(length=16), nullable=False),
        sa.Column("wanted", sa.LargeBinary(), nullable=False),
        sa.Column("why", sa.LargeBinary(), nullable=True),
        sa.Column("answer", sa.LargeBinary(), nullable=True),
        sa.Column("document", sa.String(length=64), nullable=True),
        sa.Column("answered_at", MOMENT, nullable=True),
        sa.Column("helper_id", sa.Integer(), nullable=True),
        _key_to("supplement_entries", "supplement_id", "supplements"),
        _key_to("supplement_entries", "helper_id", "helpers", "SET NULL"),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_supplement_entries")),
    )
    op.create_index(
        op.f("ix_supplement_entries_supplement_id"), "supplement_entries", ["supplement_id"], unique=False
    )


def _create_open_index(table: str, column: str) -> None:
    """At most one row of a request is open."""
    is_open = sa.text(f"{column} IS NULL")
    op.create_index(
        f"uq_{table}_open",
        table,
        ["request_id"],
        unique=True,
        sqlite_where=is_open,
        postgresql_where=is_open,
    )


def _create_decisions() -> None:
    op.create_table(
        "decisions",
        sa.Column("id", sa.Integer(), nullable=False),
        sa.Column("request_id", sa.Integer(), nullable=False),
        sa.Column("outcome", sa.String(length=16), nullable=False),
        sa.Column("at", MOMENT, nullable=False),
        sa.Column("role", sa.String(length=16), nullable=False),
        sa.Column("by", sa.String(length=32), nullable=False),
        sa.Column("guide_version", sa.String(length=64), nullable=False),
        sa.Column("findings", sa.LargeBinary(), nullable=False),
        sa.Column("note", sa.LargeBinary(), nullable=True),
        sa.Column("amount_fen", sa.Integer(), nullable=True),
        _key_to("decisions", "request_id", "requests"),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_decisions")),
    )
    op.create_index(op.f("ix_decisions_request_id"), "decisions", ["request_id"], unique=False)
    op.create_table(
        "objections",
        sa.Column("id", sa.Integer(), nullable=False),
        sa.Column("request_id", sa.Integer(), nullable=False),
        sa.Column("made_at", MOMENT, nullable=False),
        sa.Column("grounds", sa.LargeBinary(), nullable=False),
        sa.Column("words", sa.LargeBinary(), nullable=False),
        sa.Column("helper_id", sa.Integer(), nullable=True),
        sa.Column("settled_at", MOMENT, nullable=True),
        sa.Column("outcome", sa.String(length=16), nullable=True),
        _key_to("objections", "request_id", "requests"),
        _key_to("objections", "helper_id", "helpers", "SET NULL"),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_objections")),
    )
    op.create_index(op.f("ix_objections_request_id"), "objections", ["request_id"], unique=False)
    _create_open_index("objections", "settled_at")


def _create_changes() -> None:
    op.create_table(
        "household_changes",
        sa.Column("id", sa.Integer(), nullable=False),
        sa.Column("application_id", sa.String(length=32), nullable=False),
        sa.Column("kind", sa.String(length=16), nullable=False),
        sa.Column("person", sa.String(length=64), nullable=True),
        sa.Column("happened_on", sa.Date(), nullable=False),
        sa.Column("facts", sa.LargeBinary(), nullable=False),
        sa.Column("words", sa.LargeBinary(), nullable=True),
        sa.Column("reported_at", MOMENT, nullable=False),
        sa.Column("helper_id", sa.Integer(), nullable=True),
        sa.Column("key", sa.String(length=64), nullable=True),
        sa.Column("seen_at", MOMENT, nullable=True),
        sa.Column("seen_by", sa.String(length=32), nullable=True),
        _key_to("household_changes", "application_id", "applications"),
        _key_to("household_changes", "helper_id", "helpers", "SET NULL"),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_household_changes")),
    )
    op.create_index(
        op.f("ix_household_changes_application_id"), "household_changes", ["application_id"], unique=False
    )
    op.create_index("uq_household_changes_key", "household_changes", ["application_id", "key"], unique=True)
    op.create_table(
        "feedback",
        sa.Column("id", sa.Integer(), nullable=False),
        sa.Column("application_id", sa.String(length=32), nullable=False),
        sa.Column("answer", sa.String(length=16), nullable=False),
        sa.Column("words", sa.LargeBinary(), nullable=True),
        sa.Column("at", MOMENT, nullable=False),
        _key_to("feedback", "application_id", "applications"),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_feedback")),
        sa.UniqueConstraint("application_id", name=op.f("uq_feedback_application_id")),
    )


def downgrade() -> None:
    for table in TABLES:
        op.drop_table(table)
    with op.batch_alter_table("request_events") as events:
        events.drop_index("uq_request_events_key")
        events.drop_constraint("fk_request_events_helper_id", type_="foreignkey")
        events.drop_column("helper_id")
        events.drop_column("key")
        events.drop_column("role")
    op.drop_table("helpers")
    op.drop_index(op.f("ix_outbox_application_id"), table_name="outbox")
    op.drop_index("uq_applications_resume_key", table_name="applications")
    op.drop_index(op.f("ix_applications_sender_hash"), table_name="applications")
    # Not in a batch: on SQLite that makes the table anew, and what hangs on its rows goes with the old one.
    for table, columns in COLUMNS.items():
        for column in columns:
            op.drop_column(table, column)
