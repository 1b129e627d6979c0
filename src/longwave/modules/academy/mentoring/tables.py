"""What is kept of mentorships."""

from sqlalchemy import Column, Index, Integer, String, Table

from longwave.ledger.tables import Number, metadata

academy_mentorships = Table(
    "academy_mentorships",
    metadata,
    Column("id", Number, primary_key=True, autoincrement=False),
    Column("player", String(80), nullable=False),
    Column("scholar", String(80), nullable=False),
    Column("state", String(10), nullable=False),
    # The digest that brings the next rank; NULL before the mentorship has started, and at the top of the track.
    Column("next_digest", Integer),
    # Why it is over, from when the scholar goes until the next digest says so; empty while it is not.
    Column("lapse", String(10), nullable=False),
    Index(None, "state", "id"),
    Index(None, "player", "state"),
    Index(None, "scholar", "state"),
)
