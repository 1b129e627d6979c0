"""The order book's tables."""

from sqlalchemy import BigInteger, Boolean, Column, Index, Integer, String, Table, Text

from longwave.ledger.tables import Instant, Number, metadata

orders = Table(
    "orders",
    metadata,
    Column("id", Number, primary_key=True, autoincrement=False),
    Column("order_type", String(80), nullable=False),
    Column("actor_id", Text, nullable=False),
    Column("subject_id", Text, nullable=False),
    Column("payload", Text, nullable=False),
    Column("scheduled_at", Instant, nullable=False),
    Column("status", String(10), nullable=False),
    Column("created_at", Instant, nullable=False),
    Column("updated_at", Instant, nullable=False),
    Column("source_table", String(40)),
    Column("source_id", BigInteger),
    Column("attempts", Integer, nullable=False),
    # Claims are no events: these three say who works on the order now, in this machine's time.
    Column("lease_owner", Text),
    Column("lease_until", Instant),
    Column("fence", Integer, nullable=False, server_default="0"),
    Column("dedupe_key", Text, unique=True),
    Column("result", Text),
    Index(None, "status", "scheduled_at", "id"),
    Index(None, "order_type", "status"),
)

# No projection: a pause changes when things are done, never what is done.
pauses = Table(
    "pauses",
    metadata,
    Column("number", Number, primary_key=True, autoincrement=False),
    Column("request_id", String(200), nullable=False, unique=True),
    Column("lane", String(20), nullable=False),
    Column("is_pause", Boolean, nullable=False),
    Column("took_effect", Boolean, nullable=False),
    Column("by", Text, nullable=False),
    Column("at", Instant, nullable=False),
    Column("reason", Text, nullable=False),
    Index(None, "lane", "number"),
)
