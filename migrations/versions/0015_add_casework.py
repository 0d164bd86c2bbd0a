"""Add what the caseworkers' desk keeps: the queue's order, who holds what, surveys, publicity, minutes.

Revision: 0015_add_casework
After: 0012_add_ledger
"""

import sqlalchemy as sa
from alembic import op

revision = "0015_add_casework"
down_revision = "0012_add_ledger"
branch_labels = None
depends_on = None

WAITS = sa.text("queue_at IS NOT NULL")
ORDER = ["queue_rank", "queue_at", "id"]
QUEUES = {
    "ix_requests_queue": ORDER,
    "ix_requests_queue_town": ["town", *ORDER],
    "ix_requests_queue_district": ["district", *ORDER],
    "ix_requests_queue_clerk": ["clerk_id", *ORDER],
    "ix_requests_queue_counts": ["district", "state", "queue_at"],
}
# What waits already comes in the order of its clock; what has none comes last.
FILL = """
UPDATE requests SET queue_at = coalesce(due_at, '9999-01-01 00:00:00+00:00'),
  queue_rank = CASE WHEN state IN ('supplement-requested', 'not-approved') THEN 2
                    WHEN is_urgent THEN 0 ELSE 1 END
WHERE state NOT IN ('draft', 'closed', 'withdrawn', 'lapsed')
"""


def upgrade() -> None:
    op.add_column("requests", sa.Column("clerk_id", sa.Integer(), nullable=True))
    op.add_column("requests", sa.Column("queue_rank", sa.SmallInteger(), nullable=True))
    op.add_column("requests", sa.Column("queue_at", sa.DateTime(timezone=True), nullable=True))
    postgres = op.get_bind().dialect.name == "postgresql"
    op.execute(FILL if postgres else FILL.replace("+00:00", ".000000"))
    for name, columns in QUEUES.items():
        op.create_index(name, "requests", columns, sqlite_where=WAITS, postgresql_where=WAITS)
    op.add_column("decisions", sa.Column("starts_on", sa.Date(), nullable=True))
    op.add_column("decisions", sa.Column("minutes", sa.LargeBinary(), nullable=True))
    _create_surveys()
    _create_publicities()


def _create_surveys() -> None:
    op.create_table(
        "surveys",
        sa.Column("id", sa.Integer(), nullable=False),
        sa.Column("application_id", sa.String(length=32), nullable=False),
        sa.Column("request_id", sa.Integer(), nullable=False),
        sa.Column("visited_on", sa.Date(), nullable=False),
        sa.Column("met", sa.LargeBinary(), nullable=False),
        sa.Column("facts", sa.LargeBinary(), nullable=False),
        sa.Column("note", sa.LargeBinary(), nullable=True),
        sa.Column("by", sa.String(length=32), nullable=False),
        sa.Column("at", sa.DateTime(timezone=True), nullable=False),
        sa.Column("key", sa.String(length=64), nullable=True),
        sa.ForeignKeyConstraint(
            ["application_id"],
            ["applications.id"],
            name=op.f("fk_surveys_application_id"),
            ondelete="CASCADE",
        ),
        sa.ForeignKeyConstraint(
            ["request_id"], ["requests.id"], name=op.f("fk_surveys_request_id"), ondelete="CASCADE"
        ),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_surveys")),
    )
    op.create_index(op.f("ix_surveys_application_id"), "surveys", ["application_id"])
    op.create_index("uq_surveys_key", "surveys", ["request_id", "key"], unique=True)


def _create_publicities() -> None:
    op.create_table(
        "publicities",
        sa.Column("id", sa.Integer(), nullable=False),
        sa.Column("request_id", sa.Integer(), nullable=False),
        sa.Column("name", sa.LargeBinary(), nullable=False),
        sa.Column("village", sa.LargeBinary(), nullable=False),
        sa.Column("shown_as", sa.String(length=64), nullable=False),
        sa.Column("district", sa.String(length=32), nullable=True),
        sa.Column("town", sa.String(length=12), nullable=True),
        sa.Column("begins", sa.Date(), nullable=False),
        sa.Column("until", sa.Date(), nullable=False),
        sa.Column("by", sa.String(length=32), nullable=False),
        sa.Column("taken_down_at", sa.DateTime(timezone=True), nullable=True),
        sa.ForeignKeyConstraint(
            ["request_id"], ["requests.id"], name=op.f("fk_publicities_request_id"), ondelete="CASCADE"
        ),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_publicities")),
    )
    op.create_index(op.f("ix_publicities_request_id"), "publicities", ["request_id"])
    op.create_index(op.f("ix_publicities_town_until"), "publicities", ["town", "until"])


def downgrade() -> None:
    op.drop_table("publicities")
    op.drop_table("surveys")
    op.drop_column("decisions", "minutes")
    op.drop_column("decisions", "starts_on")
    for name in QUEUES:
        op.drop_index(name, table_name="requests")
    for column in ("queue_at", "queue_rank", "clerk_id"):
        op.drop_column("requests", column)
