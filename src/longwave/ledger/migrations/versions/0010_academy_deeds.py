"""The academy: theories, conferences and expeditions, and what they find."""

import sqlalchemy as sa
from alembic import op

revision = "0010"
down_revision = "0009"


def upgrade() -> None:
    op.create_table(
        "academy_clues",
        sa.Column("player", sa.String(length=80), nullable=False),
        sa.Column("site", sa.String(length=80), nullable=False),
        sa.Column("bonus", sa.Integer(), nullable=False),
        sa.PrimaryKeyConstraint("player", "site", name=op.f("pk_academy_clues")),
    )
    op.create_table(
        "academy_conferences",
        sa.Column("number", sa.BigInteger().with_variant(sa.Integer(), "sqlite"), autoincrement=False, nullable=False),
        sa.Column("theory", sa.BigInteger().with_variant(sa.Integer(), "sqlite"), nullable=False),
        sa.Column("player", sa.String(length=80), nullable=False),
        sa.Column("confidence", sa.String(length=20), nullable=False),
        sa.Column("meets", sa.Integer(), nullable=False),
        sa.Column("ended_at", sa.String(length=27), nullable=True),
        sa.Column("outcome", sa.String(length=10), nullable=True),
        sa.Column("score", sa.Integer(), nullable=True),
        sa.Column("change", sa.Integer(), nullable=True),
        sa.PrimaryKeyConstraint("number", name=op.f("pk_academy_conferences")),
    )
    op.create_index(
        op.f("ix_academy_conferences_ended_at_meets"), "academy_conferences", ["ended_at", "meets"], unique=False
    )
    op.create_index(
        op.f("ix_academy_conferences_theory_number"), "academy_conferences", ["theory", "number"], unique=False
    )
    op.create_table(
        "academy_eased",
        sa.Column("site", sa.String(length=80), nullable=False),
        sa.Column("eased", sa.Integer(), nullable=False),
        sa.PrimaryKeyConstraint("site", name=op.f("pk_academy_eased")),
    )
    op.create_table(
        "academy_expeditions",
        sa.Column("number", sa.BigInteger().with_variant(sa.Integer(), "sqlite"), autoincrement=False, nullable=False),
        sa.Column("player", sa.String(length=80), nullable=False),
        sa.Column("expedition_type", sa.String(length=20), nullable=False),
        sa.Column("objective", sa.Text(), nullable=False),
        sa.Column("site", sa.String(length=80), nullable=False),
        sa.Column("team", sa.Text(), nullable=False),
        sa.Column("depth", sa.String(length=10), nullable=False),
        sa.Column("theory", sa.BigInteger(), nullable=True),
        sa.Column("costs", sa.Text(), nullable=False),
        sa.Column("queued_at", sa.String(length=27), nullable=False),
        sa.Column("state", sa.String(length=10), nullable=False),
        sa.Column("ended_at", sa.String(length=27), nullable=True),
        sa.Column("scholar", sa.String(length=80), nullable=True),
        sa.Column("roll", sa.Integer(), nullable=True),
        sa.Column("preparation", sa.Integer(), nullable=True),
        sa.Column("clue", sa.Integer(), nullable=True),
        sa.Column("expertise", sa.Integer(), nullable=True),
        sa.Column("synergy", sa.Integer(), nullable=True),
        sa.Column("goodwill", sa.Integer(), nullable=True),
        sa.Column("site_friction", sa.Integer(), nullable=True),
        sa.Column("political_friction", sa.Integer(), nullable=True),
        sa.Column("score", sa.Integer(), nullable=True),
        sa.Column("outcome", sa.String(length=10), nullable=True),
        sa.Column("mishap_says", sa.Text(), nullable=True),
        sa.PrimaryKeyConstraint("number", name=op.f("pk_academy_expeditions")),
    )
    op.create_index(
        op.f("ix_academy_expeditions_outcome_ended_at"), "academy_expeditions", ["outcome", "ended_at"], unique=False
    )
    op.create_index(
        op.f("ix_academy_expeditions_player_number"), "academy_expeditions", ["player", "number"], unique=False
    )
    op.create_index(op.f("ix_academy_expeditions_state_site"), "academy_expeditions", ["state", "site"], unique=False)
    op.create_table(
        "academy_findings",
        sa.Column("event", sa.BigInteger().with_variant(sa.Integer(), "sqlite"), autoincrement=False, nullable=False),
        sa.Column("expedition", sa.BigInteger().with_variant(sa.Integer(), "sqlite"), nullable=False),
        sa.Column("title", sa.Text(), nullable=False),
        sa.Column("says", sa.Text(), nullable=False),
        sa.PrimaryKeyConstraint("event", name=op.f("pk_academy_findings")),
    )
    op.create_index(
        op.f("ix_academy_findings_expedition_event"), "academy_findings", ["expedition", "event"], unique=False
    )
    op.create_table(
        "academy_invitations",
        sa.Column("theory", sa.BigInteger().with_variant(sa.Integer(), "sqlite"), nullable=False),
        sa.Column("player", sa.String(length=80), nullable=False),
        sa.PrimaryKeyConstraint("theory", "player", name=op.f("pk_academy_invitations")),
    )
    op.create_index(
        op.f("ix_academy_invitations_player_theory"), "academy_invitations", ["player", "theory"], unique=False
    )
    op.create_table(
        "academy_opportunities",
        sa.Column("number", sa.BigInteger().with_variant(sa.Integer(), "sqlite"), autoincrement=False, nullable=False),
        sa.Column("player", sa.String(length=80), nullable=False),
        sa.Column("says", sa.Text(), nullable=False),
        sa.Column("costs", sa.Text(), nullable=False),
        sa.Column("pays", sa.Text(), nullable=False),
        sa.Column("until", sa.String(length=27), nullable=False),
        sa.Column("state", sa.String(length=10), nullable=False),
        sa.PrimaryKeyConstraint("number", name=op.f("pk_academy_opportunities")),
    )
    op.create_index(
        op.f("ix_academy_opportunities_player_state_number"),
        "academy_opportunities",
        ["player", "state", "number"],
        unique=False,
    )
    op.create_index(
        op.f("ix_academy_opportunities_state_until"), "academy_opportunities", ["state", "until"], unique=False
    )
    op.create_table(
        "academy_seeds",
        sa.Column("event", sa.BigInteger().with_variant(sa.Integer(), "sqlite"), autoincrement=False, nullable=False),
        sa.Column("place", sa.Integer(), autoincrement=False, nullable=False),
        sa.Column("player", sa.String(length=80), nullable=False),
        sa.Column("claim", sa.Text(), nullable=False),
        sa.Column("taken_by", sa.BigInteger(), nullable=True),
        sa.PrimaryKeyConstraint("event", "place", name=op.f("pk_academy_seeds")),
    )
    op.create_index(
        op.f("ix_academy_seeds_player_taken_by_event"), "academy_seeds", ["player", "taken_by", "event"], unique=False
    )
    op.create_table(
        "academy_sequels",
        sa.Column(
            "expedition", sa.BigInteger().with_variant(sa.Integer(), "sqlite"), autoincrement=False, nullable=False
        ),
        sa.Column("due", sa.Integer(), nullable=False),
        sa.Column("scholar", sa.String(length=80), nullable=False),
        sa.Column("vignette", sa.String(length=80), nullable=False),
        sa.Column("title", sa.Text(), nullable=False),
        sa.Column("sequel", sa.Text(), nullable=False),
        sa.PrimaryKeyConstraint("expedition", name=op.f("pk_academy_sequels")),
    )
    op.create_index(op.f("ix_academy_sequels_due_expedition"), "academy_sequels", ["due", "expedition"], unique=False)
    op.create_table(
        "academy_speakers",
        sa.Column("conference", sa.BigInteger().with_variant(sa.Integer(), "sqlite"), nullable=False),
        sa.Column("player", sa.String(length=80), nullable=False),
        sa.Column("scholar", sa.String(length=80), nullable=False),
        sa.Column("is_support", sa.Boolean(), nullable=False),
        sa.PrimaryKeyConstraint("conference", "player", "scholar", name=op.f("pk_academy_speakers")),
    )
    op.create_table(
        "academy_stances",
        sa.Column("theory", sa.BigInteger().with_variant(sa.Integer(), "sqlite"), nullable=False),
        sa.Column("player", sa.String(length=80), nullable=False),
        sa.Column("is_support", sa.Boolean(), nullable=False),
        sa.PrimaryKeyConstraint("theory", "player", name=op.f("pk_academy_stances")),
    )
    op.create_table(
        "academy_theories",
        sa.Column("number", sa.BigInteger().with_variant(sa.Integer(), "sqlite"), autoincrement=False, nullable=False),
        sa.Column("player", sa.String(length=80), nullable=False),
        sa.Column("claim", sa.Text(), nullable=False),
        sa.Column("confidence", sa.String(length=20), nullable=False),
        sa.Column("scholars", sa.Text(), nullable=False),
        sa.Column("seed", sa.BigInteger(), nullable=True),
        sa.Column("deadline", sa.String(length=27), nullable=False),
        sa.Column("verdict", sa.String(length=10), nullable=True),
        sa.Column("ground", sa.String(length=10), nullable=True),
        sa.Column("roll", sa.Integer(), nullable=True),
        sa.Column("score", sa.Integer(), nullable=True),
        sa.Column("change", sa.Integer(), nullable=True),
        sa.Column("resolved_at", sa.String(length=27), nullable=True),
        sa.PrimaryKeyConstraint("number", name=op.f("pk_academy_theories")),
    )
    op.create_index(
        op.f("ix_academy_theories_player_verdict_number"),
        "academy_theories",
        ["player", "verdict", "number"],
        unique=False,
    )
    op.create_index(
        op.f("ix_academy_theories_verdict_deadline"), "academy_theories", ["verdict", "deadline"], unique=False
    )
    op.create_table(
        "academy_told",
        sa.Column("vignette", sa.String(length=80), nullable=False),
        sa.Column("times", sa.Integer(), nullable=False),
        sa.PrimaryKeyConstraint("vignette", name=op.f("pk_academy_told")),
    )
    op.create_table(
        "academy_travellers",
        sa.Column("scholar", sa.String(length=80), nullable=False),
        sa.Column("expedition", sa.BigInteger().with_variant(sa.Integer(), "sqlite"), nullable=False),
        sa.PrimaryKeyConstraint("scholar", name=op.f("pk_academy_travellers")),
    )
    op.create_index(op.f("ix_academy_travellers_expedition"), "academy_travellers", ["expedition"], unique=False)
