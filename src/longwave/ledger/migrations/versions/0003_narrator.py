"""The narrator: what models are asked and cost, what was spent, which budgets were reached, and who paused a lane."""

import sqlalchemy as sa
from alembic import op

NUMBER = sa.BigInteger().with_variant(sa.Integer(), "sqlite")
revision = "0003"
down_revision = "0002"


def upgrade() -> None:
    op.drop_table("calls")
    op.create_table(
        "calls",
        sa.Column("key", sa.Text(), nullable=False),
        sa.Column("digest", sa.String(length=64), nullable=False),
        sa.Column("persona", sa.Text(), nullable=False),
        sa.Column("day", sa.Date(), nullable=False),
        sa.Column("form", sa.String(length=40), nullable=False),
        sa.Column("narrator", sa.Text(), nullable=False),
        sa.Column("status", sa.String(length=10), nullable=False),
        sa.Column("dispatches", sa.Integer(), nullable=False),
        sa.Column("opened_at", sa.String(length=27), nullable=False),
        sa.Column("settled_at", sa.String(length=27), nullable=True),
        sa.Column("took_ms", sa.Integer(), nullable=True),
        sa.Column("reserved_tokens", sa.BigInteger(), nullable=False),
        sa.Column("reserved_microusd", sa.BigInteger(), nullable=False),
        sa.Column("tokens", sa.BigInteger(), nullable=False),
        sa.Column("microusd", sa.BigInteger(), nullable=False),
        sa.Column("prompt", sa.Text(), nullable=True),
        sa.Column("reply", sa.Text(), nullable=True),
        sa.Column("error", sa.Text(), nullable=True),
        sa.PrimaryKeyConstraint("key", name=op.f("pk_calls")),
    )
    op.create_index(op.f("ix_calls_status_opened_at"), "calls", ["status", "opened_at"], unique=False)
    op.create_index(op.f("ix_calls_persona_day"), "calls", ["persona", "day"], unique=False)
    op.add_column("pieces", sa.Column("because", sa.Text(), nullable=False, server_default=sa.text("''")))
    op.add_column("pieces", sa.Column("tokens", sa.BigInteger(), nullable=False, server_default="0"))
    op.add_column("pieces", sa.Column("microusd", sa.BigInteger(), nullable=False, server_default="0"))
    op.create_table(
        "spends",
        sa.Column("scope", sa.String(length=200), nullable=False),
        sa.Column("tokens", sa.BigInteger(), nullable=False),
        sa.Column("microusd", sa.BigInteger(), nullable=False),
        sa.Column("reserved_tokens", sa.BigInteger(), nullable=False),
        sa.Column("reserved_microusd", sa.BigInteger(), nullable=False),
        sa.PrimaryKeyConstraint("scope", name=op.f("pk_spends")),
    )
    op.create_table(
        "budget_notices",
        sa.Column("scope", sa.String(length=200), nullable=False),
        sa.Column("is_soft", sa.Boolean(), nullable=False),
        sa.Column("seq", sa.BigInteger(), nullable=False),
        sa.PrimaryKeyConstraint("scope", "is_soft", name=op.f("pk_budget_notices")),
    )
    op.create_table(
        "pauses",
        sa.Column("number", NUMBER, autoincrement=False, nullable=False),
        sa.Column("request_id", sa.String(length=200), nullable=False),
        sa.Column("lane", sa.String(length=20), nullable=False),
        sa.Column("is_pause", sa.Boolean(), nullable=False),
        sa.Column("took_effect", sa.Boolean(), nullable=False),
        sa.Column("by", sa.Text(), nullable=False),
        sa.Column("at", sa.String(length=27), nullable=False),
        sa.Column("reason", sa.Text(), nullable=False),
        sa.PrimaryKeyConstraint("number", name=op.f("pk_pauses")),
        sa.UniqueConstraint("request_id", name=op.f("uq_pauses_request_id")),
    )
    op.create_index(op.f("ix_pauses_lane_number"), "pauses", ["lane", "number"], unique=False)
