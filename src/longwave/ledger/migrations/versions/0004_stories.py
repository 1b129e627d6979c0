"""Stories: how far each telling of a story has come; and what people say of aired segments."""

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
    op.create_table(
        "station_judgements",
        sa.Column("channel", sa.String(length=80), nullable=False),
        sa.Column("date", sa.Date(), nullable=False),
        sa.Column("time", sa.String(length=5), nullable=False),
        sa.Column("is_approved", sa.Boolean(), nullable=False),
        sa.Column("reason", sa.Text(), nullable=False),
        sa.Column("by", sa.String(length=80), nullable=False),
        sa.PrimaryKeyConstraint("channel", "date", "time", name=op.f("pk_station_judgements")),
    )
