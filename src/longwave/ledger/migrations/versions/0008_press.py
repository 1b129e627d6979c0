"""The press: the layers that were promised, and the issues."""

import sqlalchemy as sa
from alembic import op

revision = "0008"
down_revision = "0007"


def upgrade() -> None:
    op.create_table(
        "press_issues",
        sa.Column("issue", sa.BigInteger().with_variant(sa.Integer(), "sqlite"), autoincrement=False, nullable=False),
        sa.Column("at", sa.String(length=27), nullable=False),
        sa.Column("coming", sa.String(), nullable=False),
        sa.PrimaryKeyConstraint("issue", name=op.f("pk_press_issues")),
    )
    op.create_table(
        "press_layers",
        sa.Column("event", sa.BigInteger(), autoincrement=False, nullable=False),
        sa.Column("layer", sa.String(length=80), nullable=False),
        sa.Column("turn", sa.Integer(), nullable=False),
        sa.Column("asked", sa.String(length=27), nullable=False),
        sa.Column("due", sa.String(length=27), nullable=False),
        sa.Column("status", sa.String(length=10), nullable=False),
        sa.Column("order", sa.BigInteger(), nullable=False),
        sa.Column("piece", sa.BigInteger(), nullable=True),
        sa.Column("issue", sa.Integer(), nullable=True),
        sa.PrimaryKeyConstraint("event", "layer", name=op.f("pk_press_layers")),
    )
    op.create_index(op.f("ix_press_layers_issue_piece"), "press_layers", ["issue", "piece"], unique=False)
    op.create_index(op.f("ix_press_layers_order"), "press_layers", ["order"], unique=False)
    op.create_index(op.f("ix_press_layers_piece"), "press_layers", ["piece"], unique=False)
    op.create_index(op.f("ix_press_layers_status_due"), "press_layers", ["status", "due"], unique=False)
    op.create_table(
        "press_turns",
        sa.Column("layer", sa.String(length=80), nullable=False),
        sa.Column("turns", sa.Integer(), nullable=False),
        sa.PrimaryKeyConstraint("layer", name=op.f("pk_press_turns")),
    )
