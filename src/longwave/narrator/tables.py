"""The call ledger's table: every request to a narrator, and what came of it."""

from sqlalchemy import Column, Index, Integer, String, Table, Text

from longwave.ledger.tables import Instant, metadata

# Not a projection: it records what happened outside the world (requests, latencies), which no event determines.
calls = Table(
    "calls",
    metadata,
    Column("key", Text, primary_key=True),
    Column("digest", String(64), nullable=False),
    Column("persona", Text, nullable=False),
    Column("form", String(40), nullable=False),
    Column("narrator", String(80), nullable=False),
    Column("status", String(10), nullable=False),
    Column("dispatches", Integer, nullable=False),
    Column("opened_at", Instant, nullable=False),
    Column("settled_at", Instant),
    Column("took_ms", Integer),
    Column("reply", Text),
    Column("error", Text),
    Index(None, "status", "opened_at"),
)
