"""What is kept of scholars."""

from sqlalchemy import BigInteger, Boolean, Column, Double, Index, Integer, String, Table, Text

from longwave.ledger.tables import Instant, metadata

academy_scholars = Table(
    "academy_scholars",
    metadata,
    Column("id", String(80), primary_key=True),
    Column("name", Text, nullable=False),
    Column("nickname", Text),
    # All that the pack, or the dice, say of them.
    Column("sheet", Text, nullable=False),
    Column("discipline", String(80), nullable=False),
    Column("faction", String(80), nullable=False),
    Column("track", String(10), nullable=False),
    Column("tier", Integer, nullable=False),
    Column("employer", String(80)),
    # When the contract began; its terms are those of the offer that won them.
    Column("contract_at", Instant),
    Column("terms", Text, nullable=False),
    # Days in a row that the contract was not paid.
    Column("unpaid", Integer, nullable=False),
    Column("discovered_at", Instant, nullable=False),
    # The digest before which they cannot travel.
    Column("injured_until", Integer, nullable=False),
    Column("arrived_at", Instant, nullable=False),
    Column("retired_at", Instant),
    # Of a newcomer's story: debut, integration, spotlight; empty for the others.
    Column("stage", String(12), nullable=False),
    Index(None, "employer"),
    Index(None, "retired_at"),
)

academy_feelings = Table(
    "academy_feelings",
    metadata,
    Column("scholar", String(80), primary_key=True),
    Column("towards", String(80), primary_key=True),
    Column("value", Double, nullable=False),
)

academy_notes = Table(
    "academy_notes",
    metadata,
    Column("event", BigInteger, primary_key=True, autoincrement=False),
    Column("place", Integer, primary_key=True, autoincrement=False),
    Column("scholar", String(80), nullable=False),
    Column("is_scar", Boolean, nullable=False),
    Column("says", Text, nullable=False),
    Column("at", Instant, nullable=False),
    Index(None, "scholar", "event"),
)
