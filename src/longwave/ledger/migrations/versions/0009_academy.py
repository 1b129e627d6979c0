"""The academy: who plays, scholars, and the game as a whole."""

import sqlalchemy as sa
from alembic import op

revision = "0009"
down_revision = "0008"


def upgrade() -> None:
    op.create_table(
        "academy_feelings",
        sa.Column("scholar", sa.String(length=80), nullable=False),
        sa.Column("towards", sa.String(length=80), nullable=False),
        sa.Column("value", sa.Double(), nullable=False),
        sa.PrimaryKeyConstraint("scholar", "towards", name=op.f("pk_academy_feelings")),
    )
    op.create_table(
        "academy_game",
        sa.Column("id", sa.Integer(), autoincrement=False, nullable=False),
        sa.Column("season", sa.Integer(), nullable=False),
        sa.Column("opened_at", sa.String(length=27), nullable=False),
        sa.Column("ends", sa.String(length=27), nullable=False),
        sa.Column("closed_at", sa.String(length=27), nullable=True),
        sa.Column("digest", sa.Integer(), nullable=False),
        sa.Column("digest_at", sa.String(length=27), nullable=True),
        sa.Column("paused_at", sa.String(length=27), nullable=True),
        sa.Column("reason", sa.Text(), nullable=False),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_academy_game")),
    )
    op.create_table(
        "academy_influence",
        sa.Column("player", sa.String(length=80), nullable=False),
        sa.Column("faction", sa.String(length=80), nullable=False),
        sa.Column("held", sa.Integer(), nullable=False),
        sa.Column("escrow", sa.Integer(), nullable=False),
        sa.PrimaryKeyConstraint("player", "faction", name=op.f("pk_academy_influence")),
    )
    op.create_table(
        "academy_notes",
        sa.Column("event", sa.BigInteger(), autoincrement=False, nullable=False),
        sa.Column("place", sa.Integer(), autoincrement=False, nullable=False),
        sa.Column("scholar", sa.String(length=80), nullable=False),
        sa.Column("is_scar", sa.Boolean(), nullable=False),
        sa.Column("says", sa.Text(), nullable=False),
        sa.Column("at", sa.String(length=27), nullable=False),
        sa.PrimaryKeyConstraint("event", "place", name=op.f("pk_academy_notes")),
    )
    op.create_index(op.f("ix_academy_notes_scholar_event"), "academy_notes", ["scholar", "event"], unique=False)
    op.create_table(
        "academy_players",
        sa.Column("id", sa.String(length=80), nullable=False),
        sa.Column("name", sa.Text(), nullable=False),
        sa.Column("fold", sa.Text(), nullable=False),
        sa.Column("policy", sa.String(length=12), nullable=True),
        sa.Column("joined_at", sa.String(length=27), nullable=False),
        sa.Column("reputation", sa.Integer(), nullable=False),
        sa.Column("quiet_until", sa.Integer(), nullable=False),
        sa.Column("debt", sa.Integer(), nullable=False),
        sa.Column("misses", sa.Integer(), nullable=False),
        sa.Column("grace_at", sa.String(length=27), nullable=True),
        sa.Column("reprimanded_at", sa.String(length=27), nullable=True),
        sa.Column("excused_until", sa.String(length=27), nullable=True),
        sa.Column("endowed", sa.Integer(), nullable=False),
        sa.Column("last_seq", sa.BigInteger().with_variant(sa.Integer(), "sqlite"), nullable=False),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_academy_players")),
    )
    op.create_index(op.f("ix_academy_players_fold"), "academy_players", ["fold"], unique=True)
    op.create_table(
        "academy_scholars",
        sa.Column("id", sa.String(length=80), nullable=False),
        sa.Column("name", sa.Text(), nullable=False),
        sa.Column("nickname", sa.Text(), nullable=True),
        sa.Column("sheet", sa.Text(), nullable=False),
        sa.Column("discipline", sa.String(length=80), nullable=False),
        sa.Column("faction", sa.String(length=80), nullable=False),
        sa.Column("track", sa.String(length=10), nullable=False),
        sa.Column("tier", sa.Integer(), nullable=False),
        sa.Column("employer", sa.String(length=80), nullable=True),
        sa.Column("contract_at", sa.String(length=27), nullable=True),
        sa.Column("terms", sa.Text(), nullable=False),
        sa.Column("unpaid", sa.Integer(), nullable=False),
        sa.Column("discovered_at", sa.String(length=27), nullable=False),
        sa.Column("injured_until", sa.Integer(), nullable=False),
        sa.Column("arrived_at", sa.String(length=27), nullable=False),
        sa.Column("retired_at", sa.String(length=27), nullable=True),
        sa.Column("stage", sa.String(length=12), nullable=False),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_academy_scholars")),
    )
    op.create_index(op.f("ix_academy_scholars_employer"), "academy_scholars", ["employer"], unique=False)
    op.create_index(op.f("ix_academy_scholars_retired_at"), "academy_scholars", ["retired_at"], unique=False)
    op.create_table(
        "academy_withheld",
        sa.Column("number", sa.BigInteger().with_variant(sa.Integer(), "sqlite"), autoincrement=False, nullable=False),
        sa.Column("about", sa.BigInteger(), nullable=False),
        sa.Column("player", sa.String(length=80), nullable=False),
        sa.Column("text", sa.Text(), nullable=False),
        sa.Column("reasons", sa.Text(), nullable=False),
        sa.Column("at", sa.String(length=27), nullable=False),
        sa.Column("is_approved", sa.Boolean(), nullable=True),
        sa.Column("decided_at", sa.String(length=27), nullable=True),
        sa.PrimaryKeyConstraint("number", name=op.f("pk_academy_withheld")),
    )
    op.create_index(
        op.f("ix_academy_withheld_is_approved_number"), "academy_withheld", ["is_approved", "number"], unique=False
    )
