"""What is kept of symposia."""

from sqlalchemy import Column, Index, Integer, String, Table, Text

from longwave.ledger.tables import Instant, Number, metadata

academy_topics = Table(
    "academy_topics",
    metadata,
    Column("id", Number, primary_key=True, autoincrement=False),
    # Empty where an expedition raised it.
    Column("player", String(80), nullable=False),
    Column("title", Text, nullable=False),
    Column("says", Text, nullable=False),
    Column("at", Instant, nullable=False),
    Column("expires", Instant, nullable=False),
    # When it was picked, or expired; null while it is on the list.
    Column("left_at", Instant),
    Index(None, "left_at", "id"),
)

# When a topic of a player was last picked.
academy_proposers = Table(
    "academy_proposers",
    metadata,
    Column("player", String(80), primary_key=True),
    Column("picked_at", Instant, nullable=False),
)

# When a question of the pack was last asked.
academy_questions = Table(
    "academy_questions",
    metadata,
    Column("question", String(80), primary_key=True),
    Column("asked_at", Instant, nullable=False),
)

academy_symposia = Table(
    "academy_symposia",
    metadata,
    Column("id", Number, primary_key=True, autoincrement=False),
    # 0 where the pack asks.
    Column("topic", Number, nullable=False),
    Column("player", String(80), nullable=False),
    Column("title", Text, nullable=False),
    Column("says", Text, nullable=False),
    Column("called_at", Instant, nullable=False),
    Column("closes", Instant, nullable=False),
    Column("resolved_at", Instant),
    Column("outcome", String(10)),
    Column("affirm", Integer, nullable=False),
    Column("doubt", Integer, nullable=False),
    Column("deny", Integer, nullable=False),
)

# One row for each who pledged, and for each who came later and voted.
academy_pledges = Table(
    "academy_pledges",
    metadata,
    Column("symposium", Number, primary_key=True, autoincrement=False),
    Column("player", String(80), primary_key=True),
    Column("pledged", Integer, nullable=False),
    Column("choice", String(10)),
)
