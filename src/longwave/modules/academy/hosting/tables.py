"""What is kept of the game as a whole."""

from sqlalchemy import BigInteger, Boolean, Column, Index, Integer, String, Table, Text

from longwave.ledger.tables import Instant, Number, metadata

# One row: the season that is played.
academy_game = Table(
    "academy_game",
    metadata,
    Column("id", Integer, primary_key=True, autoincrement=False),
    Column("season", Integer, nullable=False),
    Column("opened_at", Instant, nullable=False),
    Column("ends", Instant, nullable=False),
    Column("closed_at", Instant),
    Column("digest", Integer, nullable=False),
    Column("digest_at", Instant),
    Column("paused_at", Instant),
    Column("reason", Text, nullable=False),
    Column("by_petition", Boolean),
)

# Who has signed which petition that was not carried.
academy_petitions = Table(
    "academy_petitions",
    metadata,
    Column("measure", String(20), primary_key=True),
    Column("about", String(80), primary_key=True),
    Column("player", String(80), primary_key=True),
    Column("at", Instant, nullable=False),
)

# What players wrote that waits for the host, or did.
academy_withheld = Table(
    "academy_withheld",
    metadata,
    Column("number", Number, primary_key=True, autoincrement=False),
    Column("about", BigInteger, nullable=False),
    Column("player", String(80), nullable=False),
    Column("text", Text, nullable=False),
    Column("reasons", Text, nullable=False),
    Column("at", Instant, nullable=False),
    Column("is_approved", Boolean),
    Column("decided_at", Instant),
    Index(None, "is_approved", "number"),
)
