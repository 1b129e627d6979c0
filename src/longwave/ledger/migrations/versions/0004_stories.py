"""Stories: how far each telling of a story has come."""

import sqlalchemy as sa
from alembic import op

revision = "0004"
down_revision = "0003"


def upgrade() -> None:
    op.create_table(
        "station_arcs",
        sa.Column("channel", sa.String(length=80), nullable=False),
        sa.Column("story", sa.String(length=80), nullable=False),
        sa.Column("telling", sa.Integer(), nullable=False),
        sa.Column("timeline", sa.String(length=10), nullable=False),
        sa.Column("escalations", sa.Integer(), nullable=False),
        sa.Column("beats", sa.Integer(), nullable=False),
        sa.Column("told", sa.Integer(), nullable=False),
        sa.Column("began", sa.Date(), nullable=False),
        sa.Column("last", sa.Date(), nullable=False),
        sa.Column("last_turn", sa.Integer(), nullable=False),
        sa.PrimaryKeyConstraint("channel", "story", "telling", name=op.f("pk_station_arcs")),
    )
