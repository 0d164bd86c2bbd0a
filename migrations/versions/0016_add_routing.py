"""Add which town a request is with and why, transfers in the province, and what follows a decision.

Re-checks, commitments that were not kept, referrals to charities, notices to the desks, corrected mistakes.

Revision: 0016_add_routing
"""

import sqlalchemy as sa
from alembic import op

revision = "0016_add_routing"
down_revision = "0015_add_casework"
branch_labels = None
depends_on = None

PLACES = (("residence_district", 32), ("residence_town", 12), ("event_district", 32), ("event_town", 12))
TABLES = (
    "request_routes", "transfers", "rechecks", "breaches", "breach_events", "referrals", "desk_notices",
    "corrections",
)  # fmt: skip


def upgrade() -> None:
    for name, length in PLACES:
        op.add_column("applications", sa.Column(name, sa.String(length=length), nullable=True))
    _add_request_routes()
    _add_transfers()
    _add_rechecks()
    _add_breaches()
    _add_breach_events()
    _add_referrals()
    _add_desk_notices()
    _add_corrections()


def downgrade() -> None:
    for name in reversed(TABLES):
        op.drop_table(name)
    for name, _ in reversed(PLACES):
        op.drop_column("applications", name)


def _add_request_routes() -> None:
    op.create_table(
        "request_routes",
        sa.Column("id", sa.Integer(), nullable=False),
        sa.Column("request_id", sa.Integer(), nullable=False),
        sa.Column("place", sa.String(length=16), nullable=False),
        sa.Column("district", sa.String(length=32), nullable=True),
        sa.Column("town", sa.String(length=12), nullable=True),
        sa.Column("from_district", sa.String(length=32), nullable=True),
        sa.Column("from_town", sa.String(length=12), nullable=True),
        sa.Column("says", sa.Text(), nullable=False),
        sa.Column("source", sa.Text(), nullable=False),
        sa.Column("reason", sa.LargeBinary(), nullable=True),
        sa.Column("by", sa.String(length=32), nullable=False),
        sa.Column("at", sa.DateTime(timezone=True), nullable=False),
        sa.Column("key", sa.String(length=64), nullable=True),
        sa.ForeignKeyConstraint(
            ["request_id"], ["requests.id"], name=op.f("fk_request_routes_request_id"), ondelete="CASCADE"
        ),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_request_routes")),
    )
    op.create_index(op.f("ix_request_routes_request_id"), "request_routes", ["request_id"], unique=False)
    op.create_index("uq_request_routes_key", "request_routes", ["request_id", "key"], unique=True)


def _add_transfers() -> None:
    op.create_table(
        "transfers",
        sa.Column("id", sa.Integer(), nullable=False),
        sa.Column("number", sa.String(length=32), nullable=False),
        sa.Column("direction", sa.String(length=3), nullable=False),
        sa.Column("request_id", sa.Integer(), nullable=True),
        sa.Column("district", sa.String(length=32), nullable=True),
        sa.Column("town", sa.String(length=12), nullable=True),
        sa.Column("there_city", sa.String(length=6), nullable=False),
        sa.Column("there", sa.String(length=64), nullable=False),
        sa.Column("letter", sa.LargeBinary(), nullable=False),
        sa.Column("consent", sa.String(length=16), nullable=True),
        sa.Column("state", sa.String(length=12), nullable=False),
        sa.Column("attempts", sa.Integer(), nullable=False),
        sa.Column("fault", sa.String(length=64), nullable=True),
        sa.Column("due_at", sa.DateTime(timezone=True), nullable=True),
        sa.Column("sending_since", sa.DateTime(timezone=True), nullable=True),
        sa.Column("outcome", sa.String(length=16), nullable=True),
        sa.Column("answer", sa.LargeBinary(), nullable=True),
        sa.Column("by", sa.String(length=32), nullable=False),
        sa.Column("opened_at", sa.DateTime(timezone=True), nullable=False),
        sa.Column("taken_at", sa.DateTime(timezone=True), nullable=True),
        sa.Column("closed_at", sa.DateTime(timezone=True), nullable=True),
        sa.ForeignKeyConstraint(
            ["request_id"], ["requests.id"], name=op.f("fk_transfers_request_id"), ondelete="CASCADE"
        ),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_transfers")),
        sa.UniqueConstraint("number", name=op.f("uq_transfers_number")),
    )
    op.create_index(op.f("ix_transfers_state_due_at"), "transfers", ["state", "due_at"], unique=False)
    op.create_index(op.f("ix_transfers_town"), "transfers", ["town"], unique=False)
    op.create_index(
        "uq_transfers_open",
        "transfers",
        ["request_id"],
        unique=True,
        sqlite_where=sa.text("closed_at IS NULL"),
        postgresql_where=sa.text("closed_at IS NULL"),
    )


def _add_rechecks() -> None:
    op.create_table(
        "rechecks",
        sa.Column("id", sa.Integer(), nullable=False),
        sa.Column("request_id", sa.Integer(), nullable=False),
        sa.Column("cause", sa.String(length=16), nullable=False),
        sa.Column("due_on", sa.Date(), nullable=False),
        sa.Column("says", sa.Text(), nullable=False),
        sa.Column("source", sa.Text(), nullable=False),
        sa.Column("planned_at", sa.DateTime(timezone=True), nullable=False),
        sa.Column("planned_by", sa.String(length=32), nullable=False),
        sa.Column("opened_at", sa.DateTime(timezone=True), nullable=True),
        sa.Column("done_at", sa.DateTime(timezone=True), nullable=True),
        sa.Column("done_by", sa.String(length=32), nullable=True),
        sa.Column("outcome", sa.String(length=16), nullable=True),
        sa.Column("until", sa.Date(), nullable=True),
        sa.Column("amount_fen", sa.Integer(), nullable=True),
        sa.Column("findings", sa.LargeBinary(), nullable=True),
        sa.Column("note", sa.LargeBinary(), nullable=True),
        sa.ForeignKeyConstraint(
            ["request_id"], ["requests.id"], name=op.f("fk_rechecks_request_id"), ondelete="CASCADE"
        ),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_rechecks")),
    )
    op.create_index(op.f("ix_rechecks_due_on"), "rechecks", ["due_on"], unique=False)
    op.create_index(op.f("ix_rechecks_request_id"), "rechecks", ["request_id"], unique=False)
    op.create_index(
        "uq_rechecks_waiting",
        "rechecks",
        ["request_id", "cause"],
        unique=True,
        sqlite_where=sa.text("done_at IS NULL"),
        postgresql_where=sa.text("done_at IS NULL"),
    )


def _add_breaches() -> None:
    op.create_table(
        "breaches",
        sa.Column("id", sa.Integer(), nullable=False),
        sa.Column("application_id", sa.String(length=32), nullable=False),
        sa.Column("member_id", sa.Integer(), nullable=False),
        sa.Column("state", sa.String(length=12), nullable=False),
        sa.Column("version", sa.Integer(), nullable=False),
        sa.Column("facts", sa.LargeBinary(), nullable=False),
        sa.Column("words", sa.LargeBinary(), nullable=False),
        sa.Column("measures", sa.String(length=120), nullable=False),
        sa.Column("expires_on", sa.Date(), nullable=True),
        sa.Column("found_at", sa.DateTime(timezone=True), nullable=False),
        sa.Column("found_by", sa.String(length=32), nullable=False),
        sa.Column("key", sa.String(length=64), nullable=True),
        sa.ForeignKeyConstraint(
            ["application_id"],
            ["applications.id"],
            name=op.f("fk_breaches_application_id"),
            ondelete="CASCADE",
        ),
        sa.ForeignKeyConstraint(
            ["member_id"], ["application_members.id"], name=op.f("fk_breaches_member_id"), ondelete="CASCADE"
        ),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_breaches")),
        sa.UniqueConstraint("key", name=op.f("uq_breaches_key")),
    )
    op.create_index(op.f("ix_breaches_application_id"), "breaches", ["application_id"], unique=False)
    op.create_index(op.f("ix_breaches_state_expires_on"), "breaches", ["state", "expires_on"], unique=False)


def _add_breach_events() -> None:
    op.create_table(
        "breach_events",
        sa.Column("id", sa.Integer(), nullable=False),
        sa.Column("breach_id", sa.Integer(), nullable=False),
        sa.Column("from_state", sa.String(length=12), nullable=False),
        sa.Column("to_state", sa.String(length=12), nullable=False),
        sa.Column("at", sa.DateTime(timezone=True), nullable=False),
        sa.Column("role", sa.String(length=16), nullable=False),
        sa.Column("by", sa.String(length=32), nullable=False),
        sa.Column("note", sa.LargeBinary(), nullable=True),
        sa.Column("key", sa.String(length=64), nullable=True),
        sa.ForeignKeyConstraint(
            ["breach_id"], ["breaches.id"], name=op.f("fk_breach_events_breach_id"), ondelete="CASCADE"
        ),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_breach_events")),
    )
    op.create_index(op.f("ix_breach_events_breach_id"), "breach_events", ["breach_id"], unique=False)
    op.create_index("uq_breach_events_key", "breach_events", ["breach_id", "key"], unique=True)


def _add_referrals() -> None:
    op.create_table(
        "referrals",
        sa.Column("id", sa.Integer(), nullable=False),
        sa.Column("request_id", sa.Integer(), nullable=False),
        sa.Column("policy", sa.String(length=64), nullable=False),
        sa.Column("person", sa.String(length=64), nullable=True),
        sa.Column("findings", sa.LargeBinary(), nullable=False),
        sa.Column("state", sa.String(length=12), nullable=False),
        sa.Column("offered_at", sa.DateTime(timezone=True), nullable=False),
        sa.Column("offered_by", sa.String(length=32), nullable=False),
        sa.Column("consent", sa.String(length=16), nullable=True),
        sa.Column("text_hash", sa.String(length=64), nullable=True),
        sa.Column("consented_at", sa.DateTime(timezone=True), nullable=True),
        sa.Column("consented_by", sa.String(length=32), nullable=True),
        sa.Column("sent_at", sa.DateTime(timezone=True), nullable=True),
        sa.Column("sent_by", sa.String(length=32), nullable=True),
        sa.Column("outcome", sa.String(length=16), nullable=True),
        sa.Column("answer", sa.LargeBinary(), nullable=True),
        sa.Column("answered_at", sa.DateTime(timezone=True), nullable=True),
        sa.ForeignKeyConstraint(
            ["request_id"], ["requests.id"], name=op.f("fk_referrals_request_id"), ondelete="CASCADE"
        ),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_referrals")),
    )
    op.create_index(op.f("ix_referrals_request_id"), "referrals", ["request_id"], unique=False)
    op.create_index("uq_referrals_policy", "referrals", ["request_id", "policy"], unique=True)


def _add_desk_notices() -> None:
    op.create_table(
        "desk_notices",
        sa.Column("id", sa.Integer(), nullable=False),
        sa.Column("kind", sa.String(length=24), nullable=False),
        sa.Column("cause", sa.String(length=120), nullable=False),
        sa.Column("level", sa.String(length=8), nullable=False),
        sa.Column("district", sa.String(length=32), nullable=True),
        sa.Column("town", sa.String(length=12), nullable=True),
        sa.Column("request_id", sa.Integer(), nullable=True),
        sa.Column("due_at", sa.DateTime(timezone=True), nullable=True),
        sa.Column("at", sa.DateTime(timezone=True), nullable=False),
        sa.Column("seen_at", sa.DateTime(timezone=True), nullable=True),
        sa.Column("seen_by", sa.String(length=32), nullable=True),
        sa.ForeignKeyConstraint(
            ["request_id"], ["requests.id"], name=op.f("fk_desk_notices_request_id"), ondelete="CASCADE"
        ),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_desk_notices")),
        sa.UniqueConstraint("cause", name=op.f("uq_desk_notices_cause")),
    )
    op.create_index(op.f("ix_desk_notices_at"), "desk_notices", ["at"], unique=False)
    op.create_index(
        op.f("ix_desk_notices_level_district_seen_at"),
        "desk_notices",
        ["level", "district", "seen_at"],
        unique=False,
    )
    op.create_index(
        op.f("ix_desk_notices_level_town_seen_at"), "desk_notices", ["level", "town", "seen_at"], unique=False
    )
    op.create_index(op.f("ix_desk_notices_request_id"), "desk_notices", ["request_id"], unique=False)


def _add_corrections() -> None:
    op.create_table(
        "corrections",
        sa.Column("id", sa.Integer(), nullable=False),
        sa.Column("district", sa.String(length=32), nullable=False),
        sa.Column("town", sa.String(length=12), nullable=True),
        sa.Column("policy", sa.String(length=64), nullable=True),
        sa.Column("happened_on", sa.Date(), nullable=False),
        sa.Column("found_on", sa.Date(), nullable=False),
        sa.Column("found_how", sa.String(length=16), nullable=False),
        sa.Column("effect", sa.String(length=16), nullable=False),
        sa.Column("what", sa.LargeBinary(), nullable=False),
        sa.Column("put_right_on", sa.Date(), nullable=False),
        sa.Column("put_right", sa.LargeBinary(), nullable=False),
        sa.Column("lesson", sa.LargeBinary(), nullable=True),
        sa.Column("by", sa.String(length=32), nullable=False),
        sa.Column("at", sa.DateTime(timezone=True), nullable=False),
        sa.Column("key", sa.String(length=64), nullable=True),
        sa.Column("is_excused", sa.Boolean(), nullable=True),
        sa.Column("judged_why", sa.LargeBinary(), nullable=True),
        sa.Column("judged_by", sa.String(length=32), nullable=True),
        sa.Column("judged_at", sa.DateTime(timezone=True), nullable=True),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_corrections")),
        sa.UniqueConstraint("key", name=op.f("uq_corrections_key")),
    )
    op.create_index(op.f("ix_corrections_district_town"), "corrections", ["district", "town"], unique=False)
