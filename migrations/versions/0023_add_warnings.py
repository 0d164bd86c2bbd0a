"""Keep warnings of dynamic monitoring, the visits, who looks after which village, and who wants no visit.

Revision: 0023_add_warnings
"""

import sqlalchemy as sa
from alembic import op

revision = "0023_add_warnings"
down_revision = "0022_add_request_visitor"
branch_labels = None
depends_on = None
MOMENT = sa.DateTime(timezone=True)
LASTING = sa.text("ended_at IS NULL")


def upgrade() -> None:
    _create_warnings()
    _create_visits()
    op.create_table(
        "village_assistants",
        sa.Column("id", sa.Integer(), nullable=False),
        sa.Column("town", sa.String(length=12), nullable=False),
        sa.Column("village", sa.String(length=40), nullable=False),
        sa.Column("staff_id", sa.Integer(), nullable=False),
        sa.ForeignKeyConstraint(
            ["staff_id"], ["staff.id"], name=op.f("fk_village_assistants_staff_id"), ondelete="CASCADE"
        ),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_village_assistants")),
    )
    op.create_index("uq_village_assistants_place", "village_assistants", ["town", "village"], unique=True)
    op.create_index(op.f("ix_village_assistants_staff_id"), "village_assistants", ["staff_id"])
    op.create_table(
        "contact_refusals",
        sa.Column("person_key", sa.String(length=64), nullable=False),
        sa.Column("id_number", sa.LargeBinary(), nullable=False),
        sa.Column("by", sa.String(length=32), nullable=False),
        sa.Column("at", MOMENT, nullable=False),
        sa.PrimaryKeyConstraint("person_key", name=op.f("pk_contact_refusals")),
    )


def _create_warnings() -> None:
    op.create_table(
        "warnings",
        sa.Column("id", sa.Integer(), nullable=False),
        sa.Column("rule", sa.String(length=40), nullable=False),
        sa.Column("layer", sa.String(length=40), nullable=False),
        sa.Column("rank", sa.SmallInteger(), nullable=False),
        sa.Column("district", sa.String(length=32), nullable=False),
        sa.Column("town", sa.String(length=12), nullable=False),
        sa.Column("person_key", sa.String(length=64), nullable=False),
        sa.Column("household_key", sa.String(length=64), nullable=False),
        sa.Column("cause_key", sa.String(length=64), nullable=False),
        sa.Column("subject", sa.LargeBinary(), nullable=False),
        sa.Column("contact", sa.LargeBinary(), nullable=True),
        sa.Column("facts", sa.LargeBinary(), nullable=True),
        sa.Column("guide_version", sa.String(length=64), nullable=False),
        sa.Column("state", sa.String(length=16), nullable=False),
        sa.Column("result", sa.String(length=16), nullable=True),
        sa.Column("assistant_id", sa.Integer(), nullable=True),
        sa.Column("pushed_at", MOMENT, nullable=False),
        sa.Column("visited_at", MOMENT, nullable=True),
        sa.Column("closed_at", MOMENT, nullable=True),
        sa.Column("ended_at", MOMENT, nullable=True),
        sa.Column("settled_at", MOMENT, nullable=True),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_warnings")),
    )
    op.create_index(
        "uq_warnings_lasting", "warnings", ["cause_key"], unique=True, sqlite_where=LASTING,
        postgresql_where=LASTING,
    )  # fmt: skip
    for place in ("town", "district"):
        name = op.f(f"ix_warnings_{place}_state_rank_pushed_at")
        op.create_index(name, "warnings", [place, "state", "rank", "pushed_at"])
    for column in ("person_key", "household_key", "assistant_id"):
        op.create_index(op.f(f"ix_warnings_{column}"), "warnings", [column])


def _create_visits() -> None:
    op.create_table(
        "warning_visits",
        sa.Column("id", sa.Integer(), nullable=False),
        sa.Column("warning_id", sa.Integer(), nullable=False),
        sa.Column("visited_on", sa.Date(), nullable=False),
        sa.Column("outcome", sa.String(length=16), nullable=False),
        sa.Column("note", sa.LargeBinary(), nullable=True),
        sa.Column("by", sa.String(length=32), nullable=False),
        sa.Column("at", MOMENT, nullable=False),
        sa.Column("key", sa.String(length=64), nullable=True),
        sa.ForeignKeyConstraint(
            ["warning_id"], ["warnings.id"], name=op.f("fk_warning_visits_warning_id"), ondelete="CASCADE"
        ),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_warning_visits")),
    )
    op.create_index("uq_warning_visits_key", "warning_visits", ["warning_id", "key"], unique=True)


def downgrade() -> None:
    for table in ("contact_refusals", "village_assistants", "warning_visits", "warnings"):
        op.drop_table(table)
