"""What is kept of the economy."""

from sqlalchemy import Boolean, Column, Date, Double, Index, Integer, String, Table, Text

from longwave.ledger.tables import Instant, Number, metadata

# One row: the last day that was reckoned, on the world's calendar.
academy_reckoned = Table(
    "academy_reckoned",
    metadata,
    Column("id", Integer, primary_key=True, autoincrement=False),
    Column("day", Date, nullable=False),
)

# When a season of the pack last began.
academy_seasons = Table(
    "academy_seasons",
    metadata,
    Column("season", String(80), primary_key=True),
    Column("turned_at", Instant, nullable=False),
)

academy_commitments = Table(
    "academy_commitments",
    metadata,
    Column("id", Number, primary_key=True, autoincrement=False),
    Column("player", String(80), nullable=False),
    Column("faction", String(80), nullable=False),
    Column("season", String(80), nullable=False),
    Column("title", Text, nullable=False),
    Column("asks", Text, nullable=False),
    Column("owed", Integer, nullable=False),
    Column("paid", Integer, nullable=False),
    # The last of its parts that was asked for.
    Column("part", Integer, nullable=False),
    Column("opened_at", Instant, nullable=False),
    Column("until", Instant, nullable=False),
    Column("closed_at", Instant),
    Index(None, "closed_at", "id"),
    Index(None, "player", "closed_at"),
)

# A project of the pack may be built more than once: the id is that of the event that opened it.
academy_projects = Table(
    "academy_projects",
    metadata,
    Column("id", Number, primary_key=True, autoincrement=False),
    Column("project", String(80), nullable=False),
    Column("faction", String(80), nullable=False),
    Column("target", Double, nullable=False),
    Column("progress", Double, nullable=False),
    Column("opened_at", Instant, nullable=False),
    Column("closed_at", Instant),
    Column("is_done", Boolean, nullable=False),
    Index(None, "closed_at", "faction"),
    Index(None, "faction", "id"),
)

academy_backers = Table(
    "academy_backers",
    metadata,
    Column("project", Number, primary_key=True, autoincrement=False),
    Column("player", String(80), primary_key=True),
    Column("faction", String(80), nullable=False),
    Column("amount", Integer, nullable=False),
    Index(None, "player", "faction"),
)
