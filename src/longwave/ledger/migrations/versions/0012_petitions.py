"""The academy: petitions of the table."""

import sqlalchemy as sa
from alembic import op

revision = "0012"
down_revision = "0011"


def upgrade() -> None:
    op.create_table(
        "academy_petitions",
        sa.Column("measure", sa.String(length=20), nullable=False),
        sa.Column("about", sa.String(length=80), nullable=False),
        sa.Column("player", sa.String(length=80), nullable=False),
        sa.Column("at", sa.String(length=27), nullable=False),
        sa.PrimaryKeyConstraint("measure", "about", "player", name=op.f("pk_academy_petitions")),
    )
    op.add_column("academy_game", sa.Column("by_petition", sa.Boolean(), nullable=True))
