"""Memory: what personas keep in mind, how they feel about one another, and what finds it again."""

import sqlalchemy as sa
from alembic import op

NUMBER = sa.BigInteger().with_variant(sa.Integer(), "sqlite")
revision = "0005"
down_revision = "0004"


def upgrade() -> None:
    op.create_table(
        "memories",
        sa.Column("id", NUMBER, autoincrement=False, nullable=False),
        sa.Column("persona", sa.String(length=80), nullable=False),
        sa.Column("kind", sa.String(length=10), nullable=False),
        sa.Column("about", sa.Text(), nullable=False),
        sa.Column("says", sa.Text(), nullable=False),
        sa.Column("strength", sa.Double(), nullable=False),
        sa.Column("half_life_days", sa.Double(), nullable=False),
        sa.Column("confidence", sa.Double(), nullable=False),
        sa.Column("source", sa.BigInteger(), nullable=True),
        sa.Column("at", sa.String(length=27), nullable=False),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_memories")),
    )
    op.create_index(op.f("ix_memories_persona_kind_at"), "memories", ["persona", "kind", "at"], unique=False)
    op.create_table(
        "summaries",
        sa.Column("id", NUMBER, autoincrement=False, nullable=False),
        sa.Column("persona", sa.String(length=80), nullable=False),
        sa.Column("since", sa.String(length=27), nullable=False),
        sa.Column("until", sa.String(length=27), nullable=False),
        sa.Column("says", sa.Text(), nullable=False),
        sa.Column("about", sa.Text(), nullable=False),
        sa.Column("why", sa.String(length=10), nullable=False),
        sa.Column("at", sa.String(length=27), nullable=False),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_summaries")),
    )
    op.create_index(op.f("ix_summaries_persona_id"), "summaries", ["persona", "id"], unique=False)
    op.create_index(op.f("ix_summaries_persona_why_id"), "summaries", ["persona", "why", "id"], unique=False)
    op.create_table(
        "memory_terms",
        sa.Column("persona", sa.String(length=80), nullable=False),
        sa.Column("term", sa.Text(), nullable=False),
        sa.Column("owner", sa.BigInteger(), autoincrement=False, nullable=False),
        sa.Column("place", sa.Integer(), autoincrement=False, nullable=False),
        sa.Column("is_cold", sa.Boolean(), nullable=False),
        sa.PrimaryKeyConstraint("persona", "term", "owner", "place", name=op.f("pk_memory_terms")),
        sqlite_with_rowid=False,
    )
    op.create_table(
        "relationships",
        sa.Column("persona", sa.String(length=80), nullable=False),
        sa.Column("other", sa.String(length=80), nullable=False),
        sa.Column("sentiment", sa.Double(), nullable=False),
        sa.Column("changes", sa.Integer(), nullable=False),
        sa.Column("since", sa.String(length=27), nullable=False),
        sa.Column("last_at", sa.String(length=27), nullable=False),
        sa.PrimaryKeyConstraint("persona", "other", name=op.f("pk_relationships")),
    )
    op.create_table(
        "relationship_changes",
        sa.Column("id", NUMBER, autoincrement=False, nullable=False),
        sa.Column("persona", sa.String(length=80), nullable=False),
        sa.Column("other", sa.String(length=80), nullable=False),
        sa.Column("change", sa.Double(), nullable=False),
        sa.Column("sentiment", sa.Double(), nullable=False),
        sa.Column("because", sa.Text(), nullable=False),
        sa.Column("at", sa.String(length=27), nullable=False),
        sa.Column("source", sa.BigInteger(), nullable=True),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_relationship_changes")),
    )
    op.create_index(
        op.f("ix_relationship_changes_persona_other_id"),
        "relationship_changes",
        ["persona", "other", "id"],
        unique=False,
    )
