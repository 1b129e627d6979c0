"""What is kept of offers, and of what refusals and defections leave behind."""

from sqlalchemy import Column, Index, Integer, String, Table, Text

from longwave.ledger.tables import Instant, Number, metadata

academy_offers = Table(
    "academy_offers",
    metadata,
    Column("id", Number, primary_key=True, autoincrement=False),
    Column("scholar", String(80), nullable=False),
    Column("rival", String(80), nullable=False),
    Column("employer", String(80), nullable=False),
    Column("influence", Text, nullable=False),
    Column("terms", Text, nullable=False),
    # What the employer countered with; NULL while they have not.
    Column("counter_influence", Text),
    Column("counter_terms", Text),
    Column("due", Instant, nullable=False),
    # Why it is void, from when the scholar goes until the next digest says so; empty while it is not.
    Column("lapse", String(10), nullable=False),
    # NULL while it is open.
    Column("closed_at", Instant),
    Index(None, "closed_at", "id"),
    Index(None, "scholar", "closed_at"),
    Index(None, "rival", "closed_at"),
    Index(None, "employer", "closed_at"),
)

# How a player has fared with a scholar: a row for each two that had to do with one another.
academy_courtships = Table(
    "academy_courtships",
    metadata,
    Column("scholar", String(80), primary_key=True),
    Column("player", String(80), primary_key=True),
    # How often the player asked them to take a contract.
    Column("asked", Integer, nullable=False),
    # When they last refused the player, or left them.
    Column("parted_at", Instant),
    # When the player's last offer was settled.
    Column("offered_at", Instant),
)

# What scholars will make known that they hold against a player; it is gone when they have.
academy_grudges = Table(
    "academy_grudges",
    metadata,
    Column("id", Number, primary_key=True, autoincrement=False),
    Column("scholar", String(80), nullable=False),
    Column("player", String(80), nullable=False),
    Column("because", String(12), nullable=False),
    Column("due", Instant, nullable=False),
    Index(None, "due", "id"),
    Index(None, "scholar", "player"),
)

# Defections that are not over: first they await how they end, then their epilogue.
academy_arcs = Table(
    "academy_arcs",
    metadata,
    Column("id", Number, primary_key=True, autoincrement=False),
    Column("scholar", String(80), nullable=False),
    Column("player", String(80), nullable=False),
    Column("other_player", String(80), nullable=False),
    Column("due", Instant, nullable=False),
    # NULL until it is settled.
    Column("outcome", String(10)),
    Index(None, "due", "id"),
    Index(None, "scholar"),
)
