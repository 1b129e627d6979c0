"""What is kept of those who play."""

from sqlalchemy import Column, Index, Integer, String, Table, Text

from longwave.ledger.tables import Instant, Number, metadata

academy_players = Table(
    "academy_players",
    metadata,
    Column("id", String(80), primary_key=True),
    Column("name", Text, nullable=False),
    # What the name is compared by: no two players look alike.
    Column("fold", Text, nullable=False),
    Column("policy", String(12)),
    Column("joined_at", Instant, nullable=False),
    Column("reputation", Integer, nullable=False),
    # The last digest before which they cannot recruit.
    Column("quiet_until", Integer, nullable=False),
    Column("debt", Integer, nullable=False),
    # Symposia in a row that they had no part in.
    Column("misses", Integer, nullable=False),
    Column("grace_at", Instant),
    Column("reprimanded_at", Instant),
    Column("excused_until", Instant),
    Column("endowed", Integer, nullable=False),
    # The last event that they brought about.
    Column("last_seq", Number, nullable=False),
    Index(None, "fold", unique=True),
)

academy_influence = Table(
    "academy_influence",
    metadata,
    Column("player", String(80), primary_key=True),
    Column("faction", String(80), primary_key=True),
    Column("held", Integer, nullable=False),
    Column("escrow", Integer, nullable=False),
)
