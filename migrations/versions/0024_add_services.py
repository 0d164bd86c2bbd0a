"""Add what people need and who gives it: changed levels, demands, providers, assignments, hours.

Revision: 0024_add_services
"""

import sqlalchemy as sa
from alembic import op

revision = "0024_add_services"
down_revision = "0023_add_warnings"
branch_labels = None
depends_on = None
TABLES = (
    "service_hours", "service_assignments", "service_offers", "service_provider_towns", "service_providers",
    "service_demands", "need_changes",
)  # fmt: skip


def upgrade() -> None:
    op.create_table(
        "need_changes",
        _id(),
        sa.Column("application_id", sa.String(length=32), nullable=False),
        sa.Column("person", sa.String(length=64), nullable=True),
        sa.Column("dimension", sa.String(length=16), nullable=False),
        sa.Column("said", sa.LargeBinary(), nullable=False),
        sa.Column("by", sa.String(length=32), nullable=False),
        sa.Column("at", sa.DateTime(timezone=True), nullable=False),
        sa.Column("key", sa.String(length=64), nullable=True),
        _belongs("need_changes", "application_id", "applications.id"),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_need_changes")),
    )
    op.create_index(op.f("ix_need_changes_application_id"), "need_changes", ["application_id"])
    op.create_index("uq_need_changes_key", "need_changes", ["application_id", "key"], unique=True)
    _create_demands()
    _create_providers()
    _create_assignments()


def _id() -> sa.Column:
    return sa.Column("id", sa.Integer(), nullable=False)


def _belongs(table: str, column: str, to: str) -> sa.ForeignKeyConstraint:
    return sa.ForeignKeyConstraint([column], [to], name=op.f(f"fk_{table}_{column}"), ondelete="CASCADE")


def _create_demands() -> None:
    op.create_table(
        "service_demands",
        _id(),
        sa.Column("member_id", sa.Integer(), nullable=False),
        sa.Column("request_id", sa.Integer(), nullable=False),
        sa.Column("service", sa.String(length=32), nullable=False),
        sa.Column("district", sa.String(length=32), nullable=True),
        sa.Column("town", sa.String(length=12), nullable=True),
        sa.Column("minutes_per_week", sa.Integer(), nullable=False),
        sa.Column("opened_on", sa.Date(), nullable=False),
        sa.Column("opened_by", sa.String(length=32), nullable=False),
        sa.Column("opened_at", sa.DateTime(timezone=True), nullable=False),
        sa.Column("closed_on", sa.Date(), nullable=True),
        sa.Column("closed_by", sa.String(length=32), nullable=True),
        _belongs("service_demands", "member_id", "application_members.id"),
        _belongs("service_demands", "request_id", "requests.id"),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_service_demands")),
    )
    is_open = sa.text("closed_on IS NULL")
    op.create_index(
        "uq_service_demands_open",
        "service_demands",
        ["member_id", "service"],
        unique=True,
        sqlite_where=is_open,
        postgresql_where=is_open,
    )
    for columns in (["member_id"], ["request_id"], ["district", "town"]):
        op.create_index(op.f(f"ix_service_demands_{'_'.join(columns)}"), "service_demands", columns)


def _create_providers() -> None:
    op.create_table(
        "service_providers",
        _id(),
        sa.Column("name", sa.LargeBinary(), nullable=False),
        sa.Column("district", sa.String(length=32), nullable=False),
        sa.Column("town", sa.String(length=12), nullable=False),
        sa.Column("by", sa.String(length=32), nullable=False),
        sa.Column("at", sa.DateTime(timezone=True), nullable=False),
        sa.Column("key", sa.String(length=64), nullable=False),
        sa.Column("closed_at", sa.DateTime(timezone=True), nullable=True),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_service_providers")),
        sa.UniqueConstraint("key", name=op.f("uq_service_providers_key")),
    )
    op.create_index(op.f("ix_service_providers_district"), "service_providers", ["district"])
    op.create_table(
        "service_provider_towns",
        sa.Column("provider_id", sa.Integer(), nullable=False),
        sa.Column("town", sa.String(length=12), nullable=False),
        _belongs("service_provider_towns", "provider_id", "service_providers.id"),
        sa.PrimaryKeyConstraint("provider_id", "town", name=op.f("pk_service_provider_towns")),
    )
    op.create_index(op.f("ix_service_provider_towns_town"), "service_provider_towns", ["town"])
    op.create_table(
        "service_offers",
        _id(),
        sa.Column("provider_id", sa.Integer(), nullable=False),
        sa.Column("service", sa.String(length=32), nullable=False),
        sa.Column("minutes_per_month", sa.BigInteger(), nullable=False),
        sa.Column("places", sa.Integer(), nullable=True),
        _belongs("service_offers", "provider_id", "service_providers.id"),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_service_offers")),
    )
    op.create_index("uq_service_offers_service", "service_offers", ["provider_id", "service"], unique=True)
    op.create_index(op.f("ix_service_offers_service"), "service_offers", ["service"])


def _create_assignments() -> None:
    op.create_table(
        "service_assignments",
        _id(),
        sa.Column("demand_id", sa.Integer(), nullable=False),
        sa.Column("offer_id", sa.Integer(), nullable=False),
        sa.Column("minutes_per_week", sa.Integer(), nullable=False),
        sa.Column("begins", sa.Date(), nullable=False),
        sa.Column("ends", sa.Date(), nullable=True),
        sa.Column("by", sa.String(length=32), nullable=False),
        sa.Column("at", sa.DateTime(timezone=True), nullable=False),
        sa.Column("ended_by", sa.String(length=32), nullable=True),
        sa.Column("key", sa.String(length=64), nullable=False),
        _belongs("service_assignments", "demand_id", "service_demands.id"),
        _belongs("service_assignments", "offer_id", "service_offers.id"),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_service_assignments")),
        sa.UniqueConstraint("key", name=op.f("uq_service_assignments_key")),
    )
    for column in ("demand_id", "offer_id"):
        op.create_index(op.f(f"ix_service_assignments_{column}"), "service_assignments", [column])
    op.create_table(
        "service_hours",
        sa.Column("assignment_id", sa.Integer(), nullable=False),
        sa.Column("month", sa.Date(), nullable=False),
        sa.Column("minutes", sa.Integer(), nullable=False),
        sa.Column("by", sa.String(length=32), nullable=False),
        sa.Column("at", sa.DateTime(timezone=True), nullable=False),
        _belongs("service_hours", "assignment_id", "service_assignments.id"),
        sa.PrimaryKeyConstraint("assignment_id", "month", name=op.f("pk_service_hours")),
    )
    op.create_index(op.f("ix_service_hours_month"), "service_hours", ["month"])


def downgrade() -> None:
    for table in TABLES:
        op.drop_table(table)
