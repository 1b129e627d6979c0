"""The academy: offers, mentorships, symposia, and the economy."""

import sqlalchemy as sa
from alembic import op

revision = "0011"
down_revision = "0010"


def upgrade() -> None:
    op.create_table(
        "academy_arcs",
        sa.Column("id", sa.BigInteger().with_variant(sa.Integer(), "sqlite"), autoincrement=False, nullable=False),
        sa.Column("scholar", sa.String(length=80), nullable=False),
        sa.Column("player", sa.String(length=80), nullable=False),
        sa.Column("other_player", sa.String(length=80), nullable=False),
        sa.Column("due", sa.String(length=27), nullable=False),
        sa.Column("outcome", sa.String(length=10), nullable=True),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_academy_arcs")),
    )
    op.create_index(op.f("ix_academy_arcs_due_id"), "academy_arcs", ["due", "id"], unique=False)
    op.create_index(op.f("ix_academy_arcs_scholar"), "academy_arcs", ["scholar"], unique=False)
    op.create_table(
        "academy_backers",
        sa.Column("project", sa.BigInteger().with_variant(sa.Integer(), "sqlite"), autoincrement=False, nullable=False),
        sa.Column("player", sa.String(length=80), nullable=False),
        sa.Column("faction", sa.String(length=80), nullable=False),
        sa.Column("amount", sa.Integer(), nullable=False),
        sa.PrimaryKeyConstraint("project", "player", name=op.f("pk_academy_backers")),
    )
    op.create_index(op.f("ix_academy_backers_player_faction"), "academy_backers", ["player", "faction"], unique=False)
    op.create_table(
        "academy_commitments",
        sa.Column("id", sa.BigInteger().with_variant(sa.Integer(), "sqlite"), autoincrement=False, nullable=False),
        sa.Column("player", sa.String(length=80), nullable=False),
        sa.Column("faction", sa.String(length=80), nullable=False),
        sa.Column("season", sa.String(length=80), nullable=False),
        sa.Column("title", sa.Text(), nullable=False),
        sa.Column("asks", sa.Text(), nullable=False),
        sa.Column("owed", sa.Integer(), nullable=False),
        sa.Column("paid", sa.Integer(), nullable=False),
        sa.Column("part", sa.Integer(), nullable=False),
        sa.Column("opened_at", sa.String(length=27), nullable=False),
        sa.Column("until", sa.String(length=27), nullable=False),
        sa.Column("closed_at", sa.String(length=27), nullable=True),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_academy_commitments")),
    )
    op.create_index(
        op.f("ix_academy_commitments_closed_at_id"), "academy_commitments", ["closed_at", "id"], unique=False
    )
    op.create_index(
        op.f("ix_academy_commitments_player_closed_at"), "academy_commitments", ["player", "closed_at"], unique=False
    )
    op.create_table(
        "academy_courtships",
        sa.Column("scholar", sa.String(length=80), nullable=False),
        sa.Column("player", sa.String(length=80), nullable=False),
        sa.Column("asked", sa.Integer(), nullable=False),
        sa.Column("parted_at", sa.String(length=27), nullable=True),
        sa.Column("offered_at", sa.String(length=27), nullable=True),
        sa.PrimaryKeyConstraint("scholar", "player", name=op.f("pk_academy_courtships")),
    )
    op.create_table(
        "academy_grudges",
        sa.Column("id", sa.BigInteger().with_variant(sa.Integer(), "sqlite"), autoincrement=False, nullable=False),
        sa.Column("scholar", sa.String(length=80), nullable=False),
        sa.Column("player", sa.String(length=80), nullable=False),
        sa.Column("because", sa.String(length=12), nullable=False),
        sa.Column("due", sa.String(length=27), nullable=False),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_academy_grudges")),
    )
    op.create_index(op.f("ix_academy_grudges_due_id"), "academy_grudges", ["due", "id"], unique=False)
    op.create_index(op.f("ix_academy_grudges_scholar_player"), "academy_grudges", ["scholar", "player"], unique=False)
    op.create_table(
        "academy_mentorships",
        sa.Column("id", sa.BigInteger().with_variant(sa.Integer(), "sqlite"), autoincrement=False, nullable=False),
        sa.Column("player", sa.String(length=80), nullable=False),
        sa.Column("scholar", sa.String(length=80), nullable=False),
        sa.Column("state", sa.String(length=10), nullable=False),
        sa.Column("next_digest", sa.Integer(), nullable=True),
        sa.Column("lapse", sa.String(length=10), nullable=False),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_academy_mentorships")),
    )
    op.create_index(
        op.f("ix_academy_mentorships_player_state"), "academy_mentorships", ["player", "state"], unique=False
    )
    op.create_index(
        op.f("ix_academy_mentorships_scholar_state"), "academy_mentorships", ["scholar", "state"], unique=False
    )
    op.create_index(op.f("ix_academy_mentorships_state_id"), "academy_mentorships", ["state", "id"], unique=False)
    op.create_table(
        "academy_offers",
        sa.Column("id", sa.BigInteger().with_variant(sa.Integer(), "sqlite"), autoincrement=False, nullable=False),
        sa.Column("scholar", sa.String(length=80), nullable=False),
        sa.Column("rival", sa.String(length=80), nullable=False),
        sa.Column("employer", sa.String(length=80), nullable=False),
        sa.Column("influence", sa.Text(), nullable=False),
        sa.Column("terms", sa.Text(), nullable=False),
        sa.Column("counter_influence", sa.Text(), nullable=True),
        sa.Column("counter_terms", sa.Text(), nullable=True),
        sa.Column("due", sa.String(length=27), nullable=False),
        sa.Column("lapse", sa.String(length=10), nullable=False),
        sa.Column("closed_at", sa.String(length=27), nullable=True),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_academy_offers")),
    )
    op.create_index(op.f("ix_academy_offers_closed_at_id"), "academy_offers", ["closed_at", "id"], unique=False)
    op.create_index(
        op.f("ix_academy_offers_employer_closed_at"), "academy_offers", ["employer", "closed_at"], unique=False
    )
    op.create_index(op.f("ix_academy_offers_rival_closed_at"), "academy_offers", ["rival", "closed_at"], unique=False)
    op.create_index(
        op.f("ix_academy_offers_scholar_closed_at"), "academy_offers", ["scholar", "closed_at"], unique=False
    )
    op.create_table(
        "academy_pledges",
        sa.Column(
            "symposium", sa.BigInteger().with_variant(sa.Integer(), "sqlite"), autoincrement=False, nullable=False
        ),
        sa.Column("player", sa.String(length=80), nullable=False),
        sa.Column("pledged", sa.Integer(), nullable=False),
        sa.Column("choice", sa.String(length=10), nullable=True),
        sa.PrimaryKeyConstraint("symposium", "player", name=op.f("pk_academy_pledges")),
    )
    op.create_table(
        "academy_projects",
        sa.Column("id", sa.BigInteger().with_variant(sa.Integer(), "sqlite"), autoincrement=False, nullable=False),
        sa.Column("project", sa.String(length=80), nullable=False),
        sa.Column("faction", sa.String(length=80), nullable=False),
        sa.Column("target", sa.Double(), nullable=False),
        sa.Column("progress", sa.Double(), nullable=False),
        sa.Column("opened_at", sa.String(length=27), nullable=False),
        sa.Column("closed_at", sa.String(length=27), nullable=True),
        sa.Column("is_done", sa.Boolean(), nullable=False),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_academy_projects")),
    )
    op.create_index(
        op.f("ix_academy_projects_closed_at_faction"), "academy_projects", ["closed_at", "faction"], unique=False
    )
    op.create_index(op.f("ix_academy_projects_faction_id"), "academy_projects", ["faction", "id"], unique=False)
    op.create_table(
        "academy_proposers",
        sa.Column("player", sa.String(length=80), nullable=False),
        sa.Column("picked_at", sa.String(length=27), nullable=False),
        sa.PrimaryKeyConstraint("player", name=op.f("pk_academy_proposers")),
    )
    op.create_table(
        "academy_questions",
        sa.Column("question", sa.String(length=80), nullable=False),
        sa.Column("asked_at", sa.String(length=27), nullable=False),
        sa.PrimaryKeyConstraint("question", name=op.f("pk_academy_questions")),
    )
    op.create_table(
        "academy_reckoned",
        sa.Column("id", sa.Integer(), autoincrement=False, nullable=False),
        sa.Column("day", sa.Date(), nullable=False),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_academy_reckoned")),
    )
    op.create_table(
        "academy_seasons",
        sa.Column("season", sa.String(length=80), nullable=False),
        sa.Column("turned_at", sa.String(length=27), nullable=False),
        sa.PrimaryKeyConstraint("season", name=op.f("pk_academy_seasons")),
    )
    op.create_table(
        "academy_sidecasts",
        sa.Column("scholar", sa.String(length=80), nullable=False),
        sa.Column("since", sa.Integer(), nullable=False),
        sa.PrimaryKeyConstraint("scholar", name=op.f("pk_academy_sidecasts")),
    )
    op.create_table(
        "academy_symposia",
        sa.Column("id", sa.BigInteger().with_variant(sa.Integer(), "sqlite"), autoincrement=False, nullable=False),
        sa.Column("topic", sa.BigInteger().with_variant(sa.Integer(), "sqlite"), nullable=False),
        sa.Column("player", sa.String(length=80), nullable=False),
        sa.Column("title", sa.Text(), nullable=False),
        sa.Column("says", sa.Text(), nullable=False),
        sa.Column("called_at", sa.String(length=27), nullable=False),
        sa.Column("closes", sa.String(length=27), nullable=False),
        sa.Column("resolved_at", sa.String(length=27), nullable=True),
        sa.Column("outcome", sa.String(length=10), nullable=True),
        sa.Column("affirm", sa.Integer(), nullable=False),
        sa.Column("doubt", sa.Integer(), nullable=False),
        sa.Column("deny", sa.Integer(), nullable=False),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_academy_symposia")),
    )
    op.create_table(
        "academy_topics",
        sa.Column("id", sa.BigInteger().with_variant(sa.Integer(), "sqlite"), autoincrement=False, nullable=False),
        sa.Column("player", sa.String(length=80), nullable=False),
        sa.Column("title", sa.Text(), nullable=False),
        sa.Column("says", sa.Text(), nullable=False),
        sa.Column("at", sa.String(length=27), nullable=False),
        sa.Column("expires", sa.String(length=27), nullable=False),
        sa.Column("left_at", sa.String(length=27), nullable=True),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_academy_topics")),
    )
    op.create_index(op.f("ix_academy_topics_left_at_id"), "academy_topics", ["left_at", "id"], unique=False)
