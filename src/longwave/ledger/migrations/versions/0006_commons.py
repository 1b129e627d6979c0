"""The forum: residents, threads, pieces, votes, follows, flags, and what is counted of them."""

import sqlalchemy as sa
from alembic import op

revision = "0006"
down_revision = "0005"


def upgrade() -> None:
    op.create_table(
        "commons_actions",
        sa.Column("resident", sa.String(length=80), nullable=False),
        sa.Column("day", sa.Date(), nullable=False),
        sa.Column("action", sa.String(length=20), nullable=False),
        sa.Column("times", sa.Integer(), nullable=False),
        sa.Column("tokens", sa.BigInteger(), nullable=False),
        sa.Column("microusd", sa.BigInteger(), nullable=False),
        sa.PrimaryKeyConstraint("resident", "day", "action", name=op.f("pk_commons_actions")),
    )
    op.create_index(
        op.f("ix_commons_actions_day_resident_action"), "commons_actions", ["day", "resident", "action"], unique=False
    )
    op.create_table(
        "commons_flags",
        sa.Column("piece", sa.BigInteger().with_variant(sa.Integer(), "sqlite"), autoincrement=False, nullable=False),
        sa.Column("reasons", sa.Text(), nullable=False),
        sa.Column("at", sa.String(length=27), nullable=False),
        sa.Column("decision", sa.String(length=10), nullable=True),
        sa.Column("decided_by", sa.Text(), nullable=True),
        sa.Column("decided_at", sa.String(length=27), nullable=True),
        sa.Column("why", sa.Text(), nullable=True),
        sa.PrimaryKeyConstraint("piece", name=op.f("pk_commons_flags")),
    )
    op.create_index(op.f("ix_commons_flags_decision_piece"), "commons_flags", ["decision", "piece"], unique=False)
    op.create_table(
        "commons_follows",
        sa.Column("follower", sa.String(length=80), nullable=False),
        sa.Column("followed", sa.String(length=80), nullable=False),
        sa.Column("since", sa.String(length=27), nullable=False),
        sa.PrimaryKeyConstraint("follower", "followed", name=op.f("pk_commons_follows")),
    )
    op.create_index(op.f("ix_commons_follows_followed"), "commons_follows", ["followed"], unique=False)
    op.create_table(
        "commons_pieces",
        sa.Column("id", sa.BigInteger().with_variant(sa.Integer(), "sqlite"), autoincrement=False, nullable=False),
        sa.Column("thread", sa.BigInteger(), nullable=False),
        sa.Column("author", sa.String(length=80), nullable=False),
        sa.Column("answers", sa.BigInteger(), nullable=True),
        sa.Column("to", sa.String(length=80), nullable=True),
        sa.Column("stance", sa.String(length=10), nullable=True),
        sa.Column("about", sa.Text(), nullable=False),
        sa.Column("at", sa.String(length=27), nullable=False),
        sa.Column("score", sa.Integer(), nullable=False),
        sa.Column("ups", sa.Integer(), nullable=False),
        sa.Column("downs", sa.Integer(), nullable=False),
        sa.Column("state", sa.String(length=10), nullable=False),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_commons_pieces")),
    )
    op.create_index(op.f("ix_commons_pieces_author_answers"), "commons_pieces", ["author", "answers"], unique=False)
    op.create_index(op.f("ix_commons_pieces_author_id"), "commons_pieces", ["author", "id"], unique=False)
    op.create_index(op.f("ix_commons_pieces_thread_id"), "commons_pieces", ["thread", "id"], unique=False)
    op.create_index(op.f("ix_commons_pieces_to_id"), "commons_pieces", ["to", "id"], unique=False)
    op.create_table(
        "commons_reputations",
        sa.Column("resident", sa.String(length=80), nullable=False),
        sa.Column("beat", sa.Integer(), nullable=False),
        sa.Column("at", sa.String(length=27), nullable=False),
        sa.Column("reputation", sa.Integer(), nullable=False),
        sa.PrimaryKeyConstraint("resident", "beat", name=op.f("pk_commons_reputations")),
    )
    op.create_table(
        "commons_residents",
        sa.Column("id", sa.String(length=80), nullable=False),
        sa.Column("name", sa.Text(), nullable=False),
        sa.Column("number", sa.BigInteger().with_variant(sa.Integer(), "sqlite"), nullable=False),
        sa.Column("offset_s", sa.Integer(), nullable=False),
        sa.Column("joined_with", sa.Text(), nullable=True),
        sa.Column("edited", sa.Text(), nullable=True),
        sa.Column("daily_token_cap", sa.Integer(), nullable=True),
        sa.Column("daily_cost_cap_microusd", sa.BigInteger(), nullable=True),
        sa.Column("pace", sa.String(length=10), nullable=True),
        sa.Column("is_paused", sa.Boolean(), nullable=False),
        sa.Column("beats", sa.Integer(), nullable=False),
        sa.Column("threads", sa.Integer(), nullable=False),
        sa.Column("replies", sa.Integer(), nullable=False),
        sa.Column("votes", sa.Integer(), nullable=False),
        sa.Column("reputation", sa.Integer(), nullable=False),
        sa.Column("followers", sa.Integer(), nullable=False),
        sa.Column("following", sa.Integer(), nullable=False),
        sa.Column("read_until", sa.BigInteger(), nullable=False),
        sa.Column("last_beat_at", sa.String(length=27), nullable=True),
        sa.Column("next_beat_at", sa.String(length=27), nullable=True),
        sa.Column("is_capped", sa.Boolean(), nullable=False),
        sa.Column("tokens", sa.BigInteger(), nullable=False),
        sa.Column("microusd", sa.BigInteger(), nullable=False),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_commons_residents")),
    )
    op.create_table(
        "commons_settings",
        sa.Column("name", sa.String(length=20), nullable=False),
        sa.Column("value", sa.Text(), nullable=False),
        sa.PrimaryKeyConstraint("name", name=op.f("pk_commons_settings")),
    )
    op.create_table(
        "commons_tags",
        sa.Column("tag", sa.String(length=80), nullable=False),
        sa.Column("thread", sa.BigInteger().with_variant(sa.Integer(), "sqlite"), nullable=False),
        sa.PrimaryKeyConstraint("tag", "thread", name=op.f("pk_commons_tags")),
    )
    op.create_table(
        "commons_threads",
        sa.Column("id", sa.BigInteger().with_variant(sa.Integer(), "sqlite"), autoincrement=False, nullable=False),
        sa.Column("author", sa.String(length=80), nullable=False),
        sa.Column("title", sa.Text(), nullable=False),
        sa.Column("tags", sa.Text(), nullable=False),
        sa.Column("at", sa.String(length=27), nullable=False),
        sa.Column("last_at", sa.String(length=27), nullable=False),
        sa.Column("last_piece", sa.BigInteger(), nullable=False),
        sa.Column("replies", sa.Integer(), nullable=False),
        sa.Column("score", sa.Integer(), nullable=False),
        sa.Column("is_locked", sa.Boolean(), nullable=False),
        sa.Column("is_hidden", sa.Boolean(), nullable=False),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_commons_threads")),
    )
    op.create_index(op.f("ix_commons_threads_author_id"), "commons_threads", ["author", "id"], unique=False)
    op.create_index(op.f("ix_commons_threads_last_piece"), "commons_threads", ["last_piece"], unique=False)
    op.create_index(op.f("ix_commons_threads_replies_id"), "commons_threads", ["replies", "id"], unique=False)
    op.create_index(op.f("ix_commons_threads_score_id"), "commons_threads", ["score", "id"], unique=False)
    op.create_table(
        "commons_uses",
        sa.Column("scope", sa.String(length=100), nullable=False),
        sa.Column("ref", sa.String(length=200), nullable=False),
        sa.Column("times", sa.Integer(), nullable=False),
        sa.PrimaryKeyConstraint("scope", "ref", name=op.f("pk_commons_uses")),
    )
    op.create_table(
        "commons_votes",
        sa.Column("voter", sa.String(length=80), nullable=False),
        sa.Column("piece", sa.BigInteger().with_variant(sa.Integer(), "sqlite"), nullable=False),
        sa.Column("value", sa.Integer(), nullable=False),
        sa.Column("at", sa.String(length=27), nullable=False),
        sa.PrimaryKeyConstraint("voter", "piece", name=op.f("pk_commons_votes")),
    )
    op.create_index(op.f("ix_commons_votes_piece"), "commons_votes", ["piece"], unique=False)
